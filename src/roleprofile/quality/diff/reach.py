"""Which scores a changed rule can move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.quality.diff.changes import RuleChange


@frozen(kw_only=True)
class Reach:
    """Which scores a change can move."""

    #: Every role, or only these, by full id.
    every_role: bool = False
    roles: frozenset[str] = frozenset()
    #: Everybody, or only these people, and whoever holds or held these roles.
    everybody: bool = False
    people: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()

    def role(self, role: str) -> bool:
        """Whether what a role asks may be another."""
        return self.every_role or role in self.roles


#: No score at all.
NOWHERE = Reach()

#: What a role says that no score reads.
_UNSCORED = frozenset({"duties", "measures", "components", "benchmark", "drivers", "common_in", "observations"})
#: Fields that no score reads, wherever they stand.
_INERT = frozenset(
    {
        "aliases",
        "anchors",
        "basis",
        "classification",
        "effective",
        "effort",
        "job_family",
        "languages",
        "licence",
        "needed_for",
        "owner",
        "reviewed",
        "source",
        "status",
        "type",
        "version",
    }
)
#: Parts of a role that say, or change, what its holders bring.
_PROVIDING = frozenset({"", "provides", "variants"})


def reach(changes: Iterable[RuleChange]) -> Reach:
    """Which scores some changes can move: nothing is left out, and little is taken in for nothing."""
    found = Reach()
    for change in changes:
        rule = change.rule
        if not _is_scored(change):
            continue
        if rule.kind == "role":
            held = found.holders | {rule.home} if rule.section in _PROVIDING else found.holders
            found = evolve(found, roles=found.roles | {rule.home}, holders=held)
        elif rule.kind == "person":
            found = evolve(found, people=found.people | {rule.home})
        else:
            found = evolve(found, everybody=True, every_role=found.every_role or rule.kind != "relation")
    return found


def _is_scored(change: RuleChange) -> bool:
    rule = change.rule
    if rule.kind in ("transition", "option", "case") or rule.section in ("sources", *_UNSCORED):
        return False
    return change.act != "changed" or any(not one.wording and one.path[0] not in _INERT for one in change.fields)
