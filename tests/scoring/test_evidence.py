"""Evidence on a day: what has expired, is stale or is dated later, by examples."""

import pytest
from parts import document, label
from worked import HEAD, catalog_of, fit_of, role, term

import roleprofile as rp

DAY = "2026-11-29"
DIALOGUE = {"id": "dialogue", "asks": "advanced"}
DEGREE = {"id": "education", "for": {"engineering": 100, "law": 40}, "asks": "bachelor"}
#: Interviews last a year, and certificates three, also diplomas.
LASTING = document(
    "vocabulary",
    "lasting",
    label=label("Kinds"),
    ordered=True,
    terms=[
        term("interview") | {"lasts": {"months": 12}},
        term("assessment"),
        term("certificate", "diploma") | {"lasts": {"months": 36}},
    ],
)
LASTS = {"head": HEAD | {"fit": HEAD["fit"] | {"evidence": "lasting"}}, "others": (LASTING,)}


def fact(value, kind="certificate", on="", until="", name="dialogue", key=""):
    return (name, value, key, rp.Evidence(kind, on=on, until=until))


def scores(fit):
    return fit.low, fit.supported, fit.high


class TestAnExpiredFact:
    @pytest.mark.parametrize(
        "until, day, counts",
        [
            ("2026-11-29", "2026-11-29", True),
            ("2026-11-28", "2026-11-29", False),
            ("2026-11", "2026-11-30", True),
            ("2026-11", "2026-12-01", False),
            ("2024-02", "2024-02-29", True),
            ("2026", "2026-12-31", True),
            ("2026", "2027-01-01", False),
            ("2020", None, True),
        ],
    )
    def test_counts_up_to_its_last_day(self, until, day, counts):
        fit = fit_of([DIALOGUE], [fact("advanced", until=until)], as_of=day)

        assert scores(fit) == ((1_000_000,) * 3 if counts else (0, 0, 1_000_000))

    def test_leaves_the_place_to_a_weaker_one_that_holds(self):
        fit = fit_of([DIALOGUE], [fact("advanced", until="2021"), fact("working", "interview")], as_of=DAY)

        assert scores(fit) == (600_000,) * 3

    @pytest.mark.parametrize("closed", [(), ["dialogue"], "all"])
    def test_is_unknown_where_it_is_the_only_one_also_on_a_closed_list(self, closed):
        fit = fit_of([DIALOGUE], [fact("advanced", until="2021-05")], closed, as_of=DAY)

        assert scores(fit) == (0, 0, 1_000_000)
        assert [one.id for one in fit.questions] == ["dialogue"]
        assert fit.contributions[0].parts[0].how == "unknown"

    @pytest.mark.parametrize("closed", [["education"], "all"])
    def test_opens_only_its_own_field_of_a_closed_list(self, closed):
        """A degree in law alone counts for 40 percent."""
        fit = fit_of([DEGREE], [fact("master", until="2021", name="education", key="law")], closed, as_of=DAY)

        assert scores(fit) == (0, 0, 400_000)

    def test_lets_a_role_held_be_presumed_although_the_list_is_closed(self):
        held = fact(24, until="2021", name="sales")
        fit = fit_of([{"id": "sales", "asks": 24}], [held], ["sales"], roles_held=[("seller", 12)], as_of=DAY)

        assert scores(fit) == (0, 500_000, 1_000_000)

    def test_implies_nothing(self):
        fit = fit_of(
            [{"id": "persuasion", "asks": "working"}], [fact("expert", until="2021", name="rhetoric")], as_of=DAY
        )

        assert scores(fit) == (0, 0, 1_000_000)

    @pytest.mark.parametrize("until, state", [("2026", "met"), ("2025", "unknown")])
    def test_proves_no_minimum(self, until, state):
        asked = DIALOGUE | {"necessity": "minimum", "evidence": ["certificate"]}
        facts = [fact("expert", until=until), fact("advanced", "interview")]

        assert fit_of([asked], facts, as_of=DAY).meets_minimum == state

    def test_is_listed(self):
        given = fact("advanced", until="2021-05")
        fit = fit_of([DIALOGUE], [given], as_of=DAY)
        (part,) = fit.contributions[0].parts

        assert [one.value for one in part.expired] == ["advanced"]
        assert (part.stale, part.dated_later) == ((), ())


