"""Check transitions and development options: the names in them, and whether they can have an effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_key, check_when
from roleprofile.loading.requirement_checks import RequirementChecker
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.development import Option, OptionList
from roleprofile.model.role import PROVIDES, Role
from roleprofile.model.transition import LOWER, SAME, Transition, TransitionList
from roleprofile.model.values import Pointer
from roleprofile.model.vocabulary import ANY, Vocabulary
from roleprofile.rules.overlays import reach


def check_transitions(checker: Checker, model: TransitionList) -> None:
    """Check the transitions into one role."""
    dimensions = checker.catalog.vocabulary_of(checker.pack.id)
    target = _job_named(checker, model.target, ("target",))
    checker.unique(((t.id, ("transitions", i)) for i, t in enumerate(model.transitions)), "transition")
    _effort(checker, ("transitions", 0, "effort"))
    setting = RequirementChecker(checker, dimensions, (), "minimum")
    for index, one in enumerate(model.transitions):
        place: Pointer = ("transitions", index)
        checker.rests(one, place, noun="transition")
        check_when(checker, one.when, (*place, "when"), dimensions)
        _relative(checker, one.origin_context, (*place, "origin_context"), dimensions)
        origin = None
        if one.origin != ANY:
            origin = _job_named(checker, one.origin, (*place, "origin"))
        checker.unique(((n.id, (*place, "needs", i)) for i, n in enumerate(one.needs)), "entry")
        for number, need in enumerate(one.needs):
            home: Pointer = (*place, "needs", number)
            checker.rests(need, home, one, noun="requirement")
            setting.check(need.requirement, lambda path, home=home: (*home, *path))  # type: ignore[misc]
        if origin is not None and target is not None:
            _moves(checker, one, origin, target, place)


def _job_named(checker: Checker, ref: str, place: Pointer) -> Role | None:
    """The role with a name, which has to be one grade if it has grades; ``None``, and a finding, if it is not."""
    role = checker.find(checker.catalog.roles, ref, place, "RP306", "role")
    if role is not None and role.grades:
        names = tuple(f"{ref}/{grade.id}" for grade in role.grades)
        checker.add(
            place, "RP306", f'"{ref}" has grades, and nobody holds all of them', "name one grade", allowed=names
        )
        return None
    return role


def _moves(checker: Checker, one: Transition, origin: Role, target: Role, place: Pointer) -> None:
    """Check that a transition leaves its role, and that stepping stones do not lead back."""
    if LOWER in (word for words in one.origin_context.values() for word in words):
        return
    if origin is target and not _elsewhere(one):
        message = f'"{one.origin}" is the target role itself'
        hint = "give a dimension in which the other employer is lower, such as origin_context: {employer-tier: lower}"
        checker.add((*place, "origin"), "RP331", message, hint)
    elif one.mode == "stepping-stone" and _leads_back(checker, target, origin):
        message = f'"{one.origin}" and this role are stepping stones into each other'
        hint = "remove one of the two, or give a dimension in which the other employer is lower"
        checker.add((*place, "origin"), "RP331", message, hint)


def _elsewhere(one: Transition) -> bool:
    """Whether the origin's context certainly differs from the target's."""
    return any(SAME not in terms for terms in one.origin_context.values())


def _leads_back(checker: Checker, start: Role, goal: Role) -> bool:
    """Whether stepping stones lead from ``start`` to ``goal``, without those that name a ``lower`` origin context."""
    catalog = checker.catalog
    seen: set[tuple[str, str]] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if (here.pack, here.id) in seen:
            continue
        seen.add((here.pack, here.id))
        for one in catalog.transitions:
            lower = any(LOWER in words for words in one.origin_context.values())
            if one.mode != "stepping-stone" or one.origin == ANY or lower:
                continue
            origin = catalog.candidates(catalog.roles, one.origin, one.pack)
            target = catalog.candidates(catalog.roles, one.target, one.pack)
            if origin == (f"{here.pack}:{here.id}",) and len(target) == 1:
                waiting.append(catalog.roles[target[0]])
    return (goal.pack, goal.id) in seen


def _effort(checker: Checker, place: Pointer) -> None:
    """Check that the pack, or one that it requires, declares a unit of effort."""
    catalog = checker.catalog
    if not checker.incomplete and not any(catalog.packs[name].effort for name in catalog.scope(checker.pack.id)):
        hint = "add effort: to pack.yaml, with a scale of amounts, such as weeks"
        checker.add(place, "RP336", "neither this pack nor a required pack defines the unit of effort", hint)


def _relative(checker: Checker, context: Any, place: Pointer, dimensions: Mapping[str, Vocabulary]) -> None:
    """Check a context with terms, ``same`` and ``lower``, which compare with the context of the target role."""
    for name, words in context.items():
        spot: Pointer = (*place, name)
        if not checker.dimension(name, dimensions, spot, at_key=True):
            continue
        vocabulary = dimensions[name]
        if {SAME, LOWER} & set(words) and len(words) > 1:
            message = "same and lower cannot be combined with terms"
            checker.add(spot, "RP337", message, "write one of them, or terms")
            continue
        for index, word in enumerate(words):
            if word == LOWER and not vocabulary.ordered:
                message = f"{vocabulary.id} has no order, so no term is lower than another"
                checker.add((*spot, index), "RP337", message, "write terms, or same; or mark it ordered: true")
            elif word not in (SAME, LOWER):
                allowed = (*vocabulary.term_ids, SAME, LOWER)
                checker.one_of(word, allowed, (*spot, index), "RP304", name)


def check_development(checker: Checker, model: OptionList) -> None:
    """Check the development options of a file."""
    catalog = checker.catalog
    dimensions = catalog.vocabulary_of(checker.pack.id)
    _effort(checker, ("options", 0, "effort"))
    kinds = catalog.evidence_kinds(checker.pack.id)
    mine = {one.id: one for full, one in catalog.options.items() if full.startswith(f"{checker.pack.id}:")}
    behind = reach(mine.values())
    for index, option in enumerate(model.options):
        place: Pointer = ("options", index)
        checker.rests(option, place, noun="development option")
        check_when(checker, option.when, (*place, "when"), dimensions)
        if option.evidence and kinds is not None:
            checker.one_of(option.evidence, kinds.term_ids, (*place, "evidence"), "RP304", "evidence kind")
        for number, name in enumerate(option.after):
            checker.one_of(name, mine, (*place, "after", number), "RP338", "development option")
        if option.id in behind.get(option.id, ()):
            message = f'"{option.id}" comes after itself, by way of {option.after[0]}'
            checker.add((*place, "after"), "RP331", message, "remove one after: of the circle")
        _changes(checker, option.open_to, (*place, "open_to"), dimensions)
        if option.job is not None:
            _job(checker, option, place, dimensions)
        else:
            _raises(checker, option, (*place, "raises"), dimensions)


def _job(checker: Checker, option: Option, place: Pointer, dimensions: dict[str, Vocabulary]) -> None:
    job = option.job
    assert job is not None  # noqa: S101 - the caller has looked
    spot: Pointer = (*place, "job")
    if option.kind != "stepping-stone":
        hint = "change kind: to stepping-stone, or list its levels under raises:"
        checker.add(spot, "RP201", f"a {option.kind} has no job", hint, at_key=True)
    _relative(checker, job.context, (*spot, "context"), dimensions)
    role = _job_named(checker, job.role, (*spot, "role"))
    if role is not None and not _brings(role.document.get(PROVIDES, {}), job.months):
        if any(PROVIDES in change for v in role.variants for change in (v.set, v.add)):
            return
        message = f"after {job.months} months {role.id} provides nothing"
        checker.add(spot, "RP330", message, "list levels under provides: of the role, or give more months")


def _brings(provides: Any, months: int) -> bool:
    """Whether a part of ``provides`` holds after so many months."""
    if not hasattr(provides, "keys"):
        return True
    if "value" in provides:
        return months >= int(provides.get("after", 0))
    return any(_brings(inner, months) for inner in provides.values())


def _raises(checker: Checker, option: Option, place: Pointer, dimensions: dict[str, Vocabulary]) -> None:
    held = _changes(checker, option.open_to, None, dimensions)
    useless = []
    for (name, key), (rank, spot) in _changes(checker, option.raises, place, dimensions).items():
        descriptor = checker.catalog.descriptors[name]
        scale = checker.scale_of(descriptor)
        had = held.get((name, key), (0, ()))[0] if scale is not None and not scale.is_amount else 0
        if rank <= had:
            useless.append((spot, descriptor, had))
    for spot, descriptor, had in useless:
        why = "open_to already requires that" if had else "every person already has that"
        hint = "raise it further, or remove it"
        checker.add(spot, "RP330", f"this raises {descriptor.id} to no new level, because {why}", hint)


def _changes(
    checker: Checker, given: Any, place: Pointer | None, dimensions: dict[str, Vocabulary]
) -> dict[tuple[str, str], tuple[int, Pointer]]:
    """The rank and place of each value, by full id and key; mistakes are reported unless ``place`` is ``None``."""
    found: dict[tuple[str, str], tuple[int, Pointer]] = {}
    for name, value in given.items():
        spot: Pointer = (*(place or ()), name)
        if place is None:
            full = checker.catalog.candidates(checker.catalog.descriptors, name, checker.pack.id)
            descriptor = checker.catalog.descriptors[full[0]] if len(full) == 1 else None
        else:
            descriptor = checker.descriptor(name, spot, at_key=True)
        if descriptor is None:
            continue
        for key, inner, inner_spot in _by_key(checker, descriptor, value, spot, dimensions, quiet=place is None):
            rank = _rank(checker, descriptor, inner, inner_spot, quiet=place is None)
            if rank is not None:
                found[f"{descriptor.pack}:{descriptor.id}", key] = (rank, inner_spot)
    return found


def _by_key(
    checker: Checker,
    descriptor: Descriptor,
    value: Any,
    spot: Pointer,
    dimensions: dict[str, Vocabulary],
    *,
    quiet: bool,
) -> list[tuple[str, Any, Pointer]]:
    if not descriptor.keys:
        if not hasattr(value, "keys"):
            return [("", value, spot)]
        if not quiet:
            checker.add(spot, "RP324", f"{descriptor.id} has no keys", "give the value alone")
        return []
    vocabulary = checker.keys_of(descriptor)
    if vocabulary is None:
        return []
    if not hasattr(value, "keys"):
        if not quiet:
            hint = f"write a key before the value, for example {descriptor.id}: {{{vocabulary.term_ids[0]}: ...}}"
            checker.add(spot, "RP324", f"{descriptor.id} needs a key of {vocabulary.id}", hint)
        return []
    if not quiet:
        for key in value:
            check_key(checker, key, vocabulary, (*spot, key), dimensions, at_key=True, every=False)
    return [(key, inner, (*spot, key)) for key, inner in value.items()]


def _rank(checker: Checker, descriptor: Descriptor, value: Any, spot: Pointer, *, quiet: bool) -> int | None:
    scale = checker.scale_of(descriptor)
    if scale is None:
        return None
    if not quiet:
        return checker.value(scale, value, spot)
    try:
        return scale.rank(value)
    except ValueError:
        return None
