"""The grades of a role: which of them a person can hold, and what one asks for beyond another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from roleprofile.errors import ArgumentValueError, ContextError
from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import dimensions_read
from roleprofile.model.grades import GRADE, without_grade
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person import Person, a_person
from roleprofile.model.rendering import Result
from roleprofile.model.role import Grade, Role
from roleprofile.model.values import FrozenMap, Text, closest
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.rules.person_builder import recount
from roleprofile.scoring.compile import RoleCompiler
from roleprofile.scoring.compiled import CompiledRequirement, CompiledRole
from roleprofile.scoring.fit import Fit
from roleprofile.scoring.situations import RoleInContext

#: The verdict from which somebody can hold a grade.
_ENOUGH = VERDICTS.index("viable")


@frozen(kw_only=True)
class ReachedGrade(Result):
    """The fit of a person for each grade of a role; the person can hold a grade from the verdict ``viable`` on."""

    person_id: str
    #: The full id of the role.
    role: str
    label: Text
    #: The context as the caller gave it, without the grade.
    context: FrozenMap[str, str]
    #: The grades, lowest first.
    grades: tuple[Grade, ...]
    #: The fit for each grade, in the same order.
    fits: tuple[Fit, ...]

    def __repr__(self) -> str:
        """The grades in one line."""
        return f"<ReachedGrade of {self.person_id} in {self.role}: {self.low or None} to {self.high or None}>"

    @property
    def low(self) -> str:
        """The last grade, counted from the lowest, before the first that is not certainly viable; ``""`` for none."""
        return self._highest(0)

    @property
    def supported(self) -> str:
        """The same for the likely verdicts."""
        return self._highest(1)

    @property
    def high(self) -> str:
        """The same for the best verdicts still possible."""
        return self._highest(2)

    @property
    def out_of_order(self) -> FrozenMap[str, tuple[str, ...]]:
        """The viable grades above one that is not viable, lowest first, by ``low``, ``supported`` and ``high``."""
        return FrozenMap({name: self._above_a_gap(end) for end, name in enumerate(("low", "supported", "high"))})

    def _viable(self, end: int) -> list[bool]:
        return [
            VERDICTS.index((fit.verdict_low, fit.verdict_supported, fit.situations.verdict_high)[end]) <= _ENOUGH
            for fit in self.fits
        ]

    def _in_a_row(self, end: int) -> int:
        return next((number for number, viable in enumerate(self._viable(end)) if not viable), len(self.grades))

    def _highest(self, end: int) -> str:
        reached = self._in_a_row(end)
        return self.grades[reached - 1].id if reached else ""

    def _above_a_gap(self, end: int) -> tuple[str, ...]:
        reached = self._in_a_row(end)
        found = zip(self.grades, self._viable(end), strict=True)
        return tuple(grade.id for grade, viable in tuple(found)[reached:] if viable)


def grade_of(
    catalog: CatalogData, person: Person, role: str, context: Mapping[str, str] | str | None = None
) -> ReachedGrade:
    """Find the grade that a person can hold: the highest that is viable and has only viable ones below it.

    There is one such grade for each of the three verdicts.

    Args:
        catalog: The catalog with the role.
        person: The person.
        role: The id of a role with grades.
        context: The employer's situation, as for a score, without a grade; needed if the role reads other dimensions.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: The role has no grades, a dimension is missing, a term is not in its vocabulary, or unspecified
            dimensions leave open more than 2,000 sets of rules.
        ValueError: The context gives a grade.
        TypeError: An argument has the wrong type.
    """
    whole = _graded(catalog, role)
    if a_person(person).holdings.fingerprint != catalog.fingerprint:
        person = recount(catalog, person)
    given = catalog.context(whole, {**_situation(catalog, whole, context), GRADE: UNSPECIFIED})
    rules = [RoleInContext.of(catalog, whole, {**given, GRADE: grade.id}) for grade in whole.grades]
    return ReachedGrade(
        person_id=person.id,
        role=f"{whole.pack}:{whole.id}",
        label=whole.label,
        context=FrozenMap({name: term for name, term in given.items() if name != GRADE}),
        grades=whole.grades,
        fits=tuple(one.fit(person.id, person.holdings) for one in rules),
    )


@frozen(kw_only=True)
class GradeChange:
    """A requirement or an extra that differs between two grades of a role."""

    id: str
    label: Text
    #: What each grade asks for; ``None`` for the one that does not have it.
    before: CompiledRequirement | None
    after: CompiledRequirement | None

    @property
    def asks_otherwise(self) -> bool:
        """Whether another level or another minimum is asked, and not only another weight."""
        before, after = self.before, self.after
        return before is None or after is None or (before.leaves, before.minimum) != (after.leaves, after.minimum)


@frozen(kw_only=True)
class Progression(Result):
    """What one grade of a role asks for beyond another."""

    #: The full id of the role.
    role: str
    label: Text
    #: The two grades.
    start: Grade
    goal: Grade
    #: The role in each of them.
    before: CompiledRole
    after: CompiledRole

    def __repr__(self) -> str:
        """The grades in one line."""
        return f"<Progression of {self.role}: {self.start.id} to {self.goal.id}>"

    @property
    def changes(self) -> tuple[GradeChange, ...]:
        """The requirements and extras that differ in any way, in the order of the role; those that end come last."""
        sides = [
            {entry.id: entry for entry in (*role.requirements, *_learnt(role), *role.extras)}
            for role in (self.before, self.after)
        ]
        had, has = sides
        return tuple(
            GradeChange(id=name, label=(has.get(name) or had[name]).label, before=had.get(name), after=has.get(name))
            for name in (*has, *(name for name in had if name not in has))
            if had.get(name) != has.get(name)
        )

    @property
    def new_duties(self) -> tuple[str, ...]:
        """The ids of the duties that the higher grade adds."""
        return tuple(name for name in self.after.duties if name not in self.before.duties)


def progression(
    catalog: CatalogData, role: str, start: str, goal: str, context: Mapping[str, str] | str | None = None
) -> Progression:
    """Compare two grades of a role.

    Args:
        catalog: The catalog with the role.
        role: The id of a role with grades.
        start: The id of the grade to begin with.
        goal: The id of the grade to reach.
        context: The employer's situation; without it no variant of another dimension applies.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: The role has no grades, there is no such grade, or a term is not in its vocabulary.
        ValueError: The context gives a grade.
        TypeError: The role is not given as its id.
    """
    whole = _graded(catalog, role)
    ends = [_grade(whole, name) for name in (start, goal)]
    given = _situation(catalog, whole, context)
    before, after = (_in_grade(catalog, whole, grade, given) for grade in ends)
    return Progression(
        role=f"{whole.pack}:{whole.id}",
        label=whole.label,
        start=ends[0],
        goal=ends[1],
        before=before,
        after=after,
    )


def _learnt(role: CompiledRole) -> tuple[CompiledRequirement, ...]:
    """The requirements that are learnt on the job."""
    return tuple(one.entry for one in role.onboarding)


def ladder(catalog: CatalogData, role: Role) -> tuple[CompiledRole, ...]:
    """The role in each of its grades, lowest first, without the variants of other dimensions."""
    return tuple(_in_grade(catalog, role, grade, {}) for grade in role.grades)


def side_by_side(
    catalog: CatalogData, roles: Iterable[str], context: Mapping[str, str] | str | None
) -> tuple[CompiledRole, ...]:
    """Roles or single grades, without the variants of dimensions that are not given.

    Raises:
        UnknownIdError: There is no such role.
        ContextError: A role has grades and none is named, or a term is not in its vocabulary.
    """
    return tuple(_alone(catalog, catalog.role(ref), context) for ref in roles)


def _alone(catalog: CatalogData, role: Role, context: Mapping[str, str] | str | None) -> CompiledRole:
    given = {} if context is None else catalog.given(context, role.pack)
    if role.grades and GRADE not in given:
        message = f"{role.id} has grades; name one of them: {', '.join(f'{role.id}/{one.id}' for one in role.grades)}"
        raise ContextError(message)
    return _with_given(catalog, role, given)


def _in_grade(catalog: CatalogData, role: Role, grade: Grade, given: Mapping[str, str]) -> CompiledRole:
    return _with_given(catalog, role, {**given, GRADE: grade.id})


def _with_given(catalog: CatalogData, role: Role, given: Mapping[str, str]) -> CompiledRole:
    """The role without the variants of dimensions that are not given."""
    context = catalog.context(role, {**dict.fromkeys(dimensions_read(role), UNSPECIFIED), **given})
    return RoleCompiler(catalog, role, context).compiled(context)


def _graded(catalog: CatalogData, ref: str) -> Role:
    role = catalog.role(ref)
    if not role.grades:
        message = f"{ref} has no grades; name a role that lists grades"
        if role.grade:
            message = f"{ref} is one grade of a role; name the role: {without_grade(ref)}"
        raise ContextError(message)
    return role


def _grade(role: Role, name: str) -> Grade:
    found = {grade.id: grade for grade in role.grades}
    if not isinstance(name, str) or name not in found:
        hint = closest(name, tuple(found)) if isinstance(name, str) else ""
        message = f"{role.id} has no grade {shown(name)}; one of: {', '.join(found)}" + (f" ({hint})" if hint else "")
        raise ContextError(message)
    return found[name]


def _situation(catalog: CatalogData, role: Role, context: Mapping[str, str] | str | None) -> dict[str, str]:
    if context is None:
        return {}
    given = catalog.given(context, role.pack)
    if GRADE in given:
        raise ArgumentValueError("the context gives a grade, but all grades are compared here; leave it out")
    return given
