"""Pay: what a role pays, for amounts that the caller gives."""
