"""Blocks, and the formats that renderers make of them."""

import json

import pytest

import roleprofile as rp
from roleprofile.model.rendering import in_form
from roleprofile.presentation.blocks import (
    Bar,
    Grid,
    Heading,
    Items,
    Meter,
    Nested,
    Paragraph,
    Row,
    Verbatim,
    quoted,
    said,
    section,
    sections,
)
from roleprofile.presentation.renderers import NAMES, renderer

WHERE = "large-metal-products"
EVERY_KIND = sections(
    [Heading("Title"), "Text", Paragraph("Fine", "good")],
    [Heading("Sub"), Items(["one", "two"]), Nested(["inner", Verbatim([(("a *b*", "title"),)])])],
    Grid([Row(["x", Bar(1, 2, 3, 4), quoted("a|b", "c")], notes="noted")], ("a", "", "named"), names=("1", "2", "3")),
    Meter(Bar(1, 2, 3, 4), ("1", "2", "3"), ((50, "half"),)),
)


@pytest.fixture(scope="module")
def results():
    catalog = rp.load()
    person = catalog.people["account-management:metal-engineer-in-sales"]
    fit = catalog.scorer("account-manager", WHERE).score(person)
    inputs = rp.PayInputs(
        currency="PHP",
        amounts={"guaranteed": 15_000, "retention": 0},
        measures={"closed-deal-value": 400_000},
        shares={"commission": 5},
    )
    return {
        "fit": fit,
        "people": rp.rank([fit]),
        "assessment": catalog.assess_transition(person, "account-manager", WHERE),
        "moves": catalog.rank_origins("account-manager", WHERE),
        "paths": catalog.paths("analyst", "account-manager", WHERE),
        "plan": catalog.plan(person, "account-manager", WHERE),
        "what-if": catalog.what_if(person, "account-manager", WHERE, [rp.Fact("dialogue", "expert")]),
        "pay": catalog.estimate_pay("account-manager", WHERE, inputs),
    }


class TestParts:
    def test_what_is_empty_is_left_out(self):
        assert said("", None, [], Paragraph("", "faint"), Nested([None, ""]), section("Title", []), Items([])) == []

    def test_nested_lists_become_one(self):
        assert said(["a", [["b"], None]], Heading("c")) == [Paragraph("a"), Paragraph("b"), Heading("c")]

    def test_an_empty_part_is_no_section(self):
        assert len(sections("a", None, [""], "b")) == 2


class TestRenderers:
    def test_text_sets_sections_apart_and_keeps_notes_below_their_row(self):
        assert renderer("text")(EVERY_KIND) == (
            "Title\nText\nFine\n\nSub\n  one\n  two\n  inner\n  a *b*\n\n"
            "  a              named\n  x  ██▒▒▒░░···  a|b, c\n      noted\n  █ 1  ▒ 2  ░ 3\n\n"
            "██████████▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░··········  █ 1  ▒ 2  ░ 3\n"
        )

    @pytest.mark.parametrize("marker", ["1.", "1)", "-", "+"])
    def test_markdown_takes_no_text_for_an_entry_of_a_list(self, marker):
        shown = renderer("markdown")([Items([f"{marker} one", f"a {marker} b"])])

        assert shown == f"- {marker[:-1]}\\{marker[-1]} one\n- a {marker} b\n"

    def test_markdown_escapes_markup_and_quotes_what_packs_say(self):
        assert renderer("markdown")(EVERY_KIND) == (
            "### Title\n\nText\n\nFine\n\n#### Sub\n\n- one\n- two\n\ninner\n\n**a \\*b\\***\n\n"
            "| a |  | named |\n| --- | --- | --- |\n| x<br>noted | ██▒▒▒░░··· | `a\\|b`, `c` |\n\n█ 1  ▒ 2  ░ 3\n\n"
            "██████████▒▒▒▒▒▒▒▒▒▒░░░░░░░░░░··········\n\n█ 1  ▒ 2  ░ 3\n"
        )

    @pytest.mark.parametrize("name", NAMES)
    def test_each_refuses_what_is_no_block(self, name):
        with pytest.raises(TypeError):
            renderer(name)([object()])


@pytest.mark.parametrize("form", [*NAMES, "json"])
@pytest.mark.parametrize("kind", ["fit", "people", "assessment", "moves", "paths", "plan", "what-if", "pay"])
def test_every_result_can_be_had_in_every_form(results, kind, form):
    found = in_form(results[kind], form, "en")

    assert json.loads(found) if form == "json" else found.strip()
