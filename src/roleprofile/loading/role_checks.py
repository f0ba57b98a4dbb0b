"""References and meaning of a role's file: as it stands, and with each of its variants applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.loading.change_checks import check_measured
from roleprofile.loading.context_checks import check_when
from roleprofile.loading.provides_checks import check_provides
from roleprofile.loading.requirement_checks import RequirementChecker
from roleprofile.loading.variant_checks import check_variants
from roleprofile.model.role import SECTIONS
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from roleprofile.loading.checker import Checker
    from roleprofile.model.role import Role
    from roleprofile.model.values import Pointer
    from roleprofile.model.vocabulary import Vocabulary


def check_role(checker: Checker, role: Role) -> None:
    """Everything that can be wrong with a role once its document follows the schema."""
    dimensions = checker.catalog.vocabulary_of(checker.pack.id)
    _ids(checker, role)
    _verdicts(checker)
    setting = RequirementChecker(checker, dimensions, tuple(duty.id for duty in role.duties), role.defaults.necessity)
    for section in ("requirements", "extras"):
        for index, entry in enumerate(getattr(role, section)):
            place: Pointer = (section, index)
            checker.name(entry, place, section.removesuffix("s"))
            checker.rests(entry, place, role.defaults, noun=section.removesuffix("s"))
            setting.check(entry, lambda path, place=place: (*place, *path))  # type: ignore[misc]
    checker.sources(role.defaults, ("defaults",))
    _work(checker, role)
    _pay(checker, role, dimensions)
    check_provides(checker, role.provides, (PROVIDES,), dimensions)
    for index, note in enumerate(role.observations):
        checker.rests(note, ("observations", index), role.defaults, noun="observation")
    if role.common_in is not None:
        checker.rests(role.common_in, ("common_in",), role.defaults, noun="statement")
        check_when(checker, role.common_in.when, ("common_in", "when"), dimensions)
    check_variants(checker, role, setting)


def _ids(checker: Checker, role: Role) -> None:
    entries: list[tuple[str, Pointer]] = []
    # The second of two equal ids is the one further down in the file.
    order = list(checker.document.tree)
    for section in sorted(SECTIONS, key=lambda name: order.index(name) if name in order else len(order)):
        home: Pointer = ("compensation", section) if section == "components" else (section,)
        found = role.compensation.components if section == "components" else getattr(role, section)
        entries += [(entry.id, (*home, i)) for i, entry in enumerate(found)]
    checker.unique(entries, "entry")
    checker.unique(((v.id, ("variants", i)) for i, v in enumerate(role.variants)), "variant")
    checker.unique(((o.id, ("observations", i)) for i, o in enumerate(role.observations)), "observation")


def _verdicts(checker: Checker) -> None:
    catalog = checker.catalog
    if not checker.incomplete and not any(catalog.packs[name].fit for name in catalog.scope(checker.pack.id)):
        hint = "add fit: to pack.yaml, or require a pack that has it, such as core"
        checker.add((), "RP329", "neither this pack nor one that it requires says how a score becomes a verdict", hint)


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
