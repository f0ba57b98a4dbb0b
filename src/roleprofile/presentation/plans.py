"""The blocks of a plan and of a what-if."""

from __future__ import annotations

from attrs import frozen

from roleprofile.careers.plan import Obstacle, Plan, PlanStep
from roleprofile.careers.value_changes import ValueChange
from roleprofile.careers.what_if import ContributionChange, WhatIf
from roleprofile.model.pack import VERDICTS
from roleprofile.model.values import Value
from roleprofile.presentation.blocks import (
    Block,
    Detail,
    Grid,
    Heading,
    Nested,
    Paragraph,
    Row,
    Said,
    said,
    section,
    sections,
)
from roleprofile.presentation.moves import ask_of_role, judged, move_title, rules
from roleprofile.presentation.phrases import BRIEF, Phrases, points, whole
from roleprofile.scoring.contributions import Contribution

# --- values before and after


def _name(change: ValueChange, words: Phrases) -> str:
    return words.text(change.label) + (f" ({words.text(change.key_label)})" if change.key_label else "")


def _before(change: ValueChange, words: Phrases) -> str:
    if change.before is not None:
        return _value(change, change.before, words)
    if change.presumed is not None:
        return words.say("presumably {value}, not confirmed", value=_value(change, change.presumed, words))
    return words.say("unknown")


def _value(change: ValueChange, value: Value, words: Phrases) -> str:
    if isinstance(value, int):
        return words.unit(change.unit, value)
    return words.text(change.level_labels[value]) if value else words.say("not held")


# --- plans


def plan_blocks(plan: Plan, language: str) -> list[Block]:
    """A plan: its start and end, its steps, or the obstacles to it."""
    words = Phrases.about(plan.fit_before.role, language)
    page = _Plan(words, plan)
    return sections(
        page.head(),
        [page.first(), page.provided()],
        [page.overview(), page.total()],
        *(Detail(page.step(number, step)) for number, step in enumerate(plan.steps, start=1)),
        section(words.say("What stands in the way"), map(page.obstacle, plan.obstacles)),
        page.end(),
        Detail(
            [
                words.legend(),
                # Without steps and questions, no line names a level.
                words.levels() if plan.steps or plan.fit_before.questions else None,
                rules(words, plan.steps),
            ]
        ),
    )


