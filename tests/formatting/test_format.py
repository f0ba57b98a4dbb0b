"""Laying documents out: the meaning stays, the comments stay, and twice is once."""

import io
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples, once
from roleprofile.cli.run import run
from roleprofile.errors import LoadError
from roleprofile.formatting import format_document
from roleprofile.formatting.comments import remarks_of
from roleprofile.formatting.positions import Outline
from roleprofile.loading.reader import parse
from roleprofile.model.shipped import shipped
from roleprofile.model.values import FrozenMap
from scattered import Writer

PROFILES = Path(str(shipped("profiles")))
FILES = sorted(PROFILES.rglob("*.yaml"))
SMALL = [file for file in FILES if file.stat().st_size < 2_500]
TREES = [parse(file.read_bytes(), file.name) for file in SMALL]

#: Texts that are hard to write, and such as nobody thinks of.
TEXTS = st.sampled_from(
    [
        "Plain words of a text",
        "it's {a} [text]: - with # signs, and so on",
        '"quoted"',
        "no",
        "2026-03-14",
        "1.10",
        "0110",
        "Mga kasanayan sa pakikipag-usap " * 6 + "at iba pa",
        "# no comment",
        "- no list",
        "ends with a colon:",
        "two\nlines\n",
        " a space at either end ",
        "two  spaces",
        "tab\tinside",
        "x" * 150,
        "\u00f1 \u2019 \u4f60\u597d \U0001f600",
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60)


SEEDS = st.integers(0, 2**32)


def with_texts(tree, texts):
    """The document with other texts in its labels and reasons."""
    if isinstance(tree, dict):
        return {
            key: next(texts) if key in ("en", "fil") and isinstance(value, str) else with_texts(value, texts)
            for key, value in tree.items()
        }
    return [with_texts(item, texts) for item in tree] if isinstance(tree, list) else tree


#: Documents as they are shipped, with other texts in them.
DOCUMENTS = st.builds(
    lambda tree, texts: with_texts(tree, itertools.cycle(texts)),
    st.sampled_from(TREES),
    st.lists(TEXTS, min_size=1, max_size=8),
)


def laid(text, name="a.yaml"):
    return format_document(text.encode(), Path(name), name)


def shown(text):
    """What a text is laid out as."""
    return laid(text).after


def without_digests(catalog):
    """A catalog as what it says, whatever bytes say it."""
    packs = {name: evolve(pack, digest="") for name, pack in catalog.packs.items()}
    return evolve(catalog, packs=FrozenMap(packs), fingerprint="")


ROLE = """\
kind: role
schema: 1
id: clerk
version: "1.0.0"
label: {en: Clerk}
requirements:
  - {id: dialogue, asks: basic, weight: 1, basis: judgement}
"""
LABEL = "label: {en: Clerk}\n"


class TestLaws:
    @settings(max_examples=examples(50))
    @given(DOCUMENTS, SEEDS)
    def test_the_meaning_stays(self, tree, seed):
        """For every document, however it is written: laid out, it is the same document."""
        text = Writer(seed).document(tree)
        assert parse(text.encode(), "a.yaml") == tree

        assert parse(laid(text).result, "a.yaml") == tree

    @settings(max_examples=examples(50))
    @given(DOCUMENTS, SEEDS)
    def test_the_comments_stay(self, tree, seed):
        """For every document: each comment is there once afterwards, and no other one."""
        writer = Writer(seed)
        text = writer.document(tree)

        assert remarks_of(Outline(laid(text).after)).comments == sorted(writer.comments)

    @settings(max_examples=examples(50))
    @given(DOCUMENTS, SEEDS)
    def test_twice_is_once(self, tree, seed):
        """For every document: what is laid out is laid out already."""
        once = laid(Writer(seed).document(tree)).after

        assert laid(once).after == once


@once
class TestShipped:
    def test_the_shipped_files_are_laid_out(self):
        changed = [str(file) for file in FILES if format_document(file.read_bytes(), file, str(file)).changed]

        assert FILES
        assert changed == []

    def test_written_in_another_way_and_laid_out_they_load_to_an_equal_catalog(self, tmp_path, monkeypatch):
        for seed, file in enumerate(FILES):
            text = Writer(seed).document(parse(file.read_bytes(), file.name))
            for folder, data in (("before", text.encode()), ("after", laid(text).result)):
                target = tmp_path / folder / file.relative_to(PROFILES)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        monkeypatch.chdir(tmp_path / "before")
        before = rp.load(".")
        monkeypatch.chdir(tmp_path / "after")
        after = rp.load(".")

        assert without_digests(before) == without_digests(after)
        assert before.fingerprint != after.fingerprint

    def test_so_do_the_packs_of_the_tests_that_have_no_mistakes(self):
        found = 0
        for file in sorted(Path(__file__).parents[1].rglob("packs/**/*.yaml")):
            data = file.read_bytes()
            try:
                result = format_document(data, file, file.name)
            except LoadError:
                continue
            found += 1
            assert parse(result.result, "") == parse(data, "")
            assert not format_document(result.result, file, file.name).changed

        assert found > 30


class TestStyle:
    def test_keys_come_in_the_order_of_the_schema(self):
        assert shown("schema: 1\nlabel: {en: Clerk}\n" + ROLE.replace("schema: 1\n", "").replace(LABEL, "")) == ROLE

    def test_what_the_author_names_stays_in_the_order_of_the_author(self):
        text = ROLE + "provides:\n  teamwork: basic\n  dialogue: basic\n"

        assert shown(text) == text

    def test_codes_stand_in_quotes(self):
        text = ROLE.replace('"1.0.0"', "1.0.0") + "effective: {from: 2026-03-14}\nowner: no\n"

        after = shown(text)

        assert 'version: "1.0.0"\n' in after
        assert 'effective: {from: "2026-03-14"}\n' in after
        assert 'owner: "no"\n' in after

    def test_text_in_quotes_stays_in_quotes(self):
        assert 'owner: "People team"\n' in shown(ROLE + "owner: 'People team'\n")
        assert "owner: 'the \"A\" team'\n" in shown(ROLE + "owner: 'the \"A\" team'\n")

    def test_brackets_that_fit_stand_on_one_line_and_others_in_none(self):
        short = "aliases: {en: [a,\n   b,\n c]}\n"
        long = f"aliases: {{en: [{', '.join(f'name {n}' for n in range(30))}]}}\n"

        assert "aliases: {en: [a, b, c]}\n" in shown(ROLE + short)
        assert "aliases:\n  en:\n    - name 0\n    - name 1\n" in shown(ROLE + long)

    def test_a_long_text_becomes_a_block_of_120_columns(self):
        after = shown(ROLE + f"description: {{en: {'word ' * 60}}}\n")

        assert "description:\n  en: >-\n    word word" in after
        assert 115 < max(map(len, after.splitlines())) <= 120

    def test_lines_that_an_author_broke_by_hand_stay_broken(self):
        text = ROLE.replace(LABEL, LABEL + "description:\n  en: >-\n    Two short\n    lines.\n")

        assert shown(text) == text

    def test_indentation_is_two_and_a_list_stands_in_its_key(self):
        text = ROLE.replace(LABEL, LABEL + "aliases:\n      en:\n      - a\n      -    b\n")

        assert "aliases:\n  en:\n    - a\n    - b\n" in shown(text)

    def test_a_long_key_stays_a_key(self):
        text = f"kind: person\nschema: 1\nid: c\nfacts: {{{'a' * 95}:{'b' * 95}: basic}}\n"

        assert shown(text).endswith(f"facts:\n  {'a' * 95}:{'b' * 95}: basic\n")

    def test_ends_with_one_line_end(self):
        assert shown(ROLE + "\n\n") == ROLE
        assert shown(ROLE.rstrip("\n")) == ROLE


class TestComments:
    def test_a_comment_goes_where_what_it_is_about_goes(self):
        text = ROLE.replace("kind: role\n", "").replace('version: "1.0.0"\n', "")
        text += '# What this is.\nkind: role  # always\n\n# The first.\nversion: "1.0.0"\n'

        after = shown(text)

        assert after.startswith("# What this is.\nkind: role  # always\nschema: 1\n")
        assert '\n\n# The first.\nversion: "1.0.0"\nlabel:' in after

    def test_one_that_is_further_in_belongs_to_what_is_above_it(self):
        text = ROLE + "  # - {id: teamwork, asks: basic, weight: 1}\njob_family: clerks\n"

        assert shown(text).endswith("basis: judgement}\n  # - {id: teamwork, asks: basic, weight: 1}\n")

    def test_those_in_a_column_stay_in_it(self):
        text = ROLE.replace(LABEL, LABEL.rstrip() + "        # who\n").replace('"1.0.0"', '"1.0.0"            # when')

        assert shown(text) == text

    def test_one_between_a_key_and_its_value_goes_above_the_key(self):
        text = ROLE.replace("id: clerk", "id:\n  # who\n  clerk")

        assert "# who\nid: clerk\n" in shown(text)

    def test_the_head_of_a_file_stays_its_head(self):
        head = "# yaml-language-server: $schema=role.schema.json\n# What this is.\n"

        assert shown(head + DISORDER) == head + ROLE
        assert shown(f"{head}\n# The version of the grammar.\n{DISORDER}") == (
            f"{head}\n" + ROLE.replace("schema:", "# The version of the grammar.\nschema:")
        )

    def test_those_around_a_document_stay_around_it(self):
        assert shown(f"# a\n--- # b\n# c\n{ROLE}...\n# d\n") == f"# a\n# b\n# c\n{ROLE}# d\n"

    def test_one_inside_brackets_opens_them(self):
        text = ROLE.replace(LABEL, LABEL + "aliases:\n  en: [a, # first\n    # of two\n    b]\n")

        assert "aliases:\n  en:\n    - a   # first\n    # of two\n    - b\n" in shown(text)

    def test_two_blank_lines_become_one(self):
        assert shown("\n\n" + ROLE.replace("label", "\n\n\nlabel")) == ROLE.replace("label", "\nlabel")

    def test_what_looks_like_one_in_a_text_is_none(self):
        text = ROLE.replace(LABEL, 'label: {en: "Clerk # 1"}\ndescription:\n  en: |\n    # one\n\n\n    # two\n')

        assert shown(text) == text


class TestBytes:
    def test_windows_line_ends_stay(self):
        data = ROLE.replace("kind: role\nschema: 1\n", "schema: 1\nkind: role\n").replace("\n", "\r\n").encode()

        assert format_document(data, Path("a.yaml"), "a.yaml").result == ROLE.replace("\n", "\r\n").encode()

    def test_the_more_frequent_line_end_becomes_the_only_one(self):
        data = ROLE.replace("\n", "\r\n", 1).encode()

        assert format_document(data, Path("a.yaml"), "a.yaml").result == ROLE.encode()

    def test_a_byte_order_mark_stays(self):
        data = b"\xef\xbb\xbf" + ROLE.encode()

        assert not format_document(data, Path("a.yaml"), "a.yaml").changed


DISORDER = "schema: 1\nkind: role\n" + ROLE.removeprefix("kind: role\nschema: 1\n")
WRONG = ROLE.replace("asks:", "ask:")


@pytest.fixture
def here(here):
    """A pack with a file that is laid out, one that is not, and one with a mistake."""
    roles = here / "ours" / "roles"
    roles.mkdir(parents=True)
    pack = 'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
    (here / "ours" / "pack.yaml").write_text(pack)
    (roles / "clerk.yaml").write_text(DISORDER)
    (roles / "typist.yaml").write_text(WRONG)
    (here / "ours" / "notes.txt").write_text(DISORDER)
    return here


def files(folder):
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file()
    }


