"""The blocks of a descriptor and of a scale: what they mean, and which roles ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from roleprofile.model.catalog import CatalogData
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.values import NO_TEXT
from roleprofile.presentation.blocks import Block, Grid, Heading, Row, Said, section, sections
from roleprofile.presentation.language import Words
from roleprofile.presentation.phrases import share


def descriptor_blocks(catalog: CatalogData, found: Descriptor, language: str) -> list[Block]:
    """A descriptor: its levels with what each looks like, what suggests it, and who asks for it.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    words = Words(language, catalog.packs[found.pack].languages)
    say, text, scale = words.say, words.text, catalog.scale_of(found)
    aliases = words.listed(found.aliases.get(words.language, ()))
    rows = [
        Row((text(level.label), text(found.anchors.get(level.id, NO_TEXT)) or text(level.description)))
        for level in scale.levels
    ]
    full = f"{found.pack}:{found.id}"
    suggested = [
        words.count(
            "{name}, {number} level lower",
            "{name}, {number} levels lower",
            one.lower_by,
            name=text(catalog.descriptors[one.from_].label),
        )
        for one in catalog.relations
        if one.to == full
    ]
    asked = [Row((text(role.label), level, f"{part}%")) for role, level, part in _asked(catalog, full, words)]
    heads = "", say("asked"), say("share")
    return sections(
        [
            Heading(text(found.label)),
            text(found.description),
            say("Also called: {names}", names=aliases) if aliases else None,
        ],
        _scale(scale, rows, words),
        section(say("Presumed from"), suggested),
        [Heading(say("Who asks for it")), Grid(asked, heads, titles=(say("job"), *heads[1:]))] if asked else None,
    )


def scale_blocks(catalog: CatalogData, found: Scale, language: str) -> list[Block]:
    """A scale: its levels with their meanings.

    Raises ``ValueError`` for a language that neither the library nor the pack has.
    """
    words = Words(language, catalog.packs[found.pack].languages)
    rows = [Row((words.text(level.label), words.text(level.description))) for level in found.levels]
    return sections([Heading(words.text(found.label)), words.text(found.description)], _scale(found, rows, words))


def _scale(scale: Scale, rows: list[Row], words: Words) -> Said:
    if scale.is_amount:
        return words.say("An amount of up to {most}.", most=words.unit(scale.unit, scale.maximum))
    return [Heading(words.say("Levels")), Grid(rows, titles=(words.say("level"), words.say("meaning")))]


def _asked(catalog: CatalogData, descriptor: str, words: Words) -> Iterator[tuple[Role, str, str]]:
    """The roles that ask for a descriptor without any context, with the level and the share of the requirement."""
    for role in catalog.roles.values():
        scored = [one for one in role.requirements if not one.needed]
        whole = sum(one.weight for one in scored)
        for one in scored:
            for part in one.parts:
                asked = catalog.descriptor(part.descriptor, role.pack)
                if f"{asked.pack}:{asked.id}" == descriptor:
                    minimum = role.necessity_of(one) == "minimum"
                    yield role, words.asked_of(catalog.scale_of(asked), part, minimum=minimum), share(one.weight, whole)
