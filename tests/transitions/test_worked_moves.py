"""Moves by examples worked out by hand: which ways are open, where they start, what they need and how they rank."""

import pytest
from parts import document, label
from worked import BASE, HEAD, UNIT, catalog_of, role

import roleprofile as rp

FULL = 1_000_000
CLERK = role(
    "clerk",
    [{"id": "dialogue", "asks": "basic", "weight": 2}, {"id": "contacts", "asks": 6, "weight": 6}],
    provides={"dialogue": "working", "sales": "months-held", "education": {"context.branch": "bachelor"}},
)
LEAD = role(
    "lead",
    [
        {"id": "dialogue", "asks": "advanced", "weight": 3, "necessity": "minimum", "at_least": "basic"},
        {"id": "sales", "asks": 24},
    ],
    extras=[{"id": "contacts", "asks": 10}],
)
HELPER = role("helper", [{"id": "persuasion", "asks": "basic"}], provides={"dialogue": "basic"})
UP = {
    "id": "up",
    "label": label("Up"),
    "origin": "clerk",
    "mode": "internal",
    "origin_context": {"size": "lower"},
    "needs": [{"id": "rhetoric", "asks": "basic", "basis": "judgement", "source": "book#first"}],
    "effort": 4,
    "reason": label("They know the firm."),
    "source": "survey",
    "basis": "source",
}
OPEN = {"id": "open", "origin": "any", "mode": "repurpose", "effort": 9, "basis": "judgement"}
ACROSS = {
    "id": "across",
    "origin": "clerk",
    "mode": "stepping-stone",
    "when": {"branch": "law"},
    "effort": 7,
    "basis": "judgement",
}
LARGE = {"size": "large", "branch": "law", "customers": "unspecified"}


def catalog(*ways, roles=(CLERK, LEAD, HELPER)):
    """The catalog of these roles and ways; what a way says nothing of is left out of its file."""
    listed = [{name: value for name, value in way.items() if value} for way in ways]
    return catalog_of(*roles, document("transitions", "lead", target="lead", transitions=listed))


def assess(origin, *ways, context=LARGE, **more):
    return catalog(*ways).assess_transition(origin, "lead", context, **more)


def ids(found):
    return [way.id for way in found.ways]


class TestAWay:
    def test_is_shown_with_all_that_its_rule_says(self):
        found = assess("clerk", UP)
        (way,) = found.ways

        assert (way.id, way.pack, way.mode, way.label) == ("up", "worked", "internal", label("Up"))
        assert (way.origin, way.origin_label) == ("worked:clerk", label("Clerk"))
        assert (way.reason, way.source, way.basis) == (label("They know the firm."), ("survey",), "source")
        assert (way.effort, way.unit, dict(way.depends_on)) == (4, UNIT, {})
        assert way.starts_from == ((label("Size"), (label("Small"),)),)
        cited = {name: (one.title, one.claim) for name, one in way.cited.items()}
        assert cited == {"book#first": ("The book", label("Talk matters.")), "survey": ("The survey", {})}
        (need,) = way.needs_fit.contributions
        assert (need.id, need.source, need.basis) == ("rhetoric", ("book#first",), "judgement")

    def test_states_needs_that_rest_on_its_own_sources_and_belong_to_no_role(self):
        need = {"id": "rhetoric", "asks": "basic"}
        (way,) = assess("clerk", UP | {"needs": [need]}).ways

        (shown,) = way.needs_fit.contributions
        assert (shown.source, shown.basis, shown.minimum) == (("survey",), "source", "unknown")
        nobody = way.needs_fit.role
        assert (nobody.role, nobody.version, nobody.label) == ("worked:", "", {})

    def test_from_any_job_has_no_name_of_one(self):
        (way,) = assess("helper", OPEN).ways

        assert (way.origin, way.origin_label, way.starts_from, way.origin_contexts) == ("any", {}, (), ({},))
        assert (way.needs, way.needs_state, way.source, dict(way.cited)) == ((), "met", (), {})

    @pytest.mark.parametrize(
        "context, depends",
        [
            ({"size": "large", "branch": "law"}, {}),
            ({"size": "large", "branch": "unspecified"}, {"branch": label("Branch")}),
            ({"size": "large", "branch": "engineering"}, None),
        ],
    )
    def test_holds_where_its_conditions_do(self, context, depends):
        found = assess("clerk", ACROSS, context=context)

        assert [dict(way.depends_on) for way in found.ways] == ([] if depends is None else [depends])

    def test_hangs_only_on_what_is_not_specified(self):
        both = ACROSS | {"when": {"branch": "law", "size": "large"}}

        (way,) = assess("clerk", both, context={"size": "unspecified", "branch": "law"}).ways
        assert list(way.depends_on) == ["size"]
        assert ids(assess("clerk", both, context={"size": "unspecified", "branch": "engineering"})) == []

    def test_from_a_job_is_not_open_to_another(self):
        assert ids(assess("helper", UP, ACROSS)) == []
        assert ids(assess("helper", UP, ACROSS, OPEN)) == ["open"]
        assert ids(assess("clerk", UP, ACROSS, OPEN)) == ["open", "across"]  # at a firm like the one entered

    def test_from_a_job_at_another_firm_is_open_from_there_only(self):
        assert ids(assess("clerk", ACROSS, UP, origin_context={"size": "small"})) == ["across", "up"]
        assert ids(assess("clerk", ACROSS, UP, origin_context={"size": "large"})) == ["across"]
        assert ids(assess("clerk", ACROSS, UP, origin_context={"branch": "engineering"})) == ["across"]

    def test_from_a_branch_is_open_from_within_it(self):
        def open_from(branch, known):
            way = ACROSS | {"when": {}, "origin_context": {"branch": [branch]}}
            return ids(assess("clerk", way, origin_context={"branch": known}))

        assert open_from("engineering", "mechanical") == ["across"]
        assert open_from("mechanical", "engineering") == []
        assert open_from("engineering", "law") == []


