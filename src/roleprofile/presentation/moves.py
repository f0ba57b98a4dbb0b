"""The blocks of a move, of a ranking of moves, and of paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from roleprofile.careers.assessment import Assessment
from roleprofile.careers.context_matching import SAME_EMPLOYER, ContextLabels
from roleprofile.careers.paths import MovePath, PathStep
from roleprofile.careers.plan import PlanStep
from roleprofile.careers.ranking import RankedMove
from roleprofile.careers.routes import Route
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.values import Text
from roleprofile.presentation.blocks import (
    Block,
    Detail,
    Diagram,
    Grid,
    Heading,
    Link,
    Nested,
    Paragraph,
    Row,
    Said,
    section,
    sections,
)
from roleprofile.presentation.fits import BRIEF_ROWS, TONES, ranking_cells, ranking_grid, ranking_legend
from roleprofile.presentation.phrases import BRIEF, Phrases, points, reach, whole
from roleprofile.scoring.compiled import MILLION
from roleprofile.scoring.contributions import Contribution

# --- shared by moves, plans and what-ifs


def move_title(words: Phrases, origin: str, target: Text, place: ContextLabels) -> Said:
    """The origin and the target role, with the employer's situation as far as it is known."""
    return [Heading(f"{origin} → {words.text(target)}"), Paragraph(words.place(place), "faint", hang=2)]


def judged(words: Phrases, months: int | None) -> str:
    """A note that an incumbent of so many months is judged; empty for a person (``None``)."""
    if months is None:
        return ""
    return words.say(
        "Based on what people usually bring after {months} in the previous job, not on one person.",
        months=words.months(months),
    )


def ask_of_role(words: Phrases) -> str:
    """The title of the questions if an incumbent was judged instead of a person."""
    return words.say("Questions for a person from that job")


def rules(words: Phrases, some: Iterable[Route | PlanStep]) -> Said:
    """The sources of routes or of the steps of a plan."""
    return words.rules({name: cited for one in some for name, cited in one.cited.items()})


# --- one move


def assessment_blocks(one: Assessment, language: str) -> list[Block]:
    """A move: the fit, the routes, the contributions that carry over, the gaps and the questions."""
    words = Phrases.about(one.fit.role, language)
    say, text = words.say, words.text
    carried = words.listed(_carried(each, words) for each in one.carries_over)
    missing = [say("{name}: {points} points", name=text(gap.label), points=points(gap.missing)) for gap in one.gaps]
    no_way = say("No transition from that job into this one is declared.")
    none = no_way if one.is_role else say("No transition into this job is declared for this person.")
    return sections(
        _head(one, words),
        section(say("How people come into this job"), [way_text(way, words) for way in one.ways] or [none]),
        section(say("What carries over"), [carried] if carried else []),
        section(say("Known gaps to full points"), missing, missing[:BRIEF]),
        section(
            say("Ask next") if one.months is None else ask_of_role(words),
            map(words.question, one.questions),
            words.brief_questions(one.questions),
        ),
        Detail([words.legend(), words.levels(), rules(words, one.ways)]),
    )


def _head(one: Assessment, words: Phrases) -> Said:
    role = one.fit.role
    return [
        move_title(words, words.who(one.origin_label, one.origin), role.label, words.given_labels),
        words.result(one.fit, (one.verdict_low, one.verdict_supported, one.verdict_high)),
        words.meter(one.fit),
        words.held_back(one.fit),
        Detail(words.two_numbers([one.fit])),
        words.situation(one.fit),
        judged(words, one.months),
        Detail([_alike(one, words), _compared([one], words)]),
    ]


def _alike(one: Assessment, words: Phrases) -> str:
    if one.similarity is None:
        return ""
    return words.say("The two jobs share {share}% of their requirements.", share=whole(one.similarity))


def _compared(some: Iterable[Assessment], words: Phrases) -> Said:
    """An explanation of the similarity of two jobs; ``None`` if no move states it."""
    if all(one.similarity is None for one in some):
        return None
    compared = words.say(
        "The percentage compares the requirements of the two jobs. The points are based on what people bring from"
        " their job."
    )
    return Paragraph(compared, "faint")


def _carried(one: Contribution, words: Phrases) -> str:
    """The label of a contribution that carries over, marked if its credit is not full."""
    name = words.text(one.label)
    return name if one.credit_low == MILLION else words.say("{name} (partly)", name=name)


