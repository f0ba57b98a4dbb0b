"""Records: the same bytes everywhere, replayed without a pack, and nothing but RecordError for what is damaged.

``record-2.json`` is the golden record. ``record.json`` and ``record-1-small.json`` are of arithmetic version 1, which
this library replays and does not write; ``forged`` makes the edits that a reviewer made on such a record.
"""

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
from resealing import canonical, resealed

import roleprofile as rp
from examples import examples
from roleprofile.model.grammar import document_name
from roleprofile.model.person import Inferred
from roleprofile.model.shipped import shipped
from roleprofile.scoring import compiled, record

GOLDEN = Path(__file__).parent / "golden"
BYTES = (GOLDEN / "record-2.json").read_bytes()
OF_VERSION_1 = {name: (GOLDEN / name).read_bytes() for name in ("record.json", "record-1-small.json")}

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


def forged(tree):
    """Another person, another piece of evidence, another basis: nothing that a number rests on."""
    tree = copy.deepcopy(tree)
    tree["person"]["id"] = "someone-else"
    tree["person"]["facts"][0]["ref"] = "no. 999 forged"
    for entry in tree["role"]["requirements"]:
        entry["basis"] = "source"
    return tree


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


class TestVersion1:
    """Records of arithmetic version 1 replay by that arithmetic; they carry no digest."""

    @pytest.mark.parametrize("text", OF_VERSION_1.values(), ids=OF_VERSION_1)
    def test_they_replay(self, text):
        fit = rp.replay(text)

        assert fit.arithmetic == 1
        assert (fit.low, fit.supported, fit.high) == tuple(
            json.loads(text)["result"][name] for name in ("low", "supported", "high")
        )

    @pytest.mark.parametrize("text", OF_VERSION_1.values(), ids=OF_VERSION_1)
    def test_each_number_is_compared_with_what_version_1_computes(self, text):
        tree = json.loads(text)
        numbers = [path for path in paths_in(tree["result"]) if type(at(tree["result"], path)) is int]

        for path in numbers:
            whole = ("result", *path)
            with pytest.raises(rp.RecordError, match="the result differs"):
                rp.replay(canonical(changed(tree, whole, at(tree, whole) + 1)))

    def test_the_verdicts_of_the_fit_are_those_of_version_2(self):
        """A minimum was left out, so version 1 holds 90 of 100 points down to viable, as for an unknown minimum.

        What was left out is in no table of the record: version 2 sees one minimum, which is met.
        """
        text = OF_VERSION_1["record-1-small.json"]
        stated = json.loads(text)["result"]
        fit = rp.replay(text)

        assert (stated["low"], stated["meets_minimum"], stated["verdict_low"]) == (900_000, "unknown", "viable")
        assert (fit.low, fit.meets_minimum, fit.verdict_low) == (900_000, "met", "strong")

    def test_a_question_counted_the_first_key_of_the_highest_percentage(self):
        """Lorry and rail both count in full for 1 of 100, and rail for 9 more: version 1 answers with lorry."""
        text = OF_VERSION_1["record-1-small.json"]
        stated = {one["id"]: one["could_add"] for one in json.loads(text)["result"]["questions"]}

        assert stated == {"rails": 100_000, "either": 10_000}
        assert {one.id: one.could_add for one in rp.replay(text).questions} == {"rails": 100_000, "either": 100_000}

    def test_written_again_they_are_of_version_2(self):
        for text in OF_VERSION_1.values():
            again = rp.Fit.from_record(text).to_record()

            assert json.loads(again)["arithmetic"] == 2
            assert rp.replay(again).arithmetic == 2

    def test_what_no_number_rests_on_can_be_edited_unnoticed(self):
        """They carry no digest, and this is the reason for one."""
        for text in OF_VERSION_1.values():
            assert rp.replay(json.dumps(forged(json.loads(text)))).person_id == "someone-else"

    @pytest.mark.parametrize(
        "left_out",
        [
            [{"kind": "wish"}],
            [{"minimum": "yes"}],
            [{"more": 1}],
            [{}, {"kind": "wish"}],
        ],
    )
    def test_left_out_entries_of_another_form_are_refused(self, left_out):
        tree = json.loads(OF_VERSION_1["record-1-small.json"])
        (one,) = tree["role"]["left_out"]
        tree["role"]["left_out"] = [one | change for change in left_out]

        with pytest.raises(rp.RecordError, match="the record is damaged: its left-out entries"):
            rp.Fit.from_record(json.dumps(tree))

    @pytest.mark.parametrize("name", ["left_out", "dimension_labels"])
    def test_its_own_parts_are_needed(self, name):
        tree = json.loads(OF_VERSION_1["record-1-small.json"])

        for value in (None, 3, "x"):
            with pytest.raises(rp.RecordError):
                rp.Fit.from_record(json.dumps(changed(tree, ("role", name), value)))
        with pytest.raises(rp.RecordError):
            rp.Fit.from_record(json.dumps(without(tree, ("role", name))))


