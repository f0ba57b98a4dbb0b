"""The commands ``where`` and ``rename``."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.errors import ArgumentValueError
from roleprofile.loading.load import checked, read_packs
from roleprofile.model.shipped import shipped
from roleprofile.quality.diff.rules import SECTION_OF
from roleprofile.quality.renaming import renamed
from roleprofile.quality.uses import NAMED, uses

PACK = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""
SKILLS = """\
kind: descriptors
schema: 1
id: skills
descriptors:
  # What every nurse needs.
  - id: care
    type: skill
    label: {en: Care}
    scale: proficiency
  - {id: medicine, type: skill, label: {en: Medicine}, scale: proficiency}
relations:
  - {from: care, to: "medicine", lower_by: 1, up_to: working, basis: judgement}
"""
NURSE = """\
kind: role
schema: 1
id: nurse
version: "1.0.0"
label: {en: Nurse}
defaults: {basis: judgement}
requirements:
  - id: care  # the heart of the job
    asks: advanced
    weight: 3
  - {id: medicine, asks: basic, weight: 1}
  - id: both
    label: {en: Both}
    any_of: [{descriptor: care, asks: basic}, {descriptor: ours:medicine, asks: basic}]
    weight: 1
provides: {care: advanced}
"""
PERSON = "kind: person\nschema: 1\nid: p-1\nfacts: {care: expert}\nroles_held: [{role: nurse, months: 12}]\n"
FILES = {"pack.yaml": PACK, "descriptors/skills.yaml": SKILLS, "roles/nurse.yaml": NURSE, "people/p-1.yaml": PERSON}


@pytest.fixture
def pack(here):
    for name, text in FILES.items():
        path = here / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return here / "ours"


@pytest.mark.usefixtures("pack")
class TestWhere:
    def test_shows_the_definition_first_and_then_each_use(self, call):
        status, out, _ = call("where", "care", "--pack", "ours")

        assert status == 0
        assert out.splitlines() == [
            "ours/descriptors/skills.yaml:6:9  definition",
            "ours/descriptors/skills.yaml:12:12  descriptors skills: relations",
            "ours/people/p-1.yaml:4:9  person p-1: facts",
            "ours/roles/nurse.yaml:8:9  role nurse: requirements",
            "ours/roles/nurse.yaml:14:27  role nurse: requirements",
            "ours/roles/nurse.yaml:16:12  role nurse: provides",
        ]

    def test_gives_programs_the_same(self, call):
        found = json.loads(call("where", "nurse", "--pack", "ours", "--format", "json")[1])

        assert [(one["file"], one["line"], one["definition"]) for one in found] == [
            ("ours/roles/nurse.yaml", 3, True),
            ("ours/people/p-1.yaml", 5, False),
        ]

    @pytest.mark.parametrize("name", ["nurs", "nurse/junior"])
    def test_of_an_id_that_is_unknown_proposes_another(self, pack, call, name):
        grades = "grades: [{id: junior, label: {en: Junior}}, {id: senior, label: {en: Senior}}]\nrequirements:"
        (pack / "roles/nurse.yaml").write_text(NURSE.replace("requirements:", grades), "utf-8")
        (pack / "people/p-1.yaml").unlink()
        status, _, err = call("where", name, "--pack", "ours")

        assert status == 2
        assert f"has the id '{name}'; " in " ".join(err.split())

    @pytest.mark.parametrize("command", [("where", "nurse", "--pack"), ("stats",)])
    def test_needs_the_files_of_a_pack(self, call, command):
        call("build", "ours", "-o", "ours.json")
        status, _, err = call(*command, "ours.json")

        assert status == 2
        assert "pack core was built, and its files are not there; give its folder" in " ".join(err.split())


class TestStats:
    def test_counts_uses_weights_and_open_texts(self, pack, call):
        text = PACK.replace("[en]", "[en, fil]").replace("{en: Ours}", "{en: Ours, fil: Amin}")
        (pack / "pack.yaml").write_text(text, "utf-8")
        skills = SKILLS.replace(
            "relations:", "  - {id: law, type: skill, label: {en: Law}, scale: proficiency}\nrelations:"
        )
        (pack / "descriptors/skills.yaml").write_text(skills, "utf-8")
        found = json.loads(call("stats", "ours", "--format", "json")[1])

        assert found == {
            "unused": ["ours:law"],
            "in_one_role": {"ours:care": "nurse", "ours:medicine": "nurse"},
            "roles": [
                {
                    "role": "ours:nurse",
                    "requirements": 3,
                    "minimums": 0,
                    "weight": 5,
                    "heaviest": "care",
                    "most": 3,
                }
            ],
            # Three descriptors, the role and a group.
            "open_texts": {"ours": {"fil": 5}},
        }

    def test_shows_them_to_people(self, call):
        status, out, _ = call("stats")

        assert status == 0
        assert "Descriptors in no role\n  core:communication\n" in out
        assert "account-manager" in out
        assert "account-management, fil: 0" in out


@pytest.mark.usefixtures("pack")
class TestRename:
    def test_changes_every_place_and_nothing_else(self, pack, call):
        status, _, err = call("rename", "care", "nursing", "--pack", "ours")

        assert status == 0
        assert err == "ours:care is nursing in 6 places of 3 files.\n"
        assert (pack / "descriptors/skills.yaml").read_text("utf-8") == SKILLS.replace(" care\n", " nursing\n").replace(
            "from: care", "from: nursing"
        )
        role = (pack / "roles/nurse.yaml").read_text("utf-8")
        # The entry keeps its id, which cases and variants may name.
        assert "  - id: care  # the heart of the job\n    descriptor: nursing\n    asks: advanced\n" in role
        assert "{descriptor: nursing, asks: basic}" in role
        assert "facts: {nursing: expert}" in (pack / "people/p-1.yaml").read_text("utf-8")
        assert call("check", "ours")[0] == 0

    def test_adds_the_descriptor_at_the_end_of_a_file(self, pack, call):
        head, _, tail = NURSE.partition("  - id: care")
        rest = tail.partition("weight: 3\n")[2].replace("provides: {care: advanced}\n", "")
        (pack / "roles/nurse.yaml").write_text(f"{head}{rest}  - asks: advanced\n    weight: 3\n    id: care", "utf-8")
        call("rename", "care", "nursing", "--pack", "ours")

        assert (pack / "roles/nurse.yaml").read_text("utf-8").endswith("    id: care\n    descriptor: nursing")

    def test_keeps_the_line_ends_of_a_file(self, pack, call):
        (pack / "roles/nurse.yaml").write_bytes(NURSE.replace("\n", "\r\n").encode())
        call("rename", "care", "nursing", "--pack", "ours")
        data = (pack / "roles/nurse.yaml").read_bytes()

        assert b"job\r\n    descriptor: nursing\r\n    asks: advanced\r\n" in data
        assert data.count(b"\n") == data.count(b"\r\n")

    def test_adds_the_descriptor_to_an_entry_on_one_line(self, pack, call):
        call("rename", "medicine", "drugs", "--pack", "ours")
        role = (pack / "roles/nurse.yaml").read_text("utf-8")

        assert "  - {id: medicine, descriptor: drugs, asks: basic, weight: 1}\n" in role
        assert "{descriptor: ours:drugs, asks: basic}" in role
        assert 'to: "drugs"' in (pack / "descriptors/skills.yaml").read_text("utf-8")

    def test_gives_a_file_the_new_name(self, pack, call):
        assert call("rename", "nurse", "carer", "--pack", "ours")[0] == 0
        assert [file.name for file in (pack / "roles").iterdir()] == ["carer.yaml"]
        assert "role: carer" in (pack / "people/p-1.yaml").read_text("utf-8")

    def test_leaves_a_deprecated_descriptor_when_asked(self, pack, call):
        call("rename", "care", "nursing", "--pack", "ours", "--deprecate")
        text = (pack / "descriptors/skills.yaml").read_text("utf-8")

        assert (
            "  - {id: care, type: skill, label: {en: Care}, scale: proficiency, "
            "deprecated: true, replaced_by: nursing}\n  - id: nursing\n"
        ) in text
        assert rp.load("ours").descriptor("ours:care").replaced_by == "nursing"

    def test_writes_nothing_in_a_dry_run(self, call):
        status, out, err = call("rename", "care", "nursing", "--pack", "ours", "--dry-run")

        assert status == 0
        assert out == call("where", "care", "--pack", "ours")[1]
        assert err == "ours:care would be nursing in 6 places of 3 files.\n"

    @pytest.mark.parametrize(
        "arguments, said",
        [
            (["care", "medicine"], "there is a descriptor 'medicine' already"),
            (["care", "Nursing Care"], "did you mean 'nursing-care'?"),
            (["care", "ethnicity"], "'ethnicity' is a protected attribute"),
            (["teamwork", "joint-work"], "is not among the packs that were given"),
            (["nurse", "carer", "--deprecate"], "only a descriptor can be deprecated, not a role"),
            (["care", "nursing", "--of", "roles"], "care is no role, but a descriptor"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_refuses_what_it_cannot_do_and_writes_nothing(self, pack, call, arguments, said):
        status, _, err = call("rename", *arguments, "--pack", "ours")

        assert status == 2
        assert said in " ".join(err.split())
        assert {name: (pack / name).read_text("utf-8") for name in FILES} == FILES

    def test_needs_a_name_that_is_written_out(self, pack, call):
        (pack / "roles/nurse.yaml").write_text(NURSE.replace("{care: advanced}", '{"c\\u0061re": advanced}'), "utf-8")
        status, out, err = call("rename", "care", "nursing", "--pack", "ours")

        assert status != 0
        assert 'ours/roles/nurse.yaml:16:12 error RP358 the name "care" cannot be replaced in' in out + err
        assert "nursing" not in (pack / "descriptors/skills.yaml").read_text("utf-8")


CATALOG = rp.load()
KIND_OF = {section: kind for kind, section in SECTION_OF.items()}
ENTRIES = sorted((section, full) for section in NAMED for full in getattr(CATALOG, section) if "/" not in full)


@settings(max_examples=examples(5))
@given(st.sampled_from(ENTRIES))
@example(("descriptors", "account-management:decision-maker-relations"))
@example(("options", "account-management:account-manager-at-a-lower-ranked-firm"))
def test_renamed_there_and_back_the_shipped_packs_say_the_same(tmp_path_factory, entry):
    section, full = entry
    folder = tmp_path_factory.mktemp("renamed")
    shutil.copytree(str(shipped("profiles")), folder, dirs_exist_ok=True)
    comments = [line.strip() for file in sorted(folder.rglob("*.yaml")) for line in commented(file)]

    for one, new in ((full, "zz-other"), (f"{full.partition(':')[0]}:zz-other", full.partition(":")[2])):
        gathered = read_packs([folder])
        before = len(list(uses(checked(gathered), section, one)))
        found = renamed(gathered, section, one, new)
        for path, data in found.written.items():
            path.write_bytes(data)
        for path in found.removed:
            path.unlink()
        after = rp.load(folder)
        assert found.places == before == len(list(uses(after, section, f"{full.partition(':')[0]}:{new}")))
        if new == "zz-other" and section != "people":
            difference = rp.diff(CATALOG, after, contexts=[])
            names = [(one.kind, one.before, one.after) for one in difference.renames]
            assert names == [(KIND_OF[section], full, f"{full.partition(':')[0]}:{new}")]
            assert difference.rules == ()

    assert not rp.diff(CATALOG, after)
    assert [line.strip() for file in sorted(folder.rglob("*.yaml")) for line in commented(file)] == comments


def commented(file: Path) -> list[str]:
    """The lines of a file that begin with a comment."""
    return [line for line in file.read_text("utf-8").splitlines() if line.strip().startswith("#")]


def test_a_renaming_needs_sound_packs(pack):
    (pack / "roles/nurse.yaml").write_text(NURSE.replace("advanced", "advnced", 1), "utf-8")

    with pytest.raises(rp.LoadError, match="RP204"):
        renamed(read_packs([pack]), "descriptors", "ours:care", "nursing")


def test_a_renaming_needs_a_new_id(pack):
    with pytest.raises(ArgumentValueError, match="already"):
        renamed(read_packs([pack]), "descriptors", "ours:care", "care")
