"""The order of fits, and the numbers that a fit says of itself, by examples."""

from decimal import Decimal

import pytest
from worked import SELLER, catalog_of, fit_of, role

import roleprofile as rp

ASKED = [
    {"id": "dialogue", "asks": "advanced", "weight": 6},
    {"id": "sales", "asks": 100, "weight": 4},
    {"id": "education", "for": "any", "asks": "bachelor", "weight": 1, "necessity": "minimum"},
]
CATALOG = catalog_of(SELLER, role("worked", ASKED, extras=[{"id": "contacts", "asks": 10}]))
SCORER = CATALOG.scorer("worked", {})
DIALOGUE, DEGREE = ("dialogue", "advanced"), ("education", "bachelor", "law")


def fit(name, *facts, closed=(), held=()):
    roles = [rp.RoleHeld(*one) for one in held]
    return SCORER.score(CATALOG.person(name, facts=[rp.Fact(*one) for one in facts], closed=closed, roles_held=roles))


def places(*fits, **order):
    return [(one.place, one.fit.person_id) for one in rp.rank(fits, **order)]


class TestTheOrder:
    def test_is_that_of_the_verdict_for_certain(self):
        """909,090 held down to a stretch stands behind 636,363, which is viable."""
        higher = fit("higher", DIALOGUE, ("sales", 100), closed="all")
        better = fit("better", DIALOGUE, DEGREE)

        assert [(one.verdict_low, one.low) for one in (higher, better)] == [("stretch", 909_090), ("viable", 636_363)]
        assert places(higher, better) == [(1, "better"), (2, "higher")]

    def test_then_that_of_the_score_for_certain(self):
        fits = [fit(f"p-{months}", DIALOGUE, DEGREE, ("sales", months)) for months in (49, 60, 55)]

        assert {one.verdict_low for one in fits} == {"strong"}
        assert places(*fits) == [(1, "p-60"), (2, "p-55"), (3, "p-49")]

    def test_then_that_of_the_extras(self):
        fits = [fit(f"p-{people}", DIALOGUE, DEGREE, ("contacts", people)) for people in (5, 10, 7)]

        assert [one.extras for one in fits] == [500_000, 1_000_000, 700_000]
        assert places(*fits) == [(1, "p-10"), (2, "p-7"), (3, "p-5")]

    def test_then_that_of_what_is_proven(self):
        """An interview is the person's own word here; an assessment and a certificate prove."""
        fits = [
            fit(name, ("dialogue", "advanced", "", rp.Evidence(kind)), DEGREE, ("sales", 0))
            for name, kind in (("told", "interview"), ("tested", "assessment"))
        ]

        assert [(one.low, one.extras, one.known, one.proven) for one in fits] == [
            (636_363, 0, 1_000_000, 0),
            (636_363, 0, 1_000_000, 545_454),
        ]
        assert places(*fits) == [(1, "tested"), (2, "told")]

    def test_puts_what_is_proven_before_what_is_known(self):
        tested = fit("tested", ("dialogue", "advanced", "", rp.Evidence("assessment")), DEGREE)
        settled = fit("settled", DIALOGUE, DEGREE, ("sales", 0))

        assert tested.known < settled.known
        assert places(settled, tested) == [(1, "tested"), (2, "settled")]

    def test_then_that_of_what_is_known(self):
        silent, settled = fit("a", DIALOGUE, DEGREE), fit("b", DIALOGUE, DEGREE, ("sales", 0))

        assert (silent.low, silent.known) == (636_363, 636_363)
        assert (settled.low, settled.known) == (636_363, 1_000_000)
        assert places(silent, settled) == [(1, "b"), (2, "a")]

    def test_gives_equals_one_place_and_counts_on_behind_them(self):
        fits = [fit(name, DIALOGUE, DEGREE) for name in ("c", "a", "b")]

        assert places(fit("d", DEGREE), *fits, fit("e", DIALOGUE, DEGREE, ("sales", 100))) == [
            (1, "e"),
            (2, "a"),
            (2, "b"),
            (2, "c"),
            (5, "d"),
        ]

    def test_takes_no_heed_of_what_is_presumed(self):
        presumed, silent = fit("b", DIALOGUE, held=[("seller", 100)]), fit("a", DIALOGUE)

        assert presumed.supported > silent.supported
        assert places(presumed, silent) == [(1, "a"), (1, "b")]

    def test_is_no_better_for_silence(self):
        """Both have 909,090 for certain and a minimum that is not met; who says so is known in full."""
        asked = (DIALOGUE, ("sales", 100))
        silent, honest = fit("a", *asked), fit("b", *asked, ("education", "none", "law"), closed="all")

        assert silent.verdict_low == honest.verdict_low == "stretch"
        assert silent.low == honest.low == 909_090
        assert places(silent, honest) == [(1, "b"), (2, "a")]

    def test_by_what_is_supported_puts_the_likely_verdict_first(self):
        """Months as a seller are presumed. With the degree stated, 10 of 11 are supported, and 1 is certain."""
        seller = fit("seller", DIALOGUE, DEGREE, held=[("seller", 25)])
        stated = fit("stated", DIALOGUE, DEGREE, ("sales", 20))
        unproven = fit("unproven", ("sales", 100), held=[("seller", 100)])

        assert [one.supported for one in (seller, stated, unproven)] == [727_272, 709_090, 363_636]
        assert [one.low for one in (seller, stated, unproven)] == [636_363, 709_090, 363_636]
        assert places(seller, stated, unproven) == [(1, "stated"), (2, "seller"), (3, "unproven")]
        assert places(seller, stated, unproven, by="supported") == [(1, "seller"), (2, "stated"), (3, "unproven")]

    def test_by_what_is_supported_a_true_answer_can_lower_a_place(self):
        presumed = fit("presumed", DIALOGUE, DEGREE, held=[("seller", 50)])
        honest = fit("honest", DIALOGUE, DEGREE, ("sales", 10), held=[("seller", 50)])

        assert places(presumed, honest) == [(1, "honest"), (2, "presumed")]
        assert places(presumed, honest, by="supported") == [(1, "presumed"), (2, "honest")]

    def test_by_what_is_supported_equals_stand_by_what_is_certain(self):
        presumed = fit("a", DIALOGUE, DEGREE, held=[("seller", 50)])
        stated = fit("b", DIALOGUE, DEGREE, ("sales", 50))

        assert presumed.supported == stated.supported
        assert presumed.verdict_supported == stated.verdict_supported
        assert places(presumed, stated, by="supported") == [(1, "b"), (2, "a")]

    @pytest.mark.parametrize("by, named", [("high", '"high"'), ("", '""'), (None, "None"), (3, "3")])
    def test_is_one_of_two(self, by, named):
        with pytest.raises(ValueError, match=rf"^{named} is no order of a ranking; one of: low, supported$"):
            rp.rank([fit("a")], by=by)

    def test_of_nobody_is_nothing_and_of_one_is_one(self):
        assert rp.rank([]) == ()
        assert places(fit("a")) == [(1, "a")]

    def test_gives_one_person_twice_one_place(self):
        assert places(fit("a"), fit("a", DEGREE), fit("a", held=[("seller", 3)])) == [(1, "a"), (2, "a"), (2, "a")]

    def test_is_none_for_fits_of_different_roles_or_contexts(self):
        seller = CATALOG.scorer("seller", {}).score(CATALOG.person("p"))
        for other in (seller, fit_of(ASKED), fit_of(ASKED, size="large")):
            with pytest.raises(
                rp.RankingError, match=r"^fits of different roles, contexts or pack versions cannot be "
            ):
                rp.rank([fit("p"), fit("q"), other])

    @pytest.mark.parametrize("fits", ["fits", 3, [None], None])
    def test_is_that_of_fits_only(self, fits):
        with pytest.raises(TypeError, match=r"^fits .* results of scorer\.score\(\.\.\.\)"):
            rp.rank(fits)


