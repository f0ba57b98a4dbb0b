"""Grades: the document of a role, read for one of its grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from roleprofile.model.grammar import fields_of
from roleprofile.model.role import ASKING, GROUPS, Alternative, Requirement, Role
from roleprofile.model.values import FrozenMap, Text, one_or_more
from roleprofile.model.vocabulary import ANY, UNSPECIFIED

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
    return key != "credit" or (bool(value) and all(hasattr(inner, "keys") for inner in value.values()))


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


def resolved(document: Any) -> Any:
    """The document of a role with the requirements and extras of its grade, or else of its lowest grade.

    ``document`` may have variants applied to it; those that it still has stay as they are.
    """
    order = grade_ids(document)
    grade = document.get(GRADE, order[0] if order else "")
    found = {section: _entries(document[section], grade, order) for section in ASKING if section in document}
    if GRADE in document:
        return FrozenMap(
            {key: found.get(key, value) for key, value in document.items() if key not in (GRADE, "grades")}
        )
    return FrozenMap({**document, **found}) if any(found[name] != document[name] for name in found) else document


def in_grade(document: Any, grade: str) -> FrozenMap[str, Any]:
    """The document of a role in one of its grades: a role of its own, ``role/grade``.

    Values by grade stay maps until :func:`resolved`, so that variants change them as files do. Variants for other
    grades are left out.
    """
    found = {**document, GRADE: grade, "id": f"{document['id']}/{grade}"}
    label = next(one["label"] for one in document["grades"] if one["id"] == grade)
    found["label"] = _label(document["label"], label)
    if "variants" in document:
        mine = [one for one in document["variants"] if grade in one_or_more(one["when"].get(GRADE, grade))]
        ids = {one["id"] for one in mine}
        found["variants"] = tuple(_without_condition(one, ids) for one in mine)
    common, pay = document.get("common_in", {}), document.get("compensation", {})
    if GRADE in common.get("when", {}):
        found["common_in"] = FrozenMap({**common, "when": _without(common["when"])})
    if GRADE in pay.get("drivers", {}).get("dimensions", ()):
        names = tuple(name for name in pay["drivers"]["dimensions"] if name != GRADE)
        found["compensation"] = FrozenMap({**pay, "drivers": FrozenMap({**pay["drivers"], "dimensions": names})})
    return FrozenMap(found)


def _without_condition(variant: Any, ids: set[str]) -> Any:
    """A variant without its condition on the grade, and without the names of variants for other grades."""
    found = {**variant, "when": _without(variant["when"])}
    if "after" in variant:
        found["after"] = tuple(name for name in one_or_more(variant["after"]) if name in ids)
    return FrozenMap(found)


def _without(when: Mapping[str, Any]) -> FrozenMap[str, Any]:
    return FrozenMap({name: terms for name, terms in when.items() if name != GRADE})


def _label(role: Text, grade: Text) -> FrozenMap[str, str]:
    rest = next(iter(grade.values()), "")
    return FrozenMap({language: f"{text}, {grade.get(language, rest)}" for language, text in role.items()})


def _entries(entries: Iterable[Any], grade: str, order: Sequence[str]) -> tuple[Any, ...]:
    """The entries that a grade has."""
    return tuple(found for one in entries if (found := entry_at(one, grade, order)) is not None)


def entry_at(entry: Any, grade: str, order: Sequence[str]) -> Any:
    """An entry or a criterion at a grade; ``None`` where it asks for nothing yet."""
    found = {}
    for key, value in entry.items():
        here = value
        if key in GROUPS:
            here = tuple(part for one in value if (part := entry_at(one, grade, order)) is not None) or None
        elif hasattr(value, "keys"):
            here = by_grade(key, value, grade, order)
            if is_misplaced(key, here):
                continue
        if here is not None:
            found[key] = here
    return FrozenMap(found) if all(key in found for key in ("asks", *GROUPS) if key in entry) else None


def is_misplaced(key: str, value: Any) -> bool:
    """Whether the value of a field of an entry is a map that no entry has, which a check reports.

    To raise or lower a level is for changes, and a credit by grade has a map for each grade.
    """
    if not hasattr(value, "keys"):
        return False
    return key in _RELATIVE or (key == "credit" and any(hasattr(inner, "keys") for inner in value.values()))


def changed_by_grade(key: str, old: Any, new: Any, order: Sequence[str], change: Callable[[Any, Any, str], Any]) -> Any:
    """The value of a field after a change of which either side is a map by grade.

    Maps are merged. A plain change applies to every grade, but a requirement stays out of the grades below the lowest
    one that ``asks`` names. ``change(old, new, grade)`` gives the value at one grade.
    """
    stated = dict(old) if is_by_grade(key, old) else {} if old is None else {order[0]: old}
    found = {}
    for grade in order:
        before = by_grade(key, old, grade, order)
        if not is_by_grade(key, new):
            if before is not None or key != "asks":
                found[grade] = change(before, new, grade)
        elif grade in new:
            found[grade] = change(before, new[grade], grade)
        elif grade in stated:
            found[grade] = stated[grade]
    return FrozenMap({grade: value for grade, value in found.items() if value is not None})
