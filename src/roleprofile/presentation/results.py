"""A result in few words: the verdict, the score, what it leaves out, and what the verdicts mean; and a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.pack import VERDICTS
from roleprofile.presentation.language import Words, state_words
from roleprofile.presentation.layout import Line, bar, page, row, section, wrapped
from roleprofile.scoring.arithmetic import STATES, State, verdict
from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from roleprofile.model.values import Text
    from roleprofile.scoring.compiled import CompiledRole
    from roleprofile.scoring.contributions import Minimum
    from roleprofile.scoring.fit import Fit
    from roleprofile.scoring.scorer import Ranked

#: Columns of a ranking: place, who, bar, points, verdict.
COLUMNS = (3, 28, 10, 9, 20)


def whole(share: int) -> int:
    """A score in whole points of 100, rounded down: a shown 80 has reached 80."""
    return share // (MILLION // 100)


def verdict_name(one: str, words: Words) -> str:
    """A verdict in a word."""
    say = words.say
    return {"strong": say("Strong"), "viable": say("Viable"), "stretch": say("A stretch"), "remote": say("Far off")}[
        one
    ]


def verdict_text(low: str, high: str, words: Words) -> str:
    """A verdict, or from which to which it may be."""
    name = verdict_name(low, words)
    return name if low == high else words.say("{low} to {high}", low=name, high=_within(high, words))


def _within(one: str, words: Words) -> str:
    """A verdict within a sentence."""
    name = verdict_name(one, words)
    return name[:1].lower() + name[1:]


def score_text(fit: Fit, words: Words) -> str:
    """The score, or from where to where it may be, in points."""
    if fit.low == fit.high:
        return words.say("{low} of 100 points", low=whole(fit.low))
    return words.say("{low} to {high} of 100 points", low=whole(fit.low), high=whole(fit.high))


def partial_lines(fit: Fit, words: Words, indent: int = 0) -> list[Line]:
    """What has to be said of a fit that leaves something out."""
    if not fit.partial:
        return []
    note = words.say(
        "This is a partial result: not everything about the employer is known. A particular employer may ask for more."
    )
    return wrapped(note, indent, style="part")


def two_numbers(fits: Iterable[Fit], words: Words) -> list[Line]:
    """What it means that a result has two numbers, where one of these has."""
    if all(fit.low == fit.high for fit in fits):
        return []
    two = words.say(
        "Where there are two numbers or verdicts, the first counts only what is certain; the second is the best "
        "that is still possible."
    )
    return wrapped(two, style="faint")


def legend(role: CompiledRole, words: Words, indent: int = 0) -> list[Line]:
    """What the verdicts mean, by this role's rules."""
    say = words.say
    found = [
        say("{verdict} from {points} points", verdict=_within(one, words), points=whole(role.thresholds[one]))
        for one in VERDICTS
        if one in role.thresholds
    ]
    found.append(say("below that {verdict}", verdict=_within(VERDICTS[-1], words)))
    parts = [words.listed(found)]
    if any(one.minimum for one in role.requirements) or any(one.minimum for one in role.left_out):
        parts += [_cap(state, _within(most, words), words) for state, most in sorted(role.caps.items())]
    return wrapped(say("What the verdicts mean: {verdicts}.", verdicts="; ".join(parts)), indent, style="faint")


def _cap(state: str, most: str, words: Words) -> str:
    if state == "not_met":
        return words.say("at most {verdict} while a minimum requirement is not met", verdict=most)
    return words.say("at most {verdict} while it is not certain that each minimum requirement is met", verdict=most)