class TestAFactDatedLater:
    @pytest.mark.parametrize(
        "on, counts", [("2026-11-29", True), ("2026-11-30", False), ("2026-11", True), ("2026", True), ("2027", False)]
    )
    def test_does_not_count_before_its_first_day(self, on, counts):
        fit = fit_of([DIALOGUE], [fact("expert", on=on), fact("basic", "interview", on="2026-03")], as_of=DAY)

        assert fit.low == (1_000_000 if counts else 200_000)
        assert [one.value for one in fit.contributions[0].parts[0].dated_later] == ([] if counts else ["expert"])


class TestAStaleFact:
    @pytest.mark.parametrize(
        "on, stale",
        [
            ("2023-11-29", False),
            ("2023-11-28", True),
            ("2023-12", False),
            ("2023-11", True),
            ("2024", False),
            ("", True),
        ],
    )
    def test_ranks_below_every_fact_that_is_not(self, on, stale):
        """A certificate lasts three years; an interview of this year is weaker."""
        facts = [fact("expert", on=on), fact("working", "interview", on="2026-03")]
        fit = fit_of([DIALOGUE], facts, as_of=DAY, **LASTS)

        assert fit.low == (600_000 if stale else 1_000_000)

    def test_counts_where_there_is_no_other(self):
        fit = fit_of([DIALOGUE], [fact("advanced", on="2019")], as_of=DAY, **LASTS)

        assert scores(fit) == (1_000_000,) * 3
        assert [one.value for one in fit.contributions[0].parts[0].stale] == ["advanced"]

    def test_of_a_narrower_kind_lasts_as_long_as_the_broader_one(self):
        asked = DIALOGUE | {"necessity": "minimum", "evidence": ["certificate"]}

        for on, state in (("2024-01", "met"), ("2023-01", "unknown")):
            assert fit_of([asked], [fact("advanced", "diploma", on=on)], as_of=DAY, **LASTS).meets_minimum == state

    def test_proves_no_minimum_and_implies_nothing(self):
        asked = DIALOGUE | {"necessity": "minimum", "evidence": ["certificate", "assessment"]}
        implied = {"id": "persuasion", "asks": "working"}
        facts = [fact("expert", on="2019"), fact("expert", on="2019", name="rhetoric")]

        assert fit_of([asked], facts, as_of=DAY, **LASTS).meets_minimum == "unknown"
        assert fit_of([asked], [*facts, fact("advanced", "assessment")], as_of=DAY, **LASTS).meets_minimum == "met"
        assert scores(fit_of([implied], facts, as_of=DAY, **LASTS)) == (0, 0, 1_000_000)
        assert scores(fit_of([implied], facts, **LASTS)) == (0, 1_000_000, 1_000_000)

    def test_is_not_told_without_a_day(self):
        facts = [fact("expert", on="1990"), fact("working", "interview", on="2026-03")]

        assert fit_of([DIALOGUE], facts, **LASTS).low == 1_000_000


class TestAnAmountThatOnlyGrows:
    MONTHS = document(
        "scale",
        "total",
        label=label("Total"),
        basis="judgement",
        unit={"en": {"one": "month", "other": "months"}},
        accumulates=True,
    )
    THINGS = document(
        "descriptors",
        "totals",
        descriptors=[{"id": "selling", "type": "experience", "label": label("Selling"), "scale": "total"}],
    )

    def months(self, *facts, **more):
        others = (self.MONTHS, self.THINGS, LASTING)
        asked = {"id": "selling", "asks": 100, "necessity": "minimum", "at_least": 24, "evidence": ["certificate"]}
        fit = fit_of([asked], facts, others=others, head=LASTS["head"], **more)
        return fit.low // 10_000, fit.meets_minimum

    def test_counts_by_its_largest_fact_not_by_the_strongest(self):
        proven = fact(24, on="2024-12", name="selling")
        said = fact(36, "assessment", on="2026-03", name="selling")

        assert self.months(proven, said) == self.months(said, proven) == (36, "met")

    def test_counts_by_a_fact_that_is_not_stale_where_there_is_one(self):
        old = fact(48, on="2019", name="selling")

        assert self.months(old, fact(36, "assessment", name="selling"), as_of=DAY) == (36, "unknown")