class TestCommand:
    def test_writes_what_changes_and_leaves_alone_what_has_a_problem(self, here, capsys):
        before = files(here)

        status = run(["format", "ours"])

        printed = capsys.readouterr()
        after = files(here)
        assert {name for name in after if after[name] != before.get(name)} == {"ours/roles/clerk.yaml"}
        assert after["ours/roles/clerk.yaml"][0] == ROLE.encode()
        assert 'ours/roles/typist.yaml:7:20 error RP201 unknown key "ask"' in printed.err
        assert (status, printed.out) == (1, "")

    def test_writes_only_what_changes(self, here, capsys):
        run(["format", "ours/roles/clerk.yaml"])
        before = files(here)

        assert run(["format", "ours/roles/clerk.yaml"]) == 0
        assert files(here) == before
        assert capsys.readouterr().err == "1 of 1 file formatted.\n0 of 1 file formatted.\n"

    def test_keeps_the_permissions_of_a_file(self, here):
        file = here / "ours" / "roles" / "clerk.yaml"
        file.chmod(0o600)
        run(["format", str(file)])

        assert file.stat().st_mode & 0o777 == 0o600

    def test_check_lists_and_writes_nothing(self, here, capsys):
        before = files(here)

        assert run(["format", "--check", "ours/roles/clerk.yaml", "ours/pack.yaml"]) == 1
        assert capsys.readouterr().out == "would change: ours/roles/clerk.yaml\n"
        assert run(["format", "--check", "ours/pack.yaml"]) == 0
        assert files(here) == before

    def test_diff_shows_and_writes_nothing(self, here, capsys):
        before = files(here)

        assert run(["format", "--diff", "ours/roles/clerk.yaml"]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[:2] == ["--- ours/roles/clerk.yaml", "+++ ours/roles/clerk.yaml"]
        assert [line for line in lines[3:] if line[0] in "+-"] == ["+kind: role", "-kind: role"]
        assert files(here) == before

    def test_takes_standard_input(self, monkeypatch, capfdbinary):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DISORDER.replace("\n", "\r\n").encode())))

        assert run(["format", "-"]) == 0
        assert capfdbinary.readouterr().out == ROLE.replace("\n", "\r\n").encode()

    @pytest.mark.usefixtures("here")
    def test_says_that_there_is_nothing(self, capsys):
        assert run(["format", "nowhere"]) == 2
        assert "no such file or folder" in capsys.readouterr().err
        assert run(["format", "ours/roles"]) == 2
        assert "neither this folder nor a folder inside it has a pack.yaml" in capsys.readouterr().err

    def test_leaves_json_alone(self, here, capsys):
        (here / "c.json").write_text('{"kind": "person", "schema": 1, "id": "c"}')

        assert run(["format", "c.json"]) == 2
        assert "c.json is JSON, and only YAML can be formatted" in capsys.readouterr().err

    def test_follows_no_link(self, here, capsys):
        (here / "link.yaml").symlink_to("ours/roles/clerk.yaml")

        assert run(["format", "link.yaml"]) == 2
        assert "RP103" in capsys.readouterr().err

    def test_says_what_to_install(self, here, monkeypatch, capsys):
        monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
        before = files(here)

        assert run(["format", "ours"]) == 2
        assert capsys.readouterr().err == (
            "roleprofile: this function needs ruamel.yaml; install it with: pip install 'roleprofile[format]'\n"
        )
        assert files(here) == before

    def test_every_other_command_does_without(self):
        done = subprocess.run(
            [sys.executable, "-c", "import sys, roleprofile.cli.run; print('ruamel.yaml' in sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout == "False\n"
