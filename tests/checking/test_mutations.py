"""Proof by removal: a rule whose loss no case notices is found, whatever kind of rule it is."""

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pack import CASES, SELLER

import roleprofile as rp
from examples import examples
from roleprofile.errors import ProblemsError
from roleprofile.evaluation.edits import edited, putting, with_role
from roleprofile.presentation.cases import judgement_blocks, mutation_blocks, mutation_summary
from roleprofile.presentation.renderers.text import render
from roleprofile.presentation.result_json import mutations_json
from roleprofile.quality import each_judgement, mutate, run_cases
from roleprofile.quality.mutation.mutants import mutants
from roleprofile.quality.mutation.report import Proof
from roleprofile.quality.mutation.sensitivity import numbers
from roleprofile.scoring.situations import RoleInContext

#: For each kind of rule the cases that alone notice its loss.
ONLY = [
    ("minimum selling of seller, demoted", ["minimum", "lists"]),
    ("preference degree of seller, reversed", ["economist"]),
    ("preference degree of seller, flattened", ["economist"]),
    ("extra writing of seller, dropped", ["extra", "lists"]),
    ("variant large of seller, dropped", ["variant", "heavier"]),
    ("relation from talking to selling, dropped", ["inferred"]),
    ("transition from-talker into seller, dropped", ["way", "no-way", "need"]),
    ("need talking of transition from-talker into seller, dropped", ["need"]),
    ("duty sell of seller, dropped", ["lists"]),
    ("measure turnover of seller, dropped", ["lists"]),
    ("pay component guaranteed of seller, dropped", ["lists", "pay"]),
    ("main pay component commission of seller, demoted", ["lists"]),
    ("requirement degree of seller, dropped", ["lists", "economist", "another-degree", "heavier", "lighter"]),
    ("requirement degree of seller, for economics taken out", ["economist"]),
    ("requirement degree of seller, for any taken out", ["another-degree"]),
    ("requirement degree of seller, for any in full", ["economist"]),
    ("variant large of seller, when company-size taken out", ["lighter"]),
    ("variant large of seller, set selling taken out", ["heavier"]),
    ("transition from-talker into seller, when company-size taken out", ["no-way-in"]),
    ("transition from-talker into seller, when company-size medium taken out", ["way", "no-way", "need"]),
    ("development option practice, dropped", ["practice"]),
    ("development option practice, raises selling taken out", ["practice"]),
    ("development option practice, open_to talking taken out", ["no-practice"]),
    ("development option practice, when company-size taken out", ["no-practice-there"]),
    ("development option practice, when company-size small taken out", ["practice"]),
]