class TestTheDay:
    @pytest.fixture(scope="class")
    @staticmethod
    def catalog():
        return rp.load()

    def facts(self):
        return [rp.Fact("dialogue", "advanced", evidence=rp.Evidence("certificate", until="2021-05"))]

    def test_is_that_of_the_load_where_none_is_given(self):
        catalog = rp.load(as_of=DAY)
        person = catalog.person("p-1", facts=self.facts())

        assert (catalog.as_of, person.as_of) == (DAY, DAY)
        assert person.expired == person.facts
        assert catalog.person("p-1", facts=self.facts(), as_of="2020-01-01").expired == ()
        assert {one.as_of for one in catalog.people.values()} == {DAY}

    def test_stays_with_a_person_whom_another_catalog_scores(self, catalog):
        person = catalog.person("p-1", facts=self.facts(), as_of=DAY)
        other = rp.load("profiles/core", "profiles/account-management", as_of="2020-01-01")
        context = {"company-size": "large", "market": "metal-products"}

        assert other.scorer("account-manager", context).score(person).holdings.as_of == DAY
        assert other.what_if(person, "account-manager", context, [rp.Fact("negotiation", "basic")]).person.as_of == DAY

    def test_can_be_given_for_a_file(self, catalog, tmp_path):
        path = tmp_path / "p.yaml"
        said = '{value: advanced, evidence: {kind: certificate, until: "2021-05"}}'
        path.write_text(f"kind: person\nschema: 1\nid: p\nfacts: {{dialogue: {said}}}\n", encoding="utf-8")

        assert len(rp.load_person(path, catalog, as_of=DAY).expired) == 1
        assert rp.load_person(path, catalog).expired == ()

    @pytest.mark.parametrize("day", ["2026-11", "today", 20261129])
    def test_is_one_whole_day(self, catalog, day):
        with pytest.raises(rp.ArgumentValueError, match="as_of must be"):
            catalog.person("p-1", as_of=day)

    def test_stays_in_a_record(self):
        facts = [fact("expert", until="2021-05"), fact("advanced", on="2019"), fact("basic", "assessment", on="2027")]
        fit = fit_of([DIALOGUE, DEGREE], facts, "all", as_of=DAY, **LASTS)
        again = rp.replay(fit.to_record())

        assert again.holdings.as_of == DAY
        assert again.holdings.stale == fit.holdings.stale != frozenset()
        assert again.holdings.uncounted == fit.holdings.uncounted != {}
        assert again.to_record() == fit.to_record()

    @pytest.mark.parametrize(
        "before, after",
        [
            ('"state":"expired"', '"state":"stale"'),
            ('"state":"expired",', ""),
            ('"as_of":"2026-11-29",', ""),
            ('"as_of":"2026-11-29"', '"as_of":"2020-01-01"'),
            ('"until":"2021-05"', '"until":"2031-05"'),
        ],
    )
    def test_of_a_record_cannot_be_changed_alone(self, before, after):
        text = fit_of([DIALOGUE], [fact("expert", until="2021-05")], as_of=DAY).to_record()
        assert before in text

        with pytest.raises(rp.ReplayError):
            rp.replay(text.replace(before, after))


class TestEvidenceThatEndsBeforeItBegins:
    def test_is_refused(self):
        with pytest.raises(rp.PersonError, match="the evidence ends on 2021, before it begins on 2022-01"):
            fit_of([DIALOGUE], [fact("expert", on="2022-01", until="2021")])


class TestAnIncumbentInARecord:
    def test_needs_no_proof_after_a_replay_either(self):
        """Nobody asks the typical holder of a job for certificates, so the minimum is met without one."""
        asked = {"id": "dialogue", "asks": "working", "necessity": "minimum", "evidence": ["certificate"]}
        talker = role("talker", [{"id": "sales", "asks": 1}], provides={"dialogue": "working"})
        known = catalog_of(talker, role("lead", [asked]))
        fit = known.assess_transition("talker", "lead", {"size": "small", "branch": "law"}).fit
        again = rp.replay(fit.to_record())

        assert (fit.meets_minimum, fit.verdict_low) == ("met", "strong")
        assert (again.meets_minimum, again.verdict_low, again.holdings.typical) == ("met", "strong", True)
