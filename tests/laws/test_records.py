"""Records: the same bytes everywhere, replayed without a pack, and nothing but RecordError for what is damaged."""

import copy
import importlib.util
import json
import subprocess
import sys
import threading
from pathlib import Path

import jsonschema
import pytest
import strategies
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.grammar import document_name
from roleprofile.model.person import Inferred
from roleprofile.model.shipped import shipped
from roleprofile.scoring import compiled, record

GOLDEN = Path(__file__).parent / "golden"
BYTES = (GOLDEN / "record.json").read_bytes()

REPLAYS = """
import sys
import roleprofile as rp
fit = rp.replay(sys.stdin.buffer.read())
print(fit.low, fit.supported, fit.high, fit.verdict)
loaded = {"yaml", "jsonschema", "referencing", "click"} & set(sys.modules)
print(*sorted(loaded), *sorted(name for name in sys.modules if name.startswith("roleprofile.loading")))
"""


def golden():
    """The golden record as a tree that a test may change."""
    return json.loads(BYTES)


def dumped(tree):
    return json.dumps(tree, ensure_ascii=False)


def paths_in(tree, path=()):
    """The path of every value in a tree."""
    yield path
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inner:
        yield from paths_in(value, (*path, step))


def at(tree, path):
    for step in path:
        tree = tree[step]
    return tree


def changed(tree, path, value):
    """The tree with another value at a path."""
    if not path:
        return value
    tree = copy.deepcopy(tree)
    at(tree, path[:-1])[path[-1]] = value
    return tree


def without(tree, path):
    tree = copy.deepcopy(tree)
    del at(tree, path[:-1])[path[-1]]
    return tree


class TestGolden:
    def test_the_record_is_the_same_byte_for_byte(self):
        """On every Python and every machine; tests/laws/golden/renew.py says how to change it on purpose."""
        spec = importlib.util.spec_from_file_location("renew", GOLDEN / "renew.py")
        renew = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(renew)

        assert renew.record().encode() == BYTES

    def test_it_replays_in_a_process_that_can_read_no_pack(self):
        done = subprocess.run([sys.executable, "-c", REPLAYS], input=BYTES, capture_output=True, check=True)

        fit = rp.Fit.from_record(BYTES)
        assert done.stdout.decode().splitlines() == [f"{fit.low} {fit.supported} {fit.high} {fit.verdict}", ""]

    def test_it_is_explained_in_both_languages_of_its_pack(self):
        fit = rp.Fit.from_record(BYTES)

        assert "Driver" in fit.explain("en")
        assert "Tsuper" in fit.explain("fil")


class TestSchema:
    @pytest.fixture
    def schema(self):
        return json.loads(shipped("schemas").joinpath("record.schema.json").read_text("utf-8"))

    def test_the_golden_record_follows_it(self, schema):
        jsonschema.Draft7Validator.check_schema(schema)

        jsonschema.Draft7Validator(schema).validate(golden())

    @settings(max_examples=examples(15))
    @given(strategies.cases())
    def test_every_record_follows_it(self, case):
        schema = json.loads(shipped("schemas").joinpath("record.schema.json").read_text("utf-8"))
        world, person = case

        jsonschema.Draft7Validator(schema).validate(json.loads(world.scorer.score(person).to_record()))

    def test_it_names_what_the_models_hold(self, schema):
        """Every field of every recorded class is a property, required unless it is younger than the first records."""
        homes = {
            c.__name__: c for c in (*vars(compiled).values(), *vars(record).values(), Inferred) if isinstance(c, type)
        }
        titled = {d["title"]: d for d in schema["definitions"].values() if d.get("title") in homes}

        assert {
            "CompiledRole",
            "CompiledRequirement",
            "Criterion",
            "RecordedPerson",
            "RecordedFact",
            "Inferred",
        } <= set(titled)
        for title, definition in titled.items():
            said = {document_name(f.name): f for f in fields(homes[title]) if "origin" not in f.metadata}
            assert set(definition["properties"]) == set(said)
            assert set(definition["required"]) == {name for name, f in said.items() if "younger" not in f.metadata}

    def test_every_property_is_described_with_an_example(self, schema):
        for path in paths_in(schema):
            if path and path[-1] == "properties":
                for name, about in at(schema, path).items():
                    assert about.get("description"), (path, name)
                    assert about.get("examples"), (path, name)


