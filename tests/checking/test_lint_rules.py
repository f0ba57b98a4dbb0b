"""The lint rules where their pages do not go: variants, groups, packs beside packs, and what stays silent."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.pack import VERDICTS, FitRules
from roleprofile.quality.lint import lint
from roleprofile.quality.lint import role_states as states
from roleprofile.quality.lint.rules import verdicts

HEAD = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""
SKILLS = ("public-speaking", "negotiation", "teamwork")


def role(*requirements, name="host", more="", defaults="{basis: judgement}"):
    listed = "".join(f"  - {one}\n" for one in requirements or (three(3, 3, 3)))
    return {
        f"roles/{name}.yaml": f'kind: role\nschema: 1\nid: {name}\nversion: "1.0.0"\nlabel: {{en: Host}}\n'
        f"defaults: {defaults}\nrequirements:\n{listed}{more}"
    }


def three(*weights):
    return tuple(f"{{id: {name}, asks: working, weight: {n}}}" for name, n in zip(SKILLS, weights, strict=True))


def variant(name, when, change, more=""):
    return f"  - {{id: {name}, label: {{en: {name}}}, when: {when}{more}, {change}}}\n"


def document(kind, name, body):
    return {f"{kind}/{name}.yaml": f"kind: {kind}\nschema: 1\nid: {name}\n{body}"}


def descriptors(*entries, relations="", name="list"):
    listed = "".join(f"  - {one}\n" for one in entries)
    more = f"relations:\n{relations}" if relations else ""
    return document("descriptors", name, f"descriptors:\n{listed}{more}")


def skill(name, label=None, **more):
    extra = "".join(f", {key}: {value}" for key, value in more.items())
    anchors = "{basic: {en: B}, working: {en: W}, advanced: {en: A}, expert: {en: E}}"
    return (
        f"{{id: {name}, type: skill, label: {{en: {label or name.title()}}}, scale: proficiency, anchors: {anchors}"
        f"{extra}}}"
    )


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Load a pack of these files and return the problems of one code: line and message."""
    monkeypatch.chdir(tmp_path)

    def look(code, *files, head=HEAD, **options):
        for name, text in {"pack.yaml": head, **{k: v for one in files for k, v in one.items()}}.items():
            path = Path("ours", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        problems = lint(rp.load("ours"), **{"packs": ["ours"], **options})
        return [(one.line, one.message) for one in problems if one.code == code]

    return look


class TestHeavyRequirements:
    def test_half_is_not_more_than_half(self, found):
        assert found("RP403", role(*three(6, 3, 3))) == []
        assert found("RP403", role(*three(7, 3, 3))) == [
            (8, '"public-speaking" weighs 7 of 13, more than half of the role')
        ]

    def test_one_requirement_alone_is_not_heavy(self, found):
        assert found("RP403", role(three(9, 1, 1)[0])) == []

    def test_what_is_learnt_on_the_job_weighs_nothing(self, found):
        learnt = "{id: teamwork, asks: working, needed: {within: 6}}"

        assert found("RP403", role(*three(3, 3, 3)[:2], learnt)) == []

    def test_a_variant_that_makes_it_heavy_is_where_it_stands(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "set: {teamwork: {weight: 9}}")

        assert found("RP403", role(more=more)) == [
            (12, '"teamwork" weighs 9 of 15, more than half of the role, where large holds')
        ]

    def test_a_variant_that_drops_the_others_counts(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "drop: [negotiation]")

        assert found("RP403", role(*three(4, 3, 3), more=more)) == [
            (8, '"public-speaking" weighs 4 of 7, more than half of the role, where large holds')
        ]


class TestMonthsAndDegrees:
    MONTHS = descriptors(
        "{id: fairs, type: experience, label: {en: Months at fairs}, scale: months}",
        "{id: sales, type: experience, label: {en: Months in sales}, scale: months}",
    )

    def test_of_alternatives_all_have_to_be_of_these_types(self, found):
        group = "{{id: either, label: {{en: E}}, weight: 4, any_of: [{{descriptor: fairs, asks: 9}}, {}]}}"
        both, one = (
            group.format(other) for other in ("{descriptor: sales, asks: 9}", "{descriptor: teamwork, asks: working}")
        )
        degree = "{id: degree, descriptor: education, for: any, asks: bachelor, weight: 3}"
        talk = "{id: negotiation, asks: working, weight: 5}"

        assert len(found("RP404", self.MONTHS, role(both, degree, talk))) == 1
        assert found("RP404", self.MONTHS, role(one, degree, talk)) == []

    def test_of_parts_those_that_are_count_by_their_weight(self, found):
        group = (
            "{{id: both, label: {{en: E}}, weight: 4, all_of: [{{descriptor: fairs, asks: 9, weight: {}}}, "
            "{{descriptor: teamwork, asks: working}}]}}"
        )
        degree = "{id: degree, descriptor: education, for: any, asks: bachelor, weight: 3}"
        talk = "{id: negotiation, asks: working, weight: 5}"

        # Of a weight of 12: 3 and three quarters of 4 are 6, half; four fifths are more.
        assert found("RP404", self.MONTHS, role(group.format(3), degree, talk)) == []
        assert len(found("RP404", self.MONTHS, role(group.format(4), degree, talk))) == 1

    def test_one_that_is_too_heavy_alone_is_said_once(self, found):
        files = (self.MONTHS, role("{id: fairs, asks: 9, weight: 9}", *three(2, 2, 2)[:2]))

        assert found("RP404", *files) == []
        assert len(found("RP403", *files)) == 1


class TestMinimums:
    COURSE = document(
        "development",
        "courses",
        "options:\n  - {id: talk, label: {en: T}, kind: course, effort: 1, raises: {public-speaking: working}, "
        "basis: judgement}\n",
    )

    def test_a_pack_that_provides_and_develops_nothing_is_not_asked(self, found):
        assert found("RP405", role("{id: teamwork, asks: working, weight: 3, necessity: minimum}")) == []

    def test_the_least_that_is_accepted_is_what_has_to_be_reached(self, found):
        ask = "{{id: public-speaking, asks: expert, at_least: {}, weight: 3, necessity: minimum}}"

        assert found("RP405", self.COURSE, role(ask.format("working"))) == []
        assert found("RP405", self.COURSE, role(ask.format("advanced"))) == [
            (8, 'no role provides the minimum "public-speaking", and no option develops it')
        ]

    def test_what_a_variant_lets_a_role_provide_counts(self, found):
        more = "variants:\n" + variant(
            "large", "{company-size: large}", "add: {provides: {teamwork: {value: working, after: 12}}}"
        )
        ask = "{id: teamwork, asks: working, weight: 3, necessity: minimum}"

        assert found("RP405", self.COURSE, role(ask)) != []
        assert found("RP405", self.COURSE, role(ask, more=more)) == []

    def test_one_alternative_is_enough_and_of_parts_all_are_needed(self, found):
        parts = "[{descriptor: public-speaking, asks: working}, {descriptor: teamwork, asks: working}]"
        group = "{{id: both, label: {{en: B}}, weight: 3, necessity: minimum, {}: {}}}"

        assert found("RP405", self.COURSE, role(group.format("any_of", parts))) == []
        assert len(found("RP405", self.COURSE, role(group.format("all_of", parts)))) == 1

    def test_a_key_has_to_be_one_that_counts(self, found):
        provides = "provides: {education: {mechanical-engineering: bachelor}}\n"
        ask = "{{id: degree, descriptor: education, for: {}, asks: bachelor, weight: 3, necessity: minimum}}"

        for counts in ("engineering", "mechanical-engineering", "any"):
            assert found("RP405", role(ask.format(counts), more=provides)) == []
        assert len(found("RP405", role(ask.format("law"), more=provides))) == 1

    def test_months_held_are_as_many_as_one_likes(self, found):
        months = descriptors("{id: fairs, type: experience, label: {en: F}, scale: months, keys: market}")
        ask = "{id: fairs, for: software, asks: 60, weight: 3, necessity: minimum}"
        provides = "provides: {fairs: {context.market: months-held}}\n"

        assert found("RP405", months, role(ask, more=provides)) == []


class TestDuties:
    DUTIES = "duties:\n  - {id: greet, label: {en: G}}\n"

    def test_a_role_without_duties_is_not_asked(self, found):
        assert found("RP406", role()) == found("RP407", role()) == []

    def test_a_variant_can_say_what_a_requirement_is_needed_for(self, found):
        needed = "{id: teamwork, asks: working, weight: 3, needed_for: [greet]}"
        idle = "{id: negotiation, asks: working, weight: 3}"
        more = (
            self.DUTIES
            + "variants:\n"
            + variant("large", "{company-size: large}", "set: {negotiation: {needed_for: [greet]}}")
        )

        assert len(found("RP406", role(needed, idle, more=self.DUTIES))) == 1
        assert found("RP406", role(needed, idle, more=more)) == []

    def test_what_a_variant_adds_is_looked_at_too(self, found):
        needed = "{id: teamwork, asks: working, weight: 3, needed_for: [greet]}"
        add = "add: {duties: [{id: sell, label: {en: S}}], requirements: [{id: negotiation, asks: working, weight: 3}]}"
        more = self.DUTIES + "variants:\n" + variant("large", "{company-size: large}", add)

        assert found("RP406", role(needed, more=more)) == [(12, 'no duty needs "negotiation"')]
        assert found("RP407", role(needed, more=more)) == [(12, 'no requirement is needed for the duty "sell"')]

    def test_an_extra_needs_no_duty_and_can_serve_one(self, found):
        needed = "{id: teamwork, asks: working, weight: 3, needed_for: [greet]}"
        more = (
            "duties:\n  - {id: greet, label: {en: G}}\n  - {id: sell, label: {en: S}}\nextras:\n"
            "  - {id: negotiation, asks: working, needed_for: [sell]}\n  - {id: public-speaking, asks: working}\n"
        )

        assert found("RP406", role(needed, more=more)) == found("RP407", role(needed, more=more)) == []


class TestAnchors:
    BARE = descriptors("{id: tact, type: skill, label: {en: Tact}, scale: proficiency, anchors: {working: {en: W}}}")

    def test_a_level_is_named_once_where_it_is_asked_first(self, found):
        ask = "{id: tact, asks: expert, at_least: working, weight: 3}"
        message = 'the level "expert" of tact has no anchor'

        assert found("RP408", self.BARE, role(ask, name="a"), role(ask, name="b")) == [(8, message)]

    def test_the_least_that_is_accepted_is_asked_too(self, found):
        ask = "{id: tact, asks: working, at_least: basic, weight: 3}"

        assert found("RP408", self.BARE, role(ask)) == [(8, 'the level "basic" of tact has no anchor')]

    def test_what_a_variant_a_group_and_a_way_ask_is_asked(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "set: {tact: {asks: expert}}")
        group = "{id: either, label: {en: E}, weight: 3, any_of: [{descriptor: tact, asks: advanced}]}"
        way = document(
            "transitions",
            "host",
            "target: host\ntransitions:\n  - {id: a, origin: any, mode: repurpose, effort: 1, basis: judgement, needs: "
            "[{id: tact, asks: basic}]}\n",
        )
        levels = [
            message.split('"')[1]
            for _, message in found(
                "RP408", self.BARE, role("{id: tact, asks: working, weight: 3}", group, more=more), way
            )
        ]

        assert levels == ["advanced", "expert", "basic"]

    def test_an_amount_has_no_anchors(self, found):
        assert found("RP408", TestMonthsAndDegrees.MONTHS, role("{id: fairs, asks: 9, weight: 3}")) == []


class TestNumbersThatNeverCount:
    @pytest.mark.parametrize(
        "up_to, lower_by, wrong", [("advanced", 1, False), ("expert", 1, True), ("working", 3, True)]
    )
    def test_a_relation_ends_below_the_highest_level_by_what_it_lowers(self, found, up_to, lower_by, wrong):
        relation = f"  - {{from: tact, to: poise, lower_by: {lower_by}, up_to: {up_to}, basis: judgement}}\n"
        problems = found("RP409", descriptors(skill("tact"), skill("poise"), relations=relation))

        assert bool(problems) is wrong

    def test_equal_percentages_of_a_narrower_key_are_left_alone(self, found):
        keys = "{{engineering: 100, law: {}, any: 50}}"
        ask = f"{{{{id: degree, descriptor: education, for: {keys}, asks: bachelor, weight: 3}}}}"

        assert found("RP409", role(ask.format(50))) == []
        assert found("RP409", role(ask.format(49))) == [
            (8, "49 percent for law never counts, because any includes it and gives 50")
        ]

    def test_a_key_of_an_alternative_is_found_at_its_place(self, found):
        text = (
            "\n    id: either\n    label: {en: E}\n    weight: 3\n    any_of:\n"
            "      - {descriptor: teamwork, asks: working}\n"
            "      - {descriptor: education, for: {any: 100, law: 50}, asks: bachelor}"
        )

        assert [line for line, _ in found("RP409", role(text))] == [14]


def choices():
    earned = st.lists(st.tuples(st.integers(0, 10_000), st.booleans()), min_size=1, max_size=3, unique=True)
    # Who has everything meets everything, and who has nothing earns nothing.
    whole = earned.map(lambda some: tuple(sorted({*some, (10_000, True), (0, False)}, reverse=True)))
    return st.lists(st.builds(verdicts._Choice, st.integers(1, 9), whole), min_size=1, max_size=4)


class TestVerdicts:
    @given(choices(), st.sampled_from(VERDICTS))
    @settings(max_examples=examples(200))
    def test_the_sums_give_what_trying_every_answer_gives(self, some, cap):
        """A verdict can be had exactly if some combination of what each requirement earns gives it."""
        rules = FitRules(
            evidence="",
            thresholds={"strong": 80, "viable": 60, "stretch": 35},
            caps={"not_met": cap, "unknown": cap},
            own_word="",
            assessed_from=1,
        )
        whole = sum(one.weight for one in some)
        tried = {
            verdicts._verdict(
                sum(one.weight * credit for one, (credit, _) in zip(some, answer, strict=True)),
                whole,
                rules,
                unmet=not all(met for _, met in answer),
            )
            for answer in product(*(one.credits for one in some))
        }

        assert verdicts._exactly(some, rules) == tried
        assert set(verdicts._on_the_way(some, rules)) <= tried

    SCALE = document(
        "scale",
        "yes",
        "label: {en: Y}\nlevels: [{id: no, label: {en: N}}, {id: yes, label: {en: Y}}]\nabsent: no\nbasis: judgement\n",
    )

    def held(self, *requirements, count=5):
        names = [f"permit-{n}" for n in range(count)]
        listed = descriptors(*(f"{{id: {n}, type: course, label: {{en: {n}}}, scale: yes}}" for n in names))
        return (
            self.SCALE,
            listed,
            role(*(f"{{id: {n}, asks: yes, {one}}}" for n, one in zip(names, requirements, strict=False))),
        )

    def test_three_of_one_weight_leave_no_stretch(self, found):
        assert found("RP410", *self.held("weight: 1", "weight: 1", "weight: 1")) == [
            (7, 'the verdict "stretch" is impossible, because no possible score is from 35 to 60')
        ]

    def test_a_minimum_that_is_not_met_caps_and_so_gives_a_verdict(self, found):
        assert found("RP410", *self.held("weight: 1, necessity: minimum", "weight: 1", "weight: 1")) == []

    def test_of_minimums_alone_the_caps_leave_no_viable(self, found):
        minimum = "weight: 1, necessity: minimum"

        assert found("RP410", *self.held(minimum, minimum, minimum)) == [
            (7, 'the verdict "viable" is impossible, because no possible score is from 60 to 80 with every minimum met')
        ]

    def test_four_verdicts_from_fewer_than_three_are_not_expected(self, found):
        assert found("RP410", *self.held("weight: 1", "weight: 1")) == []

    def test_weights_that_add_up_to_every_range_are_fine(self, found):
        # 100, 85, 70, 55, ... and 30: only the exact sums show that 60 to 80 is reached, by 70.
        assert found("RP410", *self.held("weight: 30", "weight: 30", "weight: 25", "weight: 15")) == []

    def test_only_the_exact_sums_tell_what_lies_off_the_way_down(self, found):
        """Losing the lightest first leads from 100 over 95 to 50: 62 is had by losing another first."""
        sums = {
            sum(w for w, has in zip((5, 38, 57), (a, b, c), strict=True) if has)
            for a in (0, 1)
            for b in (0, 1)
            for c in (0, 1)
        }

        assert sums & set(range(60, 80)) == {62}
        assert found("RP410", *self.held("weight: 5", "weight: 38", "weight: 57")) == []

    def test_an_amount_grows_evenly_and_reaches_everything(self, found):
        months = TestMonthsAndDegrees.MONTHS
        weighted = role(*three(1, 1, 1), "{id: fairs, asks: 100, weight: 9}")

        assert found("RP410", months, weighted) == []


class TestConditions:
    def ways(self, when, before):
        return document(
            "transitions",
            "host",
            f"target: host\ntransitions:\n  - {{id: a, origin: host, mode: stepping-stone, when: {when}, "
            f"origin_context: {before}, effort: 1, basis: judgement}}\n",
        )

    def test_a_way_may_start_lower_where_one_of_the_terms_has_a_lower_one(self, found):
        lower = "{company-size: lower, market: same}"

        assert found("RP411", role(), self.ways("{company-size: [small, medium]}", lower)) == []
        assert found("RP411", role(), self.ways("{company-size: small}", lower)) == [
            (6, "this condition never holds, because no value is lower than small")
        ]

    def test_a_stepping_stone_of_an_option_is_looked_at_too(self, found):
        option = document(
            "development",
            "jobs",
            "options:\n  - {id: a, label: {en: A}, kind: stepping-stone, effort: 1, when: {employer-tier: newcomer}, "
            "job: {role: host, months: 12, context: {employer-tier: lower}}, basis: judgement}\n",
        )

        assert len(found("RP411", role(more="provides: {teamwork: working}\n"), option)) == 1

    def test_broader_terms_add_up_to_everything(self, found):
        change = "set: {teamwork: {weight: 4}}"
        tops = ", ".join(term.id for term in rp.load().vocabularies["core:market"].terms)
        every, most = f"{{market: [{tops}]}}", f"{{market: [{tops.rpartition(', ')[0]}]}}"

        assert found("RP412", role(more="variants:\n" + variant("a", every, change))) == [
            (12, "every market is listed, so the condition has no effect")
        ]
        assert found("RP412", role(more="variants:\n" + variant("a", most, change))) == []

    def test_one_dimension_of_two_can_decide_nothing(self, found):
        when = "{company-size: [small, medium, large], market: software}"
        more = "variants:\n" + variant("a", when, "set: {teamwork: {weight: 4}}")

        assert len(found("RP412", role(more=more))) == 1

    def test_what_another_variant_undoes_changes_nothing(self, found):
        first = variant("first", "{company-size: large}", "set: {teamwork: {weight: 4}}")
        undo = variant("undo", "{company-size: [medium, large]}", "set: {teamwork: {weight: 5}}", ", after: [first]")

        assert found("RP413", role(more="variants:\n" + first + undo)) == [(12, '"first" changes nothing')]

    def test_what_is_undone_in_some_contexts_only_still_matters(self, found):
        first = variant("first", "{company-size: [small, large]}", "set: {teamwork: {weight: 4}}")
        undo = variant("undo", "{company-size: large}", "set: {teamwork: {weight: 5}}", ", after: [first]")

        assert found("RP413", role(more="variants:\n" + first + undo)) == []

    def test_with_more_situations_than_are_looked_at_nothing_is_said_of_all(self, found, monkeypatch):
        more = "variants:\n" + variant("idle", "{company-size: large}", "set: {teamwork: {weight: 3}}")

        assert len(found("RP413", role(more=more))) == 1
        monkeypatch.setattr(states, "MOST", 1)
        assert found("RP413", role(more=more)) == []


class TestNames:
    @pytest.mark.parametrize("name", ["TACT", "Tacts", "tâct", "T-act", "Ta ct"])
    def test_what_only_case_accents_hyphens_and_plurals_tell_apart_is_one(self, found, name):
        problems = found("RP414", descriptors(skill("tact"), skill("poise", name)), role())

        assert problems == [(6, f'readers cannot tell "{name}" of poise from "tact" of ours:tact')]

    @pytest.mark.parametrize("one, other", [("C++", "C#"), ("C", "C++"), ("Tact", "Tactics"), ("Level 1", "Level 2")])
    def test_what_a_symbol_or_a_number_tells_apart_is_two(self, found, one, other):
        assert found("RP414", descriptors(skill("a", f'"{one}"'), skill("b", f'"{other}"')), role()) == []

    def test_the_descriptor_of_a_pack_below_comes_first(self, found):
        assert found("RP414", descriptors(skill("tact", "Negotiating")), role()) == [
            (5, 'readers cannot tell "Negotiating" of tact from "negotiating" of core:negotiation')
        ]

    def test_a_deprecated_one_may_keep_its_name(self, found):
        old = skill("old-tact", "Tact", deprecated="true", replaced_by="tact")

        assert found("RP414", descriptors(old, skill("tact")), role()) == []

    @pytest.mark.parametrize(
        "name, meant",
        [
            ("Postcode of the applicant", "ethnic origin, or what a family can pay"),
            ("Graduation-Years", "age"),
            ("Katutubong nagsasalita ng Ingles", "ethnic or national origin"),
            ("No career gaps", "sex, or care for a family"),
            ("Agwat sa karera", "sex, or care for a family"),
            ("First name", "ethnic or national origin"),
        ],
    )
    def test_a_likely_proxy_is_found_in_both_languages(self, found, name, meant):
        assert found("RP422", descriptors(skill("x", name))) == [
            (5, f'the descriptor "{name}" is likely to stand for {meant}')
        ]

    @pytest.mark.parametrize(
        "name", ["Gap analysis", "Native plants", "Photo editing", "Mature markets", "Postal services"]
    )
    def test_what_only_shares_a_word_with_one_is_none(self, found, name):
        assert found("RP422", descriptors(skill("x", name))) == []

    def test_it_is_found_wherever_a_score_can_rest_on_it(self, found):
        dimension = "dimensions:\n  - {id: home, label: {en: Home address}, vocabulary: zone}\n"
        terms = (
            "label: {en: Zone}\nterms: [{id: near, label: {en: N}, narrower: [{id: b, label: {en: Same postcode}}]}]\n"
        )
        more = "extras:\n  - {id: graduation-year, descriptor: teamwork, asks: working}\n"
        requirement = "{id: x, descriptor: negotiation, label: {en: Native speaker}, asks: basic, weight: 1}"
        more += "variants:\n" + variant(
            "large",
            "{company-size: large}",
            f"add: {{requirements: [{requirement}]}}",
        )
        way = document(
            "transitions",
            "host",
            "target: host\ntransitions:\n  - {id: a, origin: any, mode: repurpose, effort: 1, basis: judgement, needs: "
            "[{id: career-gap, descriptor: teamwork, asks: working}]}\n",
        )
        problems = found(
            "RP422",
            {"vocabularies/zone.yaml": f"kind: vocabulary\nschema: 1\nid: zone\n{terms}"},
            role(more=more),
            way,
            head=HEAD + dimension,
        )
        nouns = sorted(message.split()[1] for _, message in problems)

        assert nouns == ["dimension", "extra", "requirement", "requirement", "term"]


class TestLinks:
    def relations(self, *pairs):
        return "".join(f"  - {{from: {a}, to: {b}, lower_by: 1, up_to: working, basis: judgement}}\n" for a, b in pairs)

    def test_a_circle_is_told_once_at_its_first_relation(self, found):
        some = self.relations(("d", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d2"))
        problems = found("RP415", descriptors(*map(skill, ("a", "b", "c", "d", "d2")), relations=some))

        assert problems == [(12, "a leads to b, and other relations lead back to it: a, b, c")]

    def test_two_circles_are_two(self, found):
        some = self.relations(("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c"))

        assert len(found("RP415", descriptors(*map(skill, "abcd"), relations=some))) == 2

    def test_two_ways_to_one_end_are_no_circle(self, found):
        some = self.relations(("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))

        assert found("RP415", descriptors(*map(skill, "abcd"), relations=some)) == []

    def test_what_leads_to_something_used_is_used(self, found):
        listed = descriptors(
            skill("tact"), skill("poise"), relations=self.relations(("tact", "teamwork"), ("poise", "tact"))
        )

        assert found("RP417", listed, role()) == [
            (6, 'no role asks for or provides "poise", and no option develops it')
        ]

    @pytest.mark.parametrize(
        "use",
        [
            role("{id: tact, asks: working, weight: 1}"),
            role(more="extras:\n  - {id: tact, asks: working}\n"),
            role(more="provides: {tact: working}\n"),
            role(more="variants:\n" + variant("a", "{company-size: large}", "set: {teamwork: {descriptor: tact}}")),
            role()
            | document(
                "development",
                "c",
                "options: [{id: a, label: {en: A}, kind: course, effort: 1, raises: {tact: basic}, basis: source}]\n",
            ),
            role()
            | document(
                "transitions",
                "host",
                "target: host\ntransitions:\n  - {id: a, origin: any, mode: repurpose, effort: 1, basis: judgement, "
                "needs: [{id: tact, asks: basic}]}\n",
            ),
        ],
    )
    def test_every_use_is_one(self, found, use):
        assert found("RP417", descriptors(skill("tact")), use) == []

    def test_a_pack_without_roles_is_for_others(self, found):
        assert found("RP417", descriptors(skill("tact"))) == []

    def test_a_fact_alone_is_no_use(self, found):
        person = {"people/p.yaml": "kind: person\nschema: 1\nid: p\nfacts: {tact: working}\n"}

        assert len(found("RP417", descriptors(skill("tact")), role(), person)) == 1


class TestRemoteWays:
    def way(self, more=""):
        return document(
            "transitions",
            "host",
            "target: host\ntransitions:\n"
            f"  - {{id: a, origin: helper, mode: repurpose, effort: 1, basis: judgement{more}}}\n",
        )

    def helper(self, provides):
        return role(name="helper", more=f"provides: {provides}\n")

    def test_remote_in_every_context_says_how_near_it_comes(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "set: {negotiation: {weight: 4}}")
        files = (role(more=more), self.helper("{public-speaking: basic}"), self.way())

        assert found("RP416", *files) == [
            (6, 'the typical holder of "helper" is remote in every context: 20 of 100 points at best')
        ]

    def test_one_context_in_which_it_is_not_remote_is_enough(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "drop: [negotiation, teamwork]")

        assert found("RP416", role(more=more), self.helper("{public-speaking: basic}"), self.way()) == []

    def test_a_context_in_which_the_way_does_not_hold_does_not_help(self, found):
        more = "variants:\n" + variant("large", "{company-size: large}", "drop: [negotiation, teamwork]")
        way = self.way(", when: {company-size: [small, medium]}")

        assert len(found("RP416", role(more=more), self.helper("{public-speaking: basic}"), way)) == 1

    def test_what_only_one_market_brings_is_looked_for_in_each(self, found):
        months = descriptors("{id: sales, type: experience, label: {en: S}, scale: months, keys: market}")
        ask = "{{id: sales, for: {}, asks: 12, weight: 3}}"
        holder = self.helper("{sales: {context.market: months-held}}")

        assert found("RP416", months, role(ask.format("software")), holder, self.way()) == []
        assert len(found("RP416", months, role(ask.format("software"), *three(9, 9, 9)), holder, self.way())) == 1

    def test_a_need_that_nobody_meets_holds_it_down_by_the_packs_caps(self, found):
        caps = (
            "fit:\n  evidence: evidence-kind\n  thresholds: {strong: 80, viable: 60, stretch: 35}\n"
            "  caps: {not_met: remote, unknown: remote}\n  own_word: self-report\n  assessed_from: 40\n"
            "  basis: judgement\n"
        )
        need = ", needs: [{id: teamwork, asks: working}]"
        holder = self.helper("{public-speaking: expert, negotiation: expert}")

        assert found("RP416", role(), holder, self.way(), head=HEAD + caps) == []
        assert len(found("RP416", role(), holder, self.way(need), head=HEAD + caps)) == 1

    def test_a_way_from_anywhere_is_passed_over(self, found):
        way = {name: text.replace("helper", "any") for name, text in self.way().items()}

        assert found("RP416", role(), way) == []


class TestUpkeep:
    @pytest.mark.parametrize(
        "until, as_of, expired",
        [
            ("2026-06-30", "2026-06-30", False),
            ("2026-06-30", "2026-07-01", True),
            ("2026-06-30", "", False),
        ],
    )
    def test_the_last_day_is_the_last_one_on_which_it_holds(self, found, until, as_of, expired):
        files = {name: text + f'effective: {{until: "{until}"}}\n' for name, text in role().items()}

        assert bool(found("RP418", files, as_of=as_of)) is expired

    def test_what_has_retired_does_not_expire(self, found):
        files = {name: text + 'effective: {until: "2020-01-01"}\nstatus: retired\n' for name, text in role().items()}

        assert found("RP418", files, as_of="2026-06-30") == []

    @pytest.mark.parametrize("name", ["descriptors", "cases", "people"])
    def test_every_kind_of_file_can_expire(self, found, name):
        end = 'effective: {until: "2020-01-01"}\n'
        files = {
            "descriptors": {"descriptors/list.yaml": descriptors(skill("tact"))["descriptors/list.yaml"] + end},
            "cases": {
                "cases/c.yaml": f"kind: cases\nschema: 1\nid: c\n{end}cases:\n"
                "  - {id: a, claim: {en: A}, role: host, expect: {has: {requirements: teamwork}}, basis: judgement}\n"
            },
            "people": {"people/p.yaml": f"kind: person\nschema: 1\nid: p\n{end}"},
        }
        assert len(found("RP418", role(), files[name], as_of="2026-06-30")) == 1

    @pytest.mark.parametrize(
        "pack, own, unreviewed",
        [
            ("", "", False),
            ("", "status: draft\n", False),
            ("", "status: approved\n", True),
            ("", "effective: {from: '2026-01-01'}\n", True),
            ("", "effective: {from: '2026-01-01'}\nstatus: draft\n", False),
            ("reviewed: {by: A, on: '2026-01-01'}\n", "status: approved\n", False),
            ("", "status: approved\nreviewed: {by: A, on: '2026-01-01'}\n", False),
            ("", "status: approved\nreviewed: {by: A, on: '2026-09-01'}\n", True),
        ],
    )
    def test_what_is_in_force_is_reviewed(self, found, pack, own, unreviewed):
        files = {name: text + own for name, text in role().items()}

        assert bool(found("RP419", files, head=HEAD + pack, as_of="2026-06-30")) is unreviewed

    def test_a_pack_without_cases_is_told_once_for_each_list_of_claims(self, found):
        claims = "sources:\n  - {id: a, title: A, claims: {A1: {en: A}, A2: {en: B}}}\n  - {id: b, title: B}\n"

        assert found("RP421", role(), head=HEAD + claims) == [
            (9, "the pack has no cases, so no case proves the 2 claims of a")
        ]

    def test_a_claim_of_a_source_that_is_no_default_is_cited_with_it(self, found):
        claims = "sources:\n  - {id: a, title: A, claims: {A1: {en: A}}}\n"
        case = (
            "kind: cases\nschema: 1\nid: c\ncases:\n  - {{id: a, claim: {{en: A}}, role: host, "
            "expect: {{has: {{requirements: teamwork}}}}, source: a#A1{}}}\n"
        )

        assert found("RP421", role(), {"cases/c.yaml": case.format("")}, head=HEAD + claims) == []
        assert (
            len(
                found(
                    "RP421", role(), {"cases/c.yaml": case.format(", todo: true, reason: {en: R}")}, head=HEAD + claims
                )
            )
            == 1
        )


class TestOneThingAskedTwice:
    def test_at_the_later_of_two_requirements(self, found):
        twice = "{id: talk, descriptor: public-speaking, asks: basic, weight: 3}"

        assert found("RP424", role(*three(3, 3, 3), twice)) == [
            (11, '"talk" asks for public-speaking, as "public-speaking" does, so it counts twice')
        ]

    def test_a_deprecated_name_is_its_replacement(self, found):
        old = skill("talk", deprecated="true", replaced_by="'core:public-speaking'")

        assert found("RP424", descriptors(old), role(*three(3, 3, 3), "{id: talk, asks: basic, weight: 3}")) == [
            (11, '"talk" asks for public-speaking, as "public-speaking" does, so it counts twice')
        ]

    @pytest.mark.parametrize(
        "key, said",
        [
            ("{accounting: 100}", []),
            (
                "{accounting: 100, economics: 50}",
                [(11, '"study" asks for education for economics, as "degree" does, so it counts twice')],
            ),
        ],
    )
    def test_only_with_a_key_that_both_have(self, found, key, said):
        degree = "{id: degree, descriptor: education, for: {economics: 100, law: 50}, asks: bachelor, weight: 3}"
        study = f"{{id: study, descriptor: education, for: {key}, asks: master, weight: 3}}"

        assert found("RP424", role(*three(3, 3, 3)[:2], degree, study)) == said

    def test_a_part_of_all_of_counts_and_an_alternative_does_not(self, found):
        parts = "[{descriptor: teamwork, asks: basic}, {descriptor: negotiation, asks: basic}]"
        group = f"  - {{id: group, label: {{en: Group}}, weight: 3, all_of: {parts}}}\n"

        assert [line for line, _ in found("RP424", role(more=group))] == [11, 11]
        assert found("RP424", role(more=group.replace("all_of", "any_of"))) == []

    def test_what_is_learnt_on_the_job_and_an_extra_may_ask_for_more(self, found):
        later = "{id: talk, descriptor: public-speaking, asks: expert, weight: 3, needed: {within: 6}}"
        extra = "extras:\n  - {id: more, descriptor: public-speaking, asks: expert}\n"

        assert found("RP424", role(*three(3, 3, 3), later, more=extra)) == []

    def test_only_where_both_requirements_are_there(self, found):
        add = "{requirements: [{id: talk, descriptor: public-speaking, asks: basic, weight: 3, basis: judgement}]}"
        large = variant("large", "{company-size: large}", f"add: {add}")

        assert found("RP424", role(more=f"variants:\n{large}")) == [
            (
                12,
                '"talk" asks for public-speaking, as "public-speaking" does, so it counts twice, where large holds',
            )
        ]
        gone = large.replace("add:", "drop: [public-speaking], add:")
        assert found("RP424", role(more=f"variants:\n{gone}")) == []


class TestDutiesWithOneLabel:
    DUTIES = "duties:\n  - {id: a, label: {en: Explain things}}\n"

    def test_at_the_later_of_two(self, found):
        more = self.DUTIES + "  - {id: b, label: {en: Explain thing}}\n  - {id: c, label: {en: Sell}}\n"

        assert found("RP425", role(more=more)) == [(13, 'the duty "b" has the label of "a": Explain thing')]

    def test_only_where_both_duties_are_there(self, found):
        size = "{company-size: %s}"
        add = "add: {duties: [{id: %s, label: {en: Sell}, basis: judgement}]}"
        variants = variant("large", size % "large", add % "b") + variant("small", size % "small", add % "c")

        assert found("RP425", role(more=f"{self.DUTIES}variants:\n{variants}")) == []


class TestEvidenceOfTheFuture:
    FACTS = """\
kind: person
schema: 1
id: c-17
facts:
  negotiation: {value: expert, evidence: {kind: assessment, on: "2026-07"}}
  education:
    economics: [{value: master, evidence: {kind: certificate, on: "2026-06-30"}}]
    law: [{value: bachelor, evidence: {kind: certificate, on: "2027"}}]
"""

    def test_at_each_day_after_the_day_of_the_check(self, found):
        files = {"people/c-17.yaml": self.FACTS}

        assert found("RP426", files, as_of="2026-06-30") == [
            (5, "the day of the evidence, 2026-07, is after 2026-06-30"),
            (8, "the day of the evidence, 2027, is after 2026-06-30"),
        ]

    def test_never_without_a_day(self, found):
        assert found("RP426", {"people/c-17.yaml": self.FACTS}) == []


class TestAScaleWithoutAbsent:
    SCALE = "kind: scale\nschema: 1\nid: rating\nlabel: {en: Rating}\nbasis: judgement\n"
    LEVELS = "levels: [{id: low, label: {en: Low}}, {id: high, label: {en: High}}]\n"

    @pytest.mark.parametrize("absent", ["low", "false"])
    def test_is_reported_at_its_levels_until_it_says_so(self, found, absent):
        message = "rating does not say whether low means that somebody does not have it, so it means that"

        assert found("RP427", {"scales/rating.yaml": self.SCALE + self.LEVELS}) == [(6, message)]
        assert found("RP427", {"scales/rating.yaml": f"{self.SCALE}{self.LEVELS}absent: {absent}\n"}) == []

    def test_is_none_where_an_amount_is_meant(self, found):
        assert found("RP427", {"scales/rating.yaml": self.SCALE + "unit: {en: {other: points}}\n"}) == []
