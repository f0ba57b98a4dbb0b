"""Differences: every changed rule is named and no other, and every part of a score's change finds its rule."""

import json
import re
import shutil
from functools import reduce
from pathlib import Path

import pytest
import yaml
from attrs import evolve, fields

import roleprofile as rp
from examples import once, some
from roleprofile.evaluation.edits import edited, putting, with_role
from roleprofile.model.catalog import CatalogData
from roleprofile.model.shipped import shipped
from roleprofile.model.values import FrozenMap
from roleprofile.presentation.difference import counts
from roleprofile.presentation.results import render
from roleprofile.quality.diff.changes import compared
from roleprofile.quality.diff.rule_places import with_places
from roleprofile.quality.diff.rules import PACK_PARTS, ROLE_PARTS, parts_of, rules_of
from roleprofile.quality.mutation.mutants import mutants
from roleprofile.quality.mutation.sensitivity import numbers

OURS = "account-management"
SHIPPED = Path(str(shipped("profiles")))
ROLE = f"{OURS}/roles/account-manager.yaml"
PROOF = "evidence: [interview, work-record, assessment]\n    needed_for: [close-deals, raise-sales"
#: A file of the shipped packs, an edit of it, and what the difference says: the rule, the act, and the first field.
EDITS = [
    (ROLE, 'version: "1.0.0"', 'version: "1.1.0"', "role account-management:account-manager", "version"),
    (ROLE, "job_family: sales", "job_family: trade", "role account-management:account-manager", "job_family"),
    (
        ROLE,
        "en: [client manager, ",
        "en: [seller, client manager, ",
        "role account-management:account-manager",
        "aliases.en",
    ),
    (ROLE, '"1420.3", match: close', '"1420.3", match: exact', "role account-management:account-manager", "classifi*"),
    (ROLE, "  basis: source\n\ndefaults", "  basis: judgement\n\ndefaults", "list of common contexts", "basis"),
    (ROLE, "en: Growth of sales", "en: Growth in sales", "measure sales-growth", "label.en"),
    (
        ROLE,
        "    measure: sales-growth\n    source: [S2.1, S2.2]",
        "    source: [S2.1, S2.2]",
        "duty raise-sales",
        "measure",
    ),
    (
        ROLE,
        f"at_least: working\n    weight: 14\n    necessity: minimum\n    {PROOF}, k",
        f"at_least: basic\n    weight: 14\n    necessity: minimum\n    {PROOF}, k",
        "requirement dialogue",
        "at_least",
    ),
    (ROLE, "asks: moderate\n    weight: 6", "asks: high\n    weight: 6", "requirement earning-drive", "asks"),
    (ROLE, "weight: 6\n", "weight: 8\n", "requirement earning-drive", "weight"),
    (
        ROLE,
        "asks: moderate\n    weight: 3\n",
        "asks: moderate\n    weight: 3\n    necessity: minimum\n",
        "requirement activity",
        "necessity",
    ),
    (
        ROLE,
        "asks: moderate\n    weight: 3\n",
        "asks: moderate\n    weight: 3\n    credit: {low: 30}\n",
        "requirement activity",
        "credit.low",
    ),
    (
        ROLE,
        "asks: moderate\n    weight: 3\n",
        "asks: moderate\n    weight: 3\n    necessity: minimum\n    evidence: [assessment]\n",
        "requirement activity",
        "evidence",
    ),
    (
        ROLE,
        "law: 100, management: 100, any: 50}",
        "law: 80, management: 100, any: 50}",
        "requirement higher-education",
        "for.law",
    ),
    (
        ROLE,
        "    asks: 24\n    weight: 13",
        "    asks: 24\n    from: 2\n    weight: 13",
        "requirement field-sales",
        "from",
    ),
    (
        ROLE,
        "asks: 100, worth: 15}\n    weight: 13",
        "asks: 100, worth: 25}\n    weight: 13",
        "requirement client-base",
        "any_of.*.worth",
    ),
    (ROLE, "source: S2.3", "source: [S2.3, S2.2]", "requirement field-sales", "source"),
    (ROLE, "label: {en: Persuasion,", "label: {en: Persuading,", "requirement persuasion", "label.en"),
    (
        ROLE,
        "      dialogue: {weight: 23}",
        "      dialogue: {weight: 24}",
        "variant small-and-medium",
        "set.dialogue.weight",
    ),
    (ROLE, "drop: [activity, confident-talk, ", "drop: [confident-talk, ", "variant small-and-medium", "drop"),
    (
        ROLE,
        "asks: advanced\n          weight: 10",
        "asks: advanced\n          weight: 12",
        "variant large-firm",
        "add.*.weight",
    ),
    (
        ROLE,
        "  decision-maker-relations: {value: 10, after: 24}",
        "  decision-maker-relations: {value: 10, after: 12}",
        "what holders bring of account-management:decision-maker-relations",
        "brings.after",
    ),
    (ROLE, "  negotiation: working\n", "", "what holders bring of core:negotiation", "brings"),
    (
        ROLE,
        "dimensions: [company-size, region]",
        "dimensions: [company-size, market, region]",
        "pay drivers",
        "dimensions",
    ),
    (
        ROLE,
        "id: average-office-worker\n    label: {en: Pay of an ordinary",
        "id: average-office-worker\n    label: {en: Pay of a usual",
        "pay benchmark average-office-worker",
        "label.en",
    ),
    (ROLE, "      of: closed-deal-value", "      of: sales-growth", "pay component commission", "of"),
    (
        ROLE,
        "Large firms have this post as often as",
        "Large firms have the post as often as",
        "observation firms-of-every-size",
        "text.en",
    ),
    ("core/pack.yaml", "strong: 80", "strong: 82", "rules for verdicts", "thresholds.strong"),
    ("core/pack.yaml", "unknown: viable", "unknown: stretch", "rules for verdicts", "caps.unknown"),
    ("core/pack.yaml", "own_word: self-report", "own_word: interview", "rules for verdicts", "own_word"),
    ("core/pack.yaml", "admits: viable", "admits: stretch", "rules for development options", "admits"),
    ("core/pack.yaml", 'date: "2020"', 'date: "2021"', "source cefr", "date"),
    (
        f"{OURS}/pack.yaml",
        "{company-size: medium, market: software,",
        "{company-size: small, market: software,",
        "situation medium-software",
        "context.company-size",
    ),
    (
        f"{OURS}/pack.yaml",
        "en: Every market asks account managers for a level of its own.",
        "en: Every market asks account managers for its own level.",
        "source account-manager-article",
        "claims.S1.2.en",
    ),
    (f"{OURS}/pack.yaml", 'version: "1.0.0"', 'version: "1.0.1"', "pack account-management", "version"),
    ("core/scales/proficiency.yaml", "below: [60, 20]", "below: [50, 20]", "scale core:proficiency", "below"),
    (
        "core/scales/proficiency.yaml",
        "label: {en: Working,",
        "label: {en: Able,",
        "scale core:proficiency",
        "levels.working.label.en",
    ),
    ("core/scales/months.yaml", "maximum: 720", "maximum: 700", "scale core:months", "maximum"),
    (
        "core/vocabularies/market.yaml",
        "map: {own-field: [mechanical-engineering, metallurgy, industrial-engineering, civil-engineering]}",
        "map: {own-field: [engineering, law]}",
        "vocabulary core:market",
        "terms.*.map.own-field",
    ),
    (
        "core/descriptors/communication-skills.yaml",
        "en: Passes on simple messages correctly",
        "en: Passes on messages correctly",
        "descriptor core:communication",
        "anchors.basic.en",
    ),
    (
        f"{OURS}/descriptors/talking-with-clients.yaml",
        "lower_by: 1",
        "lower_by: 2",
        "relation from account-management:rhetoric to account-management:persuasion",
        "lower_by",
    ),
    (
        f"{OURS}/transitions/account-manager.yaml",
        "effort: 8\n",
        "effort: 9\n",
        "transition from-direct-sales",
        "effort",
    ),
    (
        f"{OURS}/transitions/account-manager.yaml",
        "id: presenting-the-firm\n        asks: working",
        "id: presenting-the-firm\n        asks: advanced",
        "transition from-within-the-firm",
        "needs.presenting-the-firm.asks",
    ),
    (
        f"{OURS}/development/assignments.yaml",
        "{firm-strengths-knowledge: advanced}",
        "{firm-strengths-knowledge: expert}",
        "option account-management:comparison-with-competitors",
        "raises.*",
    ),
    (
        f"{OURS}/people/metal-engineer-in-sales.yaml",
        "metal-products: {value: 30,",
        "metal-products: {value: 31,",
        "person account-management:metal-engineer-in-sales",
        "facts.*",
    ),
]


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture
def profiles(tmp_path):
    """A copy of the shipped packs."""
    shutil.copytree(SHIPPED, tmp_path / "new")
    return tmp_path