class TestWhereAWayStarts:
    def contexts(self, mode, before, context=LARGE):
        way = UP | {"mode": mode, "origin_context": before}
        return [dict(one) for found in assess("clerk", way, context=context).ways for one in found.origin_contexts]

    @pytest.mark.parametrize(
        "mode, before, expected",
        [
            # Within the firm whatever is not named stays as it is.
            ("internal", {}, [{"branch": "law", "size": "large"}]),
            ("stand-in", {}, [{"branch": "law", "size": "large"}]),
            ("additional-duty", {"size": "lower"}, [{"branch": "law", "size": "small"}]),
            # From elsewhere only what is named counts.
            ("repurpose", {}, [{}]),
            ("stepping-stone", {"size": "lower"}, [{"size": "small"}]),
            ("repurpose", {"size": "same"}, [{"size": "large"}]),
            ("repurpose", {"size": ["small", "large"]}, [{"size": "small"}, {"size": "large"}]),
            (
                "repurpose",
                {"size": ["large", "small"], "branch": ["law", "mechanical"]},
                [
                    {"branch": "law", "size": "large"},
                    {"branch": "law", "size": "small"},
                    {"branch": "mechanical", "size": "large"},
                    {"branch": "mechanical", "size": "small"},
                ],
            ),
        ],
    )
    def test_is_what_its_rule_says_of_the_firm_that_is_entered(self, mode, before, expected):
        assert self.contexts(mode, before) == expected

    @pytest.mark.parametrize(
        "before, size", [({}, "large"), ({"size": ["small", "large"]}, "large"), ({"size": "lower"}, "small")]
    )
    def test_is_the_firm_that_is_entered_if_it_may_be(self, before, size):
        found = assess("clerk", UP | {"mode": "repurpose", "origin_context": before})

        assert dict(found.origin_context) == {"branch": "law", "size": size}

    def test_is_no_firm_that_may_be_the_same_for_the_same_job(self):
        ladder = ACROSS | {"when": {}, "origin": "lead", "origin_context": {"size": "lower", "branch": "law"}}
        open_context = {"size": "unspecified", "branch": "unspecified"}

        found = assess("lead", ladder)
        assert (dict(found.origin_context), ids(found)) == ({"branch": "law", "size": "small"}, ["across"])
        found = assess("lead", ladder, context=open_context)
        assert (dict(found.origin_context), ids(found)) == ({}, [])
        assert ids(assess("lead", ladder, origin_context={"branch": "law"})) == []

    @pytest.mark.parametrize(
        "here, there, other",
        [("engineering", "mechanical", False), ("mechanical", "engineering", False), ("engineering", "law", True)],
    )
    def test_may_be_the_same_in_a_branch_and_in_a_part_of_it(self, here, there, other):
        ladder = ACROSS | {"when": {}, "origin": "lead", "origin_context": {"size": "lower"}}
        found = assess("lead", ladder, context=LARGE | {"branch": here}, origin_context={"branch": there})

        assert ids(found) == (["across"] if other else [])

    def test_is_nowhere_where_a_lower_firm_is_wanted_and_none_is(self):
        assert self.contexts("repurpose", {"size": "lower"}, {"size": "small", "branch": "law"}) == []

    @pytest.mark.parametrize("word", ["same", "lower"])
    def test_is_anywhere_where_the_firm_is_not_known(self, word):
        open_context = {"size": "unspecified", "branch": "law"}

        assert self.contexts("repurpose", {"size": word}, open_context) == [{}]
        assert self.contexts("internal", {"size": word}, open_context) == [{"branch": "law"}]

    def test_is_named(self):
        way = UP | {"mode": "repurpose", "origin_context": {"size": ["small", "large"], "branch": "same"}}
        (found,) = assess("clerk", way).ways

        assert found.starts_from == (
            (label("Branch"), (label("Law"),)),
            (label("Size"), (label("Small"), label("Large"))),
        )


