"""What is in force on a day, and what is approved: only load() asks, and what is left out is said."""

import datetime

import pytest
from attrs import evolve
from small_rules import ANALYST, CLERK, COURSE, FILES, JOB, WAY, approve, replace

import roleprofile as rp
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs
from roleprofile.rules.approvals import Register

PERSON = "facts: {wit: good}\nroles_held: [{role: clerk, months: 24}]\n"
CASES = """\
kind: cases
schema: 1
id: claims
cases:
  - {id: wit-counts, claim: {en: Wit counts.}, role: analyst, context: {size: small}, person: p-1, basis: judgement,
     expect: {verdict: {at_most: strong}}}
  - {id: clerks, claim: {en: A clerk is near.}, role: analyst, context: {size: small}, basis: judgement,
     holder: {role: clerk}, expect: {verdict: {at_most: strong}}}
"""


@pytest.fixture
def files(make_pack):
    """A pack with rules of every kind, a person and a case."""
    pack = make_pack("ours", requires="")
    for name, text in FILES.items():
        pack.write(name, text)
    pack.person("p-1", PERSON)
    pack.write("cases/claims.yaml", CASES)
    return pack


@pytest.fixture(params=["source", "built"])
def load(files, tmp_path, request):
    """Load the pack, from its files or built."""

    def load(**options):
        if request.param == "source":
            return files.load(**options)
        (tmp_path / "pack.json").write_text(built(read_packs([files.root])), encoding="utf-8")
        return rp.load(tmp_path / "pack.json", **options)

    return load


def head(pack, file, line):
    kind, rest = (pack.root / file).read_text("utf-8").split("\n", 1)
    pack.write(file, f"{kind}\n{line}\n{rest}")


def rules(catalog):
    """The ids of what is there, without their pack."""
    found = [*catalog.roles, *catalog.options, *catalog.people, *catalog.cases]
    return {name.partition(":")[2] for name in found} | {one.id for one in catalog.transitions}


ALL = {"analyst", "clerk", "course", "job", "p-1", "wit-counts", "clerks", "from-clerk"}


