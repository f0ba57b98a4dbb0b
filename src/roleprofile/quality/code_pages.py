"""Read the page of a problem code: its explanation, an example with the problem and one without.

A page is ``codes/RP204.md`` in the package. Its first line is ``# RP204`` and the title that
:data:`~roleprofile.errors.CODES` reads from it; then come paragraphs, then ``## Wrong`` and ``## Right``. Below these
stand blocks of YAML, each under a comment that names its file:

    <!-- file: our-pack/roles/analyst.yaml -->

A block of ``sh`` makes files that YAML cannot show, such as a symbolic link; it runs in the folder of the files. A
comment ``<!-- as of: 2026-06-30 -->`` gives the day of an example. A test runs every example. A page on a problem that
no file of a pack can show, such as a wrong workbook, ends after its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal

from attrs import frozen

from roleprofile.errors import CODES
from roleprofile.model.values import FrozenMap

#: The languages of blocks in a page.
LANGUAGES = ("yaml", "sh")

_CODE = re.compile("RP[0-9]{3}")
_COMMENT = re.compile(r"<!-- (?P<key>file|as of): (?P<value>\S+) -->")

PagePartKind = Literal["title", "heading", "text", "block"]


@frozen(kw_only=True)
class PagePart:
    """A heading, a paragraph or a block of a page."""

    kind: PagePartKind
    text: str
    #: The language of a block, and the file that it is written to.
    language: str = ""
    file: str = ""


@frozen(kw_only=True)
class Example:
    """The files, commands and day of one example."""

    #: The files by path; the first step is the folder of a pack.
    files: FrozenMap[str, str]
    #: Blocks of ``sh``, in order, to run in the folder of the files.
    commands: tuple[str, ...] = ()
    #: The day of the check, ``""`` for none.
    as_of: str = ""


@frozen(kw_only=True)
class Page:
    """The page of one code.

    >>> page = page_of("RP401")
    >>> page.title, sorted(page.wrong.files)
    ('a missing translation', ['our-pack/pack.yaml', 'our-pack/roles/trade-fair-host.yaml'])
    """

    code: str
    title: str
    parts: tuple[PagePart, ...]
    #: ``None`` if no file of a pack can show the problem.
    wrong: Example | None
    right: Example | None
    #: The Markdown of the page.
    text: str


def page_of(code: str) -> Page | None:
    """The page of a code, or ``None`` for an unknown code.

    Raises ``ValueError`` if the page does not have the form that this module describes.
    """
    # The names of all pages are not needed for one, and would take longer to read.
    if not _CODE.fullmatch(code):
        return None
    file = resources.files("roleprofile").joinpath("codes", f"{code}.md")
    return read_page(code, file.read_text("utf-8")) if file.is_file() else None


@cache
def pages() -> tuple[Page, ...]:
    """All pages, sorted by code."""
    return tuple(page for code in sorted(CODES) if (page := page_of(code)) is not None)


def read_page(code: str, text: str) -> Page:
    """Parse a page from Markdown.

    Raises ``ValueError`` if the page does not have the right form.
    """
    parts, days = [], {}
    heading = ""
    for part, day in _parts(text):
        if part is None:
            days[heading] = day
            continue
        parts.append(part)
        heading = part.text if part.kind == "heading" else heading
    name, _, title = parts[0].text.partition(" ") if parts and parts[0].kind == "title" else ("", "", "")
    if name != code or not title:
        raise ValueError(f"the page of {code} does not begin with '# {code}' and a title")
    shown = any(part.kind == "heading" for part in parts)
    examples = {name: _example(code, name, parts, days.get(name, "")) for name in ("Wrong", "Right") if shown}
    return Page(
        code=code,
        title=title,
        parts=tuple(parts),
        wrong=examples.get("Wrong"),
        right=examples.get("Right"),
        text=text,
    )


def _example(code: str, heading: str, parts: list[PagePart], as_of: str) -> Example:
    """The blocks between a heading and the next one."""
    blocks, inside = [], False
    for part in parts:
        if part.kind == "heading":
            inside = part.text == heading
        elif inside and part.kind == "block":
            blocks.append(part)
    if not blocks:
        raise ValueError(f"the page of {code} has no block below '## {heading}'")
    nameless = [part for part in blocks if part.language == "yaml" and not part.file]
    if nameless:
        raise ValueError(f"a block of {code} below '## {heading}' has no <!-- file: ... --> above it")
    return Example(
        files=FrozenMap({part.file: part.text for part in blocks if part.file}),
        commands=tuple(part.text for part in blocks if not part.file),
        as_of=as_of,
    )


def _parts(text: str) -> Iterator[tuple[PagePart, str] | tuple[None, str]]:
    """The parts of a page, or ``None`` and the day for a comment with a day."""
    lines = iter(text.splitlines())
    paragraph: list[str] = []
    file = ""
    for line in lines:
        if paragraph and (not line or line.startswith(("#", "```", "<!--", "- "))):
            yield PagePart(kind="text", text="\n".join(paragraph)), ""
            paragraph = []
        if line.startswith("```"):
            yield _block(line.removeprefix("```"), lines, file), ""
            file = ""
        elif found := _COMMENT.fullmatch(line):
            if found["key"] == "file":
                file = found["value"]
            else:
                yield None, found["value"]
        elif line.startswith("#"):
            marks, _, words = line.partition(" ")
            yield PagePart(kind="title" if marks == "#" else "heading", text=words), ""
        elif line:
            paragraph.append(line)
    if paragraph:
        yield PagePart(kind="text", text="\n".join(paragraph)), ""


def _block(language: str, lines: Iterator[str], file: str) -> PagePart:
    if language not in LANGUAGES:
        raise ValueError(f"a block is written in one of {', '.join(LANGUAGES)}, not in {language!r}")
    held: list[str] = []
    for line in lines:
        if line == "```":
            return PagePart(kind="block", text="".join(f"{one}\n" for one in held), language=language, file=file)
        held.append(line)
    raise ValueError(f"a block of {language} is never closed")
