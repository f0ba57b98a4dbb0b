"""The claims of the article, S0.1 to S3.6: each holds in the shipped packs, and only because they state it.

Each test says a claim (its docstring), what of the packs it means (``holds``), and what it takes out of a copy of
them to see that it no longer holds. How rows are taken out is told in ``conftest.py``. The tests pin what the article
claims, an order, a presence, a kind, and never a number that the packs' authors chose.
"""

import copy
import inspect
import re

import pytest

import roleprofile as rp
from roleprofile.model.vocabulary import UNSPECIFIED

ACCOUNT_MANAGER = "account-management:account-manager"
COORDINATOR = "account-management:customer-relations-coordinator"
SALES_DUTIES = {"close-deals", "raise-sales"}
#: What S1.7 calls communication.
THREE_STRENGTHS = {"dialogue": "advanced", "persuasion": "advanced", "earning-drive": "high"}
#: Somebody to compare with: as good a talker as anybody, and nothing else.
TALKS_WELL = {"dialogue": "advanced", "persuasion": "advanced"}


# --- what is left of a row that rests on several claims -----------------------------------------------------


def stays(row):
    """Take nothing from the row but the citation."""
    return row


def goes(_row):
    """Leave nothing of the row."""


def less(*paths):
    """Take fields from a row, each given by its path: ``set.dialogue``."""

    def shorter(row):
        row = copy.deepcopy(row)
        for path in paths:
            *steps, last = path.split(".")
            home = row
            for step in steps:
                home = home[step]
            del home[last]
        return row

    return shorter


# --- people, employers, and what is asked -------------------------------------------------------------------


def at(size=UNSPECIFIED, market=UNSPECIFIED, tier=UNSPECIFIED):
    """An employer."""
    return {"company-size": size, "market": market, "region": UNSPECIFIED, "employer-tier": tier}


def terms(catalog, dimension):
    """The terms of a dimension of context, in their order."""
    return catalog.dimensions("account-management")[dimension][1].term_ids


def markets(catalog, *, specialised):
    """The markets that are highly specialised, or those that are not."""
    tree = catalog.dimensions("account-management")["market"][1]
    return [term for term in tree.term_ids if (term in tree.within("specialised")) == specialised]


def every_employer(catalog):
    """Every size of firm in every market."""
    return [at(size, market) for size in terms(catalog, "company-size") for market in terms(catalog, "market")]


SCORERS = {}


def scorer(catalog, employer, role=ACCOUNT_MANAGER):
    """A role at an employer, compiled once."""
    key = (catalog.fingerprint, role, *employer.values())
    if key not in SCORERS:
        SCORERS[key] = catalog.scorer(role, employer)
    return SCORERS[key]


def fit(catalog, employer, *facts, role=ACCOUNT_MANAGER, name="somebody"):
    """The fit of a person of whom these facts are all that there is; each a map, as in a person's file."""
    stated = []
    for given in facts:
        for descriptor, value in given.items():
            keyed = value.items() if isinstance(value, dict) else [("", value)]
            stated += [rp.Fact(descriptor, held, key) for key, held in keyed]
    return scorer(catalog, employer, role).score(catalog.person(name, facts=stated, closed="all"))


def requirements(catalog, employer, role=ACCOUNT_MANAGER):
    """What an employer asks for, by id."""
    return {entry.id: entry for entry in fit(catalog, employer, role=role).contributions}


def outranks(better, worse):
    """Whether the first of two fits has the better place."""
    places = {ranked.fit.person_id: ranked.place for ranked in rp.rank([better, worse])}
    return places[better.person_id] < places[worse.person_id]


def weighs_as_much_as_any(catalog, employer, requirement):
    """Whether nothing but communication (S1.7) has more weight than a requirement."""
    asked = requirements(catalog, employer)
    others = [entry.weight for entry in asked.values() if entry.id not in THREE_STRENGTHS]
    return asked[requirement].weight == max(others)


def ids(entries):
    return {entry.id for entry in entries}


