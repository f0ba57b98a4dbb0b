"""Phrases about one role in one language: verdicts, values, keys, evidence, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from attrs import field, frozen

from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Fact
from roleprofile.model.values import NO_TEXT, FrozenMap, Text, Value
from roleprofile.presentation.blocks import Bar, Heading, Meter, Paragraph, Said
from roleprofile.presentation.language import Words, lowered
from roleprofile.scoring.compiled import AT_LOW, MILLION, STATES, CompiledRequirement, CompiledRole, Criterion, State
from roleprofile.scoring.contributions import Contribution, Gap, HeldValue, Minimum, Question
from roleprofile.scoring.contributions import CriterionResult as LeafPart
from roleprofile.scoring.fit import Fit

_FULL = 100

#: The states of a minimum requirement that an answer can still decide.
_OPEN = ("unknown", "presumed")

#: The most entries of each list in a short result.
BRIEF = 3


def points(share: int) -> str:
    """Parts per million of the score as points of 100, to tenths.

    >>> points(285_714)
    '28.6'
    """
    return tenths((share + 500) // 1000)


def tenths(number: int) -> str:
    """A number of tenths in decimal form."""
    return f"{number // 10}.{number % 10}"


def whole(share: int) -> int:
    """A score in whole points of 100, rounded down, so that a shown 80 has reached 80."""
    return share // (MILLION // 100)


def share(weight: int, of: int) -> str:
    """A weight as a percentage of all weights, to tenths.

    >>> share(1, 3)
    '33.3'
    """
    return tenths((weight * 2000 // of + 1) // 2)


def reach(fit: Fit) -> str:
    """The certain points and the best still possible ones, or one number if they are equal."""
    low, most = fit.low, fit.situations.high
    return f"{whole(low)}" if low == most else f"{whole(low)} – {whole(most)}"


@frozen
class Phrases(Words):
    """Words about one role."""

    role: CompiledRole = field(kw_only=True)

    @classmethod
    def about(cls, role: CompiledRole, language: str) -> Phrases:
        """The phrases in a language; raises ``ValueError`` if neither the library nor the pack has it."""
        return cls(language, role.languages, role=role)

    # --- verdicts and scores

    def verdicts(self, low: str, high: str) -> str:
        """One verdict, or the range between two."""
        name = self.verdict(low)
        return name if low == high else self.say("{low} to {high}", low=name, high=self.within(high))

    def result(self, fit: Fit, verdicts: tuple[str, str, str] | None = None) -> str:
        """The verdicts and the score, or their ranges; ``verdicts`` replaces those of the fit: low, likely and high."""
        most = fit.situations.high
        if fit.low == most:
            score = self.say("{low} of 100 points", low=whole(fit.low))
        else:
            score = self.say("{low} to {high} of 100 points", low=whole(fit.low), high=whole(most))
        if not fit.holdings.typical:
            score += ", " + self.say("{points} of them proven", points=whole(fit.proven))
        low, likely, high = verdicts or (fit.verdict_low, fit.verdict_supported, fit.situations.verdict_high)
        found = self.verdict(low)
        if low != high:
            names = {"low": self.within(low), "likely": self.within(likely), "high": self.within(high)}
            found = self.say("At least {low}, likely {likely}, at best {high}", **names)
            if likely == low:
                found = self.say("At least {low}, at best {high}", **names)
        if not fit.is_assessed:
            found = self.say("Not assessed enough") + ". " + found
        return f"{found} · {score}"

    def meter(self, fit: Fit) -> Meter:
        """A bar of the score, with the thresholds of the verdicts."""
        role = self.role
        marks = tuple((role.thresholds[one], self.within(one)) for one in VERDICTS if one in role.thresholds)
        return Meter(Bar(fit.low, fit.supported, fit.situations.high, MILLION), self.parts_of_bars, marks)

    @property
    def parts_of_bars(self) -> tuple[str, str, str]:
        """The names of the parts of a bar."""
        return self.say("certain"), self.say("likely"), self.say("possible")

    def situation(self, fit: Fit, *others: Fit) -> Said:
        """The situation of a fit whose context leaves dimensions open; ``None`` if every dimension is given.

        ``others`` are fits in the same context, each of which may be in a situation of its own.
        """
        open_ones = self._open_labels(fit.role)
        if not open_ones:
            return None
        if any(self._open_labels(one.role) != open_ones for one in others):
            note = self.say(
                "Not given: {dimensions}. Each result is for its own least favourable situation.",
                dimensions=self.listed(self.text(label) for label, _ in open_ones),
            )
            return Paragraph(note, "part")
        note = self.say(
            "Not given: {dimensions}. The result is for the least favourable situation: {situation}.",
            dimensions=self.listed(self.text(label) for label, _ in open_ones),
            situation=self.listed(self.text(value) for _, value in open_ones),
        )
        return Paragraph(note, "part")

    @staticmethod
    def _open_labels(role: CompiledRole) -> list[tuple[Text, Text]]:
        """The names of the dimensions that the caller left open, each with the name of its value in this situation."""
        return [names for key, names in role.context_labels.items() if role.given.get(key) != role.context[key]]

    def two_numbers(self, fits: Iterable[Fit]) -> Said:
        """An explanation of results with two numbers; ``None`` if no fit has two."""
        if all(fit.low == fit.high for fit in fits):
            return None
        two = self.say(
            "If there are two numbers or verdicts, the first counts only what is certain, and the second is the best "
            "still possible. A likely verdict also counts what is presumed."
        )
        return Paragraph(two, "faint")

    def legend(self) -> Paragraph:
        """An explanation of the verdicts by the thresholds and caps of the role."""
        say, role = self.say, self.role
        found = [
            say("{verdict} from {points} points", verdict=self.within(one), points=whole(role.thresholds[one]))
            for one in VERDICTS
            if one in role.thresholds
        ]
        found.append(say("below that {verdict}", verdict=self.within(VERDICTS[-1])))
        parts = [self.listed(found)]
        if any(one.minimum for one in role.requirements):
            parts += [self._cap(state, self.within(most)) for state, most in sorted(role.caps.items())]
        return Paragraph(say("What the verdicts mean: {verdicts}.", verdicts="; ".join(parts)), "faint")

    def _cap(self, state: str, most: str) -> str:
        if state == "not_met":
            return self.say("at most {verdict} while a minimum requirement is not met", verdict=most)
        return self.say("likely at most {verdict} while a minimum requirement is unknown", verdict=most)

    def held_back(self, fit: Fit, needs: Sequence[Minimum] = ()) -> Said:
        """The minimum requirements that keep the verdict below that of the points alone; ``None`` if none does."""
        say, asked = self.say, [*fit.minimums, *needs]
        worst: State = min((one.state for one in asked), key=STATES.index, default="met")
        # An unmet requirement limits the best possible verdict as well, but an open one may still be met.
        reached = fit.high if worst == "not_met" else fit.low
        best = fit.role.verdict(reached, AT_LOW[worst])
        elsewhere = VERDICTS.index(fit.situations.verdict_high)
        if best == fit.role.verdict(reached, "met") or (worst == "not_met" and elsewhere < best):
            return None
        most = self.verdict(VERDICTS[best])
        open_ones = [one for one in asked if one.state in (("not_met",) if worst == "not_met" else STATES[1:3])]
        names = self.listed(f"{self.text(one.label)} ({self.states[one.state]})" for one in open_ones)
        if worst == "not_met":
            held = say("At best “{verdict}”, because of a minimum requirement: {names}", verdict=most, names=names)
        else:
            held = say(
                "Counting only what is certain, at best “{verdict}”, because of a minimum requirement: {names}",
                verdict=most,
                names=names,
            )
        return Paragraph(held, "part", hang=2)

    def presumed(self) -> str:
        """An explanation of the word *presumed*."""
        return self.say("presumed: not stated, but suggested by other facts")

    def levels(self) -> Said:
        """The meanings of the levels by scale; keyed criteria, such as a degree, need no explanation."""
        read = {leaf.scale for entry in self.role.requirements for leaf in entry.leaves if leaf.keys is None}
        scales = (self.role.scales[name] for name in sorted(read))
        return self.meanings(zip(view.labels, view.descriptions, strict=True) for view in scales)

    # --- people and places

    def who(self, label: Text, person: str) -> str:
        """The label of the role for an incumbent, or else the id of the person."""
        return self.text(label) or self.say("Person {id}", id=person)

    def place(self, known: Mapping[str, tuple[Text, Text]]) -> str:
        """The employer's situation by the labels of its values; empty if none is known."""
        return self.listed(self.text(value) for _, value in known.values())

    @property
    def given_labels(self) -> FrozenMap[str, tuple[Text, Text]]:
        """The names of the dimensions that the caller gave, and of their values."""
        role = self.role
        known = role.context_labels.items()
        return FrozenMap({key: names for key, names in known if role.given.get(key) == role.context[key]})

    def titled(self, name: str) -> Heading:
        """A title followed by the employer's situation, as far as it is given."""
        return Heading(" · ".join(filter(None, [name, self.place(self.given_labels)])))

    # --- what is asked and held

    def value(self, scale: str, value: Value) -> str:
        """The label of a level, or an amount with its unit."""
        view = self.role.scales[scale]
        if isinstance(value, int):
            return self.unit(view.unit, value)
        return self.text(view.labels[view.levels.index(value)])

    def held(self, part: LeafPart) -> str:
        """The held value for the table, with a question mark if it is presumed."""
        say = self.say
        if part.how == "unknown":
            return say("unknown")
        if part.how == "closed" or not part.held:
            return say("not held")
        held = part.held[0]
        value = self.value(part.scale, held.value)
        return value + "?" if held.how == "inferred" else value

    def part_notes(self, part: LeafPart) -> list[str]:
        """Notes on the origin of a value, and on the reasons for less than full credit."""
        found = [self._keys(part)] if part.asked_keys else []
        return [*found, *self._held_notes(part)]

    def uncounted(self, part: LeafPart) -> Iterator[str]:
        """The facts on a criterion that do not count on the day of the fit, and why."""
        expired, later = self.say("expired"), self.say("dated later")
        for fact, why in (*((one, expired) for one in part.expired), *((one, later) for one in part.dated_later)):
            key = self.text(self.role.terms.get(f"{part.descriptor}/{fact.key}", NO_TEXT))
            said = self.asked(self.text(part.label), part.scale, fact.value, key)
            yield f"{said}; {self._evidence(part, fact)}: {why}"

    def _held_notes(self, part: LeafPart) -> list[str]:
        if part.how == "unknown":
            return []
        if part.how == "closed" or not part.held:
            return [self.say("The list of stated values is complete and does not include this.")]
        held = part.held[0]
        found = []
        if held.key:
            key = self.text(held.key_label)
            found.append(self.say("Held: {value}, {key}.", value=self.value(part.scale, held.value), key=key))
        return list(filter(None, [*found, self._known(part, held), self._partial(part, held)]))

    def _keys(self, part: LeafPart) -> str:
        say = self.say
        rest = max((percent for label, percent in part.asked_keys if not label), default=0)
        if rest == _FULL:
            return say("Counts in full: any.")
        whole, less = [], []
        # A key that counts no more than any other key needs no entry of its own.
        for label, percent in sorted(part.asked_keys, key=lambda item: -item[1]):
            if label and percent > rest:
                name = self.text(label)
                if percent == _FULL:
                    whole.append(name)
                else:
                    less.append(say("{name} {percent}%", name=name, percent=percent))
        if rest:
            less.append(say("any other {percent}%", percent=rest))
        found = []
        if whole:
            found.append(say("Counts in full: {names}.", names=self.listed(whole)))
        if less:
            found.append(say("Counts in part: {names}.", names=self.listed(less)))
        return " ".join(found)

    def _known(self, part: LeafPart, held: HeldValue) -> str:
        say = self.say
        if held.inferred is not None:
            why = held.inferred
            origin = self.text(why.label)
            if why.kind == "role":
                months = self.months(int(why.detail))
                return say("Presumed from a role held: {role}, {months}.", role=origin, months=months)
            if why.kind == "jobs":
                months = self.months(int(why.detail))
                return say("Presumed from several jobs, one as {role}: {months} in all.", role=origin, months=months)
            level = self.value(part.scale, why.detail)
            return say("Presumed from {descriptor}: {level}.", descriptor=origin, level=level)
        found = say("Stated, {evidence}.", evidence=self._evidence(part, held.fact))
        for other in held.others:
            value = self.value(part.scale, other.value)
            found += " " + say("Also stated: {value}, {evidence}.", value=value, evidence=self._evidence(part, other))
        return found

    def _evidence(self, part: LeafPart, fact: Fact | None) -> str:
        if fact is None or fact.evidence is None:
            return self.say("without evidence")
        evidence = fact.evidence
        named = self.role.evidence.get(evidence.kind)
        kind = self.text(named) if named else evidence.kind
        ref = f" ({evidence.ref})" if evidence.ref else ""
        dates = [evidence.on] if evidence.on else []
        if evidence.until:
            dates.append(self.say("until {date}", date=evidence.until))
        if fact in part.stale:
            dates.append(self.say("too old to prove anything"))
        return ", ".join([f"{lowered(kind)}{ref}", *dates])

    def _partial(self, part: LeafPart, held: HeldValue) -> str:
        say = self.say
        credit = part.supported if held.how == "inferred" else part.low
        if credit == MILLION:
            return ""
        reasons = []
        view = self.role.scales[part.scale]
        below = view.rank(part.asked) - view.rank(held.value)
        if below > 0 and view.levels:
            reasons.append(
                self.count("{number} level below what is asked", "{number} levels below what is asked", below)
            )
        elif below > 0:
            have, asked = self.value(part.scale, held.value), self.value(part.scale, part.asked)
            reasons.append(say("{held} of {asked}", held=have, asked=asked))
        if held.percent != _FULL:
            reasons.append(say("this one counts {percent}%", percent=held.percent))
        if part.worth != _FULL:
            reasons.append(say("this alternative counts at most {percent}%", percent=part.worth))
        reason = self.listed(reasons)
        if below <= 0 and len(reasons) == 1:
            # The reason itself states the percentage.
            return f"{reason[:1].upper()}{reason[1:]}."
        percent = tenths(credit * 1000 // MILLION).removesuffix(".0")
        earned = say("{percent}% of the points", percent=percent)
        return f"{reason[:1].upper()}{reason[1:]}: {earned}."

    def minimum(self, one: Contribution) -> str:
        """The state of a minimum requirement; empty for other requirements."""
        if one.minimum is None:
            return ""
        say, state = self.say, self.states[one.minimum]
        least = self._least(one.id)
        if not least:
            return say("Minimum requirement: {state}.", state=state)
        return say("Minimum requirement, at least {value}: {state}.", value=least, state=state)

    def minimum_name(self, one: Minimum) -> str:
        """The label of a minimum requirement, with its least value if it has one criterion without keys."""
        (leaf, *others) = self._leaves(one.id)
        name = self.text(one.label)
        if others or leaf.keys is not None:
            return name
        return self.say("{name}, at least {value}", name=name, value=self._at_least(leaf))

    def _least(self, name: str) -> str:
        """The least value that meets a minimum requirement of one criterion; empty if it equals the asked value."""
        (leaf, *others) = self._leaves(name)
        return "" if others or leaf.at_least == leaf.asked else self._at_least(leaf)

    def _leaves(self, name: str) -> tuple[Criterion, ...]:
        return next(entry.leaves for entry in self.role.requirements if entry.id == name)

    def _at_least(self, leaf: Criterion) -> str:
        return self.value(leaf.scale, self.role.scales[leaf.scale].value(leaf.at_least))

    def rule(self, one: Contribution, *, judged: bool = False) -> str:
        """The sources of the rule, or a note on its author's judgement, unless it is ``judged`` like all others."""
        say = self.say
        if not one.source:
            return say("Rule: a judgement of the profile's author.")
        sources = self.listed(one.source)
        if one.basis == "judgement" and not judged:
            return say("Rule: {sources}; the numbers are the author's judgement.", sources=sources)
        return say("Rule: {sources}.", sources=sources)

    def proof(self, one: Contribution) -> str:
        """The kinds of evidence that an open minimum requirement needs; empty for others."""
        if one.minimum not in _OPEN:
            return ""
        return self.proof_needed(self._proofs(self._leaves(one.id)))

    def _proofs(self, leaves: Iterable[Criterion]) -> str:
        """The kinds of evidence that prove criteria, for each by its name if they differ."""
        kinds = {self.text(leaf.label): self._kinds(leaf) for leaf in leaves}
        if len(set(kinds.values())) == 1:
            return next(iter(kinds.values()))
        return "; ".join(f"{name}: {some}" for name, some in kinds.items() if some)

    def _kinds(self, leaf: Criterion) -> str:
        return self.kinds(self.role.evidence[kind] for kind in leaf.evidence)

    def question(self, question: Question) -> str:
        """A question, and the points that its answer can make certain."""
        say = self.say
        label = self.text(question.label)
        leaves = self._unproven(question)
        if leaves:
            shown = [self._shown(leaf, label) for leaf in leaves]
            return f"{label}: {'; '.join(shown)}? ({say('a minimum requirement')})"
        between = "; {} ".format(say("or"))
        asks = between.join(self._ask(part, label) for part in question.asks)
        notes = [say("up to +{points} points if yes", points=points(question.could_add))]
        if question.minimum in _OPEN:
            least, proofs = self._least(question.id), self._proofs(self._leaves(question.id))
            notes.append(say("{value} is the minimum", value=least) if least else say("a minimum requirement"))
            notes += [say("proof needed: {kinds}", kinds=proofs)] if proofs else []
        return f"{label}: {asks}? ({'; '.join(notes)})"

    def _unproven(self, question: Question) -> list[Criterion]:
        """The criteria of a question of which enough is stated, so that it asks for nothing but a proof."""
        if question.minimum != "unknown" or question.could_add:
            return []
        found = [(part, self._leaf(question.id, part)) for part in question.asks]
        return [leaf for part, leaf in found if leaf.evidence and self._lacks_proof(part, leaf)]

    def _leaf(self, name: str, part: LeafPart) -> Criterion:
        """The criterion of a part of a requirement."""
        asked = (part.descriptor, self.role.scales[part.scale].rank(part.asked), part.asked_keys)
        return next(leaf for leaf in self._leaves(name) if (leaf.descriptor, leaf.asked, leaf.asked_keys) == asked)

    def _lacks_proof(self, part: LeafPart, leaf: Criterion) -> bool:
        """Whether enough is stated, but nothing of it with evidence that proves it."""
        rank = self.role.scales[leaf.scale].rank
        enough = [one for one in part.held if one.how == "stated" and rank(one.value) >= leaf.at_least]
        facts = [
            fact for one in enough for fact in (one.fact, *one.others) if fact and rank(fact.value) >= leaf.at_least
        ]
        kinds = [fact.evidence.kind for fact in facts if fact.evidence and fact not in part.stale]
        return bool(enough) and not any(kind in leaf.evidence for kind in kinds)

    def _shown(self, leaf: Criterion, known: str) -> str:
        """The question whether the minimum can be proven."""
        least = self.role.scales[leaf.scale].value(leaf.at_least)
        names = (self.text(label) for label, percent in leaf.asked_keys if label and percent == _FULL)
        value = self.asked(self.text(leaf.label), leaf.scale, least, self.either(names), known)
        return self.say("can {value} be shown by {kinds}", value=value, kinds=self._kinds(leaf))

    def brief_questions(self, questions: Iterable[Question]) -> list[str]:
        """The first questions by name, for a short result."""
        say = self.say
        return [
            self.question(one)
            if self._unproven(one)
            else say("{name}: up to +{points} points if yes", name=self.text(one.label), points=points(one.could_add))
            for one in islice(questions, BRIEF)
        ]

    def brief_gaps(self, gaps: Iterable[Gap]) -> list[str]:
        """The first gaps by name, for a short result."""
        say = self.say
        return [
            say("{name}: {points} points", name=self.text(one.label), points=points(one.missing))
            for one in islice(gaps, BRIEF)
        ]

    def _ask(self, part: LeafPart, known: str) -> str:
        names = [self.text(label) for label, percent in part.asked_keys if label and percent == _FULL]
        label = self.text(part.label)
        asked = self.asked(label, part.scale, part.asked, self.either(names), known, least=True)
        if part.worth == _FULL:
            return asked
        return self.say(
            "{asked} (alone, this brings at most {percent}% of these points)", asked=asked, percent=part.worth
        )

    def either(self, names: Iterable[str]) -> str:
        """Join alternatives with the word for *or*."""
        return (" " + self.say("or") + " ").join(names)

    def asked(
        self, label: str, scale: str, value: Value, key: str = "", known: str = "", *, least: bool = False
    ) -> str:
        """A descriptor with a value, or with at least that value; a ``label`` equal to ``known`` is left out."""
        much = self.value(scale, value)
        much = self.say("at least {value}", value=much) if least else much
        name = f"{label} – {much}" if label != known else much
        return name + (f" ({key})" if key else "")

    def asked_in(self, entry: CompiledRequirement, leaf: Criterion) -> str:
        """The value that a criterion of a requirement asks for, with the minimum if that is lower."""
        asked = self.value(leaf.scale, self.role.scales[leaf.scale].value(leaf.asked))
        return self.with_minimum(asked, self._at_least(leaf)) if entry.minimum else asked

    def entry(self, entry: CompiledRequirement) -> str:
        """A requirement with the value that its first criterion asks for."""
        leaf = entry.leaves[0]
        return self.asked(self.text(entry.label), leaf.scale, self.role.scales[leaf.scale].value(leaf.asked))
