"""Approvals: they bind to the meaning of a rule, and to nothing that only readers see."""

import re

import pytest
from attrs import evolve
from small_rules import ANALYST, CLERK, COURSE, FILES, JOB, WAY, approve, replace

import roleprofile as rp
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs
from roleprofile.model.shipped import shipped
from roleprofile.rules.approvals import Register
from roleprofile.rules.canonical import rules_of
from roleprofile.rules.digests import VERSION, RuleDigests


@pytest.fixture
def files(make_pack):
    """A pack with rules of every kind."""
    pack = make_pack("ours", requires="")
    for name, text in FILES.items():
        pack.write(name, text)
    return pack


def digests(pack):
    catalog = pack.load()
    register = Register(catalog)
    return {register.named(rule): register.digest(rule) for rule in rules_of(catalog)}


def warnings(pack):
    return [problem for problem in pack.load().problems if problem.code == "RP354"]


#: What is changed in which file, and nothing of it a meaning.
FOR_READERS = [
    ("roles/analyst.yaml", "label: {en: Analyst}", "label: {en: Number analyst}"),
    ("roles/analyst.yaml", "label: {en: Analyst}", "label: {en: Analyst, fil: Analista}"),
    ("roles/analyst.yaml", "Numbers hurt.", "Numbers can hurt."),
    ("roles/analyst.yaml", "number cruncher", "statistician"),
    ("roles/analyst.yaml", "Looks at numbers.", "Counts."),
    ("roles/analyst.yaml", "There are many.", "There are few."),
    ("roles/analyst.yaml", 'version: "1.0.0"', 'version: "1.0.1"'),
    ("roles/analyst.yaml", "label: {en: Report}", "label: {en: Write reports}"),
    ("roles/analyst.yaml", "label: {en: Small firm}", "label: {en: A small firm}"),
    ("roles/analyst.yaml", "asks: good, weight: 2}", "asks: good, weight: 2, source: book}"),
    (
        "roles/analyst.yaml",
        "id: analyst\n",
        'id: analyst\nstatus: approved\nowner: Me\neffective: {from: "2026-01-01"}\n',
    ),
    ("roles/analyst.yaml", "duties:", "# A comment.\nduties:"),
    ("roles/analyst.yaml", "for: {law: 100, trade: 50}", "for: {trade: 50, law: 100}"),
    ("descriptors/things.yaml", "label: {en: Tact}", "label: {en: Tactfulness}, aliases: {en: [manners]}"),
    (
        "descriptors/things.yaml",
        "label: {en: Sums}, scale: skill",
        "label: {en: Sums}, scale: skill, anchors: {good: {en: Fast}}",
    ),
    ("scales/skill.yaml", "label: {en: Some}", "label: {en: A little}"),
    ("vocabularies/field.yaml", "label: {en: Law}", "label: {en: Laws}"),
    (
        "vocabularies/field.yaml",
        "{id: law, label: {en: Law}}, {id: trade, label: {en: Trade}}",
        "{id: trade, label: {en: Trade}}, {id: law, label: {en: Law}}",
    ),
    ("pack.yaml", 'version: "1.0.0"', 'version: "1.1.0"'),
    ("transitions/analyst.yaml", "They know the numbers.", "They know them."),
    ("development/courses.yaml", "label: {en: Course}", "label: {en: A course}"),
]
#: Other ways to write the same rule, by file.
SAME = [
    ("roles/analyst.yaml", "asks: good, weight: 2}", "asks: good, weight: 2, descriptor: sums}"),
    ("roles/analyst.yaml", "asks: good, weight: 2}", "asks: good, weight: 2, descriptor: ours:sums}"),
    ("roles/analyst.yaml", "asks: good, weight: 2}", "asks: good, weight: 2, necessity: important}"),
    ("roles/analyst.yaml", "{basis: judgement}", "{basis: judgement, necessity: important}"),
    ("roles/analyst.yaml", "when: {size: small}", "when: {size: [small]}"),
    ("roles/analyst.yaml", "provides: {tact: good}", "provides: {ours:tact: good}"),
    ("scales/weeks.yaml", "maximum: 500\n", "maximum: 500\nbelow: []\n"),
    ("vocabularies/size.yaml", "label: {en: Size}\n", "label: {en: Size}\nordered: false\n"),
    ("transitions/analyst.yaml", "origin: clerk", "origin: ours:clerk"),
    ("transitions/analyst.yaml", "{id: wit, asks: some", "{id: wit, descriptor: wit, asks: some"),
    ("development/courses.yaml", "raises: {sums: good}", "raises: {ours:sums: good}"),
]
#: What is changed in which file, which rules it makes others of, and which parts of the first.
MEANINGS = [
    ("roles/analyst.yaml", "weight: 4", "weight: 5", {ANALYST}, "requirements"),
    ("roles/analyst.yaml", "asks: some\n", "asks: good\n", {ANALYST}, "requirements"),
    ("roles/analyst.yaml", "trade: 50", "trade: 40", {ANALYST}, "requirements"),
    ("roles/analyst.yaml", "set: {sums: {weight: 3}}", "set: {sums: {weight: 4}}", {ANALYST}, "variants"),
    ("roles/analyst.yaml", "when: {size: small}", "when: {size: large}", {ANALYST}, "variants"),
    ("roles/analyst.yaml", "provides: {tact: good}", "provides: {tact: some}", {ANALYST}, "provides"),
    ("roles/analyst.yaml", "{basis: judgement}", "{basis: judgement, necessity: minimum}", {ANALYST}, "requirements"),
    ("scales/skill.yaml", "below: [60]", "below: [50]", {ANALYST, WAY, COURSE, JOB}, "scales"),
    ("scales/weeks.yaml", "maximum: 500", "maximum: 400", {WAY, COURSE, JOB}, "scales"),
    (
        "vocabularies/size.yaml",
        "{id: large, ",
        "{id: huge, label: {en: Huge}}, {id: large, ",
        {ANALYST},
        "vocabularies",
    ),
    (
        "vocabularies/proof.yaml",
        "{id: word, label: {en: Word}}, {id: test, label: {en: Test}}",
        "{id: test, label: {en: Test}}, {id: word, label: {en: Word}}",
        {ANALYST, WAY, COURSE, JOB},
        "vocabularies",
    ),
    ("descriptors/things.yaml", "up_to: some", "up_to: good", {ANALYST}, "relations"),
    ("pack.yaml", "strong: 80", "strong: 85", {ANALYST}, "verdicts"),
    ("transitions/analyst.yaml", "effort: 4", "effort: 5", {WAY}, "effort"),
    ("transitions/analyst.yaml", "mode: internal", "mode: repurpose", {WAY}, "mode"),
    ("transitions/analyst.yaml", "{id: wit, asks: some", "{id: wit, asks: good", {WAY}, "needs"),
    ("development/courses.yaml", "raises: {sums: good}", "raises: {sums: some}", {COURSE}, "raises"),
    ("development/courses.yaml", "months: 12", "months: 24", {JOB}, "job"),
    ("roles/clerk.yaml", "provides: {tact: good}", "provides: {tact: some}", {JOB}, "job_provides"),
]