@frozen
class _Plan:
    words: Phrases
    plan: Plan

    def head(self) -> Said:
        words, say, plan = self.words, self.words.say, self.plan
        before, after, role = plan.fit_before, plan.fit_after, plan.fit_before.role
        reach = words.verdict(plan.reach)
        if plan.reach == VERDICTS[0]:
            goal = say("Goal: “{verdict}”, counting only what is certain", verdict=reach)
        else:
            goal = say("Goal: at least “{verdict}”, counting only what is certain", verdict=reach)
        lower = say(
            "The highest possible score is lower after the steps, because the plan counts only what its steps bring. "
            "A person who already has more keeps it."
        )
        jobs = [step.job for step in plan.steps if step.job is not None]
        return [
            move_title(words, words.who(plan.origin_label, plan.person.id), role.label, words.given_labels),
            judged(words, plan.months),
            goal,
            f"{say('Now')}: {words.result(before)}",
            Nested(words.held_back(before)),
            words.situation(before),
            Paragraph(f"{self._then()}: {words.result(after)}", "good")
            if plan.steps or (plan.possible and plan.provided)
            else None,
            Detail(
                [
                    Nested([Paragraph(lower, "faint")]) if after.high < before.high else None,
                    words.two_numbers((before, after, *jobs)),
                ]
            ),
        ]

    def _then(self) -> str:
        """When the result after the plan holds, with the steps that depend on the offer of a job."""
        if not self.plan.steps:
            return self.words.say("If all this is met and proven")
        jobs = [str(number) for number, step in enumerate(self.plan.steps, start=1) if step.job is not None]
        if not jobs:
            return self.words.say("After all steps")
        return self.words.count(
            "After all steps, if the job in step {steps} is offered and taken",
            "After all steps, if the jobs in steps {steps} are offered and taken",
            len(jobs),
            steps=self.words.listed(jobs),
        )

    def first(self) -> Said:
        """The questions to ask before the first step; ``None`` if the goal is reached already."""
        words, say, plan = self.words, self.words.say, self.plan
        asked = plan.fit_before.questions
        if plan.possible and not plan.steps:
            return None
        if not asked:
            return say("There is nothing to ask, because everything that counts here is known.")
        rest = len(asked) - BRIEF
        more = words.count("and {number} more question", "and {number} more questions", rest) if rest > 0 else ""
        may_be_enough = VERDICTS.index(plan.fit_before.verdict_high) <= VERDICTS.index(plan.reach)
        title = say("Ask first") if plan.months is None else ask_of_role(words)
        count = words.count("{number} question is open.", "{number} questions are open.", len(asked))
        enough = say("The answers alone may be enough.")
        return [
            Detail([section(title, map(words.question, asked[:BRIEF])), Nested(more)]),
            f"{count} {enough}" if may_be_enough else count,
            Detail(say("The plan below treats everything that is not certain as absent.")),
        ]

    def provided(self) -> Said:
        """The minimum requirements that the plan takes as met; ``None`` if there are none."""
        words, say = self.words, self.words.say
        if not self.plan.provided:
            return None
        note = say(
            "The plan counts these minimum requirements as met, with their least values. Nobody trains for them."
        )
        asked = [f"{words.minimum_name(one)} ({words.states[one.state]})" for one in self.plan.provided]
        return [section(say("Ask or prove first"), asked, asked[:BRIEF]), Detail(note)]

    def overview(self) -> Said:
        """The steps, one line each."""
        text, steps = self.words.text, list(enumerate(self.plan.steps, start=1))
        rows = [Row((f"{number}.", text(step.label), self._takes(step))) for number, step in steps]
        brief = [Row((f"{number}.", f"{text(step.label)} ({self._effort(step)})")) for number, step in steps[:BRIEF]]
        return [Heading(self.words.say("Steps")), Grid(rows, brief=brief)] if rows else None

    def _effort(self, step: PlanStep) -> str:
        return self.words.unit(self.plan.unit, step.effort)

    def _takes(self, step: PlanStep) -> str:
        return f"{self.words.option_kinds[step.kind]}, {self._effort(step)}"

    def total(self) -> Said:
        """The effort of all steps."""
        plan = self.plan
        effort = self.words.unit(plan.unit, plan.effort)
        return self.words.say("All steps together take {effort}.", effort=effort) if plan.steps else None

    def step(self, number: int, step: PlanStep) -> Said:
        words, say, text = self.words, self.words.say, self.words.text
        steps = words.listed(map(str, step.after))
        order = words.count("Comes after step {steps}.", "Comes after steps {steps}.", len(step.after), steps=steps)
        job = say("This job has to be found first. The person's fit for it at the start")
        gains = [Paragraph(self._gain(gain), hang=2) for gain in step.gains if gain.asked]
        beside = [f"{_name(gain, words)} – {_value(gain, gain.after, words)}" for gain in step.gains if not gain.asked]
        also = Paragraph(say("Also gained: {names}", names=words.listed(beside)), "faint", hang=2) if beside else None
        verdict = words.verdict(step.fit.verdict_low)
        after = say("After this, at least {low} of 100 points: “{verdict}”", low=whole(step.fit.low), verdict=verdict)
        body = [
            text(step.description),
            text(step.reason),
            order if step.after else None,
            Paragraph(f"{job}: {words.result(step.job)}", hang=2) if step.job is not None else None,
            Nested([gains, also]),
            Paragraph(after, "faint", hang=2),
        ]
        return [
            Heading(f"{number}. {text(step.label)} ({self._takes(step)})", hang=3),
            Nested(body, 3),
        ]

    def _gain(self, gain: ValueChange) -> str:
        words = self.words
        after = _value(gain, gain.after, words)
        if gain.presumed is not None:
            # A person may have more than the step brings, and keeps it.
            after = words.say("{value} for certain, perhaps more", value=after)
        return f"{_name(gain, words)}: {_before(gain, words)} → {after}"

    def obstacle(self, one: Obstacle) -> str:
        words, say = self.words, self.words.say
        if one.state is None:
            return say(
                "With all listed courses, assignments and jobs, {low} of 100 points are certain, but {asked} are "
                "needed.",
                low=whole(one.reached),
                asked=whole(one.asked),
            )
        label = words.text(one.label)
        states = {
            "not_met": say("a minimum requirement that no listed course, assignment or job meets"),
            "unknown": say("a minimum requirement of which no listed course, assignment or job gives proof"),
        }
        return f"{label}: {states[one.state]}"

    def end(self) -> Said:
        say, plan = self.words.say, self.plan
        if not plan.possible:
            return self._best()
        if not plan.steps and plan.provided:
            return say("Once all this is met and proven, the goal is certain, and no step is needed.")
        if not plan.steps:
            return say("The goal is already certain, so nothing has to be done.")
        least = say(
            "Of all combinations of listed courses, assignments and jobs that reach the goal, this one takes the least"
            " time."
        )
        ask = say("If a “presumably” is confirmed, less may be needed. Ask before a step begins.")
        presumed = any(gain.presumed is not None for step in plan.steps for gain in step.gains)
        kinds = {step.kind for step in plan.steps}
        notes = [say("Assignments take place at the current employer.")] if "assignment" in kinds else []
        if kinds & {"assignment", "stepping-stone"}:
            alike = say(
                "Knowledge of one firm also counts here for the next firm. This is right only if the two firms "
                "are alike."
            )
            notes.append(alike)
        return Detail([least, self._order(), ask if presumed else None, " ".join(notes)])

    def _order(self) -> str:
        """A note on the order of several steps; empty for a single step."""
        say, steps = self.words.say, self.plan.steps
        if len(steps) == 1:
            return ""
        found = say("The times are added up as if the steps followed one another.") + " "
        if not any(step.after for step in steps):
            return found + say("The steps can be taken in any order.")
        return found + say("A step that names no earlier step can be taken at any time.")

    def _best(self) -> str:
        """The best certain verdict if the goal is out of reach, and the minimum requirements that rule out more."""
        words, plan = self.words, self.plan
        found = words.say(
            "Even with all listed courses, assignments and jobs, no more than “{verdict}” is certain.",
            verdict=words.verdict(plan.best),
        )
        open_ones = [one for one in plan.obstacles if one.state]
        if open_ones and words.role.caps["not_met"] == plan.best:
            why = words.count(
                "More points cannot raise the verdict until it is certain that this minimum requirement is met: "
                "{names}.",
                "More points cannot raise the verdict until it is certain that these minimum requirements are met: "
                "{names}.",
                len(open_ones),
                names=words.listed(words.text(one.label) for one in open_ones),
            )
            found += f" {why}"
        return found


