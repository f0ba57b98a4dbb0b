"""The register of approvals: which of them hold for the rules as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from roleprofile.rules.canonical import Meanings, kind_of, name_of, rules_of

if TYPE_CHECKING:
    from roleprofile.model.approval import Approval
    from roleprofile.model.catalog import CatalogData
    from roleprofile.rules.canonical import Rule


@define
class Register:
    """Looks the approvals of a catalog up by rule; each digest is made once."""

    catalog: CatalogData
    meanings: Meanings = field(init=False)
    _by_rule: dict[str, list[Approval]] = field(factory=dict, init=False)
    _ways: dict[tuple[str, str], list[Rule]] = field(factory=dict, init=False)
    _digests: dict[str, str] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Sort the approvals by the rules that they are about."""
        self.meanings = Meanings(self.catalog)
        for one in self.catalog.transitions:
            target = self.catalog.find(self.catalog.roles, one.target, one.pack, "role")
            self._ways.setdefault((target, one.id), []).append(one)
        for approval in self.catalog.approvals:
            for rule in self.about(approval):
                self._by_rule.setdefault(self.named(rule), []).append(approval)

    def about(self, approval: Approval) -> tuple[Rule, ...]:
        """The rules that an approval may be about: one, or none where nothing is called so."""
        catalog, pack = self.catalog, approval.pack
        if approval.transition is None:
            section = catalog.roles if approval.role else catalog.options
            return tuple(section[full] for full in catalog.candidates(section, approval.role or approval.option, pack))
        scope = catalog.scope(pack)
        targets = catalog.candidates(catalog.roles, approval.transition.target, pack)
        ways = (way for target in targets for way in self._ways.get((target, approval.transition.id), ()))
        return tuple(way for way in ways if way.pack in scope)

    def digest(self, rule: Rule) -> str:
        """The digest of a rule as it is."""
        key = self.named(rule)
        if key not in self._digests:
            self._digests[key] = self.meanings.digest(rule)
        return self._digests[key]

    def given(self, rule: Rule) -> tuple[Approval, ...]:
        """Every approval that names a rule, for whatever state of it."""
        return tuple(self._by_rule.get(self.named(rule), ()))

    def approved(self, rule: Rule, day: str = "") -> tuple[Approval, ...]:
        """The approvals that hold for a rule as it is; with a day, those that were given by then."""
        return tuple(
            approval
            for approval in self.given(rule)
            if approval.digest == self.digest(rule)
            and (not day or (approval.on <= day and not approval.state.why_not(day)[0]))
        )

    def owner_of(self, digest: str) -> str:
        """The name of the rule that a digest is of, or ``""``."""
        found = (rule for rule in rules_of(self.catalog) if self.digest(rule) == digest)
        return next((self.named(rule) for rule in found), "")

    def changed(self, approval: Approval, rule: Rule) -> tuple[str, ...]:
        """The parts of a rule that changed since an approval, as far as the approval says how they were."""
        there = self.meanings.parts(rule) if approval.parts else {}
        return tuple(sorted(n for n in {*approval.parts, *there} if approval.parts.get(n) != there.get(n)))

    def named(self, rule: Rule) -> str:
        """A rule in words: its kind and its full id."""
        return f'{kind_of(rule)} "{name_of(self.catalog, rule)}"'