def changes_of(old, new):
    return compared(old, new, rules_of(old), rules_of(new))


class TestShippedPacks:
    @pytest.mark.parametrize(
        "file, before, after, rule, field",
        some(EDITS),
        ids=some([f"{number}-{edit[3]}" for number, edit in enumerate(EDITS)]),
    )
    def test_an_edit_is_named_and_nothing_else(self, catalog, profiles, file, before, after, rule, field):
        path = profiles / "new" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")
        edited = rp.load(profiles / "new")
        shutil.rmtree(profiles / "new")
        (change,) = rp.diff(catalog, edited, contexts=[]).changes

        assert change.title == rule
        assert change.act == ("removed" if not after else "changed")
        assert re.fullmatch(re.escape(field).replace(r"\*", ".*"), change.fields[0].name)
        assert change.wording == any(word in field for word in ("label", "reason"))
        (placed,) = with_places([change], catalog, edited)
        touched = _lines(text, before)
        assert placed.old_place.file.endswith(f"profiles/{file}")
        assert placed.old_place.line in touched or change.fields[0].before in (None, "important")
        assert (placed.new_place is None) == (not after)

    def test_a_mutant_is_named_and_whatever_named_what_it_lacks(self, catalog):
        """Every rule with a source, dropped, demoted, reversed or flattened."""
        count = 0
        for mutant in mutants(catalog, ["account-management", "core"]):
            changes = changes_of(catalog, mutant.make())
            named = [change for change in changes if _is_about(change, mutant)]
            others = [change for change in changes if change not in named]

            assert len(named) == 1, mutant.name
            assert named[0].act == ("removed" if _goes_whole(mutant) else "changed"), mutant.name
            gone = mutant.name.split(" of ")[0].split(" ")[-1]
            for change in others:
                assert mutant.act == "dropped"
                assert all(_speaks_of(field, gone) for field in change.fields), (mutant.name, change)
            count += 1
        assert count > 70

    @once
    def test_a_number_that_moves_is_named_with_its_field(self, catalog):
        """Every number of every role that rests on judgement, one step up or down."""
        count, had = 0, rules_of(catalog)
        for full, role in catalog.roles.items():
            for number in numbers(catalog, role):
                moved = edited(role, putting(number.place, (*number.up, *number.down)[0]))
                new = with_role(catalog, full, moved, "moved")
                (change,) = compared(catalog, new, had, rules_of(new))
                (field,) = change.fields

                assert change.rule.home == full
                assert (field.before, field.after) == (number.value, (*number.up, *number.down)[0])
                count += 1
        assert count > 300

    def test_a_file_written_in_another_order_and_form_is_the_same(self, catalog, profiles):
        for path in (profiles / "new").rglob("*.yaml"):
            tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
            path.write_text(json.dumps(_backwards(_typed(tree)), ensure_ascii=False, indent=1), "utf-8")

        assert changes_of(catalog, rp.load(profiles / "new")) == ()

    def test_defaults_spelled_out_and_full_ids_are_the_same(self, catalog, profiles):
        path = profiles / "new" / ROLE
        text = path.read_text("utf-8")
        for before, after in (
            ("asks: moderate\n    weight: 3\n", "asks: moderate\n    weight: 3\n    necessity: important\n"),
            ("descriptor: education\n", "descriptor: core:education\n"),
            (
                "{descriptor: decision-maker-relations, asks: 10}",
                "{asks: 10, worth: 100, from: 0, descriptor: decision-maker-relations}",
            ),
            ("source: S0.1\n", "source: [S0.1]\n"),
            ("  - id: negotiation\n", "  - id: negotiation\n    descriptor: negotiation\n"),
        ):
            assert before in text
            text = text.replace(before, after, 1)
        path.write_text(text, "utf-8")

        assert changes_of(catalog, rp.load(profiles / "new")) == ()

    def test_a_measure_has_the_defaults_of_its_role(self, profiles):
        label = "{en: Value of closed deals, fil: Halaga ng mga naisarang kasunduan}"
        measure = f"  - id: closed-deal-value\n    label: {label}\n"
        path = profiles / "new" / ROLE
        text = path.read_text("utf-8")
        stated = f"{measure}    source: S2.2\n    basis: source\n"
        assert stated in text
        path.write_text(text.replace(stated, measure), "utf-8")
        implied = rp.load(profiles / "new")
        path.write_text(text.replace(stated, f"{measure}    basis: judgement\n"), "utf-8")

        assert changes_of(implied, rp.load(profiles / "new")) == ()

    @pytest.mark.parametrize(
        "file, before, after",
        [
            ("core/pack.yaml", "  evidence: evidence-kind\n", "  evidence: core:evidence-kind\n"),
            (
                f"{OURS}/transitions/account-manager.yaml",
                "      - id: presenting-the-firm\n",
                "      - id: presenting-the-firm\n        descriptor: presenting-the-firm\n",
            ),
        ],
        ids=["evidence", "need"],
    )
    def test_a_name_is_the_same_wherever_it_stands(self, catalog, profiles, file, before, after):
        path = profiles / "new" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

        assert changes_of(catalog, rp.load(profiles / "new")) == ()

    def test_every_part_of_a_catalog_is_compared(self):
        """Whoever adds a section to the catalog decides here whether it holds rules."""
        compared_parts = {"packs", "scales", "vocabularies", "descriptors", "relations", "roles", "transitions"}
        compared_parts |= {"options", "cases", "people"}

        # Patches are seen in the roles that they change; an approval is no rule, and says of which state it is one.
        no_rules = {"patches", "approvals", "problems", "origins", "files", "fingerprint", "as_of"}

        assert {f.name for f in fields(CatalogData) if f.init} - compared_parts == no_rules


