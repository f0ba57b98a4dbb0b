"""The hooks in .pre-commit-hooks.yaml, from a clone of this repository, in the repository of a team with a pack."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from roleprofile.cli.run import run

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def git():
    """Run git as nobody in particular, whatever the machine's own settings are."""
    if os.environ.get("ROLEPROFILE_INSTALLED_AS") == "wheel":
        pytest.skip("hooks install the clone, not what is installed here: they run in the editable environment")
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("git is not installed, or this is no checkout: there is nothing to clone")

    def run_git(folder, *arguments):
        names = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "core.autocrlf=false")
        return subprocess.run(
            ["git", *names, *arguments], cwd=folder, env=environment(folder), capture_output=True, text=True, check=True
        ).stdout

    return run_git


def environment(home):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return plain | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(Path(home).parent / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        "NO_COLOR": "1",
    }


@pytest.fixture(scope="module")
def clone(git, tmp_path_factory):
    """A clone of this repository, with what is not committed yet."""
    folder = tmp_path_factory.mktemp("clones") / "roleprofile"
    git(ROOT, "clone", "--quiet", "--no-local", str(ROOT), str(folder))
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "As it is")
    return folder


@pytest.fixture
def team(git, tmp_path, monkeypatch):
    """A repository of a team, with a pack as `roleprofile new` makes it, ready to commit."""
    folder = tmp_path / "team"
    folder.mkdir()
    git(folder, "init", "--quiet")
    monkeypatch.chdir(folder)
    for arguments in (["pack", "ours"], ["role", "caller", "--in", "ours"], ["cases", "basics", "--in", "ours"]):
        assert run(["new", *arguments]) == 0
    git(folder, "add", "--all")
    return folder


def try_repo(clone, team):
    """What `pre-commit try-repo` says of each hook: its status, by id, and all that was printed."""
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(clone), "--all-files", "--verbose"]
    done = subprocess.run(
        command, cwd=team, env=environment(team), capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    printed = done.stdout + done.stderr
    status = {
        hook["id"]: next(line for line in printed.splitlines() if line.startswith(f"{hook['name']}...")).split(".")[-1]
        for hook in HOOKS
    }
    return done.returncode, status, printed


class TestTryRepo:
    def test_a_sound_pack_passes(self, clone, team):
        code, status, printed = try_repo(clone, team)

        assert code == 0, printed
        assert set(status.values()) == {"Passed"}
        assert "No problems." in printed
        assert "1 case: 1 passed." in printed

    def test_one_with_a_mistake_and_keys_in_disorder_does_not(self, git, clone, team):
        role, pack = team / "ours" / "roles" / "caller.yaml", team / "ours" / "pack.yaml"
        role.write_text(role.read_text("utf-8").replace("asks: working", "asks: wroking", 1))
        text = pack.read_text("utf-8")
        pack.write_text(text.replace("kind: pack\nschema: 1\n", "schema: 1\nkind: pack\n"))
        git(team, "add", "--all")

        code, status, printed = try_repo(clone, team)

        assert code == 1, printed
        assert set(status.values()) == {"Failed"}
        assert 'error RP204 unknown level "wroking"' in printed
        assert "files were modified by this hook" in printed
        assert pack.read_text("utf-8") == text


class TestHooks:
    def test_are_the_three_of_the_documentation(self):
        page = (ROOT / "docs" / "authoring.md").read_text("utf-8")

        assert [hook["id"] for hook in HOOKS] == ["roleprofile-check", "roleprofile-format", "roleprofile-test"]
        assert all(f"id: {hook['id']}" in page for hook in HOOKS)

    def test_share_one_environment(self):
        assert len({(hook["language"], *hook["additional_dependencies"]) for hook in HOOKS}) == 1