class TestDigest:
    """A record of version 2 with an edited byte is refused with RP607 unless its content shows the damage first."""

    @staticmethod
    def refusal(text, read=rp.replay):
        with pytest.raises(rp.ReplayError) as caught:
            read(text)
        (problem,) = caught.value.problems
        return problem

    @pytest.mark.parametrize("read", [rp.replay, rp.Fit.from_record])
    def test_the_edits_that_version_1_does_not_notice_are_refused(self, read):
        problem = self.refusal(canonical(forged(golden())), read)

        assert problem.code == "RP607"
        assert problem.message == (
            "the record was edited: its digest does not match its content; use an unchanged copy of it"
        )
        assert problem.pointer == "/digest"
        assert BYTES.decode()[problem.column - 1 :].startswith(json.dumps(golden()["digest"]))

    def test_with_a_new_digest_they_replay(self):
        """A digest shows damage, and is not a signature."""
        assert rp.replay(resealed(forged(golden()))).person_id == "someone-else"

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(golden()),
            json.dumps(golden(), indent=1),
            " " + BYTES.decode(),
            BYTES.decode() + "\n",
            BYTES.decode().replace("\u2013", "\\u2013"),
            BYTES.decode().removesuffix("\n") + "\r\n",
        ],
        ids=["in no order", "in lines", "a space before", "two line ends", "an escape", "a return"],
    )
    def test_another_form_of_the_same_content_is_refused(self, text):
        problem = self.refusal(text)

        assert problem.code == "RP607"
        assert problem.message == "the record is not in canonical form; use an unchanged copy of it"

    def test_one_line_end_at_the_end_is_allowed(self):
        text = BYTES.decode().removesuffix("\n")

        assert rp.replay(text) == rp.replay(text + "\n")

    @pytest.mark.parametrize("digest", ["", "0" * 64, None, 3, golden()["digest"].upper()])
    def test_another_digest_is_refused(self, digest):
        assert self.refusal(canonical(golden() | {"digest": digest})).code == "RP607"

    def test_no_digest_is_refused(self):
        assert self.refusal(canonical(without(golden(), ("digest",)))).code == "RP607"

    def test_what_no_record_has_is_named_first(self):
        """A reader is told where the damage is, and not only that there is some."""
        tree = changed(golden(), ("role", "caps"), {})

        assert self.refusal(canonical(tree)).message == "the record is damaged: its caps"
        tree = changed(golden(), ("result", "low"), 1)
        assert self.refusal(canonical(tree)).message.startswith("the result differs in low")

    @settings(max_examples=examples(300))
    @given(st.data())
    def test_no_byte_can_be_flipped(self, data):
        place = data.draw(st.integers(0, len(BYTES) - 1))
        flipped = bytearray(BYTES)
        flipped[place] ^= data.draw(st.integers(1, 255))

        for read in (rp.replay, rp.Fit.from_record):
            with pytest.raises(rp.RecordError):
                read(bytes(flipped))

    @settings(max_examples=examples(30))
    @given(strategies.cases(), st.data())
    def test_no_byte_of_any_record_can_be_flipped(self, case, data):
        world, person = case
        record = bytearray(world.scorer.score(person).to_record().encode())
        for _ in range(5):
            place, by = data.draw(st.integers(0, len(record) - 1)), data.draw(st.integers(1, 255))
            record[place] ^= by
            with pytest.raises(rp.RecordError):
                rp.Fit.from_record(bytes(record))
            record[place] ^= by


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
                rp.replay(resealed(changed(tree, whole, at(tree, whole) + 1)))

    @pytest.mark.parametrize("value", ["strong", None, True, [], "1"])
    def test_every_other_changed_value_is_noticed(self, value):
        tree = golden()

        for path in paths_in(tree["result"]):
            whole = ("result", *path)
            if at(tree, whole) != value or type(at(tree, whole)) is not type(value):
                with pytest.raises(rp.RecordError, match="the result differs"):
                    rp.replay(resealed(changed(tree, whole, value)))

    def test_a_lost_result_is_noticed(self):
        with pytest.raises(rp.RecordError, match="the result"):
            rp.replay(resealed(without(golden(), ("result",))))

    def test_the_message_says_which_number_differs(self):
        tree = golden()
        tree["result"]["contributions"][0]["share"][1] += 1

        with pytest.raises(
            rp.RecordError, match=r"contributions, 0, share, 1: the record says \d+, but the replay gives \d+"
        ):
            rp.replay(resealed(tree))


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
    "another schema": '{"kind": "record", "schema": 3, "arithmetic": 2}',
    "an older schema": '{"kind": "record", "schema": 1, "arithmetic": 2}',
    "another arithmetic": '{"kind": "record", "schema": 2, "arithmetic": 3}',
    "an older arithmetic": '{"kind": "record", "schema": 2, "arithmetic": 1}',
    "truth for one": '{"kind": "record", "schema": true, "arithmetic": true}',
    "a lone surrogate": '{"kind": "record", "schema": "\\ud800"}',
    "too many digits": '{"kind": "record", "schema": ' + "9" * 5000 + "}",
    "a fraction": '{"kind": "record", "schema": 1.0}',
    "not a number": '{"kind": "record", "schema": NaN}',
    "infinity": '{"kind": "record", "schema": -Infinity}',
    "a key twice": '{"kind": "record", "kind": "record"}',
    "no role": '{"kind": "record", "schema": 2, "arithmetic": 2}',
    "no role of version 1": '{"kind": "record", "schema": 1, "arithmetic": 1}',
    "ten megabytes of text": '{"kind": "record", "schema": "' + "x" * 10_000_000 + '"}',
    "ten megabytes of brackets": "[{},{}," * 1_500_000,
    "too large": " " * (record.LARGEST + 1),
}

