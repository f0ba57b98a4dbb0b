"""Lint rule on anchors: a level that is asked for is one that two people can recognise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from roleprofile.model.role import Role
from roleprofile.model.transition import TransitionList
from roleprofile.quality.lint.rules import Issue, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from roleprofile.model.pack_file import PackFile
    from roleprofile.model.role import Extra
    from roleprofile.model.values import Pointer, Value
    from roleprofile.quality.lint.context import Survey


class LevelWithoutAnchor(Rule):
    """A level that is asked for, and of which the descriptor does not say what it looks like."""

    code = "RP408"
    looks_at = (Role, TransitionList)

    def check(self, file: PackFile, survey: Survey) -> Iterator[Issue]:
        """Each descriptor and level, where the pack asks for it first."""
        asked = survey.recall(self, lambda: dict(self._asked(survey)))
        yield from asked.get(file.path, ())

    def _asked(self, survey: Survey) -> Iterator[tuple[str, list[Issue]]]:
        seen: set[tuple[str, str, str]] = set()
        for file in survey.files:
            found: list[Issue] = []
            for ref, level, place in _levels(file, survey):
                descriptor = survey.descriptor(ref, file.pack)
                full = f"{descriptor.pack}:{descriptor.id}"
                scale = survey.catalog.scale_of(descriptor)
                if scale.is_amount or level in descriptor.anchors or (file.pack, full, str(level)) in seen:
                    continue
                seen.add((file.pack, full, str(level)))
                message = f'nothing says what "{level}" of {descriptor.id} looks like'
                hint = f"add an anchor for {level} to the descriptor, or ask for a level that has one"
                found.append(Issue(pointer=place, message=message, hint=hint))
            yield file.path, found


def _levels(file: PackFile, survey: Survey) -> Iterator[tuple[str, Value, Pointer]]:
    """Every descriptor with a value that a document asks of it, and the place."""
    document = file.document
    if isinstance(document, TransitionList):
        for number, one in enumerate(document.transitions):
            for index, need in enumerate(one.needs):
                home: Pointer = ("transitions", number, "needs", index)
                yield from _asks(need.requirement, lambda key, home=home: (*home, key))  # type: ignore[misc]
    elif isinstance(document, Role):
        role = survey.role(file)
        for state in survey.states(role).found:
            for entry in (*state.role.requirements, *state.role.extras):
                yield from _asks(entry, partial(state.place, role, entry.id))


def _asks(entry: Extra, place: Callable[[str], Pointer]) -> Iterator[tuple[str, Value, Pointer]]:
    """What an entry asks, and the least that it accepts; ``place`` says where one of its fields stands."""
    group = "any_of" if entry.any_of else "all_of" if entry.all_of else ""
    for index, part in enumerate(entry.parts):
        for key, value in (("asks", part.asks), ("at_least", part.at_least)):
            if value is not None:
                yield part.descriptor, value, (*place(group), index, key) if group else place(key)
