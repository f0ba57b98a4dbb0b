"""What a rule means: all that can change a result, nothing that only readers see; and the digest of it.

A rule is a role in every context at once, a transition, or a development option. Its meaning is what it states, with
every variant, and what it states it in: the descriptors that it names, their scales and keys, the relations that lead
to them, the dimensions that it reads, the thresholds of its verdicts. Labels, reasons, sources and notes are no part
of it, nor is the order in which anything is written where order means nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field

from roleprofile.model.context import path_of
from roleprofile.model.convert import kept
from roleprofile.model.development import Option
from roleprofile.model.json_text import canonical
from roleprofile.model.role import Role
from roleprofile.model.transition import Transition
from roleprofile.rules.holdings import current
from roleprofile.rules.overlays import PROVIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.descriptor import Descriptor
    from roleprofile.model.scale import Scale
    from roleprofile.model.vocabulary import Vocabulary

Rule: TypeAlias = "Role | Transition | Option"

#: The way in which meanings are taken. With another one every approval would have to be given anew.
MEANING = 1
#: Characters of the digest of a part: enough to tell two states of one rule apart.
SHORT = 8

#: The head of a document: what it is and who answers for it.
_HEAD = frozenset(
    {"kind", "schema", "id", "version", "status", "effective", "owner", "reviewed", "target", "pack", "state"}
)
#: What readers see and no result depends on, wherever it stands.
_FOR_READERS = frozenset({"label", "description", "reason", "aliases", "source", "basis", "observations"})
#: Maps whose keys are ids, and mean something whatever word they are.
_BY_ID = frozenset({PROVIDES, "for", "when", "credit", "raises", "open_to", "context", "origin_context", "map"})
#: Lists whose entries without a descriptor ask for the one of their own id.
_ASKING = frozenset({"requirements", "extras", "needs"})
_CONTEXTS = frozenset({"when", "context", "origin_context"})


def kind_of(rule: Rule) -> str:
    """``role``, ``transition`` or ``option``."""
    return "role" if isinstance(rule, Role) else "transition" if isinstance(rule, Transition) else "option"


def stated(rule: Rule) -> Mapping[str, Any]:
    """The document of a rule, or the map that it is in one."""
    if isinstance(rule, Role):
        return rule.document
    tree: dict[str, Any] = kept(rule)
    return tree


def meant(tree: Any, *, by_id: bool = False) -> Any:
    """A document tree without what only readers see, and with every list in the same order.

    >>> meant({"asks": "basic", "label": {"en": "Tact"}, "evidence": ["test", "exam"]})
    {'asks': 'basic', 'evidence': ['exam', 'test']}
    """
    if hasattr(tree, "keys"):
        found = {
            key: {name: meant(change, by_id=name == PROVIDES) for name, change in value.items()}
            if key == "set" and not by_id
            else meant(value, by_id=by_id or key in _BY_ID)
            for key, value in tree.items()
            if by_id or key not in _FOR_READERS
        }
        return {key: value for key, value in found.items() if value not in ({}, [])}
    if isinstance(tree, tuple | list):
        return sorted((meant(value, by_id=by_id) for value in tree), key=canonical)
    return tree


def descriptors_named(tree: Any) -> Iterator[str]:
    """Every name of a descriptor in a rule's tree, variants included."""
    if isinstance(tree, tuple | list):
        for value in tree:
            yield from descriptors_named(value)
    elif hasattr(tree, "keys"):
        for key, value in tree.items():
            if key == "descriptor" and isinstance(value, str):
                yield value
            elif key in (PROVIDES, "raises", "open_to") and hasattr(value, "keys"):
                yield from value
            else:
                if key in _ASKING and not hasattr(value, "keys"):
                    yield from (e["id"] for e in value if not {"descriptor", "any_of", "all_of"} & set(e))
                yield from descriptors_named(value)


def dimensions_named(tree: Any) -> Iterator[str]:
    """Every dimension of the context that a rule's tree reads."""
    if isinstance(tree, str):
        path = path_of(tree)
        yield from (path[0],) if path else ()
    elif isinstance(tree, tuple | list):
        for value in tree:
            yield from dimensions_named(value)
    elif hasattr(tree, "keys"):
        for key, value in tree.items():
            yield from dimensions_named(key)
            if key in _CONTEXTS and hasattr(value, "keys"):
                yield from value
            elif key == "drivers" and hasattr(value, "keys"):
                yield from value.get("dimensions", ())
            yield from dimensions_named(value)


