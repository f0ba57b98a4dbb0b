"""Drafts: right from the start, in the style of `roleprofile format`, and in nobody's way."""

import shutil
from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.cli.run import run
from roleprofile.formatting import format_document
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import schema
from roleprofile.model.shipped import shipped
from roleprofile.quality import each_result, passed

PROFILES = Path(str(shipped("profiles")))
EXAMPLES = Path(__file__).parents[2] / "examples"
TYPES = schema("descriptors")["definitions"]["descriptor"]["properties"]["type"]["enum"]


@pytest.fixture(autouse=True)
def here(here):
    return here


def new(*arguments):
    assert run(["new", *arguments]) == 0


def problems(folder):
    """What is wrong with a pack; a wrong one fails the test with every problem."""
    return rp.load(folder).problems


def head(**changes):
    said = {"version": '"1.0.0"', "label": "{en: Ours}", "languages": "[en]", "requires": '{core: ">=1,<2"}'} | changes
    return "kind: pack\nschema: 1\nid: ours\n" + "".join(f"{key}: {value}\n" for key, value in said.items() if value)


@pytest.fixture
def ours(here):
    """A pack with nothing in it."""
    (here / "ours").mkdir()
    (here / "ours" / "pack.yaml").write_text(head())
    return here / "ours"


class TestEveryDraft:
    def test_together_they_are_a_pack_without_a_single_problem(self, here, capsys):
        new("pack", "ours")
        new("descriptor", "cold-calling", "--in", "ours")
        new("role", "caller", "--in", "ours")
        new("role", "closer", "--in", "ours", "--family", "sales")
        new("transitions", "closer", "--in", "ours", "--from", "caller")
        new("transitions", "caller", "--in", "ours")
        new("cases", "basics", "--in", "ours")
        new("scale", "stars", "--in", "ours", "--levels", "0,1,2,3,4,5")
        new("vocabulary", "wards", "--in", "ours")
        new("person", "c-17", "--in", "ours")
        new("development", "courses", "--in", "ours")
        new("role", "nurse", "--in", "ours", "--grades", "junior,senior,lead")

        # Nothing names the new scale and the new terms yet.
        assert {problem.code for problem in problems("ours")} <= {"RP403"}
        assert passed(tuple(each_result(rp.load("ours"))))
        assert run(["format", "--check", "ours"]) == 0
        assert capsys.readouterr().out.split() == [
            "ours/pack.yaml",
            "ours/descriptors/cold-calling.yaml",
            "ours/roles/caller.yaml",
            "ours/roles/closer.yaml",
            "ours/transitions/closer.yaml",
            "ours/transitions/caller.yaml",
            "ours/cases/basics.yaml",
            "ours/scales/stars.yaml",
            "ours/vocabularies/wards.yaml",
            "ours/people/c-17.yaml",
            "ours/development/courses.yaml",
            "ours/roles/nurse.yaml",
        ]
        assert all("#" in file.read_text("utf-8") for file in (here / "ours").rglob("*.yaml"))

    def test_in_a_pack_of_two_languages_only_translations_are_missing(self):
        new("pack", "ours", "--language", "fil", "--language", "en")
        new("descriptor", "cold-calling", "--in", "ours")
        new("role", "caller", "--in", "ours")
        new("cases", "basics", "--in", "ours")

        assert {problem.code for problem in problems("ours")} == {"RP401"}

    @pytest.mark.parametrize(
        "label", ["Ours: all", "no", "it's", '"A" team', "a, b", "#1", "-", "{x}", "\u00f1", "1.0", "null", "a\nb"]
    )
    def test_takes_any_label(self, label):
        new("pack", "ours", "--label", label)
        new("role", "caller", "--in", "ours", "--label", label)

        role = rp.load("ours").role("caller")
        assert (role.label["en"], rp.load("ours").packs["ours"].label["en"]) == (label, label)

    def test_is_named_after_its_id_where_there_is_no_label(self):
        new("pack", "our-own-pack")

        assert rp.load("our-own-pack").packs["our-own-pack"].label["en"] == "Our own pack"


