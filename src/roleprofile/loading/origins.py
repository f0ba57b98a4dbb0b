"""Where a field of a whole role comes from: the file that brought it in, and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from roleprofile.model.catalog import short
from roleprofile.model.role import SECTIONS
from roleprofile.model.values import FrozenMap
from roleprofile.rules.inheritance import WORDS
from roleprofile.rules.overlays import PARTS, PROVIDES, VARIANTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roleprofile.loading.document import Document
    from roleprofile.loading.overlays import Overlays, State
    from roleprofile.model.values import Pointer

_PAY = "compensation"
_RESTING = ("source", "basis")
#: What the defaults of a file write into its entries.
_BY_DEFAULT = (*_RESTING, "necessity")


@frozen
class Origin:
    """A place in the file of a role or a patch."""

    document: Document
    pointer: Pointer
    #: Whether the field itself stands there; otherwise it is what changes the entry that holds the field.
    exact: bool = True


def origin(overlays: Overlays, state: State, pointer: Pointer) -> Origin:
    """Where a place of a whole role's document comes from; its first file where nothing says more."""
    steps = [overlays.file(*step)[1] for step in overlays.steps(state)]
    spot = _spot(overlays.document(state), pointer)
    # A list with entries of several files is where the first of them has it; a field, where the last says it.
    for document in steps if _is_list(spot) else reversed(steps):
        found = _within(document.tree, spot)
        if found is not None and found[1]:
            return Origin(document, found[0])
    return Origin(steps[0], (), exact=False)


def variant_origin(overlays: Overlays, state: State, variants: Sequence[int], here: Any, pointer: Pointer) -> Origin:
    """Where a place of ``here`` comes from: a whole role's document with some of its variants applied, in that order.

    The variants are named by their places in the whole role's list.
    """
    whole = overlays.document(state)
    spot = _spot(here, pointer)
    for index in reversed(variants):
        found = _within(whole[VARIANTS][index], spot)
        if found is not None and found[1]:
            return origin(overlays, state, (VARIANTS, index, *found[0]))
    return origin(overlays, state, _pointer(whole, spot))


def _pointer(whole: Any, spot: _Spot) -> Pointer:
    section, name, rest = spot
    if not section:
        return rest
    home, place = (whole.get(_PAY, {}), (_PAY,)) if section == "components" else (whole, ())
    step = _step(home.get(section, ()), name)
    return () if step is None else (*place, section, step, *rest)


def nearest(overlays: Overlays, state: State, pointer: Pointer, document: Document) -> Origin | None:
    """The place in one file that touches a place of a whole role, or the entry that holds it."""
    section, name, rest = _spot(overlays.document(state), pointer)
    found = _within(document.tree, (section, name, rest))
    if found is None and section == VARIANTS and rest[:1] == ("set",) and len(rest) > 1:
        # The variant is another file's, and what it changes may be this one's.
        tries = (_within(document.tree, (part, str(rest[1]), ())) for part in SECTIONS)
        found = next(((place, False) for place, _ in filter(None, tries)), None)
    return None if found is None else Origin(document, found[0], exact=found[1])


def as_written(tree: Any, pointer: Pointer) -> Pointer:
    """A place in a change whose names were looked up, with what is provided under the name that its file gives it."""
    if len(pointer) < 3 or pointer[1] != PROVIDES:  # noqa: PLR2004 - a word, a list and a name
        return pointer
    step = _step(tree.get(pointer[0], {}).get(PROVIDES, FrozenMap()), str(pointer[2]))
    return pointer if step is None else (*pointer[:2], step, *pointer[3:])


def spelt(overlays: Overlays, state: State, pointer: Pointer) -> str:
    """A place of a whole role in words, by the ids of its entries."""
    section, name, rest = _spot(overlays.document(state), pointer)
    steps = [name, *map(str, rest)] if section else list(map(str, rest))
    return ("variant " if section == VARIANTS else "") + ".".join(steps)


#: The list, the entry and the rest of a place in a whole role; the list is "" for what is no entry.
_Spot = tuple[str, str, "Pointer"]


