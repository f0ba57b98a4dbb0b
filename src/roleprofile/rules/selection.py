"""Reduce a catalog to the entries in force on a day or approved, without entries that rest on the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

from attrs import define, evolve, field, frozen

from roleprofile.errors import Severity
from roleprofile.model.catalog import IN_ORDER, CatalogData
from roleprofile.model.document import State
from roleprofile.model.grades import without_grade
from roleprofile.model.grammar import names_in
from roleprofile.model.kinds import sections
from roleprofile.model.values import FrozenMap, Pointer
from roleprofile.model.vocabulary import ANY
from roleprofile.rules.approvals import Register
from roleprofile.rules.canonical import name_of, rules_of, stated
from roleprofile.rules.person_builder import recount_known

#: An entry of a catalog: its section, and its full id or its index in the list.
Entry = tuple[str, "str | int"]

#: The codes of entries that are not approved, not in force, or rest on an entry that is left out.
Code = Literal["RP355", "RP356", "RP357"]

#: The noun of an entry in each section to which a selection applies.
NOUNS = {name: section.noun for name, section in sections().items() if name != "approvals"}


@frozen(kw_only=True)
class Choice:
    """The conditions that rules of a catalog must meet."""

    #: The day on which rules must be in force, ``YYYY-MM-DD``; ``""`` for no check.
    day: str = ""
    #: Whether roles, transitions and development options must be approved.
    approved: bool = False


#: All rules of the files in any state.
EVERYTHING = Choice()


@frozen(kw_only=True)
class Left:
    """An entry that is left out, with the reason."""

    entry: Entry
    code: Code
    #: The entry in words, and the rest of the message.
    subject: str
    said: str
    #: The place of the reason in its file; empty for the entry itself.
    pointer: Pointer = ()
    severity: Severity = "warning"
    hint: str = ""


def chosen(catalog: CatalogData, choice: Choice) -> tuple[CatalogData, tuple[Left, ...]]:
    """The catalog of the chosen entries, and the entries that were left out."""
    selection = _Selection(catalog, choice)
    if choice.day:
        selection.by_day()
    if choice.approved:
        selection.by_approval()
    return selection.catalog_left(), tuple(selection.out.values())


@define
class _Selection:
    catalog: CatalogData
    choice: Choice
    out: dict[Entry, Left] = field(factory=dict, init=False)
    entries: dict[Entry, Any] = field(init=False)
    _resting: dict[Entry, list[Entry]] | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.entries = {(section, key): one for section in NOUNS for key, one in _items(self.catalog, section)}

    def by_day(self) -> None:
        """Leave out entries that are not in force."""
        day = self.choice.day
        found = []
        for entry, one in self.entries.items():
            why, pointer = _state_of(one).why_not(day) if entry[0] != "people" else ("", ())
            if why:
                said = f"is not in force on {day}: {why}"
                found.append(self.left(entry, "RP356", said, pointer=pointer))
        self._leave(found)

    def by_approval(self) -> None:
        """Leave out rules that are not approved."""
        register = Register(self.catalog)
        day = self.choice.day
        # An approval is for the state of the files, so the register uses the catalog before the selection by day.
        rules = {id(rule): rule for rule in rules_of(self.catalog)}
        found = []
        for entry, one in self.entries.items():
            if id(one) in rules and entry not in self.out and not register.approved(one, day):
                given = register.given(one)
                later = any(approval.digest == register.digest(one) for approval in given)
                said = (
                    f"was not approved by {day}"
                    if later
                    else "is no longer approved, because it has changed"
                    if given
                    else "is not approved"
                )
                hint = "this adds the entry: roleprofile approvals PACK --add --body B --by N --on DAY"
                found.append(self.left(entry, "RP355", said, severity="error", hint=hint))
        self._leave(found)

    def left(self, entry: Entry, code: Code, said: str, **more: Any) -> Left:
        """The record of an entry that is left out."""
        return Left(entry=entry, code=code, subject=self.named(entry), said=said, **more)

    def named(self, entry: Entry) -> str:
        """The noun and the name of an entry."""
        section, key = entry
        one = self.entries[entry]
        if section == "relations":
            return f'relation "{one.pack}:{one.from_}" to "{one.to}"'
        name = name_of(self.catalog, one) if section == "transitions" else key
        return f'{NOUNS[section]} "{name}"'

    def _leave(self, found: list[Left]) -> None:
        """Leave out entries, and all entries that rest on them."""
        if not found:
            return
        if self._resting is None:
            self._resting = {}
            for entry, one in self.entries.items():
                for other in _rests_on(self.catalog, entry, one):
                    self._resting.setdefault(other, []).append(entry)
        self.out.update({left.entry: left for left in found})
        waiting = [left.entry for left in found]
        # The list grows during the loop.
        for entry in waiting:
            for other in self._resting.get(entry, ()):
                if other not in self.out:
                    said = f"is excluded because it depends on {self.named(entry)}"
                    self.out[other] = self.left(other, "RP357", said)
                    waiting.append(other)

    def catalog_left(self) -> CatalogData:
        """The catalog of the day without the left-out entries, with holdings computed again.

        A catalog with fewer entries has a fingerprint of its own.
        """
        if not (self.out or self.choice.day):
            return self.catalog
        sections = {section: self._kept(section) for section in NOUNS if section != "people"} if self.out else {}
        names = "".join(f"{section} {key}\n" for section, key in sorted(self.out, key=str))
        mark = hashlib.sha256(f"{self.catalog.fingerprint}\n{names}".encode()).hexdigest()
        fingerprint = mark if self.out else self.catalog.fingerprint
        left = evolve(self.catalog, **sections, people=FrozenMap(), fingerprint=fingerprint, as_of=self.choice.day)
        kept = self._kept("people").items()
        people = {full: recount_known(left, one, full.partition(":")[0]) for full, one in kept}
        return evolve(left, people=FrozenMap(people))

    def _kept(self, section: str) -> Any:
        items = [(key, one) for key, one in _items(self.catalog, section) if (section, key) not in self.out]
        if section in IN_ORDER:
            return tuple(one for _, one in items)
        return FrozenMap(dict(items))


def _items(catalog: CatalogData, section: str) -> Iterator[tuple[Any, Any]]:
    # The grades of a role come and go with it.
    found = catalog.stated_roles if section == "roles" else getattr(catalog, section)
    yield from enumerate(found) if isinstance(found, tuple) else found.items()


def _state_of(one: Any) -> State:
    found: State = one.in_state if hasattr(one, "in_state") else one.state
    return found


def _rests_on(catalog: CatalogData, entry: Entry, one: Any) -> Iterator[Entry]:
    """The entries that an entry needs to keep its meaning."""
    section, key = entry
    if section == "people":
        yield ("packs", str(key).partition(":")[0])
        yield from (("descriptors", fact.descriptor) for fact in one.facts)
        yield from (("descriptors", name) for name in one.closed)
        yield from (("roles", without_grade(held.role)) for held in one.roles_held)
        return
    pack = one.id if section == "packs" else one.pack
    if section != "packs":
        yield ("packs", pack)
    if section == "roles":
        # A role includes its patches, so it is not in force without them.
        yield from (("patches", f"{o.pack}:{o.id}") for o in one.overlays if o.kind == "role-patch")
    for home, name in _names(section, one):
        entries = getattr(catalog, home)
        # A patch brings full ids into a role of another pack, which are valid although that pack does not see them.
        known = (name,) if ":" in name and name in entries else catalog.candidates(entries, name, pack)
        yield from ((home, without_grade(full)) for full in known)


def _names(section: str, one: Any) -> Iterator[tuple[str, str]]:
    """The section and name of each entry that an entry names."""
    if section == "patches":
        return  # the roles that it changes rest on it, not it on them
    if section == "transitions":
        yield ("roles", one.target)
    for home, name, _ in names_in(stated(one), type(one)):
        if home in NOUNS and not _is_own(one, name):
            yield home, name


def _is_own(one: Any, name: str) -> bool:
    """Whether a name is ``any``, or a person in the file of a case."""
    return name == ANY or name in getattr(one, "people", ())
