"""Installed packs that are broken, or not as they are declared: what is said of them, and where."""

import subprocess
import sys

import pytest

import roleprofile as rp
from roleprofile.loading.installed import installed_packs

ENDS = 'raise SystemExit("imported")\n'


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder that packages are installed into."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def install(site):
    """Install a distribution as pip does: its metadata, the list of its files, and the files."""

    def install_one(name, declared, packs=(), version="1.0.0"):
        info = site / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n[roleprofile.packs]\n{declared}\n")
        (info / "RECORD").write_text(f"{info.name}/METADATA,,\n{info.name}/entry_points.txt,,\n")
        for package, pack_id in packs:
            folder = site.joinpath(*package.split("."))
            folder.mkdir(parents=True)
            for above in (folder, *folder.parents):
                if above == site:
                    break
                (above / "__init__.py").write_text(ENDS)
            (folder / "pack.yaml").write_text(
                f'kind: pack\nschema: 1\nid: {pack_id}\nversion: "1.0.0"\nlabel: {{en: A pack}}\nlanguages: [en]\n'
            )
        return info

    return install_one


def problems():
    with pytest.raises(rp.LoadError) as caught:
        rp.load(discover=True)
    return caught.value.problems


class TestFinding:
    def test_is_sorted_and_runs_no_code(self, install):
        install("zoo-packs", "zoo = zoo_pack\nape = deep.down.ape", [("zoo_pack", "zoo"), ("deep.down.ape", "ape")])
        install("bee-pack", "bee=bee_pack", [("bee_pack", "bee")], "2.1")

        assert [(one.name, one.by) for one in installed_packs()] == [
            ("ape", "zoo-packs 1.0.0"),
            ("bee", "bee-pack 2.1"),
            ("zoo", "zoo-packs 1.0.0"),
        ]
        assert {"ape", "bee", "zoo"} <= rp.load(discover=True).packs.keys()
        assert not {"zoo_pack", "deep", "deep.down", "deep.down.ape", "bee_pack"} & sys.modules.keys()

    def test_a_package_without_init_is_one_too(self, install, site):
        install("bee-pack", "bee = names.bee_pack", [("names.bee_pack", "bee")])
        (site / "names" / "__init__.py").unlink()
        (site / "names" / "bee_pack" / "__init__.py").unlink()

        assert "bee" in rp.load(discover=True).packs

    def test_a_folder_that_is_configured_and_installed_is_one_pack(self, install, site):
        install("bee-pack", "bee = bee_pack", [("bee_pack", "bee")])
        (site.parent / "roleprofile.toml").write_text('packs = ["site/bee_pack"]')

        assert str(rp.load(discover=True).origins["bee"]) == "named in roleprofile.toml:1"

    def test_costs_nothing_where_nothing_is_asked(self):
        code = (
            "import sys, roleprofile as rp; rp.load()\n"
            "assert 'roleprofile.loading.installed' in sys.modules\n"
            "assert 'importlib.metadata' not in sys.modules"
        )
        # Without the site: what an environment installs may import what it likes when Python starts.
        paths = [path for path in sys.path if path]
        start = f"import sys; sys.path[:] = {paths!r}\n"
        done = subprocess.run([sys.executable, "-S", "-c", start + code], capture_output=True, text=True, check=False)

        assert done.stderr == ""


class TestMistakes:
    def test_a_package_that_is_not_there(self, install):
        info = install("bee-pack", "bee = bee_pack")
        (problem,) = problems()

        assert (problem.code, problem.line, problem.column) == ("RP382", 5, 1)
        assert problem.path == f"site/{info.name}/entry_points.txt"
        assert problem.excerpt == "bee = bee_pack"
        assert problem.message == 'pack "bee": the package "bee_pack" has no folder with a pack.yaml'
        assert "bee-pack 1.0.0" in problem.hint

    @pytest.mark.parametrize(
        "value", ["", ".", "a..b", "../up", "/etc", "bee_pack:attribute", "bee pack", "sys", "json", "json.decoder"]
    )
    def test_what_is_no_package_with_a_pack(self, install, value):
        install("bee-pack", f"bee = {value}")

        assert [problem.code for problem in problems()] == ["RP382"]

    def test_a_package_without_a_pack(self, install, site):
        install("bee-pack", "bee = bee_pack")
        (site / "bee_pack").mkdir()
        (site / "bee_pack" / "__init__.py").write_text(ENDS)

        assert [problem.code for problem in problems()] == ["RP382"]

    def test_a_pack_of_another_id_than_declared(self, install):
        install("bee-pack", "be = bee_pack", [("bee_pack", "bee")])
        (problem,) = problems()

        assert str(problem) == (
            'site/bee_pack/pack.yaml:3:5 error RP383 bee-pack 1.0.0 declares this pack as "be", but its id is "bee"'
        )

    def test_one_id_from_two_distributions_names_both(self, install):
        install("bee-pack", "bee = bee_pack", [("bee_pack", "bee")])
        install("wax-pack", "bee = wax_pack", [("wax_pack", "bee")])
        (problem,) = problems()

        assert str(problem) == (
            'site/wax_pack/pack.yaml:3:5 error RP309 pack "bee" is defined twice; '
            "the other is at site/bee_pack/pack.yaml, installed with bee-pack 1.0.0"
        )

    def test_the_id_of_a_shipped_pack(self, install):
        install("bee-pack", "core = bee_pack", [("bee_pack", "core")])

        assert "the other is at site/bee_pack/pack.yaml, installed with bee-pack 1.0.0" in "".join(map(str, problems()))

    def test_of_a_required_pack_are_said_beside_the_requirement(self, install, tmp_path):
        info = install("bee-pack", "bee = bee_pack")
        (tmp_path / "ours").mkdir()
        (tmp_path / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
            'requires: {bee: ">=1"}\n'
        )
        with pytest.raises(rp.LoadError) as caught:
            rp.load("ours")

        assert [(problem.path, problem.code) for problem in caught.value.problems] == [
            ("ours/pack.yaml", "RP313"),
            (f"site/{info.name}/entry_points.txt", "RP382"),
        ]

    def test_left_out_where_that_is_asked(self, install):
        install("bee-pack", "bee = bee_pack")
        catalog = rp.load(discover=True, on_error="skip")

        assert [problem.code for problem in catalog.problems] == ["RP382"]
        assert sorted(catalog.packs) == ["account-management", "core"]
