"""The places of TOML: every value stands where it is said to stand."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofile.loading.decoding import ReadFailure, SourceText
from roleprofile.loading.toml import parse_toml, spans

DOCUMENT = '''\
# A comment with ["brackets"] = 1
title = "a # no comment"   # a comment
'quoted key' = 'C:\\path'
a.b . "c d" = [ 1, 2.5,   # one
    [ "]", "[#" ], { x = "}", y = [true, ] },
]
when = 1979-05-27 07:32:00
text = """
two ""lines"" \\""" and "quotes"""""
raw = \'\'\'
it's [not] a # comment''\'\'\'
empty = []
none = {}

[tool.roleprofile]
packs = ["ours"]\r
[[many]]
n = 1
[[many]]
n = 2
[many.below]
n = 3
[[many.more]]
n = 4
[[many.more]]
n = 5
'''


def scalars(tree, pointer=()):
    """The scalar values of a tree with their places."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from scalars(value, (*pointer, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from scalars(value, (*pointer, index))
    else:
        yield pointer, tree


def agree(text):
    """Read alone, what stands at each place is the value of that place."""
    values, keys = spans(text)
    found = dict(scalars(tomllib.loads(text)))
    for pointer, value in found.items():
        alone = text[slice(*values[pointer])]
        assert tomllib.loads(f"x = {alone}")["x"] == value, (pointer, alone)
    return values, keys


class TestPlaces:
    def test_of_every_form_of_value(self):
        values, keys = agree(DOCUMENT)

        assert DOCUMENT[slice(*keys["tool", "roleprofile", "packs"])] == "packs"
        assert DOCUMENT[slice(*values["tool", "roleprofile", "packs"])] == '["ours"]'
        assert DOCUMENT[slice(*keys["a", "b", "c d"])] == "c d"
        assert DOCUMENT[slice(*values["many", 1, "more", 1, "n"])] == "5"

    @given(
        st.recursive(
            st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.from_regex("[a-z0-9_-]{1,4}", fullmatch=True), inner, max_size=3)
            ),
            max_leaves=8,
        )
    )
    def test_of_any_value(self, value):
        """Law: for every document, what stands at a place means what the document has there."""

        def written(one):
            if isinstance(one, list):
                return f"[{', '.join(map(written, one))},\n]" if one else "[ ]"
            if isinstance(one, dict):
                return "{" + ", ".join(f"{key} = {written(inner)}" for key, inner in one.items()) + "}"
            return json.dumps(one, ensure_ascii=False)

        agree(f"before = 1 # one\nvalue = {written(value)} # two\n[after]\nvalue=2")


class TestMistakes:
    @pytest.mark.parametrize(
        "text, place",
        [
            ('packs = ["ours"', (1, 16)),
            ("packs = [\n  ours\n]", (2, 3)),
            ("a = 1\r\n\r\na = 2\r\n", (3, 6)),
            ("=", (1, 1)),
            ("a", (1, 2)),
            ("x = " + "[" * 100_000, (1, 1)),
        ],
    )
    def test_stand_where_the_document_stops_to_be_one(self, text, place):
        with pytest.raises(ReadFailure) as caught:
            parse_toml(SourceText("roleprofile.toml", text))
        (problem,) = caught.value.problems

        assert (problem.code, problem.line, problem.column) == ("RP380", *place)
        assert problem.hint
