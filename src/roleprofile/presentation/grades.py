"""The blocks of grades: all of a role side by side, what one adds, and the grade that a person can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roleprofile.careers.grades import Progression, ReachedGrade
from roleprofile.model.grades import GRADE
from roleprofile.model.values import Text
from roleprofile.presentation.blocks import Block, Grid, Heading, Nested, Paragraph, Row, Said, section, sections
from roleprofile.presentation.phrases import Phrases, share
from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole

#: The most grades side by side.
_MOST_COLUMNS = 5


def ladder_grid(
    roles: Sequence[CompiledRole],
    heads: Sequence[Text],
    names: Iterable[str],
    language: str,
    *,
    cite: bool = False,
    shares: bool = False,
) -> Said:
    """A table of what each role or grade asks for in the requirements and extras of these ids.

    Each has the name at the same place in ``heads``; a dash stands for one that does not ask. ``cite`` adds the
    sources, and ``shares`` the share of each requirement in the score.
    """
    if len(roles) > _MOST_COLUMNS:
        names = tuple(names)
        halves = (slice(None, _MOST_COLUMNS), slice(_MOST_COLUMNS, None))
        return [ladder_grid(roles[half], heads[half], names, language, cite=cite, shares=shares) for half in halves]
    pages = [Phrases.about(role, language) for role in roles]
    words = pages[0]
    rows = []
    starred = False
    for name in names:
        found = [_entry(role, name) for role in roles]
        label = next((one.label for one in found if one is not None), None)
        if label is None:
            continue
        cells = [_asked(page, one) for page, one in zip(pages, found, strict=True)]
        starred = starred or any(cell.endswith(" *") for cell in cells)
        if shares:
            whole = zip(cells, roles, found, strict=True)
            cells = [f"{cell} {_share(role, one)}%" if one else cell for cell, role, one in whole]
        cited = f" [{_sources(words, found)}]" if cite else ""
        rows.append(Row((words.text(label) + cited, *cells)))
    mark = Nested(Paragraph(words.say("* minimum requirement"), "faint")) if starred else None
    labels = tuple(map(words.text, heads))
    return [Grid(rows, ("", *labels), titles=(words.say("requirement"), *labels)), mark]


def _entry(role: CompiledRole, name: str) -> CompiledRequirement | None:
    return next((one for one in role.entries if one.id == name), None)


def _sources(words: Phrases, found: Iterable[CompiledRequirement | None]) -> str:
    named = dict.fromkeys(source for one in found if one is not None for source in one.source)
    return words.listed(sorted(named)) or words.say("judgement")


def _asked(words: Phrases, entry: CompiledRequirement | None) -> str:
    if entry is None:
        return "–"
    joint = f" {words.say('or') if entry.group == 'any_of' else words.say('and')} "
    values = [words.asked_in(entry, leaf) for leaf in entry.leaves]
    return joint.join(dict.fromkeys(values)) + (" *" if entry.minimum else "")


def progression_blocks(found: Progression, language: str) -> list[Block]:
    """What a grade asks for beyond another, with the share of each change in the score."""
    words = Phrases.about(found.after, language)
    ends = {"start": words.text(found.start.label), "goal": words.text(found.goal.label)}
    title = Heading(f"{words.text(found.label)}: " + words.say("from {start} to {goal}", **ends))
    names = [one.id for one in found.changes if one.asks_otherwise]
    if not (found.changes or found.new_duties):
        return sections([title, words.say("Both grades ask for the same.")])
    roles = (found.before, found.after)
    shares = []
    ids = dict.fromkeys(one.id for role in (found.after, found.before) for one in role.requirements)
    for entry in ids:
        sides = [_entry(role, entry) for role in roles]
        before, after = (_share(role, one) for role, one in zip(roles, sides, strict=True))
        if before != after:
            name = words.text(next(one.label for one in sides[::-1] if one is not None))
            said = words.say("{name}: {before}% of the score, then {after}%", name=name, before=before, after=after)
            shares.append(said)
    duties = [words.text(found.after.duties[name]) for name in found.new_duties]
    return sections(
        [title, ladder_grid(roles, (found.start.label, found.goal.label), names, language) if names else None],
        section(words.say("How much they count"), shares),
        section(words.say("New duties"), duties),
    )


def comparison_blocks(roles: Sequence[CompiledRole], language: str) -> list[Block]:
    """What roles or grades ask for, side by side."""
    words = Phrases.about(roles[0], language)
    say = words.say
    heads = [_name(role) for role in roles]

    def side(title: str, part: str, *, shares: bool = False) -> Said:
        names = dict.fromkeys(one.id for role in roles for one in getattr(role, part))
        return [Heading(title), ladder_grid(roles, heads, names, language, shares=shares)] if names else None

    return sections(
        Heading(" – ".join(map(words.text, heads))),
        side(say("Requirements, with their share of the score"), "requirements", shares=True),
        side(say("Extras (these break ties)"), "extras"),
        _duties(roles, heads, words),
    )


def _name(role: CompiledRole) -> Text:
    """The name of the grade, or else of the role."""
    return role.context_labels[GRADE][1] if GRADE in role.context_labels else role.label


def _duties(roles: Sequence[CompiledRole], heads: Sequence[Text], words: Phrases) -> Said:
    duties = {name: label for role in reversed(roles) for name, label in role.duties.items()}
    names = dict.fromkeys(name for role in roles for name in role.duties)
    rows = [Row((words.text(duties[name]), *("•" if name in role.duties else "–" for role in roles))) for name in names]
    labels = tuple(map(words.text, heads))
    table = Grid(rows, ("", *labels), titles=(words.say("duty"), *labels))
    return [Heading(words.say("Duties")), table] if rows else None


def _share(role: CompiledRole, entry: CompiledRequirement | None) -> str:
    if entry is None or entry not in role.requirements:
        return "0"
    return share(entry.weight, role.weight)


def reached_blocks(found: ReachedGrade, language: str) -> list[Block]:
    """The grade that a person can hold, and the fit for each grade, highest first."""
    words = Phrases.about(found.fits[0].role, language)
    names: dict[str, Text] = {grade.id: grade.label for grade in found.grades}

    def named(grade: str) -> str:
        return words.text(names[grade]) if grade else words.say("none")

    title = Heading(f"{found.person_id} – {words.text(found.label)}")
    said = words.say(
        "Grade: certainly {low}, likely {likely}, at best {high}.",
        low=named(found.low),
        likely=named(found.supported),
        high=named(found.high),
    )
    if found.low == found.high:
        said = words.say("Grade: {grade}.", grade=named(found.low))
    above = [
        words.say("{grade} is viable, but a grade below it is not.", grade=named(one))
        for one in found.out_of_order["supported"]
    ]
    pages = [Phrases.about(fit.role, language) for fit in found.fits]
    rows = [
        Row((words.text(grade.label), page.result(fit)))
        for grade, fit, page in reversed(list(zip(found.grades, found.fits, pages, strict=True)))
    ]
    return sections([title, said, above], Grid(rows, titles=(words.say("grade"), words.say("verdict"))))
