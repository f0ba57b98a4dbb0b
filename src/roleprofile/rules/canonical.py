"""The meaning of a rule, which is everything in it that can change a result, and the digest of this meaning.

A rule is a role with all its variants, a transition, or a development option. Its meaning also contains the rules that
it reads: the descriptors that it names, their scales and keys, the relations that lead to them, the dimensions of the
context and the thresholds of the verdicts. Labels, reasons, sources and notes are no part of the meaning. The order of
a list is a part only if it decides something.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field

from roleprofile.model.context import dimensions_by_key
from roleprofile.model.convert import kept
from roleprofile.model.development import Option
from roleprofile.model.grammar import fields_of, walk
from roleprofile.model.json_text import canonical
from roleprofile.model.role import Role
from roleprofile.model.transition import Transition
from roleprofile.model.values import one_or_more
from roleprofile.model.vocabulary import Vocabulary
from roleprofile.rules.holdings import current
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.grammar import DocumentField
    from roleprofile.model.scale import Scale

Rule: TypeAlias = "Role | Transition | Option"

#: The version of the form of meanings. A new version voids every approval.
MEANING = 1
#: The characters of the digest of a part, which are enough to distinguish the states of one rule.
SHORT = 8


def kind_of(rule: Rule) -> str:
    """``role``, ``transition`` or ``option``."""
    return "role" if isinstance(rule, Role) else "transition" if isinstance(rule, Transition) else "option"


def stated(rule: Rule) -> Mapping[str, Any]:
    """The document of a role, or the map of another rule within its document."""
    if isinstance(rule, Role):
        return rule.document
    tree: dict[str, Any] = kept(rule)
    return tree


def meant(tree: Any, *models: type) -> Any:
    """The tree of a document or of a part, without the fields for readers, and with sorted lists.

    >>> from roleprofile.model.role import Requirement
    >>> meant({"asks": "basic", "label": {"en": "Tact"}, "evidence": ["test", "exam"]}, Requirement)
    {'asks': 'basic', 'evidence': ['exam', 'test']}
    """
    known = fields_of(*models)
    found = {key: _meant_in(value, known[key]) for key, value in tree.items() if key in known and known[key].is_rule}
    return _filled(found)


def _meant_in(value: Any, one: DocumentField) -> Any:
    if not one.models or not (hasattr(value, "keys") or isinstance(value, tuple | list)):
        return _in_order(value)
    if one.shape == "map":
        reserved = one.reserved
        return {key: _in_order(v) if key in reserved else meant(v, *one.models) for key, v in value.items()}
    if hasattr(value, "keys"):
        return meant(value, *one.models)
    return sorted((meant(entry, *one.models) for entry in value), key=canonical)


def _in_order(tree: Any) -> Any:
    """Sort the lists in a tree whose keys belong to no model, and drop its empty maps and lists."""
    if hasattr(tree, "keys"):
        return _filled({key: _in_order(value) for key, value in tree.items()})
    return sorted(map(_in_order, tree), key=canonical) if isinstance(tree, tuple | list) else tree


def _filled(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if value not in ({}, [])}


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
class Meanings:
    """The meanings of the rules of one catalog, with the digests of shared scales and vocabularies computed once."""

    catalog: CatalogData
    _scales: dict[str, str] = field(factory=dict, init=False)
    _vocabularies: dict[str, str] = field(factory=dict, init=False)
    _relations: dict[str, list[Any]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Group the relations by target, because every rule looks them up."""
        self._relations = {}
        for relation in self.catalog.relations:
            origin, target = (self._current(name, relation.pack) for name in (relation.from_, relation.to))
            entry = [_full(origin), _full(target), relation.lower_by, relation.up_to]
            self._relations.setdefault(_full(target), []).append(entry)

    def of(self, rule: Rule) -> dict[str, Any]:
        """The meaning of a rule by part: first the keys of its document, then the rules that it reads."""
        tree = stated(rule)
        # The id is in the digest anyway. The kind of an option is missing by mistake, but adding it would void every
        # approval of an option.
        own = {key: part for key, part in meant(tree, type(rule)).items() if key not in ("id", "kind")}
        return own | self._read(rule, tree)

    def parts(self, rule: Rule) -> dict[str, str]:
        """The first :data:`SHORT` characters of the digest of each part."""
        return {name: _digest(part)[:SHORT] for name, part in sorted(self.of(rule).items())}

    def digest(self, rule: Rule) -> str:
        """SHA-256 over the meaning, the kind and the full id of a rule."""
        return _digest({"meaning": MEANING, "rule": [kind_of(rule), name_of(self.catalog, rule)], "of": self.of(rule)})

    def _read(self, rule: Rule, tree: Any) -> dict[str, Any]:
        """The things that a rule reads, by kind, without empty kinds."""
        names, dimensions = _names(tree, type(rule))
        named = self._named(names, rule)
        found: dict[str, Any] = {"descriptors": {name: self._descriptor(one) for name, one in named.items()}}
        job = self._job(rule)
        if job is not None:
            tree_of_job = brought(job)
            by_job = self._named(_names(tree_of_job, Role)[0], job)
            descriptors = {name: self._descriptor(one) for name, one in by_job.items()}
            found["job_brings"] = {**meant(tree_of_job, Role), "descriptors": descriptors}
            named = {**by_job, **named}
        if not isinstance(rule, Option):
            inferred = (entry for one in named.values() for entry in self._relations.get(_full(one), ()))
            found["relations"] = sorted(inferred, key=canonical)
        if isinstance(rule, Role):
            rules = self.catalog.fit_rules(rule.pack)[1]
            found["verdicts"] = {"thresholds": dict(rules.thresholds), "caps": dict(rules.caps)}
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
            "scales": {_full(scale): self._scale(_full(scale), scale) for scale in scales},
            "vocabularies": {_full(one): self._vocabulary(_full(one), one) for one in kinds if one},
        }

    def _named(self, names: set[str], rule: Rule) -> dict[str, Descriptor]:
        """The descriptors with these names, seen from the pack of the rule."""
        return {name: self._current(name, rule.pack) for name in names}

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

    def _scale(self, name: str, scale: Scale) -> str:
        if name not in self._scales:
            amount = [scale.maximum] if scale.is_amount else []
            self._scales[name] = _digest([list(scale.level_ids), list(scale.below), amount])
        return self._scales[name]

    def _vocabulary(self, name: str, vocabulary: Vocabulary) -> str:
        if name not in self._vocabularies:
            order = list(vocabulary.term_ids) if vocabulary.ordered else []
            maps = {one.id: one.vocabulary for one in vocabulary.maps}
            self._vocabularies[name] = _digest([meant(kept(vocabulary), Vocabulary)["terms"], order, maps])
        return self._vocabularies[name]


