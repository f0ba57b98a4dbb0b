"""The catalog: the rules of all packs, found by id. It is immutable; to reload, load a new one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar

from attrs import evolve, field, fields, frozen

from roleprofile.errors import ContextError, Problem, UnknownIdError
from roleprofile.model.approval import Approval
from roleprofile.model.arguments import instance, refused, shown, texts
from roleprofile.model.case import Case
from roleprofile.model.context import dimensions_read
from roleprofile.model.convert import structure
from roleprofile.model.descriptor import Descriptor, Relation
from roleprofile.model.development import Option
from roleprofile.model.grades import GRADE, in_grade, without_grade
from roleprofile.model.origin import Origin
from roleprofile.model.pack import Dimension, FitRules, Pack, Situation
from roleprofile.model.pack_file import PackFile
from roleprofile.model.patch import RolePatch
from roleprofile.model.person import Person
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.transition import Transition
from roleprofile.model.values import FrozenMap, Text, closest, some_of
from roleprofile.model.vocabulary import UNSPECIFIED, Term, Vocabulary

T = TypeVar("T")

#: The sections whose entries have no full id in the catalog, with their sort keys.
IN_ORDER: dict[str, Callable[[Any], Any]] = {
    "relations": lambda one: (one.pack, one.from_, one.to, one.lower_by, one.up_to),
    "transitions": lambda one: (one.pack, one.target, one.id),
    "approvals": lambda one: (one.pack, one.on, one.body, repr(one)),
}


def short(full_id: str) -> str:
    """An id without its pack.

    >>> short("core:dialogue")
    'dialogue'
    """
    return full_id.rpartition(":")[2]


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


#: The most results of a function that are kept for a catalog: a compiled role has some 30 kB.
MOST_KEPT = 1024


class Kept(dict[Any, Any]):
    """What is looked up once for a catalog. A pickle or a copy of it is empty."""

    def __reduce__(self) -> tuple[type[Kept], tuple[()]]:
        """Leave everything out."""
        return (Kept, ())

    def recall(self, function: Callable[..., T], owner: object, *arguments: Hashable) -> T:
        """What ``function(owner, *arguments)`` gives; the last 1,024 results of each function are kept."""
        known = self.get(function)
        if known is None:
            known = self.setdefault(function, lru_cache(MOST_KEPT)(partial(function, owner)))
        found: T = known(*arguments)
        return found


@frozen(kw_only=True)
class CatalogData:
    """The rules of the packs, by full id (``pack:id``).

    Every lookup accepts a full id, or a short one of the given pack or of a pack that it requires.
    """

    packs: FrozenMap[str, Pack]
    scales: FrozenMap[str, Scale] = FrozenMap()
    vocabularies: FrozenMap[str, Vocabulary] = FrozenMap()
    descriptors: FrozenMap[str, Descriptor] = FrozenMap()
    relations: tuple[Relation, ...] = ()
    #: Complete roles, after ``extends`` and the patches of all packs. Each grade of a role with grades follows it as a
    #: role of its own, ``pack:role/grade``.
    roles: FrozenMap[str, Role] = FrozenMap()
    patches: FrozenMap[str, RolePatch] = FrozenMap()
    #: The transitions; target and origin have the names of their files, see :meth:`find`.
    transitions: tuple[Transition, ...] = ()
    options: FrozenMap[str, Option] = FrozenMap()
    cases: FrozenMap[str, Case] = FrozenMap()
    people: FrozenMap[str, Person] = FrozenMap()
    #: The approvals of the packs, including those of other states of a rule.
    approvals: tuple[Approval, ...] = ()
    #: The warnings of the load, such as missing translations, and the problems of skipped files.
    problems: tuple[Problem, ...] = ()
    #: The origin of each pack by its id; it decides no result.
    origins: FrozenMap[str, Origin] = field(default=FrozenMap(), repr=False, eq=False)
    #: The files of the catalog, to find positions; they decide no result.
    files: tuple[PackFile, ...] = field(default=(), repr=False, eq=False)
    #: SHA-256 over the files of all packs.
    fingerprint: str = ""
    #: The day for which the catalog was loaded, ``YYYY-MM-DD``, on which the facts of people count; ``""`` for none.
    as_of: str = ""
    _scopes: dict[str, tuple[str, ...]] = field(init=False, repr=False, eq=False)
    #: For each pack with roles that other packs changed, these packs and those that they require.
    _guests: dict[str, tuple[str, ...]] = field(init=False, repr=False, eq=False)
    _names: dict[tuple[str, str], tuple[str, ...]] = field(init=False, repr=False, eq=False, factory=dict)
    #: Earlier look-ups, because every value of every person asks for its scale.
    _scales: dict[tuple[str, str], Scale] = field(init=False, repr=False, eq=False, factory=dict)
    _dimensions: dict[str, FrozenMap[str, tuple[Dimension, Vocabulary]]] = field(
        init=False, repr=False, eq=False, factory=dict
    )
    #: What other layers look up once for a catalog, by their own names.
    kept: Kept = field(init=False, repr=False, eq=False, factory=Kept)

    def __repr__(self) -> str:
        """The packs and the number of roles in one line."""
        packs = ", ".join(f"{one.id} {one.version}" for one in self.packs.values())
        return f"<Catalog of {packs or 'no packs'}: {len(self.stated_roles)} roles>"

    def __attrs_post_init__(self) -> None:
        """Add the grades of roles, and compute the packs that each pack sees, and that its roles see after changes."""
        object.__setattr__(self, "roles", _with_grades(self.roles))
        object.__setattr__(self, "_scopes", {pack: self._seen_from(pack) for pack in self.packs})
        guests: dict[str, set[str]] = {}
        for role in self.roles.values():
            if role.overlays:
                guests.setdefault(role.pack, set()).update(self.concerned(role))
        object.__setattr__(
            self, "_guests", {pack: tuple(sorted(names - {*self.scope(pack)})) for pack, names in guests.items()}
        )

    def _seen_from(self, pack: str) -> tuple[str, ...]:
        seen: list[str] = []
        waiting = [pack]
        while waiting:
            name = waiting.pop(0)
            if name in self.packs and name not in seen:
                seen.append(name)
                waiting.extend(self.packs[name].requires)
        return tuple(seen)

    def scope(self, pack: str = "") -> tuple[str, ...]:
        """The packs whose short ids ``pack`` may use: itself and those that it requires; all packs for ``""``."""
        if pack:
            return self._scopes.get(pack, ())
        # A pack comes before the packs that it requires, as in its own scope.
        return tuple(sorted(self.packs, key=lambda name: (-len(self._scopes[name]), name)))

    def concerned(self, role: Role) -> tuple[str, ...]:
        """The packs whose files make up a role, with the packs that they require, sorted."""
        packs = {role.pack, *(overlay.pack for overlay in role.overlays)}
        return tuple(sorted({seen for pack in packs for seen in self.scope(pack)}))

    def _in_sight(self, pack: str) -> tuple[str, ...]:
        """The scope of ``pack``, with the packs that changed its roles and those that they require."""
        return (*self.scope(pack), *self._guests.get(pack, ()))

    def candidates(self, section: Mapping[str, T], ref: str, pack: str = "") -> tuple[str, ...]:
        """The full ids that ``ref`` may mean, seen from ``pack``."""
        scope = self.scope(pack)
        if ":" in ref:
            return (ref,) if ref in section and ref.partition(":")[0] in scope else ()
        return tuple(full for name in scope if (full := f"{name}:{ref}") in section)

    def names(self, section: Mapping[str, T], pack: str = "") -> tuple[str, ...]:
        """The short ids that can be used from ``pack``, sorted."""
        home = next(one.name for one in fields(CatalogData) if getattr(self, one.name) is section)
        found = self._names.get((home, pack))
        if found is None:
            scope = set(self.scope(pack))
            found = tuple(sorted(short(full) for full in section if full.partition(":")[0] in scope))
            # Kept, because a file with mistakes needs the sorted names for each mistake.
            self._names[home, pack] = found
        return found

    def find(self, section: Mapping[str, T], ref: str, pack: str = "", noun: str = "id") -> str:
        """The one full id that ``ref`` means, seen from ``pack``.

        Raises :class:`~roleprofile.errors.UnknownIdError` if there is none or more than one, and ``TypeError`` if
        ``ref`` is no text.
        """
        if not isinstance(ref, str):
            raise refused(f"{_article(noun)} {noun}", "its id", ref)
        found = self.candidates(section, ref, pack)
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{noun} {ref!r} is in more than one pack: {', '.join(sorted(found))}"
            raise UnknownIdError(message)
        names = self.names(section, pack)
        hint = closest(ref, names) or (f"known: {some_of(names)}" if names else "none is declared")
        message = f"unknown {noun} {ref!r}; {hint}"
        raise UnknownIdError(message)

    def role(self, ref: str) -> Role:
        """The role with a full or short id; ``role/grade`` for one of its grades."""
        return self.roles[self.find(self.roles, ref, noun="role")]

    def job(self, ref: str, given: Mapping[str, str] | str) -> tuple[str, Mapping[str, str] | str]:
        """The full id of a role that somebody can hold, and its context without a grade.

        A role with grades becomes the grade that the context gives. Raises ``ContextError`` if it gives none.
        """
        role = self.role(ref)
        full = f"{role.pack}:{role.id}"
        if not role.grades:
            return full, given
        values = self.given(given, role.pack)
        grade = values.pop(GRADE, UNSPECIFIED)
        if not isinstance(grade, str) or grade not in role.in_grades:
            names = ", ".join(f"{role.id}/{one}" for one in role.in_grades)
            message = f"nobody holds all grades of {role.id}; name one of {names}, or give grade in the context"
            raise ContextError(message)
        return f"{full}/{grade}", values

    @property
    def stated_roles(self) -> dict[str, Role]:
        """The roles that have a file, by full id: all but the grades."""
        return {full: role for full, role in self.roles.items() if not role.grade}

    @property
    def jobs(self) -> dict[str, Role]:
        """The roles that somebody can hold, by full id: those without grades, and each grade of the others."""
        return {full: role for full, role in self.roles.items() if not role.grades}

    def descriptor(self, ref: str, pack: str = "") -> Descriptor:
        """The descriptor with an id, seen from ``pack``; a full id works from any pack."""
        if isinstance(ref, str) and ":" in ref and ref in self.descriptors:
            return self.descriptors[ref]
        return self.descriptors[self.find(self.descriptors, ref, pack, "descriptor")]

    def scale_of(self, descriptor: Descriptor) -> Scale:
        """The scale of a descriptor."""
        name = (descriptor.pack, descriptor.scale)
        found = self._scales.get(name)
        if found is None:
            found = self._scales[name] = self.scales[self.find(self.scales, descriptor.scale, descriptor.pack, "scale")]
        return found

    def scale_behind(self, ref: str, pack: str) -> Scale | None:
        """The scale of a descriptor by its id, seen from ``pack``; ``None`` if it is unknown."""
        try:
            return self.scale_of(self.descriptor(ref, pack))
        except UnknownIdError:
            return None

    def keys_of(self, descriptor: Descriptor) -> Vocabulary | None:
        """The vocabulary of the keys of a descriptor; ``None`` if it is not keyed."""
        if not descriptor.keys:
            return None
        return self.vocabularies[self.find(self.vocabularies, descriptor.keys, descriptor.pack, "vocabulary")]

    def dimensions(self, pack: str = "") -> FrozenMap[str, tuple[Dimension, Vocabulary]]:
        """The dimensions of the context that ``pack`` and its roles see, by id, with their vocabularies."""
        if pack in self._dimensions:
            return self._dimensions[pack]
        found: dict[str, tuple[Dimension, Vocabulary]] = {}
        for name in self._in_sight(pack):
            for dimension in self.packs[name].dimensions:
                # During loading the vocabulary may be missing, which is reported at its name.
                full = self.candidates(self.vocabularies, dimension.vocabulary, name)
                if len(full) == 1:
                    found.setdefault(dimension.id, (dimension, self.vocabularies[full[0]]))
        # Callers share it from now on, so it cannot change.
        self._dimensions[pack] = FrozenMap(found)
        return self._dimensions[pack]

    def dimensions_for(self, role: Role) -> FrozenMap[str, tuple[Dimension, Vocabulary]]:
        """The dimensions that a role sees, with ``grade`` if it has grades."""
        found = self.dimensions(role.pack)
        return FrozenMap({**found, GRADE: _ladder(role)}) if role.grades else found

    def vocabulary_for(self, role: Role) -> dict[str, Vocabulary]:
        """The vocabulary of each dimension that a role sees, with ``grade`` if it has grades."""
        return {name: vocabulary for name, (_, vocabulary) in self.dimensions_for(role).items()}

    def vocabulary_of(self, pack: str = "") -> dict[str, Vocabulary]:
        """The vocabulary of each dimension that ``pack`` sees."""
        return {name: vocabulary for name, (_, vocabulary) in self.dimensions(pack).items()}

    def situation(self, ref: str, pack: str = "") -> Situation:
        """The situation with an id, seen from ``pack`` and its roles; raises ``ContextError`` if unknown."""
        if not isinstance(ref, str):
            raise refused("a situation", "its id", ref)
        found = {s.id: s for name in reversed(self._in_sight(pack)) for s in self.packs[name].situations}
        if ref not in found:
            names = ", ".join(sorted(found)) or "none is declared"
            message = f"unknown situation {ref!r}; known: {names}"
            raise ContextError(message)
        return found[ref]

    def fit_rules(self, pack: str) -> tuple[str, FitRules]:
        """The pack that states the verdict rules for the roles of ``pack``, and these rules."""
        for name in self.scope(pack):
            rules = self.packs[name].fit
            if rules is not None:
                return name, rules
        message = f"neither pack {pack!r} nor one that it requires has rules for verdicts (fit:)"
        raise UnknownIdError(message)

    def admits(self, option: Option) -> str:
        """The least likely verdict for the job of a stepping-stone with which a person may begin it."""
        rules = (self.packs[name].development for name in self.scope(option.pack))
        return option.admits or next(one.admits for one in rules if one is not None)

    def evidence_kinds(self, pack: str = "") -> Vocabulary | None:
        """The vocabulary of the evidence kinds of ``pack``; ``None`` if none is declared."""
        for name in self.scope(pack):
            rules = self.packs[name].fit
            if rules is not None:
                full = self.candidates(self.vocabularies, rules.evidence, name)
                return self.vocabularies[full[0]] if len(full) == 1 else None
        return None

    def effort_scale(self, pack: str) -> Scale | None:
        """The scale of the efforts of options and transitions that ``pack`` sees; ``None`` if none is declared."""
        for name in self.scope(pack):
            if self.packs[name].effort:
                full = self.candidates(self.scales, self.packs[name].effort, name)
                return self.scales[full[0]] if len(full) == 1 else None
        return None

    def given(self, given: Any, pack: str) -> dict[str, Any]:
        """A context as the caller gave it, unchecked; that of a situation by its id."""
        if isinstance(given, str):
            return dict(self.situation(given, pack).context)
        if isinstance(given, Mapping):
            return dict(given)
        message = f"a context must be a map of dimensions to terms or the id of a situation, not {shown(given)}"
        raise ContextError(message)

    def context(self, role: Role, given: Mapping[str, str] | str) -> FrozenMap[str, str]:
        """The checked context, with every dimension that ``role`` reads as a term or as ``unspecified``.

        ``given`` is a map of dimension to term, or the id of a situation. Raises
        :class:`~roleprofile.errors.ContextError` with all mistakes and the allowed values.
        """
        values = self.given(given, role.pack)
        known = self.dimensions_for(role)
        if role.grade and GRADE in values:
            message = f"{role.id} is one grade already; leave grade out, or name {without_grade(role.id)} with it"
            raise ContextError(message)
        wrong = []
        for name, value in sorted(values.items(), key=str):
            if name not in known:
                wrong.append(f"unknown dimension {name!r}; known: {', '.join(sorted(known))}")
            elif value != UNSPECIFIED and value not in known[name][1]:
                allowed = (*known[name][1].term_ids, UNSPECIFIED)
                hint = closest(str(value), allowed)
                wrong.append(f"unknown {name} {value!r}; one of: {', '.join(allowed)}" + (f" ({hint})" if hint else ""))
        missing = [name for name in dimensions_read(role) if name not in values]
        if missing and not wrong:
            raise self.lacking(role, missing)
        wrong += [str(self.lacking(role, missing))] if missing else []
        if wrong:
            raise ContextError("; ".join(wrong))
        return FrozenMap(dict(sorted(values.items())))

    def lacking(self, role: Role, missing: Sequence[str], about: str = "", *, specified: bool = False) -> ContextError:
        """The error that a context lacks dimensions, with their possible terms and the suitable situations.

        If they have to be ``specified``, no situation with an unspecified one is suitable.
        """
        known = self.dimensions_for(role)
        terms = {name: known[name][1].term_ids for name in missing if name in known}
        choices = "; ".join(f"{name} ({some_of(options)})" for name, options in terms.items())
        lack, give = ("unspecified", "") if specified else ("missing", f", or {UNSPECIFIED!r}")
        what = f"{about or role.id} depends on the employer's situation, but some dimensions are {lack}"
        situations = self._complete(role, {*missing, *dimensions_read(role)}, missing if specified else ())
        return ContextError(f"{what}; give each a term{give}: {choices}", missing=terms, situations=situations)

    def _complete(self, role: Role, wanted: set[str], specified: Sequence[str]) -> tuple[str, ...]:
        """The situations with all wanted dimensions, those with the fewest specified dimensions first."""
        found = {one.id: one.context for name in self._in_sight(role.pack) for one in self.packs[name].situations}
        complete = [
            name
            for name, context in found.items()
            if wanted <= context.keys() and UNSPECIFIED not in {context[one] for one in specified}
        ]
        return tuple(sorted(complete, key=lambda name: sum(v != UNSPECIFIED for v in found[name].values())))


def _with_grades(roles: FrozenMap[str, Role]) -> FrozenMap[str, Role]:
    """The roles, with each grade as a role of its own after the role that has it."""
    if not any(role.grades or role.grade for role in roles.values()):
        return roles
    found: dict[str, Role] = {}
    for full, role in roles.items():
        if not role.grade:
            found[full] = role
            # A role that extends another is not complete before it is put together with that one.
            found |= {f"{full}/{grade.id}": _in_grade(role, grade.id) for grade in role.grades if not role.extends}
    return FrozenMap(found)


def _in_grade(role: Role, grade: str) -> Role:
    if grade not in role.in_grades:
        document = in_grade(role.document, grade)
        one = structure(document, type(role))
        role.in_grades[grade] = evolve(one, pack=role.pack, grade=grade, document=document, overlays=role.overlays)
    return role.in_grades[grade]


def _ladder(role: Role) -> tuple[Dimension, Vocabulary]:
    """The dimension of the grades of a role, with its vocabulary."""
    label = Text({"en": "Grade", "fil": "Baitang"})
    terms = tuple(Term(id=grade.id, label=grade.label) for grade in role.grades)
    return Dimension(id=GRADE, label=label, vocabulary=GRADE), Vocabulary(
        id=GRADE, label=label, ordered=True, terms=terms
    )


def a_catalog(given: object) -> None:
    """Raise ``ArgumentTypeError`` if a value is not a catalog."""
    instance(given, CatalogData, "the catalog", "rp.load(...)")


def chosen_packs(catalog: CatalogData, packs: Iterable[str] | None) -> frozenset[str]:
    """The ids of packs, checked; ``None`` stands for all packs.

    Raises :class:`~roleprofile.errors.UnknownIdError` if there is no such pack.
    """
    names = catalog.packs if packs is None else texts(packs, "packs", "core")
    for name in sorted({*names} - catalog.packs.keys()):
        hint = closest(name, tuple(catalog.packs))
        raise UnknownIdError(f"unknown pack {shown(name)}" + (f"; {hint}" if hint else ""))
    return frozenset(names)
