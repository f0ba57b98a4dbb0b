"""The blocks of the page of a problem code."""

from __future__ import annotations

import re

from roleprofile.presentation.blocks import Block, Heading, Paragraph, Said, Span, Verbatim, sections
from roleprofile.quality.code_pages import Page, PagePart

_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def page_blocks(shown: Page) -> list[Block]:
    """The paragraphs of a page, and its examples with their file names."""
    return sections(*map(_block, shown.parts))


def _block(part: PagePart) -> Said:
    if part.kind in ("title", "heading"):
        return Heading(part.text)
    if part.kind == "block":
        name: list[tuple[Span, ...]] = [((f"  {part.file}", "faint"),)] if part.file else []
        return Verbatim([*name, *(((f"    {line}", ""),) for line in part.text.splitlines())])
    text = _LINK.sub(r"\1", part.text).replace("**", "")
    return Paragraph(text, hang=2 if text.startswith("- ") else 0)
