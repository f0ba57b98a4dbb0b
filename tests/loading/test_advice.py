"""What people are told who write roles and know neither YAML nor JSON Schema: each slip, and the words for it."""

import pytest

import roleprofile as rp
from roleprofile.loading import Limits
from roleprofile.loading.document import File, ParsedDocument, read_text
from roleprofile.loading.schemas import KINDS

ROLE = 'kind: role\nschema: 1\nid: a\nversion: "1.0.0"\nlabel: {en: A role}\ndefaults: {basis: judgement}\n'
PACK = 'kind: pack\nschema: 1\nid: a\nversion: "1.0.0"\nlabel: {en: A pack}\n'
PERSON = "kind: person\nschema: 1\nid: a\n"
WHOLE = "put the whole text in double quotes if it contains , : [ ] { } # or quotes"
ALIGN = "check how far this line is indented"
STRAIGHT = "these are typographic quotes; type straight ones"


def problems(text, kinds=KINDS):
    document = ParsedDocument(File(None, "a.yaml", "a.yaml"), Limits(), text.encode())
    return sorted(read_text(document, kinds).located())


def problem(text, kinds=KINDS):
    (found,) = problems(text, kinds)
    return found


def entry(text):
    return f"{ROLE}requirements:\n  - {{id: teamwork, {text}}}\n"


@pytest.mark.parametrize(
    "text, message",
    [
        (
            f"{PERSON}facts: {{dialogue: {{value: advanced, evidence: interview}}}}\n",
            'expected a map, such as {kind: assessment}, got the text "interview"',
        ),
        (
            entry("asks: advanced, weight: 4, needed_for: close"),
            'expected a list, such as [close-deals], got the text "close"',
        ),
        (
            f"{PACK}languages: [en]\nrequires: [core]\n",
            'expected a map, such as {core: ">=1,<2"}, got a list',
        ),
        (
            f"{PERSON}roles_held: [5]\n",
            "expected a map, such as {role: direct-sales-representative, months: 30}, got the number 5",
        ),
    ],
)
def test_what_is_wanted_comes_with_an_example(text, message):
    found = problem(text)

    assert found.message == message
    assert found.hint


@pytest.mark.parametrize(
    "text, hint",
    [
        (
            f"{PERSON}facts: {{dialogue: {{value: advanced, evidence: {{kind: interview, on: 14.03.2026}}}}}}\n",
            'write "2026-03-14", "2026-03" or "2026"',
        ),
        (
            f"{PERSON}facts: {{dialogue: {{value: advanced, evidence: {{kind: interview, on: 3/14/26}}}}}}\n",
            'write "2026-03-14", "2026-03" or "2026"',
        ),
        (f"{PERSON}reviewed: {{by: A, on: 1.2.2025}}\n", 'write "2025-02-01"'),
        (f"{PERSON}reviewed: {{by: A, on: 31.31.2025}}\n", 'write "2026-03-14"'),
        (f"{PERSON}owner: \xa0\n".replace("schema: 1", 'schema: "1"'), "write the number without quotes: 1"),
        (entry("asks: advanced, weight: 2.5"), "write a whole number from 1 to 1000, such as 4"),
        (entry("asks: advanced, weight: 30%"), "write a whole number from 1 to 1000, such as 4"),
        (entry("asks: advanced, weight: 0"), "write a whole number from 1 to 1000, such as 4"),
        (entry("asks: advanced, weight: 1001"), "write a whole number from 1 to 1000, such as 4"),
        (entry('asks: advanced, weight: "4"'), "write the number without quotes: 4"),
        (entry("asks: advanced, weight: 1,5"), "decimal commas are not allowed; use whole numbers"),
        (entry("weight: 4"), "add, for example, asks: advanced"),
        (entry("asks: advanced"), "add, for example, weight: 4"),
        (f"{PACK}languages: [en, german1]\n", "write a language code such as en or fil"),
        (
            f"{PACK}languages: [en]\nsources: [{{id: b, title: B, language: Tagalog}}]\n",
            "write the language it is written in, such as fil",
        ),
        (f"{PACK}languages: [en]\n".replace('"1.0.0"', "1.0"), 'write three numbers in quotes, such as "1.0.0"'),
    ],
)
def test_a_hint_says_what_to_write(text, hint):
    assert problem(text).hint == hint


