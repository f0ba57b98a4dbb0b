"""The situations that make a difference to a role where dimensions of the context are unspecified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, product
from math import prod
from typing import Any

from attrs import define, field, frozen

from roleprofile.errors import ContextError
from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import dimensions_read, holds
from roleprofile.model.grades import GRADE
from roleprofile.model.person import Holdings, Person
from roleprofile.model.role import Role
from roleprofile.model.values import FrozenMap
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary
from roleprofile.scoring.arithmetic import (
    StatedCredit,
    averages,
    proven_part,
    requirement_credits,
    requirement_state,
)
from roleprofile.scoring.compile import RoleCompiler
from roleprofile.scoring.compiled import STATES, CompiledRequirement, CompiledRole
from roleprofile.scoring.fit import Fit, Scored

#: The largest number of combinations of terms with different rules.
MOST_CELLS = 2_000

Context = FrozenMap[str, str]

_MET = STATES.index("met")


@frozen
class _OpenDimension:
    """An unspecified dimension, with its terms in classes; the same rules hold for all terms of a class.

    Terms of a class can differ only as keys of requirements.
    """

    name: str
    vocabulary: Vocabulary
    classes: tuple[tuple[str, ...], ...]
    #: Whether requirements are keyed by the term itself.
    keyed: bool

    @classmethod
    def of(cls, compiler: RoleCompiler, name: str, maps: AbstractSet[str]) -> _OpenDimension:
        """Sort the terms of a dimension by the rules that hold and by the keys that ``maps`` gives for them."""
        role, vocabulary = compiler.role, compiler.vocabulary_of[name]
        if name == GRADE:
            return cls(name, vocabulary, tuple((term,) for term in vocabulary.term_ids), keyed=False)
        variants = [variant for one in (role, *role.in_grades.values()) for variant in one.variants]
        conditions = [variant.when[name] for variant in variants if name in variant.when]
        classes: dict[tuple[object, ...], list[str]] = {}
        for term in sorted(vocabulary.term_ids):
            answers = [holds({name: terms}, {name: term}, compiler.vocabulary_of) for terms in conditions]
            mapped = [vocabulary.mapped(term, one) for one in sorted(maps - {""})]
            classes.setdefault((*answers, *mapped), []).append(term)
        return cls(name, vocabulary, tuple(map(tuple, classes.values())), "" in maps)

    def choices(self, keys: AbstractSet[str]) -> tuple[str, ...]:
        """The terms that include one of the held ``keys``, and one more of each class."""
        if not self.keyed:
            return self.terms
        chosen = []
        for terms in self.classes:
            mine = [term for term in terms if not keys.isdisjoint(self.vocabulary.within(term))]
            other = next((term for term in terms if term not in mine), None)
            chosen += mine if other is None else [*mine, other]
        return tuple(sorted(chosen))

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms if they are keys of requirements; otherwise one of each class."""
        return tuple(sorted(term for terms in self.classes for term in (terms if self.keyed else terms[:1])))


