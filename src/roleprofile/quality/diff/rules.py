"""A catalog taken apart into its rules, each under an id of its own, and put together again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from roleprofile.model.convert import structure
from roleprofile.model.role import (
    Alternative,
    Benchmark,
    CommonIn,
    Component,
    Drivers,
    Duty,
    Extra,
    Measure,
    Observation,
    Requirement,
    Role,
    Variant,
)
from roleprofile.model.values import FrozenMap, freeze
from roleprofile.quality.diff.meaning import Fields, Names, keys_of, meaning, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from roleprofile.model.catalog import CatalogData
    from roleprofile.model.pack import Pack
    from roleprofile.quality.diff.meaning import Meaning

#: The kinds of documents, in the order in which differences list them.
KINDS = ("pack", "vocabulary", "scale", "descriptor", "relation", "role", "transition", "option", "case", "person")

#: What the entries of a role are called, and the models that say which fields they have.
_ENTRIES: dict[str, type[Any]] = {
    "requirements": Requirement,
    "extras": Extra,
    "duties": Duty,
    "measures": Measure,
    "components": Component,
}
_ALONE: dict[str, type[Any]] = {"common_in": CommonIn, "benchmark": Benchmark, "drivers": Drivers}
_PAY = ("benchmark", "drivers", "components")
#: The parts of a role in the order in which differences list them; what is in none of them is the role's head.
ROLE_PARTS = (
    *("", "requirements", "extras", "variants", "provides", "duties", "measures"),
    *("components", "benchmark", "drivers", "common_in", "observations"),
)
PACK_PARTS = ("", "fit", "dimensions", "situations", "sources")
_HEADS = frozenset({"kind", "schema", "id", "defaults", "requirements", "provides", "compensation"}) | set(ROLE_PARTS)


@frozen(order=True)
class RuleId:
    """What tells a rule from all others of a catalog."""

    #: ``pack``, ``vocabulary``, ``scale``, ``descriptor``, ``relation``, ``role`` ....
    kind: str
    #: The full id of the document that it belongs to.
    home: str
    #: The list of the document that it stands in; ``""`` for what the document says as a whole.
    section: str = ""
    id: str = ""


def rules_of(catalog: CatalogData) -> dict[RuleId, Any]:
    """Every rule of a catalog: of a role's entry the part of its document, of anything else the model itself."""
    found: dict[RuleId, Any] = {}
    for name, pack in catalog.packs.items():
        found.update(_of_pack(name, pack))
    for kind, section in WHOLE.items():
        found.update((RuleId(kind, full), entry) for full, entry in getattr(catalog, section).items())
    for full, role in catalog.roles.items():
        found.update(_of_role(catalog, full, role))
    found.update(_of_relations(catalog))
    for way in catalog.transitions:
        target = Names(catalog, way.pack).full("roles", way.target)
        found[RuleId("transition", target, way.pack, way.id)] = way
    return found


#: Kinds of which each document, or each entry of a list, is one rule.
WHOLE = {
    "vocabulary": "vocabularies",
    "scale": "scales",
    "descriptor": "descriptors",
    "option": "options",
    "case": "cases",
    "person": "people",
}


def _of_pack(name: str, pack: Pack) -> Iterator[tuple[RuleId, Any]]:
    yield RuleId("pack", name), evolve(pack, digest="", fit=None, dimensions=(), situations=(), sources=())
    if pack.fit is not None:
        yield RuleId("pack", name, "fit", "fit"), pack.fit
    for section in PACK_PARTS[2:]:
        yield from ((RuleId("pack", name, section, entry.id), entry) for entry in getattr(pack, section))


def _of_relations(catalog: CatalogData) -> Iterator[tuple[RuleId, Any]]:
    known: Counter[tuple[str, str]] = Counter()
    for one in sorted(catalog.relations, key=lambda relation: (relation.lower_by, relation.up_to, repr(relation))):
        names = Names(catalog, one.pack)
        pair = f"{names.full('descriptors', one.from_)} to {names.full('descriptors', one.to)}"
        number = known[one.pack, pair]
        known[one.pack, pair] += 1
        yield RuleId("relation", one.pack, "relations", f"{pair} #{number + 1}" if number else pair), one


