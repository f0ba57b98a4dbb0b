"""The digest of a rule: SHA-256 over everything that can change its results.

A rule is a role with all its variants, a transition, or a development option. The digest covers its canonical form and
the rules that it reads: the descriptors that it names, their scales and keys, the relations that lead to them, the
dimensions of the context and the thresholds of the verdicts. It does not cover labels, reasons, sources and notes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from roleprofile.model.catalog import CatalogData
from roleprofile.model.context import dimensions_by_key
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.development import Option
from roleprofile.model.grammar import walk
from roleprofile.model.json_text import canonical
from roleprofile.model.role import PROVIDES, Role
from roleprofile.model.values import one_or_more
from roleprofile.rules.canonical import Path, Rule, canonical_form, joined_keys, kind_of, name_of, stated
from roleprofile.rules.holdings import current
from roleprofile.rules.inheritance import with_defaults

#: The version of the content of digests. A new version voids every approval.
VERSION = 2
#: The characters of the digest of a part, which are enough to distinguish the states of one rule.
SHORT = 8


def _names(tree: Any, model: type) -> tuple[set[str], set[str]]:
    """The descriptors that a rule and its variants name, and the dimensions of the context that they read."""
    found: dict[str, set[str]] = {"descriptors": set(), "dimensions": set()}
    for _, value, one in walk(tree, model):
        if one.keyed_by:
            found.get(one.keyed_by, set()).update(value)
            found["dimensions"] |= dimensions_by_key(value)
        elif one.names in found:
            found[one.names].update(one_or_more(value))
    return found["descriptors"], found["dimensions"]


@define
class RuleDigests:
    """The digests of the rules of one catalog, with those of shared scales and vocabularies computed once."""

    catalog: CatalogData
    _shared: dict[str, str] = field(factory=dict, init=False)
    _relations: dict[str, list[Any]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Group the relations by target, because every rule looks them up."""
        self._relations = {}
        for relation in self.catalog.relations:
            origin, target = (self._current(name, relation.pack) for name in (relation.from_, relation.to))
            entry = [_full(origin), _full(target), relation.lower_by, relation.up_to]
            self._relations.setdefault(_full(target), []).append(entry)

    def content(self, rule: Rule) -> dict[str, Any]:
        """The content of the digest of a rule by part: the keys of its document, then the rules that it reads."""
        tree = stated(rule)
        own = self._own(with_defaults(rule) if isinstance(rule, Role) else tree, rule)
        # The id is in the digest anyway.
        return {key: part for key, part in own.items() if key != "id"} | self._read(rule, tree)

    def parts(self, rule: Rule) -> dict[str, str]:
        """The first :data:`SHORT` characters of the digest of each part."""
        return {name: _digest(part)[:SHORT] for name, part in sorted(self.content(rule).items())}

    def digest(self, rule: Rule) -> str:
        """SHA-256 over the content, the kind and the full id of a rule."""
        named = [kind_of(rule), name_of(self.catalog, rule)]
        return _digest({"version": VERSION, "rule": named, "of": self.content(rule)})

    def _own(self, tree: Mapping[str, Any], rule: Rule) -> dict[str, list[Any]]:
        """The fields of a rule that can change a result, by the key of its document."""
        joined = joined_keys(tree.get("variants", ()))
        form = canonical_form(self.catalog, tree, type(rule), pack=rule.pack, joined=joined)
        return _by_key(form.decides)

    def _read(self, rule: Rule, tree: Any) -> dict[str, Any]:
        """The things that a rule reads, by kind, without empty kinds."""
        names, dimensions = _names(tree, type(rule))
        named = self._named(names, rule)
        found: dict[str, Any] = {"descriptors": {name: self._descriptor(one) for name, one in named.items()}}
        job = self._job(rule)
        if job is not None:
            tree_of_job = provided(job)
            by_job = self._named(_names(tree_of_job, Role)[0], job)
            descriptors = {name: self._descriptor(one) for name, one in by_job.items()}
            found["job_provides"] = {**self._own(tree_of_job, job), "descriptors": descriptors}
            named = {**by_job, **named}
        if not isinstance(rule, Option):
            inferred = (entry for one in named.values() for entry in self._relations.get(_full(one), ()))
            found["relations"] = sorted(inferred, key=canonical)
        if isinstance(rule, Role):
            rules = self.catalog.fit_rules(rule.pack)[1]
            found["verdicts"] = {
                "thresholds": dict(rules.thresholds),
                "caps": dict(rules.caps),
                "own_word": rules.own_word,
            }
        found |= self._measured(rule, dimensions, tuple(named.values()))
        return {name: part for name, part in found.items() if part}

    def _measured(self, rule: Rule, read: set[str], descriptors: tuple[Descriptor, ...]) -> dict[str, Any]:
        """The dimensions, scales and vocabularies that a rule uses."""
        catalog, pack = self.catalog, rule.pack
        effort = None if isinstance(rule, Role) else catalog.effort_scale(pack)
        scales = [*map(catalog.scale_of, descriptors), *((effort,) if effort else ())]
        known = catalog.vocabulary_of(pack)
        dimensions = {name: known[name] for name in read if name in known}
        kinds = (*map(catalog.keys_of, descriptors), *dimensions.values(), catalog.evidence_kinds(pack))
        return {
            "dimensions": {name: _full(vocabulary) for name, vocabulary in dimensions.items()},
            "scales": {_full(scale): self._of_shared(scale) for scale in scales},
            "vocabularies": {_full(one): self._of_shared(one) for one in kinds if one},
        }

    def _named(self, names: set[str], rule: Rule) -> dict[str, Descriptor]:
        """The descriptors of these names, as the pack of the rule sees them, by full id."""
        found = (self.catalog.descriptor(name, rule.pack) for name in names)
        return {_full(one): current(self.catalog, one) for one in found}

    def _job(self, rule: Rule) -> Role | None:
        """The role of the job of an option; ``None`` if it has none."""
        if not isinstance(rule, Option) or rule.job is None:
            return None
        return self.catalog.roles[self.catalog.find(self.catalog.roles, rule.job.role, rule.pack, "role")]

    def _current(self, name: str, pack: str) -> Descriptor:
        return current(self.catalog, self.catalog.descriptor(name, pack))

    def _descriptor(self, one: Descriptor) -> list[str]:
        keys = self.catalog.keys_of(one)
        return [_full(one), _full(self.catalog.scale_of(one)), _full(keys) if keys else ""]

    def _of_shared(self, one: Any) -> str:
        """The digest of a scale or a vocabulary."""
        key = f"{type(one).__name__} {_full(one)}"
        if key not in self._shared:
            self._shared[key] = _digest(_by_key(canonical_form(self.catalog, one, pack=one.pack).decides))
        return self._shared[key]


def provided(role: Role) -> dict[str, Any]:
    """The ``provides`` of a role and of its variants, because a stepping-stone job raises these values."""
    variants = tuple(
        {
            "id": variant["id"],
            "when": variant["when"],
            "after": variant.get("after", ()),
            "set": {PROVIDES: variant.get("set", {}).get(PROVIDES, {})},
            "add": {PROVIDES: variant.get("add", {}).get(PROVIDES, {})},
        }
        for variant in role.document.get("variants", ())
        if PROVIDES in (*variant.get("set", ()), *variant.get("add", ()))
    )
    return {PROVIDES: role.document.get(PROVIDES, {}), "variants": variants}


def _by_key(fields: Mapping[Path, Any]) -> dict[str, list[Any]]:
    """Fields by the key of the document that they stand under, sorted."""
    found: dict[str, list[Any]] = {}
    for path, value in sorted(fields.items()):
        found.setdefault(path[0], []).append([*path[1:], value])
    return found


def _full(one: Any) -> str:
    return f"{one.pack}:{one.id}"


def _digest(part: Any) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest()
