"""Catalogs and people as values, and how packs find each other's ids."""

import copy
import pickle
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve, fields
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.model.catalog import CatalogData
from roleprofile.model.shipped import shipped

SECTIONS = ("packs", "scales", "vocabularies", "descriptors", "roles", "people")
PROFILES = Path(str(shipped("profiles")))


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


def contents(catalog):
    """Everything of a catalog but the digests of its files."""
    packs = {name: evolve(pack, digest="") for name, pack in catalog.packs.items()}
    people = {name: evolve(person, holdings=None) for name, person in catalog.people.items()}
    return packs, people, *(getattr(catalog, f.name) for f in fields(CatalogData) if f.name in SECTIONS[1:-1])


class TestValues:
    def test_a_catalog_cannot_be_changed(self, catalog):
        with pytest.raises(FrozenInstanceError):
            catalog.roles = {}
        with pytest.raises(TypeError):
            catalog.roles["core:other"] = None
        with pytest.raises(AttributeError):
            catalog.roles._data = {}
        for section in SECTIONS:
            for value in getattr(catalog, section).values():
                with pytest.raises(FrozenInstanceError):
                    value.id = "other"

    def test_a_catalog_and_its_people_survive_pickling(self, catalog):
        again = pickle.loads(pickle.dumps(catalog))  # noqa: S301 - our own bytes

        assert again == catalog
        assert contents(again) == contents(catalog)
        assert again.fingerprint == catalog.fingerprint
        for name, person in catalog.people.items():
            assert again.people[name].holdings == person.holdings

    def test_a_pickled_catalog_still_finds_names(self, catalog):
        with pytest.raises(rp.UnknownIdError, match='did you mean "dialogue"'):
            catalog.descriptor("dialoge")
        again = pickle.loads(pickle.dumps(catalog))  # noqa: S301 - our own bytes

        with pytest.raises(rp.UnknownIdError, match='did you mean "account-manager"'):
            again.role("account-manger")

    def test_a_copy_is_equal(self, catalog):
        assert copy.deepcopy(catalog) == catalog == copy.copy(catalog)

    def test_equal_values_hash_alike(self, catalog):
        again = rp.load()
        for section in ("packs", "scales", "vocabularies", "descriptors", "roles"):
            for name, value in getattr(catalog, section).items():
                assert hash(value) == hash(getattr(again, section)[name])

    def test_two_loads_of_the_same_files_are_equal(self, catalog):
        assert rp.load() == catalog

    def test_threads_share_a_catalog(self, catalog):
        def use(_):
            person = catalog.person("c-17", facts=[rp.Fact("dialogue", "advanced")])
            with pytest.raises(rp.UnknownIdError):
                catalog.descriptor("dialoge")
            return person

        with ThreadPoolExecutor(8) as pool:
            assert len(set(map(pickle.dumps, pool.map(use, range(64))))) == 1

    def test_threads_may_load_at_the_same_time(self, catalog):
        with ThreadPoolExecutor(4) as pool:
            assert all(found == catalog for found in pool.map(lambda _: rp.load(), range(4)))


