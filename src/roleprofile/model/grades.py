"""Grades: the document of a role, read for one of its grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roleprofile.model.grammar import fields_of
from roleprofile.model.role import ASKING, GROUPS, PROVIDES, Alternative, Requirement
from roleprofile.model.values import FrozenMap, one_or_more
from roleprofile.model.vocabulary import ANY, UNSPECIFIED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from roleprofile.model.role import Role
    from roleprofile.model.values import Text

#: The dimension of a context that gives the grade of a role with grades.
GRADE = "grade"
#: The ways to move a level instead of stating it, with their directions: ``asks: {raise: 1}``.
DIRECTIONS = {"raise": 1, "lower": -1}
#: Ids that no grade may have, because they mean something else where a grade is named.
RESERVED_GRADES = frozenset({*DIRECTIONS, ANY, UNSPECIFIED, "each", "same", "lower", "none"})
_RELATIVE = frozenset(key for key, one in fields_of(Requirement).items() if one.relative)
_GRADED = frozenset(key for key, one in fields_of(Requirement, Alternative).items() if one.graded)


def is_by_grade(key: str, value: Any) -> bool:
    """Whether the value of a field is a map by grade.

    >>> is_by_grade("asks", {"band-6": "advanced"}), is_by_grade("asks", {"raise": 1})
    (True, False)
    >>> is_by_grade("credit", {"working": 50}), is_by_grade("credit", {"band-6": {"working": 50}})
    (False, True)
    """
    if key not in _GRADED or not hasattr(value, "keys") or (key in _RELATIVE and value.keys() <= DIRECTIONS.keys()):
        return False
    return key != "credit" or any(hasattr(inner, "keys") for inner in value.values())


def without_grade(role: str) -> str:
    """The id of a role without the grade.

    >>> without_grade("ours:nurse/band-5")
    'ours:nurse'
    """
    return role.partition("/")[0]


def at_grade(role: Role, context: Mapping[str, str]) -> Role:
    """The role in the grade that the context gives; the same if it has no grades, or the grade is unspecified."""
    return role.in_grades.get(context.get(GRADE, ""), role)


def grade_ids(document: Any) -> tuple[str, ...]:
    """The ids of the grades of a role's document, lowest first."""
    return tuple(one["id"] for one in document.get("grades", ()))


def by_grade(key: str, value: Any, grade: str, order: Sequence[str]) -> Any:
    """The value of a field at a grade: that of the highest named grade up to it; ``None`` below all of them."""
    if not is_by_grade(key, value):
        return value
    reached = order[: order.index(grade) + 1] if grade in order else ()
    named = [one for one in reached if one in value]
    return value[named[-1]] if named else None


def by_grades(key: str, value: Any) -> tuple[tuple[str, Any], ...]:
    """The values of a field, each with the grade from which it holds, or ``""`` if the field is not a map by grade.

    >>> by_grades("weight", {"band-5": 2, "band-6": 4}), by_grades("weight", 3)
    ((('band-5', 2), ('band-6', 4)), (('', 3),))
    """
    return tuple(value.items()) if is_by_grade(key, value) else (("", value),)


def at_lowest(document: Any) -> Any:
    """The document of a role with the requirements and extras of its lowest grade; variants stay as they are."""
    order = grade_ids(document)
    lowest = order[0] if order else ""
    asked = {section: _entries(document[section], lowest, order, set()) for section in ASKING if section in document}
    return FrozenMap({**document, **asked}) if any(asked[name] != document[name] for name in asked) else document


def in_grade(document: Any, grade: str) -> FrozenMap[str, Any]:
    """The document of a role in one of its grades: a role of its own, ``role/grade``.

    It has no requirement whose ``asks`` begins at a higher grade, no change that a variant makes to such a requirement,
    and no variant for other grades.
    """
    order = grade_ids(document)
    found = {key: value for key, value in document.items() if key != "grades"}
    found["id"] = f"{document['id']}/{grade}"
    found["label"] = _label(document["label"], document["grades"][order.index(grade)]["label"])
    absent: set[str] = set()
    for section in ASKING:
        if section in document:
            found[section] = _entries(document[section], grade, order, absent)
    if "variants" in document:
        mine = [one for one in document["variants"] if grade in one_or_more(one["when"].get(GRADE, grade))]
        added = [_adds(one, grade, order, absent) for one in mine]
        ids = {one["id"] for one in mine}
        added_entries = (entry for one in mine for section in ASKING for entry in one.get("add", {}).get(section, ()))
        stated = (entry for section in ASKING for entry in document.get(section, ()))
        entries = {entry["id"]: entry for entry in (*added_entries, *stated)}
        found["variants"] = tuple(_variant(one, grade, order, absent, ids, entries) for one in added)
    return FrozenMap(found)