def _of_role(catalog: CatalogData, full: str, role: Role) -> Iterator[tuple[RuleId, Any]]:
    document, names = role.document, Names(catalog, role.pack)
    yield RuleId("role", full), FrozenMap({k: v for k, v in document.items() if k not in _HEADS} | {"id": role.id})
    pay = document.get("compensation", {})
    for section in _ENTRIES:
        for entry in (pay if section in _PAY else document).get(section, ()):
            yield RuleId("role", full, section, entry["id"]), _resolved(section, entry, role)
    for section in ("variants", "observations"):
        for entry in document.get(section, ()):
            value = _resolved_variant(entry, role) if section == "variants" else entry
            yield RuleId("role", full, section, entry["id"]), value
    for name, value in document.get("provides", {}).items():
        # Under the name that the document uses: variants change what it provides by that name.
        yield RuleId("role", full, "provides", names.full("descriptors", name)), FrozenMap({name: value})
    for section in _ALONE:
        home = pay if section in _PAY else document
        if section in home:
            yield RuleId("role", full, section, home[section].get("id", section)), home[section]


def _resolved(section: str, entry: FrozenMap[str, Any], role: Role) -> FrozenMap[str, Any]:
    """The entry with the role's defaults written into it."""
    said: dict[str, Any] = {}
    if section in ("requirements", "extras", "duties"):
        said = {"source": role.defaults.source, "basis": role.defaults.basis}
    if section == "requirements":
        said["necessity"] = role.defaults.necessity
    return FrozenMap({name: value for name, value in said.items() if value} | dict(entry))


def _resolved_variant(variant: FrozenMap[str, Any], role: Role) -> FrozenMap[str, Any]:
    added = {
        section: entries if section == "provides" else tuple(_resolved(section, entry, role) for entry in entries)
        for section, entries in variant.get("add", {}).items()
    }
    return FrozenMap({**variant, "add": FrozenMap(added)} if added else dict(variant))


def merged_keys(table: Mapping[RuleId, Any]) -> frozenset[tuple[str, str]]:
    """The entries, by role and id, whose keys a variant joins: then a list and a map of them are not the same."""
    return frozenset(
        (rule.home, name)
        for rule, variant in table.items()
        if rule.kind == "role" and rule.section == "variants"
        for name, change in variant.get("set", {}).items()
        if hasattr(change.get("for"), "keys")
    )


def said_by(catalog: CatalogData, rule: RuleId, value: Any, merged: frozenset[tuple[str, str]]) -> Meaning:
    """What a rule of a catalog says; for ``merged`` see :func:`merged_keys`."""
    names = Names(catalog, value.pack if hasattr(value, "pack") else rule.home.partition(":")[0])
    if rule.kind == "role":
        return meaning(_role_tree(rule, value, merged=(rule.home, rule.id) in merged), names)
    tree = tree_of(value)
    if rule.kind == "vocabulary" and (value.ordered or _ranks_evidence(catalog, rule.home)):
        tree["order"] = value.term_ids
    if rule.kind == "case":
        tree["people"] = {name: tree_of(value.people[name]) for name in _named(value) if name in value.people}
    if rule.kind == "person":
        tree = _person_tree(value)
    return meaning(tree, names)


def _ranks_evidence(catalog: CatalogData, full: str) -> bool:
    return any(
        Names(catalog, name).full("vocabularies", pack.fit.evidence) == full
        for name, pack in catalog.packs.items()
        if pack.fit is not None
    )


def _named(case: Any) -> set[str]:
    """The people that a case names."""
    given = [case.person, case.expect.ranks_above, case.expect.ranks_with]
    return {name for one in given for name in (one if isinstance(one, tuple) else (one,)) if isinstance(name, str)}


