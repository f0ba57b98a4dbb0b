"""Ten resumes, and what a reader credits from each: most of it comes through, and nothing else does."""

import json
import re
import shlex
from pathlib import Path

import pytest

from roleprofile.cli.imports import _pairs
from roleprofile.model.catalog import short

FOLDER = Path(__file__).parent / "read_by_people"
RESUMES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
AS_OF = "2026-11"

#: An option in a hint, quoted for the shell.
OPTION = re.compile(r"""--(level|name) ('(?:[^']|'"'"')*'|\S+)""")
#: Something that a text of a section can mean, where a hint says only that it can be mapped.
MEANING = {
    "skills": "negotiation",
    "languages": "english",
    "education": "law",
    "certificates": "sales",
    "certifications": "sales",
    "work": "account-manager",
    "experience": "account-manager",
}
#: A level of each scale.
LEVEL = "working,b1,bachelor,completed"


def credited(name):
    """What a reader credits: each thing with its value."""
    given = RESUMES[name]["credits"]
    held = {("role", role): (months, market) for role, months, market in given["roles_held"]}
    return held | {(kind, slot): value for kind in ("facts", "presumed") for slot, value in given[kind].items()}


def brought(imported):
    """The same of an imported person."""
    person = imported.person
    held = {("role", short(one.role)): (one.months, one.context.get("market", "")) for one in person.roles_held}
    facts = {("facts", slot_of(fact.descriptor, fact.key)): fact.value for fact in person.facts}
    presumed = {
        ("presumed", slot_of(*slot)): why.value
        for slot, why in person.holdings.because.items()
        if slot[0].endswith(":sales-experience")
    }
    return held | facts | presumed


def slot_of(descriptor, key):
    return "/".join(filter(None, (short(descriptor), key)))


def is_credited(thing, value, wanted):
    """Whether a reader credits as much; less of the same job is no wrong credit."""
    if thing not in wanted:
        return False
    if thing[0] == "role":
        (months, market), (most, where) = value, wanted[thing]
        return months <= most and market in ("", where)
    return value == wanted[thing] or (thing[0] == "presumed" and value <= wanted[thing])


def options_in(hint):
    return [(kind, shlex.split(quoted)[0]) for kind, quoted in OPTION.findall(hint)]


def suggested(imported):
    """The options that say what a text means, as somebody pastes them; where there are two, nobody knows which."""
    ways = [options_in(entry.hint) for entry in imported.unmatched]
    ways = [[(kind, pair) for kind, pair in some if not pair.endswith(("=ID", "=LEVEL"))] for some in ways]
    pasted = [some[0] for some in ways if len(some) == 1]
    return {f"{kind}s": _pairs([pair for which, pair in pasted if which == kind]) for kind in ("level", "name")}


@pytest.fixture(scope="module")
def without_options(read):
    return {name: read(one["resume"], as_of=AS_OF) for name, one in RESUMES.items()}


@pytest.fixture(scope="module")
def with_options(read, without_options):
    return {name: read(RESUMES[name]["resume"], as_of=AS_OF, **suggested(one)) for name, one in without_options.items()}


def share(found):
    """The percentage of what a reader credits that comes through as it is."""
    come = [brought(one).get(thing) == value for name, one in found.items() for thing, value in credited(name).items()]
    return 100 * sum(come) / len(come)


def test_there_are_ten_resumes_with_something_to_credit():
    assert len(RESUMES) == 10
    assert sum(len(credited(name)) for name in RESUMES) == 99


def test_most_comes_through_without_options(without_options):
    assert share(without_options) >= 60


def test_nearly_all_comes_through_with_the_options_that_the_report_suggests(with_options):
    assert share(with_options) >= 85


@pytest.mark.parametrize("name", RESUMES)
def test_nothing_comes_through_that_a_reader_does_not_credit(without_options, with_options, name):
    wanted = credited(name)
    for found in (without_options[name], with_options[name]):
        assert {thing: value for thing, value in brought(found).items() if not is_credited(thing, value, wanted)} == {}


@pytest.mark.parametrize("name", RESUMES)
def test_each_option_works_as_it_is_suggested(read, without_options, name):
    for entry in without_options[name].unmatched:
        for kind, pair in options_in(entry.hint):
            section = entry.where.split("/")[1]
            text, _, meaning = pair.rpartition("=")
            meaning = {"ID": MEANING[section], "LEVEL": LEVEL}.get(meaning, meaning)
            given = {f"{kind}s": {text: meaning}} | ({"unrated": "working"} if "--unrated" in entry.hint else {})
            imported = read(RESUMES[name]["resume"], as_of=AS_OF, **given)

            assert imported.unused == ()
            assert entry not in imported.unmatched
            assert len(imported.matched) > len(without_options[name].matched)


@pytest.mark.parametrize("name", RESUMES)
def test_every_entry_is_in_the_report(without_options, name):
    imported, resume = without_options[name], RESUMES[name]["resume"]
    told = [one.where for one in (*imported.matched, *imported.unmatched)]
    for section, entries in resume.items():
        for i in range(len(entries)) if isinstance(entries, list) and section not in imported.unread else ():
            assert any(f"{where}/".startswith(f"/{section}/{i}/") for where in told)
