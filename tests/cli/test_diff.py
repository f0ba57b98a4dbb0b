"""``diff``: two folders, two files or two git revisions, as text, JSON and Markdown."""

import json
import os
import re
import shutil
import subprocess

import pytest

HEAD = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
situations:
  - {id: here, label: {en: Here}, context: {company-size: small}}
"""
ROLE = """\
kind: role
schema: 1
id: host
version: "1.0.0"
label: {en: Host}
defaults: {basis: judgement}
requirements:
  - {id: public-speaking, asks: advanced, weight: 4}
  - {id: english, descriptor: language-command, for: english, asks: b2, weight: 3}
"""
PERSON = """\
kind: person
schema: 1
id: c-1
facts: {public-speaking: advanced}
closed: all
"""


@pytest.fixture
def here(here):
    """A folder with a pack, a copy of it in which a weight is another, and a person."""
    for name, role in (("ours", ROLE), ("theirs", ROLE.replace("weight: 4", "weight: 6"))):
        (here / name / "roles").mkdir(parents=True)
        (here / name / "pack.yaml").write_text(HEAD, "utf-8")
        (here / name / "roles/host.yaml").write_text(role, "utf-8")
    (here / "c-1.yaml").write_text(PERSON, "utf-8")
    return here


@pytest.fixture
def call(call):
    def run_one(*arguments):
        status, out, err = call("diff", *arguments)
        assert "/roleprofile-diff-" not in out + err
        return status, out, err

    return run_one


EXPECTED = """\
Rules
  role ours:host
    requirement public-speaking changed
      weight: 4 → 6
      ours/roles/host.yaml:8 → theirs/roles/host.yaml:8

Other weights under the same version
  role ours:host is still version 1.0.0; raise it, because the weight changed of
    requirement public-speaking

Scores, in points of 100
  c-1 as host
    here
      low 57.1428 → 66.6666, supported 57.1428 → 66.6666, high 57.1428 →
        66.6666, A stretch → Viable
        low +9.5238, supported +9.5238, high +9.5238: requirement
          public-speaking