class TestAnAssessment:
    def test_of_a_role_says_whose_typical_holder_it_is_of(self):
        found = assess("clerk", UP, months=12)

        assert (found.origin, found.origin_label, found.is_role, found.months) == (
            "worked:clerk",
            label("Clerk"),
            True,
            12,
        )
        assert found.target == "worked:lead"
        assert dict(found.origin_context) == {"branch": "law", "size": "small"}
        assert dict(found.origin_context_names) == {
            "branch": (label("Branch"), label("Law")),
            "size": (label("Size"), label("Small")),
        }
        # Working dialogue is 60 percent of 3 of 4, and 12 of 24 months half of 1 of 4.
        assert found.fit.low == found.fit.high == 450_000 + 125_000
        assert [one.id for one in found.carries_over] == ["dialogue", "sales"]
        assert [(gap.id, gap.missing) for gap in found.gaps] == [("dialogue", 300_000), ("sales", 125_000)]

    def test_takes_36_months_where_none_are_said(self):
        found = assess("clerk", UP)

        assert (found.months, found.fit.low) == (36, 450_000 + 250_000)

    def test_of_a_person_knows_neither_months_nor_similarity(self):
        known = catalog(OPEN)
        person = known.person("p-1", facts=[rp.Fact("sales", 6)])
        found = known.assess_transition(person, "lead", LARGE)

        assert (found.origin, found.origin_label, found.is_role, found.months) == ("p-1", {}, False, None)
        assert (found.similarity, dict(found.origin_context), dict(found.origin_context_names)) == (None, {}, {})
        assert (found.fit.low, [one.id for one in found.questions]) == (62_500, ["dialogue"])
        assert [one.id for one in found.carries_over] == ["sales"]

    @pytest.mark.parametrize(
        "facts, needs, verdicts",
        [
            ([("rhetoric", "basic")], "met", ("strong", "strong")),
            ([], "unknown", ("stretch", "strong")),
            ([("rhetoric", "none")], "not_met", ("stretch", "stretch")),
        ],
    )
    def test_is_held_down_by_the_needs_of_the_way(self, facts, needs, verdicts):
        known = catalog(UP | {"mode": "repurpose", "origin_context": {}, "origin": "any"})
        said = [rp.Fact(*fact) for fact in [("dialogue", "advanced"), ("sales", 24), *facts]]
        found = known.assess_transition(known.person("p-1", facts=said), "lead", LARGE)
        (way,) = found.ways

        assert (way.needs_state, way.verdict_low, way.verdict_high) == (needs, *verdicts)
        assert (found.verdict_low, found.verdict_high) == verdicts
        assert found.verdict == ("at least stretch, at best strong" if needs == "unknown" else verdicts[0])
        likely = {"met": "strong", "unknown": "viable", "not_met": "stretch"}[needs]
        assert way.verdict_supported == found.verdict_supported == likely
        assert found.fit.verdict == "strong"

    @pytest.mark.parametrize(
        "facts, verdicts",
        [
            ([("dialogue", "basic")], ("strong", "strong", "strong")),
            ([], ("stretch", "viable", "strong")),
            ([("dialogue", "none")], ("stretch", "stretch", "stretch")),
        ],
    )
    def test_is_held_down_by_the_minimums_of_the_role_too(self, facts, verdicts):
        """Here sales are all of the score but one in a hundred."""
        lead = role(
            "lead",
            [{"id": "dialogue", "asks": "basic", "necessity": "minimum"}, {"id": "sales", "asks": 24, "weight": 99}],
        )
        known = catalog(OPEN, roles=(CLERK, lead, HELPER))
        said = [rp.Fact(*fact) for fact in [("sales", 24), *facts]]
        (way,) = known.assess_transition(known.person("p-1", facts=said), "lead", LARGE).ways

        assert (way.verdict_low, way.verdict_supported, way.verdict_high) == verdicts

    @pytest.mark.parametrize(
        "facts, verdicts",
        [
            # Small firms ask for contacts, of which there are none; a full score is possible in large ones only.
            ([("dialogue", "basic"), ("rhetoric", "basic")], ("remote", "remote", "strong")),
            ([("dialogue", "basic")], ("remote", "remote", "strong")),
            ([("dialogue", "basic"), ("rhetoric", "none")], ("remote", "remote", "stretch")),
            ([("dialogue", "none"), ("rhetoric", "basic")], ("remote", "remote", "stretch")),
        ],
    )
    def test_is_at_best_what_the_best_situation_gives(self, facts, verdicts):
        """A need that is unknown or unmet limits the verdict of each situation, as a minimum requirement does."""
        lead = role(
            "lead",
            [
                {"id": "dialogue", "asks": "basic", "necessity": "minimum"},
                {"id": "contacts", "asks": 12, "weight": 1},
                {"id": "sales", "asks": 24, "weight": 9},
            ],
            variants=[
                {
                    "id": "small",
                    "label": label("Small"),
                    "when": {"size": "small"},
                    "set": {"contacts": {"weight": 90}},
                }
            ],
        )
        way = UP | {"mode": "repurpose", "origin_context": {}, "origin": "any"}
        known = catalog(way, roles=(CLERK, lead, HELPER))
        said = [rp.Fact(*fact) for fact in [("sales", 24), ("contacts", 0), *facts]]
        context = {"size": "unspecified", "branch": "law"}
        (found,) = known.assess_transition(known.person("p-1", facts=said), "lead", context).ways

        assert (found.verdict_low, found.verdict_supported, found.verdict_high) == verdicts

    def test_counts_the_best_of_the_ways_that_hold_for_certain(self):
        """The way across needs nothing, but may not hold; the way up needs rhetoric, of which nothing is known."""
        up = UP | {"mode": "repurpose", "origin_context": {}}
        perhaps = {"size": "large", "branch": "unspecified"}
        provides = {"provides": {"dialogue": "advanced", "sales": "months-held"}}
        known = catalog(up, ACROSS, roles=(CLERK | provides, LEAD, HELPER))
        found = known.assess_transition("clerk", "lead", perhaps)

        assert {way.id: way.verdict_low for way in found.ways} == {"across": "strong", "up": "stretch"}
        assert {way.id: way.verdict_supported for way in found.ways} == {"across": "strong", "up": "viable"}
        assert (found.verdict_low, found.verdict_supported, found.verdict_high) == ("stretch", "viable", "strong")
        assert known.assess_transition("clerk", "lead", LARGE).verdict_low == "strong"
        alone = catalog(ACROSS, roles=(CLERK | provides, LEAD, HELPER)).assess_transition("clerk", "lead", perhaps)
        assert alone.verdict_low == "strong"

    def test_of_a_person_goes_by_the_roles_held_and_where_they_were(self):
        known = catalog(UP, ACROSS, OPEN, UP | {"id": "within", "origin": "any", "origin_context": {}})

        def open_to(*held, **more):
            roles = [rp.RoleHeld(name, 12, context) for name, context in held]
            return ids(known.assess_transition(known.person("p-1", roles_held=roles), "lead", LARGE, **more))

        assert open_to() == ["open"]  # nobody moves within a firm without being in one
        assert open_to(("clerk", {})) == ["open", "within", "across", "up"]
        assert open_to(("clerk", {"size": "large"})) == ["open", "within", "across"]
        assert open_to(("clerk", {"size": "small"})) == ["open", "across", "up"]
        assert open_to(("helper", {"size": "large"})) == ["open", "within"]
        assert open_to(("clerk", {"size": "large"}), origin_context={"size": "small"}) == ["open", "across", "up"]
        assert open_to(origin_context={"size": "large"}) == ["open", "within"]
        assert open_to(("helper", {"size": "large"}), ("clerk", {"size": "small"})) == [
            "open",
            "within",
            "across",
            "up",
        ]


