"""Two variants of one entry: each pair is checked as far as its fields can depend on each other."""

import json
import sys
import tempfile
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1] / "laws"))

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import label
from worked import BASE, HEAD, catalog_of, role

import roleprofile as rp
from examples import examples
from roleprofile.loading.role_checks import _Variants
from roleprofile.rules.overlays import touched, unordered

LEVELS = st.sampled_from(["basic", "working", "advanced", "expert"])
MOVES = st.sampled_from([{"raise": 1}, {"lower": 1}, {"lower": 2}])
MONTHS = st.sampled_from([6, 12, 18])
PERCENT = st.sampled_from([20, 50, 60])
NUMBERS = st.integers(2, 4)
#: Entries that a variant may drop.
OTHERS = ("talk", "travel", "calls", "contacts")
ANY = [
    ("weight", st.integers(1, 3)),
    ("reason", st.just({"en": "Why."})),
    ("necessity", st.sampled_from(["minimum", "important"])),
    ("needed", st.just({"within": 6})),
    ("needed_for", st.sampled_from([["talk"], ["travel"], ["talk", "travel"]])),
    ("evidence", st.just(["certificate"])),
]
PARTS = [{"descriptor": "rhetoric", "asks": "working"}, {"descriptor": "contacts", "asks": 6}]
#: The fields that variants may set, by entry; a map twice, because two variants may set different keys of it.
FIELDS = {
    "dialogue": [
        *ANY,
        ("descriptor", st.sampled_from(["persuasion", "rhetoric"])),
        ("asks", LEVELS | MOVES),
        ("at_least", LEVELS | MOVES),
        ("credit", st.fixed_dictionaries({"basic": PERCENT})),
        ("credit", st.fixed_dictionaries({"working": PERCENT})),
    ],
    "sales": [*ANY, ("asks", st.sampled_from([12, {"lower": 12}])), ("at_least", MONTHS), ("from", MONTHS)],
    "education": [
        *ANY,
        ("descriptor", st.just("service")),
        ("asks", st.sampled_from(["bachelor", "master"])),
        ("for", st.fixed_dictionaries({"law": PERCENT})),
        ("for", st.fixed_dictionaries({"engineering": PERCENT})),
        ("for", st.just({"context.size.field": 100})),
    ],
    "either": [
        ("weight", st.integers(1, 3)),
        ("label", st.just(label("Other"))),
        ("needed", st.just({"within": 6})),
        ("necessity", st.sampled_from(["minimum", "important"])),
        ("any_of", st.sampled_from([PARTS, [PARTS[0], {**PARTS[1], "worth": 50}]])),
    ],
    "talk": [("measure", st.sampled_from(["calls", "sold"])), ("label", st.just(label("Talk more")))],
    "bonus": [("kind", st.sampled_from(["fixed", "share"])), ("of", st.sampled_from(["calls", "sold"]))],
}
CONDITIONS = [
    {"size": "small"},
    {"size": "large"},
    {"branch": "law"},
    {"customers": "law"},
    {"customers": "engineering"},
]


@st.composite
def variants(draw, names):
    """Up to four variants of a few entries, most of which only set fields, each its own."""
    made = [{"id": f"v-{n}", "label": label("V"), "basis": "judgement", "set": {}} for n in range(draw(NUMBERS))]
    for name in names:
        fields = draw(st.permutations(FIELDS[name]))
        for one, (key, values) in zip(made * 2, fields[: draw(st.integers(2, 6))], strict=False):
            one["set"].setdefault(name, {})[key] = draw(values)
    for number, one in enumerate(made):
        one["when"] = draw(st.sampled_from(CONDITIONS))
        if draw(st.integers(0, 9)) == 9:
            one["drop"] = [draw(st.sampled_from([name for name in OTHERS if name not in names]))]
        if number and draw(st.integers(0, 5)) == 5:
            one["after"] = [draw(st.sampled_from([other["id"] for other in made[:number]]))]
    return [one for one in made if one["set"] or "drop" in one]


