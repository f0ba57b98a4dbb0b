"""Plans in words: what to do in which order, what it brings and takes, or what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.scoring.explain import whole
from roleprofile.scoring.language import Words
from roleprofile.scoring.layout import Line, page, section, wrapped
from roleprofile.transitions.text import partial_lines, verdict_text

if TYPE_CHECKING:
    from roleprofile.model.values import Value
    from roleprofile.scoring.fit import Fit
    from roleprofile.transitions.plan import Gain, Obstacle, Plan, PlanStep


def plan_lines(plan: Plan, language: str) -> list[Line]:
    """A plan: where it starts and ends, its steps, or why there is none."""
    words = Words(language, plan.fit_before.role.languages)
    steps = [_step(number, step, plan, words) for number, step in enumerate(plan.steps, start=1)]
    hindered = [_obstacle(one, words) for one in plan.obstacles]
    cited = {name: said for step in plan.steps for name, said in step.cited.items()}
    rules = [f"{name}  {words.text(said.claim) or said.title}" for name, said in sorted(cited.items())]
    return page(
        [
            _head(plan, words),
            *steps,
            section(words.say("What stands in the way"), hindered),
            _end(plan, words),
            section(words.say("Rules"), rules),
        ]
    )


def _head(plan: Plan, words: Words) -> list[Line]:
    say, role = words.say, plan.fit_before.role
    found = wrapped(f"{_who(plan, words)} → {words.text(role.label)}", style="title")
    place = words.listed(words.text(value) for _, value in role.context_labels.values())
    found += wrapped(place, hanging=2, style="faint") if place else []
    found += wrapped(say("Wanted for certain: {verdict}", verdict=verdict_text(plan.reach, plan.reach, words)))
    found += wrapped(_state(say("Now"), plan.fit_before, words))
    found += partial_lines(plan.fit_before, words)
    if plan.steps:
        found += wrapped(_state(say("Then"), plan.fit_after, words), style="good")
    return found


def _who(plan: Plan, words: Words) -> str:
    return words.text(plan.origin_label) if plan.origin_label else plan.person.id


def _state(title: str, fit: Fit, words: Words) -> str:
    """What is certain: what a plan rests on is not what may be."""
    verdict = verdict_text(fit.verdict_low, fit.verdict_low, words)
    score = words.say("{low} of 100 points for certain", low=whole(fit.low))
    return f"{title}: {verdict} · {score}"


def _end(plan: Plan, words: Words) -> list[Line]:
    say = words.say
    if not plan.possible:
        best = verdict_text(plan.best, plan.best, words)
        return wrapped(say("Nothing on offer leads there. The best that can be reached: {verdict}.", verdict=best))
    if not plan.steps:
        return wrapped(say("That is reached already; nothing has to be done."))
    effort = words.unit(plan.unit, plan.effort)
    return wrapped(say("It takes {effort} in all; nothing that takes less leads there.", effort=effort))


def _step(number: int, step: PlanStep, plan: Plan, words: Words) -> list[Line]:
    say, text = words.say, words.text
    kinds = {"course": say("course"), "assignment": say("assignment"), "stepping-stone": say("another job first")}
    effort = words.unit(plan.unit, step.effort)
    found = wrapped(f"{number}. {text(step.label)} ({kinds[step.kind]}, {effort})", hanging=3, style="title")
    for note in (text(step.description), text(step.reason)):
        found += wrapped(note, 3, 3) if note else []
    for gain in step.gains:
        found += wrapped(_gain(gain, words), 5, 7)
    return found + wrapped(_state(say("After this"), step.fit, words), 3, 5, "faint")


def _gain(gain: Gain, words: Words) -> str:
    name = words.text(gain.label) + (f" ({words.text(gain.key_label)})" if gain.key_label else "")
    before = words.say("not said") if gain.before is None else _value(gain, gain.before, words)
    return f"{name}: {before} → {_value(gain, gain.after, words)}"


def _value(gain: Gain, value: Value, words: Words) -> str:
    if isinstance(value, int):
        return words.unit(gain.unit, value)
    return words.text(gain.level_labels[value])


def _obstacle(one: Obstacle, words: Words) -> str:
    say = words.say
    if one.state is None:
        return say(
            "Everything on offer brings {low} of 100 points for certain; {asked} are needed.",
            low=whole(one.reached),
            asked=whole(one.asked),
        )
    states = {
        "not_met": say("a minimum requirement that nothing on offer meets"),
        "unknown": say("a minimum requirement that stays open, unless somebody is asked"),
        "presumed": say("a minimum requirement that stays presumed, unless somebody is asked"),
    }
    return f"{words.text(one.label)}: {states[one.state]}"
