"""Every code is shown by a pack with that mistake: tests/packs/<what is wrong>/ with what is said of it beside it."""

from __future__ import annotations

import contextlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import roleprofile as rp
from roleprofile.errors import CODES
from roleprofile.quality.lint import IDLE, RULES

if TYPE_CHECKING:
    from collections.abc import Callable

PACKS = Path(__file__).parent.parent / "packs"
NAMES = sorted(folder.name for folder in PACKS.iterdir())

HEAD = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""
NOTE = "kind: descriptors\nschema: 1\nid: notes\n"


def problems_of(path: Path, limits: rp.Limits | None = None) -> tuple[rp.Problem, ...]:
    try:
        # A configuration is looked for from the working directory upwards.
        if (path / "roleprofile.toml").exists():
            with contextlib.chdir(path):
                return rp.load(discover="configured").problems
        return rp.load(path, limits=limits).problems
    except rp.LoadError as error:
        return error.problems


@cache
def found(name: str) -> tuple[rp.Problem, ...]:
    """The problems of a pack, from where it lies; every test of the pack looks at the same ones."""
    with contextlib.chdir(PACKS / name):
        return problems_of(Path())


def expected(name: str) -> list[str]:
    return (PACKS / name / "expected.txt").read_text("utf-8").splitlines()


class TestOutcomeFolders:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_pack_gives_exactly_the_problems_beside_it(self, name):
        assert [str(problem) for problem in found(name)] == expected(name)

    def test_twelve_mistakes_in_five_files_are_twelve_problems_in_one_run(self):
        problems = found("twelve-mistakes")

        assert len(problems) == 12
        assert len({problem.code for problem in problems}) == 12
        assert len({problem.path for problem in problems}) == 5

    @pytest.mark.parametrize("name", NAMES)
    def test_the_caret_stands_under_something(self, name):
        for problem in found(name):
            shown = problem.excerpt[problem.column - 1 : problem.column - 1 + problem.width]

            # Under a tab, or where something is missing, there is nothing to see; RP380 shows no line of another file.
            assert shown.strip() or problem.code in {"RP107", "RP108", "RP121", "RP123", "RP203", "RP380"}, problem

    @pytest.mark.parametrize("name", NAMES)
    def test_each_problem_has_a_hint_or_the_allowed_values(self, name):
        assert [str(problem) for problem in found(name) if not problem.hint and not problem.allowed] == []

    @pytest.mark.parametrize("name", NAMES)
    def test_no_message_speaks_of_what_stands_in_for_a_mistake(self, name):
        for problem in found(name):
            assert "stands-in" not in f"{problem} {problem.hint} {problem.allowed}"


def in_utf_16(folder: Path) -> None:
    (folder / "notes.yaml").write_bytes(NOTE.encode("utf-16"))


def with_a_nul(folder: Path) -> None:
    (folder / "notes.yaml").write_text(f"{NOTE}owner: a\0b\n")


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "notes.yaml")


def a_link(folder: Path) -> None:
    (folder.parent / "notes.yaml").write_text(NOTE)
    (folder / "notes.yaml").symlink_to("../notes.yaml")


def large(folder: Path) -> None:
    (folder / "notes.yaml").write_text(NOTE + "#" * rp.Limits().file_bytes)


def many_values(folder: Path) -> None:
    (folder / "notes.yaml").write_text(f"{NOTE}owner: [{'a,' * rp.Limits().nodes}]\n")


def a_long_text(folder: Path) -> None:
    (folder / "notes.yaml").write_text(f"{NOTE}owner: {'a' * (rp.Limits().string + 1)}\n")


def many_files(folder: Path) -> None:
    for number in range(12):
        (folder / f"notes-{number}.yaml").write_text(NOTE.replace("notes", f"notes-{number}"))


#: What cannot lie in a repository, or not well: the code, how it comes about, and a limit that makes it cheap.
MADE: dict[str, tuple[Callable[[Path], None], rp.Limits | None]] = {
    "RP102": (a_pipe, None),
    "RP103": (a_link, None),
    "RP104": (large, None),
    "RP105": (in_utf_16, None),
    "RP106": (with_a_nul, None),
    "RP115": (many_values, None),
    "RP118": (a_long_text, None),
    "RP120": (many_files, rp.Limits(files=10)),
}


@pytest.mark.parametrize("code", MADE)
def test_what_cannot_lie_in_a_repository_is_refused_too(code, tmp_path):
    make, limits = MADE[code]
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "pack.yaml").write_text(HEAD.replace('requires: {core: ">=1,<2"}\n', ""))
    make(folder)

    assert [problem.code for problem in problems_of(folder, limits)] == [code]


def test_every_code_is_shown_by_a_pack():
    # Others are in test_folders.py (RP101), tests/tables (RP122, RP5..), test_built.py, test_force.py (what load()
    # leaves out when it is asked to), tests/cli/test_names.py (RP358) and tests/discovery (installed packs).
    elsewhere = {
        "RP101",
        "RP122",
        "RP350",
        "RP351",
        "RP352",
        "RP353",
        "RP355",
        "RP356",
        "RP357",
        "RP358",
        "RP382",
        "RP383",
    }
    # What lint finds in packs that load, the pages of its rules show: see tests/checking/test_pages.py.
    linted = {rule.code for rule in RULES} | {IDLE}
    shown = {*elsewhere, *MADE, *linted, *(line.split()[2] for name in NAMES for line in expected(name))}

    assert sorted(code for code in CODES if code < "RP500") == sorted(shown)
