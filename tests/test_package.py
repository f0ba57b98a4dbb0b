"""What is shipped: the wheel built from the sdist, the editable install, an import from the zipped wheel."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from examples import once

ROOT = Path(__file__).parents[1]

LOADS_THE_SHIPPED_PACKS = """
import roleprofile
catalog = roleprofile.load()
assert catalog.roles, "no role was found"
print(roleprofile.__file__)
print(*sorted(catalog.roles))
"""


def run(*command, **options):
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        **options,
    )
    if done.returncode:
        pytest.fail(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def load_in_a_new_process(set_up, folder):
    """Load the packs in a fresh interpreter; return the file of the module and the roles."""
    file, roles = run(sys.executable, "-I", "-c", set_up + LOADS_THE_SHIPPED_PACKS, cwd=folder).splitlines()
    return Path(file), roles.split()


@pytest.fixture(scope="module")
def known_to_git():
    """The files of the repository, by git's word: what is committed, and what is new and not ignored."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout: nothing to compare with")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return {name for name in listed.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the sdist, and with the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def sdist(built):
    (path,) = built.glob("*.tar.gz")
    return path


@once
class TestWheel:
    @pytest.mark.parametrize("folder", ["schemas", "profiles"])
    def test_carries_the_folder_as_git_has_it_byte_for_byte(self, wheel, known_to_git, folder):
        expected = {name: (ROOT / name).read_bytes() for name in known_to_git if name.startswith(f"{folder}/")}

        with zipfile.ZipFile(wheel) as archive:
            prefix = "roleprofile/_shipped/"
            shipped = {
                name.removeprefix(prefix): archive.read(name)
                for name in archive.namelist()
                if name.startswith(f"{prefix}{folder}/")
            }

        assert expected
        assert shipped == expected

    def test_carries_the_mark_of_typed_packages_and_the_compiled_catalogs(self, wheel):
        names = zipfile.ZipFile(wheel).namelist()

        assert "roleprofile/py.typed" in names
        assert "roleprofile/locale/fil/LC_MESSAGES/roleprofile.mo" in names

    def test_finds_its_packs_when_it_is_installed(self, wheel, tmp_path):
        site = tmp_path / "site"
        run(sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", f"--target={site}", str(wheel))

        file, roles = load_in_a_new_process(f"import sys; sys.path.insert(0, {str(site)!r})", tmp_path)

        assert file.is_relative_to(site)
        assert roles

    def test_finds_its_packs_when_it_is_imported_zipped(self, wheel, tmp_path):
        file, roles = load_in_a_new_process(f"import sys; sys.path.insert(0, {str(wheel)!r})", tmp_path)

        assert file.is_relative_to(wheel)
        assert roles


class TestSdist:
    @pytest.fixture(scope="class")
    @staticmethod
    def names(sdist):
        with tarfile.open(sdist) as archive:
            return {member.name.partition("/")[2] for member in archive if member.isfile()}

    def test_holds_all_that_git_knows(self, names, known_to_git):
        tracked = set(run("git", "ls-files", "-z", cwd=ROOT).split("\0")) & known_to_git

        assert tracked - names == set()

    def test_holds_nothing_else(self, names, known_to_git):
        """No environment, cache or stray file of the checkout is published."""

        assert names - known_to_git == {"PKG-INFO"}


class TestEditableInstall:
    @pytest.fixture(scope="class")
    @staticmethod
    def site(tmp_path_factory):
        """A folder like site-packages into which the checkout is installed as editable."""
        folder = tmp_path_factory.mktemp("editable")
        build = f"import hatchling.build; hatchling.build.build_editable({str(folder)!r})"
        run(sys.executable, "-c", build, cwd=ROOT)
        (editable_wheel,) = folder.glob("*.whl")
        shutil.unpack_archive(editable_wheel, folder / "site", format="zip")
        return folder / "site"

    def test_finds_the_packs(self, site, tmp_path):
        # What the .pth file adds goes to the front: another copy may be installed in this environment.
        set_up = f"""
import site, sys
before = list(sys.path)
site.addsitedir({str(site)!r})
sys.path[:] = [path for path in sys.path if path not in before] + before
"""

        file, roles = load_in_a_new_process(set_up, tmp_path)

        assert file.is_relative_to(ROOT / "src")
        assert roles

    def test_reads_the_folders_of_the_checkout_not_a_copy_of_them(self, tmp_path):
        """A role that is added to the checkout is there at the next load, with nothing to build again."""
        for folder in ("src", "schemas", "profiles"):
            shutil.copytree(ROOT / folder, tmp_path / folder)
        for folder in ("people", "cases"):  # the cases name the people
            shutil.rmtree(tmp_path / "profiles" / "account-management" / folder)
        lists_people = "import roleprofile; print(*roleprofile.load().people)"
        set_up = f"import sys; sys.path.insert(0, {str(tmp_path / 'src')!r}); "

        people = run(sys.executable, "-I", "-c", set_up + lists_people, cwd=tmp_path).split()

        assert people == []


class TestThisInstall:
    def test_is_the_one_that_tox_asked_for(self):
        """The wheel's tests see the wheel, not src/; the editable environment sees src/."""
        expected = os.environ.get("ROLEPROFILE_INSTALLED_AS")
        if expected is None:
            pytest.skip("ROLEPROFILE_INSTALLED_AS is not set: not run by tox")
        import roleprofile

        from_source = Path(roleprofile.__file__).is_relative_to(ROOT / "src")

        assert from_source == (expected == "editable")


class TestSetUp:
    """The few facts that stand in two files."""

    def test_the_ci_runs_the_second_command_of_the_readme(self):
        readme = (ROOT / "README.md").read_text("utf-8")
        command = ".venv/bin/pip install tox && .venv/bin/tox run"

        assert command in readme
        assert f"{command} || exit" in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()

    def test_every_public_name_is_in_the_reference(self):
        import roleprofile

        reference = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "api").glob("*.md"))
        shown = set(re.findall(r"^\.\. auto\w+:: (?:roleprofile\.)?(\w+)$", reference, flags=re.MULTILINE))

        assert set(roleprofile.__all__) - shown == set()

    def test_the_hooks_use_the_ruff_of_the_lint_environment(self):
        groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
        hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")

        (pinned,) = [item.partition("==")[2] for item in groups["lint"] if item.startswith("ruff==")]

        assert re.search(r"ruff-pre-commit\n(?:\s*#.*\n)*\s*rev: v(\S+)", hooks)[1] == pinned