def test_the_one_key_that_is_missing_is_not_a_choice():
    assert problem(entry("asks: advanced")).allowed == ()
    assert problem(entry("weight: 4")).allowed == ("asks", "any_of", "all_of")
    assert problem(PERSON.replace("schema: 1", 'schema: "1"')).allowed == ()


@pytest.mark.parametrize(
    "label, hint",
    [
        ("'Client's lead'", f"{WHOLE}; {ALIGN}"),
        ("{en: 'Client's lead'}", WHOLE),
        ("{en: Lead: key}", WHOLE),
        ("{en: Lead [key]}", WHOLE),
        ('{en: "Key" lead}', WHOLE),
        ("{en: Lead", f"{WHOLE}, or close the bracket that line 4 opens"),
        ("{en: Lead #1}", f"{WHOLE}, or close the bracket that line 4 opens"),
        ("{en: Key, account lead}", "put the whole text in double quotes if it contains a comma; a key needs a value"),
        ("Lead: key", f"put quotes around text that contains it; {ALIGN}"),
        ("\u201cLead: key\u201d", STRAIGHT),
    ],
)
def test_text_that_needs_quotes(label, hint):
    assert (
        problem(
            f"{PERSON}label: {label}\nowner: me\n".replace("label", "reviewed")
            if "account" not in label
            else ROLE.replace("{en: A role}", label) + "requirements: [{id: b, asks: c, weight: 1}]\n"
        ).hint
        == hint
    )


@pytest.mark.parametrize("text", ["a:\n  b: 1\n    c: 2\n", "a:\n  - b: 1\n   c: 2\n", "a:\n    b: 1\n  c: 2\n"])
def test_of_wrong_indentation_the_advice_about_it_comes_first(text):
    assert problem(text).hint.startswith(ALIGN)


@pytest.mark.parametrize("opening", "\u201c\u201d\u201e\u2018\u2019\u2039\u203a")
@pytest.mark.parametrize(
    "text",
    [
        f"{PACK}languages: [en]\n".replace('"1.0.0"', "@1.0.0"),
        PERSON.replace("schema: 1", "schema: @1"),
        f"{PERSON}status: @draft\n",
        entry("asks: advanced, weight: @4"),
        f"{PERSON}@owner: me\n",
    ],
)
def test_typographic_quotes_are_named(text, opening):
    assert problem(text.replace("@", opening)).hint == STRAIGHT


def test_typographic_quotes_around_a_range_of_versions_are_named(pack):
    pack.write(
        "pack.yaml", f"{PACK}languages: [en]\nrequires: {{core: \u201c>=1\u201d}}\n".replace("id: a", "id: ours")
    )

    assert [problem.hint for problem in pack.problems()] == [STRAIGHT]


STARS = """\
kind: scale
schema: 1
id: stars
label: {en: Stars}
levels: [{id: "0", label: {en: None}}, {id: "1", label: {en: One star}}, {id: "2", label: {en: Two stars}}]
absent: "0"
basis: judgement
"""
SERVICE = """\
kind: descriptors
schema: 1
id: service
descriptors: [{id: service, type: skill, label: {en: Service}, scale: stars}]
"""


@pytest.mark.parametrize(
    "level, hint",
    [
        ("2", 'put it in quotes: "2"'),
        ("3", ""),
        ("\u201c2\u201d", STRAIGHT),
        ("two stars", 'this is the label of "2"; write "2"'),
    ],
)
def test_a_level_that_is_written_in_another_way_is_named(pack, level, hint):
    pack.write("pack.yaml", f"{PACK}languages: [en]\n".replace("id: a", "id: ours"))
    pack.write("scales/stars.yaml", STARS)
    pack.write("descriptors/service.yaml", SERVICE)
    pack.write("people/a.yaml", f"{PERSON}facts: {{service: {level}}}\n")
    (found,) = [one for one in pack.problems() if one.severity == "error"]

    assert (found.line, found.hint) == (4, hint)


