"""Roles as they are once every file is read: over the role that each extends, and under the patches of other packs.

A pack means the same whatever is loaded beside it. Its files see a role with the patches of the packs that it
requires, and a role that extends another builds on that one as its own pack sees it. Only the finished catalog has
the patches of all packs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from roleprofile.model.convert import structure
from roleprofile.model.role import Overlay, Role
from roleprofile.model.values import FrozenMap
from roleprofile.rules.inheritance import changed, extended
from roleprofile.rules.overlays import Change, closure, rank
from roleprofile.rules.rebase import seen_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.loading.assembly import Member
    from roleprofile.model.catalog import CatalogData

    #: A role's full id, and those of the patches that were applied, in their order.
    State = tuple[str, tuple[str, ...]]

#: The document of a file that had no part in anything.
_NOTHING: FrozenMap[str, Any] = FrozenMap()


@define
class Overlays:
    """What becomes of the roles of some packs."""

    #: With each role as its own file states it.
    stated: CatalogData
    #: Where each role and each patch stands, by full id.
    files: dict[str, Member]
    #: The role that each role extends; those that extend nothing are not in it.
    bases: dict[str, str] = field(init=False, factory=dict)
    #: Every role that has an effective form, each behind the one that it extends.
    effective: tuple[str, ...] = field(init=False, default=())
    #: The other roles.
    lost: frozenset[str] = field(init=False, default=frozenset())
    #: For each patch, the roles that it changes.
    targets: dict[str, tuple[str, ...]] = field(init=False, factory=dict)
    #: For each patch, those that it says it comes after, directly or through others.
    said: dict[str, set[str]] = field(init=False, factory=dict)
    #: As ``said``, and those of every pack that its own pack requires.
    behind: dict[str, set[str]] = field(init=False, factory=dict)
    _patches_of: dict[str, list[str]] = field(init=False, factory=dict)
    _documents: dict[State, FrozenMap[str, Any]] = field(init=False, factory=dict)
    _changes: dict[tuple[str, str], tuple[Change, FrozenMap[str, Any]]] = field(init=False, factory=dict)
    _views: dict[frozenset[str], CatalogData] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        """Find out what is built on what."""
        self._build_on()
        self._aim()

    @classmethod
    def of(cls, stated: CatalogData, members: Iterable[Member]) -> Overlays:
        """The overlays of the documents of which a catalog was made."""
        kinds = {"role": stated.roles, "role-patch": stated.patches}
        files: dict[str, Member] = {}
        for folder, document in members:
            if folder.pack is not None and document.kind in kinds and document.model is not None:
                files.setdefault(_key(document.kind, f"{folder.pack.id}:{document.model.id}"), (folder, document))
        return cls(stated, files)

    # --- what is built on what -----------------------------------------------------------------------------------

    def _build_on(self) -> None:
        roles = self.stated.roles
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
        # The list grows while it is gone through: what is sound carries others.
        for full in waiting:
            waiting.extend(above.get(full, ()))
        self.effective = tuple(waiting)
        self.lost = frozenset({*roles} - {*waiting})

    def circle(self, full: str) -> list[str]:
        """The roles that extend each other, from one of them on; empty where a role is in no circle."""
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
            found = [stated.candidates(stated.roles, name, patch.pack) for name in patch.roles]
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
        """The patches of the packs that a patch's own pack requires, and that do not require it in turn."""
        pack = full.partition(":")[0]
        earlier = {name for name in self.stated.scope(pack) if pack not in self.stated.scope(name)}
        return {other for other in self.stated.patches if other.partition(":")[0] in earlier}

    # --- what comes out ------------------------------------------------------------------------------------------

    def patches(self, role: str, packs: Iterable[str] | None = None) -> tuple[str, ...]:
        """The patches of a role, in their order: of all packs, or of some."""
        found = self._patches_of.get(role, ())
        if packs is None:
            return tuple(found)
        packs = frozenset(packs)
        return tuple(full for full in found if full.partition(":")[0] in packs)

    def base(self, role: str) -> State | None:
        """What a role is built on: the one that it extends, as its own pack sees it."""
        base = self.bases.get(role)
        return None if base is None else (base, self.patches(base, self.stated.scope(role.partition(":")[0])))

    def chain(self, state: State) -> list[State]:
        """A state of a role behind all that it is built on, the first of them first."""
        found: list[State] = []
        here: State | None = state
        while here is not None:
            found.append(here)
            here = self.base(here[0])
        return found[::-1]

    def document(self, state: State) -> FrozenMap[str, Any]:
        """The whole document of a role under some patches."""
        known = self._documents
        missing = []
        here: State | None = state
        while here is not None and here not in known:
            missing.append(here)
            here = (here[0], here[1][:-1]) if here[1] else self.base(here[0])
        for full, patches in reversed(missing):
            if patches:
                change, rest = self._change(patches[-1], full.partition(":")[0])
                known[full, patches] = changed(known[full, patches[:-1]], change, rest)
            else:
                known[full, ()] = self._own(full)
        return known[state]

    def _own(self, full: str) -> FrozenMap[str, Any]:
        role = self.stated.roles[full]
        base = self.base(full)
        return role.document if base is None else extended(self.taken_over(base, role.pack), role.document)

    def taken_over(self, base: State, home: str) -> FrozenMap[str, Any]:
        """The whole document of a role with the names that one of the pack ``home`` finds."""
        pack = base[0].partition(":")[0]
        whole = self.document(base)
        return whole if pack == home else seen_from(self.stated, pack, home)(whole)

    def _change(self, full: str, home: str) -> tuple[Change, FrozenMap[str, Any]]:
        """A patch with the names that a role of the pack ``home`` finds, and what it rests on."""
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
        """A patch with the names that a role of the pack ``home`` finds."""
        return self._change(full, home)[0]

    def role(self, state: State) -> Role:
        """The whole role under some patches."""
        full, patches = state
        stated = self.stated.roles[full]
        if not patches and full not in self.bases:
            return stated
        document = self.document(state)
        overlays = tuple(self._overlay(*step) for step in self.steps(state) if step != ("role", full))
        return evolve(structure(document, Role), pack=stated.pack, document=document, overlays=overlays)

    def steps(self, state: State) -> list[tuple[str, str]]:
        """The files that have a part in a role, as kinds and full ids, in the order in which they are applied."""
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
        """The catalog with every role under all its patches; without those that cannot be made whole."""
        return self._view(frozenset(self.stated.patches))

    def seen_from(self, pack: str) -> CatalogData:
        """The catalog as the files of a pack see it: patched by the packs that it requires, and by itself."""
        scope = {*self.stated.scope(pack)}
        return self._view(frozenset(full for full in self.targets if full.partition(":")[0] in scope))

    def in_force(self, day: str) -> CatalogData:
        """The catalog with every role under those of its patches that are in force on a day."""
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
        """The ids of roles that cannot be made whole."""
        return frozenset(full.partition(":")[2] for full in self.lost)


def _key(kind: str, full: str) -> str:
    return f"{kind} {full}"