@settings(max_examples=examples(15))
@given(seed=st.integers(0, 2**32))
def test_where_files_lie_and_in_which_order_they_are_read_does_not_matter(seed, tmp_path_factory):
    """A catalog holds what its documents say, wherever in the pack's folder each of them lies."""
    rng = random.Random(seed)  # noqa: S311 - to shuffle
    target = tmp_path_factory.mktemp("shuffled")
    for source in PROFILES.rglob("*.yaml"):
        pack, *folders = source.relative_to(PROFILES).parts
        if source.name != "pack.yaml":
            folders = [rng.choice("abcxyz") for _ in range(rng.randrange(4))]
        file = target.joinpath(pack, *folders[:-1] if source.name == "pack.yaml" else folders, source.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        # Two files of one name, such as a scale and a vocabulary, may not land in one folder.
        while file.exists():
            file = file.parent / rng.choice("abcxyz") / source.name
            file.parent.mkdir(exist_ok=True)
        shutil.copy(source, file)

    assert contents(rp.load(target)) == contents(rp.load())


class TestNames:
    def test_a_short_id_means_ones_own_pack_or_a_required_one(self, pack):
        pack.descriptors("tact")
        pack.role("analyst", "  - {id: tact, asks: working, weight: 1}\n  - {id: teamwork, asks: basic, weight: 1}\n")
        catalog = pack.load()

        assert catalog.descriptor("tact").pack == "ours"
        assert catalog.descriptor("teamwork", "ours").pack == "core"

    def test_a_full_id_says_which_of_two_is_meant(self, pack):
        pack.descriptors("teamwork")
        pack.role(
            "analyst",
            "  - {id: ours, descriptor: ours:teamwork, asks: working, weight: 1}\n"
            "  - {id: theirs, descriptor: core:teamwork, asks: basic, weight: 1}\n",
        )
        pack.person("c-17", "facts: {core:teamwork: basic, ours:teamwork: expert}\n")
        catalog = pack.load()

        assert set(catalog.people["ours:c-17"].holdings.stated) == {"core:teamwork", "ours:teamwork"}

    def test_a_clash_names_both(self, pack):
        pack.descriptors("teamwork")
        pack.role("analyst")
        (found,) = pack.problems()

        assert found.code == "RP314"
        assert found.hint == "write ours:teamwork or core:teamwork"
        with pytest.raises(rp.UnknownIdError, match="in more than one pack: core:teamwork, ours:teamwork"):
            pack.load(on_error="skip").descriptor("teamwork")

    def test_packs_that_do_not_require_each_other_do_not_see_each_other(self, pack, make_pack):
        pack.descriptors("tact")
        make_pack("theirs").role("analyst", "  - {id: tact, asks: working, weight: 1}\n")
        with pytest.raises(rp.LoadError) as caught:
            rp.load(pack.root.parent)

        assert [problem.code for problem in caught.value.problems] == ["RP301"]

    @pytest.mark.usefixtures("pack")
    def test_what_a_required_pack_requires_is_seen_too(self, make_pack):
        theirs = make_pack("theirs", requires="ours")
        theirs.role("analyst")

        assert set(theirs.load().packs) == {"theirs", "ours", "core"}

    def test_the_folder_beside_a_pack_comes_before_the_shipped_one(self, pack, make_pack):
        core = make_pack("core", requires="")
        core.write(
            "scales/proficiency.yaml",
            "kind: scale\nschema: 1\nid: proficiency\nlabel: {en: P}\nbasis: judgement\n"
            "levels: [{id: no, label: {en: No}}, {id: yes, label: {en: Yes}}]\nabsent: no\n",
        )
        pack.descriptors("tact")

        assert pack.load().scale_of(pack.load().descriptor("tact")).level_ids == ("no", "yes")

    @pytest.mark.parametrize(
        "wanted, fits",
        [
            (">=1", True),
            (">=1,<2", True),
            (" >= 1.0 , < 1.0.1 ", True),
            ("==1.0.0", True),
            ("!=1.0.0", False),
            (">1", False),
            ("<=0.9", False),
            ("<1", False),
        ],
    )
    def test_a_required_version_is_a_range(self, pack, wanted, fits):
        text = (pack.root / "pack.yaml").read_text()
        pack.write("pack.yaml", text.replace(">=1,<2", wanted))

        assert (pack.load(on_error="skip").problems == ()) is fits

    @pytest.mark.parametrize(
        "wanted", ["1", "~=1.0", ">=", "", ">=1.0.0.0", ">=1,", ">=x", ">=1;<2", ">=" + "9" * 5000]
    )
    def test_a_range_that_cannot_be_read_is_a_mistake(self, pack, wanted):
        text = (pack.root / "pack.yaml").read_text()
        pack.write("pack.yaml", text.replace(">=1,<2", wanted))

        assert pack.codes() == ["RP206" if not wanted else "RP313"]

    def test_packs_that_require_each_other_are_an_error_in_each(self, make_pack):
        make_pack("one", requires="two")
        two = make_pack("two", requires="one")

        assert two.codes() == ["RP347", "RP347"]


class TestVariants:
    def changed(self, *variants):
        return "variants:\n" + "".join(
            f"  - {{id: {name}, label: {{en: {name}}}, basis: judgement, {rest}}}\n" for name, rest in variants
        )

    def test_two_that_touch_one_field_are_an_error_that_names_both(self, pack):
        pack.role(
            "analyst",
            more=self.changed(
                ("small", "when: {company-size: small}, set: {teamwork: {asks: basic}}"),
                ("software", "when: {market: software}, set: {teamwork: {asks: expert}}"),
            ),
        )
        (found,) = pack.problems()

        assert (found.code, found.line) == ("RP310", 11)
        assert '"software" and "small"' in found.message
        assert "after: [small]" in found.hint

    def test_one_after_the_other_is_fine(self, pack):
        pack.role(
            "analyst",
            more=self.changed(
                ("small", "when: {company-size: small}, set: {teamwork: {asks: basic}}"),
                ("software", "when: {market: software}, after: small, set: {teamwork: {asks: expert}}"),
            ),
        )

        assert pack.load().problems == ()

    @pytest.mark.parametrize(
        "one, other",
        [
            ("when: {company-size: small}", "when: {company-size: large}"),
            ("when: {market: software}", "when: {market: metal-products}"),
            ("when: {company-size: small, market: software}", "when: {company-size: [medium, large]}"),
        ],
    )
    def test_two_that_never_hold_together_may_touch_one_field(self, pack, one, other):
        change = "set: {teamwork: {asks: expert}}"
        pack.role("analyst", more=self.changed(("one", f"{one}, {change}"), ("other", f"{other}, {change}")))

        assert pack.load().problems == ()

    def test_a_broader_term_holds_together_with_its_narrower_ones(self, pack):
        change = "set: {teamwork: {asks: expert}}"
        pack.role(
            "analyst",
            more=self.changed(
                ("one", f"when: {{market: specialised}}, {change}"),
                ("other", f"when: {{market: metal-products}}, {change}"),
            ),
        )

        assert pack.codes() == ["RP310"]

    def test_a_field_within_one_that_is_replaced_collides(self, pack):
        pack.role(
            "analyst",
            "  - {id: studies, descriptor: education, for: {economics: 100, law: 50}, asks: bachelor, weight: 1}\n"
            "  - {id: teamwork, asks: working, weight: 1}\n",
            more=self.changed(
                ("one", "when: {company-size: small}, set: {studies: {for: {law: 80}}}"),
                ("two", "when: {market: software}, set: {studies: {for: any}}"),
                ("three", "when: {region: metro}, drop: [studies]"),
            ),
        )
        found = pack.problems()

        assert {problem.code for problem in found} <= {"RP310", "RP304"}
        assert sum(problem.code == "RP310" for problem in found) >= 1

    def test_a_mistake_of_the_role_is_not_said_again_of_a_variant_that_changes_something_else(self, pack):
        pack.role(
            "analyst",
            "  - {id: teamwrk, asks: working, weight: 1}\n",
            more=self.changed(("small", "when: {company-size: small}, set: {teamwrk: {weight: 2}}")),
        )

        assert pack.codes() == ["RP301"]

    def test_what_two_make_of_one_entry_together_is_checked(self, pack):
        pack.role(
            "analyst",
            more=self.changed(
                ("small", "when: {company-size: small}, set: {teamwork: {asks: basic}}"),
                ("software", "when: {market: software}, set: {teamwork: {at_least: working}}"),
            ),
        )

        assert pack.codes() == ["RP320"]

    def test_a_circle_of_any_length_is_found(self, pack):
        names = [f"v-{number}" for number in range(30)]
        pack.role(
            "analyst",
            more=self.changed(
                *(
                    (
                        name,
                        f"when: {{company-size: small}}, after: {names[index - 1]}, set: {{teamwork: {{weight: 2}}}}",
                    )
                    for index, name in enumerate(names)
                )
            ),
        )

        assert pack.codes() == ["RP326"]


class TestSkipping:
    def test_a_file_with_a_mistake_and_what_rests_on_it_is_left_out(self, pack):
        pack.descriptors("tact")
        pack.descriptors("care", scale="profficiency", file="wrong")
        pack.role("tactful", "  - {id: tact, asks: working, weight: 1}\n")
        pack.role("careful", "  - {id: care, asks: working, weight: 1}\n")
        pack.person("c-17", "roles_held: [{role: careful, months: 3}]\n")
        pack.person("c-18", "roles_held: [{role: tactful, months: 3}]\n")
        catalog = pack.load(on_error="skip")

        assert [name for name in catalog.roles if name.startswith("ours")] == ["ours:tactful"]
        assert list(catalog.people) == ["ours:c-18"]
        assert {(Path(p.path).name, p.code) for p in catalog.problems} == {
            ("wrong.yaml", "RP302"),
            ("careful.yaml", "RP301"),
            ("c-17.yaml", "RP306"),
        }

    def test_a_file_that_cannot_be_read_at_all(self, pack):
        pack.write("descriptors/wrong.yaml", "kind: descriptors\nid: wrong\ndescriptors: [{id: care, }}")
        pack.role("careful", "  - {id: care, asks: working, weight: 1}\n")
        catalog = pack.load(on_error="skip")

        assert not [name for name in catalog.roles if name.startswith("ours")]
        assert [problem.code for problem in catalog.problems] == ["RP107", "RP301"]

    def test_a_pack_whose_head_has_a_mistake_is_left_out_as_a_whole(self, pack, make_pack):
        pack.append("pack.yaml", "colour: blue\n")
        pack.role("analyst")
        theirs = make_pack("theirs", requires="ours")
        theirs.role("tester")
        catalog = theirs.load(on_error="skip")

        assert list(catalog.packs) == ["core"]
        assert not [name for name in catalog.roles if not name.startswith("core")]
        assert [problem.code for problem in catalog.problems] == ["RP201", "RP313"]

    @pytest.mark.parametrize("head", ["", "kind: pack\n", "{{{", "kind: role\nschema: 1\n", "\0", "- 1\n"])
    def test_a_head_that_cannot_be_read_leaves_an_empty_catalog(self, pack, head):
        pack.write("pack.yaml", head)
        pack.role("analyst")
        catalog = pack.load(on_error="skip")

        assert not catalog.roles
        assert catalog.problems

    def test_a_path_that_is_not_there_leaves_an_empty_catalog(self):
        catalog = rp.load("no/such/pack", on_error="skip")

        assert not catalog.packs
        assert [problem.code for problem in catalog.problems] == ["RP101"]

    def test_warnings_leave_nothing_out(self, make_pack):
        pack = make_pack("ours", languages="en, fil")
        pack.role("analyst")

        assert {problem.code for problem in pack.load().problems} == {"RP401"}
        assert "ours:analyst" in pack.load(on_error="skip").roles

    def test_the_first_of_two_equal_packs_is_kept(self, pack, tmp_path):
        pack.role("analyst")
        shutil.copytree(pack.root, tmp_path / "other")
        catalog = rp.load(pack.root, tmp_path / "other", on_error="skip")

        assert "ours:analyst" in catalog.roles
        assert [problem.code for problem in catalog.problems] == ["RP309"]

    def test_a_long_chain_of_files_that_rest_on_each_other_ends(self, pack):
        for number in range(40):
            other = f"d-{number + 1}" if number < 39 else "nowhere"
            pack.write(
                f"descriptors/l-{number}.yaml",
                f"kind: descriptors\nschema: 1\nid: l-{number}\ndescriptors:\n"
                f"  - {{id: d-{number}, type: skill, label: {{en: D}}, scale: proficiency}}\n"
                f"relations:\n  - {{from: d-{number}, to: {other}, lower_by: 1, up_to: working, basis: judgement}}\n",
            )
        catalog = pack.load(on_error="skip")

        assert not [name for name in catalog.descriptors if name.startswith("ours")]
        assert len(catalog.problems) == 40


class TestDeprecation:
    LIST = (
        "kind: descriptors\nschema: 1\nid: list\ndescriptors:\n"
        "  - {id: tact, type: skill, label: {en: Tact}, scale: proficiency}\n"
        "  - {id: old, type: skill, label: {en: Old}, scale: proficiency, deprecated: true, replaced_by: tact}\n"
    )

    def test_a_fact_on_a_deprecated_descriptor_counts_for_the_one_that_replaces_it(self, pack):
        pack.write("descriptors/list.yaml", self.LIST)
        pack.person("c-17", "facts: {old: working}\nclosed: [old]\n")
        person = pack.load().people["ours:c-17"]

        assert person.holdings.stated == {"ours:tact": 2}
        assert person.closed == ("ours:tact",)

    def test_a_role_that_asks_for_it_is_warned(self, pack):
        pack.write("descriptors/list.yaml", self.LIST)
        pack.role("analyst", "  - {id: old, asks: working, weight: 1}\n")
        (found,) = pack.load().problems

        assert (found.code, found.severity, found.hint) == ("RP402", "warning", 'use "tact"')


class TestVariantsThatNeedNotHoldTogether:
    """A role has to make sense in every context, also where a variant holds without one that it comes after."""

    HEAD = (
        "{kind: role, schema: 1, id: r, version: '1.0.0', label: {en: R}, defaults: {basis: judgement}, requirements: "
        "[{id: negotiation, asks: working, weight: 10}, {id: planning, asks: advanced, weight: 10}], variants: [%s]}"
    )
    LARGE = "{id: a, label: {en: A}, when: {company-size: large}, %s}"
    SOFTWARE = "{id: b, label: {en: B}, when: {market: software}, %s}"

    def codes(self, tmp_path, *variants):
        (tmp_path / "pack.yaml").write_text(
            "{kind: pack, schema: 1, id: o, version: '1.0.0', label: {en: O}, languages: [en], requires: {core: '>=1'}}"
        )
        (tmp_path / "r.yaml").write_text(self.HEAD % ", ".join(variants))
        try:
            return [problem.code for problem in rp.load(tmp_path).problems]
        except rp.LoadError as error:
            return [problem.code for problem in error.problems]

    def test_a_dimension_that_nobody_declares_is_one_mistake_beside_them(self, pack):
        pack.role(
            "analyst",
            more="variants:\n"
            "  - {id: a, label: {en: A}, when: {company-size: small}, basis: judgement, set: {teamwork: {weight: 2}}}\n"
            "  - {id: b, label: {en: B}, when: {market: software}, after: [a], basis: judgement,"
            " set: {teamwork: {weight: 3}}}\n"
            "  - {id: c, label: {en: C}, when: {colour: red}, basis: judgement, set: {teamwork: {weight: 4}}}\n",
        )

        assert pack.codes() == ["RP311"]

    def test_a_minimum_is_held_to_what_is_asked_without_the_earlier_one(self, tmp_path):
        found = self.codes(
            tmp_path,
            self.LARGE % "set: {negotiation: {asks: expert}}",
            self.SOFTWARE % "after: a, set: {negotiation: {at_least: advanced, necessity: minimum}}",
        )

        assert found == ["RP320"]

    def test_what_only_the_earlier_one_adds_is_not_there_to_be_changed(self, tmp_path):
        added = "{id: communication, asks: working, weight: 5}"
        found = self.codes(
            tmp_path,
            self.LARGE % f"add: {{requirements: [{added}]}}",
            self.SOFTWARE % "after: a, set: {communication: {necessity: minimum}}",
        )

        assert found == ["RP308"]

    def test_it_may_rest_on_one_that_always_holds_with_it(self, tmp_path):
        added = "{id: communication, asks: working, weight: 5}"
        later = "{id: b, label: {en: B}, when: {company-size: large, market: software}, after: a, set: %s}"
        found = self.codes(
            tmp_path,
            self.LARGE % f"add: {{requirements: [{added}]}}",
            later % "{communication: {necessity: minimum}}",
        )

        assert found == []


class TestFiles:
    def test_every_document_is_there_with_its_file(self, pack):
        role, skills = pack.role("analyst"), pack.descriptors("tact")
        files = {file.path: file for file in pack.load().files if file.pack == "ours"}

        assert set(files) == {str(pack.root / "pack.yaml"), str(role), str(skills)}
        assert files[str(role)].document.id == "analyst"
        assert [one.id for one in files[str(skills)].document.descriptors] == ["tact"]

    def test_they_are_no_part_of_what_a_catalog_means(self, catalog):
        assert evolve(catalog, files=()) == catalog


def test_the_last_compiled_roles_are_kept_but_not_pickled():
    catalog = rp.load()
    scorer = catalog.scorer("analyst", "small-retail")

    assert catalog.scorer("account-management:analyst", "small-retail").rules is scorer.rules
    assert catalog.kept
    assert not pickle.loads(pickle.dumps(catalog)).kept  # noqa: S301 - its own
    for function in catalog.kept.values():
        assert getattr(function, "cache_info", lambda: None)() is None or function.cache_info().maxsize == 1024