# --- what-ifs


def what_if_blocks(one: WhatIf, language: str) -> list[Block]:
    """A what-if: the supposed values, the result before and after, and the changed contributions."""
    words = Phrases.about(one.after.role, language)
    role = words.role
    supposed = [
        words.say(
            "{name}: {after} (now {before})",
            name=_name(change, words),
            after=_value(change, change.after, words),
            before=_before(change, words),
        )
        for change in one.supposed
    ]
    origin = words.who(one.origin_label, one.person.id)
    changes = _changes(one, words)
    return sections(
        [move_title(words, origin, role.label, words.given_labels), judged(words, one.months)],
        section(words.say("Assumed facts"), supposed),
        _results(one, words),
        section(words.say("What changes"), changes, changes[:BRIEF]),
        Detail([words.legend(), words.levels()]),
    )


def _results(one: WhatIf, words: Phrases) -> Said:
    say, before, after = words.say, one.before, one.after
    both = say(
        "More points are certain although fewer are possible, because the first number counts uncertain points as 0."
    )
    return [
        [
            [f"{title}: {words.result(fit)}", Nested(words.held_back(fit))]
            for title, fit in ((say("Now"), before), (say("If so"), after))
        ],
        Detail(words.two_numbers((before, after))),
        words.situation(after),
        _verdicts(one, words),
        both if before.low < after.low and before.high > after.high else None,
    ]


def _verdicts(one: WhatIf, words: Phrases) -> Said:
    """Sentences on the rise or fall of the verdict, or of both ends of a range."""
    say = words.say
    lowest = one.before.verdict_low, one.after.verdict_low
    highest = one.before.verdict_high, one.after.verdict_high
    low, high = (dict(zip(("before", "after"), map(words.verdict, ends), strict=True)) for ends in (lowest, highest))
    if lowest == highest:
        found = _moved(
            lowest,
            say("The verdict rises from “{before}” to “{after}”.", **low),
            say("The verdict falls from “{before}” to “{after}”.", **low),
        )
    else:
        found = said(
            _moved(
                lowest,
                say("Counting only what is certain, the verdict rises from “{before}” to “{after}”.", **low),
                say("Counting only what is certain, the verdict falls from “{before}” to “{after}”.", **low),
            ),
            _moved(
                highest,
                say("The best possible verdict rises from “{before}” to “{after}”.", **high),
                say("The best possible verdict falls from “{before}” to “{after}”.", **high),
            ),
        )
    return found or say("The verdict does not change.")


def _moved(ends: tuple[str, str], rises: str, falls: str) -> Said:
    before, after = map(VERDICTS.index, ends)
    if before == after:
        return None
    return Paragraph(rises, "good") if after < before else Paragraph(falls, "bad")


def _changes(one: WhatIf, words: Phrases) -> list[str]:
    found = [_change(change, words) for change in one.changed]
    if one.before.extras != one.after.extras:
        extras = words.say(
            "Extras: {before} → {after} of 100. They break ties and do not change the score.",
            before=whole(one.before.extras),
            after=whole(one.after.extras),
        )
        found.append(extras)
    return found or [words.say("No requirement of this job changes.")]


def _change(change: ContributionChange, words: Phrases) -> str:
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
        states = words.states
        minimum = say("Minimum requirement: now {before}; if so {after}.", before=states[before], after=states[after])
        found += f" {minimum}"
    return found


def _points(one: Contribution, words: Phrases) -> str:
    """The points of a contribution: one number, or the range with the presumed points."""
    if one.low == one.high:
        return points(one.low)
    reach = words.say("between {low} and {high}", low=points(one.low), high=points(one.high))
    if one.low < one.supported:
        reach += ", " + words.say("presumably {points}", points=points(one.supported))
    return reach
