"""Schemas for editors: each in one file, also with the ids of a pack to choose from."""

from roleprofile.editors.bundle import KINDS, RESULTS, as_json, file_name, self_contained
from roleprofile.editors.catalog import catalog_schema

__all__ = ["KINDS", "RESULTS", "as_json", "catalog_schema", "file_name", "self_contained"]
