"""Render blocks as one picture: the lines of the text, with drawn bars and diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

from roleprofile.presentation.blocks import Block, Diagram, Paragraph, Section, title_of
from roleprofile.presentation.renderers.text import Layout, Line, plain, width

#: The width of the picture in columns of text.
_COLUMNS = 88
#: The width of a column, the height of a line, and the margin around the text, in pixels.
_COLUMN, _LINE, _MARGIN = 7.6, 20, 16
#: The columns of a text that may be too wide for the picture in some fonts.
_LONG = 66
#: A bar, or the sign of one of its parts; a single dot is a separator.
_BAR = re.compile(r"([█▒░·]*[█▒░][█▒░·]*|·{2,})")
#: What the characters of a bar stand for.
_PARTS = {"█": "sure", "▒": "likely", "░": "open", "·": "rest"}

#: The style of a picture that stands alone or in a page. Colours follow the reader's light or dark theme.
STYLE = """
.rp-picture { --ink: #1b1d23; --faint: #555b66; --line: #d5d9e0; --paper: #fff;
  --good: #19702f; --part: #8a5a00; --bad: #b3261e; --rest: #e6e9ef; font: 14px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  .rp-picture { --ink: #e8eaf0; --faint: #a9b0bd; --line: #3a3f4a; --paper: #16181d;
    --good: #6fcf87; --part: #e0b050; --bad: #ff9c94; --rest: #2b2f38; }
}
.rp-picture text { fill: var(--ink); }
.rp-picture .title { font-weight: 600; }
.rp-picture text.faint { fill: var(--faint); }
.rp-picture text.good, .rp-picture .sure { fill: var(--good); }
.rp-picture text.part, .rp-picture .likely { fill: var(--part); }
.rp-picture text.bad { fill: var(--bad); }
.rp-picture .open { fill: var(--line); }
.rp-picture .rest { fill: var(--rest); }
.rp-picture .paper { fill: var(--paper); }
.rp-picture .box { fill: var(--rest); stroke: var(--line); }
.rp-picture path { fill: none; stroke-width: 2; stroke: var(--line); }
.rp-picture path.good { stroke: var(--good); }
.rp-picture path.part { stroke: var(--part); }
.rp-picture path.bad { stroke: var(--bad); stroke-dasharray: 5 4; }
"""


def render(blocks: Iterable[Block], language: str = "en") -> str:
    """The blocks as an SVG picture, whose text can be selected and read aloud."""
    blocks = list(blocks)
    parts: list[str] = []
    top = float(_MARGIN)
    for block in blocks:
        if isinstance(block, Section) and isinstance(block.blocks[0], Diagram):
            drawn, height = diagram(block.blocks[0])
            parts.append(f'<g transform="translate({_MARGIN} {top:g})">{drawn}</g>')
            top += height
            block = Section([Paragraph(block.blocks[0].legend, "faint")])  # noqa: PLW2901 - the rest of it
        lines = Layout(_COLUMNS).lines([block])
        parts += [_line(line, top + _LINE * number) for number, line in enumerate(lines)]
        top += _LINE * (len(lines) + isinstance(block, Section))
    wide = _COLUMNS * _COLUMN + 2 * _MARGIN
    return _PICTURE.format(
        language=escape(language),
        width=f"{wide:g}",
        height=f"{top + _MARGIN:g}",
        title=escape(title_of(blocks)),
        style=STYLE,
        body="\n".join(filter(None, parts)),
    )


_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" class="rp-picture" role="img"
  width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<style>{style}</style>
<rect class="paper" width="100%" height="100%"/>
{body}
</svg>
"""


def _line(line: Line, top: float) -> str:
    parts, column = [], 0
    for whole, tone in line:
        for text in _BAR.split(whole):
            shown = text.strip()
            left = _MARGIN + _COLUMN * (column + len(text) - len(text.lstrip()))
            if _BAR.fullmatch(shown):
                parts.append(_bar(shown, left, top))
            elif shown:
                kind = f' class="{tone}"' if tone else ""
                # Fonts differ in width: a long text is fitted into its columns.
                fit = f' textLength="{_COLUMN * width(shown):g}"' if width(shown) >= _LONG else ""
                adjust = ' lengthAdjust="spacingAndGlyphs"' if fit else ""
                parts.append(f'<text x="{left:g}" y="{top + 15:g}"{kind}{fit}{adjust}>{escape(shown)}</text>')
            column += width(text)
    return "".join(parts)


def _bar(cells: str, left: float, top: float) -> str:
    parts = []
    for cell, run in groupby(cells):
        long = _COLUMN * len(list(run))
        parts.append(f'<rect class="{_PARTS[cell]}" x="{left:g}" y="{top + 4:g}" width="{long:g}" height="12"/>')
        left += long
    return "".join(parts)


#: The sizes of a diagram in pixels: a box, the box of the target, the space between rows, and where the notes and the
#: target begin.
_BOX, _HUB, _STEP, _NOTES, _END = (240, 40), 168, 52, 252, 500


def diagram(block: Diagram) -> tuple[str, float]:
    """The elements of a diagram and its height: a box for each link, and lines from them to the box of the target."""
    high = max(1, len(block.links)) * _STEP
    middle = high / 2
    parts = []
    for number, link in enumerate(block.links):
        at = number * _STEP + _STEP / 2
        path = f"M{_NOTES + 164} {at:g} C{_END - 60} {at:g} {_END - 60} {middle:g} {_END} {middle:g}"
        parts += [
            f'<path class="{link.tone}" d="{path}"/>',
            _boxed(link.label, 0, at),
            f'<text class="faint" x="{_NOTES}" y="{at + 5:g}">{escape(link.note)}</text>',
        ]
    parts.append(_boxed(block.target, _END, middle, "title"))
    return "\n".join(parts), high


def picture(block: Diagram) -> str:
    """A diagram as a picture in a page; the table below it says the same to a screen reader."""
    drawn, height = diagram(block)
    wide = _END + _HUB
    return (
        f'<svg class="rp-picture" aria-hidden="true" viewBox="0 0 {wide} {height:g}" style="max-width:{wide}px">'
        f"<style>{STYLE}</style>{drawn}</svg>"
    )


def _boxed(text: str, left: float, middle: float, kind: str = "") -> str:
    wide, high = (_HUB if kind else _BOX[0]), _BOX[1]
    room = int((wide - 16) / _COLUMN)
    lines = Layout(room).lines([Paragraph(text)])
    shown = [plain([line]).strip() for line in lines[:2]]
    shown[-1] += "…" if len(lines) > len(shown) else ""
    first = middle + (5 if len(shown) == 1 else -3)
    texts = "".join(
        f'<tspan x="{left + 8:g}" y="{first + 16 * number:g}">{escape(one)}</tspan>' for number, one in enumerate(shown)
    )
    return (
        f'<rect class="box" x="{left:g}" y="{middle - high / 2:g}" width="{wide}" height="{high}" rx="5"/>'
        f'<text class="{kind}"><title>{escape(text)}</title>{texts}</text>'
    )