# --- S0 premise ---------------------------------------------------------------------------------------------


def test_s0_1_looking_good_being_active_and_talking_well_is_not_enough(prove):
    """It seems enough to look presentable, be active and talk well, but employers ask for more today."""

    def holds(catalog):
        outside = {"activity": "high", "confident-talk": "expert"}
        for employer in (at(), at("large"), at("large", "consumer-goods")):
            found = fit(catalog, employer, outside)
            assert found.low > fit(catalog, employer).low, "it is wanted"
            assert found.meets_minimum == "not_met", "and it is not enough"
        # Presentability is an observation, and nobody's is recorded.
        assert "looks-easy" in ids(catalog.role(ACCOUNT_MANAGER).observations)
        looks = re.compile(r"presentab|appearance|looks|attractive|grooming")
        assert not [name for name in catalog.descriptors if looks.search(name)]

    prove(
        holds,
        rows={
            # The claim is one of absence, carried by what others ask as a minimum: these are no longer that.
            "dialogue": less("necessity", "at_least"),
            "persuasion": less("necessity", "at_least"),
            # Without the two things that seem enough there would be nothing left to be not enough.
            "activity": stays,
            "confident-talk": stays,
            # So that it is the minimums alone that decide below.
            "looks-easy": stays,
        },
    )


# --- S1 competencies ----------------------------------------------------------------------------------------


def test_s1_1_account_managers_are_as_common_in_large_firms_as_in_small_ones(prove):
    """The account manager (client manager, customer service manager) is as common in large firms as in small."""

    def holds(catalog):
        role = catalog.role(ACCOUNT_MANAGER)
        assert {"client manager", "customer service manager"} <= set(role.aliases.get("en", ()))
        sizes = terms(catalog, "company-size")
        assert role.common_in is not None
        assert set(role.common_in.when["company-size"]) == set(sizes)
        for size in sizes:
            assert scorer(catalog, at(size)).role.variants, f"{size} firms have a variant of this one role"
        assert "firms-of-every-size" in ids(role.observations)

    prove(
        holds,
        rows={
            # What the two ask for is told by S1.5, S1.6 and S1.7.
            "small-and-medium": stays,
            "large-firm": stays,
        },
    )


def test_s1_2_each_market_sets_its_own_level_of_requirements(prove):
    """Each market sets its own level of requirements."""

    def levels(catalog, employer):
        asked = requirements(catalog, employer).values()
        return {entry.id: {part.descriptor: part.asked for part in entry.parts} for entry in asked}

    def holds(catalog):
        for size in terms(catalog, "company-size"):
            metal, software, food = (
                levels(catalog, at(size, market)) for market in ("metal-products", "software", "food-and-drink")
            )
            assert metal != software
            assert software != food
            assert food != metal

    # That a specialised market has its own field of education is S1.4; it sets no level.
    prove(holds, rows={"specialised-market": stays})


def test_s1_3_most_employers_want_higher_education_in_economics_law_or_management(prove):
    """Most employers now want higher education in economics, law or management."""

    def holds(catalog):
        most = [at(), at("large"), *(at("large", market) for market in markets(catalog, specialised=False))]
        for employer in most:
            in_another_field = fit(catalog, employer, {"education": {"languages-and-literature": "bachelor"}})
            for field in ("economics", "law", "management"):
                higher = fit(catalog, employer, {"education": {field: "bachelor"}})
                assert higher.low > in_another_field.low
                assert higher.low > fit(catalog, employer, {"education": {field: "vocational"}}).low
                assert higher.low == fit(catalog, employer, {"education": {field: "doctorate"}}).low

    prove(holds)


