"""What importers share: names of a catalog, matches, and the person file they write."""
