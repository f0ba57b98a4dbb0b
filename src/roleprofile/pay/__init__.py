"""The pay of a role: see :meth:`roleprofile.Catalog.estimate_pay`."""
