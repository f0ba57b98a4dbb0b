"""Check the values that a role provides: descriptors, keys and values."""

from __future__ import annotations

from typing import Any

from roleprofile.loading.checker import Checker
from roleprofile.loading.context_checks import check_key
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.values import Pointer
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.holdings import MONTHS_HELD


def check_provides(checker: Checker, provides: Any, pointer: Pointer, dimensions: dict[str, Vocabulary]) -> None:
    """Check the descriptors, keys and values under ``provides``."""
    for name, given in provides.items():
        place: Pointer = (*pointer, name)
        descriptor = checker.descriptor(name, place, at_key=True)
        if descriptor is None:
            continue
        if not descriptor.keys:
            _provided(checker, descriptor, given, place)
            continue
        vocabulary = checker.keys_of(descriptor)
        if vocabulary is None:
            continue
        if not hasattr(given, "keys") or "value" in given:
            hint = f"write a key before the value, for example {name}: {{{vocabulary.term_ids[0]}: ...}}"
            checker.add(place, "RP324", f"{descriptor.id} needs a key of {vocabulary.id}", hint)
            continue
        for key, value in given.items():
            spot: Pointer = (*place, key)
            check_key(checker, key, vocabulary, spot, dimensions, at_key=True, every=False)
            _provided(checker, descriptor, value, spot)


def _provided(checker: Checker, descriptor: Descriptor, given: Any, place: Pointer) -> None:
    scale = checker.scale_of(descriptor)
    value = given
    if hasattr(given, "keys"):
        if "value" not in given:
            hint = "write the value alone, or {value: ..., after: ...} with the number of months in the role"
            checker.add(place, "RP324", f"{descriptor.id} has no keys", hint)
            return
        value, place = given["value"], (*place, "value")
    if scale is not None and not (value == MONTHS_HELD and scale.is_amount):
        checker.value(scale, value, place)
