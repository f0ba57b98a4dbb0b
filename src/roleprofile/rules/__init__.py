"""Rules and the inferences from facts: canonical form, selection, overlays, holdings."""
