"""Resumes as people and programs write them: other keys, other formats, sections that are not read."""

import re

import pytest

import roleprofile as rp
from roleprofile.jsonresume.variants import words
from roleprofile.model.name_matching import fold

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

    @pytest.mark.parametrize(
        "entry",
        [
            {"Job Title": "Account manager", "start_date": "2018-01", "END-DATE": "2020-12"},
            {"occupation": "Account manager", "from": "2018-01", "to": "2020-12"},
            {"roles": [{"title": "Account manager"}], **JOB},
        ],
        ids=["another spelling", "another word", "dates of the only position"],
    )
    def test_a_job_is_read_under_keys_in_another_spelling(self, read, entry):
        assert held(read({"Work Experience": [entry]})) == [("account-manager", 36)]

    def test_the_dates_at_an_employer_are_not_those_of_each_position(self, read):
        positions = [{"title": "Account manager"}, {"title": "Analyst"}]

        assert held(read({"work": [{"name": "Acme", "positions": positions, **JOB}]})) == []

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
    def test_what_a_document_has_is_said_where_its_format_cannot_be_told(self, read):
        with pytest.raises(rp.ResumeError, match=r"none of the sections .*, work; it has resume"):
            read({"resume": {"work": []}})

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
            ({"title": "Clerk", "hiringOrganization": {"name": "X"}}, "a job posting"),
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


class TestDates:
    @pytest.mark.parametrize(
        "written",
        [
            *("2019-3", "2019/03", "2019.3", "03/2019", "3-2019", "March 2019", "Mar. 2019", "MAR 2019", "2019 March"),
            *("Marso 2019", "März 2019", "2019-03-01", "2019-3-1", "2019-03-01T00:00:00.000Z", "2019-03-01 00:00"),
            *("1 March 2019", "March 1st, 2019", "ika-1 ng Marso, 2019", "1. März 2019"),
        ],
    )
    def test_with_one_meaning_are_read(self, read, written):
        job = {"position": "Account manager", "startDate": written, "endDate": "2022-02"}

        assert held(read({"work": [job]})) == [("account-manager", 36)]

    @pytest.mark.parametrize(
        "written, day", [("31/03/2019", "2019-03-31"), ("03.31.2019", "2019-03-31"), ("1.3.2019", "2019-03-01")]
    )
    def test_of_which_one_reading_is_meant_are_read(self, read, written, day):
        entry = {"area": "Economics", "studyType": "BSc", "endDate": written}
        (fact,) = read({"education": [entry]}).person.facts

        assert fact.evidence.on == day

    @pytest.mark.parametrize(
        "written",
        [
            "03/04/2019",
            "Mar '19",
            "March",
            "19-03",
            "Q1 2019",
            "2019-13",
            "March - June 2019",
            "spring 2019",
            "30/30/2019",
        ],
    )
    def test_with_none_or_two_are_listed_with_a_hint(self, read, written):
        job = {"position": "Account manager", "startDate": written, "endDate": "2022-02"}
        imported = read({"work": [job]})

        assert held(imported) == []
        assert "startDate is not a date with one meaning" in imported.unmatched[0].why
        assert imported.unmatched[0].hint == "write it in the resume as 2014-06-29, 2014-06 or 2014"

    @pytest.mark.parametrize(
        "word",
        [
            "Present",
            "present",
            "Current",
            "now",
            "today",
            "to date",
            "Ongoing",
            "heute",
            "kasalukuyan",
            "Hanggang ngayon",
            "till date",
            "hanggang kasalukuyan",
            "gegenwärtig",
        ],
    )
    def test_a_job_may_go_on_in_words(self, read, word):
        job = {"position": "Account manager", "startDate": "2019-03", "endDate": word}

        assert held(read({"work": [job]}, as_of="2026-11")) == [("account-manager", 93)]

    def test_an_education_that_goes_on_is_not_completed(self, read):
        entry = {"area": "Economics", "studyType": "BSc", "endDate": "Present"}

        assert reasons(read({"education": [entry]})) == {"/education/0": "it may not be completed, because it goes on"}

    def test_a_certificate_that_is_not_finished_is_not_completed(self, read):
        dates = {
            "Sales": "in progress",
            "Marketing": "expected June 2027",
            "Negotiation": "2027-3",
            "Finance": "2027-03",
        }
        resume = {"certificates": [{"name": name, "date": date} for name, date in dates.items()]}
        resume["certificates"].append({"name": "Rhetoric", "startDate": "2027"})
        imported = read(resume, as_of="2026-11")

        assert values(imported) == {
            ("course", "rhetoric"): "started",
            ("course", "sales"): "started",
            ("course", "negotiation"): "started",
            ("course", "finance"): "started",
        }
        assert "it may not be completed" in reasons(imported)["/certificates/1/name"]