def _spot(whole: Any, pointer: Pointer) -> _Spot:
    place = pointer[1:] if pointer[:2] == (_PAY, "components") else pointer
    if len(place) > 1 and place[0] in PARTS:
        home = whole[_PAY] if place[0] == "components" else whole
        return str(place[0]), home[place[0]][place[1]]["id"], place[2:]
    if len(place) > 1 and place[0] == PROVIDES:
        return PROVIDES, str(place[1]), place[2:]
    return "", "", pointer


_NOTHING: FrozenMap[str, Any] = FrozenMap()
_OF_FILES = tuple((word,) for word in WORDS)
#: A place, and whether the field itself stands there.
_Found = tuple["Pointer", bool]


def _within(tree: Any, spot: _Spot) -> _Found | None:
    """Where a file states a field, or changes the entry that holds it."""
    section, name, rest = spot
    if not section:
        return _at_top(tree, rest)
    return _stated(tree, section, name, rest) or _set(tree, section, name, rest)


def _is_list(spot: _Spot) -> bool:
    section, _, rest = spot
    return not section and rest[-1:] != () and rest[-1] in (*PARTS, PROVIDES)


def _at_top(tree: Any, pointer: Pointer) -> _Found | None:
    # What stands at the top of a patch speaks of the patch.
    home, steps = (
        (tree, pointer) if tree.get("kind") == "role" and pointer[:1] not in _OF_FILES else (_NOTHING, pointer)
    )
    if pointer[:1] == (_PAY,) and len(pointer) > 1:
        home, steps = home.get(_PAY, _NOTHING), pointer[1:]
    if steps and steps[0] in home:
        return pointer, True
    added = len(steps) == 1 and steps[0] in tree.get("add", _NOTHING)
    return (("add", steps[0]), True) if added else None


def _stated(tree: Any, section: str, name: str, rest: Pointer) -> _Found | None:
    """The place of an entry that a file adds, or that a role has in a list of its own."""
    homes: list[tuple[Any, Pointer]] = [(tree.get("add", {}), ("add",))]
    if tree.get("kind") == "role":
        homes.append((tree.get(_PAY, {}), (_PAY,)) if section == "components" else (tree, ()))
    for home, place in homes:
        step = _step(home.get(section, ()), name)
        if step is not None:
            entry, here = home[section][step], (*place, section, step)
            missing = _missing(entry, rest)
            return (_by_default(tree, missing) if missing else None) or ((*here, *rest), True)
    return None


def _missing(entry: Any, rest: Pointer) -> str:
    """The first step that an entry does not have, where its file's defaults may have written it."""
    for step in rest:
        try:
            entry = entry[step]
        except (KeyError, IndexError, TypeError):
            return str(step) if step in _BY_DEFAULT else ""
    return ""


def _step(entries: Any, name: str) -> str | int | None:
    """The index of an entry, or the key of something that is provided, which may be named in two ways."""
    if hasattr(entries, "keys"):
        return next((key for key in entries if short(key) == short(name)), None)
    return next((index for index, entry in enumerate(entries) if entry["id"] == name), None)


def _set(tree: Any, section: str, name: str, rest: Pointer) -> _Found | None:
    change, place = tree.get("set", {}), cast("Pointer", ("set",))
    steps: list[str | int | None] = [PROVIDES if section == PROVIDES else name]
    if section == PROVIDES:
        steps.append(_step(change.get(PROVIDES, _NOTHING), name))
    for step in steps:
        if step not in change:
            return None
        change, place = change[step], (*place, cast("str", step))
    found = _deepest(change, place, rest)
    if found is None and rest[0] in _RESTING:
        found = _by_default(tree, str(rest[0]))
    return found or (place, False)


def _deepest(change: Any, place: Pointer, rest: Pointer) -> _Found | None:
    for number, step in enumerate(rest):
        if not hasattr(change, "keys"):
            # A list, or a single value, was replaced as a whole.
            return (*place, *rest[number:]), True
        if step not in change:
            return None if number == 0 else (place, False)
        change, place = change[step], (*place, step)
    # A map is merged into what was there, and begins where that does.
    return place, bool(rest) or not hasattr(change, "keys")


def _by_default(tree: Any, key: str) -> _Found | None:
    """Where a file says what its entries rest on that do not say so themselves."""
    # The sources of a variant are cited beside those of the entry, and do not become its own.
    kind = tree.get("kind")
    if kind == "role":
        return (("defaults", key), True) if key in tree.get("defaults", {}) else None
    return ((key,), True) if kind and key in tree else None
