"""Taking a claim of the article out of a copy of the shipped packs, row by row, and what then still holds.

A *row* is a mapping of a document that says what it rests on: ``source: S1.3`` or ``source: [S0.1, S1.7]``. To take a
claim out means, on a copy of the packs:

1. A row that rests on this claim alone goes, from the list or map that it stands in. Where a role's ``defaults`` name
   the claim, the role goes.
2. A row that rests on other sources too stays without what this claim gave it. What that is no program can know, so
   the test says it, for each such row, with the reason; a row that it does not speak of fails the test.
3. What named something that is gone goes or forgets it: a variant's changes to a requirement, a duty's measure, the
   share of a measure, a role that somebody held.
4. The claim goes from the bibliography, so that the copy loads only if really nothing rests on it any more.
"""

import re
import shutil

import pytest
import yaml

import roleprofile as rp
from roleprofile.loading.reader import parse
from roleprofile.model.shipped import shipped

PACK = "account-management"
SECTIONS = ("requirements", "extras", "duties", "measures")
GONE = object()


def sources_of(row):
    source = row.get("source", [])
    return source if isinstance(source, list) else [source]


def rows_in(tree):
    """Every row of a document, with the id or the key that it goes by."""
    waiting = [("", tree)]
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, dict):
            if "source" in node:
                yield node.get("id", name), node
            waiting.extend(node.items())
        elif isinstance(node, list):
            waiting.extend((name, item) for item in node)


class Packs:
    """A copy of the shipped packs, as parsed trees by path."""

    def __init__(self, folder):
        shutil.copytree(shipped("profiles"), folder)
        self.folder = folder
        self.trees = {
            path.relative_to(folder).as_posix(): parse(path.read_bytes(), path.name)
            for path in sorted(folder.rglob("*.yaml"))
        }

    def citing(self, claim):
        """Every row that rests on a claim, with its name."""
        rows = (row for tree in self.trees.values() for row in rows_in(tree))
        return [(name, row) for name, row in rows if claim in sources_of(row)]

    def claims(self):
        """The bibliography entry's claims."""
        sources = self.trees[f"{PACK}/pack.yaml"]["sources"]
        return next(source["claims"] for source in sources if source.get("default"))

    def load(self):
        """Write the trees and load them."""
        for path in self.folder.rglob("*.yaml"):
            path.unlink()
        for name, tree in self.trees.items():
            text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True)
            (self.folder / name).write_text(text, "utf-8")
        return rp.load(self.folder)

    def take_out(self, claim, rows):
        """Steps 1 to 4 of the module; ``rows`` says by id what is left of a row, as a function of it."""
        citing = self.citing(claim)
        unsaid = {name for name, row in citing if len(sources_of(row)) > 1} - set(rows)
        assert not unsaid, f"say what {claim} gave to {sorted(unsaid)}"
        unknown = set(rows) - {name for name, _ in citing}
        assert not unknown, f"{sorted(unknown)} do not rest on {claim}"
        left = {name: reduced(tree, claim, rows) for name, tree in self.trees.items()}
        self.trees = {name: tree for name, tree in left.items() if tree is not GONE}
        del self.claims()[claim]
        self.settle()

    def settle(self):
        """Let go of what names something that is gone."""
        roles = {tree["id"] for tree in self.trees.values() if tree["kind"] == "role"}
        for tree in self.trees.values():
            if tree["kind"] == "role":
                settle_role(tree)
            elif tree["kind"] == "person" and "roles_held" in tree:
                tree["roles_held"] = [held for held in tree["roles_held"] if held["role"] in roles]


def reduced(node, claim, rows, name=""):
    """What is left of a part of a document without the claim; ``GONE`` for nothing."""
    if isinstance(node, list):
        left = (reduced(item, claim, rows, name) for item in node)
        return [item for item in left if item is not GONE]
    if not isinstance(node, dict):
        return node
    if claim in sources_of(node.get("defaults", {})):
        return GONE
    left = {key: reduced(value, claim, rows, key) for key, value in node.items()}
    left = {key: value for key, value in left.items() if value is not GONE}
    sources = sources_of(left)
    return without(left, claim, rows.get(left.get("id", name))) if claim in sources else left


def without(row, claim, remainder):
    """What is left of a row, without the claim among its sources."""
    row = remainder(row) if remainder else None
    if row is None:
        return GONE
    row = dict(row)
    others = [source for source in sources_of(row) if source != claim]
    row.pop("source")
    return row | ({"source": others} if others else {"basis": "judgement"})


def settle_role(role):
    pay = role.get("compensation", {})
    variants = role.get("variants", [])
    added = [variant.get("add", {}) for variant in variants]

    def entries(section):
        return [entry for home in (role, *added) for entry in home.get(section, [])]

    measures = {measure["id"] for measure in entries("measures")}
    for duty in entries("duties"):
        if duty.get("measure") not in measures:
            duty.pop("measure", None)
    # A share of nothing is no share.
    pay["components"] = [c for c in pay.get("components", []) if c["kind"] != "share" or c["of"] in measures]
    duties = {duty["id"] for duty in entries("duties")}
    for entry in (*entries("requirements"), *entries("extras")):
        entry["needed_for"] = [duty for duty in entry.get("needed_for", []) if duty in duties]
    ids = {entry["id"] for section in SECTIONS for entry in entries(section)}
    ids |= {component["id"] for component in (*pay["components"], *entries("components"))} | {"provides"}
    for variant in variants:
        left = {
            "set": {name: change for name, change in variant.pop("set", {}).items() if name in ids and change},
            "add": {section: new for section, new in variant.pop("add", {}).items() if new},
            "drop": [name for name in variant.pop("drop", []) if name in ids],
        }
        variant.update({word: what for word, what in left.items() if what})
    role["variants"] = [variant for variant in variants if {"set", "add", "drop"} & set(variant)]
    there = {variant["id"] for variant in role["variants"]}
    for variant in role["variants"]:
        after = [name for name in variant.pop("after", []) if name in there]
        variant.update({"after": after} if after else {})


@pytest.fixture(scope="session")
def catalog():
    """The shipped packs."""
    return rp.load()


@pytest.fixture(scope="session")
def packs(tmp_path_factory):
    """A copy of the shipped packs, to read."""
    return Packs(tmp_path_factory.mktemp("packs") / "profiles")


@pytest.fixture(scope="session")
def rewritten(tmp_path_factory):
    """The catalog of a copy that is parsed and written again, and from which nothing is taken."""
    return Packs(tmp_path_factory.mktemp("rewritten") / "profiles").load()


@pytest.fixture
def prove(request, tmp_path, catalog, rewritten):
    """Prove the claim that the test is named after: it holds, until its rows are taken out of a copy.

    ``holds(catalog)`` asserts the claim. ``rows`` says what is left of the rows that rest on other sources too, and of
    any other that does not simply go. Returns the catalog of the copy without the claim.
    """
    claim = re.sub(r"test_s(\d+)_(\d+)_.*", r"S\1.\2", request.function.__name__)

    def prove(holds, *, rows=None):
        holds(catalog)
        # What breaks the claim below is the removal, and not the copying.
        holds(rewritten)
        copy = Packs(tmp_path / "profiles")
        copy.take_out(claim, rows or {})
        assert not copy.citing(claim)
        lacking = copy.load()
        # Only what the claim asserts may fail: an accident such as a KeyError proves nothing.
        with pytest.raises(AssertionError):
            holds(lacking)
        return lacking

    return prove
