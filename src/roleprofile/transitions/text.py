"""Moves in words, as somebody who advises on careers would hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.language import Words, state_words
from roleprofile.scoring.layout import Line, page, section, wrapped
from roleprofile.scoring.phrases import Phrases, points
from roleprofile.scoring.results import (
    held_back,
    legend,
    levels_lines,
    partial_lines,
    place_line,
    ranked_row,
    ranking_legend,
    result_text,
    score_text,
    titled,
    verdict_text,
    who,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from roleprofile.scoring.compiled import CompiledRole
    from roleprofile.scoring.details import Contribution
    from roleprofile.transitions.assess import Assessment
    from roleprofile.transitions.declared import DeclaredWay
    from roleprofile.transitions.origins import RankedMove
    from roleprofile.transitions.plan import PlanStep
    from roleprofile.transitions.what_if import Change, WhatIf


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
    none = [words.say("The rules name no way from there.")]
    return page(
        [
            _head(one, words),
            section(words.say("How people come into this job"), [way_text(way, words) for way in one.ways] or none),
            section(words.say("What carries over"), [words.listed(carried)] if carried else []),
            section(words.say("What is known to be missing for full points"), missing),
            section(words.say("Ask next"), asked),
            wrapped(legend(role, words), style="faint"),
            levels_lines(role, words),
            section(words.say("Rules"), rules(one.ways, words)),
        ]
    )


def move_title(origin: str, role: CompiledRole, words: Words) -> list[Line]:
    """Who enters which role, and where."""
    found = wrapped(f"{origin} → {words.text(role.label)}", style="title")
    place = place_line(role, words)
    return found + (wrapped(place, hanging=2, style="faint") if place else [])


def _head(one: Assessment, words: Words) -> list[Line]:
    say, role = words.say, one.fit.role
    found = move_title(who(one.origin_label, one.origin, words), role, words)
    found += wrapped(f"{verdict_text(one.verdict_low, one.verdict_high, words)} · {score_text(one.fit, words)}")
    found += held_back(one.fit, words)
    found += partial_lines(one.fit, words)
    if one.is_role:
        months = words.count("{number} month", "{number} months", one.months or 0)
        judged = say(
            "Judged by what people usually bring after {months} in the job before, not by one person.", months=months
        )
        found += wrapped(judged)
    if one.similarity is not None:
        found += wrapped(say("{share}% of what the two jobs ask for is the same.", share=whole(one.similarity)))
    return found


def way_text(way: DeclaredWay, words: Words) -> str:
    """A declared way in sentences: how, why, what it takes and needs."""
    say = words.say
    modes = {
        "repurpose": say("From another job, with what was learnt there"),
        "internal": say("By a move within the firm"),
        "additional-duty": say("As an extra duty beside one's own job"),
        "stand-in": say("Standing in for a time, when somebody is needed"),
        "stepping-stone": say("By holding another post first"),
    }
    found = [modes[way.mode] + (f" ({words.text(way.label)})." if way.label else ".")]
    if way.reason:
        found.append(words.text(way.reason))
    effort = words.unit(way.unit, way.effort)
    if way.mode == "stepping-stone":
        found.append(say("It takes {effort} in the job before; what was already spent there counts.", effort=effort))
    else:
        found.append(say("It takes {effort} to grow into the job.", effort=effort))
    states = {
        "met": say("enough"),
        "presumed": say("presumed to be enough"),
        "unknown": say("not known"),
        "not_met": say("not enough"),
    }
    if way.needs:
        needs = words.listed(f"{words.text(need.label)} ({states[need.state]})" for need in way.needs)
        found.append(say("It also needs: {needs}.", needs=needs))
    if way.needs_state == "not_met":
        found.append(say("As things stand, this is not open."))
    if way.depends_on:
        names = words.listed(map(words.text, way.depends_on.values()))
        found.append(say("Whether it is open depends on: {names}.", names=names))
    return " ".join(found)


def _carried(one: Contribution, words: Words) -> str:
    """What somebody brings, and whether it is all that is asked."""
    name = words.text(one.label)
    return name if one.credit_low == MILLION else words.say("{name} in part", name=name)


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
    if first.is_role:
        months = words.count("{number} month", "{number} months", first.months or 0)
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
    for one in ranked:
        found += _ranked(one, words, targets=targets)
    cited = rules((way for one in ranked for way in one.assessment.ways), words)
    reading = ranking_legend([one.assessment.fit for one in ranked], words)
    if any(one.assessment.similarity is not None for one in ranked):
        compared = words.say(
            "How much two jobs ask for the same compares the jobs; the points go by what people bring from theirs."
        )
        reading += wrapped(compared, style="faint")
    return page([found, reading, section(words.say("Rules"), cited)])


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


def what_if_lines(one: WhatIf, language: str) -> list[Line]:
    """What other facts change."""
    role = one.after.role
    words = Words(language, role.languages)
    head = move_title(who(one.origin_label, one.person.id, words), role, words)
    for title, fit in ((words.say("Now"), one.before), (words.say("Then"), one.after)):
        head += wrapped(f"{title}: {result_text(fit, words)}")
    head += partial_lines(one.after, words)
    better = VERDICTS.index(one.after.verdict_low) < VERDICTS.index(one.before.verdict_low)
    if better:
        head += wrapped(words.say("The verdict is better for certain."), style="good")
    if VERDICTS.index(one.after.verdict_high) > VERDICTS.index(one.before.verdict_high):
        head += wrapped(words.say("The best possible verdict is lower."), style="bad")
    entries = [_change(change, words) for change in one.changed]
    nothing = [] if entries else [words.say("Nothing that this job asks for changes.")]
    meaning = wrapped(legend(role, words), style="faint")
    return page([head, section(words.say("What changes"), entries or nothing), meaning])


def _change(change: Change, words: Words) -> str:
    low, _, high = change.points
    name = words.text(change.after.label)
    found = words.say(
        "{name}: {low} of the points that are certain, {high} of those that are possible.",
        name=name,
        low=_signed(low),
        high=_signed(high),
    )
    before, after = change.minimum
    if before and after and before != after:
        states = state_words(words)
        minimum = words.say("Minimum requirement: {before} → {after}.", before=states[before], after=states[after])
        found += f" {minimum}"
    return found


def _signed(share: int) -> str:
    """Points with a sign, also where they are fewer."""
    return f"{'+' if share >= 0 else '-'}{points(abs(share))}"