class TestDays:
    def test_without_a_day_no_date_counts(self, files, load):
        head(files, "roles/clerk.yaml", 'effective: {until: "1999-12-31"}')
        head(files, "roles/analyst.yaml", "status: retired")

        assert rules(load()) == ALL
        assert load().problems == ()

    @pytest.mark.parametrize("day", ["2026-03-14", datetime.date(2026, 3, 14)])
    def test_a_day_is_text_or_a_date(self, files, load, day):
        head(files, "roles/clerk.yaml", 'effective: {from: "2026-03-15"}')

        assert "clerk" not in rules(load(as_of=day))

    @pytest.mark.parametrize(
        "day", ["2026-02-30", "2026", "yesterday", "", 20260314, datetime.datetime(2026, 3, 14, tzinfo=datetime.UTC)]
    )
    def test_anything_else_is_refused(self, load, day):
        with pytest.raises(ValueError, match=r"as_of must be a datetime\.date"):
            load(as_of=day)

    @pytest.mark.parametrize(
        "line, days",
        [
            ('effective: {from: "2026-03-14"}', "-++"),
            ('effective: {until: "2026-03-14"}', "++-"),
            ('effective: {from: "2026-03-14", until: "2026-03-14"}', "-+-"),
            ("status: draft", "---"),
            ('status: draft\neffective: {from: "2026-01-01"}', "---"),
            ("status: retired", "---"),
            ('status: retired\neffective: {until: "2026-03-14"}', "++-"),
            ("status: approved", "+++"),
        ],
    )
    def test_a_file_is_in_force_from_its_first_to_its_last_day(self, files, load, line, days):
        head(files, "development/courses.yaml", line)

        found = ["course" in rules(load(as_of=day)) for day in ("2026-03-13", "2026-03-14", "2026-03-15")]

        assert "".join("-+"[there] for there in found) == days

    def test_what_rests_on_a_role_goes_with_it(self, files, load):
        head(files, "roles/clerk.yaml", 'effective: {until: "2026-06-30"}')

        assert rules(load(as_of="2026-07-01")) == {"analyst", "course"}
        assert rules(load(as_of="2026-06-30")) == ALL

    def test_a_case_goes_with_what_its_person_is_said_to_hold(self, files, load):
        files.write(
            "descriptors/more.yaml",
            "kind: descriptors\nschema: 1\nid: more\nstatus: draft\n"
            "descriptors: [{id: poise, type: skill, label: {en: Poise}, scale: skill}]\n",
        )
        files.write(
            "cases/more.yaml",
            "kind: cases\nschema: 1\nid: more\ncases:\n"
            "  - {id: poised, claim: {en: Poise is not asked for.}, role: analyst, context: {size: small},\n"
            "     person: {facts: {poise: good}}, expect: {verdict: {at_most: strong}}, basis: judgement}\n",
        )

        assert "ours:poised" in load().cases
        assert "ours:poised" not in load(as_of="2026-07-01").cases

    def test_what_rests_on_a_scale_goes_with_it(self, files, load):
        head(files, "scales/skill.yaml", "status: draft")
        catalog = load(as_of="2026-07-01")

        assert rules(catalog) == set()
        assert (len(catalog.scales), len(catalog.descriptors), len(catalog.relations)) == (1, 0, 0)

    def test_a_pack_goes_with_all_that_is_in_it(self, files, load):
        head(files, "pack.yaml", "status: draft")
        catalog = load(as_of="2026-07-01")

        assert (dict(catalog.packs), dict(catalog.scales), rules(catalog)) == ({}, {}, set())

    def test_a_pack_goes_with_one_that_it_requires(self, files, make_pack):
        theirs = make_pack("theirs", requires="ours")
        theirs.write("roles/lead.yaml", FILES["roles/analyst.yaml"].replace("analyst", "lead"))
        head(files, "pack.yaml", 'effective: {until: "2026-06-30"}')

        assert "theirs:lead" in rp.load(theirs.root, as_of="2026-06-30").roles
        assert dict(rp.load(theirs.root, as_of="2026-07-01").roles) == {}

    def test_people_are_counted_by_the_relations_that_are_in_force(self, files, load):
        files.person("p-2", "facts: {wit: good}\n")
        files.write(
            "descriptors/links.yaml",
            "kind: descriptors\nschema: 1\nid: links\neffective: {from: '2026-03-14'}\nrelations:\n"
            "  - {from: wit, to: sums, lower_by: 0, up_to: good, basis: judgement}\n",
        )
        before, after = (load(as_of=day).people["ours:p-2"] for day in ("2026-03-13", "2026-03-14"))

        assert before == after
        assert "ours:sums" not in before.holdings.inferred
        assert after.holdings.inferred["ours:sums"] == 2

    def test_a_person_of_the_whole_catalog_is_not_taken_for_one_of_a_part(self, files, load):
        """Who was counted with what is left out is counted again, and refused where a fact is unknown by then."""
        head(files, "development/courses.yaml", "status: draft")

        assert load(as_of="2026-07-01").fingerprint != load().fingerprint
        assert load(as_of="2026-07-01").fingerprint == load(as_of="2026-07-02").fingerprint

    def test_a_catalog_of_which_everything_is_in_force_is_the_whole_one(self, load):
        day = "2026-07-01"

        assert load(as_of=day) == evolve(load(), as_of=day)