class TestMutate:
    def test_every_rule_of_the_small_pack_is_proven(self, make_pack):
        report = mutate(make_pack(CASES).load())

        assert [one.name for one in report.unnoticed] == []
        assert report.proven
        assert "all are noticed" in mutation_summary(report)

    def test_entries_of_a_role_rest_on_the_source_of_its_defaults(self, make_pack):
        pack = make_pack(CASES)
        stated = [one.name for one in mutants(pack.load(), ["ours"])]
        role = SELLER.replace(", source: book", "").replace("weight: 2\n    source: book", "weight: 2")
        pack.write("roles/seller.yaml", role.replace("basis: judgement", "basis: judgement, source: book"))

        assert [one.name for one in mutants(pack.load(), ["ours"])] == stated

    def test_what_a_pack_changes_in_the_roles_of_others_is_its_own_rule(self, make_pack, tmp_path):
        make_pack(CASES).load()
        files = {
            "pack.yaml": 'kind: pack\nschema: 1\nid: theirs\nversion: "1.0.0"\nlabel: {en: Theirs}\nlanguages: [en]\n'
            'requires: {ours: ">=1"}\nsources: [{id: memo, title: A memo}]\n',
            "patches/care.yaml": "kind: role-patch\nschema: 1\nid: care\nroles: seller\nsource: memo\n"
            "add: {requirements: [{id: teamwork, asks: working, weight: 5}]}\n",
            "cases/care.yaml": "kind: cases\nschema: 1\nid: care\ncases:\n  - id: care\n    claim: {en: They care.}\n"
            "    role: seller\n    context: {company-size: each}\n    source: memo\n"
            "    expect: {has: {requirements: teamwork}}\n",
        }
        for name, text in files.items():
            path = tmp_path / "theirs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (found,) = mutate(rp.load(tmp_path / "theirs"), ["theirs"]).mutations

        assert (found.name, found.pack) == ("requirement teamwork of seller, dropped", "theirs")
        assert found.noticed_by == "theirs:care"

    @pytest.mark.parametrize("name, cases", ONLY, ids=[name for name, _ in ONLY])
    def test_a_rule_without_its_cases_is_found(self, make_pack, name, cases):
        report = mutate(make_pack({one: rest for one, rest in CASES.items() if one not in cases}).load())

        assert name in [one.name for one in report.unnoticed]
        assert f"not noticed by any case: {name}" in " ".join(render(mutation_blocks(report)).split())
        assert not report.proven

    def test_what_is_left_out_as_unaffected_is_so(self, make_pack):
        """Each mutant gives the same answer on a bench of its own, with all cases in all contexts."""
        catalog = make_pack(CASES).load()
        noticed = {one.name: one.noticed for one in mutate(catalog).mutations}

        for mutant in mutants(catalog, ["ours"]):
            alone = any(result.fails for result in run_cases(mutant.make()))
            assert noticed[mutant.name] == alone, mutant.name

    def test_a_case_that_fails_proves_nothing(self, make_pack):
        report = mutate(make_pack({"minimum": "person: {closed: all}, expect: {meets_minimum: met}"}).load())

        assert report.unusable == ("ours:minimum",)
        assert "minimum selling of seller, demoted" in [one.name for one in report.unnoticed]

    def test_the_catalog_is_left_alone(self, make_pack):
        catalog = make_pack(CASES).load()
        before = catalog.fingerprint, catalog.roles
        mutate(catalog)

        assert (catalog.fingerprint, catalog.roles) == before
        assert len({mutant.make().fingerprint for mutant in mutants(catalog, ["ours"])}) == len(
            list(mutants(catalog, ["ours"]))
        )

    def test_json(self, make_pack):
        catalog = make_pack(CASES).load()
        data = json.loads(mutations_json(mutate(catalog), tuple(each_judgement(catalog))))

        assert {one["pack"] for one in data["mutations"]} == {"ours"}
        assert data["judgements"]


class TestWaysAndOptionsInCases:
    @pytest.mark.parametrize(
        "expect, code, at",
        [
            ("has: {transitions: from-walker}", "RP335", "/cases/0/expect/has/transitions"),
            ("lacks: {transitions: from-walker}", "RP335", "/cases/0/expect/lacks/transitions"),
            ("lacks: {options: practise}", "RP338", "/cases/0/expect/lacks/options"),
            ("raises: {practise: selling}", "RP338", "/cases/0/expect/raises/practise"),
            ("raises: {practice: buying}", "RP335", "/cases/0/expect/raises/practice"),
        ],
    )
    def test_names_that_are_not_there_are_problems(self, make_pack, expect, code, at):
        pack = make_pack({"x": f"person: talker, expect: {{{expect}}}"})

        with pytest.raises(ProblemsError) as wrong:
            pack.load()

        assert [(one.code, one.pointer.startswith(at)) for one in wrong.value.problems] == [(code, True)]

    @pytest.mark.parametrize(
        "rest, found",
        [
            ("expect: {has: {transitions: from-talker}}", "none"),
            ("expect: {raises: {practice: selling}}", "practice is not on offer"),
            ("expect: {has: {options: practice}}", "none"),
        ],
    )
    def test_a_large_firm_has_no_such_way(self, make_pack, rest, found):
        (result,) = run_cases(make_pack({"heavier": rest}).load())

        assert [(one.wrong, one.seen[0].found) for one in result.checks] == [(1, found)]