EITHER = {
    "id": "either",
    "label": label("Either"),
    "any_of": [{"descriptor": name, "asks": "basic"} for name in ("dialogue", "rhetoric")],
}


class TestSimilarity:
    @pytest.mark.parametrize(
        "other, expected",
        [
            # Dialogue is 2 of 8 there and 3 of 4 here.
            (CLERK["requirements"], 250_000),
            (LEAD["requirements"], 1_000_000),
            ([{"id": "persuasion", "asks": "basic"}], 0),
            ([{"id": "sales", "asks": 1, "weight": 5}, {"id": "persuasion", "asks": "basic", "weight": 1}], 250_000),
            # Half of the group is 1 of 3, rounded down.
            ([EITHER | {"weight": 2}, {"id": "contacts", "asks": 1}], 333_333),
            # What is learnt on the job has no weight.
            ([{"id": "dialogue", "asks": "basic", "needed": {"within": 6}}, {"id": "sales", "asks": 1}], 250_000),
            ([{"id": "dialogue", "asks": "basic", "needed": {"within": 6}}], 0),
            # Two entries of one thing count together; so does one under its old name.
            ([{"id": name, "descriptor": name, "asks": "basic"} for name in ("dialogue", "talk")], 750_000),
        ],
    )
    def test_is_the_share_of_the_weight_that_both_have(self, other, expected):
        known = catalog(OPEN, roles=(CLERK, LEAD, HELPER, role("other", other)))

        found = known.assess_transition("other", "lead", LARGE).similarity
        assert (found, type(found)) == (expected, int)

    def test_counts_the_variants_of_the_firm(self):
        change = {"id": "big", "label": label("Big"), "when": {"size": "large"}, "set": {"dialogue": {"weight": 6}}}
        known = catalog(OPEN, roles=(CLERK | {"variants": [change | {"basis": "judgement"}]}, LEAD, HELPER))

        # 6 of 12 at a large firm, 2 of 8 at a small one.
        assert known.assess_transition("clerk", "lead", LARGE).similarity == 500_000
        small = known.assess_transition("clerk", "lead", LARGE, origin_context={"size": "small"})
        assert small.similarity == 250_000


