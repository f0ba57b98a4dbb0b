"""The guide to a first pack, done for real: every file and every command of the page, git and a package among them.

The tests of the documents run its `roleprofile` commands. This one runs the page as a team would, in a repository of
its own and with all that is `sh` there, compares what is printed, and looks at what it ends with.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

import roleprofile as rp

PAGE = Path(__file__).parents[2] / "docs" / "first-pack.md"
BLOCK = re.compile(
    r"(?:<!-- (?P<what>file|begins|prints): (?P<name>\S+) -->\s*)?^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
BLOCKS = list(BLOCK.finditer(PAGE.read_text("utf-8")))

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("ROLEPROFILE_INSTALLED_AS") == "wheel", reason="once is enough: where it is editable"
    ),
    pytest.mark.skipif(
        shutil.which("git") is None or shutil.which("bash") is None, reason="the guide needs git and a shell: not here"
    ),
]


def shown(what):
    """What the page says that files begin with, or that programs print."""
    return {block["name"]: block["text"] for block in BLOCKS if block["what"] == what}


def run(command, folder, *, right=0):
    """Run a command of the page with the tools that these tests have; return all that it prints."""
    scripts = sysconfig.get_path("scripts")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    names = {f"GIT_{who}_{what}": "hr@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    machine = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    ours = {"PATH": scripts + os.pathsep + os.environ["PATH"], "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}
    # The builder is installed already, and nothing is fetched.
    command = command.replace("pip wheel", "pip wheel --quiet --no-index --no-build-isolation")
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=folder,
        env=plain | names | machine | ours,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == right, f"{command}\n{done.stdout}"
    assert "Traceback" not in done.stdout
    return done.stdout


def run_console(block, folder):
    """Run the commands of a console block, and compare what each prints with what stands below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = re.sub(r"\\\n>? *", "", part).partition("\n")
        printed = run(command, folder)
        assert doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS), f"$ {command}\n{printed}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the page ends with."""
    folder = tmp_path_factory.mktemp("guide")
    for block in BLOCKS:
        if block["what"] == "file":
            path = folder / block["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8", newline="\n")
        if block["language"] == "sh":
            # A difference is what its exit code speaks of, and the page makes one.
            run(block["text"], folder, right=int(block["text"].startswith("roleprofile diff ")))
        elif block["language"] == "console":
            run_console(block["text"], folder)
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


@pytest.fixture
def printed(folder, python, tmp_path):
    """Run a program of the page where nothing of the team is but what it published."""
    for name in ("score.py", "approved.py", "hospital.json"):
        shutil.copy(folder / name, tmp_path)

    def run_there(*arguments):
        done = subprocess.run([python, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_there


class TestTheGuide:
    def test_ends_with_four_commits_and_nothing_left_to_commit_of_the_rules(self, folder):
        assert len(run("git log --oneline", folder).splitlines()) == 4
        assert run("git status --short hospital", folder) == ""

    def test_ends_with_three_roles_a_patch_a_scale_a_relation_and_ten_cases(self, folder):
        catalog = rp.load(folder / "hospital")

        assert [name for name, one in catalog.roles.items() if one.pack == "hospital"] == [
            "hospital:patient-adviser",
            "hospital:purchasing-officer",
            "hospital:ward-clerk",
        ]
        assert "rounds" in [requirement.id for requirement in catalog.role("account-manager").requirements]
        assert [name for name, one in catalog.scales.items() if one.pack == "hospital"] == ["hospital:ward-steps"]
        assert sum(one.pack == "hospital" for one in catalog.relations) == 1
        assert run("roleprofile test hospital", folder).splitlines()[-1] == "10 cases: 10 passed."

    def test_is_green_in_ci(self, folder, tmp_path):
        """A server sees what is committed, and runs what the workflow says."""
        run(f"git clone -q '{folder}' there", tmp_path)
        workflow = yaml.safe_load((tmp_path / "there" / ".github" / "workflows" / "rules.yml").read_text("utf-8"))
        install, *commands = [step["run"] for step in workflow["jobs"]["rules"]["steps"] if "run" in step]

        assert install.startswith("pip install ")
        assert [command.split()[1] for command in commands] == ["check", "test", "format"]
        for command in commands:
            run(command, tmp_path / "there")

    def test_has_a_case_for_each_change_that_cites_a_source(self, folder):
        mutated = run("roleprofile test hospital --mutate", folder)

        assert "3 changes to rules that cite a source: all are noticed." in mutated

    def test_shows_a_reviewer_what_a_change_does(self, folder):
        change = (folder / "change.md").read_text("utf-8")

        assert change.startswith(shown("begins")["change.md"])
        assert "`our-hospitals`" in change

    @pytest.mark.parametrize("name", ["score.py", "approved.py"])
    def test_gives_a_developer_what_the_page_says(self, printed, name):
        assert printed(name) == shown("prints")[name]

    def test_gives_a_package_that_is_found_approved_and_scored_against(self, printed):
        code = (
            "import roleprofile as rp\n"
            "catalog = rp.load(discover=True, require='approved', as_of='2026-06-30')\n"
            "person = catalog.person('c-18', facts=[rp.Fact('planning', 'working'), rp.Fact('ward-talks', 'alone')])\n"
            "fit = catalog.scorer('ward-clerk', 'our-hospitals').score(person)\n"
            "print(fit.low, fit.supported, fit.high)"
        )

        assert "hospital 0.1.0  installed with hospital-rules 0.1.0" in printed("-m", "roleprofile", "list", "packs")
        # Three requirements of one weight: one is stated, one is presumed by the relation, one is unknown.
        assert printed("-c", code) == "333333 666666 1000000\n"

    def test_gives_no_rule_that_changed_since_it_was_approved(self, folder, tmp_path):
        shutil.copytree(folder / "hospital", tmp_path / "hospital")
        patch = tmp_path / "hospital" / "patches" / "account-manager.yaml"
        patch.write_text(patch.read_text("utf-8").replace("weight: 18", "weight: 19"), encoding="utf-8")
        run("roleprofile build hospital -o hospital.json", tmp_path)

        with pytest.raises(rp.LoadError) as caught:
            rp.load(tmp_path / "hospital.json", require="approved", as_of="2026-06-30")

        errors = [problem.message for problem in caught.value.problems if problem.severity == "error"]
        assert errors == ['role "account-management:account-manager" is no longer approved, because it has changed']
