"""The schemas and the models say the same: every property is read, every field has an origin, required is required."""

import inspect
import json
import re
from pathlib import Path

import attrs
import jsonschema
import pytest
import referencing
from attrs import NOTHING, fields
from referencing.jsonschema import DRAFT7

from examples import once
from roleprofile.loading.predicates import predicate
from roleprofile.loading.schemas import ALONE, KINDS, definition, schema, valid
from roleprofile.model import (
    approval,
    case,
    descriptor,
    development,
    document,
    pack,
    patch,
    person,
    person_document,
    role,
    scale,
    table_mapping,
    transition,
    vocabulary,
)
from roleprofile.model.catalog import CatalogData
from roleprofile.model.grammar import document_name, fields_of
from roleprofile.model.pack import VERDICTS
from roleprofile.model.role import PROVIDES, SECTIONS
from roleprofile.model.scale import LARGEST_AMOUNT
from roleprofile.model.shipped import shipped
from roleprofile.model.values import FrozenMap, OneOrMore, Text
from roleprofile.rules.overlays import PARTS
from roleprofile.rules.person_builder import LONGEST

FILES = ("common", *KINDS, *ALONE)
MODELS = {
    cls.__name__: cls
    for module in (
        approval,
        case,
        descriptor,
        development,
        document,
        pack,
        patch,
        person,
        person_document,
        role,
        scale,
        table_mapping,
        transition,
        vocabulary,
    )
    for _, cls in inspect.getmembers(module, attrs.has)
}

#: What a head says before there is a model: which model, and which version of the grammar.
HEADS = {"kind", "schema"}
#: Objects that are values of a model, under a name that says more: the model, and what the place says instead.
NAMED_OTHERWISE = {"Stated": ("Fact", {"descriptor", "key"})}
#: Objects that are parts of the overlay mechanism, or plain maps, and have no model of their own.
WITHOUT_A_MODEL = {
    ("pack", "thresholds"),
    ("pack", "caps"),
    ("role", "provided"),
    ("role", "changes"),
    ("role", "change"),
    ("role", "addition"),
    ("role", "role_addition"),
    ("role", "moved"),
    ("role", "step"),
}

#: Nothing may follow: Python's ``$`` lets a newline through, an editor's does not.
END = r"(?![\s\S])"


def shapes(name):
    """Every schema within a file, with its place; what ``examples`` and ``enum`` hold is no schema."""

    def walk(shape, place):
        yield shape, place
        for key, inner in shape.items():
            if key in ("properties", "definitions"):
                for inner_key, value in inner.items():
                    yield from walk(value, (*place, key, inner_key))
            elif key in ("oneOf", "anyOf"):
                for index, value in enumerate(inner):
                    yield from walk(value, (*place, key, index))
            elif key in ("items", "additionalProperties", "propertyNames", "if", "then", "else") and inner is not False:
                yield from walk(inner, (*place, key))

    yield from walk(schema(name), ())


SHAPES = [(name, place, shape) for name in FILES for shape, place in shapes(name)]
OBJECTS = [(name, place, shape) for name, place, shape in SHAPES if "properties" in shape]
OF_MODELS = [(place, shape) for _, place, shape in OBJECTS if "title" in shape]
PROPERTIES = [
    pytest.param(name, shape["properties"][key], id="-".join(map(str, (name, *place, key))))
    for name, place, shape in OBJECTS
    for key in shape["properties"]
]
PATTERNS = sorted({shape["pattern"] for _, _, shape in SHAPES if "pattern" in shape})


def validator(name, shape):
    registry = referencing.Registry().with_resources(
        (f"{other}.schema.json", DRAFT7.create_resource(schema(other))) for other in FILES
    )
    local = {**shape, "definitions": schema(name).get("definitions", {})}
    return jsonschema.Draft7Validator(local, registry=registry)


def heads_at(place):
    return set() if place else HEADS


def model_of(title):
    found, said_by_place = NAMED_OTHERWISE.get(title, (title, set()))
    return MODELS[found], said_by_place


def followed(name, shape):
    """What a reference leads to."""
    while "$ref" in shape:
        name, of = definition(name, shape["$ref"])
        shape = schema(name)["definitions"][of]
    return shape


COMMON = schema("common")["definitions"]
#: What a field can name: an entry of the catalog, of its own document, or of a vocabulary or a scale.
NAMED = {
    "columns",
    *("packs", "scales", "vocabularies", "descriptors", "roles", "patches", "options", "people", "sources"),
    *(
        "requirements",
        "extras",
        "duties",
        "measures",
        "components",
        "benchmark",
        "observations",
        "variants",
        "transitions",
        "provides",
        "entries",
    ),
    *("dimensions", "terms", "maps", "levels", "evidence"),
}
WITH_FIELDS = [
    pytest.param(found, followed(name, shape["properties"][key]), id="-".join(map(str, (name, *place, key))))
    for name, place, shape in OBJECTS
    if "title" in shape
    for key, found in fields_of(model_of(shape["title"])[0]).items()
    if key in shape["properties"]
]


