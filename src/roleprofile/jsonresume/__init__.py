"""JSON Resume (version 1) as a person."""
