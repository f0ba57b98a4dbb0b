"""``--as-of``: the day on which rules are in force and evidence counts, for every command that reads them."""

import json

import click
import pytest

from roleprofile.cli.group import app

PERSON = "kind: person\nschema: 1\nid: p\nfacts:\n"
CONTEXT = ("--context", "company-size=large", "--context", "market=insurance")
#: The one typing mistake is the latest date.
FUTURE = """\
  negotiation:
    - {value: expert, evidence: {kind: assessment, on: "2062-03"}}
    - {value: basic, evidence: {kind: assessment, on: "2026-03"}}
"""
EXPIRED = """\
  course: {sales: {value: completed, evidence: {kind: certificate, on: "2019-05", until: "2021-05"}}}
"""
PACK = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""
ROLE = """\
kind: role
schema: 1
id: analyst
version: "1.0.0"
label: {en: Analyst}
effective: {from: "2026-01-01", until: "2026-06-30"}
defaults: {basis: judgement}
requirements:
  - {id: planning, asks: working, weight: 1}
"""

READING = (
    "approvals",
    "check",
    "demo",
    "diff",
    "fits",
    "list",
    "paths",
    "pay",
    "plan",
    "rank",
    "score",
    "show",
    "test",
)


def lines_about(out, name):
    """The lines of one requirement of an explanation, as one text."""
    lines = out.splitlines()
    first = next(index for index, line in enumerate(lines) if line.strip().startswith(f"{name}  "))
    return " ".join(" ".join(lines[first : first + 5]).split())


@pytest.fixture
def person(here):
    def write(facts):
        (here / "p.yaml").write_text(PERSON + facts, encoding="utf-8")

    return write


@pytest.fixture
def ours(here):
    for name, text in {"pack.yaml": PACK, "roles/analyst.yaml": ROLE}.items():
        path = here / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", [*READING, "transitions", "what-if"])
def test_every_command_that_reads_rules_or_people_takes_a_day(name):
    assert "--as-of" in {name for option in app.get_command(click.Context(app), name).params for name in option.opts}


class TestEvidenceFromTheFuture:
    def test_is_a_warning_at_its_day(self, call, person):
        person(FUTURE)
        status, out, err = call("check", "p.yaml", "--as-of", "2026-11-29", "--format", "concise")

        assert (status, err) == (0, "1 warning in 1 file.\n")
        assert out.startswith("p.yaml:6:")
        assert "RP426 the day of the evidence, 2062-03, is after 2026-11-29" in out

    def test_does_not_count(self, call, person):
        person(FUTURE)
        _, without, _ = call("score", "p.yaml", "account-manager", *CONTEXT, "--full")
        status, out, err = call("score", "p.yaml", "account-manager", *CONTEXT, "--full", "--as-of", "2026-11-29")

        assert "Working Expert" in lines_about(without, "Negotiation")
        assert status == 0
        assert "Working Basic" in lines_about(out, "Negotiation")
        assert "Negotiation – Expert; assessment or work sample, 2062-03: dated later" in out
        assert "p.yaml:6:" in err
        assert "RP426" in err

    def test_is_a_warning_for_somebody_on_standard_input(self, call, monkeypatch):
        import io
        import sys

        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((PERSON + FUTURE).encode())))
        _, _, err = call("score", "-", "account-manager", *CONTEXT, "--full", "--as-of", "2026-11-29")

        assert err.startswith("<stdin>:6:")


class TestEvidenceThatExpires:
    def test_is_no_problem_of_a_file(self, call, person):
        person(EXPIRED)

        assert call("check", "p.yaml") == (0, "", "No problems.\n")

    def test_counts_without_a_day(self, call, person):
        person(EXPIRED)
        _, out, _ = call("score", "p.yaml", "account-manager", *CONTEXT, "--full")

        assert "Extras: 20 of 100" in out

    def test_does_not_count_and_is_listed_after_its_last_day(self, call, person):
        person(EXPIRED)
        status, out, err = call("score", "p.yaml", "account-manager", *CONTEXT, "--full", "--as-of", "2026-11-29")
        listed = " ".join(out.partition("Facts that do not count on 2026-11-29")[2].split())

        assert (status, err) == (0, "")
        assert "Facts as of 2026-11-29." in out
        assert "Extras: 0 of 100" in out
        assert "Completed (Sales); certificate or diploma seen, 2019-05, until 2021-05: expired" in listed

    def test_is_said_in_filipino(self, call, person):
        person(EXPIRED)
        _, out, _ = call(
            "score", "p.yaml", "account-manager", *CONTEXT, "--full", "--as-of", "2026-11-29", "--lang", "fil"
        )

        assert "hanggang 2021-05: lipas na" in " ".join(out.split())


class TestRulesThatAreNotInForce:
    def test_are_left_out_with_a_warning(self, call, ours, person):  # noqa: ARG002
        person("  planning: expert\n")
        score = ("score", "p.yaml", "analyst", "--pack", "ours")

        assert call(*score, "--as-of", "2026-06-30")[0] == 0
        status, _, err = call(*score, "--as-of", "2026-07-01")
        assert status == 2
        assert "RP356 this file is not in force on 2026-07-01: effective until 2026-06-30" in err
        assert "unknown role 'analyst'" in err

    @pytest.mark.parametrize(
        "command", [("list", "roles", "--pack", "ours"), ("show", "analyst", "--resolved", "--pack", "ours")]
    )
    def test_are_left_out_of_lists_and_pages(self, call, ours, command):  # noqa: ARG002
        assert "analyst" in call(*command, "--as-of", "2026-06-30")[1]
        assert "analyst" not in call(*command, "--as-of", "2026-07-01")[1]

    def test_are_left_out_of_approvals_and_differences(self, call, ours):  # noqa: ARG002
        assert "Approved: 0 of 1 rules." in call("approvals", "ours", "--as-of", "2026-06-30")[2]
        assert "Approved: 0 of 0 rules." in call("approvals", "ours", "--as-of", "2026-07-01")[2]
        assert call("diff", "ours", "ours", "--as-of", "2026-07-01")[0] == 0


@pytest.mark.parametrize("day, there", [("2026-06-30", True), ("2026-06", True), ("2026-07-01", False)])
def test_a_resume_is_read_by_the_rules_of_the_day_or_the_last_day_of_the_month(call, here, ours, day, there):  # noqa: ARG001
    job = {"name": "Firm", "position": "Analyst", "startDate": "2025-01"}
    (here / "resume.json").write_text(json.dumps({"work": [job]}), encoding="utf-8")
    _, out, _ = call("import", "jsonresume", "resume.json", "--pack", "ours", "--as-of", day)

    assert ("role: ours:analyst" in out) is there


def test_a_day_that_is_none_is_wrong_usage(call):
    status, _, err = call("score", "p-1", "account-manager", "--as-of", "2026-11")

    assert status == 2
    assert "'2026-11' does not match the format '%Y-%m-%d'" in err