@st.composite
def roles(draw):
    credit = draw(st.sampled_from([{}, {"credit": {"basic": 20, "working": 60, "advanced": 70}}]))
    moved = draw(st.sampled_from(["expert", {"junior": "working", "senior": "expert"}]))
    entries = [
        {"id": "dialogue", "asks": "expert" if credit else moved} | credit,
        {"id": "sales", "asks": 24},
        {"id": "education", "asks": "bachelor", "for": {"law": 100, "engineering": 100}},
        {"id": "either", "label": label("Either"), "any_of": PARTS},
        {"id": "contacts", "asks": 12},
    ]
    needing = draw(st.sampled_from(entries))
    needing["needed_for"] = ["talk"]
    sections = {
        "duties": [{"id": "talk", "label": label("Talk")}, {"id": "travel", "label": label("Travel")}],
        "measures": [{"id": name, "label": label(name)} for name in ("calls", "sold")],
        "compensation": {"components": [{"id": "bonus", "label": label("Bonus"), "kind": "fixed"}]},
    }
    if draw(st.booleans()) or isinstance(entries[0]["asks"], dict):
        sections["grades"] = [{"id": name, "label": label(name)} for name in ("junior", "senior")]
    names = draw(st.lists(st.sampled_from([*FIELDS]), min_size=1, max_size=2, unique=True))
    return role("worked", entries, variants=draw(variants(names)), **sections)


def check_all_pairs(self):
    """Check every pair of variants of one entry, on the whole role."""
    entries = [{str(target[0]) for target in touched(variant)} for variant in self.variants]
    for first, second in combinations(range(len(entries)), 2):
        one, other = self.variants[first], self.variants[second]
        shared = entries[first] & entries[second]
        if shared and unordered(one.id, other.id, self.behind) and self.together(one, other):
            self.applied(second, beside=one).check(only=shared)


@pytest.mark.parametrize(
    "entry, one, other, code",
    [
        ({"id": "sales", "asks": 24}, {"asks": 12}, {"from": 18}, "RP207"),
        (
            {"id": "dialogue", "asks": "expert", "necessity": "minimum"},
            {"asks": "basic"},
            {"at_least": "working"},
            "RP320",
        ),
        ({"id": "dialogue", "asks": "expert"}, {"needed": {"within": 6}}, {"necessity": "minimum"}, "RP318"),
        # Different keys of the map in one field.
        (
            {"id": "education", "asks": "bachelor", "for": {"law": 100, "engineering": 100}},
            {"for": {"law": 50}},
            {"for": {"engineering": 50}},
            "RP317",
        ),
    ],
)
def test_two_changes_that_are_right_alone_may_be_wrong_together(entry, one, other, code):
    made = [
        {"id": name, "label": label("V"), "basis": "judgement", "when": when, "set": {entry["id"]: change}}
        for name, when, change in (("one", {"size": "small"}, one), ("other", {"branch": "law"}, other))
    ]
    for alone in made:
        catalog_of(role("worked", [entry], variants=[alone]))

    with pytest.raises(rp.LoadError) as caught:
        catalog_of(role("worked", [entry], variants=made))
    assert [problem.code for problem in caught.value.problems] == [code]


def problems(folder):
    try:
        rp.load(folder)
    except rp.LoadError as error:
        return error.problems
    return ()


@settings(max_examples=examples(150))
@given(roles())
def test_the_problems_are_those_of_every_pair_on_the_whole_role(worked):
    with tempfile.TemporaryDirectory() as folder:
        for tree in (HEAD, *BASE, worked):
            path = Path(folder, tree["kind"], f"{tree['id']}.yaml") if tree != HEAD else Path(folder, "pack.yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(tree), encoding="utf-8")
        found = problems(folder)
        with patch.object(_Variants, "check_pairs", check_all_pairs):
            expected = problems(folder)

    assert found == expected
