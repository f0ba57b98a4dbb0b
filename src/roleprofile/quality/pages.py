"""The page of a problem code: what it means and why, an example that has the problem and one that has not.

A page is ``codes/RP204.md`` in the package. Its first line is ``# RP204`` and the title that
:data:`~roleprofile.errors.CODES` reads from it; then come paragraphs, then ``## Wrong`` and ``## Right``. Below these
stand blocks of YAML, each under a comment that names its file:

    <!-- file: our-pack/roles/analyst.yaml -->

What no YAML can show, such as a symbolic link, is made by a block of ``sh``, which runs where the files are. A comment
``<!-- as of: 2026-06-30 -->`` gives the day for an example that needs one. A test runs every example. A page of what no
files of a pack can show, such as a workbook, ends after its paragraphs.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from roleprofile.errors import CODES
from roleprofile.model.values import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The languages of the blocks that a page may have.
LANGUAGES = ("yaml", "sh")

_COMMENT = re.compile(r"<!-- (?P<key>file|as of): (?P<value>\S+) -->")

PagePartKind = Literal["title", "heading", "text", "block"]


@frozen(kw_only=True)
class PagePart:
    """A heading, a paragraph or a block of a page."""

    kind: PagePartKind
    text: str
    #: Of a block: what it is written in, and the file that it is written to.
    language: str = ""
    file: str = ""


@frozen(kw_only=True)
class Example:
    """The files of one example, and what else makes it."""

    #: By their paths, whose first step is the folder of a pack.
    files: FrozenMap[str, str]
    #: Blocks of ``sh`` that run where the files are, in their order.
    commands: tuple[str, ...] = ()
    #: The day on which it is checked, ``""`` for none.
    as_of: str = ""


@frozen(kw_only=True)
class Page:
    """What there is to say of one code.

    >>> page = page_of("RP401")
    >>> page.title, sorted(page.wrong.files)
    ('a missing translation', ['our-pack/pack.yaml', 'our-pack/roles/trade-fair-host.yaml'])
    """

    code: str
    title: str
    parts: tuple[PagePart, ...]
    #: ``None`` for what no files of a pack can show, such as a workbook.
    wrong: Example | None
    right: Example | None
    #: The page as it was written, in Markdown.
    text: str


def page_of(code: str) -> Page | None:
    """The page of a code, or ``None`` for what is no code.

    Raises ``ValueError`` where the page is not of the form that this module describes.
    """
    file = resources.files("roleprofile").joinpath("codes", f"{code}.md")
    return read_page(code, file.read_text("utf-8")) if code in CODES and file.is_file() else None


@cache
def pages() -> tuple[Page, ...]:
    """Every page that there is, by code."""
    return tuple(page for code in sorted(CODES) if (page := page_of(code)) is not None)


def read_page(code: str, text: str) -> Page:
    """A page from its Markdown.

    Raises ``ValueError`` that says what is not of the right form.
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
    """The parts of a page; and, in the place of a part, the day that a comment gives."""
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
