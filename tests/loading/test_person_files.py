"""People from files: every mistake at its line, and what another version of a pack may know kept on request."""

import pytest

import roleprofile as rp
from roleprofile.loading import person_from_bytes
from roleprofile.model.protected import is_protected


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture
def write(tmp_path):
    def write(body, name="c-17.yaml"):
        path = tmp_path / name
        path.write_text(f"kind: person\nschema: 1\nid: c-17\n{body}", encoding="utf-8")
        return path

    return write


def places(path, catalog, **options):
    with pytest.raises(rp.PersonError) as caught:
        rp.load_person(path, catalog, **options)
    return [(problem.code, problem.line, problem.column) for problem in caught.value.problems]


class TestRight:
    def test_facts_may_be_short_long_keyed_or_several(self, write, catalog):
        path = write(
            "facts:\n  dialogue: advanced\n  persuasion: {value: working, evidence: {kind: assessment, on: 2026-03}}\n"
            "  education: {law: bachelor, economics: [master, {value: bachelor, evidence: {kind: certificate}}]}\n"
            "  contact-list: 120\n"
        )
        person = rp.load_person(path, catalog)

        assert len(person.facts) == 6
        assert person.holdings.stated["account-management:contact-list"] == 120
        assert set(person.holdings.stated["core:education"]) == {"law", "economics"}

    def test_all_lists_may_be_closed_with_one_word(self, write, catalog):
        assert rp.load_person(write("closed: all\n"), catalog).holdings.all_closed
        assert rp.load_person(write("closed: [education]\n"), catalog).closed == ("core:education",)

    def test_outside_a_pack_a_file_may_have_any_name(self, write, catalog):
        assert rp.load_person(write("", name="a file of mine.yml"), catalog).id == "c-17"

    def test_inside_a_pack_the_file_is_named_after_its_id(self, pack):
        pack.person("c-17", "").rename(pack.root / "people" / "c-18.yaml")

        assert pack.codes() == ["RP210"]

    def test_the_path_may_be_a_text(self, write, catalog):
        assert rp.load_person(str(write("")), catalog).id == "c-17"

    def test_standard_input_is_read_alike(self, catalog):
        data = b"kind: person\nschema: 1\nid: c-17\nfacts: {dialogue: advanced}\n"

        assert person_from_bytes(data, "<stdin>", catalog).facts[0].value == "advanced"


class TestWrong:
    def test_each_mistake_stands_at_its_key_or_value(self, write, catalog):
        path = write(
            "facts:\n"
            "  dialoge: advanced\n"
            "  persuasion: {value: good, evidence: {kind: hearsay, on: 14.3.26}}\n"
            "  education:\n"
            "    laws: bachelor\n"
            "    economics: 3\n"
            "  contact-list: -1\n"
            "closed: [educaton]\n"
            "roles_held:\n"
            "  - {role: account-manger, months: 12}\n"
            "  - {role: account-manager, months: 12, context: {markt: software, region: nowhere}}\n"
            "  - {role: account-manager, months: 12, in_all: 11}\n"
        )

        assert places(path, catalog) == [
            ("RP301", 5, 3),
            ("RP204", 6, 23),
            ("RP304", 6, 46),
            ("RP206", 6, 59),
            ("RP304", 8, 5),
            ("RP315", 9, 16),
            ("RP207", 10, 17),
            ("RP301", 11, 10),
            ("RP306", 13, 12),
            ("RP311", 14, 51),
            ("RP304", 14, 76),
            ("RP207", 15, 49),
        ]

    def test_closed_takes_one_word_only(self, write, catalog):
        path = write("closed: everything\n")
        with pytest.raises(rp.PersonError) as caught:
            rp.load_person(path, catalog)
        (found,) = caught.value.problems

        assert (found.code, found.line, found.column, found.allowed) == ("RP205", 4, 9, ("all",))

    @pytest.mark.parametrize("body", ["facts: {age: 44}", "facts: {gender: female}", "facts: {date-of-birth: x}"])
    def test_a_protected_attribute_is_never_a_fact(self, write, catalog, body):
        assert places(write(body), catalog) == [("RP325", 4, 9)]
        assert places(write(body), catalog, unknown="report") == [("RP325", 4, 9)]

    @pytest.mark.parametrize("key", ["name", "age", "gender", "date_of_birth", "picture"])
    def test_there_is_no_place_for_who_somebody_is(self, write, catalog, key):
        assert places(write(f"{key}: x\n"), catalog) == [("RP201", 4, 1)]

    def test_another_kind_of_document(self, pack, catalog):
        with pytest.raises(rp.PersonError, match="expected the file of a person, got that of a role"):
            rp.load_person(pack.role("analyst"), catalog)

    @pytest.mark.parametrize("path, code", [("nowhere.yaml", "RP101"), (".", "RP102"), ("a\0b", "RP101")])
    def test_a_path_that_is_no_file(self, catalog, path, code):
        assert places(path, catalog) == [(code, 1, 1)]

    def test_the_limits_are_arguments(self, write, catalog):
        assert places(write("facts: {dialogue: advanced}\n"), catalog, limits=rp.Limits(nodes=5)) == [("RP115", 3, 1)]


