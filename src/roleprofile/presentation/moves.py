"""Moves in words, as somebody who advises on careers would hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.presentation.language import Words, months_text, state_words
from roleprofile.presentation.layout import Line, page, section, wrapped
from roleprofile.presentation.phrases import Phrases, points
from roleprofile.presentation.results import (
    held_back,
    legend,
    levels_lines,
    partial_lines,
    place_text,
    ranked_row,
    ranking_legend,
    score_text,
    titled,
    two_numbers,
    verdict_text,
    who,
    whole,
)
from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.careers.assessment import Assessment
    from roleprofile.careers.context_matching import Names
    from roleprofile.careers.declared import DeclaredWay
    from roleprofile.careers.plan import PlanStep
    from roleprofile.careers.ranking import RankedMove
    from roleprofile.careers.value_changes import ValueChange
    from roleprofile.model.values import Text, Value
    from roleprofile.scoring.contributions import Contribution


def assessment_lines(one: Assessment, language: str) -> list[Line]:
    """A move: the fit, the ways that are declared, what carries over and what is missing."""
    role = one.fit.role
    words = Words(language, role.languages)
    text = words.text
    carried = [_carried(line, words) for line in one.carries_over]
    missing = [
        words.say("{name}: {points} points", name=text(gap.label), points=points(gap.missing)) for gap in one.gaps
    ]
    asked = [Phrases(role, words).question(question) for question in one.questions]
    no_way = words.say("No way from there into this job is described here.")
    none = [no_way if one.is_role else words.say("No way into this job is described here for this person.")]
    return page(
        [
            _head(one, words),
            section(words.say("How people come into this job"), [way_text(way, words) for way in one.ways] or none),
            section(words.say("What carries over"), [words.listed(carried)] if carried else []),
            section(words.say("What is known to be missing for full points"), missing),
            section(words.say("Ask next") if one.months is None else ask_of_role(words), asked),
            legend(role, words),
            levels_lines(role, words),
            section(words.say("Rules"), rules(one.ways, words)),
        ]
    )


def move_title(origin: str, target: Text, place: Names, words: Words) -> list[Line]:
    """Who enters which role, and where, as far as that is known."""
    title = wrapped(f"{origin} → {words.text(target)}", style="title")
    return title + wrapped(place_text(place, words), hanging=2, style="faint")


def _head(one: Assessment, words: Words) -> list[Line]:
    say, role = words.say, one.fit.role
    found = move_title(who(one.origin_label, one.origin, words), role.label, role.context_labels, words)
    found += wrapped(f"{verdict_text(one.verdict_low, one.verdict_high, words)} · {score_text(one.fit, words)}")
    found += held_back(one.fit, words)
    found += two_numbers([one.fit], words)
    found += partial_lines(one.fit, words)
    found += judged_lines(one.months, words)
    if one.similarity is not None:
        found += wrapped(say("{share}% of what the two jobs ask for is the same.", share=whole(one.similarity)))
    return found + _compared([one], words)


def judged_lines(months: int | None, words: Words) -> list[Line]:
    """That a role stands for the people who have held it for so many months; nothing for a person."""
    if months is None:
        return []
    judged = words.say(
        "Judged by what people usually bring after {months} in the job before, not by one person.",
        months=months_text(months, words),
    )
    return wrapped(judged)


def ask_of_role(words: Words) -> str:
    """The title of questions where a role, and no person, was judged."""
    return words.say("To ask somebody who comes from that job")


def way_text(way: DeclaredWay, words: Words) -> str:
    """A declared way in sentences: how, why, what it takes and needs."""
    say = words.say
    modes = {
        "repurpose": say("By a move from that job, with what was learnt there"),
        "internal": say("By a move within the firm"),
        "additional-duty": say("As an extra duty beside one's own job"),
        "stand-in": say("Standing in for a time, when somebody is needed"),
        "stepping-stone": say("By working elsewhere first"),
    }
    found = [modes[way.mode] + (f": {words.text(way.label)}." if way.label else ".")]
    if way.reason:
        found.append(words.text(way.reason))
    effort = words.unit(way.unit, way.effort)
    if way.mode == "stepping-stone":
        found.append(say("It takes {effort} in the job before; what was already spent there counts.", effort=effort))
    elif way.mode == "stand-in":
        found.append(say("It takes {effort} before somebody can stand in.", effort=effort))
    else:
        found.append(say("It takes {effort} to grow into the job.", effort=effort))
    if way.needs:
        states, phrases = state_words(words), Phrases(way.needs_fit.role, words)
        needs = [f"{phrases.minimum_name(need)} ({states[need.state]})" for need in way.needs]
        found.append(say("It also needs: {needs}.", needs="; ".join(needs)))
    if way.needs_state == "not_met":
        found.append(say("As things stand, this way is closed."))
    if way.depends_on:
        names = words.listed(map(words.text, way.depends_on.values()))
        found.append(say("Whether it is open depends on: {names}.", names=names))
    return " ".join(found)


def _carried(one: Contribution, words: Words) -> str:
    """What somebody brings, and whether it is all that is asked."""
    name = words.text(one.label)
    return name if one.credit_low == MILLION else words.say("{name} (partly)", name=name)


def rules(some: Iterable[DeclaredWay | PlanStep], words: Words) -> list[str]:
    """What ways, or the steps of a plan, rest on."""
    cited = {name: said for one in some for name, said in one.cited.items()}
    return [f"{name}  {words.text(said.claim) or said.title}" for name, said in sorted(cited.items())]


def ranking_lines(ranked: Sequence[RankedMove], language: str, *, targets: bool = False) -> list[Line]:
    """Who could come into a role, or with ``targets`` where somebody could go, best first."""
    if not ranked:
        return []
    first = ranked[0].assessment
    role = first.fit.role
    words = Words(language, role.languages)
    title = who(first.origin_label, first.origin, words) if targets else words.text(role.label)
    found = titled(title, role, words)
    if first.months is not None:
        months = months_text(first.months, words)
        if targets:
            judged = words.say(
                "Where people could go from this job, judged by what they usually bring after {months} in it.",
                months=months,
            )
        else:
            judged = words.say(
                "Who could come into this job, judged by what people usually bring after {months} in the job before.",
                months=months,
            )
        found += wrapped(judged)
    found += partial_lines(first.fit, words)
    fits = [one.assessment.fit for one in ranked]
    found += two_numbers(fits, words) + _compared([one.assessment for one in ranked], words)
    rows = [line for one in ranked for line in _ranked(one, words, targets=targets)]
    cited = rules((way for one in ranked for way in one.assessment.ways), words)
    return page([found, rows, ranking_legend(fits, words), section(words.say("Rules"), cited)])


def _compared(some: Iterable[Assessment], words: Words) -> list[Line]:
    """What the share that two jobs have in common says, and what it does not."""
    if all(one.similarity is None for one in some):
        return []
    compared = words.say(
        "How much two jobs ask for the same compares the jobs; the points go by what people bring from theirs."
    )
    return wrapped(compared, style="faint")


def _ranked(one: RankedMove, words: Words, *, targets: bool) -> list[Line]:
    move = one.assessment
    fit = move.fit
    label = words.text(fit.role.label) if targets else who(move.origin_label, move.origin, words)
    found = ranked_row(one.place, label, fit, (move.verdict_low, move.verdict_high), words)
    notes = []
    if move.similarity is not None:
        notes.append(words.say("{share}% of what the two jobs ask for is the same.", share=whole(move.similarity)))
    if one.demand is not None:
        notes.append(words.say("Wanted: {number}.", number=one.demand))
    found += held_back(fit, words, 7)
    found += wrapped(" ".join(notes), indent=7, style="faint")
    for way in move.ways:
        found += wrapped(way_text(way, words), indent=7, hanging=9, style="faint")
    return found


def change_name(change: ValueChange, words: Words) -> str:
    """What changes, by its name."""
    return words.text(change.label) + (f" ({words.text(change.key_label)})" if change.key_label else "")


def value_before(change: ValueChange, words: Words) -> str:
    """What is known of it before the change."""
    if change.before is not None:
        return _value(change, change.before, words)
    if change.presumed is not None:
        return words.say("presumably {value}, not confirmed", value=_value(change, change.presumed, words))
    return words.say("not known")


def value_after(change: ValueChange, words: Words) -> str:
    """What it is afterwards."""
    return _value(change, change.after, words)


def _value(change: ValueChange, value: Value, words: Words) -> str:
    if isinstance(value, int):
        return words.unit(change.unit, value)
    return words.text(change.level_labels[value])