class TestReports:
    def test_a_file_is_said_once_and_where_it_says_so(self, files):
        head(files, "descriptors/things.yaml", 'effective: {until: "2026-06-30"}')
        found = [problem for problem in files.load(as_of="2026-07-01").problems if problem.code == "RP356"]

        (only,) = found
        assert only.message == "this file is not in force on 2026-07-01: effective until 2026-06-30"
        assert (only.line, only.severity) == (2, "warning")
        assert only.excerpt[only.column - 1 :].startswith('"2026-06-30"')

    def test_what_goes_with_it_is_said_at_its_own_place(self, files):
        head(files, "roles/clerk.yaml", "status: retired")
        found = {p.path.rpartition("ours/")[2]: p for p in files.load(as_of="2026-07-01").problems if p.code == "RP357"}

        assert set(found) == {
            "transitions/analyst.yaml",
            "development/courses.yaml",
            "people/p-1.yaml",
            "cases/claims.yaml",
        }
        way = found["transitions/analyst.yaml"]
        assert way.message == f'{WAY} is excluded because it depends on role "ours:clerk"'
        assert way.excerpt[way.column - 1 :] == "from-clerk"

    def test_of_a_built_pack_the_same_is_said_at_its_lines(self, files, tmp_path):
        head(files, "roles/clerk.yaml", "status: retired")
        path = tmp_path / "pack.json"
        path.write_text(built(read_packs([files.root])), encoding="utf-8")
        said = sorted(problem.message for problem in files.load(as_of="2026-07-01").problems)
        found = rp.load(path, as_of="2026-07-01").problems

        assert sorted(problem.message for problem in found) == said
        assert {problem.path for problem in found} == {path.as_posix()}
        (clerk,) = (problem for problem in found if problem.code == "RP356")
        assert path.read_text("utf-8").split("\n")[clerk.line - 1][clerk.column - 1 :].startswith('"retired"')

    def test_a_pack_with_mistakes_is_refused_for_them(self, files):
        head(files, "roles/clerk.yaml", "status: retired")
        replace(files, "roles/analyst.yaml", "weight: 4", "weight: four")

        assert files.codes(as_of="2026-07-01") == ["RP203"]


class TestApproved:
    def test_every_rule_has_to_be(self, load):
        with pytest.raises(rp.LoadError) as caught:
            load(require="approved")

        found = {problem.message for problem in caught.value.problems if problem.code == "RP355"}
        names = (ANALYST, CLERK, WAY, *(f"development {one}" for one in (COURSE, JOB)))
        assert found == {f"{name} is not approved" for name in names}

    def test_a_catalog_of_which_everything_is_approved_is_the_whole_one(self, files, load):
        approve(files)

        assert load(require="approved") == load()

    def test_what_is_not_is_an_error_at_its_line(self, files):
        approve(files, CLERK, ANALYST, COURSE, JOB)
        found = [problem for problem in files.problems(require="approved") if problem.severity == "error"]

        (only,) = found
        assert (only.code, only.path.rpartition("/")[2]) == ("RP355", "analyst.yaml")
        assert only.excerpt[only.column - 1 :] == "from-clerk"
        assert "roleprofile approvals PACK --add" in only.hint

    def test_a_change_of_meaning_takes_it_away(self, files, load):
        approve(files)
        replace(files, "roles/clerk.yaml", "weight: 4", "weight: 5")
        with pytest.raises(rp.LoadError, match='RP355 role "ours:clerk" is no longer approved, because it has changed'):
            load(require="approved")

    def test_a_change_of_a_label_does_not(self, files, load):
        approve(files)
        replace(files, "roles/clerk.yaml", "label: {en: Report}", "label: {en: Tell}")

        assert rules(load(require="approved")) == ALL

    def test_what_is_not_is_left_out_when_asked_with_what_rests_on_it(self, files, load):
        approve(files, ANALYST, WAY, COURSE)
        catalog = load(require="approved", on_error="skip")

        assert rules(catalog) == {"analyst", "course"}
        assert [problem.code for problem in catalog.problems if problem.severity == "error"] == ["RP355"] * 2

    def test_an_approval_counts_from_its_day(self, files, load):
        approve(files, on="2026-03-14")

        assert rules(load(require="approved", as_of="2026-03-14")) == ALL
        with pytest.raises(rp.LoadError, match='RP355 role "ours:clerk" was not approved by 2026-03-13'):
            load(require="approved", as_of="2026-03-13")
        assert rules(load(as_of="2026-03-13")) == ALL

    def test_a_draft_of_approvals_approves_nothing_on_any_day(self, files, load):
        approve(files)
        head(files, "approvals.yaml", "status: draft")
        with pytest.raises(rp.LoadError, match="RP355"):
            load(require="approved", as_of="2026-07-01")

    def test_what_is_not_in_force_need_not_be(self, files, load):
        approve(files, ANALYST, COURSE)
        head(files, "roles/clerk.yaml", "status: draft")

        assert rules(load(require="approved", as_of="2026-07-01")) == {"analyst", "course"}

    def test_a_date_that_begins_to_count_takes_no_approval_away(self, files, load):
        """What is approved is the state of the files; else a program would stop at midnight."""
        files.write(
            "descriptors/links.yaml",
            "kind: descriptors\nschema: 1\nid: links\neffective: {from: '2026-05-01'}\nrelations:\n"
            "  - {from: wit, to: sums, lower_by: 0, up_to: good, basis: judgement}\n",
        )
        approve(files)

        assert rules(load(require="approved", as_of="2026-04-30")) == ALL
        assert rules(load(require="approved", as_of="2026-05-01")) == ALL

    @pytest.mark.parametrize("word", ["draft", "", True, "Approved"])
    def test_nothing_else_can_be_required(self, load, word):
        with pytest.raises(ValueError, match='require must be "approved"'):
            load(require=word)


