"""From files to a catalog: text, positioned tree, schema, model, references."""

from roleprofile.loading.limits import Limits
from roleprofile.loading.load import load_catalog, load_person, load_with_files, person_from_bytes

__all__ = ["Limits", "load_catalog", "load_person", "load_with_files", "person_from_bytes"]
