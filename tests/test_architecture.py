"""The structure of the source: names and keys have one home, and the pages about it name files that exist."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from examples import once
from roleprofile.model.grammar import fields_of
from roleprofile.model.kinds import KINDS
from roleprofile.model.person import Evidence

pytestmark = once

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "roleprofile"

#: The modules that list keys of one model, and why.
WITH_KEYS = {
    "batch/arithmetic.py": "numbers of a fit",
    "batch/reading.py": "the columns of a table with a row for each statement",
    "batch/scorer.py": "numbers of a fit",
    "careers/grades.py": "numbers of a fit",
    "cli/approvals.py": "the order in which kinds of rules are listed",
    "presentation/difference.py": "numbers of a fit",
    "presentation/result_schemas.py": "the kinds of rules that are approved",
    "quality/cases/expectations.py": "numbers of a fit",
    "quality/diff/rules.py": "the order of a difference",
    "scoring/contributions.py": "the values of a contribution in the order in which it prints them",
    "scoring/fit.py": "numbers of a fit",
    "scoring/record_v1.py": "numbers of a fit by the old arithmetic",
    "tables/requirement_rows.py": "the layout of a sheet; a new field gets a column without it",
}


def test_no_two_classes_share_a_name():
    modules = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                modules[node.name].append(path.relative_to(SOURCE).as_posix())

    assert {name: found for name, found in modules.items() if len(found) > 1} == {}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "docs/decisions.md"])
def test_a_page_names_files_that_exist(page):
    named = re.findall(r"`(\w(?:[\w.]*/)+[\w.]*)`", (ROOT / page).read_text("utf-8"))
    of_a_pack_or_built = ("cases/", "descriptors/", "people/", "docs/_build/", "roleprofile/_shipped/")

    assert named
    assert [
        path
        for path in named
        if path not in of_a_pack_or_built and not any((home / path).exists() for home in (ROOT, SOURCE, SOURCE.parent))
    ] == []


def models():
    """The model of each kind of document, and the models within it."""
    found = [Evidence, *(kind.model for kind in KINDS.values())]
    for model in found:  # a worklist
        found += [inner for one in fields_of(model).values() for inner in one.models if inner not in found]
    return found


def lists_of_texts(tree):
    """The texts of each tuple, list and set, without maps, which are documents that the library writes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield {one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def test_keys_of_documents_are_listed_by_the_models_alone():
    known = [fields_of(model).keys() for model in models()]
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for texts in lists_of_texts(ast.parse(path.read_text("utf-8")))
        if any(len(texts & keys) > 2 for keys in known)
    }

    assert {name for name in found if not name.startswith("model/")} == set(WITH_KEYS)
