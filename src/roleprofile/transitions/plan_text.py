"""Plans in words: what to do in which order, what it brings and takes, or what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.pack import VERDICTS
from roleprofile.scoring.language import Words
from roleprofile.scoring.layout import Line, page, section, wrapped
from roleprofile.scoring.phrases import Phrases
from roleprofile.scoring.results import (
    held_back,
    legend,
    levels_lines,
    partial_lines,
    result_text,
    verdict_text,
    who,
    whole,
)
from roleprofile.transitions.text import move_title, rules

if TYPE_CHECKING:
    from roleprofile.model.values import Value
    from roleprofile.transitions.plan import Gain, Obstacle, Plan, PlanStep

#: How many questions stand before a plan.
_QUESTIONS = 3


def plan_lines(plan: Plan, language: str) -> list[Line]:
    """A plan: where it starts and ends, its steps, or why there is none."""
    words = Words(language, plan.fit_before.role.languages)
    steps = [_step(number, step, plan, words) for number, step in enumerate(plan.steps, start=1)]
    hindered = [_obstacle(one, plan, words) for one in plan.obstacles]
    return page(
        [
            _head(plan, words),
            _first(plan, words),
            *steps,
            section(words.say("What stands in the way"), hindered),
            _end(plan, words),
            wrapped(legend(plan.fit_before.role, words), style="faint"),
            levels_lines(plan.fit_before.role, words),
            section(words.say("Rules"), rules(plan.steps, words)),
        ]
    )


def _head(plan: Plan, words: Words) -> list[Line]:
    say, role = words.say, plan.fit_before.role
    now, then = say("Now"), say("Then")
    found = move_title(who(plan.origin_label, plan.person.id, words), role, words)
    found += wrapped(say("Wanted for certain: {verdict}", verdict=verdict_text(plan.reach, plan.reach, words)))
    found += wrapped(f"{now}: {result_text(plan.fit_before, words)}")
    found += held_back(plan.fit_before, words, 2)
    found += partial_lines(plan.fit_before, words)
    if plan.steps:
        found += wrapped(f"{then}: {result_text(plan.fit_after, words)}", style="good")
    if plan.fit_after.high < plan.fit_before.high:
        lower = say(
            "The most that is possible is lower then, because the plan counts only what its steps bring. Whoever has "
            "more now keeps it."
        )
        found += wrapped(lower, 2, 2, "faint")
    return found


def _first(plan: Plan, words: Words) -> list[Line]:
    """What to ask before anything is done, where the answers could bring what is wanted, or some of it."""
    fit = plan.fit_before
    asked = fit.questions
    if not asked or (plan.possible and not plan.steps):
        return []
    say, phrases = words.say, Phrases(fit.role, words)
    found = section(say("Ask first"), [phrases.question(one) for one in asked[:_QUESTIONS]])
    rest = len(asked) - _QUESTIONS
    if rest > 0:
        found += wrapped(words.count("and {number} more question", "and {number} more questions", rest), 2)
    if VERDICTS.index(fit.verdict_high) <= VERDICTS.index(plan.reach):
        note = say("The answers alone may be enough. The steps below are for the case that they are not.")
    else:
        note = say("What nobody has said counts as missing below.")
    if plan.steps:
        found += wrapped(note)
    return found


def _end(plan: Plan, words: Words) -> list[Line]:
    say = words.say
    if not plan.possible:
        best = verdict_text(plan.best, plan.best, words)
        return wrapped(
            say("Nothing on offer makes that certain. The best that is certain then: {verdict}.", verdict=best)
        )
    if not plan.steps and plan.fit_before.partial:
        return wrapped(say("By what every employer asks, that is certain already."))
    if not plan.steps:
        return wrapped(say("That is certain already; nothing has to be done."))
    effort = words.unit(plan.unit, plan.effort)
    found = wrapped(say("It takes {effort} in all; nothing that takes less makes it certain.", effort=effort))
    jobs = [str(number) for number, step in enumerate(plan.steps, start=1) if step.job is not None]
    if jobs:
        supposed = words.count(
            "This supposes that the job in step {steps} is got.",
            "This supposes that the jobs in steps {steps} are got.",
            len(jobs),
            steps=words.listed(jobs),
        )
        found += wrapped(supposed)
    if len(plan.steps) > 1:
        order = say(
            "The times are added up as if one step followed the other. A step that needs no other can come at any time."
        )
        found += wrapped(order)
    if any(gain.presumed is not None for step in plan.steps for gain in step.gains):
        found += wrapped(say("Where a “perhaps” is confirmed, less may have to be done: ask before a step begins."))
    if any(step.kind == "assignment" for step in plan.steps):
        inside = say(
            "Assignments are done inside a firm. What is learnt about one firm counts for another only where the two "
            "are alike."
        )
        found += wrapped(inside)
    return found


def _step(number: int, step: PlanStep, plan: Plan, words: Words) -> list[Line]:
    say, text = words.say, words.text
    kinds = {"course": say("course"), "assignment": say("assignment"), "stepping-stone": say("another job first")}
    effort = words.unit(plan.unit, step.effort)
    found = wrapped(f"{number}. {text(step.label)} ({kinds[step.kind]}, {effort})", hanging=3, style="title")
    for note in (text(step.description), text(step.reason)):
        found += wrapped(note, 3, 3) if note else []
    if step.job is not None:
        got = say("This job has to be got first; fit for it by then")
        found += wrapped(f"{got}: {result_text(step.job, words)}", 3, 5)
    for gain in filter(lambda one: one.asked, step.gains):
        found += wrapped(_gain(gain, words), 5, 7)
    beside = [_name(gain, words) for gain in step.gains if not gain.asked]
    if beside:
        found += wrapped(say("Also gained: {names}", names=words.listed(beside)), 5, 7, "faint")
    title, after = say("After this"), verdict_text(step.fit.verdict_low, step.fit.verdict_low, words)
    score = say("{low} of 100 points for certain", low=whole(step.fit.low))
    return found + wrapped(f"{title}: {after} · {score}", 3, 5, "faint")


def _gain(gain: Gain, words: Words) -> str:
    say, after = words.say, _value(gain, gain.after, words)
    if gain.before is not None:
        before = _value(gain, gain.before, words)
    elif gain.presumed is not None:
        before = say("perhaps {value}, not confirmed", value=_value(gain, gain.presumed, words))
        # The person may have more than the step brings, and loses nothing.
        after = say("at least {value} for certain", value=after)
    else:
        before = say("not said")
    return f"{_name(gain, words)}: {before} → {after}"


def _name(gain: Gain, words: Words) -> str:
    return words.text(gain.label) + (f" ({words.text(gain.key_label)})" if gain.key_label else "")


def _value(gain: Gain, value: Value, words: Words) -> str:
    if isinstance(value, int):
        return words.unit(gain.unit, value)
    return words.text(gain.level_labels[value])


def _obstacle(one: Obstacle, plan: Plan, words: Words) -> str:
    say, role = words.say, plan.fit_before.role
    if one.state is None:
        return say(
            "With all that is on offer, {low} of 100 points are certain; {asked} are needed.",
            low=whole(one.reached),
            asked=whole(one.asked),
        )
    if one.hangs_on:
        names = words.listed(words.text(role.dimension_labels[name]) for name in one.hangs_on)
        label = words.text(one.label)
        return say("{name}: other rules may apply; it has to be known: {names}", name=label, names=names)
    states = {
        "not_met": say("a minimum requirement that nothing on offer meets"),
        "unknown": say("a minimum requirement of which nobody has said whether it is met; ask"),
        "presumed": say("a minimum requirement that is only presumed to be met; ask"),
    }
    return f"{words.text(one.label)}: {states[one.state]}"
