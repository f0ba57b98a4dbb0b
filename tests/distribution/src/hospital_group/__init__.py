"""A package of data. To find a pack is no reason to run code, so this code ends whoever runs it."""

raise SystemExit("the package of a pack was imported")