class TestPatches:
    """What a pack changes in another's roles, on a day and in a built pack."""

    HEAD = """\
kind: pack
schema: 1
id: clinics
version: "1.0.0"
label: {en: Clinics}
languages: [en]
requires: {account-management: ">=1,<2"}
"""
    PATCH = """\
kind: role-patch
schema: 1
id: %s
roles: account-manager
basis: judgement
%sset: {%s: {weight: %s}}
"""

    def clinics(self, folder, **rest):
        root = folder / "clinics"
        (root / "patches").mkdir(parents=True)
        (root / "pack.yaml").write_text(self.HEAD)
        for name, (entry, weight) in {"now": ("dialogue", 20), "later": ("persuasion", 30)}.items():
            text = self.PATCH % (name, rest.get(name, ""), entry, weight)
            (root / "patches" / f"{name}.yaml").write_text(text)
        return root

    def weights(self, catalog):
        role = catalog.roles["account-management:account-manager"]
        return {one.id: one.weight for one in role.requirements if one.id in ("dialogue", "persuasion")}

    def test_a_patch_that_is_not_in_force_changes_nothing(self, tmp_path):
        root = self.clinics(tmp_path, later='effective: {from: "2027-01-01"}\n')
        usual = self.weights(rp.load())["persuasion"]

        assert self.weights(rp.load(root)) == {"dialogue": 20, "persuasion": 30}
        assert self.weights(rp.load(root, as_of="2026-06-30")) == {"dialogue": 20, "persuasion": usual}
        assert self.weights(rp.load(root, as_of="2027-06-30")) == {"dialogue": 20, "persuasion": 30}
        assert "RP356" in {problem.code for problem in rp.load(root, as_of="2026-06-30").problems}

    def test_a_built_pack_has_its_patches_and_the_same_roles(self, tmp_path):
        root = self.clinics(tmp_path)
        (tmp_path / "clinics.json").write_text(built(read_packs([root])))

        assert rp.load(tmp_path / "clinics.json") == rp.load(root)
        assert str(tmp_path) not in (tmp_path / "clinics.json").read_text()

    def test_a_patch_that_is_not_in_force_changes_nothing_in_a_built_pack_either(self, tmp_path):
        root = self.clinics(tmp_path, later='effective: {from: "2027-01-01"}\n')
        (tmp_path / "clinics.json").write_text(built(read_packs([root])))
        found = rp.load(tmp_path / "clinics.json", as_of="2026-06-30")

        assert found.roles == rp.load(root, as_of="2026-06-30").roles

    def test_an_approval_holds_for_the_role_under_its_patches(self, tmp_path):
        root = self.clinics(tmp_path)
        catalog = rp.load(root)
        role = catalog.roles["account-management:account-manager"]

        assert Register(catalog).digest(role) != Register(rp.load()).digest(
            rp.load().roles["account-management:account-manager"]
        )
