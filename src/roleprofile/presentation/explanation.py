"""A fit in words: one rendering of its values, laid out for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.presentation.language import Words, state_words
from roleprofile.presentation.layout import Line, Style, bar, page, row, section, wrapped
from roleprofile.presentation.phrases import Phrases, points
from roleprofile.presentation.results import (
    legend,
    levels_lines,
    partial_lines,
    presumed,
    result_text,
    titled,
    two_numbers,
    whole,
)
from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from roleprofile.scoring.compiled import CompiledRole
    from roleprofile.scoring.contributions import Contribution, Gap, Part
    from roleprofile.scoring.fit import Fit

#: The columns of the table: what, asked, held, bar, points.
_COLUMNS = (23, 12, 13, 10, 12)


def lines(fit: Fit, language: str) -> list[Line]:
    """The whole explanation, line by line, with styles for a terminal that has colours."""
    words = Words(language, fit.role.languages)
    return _Explanation(fit, words, Phrases(fit.role, words)).lines()


@frozen
class _Explanation:
    fit: Fit
    words: Words
    phrases: Phrases

    @property
    def role(self) -> CompiledRole:
        return self.fit.role

    def lines(self) -> list[Line]:
        parts = [
            self._head(),
            self._table(),
            self._extras(),
            self._questions(),
            self._gaps(),
            self._surplus(),
            self._onboarding(),
            self._left_out(),
            levels_lines(self.role, self.words),
            self._rules(),
        ]
        return page(parts)

    # --- the head

    def _head(self) -> list[Line]:
        say, text = self.words.say, self.words.text
        found = titled(text(self.role.label), self.role, self.words)
        if self.role.variants:
            names = self.words.listed(text(variant.label) for variant in self.role.variants)
            found += wrapped(say("Rules for: {names}", names=names), hanging=2, style="faint")
        fit = self.fit
        result = result_text(fit, self.words)
        if fit.supported > fit.low:
            result += ", " + say("{points} with what is presumed", points=whole(fit.supported))
        found += wrapped(result, style=self._tone())
        found += two_numbers([fit], self.words)
        found += self._minimum()
        asked = len(fit.questions)
        if asked and fit.verdict_low != fit.verdict_high:
            found += wrapped(
                self.words.count("{number} open question decides it.", "{number} open questions decide it.", asked)
            )
        elif asked:
            found += wrapped(
                self.words.count(
                    "{number} open question, which cannot change the verdict.",
                    "{number} open questions, which cannot change the verdict.",
                    asked,
                )
            )
        return found + partial_lines(fit, self.words)

    def _tone(self) -> Style:
        return {"strong": "good", "viable": "good", "stretch": "part", "remote": "bad"}[self.fit.verdict_low]  # type: ignore[return-value]

    def _minimum(self) -> list[Line]:
        minimums = self.fit.minimums
        say, listed = self.words.say, self.words.listed
        if not minimums:
            return wrapped(say("There are no minimum requirements."))
        found = []
        sure = [one for one in minimums if not one.hangs_on]
        if sure and all(one.state == "met" for one in sure):
            found += wrapped(say("All minimum requirements are met."))
        elif sure:
            states = state_words(self.words)
            names = listed(f"{self.words.text(one.label)} ({states[one.state]})" for one in sure)
            found += wrapped(say("Minimum requirements: {names}", names=names), hanging=2)
        open_ones = dict.fromkeys(name for one in minimums for name in one.hangs_on)
        if open_ones:
            dimensions = listed(self.words.text(self.role.dimension_labels[name]) for name in open_ones)
            found += wrapped(say("Other minimum requirements may apply, depending on: {names}", names=dimensions), 0, 2)
        return found

    # --- the table

    def _table(self) -> list[Line]:
        say = self.words.say
        heads = ("", say("asked"), say("held"), "", say("points"))
        found = row([(head, columns, "faint") for head, columns in zip(heads, _COLUMNS, strict=True)])
        for one in self.fit.contributions:
            found += self._contribution(one)
        marks = [say("* minimum requirement")] if any(c.minimum for c in self.fit.contributions) else []
        if any(c.supported > c.low for c in self.fit.contributions):
            marks.append(say("? and ▒ {presumed}", presumed=presumed(self.words)))
        marks.append(say("the score is rounded down to whole points, all else to tenths"))
        found += wrapped(" · ".join(marks), indent=2, style="faint")
        return found + legend(self.role, self.words, 2)

    def _contribution(self, one: Contribution) -> list[Line]:
        part = one.best
        cells = (
            self.words.text(one.label) + (" *" if one.minimum is not None else ""),
            "" if one.group else self.phrases.value(part.scale, part.asked),
            "" if one.group else self.phrases.held(part),
            bar(one.credit_low, one.credit_supported, MILLION),
            self.words.say("{won} of {possible}", won=points(one.supported), possible=points(one.possible)),
        )
        tone: Style = "good" if one.credit_low == MILLION else "part" if one.supported else "faint"
        styles: tuple[Style, ...] = ("", "", "", tone, "")
        found = row(list(zip(cells, _COLUMNS, styles, strict=True)))
        for number, alternative in enumerate(one.parts if one.group else ()):
            found += self._alternative(one, alternative, number)
        return found + wrapped(self._notes(one), indent=6, style="faint")

    def _alternative(self, one: Contribution, part: Part, number: int) -> list[Line]:
        say = self.words.say
        joint = "" if number == 0 else say("or") if one.group == "any_of" else say("and")
        name = f"- {joint} ".replace("-  ", "- ") + self.words.text(part.label)
        cells = (name, self.phrases.value(part.scale, part.asked), self.phrases.held(part), "", "")
        found = row([(cell, columns, "") for cell, columns in zip(cells, _COLUMNS, strict=True)])
        return found + wrapped(" ".join(self.phrases.part_notes(part)), indent=6, style="faint")

    def _notes(self, one: Contribution) -> str:
        duties = "; ".join(self.words.text(self.role.duties[n]) for n in one.needed_for if n in self.role.duties)
        found = [] if one.group else self.phrases.part_notes(one.parts[0])
        found.append(self.phrases.minimum(one))
        found.append(self.words.say("Needed for: {duties}.", duties=duties) if duties else "")
        found += [self.words.text(one.reason), self.phrases.rule(one)]
        return " ".join(filter(None, found))

    # --- what follows

    def _extras(self) -> list[Line]:
        if not self.role.extras:
            return []
        say = self.words.say
        entries = []
        for one in self.fit.extra_contributions:
            if one.low:
                names = self.words.text(one.label)
                keys = [
                    self.words.text(h.key_label) for part in one.parts for h in part.held if h.key and h.how == "stated"
                ]
                entries.append(names + (f" ({self.words.listed(keys)})" if keys else ""))
        title = say(
            "Extras: {points} of 100. They decide between people with equal points and are not in the score.",
            points=whole(self.fit.extras),
        )
        found = wrapped(title, style="title")
        for entry in entries:
            found += wrapped(entry, indent=2, hanging=4)
        return found

    def _questions(self) -> list[Line]:
        say = self.words.say
        entries = [self.phrases.question(question) for question in self.fit.questions]
        return section(say("Ask next"), entries)

    def _gaps(self) -> list[Line]:
        entries = [self._gap(gap) for gap in self.fit.gaps]
        return section(self.words.say("What would close the gaps"), entries)

    def _gap(self, gap: Gap) -> str:
        say = self.words.say
        steps = []
        for step in gap.steps:
            label = self.words.text(step.label)
            key = self.phrases.either(map(self.words.text, step.key_labels))
            name = self.phrases.asked(label, step.scale, step.value, key, known=self.words.text(gap.label))
            steps.append(say("{step}: {points} points more", step=name, points=points(step.adds)))
        return f"{self.words.text(gap.label)}: {'; '.join(steps)}"

    def _surplus(self) -> list[Line]:
        say = self.words.say
        entries = [
            say(
                "{name}: {held} ({asked} asked)",
                name=self.words.text(one.label),
                held=self.phrases.value(one.scale, one.held),
                asked=self.phrases.value(one.scale, one.asked),
            )
            for one in self.fit.surplus
        ]
        return section(say("More than asked (shown, not scored)"), entries)

    def _onboarding(self) -> list[Line]:
        entries = [
            self.words.count(
                "{name}: within {number} month",
                "{name}: within {number} months",
                one.within,
                name=self.phrases.entry(one.entry),
            )
            for one in self.fit.onboarding
        ]
        return section(self.words.say("Learnt on the job (not in the score)"), entries)

    def _left_out(self) -> list[Line]:
        say = self.words.say
        entries = []
        for one in self.fit.left_out:
            names = self.words.listed(self.words.text(self.role.dimension_labels[name]) for name in one.dimensions)
            name = self.words.text(one.label)
            if one.kind == "variant":
                name = say("Rules for: {names}", names=name)
            entries.append(say("{name} ({dimensions} not given)", name=name, dimensions=names))
        return section(say("Left out, because it is not known what the employer is like"), entries)

    def _rules(self) -> list[Line]:
        named = dict.fromkeys(name for one in self.fit.contributions for name in one.source)
        named.update(dict.fromkeys(name for one in self.role.variants for name in one.source))
        entries: list[str] = []
        titles: dict[str, bool] = {}
        for name in sorted(named):
            cited = self.role.sources[name]
            claim = self.words.text(cited.claim)
            entries.append(f"{name}  {claim or cited.title}")
            titles[cited.title] = bool(claim) or titles.get(cited.title, False)
        found = section(self.words.say("Rules"), entries)
        for title in sorted(title for title, needed in titles.items() if needed):
            found += wrapped(self.words.say("From: {title}", title=title), indent=2, hanging=4, style="faint")
        return found