def way_text(way: Route, words: Phrases) -> str:
    """A route in sentences: its mode, reason, effort and needs."""
    say = words.say
    found = [words.modes[way.mode] + (f": {words.text(way.label)}." if way.label else ".")]
    if way.reason:
        found.append(words.text(way.reason))
    effort = words.unit(way.unit, way.effort)
    if way.mode == "stepping-stone":
        found.append(say("It takes {effort} in the previous job, including time already spent there.", effort=effort))
    elif way.mode == "stand-in":
        found.append(say("It takes {effort} before a person can stand in.", effort=effort))
    else:
        found.append(say("It takes {effort} to grow into the job.", effort=effort))
    if way.needs:
        phrases = Phrases(words.language, words.fallbacks, role=way.needs_fit.role)
        needs = [f"{phrases.minimum_name(need)} ({words.states[need.state]})" for need in way.needs]
        found.append(say("It also requires: {needs}.", needs="; ".join(needs)))
    if way.needs_state == "not_met":
        found.append(say("This route is closed for now."))
    elif way.depends_on:
        names = words.listed(map(words.text, way.depends_on.values()))
        found.append(say("This route may be closed, depending on: {names}.", names=names))
    return " ".join(found)


# --- a ranking


def ranking_blocks(ranked: Sequence[RankedMove], language: str) -> list[Block]:
    """Ranked moves, at least one: into one role, or from one origin."""
    first = ranked[0].assessment
    # Only roles are ranked as origins.
    targets = not first.is_role or len({one.assessment.target for one in ranked}) > 1
    words = Phrases.about(first.fit.role, language)
    moves = [one.assessment for one in ranked]
    fits = [move.fit for move in moves]
    name = words.who(first.origin_label, first.origin) if targets else words.text(first.fit.role.label)
    return sections(
        [
            words.titled(name),
            _judged_all(words, first.months, targets=targets),
            words.situation(*fits),
            Detail([words.two_numbers(fits), _compared(moves, words)]),
        ],
        None
        if targets
        else Diagram(map(partial(_link, words), moves), words.text(first.fit.role.label), _tones(words)),
        ranking_grid(
            [_ranked(one, words, targets=targets) for one in ranked],
            [move.verdict_low for move in moves],
            words,
            words.say("job"),
        ),
        ranking_legend(fits, words),
        Detail(rules(words, (way for move in moves for way in move.ways))),
    )


def _link(words: Phrases, move: Assessment) -> Link:
    """A move in a diagram: its points and the effort of the first route that is not closed."""
    ways = [way for way in move.ways if way.needs_state != "not_met"]
    effort = words.unit(ways[0].unit, ways[0].effort) if ways else ""
    tone = TONES[move.verdict_low] if ways else "bad"
    return Link(words.who(move.origin_label, move.origin), " · ".join(filter(None, [reach(move.fit), effort])), tone)


def _tones(words: Phrases) -> str:
    """What the colours of the lines of a diagram mean."""
    names = {one: words.within(one) for one in TONES}
    return words.say(
        "Lines: green for {strong} or {viable}, amber for {stretch}, dashed red for {remote} or closed for now.",
        **names,
    )


def _judged_all(words: Phrases, held: int | None, *, targets: bool) -> str:
    if held is None:
        return ""
    months = words.months(held)
    if targets:
        return words.say(
            "Jobs that people could move to from this job, based on what they usually bring after {months} in it.",
            months=months,
        )
    return words.say(
        "Jobs from which people could move into this job, based on what they usually bring after {months} in the "
        "previous job.",
        months=months,
    )


def _ranked(one: RankedMove, words: Phrases, *, targets: bool) -> Row:
    move = one.assessment
    label = words.text(move.fit.role.label) if targets else words.who(move.origin_label, move.origin)
    wanted = "" if one.demand is None else words.say("Wanted: {number}.", number=one.demand)
    return Row(
        ranking_cells(one.place, label, move.fit, words, (move.verdict_low, move.verdict_high)),
        [
            words.held_back(move.fit),
            Paragraph(" ".join(filter(None, [_alike(move, words), wanted])), "faint"),
            [Paragraph(way_text(way, words), "faint", hang=2) for way in move.ways],
        ],
    )


# --- paths


def paths_blocks(paths: Sequence[MovePath], language: str) -> list[Block]:
    """Paths into one role, at least one: all of them in a table, and then each with its steps."""
    words = Phrases.about(paths[0].steps[-1].assessment.fit.role, language)
    legend = sections(Detail(words.legend()))
    if len(paths) == 1:
        return [*_path(paths[0], words), *legend]
    return [*_table(paths, words), *(Detail(_path(path, words)) for path in paths), *legend]


