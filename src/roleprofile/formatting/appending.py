"""Append entries to a list of a document, in the text of its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roleprofile.errors import ProblemsError
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.reader import parse
from roleprofile.model.values import Finding


def appended(document: ParsedDocument, key: str, lines: Sequence[str]) -> bytes:
    """The text of a document with entries at the end of a list that has some; all other text stays.

    Args:
        document: The document.
        key: The key of the list, at the top of the document.
        lines: The entries as the lines of a YAML list, without an indent.

    Raises:
        ProblemsError: RP358 if the list is on one line.
    """
    spans, tree = document.source_map.spans, document.source_map.tree
    text = document.data.decode("utf-8").split("\n")
    first = spans[key, 0]
    lead = text[first.line - 1][: first.column - 1]
    further = [line for other in tree if (line := spans[(other,)].key_line) > first.line]
    end = min(further) - 1 if further else len(text)
    # A comment above the next key belongs to that key.
    while not text[end - 1].strip() or (further and text[end - 1].startswith("#")):
        end -= 1
    ending = "\r" if b"\r\n" in document.data else ""
    added = [" " * lead.find("-") + line + ending for line in lines]
    if end == len(text):
        text[-1] += ending
        added.append("")
    result = "\n".join([*text[:end], *added, *text[end:]]).encode()
    entries: Any = parse("\n".join(lines).encode(), document.file.path)
    if lead.strip() == "-" and _read(document, result) == {**tree, key: [*tree[key], *entries]}:
        return result
    hint = "write each entry on a line of its own"
    message = "no entry can be added to a list on one line"
    raise ProblemsError(
        [document.source_map.problem(Finding(pointer=(key,), code="RP358", message=message, hint=hint))]
    )


def _read(document: ParsedDocument, data: bytes) -> Any:
    try:
        return parse(data, document.file.path, document.limits)
    except ReadFailure:
        return None