def _lines(text, part):
    first = text[: text.index(part)].count("\n") + 1
    return range(first, first + part.count("\n") + 1)


def _is_about(change, mutant):
    what, _, rest = mutant.name.rpartition(",")[0].partition(" ")
    if mutant.kind == "relation":
        ends = re.fullmatch(r"from (\S+) to (\S+)", rest)
        return change.rule.kind == "relation" and all(f":{end}" in change.rule.id for end in ends.groups())
    if mutant.kind in ("transition", "need"):
        return change.rule.kind == "transition" and change.rule.id in rest
    if mutant.kind == "development option":
        return change.title.partition(":")[2] == rest.removeprefix("option ")
    inside = re.search(r"\(variant (\S+)\)", rest)
    title = change.title.replace("pay drivers", "drivers").replace("pay benchmark", "benchmark")
    if inside:
        return title == f"variant {inside[1]}"
    name = mutant.name.partition(" of ")[0]
    name = {"pay drivers": "drivers"}.get(name, name).replace("pay benchmark", "benchmark")
    if what in ("minimum", "preference"):
        return change.rule.id == name.split()[-1] and change.rule.section in ("requirements", "extras")
    return title == name.replace("main pay", "pay") or title == mutant.kind == "list of common contexts"


def _goes_whole(mutant):
    return mutant.act == "dropped" and mutant.kind != "need" and "(variant " not in mutant.name


