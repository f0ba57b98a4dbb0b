"""Schemas in one file, and with the names of a pack: they say what the grammar and the loader say."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import roleprofile as rp
from examples import once
from roleprofile.cli.run import run
from roleprofile.editors import KINDS, RESULTS, as_json, catalog_schema, file_name, self_contained
from roleprofile.loading.decoding import ReadFailure
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import valid
from roleprofile.model.shipped import shipped

PROFILES = Path(str(shipped("profiles")))
OURS = PROFILES / "account-management"
OTHERS = Path(__file__).parents[1]
OF_PACKS = [kind for kind in KINDS if kind not in RESULTS]


def read(file):
    return parse(file.read_bytes(), file.name)


def documents(folder):
    found = [read(file) for file in sorted(folder.rglob("*.yaml"))]
    return [tree for tree in found if isinstance(tree, dict) and tree.get("kind") in KINDS]


def ours(kind):
    minimal = {"kind": kind, "schema": 1, "id": "ours"}
    return next((tree for tree in documents(OURS) if tree["kind"] == kind), minimal)


@pytest.fixture(scope="module")
def checks():
    """For each kind, the validator with the names of the shipped pack."""
    catalog = rp.load()
    return {kind: jsonschema.Draft7Validator(catalog_schema(kind, catalog, "account-management")) for kind in OF_PACKS}


def wrong_places(validator, tree):
    """Where a document is wrong, each place once."""
    errors = validator.iter_errors(tree)
    return sorted({"/".join(map(str, error.absolute_path)) for error in errors})


class TestSelfContained:
    @pytest.mark.parametrize("kind", KINDS)
    def test_leads_to_no_other_file(self, kind):
        schema = self_contained(kind)
        text = json.dumps(schema)

        jsonschema.Draft7Validator.check_schema(schema)
        assert ".schema.json" not in text
        references = {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}
        assert all(ref.removeprefix("#/definitions/") in schema["definitions"] for ref in references)
        assert {f"#/definitions/{name}" for name in schema["definitions"]} - references == set()

    def test_says_of_every_document_what_the_grammar_says(self):
        validators = {kind: jsonschema.Draft7Validator(self_contained(kind)) for kind in OF_PACKS}
        said = []
        for file in sorted([*PROFILES.rglob("*.yaml"), *OTHERS.rglob("packs/**/*.yaml")]):
            try:
                tree = read(file)
            except ReadFailure:
                continue
            kind = tree.get("kind") if isinstance(tree, dict) else None
            if kind in validators:
                said.append(validators[kind].is_valid(tree))
                assert said[-1] == valid(kind, tree), file

        assert said.count(True) > 100
        assert said.count(False) > 10

    def test_describes_a_record(self):
        catalog = rp.load()
        person = catalog.people["account-management:three-strengths"]
        record = catalog.scorer("account-manager", "large-metal-products").score(person).to_record()

        jsonschema.Draft7Validator(self_contained("record")).validate(json.loads(record))

    def test_describes_the_tables_of_every_role_in_every_situation(self):
        catalog = rp.load()
        schema = jsonschema.Draft7Validator(self_contained("tables"))

        for role in catalog.roles.values():
            for situation in catalog.packs[role.pack].situations:
                tables = catalog.scorer(f"{role.pack}:{role.id}", situation.id).role.tables()
                schema.validate(json.loads(json.dumps(tables)))


class TestCatalog:
    @once
    @pytest.mark.parametrize("name", ["account-management", "core"])
    def test_accepts_every_file_of_the_pack(self, name):
        catalog = rp.load()
        for tree in documents(PROFILES / name):
            schema = catalog_schema(tree["kind"], catalog, name)

            jsonschema.Draft7Validator.check_schema(schema)
            assert wrong_places(jsonschema.Draft7Validator(schema), tree) == []

    @pytest.mark.parametrize(
        "kind, change, place",
        [
            ("role", "requirements: [{id: x, descriptor: dialog, asks: 1, weight: 1}]", "requirements/0/descriptor"),
            ("role", "requirements: [{id: dialogue, asks: advnced, weight: 1}]", "requirements/0/asks"),
            ("role", "requirements: [{id: dialogue, asks: 3, weight: 1}]", "requirements/0/asks"),
            ("role", "requirements: [{id: dialogue, asks: basic, at_least: c1, weight: 1}]", "requirements/0/at_least"),
            ("role", "requirements: [{id: education, for: astrology, asks: master, weight: 1}]", "requirements/0/for"),
            (
                "role",
                "requirements: [{id: x, weight: 1, any_of: [{descriptor: dialogue, asks: c1}]}]",
                "requirements/0/any_of/0/asks",
            ),
            (
                "role",
                "requirements: [{id: dialogue, asks: basic, weight: 1, evidence: [rumour]}]",
                "requirements/0/evidence/0",
            ),
            ("role", "provides: {dialog: basic}", "provides"),
            ("role", "provides: {dialogue: bachelor}", "provides/dialogue"),
            ("role", "provides: {sales-experience: {moon: 3}}", "provides/sales-experience"),
            ("role", "common_in: {when: {weather: fine}}", "common_in/when"),
            ("role", "common_in: {when: {market: moon}}", "common_in/when/market"),
            ("role", "compensation: {drivers: {dimensions: [weather]}}", "compensation/drivers/dimensions/0"),
            ("role", "defaults: {source: S9.9}", "defaults/source"),
            (
                "descriptors",
                "descriptors: [{id: x, type: skill, label: {en: X}, scale: inches}]",
                "descriptors/0/scale",
            ),
            ("descriptors", "relations: [{from: dialog, to: rhetoric, lower_by: 1, up_to: basic}]", "relations/0/from"),
            ("transitions", "target: clown", "target"),
            ("transitions", "transitions: [{id: x, origin: clown, mode: internal, effort: 1}]", "transitions/0/origin"),
            (
                "development",
                "options: [{id: x, label: {en: X}, kind: course, effort: 1, raises: {dialog: basic}}]",
                "options/0/raises",
            ),
            ("cases", "cases: [{id: x, claim: {en: X}, role: clown, expect: {low: {at_least: 1}}}]", "cases/0/role"),
            ("cases", "people: {x: {facts: {dialogue: c1}}}", "people/x/facts/dialogue"),
            ("person", "facts: {education: {law: expert}}", "facts/education/law"),
            ("person", "closed: [dialog]", "closed"),
            ("person", "roles_held: [{role: clown, months: 3}]", "roles_held/0/role"),
            (
                "approvals",
                f"approvals: [{{option: rhetorics, digest: {'0' * 64}, body: B, by: N, on: '2026-03-14'}}]",
                "approvals/0/option",
            ),
            ("pack", "situations: [{id: x, label: {en: X}, context: {market: moon}}]", "situations/0/context/market"),
            ("pack", "dimensions: [{id: x, label: {en: X}, vocabulary: moons}]", "dimensions/0/vocabulary"),
        ],
    )
    def test_refuses_what_the_pack_does_not_have_at_its_place(self, checks, kind, change, place):
        tree = ours(kind) | parse(change.encode(), "change")
        assert valid(kind, tree)

        found = wrong_places(checks[kind], tree)

        assert found
        assert all(where.startswith(place) for where in found)

    def test_accepts_longer_names_and_places_in_sources(self, checks):
        requirement = {"id": "x", "descriptor": "core:teamwork", "asks": "basic", "weight": 1, "source": "esco#1420.3"}

        assert wrong_places(checks["role"], ours("role") | {"requirements": [requirement]}) == []
        wrong = requirement | {"descriptor": "core:dialogue", "source": "isco#1"}
        places = wrong_places(checks["role"], ours("role") | {"requirements": [wrong]})
        assert places == ["requirements/0/descriptor", "requirements/0/source"]

    def test_names_what_two_packs_have_with_the_pack(self, tmp_path):
        write_pack(tmp_path, "descriptors", "teamwork", "label: {en: Ours}, type: skill, scale: proficiency")
        catalog = rp.load(tmp_path / "ours")

        schema = catalog_schema("role", catalog, "ours")

        named = schema["definitions"]["names-descriptor"]["anyOf"][0]["enum"]
        assert {"core:teamwork", "ours:teamwork"} <= set(named)
        assert "teamwork" not in named

    def test_says_what_a_name_means(self):
        named = catalog_schema("role", rp.load(), "account-management")["definitions"]["names-descriptor"]["anyOf"][0]
        about = dict(zip(named["enum"], named["enumDescriptions"], strict=True))

        assert about["sales-experience"].startswith("Sales experience: Months of work")
        assert about["education"].endswith(" (core)")

    def test_is_the_same_in_every_process(self):
        code = (
            "import hashlib, roleprofile as rp; from roleprofile.editors import *;"
            "c = rp.load(); print(hashlib.sha256(''.join(as_json(catalog_schema(k, c, 'account-management'))"
            " for k in KINDS if k not in RESULTS).encode()).hexdigest())"
        )
        catalog = rp.load()
        made = "".join(as_json(catalog_schema(kind, catalog, "account-management")) for kind in OF_PACKS)

        for seed in ("1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
            )
            assert done.stdout.strip() == hashlib.sha256(made.encode()).hexdigest()


def write_pack(root, section, entry, body):
    folder = root / "ours" / section
    folder.mkdir(parents=True)
    (root / "ours" / "pack.yaml").write_text(
        'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
        'requires: {core: ">=1,<2"}\n'
    )
    (folder / "list.yaml").write_text(
        f"kind: {section}\nschema: 1\nid: list\n{section}:\n  - {{id: {entry}, {body}}}\n"
    )


class TestCommand:
    def test_lists_the_kinds(self, capsys):
        assert run(["schema"]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[2] != " "] == list(KINDS)

    def test_prints_one(self, capsys):
        assert run(["schema", "role"]) == 0
        assert capsys.readouterr().out == as_json(self_contained("role"))

    def test_writes_one_to_a_file_or_into_a_folder(self, tmp_path):
        assert run(["schema", "role", "-o", str(tmp_path / "a.json")]) == 0
        assert run(["schema", "role", "-o", str(tmp_path / "new" / "folder")]) == 0

        files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")]
        assert sorted(files) == ["a.json", "new/folder/role.schema.json"]

    def test_writes_all_and_leaves_alone_what_is_right_already(self, tmp_path):
        assert run(["schema", "--all", "-o", str(tmp_path)]) == 0
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.json")}
        (tmp_path / "role.schema.json").write_text("{}")

        assert run(["schema", "--all", "-o", str(tmp_path)]) == 0
        after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.json")}
        assert set(after) == {tmp_path / file_name(kind) for kind in KINDS}
        assert {path for path in after if after[path] != before[path]} == {tmp_path / "role.schema.json"}

    def test_writes_those_of_a_pack(self, tmp_path):
        assert run(["schema", "--catalog", str(OURS), "-o", str(tmp_path)]) == 0

        written = json.loads((tmp_path / "role.schema.json").read_text("utf-8"))
        assert written == catalog_schema("role", rp.load(), "account-management")

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (["--all"], "the schemas of several kinds need a folder"),
            (["role", "--all"], "give a KIND or --all, not both"),
            (["rolle"], "'rolle' is not one of"),
            (["role", "--catalog", str(PROFILES)], "give one of: account-management, core"),
            (["role", "--catalog", "nowhere"], "the folder does not exist"),
        ],
    )
    def test_says_what_is_wrong(self, capsys, arguments, said):
        assert run(["schema", *arguments]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert said in printed.err

    def test_writes_nothing_for_a_pack_with_a_mistake(self, tmp_path, capsys):
        write_pack(tmp_path, "descriptors", "typing", "label: {en: Typing}, type: skill, scale: inches")

        assert run(["schema", "--catalog", str(tmp_path / "ours"), "-o", str(tmp_path / "schemas")]) == 2
        assert "RP302" in capsys.readouterr().err
        assert not (tmp_path / "schemas").exists()
