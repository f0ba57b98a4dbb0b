"""The lint rule on the days of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roleprofile.model.pack_file import PackFile
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.values import Pointer
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.rule import Issue, Rule


class EvidenceOfTheFuture(Rule):
    """Evidence with a day after the day of the check."""

    code = "RP426"
    looks_at = (PersonDocument,)
    dated = True

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such day of a person's facts; a month or a year is after the day if its beginning is."""
        document = file.document
        facts = document.facts if isinstance(document, PersonDocument) and packs.as_of else {}
        for place, on in _days(facts, ("facts",)):
            if on > packs.as_of:
                message = f"the day of the evidence, {on}, is after {packs.as_of}"
                hint = "give the actual day of the evidence"
                yield Issue(pointer=place, message=message, hint=hint)


def _days(tree: Any, place: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The day of each evidence in a part of ``facts``, with its place."""
    if isinstance(tree, tuple):
        for index, one in enumerate(tree):
            yield from _days(one, (*place, index))
    elif hasattr(tree, "keys") and "value" in tree:
        if on := tree.get("evidence", {}).get("on", ""):
            yield (*place, "evidence", "on"), on
    elif hasattr(tree, "keys"):
        for key, one in tree.items():
            yield from _days(one, (*place, key))
