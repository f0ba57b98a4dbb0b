"""Lint rules on the upkeep of packs: dates, reviews, sources of numbers, cases for claims."""

from __future__ import annotations

from collections.abc import Iterator

from roleprofile.model.document import Document
from roleprofile.model.pack import Pack
from roleprofile.model.pack_file import PackFile
from roleprofile.model.role import PROVIDES, Role
from roleprofile.quality.lint.packs import LintedPacks
from roleprofile.quality.lint.rule import Issue, Rule

APPROVED = "approved"


class ExpiredFile(Rule):
    """A file that is out of date on the given day."""

    code = "RP418"
    looks_at = (Document,)
    dated = True

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The file, if its own last day has passed; the dates of a pack count for its ``pack.yaml`` only."""
        document = file.document
        until = document.effective.until
        if document.status != "retired" and until and packs.as_of > until:
            message = f"this file expired on {until}, and the check is for {packs.as_of}"
            hint = "review it and set a later day, or mark it status: retired"
            yield Issue(pointer=("effective", "until"), message=message, hint=hint)


class UnreviewedFile(Rule):
    """A file in force that nobody has reviewed."""

    code = "RP419"
    looks_at = (Document,)
    dated = True

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The file, if it states an approval or a first day, and neither it nor its pack names a reviewer."""
        document, head = file.document, packs.head(file)
        in_force = document.status == APPROVED or (not document.status and document.effective.from_)
        reviewed = document.reviewed or head.reviewed
        if in_force and reviewed is None:
            key = "status" if document.status else "effective"
            said = (
                "this file is approved" if document.status else f"this file is in force from {document.effective.from_}"
            )
            hint = 'add reviewed: {by: ..., on: "2026-03-14"}, here or in pack.yaml, or mark it status: draft'
            yield Issue(pointer=(key,), message=f"{said}, but has no review", hint=hint)
        elif in_force and reviewed and packs.as_of and reviewed.on > packs.as_of:
            place = ("reviewed", "on") if document.reviewed else ()
            message = f"the day of the review, {reviewed.on}, is after {packs.as_of}"
            yield Issue(pointer=place, message=message, hint="give the actual day of the review")


class UngroundedNumber(Rule):
    """Provided values of a role without a source or a basis."""

    code = "RP420"
    looks_at = (Role,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """The list of provided values, which has no source of its own and uses the defaults of the role."""
        role = packs.role(file)
        if role.document.get(PROVIDES) and not role.defaults.source and not role.defaults.basis:
            message = "the entries under provides: have neither a source nor a basis"
            hint = "add defaults: {basis: judgement}, or a source there"
            yield Issue(pointer=(PROVIDES,), message=message, hint=hint, at_key=True)


class UnprovenClaim(Rule):
    """A claim of a source without a case."""

    code = "RP421"
    looks_at = (Pack,)

    def check(self, file: PackFile, packs: LintedPacks) -> Iterator[Issue]:
        """Each such claim; if the pack has no cases at all, each list of claims once."""
        pack = packs.catalog.packs[file.pack]
        cases = [case for case in packs.catalog.cases.values() if case.pack == file.pack and not case.todo]
        cited = {name for case in cases for name in case.source}
        for index, source in enumerate(pack.sources):
            missing = [
                name
                for name in source.claims
                if f"{source.id}#{name}" not in cited and not (source.default and name in cited)
            ]
            if missing and not cases:
                message = f"the pack has no cases, so no case proves {_claims(len(missing))} of {source.id}"
                hint = "write a case for each claim, with a person, a context and the expected result"
                yield Issue(pointer=("sources", index, "claims"), message=message, hint=hint, at_key=True)
                continue
            for name in missing:
                message = f'no case proves the claim "{name}"'
                hint = "write a case that cites it, with a person, a context and the expected result"
                yield Issue(pointer=("sources", index, "claims", name), message=message, hint=hint, at_key=True)


def _claims(number: int) -> str:
    return "the one claim" if number == 1 else f"the {number} claims"