def _label(role: Text, grade: Text) -> FrozenMap[str, str]:
    rest = next(iter(grade.values()), "")
    return FrozenMap({language: f"{text}, {grade.get(language, rest)}" for language, text in role.items()})


def _entries(entries: Iterable[Any], grade: str, order: Sequence[str], absent: set[str]) -> tuple[Any, ...]:
    """The entries that a grade has; the ids of the others are added to ``absent``."""
    found = []
    for one in entries:
        entry = _entry(one, grade, order)
        if entry is None:
            absent.add(one["id"])
        else:
            found.append(entry)
    return tuple(found)


def _entry(entry: Any, grade: str, order: Sequence[str]) -> Any:
    """An entry or a criterion at a grade; ``None`` where it asks for nothing yet."""
    found = _fields(entry, grade, order)
    return found if all(key in found for key in ("asks", *GROUPS) if key in entry) else None


def _fields(entry: Any, grade: str, order: Sequence[str]) -> FrozenMap[str, Any]:
    """The fields of an entry at a grade, without those that begin at a higher one."""
    found = {}
    for key, value in entry.items():
        here = by_grade(key, value, grade, order)
        if key in GROUPS:
            here = tuple(part for one in value if (part := _entry(one, grade, order)) is not None) or None
        # To raise or lower something is for changes; the check reports it.
        if here is not None and not (key in _RELATIVE and hasattr(here, "keys")):
            found[key] = here
    return FrozenMap(found)


def _adds(variant: Any, grade: str, order: Sequence[str], absent: set[str]) -> Any:
    added = {
        section: _entries(entries, grade, order, absent) if section in ASKING else entries
        for section, entries in variant.get("add", {}).items()
    }
    return FrozenMap({**variant, "add": FrozenMap(added)}) if added else variant


def _variant(
    variant: Any, grade: str, order: Sequence[str], absent: set[str], ids: set[str], entries: Mapping[str, Any]
) -> Any:
    found = dict(variant)
    found["when"] = FrozenMap({name: terms for name, terms in variant["when"].items() if name != GRADE})
    if "drop" in variant:
        found["drop"] = tuple(name for name in variant["drop"] if name not in absent)
    if "after" in variant:
        found["after"] = tuple(name for name in one_or_more(variant["after"]) if name in ids)
    if "set" in variant:
        found["set"] = FrozenMap(
            {
                name: change if name == PROVIDES else _change(change, entries.get(name, {}), grade, order)
                for name, change in variant["set"].items()
                if name not in absent
            }
        )
    return FrozenMap(found)


def _change(change: Any, entry: Any, grade: str, order: Sequence[str]) -> FrozenMap[str, Any]:
    """What a change of an entry sets at a grade: nothing where the entry names a grade that is nearer."""
    found = {}
    for key, value in change.items():
        here = by_grade(key, value, grade, order)
        if key in GROUPS:
            here = tuple(part for one in value if (part := _entry(one, grade, order)) is not None) or None
        elif is_by_grade(key, value):
            old = entry.get(key)
            names = {**(old if is_by_grade(key, old) else {}), **value}
            nearest = [one for one in order[: order.index(grade) + 1] if one in names]
            here = here if nearest and nearest[-1] in value else None
        if here is not None:
            found[key] = here
    return FrozenMap(found)


def changed_by_grade(key: str, old: Any, new: Any, order: Sequence[str], change: Callable[[Any, Any], Any]) -> Any:
    """A field after a change, if either side is a map by grade: maps are merged, and a plain change applies to each.

    ``change(old, new)`` gives the value at one grade.
    """
    had = old if is_by_grade(key, old) else {} if old is None else {order[0]: old}
    if is_by_grade(key, new):
        changed = {grade: change(by_grade(key, old, grade, order), value) for grade, value in new.items()}
    else:
        changed = {grade: change(value, new) for grade, value in had.items()}
    return FrozenMap({**had, **{grade: value for grade, value in changed.items() if value is not None}})
