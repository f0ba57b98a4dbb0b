"""Each expectation passes where it should and fails where it should; an error is never a pass."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from small_pack import CASES, case

import roleprofile as rp
from roleprofile import quality
from roleprofile.presentation.cases import case_blocks, case_summary
from roleprofile.presentation.junit import cases_junit
from roleprofile.presentation.renderers.text import render
from roleprofile.presentation.result_json import cases_json
from roleprofile.quality import each_result, passed, run_cases

TALKER = "holder: {role: talker}"
ECONOMIST = "person: economist"
ALL_SKILLS = "person: {facts: {selling: expert, education: {economics: master}}}"

EXPIRING = "person: {facts: {selling: {value: expert, evidence: {kind: certificate, until: 2026-06}}}}"

BOTH_WAYS = [
    (f"{ALL_SKILLS}, expect: {{verdict: strong}}", f"{ALL_SKILLS}, expect: {{verdict: viable}}"),
    (f"{TALKER}, expect: {{verdict: {{at_most: strong}}}}", f"{TALKER}, expect: {{verdict: {{at_most: viable}}}}"),
    (f"{TALKER}, expect: {{verdict: {{at_least: viable}}}}", f"{TALKER}, expect: {{verdict: {{at_least: strong}}}}"),
    (f"{ECONOMIST}, expect: {{meets_minimum: [not_met, met]}}", f"{ECONOMIST}, expect: {{meets_minimum: met}}"),
    (f"{TALKER}, expect: {{low: {{at_least: 66, at_most: 81}}}}", f"{TALKER}, expect: {{low: {{at_least: 67}}}}"),
    (f"{TALKER}, expect: {{high: {{at_least: 100}}}}", f"{TALKER}, expect: {{high: {{at_most: 99}}}}"),
    (f"{TALKER}, expect: {{supported: {{at_least: 66}}}}", f"{TALKER}, expect: {{supported: {{at_most: 66}}}}"),
    (f"{ECONOMIST}, expect: {{ranks_above: lawyer}}", "person: lawyer, expect: {ranks_above: economist}"),
    (f"{ECONOMIST}, expect: {{ranks_with: economist}}", f"{ECONOMIST}, expect: {{ranks_above: economist}}"),
    (f"{ECONOMIST}, expect: {{ranks_with: [economist]}}", f"{ECONOMIST}, expect: {{ranks_with: lawyer}}"),
    (
        f"{TALKER}, expect: {{ranks_above: [lawyer, {{person: {{closed: all}}}}], ahead_by: 40}}",
        f"{TALKER}, expect: {{ranks_above: lawyer, ahead_by: 70}}",
    ),
    (f"{ECONOMIST}, expect: {{gap_includes: selling}}", f"{ECONOMIST}, expect: {{gap_includes: degree}}"),
    (f"{TALKER}, expect: {{question_includes: degree}}", f"{TALKER}, expect: {{question_includes: selling}}"),
    (
        "person: {facts: {writing: working}}, expect: {extras_at_least: 100}",
        "person: {facts: {writing: basic}}, expect: {extras_at_least: 100}",
    ),
    ("expect: {has: {minimums: selling}}", "expect: {has: {minimums: degree}}"),
    ("expect: {lacks: {requirements: dancing}}", "expect: {lacks: {requirements: selling}}"),
    ("expect: {has: {aliases: salesman, main: commission}}", "expect: {has: {main: guaranteed}}"),
    (
        f"as_of: '2026-06-30', {EXPIRING}, expect: {{low: {{at_least: 1}}}}",
        f"as_of: '2026-07-01', {EXPIRING}, expect: {{low: {{at_least: 1}}}}",
    ),
    (CASES["pay"], CASES["pay"].replace("at_most: 75", "at_most: 100").replace("at_least: 75", "at_least: 76")),
]


def run(pack, *entries):
    pack.cases("".join(entries))
    return run_cases(pack.load())


class TestExpectations:
    @pytest.mark.parametrize("right, wrong", BOTH_WAYS, ids=[str(n) for n in range(len(BOTH_WAYS))])
    def test_hold_and_fail(self, make_pack, right, wrong):
        good, bad = run(make_pack(), case("right", right), case("wrong", wrong))

        assert (good.outcome, good.error) == ("passed", "")
        assert (bad.outcome, bad.error) == ("failed", "")
        assert all(check.expected and check.seen for check in (*good.checks, *bad.checks))

    def test_every_case_of_the_small_pack_passes(self, make_pack):
        results = run_cases(make_pack(CASES).load())

        assert [result.case for result in results if result.outcome != "passed"] == []
        assert passed(results)

    def test_mode_and_needs_fail_where_no_way_is_declared(self, make_pack):
        (result,) = run(make_pack(), case("x", f"{TALKER}, expect: {{mode: repurpose, needs: met}}"))

        assert result.outcome == "failed"
        assert [(check.wrong, check.contexts) for check in result.checks] == [(1, 3), (1, 3)]
        assert "no transition is declared from the holder of talker into seller" in result.checks[0].seen[0].found

    def test_a_variant_that_does_not_apply_everywhere(self, make_pack):
        (result,) = run(make_pack(), case("x", "expect: {variant_applies: large}"))

        (check,) = result.checks
        assert (check.wrong, check.contexts) == (2, 3)
        assert [seen.situation for seen in check.seen] == ["company-size small", "company-size medium"]
        assert check.seen[0].found == "variants: none"

    def test_numbers_are_shown_exactly(self, make_pack):
        (result,) = run(make_pack(), case("x", f"{TALKER}, expect: {{low: {{at_least: 67}}}}"))

        assert result.checks[0].expected == "at least 67"
        assert result.checks[0].seen[0].found == "66.6666 of 100"


class TestOutcomes:
    def test_an_error_is_never_a_pass(self, make_pack):
        pack = make_pack({"x": "expect: {has: {duties: sell}}"})
        catalog = pack.load()
        broken = evolve(catalog.cases["ours:x"], context={"company-size": "gigantic"})
        (result,) = run_cases(evolve(catalog, cases={"ours:x": broken}))

        assert (result.outcome, result.fails) == ("error", True)
        assert "gigantic" in result.error
        assert not passed([result])

    def test_whatever_is_raised_is_an_error(self, make_pack, monkeypatch):
        def explode(*_):
            raise RuntimeError("boom")

        monkeypatch.setattr("roleprofile.quality.cases.runner.observed", explode)
        (result,) = run_cases(make_pack({"x": "expect: {has: {duties: sell}}"}).load())

        assert (result.outcome, result.error) == ("error", "RuntimeError: boom (company-size small)")

    def test_a_pay_that_cannot_be_estimated_is_an_error(self, make_pack):
        (result,) = run(make_pack(), case("x", "pay: {currency: PHP}, expect: {pay_share: {variable: {at_least: 1}}}"))

        assert result.outcome == "error"

    def test_todo_never_fails(self, make_pack):
        wrong, right = "expect: {lacks: {duties: sell}}", "expect: {has: {duties: sell}}"
        results = run(make_pack(), case("a", wrong, ", todo: true"), case("b", right, ", todo: true"))

        assert [result.outcome for result in results] == ["todo", "todo passed"]
        assert results[0].wrong
        assert passed(results)

    def test_no_case_is_no_pass(self, make_pack):
        assert not passed(run_cases(make_pack().load()))
        assert case_summary([]) == "No cases found."

    def test_some_cases_only_and_in_the_order_of_the_file(self, make_pack):
        catalog = make_pack({"b": CASES["lists"], "a": CASES["lists"]}).load()

        assert [result.case for result in each_result(catalog)] == ["ours:b", "ours:a"]
        assert [result.case for result in each_result(catalog, ["ours:a"])] == ["ours:a"]

    def test_lines(self, make_pack):
        catalog = make_pack({"a": CASES["lists"], "b": CASES["lists"]}).load()
        located = run_cases(catalog)

        text = Path(located[1].file).read_text("utf-8").splitlines()
        assert [text[result.line - 1].split(",")[0] for result in located] == ["  - {id: a", "  - {id: b"]

    def test_lines_of_a_file_that_only_larger_limits_let_in(self, make_pack):
        pack = make_pack({"a": CASES["lists"]})
        file = Path(pack.load().cases["ours:a"].file)
        text = f"# {'-' * 300_000}\n{file.read_text('utf-8')}"
        file.write_text(text, "utf-8")
        catalog = rp.load(file.parents[1], limits=rp.Limits(file_bytes=1_000_000))
        file.unlink()
        (result,) = run_cases(catalog, ["ours:a"])

        assert text.splitlines()[result.line - 1].startswith("  - {id: a,")

    def test_every_public_name_is_there(self):
        assert all(getattr(quality, name) for name in quality.__all__)
        with pytest.raises(AttributeError):
            _ = quality.nothing


@pytest.fixture
def mixed(make_pack):
    """One case of each outcome."""
    pack = make_pack()
    bad_pay = "pay: {currency: PHP}, expect: {pay_share: {variable: {at_least: 1}}}"
    return run(
        pack,
        case("good", "expect: {has: {duties: sell}}"),
        case("bad", "expect: {has: {minimums: degree}}"),
        case("ugly", bad_pay),
        case("later", "expect: {has: {minimums: degree}}", ", todo: true"),
    )


class TestReports:
    def test_text(self, mixed):
        text = render(case_blocks(mixed))

        assert "ours:good" not in text
        assert f"{mixed[1].file}:11 failed ours:bad" in text
        assert "The claim of bad. (book)" in text
        assert "has: expected degree among its minimums in 0 of 3 contexts" in text
        assert "found selling (company-size small)" in text
        assert case_summary(mixed) == "4 cases: 1 passed, 1 failed, 1 could not run, 1 to do."
        assert "ours:good" in render(case_blocks(mixed, verbose=True))

    def test_json(self, mixed):
        data = json.loads(cases_json(mixed))

        assert data["counts"] == {"error": 1, "failed": 1, "passed": 1, "todo": 1}
        assert data["cases"][1]["expectations"][0]["wrong"] == 3
        assert data["cases"][1]["line"] == 11

    def test_junit(self, mixed):
        strange = evolve(mixed[2], error='<broken> & "\x00"')
        root = ET.fromstring(cases_junit([*mixed[:2], strange, mixed[3]]))  # noqa: S314

        (suite,) = root
        expected = {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
        assert {name: suite.get(name) for name in expected} == expected
        assert [[child.tag for child in one] for one in suite] == [[], ["failure"], ["error"], ["skipped"]]
        assert suite[2][0].get("message") == '<broken> & "\N{REPLACEMENT CHARACTER}"'
        assert suite[1][0].text.startswith(f"{suite.get('name')}:11\n")
        assert "expected degree among its minimums" in suite[1][0].text