def brought(role: Role) -> dict[str, Any]:
    """The ``provides`` of a role and of its variants, because a stepping-stone job raises these values."""
    variants = [
        {
            "id": variant["id"],
            "when": variant["when"],
            "after": variant.get("after", ()),
            "set": {PROVIDES: variant.get("set", {}).get(PROVIDES, {})},
            "add": {PROVIDES: variant.get("add", {}).get(PROVIDES, {})},
        }
        for variant in role.document.get("variants", ())
        if PROVIDES in (*variant.get("set", ()), *variant.get("add", ()))
    ]
    return {PROVIDES: role.document.get(PROVIDES, {}), "variants": variants}


def name_of(catalog: CatalogData, rule: Rule) -> str:
    """The full id of a rule; for a transition ``PACK:TARGET/ID``, with the pack of a target from another pack."""
    if not isinstance(rule, Transition):
        return _full(rule)
    target = catalog.find(catalog.roles, rule.target, rule.pack, "role")
    return f"{rule.pack}:{target.removeprefix(f'{rule.pack}:')}/{rule.id}"


def rules_of(catalog: CatalogData) -> Iterable[Rule]:
    """All roles, transitions and development options of a catalog."""
    return (*catalog.roles.values(), *catalog.transitions, *catalog.options.values())


def _full(one: Any) -> str:
    return f"{one.pack}:{one.id}"


def _digest(part: Any) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest()