1 rule: 1 changed. 1 score of 1 person changes, 1 verdict changes.
"""


class TestFolders:
    def test_says_what_changed_and_whom_it_moves(self, call):
        assert call("ours", "theirs", "--people", "c-1.yaml") == (1, EXPECTED, "")

    def test_nothing_is_different_from_itself(self, call):
        assert call("ours", "ours") == (0, "No difference.\n", "")

    def test_contexts_and_holders(self, call):
        _, out, _ = call("ours", "theirs", "--people", "c-1.yaml", "--context", "company-size=large", "--holders")

        assert "company-size large" in out
        assert call("ours", "theirs", "--context", "nowhere")[0] == 2
        assert call("ours", "theirs", "--context", "here", "--context", "here")[0] == 1

    def test_json(self, call):
        status, out, _ = call("ours", "theirs", "--people", ".", "--format", "json")
        data = json.loads(out)

        assert status == 1
        assert data["changes"][0]["fields"] == [{"name": "weight", "before": 4, "after": 6, "wording": False}]
        assert data["changes"][0]["after"] == {"file": "theirs/roles/host.yaml", "line": 8}
        (movement,) = data["movements"]
        assert sum(part["low"] for part in movement["parts"]) == movement["after"]["low"] - movement["before"]["low"]

    def test_mistakes_and_names_of_nothing(self, call, here):
        assert "no file or folder" in call("ours", "main")[2]
        assert "PATH is only for --git" in call("ours", "theirs", "more")[2]
        (here / "theirs/roles/host.yaml").write_text(ROLE.replace("weight: 4", "weight: 0"), "utf-8")
        status, _, err = call("ours", "theirs")

        assert status == 2
        assert "theirs/roles/host.yaml:8:51 error RP207" in err

    def test_two_people_of_one_id(self, call, here):
        (here / "more").mkdir()
        shutil.copy(here / "c-1.yaml", here / "more")

        assert "has the same id c-1" in call("ours", "theirs", "--people", "c-1.yaml", "--people", "more")[2]


class TestFiles:
    def test_a_file_beside_its_pack_takes_the_place_of_the_other(self, call, here):
        (here / "draft").mkdir()
        shutil.copy(here / "theirs/roles/host.yaml", here / "draft/host.yaml")
        _, out, _ = call("ours/roles/host.yaml", "draft/host.yaml")
        _, back, _ = call("draft/host.yaml", "ours/roles/host.yaml")

        assert "ours/roles/host.yaml:8 → draft/host.yaml:8" in out
        assert "weight: 6 → 4" in back
        assert "draft/host.yaml:8 → ours/roles/host.yaml:8" in back

    def test_a_mistake_in_it_is_named_by_its_own_name(self, call, here):
        (here / "draft.yaml").write_text(ROLE.replace("asks: advanced", "asks: advnced"), "utf-8")
        status, _, err = call("ours/roles/host.yaml", "draft.yaml")

        assert status == 2
        assert "draft.yaml:8:33 error RP204" in err

    def test_a_file_and_a_folder_are_not_compared(self, call):
        assert "give two files or two folders" in call("ours", "theirs/roles/host.yaml")[2]
        assert "neither file is in a pack" in call("c-1.yaml", "c-1.yaml")[2]


@pytest.fixture
def git(here, monkeypatch):
    """The folder as a repository in which the weight was changed in the second commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)

    def command(*arguments):
        who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
        done = subprocess.run(["git", *who, *arguments], cwd=here, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    command("init", "-q", "-b", "main")
    command("add", "ours")
    command("commit", "-q", "-m", "one")
    (here / "ours/roles/host.yaml").write_text(ROLE.replace("weight: 4", "weight: 6"), "utf-8")
    command("commit", "-q", "-a", "-m", "two")
    return command


class TestGit:
    def test_two_revisions(self, call, git):  # noqa: ARG002 - it makes the repository
        status, out, _ = call("--git", "main~1", "main", "ours")

        assert status == 1
        assert "main~1:ours/roles/host.yaml:8 → main:ours/roles/host.yaml:8" in out
        assert call("main~1:ours", "main:ours")[1] == out
        assert call("--git", "main", "main", "ours")[0] == 0

    def test_a_revision_and_a_folder(self, call, git):  # noqa: ARG002
        assert call("main:ours", "ours")[0] == 0
        assert "main~1:ours/roles/host.yaml:8 → ours/roles/host.yaml:8" in call("main~1:ours", "ours")[1]

    def test_paths_from_the_working_folder(self, call, git, here, monkeypatch):  # noqa: ARG002
        monkeypatch.chdir(here / "ours")

        assert call("--git", "HEAD~1", "HEAD")[0] == 1
        assert call("HEAD:./", ".")[0] == 0
        assert "leads out of the repository" in call("HEAD:../../x", ".")[2]

    def test_a_file_at_a_revision(self, call, git):  # noqa: ARG002
        out = call("main~1:ours/roles/host.yaml", "ours/roles/host.yaml")[1]

        assert "main~1:ours/roles/host.yaml:8 → ours/roles/host.yaml:8" in out

    def test_a_pack_beside_it_is_found_and_one_at_the_top_too(self, call, git, here):
        (here / "base").mkdir()
        (here / "base/pack.yaml").write_text(HEAD.replace("id: ours", "id: base"), "utf-8")
        (here / "ours/pack.yaml").write_text(HEAD.replace('"}', '", base: ">=1,<2"}'), "utf-8")
        git("add", "base")
        git("commit", "-q", "-a", "-m", "three")
        assert call("HEAD:ours", "ours")[0] == 0

    def test_a_pack_may_be_the_whole_repository(self, call, git, here):
        git("mv", "ours/pack.yaml", "ours/roles", ".")
        git("commit", "-q", "-m", "three")
        (here / "roles/host.yaml").write_text(ROLE, "utf-8")
        git("commit", "-q", "-a", "-m", "four")

        assert "HEAD~1:roles/host.yaml:8 → HEAD:roles/host.yaml:8" in call("--git", "HEAD~1", "HEAD")[1]

    def test_a_mistake_is_named_with_its_revision(self, call, git, here):
        (here / "ours/roles/host.yaml").write_text(ROLE.replace("weight: 4", "weight: 0"), "utf-8")
        git("commit", "-q", "-a", "-m", "three")
        status, _, err = call("main~1:ours", "main:ours")

        assert status == 2
        assert "main:ours/roles/host.yaml:8:51 error RP207" in err

    @pytest.mark.parametrize(
        "name, said",
        [
            ("--output=x:ours", "not the name of a revision"),
            (":ours", "not the name of a revision"),
            ("nowhere:ours", "there is no revision nowhere"),
            ("main:nowhere", "main has no nowhere"),
            ("main:ours/roles", "neither this folder nor a folder inside it has a pack.yaml"),
        ],
    )
    def test_what_is_not_there_is_said(self, call, git, here, name, said):  # noqa: ARG002
        status, out, err = call("--", name, "ours")

        assert (status, out) == (2, "")
        assert said in err
        assert not (here / "x").exists()

    def test_without_a_repository(self, call):
        status, _, err = call("main:ours", "ours")

        assert status == 2
        assert "there is no revision main" in err

    def test_a_link_is_refused(self, call, git, here):
        (here / "ours/roles/other.yaml").symlink_to("host.yaml")
        git("add", "ours")
        git("commit", "-q", "-m", "three")

        assert "main:ours/roles/other.yaml:1:1 error RP103" in call("main:ours", "theirs")[2]

    def test_nothing_of_the_repository_is_run(self, call, git, here):
        """Neither a filter nor a text conversion nor a hook, nor what the attributes say of an archive."""
        (here / ".gitattributes").write_text("*.yaml filter=evil diff=evil export-subst export-ignore\n", "utf-8")
        git("add", ".gitattributes")
        git("commit", "-q", "-m", "three")
        for name in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor"):
            git("config", name, f"touch {here}/run; cat")
        for hook in ("post-checkout", "reference-transaction", "post-index-change"):
            file = here / ".git/hooks" / hook
            file.parent.mkdir(exist_ok=True)
            file.write_text(f"#!/bin/sh\ntouch {here}/run\n", "utf-8")
            file.chmod(0o755)

        assert call("--git", "main~1", "main", "ours")[0] == 0
        assert call("--git", "main~2", "main", "ours")[0] == 1
        assert not (here / "run").exists()

    def test_names_that_no_file_can_have_are_refused(self, call, git):
        blob = git("rev-parse", "main:ours/pack.yaml").strip()
        inner = _tree(("100644", "pack.yaml", blob))
        evil = _tree(("40000", "..", inner), ("100644", "pack.yaml", blob))
        top = _tree(("40000", "ours", evil))
        status, _, err = call(f"{top}:ours", "ours")

        assert status == 2
        assert "not a valid file name" in err


def _tree(*entries):
    """A tree as git would write it for nobody."""
    raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(blob) for mode, name, blob in entries)
    command = ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout.decode().strip()


