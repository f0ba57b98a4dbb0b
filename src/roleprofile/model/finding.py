"""Findings on names, values and contexts, shared by people and packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from roleprofile.model.arguments import shown
from roleprofile.model.catalog import CatalogData
from roleprofile.model.scale import Scale
from roleprofile.model.values import Finding, Pointer, closest
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.model.yaml_text import scalar

#: The hint for a name that resembles none of many known ones.
NONE_ALIKE = "check the spelling, or require the pack that has it"


#: The hint for a value that begins with one of :data:`TYPOGRAPHIC`.
STRAIGHT = "these are typographic quotes; type straight ones"
#: Quotes with which word processors replace straight ones.
TYPOGRAPHIC = frozenset("\u201c\u201d\u201e\u2018\u2019\u201a\u2039\u203a\u00ab\u00bb")


def typographic(value: Any) -> bool:
    """Whether a value begins with a typographic quote.

    >>> typographic("\N{LEFT DOUBLE QUOTATION MARK}1.0.0"), typographic("1.0.0")
    (True, False)
    """
    return isinstance(value, str) and value[:1] in TYPOGRAPHIC


def unknown_name(
    catalog: CatalogData, section: Mapping[str, Any], ref: Any, pack: str, pointer: Pointer, code: str, noun: str
) -> Finding | None:
    """The finding on a name that is unknown or ambiguous; ``None`` if it is right."""
    found = catalog.candidates(section, ref, pack) if isinstance(ref, str) else ()
    if len(found) == 1:
        return None
    if found:
        hint = f"write {' or '.join(found)}"
        return Finding(pointer=pointer, code="RP314", message=f'{noun} "{ref}" is in more than one pack', hint=hint)
    names = catalog.names(section, pack)
    few = names if len(names) <= 12 else ()  # noqa: PLR2004 - a list to read, not to search
    return Finding(
        pointer=pointer,
        code=code,
        message=f'unknown {noun} "{ref}"',
        hint=_in_other_pack(catalog, section, str(ref), pack)
        or closest(str(ref), names)
        or ("" if few else NONE_ALIKE),
        allowed=few,
        name=str(ref),
    )


def _in_other_pack(catalog: CatalogData, section: Mapping[str, Any], ref: str, pack: str) -> str:
    """The hint for an entry of a pack that was loaded and is not required; ``""`` if there is none."""
    others = sorted(catalog.packs.keys() - set(catalog.scope(pack)))
    home = next((one for one in others if (ref if ref.startswith(f"{one}:") else f"{one}:{ref}") in section), "")
    if not home:
        return ""
    major = catalog.packs[home].version.partition(".")[0]
    upper = int(major) + 1 if major.isdecimal() else ""
    return f'pack {home} has it; add it to requires: in pack.yaml: {home}: ">={major},<{upper}"'


def value_finding(scale: Scale, value: Any, pointer: Pointer) -> Finding | None:
    """The finding on a value that is not on its scale; ``None`` if it is."""
    try:
        scale.rank(value)
    except ValueError:
        pass
    else:
        return None
    if scale.is_amount:
        hint = f"write a whole number from 0 to {scale.maximum}"
        if isinstance(value, int) and not isinstance(value, bool):
            message = f"{shown(value)} is outside 0 to {scale.maximum} on scale {scale.id}"
            return Finding(pointer=pointer, code="RP207", message=message, hint=hint)
        message = f"{shown(value)} is not a valid amount on scale {scale.id}"
        return Finding(pointer=pointer, code="RP315", message=message, hint=hint)
    if not isinstance(value, str):
        return Finding(
            pointer=pointer,
            code="RP315",
            message=f"scale {scale.id} has levels, and {shown(value)} is not one of them",
            hint=f'put it in quotes: "{value}"' if str(value) in scale.level_ids else "",
            allowed=scale.level_ids,
        )
    return Finding(
        pointer=pointer,
        code="RP204",
        message=f'unknown level "{value}" on scale {scale.id}',
        hint=STRAIGHT if typographic(value) else _by_label(scale, value) or closest(value, scale.level_ids),
        allowed=scale.level_ids,
    )


def _by_label(scale: Scale, value: str) -> str:
    """The hint for the label of a level in place of its id."""
    found = next((one.id for one in scale.levels if value.casefold() in map(str.casefold, one.label.values())), "")
    return f'this is the label of "{found}"; write {scalar(found)}' if found else ""


def context_findings(context: Mapping[str, Any], known: Mapping[str, Any], pointer: Pointer) -> Iterator[Finding]:
    """The findings on the dimensions and terms of a context, which may be incomplete."""
    for name, value in context.items():
        place = (*pointer, name)
        if name not in known:
            hint = closest(str(name), tuple(known)) if known else "no dimension is declared here"
            message = f'unknown dimension "{name}"'
            allowed = tuple(sorted(known))
            yield Finding(
                pointer=place,
                code="RP311",
                message=message,
                hint=hint,
                allowed=allowed,
                at_key=True,
                name=str(name),
            )
        elif value != UNSPECIFIED and value not in known[name]:
            allowed = (*known[name].term_ids, UNSPECIFIED)
            message = f'unknown {name} "{value}"'
            hint = closest(str(value), allowed)
            yield Finding(pointer=place, code="RP304", message=message, hint=hint, allowed=allowed)