class TestResult:
    def test_every_changed_number_is_noticed(self):
        """Each whole number of the result by itself, one up."""
        tree = golden()
        numbers = [path for path in paths_in(tree["result"]) if type(at(tree["result"], path)) is int]
        assert len(numbers) > 30

        for path in numbers:
            whole = ("result", *path)
            with pytest.raises(rp.RecordError, match="the result differs"):
                rp.replay(dumped(changed(tree, whole, at(tree, whole) + 1)))

    @pytest.mark.parametrize("value", ["strong", None, True, [], "1"])
    def test_every_other_changed_value_is_noticed(self, value):
        tree = golden()

        for path in paths_in(tree["result"]):
            whole = ("result", *path)
            if at(tree, whole) != value or type(at(tree, whole)) is not type(value):
                with pytest.raises(rp.RecordError, match="the result differs"):
                    rp.replay(dumped(changed(tree, whole, value)))

    def test_a_lost_result_is_noticed(self):
        with pytest.raises(rp.RecordError, match="the result"):
            rp.replay(dumped(without(golden(), ("result",))))

    def test_the_message_says_which_number_differs(self):
        tree = golden()
        tree["result"]["contributions"][0]["share"][1] += 1

        with pytest.raises(
            rp.RecordError, match=r"contributions, 0, share, 1: the record says \d+, but the replay gives \d+"
        ):
            rp.replay(dumped(tree))


HOSTILE = {
    "nothing": "",
    "not JSON": "driver",
    "a list": "[]",
    "a number": "1",
    "nested too deeply": "[" * 100_000,
    "maps nested too deeply": '{"a":' * 100_000,
    "brackets in a string that never ends": '"' + "[" * 100_000,
    "quotes that never end": '"\\' * 100_000,
    "another kind": '{"kind": "role"}',
    "another schema": '{"kind": "record", "schema": 2, "arithmetic": 1}',
    "another arithmetic": '{"kind": "record", "schema": 1, "arithmetic": 2}',
    "truth for one": '{"kind": "record", "schema": true, "arithmetic": true}',
    "a lone surrogate": '{"kind": "record", "schema": "\\ud800"}',
    "too many digits": '{"kind": "record", "schema": ' + "9" * 5000 + "}",
    "a fraction": '{"kind": "record", "schema": 1.0}',
    "not a number": '{"kind": "record", "schema": NaN}',
    "infinity": '{"kind": "record", "schema": -Infinity}',
    "a key twice": '{"kind": "record", "kind": "record"}',
    "no role": '{"kind": "record", "schema": 1, "arithmetic": 1}',
    "ten megabytes of text": '{"kind": "record", "schema": "' + "x" * 10_000_000 + '"}',
    "ten megabytes of brackets": "[{},{}," * 1_500_000,
    "too large": " " * (record.LARGEST + 1),
}