#: A vocational degree earns nothing, and settles it.
STUDY = {"id": "education", "for": "law", "asks": "bachelor"}


class TestTheRanking:
    def origins(self, *ways, roles=(CLERK, LEAD, HELPER), **more):
        found = catalog(*ways, roles=roles).rank_origins("lead", LARGE, **more)
        return [(one.place, one.assessment.origin.partition(":")[2], one.demand) for one in found]

    def test_is_of_the_roles_from_which_a_way_is_declared_and_open(self):
        from_helper = ACROSS | {"id": "from-helper", "origin": "helper"}

        assert self.origins(UP, from_helper) == [(1, "clerk", None), (2, "helper", None)]
        assert self.origins(UP) == [(1, "clerk", None)]
        assert self.origins(from_helper | {"when": {"branch": "engineering"}}) == []
        assert self.origins(OPEN) == []

    def test_is_of_all_other_roles_or_of_those_that_are_named(self):
        assert self.origins(UP, origins="all") == [(1, "clerk", None), (2, "helper", None)]
        assert self.origins(UP, origins=["helper"]) == [(1, "helper", None)]
        assert self.origins(UP, origins=["helper", "worked:helper", "clerk"]) == [
            (1, "clerk", None),
            (2, "helper", None),
        ]

    def test_gives_equals_one_place_by_id_and_passes_demand_on(self):
        twins = [CLERK | {"id": name} for name in ("zed", "abel")]
        demand = {"helper": 3, "worked:zed": 0}

        assert self.origins(OPEN, roles=(CLERK, LEAD, HELPER, *twins), origins="all", demand=demand) == [
            (1, "abel", None),
            (1, "clerk", None),
            (1, "zed", 0),
            (4, "helper", 3),
        ]

    def test_puts_somebody_whose_way_has_an_open_need_behind_an_equal_without_one(self):
        """Both have 70 points, but nothing is known of the rhetoric that the way of the clerk needs."""
        twin = CLERK | {"id": "zed"}

        assert self.origins(UP, roles=(CLERK, LEAD, twin), origins="all") == [(1, "zed", None), (2, "clerk", None)]

    def test_goes_by_extras_and_then_by_what_is_known_between_equals(self):
        """All bring working dialogue; what differs are the contacts, and whether anything is known of a degree."""
        brings = {
            "none": {"dialogue": "working"},
            "some": {"dialogue": "working", "contacts": 4},
            "more": {"dialogue": "working", "contacts": 8},
            "settled": {"dialogue": "working", "education": {"law": "vocational"}, "contacts": 8},
        }
        lead = role("lead", [*LEAD["requirements"], STUDY], extras=LEAD["extras"])
        roles = (lead, *(HELPER | {"id": name, "provides": provides} for name, provides in brings.items()))

        assert self.origins(OPEN, roles=roles, origins=list(brings)) == [
            (1, "settled", None),
            (2, "more", None),
            (3, "some", None),
            (4, "none", None),
        ]

    def test_hangs_on_the_months_in_the_role(self):
        (one,) = catalog(UP).rank_origins("lead", LARGE, months=6)

        assert (one.assessment.months, one.assessment.fit.low) == (6, 450_000 + 62_500)

    def test_of_targets_is_of_all_other_roles_or_of_those_that_are_named(self):
        known = catalog(UP)

        def targets(**more):
            found = known.rank_targets("clerk", LARGE, **more)
            return [(one.place, one.assessment.target.partition(":")[2], one.demand) for one in found]

        # All of the helper's work is open; of the lead's 70 percent are certain.
        assert targets() == [(1, "lead", None), (2, "helper", None)]
        assert targets(targets=["helper"], demand={"helper": 2}) == [(1, "helper", 2)]
        (six, _) = known.rank_targets("clerk", LARGE, months=6)
        assert (six.assessment.months, six.assessment.fit.low) == (6, 450_000 + 62_500)
        person = known.person("p-1", facts=[rp.Fact("persuasion", "basic")])
        found = known.rank_targets(person, LARGE)
        assert [(one.place, one.assessment.target) for one in found] == [
            (1, "worked:helper"),
            (2, "worked:clerk"),
            (2, "worked:lead"),
        ]

    def test_of_a_role_that_is_not_there_is_refused(self):
        known = catalog(UP)
        for ask in (
            lambda: known.rank_targets("boss", LARGE),
            lambda: known.rank_targets("clerk", LARGE, targets=["boss"]),
            lambda: known.rank_targets("clerk", LARGE, demand={"boss": 1}),
            lambda: known.rank_origins("boss", LARGE),
            lambda: known.rank_origins("lead", LARGE, origins=["boss"]),
            lambda: known.rank_origins("lead", LARGE, demand={"boss": 1}),
            lambda: known.assess_transition("boss", "lead", LARGE),
            lambda: known.assess_transition("clerk", "boss", LARGE),
            lambda: known.what_if("boss", "lead", LARGE, []),
        ):
            with pytest.raises(rp.UnknownIdError, match=r"^unknown role 'boss'; known: "):
                ask()

    @pytest.mark.parametrize("number, said", [(-1, "the demand for clerk .*0"), ("3", "the demand for clerk ")])
    def test_takes_no_demand_but_a_number(self, number, said):
        with pytest.raises((TypeError, ValueError), match=said):
            catalog(UP).rank_origins("lead", LARGE, demand={"clerk": number})


