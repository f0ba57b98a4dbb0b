"""The blocks of a team against the requirements of a role."""

from __future__ import annotations

from collections.abc import Iterable

from roleprofile.presentation.blocks import Block, Cell, Detail, Grid, Paragraph, Row, Said, Tone, section, sections
from roleprofile.presentation.phrases import Phrases
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.coverage import Coverage, CoverageCell, CoverageRow, Covers

_TONES: dict[Covers, Tone] = {"full": "good", "part": "part", "open": "faint", "none": "bad"}


def coverage_blocks(found: Coverage, language: str) -> list[Block]:
    """The people by requirements, as a heat map, and what nobody or only one person covers."""
    words = Phrases.about(found.role, language)
    say, rows = words.say, found.rows
    heads = ("", *(fit.person_id for fit in found.fits), say("in full"))
    one = [f"{words.text(row.label)}: {row.covered_by[0]}" for row in found.fragile]
    return sections(
        [
            words.titled(words.text(found.role.label)),
            words.count("{number} person by requirements.", "{number} people by requirements.", len(found.fits)),
        ],
        section(say("Nobody covers for certain"), _names(found.uncovered, words)),
        section(say("Only one person covers for certain"), one),
        [
            Grid([_row(row, words) for row in rows], heads, heat=True),
            _marks(rows, words),
        ],
        Detail(words.levels()),
    )


def _names(rows: Iterable[CoverageRow], words: Phrases) -> list[str]:
    return [words.text(row.label) for row in rows]


def _row(row: CoverageRow, words: Phrases) -> Row:
    name = words.text(row.label) + (" *" if row.is_minimum else "")
    return Row((name, *(_cell(one, words) for one in row.people), str(len(row.covered_by))))


def _cell(one: CoverageCell, words: Phrases) -> Cell:
    """The share of the full credit that is certain, with what is still possible."""
    texts: dict[Covers, str] = {"full": words.say("full"), "open": "?", "none": "–"}
    text = texts.get(one.covers) or f"{100 * one.credit_low // MILLION}%"
    if one.covers == "part" and one.credit_low < one.credit_high:
        text += "?"
    return ((text, _TONES[one.covers]),)


def _marks(rows: Iterable[CoverageRow], words: Phrases) -> Said:
    say = words.say
    marks = [say("* minimum requirement")] if any(row.is_minimum for row in rows) else []
    marks += [say("a percentage is the part of the points"), say("? unknown or not certain"), say("– not held")]
    return Paragraph(" · ".join(marks), "faint")
