"""What a role pays, for amounts that the caller gives: :meth:`roleprofile.Catalog.estimate_pay`."""