class TestAPersonOfAnotherCatalog:
    def test_is_counted_by_the_rules_of_this_one(self):
        """Here a clerk brings as many months of sales as the job was held, there always 40."""
        other = catalog(UP, roles=(CLERK | {"provides": {"sales": 40}}, LEAD, HELPER))
        person = other.person("p-1", roles_held=[rp.RoleHeld("clerk", 6)])

        for known, presumed in ((other, 250_000), (catalog(UP), 62_500 + 450_000)):
            assert known.assess_transition(person, "lead", LARGE).fit.supported == presumed
            assert known.what_if(person, "lead", LARGE, [rp.Fact("contacts", 1)]).before.supported == presumed
            (one, *_) = known.rank_targets(person, LARGE, targets=["lead"])
            assert one.assessment.fit.supported == presumed

    def test_has_needs_that_are_judged_by_the_rules_of_this_one(self):
        """Here a clerk brings working dialogue, there none."""
        needs = UP | {"needs": [{"id": "dialogue", "asks": "basic"}]}
        other = catalog(UP, roles=(CLERK | {"provides": {"sales": 40}}, LEAD, HELPER))
        person = other.person("p-1", roles_held=[rp.RoleHeld("clerk", 6)])

        for known, state in ((other, "unknown"), (catalog(needs), "presumed")):
            (way,) = known.assess_transition(person, "lead", LARGE).ways
            (path,) = known.paths(person, "lead", LARGE)
            assert (way.needs_state, path.needs_state) == (state, state)