class TestScale:
    def test_has_the_levels_that_were_named(self, ours):
        new("scale", "stars", "--in", "ours", "--levels", "0,1,2")

        assert rp.load(ours).scales["ours:stars"].by_rank == ("0", "1", "2")

    @pytest.mark.parametrize("levels", ["one", "one,one", "one,Two", "one,,two"])
    def test_needs_two_different_levels(self, ours, capsys, levels):
        assert run(["new", "scale", "stars", "--in", "ours", "--levels", levels]) == 2
        assert "Invalid value for '--levels'" in capsys.readouterr().err
        assert not (ours / "scales").exists()


class TestPatch:
    def test_raises_a_weight_of_a_role_of_another_pack(self, here):
        shutil.copytree(PROFILES, here / "profiles")
        (here / "profiles/ours").mkdir()
        requires = '{core: ">=1,<2", account-management: ">=1,<2"}'
        (here / "profiles/ours/pack.yaml").write_text(head(requires=requires))
        new("patch", "heavier", "account-manager", "--in", "profiles/ours")

        assert problems("profiles/ours") == ()
        assert rp.load("profiles").role("account-manager").requirements[0].weight == 15

    @pytest.mark.usefixtures("ours")
    def test_of_a_role_of_the_same_pack_is_refused(self, capsys):
        new("role", "caller", "--in", "ours")

        assert run(["new", "patch", "heavier", "caller", "--in", "ours"]) == 2
        assert "caller is a role of this pack, so change its own file" in " ".join(capsys.readouterr().err.split())


class TestGrades:
    def test_each_asks_for_more_than_the_one_below(self, ours):
        new("role", "nurse", "--in", "ours", "--grades", "junior,senior,lead")
        catalog = rp.load(ours)
        first = [catalog.role(f"nurse/{grade}").requirements[0].asks for grade in ("junior", "senior", "lead")]

        assert [grade.id for grade in catalog.role("nurse").grades] == ["junior", "senior", "lead"]
        assert first == ["basic", "working", "advanced"]


class TestRole:
    def test_fits_into_the_shipped_pack(self, here):
        shutil.copytree(PROFILES, here / "profiles")
        before = problems("profiles")
        new("role", "sales-clerk", "--in", "profiles/account-management", "--family", "sales")

        after = [problem for problem in problems("profiles") if problem not in before]
        assert {problem.code for problem in after} <= {"RP401"}
        assert rp.load("profiles").role("sales-clerk").job_family == "sales"

    def test_no_requirement_is_heavier_than_half(self, ours):
        new("role", "caller", "--in", "ours")

        weights = [requirement.weight for requirement in rp.load(ours).role("caller").requirements]
        assert len(weights) == 3
        assert max(weights) * 2 <= sum(weights)

    def test_asks_for_levels_that_have_an_anchor(self, ours):
        new("role", "caller", "--in", "ours")

        catalog = rp.load(ours)
        for requirement in catalog.role("caller").requirements:
            assert requirement.asks in catalog.descriptor(requirement.id).anchors

    def test_is_refused_where_there_is_nothing_to_ask_for(self, here, capsys):
        (here / "ours").mkdir()
        (here / "ours" / "pack.yaml").write_text(head(requires=""))

        assert run(["new", "role", "caller", "--in", "ours"]) == 2
        assert "start with: roleprofile new descriptor ID" in capsys.readouterr().err
        assert not (here / "ours" / "roles").exists()


class TestDescriptor:
    @pytest.mark.parametrize("kind", TYPES)
    def test_is_of_any_type(self, ours, kind):
        new("descriptor", "thing", "--in", "ours", "--type", kind)

        assert rp.load(ours).descriptor("thing").type == kind

    @pytest.mark.parametrize(
        "scale, keys", [("months", "market"), ("education-level", "field-of-study"), ("people", "")]
    )
    def test_is_on_any_scale_and_by_any_vocabulary(self, ours, scale, keys):
        new("descriptor", "thing", "--in", "ours", "--scale", scale, *(["--keys", keys] if keys else []))

        made = rp.load(ours).descriptor("thing")
        assert (made.scale, made.keys) == (scale, keys)

    def test_takes_the_scale_that_there_is(self, here):
        (here / "ours" / "scales").mkdir(parents=True)
        (here / "ours" / "pack.yaml").write_text(head(requires=""))
        scale = "kind: scale\nschema: 1\nid: grade\nlabel: {en: Grade}\nbasis: judgement\nlevels:\n"
        scale += "  - {id: none, label: {en: None}}\n  - {id: some, label: {en: Some}}\n"
        (here / "ours" / "scales" / "grade.yaml").write_text(scale)
        new("descriptor", "thing", "--in", "ours")

        assert rp.load("ours").descriptor("thing").scale == "grade"

    def test_the_notes_show_the_levels_that_can_have_an_anchor(self, ours):
        new("descriptor", "thing", "--in", "ours")

        text = (ours / "descriptors" / "thing.yaml").read_text("utf-8")
        written = text.replace("    # anchors", "    anchors").replace("    #   ", "      ").replace("#     en", "  en")
        anchors = parse(written.encode(), "thing.yaml")["descriptors"][0]["anchors"]
        assert list(anchors) == ["basic", "working", "advanced", "expert"]