@define(eq=False)
class RoleInContext:
    """A role in a context whose dimensions may be unspecified, ready to score."""

    compiler: RoleCompiler
    _open: tuple[_OpenDimension, ...]
    _roles: dict[Context, CompiledRole] = field(init=False, factory=dict)
    _tables: dict[tuple[tuple[str, ...], ...], SharedRequirements] = field(init=False, factory=dict)
    #: The role in the one situation, if every dimension is given.
    _only: CompiledRole | None = field(init=False, default=None)

    def __repr__(self) -> str:
        """The role and the context in one line."""
        return f"<RoleInContext {self.compiler.role.pack}:{self.compiler.role.id} in {dict(self.given)}>"

    @classmethod
    def of(
        cls,
        catalog: CatalogData,
        role: Role,
        given: Mapping[str, str] | str,
        entries: dict[Hashable, Any] | None = None,
        states: dict[tuple[str, ...], Any] | None = None,
    ) -> RoleInContext:
        """Find the situations of a role in a context, or in a named situation.

        ``entries`` and ``states`` have what other compilers of the role have compiled already.

        Raises :class:`~roleprofile.errors.ContextError` if the context lacks a dimension that the role reads, or
        leaves so many unspecified that there are more than 2,000 sets of rules.
        """
        context = catalog.context(role, given)
        compiler = RoleCompiler(
            catalog, role, context, {} if entries is None else entries, {} if states is None else states
        )
        names = [name for name in dimensions_read(role) if context[name] == UNSPECIFIED]
        maps = {name: {term_map for dimension, term_map in role.keys_read if dimension == name} for name in names}
        dimensions = tuple(_OpenDimension.of(compiler, name, maps[name]) for name in names)
        if prod(len(one.classes) for one in dimensions) > MOST_CELLS:
            widest = max(dimensions, key=lambda one: len(one.classes))
            message = (
                f"the context leaves more than {MOST_CELLS:,} sets of rules open; give the dimension {widest.name!r}"
            )
            raise ContextError(message)
        return cls(compiler, dimensions)

    @property
    def given(self) -> Context:
        """The context as the caller gave it."""
        return self.compiler.given

    @property
    def open(self) -> tuple[str, ...]:
        """The unspecified dimensions that the role reads, sorted."""
        return tuple(one.name for one in self._open)

    @property
    def first(self) -> CompiledRole:
        """The role in the first situation in the order of the ids of the terms."""
        return self._role(self.situation(tuple(one.terms[0] for one in self._open)))

    @property
    def asked(self) -> list[tuple[CompiledRequirement, ...]]:
        """The requirements and extras in every situation, by the ids of the terms."""
        return [self.compiler.asked(context) for context in self.contexts]

    @property
    def contexts(self) -> tuple[Context, ...]:
        """The context of every situation, by the ids of the terms."""
        return tuple(self.situation(chosen) for chosen in product(*(one.terms for one in self._open)))

    @property
    def roles(self) -> tuple[CompiledRole, ...]:
        """The role in every situation, by the ids of the terms."""
        return tuple(map(self._role, self.contexts))

    def fit(self, person: str, held: Holdings) -> Fit:
        """The fit in the situation with the lowest place; ``person`` is an opaque id."""
        if not self._open:
            if self._only is None:
                self._only = self.first
            return Fit.of(self._only, person, held)
        # Of a key in lapsed nothing counts, but it is unknown where the list is closed for all others.
        keys = {
            key
            for side in (held.stated, held.inferred, held.lapsed)
            for ranks in side.values()
            if not isinstance(ranks, int)
            for key in ranks
        }
        return _lowest(person, self.table(keys).scored(held))

    def table(self, keys: AbstractSet[str]) -> SharedRequirements:
        """The role in each situation that makes a difference to people who hold something under these keys."""
        choices = tuple(one.choices(keys) for one in self._open)
        found = self._tables.get(choices)
        if found is None:
            roles = (self._role(self.situation(some)) for some in product(*choices))
            found = self._tables[choices] = SharedRequirements.of(roles)
        return found

    def fit_of_each(self, person_in: Callable[[Context], Person]) -> Fit:
        """The same for somebody whose holdings depend on the situation, such as a typical incumbent."""
        people = [person_in(role.context) for role in self.roles]
        fits = [Fit.of(role, one.id, one.holdings) for role, one in zip(self.roles, people, strict=True)]
        return _lowest(people[0].id, tuple(fit.scored for fit in fits))

    def situation(self, chosen: Iterable[str]) -> Context:
        """The context with a term for each open dimension."""
        return FrozenMap({**self.given, **dict(zip(self.open, chosen, strict=True))})

    def _role(self, context: Context) -> CompiledRole:
        found = self._roles.get(context)
        if found is None:
            found = self._roles[context] = self.compiler.compiled(context)
        return found


