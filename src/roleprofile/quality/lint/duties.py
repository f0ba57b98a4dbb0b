"""Lint rules on duties: each requirement serves one, and each is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roleprofile.model.role import Role
from roleprofile.quality.lint.rules import Issue, Rule
from roleprofile.quality.mutation.edits import entries
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.values import Pointer
    from roleprofile.quality.lint.context import Survey


class _Work:
    """What a role's entries, and the changes of its variants, say of its duties."""

    def __init__(self, role: Role) -> None:
        self.duties: list[tuple[str, Pointer]] = []
        #: Requirements that name no duty where they stand.
        self.idle: list[tuple[str, Pointer]] = []
        self.served: set[str] = set()
        self.mended: set[str] = set()
        for section, place, entry in entries(role.document):
            if section == "duties":
                self.duties.append((entry["id"], place))
            self.served.update(entry.get("needed_for", ()))
            if section == "requirements" and not entry.get("needed_for"):
                self.idle.append((entry["id"], place))
        for variant in role.variants:
            for name, change in variant.set.items():
                if name != PROVIDES and change.get("needed_for"):
                    self.served.update(change["needed_for"])
                    self.mended.add(name)


class NeededForNothing(Rule):
    """A requirement that no duty of its role is named for."""

    code = "RP406"
    looks_at = (Role,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each such requirement, of a role that states its duties."""
        work = _Work(survey.role(file))
        for name, place in work.idle if work.duties else ():
            if name not in work.mended:
                hint = f"add needed_for: with one of {', '.join(sorted({duty for duty, _ in work.duties}))}"
                yield Issue(pointer=(*place, "id"), message=f'"{name}" is needed for no duty', hint=hint)


class DutyWithoutRequirement(Rule):
    """A duty that nothing is asked for."""

    code = "RP407"
    looks_at = (Role,)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each duty that no requirement and no extra is needed for."""
        work = _Work(survey.role(file))
        for name, place in work.duties:
            if name not in work.served:
                hint = "name it in needed_for: of what it takes, or leave the duty out"
                yield Issue(
                    pointer=(*place, "id"), message=f'no requirement is needed for the duty "{name}"', hint=hint
                )
