"""What rules say and what follows from facts: canonical form, selection, overlays, holdings."""