class TestLevels:
    ADVANCED = {  # noqa: RUF012 - read only
        "skills": [{"name": "Negotiation", "level": "Advanced"}],
        "languages": [{"language": "English", "fluency": "Advanced"}],
    }

    def test_one_word_can_be_mapped_twice_for_two_scales(self, read):
        imported = read(self.ADVANCED, levels={"Advanced": "advanced", "advanced": "c1"})

        assert values(imported) == {("negotiation", ""): "advanced", ("language-command", "english"): "c1"}

    def test_of_entries_without_one_only_the_callers_counts(self, read):
        resume = {"skills": [{"name": "Negotiation"}, {"name": "Persuasion", "level": "Good"}]}
        without = read(resume, levels={"Good": "working"})
        imported = read(resume, levels={"Good": "working"}, unrated="basic,a1")

        assert values(without) == {("persuasion", ""): "working"}
        assert without.unmatched[0].hint == "give all such entries one: --unrated LEVEL"
        assert values(imported) == {("negotiation", ""): "basic", ("persuasion", ""): "working"}
        assert [match.unrated for match in imported.matched] == [True, False]
        assert str(imported.matched[0]).endswith("at the level given for skills without one")
        assert imported.unused == ("a1",)

    @pytest.mark.parametrize("names", [{}, {"Business development": "sales-experience"}])
    def test_give_no_months(self, read, names):
        resume = {"skills": [{"name": name, "level": "Expert"} for name in ("Sales", "Business development")]}
        imported = read(resume, levels={"Expert": "expert"}, names=names)

        for i in (0, 1):
            assert reasons(imported)[f"/skills/{i}/name"] == (
                "it is account-management:sales-experience, which is counted in months, and a level gives none"
            )
        assert "job with its dates" in imported.unmatched[0].hint
        assert imported.unused == ("expert",)


class TestOffers:
    """A text that holds a name is not that name, but the report offers it."""

    @pytest.mark.parametrize(
        "name, offered",
        [
            ("Negotiation skills", ["negotiation"]),
            ("Advanced price negotiation", ["negotiation"]),
            ("Teamwork and persuasion", ["persuasion", "teamwork"]),
            ("No negotiation", ["ID"]),
            ("Teamwork, persuasion, negotiation, public speaking", ["ID"]),
            ("Juggling", ["ID"]),
        ],
    )
    def test_of_skills(self, read, name, offered):
        imported = read({"skills": [{"name": name, "level": "Expert"}]})

        assert imported.person.facts == ()
        assert sorted(re.findall(r"=([\w-]+)'?(?: |$)", imported.unmatched[0].hint)) == offered

    @pytest.mark.parametrize(
        "fluency, offered",
        [
            ("Very fluent", ["c1"]),
            ("Native or Bilingual", ["c2"]),
            ("Near-native", ["LEVEL"]),
            ("Not fluent", ["LEVEL"]),
        ],
    )
    def test_of_levels(self, read, fluency, offered):
        imported = read({"languages": [{"language": "English", "fluency": fluency}]})

        assert imported.person.facts == ()
        assert re.findall(r"=(\w+)'?", imported.unmatched[0].hint) == offered

    @pytest.mark.parametrize(
        "title, offered",
        [
            ("Regional Account Manager", ["account-manager"]),
            ("Account Manager - EMEA", ["account-manager"]),
            ("Account Manager / Analyst", ["account-manager", "analyst"]),
            ("Assistant to the Account Manager", ["ID"]),
            ("Head of Sales", ["ID"]),
        ],
    )
    def test_of_titles(self, read, title, offered):
        imported = read({"work": [{"position": title, **JOB}]})

        assert held(imported) == []
        assert re.findall(r"=([\w-]+)'", imported.unmatched[0].hint) == offered


