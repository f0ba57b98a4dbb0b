"""Paths by examples worked out by hand: where they lead, what each step shows, and which come first."""

import pytest
from parts import document, label
from worked import SELLER, UNIT, catalog_of, role

import roleprofile as rp

HELPER = role("helper", [{"id": "persuasion", "asks": "basic"}], provides={"dialogue": "basic"})
CLERK = role(
    "clerk",
    [{"id": "dialogue", "asks": "basic", "weight": 2}, {"id": "contacts", "asks": 6, "weight": 6}],
    provides={"dialogue": "working", "sales": "months-held"},
)
LEAD = role("lead", [{"id": "dialogue", "asks": "advanced", "weight": 3}, {"id": "sales", "asks": 72}])
LARGE = {"size": "large", "branch": "law", "customers": "unspecified"}


def way(name, origin, effort=1, mode="repurpose", **more):
    return {"id": name, "origin": origin, "mode": mode, "effort": effort, "basis": "judgement"} | more


LEARN = way("learn", "helper", 2, reason=label("They see the work."))
UP = way("up", "clerk", 4, "internal", origin_context={"size": "lower"}, needs=[{"id": "rhetoric", "asks": "basic"}])


def catalog(**ways):
    """The catalog of the ways into each role."""
    listed = [document("transitions", name, target=name, transitions=some) for name, some in ways.items()]
    return catalog_of(SELLER, HELPER, CLERK, LEAD, *listed)


def found(origin, *, context=LARGE, held=(), facts=(), more=None, **ways):
    known = catalog(**ways)
    if origin == "p-1":
        roles = [rp.RoleHeld(*one) for one in held]
        origin = known.person(origin, roles_held=roles, facts=[rp.Fact(*fact) for fact in facts])
    return known.paths(origin, "lead", context, **(more or {}))


def ids(paths):
    return ["-".join(step.way.id for step in path.steps) for path in paths]


