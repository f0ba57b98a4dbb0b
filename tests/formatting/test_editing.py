"""Another content in the text of a document: what keeps its content keeps its lines, its comments and its order."""

import copy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from roleprofile.formatting.editing import with_content
from roleprofile.formatting.positions import Outline
from roleprofile.loading.reader import parse
from roleprofile.model.shipped import shipped
from scattered import Writer

FILES = sorted(Path(str(shipped("profiles"))).rglob("*.yaml"))
TREES = [parse(file.read_bytes(), file.name) for file in FILES if file.stat().st_size < 2_500]

ROLE = """\
kind: role
id: nurse  # the id
# What nurses do.
requirements:
  # the heart
  - id: care
    asks: advanced  # as ever
    weight: 3
    # checked in May

  # the head
  - {id: medicine, asks: basic, weight: 1}
label:
  en: >
    A nurse of
    a ward
"""


def edited(text, change):
    tree = parse(text.encode(), "a.yaml")
    change(tree)
    return with_content(text.encode(), tree, "a.yaml").decode()


@pytest.mark.parametrize(
    "change, old, new",
    [
        (lambda t: t["requirements"][0].update(weight=5), "weight: 3", "weight: 5"),
        (lambda t: t["requirements"][1].update(weight=2), "basic, weight: 1", "basic, weight: 2"),
        (lambda t: t["requirements"][1].pop("weight"), ", weight: 1}", "}"),
        (
            lambda t: t["requirements"][0].update(necessity="minimum"),
            "weight: 3\n",
            "weight: 3\n    necessity: minimum\n",
        ),
        (
            lambda t: t["requirements"].append({"id": "law", "asks": "basic"}),
            "weight: 1}\n",
            "weight: 1}\n  - {id: law, asks: basic}\n",
        ),
        (
            lambda t: t["requirements"].pop(0),
            ROLE[ROLE.index("  # the heart") : ROLE.index("\n  # the head")],
            "",
        ),
        (lambda t: t["requirements"].pop(1), "  # the head\n  - {id: medicine, asks: basic, weight: 1}\n", ""),
        (lambda t: t["label"].update(en="A nurse\n"), "    A nurse of\n    a ward\n", "    A nurse\n"),
        (lambda t: t["label"].update(fil="Nars"), "    a ward\n", "    a ward\n  fil: Nars\n"),
        (lambda t: t.update(label={"fil": "Nars"}), ROLE[ROLE.index("\n  en: >") :], " {fil: Nars}\n"),
    ],
    ids=["value", "in brackets", "key in brackets", "key", "item", "first", "last", "block", "language", "whole"],
)
def test_nothing_but_the_change_is_written(change, old, new):
    assert edited(ROLE, change) == ROLE.replace(old, new, 1)


@pytest.mark.parametrize("text", ["a: 1\nb: 2", "\ufeffa: 1\r\nb: 2\r\n", "{a: 1, b: 2}", "# head\na: 1\nb: 2\n"])
def test_line_ends_and_marks_stay(text):
    after = edited(text, lambda tree: tree.update(b="no", c=["x"]))

    end = "\r\n" if "\r" in text else "\n"
    more = "}" if text.startswith("{") else end if text.endswith("\n") else ""
    between = ", " if text.startswith("{") else end
    assert after == text.replace("b: 2", f'b: "no"{between}c: [x]').removesuffix(more) + more


def places(tree, path=()):
    """Every place of a tree but its root."""
    for step, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield (*path, step)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, step))


VALUES = st.sampled_from(
    ["word", "two words", "3", "no", 7, True, "two\nlines", "long " * 40 + "text", ["a", "b"], {"a": 1}, [], {}]
)


@st.composite
def changes(draw):
    """A tree of a shipped document, and another that a few changes lead to."""
    before = draw(st.sampled_from(TREES))
    after = copy.deepcopy(before)
    for _ in range(draw(st.integers(1, 4))):
        *path, step = draw(st.sampled_from(sorted(places(after), key=str)))
        node = after
        for one in path:
            node = node[one]
        value = copy.deepcopy(draw(VALUES))
        how = draw(st.sampled_from(("set", "remove", "add", "put before")))
        if how == "set":
            node[step] = value
        elif how == "remove" and len(after) > 1:
            del node[step]
        elif isinstance(node, list):
            node.insert(step if how == "put before" else len(node), value)
        else:
            items = list(node.items())
            items.insert(list(node).index(step) if how == "put before" else len(items), (f"new-{len(items)}", value))
            node.clear()
            node.update(items)
    return before, after


def said(data):
    return parse(data, "a.yaml")


@settings(max_examples=examples(100))
@given(changes(), st.integers(0, 1_000_000), st.booleans())
def test_a_document_has_the_new_content_and_the_other_comments(change, way, windows):
    """Law: whatever the layout and the change. The same content is the same text, and there and back is the content."""
    before, after = change
    text = Writer(way).document(before)
    data = (text.replace("\n", "\r\n") if windows else text).encode()

    result = with_content(data, after, "a.yaml")

    assert said(result) == after
    assert with_content(data, before, "a.yaml") == data
    assert with_content(result, after, "a.yaml") == result
    assert said(with_content(result, before, "a.yaml")) == before
    assert result.count(b"\r\n") == (result.count(b"\n") if windows else 0)
    if not removed(before, after):
        assert comments(result) == comments(data)


def removed(before, after):
    """Whether a list or a map has lost a part."""
    if type(before) is not type(after):
        return isinstance(before, dict | list)
    if isinstance(before, dict):
        return any(key not in after or removed(before[key], after[key]) for key in before)
    return isinstance(before, list) and before != after


def comments(data):
    return Counter(comment.text for comment in Outline(data.decode()).comments if comment.text)