CELL = re.compile(r"(?<!\\)\|")


class TestMarkdown:
    def test_each_row_has_the_cells_of_its_head(self, call, here):
        text = ROLE.replace("weight: 4}", "weight: 6, label: {en: 'a | b `@team` <img> #1'}}").replace("b2", "c1")
        (here / "theirs/roles/host.yaml").write_text(text, "utf-8")
        status, out, _ = call("ours", "theirs", "--people", "c-1.yaml", "--format", "md")
        tables = [block.splitlines() for block in out.split("\n\n") if block.startswith("|")]

        assert status == 1
        assert len(tables) == 5
        for head, rule, *rows in tables:
            assert rows
            assert {len(CELL.findall(row)) for row in (head, rule, *rows)} == {len(CELL.findall(head))}
        assert "`` a \\| b `@team` <img> #1 ``" in out.replace("``a", "`` a").replace("#1``", "#1 ``")
        assert "1 verdict changes" in out
        assert "| `weight` | `4` | `6` |" in out

    def test_no_difference(self, call):
        assert call("ours", "ours", "--format", "md")[1] == "### Differences in role profiles\n\nNo difference.\n"


def test_a_range_of_verdicts_is_named_in_words():
    from roleprofile.presentation.difference import _named

    assert _named("stretch") == "A stretch"
    assert (
        _named("at least remote, likely stretch, at best strong")
        == "at least far off, likely a stretch, at best strong"
    )
