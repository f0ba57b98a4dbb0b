"""Score a person again with other facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from roleprofile.careers.incumbent import as_person, check_subject, months_held
from roleprofile.careers.value_changes import ValueChange, slots_read, value_change
from roleprofile.evaluation.edits import with_facts
from roleprofile.evaluation.subjects import TYPICAL_MONTHS
from roleprofile.model.arguments import several
from roleprofile.model.catalog import CatalogData
from roleprofile.model.person import Fact, Person
from roleprofile.model.rendering import Result
from roleprofile.model.values import Text
from roleprofile.scoring.compiled import State
from roleprofile.scoring.contributions import Contribution
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.scorer import Scorer


@frozen(kw_only=True)
class ContributionChange:
    """A requirement whose credit or state as a minimum requirement changes."""

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
        """The changes of ``low``, ``supported`` and ``high``, in parts per million of the score."""
        one, other = self.before, self.after
        return other.low - one.low, other.supported - one.supported, other.high - one.high

    @property
    def minimum(self) -> tuple[State | None, State | None]:
        """The state before and after; ``None`` if the requirement is no minimum requirement."""
        return self.before.minimum, self.after.minimum


@frozen(kw_only=True)
class WhatIf(Result):
    """The fit of a person before and after facts are replaced."""

    #: The facts that replace those on the same descriptor and key.
    changes: tuple[Fact, ...]
    #: The person with these facts.
    person: Person
    #: The name of the role of an incumbent; empty for a person.
    origin_label: Text
    #: The months for which an incumbent has held the role; ``None`` for a person.
    months: int | None
    #: The change of each value in the order of the facts, including values that the role does not ask for.
    supposed: tuple[ValueChange, ...]
    before: Fit
    after: Fit

    def __repr__(self) -> str:
        """Both verdicts in one line."""
        return f"<WhatIf {self.person.id}: {self.before.verdict} becomes {self.after.verdict}>"

    @property
    def verdicts(self) -> tuple[str, str]:
        """The verdict before and after."""
        return self.before.verdict, self.after.verdict

    @property
    def changed(self) -> tuple[ContributionChange, ...]:
        """The requirements whose credit or state changes, in the role's order."""
        return _changed(self.before.contributions, self._after_there.contributions)

    @property
    def extras_changed(self) -> tuple[ContributionChange, ...]:
        """The same for the extras, with points of the score of the extras."""
        return _changed(self.before.extra_contributions, self._after_there.extra_contributions)

    @property
    def _after_there(self) -> Fit:
        """The fit afterwards in the situation of the fit before."""
        before, after = self.before, self.after
        return after if after.role is before.role else Fit.of(before.role, after.person_id, after.holdings)


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

    Several changes on the same descriptor and key are kept together, like facts from several sources. Presumed values
    are computed again.

    Args:
        catalog: The catalog with the role.
        person: The person, or the id of a role for its incumbent.
        role: The id of the target role.
        context: The context of the target role, as for a score.
        changes: The facts that replace others.
        months: The months for which an incumbent has held the role.

    Raises:
        PersonError: The catalog does not know a fact.
        UnknownIdError: The role is unknown.
        ContextError: A dimension is missing, or a term is not in its vocabulary.
        ValueError: ``months`` is outside 0 to 1200.
        TypeError: An argument has the wrong type.

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
    rules = scorer.rules

    def after_in(context: Mapping[str, str]) -> Person:
        return with_facts(catalog, as_person(catalog, person, context, months)[0], changes)[0]

    someone, label, held = as_person(catalog, person, rules.given, months)
    after, new = with_facts(catalog, someone, changes)
    if isinstance(person, str) and rules.open:
        before_fit = rules.fit_of_each(lambda context: as_person(catalog, person, context, months)[0])
        after_fit = rules.fit_of_each(after_in)
    else:
        before_fit, after_fit = scorer.score(someone), scorer.score(after)
    read = slots_read(before_fit.role)
    slots = dict.fromkeys((fact.descriptor, fact.key) for fact in new)
    return WhatIf(
        changes=new,
        person=after,
        origin_label=label,
        months=held,
        supposed=tuple(value_change(catalog, read, slot, someone.holdings, after.holdings) for slot in slots),
        before=before_fit,
        after=after_fit,
    )