def test_s1_4_highly_specialised_firms_prefer_education_in_their_own_field(prove):
    """Highly specialised firms prefer education in their own field: a metal-products seller takes an engineer."""

    def graduates(catalog, employer, own_field):
        equal = {**TALKS_WELL, "sales-experience": {"metal-products": 12}}
        engineer = fit(catalog, employer, equal, {"education": {own_field: "bachelor"}}, name="engineer")
        return engineer, fit(catalog, employer, equal, {"education": {"economics": "bachelor"}}, name="economist")

    def holds(catalog):
        for size in (UNSPECIFIED, *terms(catalog, "company-size")):
            for market, field in (
                ("metal-products", "mechanical-engineering"),
                ("metal-products", "metallurgy"),
                ("pharmaceuticals", "pharmacy"),
                ("construction-engineering", "civil-engineering"),
            ):
                engineer, economist = graduates(catalog, at(size, market), field)
                assert outranks(engineer, economist), (size, market, field)
                # Preferred, and not the only one: the economist's degree still counts for something.
                assert economist.low > fit(catalog, at(size, market), TALKS_WELL).low
            for market in markets(catalog, specialised=False):
                engineer, economist = graduates(catalog, at(size, market), "mechanical-engineering")
                assert not outranks(engineer, economist), (size, market)

    # All that this variant does is to prefer the market's own field.
    prove(holds, rows={"specialised-market": goes})


def test_s1_5_large_firms_look_for_advanced_training_in_business_management(prove):
    """Large firms increasingly look for completed advanced training in effective business management."""

    def gain(catalog, employer, level):
        trained = fit(catalog, employer, TALKS_WELL, {"course": {"management": level}})
        return trained.low - fit(catalog, employer, TALKS_WELL).low

    def holds(catalog):
        for market in (UNSPECIFIED, *terms(catalog, "market")):
            assert gain(catalog, at("large", market), "advanced") > 0, "it has a weight, and is no extra"
            # A plain course is S1.8's, and is not counted here as well.
            assert gain(catalog, at("large", market), "completed") == 0
            for size in ("small", "medium"):
                assert gain(catalog, at(size, market), "advanced") == 0

    # Knowing and presenting the firm (S4.2) keep their weights in large firms.
    prove(holds, rows={"large-firm": stays})


def test_s1_6_small_and_medium_firms_accept_vocational_education_and_a_minimal_skill_set(prove):
    """Small and medium firms still accept vocational education and a minimal skill set."""

    def holds(catalog):
        def credit(employer, education):
            found = fit(catalog, employer, {"education": education}).contributions
            return next(entry.credit_low for entry in found if entry.id == "higher-education")

        for market in (UNSPECIFIED, *markets(catalog, specialised=False)):
            large = at("large", market)
            assert credit(large, {"economics": "vocational"}) < credit(large, {"economics": "bachelor"})
            for size in ("small", "medium"):
                here = at(size, market)
                assert credit(here, {"economics": "vocational"}) == credit(here, {"economics": "bachelor"})
                assert len(requirements(catalog, here)) < len(requirements(catalog, large))
                assert len(requirements(catalog, here)) < len(requirements(catalog, at(UNSPECIFIED, market)))

    prove(
        holds,
        rows={
            # What is left is S1.7: the three things that decide, with their weights.
            "small-and-medium": less(
                "drop",
                "set.higher-education",
                "set.field-sales",
                "set.client-base",
                "set.firm-strengths",
                "set.presenting-the-firm",
            )
        },
    )


def test_s1_7_in_small_and_medium_firms_communication_decides(prove):
    """There communication decides: a dialogue, persuasion, the drive to earn. Who has these is very likely hired."""

    def holds(catalog):
        for employer in every_employer(catalog):
            if employer["company-size"] == "large":
                continue
            found = fit(catalog, employer, THREE_STRENGTHS)
            assert found.verdict_low in ("strong", "viable")
            assert found.low > found.role.thresholds["viable"], "not on the threshold itself"
            asked = requirements(catalog, employer)
            others = [entry.weight for entry in asked.values() if entry.id not in THREE_STRENGTHS]
            for name in THREE_STRENGTHS:
                assert asked[name].minimum
                assert asked[name].weight > max(others)
                lacking = {other: level for other, level in THREE_STRENGTHS.items() if other != name}
                assert fit(catalog, employer, lacking).verdict_low not in ("strong", "viable")

    prove(
        holds,
        rows={
            # What is left is S1.6: the lower education and the fewer criteria.
            "small-and-medium": less("set.dialogue", "set.persuasion", "set.earning-drive"),
            # Elsewhere the three are asked for other reasons: S0.1 for talking, S3.4 for the drive to earn.
            "dialogue": stays,
            "persuasion": stays,
            "earning-drive": stays,
        },
    )


