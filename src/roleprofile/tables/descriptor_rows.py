"""The descriptors of packs, and their anchors, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from roleprofile.loading.limits import DEFAULT_LIMITS
from roleprofile.loading.packs import Folder, folders_in, read_folder, shipped_packs
from roleprofile.model.arguments import some_paths
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grammar import fields_of
from roleprofile.model.values import Text
from roleprofile.tables.requirement_rows import Rows

#: The texts of a descriptor with a column for each language.
_TEXTS = (*(key for key, one in fields_of(Descriptor).items() if one.type is Text and not one.keyed_by), "aliases")
_HEAD, _FIELDS = ("pack", "id", "group"), ("type", "scale")


def descriptor_rows(*paths: Path) -> Rows:
    """The descriptors of packs, one row for each; ``group`` is the id of its list.

    Args:
        paths: Folders of packs, or folders that hold them; the shipped packs for none.

    >>> import roleprofile as rp
    >>> row = next(row for row in rp.tables.descriptor_rows().rows if row["id"] == "negotiation")
    >>> row["type"], row["scale"], row["label (en)"]
    ('skill', 'proficiency', 'Negotiation')
    """
    rows = []
    folders = _folders(paths)
    for pack, group, entry in _entries(folders):
        head = dict(zip(_HEAD, (pack, entry["id"], group), strict=True)) | {name: entry[name] for name in _FIELDS}
        rows.append({**head, **{k: v for name in _TEXTS for k, v in _by_language(name, entry.get(name, {})).items()}})
    columns = (*_HEAD, *_FIELDS, *_columns(_TEXTS, folders, rows))
    return Rows(columns, tuple(rows), "Descriptors")


def anchor_rows(*paths: Path) -> Rows:
    """The anchors of packs, one row for each descriptor and level.

    Args:
        paths: Folders of packs, or folders that hold them; the shipped packs for none.

    >>> import roleprofile as rp
    >>> row = rp.tables.anchor_rows().rows[0]
    >>> sorted(row)
    ['anchor (en)', 'anchor (fil)', 'id', 'level', 'pack']
    """
    folders = _folders(paths)
    rows = [
        {"pack": pack, "id": entry["id"], "level": level, **_by_language("anchor", text)}
        for pack, _, entry in _entries(folders)
        for level, text in entry.get("anchors", {}).items()
    ]
    return Rows(("pack", "id", "level", *_columns(("anchor",), folders, rows)), tuple(rows), "Anchors")


def _folders(paths: tuple[Path, ...]) -> list[Folder]:
    found = [Path(path) for path in some_paths(paths, "paths")]
    roots = [root for path in found for root in folders_in(path)] if found else shipped_packs()
    return [read_folder(root, DEFAULT_LIMITS) for root in roots]


def _entries(folders: list[Folder]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The descriptors, each with the ids of its pack and of its list."""
    for folder in folders:
        for document in folder.documents:
            if document.kind == "descriptors" and document.model is not None and isinstance(document.tree, Mapping):
                for entry in document.tree.get("descriptors", ()):
                    yield (folder.pack.id if folder.pack else ""), str(document.tree["id"]), entry


def _by_language(name: str, texts: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{name} ({language})": _several(text) if isinstance(text, tuple | list) else str(text).strip()
        for language, text in texts.items()
    }


def _several(texts: Sequence[str]) -> str:
    """Aliases with semicolons between them; one behind a single alias with a comma keeps that from being two."""
    return "; ".join(texts) + (";" if len(texts) == 1 and "," in texts[0] else "")


def _columns(names: tuple[str, ...], folders: list[Folder], rows: list[dict[str, Any]]) -> list[str]:
    """A column for each text and language of the packs, then those of languages that no pack declares."""
    languages = dict.fromkeys(language for one in folders if one.pack for language in one.pack.languages)
    found = [f"{name} ({language})" for name in names for language in languages]
    return found + sorted({column for row in rows for column in row if column.endswith(")")} - set(found))
