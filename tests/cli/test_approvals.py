"""``approvals``: what each rule's digest is, whether it is approved, and new approvals in the file of the pack."""

import json
import shutil
from pathlib import Path

import pytest

import roleprofile as rp

GOLDEN = Path(__file__).parent.parent / "laws" / "golden" / "pack"
SIGNED = ("--add", "--body", 'The "People" committee', "--by", "A. Reviewer", "--on", "2026-03-14")


@pytest.fixture(autouse=True)
def pack(here):
    return shutil.copytree(GOLDEN, here / "golden")


class TestList:
    def test_says_which_rules_are_not_approved(self, call):
        status, out, err = call("approvals", "golden")

        assert status == 1
        assert out.split()[:2] == ["role", "golden:driver"]
        assert out.rstrip().endswith("not approved")
        assert err == "Approved: 0 of 1 rules.\n"

    def test_as_json_with_the_whole_digest(self, call):
        (rule,) = json.loads(call("approvals", "golden", "--format", "json")[1])["rules"]

        assert (rule["rule"], rule["id"], rule["state"], rule["approvals"]) == ("role", "golden:driver", "open", [])
        assert len(rule["digest"]) == 64

    def test_a_rule_that_is_not_there(self, call):
        status, _, err = call("approvals", "golden", "--rule", "pilot")

        assert status == 2
        assert "unknown rule: pilot" in err

    @pytest.mark.parametrize("name", ["driver", "golden:driver"])
    def test_one_rule_by_its_id(self, call, name):
        assert call("approvals", "golden", "--rule", name)[0] == 1


class TestAdd:
    def test_what_is_added_approves_the_rule(self, call, pack):
        status, out, err = call("approvals", "golden", *SIGNED)

        counted = 'Not approved by The "People" committee before: 1 of 1 rule.\n'
        assert (status, out, err) == (0, "", f"Wrote golden/approvals.yaml.\n{counted}")
        status, out, err = call("approvals", "golden")
        assert (status, err) == (0, "Approved: 1 of 1 rules.\n")
        assert 'The "People" committee, 2026-03-14' in out
        assert rp.load(pack, require="approved").approvals[0].by == "A. Reviewer"

    def test_a_dry_run_shows_the_entries_and_writes_nothing(self, call, pack):
        status, out, err = call("approvals", "golden", *SIGNED, "--dry-run")

        assert status == 0
        assert "+  - role: golden:driver\n" in out
        assert "Would write golden/approvals.yaml." in err
        assert "Wrote" not in err
        assert not (pack / "approvals.yaml").exists()

    def test_what_is_approved_by_that_body_needs_no_entry(self, call, pack):
        call("approvals", "golden", *SIGNED)
        before = (pack / "approvals.yaml").read_bytes()

        status, _, err = call("approvals", "golden", *SIGNED)

        assert (status, err) == (0, 'Not approved by The "People" committee before: 0 of 1 rule.\n')
        assert (pack / "approvals.yaml").read_bytes() == before

    @pytest.mark.parametrize("ending", ["\n", "\r\n"])
    def test_the_text_that_is_there_stays(self, call, pack, ending):
        call("approvals", "golden", *SIGNED)
        file = pack / "approvals.yaml"
        head, entries = file.read_text("utf-8").split("approvals:\n")
        head += "approvals:\n" + entries.replace("role:", "role:  ") + "  # until 2027\n\n"
        tail = "# who keeps it\nstatus: approved\n"
        file.write_bytes((head + tail).replace("\n", ending).encode())

        status = call("approvals", "golden", *SIGNED[:2], "Works council", *SIGNED[3:], "--reference", "minutes 3")[0]

        after = file.read_bytes().decode().replace(ending, "\n")
        assert status == 0
        assert after.replace("\n", ending).encode() == file.read_bytes()
        assert after.startswith(head.rstrip("\n"))
        assert after.endswith(f'    reference: "minutes 3"\n\n{tail}')
        assert [one.body for one in rp.load(pack).approvals] == ['The "People" committee', "Works council"]

    def test_a_list_on_one_line_is_refused(self, call, pack):
        call("approvals", "golden", *SIGNED)
        file = pack / "approvals.yaml"
        digest = rp.load(pack).approvals[0].digest
        entry = f'{{role: driver, digest: "{digest}", body: Board, by: A, on: "2026-03-14"}}'
        file.write_text(f"kind: approvals\nschema: 1\nid: approvals\napprovals: [{entry}]\n")
        before = file.read_bytes()

        status, _, err = call("approvals", "golden", *SIGNED)

        assert status == 2
        assert "approvals.yaml:4:12 error RP358 no entry can be added to a list on one line" in err
        assert file.read_bytes() == before

    def test_a_change_is_shown_until_it_is_approved_anew(self, call, pack):
        call("approvals", "golden", *SIGNED)
        role = pack / "roles" / "driver.yaml"
        role.write_text(role.read_text("utf-8").replace("weight: 4", "weight: 5", 1), "utf-8")

        assert "changed since its approval" in call("approvals", "golden")[1]
        assert "its requirements changed" in call("check", "golden")[1]
        call("approvals", "golden", *SIGNED)
        assert call("approvals", "golden")[0] == 0
        assert len(rp.load(pack).approvals) == 2
        assert "RP354" not in call("check", "golden")[1]

    def test_needs_one_pack(self, call, pack):
        shutil.copytree(pack, pack.parent / "other" / "golden")
        head = pack.parent / "other" / "golden" / "pack.yaml"
        head.write_text(head.read_text("utf-8").replace("id: golden", "id: other"), "utf-8")

        status, _, err = call("approvals", "golden", "other/golden", *SIGNED)

        assert status == 2
        assert "--add writes to one pack, and these are 2" in err

    @pytest.mark.parametrize("missing", ["--body", "--by", "--on"])
    def test_an_approval_is_somebodys_decision_on_a_day(self, call, missing):
        at = SIGNED.index(missing)
        status, out, err = call("approvals", "golden", *SIGNED[:at], *SIGNED[at + 2 :])

        assert (status, out) == (2, "")
        assert f"an approval needs {missing}" in err

    @pytest.mark.parametrize("day", ["2026-02-30", "2026", "today"])
    def test_the_day_is_one(self, call, day):
        assert call("approvals", "golden", *SIGNED[:-1], day)[0] == 2
