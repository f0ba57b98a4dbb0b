"""The page of a problem code as plain text for a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roleprofile.presentation.layout import Line, page, wrapped

if TYPE_CHECKING:
    from roleprofile.quality.pages import Page, PagePart

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def page_lines(shown: Page) -> list[Line]:
    """The paragraphs of a page, broken to the terminal, and its examples under the names of their files."""
    return page([_lines(part) for part in shown.parts])


def _lines(part: PagePart) -> list[Line]:
    if part.kind in ("title", "heading"):
        return wrapped(part.text, style="title")
    if part.kind == "block":
        name: list[Line] = [((f"  {part.file}", "faint"),)] if part.file else []
        return name + [((f"    {line}", ""),) for line in part.text.splitlines()]
    text = _LINK.sub(r"\1", part.text).replace("**", "")
    return wrapped(text, hanging=2 if text.startswith("- ") else 0)