@pytest.mark.parametrize(
    "before, after, hint",
    [
        ('">=1,<2"', "1", 'write a range of versions such as ">=1,<2"'),
        ('"1.0.0"', "1", 'write three numbers in quotes, such as "1.0.0"'),
    ],
)
def test_a_number_in_place_of_a_text_is_mended_at_once(pack, before, after, hint):
    head = (pack.root / "pack.yaml").read_text("utf-8")
    assert before in head
    pack.write("pack.yaml", head.replace(before, after))

    assert [one.hint for one in pack.problems()] == [hint]


def test_a_case_does_not_follow_a_mistake_in_its_role(pack):
    variant = "variants: [{id: a, label: {en: A}, when: {ward_size: big}, set: {teamwork: {weight: 2}}}]\n"
    pack.role("nurse", ENTRY, more=variant)
    case = "{id: a, claim: {en: A.}, role: nurse, person: {facts: {}}, basis: judgement, expect: {low: {at_least: 0}}}"
    pack.write("cases/a.yaml", f"kind: cases\nschema: 1\nid: a\ncases: [{case}]\n")

    assert [one.code for one in pack.problems() if one.severity == "error"] == ["RP206"]


def test_a_merge_conflict_is_named():
    found = problem("kind: scale\nid: a\n<<<<<<< HEAD\nabsent: none\n=======\nabsent: zero\n>>>>>>> theirs\n")

    assert (found.code, found.line, found.column) == ("RP107", 3, 1)
    assert found.message == "the file has a merge conflict, which begins here"
    assert "keep one of the two versions" in found.hint


def test_a_merge_conflict_that_can_be_read_is_named():
    found = problem('kind: scale\nid: "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n"\n')

    assert (found.code, found.line, found.column) == ("RP107", 3, 1)
    assert found.message == "the file has a merge conflict, which begins here"


def test_a_no_break_space_in_the_indentation_is_named():
    found = problem("a:\n  - b: 1\n  \xa0 c: 2\n")

    assert (found.code, found.line, found.column) == ("RP107", 3, 3)
    assert found.message == "a no-break space (U+00A0) indents this line"
    assert "U+00A0" in problem(f"{PERSON}\xa0owner: me\n").hint


@pytest.mark.parametrize("key", ["from", "until"])
def test_a_day_that_no_calendar_has_is_refused(key):
    found = problem(f"{PERSON}effective: {{{key}: 2026-13-45}}\n")

    assert (found.code, found.message) == ("RP206", '"2026-13-45" is not a day')
    assert problem(f"{PERSON}reviewed: {{by: A, on: 2026-02-30}}\n").code == "RP206"
    assert problems(f"{PERSON}effective: {{from: 2026-02-28}}\n") == []


def test_a_file_of_another_kind_is_checked_with_its_pack():
    assert problem(ROLE, ("person",)).hint == "check the pack instead: roleprofile check FOLDER"


@pytest.mark.parametrize("requires", ["[core, account-management]", "core", '{Core: ">=1"}', "{core: 1}"])
def test_what_hangs_on_malformed_requirements_of_a_pack_is_not_reported(pack, requires):
    head = pack.root / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace('{core: ">=1,<2"}', requires), encoding="utf-8")
    pack.role("analyst", "  - {id: contact-list, asks: 12, weight: 1}\n  - {id: zzz, asks: working, weight: 1}\n")

    assert [problem.path.rpartition("/")[2] for problem in pack.problems()] == ["pack.yaml"]


def test_a_language_that_the_pack_does_not_have_is_a_warning(make_pack):
    pack = make_pack("ours", languages="en, de")
    pack.write(
        "pack.yaml", (pack.root / "pack.yaml").read_text("utf-8").replace("{en: A pack}", "{en: A, de: B, fr: C}")
    )
    (found,) = pack.load().problems

    assert (found.code, found.severity, found.line, found.column) == ("RP401", "warning", 5, 23)
    assert found.message == '"fr" is not a language of this pack'
    assert found.allowed == ("en", "de")