class TestOptions:
    def test_a_rejected_industry_says_nothing_about_the_job(self, read):
        job = {"position": "Account manager", "industry": "Insurance", **JOB}
        imported = read({"work": [job]}, reject=["insurance"])

        assert [(one.months, dict(one.context)) for one in imported.person.roles_held] == [(36, {})]
        assert reasons(imported)["/work/0/industry"] == "it is rejected, so it is not matched"

    def test_a_wrong_level_for_skills_without_one_is_named(self, read):
        with pytest.raises(
            rp.ConversionError, match='unrated: "skills without a level" is mapped to an unknown id, "x"'
        ):
            read({"skills": []}, unrated="x")

    def test_an_id_that_cannot_stand_there_is_named(self, read):
        imported = read({"skills": [{"name": "Juggling", "level": "Good"}]}, names={"Juggling": "account-manager"})

        assert reasons(imported) == {"/skills/0/name": "it is mapped to account-manager, which is no skill"}

    def test_a_rejected_text_is_not_matched(self, read):
        resume = {
            "skills": [{"name": "Negotiation"}],
            "work": [{"position": "Account Manager", **JOB}],
            "education": [{"area": "Economics", "studyType": "BSc", "endDate": "2014", "courses": ["Sales"]}],
        }
        imported = read(resume, unrated="basic", reject=["negotiation", "account manager", "BSC", "Sales", "Golf"])

        assert (imported.person.facts, imported.person.roles_held) == ((), ())
        assert set(reasons(imported)) == {
            "/skills/0/name",
            "/work/0/position",
            "/education/0/studyType",
            "/education/0/courses/0",
        }
        assert {entry.why for entry in imported.unmatched} == {"it is rejected, so it is not matched"}
        assert imported.unused == ("basic", "golf")