class TestAPath:
    def test_shows_where_it_begins_and_ends_and_what_it_takes(self):
        (path,) = found("helper", lead=[UP], clerk=[LEARN])

        assert (path.origin, path.origin_label, path.is_role) == ("worked:helper", label("Helper"), True)
        assert (path.target, path.effort, path.unit, path.needs_state) == ("worked:lead", 6, UNIT, "unknown")

    def test_shows_the_jobs_that_each_step_leaves_and_enters(self):
        """Within the firm the branch stays the same, and the way leads up from the next smaller firm."""
        first, second = found("helper", lead=[UP], clerk=[LEARN])[0].steps
        small, large = {"branch": "law", "size": "small"}, {"branch": "law", "size": "large"}
        named = {"branch": (label("Branch"), label("Law"))}

        assert (first.origin, first.origin_label) == ("worked:helper", label("Helper"))
        assert (dict(first.origin_context), dict(first.origin_context_names)) == ({}, {})
        assert (first.target, first.target_label) == ("worked:clerk", label("Clerk"))
        assert dict(first.target_context) == dict(second.origin_context) == small
        assert dict(first.target_context_names) == named | {"size": (label("Size"), label("Small"))}
        assert first.target_context_names == second.origin_context_names
        assert (second.origin, second.origin_label) == ("worked:clerk", label("Clerk"))
        assert (second.target, second.target_label) == ("worked:lead", label("Lead"))
        assert (dict(second.target_context), second.target_context_names["size"][1]) == (large, label("Large"))

    def test_shows_the_way_of_each_step(self):
        first, second = found("helper", lead=[UP], clerk=[LEARN])[0].steps

        assert (first.mode, first.reason, first.effort) == ("repurpose", label("They see the work."), 2)
        assert (dict(first.depends_on), first.needs) == ({}, ())
        assert (second.mode, second.effort, [(need.id, need.state) for need in second.needs]) == (
            "internal",
            4,
            [("rhetoric", "unknown")],
        )

    def test_judges_each_step_by_the_typical_holder_of_the_job_that_is_left(self):
        """A helper brings basic dialogue, 2 of 8; a clerk working dialogue, 45 of 100, and 36 months of 72."""
        first, second = found("helper", lead=[UP], clerk=[LEARN])[0].steps

        assert (first.assessment.origin, first.assessment.target) == ("worked:helper", "worked:clerk")
        assert (first.assessment.fit.low, first.assessment.months) == (250_000, 36)
        assert (second.assessment.origin, second.assessment.fit.low) == ("worked:clerk", 450_000 + 125_000)

    def test_of_a_person_is_judged_at_its_first_step_by_what_the_person_brings(self):
        held = [("helper", 6, {"size": "small"})]
        facts = [("contacts", 6), ("rhetoric", "basic")]
        (path,) = found("p-1", held=held, facts=facts, lead=[UP], clerk=[LEARN])
        first, second = path.steps

        assert (path.origin, path.origin_label, path.is_role) == ("p-1", {}, False)
        assert (first.origin, first.origin_label) == ("worked:helper", label("Helper"))
        assert dict(first.origin_context) == {"size": "small"}
        assert (first.assessment.origin, first.assessment.fit.low) == ("p-1", 750_000)
        assert (second.assessment.origin, second.assessment.fit.low) == ("worked:clerk", 450_000 + 125_000)
        # Rhetoric is the person's, and the second step is judged by that of a clerk.
        assert [need.state for need in second.needs] == ["unknown"]

    @pytest.mark.parametrize("rhetoric, state", [("basic", "met"), ("none", "not_met"), (None, "unknown")])
    def test_is_closed_for_now_where_the_needs_of_a_step_are_not_met(self, rhetoric, state):
        facts = [("rhetoric", rhetoric)] if rhetoric else []
        (path,) = found("p-1", held=[("clerk", 9)], facts=facts, lead=[UP])

        assert (path.needs_state, path.steps[0].way.needs_state) == (state, state)

    def test_says_on_which_unspecified_dimensions_a_step_depends(self):
        only = way("only", "helper", when={"size": "large", "customers": "law"})
        (path,) = found("helper", lead=[only])

        assert dict(path.steps[0].depends_on) == {"customers": label("Customers")}
        assert found("helper", lead=[only], context=LARGE | {"customers": "engineering"}) == ()

    def test_enters_the_job_in_the_situation_that_is_given(self):
        """A clerk of a known branch needs a degree in it; the degree of the goal is not that of the step before."""
        (path,) = found("clerk", lead=[UP], more={"origin_context": {"size": "small"}})

        assert dict(path.steps[0].assessment.fit.role.context) == LARGE
        (long,) = found("helper", lead=[UP], clerk=[LEARN])
        assert dict(long.steps[0].assessment.fit.role.context) == {
            "branch": "law",
            "size": "small",
            "customers": "unspecified",
        }