class TestJudgements:
    def test_how_far_a_number_can_move(self, make_pack):
        rest = "holder: {role: talker}, expect: {low: {at_least: 60}}"
        found = {one.name: one for one in each_judgement(make_pack({"x": rest}).load())}

        weight = found["weight of selling"]
        assert (weight.value, weight.down.value, weight.down.case, weight.up) == (4, 2, "ours:x", None)
        assert weight.tried_up == (8, 16)
        assert found["asks of selling"].up.value == "expert"
        assert found["selling that holders bring"].down.value == "working"
        assert found["weight of talking"].free
        assert "weight of selling, 4: fails at 2 (x), no case fails up to 16" in " ".join(
            render(judgement_blocks(found.values())).split()
        )


@pytest.fixture(scope="module")
def edits():
    """The proof of the shipped packs, and edited catalogs in which one role differs."""
    catalog = rp.load()
    full = "account-management:account-manager"
    role = catalog.roles[full]
    found = [one.make() for one in mutants(catalog, ["account-management"])]
    for number in numbers(catalog, role):
        document = edited(role, putting(number.place, (*number.down, *number.up)[0]))
        found.append(with_role(catalog, full, document, number.name))
    return Proof(catalog), full, found


class TestWhatAnEditLeavesAlone:
    """Only the entries that an edit touches are compiled again, and only the scores that it can change are computed."""

    def test_a_job_adds_what_its_edited_role_provides(self, make_pack):
        pack = make_pack({"job": "expect: {raises: {job: selling}}"})
        pack.write(
            "development/job.yaml",
            "kind: development\nschema: 1\nid: job\noptions:\n  - {id: job, label: {en: A job}, kind: "
            "stepping-stone, effort: 9, job: {role: talker, months: 12}, source: book}\n",
        )
        catalog = pack.load()
        less = edited(catalog.roles["ours:talker"], putting(("provides",), {"talking": "expert"}))

        assert list(Proof(catalog).failing(with_role(catalog, "ours:talker", less, "less"), "ours")) == ["ours:job"]

    @settings(max_examples=examples(200))
    @given(data=st.data())
    def test_a_role_is_compiled_as_if_anew(self, edits, data):
        proof, full, catalogs = edits
        after = catalogs[data.draw(st.integers(0, len(catalogs) - 1))]
        vocabulary_of = after.vocabulary_of("account-management")
        context = {
            name: data.draw(st.sampled_from([*vocabulary_of[name].term_ids, "unspecified"]))
            for name in ("company-size", "market", "region", "employer-tier")
        }
        found = proof.cache.derived(after).rules(full, context).roles
        anew = RoleInContext.of(after, after.roles[full], context).roles

        # Dimensions that the role does not read are those of the first context that asked.
        seen = [
            evolve(one, given=other.given, context=other.context, context_labels=other.context_labels)
            for one, other in zip(found, anew, strict=True)
        ]
        assert seen == list(anew)

    @settings(max_examples=examples(10))
    @given(data=st.data())
    def test_contexts_that_nobody_tells_apart_are_tried_once(self, edits, data):
        proof, judged = edits[0], edits[0].catalog.roles
        full = data.draw(st.sampled_from([name for name in judged if "account-management" in name]))
        found = list(numbers(proof.catalog, judged[full]))
        number = found[data.draw(st.integers(0, len(found) - 1))]
        value = data.draw(st.sampled_from((*number.down, *number.up)))
        document = edited(judged[full], putting(number.place, value))
        after = with_role(proof.catalog, full, document, f"{number.name} {value}")
        failing = set(proof.failing(after, "account-management", only_scores=True))

        assert failing == {one.case for one in run_cases(after) if one.fails}, (number.name, value)

    def test_a_number_that_no_case_holds_is_held_by_none(self, make_pack):
        catalog = make_pack(CASES).load()
        for full, role in catalog.roles.items():
            judged = {one.name: one for one in each_judgement(catalog) if one.role == full}
            for number in numbers(catalog, role) if role.pack == "ours" else ():
                for move, values in ((judged[number.name].down, number.down), (judged[number.name].up, number.up)):
                    for value in values:
                        document = edited(role, putting(number.place, value))
                        after = with_role(catalog, full, document, f"{number.name} {value}")
                        fails = any(result.fails for result in run_cases(after))
                        assert fails == (move is not None and value == move.value), (number.name, value)
                        if fails:
                            break