class TestWhatIf:
    def supposed(self, facts, changes, closed=(), roles_held=()):
        known = catalog(OPEN)
        person = known.person(
            "p-1",
            facts=[rp.Fact(*fact) for fact in facts],
            closed=closed,
            roles_held=[rp.RoleHeld(*one) for one in roles_held],
        )
        found = known.what_if(person, "lead", LARGE, [rp.Fact(*fact) for fact in changes])
        assert (found.origin_label, found.months) == ({}, None)
        assert {(one.descriptor, one.value) for one in found.changes} == {
            (f"worked:{change[0]}", change[1]) for change in changes
        }
        return found

    @pytest.mark.parametrize(
        "facts, closed, held, before, presumed",
        [
            ([("sales", 6)], (), (), 6, None),
            ([("sales", 6)], "all", (), 6, None),
            ([], (), (), None, None),
            ([], "all", (), 0, None),
            ([], ["sales"], (), 0, None),
            ([], ["dialogue"], (), None, None),
            ([], (), [("clerk", 9)], None, 9),
            ([], (), [("clerk", 1)], None, 1),
            ([], (), [("clerk", 0)], None, None),
            ([], ["sales"], [("clerk", 9)], 0, None),
        ],
    )
    def test_says_what_was_known_before(self, facts, closed, held, before, presumed):
        (one,) = self.supposed(facts, [("sales", 12)], closed, held).supposed

        assert (one.before, one.presumed, one.after) == (before, presumed, 12)
        assert (one.descriptor, one.key, one.label, one.key_label) == ("worked:sales", "", label("Sales"), {})
        assert (one.asked, dict(one.level_labels), one.unit) == (True, {}, UNIT)

    def test_names_the_field_and_the_levels_of_what_this_role_does_not_ask_for(self):
        (one,) = self.supposed([], [("education", "master", "law")], ["education"]).supposed

        assert (one.before, one.after, one.key, one.key_label, one.asked) == (
            "none",
            "master",
            "law",
            label("Law"),
            False,
        )
        assert list(one.level_labels) == ["none", "vocational", "bachelor", "master"]
        assert one.level_labels["master"] == label("Master")
        assert dict(one.unit) == {}

    def test_lists_the_requirements_whose_credit_or_state_changes(self):
        found = self.supposed([("dialogue", "none"), ("contacts", 5)], [("dialogue", "basic"), ("contacts", 10)])

        (one,) = found.changed
        assert (one.id, one.label, one.minimum) == ("dialogue", label("Dialogue"), ("not_met", "met"))
        # 20 percent of 3 of 4; the months of sales stay open.
        assert one.points == (150_000, 150_000, 150_000)
        (extra,) = found.extras_changed
        assert (extra.id, extra.points) == ("contacts", (500_000, 500_000, 500_000))
        assert (found.before.low, found.after.low) == (0, 150_000)
        assert found.verdicts == ("remote", "at least remote, at best stretch")

    def test_of_a_role_is_of_its_typical_holder(self):
        found = catalog(OPEN).what_if("clerk", "lead", LARGE, [rp.Fact("dialogue", "advanced")], months=12)

        assert (found.origin_label, found.months) == (label("Clerk"), 12)
        assert (found.before.low, found.after.low) == (575_000, 875_000)
        assert [(one.before, one.after) for one in found.supposed] == [("working", "advanced")]


