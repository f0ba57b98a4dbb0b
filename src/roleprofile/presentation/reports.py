"""The note below every report: the rules that it rests on, and what a score is not."""

from __future__ import annotations

from collections.abc import Iterable

from roleprofile.model.catalog import CatalogData
from roleprofile.presentation.blocks import Block, Paragraph, sections
from roleprofile.presentation.language import Words


def report_blocks(blocks: Iterable[Block], catalog: CatalogData, roles: Iterable[str], language: str) -> list[Block]:
    """The blocks with a last section on the rules of these roles.

    Raises ``ValueError`` for a language that neither the library nor a pack has.
    """
    packs = [catalog.packs[name] for name in dict.fromkeys(catalog.role(role).pack for role in roles)]
    words = Words(language, packs[0].languages)
    rules = words.listed(f"{pack.id} {pack.version}" for pack in packs)
    notes = [
        words.say("Rules: {packs}.", packs=rules),
        words.say("Rules of {day}.", day=catalog.as_of) if catalog.as_of else "",
        words.caution(),
    ]
    return [*blocks, *sections(Paragraph(" ".join(filter(None, notes)), "faint"))]
