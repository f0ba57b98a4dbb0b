"""Levels that an overlay raises or lowers: in variants, roles that extend others, and patches of many roles."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "laws"))

from hypothesis import given, settings
from hypothesis import strategies as st
from parts import document, label
from worked import catalog_of, role

import roleprofile as rp
from examples import examples

LEVELS = ("none", "basic", "working", "advanced", "expert")
DIALOGUE = {"id": "dialogue", "asks": "working"}
SALES = {"id": "sales", "asks": 24}


def variant(changes, name="large", **more):
    return {"id": name, "label": label(name), "when": {"size": "large"}, "set": changes, "basis": "judgement"} | more


def asked(requirement, *variants):
    catalog = catalog_of(role("worked", [requirement], variants=list(variants)))
    (entry,) = catalog.scorer("worked", {"size": "large"}).role.requirements
    leaf = entry.leaves[0]
    view = catalog.scorer("worked", {"size": "large"}).role.scales[leaf.scale]
    return view.value(leaf.asked), view.value(leaf.at_least)


def problems(*documents):
    with pytest.raises(rp.LoadError) as caught:
        catalog_of(*documents)
    return [(one.code, one.message) for one in caught.value.problems]


class TestAVariant:
    @pytest.mark.parametrize(
        "change, expected",
        [
            ({"raise": 1}, "advanced"),
            ({"raise": 2}, "expert"),
            ({"raise": 9}, "expert"),  # the highest level there is
            ({"lower": 1}, "basic"),
            ({"lower": 9}, "basic"),  # the lowest level that a role can ask for
        ],
    )
    def test_moves_what_is_asked_within_the_scale(self, change, expected):
        assert asked(DIALOGUE, variant({"dialogue": {"asks": change}})) == (expected, expected)

    @pytest.mark.parametrize("change, expected", [({"raise": 12}, 36), ({"raise": 9000}, 1200), ({"lower": 99}, 1)])
    def test_moves_an_amount_by_its_unit(self, change, expected):
        assert asked(SALES, variant({"sales": {"asks": change}})) == (expected, expected)

    def test_moves_the_least_of_a_minimum_from_what_is_asked_where_it_is_not_stated(self):
        one = DIALOGUE | {"necessity": "minimum", "asks": "advanced"}

        assert asked(one, variant({"dialogue": {"at_least": {"lower": 1}}})) == ("advanced", "working")
        stated = one | {"at_least": "working"}
        assert asked(stated, variant({"dialogue": {"at_least": {"lower": 1}}})) == ("advanced", "basic")
        both = {"asks": {"raise": 1}, "at_least": {"raise": 1}}
        assert asked(stated, variant({"dialogue": both})) == ("expert", "advanced")

    def test_adds_up_with_one_that_it_comes_after(self):
        first = variant({"dialogue": {"asks": {"raise": 1}}})
        second = variant({"dialogue": {"asks": {"raise": 1}}}, "second", after=["large"])

        assert asked(DIALOGUE, first, second) == ("expert", "expert")

    @pytest.mark.parametrize("other", [{"asks": {"lower": 1}}, {"asks": {"raise": 1}}, {"asks": "expert"}])
    def test_collides_with_one_that_has_no_order(self, other):
        found = problems(
            role(
                "worked",
                [DIALOGUE],
                variants=[variant({"dialogue": {"asks": {"raise": 1}}}), variant({"dialogue": other}, "second")],
            )
        )

        assert [code for code, _ in found] == ["RP310"]

    def test_leads_to_what_every_check_sees(self):
        """A minimum above what is asked is found after the move."""
        one = DIALOGUE | {"necessity": "minimum", "at_least": "working"}
        found = problems(role("worked", [one], variants=[variant({"dialogue": {"asks": {"lower": 1}}})]))

        assert found == [("RP320", "the minimum working is above basic, which earns the full credit")]


@settings(max_examples=examples(50))
@given(st.sampled_from(LEVELS[1:]), st.integers(1, 3))
def test_to_raise_and_then_to_lower_within_the_scale_changes_nothing(level, steps):
    """For every level and number of steps that stay within the scale: lower(raise(level)) == level."""
    up = variant({"dialogue": {"asks": {"raise": steps}}})
    down = variant({"dialogue": {"asks": {"lower": steps}}}, "second", after=["large"])
    rank = LEVELS.index(level)

    found = asked(DIALOGUE | {"asks": level}, up, down)[0]

    assert found == (level if rank + steps < len(LEVELS) else LEVELS[max(len(LEVELS) - 1 - steps, 1)])


class TestARoleThatExtendsAnother:
    def test_moves_what_the_other_asks(self):
        base = role("worked", [DIALOGUE, SALES])
        senior = document("role", "senior", version="1.0.0", label=label("Senior"), extends="worked")
        senior |= {"set": {"dialogue": {"asks": {"raise": 1}}, "sales": {"asks": {"raise": 12}}}}
        senior |= {"defaults": {"basis": "judgement"}}
        catalog = catalog_of(base, senior)

        assert [entry.asks for entry in catalog.role("senior").requirements] == ["advanced", 36]
        assert [entry.asks for entry in catalog.role("worked").requirements] == ["working", 24]


class TestAPatchOfManyRoles:
    PATCH = """\
kind: role-patch
schema: 1
id: track
roles: [account-manager, direct-sales-representative]
set:
  dialogue: {asks: {raise: 1}}
basis: judgement
"""

    @pytest.fixture
    def ours(self, here):
        head = {"version": "1.0.0", "label": {"en": "Ours"}, "languages": ["en"]}
        head |= {"requires": {"account-management": ">=0.1"}}
        (here / "ours").mkdir()
        (here / "ours" / "pack.yaml").write_text(json.dumps(document("pack", "ours", **head)), encoding="utf-8")
        (here / "ours" / "track.yaml").write_text(self.PATCH, encoding="utf-8")
        return here / "ours"

    def test_moves_each_from_what_it_asks(self, ours):
        plain, moved = rp.load(), rp.load(ours)

        for name in ("account-manager", "direct-sales-representative"):
            before, after = (
                next(entry.asks for entry in catalog.role(name).requirements if entry.id == "dialogue")
                for catalog in (plain, moved)
            )
            assert LEVELS.index(after) == LEVELS.index(before) + 1

    def test_is_shown_at_its_line(self, ours, call):
        _, out, _ = call("show", "direct-sales-representative", "--resolved", "--pack", ours)
        entry = out.partition("id: dialogue")[2]

        (line,) = [line for line in entry.splitlines()[:6] if "asks: " in line]
        assert line.split("#")[1].strip() == "ours/track.yaml:6"


class TestWhatCannotMove:
    @pytest.mark.parametrize(
        "change", [{"raise": 0}, {"raise": 1, "lower": 1}, {}, {"raise": "one"}, {"lift": 1}, {"raise": -1}]
    )
    def test_is_refused_where_it_is_no_step(self, change):
        assert problems(role("worked", [DIALOGUE], variants=[variant({"dialogue": {"asks": change}})]))

    def test_is_refused_in_a_requirement_itself(self):
        assert problems(role("worked", [DIALOGUE | {"asks": {"raise": 1}}]))

    def test_is_refused_where_several_things_are_asked(self):
        parts = [{"descriptor": "dialogue", "asks": "basic"}, {"descriptor": "rhetoric", "asks": "basic"}]
        one = {"id": "talk", "label": label("Talk"), "any_of": parts}
        found = problems(role("worked", [one], variants=[variant({"talk": {"at_least": {"raise": 1}}})]))

        assert found == [("RP327", '"talk" asks for no level that could be raised or lowered')]
