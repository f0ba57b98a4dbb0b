"""The phrases that an explanation is made of: values, keys, evidence, the reason for partial credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.presentation.language import months_text, state_words
from roleprofile.scoring.compiled import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.model.person import Fact
    from roleprofile.model.values import Value
    from roleprofile.presentation.language import Words
    from roleprofile.scoring.compiled import CompiledRole, Entry, Leaf
    from roleprofile.scoring.contributions import Contribution, Held, Minimum, Part, Question

_FULL = 100


def points(share: int) -> str:
    """Parts per million of the score as points of 100, to tenths.

    >>> points(285_714)
    '28.6'
    """
    tenths = (share + 500) // 1000
    return f"{tenths // 10}.{tenths % 10}"


@frozen
class Phrases:
    """Phrases about one role in one language."""

    role: CompiledRole
    words: Words

    def value(self, scale: str, value: Value) -> str:
        """A level by its name, an amount with its unit."""
        view = self.role.scales[scale]
        if isinstance(value, int):
            return self.words.unit(view.unit, value)
        return self.words.text(view.labels[view.levels.index(value)])

    def held(self, part: Part) -> str:
        """What is held, for the table: presumed values with a question mark."""
        say = self.words.say
        if part.how == "unknown":
            return say("not known")
        if part.how == "closed" or not part.held:
            return say("not there")
        held = part.held[0]
        value = self.value(part.scale, held.value)
        return value + "?" if held.how == "inferred" else value

    def part_notes(self, part: Part) -> list[str]:
        """How a value is known, and why it does not earn the whole credit."""
        found = [self._keys(part)] if part.asked_keys else []
        if part.how == "unknown":
            return found
        if part.how == "closed" or not part.held:
            note = self.words.say("What was said of this person is complete on this point, and this is not in it.")
            return [*found, note]
        held = part.held[0]
        if held.key:
            key = self.words.text(held.key_label)
            found.append(self.words.say("Held: {value}, {key}.", value=self.value(part.scale, held.value), key=key))
        return list(filter(None, [*found, self._known(part, held), self._partial(part, held)]))

    def _keys(self, part: Part) -> str:
        say = self.words.say
        rest = max((percent for label, percent in part.asked_keys if not label), default=0)
        if rest == _FULL:
            return say("Counts: any.")
        whole, less = [], []
        # What counts no more than any other key does says nothing of its own.
        for label, percent in sorted(part.asked_keys, key=lambda item: -item[1]):
            if label and percent > rest:
                name = self.words.text(label)
                if percent == _FULL:
                    whole.append(name)
                else:
                    less.append(say("{name} {percent}%", name=name, percent=percent))
        if rest:
            less.append(say("any other {percent}%", percent=rest))
        found = []
        if whole:
            found.append(say("Counts in full: {names}.", names=self.words.listed(whole)))
        if less:
            found.append(say("Counts in part: {names}.", names=self.words.listed(less)))
        return " ".join(found)

    def _known(self, part: Part, held: Held) -> str:
        say = self.words.say
        if held.inferred is not None:
            why = held.inferred
            origin = self.words.text(why.label)
            if why.kind == "role":
                months = months_text(int(why.detail), self.words)
                return say("Presumed from a role held: {role}, {months}.", role=origin, months=months)
            level = self.value(part.scale, why.detail)
            return say("Presumed from {descriptor}: {level}.", descriptor=origin, level=level)
        found = say("Stated, {evidence}.", evidence=self._evidence(held.fact))
        for other in held.others:
            value = self.value(part.scale, other.value)
            found += " " + say("Also said: {value}, {evidence}.", value=value, evidence=self._evidence(other))
        return found

    def _evidence(self, fact: Fact | None) -> str:
        if fact is None or fact.evidence is None:
            return self.words.say("without evidence")
        evidence = fact.evidence
        named = self.role.evidence.get(evidence.kind)
        kind = self.words.text(named) if named else evidence.kind
        ref = f" ({evidence.ref})" if evidence.ref else ""
        return f"{kind[:1].lower()}{kind[1:]}{ref}" + (f", {evidence.on}" if evidence.on else "")

    def _partial(self, part: Part, held: Held) -> str:
        say = self.words.say
        credit = part.supported if held.how == "inferred" else part.low
        if credit == MILLION:
            return ""
        reasons = []
        view = self.role.scales[part.scale]
        below = view.rank(part.asked) - view.rank(held.value)
        if below > 0 and view.levels:
            reasons.append(
                self.words.count("{number} level below what is asked", "{number} levels below what is asked", below)
            )
        elif below > 0:
            have, asked = self.value(part.scale, held.value), self.value(part.scale, part.asked)
            reasons.append(say("{held} of {asked}", held=have, asked=asked))
        if held.percent != _FULL:
            reasons.append(say("this one counts {percent}%", percent=held.percent))
        if part.worth != _FULL:
            reasons.append(say("this alternative counts {percent}% at most", percent=part.worth))
        reason = self.words.listed(reasons)
        if below <= 0 and len(reasons) == 1:
            # It says itself how much is earned.
            return f"{reason[:1].upper()}{reason[1:]}."
        tenths = credit * 1000 // MILLION
        percent = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
        earned = say("{percent}% of the points", percent=percent)
        return f"{reason[:1].upper()}{reason[1:]}: {earned}."

    def minimum(self, one: Contribution) -> str:
        """The state of a minimum requirement, or nothing for what is none."""
        if one.minimum is None:
            return ""
        say, state = self.words.say, state_words(self.words)[one.minimum]
        least = self._least(one.id)
        if not least:
            return say("Minimum requirement: {state}.", state=state)
        return say("Minimum requirement, at least {value}: {state}.", value=least, state=state)

    def minimum_name(self, one: Minimum) -> str:
        """A minimum requirement by its name, with the least that meets it where it is one thing without keys."""
        (leaf, *others) = self._leaves(one.id)
        name = self.words.text(one.label)
        if others or leaf.keys is not None:
            return name
        return self.words.say("{name}, at least {value}", name=name, value=self._at_least(leaf))

    def _least(self, name: str) -> str:
        """The least that meets a minimum requirement, where that is less than is asked; else nothing."""
        (leaf, *others) = self._leaves(name)
        return "" if others or leaf.at_least == leaf.asked else self._at_least(leaf)

    def _leaves(self, name: str) -> tuple[Leaf, ...]:
        return next(entry.leaves for entry in self.role.requirements if entry.id == name)

    def _at_least(self, leaf: Leaf) -> str:
        return self.value(leaf.scale, self.role.scales[leaf.scale].value(leaf.at_least))

    def rule(self, one: Contribution) -> str:
        """Where the rule comes from."""
        say = self.words.say
        if not one.source:
            return say("Rule: a judgement of the profile's author.")
        sources = self.words.listed(one.source)
        if one.basis == "judgement":
            return say("Rule: {sources}; the numbers are the author's judgement.", sources=sources)
        return say("Rule: {sources}.", sources=sources)

    def question(self, question: Question) -> str:
        """What to ask, and what the answer can bring."""
        say = self.words.say
        label = self.words.text(question.label)
        between = "; {} ".format(say("or"))
        asks = between.join(self._ask(part, label) for part in question.asks)
        gain = say("if so, up to {points} points more are certain", points=points(question.could_add))
        if question.minimum in ("unknown", "presumed"):
            least = self._least(question.id)
            asked = say("{value} is the minimum", value=least) if least else say("a minimum requirement")
            gain += f"; {asked}"
        return f"{label}: {asks}? ({gain})"

    def _ask(self, part: Part, known: str) -> str:
        names = [self.words.text(label) for label, percent in part.asked_keys if label and percent == _FULL]
        label = self.words.text(part.label)
        asked = self.asked(label, part.scale, part.asked, self.either(names), known, least=True)
        if part.worth == _FULL:
            return asked
        return self.words.say(
            "{asked} (that alone brings {percent}% of these points at most)", asked=asked, percent=part.worth
        )

    def either(self, names: Iterable[str]) -> str:
        """Several of which one is enough."""
        return (" " + self.words.say("or") + " ").join(names)

    def asked(
        self, label: str, scale: str, value: Value, key: str = "", known: str = "", *, least: bool = False
    ) -> str:
        """A descriptor with a value, or what is at least that; the name is left out where it has just been said."""
        much = self.value(scale, value)
        much = self.words.say("at least {value}", value=much) if least else much
        name = f"{label} – {much}" if label != known else much
        return name + (f" ({key})" if key else "")

    def entry(self, entry: Entry) -> str:
        """A requirement with what it asks."""
        leaf = entry.leaves[0]
        return self.asked(self.words.text(entry.label), leaf.scale, self.role.scales[leaf.scale].value(leaf.asked))