ENTRY = "  - {id: teamwork, asks: working, weight: 1}\n"
NAMES = [
    "{id: gender, label: {en: Fine}, ",
    "{id: fine, label: {en: Gender}, ",
    "{id: fine, label: {en: Fine, fil: Gender}, ",
]
VARIANT = "label: {en: Small}, when: {company-size: small}, basis: judgement"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "requirements, more",
    [
        (f"{ENTRY}  - @descriptor: planning, asks: working, weight: 1}}\n", ""),
        (ENTRY, "extras:\n  - @descriptor: planning, asks: working, weight: 1}\n"),
        (
            ENTRY,
            (
                "variants:\n  - @when: {company-size: small}, basis: judgement, drop: [teamwork], add: {requirements: "
                "[{id: planning, asks: working, weight: 1}]}}\n"
            ),
        ),
        (
            ENTRY,
            (
                f"variants:\n  - {{id: small, {VARIANT}, add: {{requirements: [@descriptor: planning, asks: working, "
                "weight: 1}]}}\n"
            ),
        ),
        (
            ENTRY,
            (
                f"variants:\n  - {{id: small, {VARIANT}, add: {{extras: [@descriptor: planning, asks: working, "
                "weight: 1}]}}\n"
            ),
        ),
    ],
)
def test_no_entry_of_a_role_is_a_protected_attribute(make_pack, name, requirements, more):
    pack = make_pack("ours", languages="en, fil")
    pack.role("analyst", requirements.replace("@", name), more.replace("@", name))

    assert [problem.code for problem in pack.problems() if problem.severity == "error"] == ["RP325"]


@pytest.mark.parametrize("name", ["gender", "fine"])
def test_no_vocabulary_is_a_protected_attribute(pack, name):
    label = "Fine" if name == "gender" else "Gender"
    pack.write(
        f"vocabularies/{name}.yaml",
        f"kind: vocabulary\nschema: 1\nid: {name}\nlabel: {{en: {label}}}\nterms: [{{id: a, label: {{en: A}}}}]\n",
    )

    assert pack.codes() == ["RP325"]


def test_no_dimension_is_called_a_protected_attribute(pack):
    pack.append("pack.yaml", "dimensions: [{id: fine, label: {en: Gender}, vocabulary: market}]\n")

    assert pack.codes() == ["RP325"]


def test_only_a_key_that_nobody_knows_may_come_from_a_comma():
    assert problem(f"{PERSON}reviewed: {{by: Lead, Qqq, on: 2026-03-14}}\n").hint.startswith("put the whole text")
    assert problem(f"{PERSON}ownr:\n").hint == 'did you mean "owner"?'
    assert "keep one of asks and any_of" in [found.hint for found in problems(entry("asks: a, weight: 1, any_of: "))]


def test_a_pack_that_is_not_required_is_named(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "descriptors").mkdir(parents=True)
        head = PACK.replace("id: a", f"id: {name}") + 'languages: [en]\nrequires: {core: ">=1,<2"}\n'
        (tmp_path / name / "pack.yaml").write_text(head, "utf-8")
    skills = SERVICE.replace("service", "tact").replace("stars", "proficiency").replace("id: tact\n", "id: skills\n")
    (tmp_path / "b/descriptors/skills.yaml").write_text(skills, "utf-8")
    for ref in ("tact", "b:tact"):
        (tmp_path / "a/people").mkdir(exist_ok=True)
        (tmp_path / "a/people/a.yaml").write_text(f"{PERSON}facts: {{{ref}: working}}\n", "utf-8")
        with pytest.raises(rp.LoadError) as caught:
            rp.load(tmp_path)

        assert [one.hint for one in caught.value.problems if one.code == "RP301"] == [
            'pack b has it; add it to requires: in pack.yaml: b: ">=1,<2"'
        ]
