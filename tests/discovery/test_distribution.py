"""A distribution with packs, built as a team builds it, installed into a real environment and found there."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

DISTRIBUTION = Path(__file__).parents[1] / "distribution"

REPORT = """
import json, sys
import roleprofile as rp
catalog = rp.load({arguments})
origins = {{name: (str(one), one.path) for name, one in catalog.origins.items()}}
imported = [name for name in sys.modules if name.startswith("hospital")]
print(json.dumps({{"origins": origins, "roles": list(catalog.roles), "imported": imported}}))
"""


def run(*command, **options):
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False, **options
    )
    if done.returncode:
        pytest.fail(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of an environment with the distribution, and with what this one has."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(DISTRIBUTION))
    venv.create(folder / "venv", with_pip=False)
    paths = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    python = Path(sysconfig.get_path("scripts", vars=paths), Path(sys.executable).name)
    site = Path(sysconfig.get_path("purelib", vars=paths))
    # Installed means found on a path: roleprofile and what it needs are where they are for these tests.
    ours = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "ours.pth").write_text("".join(f"import site; site.addsitedir({path!r})\n" for path in sorted(ours)))
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--no-deps", str(wheel))
    return python


@pytest.fixture
def report(python, tmp_path):
    def load(arguments):
        import json

        return json.loads(run(str(python), "-c", REPORT.format(arguments=arguments), cwd=tmp_path))

    return load


class TestInstalledDistribution:
    def test_its_packs_are_found_with_all_that_there_are(self, report):
        found = report("discover=True")

        assert found["origins"].keys() == {"account-management", "clinics", "core", "hospital"}
        assert found["origins"]["hospital"][0] == "installed with hospital-pack 1.2.0"
        assert Path(found["origins"]["hospital"][1]).parts[-2:] == ("site-packages", "hospital_pack")
        assert Path(found["origins"]["clinics"][1]).parts[-2:] == ("hospital_group", "clinics")
        assert found["origins"]["core"][0] == "shipped with roleprofile"
        assert {"hospital:ward-clerk", "clinics:receptionist"} <= set(found["roles"])

    def test_no_code_of_it_runs(self, report):
        """The packages end the process when they are imported, those above a pack too."""
        assert report("discover=True")["imported"] == []

    def test_load_alone_is_the_shipped_packs(self, report):
        assert report("")["origins"].keys() == {"account-management", "core"}

    def test_a_pack_may_require_what_is_installed(self, report, tmp_path):
        (tmp_path / "ours").mkdir()
        (tmp_path / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
            'requires: {clinics: "==1"}\n'
        )
        found = report("'ours'")["origins"]

        # clinics requires hospital, and hospital requires core.
        assert {name: how for name, (how, _) in found.items()} == {
            "clinics": "installed with hospital-pack 1.2.0",
            "core": "shipped with roleprofile",
            "hospital": "installed with hospital-pack 1.2.0",
            "ours": "given",
        }

    def test_a_configured_pack_of_the_same_id_is_a_problem_that_names_both(self, python, tmp_path):
        (tmp_path / "ours").mkdir()
        (tmp_path / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: hospital\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
        )
        (tmp_path / "roleprofile.toml").write_text('packs = ["ours"]\n')
        done = subprocess.run(
            [str(python), "-m", "roleprofile", "list", "packs"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 2
        assert (
            'RP309 pack "hospital" is defined twice; the other is at ours/pack.yaml, named in roleprofile.toml:1'
            in done.stderr
        )
        assert "hospital_pack/pack.yaml:3:5" in done.stderr

    def test_the_command_shows_where_each_pack_came_from(self, python, tmp_path):
        out = run(str(python), "-m", "roleprofile", "list", "packs", cwd=tmp_path)

        assert "  hospital 1.2.0  installed with hospital-pack 1.2.0\n" in out
        assert "  core 1.0.0  shipped with roleprofile\n" in out