class TestWherePathsBegin:
    OPEN, WITHIN = way("open", "any", 9), way("within", "any", 3, "internal")

    def begins(self, held=(), origin_context=None):
        some = found(
            "p-1",
            held=held,
            lead=[self.OPEN, self.WITHIN, UP, way("across", "helper", 5)],
            more={"origin_context": origin_context, "max_steps": 1},
        )
        return [(path.steps[0].way.id, path.steps[0].origin, dict(path.steps[0].origin_context)) for path in some]

    def test_is_any_job_for_somebody_who_holds_none(self):
        assert self.begins() == [("open", "any", {})]
        assert self.begins(origin_context={"size": "large"}) == [
            ("within", "any", {"branch": "law", "size": "large"}),
            ("open", "any", {"size": "large"}),
        ]
        assert self.begins(origin_context={"size": "small"}) == [("open", "any", {"size": "small"})]

    def test_is_each_job_held_and_where(self):
        law = {"branch": "law"}

        assert self.begins([("clerk", 9, {"size": "small"})]) == [
            ("up", "worked:clerk", law | {"size": "small"}),
            ("open", "worked:clerk", {"size": "small"}),
        ]
        assert self.begins([("clerk", 9, {"size": "large"}), ("helper", 3, {"size": "small"})]) == [
            ("within", "worked:clerk", law | {"size": "large"}),
            ("across", "worked:helper", {"size": "small"}),
            ("open", "worked:clerk", {"size": "large"}),
            ("open", "worked:helper", {"size": "small"}),
        ]

    def test_is_the_given_employer_whatever_was_said_of_the_job(self):
        assert self.begins([("clerk", 9, {"size": "large"})], {"size": "small"}) == [
            ("up", "worked:clerk", {"branch": "law", "size": "small"}),
            ("open", "worked:clerk", {"size": "small"}),
        ]

    def test_is_where_the_person_is_judged_from(self):
        held = [("clerk", 9, {"size": "large"})]
        (path, _) = found("p-1", held=held, lead=[UP, self.OPEN], more={"origin_context": {"size": "small"}})
        (step,) = path.steps

        assert dict(step.assessment.origin_context) == {"size": "small"}
        assert [way.id for way in step.assessment.ways] == ["open", "up"]

    def test_is_one_employer_of_several_kinds(self):
        held = [("helper", 3, {"size": "small"}), ("helper", 9, {"size": "large"})]

        assert self.begins(held) == [
            ("within", "worked:helper", {"branch": "law", "size": "large"}),
            ("across", "worked:helper", {"size": "large"}),
            ("across", "worked:helper", {"size": "small"}),
            ("open", "worked:helper", {"size": "large"}),
            ("open", "worked:helper", {"size": "small"}),
        ]

    def test_is_no_other_role_than_the_one_named(self):
        ways = {"lead": [UP, self.OPEN, self.WITHIN], "clerk": [LEARN]}

        # Nothing is known of the helper's employer, which may be that of the lead.
        assert ids(found("helper", **ways)) == ["within", "learn-up", "open"]
        assert ids(found("seller", **ways)) == ["within", "open"]


#: From the helper to the lead in three steps.
LINE = {"lead": [way("c", "clerk", 1)], "clerk": [way("b", "seller", 1)], "seller": [way("a", "helper", 1)]}


