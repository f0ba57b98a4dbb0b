"""``approvals``: what each rule's digest is, whether it is approved, and entries that are ready to paste."""

import json
import shutil
from pathlib import Path

import pytest

import roleprofile as rp

GOLDEN = Path(__file__).parent.parent / "laws" / "golden" / "pack"
SIGNED = ("--draft", "--body", 'The "People" committee', "--by", "A. Reviewer", "--on", "2026-03-14")


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


class TestDraft:
    def test_an_entry_pasted_as_it_is_approves_the_rule(self, call, pack):
        status, out, err = call("approvals", "golden", *SIGNED)
        assert (status, err) == (0, 'Not approved by The "People" committee: 1 of 1 rules.\n')
        (pack / "approvals.yaml").write_text(out, "utf-8")

        status, out, err = call("approvals", "golden")

        assert (status, err) == (0, "Approved: 1 of 1 rules.\n")
        assert 'The "People" committee, 2026-03-14' in out
        assert rp.load(pack, require="approved").approvals[0].by == "A. Reviewer"

    def test_what_is_approved_by_that_body_needs_no_entry(self, call, pack):
        (pack / "approvals.yaml").write_text(call("approvals", "golden", *SIGNED)[1], "utf-8")

        assert call("approvals", "golden", *SIGNED)[1] == ""
        more = call("approvals", "golden", *SIGNED[:2], "Works council", *SIGNED[3:], "--reference", "minutes 3")[1]
        assert more.startswith("  - role: golden:driver\n")
        assert more.endswith('reference: "minutes 3"\n')

    def test_a_change_is_shown_until_it_is_approved_anew(self, call, pack):
        (pack / "approvals.yaml").write_text(call("approvals", "golden", *SIGNED)[1], "utf-8")
        role = pack / "roles" / "driver.yaml"
        role.write_text(role.read_text("utf-8").replace("weight: 4", "weight: 5", 1), "utf-8")

        assert "changed since its approval" in call("approvals", "golden")[1]
        assert "its requirements changed" in call("check", "golden")[1]
        with (pack / "approvals.yaml").open("a", encoding="utf-8") as file:
            file.write(call("approvals", "golden", *SIGNED)[1])
        assert call("approvals", "golden")[0] == 0
        assert "RP354" not in call("check", "golden")[1]

    @pytest.mark.parametrize("missing", ["--body", "--by", "--on"])
    def test_an_approval_is_somebodys_decision_on_a_day(self, call, missing):
        at = SIGNED.index(missing)
        status, out, err = call("approvals", "golden", *SIGNED[:at], *SIGNED[at + 2 :])

        assert (status, out) == (2, "")
        assert f"a draft needs {missing}" in err

    @pytest.mark.parametrize("day", ["2026-02-30", "2026", "today"])
    def test_the_day_is_one(self, call, day):
        assert call("approvals", "golden", *SIGNED[:-1], day)[0] == 2
