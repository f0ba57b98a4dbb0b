"""Schemas that list the ids of a pack and its requirements, so that an editor completes and explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from attrs import frozen

from roleprofile.editors.bundle import self_contained
from roleprofile.model.case import EACH
from roleprofile.model.catalog import CatalogData, a_catalog, chosen_packs, short
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.grades import GRADE
from roleprofile.model.grammar import fields_within
from roleprofile.model.kinds import KINDS, sections
from roleprofile.model.person import Evidence
from roleprofile.model.role import Role
from roleprofile.model.scale import Scale
from roleprofile.model.transition import LOWER, SAME
from roleprofile.model.vocabulary import ANY, UNSPECIFIED, Vocabulary


@frozen
class _Choices:
    """Ids with the descriptions that an editor shows beside them."""

    about: Mapping[str, str]
    #: The full ids, ``pack:id``, where the entries have them.
    full: tuple[str, ...] = ()

    @property
    def enum(self) -> dict[str, Any]:
        """A schema of the ids; validators ignore the descriptions, editors show them."""
        return {"enum": list(self.about), "enumDescriptions": list(self.about.values())}

    def with_words(self, **words: str) -> _Choices:
        """The ids with words of the grammar that are allowed in their place."""
        return _Choices({**self.about, **words}, self.full)


@frozen
class _PackChoices:
    """The ids that a pack can name."""

    catalog: CatalogData
    pack: str

    def text(self, label: Mapping[str, str], description: Mapping[str, str] | None = None) -> str:
        """A label with its description, in the pack's first language or else in another."""
        parts = [self._in_language(text) for text in (label, description or {})]
        return ": ".join(part for part in parts if part)

    def _in_language(self, text: Mapping[str, str]) -> str:
        first = self.catalog.packs[self.pack].languages[0]
        return text.get(first) or next((text[language] for language in sorted(text)), "")

    def of(self, section: Mapping[str, Any]) -> _Choices:
        """The entries of a section, by their short ids where those are unique."""
        scope = self.catalog.scope(self.pack)
        seen = {full: entry for full, entry in section.items() if full.partition(":")[0] in scope}
        named = {self._shortest(section, full): self._about(full, entry) for full, entry in seen.items()}
        return _Choices(dict(sorted(named.items())), tuple(sorted(seen)))

    def _shortest(self, section: Mapping[str, Any], full: str) -> str:
        return short(full) if len(self.catalog.candidates(section, short(full), self.pack)) == 1 else full

    def _about(self, full: str, entry: Any) -> str:
        said = self.text(getattr(entry, "label", {}), getattr(entry, "description", None))
        home = full.partition(":")[0]
        return said if home == self.pack else f"{said} ({home})"

    def people(self) -> _Choices:
        """The example people of the packs in sight."""
        scope = self.catalog.scope(self.pack)
        return _Choices({short(full): "" for full in self.catalog.people if full.partition(":")[0] in scope})

    def levels(self, scale: Scale) -> _Choices:
        """The levels of a scale, lowest first."""
        return _Choices({level.id: self.text(level.label, level.description) for level in scale.levels})

    def all_levels(self) -> _Choices:
        """The levels of all scales in sight."""
        scales = self.catalog.scales
        found: dict[str, list[str]] = {}
        for name in self.of(scales).about:
            scale = scales[self.catalog.find(scales, name, self.pack)]
            for level in scale.levels:
                found.setdefault(level.id, []).append(scale.id)
        return _Choices({level: f"A level of {', '.join(homes)}." for level, homes in found.items()})

    def terms(self, vocabulary: Vocabulary) -> _Choices:
        """The terms of a vocabulary, a broader one before its narrower ones."""
        return _Choices({term.id: self.text(term.label) for term in vocabulary})

    def grades(self) -> _Choices | None:
        """The grades of the roles in sight; ``None`` if no role has any."""
        roles = self.catalog.stated_roles
        found = {grade.id: self.text(grade.label) for name in self.of(roles).about for grade in self._role(name).grades}
        return _Choices(found) if found else None

    def _role(self, name: str) -> Role:
        roles = self.catalog.stated_roles
        return roles[self.catalog.candidates(roles, name, self.pack)[0]]

    def situations(self) -> _Choices:
        """The situations."""
        packs = (self.catalog.packs[name] for name in self.catalog.scope(self.pack))
        return _Choices({one.id: self.text(one.label) for pack in packs for one in pack.situations})

    def sources(self) -> _Choices:
        """The pack's own sources, and the claims of its default one."""
        pack = self.catalog.packs[self.pack]
        claims = pack.default_source.claims if pack.default_source else {}
        said = {name: self._in_language(text) for name, text in claims.items()}
        return _Choices({**said, **{source.id: source.title for source in pack.sources}})

    def keys(self, vocabulary: Vocabulary) -> _Choices:
        """The values of a key: terms, and references to the context."""
        found = {"any": "Every key."}
        vocabularies = self.catalog.vocabularies
        for dimension, home in self.catalog.vocabulary_of(self.pack).items():
            if home == vocabulary:
                found[f"context.{dimension}"] = f"The employer's own {dimension}."
            for term_map in home.maps:
                target = self.catalog.candidates(vocabularies, term_map.vocabulary, home.pack)
                if target and vocabularies[target[0]] == vocabulary:
                    said = self.text(term_map.label) or f"What {term_map.id} says of the employer's {dimension}"
                    found[f"context.{dimension}.{term_map.id}"] = said
        return _Choices({**self.terms(vocabulary).about, **found})