class TestUnknown:
    def test_what_the_catalog_does_not_know_is_kept_aside_on_request(self, write, catalog):
        path = write(
            "facts: {juggling: advanced, dialogue: superb, persuasion: working, education: {alchemy: master}}\n"
            "roles_held: [{role: alchemist, months: 3}]\n"
        )
        person = rp.load_person(path, catalog, unknown="report")

        assert [fact.descriptor for fact in person.facts] == ["account-management:persuasion"]
        assert len(person.unrecognised) == 4

    def test_what_no_version_of_a_pack_could_know_is_an_error_all_the_same(self, write, catalog):
        path = write("facts: {dialogue: 3}\n")

        assert places(path, catalog, unknown="report") == [("RP315", 4, 19)]


class TestAProtectedAttribute:
    """A name is folded before it is compared, and compared as a whole."""

    @pytest.mark.parametrize(
        "name",
        [
            *(
                "ages",
                "Religions",
                "kapansanan",
                "ang-edad",
                "dateOfBirth",
                "maritalStatus",
                "minimum-age",
                "age-and-sex",
            ),
            *(
                "\uff21\uff47\uff45",
                "\u00e0ge",
                "a\u200bge",
                " " * 200 + "Age",
                "Not pregnant",
                "mental-health",
                "sexes",
            ),
        ],
    )
    def test_is_known_in_many_forms(self, name):
        assert is_protected(name)

    @pytest.mark.parametrize(
        "name",
        ["manage", "family-law", "health-and-welfare", "national-accounts", "Minimum requirements", "persuasion"],
    )
    def test_is_not_seen_in_other_words(self, name):
        assert not is_protected(name)

    @pytest.mark.parametrize(
        "fact",
        [
            rp.Fact("g\N{CYRILLIC SMALL LETTER IE}nder", "basic"),
            rp.Fact("teamwork", "basic", evidence=rp.Evidence("reference", "aged 34, female, Muslim")),
        ],
    )
    def test_is_no_fact_in_disguise_and_no_evidence(self, fact):
        with pytest.raises(rp.PersonError, match="RP325"):
            rp.load().person("c-1", facts=[fact], unknown="report")

    def test_is_no_key_of_a_fact_either(self):
        catalog = rp.load()

        with pytest.raises(rp.PersonError, match="RP325"):
            catalog.person("c-1", facts=[rp.Fact("course", "advanced", key="religion")], unknown="report")


class TestKindsOfEvidence:
    """A pack that declares its own kinds is seen before what it builds on, whoever reads the person."""

    def test_weigh_the_same_in_a_pack_and_outside_of_it(self, tmp_path):
        pack = tmp_path / "ours"
        texts = {
            "pack.yaml": "{kind: pack, schema: 1, id: ours, version: '1.0.0', label: {en: O}, languages: [en], "
            "requires: {core: '>=1'}, fit: {evidence: kinds, thresholds: {strong: 80, viable: 60, stretch: 35}, "
            "caps: {not_met: stretch, unknown: viable}, own_word: self-report, assessed_from: 40, basis: judgement}}",
            "kinds.yaml": "{kind: vocabulary, schema: 1, id: kinds, label: {en: K}, ordered: true, "
            "terms: [{id: work-record, label: {en: W}}, {id: self-report, label: {en: S}}]}",
            "c-1.yaml": "{kind: person, schema: 1, id: c-1, facts: {negotiation: [{value: basic, evidence: "
            "{kind: work-record}}, {value: expert, evidence: {kind: self-report}}]}}",
        }
        pack.mkdir()
        for name, text in texts.items():
            (pack / name).write_text(text, encoding="utf-8")
        catalog = rp.load(pack)

        inside = catalog.people["ours:c-1"].holdings
        outside = rp.load_person(pack / "c-1.yaml", catalog).holdings
        assert inside == outside
        assert inside.facts["core:negotiation", ""][0].value == "expert"


class TestAProtectedAlias:
    def test_is_refused_as_a_label_is(self, tmp_path):
        (tmp_path / "pack.yaml").write_text(
            "{kind: pack, schema: 1, id: o, version: '1.0.0', label: {en: O}, languages: [en], requires: {core: '>=1'}}"
        )
        (tmp_path / "d.yaml").write_text(
            "{kind: descriptors, schema: 1, id: d, descriptors: [{id: seniority, type: skill, label: {en: S}, "
            "aliases: {en: [Level, Age]}, scale: proficiency}]}"
        )

        with pytest.raises(rp.LoadError) as caught:
            rp.load(tmp_path)

        (problem,) = caught.value.problems
        assert (problem.code, problem.pointer) == ("RP325", "/descriptors/0/aliases/en/1")