def _speaks_of(field, name):
    gone = set(field.before if isinstance(field.before, tuple) else [field.before])
    left = set(field.after if isinstance(field.after, tuple) else [field.after])
    return name in field.name.split(".") or gone - left in ({name}, {name, None}) or gone == {name}


def _typed(tree):
    if isinstance(tree, dict):
        return {key: _typed(value) if key not in _TEXTS else value for key, value in tree.items()}
    if isinstance(tree, list):
        return [_typed(item) for item in tree]
    if tree in ("true", "false"):
        return tree == "true"
    return int(tree) if re.fullmatch(r"[0-9]+", tree) else tree


#: Keys under which a number is text.
_TEXTS = {"code", "date", "on", "version", "label", "title", "requires"}
_ORDERED = {"levels", "below", "languages", "terms", "narrower"}


def _backwards(tree, name=""):
    if isinstance(tree, dict):
        return {key: _backwards(value, key) for key, value in reversed(tree.items())}
    if isinstance(tree, list):
        items = [_backwards(item) for item in tree]
        return items if name in _ORDERED else items[::-1]
    return tree


class TestScores:
    def test_a_weight_moves_a_score_by_what_it_says(self, make_pack):
        old, new = _versions(make_pack, ("weight: 4, necessity", "weight: 6, necessity"))
        person = old.catalog_person
        found = rp.diff(old.catalog, new.catalog, people=[person], contexts=[{"company-size": "small"}])
        (movement,) = [one for one in found.movements if one.role == "ours:seller"]

        # Selling is held in full, the degree is not there: 4 of 6, then 6 of 8.
        assert (movement.before.low, movement.after.low) == (666_666, 750_000)
        (part,) = movement.parts
        assert (part.low, part.supported, part.high) == (83_334, 83_334, 83_334)
        assert [change.title for change in part.changes] == ["requirement selling"]
        assert [(one.who.kind, one.who.id) for one in found.movements] == [("given", "c-1")]

    def test_two_rules_share_a_change_exactly(self, make_pack):
        edits = (("weight: 4, necessity", "weight: 6, necessity"), ("    weight: 2\n", "    weight: 4\n"))
        old, new = _versions(make_pack, *edits)
        found = rp.diff(old.catalog, new.catalog, people=[old.catalog_person], contexts=[{"company-size": "small"}])
        (movement,) = found.movements

        # 4 of 6, then 4 of 8 with the degree's new weight, then 6 of 10.
        assert [(part.changes[0].title, part.low) for part in movement.parts] == [
            ("requirement degree", 500_000 - 666_666),
            ("requirement selling", 600_000 - 500_000),
        ]

    def test_steps_that_cancel_out_are_no_movement(self, make_pack):
        edits = (("weight: 4, necessity", "weight: 6, necessity"), ("    weight: 2\n", "    weight: 3\n"))
        old, new = _versions(make_pack, *edits)
        found = rp.diff(old.catalog, new.catalog, people=[old.catalog_person], contexts=[{"company-size": "small"}])

        assert (len(found.changes), found.movements) == (2, ())

    def test_what_only_works_together_is_one_part(self, make_pack):
        edits = (
            (
                "{id: selling, type: skill, label: {en: Selling}, scale: proficiency}",
                "{id: selling, type: skill, label: {en: Selling}, scale: months}",
            ),
            ("{id: selling, asks: advanced, weight: 4", "{id: selling, asks: 24, weight: 4"),
            (
                "  - {from: talking, to: selling, lower_by: 1, up_to: working, source: book}",
                "  - {from: talking, to: writing, lower_by: 1, up_to: working, source: book}",
            ),
            ("provides: {talking: expert, selling: advanced}", "provides: {talking: expert, selling: 12}"),
            ("raises: {selling: advanced}", "raises: {selling: 12}"),
            ("    weight: 2\n", "    weight: 3\n"),
        )
        old, new = _versions(make_pack, *edits)
        contexts = [{"company-size": "small"}, {"company-size": "large"}]
        found = rp.diff(old.catalog, new.catalog, contexts=contexts, holders=True)
        movement = next(one for one in found.movements if (one.who.id, one.role) == ("ours:talker", "ours:seller"))
        together = [{change.title for change in part.changes} for part in movement.parts]

        assert {"requirement degree"} in together
        assert any({"descriptor ours:selling", "requirement selling"} <= titles for titles in together)
        assert sum(part.low for part in movement.parts) == movement.after.low - movement.before.low

    def test_a_verdict_changes_with_the_rule_that_changes_it(self, make_pack):
        old, new = _versions(make_pack, ("weight: 4, necessity", "weight: 60, necessity"))
        found = rp.diff(old.catalog, new.catalog, people=[old.catalog_person], contexts=[{"company-size": "small"}])
        (movement,) = found.movements

        assert (movement.before.verdict, movement.after.verdict) == ("viable", "strong")
        assert movement.parts[0].verdict == "strong"

    def test_what_holders_bring_moves_whoever_held_the_role(self, make_pack):
        old, new = _versions(make_pack, ("expert, selling: advanced}", "expert, selling: basic}"))
        held = old.catalog.person("c-2", roles_held=[rp.RoleHeld("talker", 36)])
        found = rp.diff(old.catalog, new.catalog, people=[held], contexts=[{"company-size": "small"}], holders=True)
        moved = {(one.who.id, one.role): one for one in found.movements}

        assert set(moved) == {("c-2", "ours:seller"), ("ours:talker", "ours:seller")}
        assert moved["c-2", "ours:seller"].before.low == moved["c-2", "ours:seller"].after.low == 0
        assert moved["c-2", "ours:seller"].parts[0].supported < 0
        assert moved["ours:talker", "ours:seller"].parts[0].low < 0

    def test_rules_that_no_score_reads_move_none(self, make_pack):
        edits = (("kind: fixed, source: book", "kind: fixed, basis: judgement"), ("effort: 4", "effort: 5"))
        old, new = _versions(make_pack, *edits)
        found = rp.diff(old.catalog, new.catalog, people=[old.catalog_person], holders=True)

        assert len(found.changes) == 2
        assert found.movements == ()


