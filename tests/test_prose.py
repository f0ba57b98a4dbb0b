"""The prose of README, CONTRIBUTING, the site and the docstrings: no sentence that a merge has left twice."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from examples import once

pytestmark = once

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.md")])
MODULES = sorted((ROOT / "src").rglob("*.py"))
#: Shorter sentences, such as "No problems.", may well stand twice on a page.
WORDS = 6
#: The end of a sentence, and what may stand between it and the next one.
END = re.compile(r"(?<=[^.][.!?:])[)*”\"]*\s+")
NOT_PROSE = re.compile(r"^(```|~~~).*?^\1\s*$|^<!--.*?-->|^\|.*?$|^[:#].*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def sentences(text):
    """The sentences of a text without its code, tables and headings; a blank line and a list item end one."""
    prose = NOT_PROSE.sub(" _ ", text)
    blocks = re.split(r"\n\s*\n|^\s*(?:[-*]|\d+\.)\s", prose, flags=re.MULTILINE)
    return [" ".join(sentence.split()) for block in blocks for sentence in END.split(block) if sentence.strip()]


def doubled(text):
    counted = Counter(sentence for sentence in sentences(text) if len(sentence.split()) >= WORDS)
    return [sentence for sentence, times in counted.items() if times > 1]


def broken_off(text):
    """Sentences that begin in lower case behind a full stop: the second half of two versions of one sentence."""
    prose = NOT_PROSE.sub(" _ ", text)
    return re.findall(r"(?<=[a-z]{3}\.)\s+[a-z]+ [a-z]+ [a-z]+", prose)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
class TestPage:
    def test_says_nothing_twice(self, path):
        assert doubled(path.read_text("utf-8")) == []

    def test_breaks_no_sentence_off(self, path):
        assert broken_off(path.read_text("utf-8")) == []


def test_no_docstring_says_a_thing_twice():
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 1)}": ast.get_docstring(node) or ""
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, documented)
    }

    assert {place: twice for place, text in docstrings.items() if (twice := doubled(text))} == {}


def test_finds_what_a_merge_leaves():
    one = "An editor sees one file only, and the command sees the others.\n"
    other = "Those from RP401 are warnings.\nnames and means; those from RP501 concern tables.\n"

    assert doubled(one + one) == [one.strip()]
    assert broken_off(other)
