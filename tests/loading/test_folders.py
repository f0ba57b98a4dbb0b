"""Which folders are packs, which files belong to one, and what is said of a path that is neither."""

import os
import socket
from pathlib import Path

import pytest

import roleprofile as rp


def refusal(*paths, **options):
    """The one problem of paths that cannot be loaded."""
    with pytest.raises(rp.LoadError) as caught:
        rp.load(*paths, **options)
    (only,) = caught.value.problems
    return only


class TestPaths:
    def test_no_path_means_the_shipped_packs(self):
        assert set(rp.load().packs) >= {"core", "account-management"}

    def test_a_path_is_exactly_that_pack_and_what_it_requires(self, pack):
        assert set(pack.load().packs) == {"ours", "core"}

    def test_a_folder_of_packs_is_all_of_them(self, pack, make_pack):
        make_pack("theirs")

        assert set(rp.load(pack.root.parent).packs) == {"ours", "theirs", "core"}

    @pytest.mark.parametrize("spelling", ["ours", "ours/", "./ours", "ours/../ours", "ours/."])
    def test_a_path_may_be_relative_and_end_with_a_slash(self, pack, monkeypatch, spelling):
        monkeypatch.chdir(pack.root.parent)

        assert set(rp.load(spelling).packs) == {"ours", "core"}

    def test_what_is_required_is_found_beside_a_pack_that_is_given_as_a_dot(self, make_pack, monkeypatch):
        make_pack("base", requires="")
        monkeypatch.chdir(make_pack("ours", requires="base").root)

        assert set(rp.load(".").packs) == {"ours", "base"}

    def test_one_folder_given_twice_is_one_pack(self, pack, monkeypatch):
        monkeypatch.chdir(pack.root.parent)
        Path("link").symlink_to("ours")

        assert set(rp.load("ours", pack.root, "link").packs) == {"ours", "core"}

    def test_a_link_to_a_pack_is_followed_because_somebody_gave_it(self, pack, monkeypatch):
        monkeypatch.chdir(pack.root.parent)
        Path("link").symlink_to("ours")

        assert set(rp.load("link").packs) == {"ours", "core"}

    def test_problems_name_files_as_the_path_was_given(self, pack, monkeypatch):
        pack.role("analyst", "  - {id: zzz, asks: working, weight: 1}\n")
        monkeypatch.chdir(pack.root.parent)

        assert refusal("ours").path == "ours/roles/analyst.yaml"
        assert refusal(pack.root).path == "ours/roles/analyst.yaml"
        monkeypatch.chdir("/")
        assert refusal(pack.root).path == f"{pack.root}/roles/analyst.yaml".removeprefix("/")

    def test_a_path_that_is_not_there(self):
        found = refusal("no/such/pack")

        assert (found.code, found.path, found.line, found.column) == ("RP101", "no/such/pack", 1, 1)
        assert found.message == "the folder does not exist"

    def test_a_file_instead_of_a_folder_is_answered_with_the_folder_to_give(self, pack):
        found = refusal(pack.role("analyst"))

        assert found.code == "RP101"
        assert found.message == "a file, not the folder of a pack"
        assert found.hint == f"give {pack.root}"

    def test_an_empty_folder(self, tmp_path):
        assert refusal(tmp_path).message.endswith("has a pack.yaml")

    def test_a_pack_yml_is_answered_with_the_name_to_give_it(self, pack):
        (pack.root / "pack.yaml").rename(pack.root / "pack.yml")

        assert refusal(pack.root).hint == "rename pack.yml to pack.yaml"

    @pytest.mark.parametrize("path", ["a\0b", "a" * 5000])
    def test_a_path_that_no_file_can_have(self, path):
        assert refusal(path).code == "RP101"

    def test_a_path_that_is_wrong_does_not_hide_what_is_wrong_at_another(self, pack):
        pack.role("analyst", "  - {id: zzz, asks: working, weight: 1}\n")
        with pytest.raises(rp.LoadError) as caught:
            rp.load("nowhere", pack.root)

        assert {problem.code for problem in caught.value.problems} == {"RP101", "RP301"}

    def test_on_error_is_raise_or_skip(self):
        with pytest.raises(ValueError, match="raise"):
            rp.load(on_error="ignore")


