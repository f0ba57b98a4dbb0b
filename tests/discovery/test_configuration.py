"""Which packs a project names, where that is looked for, and what is said of mistakes in it."""

import os
from pathlib import Path

import pytest

import roleprofile as rp
from roleprofile.loading.configuration import find_configuration

LIMITS = rp.Limits()


def make_pack(folder, name, more=""):
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        f'kind: pack\nschema: 1\nid: {name}\nversion: "1.0.0"\nlabel: {{en: Ours}}\nlanguages: [en]\n{more}'
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A project with a pack, in the working directory; nothing above it is looked at."""
    project = tmp_path / "project"
    make_pack(project / "ours", "ours")
    (project / ".git").mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("NO_COLOR", "1")
    return project


def found(folder):
    configuration = find_configuration(folder, LIMITS)
    return configuration and configuration.path


def problems(**options):
    with pytest.raises(rp.LoadError) as caught:
        rp.load(**options)
    return [str(problem) for problem in caught.value.problems]


class TestWhereItIsLookedFor:
    def test_in_the_folder_itself(self, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        assert found(here) == "roleprofile.toml"

    def test_in_the_folders_above(self, here, monkeypatch):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        (here / "a" / "b").mkdir(parents=True)
        monkeypatch.chdir(here / "a" / "b")

        assert list(rp.load(discover="configured").packs) == ["ours"]

    def test_the_nearest_wins(self, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        (here / "a" / "b").mkdir(parents=True)
        (here / "a" / "roleprofile.toml").write_text('packs = ["theirs"]')

        assert found(here / "a" / "b") == "a/roleprofile.toml"

    def test_in_one_folder_its_own_file_comes_first(self, here):
        (here / "pyproject.toml").write_text('[tool.roleprofile]\npacks = ["theirs"]')
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        assert found(here) == "roleprofile.toml"

    def test_a_pyproject_without_the_table_is_passed_over(self, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        (here / "a").mkdir()
        (here / "a" / "pyproject.toml").write_text('[project]\ndependencies = ["roleprofile"]\n')

        assert found(here / "a") == "roleprofile.toml"

    def test_a_pyproject_with_a_mistake_that_is_not_about_us_is_passed_over(self, here):
        (here / "pyproject.toml").write_text("[project\n")

        assert found(here) is None

    @pytest.mark.parametrize("mark", ["folder", "file"])
    def test_not_beyond_the_repository(self, here, mark):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        (here / "inner").mkdir()
        # A worktree and a submodule have a file of that name.
        if mark == "folder":
            (here / "inner" / ".git").mkdir()
        else:
            (here / "inner" / ".git").write_text("gitdir: elsewhere")

        assert found(here / "inner") is None

    def test_not_beyond_the_home_folder(self, here, monkeypatch):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        (here / "home" / "work").mkdir(parents=True)
        monkeypatch.setenv("HOME", str(here / "home"))

        assert found(here / "home" / "work") is None

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_waits_for_no_pipe_and_refuses_it(self, here):
        os.mkfifo(here / "roleprofile.toml")

        assert problems(discover="configured") == ["roleprofile.toml:1:1 error RP102 a named pipe, not a file"]

    @pytest.mark.parametrize("name", ["roleprofile.toml", "pyproject.toml"])
    @pytest.mark.parametrize("target", ["shared.toml", "nowhere.toml"])
    def test_a_link_is_not_followed(self, here, name, target):
        """It could lead to a file of somebody else, whose lines a message would show."""
        (here / "shared.toml").write_text('packs = ["ours"]')
        (here / name).symlink_to(target)

        assert problems(discover="configured") == [f"{name}:1:1 error RP103 symbolic links are not followed"]


class TestWhatItNames:
    def test_folders_from_its_own_place(self, here, monkeypatch):
        make_pack(here.parent / "shared" / "pack", "shared")
        make_pack(here / "several" / "one", "one")
        make_pack(here / "several" / "two", "two")
        (here / "pyproject.toml").write_text(
            '[tool.roleprofile]\npacks = ["ours", "../shared/pack", "several"]\n[tool.other]\nx = 1\n'
        )
        (here / "below").mkdir()
        monkeypatch.chdir(here / "below")
        catalog = rp.load(discover="configured")

        assert list(catalog.packs) == ["one", "ours", "shared", "two"]
        assert {one.how for one in catalog.origins.values()} == {"configured"}
        assert catalog.origins["one"].by == f"{here.as_posix()}/pyproject.toml:2"

    def test_what_they_require_comes_with_them(self, here):
        make_pack(here / "theirs", "theirs", 'requires: {ours: ">=1", core: ">=1"}\n')
        (here / "roleprofile.toml").write_text('packs = ["theirs"]')
        origins = rp.load(discover="configured").origins

        assert {name: str(one) for name, one in origins.items()} == {
            "core": "shipped with roleprofile",
            "ours": "required by theirs and found next to it",
            "theirs": "named in roleprofile.toml:1",
        }

    def test_satisfies_what_a_given_pack_requires(self, here):
        make_pack(here / "deep" / "down" / "theirs", "theirs", 'requires: {ours: ">=1"}\n')
        (here / "roleprofile.toml").write_text('packs = ["deep/down", "ours"]')
        origins = rp.load("deep/down/theirs").origins

        assert {name: str(one) for name, one in origins.items()} == {
            "ours": "named in roleprofile.toml:1",
            "theirs": "given",
        }

    def test_is_not_asked_for_what_lies_beside(self, here):
        make_pack(here / "theirs", "theirs", 'requires: {ours: ">=1"}\n')
        make_pack(here / "other", "ours")
        (here / "roleprofile.toml").write_text('packs = ["other"]')

        assert rp.load("theirs").origins["ours"].how == "beside"

    def test_one_folder_twice_is_one_pack(self, here):
        (here / "roleprofile.toml").write_text('packs = ["ours", "./ours/", "ours/../ours"]')

        assert list(rp.load("ours", discover="configured").packs) == ["ours"]

    def test_load_alone_reads_no_configuration(self, here):
        (here / "roleprofile.toml").write_text('packs = ["nowhere"]')

        assert sorted(rp.load().packs) == ["account-management", "core"]
        assert list(rp.load("ours").packs) == ["ours"]

    def test_all_that_there_are_include_the_shipped(self, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        assert {"account-management", "core", "ours"} <= rp.load(discover=True).packs.keys()


class TestMistakes:
    @pytest.mark.parametrize(
        "text, expected",
        [
            ("[tool]\nroleprofile = 3", "2:15 error RP203 expected a table here"),
            ("[tool.roleprofile]\n", '1:7 error RP202 missing key "packs"'),
            ("[tool]\nroleprofile = {}", '2:1 error RP202 missing key "packs"'),
            ("tool.roleprofile.packs = []", "1:26 error RP208 the list names no folder"),
            ("[tool.roleprofile]\npacks = {a = 1}", "2:9 error RP203 expected a list of folders here"),
            ('[tool.roleprofile]\npacks = ["a\\u0000b"]', '2:10 error RP381 "a\\u0000b": the folder does not exist'),
            ("[tool.roleprofile]\npacks = [", "2:10 error RP380 invalid value"),
        ],
    )
    def test_in_a_pyproject_stand_at_their_line(self, here, text, expected):
        (here / "pyproject.toml").write_text(text)

        assert problems(discover="configured") == [f"pyproject.toml:{expected}"]

    def test_bytes_that_are_no_text(self, here):
        (here / "roleprofile.toml").write_bytes(b'# gr\xc3\xb6\xdfe\npacks = ["ours"]')

        assert problems(discover=True) == ["roleprofile.toml:1:6 error RP105 the byte 0xDF is not UTF-8"]

    def test_a_byte_order_mark_is_none(self, here):
        (here / "roleprofile.toml").write_bytes(b'\xef\xbb\xbfpacks = ["ours"]')

        assert list(rp.load(discover="configured").packs) == ["ours"]

    def test_a_file_that_is_too_large(self, here):
        (here / "roleprofile.toml").write_text("#" * (LIMITS.file_bytes + 1))

        assert problems(discover=True)[0].startswith("roleprofile.toml:1:1 error RP104")

    @pytest.mark.parametrize(
        "name, text",
        [
            ("roleprofile.toml", b"TOKEN=secret-123\n"),
            ("roleprofile.toml", b"root:x:0:0:secret-123\n"),
            ("roleprofile.toml", b'TOKEN = "secret-123"\n'),
            ("roleprofile.toml", b"TOKEN = secret-123\xff\n"),
            ("pyproject.toml", b"# roleprofile\nTOKEN=secret-123\n"),
        ],
    )
    def test_no_line_of_a_file_that_is_no_configuration_is_shown(self, call, here, name, text):
        (here / name).write_bytes(text)
        status, out, err = call("check")

        assert status == 2
        assert f"{name}:" in out
        assert "secret" not in out + err

    def test_the_line_of_a_mistake_in_a_configuration_is_shown(self, call, here):
        (here / "roleprofile.toml").write_text('colour = "red"\npacks = ["ours"]')

        assert 'colour = "red"' in call("check")[1]

    def test_none_at_all_where_one_is_wanted(self, here):  # noqa: ARG002
        (problem,) = problems(discover="configured")

        assert problem.startswith("roleprofile.toml:1:1 error RP101 neither this folder")

    def test_another_word_for_discover_is_an_error(self):
        with pytest.raises(ValueError, match='discover must be True, False or "configured"'):
            rp.load(discover="all")


class TestCommands:
    def test_check_without_a_path_checks_what_is_configured(self, call, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        assert call("check") == (0, "", "No problems.\n")
        (here / "ours" / "pack.yaml").write_text("kind: pack\n")
        assert call("check", "--format", "concise", "--select", "RP202")[0] == 1

    def test_check_without_a_path_names_in_junit_what_it_checked(self, call, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        assert '<testsuite name="ours"' in call("check", "--format", "junit")[1]

    @pytest.mark.parametrize("text", ["packs = [", 'packs = ["nowhere"]', "pack = 1"])
    def test_check_of_a_wrong_configuration_is_wrong_usage_whatever_is_selected(self, call, here, text):
        (here / "roleprofile.toml").write_text(text)
        status, out, _ = call("check", "--select", "RP204")

        assert status == 2
        assert out.startswith("roleprofile.toml:1:")

    def test_check_without_both_is_wrong_usage(self, call):
        status, out, err = call("check")

        assert (status, out) == (2, "")
        assert 'packs = ["our-pack"]' in err

    def test_test_without_a_path_runs_the_cases_of_what_is_configured(self, call, here):
        (here / "roleprofile.toml").write_text('packs = ["ours"]')

        status, _, err = call("test")

        assert (status, err) == (1, "No cases found.\n")

    def test_test_without_both_names_what_is_wanted(self, call):
        status, out, err = call("test")

        assert (status, out) == (2, "")
        assert 'packs = ["our-pack"]' in err

    def test_other_commands_use_what_is_configured_beside_the_shipped(self, call, here):
        (here / "ours" / "roles").mkdir()
        (here / "ours" / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
            'requires: {core: ">=1"}\n'
        )
        (here / "ours" / "roles" / "host.yaml").write_text(
            'kind: role\nschema: 1\nid: host\nversion: "1.0.0"\nlabel: {en: Host}\ndefaults: {basis: judgement}\n'
            "requirements:\n  - {id: teamwork, asks: working, weight: 1}\n"
        )
        (here / "roleprofile.toml").write_text('packs = ["ours"]')
        roles = [line.split()[0] for line in call("list", "roles")[1].splitlines()]

        assert {"host", "account-manager"} <= set(roles)
        assert call("show", "host")[0] == 0
        roles = [line.split()[0] for line in call("list", "roles", "--pack", "ours")[1].splitlines()]
        assert roles == ["host"]

    def test_list_packs_says_where_each_came_from(self, call, here):
        (here / "roleprofile.toml").write_text('# ours\npacks = ["ours"]')
        status, out, _ = call("list", "packs")

        assert status == 0
        assert "  ours 1.0.0  named in roleprofile.toml:2\n      ours\n" in out
        assert "  core 1.0.0  shipped with roleprofile\n" in out

    def test_list_packs_of_given_ones(self, call, here):  # noqa: ARG002
        assert call("list", "packs", "--pack", "ours")[1] == "  ours 1.0.0  given\n      ours\n"


def test_the_origin_of_a_pack_is_no_part_of_what_a_catalog_is(here):
    (here / "roleprofile.toml").write_text('packs = ["ours"]')

    assert rp.load("ours") == rp.load(discover="configured")
    assert rp.load("ours").origins != rp.load(discover="configured").origins
    assert Path(rp.load("ours").origins["ours"].path) == Path("ours")
