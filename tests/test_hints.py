"""The hints for misspelt names are those of difflib."""

from difflib import get_close_matches
from heapq import nlargest
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from roleprofile.model.values import closest

#: Few letters, so that many names are alike, and a hyphen as in ids.
WORDS = st.text("abc-", min_size=1, max_size=30)
MADE_OF_WORDS = st.lists(st.sampled_from(["sales", "data", "team", "lead"]), min_size=1, max_size=6).map("-".join)
MANY = 32


def pairs(word):
    return {one + other for one, other in pairwise(f" {word} ")}


def plainly(word, options):
    """The hint of difflib, for many names from those that share the most pairs of letters with the word."""
    if len(options) > MANY:
        options = nlargest(MANY, options, key=lambda option: len(pairs(word) & pairs(option)))
    near = get_close_matches(word, options, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""


@pytest.mark.parametrize("names", [WORDS, MADE_OF_WORDS, WORDS | MADE_OF_WORDS], ids=["letters", "words", "both"])
@settings(max_examples=examples(300))
@given(st.data())
def test_a_hint_is_that_of_difflib(names, data):
    word = data.draw(names)
    options = data.draw(st.lists(names, max_size=MANY) | st.lists(names, min_size=MANY + 1, max_size=3 * MANY))

    assert closest(word, options) == plainly(word, options)


def test_a_word_without_letters_has_no_hint():
    assert closest("", ["sales", "data"]) == ""
