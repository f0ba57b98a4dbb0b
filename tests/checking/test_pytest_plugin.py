"""A team's own pytest runs the cases of its packs, with no code."""

import subprocess
import sys

import pytest
from small_pack import CASES, case

GOOD, BAD = "expect: {has: {duties: sell}}", "expect: {has: {minimums: degree}}"


@pytest.fixture
def pytest_in(tmp_path):
    """Run pytest with the plugin in the folder; give its exit code and what it said."""

    def run_one(*options, plugin=True):
        given = ["-p", "no:roleprofile", "-p", "roleprofile.quality.pytest_plugin"] if plugin else []
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *given, *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    (tmp_path / "pytest.ini").write_text("[pytest]\nstrict = true\n", "utf-8")
    return run_one


class TestPlugin:
    def test_each_case_is_a_test(self, make_pack, pytest_in):
        make_pack(CASES)
        status, said = pytest_in("-v")

        assert status == 0
        assert f"{len(CASES)} passed" in said
        assert "ours/cases/claims.yaml::economist PASSED" in said

    def test_a_failure_says_what_was_expected_and_found(self, make_pack, pytest_in):
        make_pack({"good": GOOD, "bad": BAD})
        status, said = pytest_in()

        assert status == 1
        assert "1 failed, 1 passed" in said
        assert "has: expected degree among its minimums in 0 of 3 contexts" in said
        assert "Traceback" not in said
        assert "pytest_plugin.py" not in said

    def test_an_error_fails_and_todo_does_not(self, make_pack, pytest_in):
        pack = make_pack()
        pay = "pay: {currency: PHP}, expect: {pay_share: {variable: {at_least: 1}}}"
        later = case("later", BAD, ", todo: true") + case("done", GOOD, ", todo: true")
        pack.cases(case("ugly", pay) + later)
        status, said = pytest_in("-rsP")

        assert status == 1
        assert "1 failed, 1 passed, 1 skipped" in said
        assert "the case could not run" in said
        assert "ours/cases/claims.yaml:11: to do: The claim of later." in said
        assert "the case passes, so remove todo" in said

    def test_a_pack_with_mistakes_shows_each_at_its_line(self, make_pack, pytest_in):
        pack = make_pack({"good": GOOD})
        pack.cases(case("second", GOOD), "more")
        pack.write("roles/talker.yaml", "kind: role\nschema: 1\nid: talker\n")
        status, said = pytest_in()

        assert status == 2
        assert "roles/talker.yaml:1:1 error RP202" in said
        assert "shown with its first file of cases" in said

    def test_several_packs_and_a_choice_of_tests(self, make_pack, pytest_in):
        make_pack({"good": GOOD}, "one")
        make_pack({"bad": BAD, "fine": GOOD}, "two")

        assert "1 failed, 2 passed" in pytest_in()[1]
        assert "2 passed, 1 deselected" in pytest_in("-k", "good or fine")[1]

    def test_other_files_are_left_alone(self, tmp_path, pytest_in):
        folder = tmp_path / "cases"
        folder.mkdir()
        (folder / "court.yaml").write_text("kind: cases\n", "utf-8")
        (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n", "utf-8")
        status, said = pytest_in()

        assert (status, "1 passed" in said) == (0, True)

    def test_other_cases_of_a_pack_are_left_alone(self, make_pack, pytest_in):
        make_pack({"good": GOOD}).write("notes/cases/other.txt", "kind: cases\n")

        assert "1 passed" in pytest_in()[1]

    def test_costs_nothing_at_start(self):
        code = "import sys, roleprofile.quality.pytest_plugin as p; print(*sys.modules)"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)

        assert {"yaml", "jsonschema", "cattrs", "roleprofile.api"}.isdisjoint(loaded.stdout.split())