class TestTransitions:
    def test_names_the_unit_of_effort(self, here):
        shutil.copytree(PROFILES, here / "profiles")
        new(
            "transitions",
            "analyst",
            "--in",
            "profiles/account-management",
            "--from",
            "consultant",
            "--from",
            "pr-specialist",
        )

        text = (here / "profiles/account-management/transitions/analyst.yaml").read_text("utf-8")
        assert "in weeks" in text
        found = [one for one in rp.load("profiles").transitions if one.target == "analyst"]
        assert [(one.id, one.origin, one.mode) for one in found] == [
            ("from-consultant", "consultant", "repurpose"),
            ("from-pr-specialist", "pr-specialist", "repurpose"),
        ]

    @pytest.mark.parametrize("arguments", [("caler",), ("caller", "--from", "caler")])
    def test_names_what_was_probably_meant(self, ours, capsys, arguments):
        new("role", "caller", "--in", "ours")

        assert run(["new", "transitions", *arguments, "--in", "ours"]) == 2
        assert 'did you mean "caller"?' in capsys.readouterr().err
        assert not (ours / "transitions").exists()


class TestCases:
    def test_a_first_case_holds_for_every_shipped_role(self, here):
        shutil.copytree(PROFILES, here / "profiles")
        shutil.rmtree(here / "profiles" / "account-management" / "cases")
        roles = sorted(file.stem for file in PROFILES.glob("account-management/roles/*.yaml"))
        for role in roles:
            new("cases", f"about-{role}", "--in", "profiles/account-management", "--role", role)
            file = here / "profiles" / "account-management" / "cases" / f"about-{role}.yaml"
            file.write_text(file.read_text("utf-8").replace("- id: not-", f"- id: {role}-not-", 1))

        results = tuple(each_result(rp.load("profiles")))
        assert len(results) == len(roles) > 10
        assert passed(results)

    @pytest.mark.parametrize("role", [[], ["--role", "data-analyst"]])
    def test_of_a_role_with_grades_begin_with_the_lowest(self, here, role):
        shutil.copytree(EXAMPLES / "data-analysts", here / "ladder", ignore=shutil.ignore_patterns("cases"))
        new("cases", "begin", "--in", "ladder", *role)

        assert "role: data-analyst/junior\n" in (here / "ladder" / "cases" / "begin.yaml").read_text("utf-8")

    def test_a_pack_without_a_role_has_none(self, ours, capsys):
        assert run(["new", "cases", "basics", "--in", "ours"]) == 2
        assert "start with: roleprofile new role ID --in ours" in capsys.readouterr().err
        assert not (ours / "cases").exists()


class TestForAnEditor:
    def test_the_first_line_leads_to_schemas_that_lie_near(self, here):
        assert run(["schema", "--all", "-o", "schemas"]) == 0
        new("pack", "ours")
        new("role", "caller", "--in", "ours")

        for file in (here / "ours").rglob("*.yaml"):
            first = file.read_text("utf-8").partition("\n")[0]
            named = first.removeprefix("# yaml-language-server: $schema=")
            assert (file.parent / named).resolve() == here / "schemas" / Path(named).name
            assert (file.parent / named).is_file()

    def test_there_is_no_such_line_without_schemas(self, here):
        new("pack", "ours")

        assert "yaml-language-server" not in (here / "ours" / "pack.yaml").read_text("utf-8")

    def test_in_a_checkout_it_is_the_line_that_the_shipped_files_have(self, here):
        shutil.copytree(PROFILES, here / "profiles")
        shutil.copytree(Path(str(shipped("schemas"))), here / "schemas")
        new("role", "sales-clerk", "--in", "profiles/account-management")

        made = here / "profiles" / "account-management" / "roles" / "sales-clerk.yaml"
        shipped_one = made.with_name("analyst.yaml")
        assert made.read_text("utf-8").partition("\n")[0] == shipped_one.read_text("utf-8").partition("\n")[0]
        assert not format_document(made.read_bytes(), made, made.name).changed


