"""What if a person had other facts: scored again, never estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from roleprofile.careers.incumbent import as_person, check_subject, months_held
from roleprofile.careers.value_changes import ValueChange, slots_read, value_change
from roleprofile.evaluation.edits import with_facts
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.arguments import several
from roleprofile.model.person import Fact
from roleprofile.model.rendering import text_of
from roleprofile.scoring.scorer import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.person import Person
    from roleprofile.model.values import Text
    from roleprofile.scoring.arithmetic import State
    from roleprofile.scoring.contributions import Contribution
    from roleprofile.scoring.fit import Fit


@frozen(kw_only=True)
class ContributionChange:
    """A requirement whose credit, or whose state as a minimum requirement, is another one afterwards."""

    before: Contribution
    after: Contribution

    @property
    def id(self) -> str:
        """The requirement's id."""
        return self.before.id

    @property
    def label(self) -> Text:
        """The requirement's name."""
        return self.before.label

    @property
    def points(self) -> tuple[int, int, int]:
        """By how many parts per million of the score ``low``, ``supported`` and ``high`` change."""
        one, other = self.before, self.after
        return other.low - one.low, other.supported - one.supported, other.high - one.high

    @property
    def minimum(self) -> tuple[State | None, State | None]:
        """The state of a minimum requirement before and afterwards; ``None`` for what is none."""
        return self.before.minimum, self.after.minimum


@frozen(kw_only=True)
class WhatIf:
    """A person's fit before and after facts are replaced, both computed in the same way."""

    #: The facts that replace what was said of the same things.
    changes: tuple[Fact, ...]
    #: The person with these facts.
    person: Person
    #: The name of the role whose typical holder the person is; empty for a person.
    origin_label: Text
    #: For how long a typical holder has held the role; ``None`` for a person.
    months: int | None
    #: What the facts change, thing by thing, in the order of the facts; also what this role does not ask for.
    supposed: tuple[ValueChange, ...]
    before: Fit
    after: Fit

    @property
    def verdicts(self) -> tuple[str, str]:
        """The verdict before and afterwards."""
        return self.before.verdict, self.after.verdict

    @property
    def changed(self) -> tuple[ContributionChange, ...]:
        """Each requirement whose credit or state changes, in the role's order."""
        return _changed(self.before.contributions, self.after.contributions)

    @property
    def extras_changed(self) -> tuple[ContributionChange, ...]:
        """The same for the extras, whose points are those of the extras' own number."""
        return _changed(self.before.extra_contributions, self.after.extra_contributions)

    def explain(self, language: str = "en") -> str:
        """What changes, in words, for a terminal of 80 columns.

        Raises ``ValueError`` for a language that neither the library nor the pack has.
        """
        return text_of(self, language)


def _changed(before: Iterable[Contribution], after: Iterable[Contribution]) -> tuple[ContributionChange, ...]:
    pairs = zip(before, after, strict=True)
    return tuple(ContributionChange(before=one, after=other) for one, other in pairs if _state(one) != _state(other))


def _state(one: Contribution) -> tuple[int, int, int, State | None]:
    return one.credit_low, one.credit_supported, one.credit_high, one.minimum


def what_if(
    catalog: CatalogData,
    person: Person | str,
    role: str,
    context: Mapping[str, str] | str,
    changes: Iterable[Fact],
    *,
    months: int = TYPICAL_MONTHS,
) -> WhatIf:
    """The fit before and after ``changes``: the facts on the same descriptor and key are replaced, all others stay.

    Several changes of one thing stand beside each other, as facts from several sources do. What is presumed from the
    changed facts, or no longer has to be, is worked out anew.

    Args:
        catalog: Where the role is.
        person: The person, or the id of a role, which stands for its typical holder.
        role: The id of the role that is aimed at.
        context: The employer's situation there, as for a score.
        changes: The facts that replace others.
        months: For how long a typical holder has held the role.

    Raises:
        PersonError: The catalog does not know a fact.
        UnknownIdError: There is no such role.
        ContextError: A dimension is missing, or something is not in its vocabulary.
        ValueError: ``months`` is outside 0 to 1200.
        TypeError: Something is of the wrong kind.

    >>> import roleprofile as rp
    >>> catalog = rp.load()
    >>> person = catalog.person("c-17", facts=[rp.Fact("dialogue", "basic"), rp.Fact("persuasion", "advanced")])
    >>> office = {"company-size": "small", "market": "software"}
    >>> found = what_if(catalog, person, "account-manager", office, [rp.Fact("dialogue", "advanced")])
    >>> found.before.low < found.after.low, [change.id for change in found.changed]
    (True, ['dialogue'])
    """
    check_subject(person)
    months_held(months)
    changes = several(changes, Fact, "changes", "rp.Fact(...)")
    scorer = Scorer.of(catalog, role, context)
    someone, label, held = as_person(catalog, person, scorer.role.context, months)
    after, new = with_facts(catalog, someone, changes)
    read = slots_read(scorer.role)
    slots = dict.fromkeys((fact.descriptor, fact.key) for fact in new)
    return WhatIf(
        changes=new,
        person=after,
        origin_label=label,
        months=held,
        supposed=tuple(value_change(catalog, read, slot, someone.holdings, after.holdings) for slot in slots),
        before=scorer.score(someone),
        after=scorer.score(after),
    )