class TestMeaning:
    @pytest.mark.parametrize("file, before, after", FOR_READERS)
    def test_what_only_readers_see_is_no_part_of_it(self, files, file, before, after):
        first = digests(files)
        replace(files, file, before, after)

        assert digests(files) == first

    @pytest.mark.parametrize("file, before, after", SAME)
    def test_another_way_to_write_a_rule_is_no_part_of_it(self, files, file, before, after):
        first = digests(files)
        replace(files, file, before, after)

        assert digests(files) == first

    def test_the_one_key_of_a_requirement_may_be_a_text_a_list_or_a_map(self, files):
        found = []
        written = "{law: 100, trade: 50}"
        for other in ("law", "[law]", "{law: 100}"):
            replace(files, "roles/analyst.yaml", f"for: {written}", f"for: {other}")
            found.append(digests(files))
            written = other

        assert found[0] == found[1] == found[2]

    def test_a_list_of_keys_and_a_map_differ_where_a_variant_adds_a_key(self, files):
        """The variant replaces a list, and adds to a map."""
        replace(files, "roles/analyst.yaml", "{sums: {weight: 3}}", "{study: {for: {trade: 100}}}")
        replace(files, "roles/analyst.yaml", "{law: 100, trade: 50}", "[law]")
        first = digests(files)
        replace(files, "roles/analyst.yaml", "for: [law]", "for: {law: 100}")

        assert digests(files)[ANALYST] != first[ANALYST]

    @pytest.mark.parametrize("file, before, after, rules, _part", MEANINGS)
    def test_what_can_change_a_result_is_part_of_it(self, files, file, before, after, rules, _part):
        first = digests(files)
        replace(files, file, before, after)
        second = digests(files)

        assert {name for name in first if first[name] != second[name]} - {CLERK} == rules

    def test_the_order_of_requirements_and_files_is_no_part_of_it(self, files):
        first = digests(files)
        tact, sums = FILES["roles/analyst.yaml"].split("requirements:\n")[1].split("\n")[:2]
        replace(files, "roles/analyst.yaml", f"{tact}\n{sums}\n", f"{sums}\n{tact}\n")
        (files.root / "scales" / "skill.yaml").rename(files.root / "skill.yaml")

        assert digests(files) == first

    def test_two_rules_that_say_the_same_are_not_the_same(self, files):
        found = digests(files)

        assert found[ANALYST] != found['role "ours:clerk"']

    def test_it_is_the_same_of_a_built_pack(self, files, tmp_path):
        (tmp_path / "pack.json").write_text(built(read_packs([files.root])), encoding="utf-8")
        register = Register(rp.load(tmp_path / "pack.json"))

        assert {register.named(rule): register.digest(rule) for rule in rules_of(register.catalog)} == digests(files)

    def test_every_digest_of_the_shipped_packs_is_its_own(self):
        catalog = rp.load()
        register = Register(catalog)
        rules = tuple(rules_of(catalog))

        assert len({register.digest(rule) for rule in rules}) == len(rules) == len(catalog.roles) + 38

    def test_the_digest_of_a_rule_stays_the_same(self, files):
        """Another one voids every approval that anybody has given: that is a decision, not a side effect."""
        assert VERSION == 2
        assert digests(files)[ANALYST] == "0c05a3b3227026022f1b93fd0bec1c4d7073544b2b44b9644609367c82d2392b"


