"""The guide to a first pack, done for real: every file and every command of the page, git and a package among them.

The tests of the documents run its `roleprofile` commands and compare what they print. This one runs the page as a team
would, in a repository of its own, and looks at what it ends with.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "first-pack.md"
BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\s*)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("ROLEPROFILE_INSTALLED_AS") == "wheel", reason="once is enough: where it is editable"
    ),
    pytest.mark.skipif(shutil.which("git") is None, reason="the guide keeps its rules in git, which is not here"),
]


def run(command, folder, *, right=(0,)):
    """Run a command of the page with the tools that these tests have."""
    scripts = sysconfig.get_path("scripts")
    names = {f"GIT_{who}_{what}": "hr@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | names | {"PATH": scripts + os.pathsep + os.environ["PATH"], "NO_COLOR": "1"}
    # The builder is installed already, and nothing is fetched.
    command = command.replace("pip wheel", "pip wheel --quiet --no-index --no-build-isolation")
    done = subprocess.run(
        ["bash", "-euc", command], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode in right, f"{command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the page ends with."""
    folder = tmp_path_factory.mktemp("guide")
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["file"]:
            path = folder / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
        if block["language"] == "sh":
            run(block["text"], folder)
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                run(re.sub(r"\\\n>? *", "", part).partition("\n")[0], folder)
    return folder


@pytest.fixture(scope="module")
def python(folder, tmp_path_factory):
    """The Python of an environment of its own, with the package of the page, and with what this one has."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(home, with_pip=False)
    paths = {"base": str(home), "platbase": str(home)}
    python = Path(sysconfig.get_path("scripts", vars=paths), Path(sys.executable).name)
    ours = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    links = "".join(f"import site; site.addsitedir({path!r})\n" for path in sorted(ours))
    Path(sysconfig.get_path("purelib", vars=paths), "ours.pth").write_text(links)
    (wheel,) = (folder / "dist").glob("*.whl")
    install = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, *install], check=True)
    return python


class TestTheGuide:
    def test_ends_with_three_commits_and_nothing_left_to_commit_of_the_rules(self, folder):
        assert len(run("git log --oneline", folder).splitlines()) == 3
        assert run("git status --short hospital", folder) == ""

    def test_ends_with_rules_that_are_right_tested_and_approved(self, folder):
        run("roleprofile check hospital --format github", folder)
        run("roleprofile format hospital --check", folder)
        run("roleprofile approvals hospital", folder)

        assert run("roleprofile test hospital", folder).splitlines()[-1] == "10 cases: 10 passed."
        assert "3 changes to rules that rest on a source: every one is noticed." in run(
            "roleprofile test hospital --mutate", folder
        )

    def test_shows_a_reviewer_what_a_change_does(self, folder):
        change = (folder / "change.md").read_text()

        assert "1 rule: 1 changed." in change
        assert "| `requirement client-base of role account-manager` | changed | `weight` | `14` | `18` |" in change
        assert "`our-hospitals`" in change

    def test_gives_a_package_that_a_developer_scores_with(self, folder, python, tmp_path):
        shutil.copy(folder / "score.py", tmp_path)
        listed = subprocess.run(
            [python, "-m", "roleprofile", "list", "packs"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        code = "import runpy; f = runpy.run_path('score.py'); print(f['scorer'].score(f['person']).low)"
        done = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

        assert "hospital 0.1.0  installed with hospital-rules 0.1.0" in listed.stdout
        assert "Going round the wards" in done.stdout
        # Dialogue and rounds, of weights 14 and 12, out of 131.
        assert done.stdout.splitlines()[-1] == "198473"

    def test_gives_a_file_that_loads_only_what_was_approved(self, folder):
        assert run("python approved.py", folder) == "hospital:ward-clerk\n"