class TestPeople:
    def test_a_fact_that_one_side_does_not_know_is_told(self, make_pack):
        old, new = _versions(
            make_pack, ("id: writing, type", "id: drawing, type"), ("id: writing, asks", "id: drawing, asks")
        )
        facts = [rp.Fact("writing", "working"), rp.Fact("drawing", "working")]
        person = old.catalog.person("c-3", facts=facts, unknown="report", closed=["writing"])
        found = rp.diff(old.catalog, new.catalog, people=[person])

        assert [(one.side, one.names) for one in found.unknown] == [
            ("old", ("drawing: working",)),
            ("new", ("closed ours:writing", "ours:writing: working")),
        ]

    def test_a_person_who_cannot_be_scored_on_one_side_is_told(self, make_pack):
        old, new = _versions(
            make_pack,
            ("label: {en: Writing}, scale: proficiency}", "label: {en: Writing}, scale: months}"),
            ("{id: writing, asks: working,", "{id: writing, asks: 6,"),
        )
        person = old.catalog.person("c-4", facts=[rp.Fact("writing", "working")])
        (unknown,) = rp.diff(old.catalog, new.catalog, people=[person]).unknown

        assert (unknown.side, unknown.names) == ("new", ())
        assert "is not a valid amount on scale months" in unknown.reason

    def test_an_example_of_one_side_is_told(self, catalog):
        people = dict(catalog.people)
        gone = people.pop("account-management:three-strengths")
        found = rp.diff(catalog, evolve(catalog, people=people, fingerprint="less"))

        assert [(change.title, change.act) for change in found.changes] == [
            ("person account-management:three-strengths", "removed")
        ]
        assert [(one.who.id, one.side) for one in found.unknown] == [(f"account-management:{gone.id}", "new")]

    def test_two_people_of_one_id_are_refused(self, make_pack):
        old, new = _versions(make_pack, ("weight: 4, necessity", "weight: 6, necessity"))
        with pytest.raises(ValueError, match="two people have the same id 'c-1'"):
            rp.diff(old.catalog, new.catalog, people=[old.catalog_person, new.catalog_person])

    def test_a_situation_that_no_role_can_be_in_is_an_error(self, make_pack):
        old, new = _versions(make_pack, ("weight: 4, necessity", "weight: 6, necessity"))
        with pytest.raises(rp.ContextError, match="unknown situation 'nowhere'"):
            rp.diff(old.catalog, new.catalog, contexts=["nowhere"])
        with pytest.raises(rp.ContextError, match="unknown dimension 'planet'"):
            rp.diff(old.catalog, new.catalog, contexts=[{"planet": "mars"}])


