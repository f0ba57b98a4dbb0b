"""Grades: a role with a ladder says the same as a role written out for each grade."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.errors import ContextError
from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.presentation.renderers.text import render
from roleprofile.presentation.roles import role_blocks
from roleprofile.quality import Move, each_judgement
from roleprofile.quality.lint import lint
from roleprofile.tables.requirement_rows import value_of

GRADES = ("junior", "senior", "lead")
LADDER = "grades:\n" + "".join(f"  - {{id: {one}, label: {{en: {one.title()}}}}}\n" for one in GRADES)
LEVELS = ("basic", "working", "advanced", "expert")
NURSE = """\
  - {id: nursing, asks: {junior: basic, senior: advanced}, at_least: {senior: working}, weight: 4, necessity: minimum}
  - {id: triage, asks: {senior: working}, weight: {senior: 2, lead: 6}}
  - {id: teaching, asks: {lead: working}, weight: 5, necessity: {lead: minimum}}
"""


@pytest.fixture
def pack(make_pack):
    pack = make_pack("ours")
    pack.descriptors("nursing", "triage", "teaching")
    return pack


@pytest.fixture
def nurses(pack):
    pack.role("nurse", NURSE, more=LADDER)
    return pack.load()


def asked(catalog, role, context=()):
    """What a role asks for: descriptor, rank, minimum rank, weight, whether it is a minimum, and the credits."""
    compiled = catalog.scorer(role, dict(context)).role
    return [
        (one.id, leaf.asked, leaf.at_least, one.weight, one.minimum, leaf.table)
        for one in compiled.requirements
        for leaf in one.leaves
    ]


def problems(pack):
    with pytest.raises(rp.LoadError) as caught:
        pack.load()
    return [
        (problem.path.rpartition("/")[2], problem.line, problem.column, problem.code, problem.message)
        for problem in caught.value.problems
    ]


def promote(pack):
    """Write a transition from the lowest grade of the nurse to the next."""
    pack.append("pack.yaml", "effort: weeks\n")
    pack.write(
        "transitions/to-senior.yaml",
        "kind: transitions\nschema: 1\nid: to-senior\ntarget: nurse/senior\ntransitions:\n"
        "  - {id: promotion, origin: nurse/junior, mode: internal, effort: 4, basis: judgement}\n",
    )


@st.composite
def ladders(draw):
    """Requirements by grade, as YAML and as the same role written out for each grade."""
    some = draw(st.sets(st.sampled_from(GRADES), min_size=1))
    order = [one for one in GRADES if one in some]

    def by_grade(values):
        return draw(st.one_of(values, st.dictionaries(st.sampled_from(order), values, min_size=1)))

    def at(value, grade):
        if not isinstance(value, dict):
            return value
        named = [one for one in order[: order.index(grade) + 1] if one in value]
        return value[named[-1]] if named else None

    written = []
    for name in ("nursing", "triage", "teaching"):
        weight = by_grade(st.integers(1, 9))
        weight = {order[0]: 1, **weight} if isinstance(weight, dict) else weight
        fields = {"asks": by_grade(st.sampled_from(LEVELS)), "weight": weight}
        if draw(st.booleans()):
            fields["necessity"] = by_grade(st.sampled_from(["minimum", "important"]))
        written.append((name, fields))
    alone = {}
    for grade in order:
        there = [(name, {key: at(value, grade) for key, value in fields.items()}) for name, fields in written]
        alone[grade] = [(name, fields) for name, fields in there if fields["asks"] is not None]
    return order, written, alone


def yaml(entries):
    def flow(value):
        return "{" + ", ".join(f"{k}: {v}" for k, v in value.items()) + "}" if isinstance(value, dict) else value

    # A requirement without a weight at a grade weighs 1, and one without a necessity is important.
    lines = []
    for name, fields in entries:
        given = {"weight": 1, **{key: value for key, value in fields.items() if value is not None}}
        lines.append(f"  - {{id: {name}, " + ", ".join(f"{key}: {flow(value)}" for key, value in given.items()) + "}\n")
    return "".join(lines)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=ladders())
def test_a_grade_is_the_role_written_out_for_it(found, tmp_path, make_pack):
    order, written, alone = found
    pack = make_pack(f"ours-{len(list(tmp_path.iterdir()))}")
    pack.descriptors("nursing", "triage", "teaching")
    ladder = "grades:\n" + "".join(f"  - {{id: {one}, label: {{en: {one}}}}}\n" for one in [*order, "top"])
    always = "  - {id: teamwork, asks: working, weight: 1}\n"
    pack.role("nurse", always + yaml(written), more=ladder)
    for grade, entries in alone.items():
        pack.role(f"written-{grade}", always + yaml(entries))
    catalog = pack.load()

    for grade in order:
        assert asked(catalog, f"nurse/{grade}") == asked(catalog, f"written-{grade}")
        assert asked(catalog, "nurse", {"grade": grade}) == asked(catalog, f"written-{grade}")
    assert asked(catalog, "nurse/top") == asked(catalog, f"written-{order[-1]}")


@st.composite
def changes(draw):
    """A requirement, and a change of it; each field plain or by grade, levels also raised and lowered."""

    def by_grade(values):
        return st.one_of(values, st.dictionaries(st.sampled_from(GRADES), values, min_size=1))

    level = st.sampled_from(LEVELS)
    moved = st.one_of(
        level, st.dictionaries(st.sampled_from(["raise", "lower"]), st.integers(1, 2), min_size=1, max_size=1)
    )
    weight = draw(by_grade(st.integers(1, 9)))
    entry = {"asks": draw(by_grade(level)), "weight": {"junior": 1, **weight} if isinstance(weight, dict) else weight}
    if draw(st.booleans()):
        entry["necessity"] = draw(by_grade(st.sampled_from(["minimum", "important"])))
    change = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "asks": by_grade(moved),
                "at_least": st.one_of(moved, st.just({"senior": "basic"})),
                "weight": by_grade(st.integers(1, 9)),
                "necessity": by_grade(st.sampled_from(["minimum", "important"])),
            },
        ).filter(bool)
    )
    return entry, change


def flow(value):
    return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}" if isinstance(value, dict) else str(value)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=changes())
def test_a_variant_changes_grades_as_a_file_does(found, tmp_path, make_pack):
    entry, change = found
    pack = make_pack(f"ours-{len(list(tmp_path.iterdir()))}")
    pack.descriptors("nursing")
    always = "  - {id: teamwork, asks: working, weight: 1}\n"
    asks = f"  - {{id: nursing, {flow(entry)[1:-1]}}}\n"
    variant = (
        f"variants:\n  - {{id: v, label: {{en: V}}, when: {{company-size: large}}, set: {{nursing: {flow(change)}}}}}\n"
    )
    pack.role("nurse", always + asks, more=LADDER + variant)
    pack.role("base", always + asks, more=LADDER)
    pack.write(
        "roles/other.yaml",
        'kind: role\nschema: 1\nid: other\nversion: "1.0.0"\nlabel: {en: O}\nextends: base\n'
        f"defaults: {{basis: judgement}}\nset: {{nursing: {flow(change)}}}\n",
    )
    try:
        catalog = pack.load()
    except rp.LoadError as error:
        # What is wrong as a variant is wrong as a file: a minimum above what is asked.
        files = [problem.path.rpartition("/")[2] for problem in error.problems]
        assert set(files) == {"nurse.yaml", "other.yaml"}
        return

    for grade in GRADES:
        assert asked(catalog, f"nurse/{grade}", {"company-size": "large"}) == asked(catalog, f"other/{grade}")


class TestReading:
    def test_each_grade_asks_for_its_own(self, nurses):
        assert [one[:4] for one in asked(nurses, "nurse/junior")] == [("nursing", 1, 1, 4)]
        assert [one[:5] for one in asked(nurses, "nurse/senior")] == [
            ("nursing", 3, 2, 4, True),
            ("triage", 2, 2, 2, False),
        ]
        assert [one[:5] for one in asked(nurses, "nurse/lead")] == [
            ("nursing", 3, 2, 4, True),
            ("triage", 2, 2, 6, False),
            ("teaching", 2, 2, 5, True),
        ]

    def test_the_credit_of_a_grade(self, pack):
        credit = "credit: {lead: {basic: 10}}"
        pack.role("nurse", f"  - {{id: nursing, asks: working, weight: 1, {credit}}}\n", more=LADDER)
        catalog = pack.load()

        assert [asked(catalog, f"nurse/{one}")[0][5][1] for one in GRADES] == [600_000, 600_000, 100_000]

    def test_each_grade_is_a_job_and_the_role_as_a_whole_is_not(self, nurses):
        assert [name.partition(":")[2] for name in nurses.jobs if name.startswith("ours")] == [
            "nurse/junior",
            "nurse/senior",
            "nurse/lead",
        ]
        assert [name for name in nurses.stated_roles if name.startswith("ours")] == ["ours:nurse"]
        assert nurses.role("nurse/lead").label["en"] == "A role, Lead"

    def test_a_role_with_grades_needs_a_grade(self, nurses):
        with pytest.raises(ContextError, match="grade") as caught:
            nurses.scorer("nurse", {})

        assert dict(caught.value.missing) == {"grade": GRADES}
        with pytest.raises(ContextError, match="one of: junior, senior, lead, unspecified"):
            nurses.scorer("nurse", {"grade": "chief"})

    def test_an_unspecified_grade_is_the_least_favourable(self, nurses):
        for facts in ([], [rp.Fact("nursing", "expert")], [rp.Fact("nursing", "basic"), rp.Fact("teaching", "expert")]):
            person = nurses.person("p-1", facts=facts)
            fits = [nurses.scorer("nurse", {"grade": one}).score(person) for one in GRADES]
            worst = nurses.scorer("nurse", {"grade": UNSPECIFIED}).score(person)

            assert worst.low == min((fit.verdict_places[0], -fit.low) for fit in fits)[1] * -1 or worst.low in [
                fit.low for fit in fits
            ]
            assert all(worst.verdict_places[0] >= fit.verdict_places[0] for fit in fits)
            assert worst.situations.high == max(fit.high for fit in fits)

    def test_criteria_of_a_group_begin_at_a_grade(self, pack):
        group = (
            "  - id: either\n    label: {en: Either}\n    weight: 3\n    any_of:\n"
            "      - {descriptor: teaching, asks: {lead: working}}\n      - {descriptor: triage, asks: working}\n"
        )
        pack.role("nurse", group, more=LADDER)
        catalog = pack.load()

        assert [len(catalog.scorer(f"nurse/{one}", {}).role.requirements[0].leaves) for one in GRADES] == [1, 1, 2]


class TestMistakes:
    def test_each_is_at_its_value(self, pack):
        pack.role(
            "nurse",
            "  - {id: nursing, asks: {junior: basik, chief: expert}, weight: {senior: 0}}\n"
            "  - {id: triage, asks: {junior: basic, lead: working}, at_least: {lead: expert}, weight: 1}\n",
            more=LADDER + "variants:\n  - {id: night, label: {en: Night}, when: {grade: cheif}, drop: [triage]}\n",
        )

        assert problems(pack) == [
            ("nurse.yaml", 8, 34, "RP204", 'unknown level "basik" on scale proficiency'),
            ("nurse.yaml", 8, 41, "RP304", 'unknown grade "chief"'),
            ("nurse.yaml", 8, 65, "RP202", '"nursing" has no weight for junior'),
            ("nurse.yaml", 8, 74, "RP207", "0 is below 1"),
            ("nurse.yaml", 9, 73, "RP320", "the minimum expert is above working, which earns the full credit"),
            ("nurse.yaml", 15, 51, "RP304", 'unknown grade "cheif"'),
        ]

    def test_a_map_by_grade_needs_grades(self, pack):
        pack.role("nurse", "  - {id: nursing, asks: {junior: basic}, weight: {junior: 2}}\n")

        assert [(line, column, code, message) for _, line, column, code, message in problems(pack)] == [
            (8, 25, "RP304", "asks names grades, but the role has none"),
            (8, 50, "RP304", "weight names grades, but the role has none"),
        ]

    def test_a_single_grade_is_refused(self, pack):
        pack.role("nurse", "  - {id: nursing, asks: basic, weight: 1}\n", more="grades: [{id: a, label: {en: A}}]\n")

        assert [code for _, _, _, code, _ in problems(pack)] == ["RP208"]

    def test_no_pack_declares_the_dimension(self, pack):
        pack.append("pack.yaml", "dimensions: [{id: grade, label: {en: Grade}, vocabulary: market}]\n")

        assert problems(pack)[0][3:] == ("RP309", '"grade" is the dimension of the grades of a role')

    def test_a_criterion_of_a_group_is_found_although_earlier_ones_begin_later(self, pack):
        pack.role(
            "nurse",
            "  - id: either\n    label: {en: Either}\n    weight: 3\n    any_of:\n"
            "      - {descriptor: teaching, asks: {lead: working}}\n      - {descriptor: triage, asks: wrong}\n",
            more=LADDER,
        )

        assert problems(pack) == [("nurse.yaml", 13, 36, "RP204", 'unknown level "wrong" on scale proficiency')]

    @pytest.mark.parametrize(
        "second, code, column",
        [
            ("{descriptor: triage, asks: {junior: advanced, senior: basic}}", "RP428", 63),
            ("{descriptor: triage, asks: expert}", "RP408", 36),
        ],
    )
    def test_a_warning_about_a_criterion_after_one_that_begins_later(self, pack, second, code, column):
        pack.role(
            "nurse",
            "  - id: either\n    label: {en: Either}\n    weight: 3\n    any_of:\n"
            f"      - {{descriptor: teaching, asks: {{lead: working}}}}\n      - {second}\n",
            more=LADDER,
        )
        found = [one for one in lint(pack.load(), packs=["ours"]) if one.code == code]

        assert (found[-1].line, found[-1].column) == (13, column)

    def test_a_grade_that_asks_for_less_is_a_warning(self, pack):
        pack.role("nurse", "  - {id: nursing, asks: {junior: advanced, senior: basic}, weight: 1}\n", more=LADDER)
        found = [one for one in lint(pack.load(), packs=["ours"]) if one.code == "RP428"]

        assert [(one.line, one.column, one.message) for one in found] == [
            (8, 52, '"nursing" asks less of senior than of junior, the grade below')
        ]


class TestMistakesInGrades:
    @pytest.mark.parametrize(
        "entry, message",
        [
            ("asks: {raise: 1}, weight: 1", "only a change raises or lowers asks"),
            ("asks: basic, weight: {raise: 1}", 'unknown grade "raise"'),
            ("asks: basic, weight: {lead: 3}", '"nursing" has no weight for junior'),
            ("asks: {lead: basic}, weight: 3", 'the grade "junior" asks for nothing'),
        ],
    )
    def test_what_says_nothing_for_a_grade_is_a_problem(self, pack, entry, message):
        pack.role("nurse", f"  - {{id: nursing, {entry}}}\n", more=LADDER)

        assert message in [problem[-1] for problem in problems(pack)]

    @pytest.mark.parametrize("name", ["raise", "lower", "any", "each", "same", "none", "unspecified"])
    def test_a_word_of_the_grammar_is_no_grade(self, pack, name):
        ladder = LADDER.replace("id: lead", f"id: {name}")
        pack.role("nurse", "  - {id: nursing, asks: basic, weight: 1}\n", more=ladder)

        assert problems(pack)[0][3:] == ("RP205", f'"{name}" is a word of the grammar and cannot be a grade')

    @pytest.mark.parametrize(
        "body, message",
        [
            ("set: {nursing: {asks: {senor: advanced}}}", 'unknown grade "senor"'),
            ("set: {nursing: {weight: {raise: 5}}}", 'unknown grade "raise"'),
        ],
    )
    def test_a_change_names_grades_that_are_there(self, pack, make_pack, body, message):
        pack.role("nurse", NURSE, more=LADDER)
        theirs = make_pack("theirs", requires="ours")
        head = "kind: role-patch\nschema: 1\nid: p\nroles: nurse\nbasis: judgement\n"
        theirs.write("patches/p.yaml", f"{head}{body}\n")

        assert message in [problem[-1] for problem in problems(theirs)]

    def test_a_patch_of_one_grade_is_refused(self, pack, make_pack):
        pack.role("nurse", NURSE, more=LADDER)
        theirs = make_pack("theirs", requires="ours")
        head = "kind: role-patch\nschema: 1\nid: p\nroles: nurse/senior\nbasis: judgement\n"
        theirs.write("patches/p.yaml", head + "set: {nursing: {asks: expert}}\n")
        message = '"nurse/senior" is one grade of a role, and a patch changes the whole role'

        assert problems(theirs)[0][3:] == ("RP306", message)

    @pytest.mark.parametrize(
        "change", ["weight: {senior: 4}", "credit: {senior: {basic: 20}}", "asks: {senior: expert}"]
    )
    def test_a_variant_of_a_role_without_grades_names_none(self, pack, change):
        variant = (
            f"variants: [{{id: v, label: {{en: V}}, when: {{company-size: large}}, set: {{nursing: {{{change}}}}}}}]\n"
        )
        pack.role("nurse", "  - {id: nursing, asks: working, weight: 1}\n", more=variant)

        assert [problem[3:] for problem in problems(pack)] == [
            ("RP304", f"{change.partition(':')[0]} names grades, but the role has none")
        ]

    def test_a_transition_enters_one_grade(self, pack):
        pack.role("nurse", NURSE, more=LADDER)
        pack.append("pack.yaml", "effort: weeks\n")
        pack.write(
            "transitions/nurse.yaml",
            "kind: transitions\nschema: 1\nid: nurse\ntarget: nurse\ntransitions:\n"
            "  - {id: in, origin: any, mode: repurpose, effort: 4, basis: judgement}\n",
        )

        assert problems(pack) == [("nurse.yaml", 4, 9, "RP306", '"nurse" has grades, and nobody holds all of them')]


class TestOddGrades:
    """Inputs that an attack on the reader of grades found."""

    def test_a_criterion_that_is_raised_is_a_problem(self, pack):
        group = "  - {id: g, label: {en: G}, weight: 1, any_of: [{descriptor: nursing, asks: {raise: 1}}]}\n"
        pack.role("nurse", group)

        assert problems(pack)[0][3:] == ("RP203", "only a change raises or lowers asks")

    def test_credits_of_some_grades_only_are_a_problem(self, pack):
        credit = "credit: {junior: 50, senior: {basic: 10}}"
        pack.role("nurse", f"  - {{id: nursing, asks: expert, weight: 3, {credit}}}\n", more=LADDER)

        assert problems(pack)[0][3:] == ("RP203", "some grades have a map of credits and some a number")

    def test_a_need_has_no_grades(self, pack):
        pack.append("pack.yaml", "effort: weeks\n")
        pack.role("nurse", "  - {id: nursing, asks: basic, weight: 1}\n")
        need = "{id: g, label: {en: G}, all_of: [{descriptor: nursing, asks: basic, weight: {junior: 2}}]}"
        pack.write(
            "transitions/nurse.yaml",
            "kind: transitions\nschema: 1\nid: nurse\ntarget: nurse\ntransitions:\n"
            f"  - {{id: in, origin: any, mode: repurpose, effort: 4, basis: judgement, needs: [{need}]}}\n",
        )

        assert problems(pack)[0][3:] == ("RP203", "expected a whole number, got a map")

    @pytest.mark.parametrize(
        "other", ["asks: {senior: basic}", "asks: {junior: basic}, descriptor: triage", "asks: basic"]
    )
    def test_an_id_is_there_once_also_above_the_lowest_grade(self, pack, other):
        second = f"  - {{id: nursing, {other}, weight: 1}}"
        pack.role("nurse", f"  - {{id: nursing, asks: {{senior: working}}, weight: 1}}\n{second}\n", more=LADDER)
        (line,) = (line for _, line, _, code, _ in problems(pack) if code == "RP309")

        assert (pack.root / "roles" / "nurse.yaml").read_text("utf-8").splitlines()[line - 1] == second

    def test_many_grades_are_shown_in_several_tables(self, pack):
        ladder = "grades:\n" + "".join(f"  - {{id: g-{n}, label: {{en: Grade {n}}}}}\n" for n in range(20))
        pack.role("nurse", "  - {id: nursing, asks: {g-0: basic, g-9: expert}, weight: 1}\n", more=ladder)
        catalog = pack.load()
        text = render(role_blocks(catalog, catalog.role("nurse"), None, "en"))

        assert text.count("Nursing") == 4
        assert max(map(len, text.splitlines())) <= 80

    def test_pay_and_notes_that_read_the_grade_read_it_no_more_in_one(self, pack):
        more = (
            "common_in: {when: {grade: senior}}\ncompensation:\n  drivers: {dimensions: [grade]}\n"
            "  components: [{id: base, label: {en: Base}, kind: fixed}]\n"
        )
        pack.role("nurse", NURSE, more=LADDER + more)
        catalog = pack.load()
        inputs = rp.PayInputs(currency="EUR", amounts={"base": 1})

        assert catalog.estimate_pay("nurse/senior", {}, inputs).total == 1
        assert catalog.estimate_pay("nurse", {"grade": "senior"}, inputs).total == 1
        assert "Base" in render(role_blocks(catalog, catalog.role("nurse/senior"), None, "en"))

    @pytest.mark.parametrize(
        "changes, whole, senior",
        [
            (
                "{nursing: {asks: {senior: expert}}}",
                "Nursing (Senior: Advanced → Expert, Lead: Advanced → Expert)",
                "Nursing (Advanced → Expert)",
            ),
            ("{nursing: {asks: {lead: {raise: 1}}}}", "Nursing (Lead: Advanced → Expert)", "Nursing"),
            (
                "{nursing: {weight: {senior: 9}}}",
                "Nursing (Senior: weight 4 → 9, Lead: weight 4 → 9)",
                "Nursing (weight 4 → 9)",
            ),
            ("{triage: {weight: 7}}", "Triage (Senior: weight 2 → 7, Lead: weight 6 → 7)", "Triage (weight 2 → 7)"),
        ],
    )
    def test_a_variant_says_in_which_grades_it_changes_what(self, pack, changes, whole, senior):
        variant = f"  - {{id: big, label: {{en: Big}}, when: {{company-size: large}}, set: {changes}}}\n"
        pack.role("nurse", NURSE, more=f"{LADDER}variants:\n{variant}")
        catalog = pack.load()

        for name, said in (("nurse", whole), ("nurse/senior", senior)):
            page = render(role_blocks(catalog, catalog.role(name), None, "en"))
            assert f"Changes: {said}." in " ".join(page.split())

    @pytest.mark.parametrize(
        "call",
        [
            lambda c: c.progression("nurse", [], "senior"),
            lambda c: c.plan("nurse/junior", "nurse", {"grade": {}}),
            lambda c: c.paths("nurse/junior", "nurse", {"grade": ["x"]}),
            lambda c: c.rank_origins("nurse", {"grade": []}),
        ],
        ids=["progression", "plan", "paths", "rank_origins"],
    )
    def test_a_grade_that_is_no_text_is_refused(self, nurses, call):
        with pytest.raises(rp.RoleProfileError):
            call(nurses)

    def test_a_variant_comes_after_one_that_is_there(self, pack):
        more = "variants: [{id: v, label: {en: V}, when: {grade: lead}, after: [nope], drop: [teaching]}]\n"
        pack.role("nurse", NURSE, more=LADDER + more)

        assert [problem[3] for problem in problems(pack)] == ["RP308"]

    def test_variants_of_different_grades_are_in_no_circle(self, pack):
        more = (
            "variants:\n  - {id: v, label: {en: V}, when: {grade: senior}, after: [w], drop: [triage]}\n"
            "  - {id: w, label: {en: W}, when: {grade: lead}, after: [v], drop: [teaching]}\n"
        )
        pack.role("nurse", NURSE, more=LADDER + more)

        assert [problem[3] for problem in problems(pack)] == ["RP326"]

    def test_a_drop_of_nothing_is_told_once(self, pack):
        more = "variants: [{id: v, label: {en: V}, when: {company-size: large}, drop: [triage, nope]}]\n"
        pack.role("nurse", NURSE, more=LADDER + more)

        assert [problem[3] for problem in problems(pack)] == ["RP308"]

    def test_who_held_an_unknown_grade_is_presumed_to_have_held_the_lowest(self, pack):
        more = "variants: [{id: v, label: {en: V}, when: {grade: junior}, set: {provides: {nursing: basic}}}]\n"
        pack.role("nurse", NURSE, more=LADDER + "provides: {nursing: advanced}\n" + more)
        catalog = pack.load()
        people = [catalog.person(name, roles_held=[rp.RoleHeld(name, 36)]) for name in ("nurse", "nurse/junior")]
        whole, junior = (catalog.scorer("nurse/senior", {}).score(person) for person in people)

        assert (whole.low, whole.supported, whole.high) == (junior.low, junior.supported, junior.high)

    @pytest.mark.parametrize(
        "context, grade, message",
        [
            ("", "{at_least: senior, at_most: junior}", "no grade is at least senior and at most junior"),
            (", context: {grade: senior}", "junior", "grade compares all grades, and the context gives one"),
        ],
    )
    def test_a_case_that_cannot_pass_is_a_problem(self, pack, context, grade, message):
        pack.role("nurse", NURSE, more=LADDER)
        pack.write(
            "cases/c.yaml",
            "kind: cases\nschema: 1\nid: c\ncases:\n  - {id: one, claim: {en: C.}, role: nurse, basis: judgement, "
            f"person: {{closed: all}}, expect: {{grade: {grade}}}{context}}}\n",
        )

        assert problems(pack)[0][-1] == message

    def test_what_is_learnt_on_the_job_is_part_of_a_progression(self, pack):
        learnt = "  - {id: triage, asks: {senior: working}, needed: {within: 6}}\n"
        pack.role("nurse", "  - {id: nursing, asks: basic, weight: 1}\n" + learnt, more=LADDER)
        found = pack.load().progression("nurse", "junior", "senior")

        assert [one.id for one in found.changes] == ["triage"]
        assert "Triage" in found.explain()


class TestOverlays:
    def test_a_variant_raises_each_grade_and_adds_none(self, pack):
        variants = (
            "variants:\n  - {id: large, label: {en: Large}, when: {company-size: large},\n"
            "     set: {nursing: {asks: {raise: 1}}, triage: {asks: expert}, teaching: {weight: 9}}}\n"
        )
        pack.role("nurse", NURSE, more=LADDER + variants)
        catalog = pack.load()
        large = {"company-size": "large"}

        assert [one[:4] for one in asked(catalog, "nurse/junior", large)] == [("nursing", 2, 2, 4)]
        assert [one[:2] for one in asked(catalog, "nurse/senior", large)] == [("nursing", 4), ("triage", 4)]
        assert [(one[0], one[1], one[3]) for one in asked(catalog, "nurse/lead", large)] == [
            ("nursing", 4, 4),
            ("triage", 4, 6),
            ("teaching", 2, 9),
        ]

    def test_a_role_that_extends_another_changes_grade_by_grade(self, pack):
        pack.role("nurse", NURSE, more=LADDER)
        pack.write(
            "roles/ward-nurse.yaml",
            'kind: role\nschema: 1\nid: ward-nurse\nversion: "1.0.0"\nlabel: {en: Ward nurse}\nextends: nurse\n'
            "defaults: {basis: judgement}\n"
            "set:\n  nursing: {asks: {lead: expert}}\n  triage: {asks: {raise: 1}}\n  teaching: {weight: {lead: 7}}\n",
        )
        catalog = pack.load()

        assert [one[1] for one in asked(catalog, "ward-nurse/junior")] == [1]
        assert [one[1] for one in asked(catalog, "ward-nurse/senior")] == [3, 3]
        assert [(one[1], one[3]) for one in asked(catalog, "ward-nurse/lead")] == [(4, 4), (3, 6), (2, 7)]

    def test_a_map_merges_with_the_map_below_it(self, pack):
        """What a file says of one grade leaves the values of the others, also of higher ones."""
        pack.role("nurse", NURSE, more=LADDER)
        head = 'kind: role\nschema: 1\nid: ward-nurse\nversion: "1.0.0"\nlabel: {en: Ward nurse}\nextends: nurse\n'
        pack.write(
            "roles/ward-nurse.yaml",
            head + "defaults: {basis: judgement}\nset:\n  nursing: {asks: {junior: working}}\n"
            "  triage: {weight: {senior: 3}, asks: {lead: {raise: 1}}}\n",
        )
        catalog = pack.load()

        assert [one[1] for one in asked(catalog, "ward-nurse/junior")] == [2]
        assert [(one[1], one[3]) for one in asked(catalog, "ward-nurse/senior")] == [(3, 4), (2, 3)]
        assert [(one[1], one[3]) for one in asked(catalog, "ward-nurse/lead")] == [(3, 4), (3, 6), (2, 5)]

    def test_a_variant_merges_in_the_same_way(self, pack):
        variant = (
            "variants:\n  - {id: large, label: {en: Large}, when: {company-size: large},\n"
            "     set: {nursing: {asks: {junior: working}}, triage: {weight: {senior: 3}, asks: {lead: {raise: 1}}}}}\n"
        )
        pack.role("nurse", NURSE, more=LADDER + variant)
        catalog, large = pack.load(), {"company-size": "large"}

        assert [one[1] for one in asked(catalog, "nurse/junior", large)] == [2]
        assert [(one[1], one[3]) for one in asked(catalog, "nurse/senior", large)] == [(3, 4), (2, 3)]
        assert [(one[1], one[3]) for one in asked(catalog, "nurse/lead", large)] == [(3, 4), (3, 6), (2, 5)]

    def test_variants_read_the_grade(self, pack):
        variants = (
            "variants:\n  - {id: tops, label: {en: Tops}, when: {grade: [senior, lead]}, set: {nursing: {weight: 9}}}\n"
            "  - {id: lead, label: {en: Lead}, when: {grade: lead}, after: [tops], drop: [nursing]}\n"
        )
        pack.role("nurse", NURSE, more=LADDER + variants)
        catalog = pack.load()

        assert [[one[:4:3] for one in asked(catalog, f"nurse/{grade}")] for grade in GRADES] == [
            [("nursing", 4)],
            [("nursing", 9), ("triage", 2)],
            [("triage", 6), ("teaching", 5)],
        ]


class TestLadder:
    def test_the_grade_of_a_person_by_each_verdict(self, nurses):
        facts = [rp.Fact("nursing", "expert"), rp.Fact("triage", "working")]
        found = nurses.grade_of(nurses.person("p-1", facts=facts), "nurse")

        assert (found.low, found.supported, found.high) == ("senior", "lead", "lead")
        assert dict(found.out_of_order) == {"low": (), "supported": (), "high": ()}

    def test_a_person_of_another_catalog_is_counted_by_the_rules_of_this_one(self, nurses, pack):
        facts = [rp.Fact("nursing", "expert"), rp.Fact("triage", "working")]
        pack.append("pack.yaml", "description: {en: A second one.}\n")
        person = pack.load().person("p-1", facts=facts)
        found = nurses.grade_of(person, "nurse")

        assert person.holdings.fingerprint != nurses.fingerprint
        assert {fit.holdings.fingerprint for fit in found.fits} == {nurses.fingerprint}
        assert found.low == "senior"
        mine = nurses.person("p-1", facts=facts)
        assert all(fit.holdings is mine.holdings for fit in nurses.grade_of(mine, "nurse").fits)

    def test_a_role_without_grades_has_none_to_compare(self, pack):
        pack.role("porter")
        catalog = pack.load()
        for call in (catalog.grade_of, lambda _, role: catalog.progression(role, "one", "two")):
            with pytest.raises(ContextError, match=r"^porter has no grades; name a role that lists grades$"):
                call(catalog.person("p-1"), "porter")

    def test_a_context_may_be_given_without_a_grade(self, nurses):
        person = nurses.person("p-1")

        assert nurses.progression("nurse", "senior", "lead", {}) == nurses.progression("nurse", "senior", "lead")
        assert nurses.grade_of(person, "nurse", {}) == nurses.grade_of(person, "nurse")

    def test_a_viable_grade_above_a_gap_is_out_of_order(self, pack):
        # Silly, but allowed: the senior asks for what the lead does not.
        pack.role(
            "nurse",
            "  - {id: nursing, asks: basic, weight: {junior: 1, lead: 9}}\n"
            "  - {id: triage, asks: {senior: expert}, weight: {senior: 9, lead: 1}}\n",
            more=LADDER,
        )
        catalog = pack.load()
        found = catalog.grade_of(catalog.person("p-1", facts=[rp.Fact("nursing", "basic")], closed="all"), "nurse")

        assert (found.low, found.high) == ("junior", "junior")
        assert found.out_of_order["low"] == ("lead",)
        assert "Lead is viable, but a grade below it is not." in found.explain()

    def test_a_person_below_the_lowest_grade_has_none(self, nurses):
        found = nurses.grade_of(nurses.person("p-1", closed="all"), "nurse")

        assert (found.low, found.supported, found.high) == ("", "", "")
        assert "Grade: none." in found.explain()

    def test_what_the_next_grade_adds(self, nurses):
        found = nurses.progression("nurse", "senior", "lead")

        assert (found.role, found.start.id, found.goal.id) == ("ours:nurse", "senior", "lead")
        assert found.label == nurses.role("nurse").label
        assert [(one.id, one.before is None, one.asks_otherwise) for one in found.changes] == [
            ("triage", False, False),
            ("teaching", True, True),
        ]
        assert nurses.progression("nurse", "lead", "lead").changes == ()
        assert "Both grades ask for the same." in nurses.progression("nurse", "lead", "lead").explain()

    @pytest.mark.parametrize(
        "call, message",
        [
            (lambda c: c.progression("nurse", "senior", "chief"), '^nurse has no grade "chief"; one of: [^()]*lead$'),
            (lambda c: c.progression("nurse", "seniro", "lead"), r'lead \(did you mean "senior"\?\)$'),
            (lambda c: c.progression("nurse", 3, "lead"), "^nurse has no grade 3; one of: junior, senior, lead$"),
            (lambda c: c.progression("nurse/lead", "senior", "lead"), "name the role: nurse"),
            (lambda c: c.grade_of(c.person("p-1"), "deputy"), "unknown role 'deputy'"),
            (lambda c: c.grade_of(c.person("p-1"), "nurse", {"grade": "lead"}), "leave it out"),
            (lambda c: c.grade_of("p-1", "nurse"), "a person"),
        ],
    )
    def test_a_wrong_argument_is_refused(self, nurses, call, message):
        with pytest.raises(rp.RoleProfileError, match=message):
            call(nurses)

    @pytest.mark.usefixtures("nurses")
    def test_two_grades_are_shown_side_by_side(self, call):
        status, out, _ = call("show", "nurse/junior", "nurse/lead", "--pack", "ours")

        assert status == 0
        assert "A role, Junior – A role, Lead" in out
        assert "Basic * 100.0%" in out
        assert (
            "name one of them: nurse/junior, nurse/senior, nurse/lead"
            in call("show", "nurse", "nurse/lead", "--pack", "ours")[2]
        )


class TestUse:
    def test_people_hold_grades_and_move_between_them(self, pack):
        pack.role("nurse", NURSE, more=LADDER + "provides: {nursing: advanced, triage: working}\n")
        promote(pack)
        catalog = pack.load()
        person = catalog.person("p-1", roles_held=[rp.RoleHeld("nurse/junior", 36)])
        move = catalog.assess_transition("nurse/junior", "nurse/senior", {})

        assert catalog.scorer("nurse/senior", {}).score(person).supported > 0
        assert [way.mode for way in move.ways] == ["internal"]
        assert catalog.rank_targets("nurse/junior", {})[0].assessment.target.startswith("ours:nurse/")

    def test_a_grade_in_the_context_is_the_same_job(self, pack):
        pack.role("nurse", NURSE, more=LADDER + "provides: {nursing: advanced}\n")
        promote(pack)
        catalog = pack.load()
        first = catalog.assess_transition("nurse/junior", "nurse", {"grade": "senior"})

        assert [way.id for way in first.ways] == ["promotion"]
        assert [path.effort for path in catalog.paths("nurse/junior", "nurse", {"grade": "senior"})] == [4]
        with pytest.raises(ContextError, match="name one of nurse/junior, nurse/senior, nurse/lead"):
            catalog.assess_transition("nurse/junior", "nurse", {})
        with pytest.raises(ContextError, match="is one grade already"):
            catalog.scorer("nurse/senior", {"grade": "senior"})

    def test_a_difference_moves_the_scores_of_grades(self, pack):
        pack.role("nurse", NURSE, more=LADDER)
        old = pack.load()
        person = old.person("p-1", facts=[rp.Fact("nursing", "working"), rp.Fact("triage", "working")])
        pack.role("nurse", NURSE.replace("weight: 4", "weight: 7"), more=LADDER)
        heavier = rp.diff(old, pack.load(), people=[person])
        pack.role("nurse", NURSE, more=LADDER.replace("{id: lead", "{id: chief, label: {en: Chief}}\n  - {id: lead"))
        (longer,) = rp.diff(old, pack.load(), people=[person]).changes

        assert {one.role for one in heavier.movements} == {"ours:nurse/senior", "ours:nurse/lead"}
        assert longer.rule.section == ""

    def test_a_table_has_the_values_by_grade(self, pack):
        asks = "  - {id: nursing, asks: {junior: working, lead: expert}, weight: {junior: 1, lead: 3}, "
        pack.role("nurse", asks + "credit: {lead: {basic: 10, working: 20, advanced: 30}}}\n", more=LADDER)
        (row,) = rp.tables.requirement_rows(pack.root).rows
        written = {
            "asks (junior)": ("working", "working"),
            "asks (lead)": ("expert", "expert"),
            "weight (junior)": (1, 1),
            "weight (lead)": (3, 3),
            "credit (lead)": ("basic: 10, working: 20, advanced: 30", {"basic": 10, "working": 20, "advanced": 30}),
        }

        assert {name: row[name] for name in written} == {name: cell for name, (cell, _) in written.items()}
        for name, (cell, value) in written.items():
            assert value_of(name, str(cell), is_amount=False) == value

    def test_a_difference_names_the_grade(self, pack, make_pack):
        pack.role("nurse", NURSE, more=LADDER)
        make_pack("theirs")
        old = pack.load()
        pack.role("nurse", NURSE.replace("senior: advanced", "senior: expert"), more=LADDER)
        (change,) = rp.diff(old, pack.load()).changes

        assert [field.name for field in change.fields] == ["asks.senior"]

    @pytest.mark.parametrize(
        "when, seen", [("company-size: large", [False, True]), ("company-size: large, grade: lead", [False, True])]
    )
    def test_a_difference_says_whether_a_changed_variant_was_in_force(self, pack, make_pack, when, seen):
        def loaded(weight):
            variant = f"  - {{id: big, label: {{en: Big}}, when: {{{when}}}, set: {{nursing: {{weight: {weight}}}}}}}\n"
            pack.role("nurse", NURSE, more=f"{LADDER}variants:\n{variant}")
            return pack.load()

        old = loaded(7)
        make_pack("theirs")
        new = loaded(9)
        looked_in = [rp.diff(old, new, contexts=[{"company-size": size}]) for size in ("small", "large")]

        assert [not found.unseen for found in looked_in] == seen
        assert not rp.diff(old, new).unseen

    def test_cases_expect_a_grade(self, pack):
        pack.role("nurse", NURSE, more=LADDER)
        cases = (
            "kind: cases\nschema: 1\nid: ladder\n"
            "people: {able: {facts: {nursing: expert, triage: expert}, closed: all}}\ncases:\n"
        )
        about = "claim: {{en: C.}}, role: nurse, person: able, basis: judgement"
        one = f"  - {{{{id: {{id}}, {about}, expect: {{{{grade: {{grade}}}}}}}}}}\n"
        pack.write(
            "cases/ladder.yaml",
            cases
            + one.format(id="right", grade="senior")
            + one.format(id="range", grade="{at_least: junior, at_most: senior}")
            + one.format(id="wrong", grade="lead")
            + one.format(id="nobody", grade="none"),
        )
        from roleprofile.quality import run_cases

        assert {result.case.partition(":")[2]: result.outcome for result in run_cases(pack.load())} == {
            "right": "passed",
            "range": "passed",
            "wrong": "failed",
            "nobody": "failed",
        }

    def test_what_a_case_of_each_grade_bounds_is_found_in_every_grade(self, pack):
        """A number of the highest grade is tried in that grade, although the lowest one reads the same variants."""
        pack.role(
            "nurse",
            "  - {id: nursing, asks: basic, weight: 4}\n  - {id: triage, asks: {senior: basic}, weight: {senior: 2}}\n",
            more=LADDER,
        )
        pack.write(
            "cases/ladder.yaml",
            "kind: cases\nschema: 1\nid: ladder\n"
            "people: {able: {facts: {nursing: expert}, closed: all}}\ncases:\n"
            "  - {id: one, claim: {en: C.}, role: nurse, context: {grade: each}, person: able, basis: judgement, "
            "expect: {low: {at_least: 60}}}\n",
        )
        tried = {one.name: one for one in each_judgement(pack.load())}

        assert tried["weight of triage (grade senior)"].up == Move(value=4, case="ours:one")
