"""The command that reads resumes says what it did not read."""

import json

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
    assert told({"skills": [{"name": "Juggling"}], "projects": [{"name": "P"}]}).endswith("Not read: projects (1)")
