"""The blocks of a catalog and of a role by themselves, as a notebook shows them."""

from __future__ import annotations

from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.role import Role
from roleprofile.presentation.blocks import Block, Grid, Heading, Row, quoted, sections
from roleprofile.presentation.language import Words

#: The most roles of a catalog in a notebook.
_MOST = 50


def catalog_blocks(catalog: CatalogData, language: str) -> list[Block]:
    """The packs of a catalog, and its first roles."""
    words = Words(language, (language,))
    packs = [Row((quoted(pack.id), words.text(pack.label), pack.version)) for pack in catalog.packs.values()]
    roles = [(name, role) for name, role in catalog.roles.items() if name in catalog.stated_roles]
    rows = [Row((quoted(short(name)), words.text(role.label), words.text(role.description))) for name, role in roles]
    number = words.count("{number} job", "{number} jobs", len(roles))
    return sections([Heading(number), Grid(packs)] if packs else None, Grid(rows[:_MOST]) if rows else None)


def role_summary_blocks(role: Role, language: str) -> list[Block]:
    """A role without its catalog: its texts, and what it asks for by ids."""
    words = Words(language, (language,))
    rows = [
        Row((quoted(one.id), words.listed(f"{part.descriptor} {part.asks}" for part in one.parts), str(one.weight)))
        for one in role.requirements
    ]
    heads = "", words.say("asked"), words.say("weight")
    return sections(
        [Heading(words.text(role.label)), words.text(role.description)], Grid(rows, heads) if rows else None
    )
