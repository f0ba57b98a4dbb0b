"""The register of approvals, which finds those that hold for the current rules."""

from __future__ import annotations

from attrs import define, field

from roleprofile.model.approval import Approval
from roleprofile.model.catalog import CatalogData
from roleprofile.rules.canonical import Rule, kind_of, name_of, rules_of
from roleprofile.rules.digests import RuleDigests


@define
class Register:
    """Finds the approvals of a catalog by rule, and computes each digest once."""

    catalog: CatalogData
    digests: RuleDigests = field(init=False)
    _by_rule: dict[str, list[Approval]] = field(factory=dict, init=False)
    _ways: dict[tuple[str, str], list[Rule]] = field(factory=dict, init=False)
    _known: dict[str, str] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Group the approvals by the rules that they name."""
        self.digests = RuleDigests(self.catalog)
        for one in self.catalog.transitions:
            target = self.catalog.find(self.catalog.roles, one.target, one.pack, "role")
            self._ways.setdefault((target, one.id), []).append(one)
        for approval in self.catalog.approvals:
            for rule in self.about(approval):
                self._by_rule.setdefault(self.named(rule), []).append(approval)

    def about(self, approval: Approval) -> tuple[Rule, ...]:
        """The rules that an approval names: usually one; none if the name is unknown."""
        catalog, pack = self.catalog, approval.pack
        if approval.transition is None:
            section = catalog.roles if approval.role else catalog.options
            return tuple(section[full] for full in catalog.candidates(section, approval.role or approval.option, pack))
        scope = catalog.scope(pack)
        targets = catalog.candidates(catalog.roles, approval.transition.target, pack)
        ways = (way for target in targets for way in self._ways.get((target, approval.transition.id), ()))
        return tuple(way for way in ways if way.pack in scope)

    def digest(self, rule: Rule) -> str:
        """The digest of a rule in its current state."""
        key = self.named(rule)
        if key not in self._known:
            self._known[key] = self.digests.digest(rule)
        return self._known[key]

    def given(self, rule: Rule) -> tuple[Approval, ...]:
        """All approvals that name a rule, for any of its states."""
        return tuple(self._by_rule.get(self.named(rule), ()))

    def approved(self, rule: Rule, day: str = "") -> tuple[Approval, ...]:
        """The approvals of the current state of a rule; with a day, those given by then and in force on it."""
        return tuple(
            approval
            for approval in self.given(rule)
            if approval.digest == self.digest(rule)
            and (not day or (approval.on <= day and not approval.state.why_not(day)[0]))
        )

    def owner_of(self, digest: str) -> str:
        """The rule that has a digest, in words; ``""`` if there is none."""
        found = (rule for rule in rules_of(self.catalog) if self.digest(rule) == digest)
        return next((self.named(rule) for rule in found), "")

    def changed(self, approval: Approval, rule: Rule) -> tuple[str, ...]:
        """The parts of a rule that changed since an approval, sorted; none if the approval lists no parts."""
        there = self.digests.parts(rule) if approval.parts else {}
        return tuple(sorted(n for n in {*approval.parts, *there} if approval.parts.get(n) != there.get(n)))

    def named(self, rule: Rule) -> str:
        """The kind and the full id of a rule, for messages."""
        return f'{kind_of(rule)} "{name_of(self.catalog, rule)}"'
