"""Plans in words: what to do in which order, what it brings and takes, or what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.pack import VERDICTS
from roleprofile.presentation.language import Words
from roleprofile.presentation.layout import Line, page, section, wrapped
from roleprofile.presentation.moves import (
    ask_of_role,
    change_name,
    judged_lines,
    move_title,
    rules,
    value_after,
    value_before,
)
from roleprofile.presentation.phrases import Phrases
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
    from roleprofile.careers.plan import Obstacle, Plan, PlanStep
    from roleprofile.careers.value_changes import ValueChange

#: How many questions stand before a plan.
_QUESTIONS = 3


def plan_lines(plan: Plan, language: str) -> list[Line]:
    """A plan: where it starts and ends, its steps, or why there is none."""
    words = Words(language, plan.fit_before.role.languages)
    steps = [_step(number, step, plan, words) for number, step in enumerate(plan.steps, start=1)]
    hindered = [_obstacle(one, plan, words) for one in plan.obstacles]
    first = _first(plan, words)
    # What no line names needs no explanation.
    levels = levels_lines(plan.fit_before.role, words) if steps or plan.fit_before.questions else []
    return page(
        [
            _head(plan, words),
            first,
            *steps,
            section(words.say("What stands in the way"), hindered),
            _end(plan, words),
            legend(plan.fit_before.role, words),
            levels,
            section(words.say("Rules"), rules(plan.steps, words)),
        ]
    )


def _head(plan: Plan, words: Words) -> list[Line]:
    say, role = words.say, plan.fit_before.role
    now, then = say("Now"), say("After all steps")
    origin = who(plan.origin_label, plan.person.id, words)
    found = move_title(origin, role.label, role.context_labels, words)
    found += judged_lines(plan.months, words)
    if plan.reach == VERDICTS[0]:
        goal = say("Goal: “{verdict}”, counting only what is certain", verdict=verdict_name(plan.reach, words))
    else:
        goal = say("Goal: at least “{verdict}”, counting only what is certain", verdict=verdict_name(plan.reach, words))
    found += wrapped(goal)
    found += wrapped(f"{now}: {result_text(plan.fit_before, words)}")
    found += held_back(plan.fit_before, words, 2)
    found += partial_lines(plan.fit_before, words)
    if plan.steps:
        found += wrapped(f"{then}: {result_text(plan.fit_after, words)}", style="good")
        found += _jobs(plan, words)
    if plan.fit_after.high < plan.fit_before.high:
        lower = say(
            "The most that is possible is lower then, because the plan counts only what its steps bring. Somebody who "
            "has more now keeps it."
        )
        found += wrapped(lower, 2, 2, "faint")
    jobs = [step.job for step in plan.steps if step.job is not None]
    return found + two_numbers((plan.fit_before, plan.fit_after, *jobs), words)


def _jobs(plan: Plan, words: Words) -> list[Line]:
    """Which steps nobody can decide to take alone."""
    jobs = [str(number) for number, step in enumerate(plan.steps, start=1) if step.job is not None]
    if not jobs:
        return []
    supposed = words.count(
        "This supposes that the job in step {steps} is offered and taken.",
        "This supposes that the jobs in steps {steps} are offered and taken.",
        len(jobs),
        steps=words.listed(jobs),
    )
    return wrapped(supposed, 2, 2)


def _first(plan: Plan, words: Words) -> list[Line]:
    """What to ask before anything is done, where the answers could bring what is wanted, or some of it."""
    fit = plan.fit_before
    asked = fit.questions
    say, phrases = words.say, Phrases(fit.role, words)
    if plan.possible and not plan.steps:
        return []
    if not asked:
        return wrapped(say("There is nothing to ask: all that counts here is known."))
    title = say("Ask first") if plan.months is None else ask_of_role(words)
    found = section(title, [phrases.question(one) for one in asked[:_QUESTIONS]])
    rest = len(asked) - _QUESTIONS
    if rest > 0:
        found += wrapped(words.count("and {number} more question", "and {number} more questions", rest), 2)
    if VERDICTS.index(fit.verdict_high) > VERDICTS.index(plan.reach):
        return found + wrapped(say("Below, all that is not certain is treated as if it were not there."))
    enough = say("The answers alone may be enough.")
    if plan.steps:
        enough += " " + say("The steps below are for the case that they are not.")
    return found + wrapped(enough)


def _end(plan: Plan, words: Words) -> list[Line]:
    say = words.say
    if not plan.possible:
        return _best(plan, words)
    if not plan.steps and plan.fit_before.partial:
        return wrapped(say("By what every employer asks, that is certain already."))
    if not plan.steps:
        return wrapped(say("That is certain already; nothing has to be done."))
    effort = words.unit(plan.unit, plan.effort)
    least = say(
        "All steps together take {effort}. Of all choices of courses, assignments and jobs on the list that reach the "
        "goal, this takes the least.",
        effort=effort,
    )
    found = wrapped(least)
    if len(plan.steps) > 1:
        found += wrapped(_order(plan, words))
    if any(gain.presumed is not None for step in plan.steps for gain in step.gains):
        found += wrapped(say("Where a “presumably” is confirmed, less may have to be done: ask before a step begins."))
    kinds = {step.kind for step in plan.steps}
    notes = [say("Assignments are done in the firm where somebody works.")] if "assignment" in kinds else []
    if kinds & {"assignment", "stepping-stone"}:
        alike = say(
            "What is learnt about one firm counts here for the next one too; that is right only where the two are "
            "alike."
        )
        notes.append(alike)
    return found + wrapped(" ".join(notes))


def _order(plan: Plan, words: Words) -> str:
    """How free the order of the steps is."""
    say = words.say
    found = say("The times are added up as if one step followed the other.") + " "
    if not any(step.after for step in plan.steps):
        return found + say("The steps can be taken in any order.")
    return found + say("A step that does not say after which other it comes can be taken at any time.")


def _best(plan: Plan, words: Words) -> list[Line]:
    """What can be made certain where that is not what is wanted, and what rules out more."""
    say, role = words.say, plan.fit_before.role
    found = say(
        "Even all courses, assignments and jobs on the list make no more than “{verdict}” certain.",
        verdict=verdict_name(plan.best, words),
    )
    open_ones = [one for one in plan.obstacles if one.state and not one.hangs_on]
    if any(one.state and role.caps.get(one.state) == plan.best for one in open_ones):
        names = words.listed(words.text(one.label) for one in open_ones)
        why = words.count(
            "However many points there are, more is not possible until this minimum requirement is met for certain: "
            "{names}.",
            "However many points there are, more is not possible until these minimum requirements are met for certain: "
            "{names}.",
            len(open_ones),
            names=names,
        )
        found += f" {why}"
    return wrapped(found)


def _step(number: int, step: PlanStep, plan: Plan, words: Words) -> list[Line]:
    say, text = words.say, words.text
    kinds = {"course": say("course"), "assignment": say("assignment"), "stepping-stone": say("a job elsewhere first")}
    effort = words.unit(plan.unit, step.effort)
    found = wrapped(f"{number}. {text(step.label)} ({kinds[step.kind]}, {effort})", hanging=3, style="title")
    for note in (text(step.description), text(step.reason)):
        found += wrapped(note, 3, 3) if note else []
    if step.after:
        steps = words.listed(map(str, step.after))
        after = words.count("Comes after step {steps}.", "Comes after steps {steps}.", len(step.after), steps=steps)
        found += wrapped(after, 3, 3)
    if step.job is not None:
        fit = say("This job has to be found first. How well the person fits this first job when it begins")
        found += wrapped(f"{fit}: {result_text(step.job, words)}", 3, 5)
    for gain in filter(lambda one: one.asked, step.gains):
        found += wrapped(_gain(gain, words), 5, 7)
    beside = [f"{change_name(gain, words)} – {value_after(gain, words)}" for gain in step.gains if not gain.asked]
    if beside:
        found += wrapped(say("Also gained: {names}", names=words.listed(beside)), 5, 7, "faint")
    verdict = verdict_name(step.fit.verdict_low, words)
    after = say("After this at least {low} of 100 points: “{verdict}”", low=whole(step.fit.low), verdict=verdict)
    return found + wrapped(after, 3, 5, "faint")


def _gain(gain: ValueChange, words: Words) -> str:
    after = value_after(gain, words)
    if gain.presumed is not None:
        # Somebody may have more than the step brings, and loses nothing.
        after = words.say("{value} for certain, perhaps more", value=after)
    return f"{change_name(gain, words)}: {value_before(gain, words)} → {after}"


def _obstacle(one: Obstacle, plan: Plan, words: Words) -> str:
    say, role = words.say, plan.fit_before.role
    if one.state is None:
        return say(
            "All listed courses, assignments and jobs together make {low} of 100 points certain; {asked} are needed.",
            low=whole(one.reached),
            asked=whole(one.asked),
        )
    if one.hangs_on:
        names = words.listed(words.text(role.dimension_labels[name]) for name in one.hangs_on)
        label = words.text(one.label)
        return say("{name}: other rules may apply; it has to be known: {names}", name=label, names=names)
    states = {
        "not_met": say("a minimum requirement that no listed course, assignment or job meets"),
        "unknown": say(
            "a minimum requirement; nobody has said whether it is met, and no listed course, assignment or job meets it"
        ),
        "presumed": say(
            "a minimum requirement; it is only presumed to be met, and no listed course, assignment or job makes it "
            "certain"
        ),
    }
    return f"{words.text(one.label)}: {states[one.state]}"