class TestStanding:
    def test_an_approval_of_the_rule_as_it_is_holds(self, files):
        approve(files)

        assert warnings(files) == []
        register = Register(files.load())
        assert all(register.approved(rule) for rule in rules_of(register.catalog))

    @pytest.mark.parametrize("file, before, after", FOR_READERS)
    def test_a_change_for_readers_keeps_it(self, files, file, before, after):
        approve(files)
        replace(files, file, before, after)

        assert warnings(files) == []

    @pytest.mark.parametrize("file, before, after, rules, part", MEANINGS)
    def test_a_change_of_meaning_voids_it_and_the_warning_says_what_changed(
        self, files, file, before, after, rules, part
    ):
        approve(files)
        replace(files, file, before, after)
        found = [problem for problem in warnings(files) if '"ours:clerk"' not in problem.message]

        assert {re.search(r'(role|transition|option) "[^"]+"', problem.message)[0] for problem in found} == rules
        assert all(problem.message.endswith(f"no longer holds, because its {part} changed") for problem in found)
        assert all(problem.severity == "warning" for problem in found)

    def test_the_warning_stands_at_the_digest(self, files):
        approve(files)
        replace(files, "roles/analyst.yaml", "weight: 4", "weight: 5")
        (found,) = warnings(files)

        assert found.path.endswith("ours/approvals.yaml")
        assert re.fullmatch(r'"[0-9a-f]{64}"', found.excerpt[found.column - 1 :])
        assert "roleprofile approvals PACK --add" in found.hint

    def test_without_parts_it_is_said_that_the_state_is_another(self, files):
        approve(files, ANALYST)
        text = (files.root / "approvals.yaml").read_text("utf-8")
        files.write("approvals.yaml", re.sub(r"    parts:.*\n(?:      .*\n)*", "", text))
        replace(files, "roles/analyst.yaml", "weight: 4", "weight: 5")
        (found,) = warnings(files)

        assert found.message.endswith("does not hold, because its digest is of another state of the role")

    def test_the_digest_of_another_rule_is_recognised(self, files):
        approve(files, ANALYST)
        text = (files.root / "approvals.yaml").read_text("utf-8")
        files.write(
            "approvals.yaml", re.sub(r"    parts:.*\n(?:      .*\n)*", "", text.replace("ours:analyst", "clerk"))
        )
        (found,) = warnings(files)

        assert found.message == 'this is the digest of role "ours:analyst", not of role "ours:clerk"'

    def test_what_the_same_body_has_approved_anew_is_history(self, files):
        approve(files, ANALYST)
        replace(files, "roles/analyst.yaml", "weight: 4", "weight: 5")
        approve(files, ANALYST, body="Works council", on="2026-03-20")

        assert len(warnings(files)) == 1
        approve(files, ANALYST, on="2026-03-21")
        assert warnings(files) == []

    @pytest.mark.usefixtures("files")
    def test_a_pack_may_approve_the_rules_of_one_that_it_requires(self, make_pack):
        theirs = make_pack("theirs", requires="ours")
        approve(theirs, ANALYST)

        register = Register(theirs.load())

        assert register.catalog.approvals[0].pack == "theirs"
        assert register.approved(register.catalog.role("analyst"))

    def test_a_relation_of_a_pack_that_comes_along_voids_it(self, files, make_pack):
        """What is presumed of people changes the score of a role, whoever says it."""
        approve(files, ANALYST)
        theirs = make_pack("theirs", requires="ours")
        theirs.write(
            "descriptors/more.yaml",
            "kind: descriptors\nschema: 1\nid: more\nrelations:\n"
            "  - {from: wit, to: sums, lower_by: 1, up_to: some, basis: judgement}\n",
        )

        assert [problem.message for problem in rp.load(theirs.root).problems if problem.code == "RP354"] == [
            'the approval of role "ours:analyst" no longer holds, because its relations changed'
        ]

    def test_nothing_is_said_of_approvals_while_the_rules_have_mistakes(self, files):
        approve(files)
        replace(files, "roles/analyst.yaml", "weight: 4", "weight: five")

        assert files.codes() == ["RP203"]

    def test_a_short_name_that_two_packs_have_is_a_mistake(self, files, make_pack):
        other = make_pack("other", requires="")
        for name, text in FILES.items():
            if name.startswith(("scales", "descriptors", "roles")):
                other.write(name, text)
        theirs = make_pack("theirs", requires="ours")
        replace(theirs, "pack.yaml", "requires: {", 'requires: {other: ">=1", ')
        approve(files, ANALYST)
        text = (files.root / "approvals.yaml").read_text("utf-8").replace("ours:analyst", "analyst")
        theirs.write("approvals.yaml", text)
        with pytest.raises(rp.LoadError) as caught:
            rp.load(theirs.root)

        assert "RP314" in {problem.code for problem in caught.value.problems if "approvals" in problem.path}

    def test_a_day_that_is_none(self, files):
        approve(files, ANALYST)
        replace(files, "approvals.yaml", "2026-03-14", "2026-02-30")

        assert files.codes() == ["RP206"]

    def test_it_is_about_one_thing(self, files):
        approve(files, ANALYST)
        replace(files, "approvals.yaml", "  - role: ours:analyst\n", "  - role: ours:analyst\n    option: course\n")

        assert files.codes() == ["RP201"]


class TestBuilt:
    def test_approvals_come_along(self, files, tmp_path):
        approve(files)
        catalog = files.load()
        (tmp_path / "pack.json").write_text(built(read_packs([files.root])), encoding="utf-8")
        loaded = rp.load(tmp_path / "pack.json")

        assert loaded == evolve(catalog, problems=())
        assert loaded.approvals


def test_meanings_read_every_rule_of_the_shipped_packs():
    """No part is empty, and each rule says what it reads."""
    catalog = rp.load(str(shipped("profiles")))
    of_rules = RuleDigests(catalog)
    for rule in rules_of(catalog):
        found = of_rules.content(rule)

        assert all(found.values())
        assert {"scales", "vocabularies"} <= set(found)
