"""A catalog in which some rules are replaced by those of another catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from roleprofile.evaluation.edits import edited_catalog
from roleprofile.model.catalog import IN_ORDER, CatalogData
from roleprofile.model.role import Overlay, Role
from roleprofile.model.values import FrozenMap
from roleprofile.quality.diff.rules import SECTION_OF, RuleId, pack_of, role_of, rules_of

#: A document, by its kind and full id.
Home = tuple[str, str]


@frozen(eq=False)
class PatchedCatalog:
    """A catalog that can take over rules of another, a few at a time. Immutable: each step makes a new one."""

    catalog: CatalogData
    #: The rules of the catalog as it is, by document.
    homes: dict[Home, dict[RuleId, Any]]
    #: The rules of the other catalog.
    wanted: Mapping[RuleId, Any]
    #: Where each rule stands in its document: as in the other catalog, behind these what only the first one has.
    places: Mapping[RuleId, int]
    #: For each role the files that have a part in it: through them it sees the situations of other packs.
    overlays: Mapping[str, tuple[Overlay, ...]]

    @classmethod
    def of(cls, old: CatalogData, new: CatalogData) -> PatchedCatalog:
        """The first catalog, with none of the other's rules yet."""
        had, wanted = rules_of(old), rules_of(new)
        homes: dict[Home, dict[RuleId, Any]] = {}
        for rule, value in had.items():
            homes.setdefault((rule.kind, rule.home), {})[rule] = value
        places = {rule: place for place, rule in enumerate(dict.fromkeys((*wanted, *had)))}
        overlays = {full: role.overlays for full, role in {**old.roles, **new.roles}.items()}
        return cls(old, homes, wanted, places, overlays)

    def taking(self, rules: Iterable[RuleId], name: str) -> PatchedCatalog:
        """The catalog with these rules as the other catalog has them; a rule that the other lacks is removed.

        ``name`` makes the fingerprint, so that nothing counted on one catalog is taken for another's.
        """
        homes = dict(self.homes)
        touched: dict[Home, None] = {}
        for rule in rules:
            home = (rule.kind, rule.home)
            if home not in touched:
                touched[home] = None
                homes[home] = dict(homes.get(home, {}))
            homes[home].pop(rule, None)
            if rule in self.wanted:
                homes[home][rule] = self.wanted[rule]
        for home in touched:
            homes[home] = dict(sorted(homes[home].items(), key=lambda item: self.places[item[0]]))
        catalog = edited_catalog(self.catalog, name, **self._sections(homes, touched))
        return evolve(self, catalog=catalog, homes=homes)

    def _sections(self, homes: Mapping[Home, Mapping[RuleId, Any]], touched: Iterable[Home]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for kind, full in touched:
            section = SECTION_OF[kind]
            if section in IN_ORDER:
                every = (one for (k, _), parts in homes.items() if k == kind for one in parts.values())
                found[section] = tuple(sorted(every, key=IN_ORDER[section]))
                continue
            entries = dict(found.get(section, getattr(self.catalog, section)))
            entry = _made(kind, homes[kind, full])
            if isinstance(entry, Role):
                entry = evolve(entry, overlays=self.overlays[full])
            entries.pop(full, None)
            if entry is not None:
                entries[full] = entry
            found[section] = FrozenMap(dict(sorted(entries.items())))
        return found


def _made(kind: str, parts: Mapping[RuleId, Any]) -> Any:
    """A document of its rules, or ``None`` where none is left."""
    if kind == "pack":
        return pack_of(parts)
    return role_of(parts) if kind == "role" else next(iter(parts.values()), None)
