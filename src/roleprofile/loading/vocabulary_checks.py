"""Check scales, vocabularies, descriptors and relations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roleprofile.loading.checker import Checker
from roleprofile.model.descriptor import Descriptor, DescriptorList, Relation
from roleprofile.model.scale import Scale
from roleprofile.model.values import Pointer
from roleprofile.model.vocabulary import RESERVED_TERMS, Term, Vocabulary


def check_scale(checker: Checker, scale: Scale) -> None:
    """Check the levels of a scale and its credit for levels below the asked one, or the unit of an amount."""
    checker.rests(scale, (), noun="scale")
    checker.unique(((level.id, ("levels", i)) for i, level in enumerate(scale.levels)), "level")
    if scale.is_amount:
        if scale.below:
            hint = "remove it, because credit for an amount grows evenly"
            checker.add(("below",), "RP315", "an amount has no levels below", hint, at_key=True)
        if scale.absent is not None:
            hint = "remove it, because the amount 0 says that somebody has nothing"
            checker.add(("absent",), "RP315", "an amount has no level for what is absent", hint, at_key=True)
        checker.text(scale.unit, ("unit",))
        return
    lowest = scale.level_ids[0]
    if scale.absent not in (None, False, lowest) and not checker.document.mended("levels"):
        hint = f"write absent: {lowest}, or absent: false where no level says that somebody does not have it"
        checker.add(("absent",), "RP204", f"{scale.absent} is not the lowest level of {scale.id}", hint)
    if scale.accumulates:
        hint = "remove it, because only an amount can grow"
        checker.add(("accumulates",), "RP315", "levels do not add up", hint, at_key=True)
    if len(scale.below) >= len(scale.levels):
        message = f"{len(scale.below)} steps below, but {len(scale.levels)} levels have only {len(scale.levels) - 1}"
        checker.add(("below",), "RP208", message, "remove the last ones")
    for index, (nearer, further) in enumerate(pairwise(scale.below), start=1):
        if further > nearer:
            message = f"{further} percent for {index + 1} levels below is more than {nearer} for {index}"
            checker.add(("below", index), "RP316", message, "a level further below cannot earn more")


def check_vocabulary(checker: Checker, vocabulary: Vocabulary) -> None:
    """Check the ids of a vocabulary and its terms, and the targets of its maps."""
    checker.unique(((m.id, ("maps", i)) for i, m in enumerate(vocabulary.maps)), "map")
    found = checker.catalog.vocabularies
    others = {
        term_map.id: checker.find(found, term_map.vocabulary, ("maps", index, "vocabulary"), "RP303", "vocabulary")
        for index, term_map in enumerate(vocabulary.maps)
    }
    terms = tuple(_walk(vocabulary.terms, ("terms",)))
    checker.unique(((term.id, place) for term, place in terms), "term")
    for term, place in terms:
        if term.id in RESERVED_TERMS:
            message = f'"{term.id}" is a reserved word and cannot be a term'
            checker.add((*place, "id"), "RP206", message, "rename the term")
        for name, targets in term.map.items():
            spot: Pointer = (*place, "map", name)
            if checker.one_of(name, others, spot, "RP303", "map", at_key=True):
                _targets(checker, others[name], targets, spot)


def _walk(terms: tuple[Term, ...], home: Pointer) -> Iterator[tuple[Term, Pointer]]:
    for index, term in enumerate(terms):
        place: Pointer = (*home, index)
        yield term, place
        yield from _walk(term.narrower, (*place, "narrower"))


def _targets(checker: Checker, other: Vocabulary | None, targets: tuple[str, ...], place: Pointer) -> None:
    if other is None:
        return
    for index, target in enumerate(targets):
        spot: Pointer = (*place, index)
        checker.one_of(target, other.term_ids, spot, "RP304", other.id)


def check_descriptors(checker: Checker, model: DescriptorList) -> None:
    """Check the references of descriptors, and that relations can infer a value."""
    for index, descriptor in enumerate(model.descriptors):
        _descriptor(checker, descriptor, ("descriptors", index))
    for index, relation in enumerate(model.relations):
        _relation(checker, relation, ("relations", index))


def _descriptor(checker: Checker, descriptor: Descriptor, place: Pointer) -> None:
    catalog = checker.catalog
    checker.sources(descriptor, place)
    scale = checker.find(catalog.scales, descriptor.scale, (*place, "scale"), "RP302", "scale")
    if descriptor.keys:
        checker.find(catalog.vocabularies, descriptor.keys, (*place, "keys"), "RP303", "vocabulary")
    if scale is not None and scale.is_amount and descriptor.anchors:
        hint = "remove them, because anchors describe levels"
        checker.add((*place, "anchors"), "RP315", f"{scale.id} is an amount and has no levels", hint, at_key=True)
    elif scale is not None:
        for level in descriptor.anchors:
            checker.one_of(level, scale.level_ids, (*place, "anchors", level), "RP204", "level", at_key=True)
    if descriptor.replaced_by:
        _replacement(checker, descriptor, place)


def _replacement(checker: Checker, descriptor: Descriptor, place: Pointer) -> None:
    spot: Pointer = (*place, "replaced_by")
    other = checker.find(checker.catalog.descriptors, descriptor.replaced_by, spot, "RP301", "descriptor")
    if not descriptor.deprecated:
        message = f'"{descriptor.id}" is not deprecated, so nothing replaces it'
        checker.add(spot, "RP323", message, "add deprecated: true, or remove replaced_by:", at_key=True)
    elif other is not None:
        here, there = _shape(checker, descriptor), _shape(checker, other)
        if other.deprecated or (None not in (*here[:1], *there[:1]) and here != there):
            message = f'"{descriptor.replaced_by}" cannot replace "{descriptor.id}"'
            hint = "the replacement needs the same scale and keys and must not be deprecated"
            checker.add(spot, "RP323", message, hint)


def _shape(checker: Checker, descriptor: Descriptor) -> tuple[Scale | None, Vocabulary | None]:
    return checker.scale_of(descriptor), checker.keys_of(descriptor)


def _relation(checker: Checker, relation: Relation, place: Pointer) -> None:
    checker.rests(relation, place, noun="relation")
    origin = checker.descriptor(relation.from_, (*place, "from"))
    target = checker.descriptor(relation.to, (*place, "to"))
    if origin is None or target is None:
        return
    (scale, keys), (other, other_keys) = _shape(checker, target), _shape(checker, origin)
    if scale is None or other is None:
        return
    if origin is target:
        checker.add((*place, "to"), "RP323", "a relation needs two different descriptors", "name another descriptor")
    elif scale != other or scale.is_amount:
        message = f"{origin.id} is on scale {other.id}, but {target.id} is on scale {scale.id}"
        checker.add((*place, "to"), "RP323", message, "a relation needs two descriptors on one scale with levels")
    elif keys != other_keys:
        message = f"{origin.id} and {target.id} do not have the same keys"
        checker.add((*place, "to"), "RP323", message, "a relation needs the same keys on both sides, or none")
    else:
        _lowered(checker, relation, scale, place)


def _lowered(checker: Checker, relation: Relation, scale: Scale, place: Pointer) -> None:
    if checker.value(scale, relation.up_to, (*place, "up_to")) == 0:
        message = f'"{relation.up_to}" is the lowest level, so the relation infers nothing'
        checker.add((*place, "up_to"), "RP323", message, "name a higher level")
    if relation.lower_by >= scale.top:
        message = f"{relation.lower_by} levels lower is always the lowest level, so the relation infers nothing"
        checker.add((*place, "lower_by"), "RP323", message, "lower it")
