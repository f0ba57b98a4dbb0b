"""A catalog taken apart into its rules, each under an id of its own, and put together again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import astuple, evolve, frozen

from roleprofile.model.catalog import CatalogData
from roleprofile.model.convert import structure
from roleprofile.model.grammar import DocumentField, fields_of
from roleprofile.model.kinds import sections
from roleprofile.model.pack import Pack
from roleprofile.model.person_document import PersonDocument
from roleprofile.model.role import SECTIONS, Compensation, Role
from roleprofile.model.values import FrozenMap, freeze
from roleprofile.rules.canonical import CanonicalForm, Names, canonical_form, joined_keys
from roleprofile.rules.inheritance import with_defaults

_PAY = fields_of(Compensation)
#: The section of the catalog for each kind of rule, in the order in which differences list them.
SECTION_OF = {
    "pack": "packs",
    "vocabulary": "vocabularies",
    "scale": "scales",
    "descriptor": "descriptors",
    "relation": "relations",
    "role": "roles",
    "transition": "transitions",
    "option": "options",
    "case": "cases",
    "person": "people",
}
KINDS = tuple(SECTION_OF)
#: Kinds of which each document, or each entry of a list, is one rule under its full id.
_WHOLE = ("vocabulary", "scale", "descriptor", "option", "case", "person")


def parts_of(kind: str) -> Mapping[str, DocumentField]:
    """The parts of a document, by the section of their rules; of the pay, each part of it is one."""
    return fields_of(Role, Compensation) if kind == "role" else fields_of(sections()[SECTION_OF[kind]].model)


def fields_of_rule(rule: RuleId) -> Mapping[str, DocumentField]:
    """The fields that a rule can have."""
    part = parts_of(rule.kind).get(rule.section)
    return fields_of(*part.models) if part is not None else fields_of(sections()[SECTION_OF[rule.kind]].model)


#: The parts of a role of which there is one at most.
_ALONE = tuple(key for key, one in parts_of("role").items() if one.noun and one.models and one.shape == "one")
#: The parts of a role in the order in which differences list them; what is in none of them is the role's head.
ROLE_PARTS = (
    *("", "requirements", "extras", "variants", "provides", "duties", "measures"),
    *("components", "benchmark", "drivers", "common_in", "observations"),
)
#: The parts of a pack of which there is one at most, and all of its parts.
_ALONE_IN_PACK = ("fit", "development")
_LISTS_IN_PACK = ("dimensions", "situations", "sources")
PACK_PARTS = ("", *_ALONE_IN_PACK, *_LISTS_IN_PACK)
_HEADS = {"kind", "schema", "id", "compensation"} | set(ROLE_PARTS)


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
    for kind in _WHOLE:
        found.update((RuleId(kind, full), entry) for full, entry in getattr(catalog, SECTION_OF[kind]).items())
    for full, role in catalog.stated_roles.items():
        found.update(_of_role(catalog, full, role))
    found.update(_of_relations(catalog))
    for way in catalog.transitions:
        target = Names(catalog, way.pack).full("roles", way.target)
        found[RuleId("transition", target, way.pack, way.id)] = way
    return found


def _of_pack(name: str, pack: Pack) -> Iterator[tuple[RuleId, Any]]:
    yield (
        RuleId("pack", name),
        evolve(pack, digest="", fit=None, development=None, dimensions=(), situations=(), sources=()),
    )
    for section in _ALONE_IN_PACK:
        if getattr(pack, section) is not None:
            yield RuleId("pack", name, section, section), getattr(pack, section)
    for section in _LISTS_IN_PACK:
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
    document, names = with_defaults(role), Names(catalog, role.pack)
    yield RuleId("role", full), FrozenMap({k: v for k, v in document.items() if k not in _HEADS} | {"id": role.id})
    pay = document.get("compensation", {})
    for section in SECTIONS:
        for entry in (pay if section in _PAY else document).get(section, ()):
            yield RuleId("role", full, section, entry["id"]), entry
    for section in ("variants", "observations"):
        for entry in document.get(section, ()):
            yield RuleId("role", full, section, entry["id"]), entry
    for name, value in document.get("provides", {}).items():
        # Under the name that the document uses: variants change what it provides by that name.
        yield RuleId("role", full, "provides", names.full("descriptors", name)), FrozenMap({name: value})
    for section in _ALONE:
        home = pay if section in _PAY else document
        if section in home:
            yield RuleId("role", full, section, home[section].get("id", section)), home[section]


def joined_entries(table: Mapping[RuleId, Any]) -> frozenset[tuple[str, str]]:
    """The entries, by role and id, whose map of keys a variant adds to."""
    return frozenset(
        (rule.home, name)
        for rule, variant in table.items()
        if rule.kind == "role" and rule.section == "variants"
        for name in joined_keys([variant])
    )


def form_of(catalog: CatalogData, rule: RuleId, value: Any, joined: frozenset[tuple[str, str]]) -> CanonicalForm:
    """The canonical form of a rule of a catalog; for ``joined`` see :func:`joined_entries`."""
    pack = value.pack if hasattr(value, "pack") else rule.home.partition(":")[0]
    names = frozenset({rule.id} if (rule.home, rule.id) in joined else ())
    if rule.kind == "role" and rule.section == "provides":
        form = canonical_form(catalog, FrozenMap(), Role, pack=pack)
        form.plain(next(iter(value.values())), ("brings",))
        return form
    if rule.kind == "role":
        models = parts_of("role")[rule.section].models if rule.section else (Role,)
        return canonical_form(catalog, value, *models, pack=pack, joined=names)
    if rule.kind == "person":
        return canonical_form(catalog, _person_tree(value), PersonDocument, pack=pack)
    form = canonical_form(catalog, value, pack=pack)
    if rule.kind == "case":
        for name in _named(value) & value.people.keys():
            form.read(value.people[name], path=("people", name))
    return form


def _named(case: Any) -> set[str]:
    """The people that a case names."""
    given = [case.person, case.expect.ranks_above, case.expect.ranks_with]
    return {name for one in given for name in (one if isinstance(one, tuple) else (one,)) if isinstance(name, str)}


def _person_tree(person: Any) -> dict[str, Any]:
    """A person with facts by descriptor and key, as files have them; several of one thing side by side."""
    facts: dict[str, dict[str, tuple[Any, ...]]] = {}
    for fact in person.facts:
        proof = fact.evidence
        said = (fact.value, *(astuple(proof) if proof else ()))
        by_key = facts.setdefault(fact.descriptor, {})
        by_key[fact.key or "value"] = (*by_key.get(fact.key or "value", ()), said)
    held = tuple(
        {"role": one.role, "months": one.months, "context": dict(one.context), "in_all": one.in_all}
        for one in person.roles_held
    )
    return {"facts": facts, "closed": person.closed, "roles_held": held}


# --- together again ----------------------------------------------------------------------------------------


def pack_of(parts: Mapping[RuleId, Any]) -> Pack | None:
    """The pack of these rules; ``None`` without its head."""
    head = next((value for rule, value in parts.items() if not rule.section), None)
    if head is None:
        return None
    lists = {name: tuple(v for rule, v in parts.items() if rule.section == name) for name in _LISTS_IN_PACK}
    alone = {name: next((v for rule, v in parts.items() if rule.section == name), None) for name in _ALONE_IN_PACK}
    pack: Pack = evolve(head, **alone, **lists)
    return pack


def role_of(parts: Mapping[RuleId, Any]) -> Role | None:
    """The role of these rules; ``None`` without its head."""
    head = next((value for rule, value in parts.items() if not rule.section), None)
    if head is None:
        return None
    document: dict[str, Any] = {"kind": "role", "schema": 1, **head}
    pay: dict[str, Any] = {}
    for section in (*SECTIONS, "variants", "observations"):
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
