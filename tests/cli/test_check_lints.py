"""``check``: what is unwise in the packs that are given, and only in those."""

from pathlib import Path

import pytest

HEAD = """\
kind: pack
schema: 1
id: {}
version: "1.0.0"
label: {{en: A pack}}
languages: [en]
requires: {{{}: ">=1,<2"}}
"""
ROLE = """\
kind: role
schema: 1
id: host
version: "1.0.0"
label: {en: Host}
defaults: {basis: judgement}
effective: {until: "2026-06-30"}
requirements:
  - {id: public-speaking, asks: working, weight: 9}
  - {id: teamwork, asks: working, weight: 3}
"""


@pytest.fixture(autouse=True)
def packs(here):  # noqa: ARG001 - they are made in the working directory
    for name, requires in (("base", "core"), ("ours", "base")):
        Path(name, "roles").mkdir(parents=True)
        Path(name, "pack.yaml").write_text(HEAD.format(name, requires), encoding="utf-8")
        Path(name, "roles", "host.yaml").write_text(ROLE, encoding="utf-8")


class TestCheck:
    def test_warns_and_is_content(self, call):
        status, out, err = call("check", "ours")

        assert status == 0
        assert out.startswith('ours/roles/host.yaml:9:50 warning RP403 "public-speaking" weighs 9 of 12')
        assert "base/" not in out
        assert err == "1 warning in 1 file.\n"

    def test_looks_at_every_pack_that_is_given(self, call):
        assert call("check", "ours", "base")[2] == call("check", ".")[2] == "2 warnings in 2 files.\n"

    def test_of_one_file_shows_its_own(self, call):
        assert call("check", "ours/roles/host.yaml")[2] == "1 warning in 1 file.\n"
        assert call("check", "ours/pack.yaml")[2] == "No problems.\n"

    def test_of_a_broken_pack_says_what_is_broken_first(self, call):
        Path("ours/roles/host.yaml").write_text(ROLE.replace("teamwork", "temawork"), encoding="utf-8")
        status, out, _ = call("check", "ours")

        assert status == 1
        assert "RP301" in out
        assert "RP403" not in out

    @pytest.mark.parametrize("day, expired", [("2026-06-30", False), ("2026-07-01", True)])
    def test_takes_the_day_on_which_files_may_have_expired(self, call, day, expired):
        assert ("RP418" in call("check", "ours", "--as-of", day)[1]) is expired

    def test_takes_the_day_after_which_evidence_of_a_person_is_of_the_future(self, call):
        head = "kind: person\nschema: 1\nid: c-17\nfacts:\n"
        text = head + "  negotiation:\n    - {value: expert, evidence: {kind: assessment, on: '2062-03'}}\n"
        Path("c-17.yaml").write_text(text, encoding="utf-8")
        status, out, _ = call("check", "c-17.yaml", "--as-of", "2026-11-29", "--format", "concise")

        assert status == 0
        assert out == "c-17.yaml:6:56 warning RP426 the day of the evidence, 2062-03, is after 2026-11-29\n"
        assert call("check", "c-17.yaml")[2] == "No problems.\n"

    def test_refuses_what_is_no_day(self, call):
        status, out, err = call("check", "ours", "--as-of", "next week")

        assert (status, out) == (2, "")
        assert "does not match the format" in err