class TestWhichPathsThereAre:
    @pytest.mark.parametrize("most, expected", [(1, []), (2, []), (3, ["a-b-c"]), (4, ["a-b-c"])])
    def test_has_as_many_steps_as_may_be(self, most, expected):
        assert ids(found("helper", more={"max_steps": most}, **LINE)) == expected

    @pytest.mark.parametrize(
        "most, expected", [(1, ["d"]), (2, ["d", "e-c"]), (3, ["a-b-c", "d", "e-c"]), (4, ["a-b-c", "d", "e-c"])]
    )
    def test_finds_the_dearer_where_the_cheaper_has_too_many_steps(self, most, expected):
        ways = {
            "lead": [*LINE["lead"], way("d", "helper", 5)],
            "clerk": [*LINE["clerk"], way("e", "helper", 6)],
            "seller": LINE["seller"],
        }

        assert ids(found("helper", more={"max_steps": most}, **ways)) == expected

    @pytest.mark.parametrize("most, expected", [(1, []), (2, ["a-c"]), (3, ["a-c", "a-k-s"])])
    def test_counts_the_steps_of_each_path(self, most, expected):
        """A clerk leads on at once, or by way of the seller, who is as near to the end."""
        ways = {
            "lead": [way("c", "clerk", 1), way("s", "seller", 1)],
            "clerk": [way("a", "helper", 1)],
            "seller": [way("k", "clerk", 1)],
        }

        assert ids(found("helper", more={"max_steps": most}, **ways)) == expected

    def test_finds_the_cheaper_of_two_ways_to_a_job_between(self):
        ways = {
            "lead": [way("c", "clerk", 1), way("d", "helper", 4)],
            "clerk": [way("a", "helper", 1), way("e", "seller", 5)],
            "seller": [way("b", "helper", 1)],
        }

        assert ids(found("helper", **ways)) == ["a-c", "d", "b-e-c"]

    def test_has_four_steps_at_most_and_shows_ten_where_nothing_else_is_said(self):
        assert ids(found("helper", lead=[way(f"w-{i}", "helper", 20 - i) for i in range(12)])) == [
            f"w-{i}" for i in range(11, 1, -1)
        ]
        many = [way(f"w-{i}", "helper") for i in range(12)]
        assert len(found("helper", lead=many, more={"limit": None})) == 12
        assert ids(found("helper", lead=many, more={"limit": 1})) == ["w-0"]

    @pytest.mark.parametrize("name", ["max_steps", "limit"])
    def test_have_one_step_and_are_one_at_least(self, name):
        with pytest.raises(ValueError, match=rf"^{name} .*at least 1"):
            found("helper", more={name: 0}, **LINE)

    def test_come_by_effort_and_then_by_the_ids_of_their_ways_from_the_last_one_back(self):
        ways = {
            "lead": [way("c", "clerk", 2), way("b", "seller", 2), way("x", "helper", 5), way("y", "helper", 3)],
            "clerk": [way("k", "helper", 1), way("j", "helper", 1)],
            "seller": [way("z", "helper", 1)],
        }

        assert ids(found("helper", **ways)) == ["z-b", "j-c", "k-c", "y", "x"]
        assert ids(found("helper", more={"limit": 3}, **ways)) == ["z-b", "j-c", "k-c"]

    @pytest.mark.parametrize("mode", ["stand-in", "additional-duty"])
    def test_lead_nowhere_from_a_duty_that_is_not_the_job(self, mode):
        assert ids(found("helper", lead=[UP], clerk=[LEARN | {"mode": mode}])) == []
        assert ids(found("helper", lead=[UP], clerk=[LEARN | {"id": "beside", "mode": mode}, LEARN])) == ["learn-up"]
        assert ids(found("helper", lead=[way("beside", "helper", 1, mode)])) == ["beside"]

    def test_carry_what_is_known_of_the_employer_while_it_stays_the_same(self):
        """The first step stays at a firm; the second leads out of it."""
        inside = {
            "lead": [way("out", "clerk", 1)],
            "clerk": [way("in", "helper", 1, "internal", when={"size": "large"})],
        }
        known = {"size": "large", "customers": "law"}
        (path,) = found("helper", more={"origin_context": known}, **inside)
        first, second = path.steps

        assert (dict(first.origin_context), dict(first.target_context), dict(first.depends_on)) == (known, known, {})
        assert (dict(second.origin_context), dict(second.target_context)) == (known, {"branch": "law", "size": "large"})
        assert found("helper", more={"origin_context": {"size": "small"}}, **inside) == ()
        ((open_one, _),) = [one.steps for one in found("helper", **inside)]
        assert dict(open_one.depends_on) == {"size": label("Size")}

    def test_keep_a_dimension_that_the_way_calls_the_same(self):
        """A new employer, of the same size as the one before, and of any branch."""
        same = way("same", "helper", 1, origin_context={"size": "same"})
        known = {"size": "small", "branch": "engineering"}
        (path,) = found("helper", lead=[way("out", "clerk", 1)], clerk=[same], more={"origin_context": known})

        assert dict(path.steps[0].target_context) == {"size": "small"}

    def test_come_to_a_role_twice_only_at_employers_that_differ_for_certain(self):
        ladder = way("ladder", "lead", 1, origin_context={"size": "lower"})

        assert ids(found("lead", lead=[ladder], more={"origin_context": {"size": "small"}})) == ["ladder"]
        assert ids(found("lead", lead=[ladder], more={"origin_context": {"size": "large"}})) == []
        assert ids(found("clerk", lead=[UP, ladder], more={"origin_context": {"size": "small"}})) == ["up"]
        assert ids(found("clerk", lead=[way("out", "clerk", 2), ladder])) == ["out", "out-ladder"]

    def test_turn_in_no_circle(self):
        circle = {
            "lead": [way("out", "clerk", 1)],
            "clerk": [way("on", "helper", 0)],
            "helper": [way("back", "clerk", 0)],
        }

        assert ids(found("helper", more={"max_steps": 9}, **circle)) == ["on-out"]
        assert ids(found("clerk", more={"max_steps": 9}, **circle)) == ["out"]
