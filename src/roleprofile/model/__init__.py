"""The values of the domain, one noun a module: no I/O but for our own data, no YAML, no scoring."""