class TestFiles:
    def test_hidden_files_and_folders_are_passed_over(self, pack):
        pack.write(".notes.yaml", "not a document")
        pack.write(".git/roles/analyst.yaml", "not a document")

        assert pack.load().problems == ()

    def test_files_that_are_not_yaml_are_passed_over(self, pack):
        pack.write("README.md", "# Ours")
        pack.write("roles/analyst.yaml.bak", "not a document")
        (pack.root / "broken").symlink_to("nowhere")

        assert pack.load().problems == ()

    def test_both_endings_of_yaml_are_read(self, pack):
        pack.role("analyst").rename(pack.root / "roles" / "analyst.yml")

        assert "ours:analyst" in pack.load().roles

    def test_folders_within_a_pack_are_for_its_authors_to_arrange(self, pack):
        pack.role("analyst").rename(pack.write("some/where/else/x", "").with_name("analyst.yaml"))

        assert "ours:analyst" in pack.load().roles

    def test_a_folder_may_have_the_name_of_a_file(self, pack):
        pack.role("analyst").rename(pack.write("roles.yaml/x", "").with_name("analyst.yaml"))

        assert "ours:analyst" in pack.load().roles

    def test_a_linked_folder_is_not_followed(self, pack):
        (pack.root / "more").symlink_to(pack.root)

        assert pack.codes() == ["RP103"]

    def test_a_linked_head_is_refused_and_not_passed_over(self, pack):
        (pack.root / "pack.yaml").rename(pack.root / "pack")
        (pack.root / "pack.yaml").symlink_to("pack")

        assert pack.codes() == ["RP103"]

    @pytest.mark.parametrize("name", ["a\nb.yaml", "a\x1b[31mb.yaml", b"\xff.yaml"])
    def test_a_name_that_cannot_be_shown_is_shown_without_what_cannot_be(self, pack, name):
        Path(pack.root, os.fsdecode(name)).write_text("no document")
        (found,) = pack.problems()

        assert found.path.isprintable()
        assert str(found).encode()

    def test_a_socket_is_no_document(self, pack, monkeypatch):
        monkeypatch.chdir(pack.root)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("s.yaml")

            assert pack.codes() == ["RP102"]

    def test_a_folder_that_cannot_be_read_is_one_problem_and_excuses_what_may_be_in_it(self, pack, monkeypatch):
        pack.descriptors("tact")
        pack.role("analyst", "  - {id: tact, asks: working, weight: 1}\n")
        scan = os.scandir

        def scandir(path):
            if Path(path) == pack.root / "descriptors":
                raise PermissionError(13, "Permission denied")
            return scan(path)

        monkeypatch.setattr(os, "scandir", scandir)
        (found,) = pack.problems()

        assert found.code == "RP101"
        assert found.path.endswith("ours/descriptors")
        assert found.message == "the folder cannot be read: Permission denied"


class TestLimits:
    def codes(self, pack, **limits):
        return pack.codes(limits=rp.Limits(**limits))

    def test_bytes_of_a_file(self, make_pack):
        pack = make_pack("ours", requires="")
        size = pack.write("scales/grade.yaml", "#" * 1000).stat().st_size

        assert self.codes(pack, file_bytes=size) == ["RP121"]
        assert self.codes(pack, file_bytes=size - 1) == ["RP104"]

    def test_what_rests_on_files_that_are_too_large_is_not_said_to_be_missing(self, pack):
        pack.role("analyst")

        assert set(self.codes(pack, file_bytes=1)) == {"RP104"}

    def test_values_of_a_file(self, pack):
        pack.descriptors(*(f"d-{number}" for number in range(200)))

        assert self.codes(pack, nodes=1000) == ["RP115"]

    def test_depth_of_a_file(self, make_pack):
        pack = make_pack("ours", requires="")
        pack.write(
            "vocabularies/tool.yaml",
            "kind: vocabulary\nschema: 1\nid: tool\nlabel: {en: T}\nterms: [{id: a, label: {en: A}, narrower: "
            "[{id: b, label: {en: B}}]}]\n",
        )

        assert pack.load(limits=rp.Limits(depth=6)).problems == ()
        assert self.codes(pack, depth=5) == ["RP116"]

    def test_depth_stays_below_what_python_recurses(self, make_pack):
        pack = make_pack("ours", requires="")
        terms = "{id: t, label: {en: T}}"
        for number in range(48):
            terms = f"{{id: t-{number}, label: {{en: T}}, narrower: [{terms}]}}"
        pack.write(
            "vocabularies/tool.yaml",
            f"kind: vocabulary\nschema: 1\nid: tool\nlabel: {{en: T}}\nterms: [{terms}]\n",
        )

        assert len(pack.load(limits=rp.Limits(depth=100)).vocabularies["ours:tool"].term_ids) == 49
        with pytest.raises(ValueError, match="depth"):
            rp.Limits(depth=101)

    def test_digits_of_a_number(self, make_pack):
        pack = make_pack("ours", requires="")
        pack.append("pack.yaml", "owner: 1234\n")

        assert self.codes(pack, digits=3) == ["RP117"]

    def test_characters_of_a_text(self, make_pack):
        pack = make_pack("ours", requires="")
        pack.append("pack.yaml", f"owner: {'a' * 51}\n")

        assert pack.load(limits=rp.Limits(string=51)).problems == ()
        assert self.codes(pack, string=50) == ["RP118"]

    def test_files_of_a_pack(self, make_pack):
        pack = make_pack("ours", requires="")
        for number in range(3):
            pack.descriptors(f"d-{number}", file=f"list-{number}")
        pack.write("scales/proficiency.yaml", "kind: scale\nschema: 1\nid: proficiency\n")

        assert self.codes(pack, files=4) == ["RP120"]

    def test_bytes_of_a_pack(self, make_pack):
        pack = make_pack("ours", requires="")
        size = (pack.root / "pack.yaml").stat().st_size

        assert pack.load(limits=rp.Limits(pack_bytes=size)).problems == ()
        assert self.codes(pack, pack_bytes=size - 1) == ["RP120"]

    def test_positions_are_found_in_a_file_that_only_larger_limits_allow(self, pack):
        pack.role("analyst", f"  # {'-' * 300_000}\n  - {{id: zzz, asks: working, weight: 1}}\n")
        (found,) = pack.problems(limits=rp.Limits(file_bytes=1_000_000))

        assert (found.code, found.line, found.column) == ("RP301", 9, 10)
