"""What if the rules or the facts were other: an edited catalog, what the edit can change, and a cache of results."""