def test_s1_8_completed_courses_are_an_extra_plus(prove):
    """Completed courses in management, marketing, PR, rhetoric and the like are an extra plus."""
    topics = ("management", "marketing", "public-relations", "rhetoric", "negotiation")

    def holds(catalog):
        for employer in (at(), *(at(size, "software") for size in terms(catalog, "company-size"))):
            plain = fit(catalog, employer, TALKS_WELL, name="without")
            for topic in topics:
                trained = fit(catalog, employer, TALKS_WELL, {"course": {topic: "completed"}}, name="with")
                assert outranks(trained, plain), f"a course in {topic} breaks the tie"
                assert (plain.low, plain.verdict) == (trained.low, trained.verdict), "its absence lowers nothing"
            courses = {"course": dict.fromkeys(topics, "completed")}
            weaker = fit(catalog, employer, {**TALKS_WELL, "persuasion": "working"}, courses, name="with")
            assert outranks(plain, weaker), "no number of courses fills a shortfall"

    prove(holds)


# --- S2 responsibilities ------------------------------------------------------------------------------------


def test_s2_1_the_usual_duties_are_closing_new_deals_and_raising_sales(prove):
    """The usual duties are closing new deals and raising sales."""

    def holds(catalog):
        assert ids(catalog.role(ACCOUNT_MANAGER).duties) >= SALES_DUTIES
        for employer in every_employer(catalog):
            asked = requirements(catalog, employer).values()
            for duty in SALES_DUTIES:
                assert any(duty in entry.needed_for for entry in asked), "and something is asked for each"

    # What S2.2 gave them, the measure, is of no use without them.
    prove(holds, rows={"close-deals": goes, "raise-sales": goes})


def test_s2_2_the_employer_judges_the_work_by_those_duties(prove):
    """That is what the employer judges the work by."""

    def holds(catalog):
        role = catalog.role(ACCOUNT_MANAGER)
        judged = {duty.id: duty.measure for duty in role.duties if duty.measure}
        assert set(judged) == SALES_DUTIES
        assert set(judged.values()) == ids(role.measures)

    # The duties themselves are S2.1; their measures are rows of their own, and go with the claim.
    prove(holds, rows={"close-deals": stays, "raise-sales": stays})


def test_s2_3_sales_experience_in_the_firms_own_line_of_business_is_a_great_advantage(prove):
    """Sales experience in the firm's own line of business is a great advantage."""

    def holds(catalog):
        for market, elsewhere in (("software", "metal-products"), ("metal-products", "software")):
            for size in (UNSPECIFIED, *terms(catalog, "company-size")):
                employer = at(size, market)
                seller = fit(catalog, employer, {"sales-experience": {market: 60}})
                assert seller.low > fit(catalog, employer, {"sales-experience": {elsewhere: 60}}).low
                assert "field-sales" in requirements(catalog, employer), "it is no extra"
                assert weighs_as_much_as_any(catalog, employer, "field-sales")

    prove(holds)


def test_s2_4_so_are_stable_relations_with_the_people_who_decide_and_not_a_list_of_contacts(prove):
    """So is a client base: stable relations with the people who decide on deals, not a list of contacts."""

    def holds(catalog):
        for market in ("software", "metal-products", "consumer-goods"):
            for size in (UNSPECIFIED, *terms(catalog, "company-size")):
                employer = at(size, market)
                nothing = fit(catalog, employer).low
                relations = fit(catalog, employer, {"decision-maker-relations": 1000}).low - nothing
                contacts = fit(catalog, employer, {"contact-list": 1000}).low - nothing
                assert relations > 0, "it is no extra"
                assert contacts < relations / 2, "a list is worth little"
                assert weighs_as_much_as_any(catalog, employer, "client-base")

    prove(holds)


