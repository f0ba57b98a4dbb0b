"""The blocks of a fit with its explanation, and of a ranking of people."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from roleprofile.presentation.blocks import (
    Bar,
    Block,
    Cell,
    Detail,
    Grid,
    Heading,
    Items,
    Nested,
    Paragraph,
    Row,
    Said,
    Tone,
    section,
    sections,
)
from roleprofile.presentation.phrases import BRIEF, Phrases, points, reach, whole
from roleprofile.scoring.compiled import MILLION, AppliedVariant
from roleprofile.scoring.contributions import Contribution, Gap
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Ranked

#: The most rows of a ranking in a short result.
BRIEF_ROWS = 10

#: The number of contributions that the answer names.
_STRONGEST = 2

#: The tones of the verdicts.
TONES: dict[str, Tone] = {"strong": "good", "viable": "good", "stretch": "part", "remote": "bad"}


def fit_blocks(fit: Fit, language: str) -> list[Block]:
    """The explanation of a fit: the answer first, then its reasons."""
    page = _Explanation(Phrases.about(fit.role, language), fit)
    return sections(
        page.head(),
        page.questions(),
        page.gaps(),
        page.uncounted(),
        *map(
            Detail,
            (
                page.table(),
                page.extras(),
                page.surplus(),
                page.onboarding(),
                page.words.levels(),
                page.rules(),
            ),
        ),
    )


@frozen
class _Explanation:
    words: Phrases
    fit: Fit

    def head(self) -> Said:
        words, fit = self.words, self.fit
        variants = words.listed(words.text(variant.label) for variant in fit.role.variants)
        result = words.result(fit)
        if fit.supported > fit.low:
            result += ", " + words.say("likely {points}", points=whole(fit.supported))
        return [
            words.titled(f"{fit.person_id} → {words.text(fit.role.label)}"),
            words.say("Facts as of {date}.", date=fit.holdings.as_of) if fit.holdings.as_of else None,
            Detail(Paragraph(words.say("Rules for: {names}", names=variants), "faint", hang=2)) if variants else None,
            Paragraph(result, TONES[fit.verdict_low]),
            words.meter(fit),
            Detail(words.two_numbers([fit])),
            self._minimum(),
            self._strongest(),
            Detail(self._open(len(fit.questions))),
            words.situation(fit),
        ]

    def _strongest(self) -> Said:
        """The contributions that are certain to bring the most points."""
        best = sorted((one for one in self.fit.contributions if one.low), key=lambda one: -one.low)[:_STRONGEST]
        if not best:
            return None
        names = self.words.listed(f"{self.words.text(one.label)} ({points(one.low)})" for one in best)
        return Paragraph(self.words.say("Most points come from: {names}", names=names), hang=2)

    def _open(self, asked: int) -> str:
        if not asked:
            return ""
        if self.fit.verdict_low != self.fit.situations.verdict_high:
            return self.words.count(
                "{number} open question decides the verdict.", "{number} open questions decide the verdict.", asked
            )
        return self.words.count(
            "{number} open question, which cannot change the verdict.",
            "{number} open questions, which cannot change the verdict.",
            asked,
        )

    def _minimum(self) -> Said:
        minimums = self.fit.minimums
        words, say = self.words, self.words.say
        if not minimums:
            return say("There are no minimum requirements.")
        if all(one.state == "met" for one in minimums):
            return say("All minimum requirements are met.")
        names = words.listed(f"{words.text(one.label)} ({words.states[one.state]})" for one in minimums)
        return Paragraph(say("Minimum requirements: {names}", names=names), hang=2)

    # --- the table

    def table(self) -> Said:
        words, say, shown = self.words, self.words.say, self.fit.contributions
        marks = [say("* minimum requirement")] if any(one.minimum for one in shown) else []
        if any(one.supported > one.low for one in shown):
            marks.append(say("? {presumed}", presumed=words.presumed()))
        marks.append(say("the score is rounded down to whole points, other numbers to tenths"))
        rows = [row for one in shown for row in self._rows(one)]
        heads = ("", say("asked"), say("held"), "", say("points"))
        titles = (say("requirement"), *heads[1:3], say("bar"), heads[-1])
        return [
            Heading(say("Requirements")),
            Grid(rows, heads, names=words.parts_of_bars, titles=titles),
            Nested([Paragraph(" · ".join(marks), "faint"), Paragraph(self._judged(), "faint"), words.legend()]),
        ]

    def _judged(self) -> str:
        """A note on numbers that are judgement, where all of them are; a row says so where only some are."""
        if not self._all_judged:
            return ""
        return self.words.say("The sources name what is asked; all numbers are the author's judgement.")

    @property
    def _all_judged(self) -> bool:
        return all(one.source and one.basis == "judgement" for one in self.fit.contributions)

    def _rows(self, one: Contribution) -> list[Row]:
        """The rows of a contribution and its alternatives; notes on all of it come last."""
        words, part = self.words, one.best
        presumed = "?" if one.credit_low != one.credit_supported else ""
        first = (
            words.text(one.label) + (" *" if one.minimum is not None else ""),
            "" if one.group else words.value(part.scale, part.asked),
            "" if one.group else words.held(part),
            Bar(one.credit_low, one.credit_supported, one.credit_high, MILLION),
            words.say("{won} of {possible}", won=points(one.supported) + presumed, possible=points(one.possible)),
        )
        rows: list[tuple[tuple[Cell, ...], list[str]]] = [(first, [])]
        for number, other in enumerate(one.parts if one.group else ()):
            joint = "" if number == 0 else words.say("or") if one.group == "any_of" else words.say("and")
            name = f"- {joint} ".replace("-  ", "- ") + words.text(other.label)
            cells = (name, words.value(other.scale, other.asked), words.held(other), "", "")
            rows.append((cells, [" ".join(words.part_notes(other))]))
        rows[-1][1].append(self._notes(one))
        return [Row(cells, [Paragraph(note, "faint") for note in notes]) for cells, notes in rows]

    def _notes(self, one: Contribution) -> str:
        words, known = self.words, self.fit.role.duties
        duties = "; ".join(words.text(known[name]) for name in one.needed_for if name in known)
        notes = [] if one.group else words.part_notes(one.parts[0])
        notes.append(words.minimum(one))
        notes.append("" if self.fit.holdings.typical else words.proof(one))
        notes.append(words.say("Needed for: {duties}.", duties=duties) if duties else "")
        rule = words.rule(one, judged=self._all_judged)
        return " ".join(filter(None, [*notes, words.text(one.reason), rule]))

    # --- below the table

    def extras(self) -> Said:
        words = self.words
        if not self.fit.role.extras:
            return None
        entries = []
        for one in self.fit.extra_contributions:
            if one.low:
                held = (held for part in one.parts for held in part.held if held.key and held.how == "stated")
                keys = words.listed(words.text(each.key_label) for each in held)
                entries.append(words.text(one.label) + (f" ({keys})" if keys else ""))
        title = words.say(
            "Extras: {points} of 100. They break ties and do not change the score.",
            points=whole(self.fit.extras),
        )
        return [Heading(title), Items(entries)]

    def questions(self) -> Said:
        words, asked = self.words, self.fit.questions
        return section(words.say("Ask next"), map(words.question, asked), words.brief_questions(asked))

    def gaps(self) -> Said:
        words, gaps = self.words, self.fit.gaps
        return section(words.say("What would close the gaps"), map(self._gap, gaps), words.brief_gaps(gaps))

    def _gap(self, gap: Gap) -> str:
        words = self.words
        known = words.text(gap.label)
        steps = []
        for step in gap.steps:
            key = words.either(map(words.text, step.key_labels))
            name = words.asked(words.text(step.label), step.scale, step.value, key, known=known)
            steps.append(words.say("{step}: +{points} points", step=name, points=points(step.adds)))
        return f"{known}: {'; '.join(steps)}"

    def surplus(self) -> Said:
        words = self.words
        entries = [
            words.say(
                "{name}: {held} ({asked} asked)",
                name=words.text(one.label),
                held=words.value(one.scale, one.held),
                asked=words.value(one.scale, one.asked),
            )
            for one in self.fit.surplus
        ]
        return section(words.say("More than asked (shown, not scored)"), entries)

    def uncounted(self) -> Said:
        words, fit = self.words, self.fit
        parts = (part for one in (*fit.contributions, *fit.extra_contributions) for part in one.parts)
        # Several criteria may read one fact.
        entries = tuple(dict.fromkeys(entry for part in parts for entry in words.uncounted(part)))
        title = words.say("Facts that do not count on {date}", date=fit.holdings.as_of)
        return section(title, entries, entries[:BRIEF])

    def onboarding(self) -> Said:
        entries = [
            self.words.count(
                "{name}: within {number} month",
                "{name}: within {number} months",
                one.within,
                name=self.words.entry(one.entry),
            )
            for one in self.fit.onboarding
        ]
        return section(self.words.say("Learnt on the job (not in the score)"), entries)

    def rules(self) -> Said:
        found: tuple[Contribution | AppliedVariant, ...] = (*self.fit.contributions, *self.fit.role.variants)
        cited = dict.fromkeys(name for one in found for name in one.source)
        sources = {name: self.fit.role.sources[name] for name in sorted(cited)}
        # A source with a claim is shown without its title, so the title is added.
        titles = sorted({one.title for one in sources.values() if self.words.text(one.claim)})
        notes = [Paragraph(self.words.say("From: {title}", title=title), "faint", hang=2) for title in titles]
        return [self.words.rules(sources), Nested(notes)]


def people_blocks(ranked: Sequence[Ranked], language: str) -> list[Block]:
    """A ranking of people, at least one, with the role above it and the meaning of the verdicts below."""
    fits = [one.fit for one in ranked]
    words = Phrases.about(fits[0].role, language)
    head = [words.titled(words.text(words.role.label)), words.two_numbers(fits)]
    rows = [
        Row(ranking_cells(one.place, one.fit.person_id, one.fit, words), ranking_notes(one.fit, words))
        for one in ranked
    ]
    return sections(
        head,
        ranking_grid(rows, [fit.verdict_low for fit in fits], words, words.say("person")),
        ranking_legend(fits, words),
    )


def ranking_grid(rows: Sequence[Row], certain: Sequence[str], words: Phrases, kind: str) -> Grid:
    """The table of a ranking, of rows with :func:`ranking_cells`; a short one has only the ``certain`` verdicts.

    ``kind`` names what is ranked.
    """
    heads = "", "", "", words.say("points"), words.say("verdict")
    verdicts = map(words.verdict, certain)
    brief = [Row((*row.cells[:-1], name)) for row, name in zip(rows[:BRIEF_ROWS], verdicts, strict=False)]
    titles = words.say("place"), kind, words.say("bar"), *heads[3:]
    return Grid(rows, heads, brief=brief, names=words.parts_of_bars, titles=titles)


def ranking_cells(
    place: int, who: str, fit: Fit, words: Phrases, verdicts: tuple[str, str] | None = None
) -> tuple[Cell, ...]:
    """The cells of a row of a ranking; ``verdicts`` replaces the verdicts of the fit."""
    verdict = words.verdicts(*(verdicts or (fit.verdict_low, fit.situations.verdict_high)))
    return f"{place}.", who, Bar(fit.low, fit.supported, fit.situations.high, MILLION), reach(fit), verdict


def ranking_notes(fit: Fit, words: Phrases) -> list[Said]:
    """The notes below a row: the situation of the fit, and what holds it back."""
    return [words.situation(fit), words.held_back(fit)]


def ranking_legend(fits: Sequence[Fit], words: Phrases) -> Said:
    """An explanation of a ranking of these fits, at least one."""
    order = words.say(
        "The list is ordered by what is certain: by the first verdict, then by the first points (of 100), highest "
        "first."
    )
    exact = words.say("The points shown are rounded down, but the order uses the exact points.")
    presumed = any(fit.supported > fit.low for fit in fits)
    return [
        Detail(
            [
                Paragraph(f"{order} {exact}", "faint"),
                Paragraph(words.say("Likely also counts what is {presumed}.", presumed=words.presumed()), "faint")
                if presumed
                else None,
                words.legend(),
            ]
        ),
    ]
