"""Lint: where a problem stands, what a pack lives with, and what is looked at."""

import pickle
import shutil
import time
from pathlib import Path

import pytest
from attrs import evolve

import roleprofile as rp
from roleprofile.errors import CODES, is_warning
from roleprofile.model.convert import structure
from roleprofile.model.shipped import shipped
from roleprofile.model.values import FrozenMap, freeze
from roleprofile.quality.lint import RULES, lint

ROOT = Path(__file__).parents[2]

HEAD = """\
kind: pack
schema: 1
id: ours
version: "1.0.0"
label: {en: Ours}
languages: [en]
requires: {core: ">=1,<2"}
"""
ROLE = """\
kind: role
schema: 1
id: host
version: "1.0.0"
label: {en: Host}
defaults: {basis: judgement}
duties:
  - {id: greet, label: {en: Greet}}
requirements:
  - {id: public-speaking, asks: working, weight: 3, needed_for: [greet]}
  - {id: teamwork, asks: working, weight: 3}
"""
IDLE_ENTRY = "  - {code: RP407, reason: {en: There was one.}}\n"


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Write a pack with one requirement that no duty needs, and lint it."""
    monkeypatch.chdir(tmp_path)
    Path("ours/roles").mkdir(parents=True)

    def write(ignore="", role=ROLE, **options):
        Path("ours/pack.yaml").write_text(HEAD + (f"ignore:\n{ignore}" if ignore else ""), encoding="utf-8")
        Path("ours/roles/host.yaml").write_text(role, encoding="utf-8")
        return lint(rp.load("ours"), **{"packs": ["ours"], **options})

    return write


def codes(problems):
    return [problem.code for problem in problems]


class TestAProblem:
    def test_has_the_line_that_an_editor_can_jump_to(self, ours):
        (found,) = ours()

        assert str(found) == 'ours/roles/host.yaml:11:10 warning RP406 no duty needs "teamwork"'
        assert found.excerpt[found.column - 1 :][: found.width] == "teamwork"
        assert found.pointer == "/requirements/1/id"
        assert found.hint == "add needed_for: with one of greet"

    def test_has_its_line_whatever_the_current_folder_is(self, ours, monkeypatch, tmp_path):
        ours()
        catalog = rp.load("ours")
        monkeypatch.chdir("/")

        assert [(one.path, one.line) for one in lint(catalog, packs=["ours"])] == [("ours/roles/host.yaml", 11)]
        assert tmp_path.exists()

    def test_stands_where_it_was_loaded_though_the_file_has_gone(self, ours):
        (before,) = ours()
        catalog = pickle.loads(pickle.dumps(rp.load("ours")))  # noqa: S301 - our own bytes
        shutil.rmtree("ours")
        (found,) = lint(catalog, packs=["ours"])

        assert (found.line, found.column, found.pointer) == (11, 10, "/requirements/1/id")
        assert found == before

    def test_stands_in_the_file_that_a_catalog_without_files_would_have(self, ours):
        ours()
        catalog = evolve(rp.load("ours"), files=())
        (found,) = lint(catalog, packs=["ours"])

        assert (found.path, found.line, found.column) == ("ours/roles/host.yaml", 1, 1)

    def test_is_found_in_a_file_that_only_larger_limits_let_in(self, ours):
        ours()
        with Path("ours/roles/host.yaml").open("a", encoding="utf-8") as file:
            file.write(f"# {'-' * 300_000}\n")
        catalog = rp.load("ours", limits=rp.Limits(file_bytes=1_000_000))

        assert [one.line for one in lint(catalog, packs=["ours"])] == [11]

    def test_is_one_of_the_packs_that_are_asked_for(self, ours):
        ours()

        assert codes(lint(rp.load("ours"))) == ["RP406"]
        assert lint(rp.load("ours"), packs=["core"]) == ()
        with pytest.raises(rp.UnknownIdError, match='unknown pack "our"; did you mean "ours"'):
            lint(rp.load("ours"), packs=["our"])

    def test_of_what_could_be_loaded_is_found_where_the_rest_was_left_out(self, ours):
        ours()
        Path("ours/roles/guest.yaml").write_text(ROLE.replace("host", "guest").replace("teamwork", "no-such-thing"))
        catalog = rp.load("ours", on_error="skip")

        assert codes(catalog.problems) == ["RP301"]
        assert [(one.path, one.code) for one in lint(catalog, packs=["ours"])] == [("ours/roles/host.yaml", "RP406")]

    def test_is_found_by_its_id_where_a_role_is_not_what_its_file_says(self, ours):
        """As where one pack changes the role of another."""
        ours()
        catalog = rp.load("ours")
        role = catalog.roles["ours:host"]
        idle = [{"id": name, "asks": "working", "weight": 3} for name in ("negotiation", "teamwork")]
        served = {**idle[0], "id": "public-speaking", "needed_for": ("greet",)}
        document = FrozenMap({**role.document, "requirements": freeze([*idle, served])})
        other = evolve(structure(document, type(role)), pack="ours", document=document)
        found = lint(evolve(catalog, roles=FrozenMap({"ours:host": other})), packs=["ours"])

        assert [(one.message.split()[-1], one.line, one.pointer) for one in found] == [
            ('"negotiation"', 1, ""),
            ('"teamwork"', 11, "/requirements/1/id"),
        ]

    def test_the_order_is_that_of_the_places(self, ours):
        found = ours(IDLE_ENTRY)

        assert list(found) == sorted(found)
        assert codes(found) == ["RP423", "RP406"]


class TestIgnoring:
    @pytest.mark.parametrize("at", ["", "at: host, ", "at: host#teamwork, ", "at: host#requirements, "])
    def test_an_entry_covers_a_pack_a_document_or_an_entry(self, ours, at):
        assert ours(f"  - {{code: RP406, {at}reason: {{en: Said in the preamble.}}}}\n") == ()

    @pytest.mark.parametrize("at", ["guest", "host#public-speaking", "teamwork", "#teamwork"])
    def test_what_it_does_not_cover_is_reported_and_so_is_the_entry(self, ours, at):
        found = ours(f'  - {{code: RP406, at: "{at}", reason: {{en: Said in the preamble.}}}}\n')

        assert codes(found) == ["RP423", "RP406"]
        assert found[0].message == f"there is no RP406 at {at} to ignore"
        assert found[0].line == 9

    def test_a_warning_of_the_loader_is_covered_too(self, ours):
        languages = HEAD.replace("[en]", "[en, fil]")
        entry = "ignore:\n  - {code: RP401, at: host#label, reason: {en: Later., fil: Mamaya.}}\n"
        ours(role=ROLE.replace("{en: Greet}", "{en: Greet, fil: Bumati}"))
        Path("ours/pack.yaml").write_text(languages.replace("{en: Ours}", "{en: Ours, fil: Amin}") + entry)
        catalog = rp.load("ours")

        assert codes(catalog.problems) == ["RP401"]
        assert codes(lint(catalog, packs=["ours"])) == ["RP406"]

    def test_a_reason_is_required(self, ours):
        with pytest.raises(rp.LoadError, match='RP202 missing key "reason"'):
            ours("  - {code: RP406}\n")

    def test_an_entry_that_ignores_nothing_cannot_be_ignored(self, ours):
        found = ours("  - {code: RP423, reason: {en: No.}}\n" + IDLE_ENTRY)

        assert codes(found) == ["RP423", "RP423", "RP406"]


class TestRules:
    def test_each_has_a_code_of_its_own_and_is_a_warning(self):
        found = [rule.code for rule in RULES]

        assert found == sorted(set(found))
        assert set(found) <= CODES.keys()
        assert all(rule.severity == "warning" and is_warning(rule.code) for rule in RULES)

    def test_the_day_is_a_day(self, ours):
        for wrong in ("2026", "tomorrow", "2026-02-30"):
            with pytest.raises(ValueError, match="as_of is a day"):
                ours(as_of=wrong)


class TestPacks:
    def test_that_are_shipped_are_clean_at_any_day(self):
        assert lint(rp.load()) == lint(rp.load(), as_of="2026-11-25") == ()

    def test_that_are_shipped_are_looked_at_in_a_moment(self):
        catalog = rp.load()
        started = time.process_time()
        lint(catalog)

        assert time.process_time() - started < 1

    def test_of_ten_times_as_many_roles_take_ten_times_as_long(self, tmp_path, monkeypatch):
        """Give or take: twice that, and what it takes to look at nothing."""
        monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
        import generated

        taken = []
        for count in (20, 200):
            generated.write_pack(tmp_path / f"of-{count}" / "generated", count)
            catalog = rp.load(tmp_path / f"of-{count}" / "generated")
            started = time.process_time()
            lint(catalog)
            taken.append(time.process_time() - started)

        assert taken[1] < 20 * taken[0] + 0.05

    def test_that_are_shipped_are_the_files_of_this_checkout(self):
        assert {file.pack for file in rp.load().files} == {p.name for p in Path(str(shipped("profiles"))).iterdir()}
