"""Documents that were damaged at random: what is wrong is said, and nothing but the documented error is raised."""

import copy
import json
import random
import shutil
from pathlib import Path

import pytest

import roleprofile as rp
from examples import examples
from roleprofile.loading.reader import parse
from roleprofile.loading.schemas import KINDS, examine, valid
from roleprofile.model.shipped import shipped

PROFILES = Path(str(shipped("profiles")))
TREES = {file: parse(file.read_bytes(), str(file)) for file in sorted(PROFILES.rglob("*.yaml"))}
ODD = [
    *(None, True, 0, 1, -5, 101, 10**9, "", "x", "any", "none", "Some Text", "all", "age", "provides"),
    *("context.market", "context.market.own-field", "core:dialogue", "months-held", "a\n", "\u0663"),
    *([], {}, ["x"], [[]], {"value": "advanced"}, {"a": {"b": 1}}, {"en": ""}),
]


def inside(tree):
    """Every place in a tree, as what holds it and the key there."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in list(entries):
        yield tree, key
        yield from inside(value)


VALUES = [holder[key] for tree in TREES.values() for holder, key in inside(tree)]
KEYS = sorted({key for tree in TREES.values() for _, key in inside(tree) if isinstance(key, str)})


def damaged(tree, rng):
    """A tree with one to three things in it deleted, replaced, renamed or doubled."""
    tree = copy.deepcopy(tree)
    for _ in range(rng.randint(1, 3)):
        holder, key = rng.choice(list(inside(tree)))
        match rng.randrange(5):
            case 0:
                del holder[key]
            case 1:
                holder[key] = copy.deepcopy(rng.choice(ODD))
            case 2:
                holder[key] = copy.deepcopy(rng.choice(VALUES))
            case 3 if isinstance(holder, dict):
                holder[rng.choice(KEYS)] = holder.pop(key)
            case _ if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
    return tree


@pytest.mark.parametrize("file", TREES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_document_is_wrong_exactly_where_something_is_said_about_it(file):
    rng = random.Random(file.name)  # noqa: S311 - the same damage each time
    for _ in range(examples(20)):
        tree = damaged(TREES[file], rng)
        kind = tree.get("kind")
        if kind in KINDS:
            assert valid(kind, tree) == (not examine(kind, tree)), tree


@pytest.mark.parametrize("seed", range(examples(30)))
def test_a_damaged_pack_raises_only_what_is_documented(seed, tmp_path):
    rng = random.Random(seed)  # noqa: S311 - the same damage each time
    folder = shutil.copytree(PROFILES, tmp_path / "packs")
    for file in rng.sample(list(TREES), rng.randint(1, 3)):
        (folder / file.relative_to(PROFILES)).write_text(json.dumps(damaged(TREES[file], rng)), encoding="utf-8")
    try:
        problems = rp.load(folder).problems
    except rp.LoadError as error:
        problems = error.problems
    catalog = rp.load(folder, on_error="skip")

    assert list(problems) == sorted(problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    assert not any("stands-in" in f"{problem} {problem.hint} {problem.allowed}" for problem in problems)
    assert set(problems) <= set(catalog.problems)
    assert all(person.holdings is not None for person in catalog.people.values())