@once
class TestModels:
    @pytest.mark.parametrize("name, place, shape", OBJECTS)
    def test_an_object_is_named_after_its_model(self, name, place, shape):
        assert shape.get("title") in {*MODELS, *NAMED_OTHERWISE} or {(name, step) for step in place} & WITHOUT_A_MODEL

    @pytest.mark.parametrize("place, shape", OF_MODELS)
    def test_every_property_is_read_and_every_field_has_an_origin(self, place, shape):
        cls, said_by_place = model_of(shape["title"])
        read = {document_name(f.name) for f in fields(cls) if "origin" not in f.metadata}

        assert set(shape["properties"]) - heads_at(place) == read - said_by_place
        assert shape["additionalProperties"] is False

    @pytest.mark.parametrize("place, shape", OF_MODELS)
    def test_required_means_required(self, place, shape):
        cls, said_by_place = model_of(shape["title"])
        needed = {document_name(f.name) for f in fields(cls) if f.default is NOTHING and "origin" not in f.metadata}

        assert set(shape["required"]) - heads_at(place) == needed - said_by_place
        assert heads_at(place) <= set(shape["required"])

    @pytest.mark.parametrize("place, shape", OF_MODELS)
    def test_every_property_is_a_field_with_grammar_and_every_such_field_a_property(self, place, shape):
        cls, said_by_place = model_of(shape["title"])

        assert set(shape["properties"]) - heads_at(place) == set(fields_of(cls)) - said_by_place

    @pytest.mark.parametrize("shape", [shape for _, shape in OF_MODELS])
    def test_the_fields_of_a_model_are_in_the_order_of_its_schema(self, shape):
        cls, said_by_place = model_of(shape["title"])
        inherited = {document_name(f.name) for f in fields(cls) if f.inherited}
        for some in (inherited, set(fields_of(cls)) - inherited):
            there = [key for key in shape["properties"] if key in some]
            assert there == [key for key in fields_of(cls) if key in some - said_by_place]

    @pytest.mark.parametrize("field, shape", WITH_FIELDS)
    def test_a_field_is_of_the_kind_that_its_schema_describes(self, field, shape):
        kinds = shape.get("type")

        assert (field.type is Text) == (shape == COMMON["text"])
        assert field.is_one_or_more == (kinds == ["string", "array"])
        assert (field.names == "sources") == (shape == COMMON["sources"])
        # Which keys count is written as a name, a list or a map, and is a model of its own.
        assert (field.shape == "list") == ("array" in (kinds or ()) and field.keyed_by != "terms")
        if shape == COMMON["when"]:
            assert (field.type, field.keyed_by) == (FrozenMap[str, OneOrMore], "dimensions")

    @pytest.mark.parametrize("field, shape", WITH_FIELDS)
    def test_what_refers_to_an_entry_says_of_which_section(self, field, shape):
        assert field.names or shape != COMMON["ref"]
        assert {field.names, field.keyed_by} <= {"", *NAMED}

    @pytest.mark.parametrize("cls", MODELS.values())
    def test_what_belongs_to_a_section_of_the_catalog_belongs_to_one_that_is_there(self, cls):
        assert {field.section for field in fields_of(cls).values()} <= {"", *(f.name for f in fields(CatalogData))}

    def test_a_requirement_says_its_weight_unless_it_is_learnt_on_the_job(self):
        requirement = schema("role")["definitions"]["requirement"]

        assert (requirement["if"], requirement["else"]) == ({"required": ["needed"]}, {"required": ["weight"]})

    def test_every_model_of_a_document_has_a_schema(self):
        titles = {model_of(shape["title"])[0] for _, _, shape in OBJECTS if "title" in shape}
        made_by_hand = {"Document", "State", "Keys", "Overlay", "RoleHeld", "Inferred", "Holdings", "Person"}
        of_additions = {"Additions", "RoleAdditions"}

        assert set(MODELS.values()) - titles == {MODELS[name] for name in made_by_hand | of_additions}

    def test_a_change_has_the_fields_of_whatever_it_may_change(self):
        definitions = schema("role")["definitions"]
        of = [definitions[name]["properties"] for name in ("requirement", "extra", "duty", "measure", "component")]
        change = definitions["change"]["properties"]

        assert set(change) == {key for properties in of for key in properties} - {"id"}
        for key, shape in change.items():
            relative = fields_of(role.Requirement)[key].relative if key in fields_of(role.Requirement) else False
            assert shape in [properties.get(key) for properties in of] or (relative and "moved" in shape["$ref"])

    def test_an_addition_has_the_sections_of_a_role(self):
        definitions = schema("role")["definitions"]
        of_variant, of_role = (definitions[name]["properties"] for name in ("addition", "role_addition"))

        assert set(of_variant) == {*SECTIONS, PROVIDES}
        assert set(of_role) == {*PARTS, PROVIDES}
        assert all(of_role[name] == shape for name, shape in of_variant.items())

    def test_a_role_has_requirements_unless_it_extends_another(self):
        assert (schema("role")["if"], schema("role")["else"]) == (
            {"required": ["extends"]},
            {"required": ["requirements"]},
        )

    def test_numbers_and_words_are_those_of_the_models(self):
        fit = schema("pack")["definitions"]["fit"]["properties"]

        assert set(fit["thresholds"]["properties"]) == set(VERDICTS[:-1])
        assert fit["caps"]["properties"]["unknown"]["enum"] == list(VERDICTS)
        assert schema("common")["definitions"]["value"]["maximum"] == LARGEST_AMOUNT
        assert schema("person")["definitions"]["role_held"]["properties"]["months"]["maximum"] == LONGEST

    @pytest.mark.parametrize("kind", [*KINDS, *ALONE])
    def test_a_schema_is_of_its_kind(self, kind):
        assert schema(kind)["properties"]["kind"]["const"] == kind
        assert schema(kind)["properties"]["schema"]["const"] == 1


