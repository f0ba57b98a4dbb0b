"""Check values, evidence and roles held of tables as those of one person are, each distinct one once."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from attrs import define, field, frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.days import first_day
from roleprofile.model.person import Evidence, Fact, RoleHeld, Slot
from roleprofile.model.values import Finding
from roleprofile.rules.holdings import ALL, Index, ResolvedDescriptor, is_out, is_stale, provided
from roleprofile.rules.person_builder import Statement, build_person


@frozen
class CheckedEvidence:
    """Evidence as it is ordered and counted."""

    kind: int
    strength: int
    on: int
    is_out: bool
    is_stale: bool


#: What a fact without evidence has.
_NO_PROOF = CheckedEvidence(-1, -1, 0, is_out=False, is_stale=False)


@define(eq=False)
class CellChecker:
    """Checks values, evidence and roles held as those of one person are, each distinct one once."""

    catalog: CatalogData
    as_of: str
    kinds: list[str] = field(init=False, factory=list)
    proofs: list[CheckedEvidence] = field(init=False, factory=lambda: [_NO_PROOF])
    _table: Any = field(init=False, factory=lambda: np.zeros((5, 0), np.int64))
    _values: dict[tuple[Any, ...], tuple[Slot, int] | Finding] = field(init=False, factory=dict)
    _proof_of: dict[tuple[str | None, ...], int | Finding] = field(init=False, factory=dict)
    _closed: dict[Any, str | Finding] = field(init=False, factory=dict)
    _provided: dict[tuple[Any, ...], dict[Slot, int] | Finding] = field(init=False, factory=dict)

    @property
    def index(self) -> Index:
        """The descriptors of the catalog."""
        return Index.of(self.catalog)

    def value(self, descriptor: Any, key: str, raw: Any) -> tuple[Slot, int] | Finding:
        """The slot and the rank of a value."""
        # True is 1 in Python, but no amount.
        name = (descriptor, key, type(raw), raw)
        if name not in self._values:
            self._values[name] = self._valued(descriptor, key, raw)
        return self._values[name]

    def _valued(self, descriptor: Any, key: str, raw: Any) -> tuple[Slot, int] | Finding:
        found = self.index.resolved(descriptor)
        value = raw if found is None else as_stated(raw, found)
        wrong = self._findings(facts=[Fact(descriptor, value, key)])
        if wrong or found is None:
            return wrong[0]
        return (found.descriptor, key), found.rank(value)

    def wrong_key(self, descriptor: str, key: str) -> Finding | None:
        """The mistake in a key; the value does not matter."""
        lowest = self.index.known(descriptor).scale
        found = self.value(descriptor, key, 0 if lowest.is_amount else lowest.level_ids[0])
        return found if isinstance(found, Finding) else None

    def proof_of(self, parts: tuple[str | None, ...]) -> int | Finding:
        """The number of an evidence, from its kind, first and last day; 0 for none."""
        kind, on, until = (part or "" for part in parts)
        if not (kind or on or until):
            return 0
        if parts not in self._proof_of:
            self._proof_of[parts] = self._proven(Evidence(kind, "", on, until))
        return self._proof_of[parts]

    def _proven(self, evidence: Evidence) -> int | Finding:
        # On which descriptor does not matter: an unknown one is another finding.
        wrong = [one for one in self._findings(facts=[Fact("", "", "", evidence)]) if "evidence" in one.pointer]
        if wrong:
            return wrong[0]
        if evidence.kind not in self.kinds:
            self.kinds.append(evidence.kind)
        kinds = self.index.kinds
        self.proofs.append(
            CheckedEvidence(
                self.kinds.index(evidence.kind),
                self.index.strength.get(evidence.kind, -1),
                int(first_day(evidence.on).replace("-", "")) if evidence.on else 0,
                is_out=bool(self.as_of) and is_out(evidence, self.as_of),
                is_stale=bool(self.as_of) and kinds is not None and is_stale(evidence, kinds, self.as_of),
            )
        )
        return len(self.proofs) - 1

    def proof_columns(self, numbers: Any) -> tuple[Any, Any, Any, Any, Any]:
        """Kind, strength, first day, and whether it is out or stale, for numbers of evidence."""
        if self._table.shape[1] != len(self.proofs):
            rows = [(one.kind, one.strength, one.on, one.is_out, one.is_stale) for one in self.proofs]
            self._table = np.array(rows, np.int64).T
        kind, strength, on, out, stale = self._table[:, numbers]
        return kind, strength, on, out.astype(bool), stale.astype(bool)

    def closed(self, name: Any) -> str | Finding | None:
        """The full id of a descriptor whose list is complete, or ``"all"``; ``None`` for an empty cell."""
        if name is None:
            return None
        if name not in self._closed:
            found = self.index.resolved(name)
            if name == ALL or found is not None:
                self._closed[name] = ALL if found is None else found.descriptor
            else:
                self._closed[name] = self._findings(closed=[name])[0]
        return self._closed[name]

    def provided(
        self, role: Any, months: Any, context: tuple[tuple[str, str], ...], in_all: Any
    ) -> dict[Slot, int] | Finding:
        """The ranks that a role held provides, by slot."""
        months, in_all = whole(months), whole(in_all)
        name = (role, type(months), months, context, type(in_all), in_all)
        if name not in self._provided:
            held = RoleHeld(role, months, dict(context), in_all)
            wrong = self._findings(roles_held=[held])
            self._provided[name] = wrong[0] if wrong else self._ranks(held)
        return self._provided[name]

    def _ranks(self, held: RoleHeld) -> dict[Slot, int]:
        catalog = self.catalog
        role = catalog.roles[catalog.find(catalog.roles, held.role)]
        ranks: dict[Slot, int] = {}
        for descriptor, key, value in provided(catalog, role, held.context, held.months, in_all=held.in_all):
            slot = (f"{descriptor.pack}:{descriptor.id}", key)
            ranks[slot] = max(catalog.scale_of(descriptor).rank(value), ranks.get(slot, 0))
        return {slot: rank for slot, rank in ranks.items() if rank > 0}

    def _findings(self, **said: Any) -> list[Finding]:
        return build_person(self.catalog, Statement.of("p", **said), count=False)[1]


def whole(raw: Any) -> Any:
    """A float without a fraction as a whole number, and anything else as it is."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def as_stated(raw: Any, descriptor: ResolvedDescriptor) -> Any:
    """A value as a person's file states it: tables write whole amounts as floats or texts, and levels as numbers."""
    raw = whole(raw)
    if descriptor.ranks:
        return str(raw) if type(raw) is int else raw
    return int(raw) if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,9}", raw, re.ASCII) else raw
