"""Effective roles: each role after ``extends`` and the patches of other packs.

Other loaded packs do not change the meaning of a pack, because its files see a role with only its own patches and those
of the packs that it requires. A role that extends another builds on that one as its own pack sees it. Only the finished
catalog has the patches of all packs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from attrs import define, evolve, field

from roleprofile.loading.assembly import Member
from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import structure
from roleprofile.model.role import Overlay, Role
from roleprofile.model.values import FrozenMap
from roleprofile.rules.inheritance import changed, extended
from roleprofile.rules.overlays import Change, ScaleOf, closure, rank
from roleprofile.rules.rebase import seen_from

#: The full id of a role, and the full ids of the applied patches in their order.
State = tuple[str, tuple[str, ...]]

#: The default of a missing ``set`` or ``add``.
_NOTHING: FrozenMap[str, Any] = FrozenMap()


@define
class Overlays:
    """The effective roles of some packs."""

    #: The catalog with each role as its own file states it.
    stated: CatalogData
    #: The file of each role and each patch, by kind and full id.
    files: dict[str, Member]
    #: The role that each role extends, for roles that extend a known one.
    bases: dict[str, str] = field(init=False, factory=dict)
    #: The roles that have an effective form, each after the one that it extends.
    effective: tuple[str, ...] = field(init=False, default=())
    #: The other roles.
    lost: frozenset[str] = field(init=False, default=frozenset())
    #: For each patch, the roles that it changes.
    targets: dict[str, tuple[str, ...]] = field(init=False, factory=dict)
    #: For each patch, the patches in its ``after``, directly or through others.
    said: dict[str, set[str]] = field(init=False, factory=dict)
    #: As ``said``, with the patches of the packs that its own pack requires.
    behind: dict[str, set[str]] = field(init=False, factory=dict)
    _patches_of: dict[str, list[str]] = field(init=False, factory=dict)
    _documents: dict[State, FrozenMap[str, Any]] = field(init=False, factory=dict)
    _changes: dict[tuple[str, str], tuple[Change, FrozenMap[str, Any]]] = field(init=False, factory=dict)
    _views: dict[frozenset[str], CatalogData] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Resolve ``extends``, and the targets and the order of the patches."""
        self._build_on()
        self._aim()

    @classmethod
    def of(cls, stated: CatalogData, members: Iterable[Member]) -> Overlays:
        """The overlays of the documents from which a catalog was built."""
        kinds = {"role": stated.roles, "role-patch": stated.patches}
        files: dict[str, Member] = {}
        for folder, document in members:
            if folder.pack is not None and document.kind in kinds and document.model is not None:
                files.setdefault(_key(document.kind, f"{folder.pack.id}:{document.model.id}"), (folder, document))
        return cls(stated, files)

    # --- extends and patches -------------------------------------------------------------------------------------

    def _build_on(self) -> None:
        roles = self.stated.stated_roles
        above: dict[str, list[str]] = {}
        waiting = []
        for full, role in roles.items():
            if not role.extends:
                waiting.append(full)
                continue
            found = self.stated.candidates(roles, role.extends, role.pack)
            if len(found) == 1:
                self.bases[full] = found[0]
                above.setdefault(found[0], []).append(full)
        # The list grows during the loop, because each effective role adds the roles that extend it.
        for full in waiting:
            waiting.extend(above.get(full, ()))
        self.effective = tuple(waiting)
        self.lost = frozenset({*roles} - {*waiting})

    def circle(self, full: str) -> list[str]:
        """The roles of a circle of ``extends``, beginning with ``full``; empty if it is in none."""
        names = [full]
        while (base := self.bases.get(names[-1])) is not None and base not in names:
            names.append(base)
        return names if base == full else []

    def _aim(self) -> None:
        stated = self.stated
        if not stated.patches:
            return
        families, whole = self._families(), {*self.effective}
        for full, patch in stated.patches.items():
            scope = {*stated.scope(patch.pack)} - {patch.pack}
            found = [stated.candidates(stated.stated_roles, name, patch.pack) for name in patch.roles]
            names = [one[0] for one in found if len(one) == 1] + families.get(patch.job_family, [])
            aims = sorted({name for name in names if name in whole and name.partition(":")[0] in scope})
            self.targets[full] = tuple(aims)
            for name in aims:
                self._patches_of.setdefault(name, []).append(full)
        said = {full: self._said(full) for full in stated.patches}
        self.said = closure(said)
        self.behind = closure({full: names | self._required(full) for full, names in said.items()})
        for patches in self._patches_of.values():
            patches.sort(key=lambda full: rank(full, self.behind))

    def _families(self) -> dict[str, list[str]]:
        family: dict[str, str] = {}
        for full in self.effective:
            role = self.stated.roles[full]
            family[full] = role.job_family or family.get(self.bases.get(full, ""), "")
        found: dict[str, list[str]] = {}
        for full, name in family.items():
            found.setdefault(name, []).append(full)
        found.pop("", None)
        return found

    def _said(self, full: str) -> set[str]:
        patch = self.stated.patches[full]
        found = [self.stated.candidates(self.stated.patches, name, patch.pack) for name in patch.after]
        return {names[0] for names in found if len(names) == 1}

    def _required(self, full: str) -> set[str]:
        """The patches of the packs that the pack of a patch requires and that do not require it in turn."""
        pack = full.partition(":")[0]
        earlier = {name for name in self.stated.scope(pack) if pack not in self.stated.scope(name)}
        return {other for other in self.stated.patches if other.partition(":")[0] in earlier}

    # --- effective roles -----------------------------------------------------------------------------------------

    def patches(self, role: str, packs: Iterable[str] | None = None) -> tuple[str, ...]:
        """The patches of a role in their order, from ``packs``, or from all packs."""
        found = self._patches_of.get(role, ())
        if packs is None:
            return tuple(found)
        packs = frozenset(packs)
        return tuple(full for full in found if full.partition(":")[0] in packs)

    def base(self, role: str) -> State | None:
        """The state of the role that a role extends, as the pack of ``role`` sees it; ``None`` if there is none."""
        base = self.bases.get(role)
        return None if base is None else (base, self.patches(base, self.stated.scope(role.partition(":")[0])))

    def chain(self, state: State) -> list[State]:
        """A state of a role, after the states that it is built on in their order."""
        found: list[State] = []
        here: State | None = state
        while here is not None:
            found.append(here)
            here = self.base(here[0])
        return found[::-1]

    def document(self, state: State) -> FrozenMap[str, Any]:
        """The effective document of a role under some patches."""
        known = self._documents
        missing = []
        here: State | None = state
        while here is not None and here not in known:
            missing.append(here)
            here = (here[0], here[1][:-1]) if here[1] else self.base(here[0])
        for full, patches in reversed(missing):
            if patches:
                change, rest = self._change(patches[-1], full.partition(":")[0])
                known[full, patches] = changed(known[full, patches[:-1]], change, rest, self._scale_of(full))
            else:
                known[full, ()] = self._own(full)
        return known[state]

    def _own(self, full: str) -> FrozenMap[str, Any]:
        role = self.stated.roles[full]
        base = self.base(full)
        if base is None:
            return role.document
        return extended(self.taken_over(base, role.pack), role.document, self._scale_of(full))

    def _scale_of(self, full: str) -> ScaleOf:
        return partial(self.stated.scale_behind, pack=full.partition(":")[0])

    def taken_over(self, base: State, home: str) -> FrozenMap[str, Any]:
        """The effective document of a role, with names as a role of the pack ``home`` finds them."""
        pack = base[0].partition(":")[0]
        whole = self.document(base)
        return whole if pack == home else seen_from(self.stated, pack, home)(whole)

    def _change(self, full: str, home: str) -> tuple[Change, FrozenMap[str, Any]]:
        """A patch with names as a role of the pack ``home`` finds them, and its renamed document with its sources."""
        found = self._changes.get((full, home))
        if found is None:
            patch = self.stated.patches[full]
            document = seen_from(self.stated, patch.pack, home)(self.files[_key("role-patch", full)][1].tree)
            change = Change(
                set=document.get("set", _NOTHING), add=document.get("add", _NOTHING), drop=document.get("drop", ())
            )
            found = self._changes[full, home] = (change, document)
        return found

    def change(self, full: str, home: str) -> Change:
        """A patch with names as a role of the pack ``home`` finds them."""
        return self._change(full, home)[0]

    def role(self, state: State) -> Role:
        """The effective role under some patches."""
        full, patches = state
        stated = self.stated.roles[full]
        if not patches and full not in self.bases:
            return stated
        document = self.document(state)
        overlays = tuple(self._overlay(*step) for step in self.steps(state) if step != ("role", full))
        return evolve(structure(document, Role), pack=stated.pack, document=document, overlays=overlays)

    def steps(self, state: State) -> list[tuple[str, str]]:
        """The files that make up a role, as kinds and full ids, in the order in which they are applied."""
        found: list[tuple[str, str]] = []
        for full, patches in self.chain(state):
            found.append(("role", full))
            found += [("role-patch", patch) for patch in patches]
        return found

    def file(self, kind: str, full: str) -> Member:
        """The file of a role or a patch."""
        return self.files[_key(kind, full)]

    def _overlay(self, kind: str, full: str) -> Overlay:
        pack, _, name = full.partition(":")
        return Overlay(kind=kind, pack=pack, id=name, path=self.file(kind, full)[1].file.path)

    # --- catalogs ------------------------------------------------------------------------------------------------

    @property
    def finished(self) -> CatalogData:
        """The catalog with every role under all its patches, without roles that have no effective form."""
        return self._view(frozenset(self.stated.patches))

    def seen_from(self, pack: str) -> CatalogData:
        """The catalog as the files of a pack see it, with its own patches and those of the packs that it requires."""
        scope = {*self.stated.scope(pack)}
        return self._view(frozenset(full for full in self.targets if full.partition(":")[0] in scope))

    def in_force(self, day: str) -> CatalogData:
        """The catalog with every role under its patches that are in force on a day (``YYYY-MM-DD``)."""
        return self._view(
            frozenset(full for full, one in self.stated.patches.items() if not one.in_state.why_not(day)[0])
        )

    def _some(self, role: str, patches: frozenset[str]) -> tuple[str, ...]:
        return tuple(full for full in self._patches_of.get(role, ()) if full in patches)

    def _view(self, patches: frozenset[str]) -> CatalogData:
        found = self._views.get(patches)
        if found is None:
            found = self.stated
            if patches or self.bases or self.lost:
                names = sorted(self.effective)
                roles = {full: self.role((full, self._some(full, patches))) for full in names}
                found = evolve(found, roles=FrozenMap(roles))
            self._views[patches] = found
        return found

    @property
    def unfinished(self) -> frozenset[str]:
        """The short ids of the roles without an effective form."""
        return frozenset(full.partition(":")[2] for full in self.lost)


def _key(kind: str, full: str) -> str:
    return f"{kind} {full}"