def _lowest(person: str, scored: tuple[Scored, ...]) -> Fit:
    """The fit with the lowest place in a ranking, with the others as its situations; of equal ones the first."""
    orders = [(verdicts[0], -numbers[0]) for _, _, numbers, _, verdicts in scored]
    worst = max(orders)
    lowest = [one for order, one in zip(orders, scored, strict=True) if order == worst]
    role, held, numbers, state, _ = lowest[0] if len(lowest) == 1 else min(lowest, key=_order_of_ties(lowest))
    return Fit(role, person, held, *numbers, each=scored, worst=state)


def _order_of_ties(tied: Sequence[Scored]) -> Callable[[Scored], tuple[int, int, int]]:
    """The numbers that decide between equal verdicts and equal ``low``: extras, ``proven`` and ``known``."""
    kept: dict[int, tuple[StatedCredit, StatedCredit]] = {}

    def numbers_of(one: Scored) -> tuple[int, int, int]:
        role, held, numbers, *_ = one
        if id(held) not in kept:
            kept[id(held)] = StatedCredit(held), StatedCredit(proven_part([role for role, *_ in tied], held))
        stated, proven = kept[id(held)]
        return stated.share(role.extras), proven.share(role.requirements), numbers[3]

    return numbers_of


@frozen(eq=False)
class SharedRequirements:
    """Roles whose equal requirements, and sums of these, are computed once."""

    #: The requirements, each with a role that has it.
    distinct: tuple[tuple[CompiledRequirement, CompiledRole], ...]
    #: The places of the requirements that every role has.
    shared: tuple[int, ...]
    #: Each role with the places of its other requirements and its whole weight.
    rows: tuple[tuple[CompiledRole, tuple[int, ...], int], ...]
    #: Each sum by the sum and the requirement that it is made of; sum 0 is empty, and these count from 1.
    _sums: tuple[tuple[int, int], ...]
    #: The sum of the requirements of each role.
    _ends: tuple[int, ...]

    @classmethod
    def of(cls, roles: Iterable[CompiledRole]) -> SharedRequirements:
        """The requirements of roles, of which equal ones are one."""
        places: dict[int, int] = {}
        distinct: list[tuple[CompiledRequirement, CompiledRole]] = []
        sets = []
        for role in roles:
            for entry in role.requirements:
                if id(entry) not in places:
                    places[id(entry)] = len(distinct)
                    distinct.append((entry, role))
            sets.append((role, [places[id(entry)] for entry in role.requirements]))
        shared = set.intersection(*(set(mine) for _, mine in sets))
        rows = tuple((role, tuple(i for i in mine if i not in shared), role.weight) for role, mine in sets)
        # Requirements that more roles have are added first, so that more sums are equal.
        uses = Counter(chain.from_iterable(mine for _, mine in sets))
        sums: dict[tuple[int, int], int] = {}
        ends = []
        for _, mine in sets:
            end = 0
            for place in sorted(mine, key=lambda place: (-uses[place], place)):
                end = sums.setdefault((end, place), len(sums) + 1)
            ends.append(end)
        return cls(tuple(distinct), tuple(sorted(shared)), rows, tuple(sums), tuple(ends))

    def scored(self, held: Holdings) -> tuple[Scored, ...]:
        """Each role with the numbers, the worst state of the minimum requirements, and the three verdicts."""
        parts = []
        for entry, role in self.distinct:
            weight, (low, supported, high) = entry.weight, requirement_credits(entry, held)
            state = STATES.index(requirement_state(entry, held, role)) if entry.minimum else _MET
            parts.append((weight * low, weight * supported, weight * high, weight if low == high else 0, state))
        sums = [(0, 0, 0, 0, _MET)]
        for before, added in self._sums:
            low, supported, high, known, worst = sums[before]
            one, two, three, settled, state = parts[added]
            worst = min(worst, state)
            sums.append((low + one, supported + two, high + three, known + settled, worst))
        found = []
        for (role, _, weight), end in zip(self.rows, self._ends, strict=True):
            low, supported, high, known, worst = sums[end]
            numbers = averages(low, supported, high, known, weight)
            least = STATES[worst]
            found.append((role, held, numbers, least, role.verdicts(least, *numbers[:3])))
        return tuple(found)
