"""What is different between the rules of two catalogs, each difference under the rule that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from attrs import evolve, frozen

from roleprofile.model.catalog import CatalogData, short
from roleprofile.model.pack_file import Place
from roleprofile.quality.diff.rules import (
    KINDS,
    PACK_PARTS,
    ROLE_PARTS,
    RuleId,
    fields_of_rule,
    form_of,
    joined_entries,
    parts_of,
)
from roleprofile.rules.canonical import CanonicalForm

Act = Literal["added", "changed", "removed"]
ACTS: tuple[Act, ...] = ("added", "changed", "removed")


@frozen(kw_only=True)
class Field:
    """One field that is not as it was: ``None`` where it is not said."""

    #: The names that lead to it in the rule.
    path: tuple[str, ...]
    before: Any
    after: Any
    #: Whether it is words about the rule, such as its label, and no part of it.
    wording: bool = False

    @property
    def name(self) -> str:
        """The names that lead to it with dots between, such as ``for.economics``."""
        return ".".join(self.path)


@frozen(kw_only=True)
class RuleChange:
    """One rule that is not as it was."""

    rule: RuleId
    act: Act
    #: What is said otherwise; of a rule that is there once only, all that it says.
    fields: tuple[Field, ...] = ()
    #: The rule, and the entries that come or go with it where it is a whole role or pack.
    rules: tuple[RuleId, ...]
    #: Where the rule stands before, if it has been looked up.
    old_place: Place | None = None
    #: Where the rule stands after.
    new_place: Place | None = None

    @property
    def wording(self) -> bool:
        """Whether the rule is the same and only the words about it are others."""
        return self.act == "changed" and all(one.wording for one in self.fields)

    def only(self, *, wording: bool) -> RuleChange:
        """The same with what is said otherwise alone, or with the words about it alone."""
        return evolve(self, fields=tuple(one for one in self.fields if one.wording == wording))

    @property
    def title(self) -> str:
        """What the rule is called within its document, such as ``requirement dialogue``."""
        rule = self.rule
        if not rule.section:
            return f"{rule.kind} {rule.home}"
        if rule.kind == "relation":
            return f"relation from {rule.id}"
        if rule.kind == "transition":
            return f"transition {rule.id}"
        part = parts_of(rule.kind)[rule.section]
        # A part without an id is the only one, and its section would be said again.
        alone = part.models and "id" not in fields_of_rule(rule)
        return part.noun if alone else f"{part.noun} {rule.id}"

    @property
    def name(self) -> str:
        """What the rule is called everywhere, such as ``requirement dialogue of role account-manager``."""
        rule = self.rule
        if not rule.section:
            return self.title
        if rule.kind == "transition":
            return f"{self.title} into {short(rule.home)}"
        return f"{self.title} of {'pack' if rule.kind == 'relation' else rule.kind} {short(rule.home)}"


def order(change: RuleChange) -> tuple[Any, ...]:
    """By kind, document, part of the document and id: the order in which differences are listed."""
    rule = change.rule
    parts = ROLE_PARTS if rule.kind == "role" else PACK_PARTS if rule.kind == "pack" else (rule.section,)
    return (KINDS.index(rule.kind), rule.home, parts.index(rule.section), rule.section, rule.id)


@frozen
class _Version:
    """One of the two catalogs, with its rules."""

    catalog: CatalogData
    rules: Mapping[RuleId, Any]
    joined: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, catalog: CatalogData, rules: Mapping[RuleId, Any]) -> _Version:
        return cls(catalog, rules, joined_entries(rules))

    def form(self, rule: RuleId) -> CanonicalForm:
        return form_of(self.catalog, rule, self.rules[rule], self.joined)


def compared(
    old: CatalogData, new: CatalogData, had: Mapping[RuleId, Any], has: Mapping[RuleId, Any]
) -> tuple[RuleChange, ...]:
    """Every rule that the second catalog says otherwise, or that only one of them has."""
    before, after = _Version.of(old, had), _Version.of(new, has)
    means_else = _renamed(old, new)
    found: list[RuleChange] = []
    for rule in {**had, **has}:
        head = RuleId(rule.kind, rule.home)
        if rule != head and rule.kind in ("role", "pack") and (head in had) != (head in has):
            continue  # it comes or goes with its document
        if rule not in had or rule not in has:
            found.append(_one_sided(before, after, rule))
        # Equal values say the same, unless a name in them means something else.
        elif had[rule] != has[rule] or (means_else and means_else.search(repr(had[rule]))):
            fields = tuple(_differing(before.form(rule), after.form(rule)))
            if fields:
                found.append(RuleChange(rule=rule, act="changed", fields=fields, rules=(rule,)))
    return tuple(sorted(found, key=order))


def _renamed(old: CatalogData, new: CatalogData) -> re.Pattern[str] | None:
    """Finds the short names that may mean something else in the second catalog; ``None`` where none does."""
    sides = [
        {full for section in (one.descriptors, one.scales, one.vocabularies, one.roles) for full in section}
        for one in (old, new)
    ]
    if {name: set(old.scope(name)) for name in old.packs} != {name: set(new.scope(name)) for name in new.packs}:
        return re.compile("")
    names = {short(full) for full in sides[0] ^ sides[1]}
    return re.compile("|".join(map(re.escape, sorted(names)))) if names else None


def _one_sided(before: _Version, after: _Version, rule: RuleId) -> RuleChange:
    act: Act = "removed" if rule in before.rules else "added"
    side = before if act == "removed" else after
    if rule.kind in ("role", "pack") and not rule.section:
        inside = tuple(sorted(one for one in side.rules if (one.kind, one.home) == (rule.kind, rule.home)))
        return RuleChange(rule=rule, act=act, rules=inside)
    form = side.form(rule)
    nothing = CanonicalForm(form.names)
    both = (form, nothing) if act == "removed" else (nothing, form)
    return RuleChange(rule=rule, act=act, fields=tuple(_differing(*both)), rules=(rule,))


def _differing(before: CanonicalForm, after: CanonicalForm) -> Iterator[Field]:
    for wording, one, other in ((False, before.says, after.says), (True, before.words, after.words)):
        for path in sorted({**one, **other}):
            if one.get(path) != other.get(path):
                yield Field(path=path, before=one.get(path), after=other.get(path), wording=wording)