class TestRefusals:
    def refused(self, capsys, *arguments):
        """What is said; nothing on disk may change."""
        before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
        folders = {path for path in Path().rglob("*") if path.is_dir()}
        assert run(["new", *arguments]) == 2
        assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
        assert {path for path in Path().rglob("*") if path.is_dir()} == folders
        return capsys.readouterr().err

    @pytest.mark.parametrize("kind", ["pack", "role", "descriptor", "cases"])
    @pytest.mark.parametrize(
        "given, said",
        [
            ("Team Lead", "did you mean 'team-lead'?"),
            ("a_b", "did you mean 'a-b'?"),
            ("a--b", "did you mean 'a-b'?"),
            ("../up", "did you mean 'up'?"),
            ("\u00e9", "is not an id"),
            ("a\n", "did you mean 'a'?"),
            ("a" * 101, "is not an id"),
            ("age-group", "is a protected attribute"),
            ("kasarian", "is a protected attribute"),
        ],
    )
    def test_an_id_that_is_none(self, ours, capsys, kind, given, said):
        where = [] if kind == "pack" else ["--in", str(ours)]

        assert said in self.refused(capsys, kind, given, *where)

    def test_a_label_that_names_a_protected_attribute(self, ours, capsys):
        assert "is a protected attribute" in self.refused(
            capsys, "descriptor", "thing", "--label", "Religion", "--in", str(ours)
        )

    def test_what_is_there_already(self, ours, capsys):
        new("role", "caller", "--in", "ours")
        new("descriptor", "thing", "--in", "ours")
        new("transitions", "caller", "--in", "ours")
        new("cases", "basics", "--in", "ours")

        assert "already exists" in self.refused(capsys, "pack", "ours")
        assert "already exists" in self.refused(capsys, "role", "caller", "--in", "ours")
        assert "already has a descriptor 'thing'" in self.refused(capsys, "descriptor", "thing", "--in", "ours")
        assert "already exists" in self.refused(capsys, "transitions", "caller", "--in", "ours")
        assert "already exists" in self.refused(capsys, "cases", "basics", "--in", "ours")
        (ours / "roles" / "other.yaml").symlink_to("nowhere")
        assert "already exists" in self.refused(capsys, "role", "other", "--in", "ours")

    def test_a_descriptor_that_another_list_has(self, ours, capsys):
        new("descriptor", "thing", "--in", "ours")
        (ours / "descriptors" / "thing.yaml").rename(ours / "descriptors" / "list.yaml")
        text = (ours / "descriptors" / "list.yaml").read_text("utf-8")
        (ours / "descriptors" / "list.yaml").write_text(text.replace("\nid: thing", "\nid: list"))

        assert "already has a descriptor 'thing'" in self.refused(capsys, "descriptor", "thing", "--in", "ours")

    def test_a_scale_or_vocabulary_that_is_not_there(self, ours, capsys):
        given = ("descriptor", "thing", "--in", str(ours))

        assert 'did you mean "months"?' in self.refused(capsys, *given, "--scale", "monhts")
        assert 'did you mean "market"?' in self.refused(capsys, *given, "--keys", "markt")

    def test_a_folder_that_is_no_pack(self, here, capsys):
        assert "create a pack with: roleprofile new pack ID" in self.refused(capsys, "role", "caller")
        assert "is not a folder" in self.refused(capsys, "pack", "ours", "--in", "nowhere")
        (here / "ours").mkdir()
        (here / "ours" / "pack.yaml").write_text("kind: pack\nid: [\n")
        assert "RP107" in self.refused(capsys, "role", "caller", "--in", "ours")

    def test_a_language_that_is_none(self, capsys):
        assert "is not a language code" in self.refused(capsys, "pack", "ours", "--language", "English")
