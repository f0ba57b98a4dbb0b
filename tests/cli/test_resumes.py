"""The command that reads resumes says what it did not read."""

import json
import re
import shlex

import pytest


@pytest.fixture
def told(call, here):
    """What the command says about a resume, on one line."""

    def told(resume, *options):
        (here / "resume.json").write_text(json.dumps(resume), encoding="utf-8")
        return " ".join(call("import", "jsonresume", "resume.json", "--as-of", "2026-11", *options)[2].split())

    return told


def test_sections_that_are_not_read_are_named(told):
    alone = told({"volunteer": [{"position": "Press officer"}], "projects": [{"name": "P"}]})

    assert "Not read: volunteer (1), projects (1). Nothing counts, because only these sections are read: " in alone
    assert told({"basics": {"name": "X"}}).endswith("languages, education, certificates, work.")
    assert told({"skills": [{"name": "Juggling"}], "projects": [{"name": "P"}]}).endswith("Not read: projects (1)")


def test_two_suggestions_for_one_word_work_together(told):
    resume = {
        "skills": [{"name": "Negotiation", "level": "Stellar"}],
        "languages": [{"language": "English", "fluency": "Stellar"}],
    }
    both = told(resume, "--level", "Stellar=advanced", "--level", "Stellar=c1")

    assert told(resume).count("map it: --level Stellar=LEVEL") == 2
    assert "Matched: 2" in both
    assert "Not matched: 0" in both


def test_the_names_of_files_never_become_ids(told, here):
    assert "give the person an id, such as --id c-17" in told({"skills": []}, "-o", "maria-santos.yaml")
    assert not (here / "maria-santos.yaml").exists()
    told({"skills": []}, "-o", "c-17.yaml", "--id", "c-17")
    assert "id: c-17" in (here / "c-17.yaml").read_text()


def test_a_level_for_skills_without_one_and_texts_to_leave_out(told):
    skills = {"skills": [{"name": "Negotiation"}, {"name": "Persuasion"}]}
    said = told(skills, "--unrated", "working", "--reject", "persuasion")

    assert "is core:negotiation working" in said
    assert '"Persuasion": it is rejected, so it is not matched' in said


@pytest.mark.parametrize(
    "word",
    ["A = B", "***", "C#", "--level", "it's", "Très bien, $HOME", "writes it without mistakes " * 4, "-1", "," * 3],
)
def test_an_option_works_as_it_is_suggested(told, call, word):
    resume = {"skills": [{"name": "Negotiation", "level": word}, {"name": word, "level": word}]}
    told(resume)
    printed = " ".join(call("import", "jsonresume", "resume.json")[2].split())
    options = re.findall(r"map it: (--\w+ (?:'(?:[^']|'\"'\"')*'|\S+)+)", printed)

    assert len(options) == 2
    arguments = [part for option in options for part in shlex.split(option)]
    filled = [part.removesuffix("=LEVEL").removesuffix("=ID") for part in arguments]
    given = [filled[0], f"{filled[1]}=working", filled[2], f"{filled[3]}=persuasion"]
    assert "Matched: 2" in told(resume, *given)