class TestSituations:
    EDIT = "      dialogue: {weight: 23}", "      dialogue: {weight: 24}"

    @pytest.fixture
    def heavier(self, catalog, profiles):
        """The shipped packs and the same with another weight in the variant for small and medium firms."""
        file = profiles / "new" / ROLE
        file.write_text(file.read_text("utf-8").replace(*self.EDIT, 1), "utf-8")
        return catalog, rp.load(profiles / "new")

    def test_that_are_all_without_the_changed_rule_are_named(self, heavier):
        found = rp.diff(*heavier, contexts=["large-metal-products", "large-consumer-goods"])

        assert not found.movements
        assert [change.title for change in found.unseen] == ["variant small-and-medium"]
        assert counts(found) == (
            "1 rule: 1 changed. No score changes in large-consumer-goods, large-metal-products. "
            "Variant small-and-medium of role account-manager is in force in no situation that was looked at; "
            "name one with --context."
        )

    def test_that_a_pack_names_are_enough_where_the_rule_is_in_force_in_one(self, heavier):
        found = rp.diff(*heavier)

        assert found.movements
        assert not found.unseen
        assert all(movement.situation for movement in found.movements)

    def test_get_one_more_where_a_changed_rule_is_in_force_in_none(self, heavier):
        found = rp.diff(*map(self.large_only, heavier))

        assert not found.unseen
        assert {(one.situation, *one.context.items()) for one in found.movements} == {
            ("", ("company-size", "small"), ("market", "unspecified"))
        }

    def large_only(self, catalog):
        pack = catalog.packs[OURS]
        left = tuple(one for one in pack.situations if one.context.get("company-size") == "large")
        return evolve(catalog, packs=FrozenMap({**catalog.packs, OURS: evolve(pack, situations=left)}))


