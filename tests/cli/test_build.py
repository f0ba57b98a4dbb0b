"""``build``: what production loads, written whole or not at all."""

import json
import re
import shutil
from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.model.shipped import shipped

GOLDEN = Path(__file__).parent.parent / "laws" / "golden"
WRONG = Path(__file__).parent.parent / "packs" / "twelve-mistakes"


class TestBuild:
    def test_writes_the_file_and_prints_its_digest(self, call, here):
        status, out, err = call("build", GOLDEN / "pack", "-o", "pack.json")
        data = (here / "pack.json").read_bytes()

        assert status == 0
        assert data == (GOLDEN / "built.json").read_bytes()
        assert out == json.loads(data)["digest"] + "\n"
        assert err == f"pack.json: golden 1.0.0; 1 role, {len(data):,} bytes\n"

    def test_the_file_is_a_catalog_for_every_command(self, call):
        call("build", shipped("profiles"), "-o", "pack.json")
        for command in (
            ("list", "roles"),
            ("show", "account-manager", "--context", "large-metal-products"),
            ("origins", "account-manager", "--context", "large-metal-products"),
        ):
            assert call(*command, "--pack", "pack.json") == call(*command)

    def test_packs_with_mistakes_are_not_built_and_every_mistake_is_said(self, call, here):
        status, out, err = call("build", WRONG, "-o", "pack.json")
        codes = re.findall(r" error (RP\d+) ", err)

        assert (status, out) == (1, "")
        assert len(codes) == len((WRONG / "expected.txt").read_text().splitlines()) == 12
        assert list(here.iterdir()) == []

    def test_a_file_that_is_there_stays_as_it_is(self, call, here):
        (here / "pack.json").write_text("mine")

        status, _, err = call("build", GOLDEN / "pack", "-o", "pack.json")

        assert status == 2
        assert "already exists" in err
        assert (here / "pack.json").read_text() == "mine"
        assert call("build", WRONG, "-o", "pack.json", "--force")[0] == 1
        assert (here / "pack.json").read_text() == "mine"

    def test_it_is_replaced_when_asked(self, call, here):
        (here / "pack.json").write_text("mine")

        assert call("build", GOLDEN / "pack", "-o", "pack.json", "--force")[0] == 0
        assert [path.name for path in here.iterdir()] == ["pack.json"]
        assert rp.load("pack.json").packs

    def test_warnings_are_said_and_do_not_stop_it(self, call, here):
        pack = shutil.copytree(GOLDEN / "pack", here / "golden")
        head = (pack / "pack.yaml").read_text("utf-8")
        (pack / "pack.yaml").write_text(head.replace("languages: [en", "languages: [en, de"), "utf-8")

        status, _, err = call("build", "golden", "-o", "pack.json")

        assert status == 0
        assert "warning RP401" in err

    def test_unapproved_rules_are_refused_where_approval_is_required(self, call, here):
        shutil.copytree(GOLDEN / "pack", here / "golden")
        arguments = ("build", "golden", "-o", "pack.json", "--require", "approved")

        status, out, err = call(*arguments)

        assert (status, out) == (1, "")
        assert 'error RP355 role "golden:driver" is not approved' in err
        assert not (here / "pack.json").exists()
        call("approvals", "golden", "--add", "--body", "Board", "--by", "A. B.", "--on", "2026-03-14")
        assert "was not approved by 2026-03-13" in call(*arguments, "--as-of", "2026-03-13")[2]
        assert call(*arguments, "--as-of", "2026-03-14")[0] == 0
        role = here / "golden" / "roles" / "driver.yaml"
        role.write_text(role.read_text("utf-8").replace("weight: 4", "weight: 5", 1), "utf-8")
        assert "is no longer approved, because it has changed" in call(*arguments, "--force")[2]
        assert call("build", "golden", "-o", "pack.json", "--force")[0] == 0

    def test_has_all_rules_whatever_the_day(self, call, here):
        pack = shutil.copytree(GOLDEN / "pack", here / "golden")
        role = pack / "roles" / "driver.yaml"
        role.write_text(role.read_text("utf-8").replace("id: driver", "id: driver\nstatus: retired", 1), "utf-8")
        call("build", "golden", "-o", "whole.json")

        status, _, err = call("build", "golden", "-o", "pack.json", "--require", "approved", "--as-of", "2026-03-14")

        assert status == 0
        assert "warning RP356 this file is not in force on 2026-03-14" in err
        assert "; 1 role, " in err
        assert (here / "pack.json").read_bytes() == (here / "whole.json").read_bytes()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("nowhere", "-o", "pack.json"),
            (GOLDEN / "pack", "-o", "pack.yaml"),
            (GOLDEN / "pack", "-o", "no/such/folder/pack.json"),
            (GOLDEN / "built.json", "-o", "pack.json"),
            (GOLDEN / "pack",),
        ],
        ids=["no pack", "another ending", "no folder", "a built pack", "no output"],
    )
    def test_wrong_usage_is_two(self, call, here, arguments):
        assert call("build", *arguments)[0] == 2
        assert list(here.iterdir()) == []

    def test_a_damaged_file_is_refused_with_its_line(self, call, here):
        text = (GOLDEN / "built.json").read_text("utf-8")
        (here / "pack.json").write_text(text.replace('"weight":4', '"weight":5', 1), "utf-8")

        status, out, err = call("list", "--pack", "pack.json")

        assert (status, out) == (2, "")
        assert "pack.json:1:" in err
        assert "error RP351" in err

    def test_check_says_whether_a_built_file_is_as_it_was_written(self, call, here):
        text = (GOLDEN / "built.json").read_text("utf-8")
        (here / "pack.json").write_text(text, "utf-8")
        assert call("check", "pack.json") == (0, "", "No problems.\n")

        (here / "pack.json").write_text(text.replace('"weight":4', '"weight":5', 1), "utf-8")
        status, out, _ = call("check", "pack.json")

        assert (status, out.split()[:3]) == (1, ["pack.json:1:38", "error", "RP351"])
