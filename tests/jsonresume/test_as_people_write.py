"""Resumes as people and programs write them: other keys, other formats, sections that are not read."""

import pytest

import roleprofile as rp

JOB = {"startDate": "2018-01", "endDate": "2020-12"}


def values(imported):
    return {(fact.descriptor.partition(":")[2], fact.key): fact.value for fact in imported.person.facts}


def reasons(imported):
    return {entry.where: entry.why for entry in imported.unmatched}


def held(imported):
    return [(one.role.partition(":")[2], one.months) for one in imported.person.roles_held]


class TestOtherKeys:
    @pytest.mark.parametrize(
        "entry, where",
        [
            ({"title": "Account manager", **JOB}, "/work/0/title"),
            ({"positions": [{"position": "Account manager", **JOB}]}, "/work/0/positions/0/position"),
            ({"positions": [{"title": "Account manager", **JOB}]}, "/work/0/positions/0/title"),
            ({"position": "", "jobTitle": "Account manager", "start": "2018-01", "end": "2020-12"}, "/work/0/jobTitle"),
        ],
    )
    def test_a_job_is_read(self, read, entry, where):
        imported = read({"work": [{"name": "Acme"} | entry]})

        assert held(imported) == [("account-manager", 36)]
        assert [match.where for match in imported.matched] == [where]

    def test_positions_have_the_employer_that_they_stand_under(self, read):
        entry = {"company": "Acme", "industry": "Retail", "positions": [{"title": "Sales", **JOB}]}

        assert values(read({"work": [entry]})) == {("sales-experience", "retail-trade"): 36}
        entry["industry"] = ""
        imported = read({"work": [entry]}, names={"Acme": "software"})
        assert values(imported) == {("sales-experience", "software"): 36}
        assert "/work/0/company" in [match.where for match in imported.matched]

    def test_a_degree_and_a_field_are_read(self, read):
        imported = read({"education": [{"degree": "Bachelor", "field": "Economics", "endDate": "2014"}]})

        assert values(imported) == {("education", "economics"): "bachelor"}
        assert [match.where for match in imported.matched] == ["/education/0/field", "/education/0/degree"]

    def test_a_language_and_a_certificate_are_read(self, read):
        resume = {"languages": [{"name": "English", "level": "C1"}], "certificates": [{"title": "Sales"}]}

        assert values(read(resume, levels={"C1": "c1"})) == {
            ("language-command", "english"): "c1",
            ("course", "sales"): "completed",
        }

    def test_a_section_of_another_name_is_read(self, read):
        imported = read({"basics": {"name": "X"}, "experience": [{"position": "Account manager", **JOB}]})

        assert held(imported) == [("account-manager", 36)]
        assert imported.matched[0].where == "/experience/0/position"

    def test_the_key_of_json_resume_comes_first(self, read):
        assert held(read({"work": [{"position": "Account manager", "title": "Witch", **JOB}]}))


class TestNothingIsLostInSilence:
    @pytest.mark.parametrize(
        "resume, where, why",
        [
            (
                {"work": [{"name": "Acme", "startDate": "2018-01", "url": ""}]},
                "/work/0",
                "it has no position, so nothing of it counts (it has: name, startDate)",
            ),
            ({"work": [{"positions": ["Account manager"]}]}, "/work/0", "it has no position"),
            ({"skills": [{"level": "Good", "keywords": []}]}, "/skills/0", "it has no name or keywords"),
            ({"languages": [{"fluency": "Good"}]}, "/languages/0", "it has no language"),
            ({"education": [{"institution": "U"}]}, "/education/0", "it has no area or studyType or courses"),
            ({"certificates": [{"issuer": "U"}]}, "/certificates/0", "it has no name"),
        ],
    )
    def test_an_entry_that_gives_nothing_is_reported(self, read, resume, where, why):
        imported = read(resume)

        assert imported.person.facts == ()
        assert reasons(imported)[where].startswith(why)

    def test_sections_that_are_not_read_are_counted(self, read):
        resume = {
            "basics": {"name": "X"},
            "volunteer": [{"organization": "O", "position": "Press officer"}],
            "projects": [{"name": "P", "keywords": ["Negotiation"]}, {"name": "Q"}],
            "awards": [],
            "x-tool": {"a": 1},
        }

        assert dict(read(resume).unread) == {"volunteer": 1, "projects": 2, "x-tool": 1}


class TestOtherFormats:
    @pytest.mark.parametrize(
        "source, said",
        [
            (
                {"basics": {}, "sections": {"skills": {"items": [{"name": "Negotiation"}]}}, "metadata": {"a": 1}},
                "a resume of Reactive Resume: it has sections, metadata",
            ),
            (
                {"title": "Account manager", "responsibilities": ["Sell"], "skills": [{"name": "Negotiation"}]},
                "a job posting: it has title, responsibilities, skills",
            ),
            ({"SkillsPassport": {"LearnerInfo": {}}}, "a Europass profile"),
            ('<?xml version="1.0"?>\n<SkillsPassport xmlns="x">', "a Europass profile"),
            ("Company Name,Title,Description,Location,Started On,Finished On\n", "a table of LinkedIn's export"),
        ],
    )
    def test_are_named_and_refused(self, read, source, said):
        with pytest.raises(rp.ResumeError) as caught:
            read(source)
        (problem,) = caught.value.problems

        assert problem.code == "RP602"
        assert f"not a JSON Resume, but {said}" in str(problem)
        assert problem.hint
