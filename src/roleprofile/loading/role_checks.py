"""Check a role's file: its references and its meaning, without variants and with each variant applied."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from attrs import evolve, field, frozen

from roleprofile.loading.change_checks import ChangeCheck, PairCheck, Touched, check_measured, circle
from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_when
from roleprofile.loading.provides_checks import check_provides
from roleprofile.loading.requirement_checks import RequirementChecker
from roleprofile.loading.source_map import follow, in_all_grades, names_of
from roleprofile.model.convert import structure
from roleprofile.model.grades import RESERVED_GRADES, by_grade, grade_ids, in_grade, is_by_grade, is_misplaced, resolved
from roleprofile.model.role import ASKING, PROVIDES, SECTIONS, Role, Variant
from roleprofile.model.values import Finding, Pointer
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.overlays import conflicts, reach, unordered


def check_role(checker: Checker, role: Role) -> None:
    """Check a role whose document follows the schema."""
    # The model of a file does not say of which pack it is.
    dimensions = checker.catalog.vocabulary_for(evolve(role, pack=checker.pack.id))
    _ids(checker, role)
    _verdicts(checker)
    _grades(checker, role)
    checker.sources(role.defaults, ("defaults",))
    _work(checker, role)
    _pay(checker, role, dimensions)
    check_provides(checker, role.provides, (PROVIDES,), dimensions)
    for index, note in enumerate(role.observations):
        checker.rests(note, ("observations", index), role.defaults, noun="observation")
    if role.common_in is not None:
        checker.rests(role.common_in, ("common_in",), role.defaults, noun="statement")
        check_when(checker, role.common_in.when, ("common_in", "when"), dimensions)
    for index, variant in enumerate(role.variants):
        checker.rests(variant, ("variants", index), role.defaults, noun="variant")
        check_when(checker, variant.when, ("variants", index, "when"), dimensions)
    for index, grade in enumerate(role.grades):
        _check_grade(checker, role, grade.id, index)
    setting = _setting(checker, role)
    named = _Variants(setting, role.variants)
    for index, variant in enumerate(role.variants):
        named.check_after(variant, ("variants", index))
    if not role.grades:
        _check_asked(checker, role)


def _grades(checker: Checker, role: Role) -> None:
    """Check the grades, and that each map by grade names them."""
    checker.unique(((grade.id, ("grades", i)) for i, grade in enumerate(role.grades)), "grade")
    for index, grade in enumerate(role.grades):
        if grade.id in RESERVED_GRADES:
            message = f'"{grade.id}" is a word of the grammar and cannot be a grade'
            checker.add(("grades", index, "id"), "RP205", message, "choose another id")
    ids = grade_ids(checker.document.tree)
    for place, value, one in checker.document.fields:
        if not (one.graded and hasattr(value, "keys")):
            continue
        if is_by_grade(one.key, value) and not ids:
            hint = "list the grades of the role under grades:, lowest first"
            checker.add(place, "RP304", f"{one.key} names grades, but the role has none", hint)
        elif is_by_grade(one.key, value):
            for name in value:
                checker.one_of(name, ids, (*place, name), "RP304", "grade", at_key=True)
        elif "set" not in place[-3:-2] and is_misplaced(one.key, value):
            message = f"only a change raises or lowers {one.key}"
            hint = "write the value itself"
            if one.key == "credit":
                message, hint = (
                    "some grades have a map of credits and some a number",
                    "give each grade a map of credits",
                )
            checker.add(place, "RP203", message, hint)


def _weighed_by_grade(document: Any) -> Iterator[tuple[Pointer, Any]]:
    """The requirements with weights by grade, with the places of these."""
    homes: list[tuple[Pointer, Any]] = [((), document)]
    homes += [(("variants", i, "add"), one.get("add", {})) for i, one in enumerate(document.get("variants", ()))]
    for home, tree in homes:
        for index, entry in enumerate(tree.get("requirements", ())):
            if "needed" not in entry and is_by_grade("weight", entry.get("weight")):
                yield (*home, "requirements", index, "weight"), entry


def _check_grade(checker: Checker, role: Role, grade: str, index: int) -> None:
    """Check what a role asks for in one of its grades; a mistake in several grades is reported once."""
    whole = checker.document
    document = in_grade(whole.tree, grade)
    order, shown = grade_ids(whole.tree), resolved(document)

    def here(pointer: Pointer) -> Pointer:
        found = follow(shown, names_of(whole.tree, pointer))
        return found if len(found) == len(pointer) else (*found, "")

    view = evolve(
        whole,
        tree=document,
        model=evolve(structure(document, Role), pack=role.pack, document=document),
        findings={},
        stand_ins=frozenset(map(here, whole.stand_ins)),
    )
    _check_asked(evolve(checker, document=view), view.model)
    if not view.model.requirements:
        hint = "ask for something from the lowest grade on, or remove the grade"
        checker.add(("grades", index), "RP208", f'the grade "{grade}" asks for nothing', hint)
    for place, entry in _weighed_by_grade(whole.tree):
        there = by_grade("asks", entry.get("asks", ""), grade, order) is not None
        if there and by_grade("weight", entry["weight"], grade, order) is None:
            message = f'"{entry["id"]}" has no weight for {grade}'
            whole.add(Finding(pointer=place, code="RP202", message=message, hint=f"add {grade}: with a weight"))
    for finding in view.findings:
        whole.add(evolve(finding, pointer=in_all_grades(whole.tree, shown, finding.pointer, grade, order)))


def _setting(checker: Checker, role: Role) -> RequirementChecker:
    dimensions = checker.catalog.vocabulary_of(checker.pack.id)
    return RequirementChecker(checker, dimensions, tuple(duty.id for duty in role.duties), role.defaults.necessity)


def _check_asked(checker: Checker, role: Role) -> None:
    """Check the requirements and extras of a role without grades, or of one grade, and its variants."""
    setting = _setting(checker, role)
    for section in ASKING:
        for index, entry in enumerate(getattr(role, section)):
            place: Pointer = (section, index)
            checker.rests(entry, place, role.defaults, noun=section.removesuffix("s"))
            setting.check(entry, lambda path, place=place: (*place, *path))  # type: ignore[misc]
    _check_variants(checker, role, setting)


def _ids(checker: Checker, role: Role) -> None:
    entries: list[tuple[str, Pointer]] = []
    # In the order of the file, so that the later one of two equal ids is reported.
    # Of the document, because the model has only what the lowest grade asks for.
    tree = checker.document.tree
    order = list(tree)
    for section in sorted(SECTIONS, key=lambda name: order.index(name) if name in order else len(order)):
        home: Pointer = ("compensation", section) if section == "components" else (section,)
        found = (tree.get("compensation", {}) if section == "components" else tree).get(section, ())
        entries += [(entry["id"], (*home, i)) for i, entry in enumerate(found)]
    checker.unique(entries, "entry")
    checker.unique(((v.id, ("variants", i)) for i, v in enumerate(role.variants)), "variant")
    checker.unique(((o.id, ("observations", i)) for i, o in enumerate(role.observations)), "observation")


def _verdicts(checker: Checker) -> None:
    catalog = checker.catalog
    if not checker.incomplete and not any(catalog.packs[name].fit for name in catalog.scope(checker.pack.id)):
        hint = "add fit: to pack.yaml, or require a pack that has it, for example core"
        checker.add((), "RP329", "neither this pack nor a required pack defines how a score becomes a verdict", hint)


def _work(checker: Checker, role: Role) -> None:
    measures = tuple(measure.id for measure in role.measures)
    for index, measure in enumerate(role.measures):
        checker.rests(measure, ("measures", index), role.defaults, noun="measure")
    for index, duty in enumerate(role.duties):
        checker.rests(duty, ("duties", index), role.defaults, noun="duty")
        check_measured(checker, duty, lambda path, i=index: ("duties", i, *path), measures)  # type: ignore[misc]


def _pay(checker: Checker, role: Role, dimensions: dict[str, Vocabulary]) -> None:
    pay = role.compensation
    measures = tuple(measure.id for measure in role.measures)
    if pay.benchmark is not None:
        checker.rests(pay.benchmark, ("compensation", "benchmark"), role.defaults, noun="benchmark")
    if pay.drivers is not None:
        place: Pointer = ("compensation", "drivers")
        checker.rests(pay.drivers, place, role.defaults, noun="list of drivers")
        for index, name in enumerate(pay.drivers.dimensions):
            checker.dimension(name, dimensions, (*place, "dimensions", index))
    for index, component in enumerate(pay.components):
        place = ("compensation", "components", index)
        checker.rests(component, place, role.defaults, noun="component")
        check_measured(checker, component, lambda path, home=place: (*home, *path), measures)  # type: ignore[misc]


# --- variants --------------------------------------------------------------------------------------------------------


def _check_variants(checker: Checker, role: Role, setting: RequirementChecker) -> None:
    """Check every variant of a role, alone and together with others that can apply in the same context."""
    before = _errors(checker)
    variants = _Variants(setting, role.variants)
    if any(variant.id in variants.behind[variant.id] for variant in role.variants):
        return
    variants.check_conflicts()
    for index in range(len(role.variants)):
        variants.applied(index).check()
        # The variants that it comes after may not apply in all its contexts, so the role must be valid without them.
        if variants.may_lack(index):
            variants.applied(index, sure=True).check()
    if _errors(checker) == before:
        variants.check_pairs()


def _errors(checker: Checker) -> int:
    """The number of errors, without warnings, because a warning skips no check."""
    return sum(finding.severity == "error" for finding in checker.document.findings)


@frozen
class _Variants:
    """The variants of one role, and which of them can apply in the same context."""

    setting: RequirementChecker
    variants: tuple[Variant, ...]
    #: For each variant, the variants that it comes after, directly or through others.
    behind: dict[str, set[str]] = field(init=False)
    #: For each variant and dimension, the terms that select it; without variants whose condition has a mistake.
    terms: dict[str, dict[str, frozenset[str]]] = field(init=False)

    @behind.default
    def _reach(self) -> dict[str, set[str]]:
        return reach(self.variants)

    @terms.default
    def _selecting(self) -> dict[str, dict[str, frozenset[str]]]:
        known = self.setting.dimensions
        return {
            variant.id: {
                name: frozenset(t for top in tops if top in known[name] for t in known[name].within(top))
                for name, tops in variant.when.items()
            }
            for index, variant in enumerate(self.variants)
            if variant.when.keys() <= known.keys() and not self._mended(index)
        }

    def _mended(self, index: int) -> bool:
        document = self.setting.checker.document
        return any(document.mended("variants", index, key) for key in ("when", "after"))

    def together(self, one: Variant, other: Variant) -> bool:
        """Whether some context selects both; ``False`` if a condition has a mistake."""
        here, there = self.terms.get(one.id), self.terms.get(other.id)
        if here is None or there is None:
            return False
        return all(here[name] & there[name] for name in here.keys() & there.keys())

    def check_after(self, variant: Variant, place: Pointer) -> None:
        checker = self.setting.checker
        names = tuple(other.id for other in self.variants)
        for number, name in enumerate(variant.after):
            spot: Pointer = (*place, "after", number)
            if not checker.one_of(name, names, spot, "RP308", "variant"):
                continue
            itself = name == variant.id
            if itself or (variant.id in self.behind[name] and not self._said(variant)):
                checker.document.add(circle("RP326", spot, variant.id, name, itself=itself))
                if not itself:
                    return

    def _said(self, variant: Variant) -> bool:
        """Whether an earlier variant is in the same circle of ``after``, so that the circle is reported once."""
        before = self.variants[: self.variants.index(variant)]
        return any(v.id in self.behind[variant.id] and variant.id in self.behind[v.id] for v in before)

    def check_conflicts(self) -> None:
        """Check that no two variants change one field in the same context without an order."""
        variants = self.variants
        changes = [(variant.id, variant) for variant in variants]
        for found in conflicts(changes, self.behind, lambda one, other: self.together(variants[one], variants[other])):
            variant, names = variants[found.index], [variants[other].id for other in found.others]
            others = " and ".join(f'"{name}"' for name in names[:3])
            message = f'"{variant.id}" and {others} change {found.what} and can apply together'
            hint = f"define which comes last with after: [{', '.join(names[:3])}] here, or after: [{variant.id}] there"
            place: Pointer = ("variants", found.index, *found.place)
            self.setting.checker.add(place, "RP310", message, hint, at_key=found.at_key)

    def implied(self, variant: Variant, other: Variant) -> bool:
        """Whether all contexts of ``variant`` also select ``other``; ``False`` if a condition has a mistake."""
        mine, theirs = self.terms.get(variant.id), self.terms.get(other.id)
        if mine is None or theirs is None:
            return False
        return all(name in mine and mine[name] <= theirs[name] for name in theirs)

    def may_lack(self, index: int) -> bool:
        """Whether a variant can apply with a variant that it comes after, and also without it."""
        variant = self.variants[index]
        before = [v for v in self.variants if v.id in self.behind[variant.id] and self.together(variant, v)]
        return not all(self.implied(variant, other) for other in before)

    def applied(self, index: int, beside: Variant | None = None, *, sure: bool = False) -> ChangeCheck:
        """The check of a variant after the variants that it comes after, and after ``beside``.

        With ``sure``, only those count that apply in all contexts of the variant.
        """
        variant = self.variants[index]
        names = {v.id for v in self.variants if not sure or self.implied(variant, v)} & self.behind[variant.id]
        if beside is not None:
            names |= {beside.id, *self.behind[beside.id]}
        earlier = [v for v in self.variants if v.id in names and self.together(variant, v)]
        return ChangeCheck.by(self.setting, variant, index, earlier, self.behind)

    def check_pairs(self) -> None:
        """Check unordered variants of one entry together, because changes of different fields may not fit together."""
        touching = [Touched.by(variant) for variant in self.variants]
        pairs = PairCheck.of(self.setting)
        for first, second in combinations(range(len(touching)), 2):
            one, other = self.variants[first], self.variants[second]
            shared = touching[first].with_(touching[second])
            if not (shared and unordered(one.id, other.id, self.behind) and self.together(one, other)):
                continue
            if not pairs.finds_nothing(one, other, second, shared):
                self.applied(second, beside=one).check(only=shared)
