"""Contexts compared by tables of examples: fields include narrower fields, and firms are small or large."""

import pytest
from worked import SELLER, catalog_of, role

from roleprofile.careers.context_matching import (
    agrees,
    completed_context,
    context_labels,
    contexts_before,
    excludes,
    specified,
)
from roleprofile.careers.incumbent import as_person, check_subject, months_held
from roleprofile.errors import ArgumentTypeError
from roleprofile.model.transition import LOWER, SAME

LEAD = role("lead", [{"id": "dialogue", "asks": "basic"}])
CATALOG = catalog_of(LEAD, SELLER)
#: Engineering includes mechanical engineering.
VOCABULARY_OF = CATALOG.vocabulary_of("worked")


class TestSpecified:
    @pytest.mark.parametrize(
        "context, expected",
        [
            ({}, {}),
            ({"size": "small"}, {"size": "small"}),
            ({"size": "unspecified", "branch": "law"}, {"branch": "law"}),
            ({"planet": "mars", "branch": "law"}, {"branch": "law"}),
            ({"size": "law", "branch": "law"}, {"branch": "law"}),
        ],
    )
    def test_keeps_terms_of_the_vocabulary_of_their_dimension(self, context, expected):
        assert specified(context, VOCABULARY_OF) == expected

    def test_sorts_the_dimensions(self):
        assert list(specified({"size": "small", "branch": "law"}, VOCABULARY_OF)) == ["branch", "size"]

    def test_leaves_the_other_dimensions_of_a_complete_context_unspecified(self):
        found = completed_context(CATALOG, CATALOG.role("lead"), {"size": "small", "planet": "mars"})

        assert found == {"branch": "unspecified", "customers": "unspecified", "size": "small"}

    def test_names_dimensions_and_terms(self):
        found = context_labels(CATALOG, {"size": "small", "branch": "unspecified", "planet": "mars"}, "worked")

        assert found == {"size": ({"en": "Size"}, {"en": "Small"})}


class TestAgrees:
    @pytest.mark.parametrize(
        "stated, wanted, expected",
        [
            ({}, {"branch": "law"}, True),
            ({"branch": "unspecified"}, {"branch": "law"}, True),
            ({"branch": "law"}, {"branch": "unspecified"}, True),
            ({"branch": "law"}, {}, True),
            ({"branch": "law"}, {"branch": "law"}, True),
            ({"branch": "mechanical"}, {"branch": "engineering"}, True),
            ({"branch": "engineering"}, {"branch": "mechanical"}, False),
            ({"branch": "law"}, {"branch": "engineering"}, False),
            ({"branch": "law", "size": "small"}, {"branch": "law", "size": "large"}, False),
            ({"branch": "law", "size": "small"}, {"branch": "engineering", "size": "small"}, False),
            # Terms that no vocabulary has agree with themselves only.
            ({"branch": "mars"}, {"branch": "mars"}, True),
            ({"branch": "mars"}, {"branch": "law"}, False),
            ({"branch": "law"}, {"branch": "mars"}, False),
            ({"planet": "mars"}, {"planet": "venus"}, False),
        ],
    )
    def test_is_true_of_a_context_within_the_other(self, stated, wanted, expected):
        assert agrees(stated, wanted, VOCABULARY_OF) is expected


class TestExcludes:
    @pytest.mark.parametrize(
        "one, other, expected",
        [
            ({}, {}, False),
            ({"branch": "law"}, {"size": "small"}, False),
            ({"branch": "law"}, {"branch": "law"}, False),
            ({"branch": "law"}, {"branch": "engineering"}, True),
            ({"branch": "mechanical"}, {"branch": "engineering"}, False),
            ({"branch": "engineering"}, {"branch": "mechanical"}, False),
            ({"branch": "law"}, {"branch": "unspecified"}, False),
            ({"branch": "unspecified"}, {"branch": "law"}, False),
            # A dimension or a term outside the vocabularies decides nothing, and the others still do.
            ({"planet": "mars"}, {"planet": "venus"}, False),
            ({"branch": "law"}, {"branch": "mars"}, False),
            ({"branch": "mars"}, {"branch": "law"}, False),
            ({"planet": "mars", "branch": "law"}, {"planet": "venus", "branch": "engineering"}, True),
            ({"size": "mars", "branch": "law"}, {"size": "small", "branch": "engineering"}, True),
            ({"size": "small", "branch": "law"}, {"size": "mars", "branch": "engineering"}, True),
        ],
    )
    def test_is_true_of_contexts_that_no_firm_has_both(self, one, other, expected):
        assert excludes(one, other, VOCABULARY_OF) is expected


class TestContextsBefore:
    @pytest.mark.parametrize(
        "before, context, expected",
        [
            ({}, {"size": "large"}, [{}]),
            ({"size": (SAME,)}, {"size": "large"}, [{"size": "large"}]),
            ({"size": (SAME,)}, {}, [{"size": "unspecified"}]),
            ({"size": (LOWER,)}, {"size": "large"}, [{"size": "small"}]),
            ({"size": (LOWER,)}, {"size": "small"}, []),
            ({"size": (LOWER,)}, {}, [{"size": "unspecified"}]),
            ({"size": (LOWER,)}, {"size": "unspecified"}, [{"size": "unspecified"}]),
            (
                {"size": (LOWER,), "branch": ("law", "mechanical")},
                {"size": "large", "branch": "law"},
                [{"branch": "law", "size": "small"}, {"branch": "mechanical", "size": "small"}],
            ),
        ],
    )
    def test_are_the_contexts_that_the_words_stand_for(self, before, context, expected):
        found = contexts_before(before, context, VOCABULARY_OF)

        assert [dict(one) for one in found] == expected
        assert all(list(one) == sorted(one) for one in found)


class TestThePersonOfAMove:
    def test_is_a_person_of_this_catalog_as_given(self):
        person = CATALOG.person("p-1", facts=[])

        assert as_person(CATALOG, person, {}, 12) == (person, {}, None)
        assert as_person(CATALOG, person, {}, 12)[0] is person

    def test_is_counted_again_by_the_rules_of_another_catalog(self):
        other = catalog_of(LEAD)
        person = other.person("p-1", facts=[])
        found, label, months = as_person(CATALOG, person, {}, 12)

        assert (found.id, label, months) == ("p-1", {}, None)
        assert found.holdings.fingerprint == CATALOG.fingerprint != other.fingerprint

    def test_is_the_incumbent_of_a_role_with_its_name_and_the_months(self):
        found, label, months = as_person(CATALOG, "seller", {"size": "small", "planet": "mars"}, 12)

        assert (label, months, found.holdings.typical) == ({"en": "Seller"}, 12, True)
        assert found.holdings.stated == {"worked:sales": 12}

    def test_is_nothing_else(self):
        check_subject("lead")
        check_subject(CATALOG.person("p-1", facts=[]))
        with pytest.raises(ArgumentTypeError) as caught:
            check_subject(7)
        assert str(caught.value) == "a person or incumbent must be given as a Person or the id of a role, not 7"

    @pytest.mark.parametrize("months", [0, 1, 1200])
    def test_has_held_a_role_for_up_to_1200_months(self, months):
        assert months_held(months) == months
