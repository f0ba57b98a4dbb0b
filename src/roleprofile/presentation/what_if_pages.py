"""What other facts change, in words: what is supposed, and the result before and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.pack import VERDICTS
from roleprofile.presentation.language import Words, state_words
from roleprofile.presentation.layout import Line, page, section, wrapped
from roleprofile.presentation.moves import change_name, judged_lines, move_title, value_after, value_before
from roleprofile.presentation.phrases import points
from roleprofile.presentation.results import (
    held_back,
    legend,
    levels_lines,
    partial_lines,
    result_text,
    two_numbers,
    verdict_name,
    who,
    whole,
)

if TYPE_CHECKING:
    from roleprofile.careers.value_changes import ValueChange
    from roleprofile.careers.what_if import Change, WhatIf
    from roleprofile.scoring.contributions import Contribution
    from roleprofile.scoring.fit import Fit


def what_if_lines(one: WhatIf, language: str) -> list[Line]:
    """What is supposed, how the result changes, and what changes it."""
    role = one.after.role
    words = Words(language, role.languages)
    supposed = [_supposed(change, words) for change in one.supposed]
    origin = who(one.origin_label, one.person.id, words)
    head = move_title(origin, role.label, role.context_labels, words) + judged_lines(one.months, words)
    return page(
        [
            head,
            section(words.say("Suppose that"), supposed),
            _results(one, words),
            section(words.say("What changes"), _changes(one, words)),
            legend(role, words),
            levels_lines(role, words),
        ]
    )


def _supposed(change: ValueChange, words: Words) -> str:
    return words.say(
        "{name}: {after} (now {before})",
        name=change_name(change, words),
        after=value_after(change, words),
        before=value_before(change, words),
    )


def _results(one: WhatIf, words: Words) -> list[Line]:
    say, found = words.say, []
    for title, fit in ((say("Now"), one.before), (say("If so"), one.after)):
        found += wrapped(f"{title}: {result_text(fit, words)}")
        found += held_back(fit, words, 2)
    found += two_numbers((one.before, one.after), words)
    found += partial_lines(one.after, words) + _verdicts(one.before, one.after, words)
    if one.before.low < one.after.low and one.before.high > one.after.high:
        both = say(
            "More points are certain although fewer are possible: what was not certain counted as nothing in the first "
            "number."
        )
        found += wrapped(both)
    return found


def _verdicts(before: Fit, after: Fit, words: Words) -> list[Line]:
    """Whether the verdict rises or falls, of a range either end."""
    say = words.say
    lowest, highest = (before.verdict_low, after.verdict_low), (before.verdict_high, after.verdict_high)
    low, high = _names(lowest, words), _names(highest, words)
    if lowest == highest:
        found = _moved(
            lowest,
            say("The verdict rises from “{before}” to “{after}”.", **low),
            say("The verdict falls from “{before}” to “{after}”.", **low),
        )
    else:
        found = _moved(
            lowest,
            say("Counting only what is certain, the verdict rises from “{before}” to “{after}”.", **low),
            say("Counting only what is certain, the verdict falls from “{before}” to “{after}”.", **low),
        )
        found += _moved(
            highest,
            say("The best verdict that is still possible rises from “{before}” to “{after}”.", **high),
            say("The best verdict that is still possible falls from “{before}” to “{after}”.", **high),
        )
    return found or wrapped(say("The verdict stays as it is."))


def _names(ends: tuple[str, str], words: Words) -> dict[str, str]:
    before, after = (verdict_name(one, words) for one in ends)
    return {"before": before, "after": after}


def _moved(ends: tuple[str, str], rises: str, falls: str) -> list[Line]:
    before, after = map(VERDICTS.index, ends)
    if before == after:
        return []
    return wrapped(rises, style="good") if after < before else wrapped(falls, style="bad")


def _changes(one: WhatIf, words: Words) -> list[str]:
    found = [_change(change, words) for change in one.changed]
    if one.before.extras != one.after.extras:
        extras = words.say(
            "Extras: {before} → {after} of 100. They decide between people with equal points and are not in the score.",
            before=whole(one.before.extras),
            after=whole(one.after.extras),
        )
        found.append(extras)
    return found or [words.say("Nothing that this job asks for changes.")]


def _change(change: Change, words: Words) -> str:
    say = words.say
    found = say(
        "{name}, of {possible} points: now {before}; if so {after}.",
        name=words.text(change.label),
        before=_points(change.before, words),
        after=_points(change.after, words),
        possible=points(change.after.possible),
    )
    before, after = change.minimum
    if before and after and before != after:
        states = state_words(words)
        minimum = say("Minimum requirement: now {before}; if so {after}.", before=states[before], after=states[after])
        found += f" {minimum}"
    return found


def _points(one: Contribution, words: Words) -> str:
    """What a requirement brings: what is certain, what is possible, and what is presumed between the two."""
    if one.low == one.high:
        return points(one.low)
    reach = words.say("between {low} and {high}", low=points(one.low), high=points(one.high))
    if one.low < one.supported:
        reach += ", " + words.say("presumably {points}", points=points(one.supported))
    return reach