@once
class TestForPeople:
    @pytest.mark.parametrize("name, shape", PROPERTIES)
    def test_a_property_is_described_with_examples_that_are_right(self, name, shape):
        assert shape["description"].endswith((".", "?"))
        assert shape["examples"]
        for example in shape["examples"]:
            validator(name, shape).validate(example)

    @pytest.mark.parametrize("name", FILES)
    def test_everything_with_a_name_is_described(self, name):
        assert schema(name)["title"]
        assert schema(name)["description"].endswith(".")
        for key, shape in schema(name).get("definitions", {}).items():
            assert shape.get("description") or key == "provided"

    def test_a_common_definition_has_examples_that_are_right(self):
        for key, shape in schema("common")["definitions"].items():
            for example in shape["examples"] if "properties" not in shape else ():
                validator("common", shape).validate(example), key

    @pytest.mark.parametrize("name", FILES)
    def test_the_file_is_laid_out_as_json_dumps_does(self, name):
        text = Path(str(shipped("schemas")), f"{name}.schema.json").read_text("utf-8")

        assert text == json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


class TestForMachines:
    @pytest.mark.parametrize("name", FILES)
    def test_it_is_a_schema_of_the_draft_that_editors_support(self, name):
        assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"
        jsonschema.Draft7Validator.check_schema(schema(name))

    def test_every_reference_is_to_a_file_beside_it_and_leads_somewhere(self):
        for name, _, shape in SHAPES:
            if "$ref" in shape:
                file, _, path = shape["$ref"].partition("#/definitions/")
                home, key = definition(name, shape["$ref"])

                assert file in ("", *(f"{other}.schema.json" for other in FILES))
                assert path in schema(home)["definitions"]
                assert key == path
                # Draft 7 passes over whatever else stands beside a reference.
                assert not shape.keys() - {"$ref", "description", "examples"}

    def test_every_definition_is_used(self):
        for name in FILES:
            used = {definition(home, shape["$ref"]) for home, _, shape in SHAPES if "$ref" in shape}

            assert {(name, key) for key in schema(name).get("definitions", {})} <= used

    @pytest.mark.parametrize("kind", [*KINDS, *ALONE])
    def test_every_keyword_has_a_test(self, kind):
        assert not valid(kind, {})
        assert not valid(kind, [])

    def test_a_keyword_that_no_schema_had_is_an_error(self):
        with pytest.raises(NotImplementedError, match="uniqueItems"):
            predicate({"type": "array", "uniqueItems": True}, resolve={}.get)

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_a_pattern_reads_alike_in_python_and_in_an_editor(self, pattern):
        assert pattern.startswith("^")
        assert pattern.endswith(END)
        inner = pattern.removeprefix("^").removesuffix(END)

        # No $, \d, \w, \s, \b, no lookbehind, no named group, and a dot only as itself: what is left is
        # read alike everywhere.
        assert re.fullmatch(r"[A-Za-z0-9\[\](){}+*?|:,./-]+", inner)
        assert "." not in re.sub(r"\[[^\]]*\]", "", inner)
        assert "(?" not in inner

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_a_pattern_lets_nothing_else_through(self, pattern):
        texts = ["account-manager", "any", "en", "2026-03-14", "1.0.0", "S1.3", "\u0663\u0663", "\u00e9", "a b", ""]
        for text in texts:
            if re.search(pattern, text):
                assert text.isascii()
                for more in ("\n", "\r", "\u2028", " ", "\0"):
                    assert not re.search(pattern, text + more)
                    assert not re.search(pattern, more + text)

    @pytest.mark.parametrize("pattern", PATTERNS)
    def test_a_pattern_is_fast_on_long_texts(self, pattern):
        assert not re.search(pattern, "a" * 10_000 + "!")
        assert not re.search(pattern, "a-" * 5_000 + "!")
        assert not re.search(pattern, "context." + "a." * 5_000 + "!")