REQUIREMENT = ("role", "requirements", 0)
LEAF = (*REQUIREMENT, "leaves", 0)
AMOUNT = ("role", "requirements", 2, "leaves", 0)
BROKEN = {
    "a context without a dimension that has a name": (("role", "context"), {}),
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
            rp.Fit.from_record(resealed(changed(golden(), path, value)))

    def test_every_field_is_needed(self):
        """But for those that are younger than the first records."""
        tree = golden()
        owners = (compiled.CompiledRole, record.RecordedPerson)
        younger = {document_name(one.name) for owner in owners for one in fields(owner) if "younger" in one.metadata}

        for path in paths_in(tree):
            if path and isinstance(path[-1], str) and path[0] in ("role", "person") and is_field(path):
                if path[-1] in younger:
                    continue
                with pytest.raises(rp.RecordError):
                    rp.Fit.from_record(resealed(without(tree, path)))

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
            rp.Fit.from_record(resealed(tree))

    def test_more_parts_than_can_be_compared_are_refused_at_once(self):
        tree = golden()
        parts = tree["role"]["requirements"][2]["leaves"][1:] * 50
        one = tree["role"]["requirements"][2] | {"leaves": parts}
        tree["role"]["requirements"] = [one | {"id": f"r-{i}"} for i in range(500)]

        with pytest.raises(rp.RecordError, match="too many criteria"):
            rp.Fit.from_record(resealed(tree))

    @settings(max_examples=examples(300))
    @given(st.data())
    def test_whatever_else_is_changed_it_is_refused_or_explained(self, data):
        """One value replaced anywhere: RecordError, or a fit that keeps its laws and can be shown."""
        tree = golden()
        path = data.draw(st.sampled_from([path for path in paths_in(tree) if path[:1] in (("role",), ("person",))]))
        others = st.sampled_from(
            [0, 1, -1, 2, 3, 100, 10**9, "", "x", "good", "bus", True, None, [], {}, [[]], {"en": "x"}]
        )
        bad = resealed(changed(tree, path, data.draw(others)))

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
MAPS = {"given", "context", "context_labels", "keys", "packs", "unit", "duties", "sources", "evidence"}
MAPS |= {"label", "labels", "descriptions", "claim", "reason", "asked_keys", "scales", "terms", "thresholds", "caps"}


def is_field(path):
    """Whether the last step is a field of a class, not a key of one of its maps."""
    steps = [step for step in path[:-1] if isinstance(step, str)]
    if "scales" in steps:
        return len(path) == 4 and path[-1] in ("levels", "labels", "descriptions", "unit")
    return not MAPS & set(steps) or steps[-1:] == ["because"]
