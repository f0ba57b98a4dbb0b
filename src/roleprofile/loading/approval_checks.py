"""Check approvals: the rules that they name, and whether they still hold."""

from __future__ import annotations

from attrs import evolve

from roleprofile.loading.checker import Checker
from roleprofile.model.approval import Approval, ApprovalList
from roleprofile.model.days import is_day
from roleprofile.model.finding import unknown_name
from roleprofile.model.values import Pointer
from roleprofile.rules.approvals import Register
from roleprofile.rules.canonical import Rule, kind_of

_ADD = "have it approved again; this adds the entry: roleprofile approvals PACK --add --body B --by N --on DAY"


def check_approvals(checker: Checker, model: ApprovalList) -> None:
    """Check the names in approvals; an unknown rule is a warning, because such an approval approves nothing."""
    for index, one in enumerate(model.approvals):
        place: Pointer = ("approvals", index)
        if not is_day(one.on):
            hint = 'write, for example, "2026-03-14"'
            checker.add((*place, "on"), "RP206", f'"{one.on}" is not a day', hint)
        if one.transition is not None:
            _named(checker, checker.catalog.roles, one.transition.target, (*place, "transition", "target"), "role")
        elif one.role:
            _named(checker, checker.catalog.roles, one.role, (*place, "role"), "role")
        else:
            _named(checker, checker.catalog.options, one.option, (*place, "option"), "development option")


def _named(checker: Checker, section: object, ref: str, pointer: Pointer, noun: str) -> None:
    wrong = unknown_name(checker.catalog, section, ref, checker.pack.id, pointer, "RP354", noun)  # type: ignore[arg-type]
    if wrong is None or checker.excused(wrong):
        return
    if wrong.code == "RP314":
        checker.document.add(wrong)
        return
    message = f'this entry approves nothing, because there is no {noun} "{ref}"'
    hint = wrong.hint or f"name another {noun}, or remove the entry"
    checker.add(pointer, "RP354", message, hint, severity="warning", allowed=wrong.allowed)


def check_standing(checker: Checker, model: ApprovalList, register: Register) -> None:
    """Report the approvals that no longer hold, unless the same body has approved the rule again."""
    for index, stated in enumerate(model.approvals):
        one = evolve(stated, pack=checker.pack.id)
        place: Pointer = ("approvals", index, "digest")
        rules = register.about(one)
        if not rules and one.transition is not None:
            message = f'this entry approves nothing, because that role has no transition "{one.transition.id}"'
            hint = f"name a transition into {one.transition.target}, or remove the entry"
            checker.add(("approvals", index, "transition", "id"), "RP354", message, hint, severity="warning")
        for rule in rules:
            bodies = {approval.body for approval in register.approved(rule)}
            if one.body not in bodies:
                checker.add(place, "RP354", _void(register, one, rule), _ADD, severity="warning")


def _void(register: Register, one: Approval, rule: Rule) -> str:
    """The message why an approval does not hold, as far as the reason is known."""
    subject = register.named(rule)
    changed = register.changed(one, rule)
    if changed:
        return f"the approval of {subject} no longer holds, because its {_listed(changed)} changed"
    other = register.owner_of(one.digest)
    if other:
        return f"this is the digest of {other}, not of {subject}"
    return f"the approval of {subject} does not hold, because its digest is of another state of the {kind_of(rule)}"


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
