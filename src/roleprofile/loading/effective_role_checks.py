"""Whole roles, checked as any other: what is wrong with one that was not wrong before the file that came last.

Names are looked up in the file that states them, as its own pack sees them, so that the whole needs no more of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from roleprofile.loading.document import Document
from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.role_checks import check_role
from roleprofile.loading.source_map import in_words, path_in_role, touched_by
from roleprofile.rules.rebase import Renaming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from roleprofile.loading.checker import Checker
    from roleprofile.loading.overlays import Overlays, State
    from roleprofile.model.values import Finding, Pointer
    from roleprofile.rules.rebase import Kind

    #: What was found, without its place: a change moves entries about.
    Said = frozenset[tuple[str, str]]


def check_names(checker: Checker) -> None:
    """Check the descriptors and the sources that a file names."""

    def look_up(kind: Kind, name: str, place: Pointer) -> str:
        if kind == "source":
            checker.source(name, place)
        else:
            checker.descriptor(name, place, at_key=place[-2:] == ("provides", name))
        return name

    Renaming(look_up)(checker.document.tree)


@define
class Wholes:
    """The whole roles of one load, each checked once."""

    overlays: Overlays
    checkers: Mapping[int, Checker]
    _found: dict[tuple[State, str], tuple[Finding, ...]] = field(init=False, factory=dict)

    def checker(self, kind: str, full: str) -> Checker:
        """The checker of a role's or a patch's own file."""
        return self.checkers[id(self.overlays.file(kind, full)[1])]

    def found(self, state: State, by: Checker) -> tuple[Finding, ...]:
        """What is wrong with a whole role, seen from the pack of ``by``; the places are those of the whole."""
        full, patches = state
        own = self.checker("role", full)
        if not patches and full not in self.overlays.bases:
            return tuple(own.document.findings)
        known = self._found.get((state, by.pack.id))
        if known is None:
            role = self.overlays.role(state)
            document = Document(own.document.file, kind="role", tree=role.document, model=role)
            check_role(evolve(by, document=document, pack=own.pack, head=own.head, whole=True), role)
            # What stands in for a mistake is nobody's doing.
            known = tuple(f for f in document.findings if not _of_stand_in(f))
            self._found[state, by.pack.id] = known
        return known

    def said(self, states: Iterable[State], by: Checker) -> Said:
        """What is wrong already with some whole roles."""
        return frozenset((finding.code, finding.message) for state in states for finding in self.found(state, by))

    def new(self, state: State, before: Said, by: Checker, home: Pointer, *, others: bool) -> Iterator[Finding]:
        """What is wrong with a whole role and was not before, at its place in the file of ``by``.

        With ``others``, also what the file makes wrong of other files' fields: at what changes their entry, else
        at ``home``.
        """
        whole = self.overlays.document(state)
        for finding in self.found(state, by):
            if (finding.code, finding.message) in before:
                continue
            place = touched_by(by.document.tree, path_in_role(whole, finding.pointer))
            if place is not None and place.exact:
                yield evolve(finding, pointer=place.pointer)
            if (place is not None and place.exact) or not others:
                continue
            message = f"{finding.message} ({in_words(whole, finding.pointer)})"
            pointer = home if place is None else place.pointer
            yield evolve(finding, pointer=pointer, message=message, at_key=place is not None)


def _of_stand_in(finding: Finding) -> bool:
    """Whether a finding speaks of what stands in for a mistake."""
    return any(map(is_stand_in, finding.message.replace('"', " ").split()))