#: Another pack with roles, a unit and ways of the same names, on which no move between these roles rests.
BESIDE = (
    HEAD | {"id": "another", "effort": "weeks"},
    *BASE,
    document("scale", "weeks", label=label("Weeks"), basis="judgement", unit={"en": {"other": "weeks"}}, maximum=100),
    CLERK | {"provides": {"dialogue": "expert"}, "label": label("Elsewhere")},
    role("lead", [{"id": "rhetoric", "asks": "basic"}]),
    document("transitions", "lead", target="lead", transitions=[OPEN | {"id": "there", "effort": 1}]),
)


class TestAPackOfTheSameNames:
    def test_changes_no_move_in_this_one(self):
        known = catalog_of(
            CLERK, LEAD, HELPER, document("transitions", "lead", target="lead", transitions=[UP, OPEN]), beside=BESIDE
        )
        assert {"another:lead", "worked:lead"} < set(known.roles)
        small = {"size": "small"}
        found = known.assess_transition("worked:clerk", "worked:lead", LARGE, origin_context=small)
        paths = known.paths("worked:clerk", "worked:lead", LARGE)

        assert [(way.id, way.effort, way.unit, way.origin_label) for way in found.ways] == [
            ("open", 9, UNIT, {}),
            ("up", 4, UNIT, label("Clerk")),
        ]
        assert (found.origin_label, found.fit.low, found.similarity) == (label("Clerk"), 700_000, 250_000)
        assert [([step.way.id for step in path.steps], path.effort, path.unit) for path in paths] == [
            (["up"], 4, UNIT),
            (["open"], 9, UNIT),
        ]
        assert {path.origin_label["en"] for path in paths} == {"Clerk"}
        assert {one.assessment.origin for one in known.rank_origins("worked:lead", LARGE)} == {"worked:clerk"}
        assert {path.steps[0].assessment.fit.low for path in paths} == {700_000}


class TestWhatIfOfAnIncumbent:
    """A typical clerk works where the role is, in each situation that an unspecified dimension leaves open."""

    BRANCHES = role(
        "branches",
        [{"id": "education", "for": "context.branch", "asks": "bachelor"}, {"id": "dialogue", "asks": "expert"}],
        variants=[
            {
                "id": "engineers",
                "label": label("Engineers"),
                "when": {"branch": "engineering"},
                "set": {"dialogue": {"weight": 3}},
            }
        ],
    )
    OPEN = {"branch": "unspecified", "size": "small"}  # noqa: RUF012

    def found(self, months=36, context=OPEN):
        known = catalog_of(CLERK, self.BRANCHES)
        return known, known.what_if("clerk", "branches", context, [rp.Fact("dialogue", "advanced")], months=months)

    def test_is_taken_in_each_situation(self):
        """The degree is in the field of the branch, so it earns everywhere; engineers ask for dialogue most."""
        _, found = self.found()

        assert (found.before.role.context["branch"], found.before.low) == ("engineering", (FULL + 3 * 200_000) // 4)
        assert (found.after.role.context["branch"], found.after.low) == ("engineering", (FULL + 3 * 600_000) // 4)
        assert [one.id for one in found.changed] == ["dialogue"]
        assert len(found.before.situations) == len(found.after.situations) == 3
        assert (found.months, found.origin_label["en"]) == (36, "Clerk")

    @pytest.mark.parametrize("branch", ["law", "engineering"])
    def test_is_the_same_in_a_context_that_says_where(self, branch):
        place = {"branch": branch, "size": "small"}
        known, found = self.found(context=place)
        (open_one,) = (fit for fit in self.found()[1].after.situations if fit.role.context["branch"] == branch)

        assert (found.after.low, found.after.high) == (open_one.low, open_one.high)
        assert found.before.low == known.assess_transition("clerk", "branches", place).fit.low
