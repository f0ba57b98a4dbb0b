"""Roles that extend others, and patches: what they name, and whether what comes out is a role as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from roleprofile.loading.change_checks import Changed, needed_by, still_need
from roleprofile.loading.effective_role_checks import Wholes, check_names
from roleprofile.loading.overlay_conflicts import collisions
from roleprofile.loading.requirement_checks import Setting
from roleprofile.loading.source_map import in_words, led, path_in_role, touched_by
from roleprofile.model.values import Finding
from roleprofile.rules.inheritance import WORDS, inherited
from roleprofile.rules.overlays import PARTS, PROVIDES, sections, touched

if TYPE_CHECKING:
    from collections.abc import Iterable

    from roleprofile.loading.checker import Checker
    from roleprofile.loading.overlays import Overlays, State
    from roleprofile.model.patch import RolePatch
    from roleprofile.model.role import Role
    from roleprofile.model.values import FrozenMap, Pointer
    from roleprofile.rules.overlays import Changes

    Tree = FrozenMap[str, Any]

#: What a role that extends another changes entry by entry, and does not state anew.
_ENTRY_BY_ENTRY = ("requirements", "extras", "variants", PROVIDES)
#: How many names a message shows.
_SHOWN = 3


def check_overlays(overlays: Overlays, checkers: Iterable[Checker]) -> None:
    """Check every role that extends another, and every patch; the other roles have been checked."""
    wholes = Wholes(overlays, {id(checker.document): checker for checker in checkers})
    for full, role in overlays.stated.roles.items():
        _check_words(wholes.checker("role", full), role)
    children = [full for full in overlays.sound if full in overlays.bases]
    lost = [full for full in overlays.stated.roles if full not in {*overlays.sound}]
    for full in lost:
        _check_lost(overlays, wholes.checker("role", full), full)
    for full in children:
        _check_child(wholes, full)
    patches = {full: _Patch(wholes, full, patch) for full, patch in overlays.stated.patches.items()}
    for patch in patches.values():
        patch.check()
    for full in overlays.sound:
        if len(overlays.patches(full)) > 1:
            _check_together(wholes, full, patches)
    for patch in patches.values():
        patch.report()


def _check_words(checker: Checker, role: Role) -> None:
    tree = checker.document.tree
    if role.extends:
        for name in _ENTRY_BY_ENTRY:
            if name in tree:
                message = f"a role that extends another does not state its {name} anew"
                hint = f"write add: {{{name}: ...}} for what is new, set: and drop: for what differs"
                checker.add((name,), "RP341", message, hint, at_key=True)
        return
    for word in WORDS:
        if word in tree:
            hint = "add extends: with the role that this one builds on"
            checker.add((word,), "RP341", f"there is nothing that {word}: could change", hint, at_key=True)


# --- extends ---------------------------------------------------------------------------------------------------------


def _check_lost(overlays: Overlays, checker: Checker, full: str) -> None:
    """Say why a role cannot be made whole, unless that is the doing of the role that it extends."""
    role = overlays.stated.roles[full]
    check_names(checker)
    if full not in overlays.circles:
        evolve(checker, catalog=overlays.stated).find(
            overlays.stated.roles, role.extends, ("extends",), "RP306", "role"
        )
        return
    names = [full]
    while (base := overlays.bases[names[-1]]) != full:
        names.append(base)
    if len(names) == 1:
        message, hint = f'"{role.id}" extends itself', "name another role"
    else:
        way = ", which extends ".join(f'"{name.partition(":")[2]}"' for name in (*names[1 : _SHOWN + 1], full))
        message, hint = f'"{role.id}" extends {way}', "leave extends: out in one of them"
    checker.add(("extends",), "RP340", message, hint)


def _check_child(wholes: Wholes, full: str) -> None:
    overlays = wholes.overlays
    checker, role, base = wholes.checker("role", full), overlays.stated.roles[full], overlays.base(full)
    assert base is not None  # noqa: S101 - the caller has looked
    check_names(checker)
    defaults = role.defaults
    for entry_id, change in role.set.items():
        rests = "source" in change or "basis" in change or defaults.source or defaults.basis
        if entry_id != PROVIDES and not rests:
            hint = "add source: or basis: here, or defaults: with one of them to the file"
            checker.add(("set", entry_id), "RP321", "this change has neither a source nor a basis", hint, at_key=True)
    whole = overlays.taken_over(base, role.pack)
    before, after = inherited(whole, role.document), overlays.document((full, ()))
    found = [*_unfit(checker, role, before, after), *_unlisted(role, whole, after)]
    found += wholes.new((full, ()), wholes.said([base], checker), checker, ("extends",), others=not found)
    for finding in found:
        checker.document.add(finding)


def _unfit(checker: Checker, change: Changes, before: Tree, after: Tree) -> list[Finding]:
    """What a change names and is not there, and what it leaves that names what it drops."""
    unknown = {finding.pointer for finding in checker.document.findings if finding.code == "RP301"}
    document = evolve(checker.document, findings={})
    setting = Setting(evolve(checker, document=document), {}, (), "")
    changed = Changed(setting, change, (), sections(before, PARTS), sections(after, PARTS))
    changed.names_fit()
    changed.dangling()
    # What no pack knows, no role has either: that is said already.
    written = (evolve(f, pointer=led(document.tree, f.pointer)) for f in document.findings)
    return [finding for finding in written if finding.pointer not in unknown]


def _unlisted(role: Role, base: Tree, after: Tree) -> list[Finding]:
    """Duties and measures that a role lists anew without those which inherited entries need."""
    found = []
    for section, noun in (("duties", "duty"), ("measures", "measure")):
        kept = {entry["id"] for entry in after.get(section, ())}
        for name in (entry["id"] for entry in base.get(section, ()) if getattr(role, section)):
            needing = [] if name in kept or name in role.drop else needed_by(sections(after), name)
            if needing:
                message = f'{still_need(needing)} the {noun} "{name}", which is not listed here'
                hint = f"list it as well, or change or drop what needs it; with add: {section}: all others stay"
                found.append(Finding(pointer=(section,), code="RP308", message=message, hint=hint, at_key=True))
    return found


# --- patches ---------------------------------------------------------------------------------------------------------


@define
class _Patch:
    """The checks of one patch; what is wrong in several of its roles is said once."""

    wholes: Wholes
    full: str
    model: RolePatch
    #: For each finding, the roles in which it was found.
    _found: dict[Finding, list[str]] = field(init=False, factory=dict)

    @property
    def checker(self) -> Checker:
        """The checker of its file."""
        return self.wholes.checker("role-patch", self.full)

    @property
    def home(self) -> Pointer:
        """Where it says whose patch it is."""
        return ("roles",) if self.model.roles else ("job_family",)

    def check(self) -> None:
        """Check what it names, and what becomes of each of its roles."""
        overlays, checker = self.wholes.overlays, self.checker
        checker.rests(self.model, (), noun="patch")
        check_names(checker)
        self._aim()
        self._after()
        if self.full in overlays.behind[self.full]:
            return
        for role in overlays.targets[self.full]:
            self._check_role(role)

    def found_in(self, role: str) -> bool:
        """Whether anything is wrong with a role under this patch."""
        return any(role in roles for roles in self._found.values())

    def keep(self, role: str, finding: Finding) -> None:
        """Remember what is wrong in a role of the patch."""
        self._found.setdefault(finding, []).append(role)

    def report(self) -> None:
        """Say what was found, and in which of the roles where it is not in all."""
        document, all_roles = self.checker.document, self.wholes.overlays.targets[self.full]
        for finding, roles in self._found.items():
            message = finding.message
            if len(roles) < len(all_roles):
                shown = ", ".join(role.partition(":")[2] for role in roles[:_SHOWN])
                more = len(roles) - _SHOWN
                message += f" (in {shown}{f' and {more} others' if more > 0 else ''})"
            document.add(evolve(finding, message=message))

    def _aim(self) -> None:
        overlays, checker, model = self.wholes.overlays, self.checker, self.model
        stated = overlays.stated
        for index, name in enumerate(model.roles):
            place: Pointer = ("roles", index)
            role = evolve(checker, catalog=stated).find(stated.roles, name, place, "RP306", "role")
            if role is not None and role.pack == model.pack:
                hint = "change its own file, or write another role that extends it"
                checker.add(
                    place, "RP342", f'"{name}" is a role of this pack, and a patch is for those of others', hint
                )
        if model.job_family and not overlays.targets[self.full] and not checker.incomplete:
            message = f'no role of a required pack is of the job family "{model.job_family}"'
            checker.add(("job_family",), "RP342", message, "name the roles, or require the pack that has them")

    def _after(self) -> None:
        overlays, checker, model = self.wholes.overlays, self.checker, self.model
        stated = overlays.stated
        for index, name in enumerate(model.after):
            place: Pointer = ("after", index)
            found = evolve(checker, catalog=stated).find(stated.patches, name, place, "RP345", "patch")
            other = "" if found is None else f"{found.pack}:{found.id}"
            if other == self.full:
                checker.add(place, "RP344", f'"{name}" waits for itself', "leave it out")
            elif self.full in overlays.said.get(other, ()):
                message = f'"{model.id}" waits for "{name}", which waits for "{model.id}"'
                checker.add(place, "RP344", message, "leave one of the two after: out")

    def _check_role(self, role: str) -> None:
        wholes, checker = self.wholes, self.checker
        overlays = wholes.overlays
        earlier = tuple(full for full in overlays.patches(role) if full in overlays.behind[self.full])
        before, after = (role, earlier), (role, (*earlier, self.full))
        change = overlays.change(self.full, role.partition(":")[0])
        found = _unfit(checker, change, overlays.document(before), overlays.document(after))
        found += wholes.new(after, wholes.said([before], checker), checker, self.home, others=not found)
        for finding in found:
            self.keep(role, finding)


def _check_together(wholes: Wholes, role: str, patches: dict[str, _Patch]) -> None:
    """Check that the patches of a role, of one pack or of several, go together."""
    overlays = wholes.overlays
    names, behind, home = overlays.patches(role), overlays.behind, role.partition(":")[0]

    def unordered(one: int, other: int) -> bool:
        return names[one] not in behind[names[other]] and names[other] not in behind[names[one]]

    _check_dimensions(wholes, role, [patches[name] for name in names])
    clashes = list(collisions([touched(overlays.change(name, home)) for name in names], unordered))
    for clash in clashes:
        patch, others = patches[names[clash.index]], [names[other] for other in clash.others]
        shown = " and ".join(f'"{name}"' for name in others[:_SHOWN])
        message = f'"{patch.full}" and {shown} change {clash.what}, and neither comes after the other'
        place = led(patch.checker.document.tree, clash.place)
        finding = Finding(pointer=place, code="RP343", message=message, hint=_order_hint(patch, others))
        patch.keep(role, evolve(finding, at_key=clash.place[0] != "drop"))
    if clashes or any(patches[name].found_in(role) for name in names):
        return
    last = patches[names[-1]]
    states = {name: (role, (*(n for n in names if n in behind[name]), name)) for name in names}
    if states[last.full] != (role, names):
        _check_sum(wholes, role, [patches[name] for name in names], list(states.values()))


def _check_dimensions(wholes: Wholes, role: str, patches: list[_Patch]) -> None:
    """Packs that know nothing of each other can mean two things by one dimension of the context."""
    stated = wholes.overlays.stated
    declared: dict[str, str] = {}
    for patch in patches:
        for pack in stated.scope(patch.model.pack):
            for dimension in stated.packs[pack].dimensions:
                first = declared.setdefault(dimension.id, pack)
                # Where one of them requires the other, it is said in its pack.yaml.
                if first not in stated.scope(pack) and pack not in stated.scope(first):
                    message = f'packs {first} and {pack} both declare "{dimension.id}", and both change this role'
                    hint = "give one of the two dimensions another id"
                    patch.keep(role, Finding(pointer=patch.home, code="RP346", message=message, hint=hint))


def _order_hint(patch: _Patch, others: list[str]) -> str:
    pack = patch.model.pack
    inside = [name.partition(":")[2] for name in others if name.startswith(f"{pack}:")]
    if inside:
        return f"say which comes last: add after: [{', '.join(inside)}] here, or after: [{patch.model.id}] there"
    packs = sorted({name.partition(":")[0] for name in others})
    return f"leave it to one of them, or let pack {pack} require {' and '.join(packs)}: then this one comes last"


def _check_sum(wholes: Wholes, role: str, patches: list[_Patch], states: list[State]) -> None:
    """Patches that change different fields of one entry can make nonsense of it together."""
    overlays = wholes.overlays
    by = evolve(patches[-1].checker, catalog=overlays.finished)
    whole = (role, tuple(patch.full for patch in patches))
    said, document = wholes.said(states, by), overlays.document(whole)
    for finding in wholes.found(whole, by):
        if (finding.code, finding.message) not in said:
            path = path_in_role(document, finding.pointer)
            places = [touched_by(patch.checker.document.tree, path) for patch in patches]
            index = max((i for i, place in enumerate(places) if place is not None), default=len(patches) - 1)
            place = places[index]
            message = f"{finding.message} ({in_words(document, finding.pointer)})"
            pointer = patches[index].home if place is None else place.pointer
            patches[index].keep(role, evolve(finding, pointer=pointer, message=message))