class TestDegrees:
    NAMES = {  # noqa: RUF012 - read only
        "bachelor": (
            "AB; BSBA; BSEd; Bachelor of Commerce; BCom; B.Tech; Bachelor of Education; BSc (Hons); B.A. Hons; "
            "Bachelor of Science (B.Sc.); Bachelor of Science in Economics; Bachelor's degree in Business; "
            "Dipl.-Ing. (FH); BSc (Marketing); BS Accountancy"
        ),
        "master": "Master of Business Administration (MBA); MPhil; Dipl.-Ing.; Magister; Master of Education",
        "vocational": "Associate of Science; Associate of Applied Science",
        "doctorate": "PhD in Economics",
    }

    @pytest.mark.parametrize("level", NAMES)
    def test_have_a_level(self, read, level):
        for name in self.NAMES[level].split("; "):
            imported = read({"education": [{"area": "Economics", "studyType": name, "endDate": "2014"}]})
            assert values(imported) == {("education", "economics"): level}, name

    def test_the_report_says_by_which_name(self, read):
        imported = read({"education": [{"area": "Law", "studyType": "Associate of Science", "endDate": "2014"}]})

        assert [(match.value, match.name) for match in imported.matched][-1] == ("vocational", "associate of *")

    @pytest.mark.parametrize(
        "name, levels", [("Undergraduate", ["secondary", "bachelor"]), ("Diplom", ["bachelor", "master"])]
    )
    def test_with_two_meanings_are_offered(self, read, name, levels):
        resume = {"education": [{"area": "Economics", "studyType": name, "endDate": "2014"}]}
        imported = read(resume)

        assert imported.person.facts == ()
        assert imported.unmatched[0].hint == f"map it: --level {name}={levels[0]} or --level {name}={levels[1]}"
        assert values(read(resume, levels={name: levels[1]})) == {("education", "economics"): levels[1]}

    @pytest.mark.parametrize(
        "more",
        [
            {"status": "dropped out"},
            {"Status": "Dropped out in the third year"},
            {"score": "in progress"},
            {"completed": False},
            {"is_current": True},
            {"area": "Economics (unfinished)"},
        ],
        ids=str,
    )
    def test_that_another_field_calls_unfinished_do_not_count(self, read, more):
        entry = {"area": "Economics", "studyType": "BSc", "endDate": "2014", "courses": ["Sales"]} | more
        imported = read({"education": [entry]})

        assert ("education", "economics") not in values(imported)
        assert "says that it is not completed" in imported.unmatched[0].why
        assert imported.unmatched[0].hint == ""
        certificate = read({"certificates": [{"name": "Sales", "date": "2014"} | more]})
        assert values(certificate) == {("course", "sales"): "completed" if "area" in more else "started"}

    def test_that_are_called_completed_count(self, read):
        entry = {"area": "Economics", "studyType": "BSc", "endDate": "2014", "status": "Completed", "completed": True}

        assert values(read({"education": [entry]})) == {("education", "economics"): "bachelor"}

    @pytest.mark.parametrize(
        "name",
        [
            "Bachelor of Science (unfinished)",
            "Bachelor of Arts, 2 years",
            "Master of Arts (36 units)",
            "Bachelor of Arts candidate",
            "Bachelor of Science (expected 2027)",
        ],
    )
    def test_that_are_not_completed_do_not_count(self, read, name):
        imported = read({"education": [{"area": "Economics", "studyType": name, "endDate": "2014"}]})

        assert imported.person.facts == ()
        assert reasons(imported) == {"/education/0/studyType": "it says that it is not completed"}

    @pytest.mark.parametrize("name", ["Dipl.-Ing. (BA)", "MBA (withdrawn)", "MBA (Acme)", "Bachelorette of Arts"])
    def test_with_other_words_are_not_guessed(self, read, name):
        assert values(read({"education": [{"area": "Economics", "studyType": name, "endDate": "2014"}]})) == {}

    @pytest.mark.parametrize(
        "name, field, level",
        [
            ("MBA", "management", "master"),
            ("Bachelor of Science in Economics", "economics", "bachelor"),
            ("Bachelor of Laws", "", ""),
            ("BSBA major in Marketing Management", "marketing", "bachelor"),
            ("B.Sc. (Hons), majoring in Economics", "economics", "bachelor"),
            ("BSBA major in Juggling", "", ""),
            ("BSBA major in Marketing (2 years)", "", ""),
        ],
    )
    def test_may_say_the_field(self, read, name, field, level):
        found = values(read({"education": [{"studyType": name, "endDate": "2018-06"}]}))

        assert found == ({("education", field): level} if field else {})

    def test_an_area_that_says_the_level_is_offered(self, read):
        imported = read({"education": [{"area": "BS Accountancy", "endDate": "2014"}]})

        assert imported.person.facts == ()
        assert imported.unmatched[0].hint.startswith("it may be bachelor and accounting")


class TestTitles:
    @pytest.mark.parametrize(
        "title, target",
        [
            ("Senior Account Manager", "account-manager"),
            ("Account manager (EMEA)", "account-manager"),
            ("Sr. Account Manager II", "account-manager"),
            ("Junior Sales", "sales-experience"),
        ],
    )
    def test_with_a_seniority_or_a_bracket_are_offered(self, read, title, target):
        resume = {"work": [{"position": title, "industry": "Retail", **JOB}]}
        imported = read(resume)

        assert (imported.person.facts, held(imported)) == ((), [])
        assert imported.unmatched[0].hint.endswith(f"{title}={target}'")
        assert read(resume, names={title: target}).unmatched == ()

    def test_with_a_mark_of_the_sexes_are_that_job(self, read):
        title = "Account Manager (m/w/d)"

        assert held(read({"work": [{"position": title, **JOB}]})) == [("account-manager", 36)]
        assert held(read({"work": [{"position": title, **JOB}]}, reject=[title])) == []

    @pytest.mark.parametrize("title", ["Sales Associate", "Sales Assistant", "Consultant Lead"])
    def test_whose_last_word_is_the_job_are_another_job(self, read, title):
        assert read({"work": [{"position": title, **JOB}]}).unmatched[0].hint == f"map it: --name '{title}=ID'"

    def test_in_an_industry_that_nobody_knows_are_offered(self, read):
        resume = {"work": [{"position": "Consultant", "industry": "Witchcraft", **JOB}]}
        imported = read(resume)

        assert held(imported) == []
        assert reasons(imported) == {
            "/work/0/industry": 'no market or kind of employer has this name, so "Consultant" may be another job there'
        }
        assert imported.unmatched[0].hint == (
            "map the job or its industry: --name Consultant=consultant or --name Witchcraft=ID"
        )
        assert held(read(resume, names={"Witchcraft": "software"})) == [("consultant", 36)]
        assert held(read(resume, names={"Consultant": "consultant"})) == [("consultant", 36)]

    def test_in_one_of_two_industries_are_held(self, read):
        job = {"position": "Consultant", "industry": "Steel", "description": "Hotels", **JOB}

        assert held(read({"work": [job]})) == [("consultant", 36)]