def _skill(name, label):
    return f"  - {{id: {name}, type: skill, label: {{en: {label}}}, scale: proficiency}}\n"


SELLING = {
    "pack.yaml": 'kind: pack\nschema: 1\nid: ours\nversion: "1.0.0"\nlabel: {en: Ours}\nlanguages: [en]\n'
    'requires: {core: ">=1,<2"}\n',
    "skills.yaml": "kind: descriptors\nschema: 1\nid: skills\ndescriptors:\n"
    + _skill("selling", "Deals")
    + _skill("talking", "Words")
    + _skill("singing", "Songs"),
    "roles/seller.yaml": 'kind: role\nschema: 1\nid: seller\nversion: "1.0.0"\nlabel: {en: Seller}\n'
    "defaults: {basis: judgement}\nrequirements:\n  - {id: selling, asks: advanced, weight: 4}\n"
    "  - {id: talking, asks: basic, weight: 1}\n",
    "people/p-1.yaml": "kind: person\nschema: 1\nid: p-1\nfacts: {selling: basic}\n",
}


class TestRenames:
    """An entry with another id and the same meaning was renamed."""

    @pytest.fixture
    def edited(self, tmp_path):
        def load(folder, edits):
            for name, text in SELLING.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                edited = reduce(lambda said, edit: said.replace(*edit), edits, text)
                (folder / name).write_text(edited, "utf-8")
            return rp.load(folder)

        return lambda *edits: rp.diff(load(tmp_path / "old", ()), load(tmp_path / "new", edits))

    def test_by_hand_is_one_change(self, edited):
        found = edited(("selling", "closing"))
        (one,) = found.renames

        assert (one.kind, one.before, one.after) == ("descriptor", "ours:selling", "ours:closing")
        assert found.rules == ()
        assert counts(found).startswith("1 rule: 1 renamed. No score changes")
        assert "descriptor ours:selling is ours:closing, in 3 rules" in render("text", found)

    def test_with_another_label_says_so(self, edited):
        found = edited(("Deals", "Bargains"), ("selling", "closing"))
        (one,) = found.renames

        assert [(field.name, field.before, field.after) for field in one.wording] == [("label.en", "Deals", "Bargains")]

    def test_with_another_meaning_is_none(self, edited):
        found = edited(("id: selling, type: skill", "id: selling, type: knowledge"), ("selling", "closing"))

        assert found.renames == ()
        assert [change.act for change in found.rules if change.rule.kind == "descriptor"] == ["added", "removed"]

    def test_and_another_weight_are_told_apart(self, edited):
        found = edited(("weight: 1", "weight: 2"), ("selling", "closing"))

        assert len(found.renames) == 1
        assert [change.title for change in found.rules] == ["requirement talking"]

    def test_of_several_at_once_is_told_by_the_labels(self, edited):
        found = edited(("selling", "closing"), ("talking", "calling"), ("singing", "humming"))

        assert [(one.before, one.after) for one in found.renames] == [
            ("ours:selling", "ours:closing"),
            ("ours:singing", "ours:humming"),
            ("ours:talking", "ours:calling"),
        ]
        assert found.rules == ()

    def test_is_not_guessed_from_a_like_form_alone(self, edited):
        found = edited(("singing", "humming"), ("Songs", "Tunes"))

        assert found.renames == ()
        assert [change.act for change in found.rules] == ["added", "removed"]


