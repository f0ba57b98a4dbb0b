"""What every page says of a minimum requirement."""

import pytest

import roleprofile as rp
from roleprofile.presentation.descriptors import descriptor_blocks
from roleprofile.presentation.grades import comparison_blocks
from roleprofile.presentation.renderers.text import Layout, plain
from roleprofile.presentation.roles import role_blocks


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture(scope="module")
def scorer(catalog):
    return catalog.scorer("account-manager", "any-employer")


def read(blocks):
    """The blocks as one line of text."""
    return " ".join(plain(Layout(words=True).lines(blocks)).split())


class TestALowerMinimum:
    @pytest.mark.parametrize(
        "language, cell", [("en", "Advanced (minimum: Working)"), ("fil", "Mataas (minimum: Kaya nang mag-isa)")]
    )
    def test_it_stands_beside_what_a_role_asks_for(self, catalog, language, cell):
        role = catalog.role("account-manager")
        compiled = catalog.scorer("account-manager", "any-employer").role
        dialogue = catalog.descriptors["account-management:dialogue"]

        assert read(role_blocks(catalog, role, None, language)).count(cell) == 2
        assert read(role_blocks(catalog, role, "any-employer", language)).count(cell) == 2
        assert read(comparison_blocks([compiled, compiled], language)).count(f"{cell} *") == 4
        assert cell in read(descriptor_blocks(catalog, dialogue, language))


KINDS = "assessment or work sample, interview with set questions, or employment or performance record"


class TestEvidence:
    def test_a_role_names_the_kinds_that_prove_a_minimum(self, catalog):
        assert read(role_blocks(catalog, catalog.role("account-manager"), None, "en")).count(KINDS) == 2

    def test_a_fit_names_them_while_the_minimum_is_open(self, catalog, scorer):
        stated = scorer.score(
            catalog.person("somebody", facts=[rp.Fact("dialogue", "advanced"), rp.Fact("persuasion", "working")])
        )
        shown = rp.Fact("dialogue", "working", evidence="interview")
        proven = scorer.score(catalog.person("somebody", facts=[shown]))

        for fit, times in ((stated, 2), (proven, 1)):
            assert " ".join(fit.explain().split()).count(f": unknown. Proof needed: {KINDS}.") == times

    def test_a_question_asks_for_the_proof_of_what_is_stated(self, catalog, scorer):
        fit = scorer.score(catalog.person("somebody", facts=[rp.Fact("dialogue", "advanced")]))
        text = " ".join(fit.explain().split())

        assert f"Holding a dialogue: can Working be shown by {KINDS}? (a minimum requirement)" in text
        assert "+0.0 points" not in text
        assert f"points if yes; Working is the minimum; proof needed: {KINDS})" in text

    def test_nobody_asks_a_typical_incumbent_for_proof(self, catalog):
        fit = catalog.assess_transition("analyst", "account-manager", "any-employer").fit

        assert "Minimum requirement" in fit.explain()
        assert "Proof needed" not in fit.explain()

    def test_the_data_of_a_fit_and_of_a_form_have_the_kinds(self, catalog, scorer):
        fit = scorer.score(catalog.person("somebody", facts=[rp.Fact("dialogue", "advanced")]))
        (part,) = next(one for one in fit.to_dict("en")["questions"] if one["id"] == "dialogue")["asks"]
        fields = {one.descriptor: one for one in catalog.questions_for("account-manager", "any-employer")}
        kinds = ["assessment", "interview", "work-record"]

        assert part["evidence"] == kinds
        assert " ".join(part["evidence_label"]).lower() == KINDS.replace("or employment", "employment").replace(",", "")
        assert [one["id"] for one in fields["account-management:dialogue"].to_dict()["evidence"]] == kinds
        assert fit.to_dict()["contributions"][2]["parts"][0]["evidence"] == []
