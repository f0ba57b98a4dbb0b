"""Check the names and bounds in cases, so that a case can fail only because of its claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_context
from roleprofile.loading.people import statement
from roleprofile.model.case import (
    EACH,
    NO_GRADE,
    Bounds,
    Case,
    CaseHolder,
    CaseList,
    CasePerson,
    Contents,
    Expectations,
)
from roleprofile.model.context import dimensions_read
from roleprofile.model.convert import structure
from roleprofile.model.days import is_day
from roleprofile.model.grades import GRADE
from roleprofile.model.grammar import stated_fields
from roleprofile.model.pack import VERDICTS
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.role import SECTIONS, Role
from roleprofile.model.values import Pointer, closest
from roleprofile.model.vocabulary import UNSPECIFIED, Vocabulary
from roleprofile.rules.person_builder import build_person


def check_cases(checker: Checker, model: CaseList) -> None:
    """Check every case of a file."""
    for name, given in model.people.items():
        _person(checker, given, ("people", name))
    for index, case in enumerate(model.cases):
        _Case(checker, model).check(case, ("cases", index))


def _person(checker: Checker, given: CasePerson, place: Pointer) -> None:
    document = PersonDocument(id="somebody", facts=given.facts, closed=given.closed, roles_held=given.roles_held)
    said = statement(document, checker.catalog, checker.pack.id)
    _, findings = build_person(checker.catalog, said, checker.pack.id, count=False)
    for finding in findings:
        if not checker.excused(finding):
            more = {name: getattr(finding, name) for name in ("allowed", "severity", "at_key", "name")}
            checker.add((*place, *finding.pointer), finding.code, finding.message, finding.hint, **more)


class _Case:
    """The checks of the cases of one file."""

    def __init__(self, checker: Checker, model: CaseList) -> None:
        self._checker = checker
        self._names = {*model.people, *(name.rpartition(":")[2] for name in checker.people)}
        self._dimensions = checker.catalog.vocabulary_of(checker.pack.id)

    def check(self, case: Case, place: Pointer) -> None:
        checker = self._checker
        checker.rests(case, place, noun="case")
        role = checker.find(checker.catalog.roles, case.role, (*place, "role"), "RP306", "role")
        self._context(case, role, (*place, "context"), self._seen_by(role))
        self._subject(case.person, case.holder, place)
        if case.as_of and not is_day(case.as_of):
            hint = 'write, for example, "2026-03-14"'
            checker.add((*place, "as_of"), "RP206", f'"{case.as_of}" is not a day', hint)
        if case.person is not None and case.holder is not None:
            message = "person: and holder: cannot be used together"
            checker.add((*place, "holder"), "RP201", message, "keep one of person: and holder:", at_key=True)
        self._expect(case, role, (*place, "expect"))

    def _seen_by(self, role: Role | None) -> dict[str, Vocabulary]:
        """The dimensions that a context of a role may give."""
        return {**self._dimensions, **self._checker.catalog.vocabulary_for(role)} if role else self._dimensions

    def _context(self, case: Case, role: Role | None, place: Pointer, dimensions: dict[str, Vocabulary]) -> None:
        checker, context = self._checker, case.context
        if isinstance(context, str):
            packs = checker.catalog.packs
            known = {s.id for name in checker.catalog.scope(checker.pack.id) for s in packs[name].situations}
            checker.one_of(context, sorted(known), place, "RP333", "situation")
            return
        for name, terms in context.items():
            listed = terms if isinstance(terms, tuple) else (terms,)
            for index, term in enumerate(listed):
                spot: Pointer = (*place, name, index) if isinstance(terms, tuple) else (*place, name)
                if term not in (EACH, UNSPECIFIED):
                    check_one = {name: term}
                    for_one = (*spot[:-1],) if len(spot) == len(place) + 1 else spot
                    self._term(check_one, for_one, spot, dimensions)
                elif name not in dimensions:
                    checker.dimension(name, dimensions, (*place, name), at_key=True)
        missing = [name for name in _read(checker, role) if name not in context] if role is not None else []
        if case.expect.grade is not None and GRADE in context:
            message = "grade compares all grades, and the context gives one"
            checker.add((*place, GRADE), "RP334", message, "leave grade out of the context", at_key=True)
        if [key for _, _, key in stated_fields(case.expect)] == ["grade"] and GRADE in missing:
            missing.remove(GRADE)
        if missing:
            shown = ", ".join(missing)
            hint = f"add {missing[0]}: with a term, a list, each or unspecified"
            checker.add(place, "RP202", f"the role reads {shown}, which the context does not give", hint)

    def _term(self, context: dict[str, str], place: Pointer, spot: Pointer, dimensions: dict[str, Vocabulary]) -> None:
        name, term = next(iter(context.items()))
        if name not in dimensions:
            self._checker.dimension(name, dimensions, place, at_key=True)
        else:
            vocabulary = dimensions[name]
            self._checker.one_of(term, (*vocabulary.term_ids, UNSPECIFIED, EACH), spot, "RP304", name)

    def _subject(self, person: Any, holder: CaseHolder | None, place: Pointer) -> None:
        checker = self._checker
        if isinstance(person, str):
            name = person.rpartition(":")[2]
            if name not in self._names and not checker.incomplete and name not in checker.missing:
                hint = closest(name, sorted(self._names)) or "name a person of the pack or of this file"
                checker.add((*place, "person"), "RP332", f'unknown person "{person}"', hint)
        elif person is not None:
            _person(checker, structure(person, CasePerson), (*place, "person"))
        if holder is not None:
            spot: Pointer = (*place, "holder")
            role = checker.find(checker.catalog.roles, holder.role, (*spot, "role"), "RP306", "role")
            check_context(checker, holder.context, (*spot, "context"), self._seen_by(role))

    def _subjects(self, given: Any, place: Pointer) -> None:
        if isinstance(given, tuple):
            for index, one in enumerate(given):
                self._subjects(one, (*place, index))
        elif isinstance(given, str):
            self._subject(given, None, place)
        elif given is not None:
            holder = structure(given["holder"], CaseHolder) if "holder" in given else None
            self._subject(given.get("person"), holder, place)

    def _expect(self, case: Case, role: Role | None, place: Pointer) -> None:
        checker, expect = self._checker, case.expect
        nobody = case.person is None and case.holder is None
        for one, _, name in stated_fields(expect):
            if nobody and one.about == "person":
                hint = "add person: or holder: to the case"
                checker.add((*place, name), "RP334", f"{name} needs a person or a holder", hint)
        for name in ("mode", "needs"):
            if getattr(expect, name) and (case.holder is None if name == "mode" else nobody):
                hint = "add holder: with that role"
                checker.add((*place, name), "RP334", f"{name} needs the role that the person leaves", hint)
        if expect.ahead_by is not None and expect.ranks_above is None:
            hint = "add ranks_above: with the people who rank lower"
            checker.add((*place, "ahead_by"), "RP334", "ahead_by needs people to compare with", hint)
        if expect.pay_share and case.pay is None:
            hint = "add pay: with them"
            checker.add((*place, "pay_share"), "RP334", "pay_share needs amounts", hint)
        for name in ("ranks_above", "ranks_with"):
            self._subjects(getattr(expect, name), (*place, name))
        self._ranges(expect, place)
        if role is not None:
            self._entries(expect, role, place)
            self._grade(expect, role, (*place, "grade"))

    def _grade(self, expect: Expectations, role: Role, place: Pointer) -> None:
        if expect.grade is None:
            return
        if not role.grades:
            hint = "give the role grades:, or name a role that has them, without a grade"
            self._checker.add(place, "RP334", f"{role.id} has no grades to compare", hint, at_key=True)
            return
        ids = (*(grade.id for grade in role.grades), NO_GRADE)
        names: dict[Pointer, str]
        names = {(): expect.grade} if isinstance(expect.grade, str) else {(key,): n for key, n in expect.grade.items()}
        for spot, name in names.items():
            self._checker.one_of(name, ids, (*place, *spot), "RP304", "grade")
        order = (NO_GRADE, *ids)
        least, most = (names.get((key,), "") for key in ("at_least", "at_most"))
        if least in order and most in order and order.index(least) > order.index(most):
            message = f"no grade is at least {least} and at most {most}"
            self._checker.add(place, "RP334", message, "swap the two")

    def _ranges(self, expect: Expectations, place: Pointer) -> None:
        bounds: dict[Pointer, Any] = {(key,): found for _, found, key in stated_fields(expect)}
        bounds |= {("pay_share", name): one for name, one in expect.pay_share.items()}
        for spot, one in bounds.items():
            if isinstance(one, Bounds) and None not in (one.at_least, one.at_most) and one.at_least > one.at_most:  # type: ignore[operator]
                message = f"nothing is at least {one.at_least} and at most {one.at_most}"
                self._checker.add((*place, *spot), "RP334", message, "swap the two")
        verdict = expect.verdict
        if hasattr(verdict, "keys") and {"at_least", "at_most"} <= set(verdict):
            worst, best = (VERDICTS.index(verdict[name]) for name in ("at_least", "at_most"))
            if worst < best:
                message = f"no verdict is at least {verdict['at_least']} and at most {verdict['at_most']}"
                self._checker.add((*place, "verdict"), "RP334", message, "swap the two")

    def _entries(self, expect: Expectations, role: Role, place: Pointer) -> None:
        checker = self._checker
        requirements = _ids(role, "requirements")
        for name in ("gap_includes", "question_includes"):
            for index, entry in enumerate(getattr(expect, name)):
                checker.one_of(entry, requirements, (*place, name, index), "RP335", "requirement")
        for index, entry in enumerate(expect.variant_applies):
            known = tuple(v.id for v in role.variants)
            checker.one_of(entry, known, (*place, "variant_applies", index), "RP335", "variant")
        for option, entries in expect.raises.items():
            spot: Pointer = (*place, "raises", option)
            checker.find(checker.catalog.options, option, spot, "RP338", "development option", at_key=True)
            for index, entry in enumerate(entries):
                checker.one_of(entry, requirements, (*spot, index), "RP335", "requirement")
        for side in ("has", "lacks"):
            self._listed(getattr(expect, side), _contents(checker, role, requirements), side, place)

    def _listed(self, listed: Contents, contents: Mapping[str, tuple[str, ...]], side: str, place: Pointer) -> None:
        checker = self._checker
        for one, entries, name in stated_fields(listed):
            for index, entry in enumerate(entries):
                spot = (*place, side, name, index)
                if one.names == "options":
                    checker.find(checker.catalog.options, entry, spot, "RP338", one.noun)
                # What a role lacks may be an entry of any other, but the ways into it are its own.
                elif side == "has" or one.names == "transitions":
                    checker.one_of(entry, contents[name], spot, "RP335", one.noun)


def _read(checker: Checker, role: Role) -> tuple[str, ...]:
    behind = [f"{role.pack}:{role.id}", *(f"{one.pack}:{one.id}" for one in role.overlays)]
    if not checker.unsure.isdisjoint(behind):
        return ()
    return tuple(name for name in dimensions_read(role) if name in checker.catalog.vocabulary_for(role))


def _ids(role: Role, section: str) -> tuple[str, ...]:
    """The ids of the entries of a list, and of those that variants add to it."""
    home = role.compensation.components if section == "components" else getattr(role, section)
    # Of a role with grades, the model has the lowest one only.
    home = (*home, *(one for rung in role.in_grades.values() for one in getattr(rung, section, ())))
    added = [entry["id"] for v in role.variants for entry in v.add.get(section, ())]
    return tuple(dict.fromkeys((*(entry.id for entry in home), *added)))


def _contents(checker: Checker, role: Role, requirements: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names that a case may expect of a role, by list, with those that its variants add."""
    pay, roles = role.compensation, checker.catalog.roles
    dimensions = checker.catalog.vocabulary_of(role.pack)
    terms = tuple(
        term
        for name, tops in (role.common_in.when.items() if role.common_in else ())
        if name in dimensions
        for top in tops
        if top in dimensions[name]
        for term in dimensions[name].within(top)
    )
    full = f"{role.pack}:{role.id}"
    ways = (t for t in checker.catalog.transitions if full in checker.catalog.candidates(roles, t.target, t.pack))
    provided = {*role.provides, *(n for v in role.variants for c in (v.set, v.add) for n in c.get("provides", ()))}
    return {
        **{section: _ids(role, section) for section in SECTIONS},
        "minimums": requirements,
        "main": _ids(role, "components"),
        "drivers": pay.drivers.dimensions if pay.drivers else (),
        "benchmark": (pay.benchmark.id,) if pay.benchmark else (),
        "observations": tuple(note.id for note in role.observations),
        "aliases": tuple(name for names in role.aliases.values() for name in names),
        "common_in": terms,
        "provides": tuple(sorted(provided)),
        "transitions": tuple(dict.fromkeys(one.id for one in ways)),
    }
