"""Check roles that extend others, and patches: the names in them, their order, and the effective roles that they make.

An effective role gets the checks of any other role. A finding that it did not have before a file changed it is reported
in that file. Names are looked up in the file that states them, as its own pack sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, evolve, field

from roleprofile.loading.change_checks import ChangeCheck, circle, needed_by, still_need
from roleprofile.loading.checker import Checker
from roleprofile.loading.document import ParsedDocument
from roleprofile.loading.effective_roles import Overlays, State
from roleprofile.loading.error_recovery import is_stand_in
from roleprofile.loading.requirement_checks import RequirementChecker
from roleprofile.loading.role_checks import check_role
from roleprofile.loading.source_map import in_words, led, path_in_role, touched_by
from roleprofile.model.grades import grade_ids, without_grade
from roleprofile.model.grammar import fields_of
from roleprofile.model.patch import RolePatch
from roleprofile.model.role import PROVIDES, Role, RoleAdditions
from roleprofile.model.values import Finding, FrozenMap, Pointer
from roleprofile.rules.inheritance import WORDS, inherited
from roleprofile.rules.overlays import PARTS, Changes, conflicts, sections
from roleprofile.rules.rebase import Kind, Renaming

Tree = FrozenMap[str, Any]

#: The keys that a role with ``extends`` may not state, because it changes what decides results entry by entry.
_ENTRY_BY_ENTRY = tuple(
    key for key, one in fields_of(Role).items() if one.use == "score" and key in fields_of(RoleAdditions)
)
#: The most names that a message shows.
_SHOWN = 3


def check_overlays(overlays: Overlays, checkers: Iterable[Checker]) -> None:
    """Check every role that extends another and every patch; other roles have had their checks before."""
    checks = EffectiveRoleChecks(overlays, {id(checker.document): checker for checker in checkers})
    files = []
    for full, role in overlays.stated.stated_roles.items():
        checker = checks.checker("role", full)
        _check_words(checker, role)
        if full in overlays.lost:
            _check_lost(overlays, checker, full)
        elif full in overlays.bases:
            files.append(_check_extending(checks, checker, full))
    patches = {full: _check_patch(checks, full, patch) for full, patch in overlays.stated.patches.items()}
    for full in overlays.effective:
        if len(overlays.patches(full)) > 1:
            _check_together(checks, full, patches)
    for file in (*files, *patches.values()):
        file.report()


def _check_words(checker: Checker, role: Role) -> None:
    tree = checker.document.tree
    if role.extends:
        for name in _ENTRY_BY_ENTRY:
            if name in tree:
                message = f"a role that extends another cannot restate its {name}"
                hint = f"write add: {{{name}: ...}} for new entries; use set: and drop: for changes"
                checker.add((name,), "RP341", message, hint, at_key=True)
        return
    for word in WORDS:
        if word in tree:
            hint = "add extends: with the base role"
            checker.add((word,), "RP341", f"{word}: has nothing to change without extends:", hint, at_key=True)


def _check_names(checker: Checker) -> None:
    """Check the descriptors and the sources that a file names."""

    def look_up(kind: Kind, name: str, place: Pointer) -> str:
        if kind == "source":
            checker.source(name, place)
        else:
            checker.descriptor(name, place, at_key=place[-2:] == ("provides", name))
        return name

    Renaming(look_up)(checker.document.tree)


# --- effective roles -------------------------------------------------------------------------------------------------


@define
class EffectiveRoleChecks:
    """The findings of the effective roles of one load, each role checked once."""

    overlays: Overlays
    #: By the identity of their documents.
    checkers: Mapping[int, Checker]
    _found: dict[tuple[State, str], tuple[Finding, ...]] = field(init=False, factory=dict)

    def checker(self, kind: str, full: str) -> Checker:
        """The checker of a role's or a patch's own file."""
        return self.checkers[id(self.overlays.file(kind, full)[1])]

    def found(self, state: State, by: Checker) -> tuple[Finding, ...]:
        """The findings of an effective role, seen from the pack of ``by``, with places in the effective role."""
        full, patches = state
        own = self.checker("role", full)
        if not patches and full not in self.overlays.bases:
            return tuple(own.document.findings)
        known = self._found.get((state, by.pack.id))
        if known is None:
            role = self.overlays.role(state)
            document = ParsedDocument(own.document.file, kind="role", tree=role.document, model=role)
            check_role(evolve(by, document=document, pack=own.pack, head=own.head, whole=True), role)
            # Without stand-ins for mistakes, because no author wrote them.
            known = tuple(f for f in document.findings if not _of_stand_in(f))
            self._found[state, by.pack.id] = known
        return known

    def new(self, state: State, before: Iterable[State], by: Checker) -> list[Finding]:
        """The findings of an effective role that none of the states ``before`` has."""
        # Compared without the place, because a change can move entries.
        known = {(finding.code, finding.message) for one in before for finding in self.found(one, by)}
        return [finding for finding in self.found(state, by) if (finding.code, finding.message) not in known]


def _of_stand_in(finding: Finding) -> bool:
    """Whether the message of a finding names a stand-in for a mistake."""
    return any(map(is_stand_in, finding.message.replace('"', " ").split()))


@define
class _ChangingFile:
    """The checks of a file that changes roles. A finding in several of its roles is reported once."""

    checks: EffectiveRoleChecks
    full: str
    checker: Checker
    #: The place in the file that names the changed or extended role.
    home: Pointer
    #: The roles that it changes.
    roles: tuple[str, ...]
    #: For each finding, the roles in which it was found.
    _found: dict[Finding, list[str]] = field(init=False, factory=dict)

    def found_in(self, role: str) -> bool:
        """Whether the file has a finding in a role."""
        return any(role in roles for roles in self._found.values())

    def keep(self, role: str, findings: Iterable[Finding]) -> None:
        """Keep the findings in a role that the file changes."""
        for finding in findings:
            self._found.setdefault(finding, []).append(role)

    def report(self) -> None:
        """Report each finding once, with the names of its roles unless it is in all of them."""
        for finding, roles in self._found.items():
            message = finding.message
            if len(roles) < len(self.roles):
                shown = ", ".join(role.partition(":")[2] for role in roles[:_SHOWN])
                more = len(roles) - _SHOWN
                message += f" (in {shown}{f' and {more} others' if more > 0 else ''})"
            self.checker.document.add(evolve(finding, message=message))

    def check_fit(self, change: Changes, before: Tree, after: Tree) -> list[Finding]:
        """Check that the names in a change exist, and that no remaining entry needs a dropped one."""
        unknown = {finding.pointer for finding in self.checker.document.findings if finding.code == "RP301"}
        document = evolve(self.checker.document, findings={})
        checker = RequirementChecker(evolve(self.checker, document=document), {}, (), "")
        check = ChangeCheck(checker, change, (), sections(before, PARTS), sections(after, PARTS), grade_ids(after))
        check.names_fit()
        check.dangling()
        # Without names that no pack knows, which are reported already.
        written = (evolve(f, pointer=led(document.tree, f.pointer)) for f in document.findings)
        return [finding for finding in written if finding.pointer not in unknown]

    def check_effect(self, role: str, fit: list[Finding], before: State, after: State) -> None:
        """Keep the new findings of an effective role; if the change does not fit, only those in its own fields."""
        self.keep(role, fit)
        whole = self.checks.overlays.document(after)
        for finding in self.checks.new(after, [before], self.checker):
            place = touched_by(self.checker.document.tree, path_in_role(whole, finding.pointer))
            if place is not None and place.exact:
                self.keep(role, [evolve(finding, pointer=place.pointer)])
            elif not fit:
                # The field is stated in another file, and this file makes it wrong.
                message = f"{finding.message} ({in_words(whole, finding.pointer)})"
                pointer = self.home if place is None else place.pointer
                self.keep(role, [evolve(finding, pointer=pointer, message=message, at_key=place is not None)])


# --- extends ---------------------------------------------------------------------------------------------------------


def _check_lost(overlays: Overlays, checker: Checker, full: str) -> None:
    """Report why a role has no effective form, unless the cause is in the role that it extends."""
    role = overlays.stated.roles[full]
    _check_names(checker)
    names = overlays.circle(full)
    if not names:
        evolve(checker, catalog=overlays.stated).find(
            overlays.stated.roles, role.extends, ("extends",), "RP306", "role"
        )
        return
    if len(names) == 1:
        message, hint = f'"{role.id}" extends itself', "name another role"
    else:
        way = ", which extends ".join(f'"{name.partition(":")[2]}"' for name in (*names[1 : _SHOWN + 1], full))
        message, hint = f'"{role.id}" extends {way}', "remove extends: from one of them"
    checker.add(("extends",), "RP340", message, hint)


def _check_extending(checks: EffectiveRoleChecks, checker: Checker, full: str) -> _ChangingFile:
    overlays = checks.overlays
    role, base = overlays.stated.roles[full], overlays.base(full)
    assert base is not None  # noqa: S101 - the caller has looked
    _check_names(checker)
    defaults = role.defaults
    for entry_id, change in role.set.items():
        rests = "source" in change or "basis" in change or defaults.source or defaults.basis
        if entry_id != PROVIDES and not rests:
            hint = "add source: or basis: here, or defaults: with one of them to the file"
            checker.add(("set", entry_id), "RP321", "this change has neither a source nor a basis", hint, at_key=True)
    file = _ChangingFile(checks, full, checker, ("extends",), (full,))
    whole, after = overlays.taken_over(base, role.pack), overlays.document((full, ()))
    fit = file.check_fit(role, inherited(whole, role.document), after) + _unlisted(role, whole, after)
    file.check_effect(full, fit, base, (full, ()))
    return file


def _unlisted(role: Role, base: Tree, after: Tree) -> list[Finding]:
    """Findings on new lists of duties or measures that lack one which an inherited entry needs."""
    found = []
    for section, noun in (("duties", "duty"), ("measures", "measure")):
        kept = {entry["id"] for entry in after.get(section, ())}
        for name in (entry["id"] for entry in base.get(section, ()) if getattr(role, section)):
            needing = [] if name in kept or name in role.drop else needed_by(sections(after), name)
            if needing:
                message = f'{still_need(needing)} the {noun} "{name}", which is not listed here'
                hint = f"list it, or change or drop the entries that need it; add: {section}: keeps all others"
                found.append(Finding(pointer=(section,), code="RP308", message=message, hint=hint, at_key=True))
    return found


# --- patches ---------------------------------------------------------------------------------------------------------


def _check_patch(checks: EffectiveRoleChecks, full: str, patch: RolePatch) -> _ChangingFile:
    """Check the names in a patch, and its effect on each of its roles."""
    overlays, checker = checks.overlays, checks.checker("role-patch", full)
    home: Pointer = ("roles",) if patch.roles else ("job_family",)
    file = _ChangingFile(checks, full, checker, home, overlays.targets[full])
    checker.rests(patch, (), noun="patch")
    _check_names(checker)
    _check_targets(overlays, checker, patch)
    _check_after(overlays, checker, patch)
    if full not in overlays.behind[full]:
        for role in file.roles:
            earlier = tuple(name for name in overlays.patches(role) if name in overlays.behind[full])
            before, after = (role, earlier), (role, (*earlier, full))
            change = overlays.change(full, role.partition(":")[0])
            fit = file.check_fit(change, overlays.document(before), overlays.document(after))
            file.check_effect(role, fit, before, after)
    return file


def _check_targets(overlays: Overlays, checker: Checker, patch: RolePatch) -> None:
    stated = overlays.stated
    for index, name in enumerate(patch.roles):
        place: Pointer = ("roles", index)
        role = evolve(checker, catalog=stated).find(stated.roles, name, place, "RP306", "role")
        if role is not None and role.grade:
            message = f'"{name}" is one grade of a role, and a patch changes the whole role'
            hint = f"name {without_grade(name)}, and write the change by grade, such as asks: {{{role.grade}: ...}}"
            checker.add(place, "RP306", message, hint)
        elif role is not None and role.pack == patch.pack:
            hint = "change its own file, or write another role that extends it"
            checker.add(place, "RP342", f'"{name}" is of this pack, but patches change roles of other packs', hint)
    if patch.job_family and not overlays.targets[f"{patch.pack}:{patch.id}"] and not checker.incomplete:
        message = f'no required pack has a role of the job family "{patch.job_family}"'
        checker.add(("job_family",), "RP342", message, "name the roles, or require the pack that defines them")


def _check_after(overlays: Overlays, checker: Checker, patch: RolePatch) -> None:
    stated, full = overlays.stated, f"{patch.pack}:{patch.id}"
    for index, name in enumerate(patch.after):
        place: Pointer = ("after", index)
        found = evolve(checker, catalog=stated).find(stated.patches, name, place, "RP345", "patch")
        other = "" if found is None else f"{found.pack}:{found.id}"
        if other == full or full in overlays.said.get(other, ()):
            checker.document.add(circle("RP344", place, patch.id, name, itself=other == full))


def _check_together(checks: EffectiveRoleChecks, role: str, patches: dict[str, _ChangingFile]) -> None:
    """Check that the patches of a role, from one or several packs, do not conflict."""
    overlays = checks.overlays
    names, behind, home = overlays.patches(role), overlays.behind, role.partition(":")[0]
    files = [patches[name] for name in names]
    _check_dimensions(checks, role, files)
    clashes = list(conflicts([(name, overlays.change(name, home)) for name in names], behind))
    for clash in clashes:
        file, others = files[clash.index], [names[other] for other in clash.others]
        shown = " and ".join(f'"{name}"' for name in others[:_SHOWN])
        message = f'"{file.full}" and {shown} change {clash.what}, and neither comes after the other'
        place = led(file.checker.document.tree, clash.place)
        finding = Finding(pointer=place, code="RP343", message=message, hint=_order_hint(file.full, others))
        file.keep(role, [evolve(finding, at_key=clash.at_key)])
    if clashes or any(file.found_in(role) for file in files):
        return
    states = [(role, (*(n for n in names if n in behind[name]), name)) for name in names]
    if states[-1] != (role, names):
        _check_sum(checks, files, states, (role, names))


def _check_dimensions(checks: EffectiveRoleChecks, role: str, files: list[_ChangingFile]) -> None:
    """Check that no two packs, of which neither requires the other, declare the same dimension."""
    stated = checks.overlays.stated
    declared: dict[str, str] = {}
    for file in files:
        for pack in stated.scope(file.checker.pack.id):
            for dimension in stated.packs[pack].dimensions:
                first = declared.setdefault(dimension.id, pack)
                # If one of them requires the other, the check of its pack.yaml reports this.
                if first not in stated.scope(pack) and pack not in stated.scope(first):
                    message = f'packs {first} and {pack} both declare "{dimension.id}", and both change this role'
                    hint = "give one of the two dimensions another id"
                    file.keep(role, [Finding(pointer=file.home, code="RP346", message=message, hint=hint)])


def _order_hint(patch: str, others: list[str]) -> str:
    pack, _, name = patch.partition(":")
    inside = [other.partition(":")[2] for other in others if other.startswith(f"{pack}:")]
    if inside:
        return f"define which comes last with after: [{', '.join(inside)}] here, or after: [{name}] there"
    packs = sorted({other.partition(":")[0] for other in others})
    return f"remove one of the changes, or make this one the last: let pack {pack} require {' and '.join(packs)}"


def _check_sum(checks: EffectiveRoleChecks, files: list[_ChangingFile], states: list[State], whole: State) -> None:
    """Check the role under all its patches, because patches of different fields of one entry may not fit together."""
    document = checks.overlays.document(whole)
    for finding in checks.new(whole, states, evolve(files[-1].checker, catalog=checks.overlays.finished)):
        path = path_in_role(document, finding.pointer)
        places = [touched_by(file.checker.document.tree, path) for file in files]
        index = max((i for i, place in enumerate(places) if place is not None), default=len(files) - 1)
        place = places[index]
        message = f"{finding.message} ({in_words(document, finding.pointer)})"
        pointer = files[index].home if place is None else place.pointer
        files[index].keep(whole[0], [evolve(finding, pointer=pointer, message=message)])
