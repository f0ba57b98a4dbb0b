"""Edited catalogs and people, the results that an edit can change, and a cache of the others."""
