"""A team by the requirements of a role."""

import pytest

import roleprofile as rp

CATALOG = rp.load()
SCORER = CATALOG.scorer("account-manager", "large-metal-products")
TEAM = rp.cover(SCORER.score(person) for person in CATALOG.people.values())


class TestCoverage:
    def test_has_what_each_person_brings_for_each_requirement(self):
        fits = {fit.person_id: fit for fit in TEAM.fits}

        assert list(fits) == sorted(fits)
        for row in TEAM.rows:
            for cell in row.people:
                (one,) = (each for each in fits[cell.person].contributions if each.id == row.id)
                assert (cell.credit_low, cell.credit_supported, cell.credit_high) == (
                    one.credit_low,
                    one.credit_supported,
                    one.credit_high,
                )

    @pytest.mark.parametrize(
        "facts, closed, covers",
        [
            ({"dialogue": "advanced"}, (), "full"),
            ({"dialogue": "expert"}, (), "full"),
            ({"dialogue": "working"}, (), "part"),
            ({}, (), "open"),
            ({"dialogue": "none"}, (), "none"),
            ({}, "all", "none"),
        ],
    )
    def test_tells_unknown_from_absent(self, facts, closed, covers):
        person = CATALOG.person("c-1", facts=[rp.Fact(name, level) for name, level in facts.items()], closed=closed)
        row = next(row for row in rp.cover([SCORER.score(person)]).rows if row.id == "dialogue")

        assert row.people[0].covers == covers
        assert row.is_minimum

    def test_names_what_nobody_and_what_one_person_covers(self):
        for row in TEAM.rows:
            assert (row in TEAM.uncovered) == (row.covered_by == ())
            assert (row in TEAM.fragile) == (len(row.covered_by) == 1)
        assert [row.id for row in TEAM.uncovered] == ["client-base", "client-service", "advanced-management-course"]

    def test_a_presumed_value_covers_nothing_for_certain(self):
        seller = CATALOG.person("c-2", roles_held=[rp.RoleHeld("account-manager", 36)])
        row = next(row for row in rp.cover([SCORER.score(seller)]).rows if row.id == "persuasion")

        assert (row.people[0].credit_low, row.people[0].covers, row.covered_by) == (0, "open", ())
        assert row.people[0].credit_supported > 0

    def test_nobody_is_an_error(self):
        with pytest.raises(rp.RankingError, match="nobody"):
            rp.cover([])

    def test_fits_of_two_situations_are_an_error(self):
        person = CATALOG.person("c-1")
        other = CATALOG.scorer("account-manager", "small-retail")

        with pytest.raises(rp.RankingError, match="different roles"):
            rp.cover([SCORER.score(person), other.score(person)])

    def test_what_is_no_fit_is_an_error(self):
        with pytest.raises(rp.ArgumentTypeError):
            rp.cover([1])

    def test_is_one_line(self):
        assert repr(TEAM) == "<Coverage of account-management:account-manager by 6>"

    def test_explains_itself_in_both_languages(self):
        assert "Nobody covers for certain\n  Clients of one's own\n" in TEAM.explain()
        assert "Wala pang tiyak na may taglay" in TEAM.explain("fil")
        assert '<td class="good">' in TEAM.to_html()
