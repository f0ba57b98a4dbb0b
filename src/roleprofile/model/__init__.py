"""The frozen values of the domain, one noun a module."""