@define
class Meanings:
    """The meanings of the rules of one catalog; what many of them read is looked at once."""

    catalog: CatalogData
    _scales: dict[str, str] = field(factory=dict, init=False)
    _vocabularies: dict[str, str] = field(factory=dict, init=False)
    _relations: dict[str, list[Any]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Sort the relations by where they lead, for every rule asks for them."""
        self._relations = {}
        for relation in self.catalog.relations:
            origin, target = (self._current(name, relation.pack) for name in (relation.from_, relation.to))
            entry = [_full(origin), _full(target), relation.lower_by, relation.up_to]
            self._relations.setdefault(_full(target), []).append(entry)

    def of(self, rule: Rule) -> dict[str, Any]:
        """The meaning of a rule, by its parts: those of its document, then what it reads."""
        tree = stated(rule)
        own = {key: meant({key: value}).get(key) for key, value in tree.items() if key not in _HEAD}
        found = {key: value for key, value in own.items() if value is not None}
        return found | self._read(rule, tree)

    def parts(self, rule: Rule) -> dict[str, str]:
        """The beginning of the digest of each part."""
        return {name: _digest(part)[:SHORT] for name, part in sorted(self.of(rule).items())}

    def digest(self, rule: Rule) -> str:
        """SHA-256 over the meaning of a rule, and over which rule it is."""
        return _digest({"meaning": MEANING, "rule": [kind_of(rule), name_of(self.catalog, rule)], "of": self.of(rule)})

    def _read(self, rule: Rule, tree: Any) -> dict[str, Any]:
        """What a rule reads, by kind; nothing of it is empty."""
        named = self._named(tree, rule.pack)
        found: dict[str, Any] = {"descriptors": {name: self._descriptor(one) for name, one in named.items()}}
        job = self._job(rule)
        if job is not None:
            brought = _brought(job)
            by_job = self._named(brought, job.pack)
            found["job_brings"] = {**meant(brought), "descriptors": {n: self._descriptor(d) for n, d in by_job.items()}}
            named = {**by_job, **named}
        if not isinstance(rule, Option):
            inferred = (entry for one in named.values() for entry in self._relations.get(_full(one), ()))
            found["relations"] = sorted(inferred, key=canonical)
        if isinstance(rule, Role):
            rules = self.catalog.fit_rules(rule.pack)[1]
            found["verdicts"] = {"thresholds": dict(rules.thresholds), "caps": dict(rules.caps)}
        found |= self._measured(rule, tree, tuple(named.values()))
        return {name: part for name, part in found.items() if part}

    def _measured(self, rule: Rule, tree: Any, descriptors: tuple[Descriptor, ...]) -> dict[str, Any]:
        """The scales and vocabularies that a rule is stated in."""
        catalog, pack = self.catalog, rule.pack
        effort = None if isinstance(rule, Role) else catalog.effort_scale(pack)
        scales = [*map(catalog.scale_of, descriptors), *((effort,) if effort else ())]
        known = catalog.vocabulary_of(pack)
        dimensions = {name: known[name] for name in set(dimensions_named(tree)) if name in known}
        kinds = (*map(catalog.keys_of, descriptors), *dimensions.values(), catalog.evidence_kinds(pack))
        return {
            "dimensions": {name: _full(vocabulary) for name, vocabulary in dimensions.items()},
            "scales": {_full(scale): self._scale(_full(scale), scale) for scale in scales},
            "vocabularies": {_full(one): self._vocabulary(_full(one), one) for one in kinds if one},
        }

    def _named(self, tree: Any, pack: str) -> dict[str, Descriptor]:
        """The descriptors that a tree names, seen from a pack."""
        return {name: self._current(name, pack) for name in set(descriptors_named(tree))}

    def _job(self, rule: Rule) -> Role | None:
        """The role that an option is a job of."""
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
            self._vocabularies[name] = _digest([meant(kept(vocabulary)["terms"]), order, maps])
        return self._vocabularies[name]


def _brought(role: Role) -> dict[str, Any]:
    """What the holder of a role brings, in every context: what a job as a stepping stone raises."""
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
    """The full id of a rule; a transition's is ``PACK:TARGET/ID``, where the target is another pack's with its pack."""
    if not isinstance(rule, Transition):
        return _full(rule)
    target = catalog.find(catalog.roles, rule.target, rule.pack, "role")
    return f"{rule.pack}:{target.removeprefix(f'{rule.pack}:')}/{rule.id}"


def rules_of(catalog: CatalogData) -> Iterable[Rule]:
    """Every rule of a catalog: roles, transitions, development options."""
    return (*catalog.roles.values(), *catalog.transitions, *catalog.options.values())


def _full(one: Any) -> str:
    return f"{one.pack}:{one.id}"


def _digest(part: Any) -> str:
    return hashlib.sha256(canonical(part).encode()).hexdigest()