class TestTheNumbers:
    @pytest.fixture
    def held(self):
        return fit("p", DIALOGUE, ("sales", 25), ("contacts", 7), held=[("seller", 3)])

    @pytest.mark.parametrize(
        "name, expected",
        [
            # Of 11: 6 and a quarter of 4; the degree is open.
            ("low", "63.6363"),
            ("supported", "63.6363"),
            ("high", "72.7272"),
            ("known", "90.9090"),
            ("proven", "0"),
            ("extras", "70"),
        ],
    )
    def test_are_percentages_too(self, held, name, expected):
        assert held.percent(name) == Decimal(expected)
        assert held.percent(name) * 10_000 == getattr(held, name)

    def test_of_which_the_supported_one_is_meant_where_none_is_named(self):
        held = fit("p", DIALOGUE, held=[("seller", 50)])

        assert held.percent() == held.percent("supported") == Decimal("72.7272")
        assert held.percent("low") == Decimal("54.5454")

    @pytest.mark.parametrize("name", ["weight", "LOW", "verdict"])
    def test_are_these_six(self, held, name):
        message = f"unknown number {name!r} of a fit; one of: low, supported, high, known, proven, extras"

        with pytest.raises(ValueError) as raised:  # noqa: PT011 - the whole message is compared
            held.percent(name)
        assert str(raised.value) == message


