"""The texts with which spreadsheets say what a row or column is; all are kept in ``table_words.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from roleprofile.model.name_matching import fold


@cache
def table_words(what: str) -> frozenset[str]:
    """The folded texts that mean something: the header of a column, the name of a row, the mark in a check box.

    >>> "gewicht" in table_words("weight"), "wahr" in table_words("check")
    (True, True)
    """
    text = resources.files("roleprofile.tables").joinpath("table_words.json").read_text("utf-8")
    return frozenset(json.loads(text)[what])


def is_name_header(text: str) -> bool:
    """Whether a column with this header holds names of people.

    >>> is_name_header("Full name"), is_name_header("Employee no.")
    (True, False)
    """
    return fold(text) in table_words("name")


def is_total(text: str) -> bool:
    """Whether a row or column with this name holds totals or averages.

    >>> is_total("Grand Total"), is_total("Total rewards")
    (True, False)
    """
    return fold(text) in table_words("total")
