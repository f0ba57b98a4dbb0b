"""Check a change of a role: the names in it, and the entries that it sets and adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from attrs import evolve, field, frozen

from roleprofile.loading.checker import Checker
from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.provides_checks import check_provides
from roleprofile.loading.requirement_checks import Place, RequirementChecker
from roleprofile.model.convert import structure
from roleprofile.model.grades import GRADE, entry_at, grade_ids, is_by_grade, resolved
from roleprofile.model.grammar import fields_of
from roleprofile.model.role import ASKING, GROUPS, PROVIDES, SECTIONS, Component, Duty, Extra, RoleAdditions, Variant
from roleprofile.model.values import Finding, FrozenMap, Pointer, closest, one_or_more
from roleprofile.rules.overlays import (
    VARIANTS,
    Changes,
    ScaleOf,
    apply,
    changed_entry,
    in_order,
    is_relative,
    section_of,
    sections,
    touched,
)

Sections = Mapping[str, Mapping[str, Any]]

#: The lists to which a change may add entries.
_LISTS = fields_of(RoleAdditions)
#: The fields in which entries name duties and measures.
_NEEDING = tuple(
    (section, key)
    for section, one in _LISTS.items()
    for key, inner in (fields_of(*one.models).items() if one.models else ())
    if inner.names in ("duties", "measures")
)
#: The fields of an entry that no check compares with other fields: words, sources and the weight.
_BY_THEMSELVES = {
    "weight",
    *(key for one in _LISTS.values() for key, inner in fields_of(*one.models).items() if inner.is_for_readers),
}
#: The fields that say what an entry asks for; it has one of them, and no change replaces it by another.
_SHAPES = ("asks", *GROUPS)
#: The fields with which the check of an entry compares others; it compares no two of the others with each other.
_COMPARED_WITH_ALL = {*_SHAPES, "descriptor", "needed", "kind", "of"}


@frozen
class ChangeCheck:
    """The entries of a role before and after one change, which is a variant or a whole file."""

    setting: RequirementChecker
    change: Changes
    #: The place of the change in its document.
    home: Pointer
    before: Sections
    after: Sections
    #: The grades of the role, lowest first, if the names of grades are to be checked.
    grades: tuple[str, ...] | None = None
    #: The documents before and after a variant, to check its entries in the grade of the document.
    at: tuple[Any, Any] = (FrozenMap(), FrozenMap())

    @classmethod
    def by(
        cls,
        setting: RequirementChecker,
        variant: Variant,
        index: int,
        earlier: Iterable[Variant],
        behind: Mapping[str, set[str]],
    ) -> ChangeCheck:
        """The check of ``variant`` after ``earlier``, which may lack some that it comes after."""
        scale_of = _scale_of(setting)
        base = apply(setting.checker.document.tree, in_order(earlier, behind), scale_of)
        after = apply(base, [variant], scale_of)
        return cls(setting, variant, ("variants", index), sections(base), sections(after), at=(base, after))

    @property
    def checker(self) -> Checker:
        """The checker that collects the findings."""
        return self.setting.checker

    def check(self, only: AbstractSet[str] | None = None) -> None:
        """Check the change; with ``only``, just the entries with these ids after the change."""
        if only is None:
            if not self.names_fit():
                return
            self.dangling()
            for word in ("set", "add"):
                tree = getattr(self.change, word)
                if PROVIDES in tree:
                    check_provides(self.checker, tree[PROVIDES], self._place(word, PROVIDES), self.setting.dimensions)
        duties = tuple(self.after["duties"])
        setting = evolve(self.setting, duties=duties, when=getattr(self.change, "when", FrozenMap()))
        before, after = (sections(resolved(document)) for document in self.at)
        for section, entry_id, home, change in self._touched():
            # In this grade a requirement may not be there.
            if entry_id in after[section] and (only is None or entry_id in only):
                entry = structure(after[section][entry_id], _model(section))
                self._entry(setting, section, entry, home, change, before)

    def _place(self, *steps: str | int) -> Pointer:
        return (*self.home, *steps)

    def _touched(self) -> Iterator[tuple[str, str, Pointer, Any]]:
        """The entries that are set or added: section, id, place and change (``None`` for a new entry)."""
        for entry_id, change in self.change.set.items():
            section = section_of(self.after, entry_id)
            if entry_id != PROVIDES and section:
                yield section, entry_id, self._place("set", entry_id), change
        for section, entries in self.change.add.items():
            for number, entry in enumerate(entries) if section != PROVIDES else ():
                yield section, entry["id"], self._place("add", section, number), None

    def _entry(
        self, setting: RequirementChecker, section: str, entry: Any, home: Pointer, change: Any, before: Sections
    ) -> None:
        checker = self.checker

        def place(path: Pointer) -> Pointer:
            return (*home, *path) if change is None else _within(home, change, path)

        if change is None:
            checker.rests(entry, home, checker.document.model.defaults, noun=_noun(section))
        elif "source" in change:
            checker.sources(entry, home)
        known = self._known(setting, section, entry.id, before) if change is not None else frozenset()
        for finding in _found(setting, entry, place, tuple(self.after["measures"])):
            if (finding.code, finding.message) not in known:
                checker.document.add(finding)

    def _known(
        self, setting: RequirementChecker, section: str, entry_id: str, before: Sections
    ) -> frozenset[tuple[str, str]]:
        """The code and message of each finding on an entry before the change, which is reported elsewhere."""
        if entry_id not in before[section]:
            return frozenset()
        entry = structure(before[section][entry_id], _model(section))
        found = _found(setting, entry, lambda path: path, tuple(before["measures"]))
        return frozenset((finding.code, finding.message) for finding in found)

    def names_fit(self) -> bool:
        """Whether the named entries exist and have the named fields; findings are added if not."""
        answers = [self._there(name, self._place("drop", i), at_key=False) for i, name in enumerate(self.change.drop)]
        for entry_id, change in self.change.set.items():
            if entry_id == PROVIDES:
                answers += [self._provided(name) for name in change]
            else:
                there = self._there(entry_id, self._place("set", entry_id), at_key=True)
                answers.append(there and self._fits(entry_id, change))
        return all([*answers, *self._new()])

    def _there(self, entry_id: str, place: Pointer, *, at_key: bool) -> bool:
        if section_of(self.before, entry_id):
            return True
        known = tuple(sorted(name for section, found in self.before.items() if section != PROVIDES for name in found))
        if not any(map(is_stand_in, known)):
            hint = closest(entry_id, known) or "name a requirement, an extra, a duty, a measure or a component"
            self.checker.add(place, "RP308", f'the role has no "{entry_id}"', hint, at_key=at_key)
        return False

    def _provided(self, name: str) -> bool:
        known = tuple(self.before[PROVIDES])
        if name in known:
            return True
        hint = closest(name, known) or "use add: for something new"
        place = self._place("set", PROVIDES, name)
        self.checker.add(place, "RP308", f'the role does not provide "{name}"', hint, at_key=True)
        return False

    def _fits(self, entry_id: str, change: Any) -> bool:
        section = section_of(self.before, entry_id) or SECTIONS[0]
        names = tuple(fields_of(*_LISTS[section].models))
        right = True
        for name in change:
            place = self._place("set", entry_id, name)
            if name not in names:
                message = f'"{entry_id}" is a {_noun(section)}, which has no {name}'
                hint = closest(name, names) or f"remove the key; a {_noun(section)} has {', '.join(names)}"
                self.checker.add(place, "RP327", message, hint, at_key=True)
                right = False
            elif name in _SHAPES and name not in self.before[section][entry_id]:
                message = f'"{entry_id}" has no {name} to change'
                hint = "drop it, and add a new entry with another id"
                self.checker.add(place, "RP327", message, hint, at_key=True)
                right = False
            elif self.grades is not None and is_by_grade(name, change[name]):
                known = [
                    self.checker.one_of(one, self.grades, (*place, one), "RP304", "grade", at_key=True)
                    for one in change[name]
                ]
                right = right and all(known)
            elif is_relative(name, change[name]) and "asks" not in self.before[section][entry_id]:
                message = f'"{entry_id}" asks for no level that could be raised or lowered'
                self.checker.add(place, "RP327", message, "state the value", at_key=True)
                right = False
        return right

    def _new(self) -> Iterator[bool]:
        """Whether each added id is new, one answer for each."""
        dropped = set(self.change.drop)
        kept = (found for section, found in self.before.items() if section not in (PROVIDES, VARIANTS))
        seen = {name for found in kept for name in found if name not in dropped}
        variants = {name for name in self.before.get(VARIANTS, ()) if name not in dropped}
        for section, entries in self.change.add.items():
            if section == PROVIDES:
                for name in entries:
                    yield self._is_new(name, set(self.before[PROVIDES]), self._place("add", section, name))
                continue
            there = variants if section == VARIANTS else seen
            for number, entry in enumerate(entries):
                yield self._is_new(entry["id"], there, self._place("add", section, number, "id"))
                there.add(entry["id"])

    def _is_new(self, name: str, seen: set[str], place: Pointer) -> bool:
        if name not in seen:
            return True
        at_key = place[-1] == name
        self.checker.add(place, "RP309", f'"{name}" already exists', "use set: to change it", at_key=at_key)
        return False

    def dangling(self) -> None:
        """Check that no remaining entry names a duty or a measure that is dropped."""
        dropped = {name: self._place("drop", i) for i, name in enumerate(self.change.drop)}
        for name, place in dropped.items():
            needing = [] if section_of(self.after, name) else needed_by(self.after, name)
            if needing:
                hint = f"change or drop {needing[0] if len(needing) == 1 else 'them'} as well"
                message = f'{still_need(needing)} "{name}", which is dropped here'
                self.checker.add(place, "RP308", message, hint)


@frozen
class Touched:
    """What a variant touches and a check compares, so that another variant may not fit together with it."""

    #: The ids of the entries.
    entries: frozenset[str]
    #: Those of which it touches a field that is compared with all others.
    leading: frozenset[str]
    #: The ids of the entries with the fields; two variants may change different keys of the map in one field.
    fields: frozenset[tuple[str, str]]

    @classmethod
    def by(cls, variant: Variant) -> Touched:
        """What a variant touches; whatever it is, if it does more than to set fields."""
        places = [(str(place[0]), *map(str, place[1:2])) for place in touched(variant) if place[0] != PROVIDES]
        every = frozenset(place[0] for place in places)
        if not _only_sets(variant):
            return cls(every, every, frozenset())
        fields = frozenset((name, key) for name, key in places if key not in _BY_THEMSELVES)
        leading = frozenset(name for name, key in fields if key in _COMPARED_WITH_ALL)
        return cls(frozenset(name for name, _ in fields), leading, fields)

    def with_(self, other: Touched) -> frozenset[str]:
        """The ids of the entries that may not be right after both."""
        same = self.fields & other.fields
        found = (self.entries & other.leading) | (self.leading & other.entries)
        return found.union(name for name, _ in same) if same else found


def _only_sets(variant: Variant) -> bool:
    return not (variant.add or variant.drop or variant.after)


@frozen
class PairCheck:
    """The entries of a role after two variants, as far as these can be told without the rest of the role."""

    setting: RequirementChecker
    stated: Sections
    measures: tuple[str, ...]
    #: The grade of the document and all grades, as :func:`entry_at` wants them.
    grades: tuple[str, tuple[str, ...]]
    scale_of: ScaleOf
    #: What one of the two decides alone, kept for its other pairs: the entries after the first with their sections, by
    #: the ids of both, and the setting.
    _between: dict[tuple[str, str], tuple[str, Any]] = field(init=False, factory=dict)
    _settings: dict[str, RequirementChecker] = field(init=False, factory=dict)

    @classmethod
    def of(cls, setting: RequirementChecker) -> PairCheck:
        """The entries as the document states them."""
        document = setting.checker.document.tree
        order, stated = grade_ids(document), sections(document)
        grade = document.get(GRADE, order[0] if order else "")
        quiet = _quiet(evolve(setting, duties=tuple(stated["duties"])))
        return cls(quiet, stated, tuple(stated["measures"]), (grade, order), _scale_of(setting))

    def finds_nothing(self, one: Variant, other: Variant, index: int, shared: Iterable[str]) -> bool:
        """Whether the shared entries are right after both; ``False`` also where it takes the whole role to tell."""
        if not (_only_sets(one) and _only_sets(other)):
            return False
        return all(self._is_right(one, other, index, entry_id) for entry_id in shared)

    def _is_right(self, one: Variant, other: Variant, index: int, entry_id: str) -> bool:
        between = self._between.get((one.id, entry_id))
        if between is None:
            section = section_of(self.stated, entry_id)
            if section is None:
                return False
            between = section, self._changed(self.stated[section][entry_id], one)
            self._between[one.id, entry_id] = between
        section, entry = between
        entry = self._changed(entry, other)
        if section in ASKING:
            entry = entry_at(entry, *self.grades)
        if entry is None:
            return True
        setting = self._settings.get(other.id)
        if setting is None:
            setting = self._settings[other.id] = evolve(self.setting, when=other.when)
        document = setting.checker.document
        place: Place = tuple
        if document.stand_ins:
            # At such a place nothing is found.
            place = partial(_within, ("variants", index, "set", entry_id), other.set[entry_id])
        _examine(setting, structure(entry, _model(section)), place, self.measures)
        found = document.findings
        is_right = not found
        found.clear()
        return is_right

    def _changed(self, entry: Any, variant: Variant) -> Any:
        return changed_entry(entry, variant.set[entry["id"]], self.scale_of, self.grades[1])


def _scale_of(setting: RequirementChecker) -> ScaleOf:
    return partial(setting.checker.catalog.scale_behind, pack=setting.checker.pack.id)


def _model(section: str) -> type[Any]:
    found: type[Any] = _LISTS[section].models[0]
    return found


def _noun(section: str) -> str:
    return _LISTS[section].noun.removeprefix("pay ")


def circle(code: str, place: Pointer, own: str, name: str, *, itself: bool) -> Finding:
    """The finding that two changes come after each other, or one after itself."""
    if itself:
        return Finding(pointer=place, code=code, message=f'"{name}" comes after itself', hint="remove it")
    message = f'"{own}" comes after "{name}", which comes after "{own}"'
    return Finding(pointer=place, code=code, message=message, hint="remove one of the two after:")


def needed_by(entries: Sections, name: str) -> list[str]:
    """The ids of the entries that name a duty or a measure, sorted."""
    needing = {
        one
        for section, key in _NEEDING
        for one, entry in entries[section].items()
        if name in one_or_more(entry.get(key, ()))
    }
    return sorted(needing)


def still_need(names: list[str]) -> str:
    """The beginning of a message about entries that still need something.

    >>> still_need(["sales"]), still_need(["sales", "talk"]), still_need(["a", "b", "c", "d"])
    ('"sales" still needs', '"sales" and "talk" still need', '"a", "b" and 2 others still need')
    """
    if len(names) == 1:
        return f'"{names[0]}" still needs'
    shown = [f'"{name}"' for name in names[:2]]
    more = len(names) - len(shown)
    return (f"{', '.join(shown)} and {more} others" if more else " and ".join(shown)) + " still need"


def _found(setting: RequirementChecker, entry: Any, place: Place, measures: tuple[str, ...]) -> tuple[Finding, ...]:
    """The findings on an entry, without adding them to the document."""
    quiet = _quiet(setting)
    _examine(quiet, entry, place, measures)
    return tuple(quiet.checker.document.findings)


def _quiet(setting: RequirementChecker) -> RequirementChecker:
    """The setting with a document of its own for the findings."""
    document = evolve(setting.checker.document, findings={})
    return evolve(setting, checker=evolve(setting.checker, document=document))


def _examine(setting: RequirementChecker, entry: Any, place: Place, measures: tuple[str, ...]) -> None:
    if isinstance(entry, Extra):
        setting.check(entry, place)
    check_measured(setting.checker, entry, place, measures)


def check_measured(checker: Checker, entry: Any, place: Place, measures: tuple[str, ...]) -> None:
    """Check that a duty and a pay component name known measures, and that a share names one."""
    if isinstance(entry, Duty) and entry.measure:
        checker.one_of(entry.measure, measures, place(("measure",)), "RP312", "measure")
    if isinstance(entry, Component) and entry.of:
        checker.one_of(entry.of, measures, place(("of",)), "RP312", "measure")
    elif isinstance(entry, Component) and entry.kind == "share":
        hint = "add of: with a measure"
        checker.add(place(()), "RP202", 'missing key "of"', hint, allowed=measures)


def _within(home: Pointer, change: Any, path: Pointer) -> Pointer:
    """The place of a field of an entry in a change, or of the innermost value around it that the change has."""
    place: Pointer = home
    for step in path:
        if step not in (change if hasattr(change, "keys") else range(len(change)) if isinstance(change, tuple) else ()):
            break
        change, place = change[step], (*place, step)
    return place