class TestVersions:
    WEIGHT = ("weight: 4, necessity", "weight: 6, necessity")

    def test_another_weight_under_the_same_version_is_pointed_out(self, make_pack):
        old, new = _versions(make_pack, self.WEIGHT, ("{selling: {weight: 8}}", "{selling: {weight: 9}}"))
        (found,) = rp.diff(old.catalog, new.catalog).same_versions

        assert (found.role, found.version) == ("ours:seller", "1.0.0")
        assert [change.title for change in found.changes] == ["requirement selling", "variant large"]

    def test_under_another_version_it_is_not(self, make_pack):
        old, new = _versions(make_pack, self.WEIGHT)
        seller = new.root / "roles/seller.yaml"
        seller.write_text(seller.read_text("utf-8").replace('version: "1.0.0"', 'version: "1.1.0"'), "utf-8")

        assert rp.diff(old.catalog, new.pack.load()).same_versions == ()

    def test_nor_is_a_change_that_is_no_weight(self, make_pack):
        old, new = _versions(make_pack, ("asks: advanced, weight: 4", "asks: working, weight: 4"))

        assert rp.diff(old.catalog, new.catalog).same_versions == ()

    def test_of_a_patch_the_version_of_its_pack_counts(self, tmp_path):
        def patched(name, weight, version):
            files = {
                "pack.yaml": f"kind: pack\nschema: 1\nid: ours\nversion: '{version}'\n"
                "label: {en: Ours}\nlanguages: [en]\n"
                "requires: {account-management: '>=1,<2'}\n",
                "patches/dialogue.yaml": "kind: role-patch\nschema: 1\nid: dialogue\nroles: account-manager\n"
                f"basis: judgement\nset: {{dialogue: {{weight: {weight}}}}}\n",
            }
            for path, text in files.items():
                file = tmp_path / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
            return rp.load(tmp_path / name)

        old = patched("old", 20, "1.0.0")

        (found,) = rp.diff(old, patched("same", 30, "1.0.0")).same_versions
        assert found.role == "account-management:account-manager"
        assert rp.diff(old, patched("raised", 30, "1.1.0")).same_versions == ()


class TestWholeDocuments:
    def test_a_role_comes_and_goes_as_one(self, make_pack):
        old, new = make_pack(name="old"), make_pack(name="new")
        new.write("roles/third.yaml", (new.root / "roles/talker.yaml").read_text("utf-8").replace("talker", "third"))
        found = rp.diff(old.load(), new.load())
        (change,) = found.changes

        assert (change.title, change.act, len(change.rules)) == ("role ours:third", "added", 4)
        assert not rp.diff(found.applied(), new.load())
        assert rp.diff(new.load(), old.load()).changes[0].act == "removed"


class _Version:
    def __init__(self, pack):
        self.pack, self.root = pack, pack.root
        self.catalog = pack.load()

    @property
    def catalog_person(self):
        return self.catalog.person("c-1", facts=[rp.Fact("selling", "advanced")], closed="all")


def _versions(make_pack, *edits):
    """The small pack, and the same with some text replaced."""
    old, new = make_pack(name="old"), make_pack(name="new")
    for before, after in edits:
        files = [path for path in new.root.rglob("*.yaml") if before in path.read_text("utf-8")]
        assert len(files) == 1, before
        files[0].write_text(files[0].read_text("utf-8").replace(before, after), "utf-8")
    return _Version(old), _Version(new)


@pytest.mark.parametrize("kind, listed", [("role", ROLE_PARTS), ("pack", PACK_PARTS)])
def test_every_part_of_a_document_has_its_place_in_the_list(kind, listed):
    """A part that a model gains is listed among the differences, or fails here."""
    parts = {key for key, one in parts_of(kind).items() if one.noun and not one.names}

    assert {*listed} == {"", *parts}
