"""Damaged records with the right form and digest, so that a test reaches the checks of their content."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(tree: Any) -> str:
    """The one form in which a record of version 2 is read: keys sorted, no spaces."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def resealed(tree: dict[str, Any]) -> str:
    """The text of a record of version 2 with this content, with the digest that belongs to it."""
    content = {name: value for name, value in tree.items() if name != "digest"}
    digest = hashlib.sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()
    return canonical(content | {"digest": digest})