class TestWhatIsProven:
    """Weights 6, 4 and 1 of 11; interview is the person's own word, assessment and certificate are stronger."""

    @pytest.mark.parametrize(
        "facts, low, proven",
        [
            ([("dialogue", "advanced")], 545_454, 0),
            ([("dialogue", "advanced", "", rp.Evidence("interview"))], 545_454, 0),
            ([("dialogue", "advanced", "", rp.Evidence("assessment"))], 545_454, 545_454),
            ([("dialogue", "working", "", rp.Evidence("certificate"))], 327_272, 327_272),  # 60 percent of 6
            # The certificate counts, and is the fact that proves.
            (
                [
                    ("dialogue", "working", "", rp.Evidence("certificate")),
                    ("dialogue", "expert", "", rp.Evidence("assessment")),
                ],
                327_272,
                327_272,
            ),
            # The strongest kind of evidence counts, whatever is claimed without.
            ([("dialogue", "basic", "", rp.Evidence("assessment")), ("dialogue", "expert")], 109_090, 109_090),
            ([("sales", 50, "", rp.Evidence("assessment")), DIALOGUE, DEGREE], 818_181, 181_818),
            ([("education", "master", "law", rp.Evidence("diploma"))], 90_909, 90_909),
        ],
    )
    def test_is_counted_from_facts_with_more_than_a_word(self, facts, low, proven):
        found = fit("p", *facts)

        assert (found.low, found.proven) == (low, proven)
        assert found.percent("proven") * 10_000 == proven

    def test_is_never_what_is_presumed(self):
        assert fit("p", held=[("seller", 100)]).proven == 0

    def test_takes_no_heed_of_lists_that_are_closed(self):
        proof = ("dialogue", "advanced", "", rp.Evidence("assessment"))

        assert fit("p", proof).proven == fit("p", proof, closed="all").proven == 545_454


class TestWhetherItIsAssessed:
    @pytest.mark.parametrize(
        "facts, closed, assessed",
        [
            ([], (), False),
            ([("sales", 3)], (), False),  # 4 of 11
            ([("sales", 3), DEGREE], (), True),  # 5 of 11: the pack says 40 percent
            ([DIALOGUE], (), True),
            ([], "all", True),
        ],
    )
    def test_is_said_by_the_known_share_of_the_weight(self, facts, closed, assessed):
        found = fit("p", *facts, closed=closed)

        assert found.is_assessed == assessed == (found.known >= 400_000)


class TestAnotherCatalog:
    def test_counts_a_persons_facts_by_its_own_rules(self):
        """Here a seller brings 40 months, whatever the catalog that made the person says."""
        brings = role("seller", [{"id": "sales", "asks": 1}], provides={"sales": 40})
        other = catalog_of(brings, role("worked", ASKED))
        person = other.person("p", roles_held=[rp.RoleHeld("seller", 100)])

        assert other.scorer("worked", {}).score(person).supported == 1_600_000 // 11
        assert SCORER.score(person).supported == 4_000_000 // 11

    def test_refuses_facts_that_it_does_not_know(self):
        with pytest.raises(rp.PersonError, match='unknown descriptor "worked:sales"'):
            rp.load().scorer("account-manager", "any-employer").score(CATALOG.person("p", facts=[rp.Fact("sales", 3)]))