def test_s2_5_a_lower_ranked_firm_of_the_same_field_is_a_way_in(prove):
    """To get into a given firm people often first join a lower-ranked firm in the same field.

    They gain experience and client relations there. A note for readers until there are transitions; that the job
    brings those two is in what its holders provide.
    """

    def after_a_job(catalog, wanted, first):
        person = catalog.person("somebody", roles_held=[rp.RoleHeld(ACCOUNT_MANAGER, 36, first)])
        return {entry.id: entry for entry in scorer(catalog, wanted).score(person).contributions}

    def holds(catalog):
        assert "lower-tier-firm-first" in ids(catalog.role(ACCOUNT_MANAGER).observations)
        lowest, *_, highest = terms(catalog, "employer-tier")
        for market, elsewhere in (("software", "metal-products"), ("metal-products", "software")):
            wanted = at("large", market, highest)
            joined = after_a_job(catalog, wanted, at("small", market, lowest))
            other_field = after_a_job(catalog, wanted, at("small", elsewhere, lowest))
            assert joined["field-sales"].supported > other_field["field-sales"].supported
            assert joined["client-base"].supported > 0
            assert joined["client-base"].best.descriptor.endswith(":decision-maker-relations")

    prove(holds)


def test_s2_6_the_post_may_be_a_customer_relations_coordinator_who_does_not_sell(prove):
    """Not every account manager sells: the post may be a customer relations coordinator."""

    def holds(catalog):
        assert COORDINATOR in catalog.roles
        manager, coordinator = catalog.role(ACCOUNT_MANAGER), catalog.role(COORDINATOR)
        shared = ids(manager.duties) & ids(coordinator.duties)
        assert len(shared) < len(manager.duties) / 2, "a role of its own"
        assert not ids(coordinator.duties) & SALES_DUTIES
        assert not ids(coordinator.measures) & ids(manager.measures)
        assert "share" not in {component.kind for component in coordinator.compensation.components}
        for employer in every_employer(catalog):
            for_sales = {
                part.descriptor
                for entry in requirements(catalog, employer).values()
                for part in entry.parts
                if set(entry.needed_for) <= SALES_DUTIES
            }
            asked = requirements(catalog, employer, COORDINATOR).values()
            assert not for_sales & {part.descriptor for entry in asked for part in entry.parts}

    prove(holds)


def test_s2_7_that_is_common_with_it_products_software_accounting_and_legal_services(prove):
    """IT products, software, accounting and legal services are where that is common."""

    def holds(catalog):
        common_in = catalog.role(COORDINATOR).common_in
        assert common_in is not None
        assert set(common_in.when["market"]) == {
            "it-products",
            "software",
            "accounting-services",
            "legal-services",
        }
        for employer in every_employer(catalog):
            duties = set(scorer(catalog, employer).role.duties)
            assert duties >= SALES_DUTIES, "no market turns an account manager into one by itself"

    prove(holds)


def test_s2_8_there_the_person_serves_clients_and_keeps_the_product_running(prove):
    """There the person serves clients and keeps the product running smoothly, and sells nothing."""

    def holds(catalog):
        role = catalog.role(COORDINATOR)
        assert ids(role.duties) == {"serve-clients", "keep-product-running"}
        assert {duty.measure for duty in role.duties} == ids(role.measures)
        asked = requirements(catalog, at("medium", "software"), COORDINATOR)
        assert {"client-service", "product-continuity"} <= set(asked)
        assert "serve-clients" in asked["client-service"].needed_for
        assert "keep-product-running" in asked["product-continuity"].needed_for

    # ESCO's client relations manager asks for both as well.
    prove(holds, rows={"problem-solving": stays, "product-knowledge": stays})


# --- S3 pay -------------------------------------------------------------------------------------------------


def pay(catalog):
    return catalog.role(ACCOUNT_MANAGER).compensation