class TestMonthsOfSeveralJobs:
    RESUME = {  # noqa: RUF012 - read only
        "work": [
            {"position": "Account manager", "industry": "Insurance", "startDate": "2018-01", "endDate": "2018-12"},
            {"position": "Sales representative", "industry": "Insurance", "startDate": "2018-12", "endDate": "2019-12"},
        ]
    }

    def test_that_bring_the_same_are_united(self, read):
        imported = read(self.RESUME)

        assert imported.unmatched == ()
        assert [(one.months, one.in_all) for one in imported.person.roles_held] == [(12, 24), (13, 24)]

    def test_are_presumed_and_the_explanation_says_from_what(self, read, catalog):
        scorer = catalog.scorer("account-manager", {"company-size": "large", "market": "insurance"})
        fit = scorer.score(read(self.RESUME).person)
        (experience,) = (one for one in fit.contributions if one.id == "field-sales")

        assert (experience.credit_low, experience.credit_supported) == (0, 1_000_000)
        text = " ".join(fit.explain().split())
        assert (
            "Held: 24 months, Insurance. Presumed from several jobs, one as Account manager: 24 months in all." in text
        )
        assert rp.replay(fit.to_record()).to_record() == fit.to_record()

    def test_are_one_after_the_other_or_beside_each_other_the_days_that_they_cover(self, read):
        other = {"position": "Account manager", "industry": "Software", "startDate": "2020-01", "endDate": "2020-12"}
        imported = read({"work": [*self.RESUME["work"], other]})

        # A job in another market brings other experience.
        assert {(one.months, one.in_all) for one in imported.person.roles_held} == {(12, 24), (13, 24), (12, None)}

    def test_of_which_one_covers_the_others_are_not_more_than_that_one(self, read):
        jobs = [job | {"startDate": "2018-01", "endDate": "2019-12"} for job in self.RESUME["work"]]

        imported = read({"work": jobs})

        assert imported.unmatched == ()
        assert [one.in_all for one in imported.person.roles_held] == [None, None]


class TestGerman:
    def test_names_are_read_as_what_they_are_in_english(self, read):
        resume = {
            "work": [{"position": "Vertriebsmitarbeiterin", "industry": "Einzelhandel", **JOB}],
            "education": [{"area": "BWL", "studyType": "Bachelor of Arts", "endDate": "30.09.2016"}],
            "skills": [{"name": "Verhandlungsführung", "level": "sehr gut"}],
            "languages": [{"language": "Deutsch", "fluency": "Muttersprache"}],
        }
        imported = read(resume)

        assert imported.unmatched == ()
        assert held(imported) == [("direct-sales-representative", 36)]
        assert values(imported) == {
            ("education", "management"): "bachelor",
            ("negotiation", ""): "advanced",
            ("language-command", "german"): "c2",
        }
        assert str(imported.matched[0]).endswith('by label "Negotiation"')

    def test_a_name_in_english_comes_first(self, read):
        assert read({"languages": [{"language": "German", "fluency": "C1"}]}).matched[0].name == "German"

    def test_every_name_leads_to_something(self, catalog):
        texts = [
            *(one for one in catalog.descriptors.values()),
            *(one for one in catalog.roles.values()),
            *(term for vocabulary in catalog.vocabularies.values() for term in vocabulary),
            *(level for scale in catalog.scales.values() for level in scale.levels),
        ]
        known = {
            fold(text)
            for one in texts
            for text in (*one.label.values(), *(name for names in one.aliases.values() for name in names))
        }
        german = words()["in_english"]["de"]
        english = {name: [one] if isinstance(one, str) else one for name, one in german.items()}

        assert [name for name, meanings in english.items() if not all(fold(one) in known for one in meanings)] == []