REQUIREMENT = ("role", "requirements", 0)
LEAF = (*REQUIREMENT, "leaves", 0)
AMOUNT = ("role", "requirements", 2, "leaves", 0)
BROKEN = {
    "a weight of nothing": ((*REQUIREMENT, "weight"), 0),
    "a negative weight": ((*REQUIREMENT, "weight"), -4),
    "a huge weight": ((*REQUIREMENT, "weight"), 10**30),
    "a weight that is text": ((*REQUIREMENT, "weight"), "4"),
    "a weight that is true": ((*REQUIREMENT, "weight"), True),
    "a level beyond the table": ((*LEAF, "asked"), 4),
    "the lowest level asked": ((*LEAF, "asked"), 0),
    "a negative level": ((*LEAF, "asked"), -1),
    "a minimum above what is asked": ((*LEAF, "at_least"), 3),
    "a table that falls": ((*LEAF, "table"), [0, 800_000, 600_000, 1_000_000]),
    "a table that pays for the lowest level": ((*LEAF, "table"), [1, 600_000, 1_000_000, 1_000_000]),
    "a table that pays too much": ((*LEAF, "table"), [0, 600_000, 2_000_000, 2_000_000]),
    "a table that pays less than all": ((*LEAF, "table"), [0, 600_000, 900_000, 1_000_000]),
    "a table that is too short": ((*LEAF, "table"), [0, 600_000, 1_000_000]),
    "a table for an amount": ((*AMOUNT, "table"), [0, 1_000_000]),
    "a ramp that starts where it ends": ((*AMOUNT, "start"), 36),
    "a ramp that starts below nothing": ((*AMOUNT, "start"), -1),
    "an amount beyond all": ((*AMOUNT, "asked"), 100_001),
    "a percent beyond the whole": ((*LEAF, "keys", "bus"), 101),
    "a percent of nothing": ((*LEAF, "keys", "bus"), 0),
    "no keys where there are some": ((*LEAF, "keys"), {}),
    "keys that the facts do not have": ((*LEAF, "keys"), None),
    "a worth beyond the whole": ((*AMOUNT, "worth"), 200),
    "a worth outside any_of": ((*LEAF, "worth"), 50),
    "a part's weight outside all_of": ((*LEAF, "weight"), 2),
    "an unknown group": ((*REQUIREMENT, "group"), "one_of"),
    "an entry without parts": ((*REQUIREMENT, "leaves"), []),
    "a scale that is not there": ((*LEAF, "scale"), "golden:nowhere"),
    "no scales": (("role", "scales"), {}),
    "a level without a name": (("role", "scales", "golden:skill", "labels"), []),
    "a level without a meaning": (("role", "scales", "golden:skill", "descriptions"), []),
    "a unit without its plural": (("role", "scales", "golden:months", "unit"), {"en": {}}),
    "an unknown duty": ((*REQUIREMENT, "needed_for"), ["fly"]),
    "an unknown source": ((*REQUIREMENT, "source"), ["G9"]),
    "an unknown kind of evidence": ((*LEAF, "evidence"), ["rumour"]),
    "no languages": (("role", "languages"), []),
    "a missing threshold": (("role", "thresholds"), {"strong": 800_000, "viable": 600_000}),
    "thresholds in no order": (("role", "thresholds", "viable"), 900_000),
    "an unknown cap": (("role", "caps", "unknown"), "splendid"),
    "an unknown field": ((*LEAF, "bonus"), 1),
    "an unknown field of the record": (("signature",), "x"),
    "an unknown field of the person": (("person", "age"), 41),
    "a value that is not on its scale": (("person", "facts", 0, "value"), "superb"),
    "a value that is a list": (("person", "facts", 0, "value"), ["good"]),
    "a fact that the role does not read": (("person", "facts", 0, "descriptor"), "golden:nothing"),
    "a fact without its key": (("person", "facts", 0, "key"), ""),
    "a presumption for a stated fact": (("person", "inferred", 0, "descriptor"), "golden:patience"),
    "a presumption of an unknown kind": (("person", "inferred", 0, "because", "kind"), "dream"),
    "closed that is text": (("person", "closed"), "all"),
    "closed that the role does not read": (("person", "closed"), ["golden:nothing"]),
    "null for a text": ((*REQUIREMENT, "label"), None),
}