def test_s3_1_pay_differs_widely_with_firm_size_and_region(prove):
    """Pay differs widely with firm size and region."""

    def holds(catalog):
        drivers = pay(catalog).drivers
        assert drivers is not None
        assert set(drivers.dimensions) == {"company-size", "region"}
        for dimension in drivers.dimensions:
            assert len(terms(catalog, dimension)) > 1

    prove(holds)


def test_s3_2_on_average_pay_is_that_of_an_ordinary_office_worker(prove):
    """On average it is that of an ordinary office worker."""

    def holds(catalog):
        assert pay(catalog).benchmark is not None
        assert pay(catalog).benchmark.id == "average-office-worker"

    prove(holds)


def test_s3_3_pay_is_a_guaranteed_minimum_plus_a_percentage_of_closed_deals(prove):
    """It is a guaranteed minimum plus a percentage of closed deals."""

    def holds(catalog):
        kinds = [component.kind for component in pay(catalog).components]
        assert kinds.count("fixed") == 1
        assert kinds.count("share") == 1
        commission = next(component for component in pay(catalog).components if component.kind == "share")
        closing = next(duty for duty in catalog.role(ACCOUNT_MANAGER).duties if duty.id == "close-deals")
        assert commission.of == closing.measure

    # Without the percentage there is nothing that S3.4 could call the main part.
    prove(holds, rows={"commission": goes})


def test_s3_4_the_variable_part_is_the_main_one(prove):
    """The variable part is the main one."""

    def holds(catalog):
        assert [component.kind for component in pay(catalog).components if component.main] == ["share"]

    prove(
        holds,
        rows={
            # That there is such a part is S3.3.
            "commission": less("main"),
            # S1.7 asks for it too.
            "earning-drive": stays,
        },
    )


def test_s3_5_the_low_base_attracts_people_who_do_not_mean_to_stay(prove, catalog):
    """The low base attracts part-time students, young professionals and people after quick earnings."""

    def holds(catalog):
        assert "attracts-short-stays" in ids(catalog.role(ACCOUNT_MANAGER).observations)

    lacking = prove(holds)
    # It is for readers, and out of reach of scoring.
    for person in catalog.people:
        for employer in (at(), at("small", "software"), at("large", "metal-products")):
            before, after = (scorer(packs, employer).score(packs.people[person]) for packs in (catalog, lacking))
            assert (before.low, before.supported, before.high) == (after.low, after.supported, after.high)
            assert before.contributions == after.contributions


def test_s3_6_account_managers_change_jobs_often_so_valuable_ones_are_paid_extra(prove):
    """Account managers change jobs often, so employers give really valuable ones extra payments."""

    def holds(catalog):
        assert "high-turnover" in ids(catalog.role(ACCOUNT_MANAGER).observations)
        extra = [component for component in pay(catalog).components if component.kind == "retention"]
        assert extra
        assert all(component.condition for component in extra), "on condition of the person's value"

    prove(holds)


# --- all of them --------------------------------------------------------------------------------------------

CLAIMS = [
    "S0.1",
    *(f"S1.{number}" for number in range(1, 9)),
    *(f"S2.{number}" for number in range(1, 9)),
    *(f"S3.{number}" for number in range(1, 7)),
]


def test_every_claim_has_one_test_that_proves_it():
    tests = {name: test for name, test in globals().items() if re.match(r"test_s\d", name)}
    assert sorted(re.sub(r"test_s(\d)_(\d)_.*", r"S\1.\2", name) for name in tests) == CLAIMS
    for name, test in tests.items():
        assert re.search(r"\bprove\(\s*holds\b", inspect.getsource(test)), name
        assert test.__doc__, name


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_is_in_the_bibliography_and_some_row_rests_on_it(packs, claim):
    assert set(packs.claims()[claim]) == {"en", "fil"}
    assert packs.citing(claim)


def test_the_bibliography_has_no_claim_of_these_sections_without_a_test(packs):
    assert sorted(claim for claim in packs.claims() if claim[:2] in ("S0", "S1", "S2", "S3")) == CLAIMS