def _table(paths: Sequence[MovePath], words: Phrases) -> list[Block]:
    say, first = words.say, paths[0]
    target = first.steps[-1]
    origin = words.who(first.origin_label, first.origin)
    rows = [_row(number, path, words) for number, path in enumerate(paths, start=1)]
    heads = "", say("by way of"), say("takes"), say("fit at the end")
    return sections(
        [
            move_title(words, origin, target.target_label, target.target_context_names),
            say("Paths, the quickest first. Each ends in this job."),
        ],
        Grid(rows, heads, brief=rows[:BRIEF_ROWS]),
    )


def _row(number: int, path: MovePath, words: Phrases) -> Row:
    """A path in one row: the jobs between its ends, its effort, and the fit for its last job."""
    between = words.listed(dict.fromkeys(words.text(step.origin_label) for step in path.steps[1:]))
    last, way = path.steps[-1].assessment.fit, path.steps[-1].way
    verdict = words.verdicts(way.verdict_low, way.verdict_high)
    if path.needs_state == "not_met":
        verdict += f" ({words.say('closed for now')})"
    name = between or " – ".join(filter(None, [words.say("directly"), words.text(way.label)]))
    return Row((f"{number}.", name, words.unit(path.unit, path.effort), f"{reach(last)}, {verdict}"))


def _path(path: MovePath, words: Phrases) -> list[Block]:
    """A path: its total effort, its steps and their sources."""
    person = "" if path.is_role else path.origin
    steps = [_step(number, step, person, words) for number, step in enumerate(path.steps, start=1)]
    return sections(_path_head(path, words), *steps, Detail(rules(words, (step.way for step in path.steps))))


def _path_head(path: MovePath, words: Phrases) -> Said:
    say, last = words.say, path.steps[-1]
    closed = say("Closed for now, because a requirement of one step is not met.")
    origin = words.who(path.origin_label, path.origin)
    return [
        move_title(words, origin, last.target_label, last.target_context_names),
        _total(path, words),
        Paragraph(closed, "bad") if path.needs_state == "not_met" else None,
        Detail([_judged_path(path, words), words.two_numbers(step.assessment.fit for step in path.steps)]),
    ]


def _total(path: MovePath, words: Phrases) -> str:
    say = words.say
    steps = words.count("{number} step", "{number} steps", len(path.steps))
    effort = words.unit(path.unit, path.effort)
    between = [words.text(step.origin_label) for step in path.steps[1:] if step.mode != "stepping-stone"]
    if between:
        total = say(
            "{steps}, {effort}, plus the time in between as {jobs} (the points assume {months} there).",
            steps=steps,
            effort=effort,
            jobs=words.listed(dict.fromkeys(between)),
            months=words.months(TYPICAL_MONTHS),
        )
    else:
        total = say("{steps}, {effort} in all.", steps=steps, effort=effort)
    if path.steps[0].mode == "stepping-stone":
        spent = say("Time already spent in the first job counts towards it.")
        total += f" {spent}"
    return total


def _judged_path(path: MovePath, words: Phrases) -> str:
    say, months = words.say, words.months(TYPICAL_MONTHS)
    if path.is_role:
        found = say("Based on what people usually bring after {months} in the previous job.", months=months)
    elif len(path.steps) > 1:
        found = say(
            "The first step is based on what this person brings, and the others on what people usually bring after "
            "{months} in the previous job.",
            months=months,
        )
    else:
        found = say("Based on what this person brings.")
    if any(step.mode == "stepping-stone" for step in path.steps):
        supposed = say(
            "The points always assume {months} in a job, even if a step states another time. After a shorter time "
            "they may be lower.",
            months=months,
        )
        found += f" {supposed}"
    return found


def _step(number: int, step: PathStep, person: str, words: Phrases) -> Said:
    say, way, fit = words.say, step.way, step.assessment.fit
    origin, target = (
        words.place(names) or say("any firm") for names in (step.origin_context_names, step.target_context_names)
    )
    if step.mode in SAME_EMPLOYER:
        firms = [say("Within one firm: {firm}", firm=target)]
    else:
        firms = [say("From: {firm}", firm=origin), say("To: {firm}", firm=target)]
    body: list[Said] = [
        Detail([[Paragraph(firm, "faint", hang=2) for firm in firms], way_text(way, words)]),
        words.result(fit, (way.verdict_low, way.verdict_supported, way.verdict_high)),
        Detail([words.held_back(fit, step.needs), words.situation(fit)]),
    ]
    title = f"{number}. {words.who(step.origin_label, person)} → {words.text(step.target_label)}"
    return [Heading(title, hang=3), Nested(body, 3)]