def _merged(shapes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One schema for a value of several forms."""
    return {"anyOf": [dict(shape) for shape in shapes]}


#: Words that a context allows besides terms, by kind of document.
_WORDS = {
    "cases": {EACH: "One after the other.", UNSPECIFIED: "Nobody said."},
    "transitions": {SAME: "As at the employer that is entered.", LOWER: "Lower than there.", UNSPECIFIED: ""},
    "development": {SAME: "As at the employer meant.", LOWER: "Lower than there.", UNSPECIFIED: ""},
}
_MONTHS_HELD = {"months-held": "As many months as the role was held."}


def catalog_schema(kind: str, catalog: CatalogData, pack: str) -> dict[str, Any]:
    """The schema of a kind in a pack: only ids that the pack can name are valid.

    Names within a document, such as those of its duties, are left to ``roleprofile check``. A record belongs to no
    pack, so its schema is the same everywhere.
    """
    a_catalog(catalog)
    chosen_packs(catalog, [pack])
    if not isinstance(kind, str) or kind not in KINDS:
        return self_contained(kind)
    return _Enumerated(kind, _PackChoices(catalog, pack)).schema


class _Enumerated:
    def __init__(self, kind: str, names: _PackChoices) -> None:
        self._kind = kind
        self._names = names
        self._catalog = names.catalog
        self._made: dict[str, Any] = {}
        shape = self_contained(kind)
        own: dict[str, Any] = shape.pop("definitions")
        self._properties = self._table()
        built = self._shape(shape)
        definitions = {name: self._definition(name, inner) for name, inner in own.items()}
        self.schema = {**built, "definitions": {**definitions, **dict(sorted(self._made.items()))}}

    # --- the fields of the models -----------------------------------------------------------------------------

    def _table(self) -> dict[str, Callable[[str, Any], Any]]:
        """The function that makes the schema of a property list its ids, by the name of the property."""
        names = self._names
        named: dict[str, Callable[[str, Any], Any]] = {
            **{section: partial(self._named, one.noun, self._entries(section)) for section, one in sections().items()},
            "levels": partial(self._named, "level", names.all_levels),
            "dimensions": self._dimensions,
            "evidence": self._evidence,
            "sources": self._source,
        }
        keyed = {
            "descriptors": self._by_descriptor,
            "dimensions": self._by_dimension,
            "levels": self._by_level,
        }
        table: dict[str, Callable[[str, Any], Any]] = {}
        # The models leave the shape of facts open, so the evidence in them is named here.
        for one in fields_within(KINDS[self._kind].model, Evidence):
            # A list that may be a single name is a claim of a case about its role, which `roleprofile check` verifies.
            listed = one.is_one_or_more and one.names != "sources"
            if made := keyed.get(one.keyed_by) or (None if listed else named.get(one.names)):
                table.setdefault(one.key, made)
        # These allow words of the grammar besides ids.
        return {
            **table,
            "origin": partial(self._named, "origin", lambda: self._entries("roles")().with_words(**{ANY: "Any role."})),
            "closed": self._closed,
            "person": self._person,
        }

    def _definition(self, name: str, shape: Any) -> Any:
        if name in ("text", "names", "common-text", "common-names"):
            return self._by_language(shape)
        return self._shape(shape)

    def _shape(self, shape: Any) -> Any:
        if isinstance(shape, list):
            return [self._shape(inner) for inner in shape]
        if not isinstance(shape, dict):
            return shape
        # The examples of the grammar name ids of other packs, which an editor would offer too.
        kept = {key: value for key, value in shape.items() if key != "examples"}
        built = {key: value if key == "enum" else self._shape(value) for key, value in kept.items()}
        if isinstance(built.get("properties"), dict):
            properties = built["properties"]
            for key, inner in properties.items():
                if key in self._properties:
                    properties[key] = self._properties[key](key, inner)
            if {"descriptor", "asks"} <= properties.keys():
                built = {**built, **self._by_what_is_asked(built)}
        return built

    # --- one property after the other -------------------------------------------------------------------------

    def _entries(self, section: str) -> Callable[[], _Choices]:
        catalog = self._catalog
        return lambda: self._names.of(catalog.stated_roles if section == "roles" else getattr(catalog, section))

    def _named(self, noun: str, choices: Callable[[], _Choices], key: str, shape: dict[str, Any]) -> dict[str, Any]:
        """A schema of the ids, and of full ids, for one name or a list of names."""
        if shape.get("type") == "array":
            return {**shape, "items": self._named(noun, choices, key, shape["items"])}
        if shape.get("$ref", "").endswith("common-role"):
            noun, choices = f"{noun} or grade", self._or_grade(choices)
        elif not (shape.get("$ref", "").endswith("common-ref") or key == "up_to"):
            return shape  # another field of that name: the effort of an option is a number

        return {**self._names_of(noun, choices), **_for_readers(shape)}

    def _or_grade(self, choices: Callable[[], _Choices]) -> Callable[[], _Choices]:
        """Roles with their grades, ``role/grade``."""

        def made() -> _Choices:
            found, grades = choices(), self._names.of(self._grades())
            return _Choices({**found.about, **grades.about}, (*found.full, *grades.full))

        return made

    def _grades(self) -> dict[str, Any]:
        return {full: role for full, role in self._catalog.roles.items() if role.grade}

    def _names_of(self, noun: str, choices: Callable[[], _Choices]) -> dict[str, Any]:
        def made() -> dict[str, Any]:
            found = choices()
            return _merged([found.enum, *_long_names(found)])

        return self._make(f"names-{noun.replace(' ', '-')}", made)

    def _evidence(self, key: str, shape: Any) -> Any:
        vocabulary = self._catalog.evidence_kinds(self._names.pack)
        if shape.get("$ref", "").endswith("common-ref"):
            return self._named("vocabulary", self._entries("vocabularies"), key, shape)
        if vocabulary is None or "enum" in shape or "const" in shape or shape.get("$ref", "").endswith("evidence"):
            return shape
        kinds = self._make("evidence-kinds", lambda: self._names.terms(vocabulary).enum)
        if shape.get("type") == "array":
            return {**shape, "items": kinds}
        return {**kinds, **_for_readers(shape)} if "$ref" in shape and key in ("evidence", "kind") else shape

    def _closed(self, _key: str, shape: Any) -> Any:
        every = _Choices({"all": "There is nothing else at all."}).enum
        listed = {"type": "array", "items": self._descriptor_names()}
        return {**_merged([every, listed]), **_for_readers(shape)}

    def _descriptor_names(self) -> dict[str, Any]:
        return self._names_of("descriptor", self._entries("descriptors"))

    def _dimensions(self, _key: str, shape: Any) -> Any:
        if "$ref" not in shape.get("items", {}) or not shape["items"]["$ref"].endswith("common-id"):
            return shape
        known = self._catalog.dimensions(self._names.pack)
        choices = _Choices({name: self._names.text(dimension.label) for name, (dimension, _) in known.items()})
        return {**shape, "items": self._make("dimensions", lambda: choices.enum)}

    def _source(self, _key: str, shape: Any) -> Any:
        def one() -> dict[str, Any]:
            choices = self._names.sources()
            mine, *required = self._catalog.scope(self._names.pack)
            places = "|".join(sorted(source.id for source in self._catalog.packs[mine].sources))
            patterns = [f"^({places})#."] if places else []
            # A source of a required pack has the id of that pack in front.
            patterns += [f"^({'|'.join(sorted(required))}):."] if required else []
            return _merged([choices.enum, *({"type": "string", "pattern": pattern} for pattern in patterns)])

        source = self._make("one-source", one)
        return {**_merged([source, {"type": "array", "minItems": 1, "items": source}]), **_for_readers(shape)}

    def _person(self, _key: str, shape: Any) -> Any:
        people = self._names.people()
        if not people.about:
            return shape
        # A file of cases has people of its own, so any id is allowed.
        known = self._make("people", lambda: {"enum": list(people.about)})
        return {**shape, "anyOf": [known, {"type": ["string", "object"]}]}

    def _by_language(self, shape: Any) -> Any:
        languages = self._catalog.packs[self._names.pack].languages
        given = shape["additionalProperties"]
        return {**shape, "properties": {name: {**given, "description": f"In {name}."} for name in languages}}

    def _by_level(self, _key: str, shape: Any) -> Any:
        if "additionalProperties" not in shape:
            return shape
        levels = self._names.all_levels()
        given = shape["additionalProperties"]
        return {**shape, "properties": {name: {**given, "description": said} for name, said in levels.about.items()}}

    def _by_dimension(self, key: str, shape: Any) -> Any:
        words = {} if key == "when" else _WORDS.get(self._kind, {UNSPECIFIED: "Nobody said."})

        def made() -> dict[str, Any]:
            known = self._catalog.dimensions(self._names.pack)
            properties = {}
            for name, (dimension, vocabulary) in known.items():
                terms = self._names.terms(vocabulary).with_words(**words).enum
                forms = _merged([terms, {"type": "array", "minItems": 1, "items": terms}])
                properties[name] = {"description": self._names.text(dimension.label), **forms}
            if grades := self._names.grades():
                terms = grades.with_words(**words).enum
                forms = _merged([terms, {"type": "array", "minItems": 1, "items": terms}])
                properties[GRADE] = {"description": "The grade of a role with grades.", **forms}
            return {"type": "object", "properties": properties, "additionalProperties": False}

        by_dimension = self._make("by-dimension-of-a-condition" if key == "when" else "by-dimension", made)
        if shape.get("type") == ["string", "object"]:
            return {**_merged([self._names.situations().enum, by_dimension]), **_for_readers(shape)}
        return {**by_dimension, **_for_readers(shape)}

    # --- descriptors and their values -------------------------------------------------------------------------

    def _by_descriptor(self, key: str, shape: Any) -> Any:
        if "additionalProperties" not in shape:
            return shape
        given = shape["additionalProperties"]
        properties = {}
        for name, said in self._names.of(self._catalog.descriptors).about.items():
            descriptor = self._catalog.descriptor(name, self._names.pack)
            value = self._held(key, descriptor)
            properties[name] = {"description": said, "allOf": [given, value]}
        return {**shape, "properties": properties, "propertyNames": self._descriptor_names()}

    def _held(self, key: str, descriptor: Descriptor) -> dict[str, Any]:
        """The value of a descriptor, or the values of its keys."""
        scale, vocabulary = self._catalog.scale_of(descriptor), self._catalog.keys_of(descriptor)
        if vocabulary is None:
            return self._make(f"{key}-on-{_slug(scale)}", lambda: self._stated(key, scale))

        def keyed() -> dict[str, Any]:
            inner = self._make(f"{key}-on-{_slug(scale)}", lambda: self._stated(key, scale))
            keys = self._names.terms(vocabulary) if key == "facts" else self._names.keys(vocabulary)
            properties = {name: {"description": said, "allOf": [inner]} for name, said in keys.about.items()}
            return {"type": "object", "properties": properties, "additionalProperties": False}

        return self._make(f"{key}-by-{_slug(vocabulary)}-on-{_slug(scale)}", keyed)

    def _stated(self, key: str, scale: Scale) -> dict[str, Any]:
        value = self._value(scale, _MONTHS_HELD if key == "provides" else {})
        said = {"type": "object", "required": ["value"], "properties": {"value": value}}
        if key == "facts":
            return _merged([value, said, {"type": "array", "items": _merged([value, said])}])
        return _merged([value, said]) if key == "provides" else value

    def _value(self, scale: Scale, words: dict[str, str]) -> dict[str, Any]:
        def made() -> dict[str, Any]:
            if not scale.is_amount:
                return self._names.levels(scale).enum
            said = self._names.text(scale.label, scale.description)
            amount = {"type": "integer", "minimum": 0, "maximum": scale.maximum, "description": said}
            return _merged([amount, _Choices(words).enum]) if words else amount

        return self._make(f"value-{_slug(scale)}{'-held' if words else ''}", made)

    def _by_what_is_asked(self, shape: Any) -> dict[str, Any]:
        """The levels and keys of the descriptor that ``descriptor``, or else ``id``, names."""
        has_id = "id" in shape["properties"]
        scales: dict[str, list[str]] = {}
        vocabularies: dict[str, list[str]] = {}
        found: dict[str, Scale | Vocabulary] = {}
        for name in self._names.of(self._catalog.descriptors).about:
            descriptor = self._catalog.descriptor(name, self._names.pack)
            scale, vocabulary = self._catalog.scale_of(descriptor), self._catalog.keys_of(descriptor)
            scales.setdefault(_slug(scale), []).append(name)
            found[_slug(scale)] = scale
            if vocabulary is not None:
                vocabularies.setdefault(f"keys {_slug(vocabulary)}", []).append(name)
                found[f"keys {_slug(vocabulary)}"] = vocabulary
        rules = [
            {"if": _names_one(names, has_id=has_id), "then": {"properties": self._asked(shape, found[key])}}
            for key, names in sorted({**scales, **vocabularies}.items())
        ]
        own = shape["properties"].get("id")
        # Any id is allowed; with that of a descriptor, `descriptor` can be left out.
        suggested = (
            {"id": {"allOf": [own], "anyOf": [self._descriptor_names(), {}], **_for_readers(own)}} if own else {}
        )
        return {"properties": {**shape["properties"], **suggested}, "allOf": rules}

    def _asked(self, shape: Any, home: Scale | Vocabulary) -> dict[str, Any]:
        if isinstance(home, Scale):
            value = self._value(home, {})
            # One a grade, or a number of steps in a change.
            moved = {"type": "object", "properties": {"raise": {}, "lower": {}}, "additionalProperties": value}
            forms = _merged([value, moved])
            return {name: forms for name in ("asks", "at_least") if name in shape["properties"]}
        keys = self._names.keys(home)
        one = self._make(f"keys-{_slug(home)}", lambda: keys.enum)
        percent = {"type": "integer", "minimum": 1, "maximum": 100}
        shares = {name: {**percent, "description": said} for name, said in keys.about.items()}
        by_key = {"type": "object", "properties": shares, "additionalProperties": False}
        return {"for": _merged([one, {"type": "array", "items": one}, by_key])}

    def _make(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A reference to a definition, which is made once."""
        if name not in self._made:
            self._made[name] = {}
            self._made[name] = make()
        return {"$ref": f"#/definitions/{name}"}


def _for_readers(shape: Any) -> dict[str, Any]:
    return {"description": shape["description"]} if "description" in shape else {}


def _long_names(choices: _Choices) -> list[dict[str, Any]]:
    """Full ids, which are valid but not offered."""
    pattern = f"^({'|'.join(choices.full)})(?![\\s\\S])"
    return [{"type": "string", "pattern": pattern}] if choices.full else []


def _slug(entry: Scale | Vocabulary) -> str:
    return f"{entry.pack}-{entry.id}"


def _names_one(names: list[str], *, has_id: bool) -> dict[str, Any]:
    """Whether the descriptor is one of these."""
    named = {"required": ["descriptor"], "properties": {"descriptor": {"enum": names}}}
    by_id = {"required": ["id"], "properties": {"id": {"enum": names}}, "not": {"required": ["descriptor"]}}
    return {"anyOf": [named, by_id]} if has_id else named