class TestDamage:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_what_is_not_a_record_is_refused(self, text):
        for given_as in (text, text.encode()):
            with pytest.raises(rp.RecordError) as caught:
                rp.Fit.from_record(given_as)
            assert len(str(caught.value)) <= 400

    @pytest.mark.parametrize(
        "data", [b"\xff\xfe{\x00", BYTES.decode().encode("utf-16"), b"\x00"], ids=["no UTF-8", "UTF-16", "a zero byte"]
    )
    def test_other_encodings_are_refused(self, data):
        with pytest.raises(rp.RecordError):
            rp.Fit.from_record(data)

    @pytest.mark.parametrize("path, value", BROKEN.values(), ids=BROKEN)
    def test_what_no_role_and_no_person_has_is_refused(self, path, value):
        with pytest.raises(rp.RecordError):
            rp.Fit.from_record(dumped(changed(golden(), path, value)))

    def test_every_field_is_needed(self):
        tree = golden()

        for path in paths_in(tree):
            if path and isinstance(path[-1], str) and path[0] in ("role", "person") and is_field(path):
                with pytest.raises(rp.RecordError):
                    rp.Fit.from_record(dumped(without(tree, path)))

    def test_a_record_that_is_cut_off_is_refused(self):
        for length in range(0, len(BYTES) - 2, 37):
            with pytest.raises(rp.RecordError):
                rp.Fit.from_record(BYTES[:length])

    def test_deep_nesting_is_refused_where_the_stack_is_small(self):
        found = []

        def attempt():
            for opening in ("[", '{"a":'):
                try:
                    rp.Fit.from_record(opening * 200_000)
                except rp.RecordError:
                    found.append(opening)

        before = threading.stack_size(128 * 1024)
        try:
            thread = threading.Thread(target=attempt)
            thread.start()
        finally:
            threading.stack_size(before)
        thread.join()

        assert len(found) == 2

    def test_an_entry_twice_is_refused(self):
        tree = golden()
        tree["role"]["requirements"].append(tree["role"]["requirements"][0])

        with pytest.raises(rp.RecordError, match="two entries with the same id"):
            rp.Fit.from_record(dumped(tree))

    def test_more_parts_than_can_be_compared_are_refused_at_once(self):
        tree = golden()
        parts = tree["role"]["requirements"][2]["leaves"][1:] * 50
        one = tree["role"]["requirements"][2] | {"leaves": parts}
        tree["role"]["requirements"] = [one | {"id": f"r-{i}"} for i in range(500)]

        with pytest.raises(rp.RecordError, match="too many criteria"):
            rp.Fit.from_record(dumped(tree))

    @settings(max_examples=examples(300))
    @given(st.data())
    def test_whatever_else_is_changed_it_is_refused_or_explained(self, data):
        """One value replaced anywhere: RecordError, or a fit that keeps its laws and can be shown."""
        tree = golden()
        path = data.draw(st.sampled_from([path for path in paths_in(tree) if path[:1] in (("role",), ("person",))]))
        others = st.sampled_from(
            [0, 1, -1, 2, 3, 100, 10**9, "", "x", "good", "bus", True, None, [], {}, [[]], {"en": "x"}]
        )
        bad = dumped(changed(tree, path, data.draw(others)))

        try:
            fit = rp.Fit.from_record(bad)
        except rp.RecordError:
            return
        assert 0 <= fit.low <= fit.supported <= fit.high <= 1_000_000
        assert rp.Fit.from_record(fit.to_record()).to_record() == fit.to_record()
        for language in fit.role.languages[:1]:
            try:
                fit.explain(language)
            except ValueError as error:
                assert language in str(error)  # noqa: PT017 - no such language is what it may say


#: Maps whose keys are ids: one less of them is another role, or another text, and not a missing field.
MAPS = {"context", "context_labels", "dimension_labels", "keys", "packs", "unit", "duties", "sources", "evidence"}
MAPS |= {"label", "labels", "descriptions", "claim", "reason", "asked_keys", "scales", "terms", "thresholds", "caps"}


def is_field(path):
    """Whether the last step is a field of a class, not a key of one of its maps."""
    steps = [step for step in path[:-1] if isinstance(step, str)]
    if "scales" in steps:
        return len(path) == 4 and path[-1] in ("levels", "labels", "descriptions", "unit")
    return not MAPS & set(steps) or steps[-1:] == ["because"]