def _person_tree(person: Any) -> Fields:
    """A person with facts by descriptor and key, as files have them; several of one thing side by side."""
    facts: dict[str, dict[str, tuple[Any, ...]]] = {}
    for fact in person.facts:
        proof = fact.evidence
        said = (fact.value, *((proof.kind, proof.ref, proof.on) if proof else ()))
        by_key = facts.setdefault(fact.descriptor, {})
        by_key[fact.key or "value"] = (*by_key.get(fact.key or "value", ()), said)
    held = tuple({"role": one.role, "months": one.months, "context": dict(one.context)} for one in person.roles_held)
    return Fields(facts=facts, closed=person.closed, roles_held=held)


def _role_tree(rule: RuleId, value: Any, *, merged: bool) -> Any:
    if rule.section == "":
        return tree_of(structure({**value, "requirements": ()}, Role))
    if rule.section == "provides":
        return Fields(brings=next(iter(value.values())))
    if rule.section == "variants":
        return _variant_tree(value)
    if rule.section in _ENTRIES:
        return _entry_tree(rule.section, value, merged=merged)
    return tree_of(structure(value, Observation if rule.section == "observations" else _ALONE[rule.section]))


def _entry_tree(section: str, value: Mapping[str, Any], *, merged: bool = False) -> Fields:
    model = structure(value, _ENTRIES[section])
    tree: Fields = tree_of(model)
    if section in ("requirements", "extras"):
        if not (model.any_of or model.all_of):
            tree["descriptor"] = model.descriptor or model.id
        if model.for_ is not None:
            tree["for"] = keys_of(model.for_, listed=merged and not hasattr(value["for"], "keys"))
    return tree


def _variant_tree(value: Mapping[str, Any]) -> Fields:
    raw = {name: value.get(name, {}) for name in ("set", "add")}
    tree: Fields = tree_of(structure({**value, "set": FrozenMap(), "add": FrozenMap()}, Variant))
    tree["set"] = {name: inner if name == "provides" else _set_tree(inner) for name, inner in raw["set"].items()}
    tree["add"] = {
        section: entries if section == "provides" else tuple(_entry_tree(section, entry) for entry in entries)
        for section, entries in raw["add"].items()
    }
    return tree


def _set_tree(change: Mapping[str, Any]) -> Fields:
    """What a variant sets: every field as it stands, because a field that is set replaces another."""
    tree = Fields(change)
    for group in ("any_of", "all_of"):
        if group in tree:
            tree[group] = tuple(tree_of(structure(part, Alternative)) for part in tree[group])
    if isinstance(tree.get("evidence"), str):
        tree["evidence"] = (tree["evidence"],)
    return tree


# --- together again ----------------------------------------------------------------------------------------


def pack_of(parts: Mapping[RuleId, Any]) -> Pack | None:
    """The pack of these rules; ``None`` without its head."""
    head = next((value for rule, value in parts.items() if not rule.section), None)
    if head is None:
        return None
    lists = {name: tuple(v for rule, v in parts.items() if rule.section == name) for name in PACK_PARTS[2:]}
    fit = next((value for rule, value in parts.items() if rule.section == "fit"), None)
    pack: Pack = evolve(head, fit=fit, **lists)
    return pack


def role_of(parts: Mapping[RuleId, Any]) -> Role | None:
    """The role of these rules; ``None`` without its head."""
    head = next((value for rule, value in parts.items() if not rule.section), None)
    if head is None:
        return None
    document: dict[str, Any] = {"kind": "role", "schema": 1, **head}
    pay: dict[str, Any] = {}
    for section in (*_ENTRIES, "variants", "observations"):
        listed = tuple(value for rule, value in parts.items() if rule.section == section)
        if listed or section == "requirements":
            (pay if section in _PAY else document)[section] = listed
    for section in _ALONE:
        for rule, value in parts.items():
            if rule.section == section:
                (pay if section in _PAY else document)[section] = value
    provided = [value for rule, value in parts.items() if rule.section == "provides"]
    provides = {name: value for one in provided for name, value in one.items()}
    document |= {name: value for name, value in (("provides", provides), ("compensation", pay)) if value}
    frozen_document = freeze(document)
    home = next(iter(parts)).home
    return evolve(structure(frozen_document, Role), pack=home.partition(":")[0], document=frozen_document)
