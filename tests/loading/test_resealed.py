"""Whatever somebody writes into a built pack, with a digest that fits: it is refused, or a pack like any other."""

import copy
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sealing import answers, entries_of, file_of, places
from small_rules import FILES

import roleprofile as rp
from examples import examples
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs

GOLDEN = Path(__file__).parent.parent / "laws" / "golden" / "pack"
ODD = [
    *(None, True, 0, 1, -4, 101, 10**17, "", "x", "nope", "age", "any", "none", "all", "unspecified", "months-held"),
    *("same", "lower", "context.fleet", "context.size", "golden:driving", "ours:tact", "2026-02-30", "pack.yaml"),
    *([], {}, ["x"], [[]], {"en": ""}, {"value": "good"}, {"a": {"b": 1}}),
]
MORE = {
    "people/p-1.yaml": """\
kind: person
schema: 1
id: p-1
facts:
  tact: {value: some, evidence: {kind: test, on: "2024-05"}}
  study: {law: some}
closed: [sums]
roles_held: [{role: clerk, months: 20, context: {size: small}}]
""",
    "cases/claims.yaml": """\
kind: cases
schema: 1
id: claims
cases:
  - id: tact-counts
    claim: {en: Tact counts.}
    role: analyst
    context: {size: each}
    person: p-1
    expect: {low: {at_most: 90}}
    basis: judgement
""",
    "roles/seller.yaml": """\
kind: role
schema: 1
id: seller
extends: clerk
version: "1.0.0"
label: {en: Seller}
set: {tact: {weight: 9, asks: some}}
drop: [sums]
add:
  measures: [{id: sales, label: {en: Sales}, basis: judgement}]
  components:
    - {id: base, label: {en: Base}, kind: fixed, basis: judgement}
    - {id: bonus, label: {en: Bonus}, kind: share, of: sales, main: true, basis: judgement}
    - {id: stay, label: {en: Stay}, kind: retention, condition: valued, basis: judgement}
defaults: {basis: judgement}
""",
}


@pytest.fixture(scope="module", params=["every kind of rule", "golden"])
def source(request, tmp_path_factory):
    """A file to write to, a catalog and the documents it was built of."""
    home = tmp_path_factory.mktemp("resealed")
    root = GOLDEN
    if request.param != "golden":
        root = home / "ours"
        for name, text in {**FILES, **MORE}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
    return home / "pack.json", rp.load(root), entries_of(built(read_packs([root])))


@st.composite
def edited(draw, entries):
    """The documents with one to three things in them replaced, deleted, renamed, doubled or swapped."""
    entries = copy.deepcopy(entries)
    for _ in range(draw(st.integers(1, 3))):
        every = [(holder, key) for entry in entries for holder, key in places(entry)]
        holder, key = draw(st.sampled_from(every))
        # Most often by a value that stands elsewhere at a key of this name, because most others are refused.
        alike = [there[name] for there, name in every if name == key]
        match draw(st.sampled_from("rrrrrroodnds")):
            case "r":
                holder[key] = copy.deepcopy(draw(st.sampled_from(alike)))
            case "o":
                holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "n" if isinstance(holder, dict):
                holder[draw(st.sampled_from([name for _, name in every if isinstance(name, str)]))] = holder.pop(key)
            case "s" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case _:
                del holder[key]
    return entries


def is_in_full(problem):
    """Whether a problem has all that its reader needs."""
    return problem.path.endswith("pack.json") and problem.line and (problem.hint or problem.allowed)


@settings(max_examples=examples(20), deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_what_is_loaded_answers_every_question_or_refuses_it(source, data):
    """For every edit of a built pack with a new digest: LoadError with every place, or a catalog without raw errors."""
    file, before, entries = source
    file.write_text(file_of(data.draw(edited(entries))), encoding="utf-8")
    try:
        catalog = rp.load(file)
    except rp.LoadError as error:
        problems = error.problems
    else:
        problems = catalog.problems
        answers(catalog, before)

    assert all(map(is_in_full, problems))