def held_back(fit: Fit, words: Words, indent: int = 0, needs: Sequence[Minimum] = ()) -> list[Line]:
    """Which minimum requirements keep the verdict below what the points alone would give."""
    say, asked = words.say, [*fit.minimums, *needs]
    worst: State = min((one.state for one in asked), key=STATES.index, default="met")
    # What is not met holds back the best that is possible too; what is open may still turn out well.
    points = fit.high if worst == "not_met" else fit.low
    best = verdict(points, worst, fit.role, VERDICTS)
    if best == verdict(points, "met", fit.role, VERDICTS):
        return []
    most, state = verdict_name(best, words), state_words(words)[worst]
    known = [one for one in asked if one.state == worst and not one.hangs_on]
    names = words.listed(f"{words.text(one.label)} ({state})" for one in known)
    if worst == "not_met":
        held = say("At best “{verdict}”, because of a minimum requirement: {names}", verdict=most, names=names)
    elif names:
        held = say(
            "Counting only what is certain, at best “{verdict}”, because of a minimum requirement: {names}",
            verdict=most,
            names=names,
        )
    else:
        held = say(
            "Counting only what is certain, at best “{verdict}”, because other rules may apply: not everything about "
            "the employer is known.",
            verdict=most,
        )
    return wrapped(held, indent, indent + 2, "part")


def who(label: Text, person: str, words: Words) -> str:
    """The holder of a role by its name, or a person by the id, which is all the name that people have here."""
    return words.text(label) or words.say("Person {id}", id=person)


def presumed(words: Words) -> str:
    """What it is that is presumed."""
    return words.say("presumed: nobody has said it, but what was said suggests it")


def levels_lines(role: CompiledRole, words: Words) -> list[Line]:
    """What the levels mean that a role asks for, scale by scale; what has keys, such as a degree, names itself."""
    read = {leaf.scale for entry in role.requirements for leaf in entry.leaves if leaf.keys is None}
    meanings = []
    for name in sorted(read):
        view = role.scales[name]
        # The lowest level is that there is none of it.
        said = list(zip(view.labels, view.descriptions, strict=True))[1:]
        meanings.append(" ".join(f"{words.text(label)}: {words.text(text)}" for label, text in said if text))
    return section(words.say("What the levels mean"), list(filter(None, meanings)))


def result_text(fit: Fit, words: Words) -> str:
    """The verdict and the score on one line."""
    return f"{verdict_text(fit.verdict_low, fit.verdict_high, words)} · {score_text(fit, words)}"


def place_text(known: Mapping[str, tuple[Text, Text]], words: Words) -> str:
    """The employer's situation in words, by the names of its dimensions and values; empty where nothing is known."""
    return words.listed(words.text(value) for _, value in known.values())


def titled(name: str, role: CompiledRole, words: Words) -> list[Line]:
    """A title with the employer's situation behind it."""
    return wrapped(" · ".join(filter(None, [name, place_text(role.context_labels, words)])), style="title")


def people_lines(ranked: Sequence[Ranked], language: str) -> list[Line]:
    """People in their order for one role, with the role above them and what the verdicts mean below."""
    if not ranked:
        return []
    role = ranked[0].fit.role
    words = Words(language, role.languages)
    fits = [one.fit for one in ranked]
    head = titled(words.text(role.label), role, words) + partial_lines(fits[0], words) + two_numbers(fits, words)
    rows = []
    for one in ranked:
        rows += ranked_row(one.place, one.fit.person_id, one.fit, (one.fit.verdict_low, one.fit.verdict_high), words)
        rows += held_back(one.fit, words, 7)
    return page([head, rows, ranking_legend(fits, words)])


def ranked_row(place: int, who: str, fit: Fit, verdicts: tuple[str, str], words: Words) -> list[Line]:
    """One line of a ranking."""
    reach = f"{whole(fit.low)}" if fit.low == fit.high else f"{whole(fit.low)} – {whole(fit.high)}"
    cells = (f"{place}.", who, bar(fit.low, fit.supported, MILLION), reach, verdict_text(*verdicts, words))
    return row([(cell, columns, "") for cell, columns in zip(cells, COLUMNS, strict=True)])


def ranking_legend(fits: Sequence[Fit], words: Words) -> list[Line]:
    """How a ranking of these, one at least, is read."""
    order = words.say(
        "Those with the most points for certain, of 100, come first. Points are shown rounded down; the order goes by "
        "the exact ones."
    )
    found = wrapped(order, style="faint")
    if any(fit.supported > fit.low for fit in fits):
        found += wrapped(words.say("▒ {presumed}", presumed=presumed(words)), style="faint")
    return found + legend(fits[0].role, words)
