"""JSON Resume in, a person and an honest account out."""

from __future__ import annotations

import contextlib
import json
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import roleprofile as rp
from examples import examples
from roleprofile.errors import ConversionError
from roleprofile.jsonresume.dates import Period, full_months, period
from roleprofile.jsonresume.parser import DEPTH, ENTRIES, RESUME_BYTES
from roleprofile.model.name_matching import fold

RESUMES = Path(__file__).parent / "resumes"
# Real data lies beside the checkout where it lies at all; nothing of it is part of the project.
SAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "jsonresume" / "jsonresume_sample.resume.json"
LEVELS = {
    "Master": "expert",
    "Very good": "advanced",
    "Advanced": "advanced,c1",
    "Good": "working",
    "Solid": "working",
    "High": "high",
    "Fluent": "c1",
    "Native": "c2",
    "Native speaker": "c2",
}
NAMES = {"Sales Engineer": "sales-experience", "Bakal Trading Fictional": "metal-products"}


@pytest.fixture(scope="module")
def people(read):
    return {
        path.stem: read(path, id=path.stem, levels=LEVELS, names=NAMES, as_of="2026-03")
        for path in RESUMES.glob("*.json")
    }


def values(imported):
    return {(fact.descriptor.partition(":")[2], fact.key): fact.value for fact in imported.person.facts}


def reasons(imported):
    return {entry.where: entry.why for entry in imported.unmatched}


class TestNames:
    @pytest.mark.parametrize(
        "written, label",
        [
            ("  NEGOTIATION ", "Negotiation"),
            ("Inglés", "Ingles"),
            ("B.A.", "BA"),
            ("bachelor\N{RIGHT SINGLE QUOTATION MARK}s", "Bachelors"),
            ("know-how/skills", "Know how, skills"),
            ("ﬁnance", "Finance"),
            ("STRASSE", "Straße"),
        ],
    )
    def test_names_are_compared_without_case_accents_and_punctuation(self, written, label):
        assert fold(written) == fold(label)

    @pytest.mark.parametrize("one, other", [("C", "C++"), ("C", "C#"), ("Sales", "Sales manager"), ("A", "")])
    def test_names_that_differ_stay_different(self, one, other):
        assert fold(one) != fold(other)

    @given(st.text(max_size=30))
    def test_a_folded_name_folds_to_itself(self, text):
        assert fold(fold(text)) == fold(text)

    def test_a_name_matches_only_as_a_whole(self, read):
        imported = read({"skills": [{"name": "Negotiation of peace treaties", "level": "Good"}]}, levels=LEVELS)

        assert imported.person.facts == ()
        assert "/skills/0/name" in reasons(imported)

    def test_names_of_every_language_match(self, read):
        imported = read({"skills": [{"name": "Panghihikayat", "level": "Good"}]}, levels=LEVELS)

        assert values(imported) == {("persuasion", ""): "working"}

    def test_a_name_that_two_descriptors_have_is_reported_and_not_guessed(self, tmp_path):
        pack = tmp_path / "two"
        (pack / "descriptors").mkdir(parents=True)
        (pack / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: two\nversion: "1.0.0"\nlabel: {en: Two}\nlicence: MIT\n'
            "owner: us\nlanguages: [en]\nrequires: {core: '>=1,<2'}\n"
        )
        (pack / "descriptors" / "both.yaml").write_text(
            "kind: descriptors\nschema: 1\nid: both\ndescriptors:\n"
            "- {id: golf, label: {en: Golf}, aliases: {en: [Ha]}, type: skill, scale: proficiency, basis: judgement}\n"
            "- {id: jazz, label: {en: Jazz}, aliases: {en: [ha]}, type: skill, scale: proficiency, basis: judgement}\n"
        )
        catalog = rp.load(pack)
        resume = {"skills": [{"name": "Ha", "level": "Good"}]}

        unclear = rp.jsonresume.from_jsonresume(resume, catalog, levels=LEVELS)
        told = rp.jsonresume.from_jsonresume(resume, catalog, levels=LEVELS, names={"HA": "jazz"})

        assert unclear.person.facts == ()
        assert "two:golf" in unclear.unmatched[0].why
        assert "two:jazz" in unclear.unmatched[0].why
        assert values(told) == {("jazz", ""): "working"}
        assert told.matched[0].by == "mapping"

    def test_experience_that_is_not_counted_in_months_is_not_stated(self, tmp_path):
        pack = tmp_path / "own"
        (pack / "descriptors").mkdir(parents=True)
        (pack / "pack.yaml").write_text(
            'kind: pack\nschema: 1\nid: own\nversion: "1.0.0"\nlabel: {en: Own}\nlicence: MIT\n'
            "owner: us\nlanguages: [en]\nrequires: {core: '>=1,<2'}\n"
        )
        (pack / "descriptors" / "work.yaml").write_text(
            "kind: descriptors\nschema: 1\nid: work\ndescriptors:\n"
            "- {id: sailing, label: {en: Sailing}, type: experience, scale: proficiency, basis: judgement}\n"
            "- {id: fishing, label: {en: Fishing}, type: experience, scale: months, basis: judgement}\n"
        )
        job = {"startDate": "2020-01", "endDate": "2020-12"}
        resume = {"work": [job | {"position": "Sailing"}, job | {"position": "Fishing"}]}

        imported = rp.jsonresume.from_jsonresume(resume, rp.load(pack))

        assert values(imported) == {("fishing", ""): 12}
        assert "/work/0/position" in reasons(imported)


class TestLevels:
    def test_a_level_counts_as_the_scale_calls_it_or_as_the_caller_maps_it(self, read):
        resume = {"skills": [{"name": "Negotiation", "level": "Master"}]}

        assert values(read(resume)) == {("negotiation", ""): "expert"}
        assert values(read(resume, levels={"mäster": "advanced"})) == {("negotiation", ""): "advanced"}
        assert read(resume, reject=["Master"]).person.facts == ()

    def test_each_scale_has_its_own_names(self, read):
        resume = {
            "skills": [{"name": "Negotiation", "level": "Proficient"}],
            "languages": [{"language": "English", "fluency": "Proficient"}, {"language": "German", "fluency": "Good"}],
        }

        assert values(read(resume)) == {("negotiation", ""): "advanced", ("language-command", "english"): "c2"}

    def test_the_report_says_how_to_map_a_level(self, read):
        imported = read({"skills": [{"name": "Negotiation", "level": "Stellar"}]})

        assert imported.person.facts == ()
        assert imported.unmatched[0].hint == "map it: --level Stellar=LEVEL"

    def test_a_hint_is_safe_to_paste_into_a_shell(self, read):
        imported = read({"skills": [{"name": "$(reboot)"}]})

        assert imported.unmatched[0].hint == "map it: --name '$(reboot)=ID' --unrated LEVEL"

    def test_one_word_can_mean_a_level_on_each_of_two_scales(self, read):
        resume = {
            "skills": [{"name": "Negotiation", "level": "Advanced"}],
            "languages": [{"language": "English", "fluency": "Advanced"}],
        }

        found = values(read(resume, levels={"Advanced": "advanced,c1"}))

        assert found == {("negotiation", ""): "advanced", ("language-command", "english"): "c1"}

    def test_keywords_are_held_at_the_level_of_their_entry(self, read):
        resume = {"skills": [{"name": "Talking", "level": "Good", "keywords": ["Persuasion", "Juggling", ""]}]}
        imported = read(resume, levels=LEVELS)

        assert values(imported) == {("persuasion", ""): "working"}
        assert imported.matched[0].where == "/skills/0/keywords/0"
        assert set(reasons(imported)) == {"/skills/0/name", "/skills/0/keywords/1"}

    def test_a_skill_without_a_level_is_reported(self, read):
        imported = read({"skills": [{"name": "Negotiation"}]})

        assert imported.person.facts == ()
        assert "the entry has no level" in imported.unmatched[0].why

    def test_an_amount_is_not_guessed_from_a_word(self, read):
        imported = read({"skills": [{"name": "Client base", "level": "Good"}]}, levels=LEVELS)

        assert imported.person.facts == ()
        assert "number of people" in imported.unmatched[0].why

    def test_mappings_that_decided_nothing_are_named(self, read):
        imported = read({"skills": [{"name": "Negotiation", "level": "Good"}]}, levels=LEVELS | {"Gud": "basic"})

        assert "gud" in imported.unused
        assert "good" not in imported.unused


class TestEducation:
    @staticmethod
    def entry(**more):
        return {"education": [{"area": "Economics", "studyType": "B.Sc.", "endDate": "2014-06"} | more]}

    def test_area_and_study_type_together_are_a_qualification(self, read):
        imported = read(self.entry())
        (fact,) = imported.person.facts

        assert (fact.descriptor, fact.key, fact.value) == ("core:education", "economics", "bachelor")
        assert (fact.evidence.ref, fact.evidence.on) == ("resume /education/0", "2014-06")
        assert [match.where for match in imported.matched] == ["/education/0/area", "/education/0/studyType"]

    def test_evidence_is_the_weakest_kind_there_is(self, read, catalog):
        (fact,) = read(self.entry()).person.facts

        assert fact.evidence.kind == catalog.evidence_kinds().term_ids[0]

    @pytest.mark.parametrize(
        "more, as_of",
        [({"endDate": None}, None), ({"endDate": "2028"}, "2026-03"), ({"endDate": "soon"}, None)],
        ids=["no end", "a later end", "no date"],
    )
    def test_what_is_not_known_to_be_completed_does_not_count(self, read, more, as_of):
        imported = read(self.entry(**more), as_of=as_of)

        assert imported.person.facts == ()
        assert "may not be completed" in reasons(imported)["/education/0"]

    def test_an_area_that_nothing_is_called_can_be_mapped(self, read):
        resume = self.entry(area="Agribusiness")

        assert "/education/0/area" in reasons(read(resume))
        assert values(read(resume, names={"agribusiness": "agriculture"})) == {("education", "agriculture"): "bachelor"}

    def test_a_study_type_that_nothing_is_called_can_be_mapped(self, read):
        resume = self.entry(studyType="Baccalaureus")

        assert "/education/0/studyType" in reasons(read(resume))
        assert values(read(resume, levels={"Baccalaureus": "bachelor"})) == {("education", "economics"): "bachelor"}

    @pytest.mark.parametrize("missing", ["area", "studyType"])
    def test_half_a_qualification_is_reported(self, read, missing):
        imported = read(self.entry(**{missing: ""}))

        assert imported.person.facts == ()
        assert missing in reasons(imported)["/education/0"]

    def test_the_highest_qualification_in_a_field_counts(self, read):
        first, second = self.entry(studyType="Master")["education"], self.entry(endDate="2020")["education"]

        assert values(read({"education": first + second})) == {("education", "economics"): "master"}

    def test_courses_are_completed_with_their_education_and_certificates_at_once(self, read):
        resume = self.entry(courses=["Marketing"]) | {
            "certificates": [{"name": "Sales"}, {"name": "Rhetoric", "date": "2030"}]
        }
        imported = read(resume, as_of="2026-03")

        assert values(imported) == {
            ("education", "economics"): "bachelor",
            ("course", "marketing"): "completed",
            ("course", "sales"): "completed",
            ("course", "rhetoric"): "started",
        }

    def test_courses_of_an_education_that_goes_on_are_started(self, read):
        imported = read(self.entry(courses=["Marketing"], endDate=""))

        assert values(imported) == {("course", "marketing"): "started"}


class TestMonths:
    @pytest.mark.parametrize(
        "start, end, as_of, months",
        [
            ("2020-01", "2020-12", None, 12),
            ("2013-12-01", "2014-12-01", None, 12),
            ("2020-01-15", "2020-06-14", None, 5),
            ("2020-01-31", "2020-03-01", None, 1),
            ("2018", "2020", None, 24),
            ("2018-03", "2020", None, 28),
            ("2025-01", "", "2026-03", 15),
            ("2025-01", "2027-12", "2026-03-14", 14),
        ],
    )
    def test_only_full_months_count(self, start, end, as_of, months):
        assert full_months([period(start, end, as_of)]) == months

    @pytest.mark.parametrize(
        "start, end, as_of, why",
        [
            ("", "2020", None, "no startDate"),
            ("2020-13", "2021", None, "not a date"),
            ("9999-12-31", "", "2026-03", "not a date"),
            ("2020-01", "soon", None, "not a date"),
            ("2020-01", "Present", None, "no endDate"),
            ("2020-01", "", None, "no endDate"),
            ("2020", "2020", None, "years without months"),
            ("2020", "", "2020-05", "years without months"),
            ("2027-01", "", "2026-03", "starts after"),
            ("2021-01", "2020-01", None, "ends before"),
        ],
    )
    def test_months_that_are_not_known_say_why(self, start, end, as_of, why):
        assert why in period(start, end, as_of).why

    @given(st.lists(st.tuples(st.dates(), st.integers(0, 900)), max_size=6))
    @settings(max_examples=examples(50))
    def test_several_jobs_are_never_more_than_their_sum_nor_less_than_the_longest(self, jobs):
        spans = []
        for first, days in jobs:
            last = min(first.toordinal() + days, first.max.toordinal())
            spans.append(Period(first, first.fromordinal(last)))
        each = [full_months([one]) for one in spans]

        assert full_months(spans) >= max(each, default=0)
        # Days that alone are no month may be one together.
        assert full_months(spans) <= sum(each) + len(each)


class TestWork:
    def test_a_position_that_names_a_role_is_a_role_held(self, read):
        job = {"position": "Account Manager", "startDate": "2020-01", "endDate": "2021-12", "industry": "Retail"}
        (held,) = read({"work": [job]}).person.roles_held

        assert (held.role, held.months) == ("account-management:account-manager", 24)
        assert dict(held.context) == {"market": "retail-trade"}

    def test_jobs_that_overlap_count_once(self, read):
        jobs = [
            {"position": "Client manager", "startDate": "2020-01", "endDate": "2020-12"},
            {"position": "Account manager", "startDate": "2020-07", "endDate": "2021-06"},
        ]
        imported = read({"work": jobs})

        assert [held.months for held in imported.person.roles_held] == [18]
        assert [match.value for match in imported.matched] == [12, 12]

    def test_a_job_that_goes_on_counts_up_to_the_given_day_only(self, read):
        job = {"position": "Account manager", "startDate": "2025-01"}

        assert read({"work": [job]}).person.roles_held == ()
        assert read({"work": [job]}, as_of="2025-06").person.roles_held[0].months == 6

    def test_experience_needs_the_market_it_was_gained_in(self, read):
        job = {"name": "Acme", "position": "Sales", "startDate": "2020-01", "endDate": "2020-06"}

        assert read({"work": [job]}).person.facts == ()
        assert values(read({"work": [job | {"description": "Steel"}]})) == {("sales-experience", "metal-products"): 6}
        assert values(read({"work": [job]}, names={"ACME": "software"})) == {("sales-experience", "software"): 6}

    def test_an_employer_whose_name_is_a_market_is_not_taken_for_it(self, read):
        job = {"name": "Steel", "position": "Sales", "startDate": "2020-01", "endDate": "2020-06"}

        assert read({"work": [job]}).person.facts == ()

    def test_two_markets_of_one_job_are_reported(self, read):
        job = {
            "position": "Sales",
            "startDate": "2020-01",
            "endDate": "2020-06",
            "industry": "Steel",
            "description": "Hotels",
        }
        imported = read({"work": [job]})

        assert imported.person.facts == ()
        assert any("more than one market" in entry.why for entry in imported.unmatched)

    def test_a_role_whose_months_stay_behind_stated_ones_is_reported(self, people):
        entries = people["metal-products-engineer"].unmatched

        assert any(entry.where == "/work/1" and "stated comes before" in entry.why for entry in entries)

    def test_months_beyond_a_working_life_are_reported(self, read):
        job = {"position": "Sales", "startDate": "1000", "endDate": "2020", "industry": "Steel"}
        imported = read({"work": [job, job | {"position": "Account manager"}]})

        assert (imported.person.facts, imported.person.roles_held) == ((), ())
        assert len([entry for entry in imported.unmatched if "check the dates" in entry.why]) == 2


class TestPrivacy:
    SECTIONS = ("basics", "volunteer", "references", "interests", "projects")
    FIELDS = ("institution", "issuer", "summary", "highlights", "location", "score", "url")

    def private(self, resume):
        waiting = [resume.get(section) for section in self.SECTIONS]
        for entries in resume.values():
            for entry in entries if isinstance(entries, list) else ():
                waiting += [entry.get(name) for name in self.FIELDS]
        waiting += [job["name"] for job in resume["work"] if job["name"] not in NAMES]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict | list):
                waiting.extend(value.values() if isinstance(value, dict) else value)

    @pytest.mark.parametrize("name", ["deputy-head-of-pr", "metal-products-engineer", "student"])
    def test_nothing_that_names_or_shows_somebody_enters_the_person_or_the_report(self, people, name):
        imported = people[name]
        said = "\n".join(
            [
                repr(imported),
                rp.formatting.person_yaml(imported.person),
                *map(str, (*imported.matched, *imported.unmatched)),
            ]
        ).casefold()
        secrets = list(self.private(json.loads((RESUMES / f"{name}.json").read_text("utf-8"))))

        assert len(secrets) >= 8
        assert [secret for secret in secrets if secret.casefold() in said] == []

    def test_a_protected_attribute_is_neither_repeated_nor_mapped(self, read):
        imported = read({"skills": [{"name": "Married"}, {"name": "Juggling"}]})

        assert [entry.text for entry in imported.unmatched] == ["", "Juggling"]
        with pytest.raises(rp.ConversionError, match="protected attribute"):
            read({"skills": []}, names={"Married": "teamwork"})

    def test_control_characters_of_a_resume_reach_no_terminal(self, read):
        imported = read({"skills": [{"name": "Sales\x1b[2J\u202eevil"}]})

        assert str(imported.unmatched[0]).isprintable()


class TestResumes:
    def test_the_deputy_head_of_pr_is_known_for_speaking(self, people):
        found = values(people["deputy-head-of-pr"])

        assert found["presenting-the-firm", ""] == "expert"
        assert found["firm-strengths-knowledge", ""] == "advanced"
        assert found["education", "journalism-and-communication"] == "bachelor"
        assert found["course", "public-relations"] == "completed"
        assert found["language-command", "filipino"] == "c2"

    def test_the_deputy_head_of_pr_coordinated_for_fifty_months(self, people):
        held = people["deputy-head-of-pr"].person.roles_held

        assert ("account-management:customer-relations-coordinator", 50) in [(one.role, one.months) for one in held]

    def test_the_engineer_sold_metal_products(self, people):
        found = values(people["metal-products-engineer"])

        assert found["sales-experience", "metal-products"] == 18
        assert found["education", "metallurgy"] == "bachelor"
        assert ("education", "management") not in found

    def test_the_student_has_completed_school_only(self, people):
        found = values(people["student"])

        assert found["education", "general-programme"] == "secondary"
        assert ("education", "economics") not in found
        assert found["course", "marketing"] == "started"

    def test_the_engineer_suits_where_metal_is_sold_better_than_the_student(self, people, catalog):
        for situation in ("large-metal-products", "medium-metal-products", "small-retail"):
            scorer = catalog.scorer("account-manager", situation)
            fits = {name: scorer.score(imported.person) for name, imported in people.items()}

            assert fits["metal-products-engineer"].low > fits["student"].low

    @pytest.mark.parametrize("name", ["deputy-head-of-pr", "metal-products-engineer", "student"])
    @pytest.mark.parametrize("situation", ["large-metal-products", "medium-software", "small-retail"])
    def test_a_resume_leaves_questions_open(self, people, catalog, name, situation):
        fit = catalog.scorer("account-manager", situation).score(people[name].person)

        assert fit.low <= fit.supported <= fit.high
        assert fit.questions
        assert "self-report" not in fit.explain("en")

    @pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of the JSON Resume project is not here")
    def test_the_official_sample_is_read(self, read):
        imported = read(SAMPLE, levels={"Native speaker": "c2"})

        assert values(imported) == {
            ("education", "information-technology"): "bachelor",
            ("language-command", "english"): "c2",
        }
        assert {"/skills/0/name", "/work/0/position", "/education/0/courses/0"} <= set(reasons(imported))

    def test_the_same_resume_gives_the_same_bytes(self, read):
        first, second = (read(RESUMES / "student.json", levels=LEVELS) for _ in range(2))

        assert rp.formatting.person_yaml(first.person) == rp.formatting.person_yaml(second.person)
        assert first == second


class TestBadInput:
    @pytest.mark.parametrize(
        "source, said",
        [
            ("", "not JSON"),
            ("resume.json", "pathlib.Path"),
            ('{"skills": [', "<resume>:1:13 error RP601"),
            ("[]", "expected an object as the resume, got a list"),
            ("null", "expected an object as the resume, got null"),
            ("7", "expected an object as the resume, got a number"),
            ("{}", "not a JSON Resume"),
            ('{"kind": "person"}', "not a JSON Resume"),
            ('{"skills": {}}', "expected a list at /skills, got an object"),
            ('{"skills": ["CRM"]}', "expected an object at /skills/0, got a text"),
            ('{"skills": [{"name": 7}]}', "expected a text at /skills/0/name, got a number"),
            ('{"skills": [{"name": true}]}', "expected a text at /skills/0/name, got true or false"),
            ('{"skills": [{"keywords": "a"}]}', "expected a list at /skills/0/keywords, got a text"),
            ('{"skills": [{"keywords": [[]]}]}', "expected a text at /skills/0/keywords/0, got a list"),
            ('{"basics": {"name": "A", "name": "B"}}', '/basics has the key "name" twice'),
            ('{"work": [{"x/y": [NaN]}]}', "/work/0/x~1y/0 is NaN"),
            ('{"work": [], "x": -Infinity}', "/x is -Infinity"),
            pytest.param(b"\xff\xfe{\x00}\x00", "not UTF-8", id="utf-16"),
            pytest.param(b"\x00", "not JSON", id="a NUL"),
            pytest.param(" " * (RESUME_BYTES + 1), "larger than", id="too large"),
            pytest.param("[" * 20_000, "nested lists", id="20,000 brackets"),
            pytest.param('{"work":' * (DEPTH + 1) + "{}" + "}" * (DEPTH + 1), "nested lists", id="too deep"),
            pytest.param('"' + '\\"' * 300_000, "not JSON", id="an endless string"),
            pytest.param('{"skills": [' + "{}," * ENTRIES + "{}]}", "entries", id="too many entries"),
            pytest.param(Path("no-such-resume.json"), "does not exist", id="no file"),
            pytest.param(RESUMES, "a folder", id="a folder"),
            pytest.param(None, "not null", id="None"),
            pytest.param(7.5, "not a number", id="a number"),
            pytest.param(object(), "not a value of type object", id="an object"),
        ],
    )
    def test_it_raises_one_error_that_says_where(self, read, source, said):
        with pytest.raises(ConversionError) as caught:
            read(source)

        assert said in str(caught.value)
        assert len(str(caught.value)) < 400

    def test_every_value_of_the_wrong_type_is_named(self, read):
        with pytest.raises(ConversionError) as caught:
            read({"skills": [{"name": 1, "level": []}], "work": 0})

        assert {problem.pointer for problem in caught.value.problems} == {"/skills/0/level", "/skills/0/name", "/work"}

    def test_each_problem_has_a_code_a_place_and_a_hint_and_quotes_nothing(self, read, tmp_path):
        file = tmp_path / "bad.json"
        file.write_text('{"basics": {"name": "Corazon Villaluz"},\n\t"skills": [1, {"name": ["x"]}],\n "work": 7}')
        with pytest.raises(rp.ResumeError) as caught:
            read(file)

        problems = caught.value.problems
        assert [str(problem) for problem in problems] == [
            f"{file}:2:13 error RP203 expected an object at /skills/0, got a number",
            f"{file}:2:25 error RP203 expected a text at /skills/1/name, got a list",
            f"{file}:3:10 error RP203 expected a list at /work, got a number",
        ]
        assert all(problem.hint and not problem.excerpt for problem in problems)

    @pytest.mark.parametrize(
        "source, said",
        [
            ('{"skills":\n [}', "<resume>:2:3 error RP601 the resume is not JSON"),
            ("{}", "<resume>:1:1 error RP602 not a JSON Resume"),
            (b'{"x": 1,\n"\xff', "<resume>:2:2 error RP105"),
            ('{"work": [],\n"x": NaN}', "<resume>:2:6 error RP119"),
            ('{"work": [],\n"x": {"a": 1, "a": 2}}', "<resume>:2:6 error RP111"),
            ({"skills": 3}, "<resume>:1:1 error RP203"),
        ],
    )
    def test_every_refusal_is_a_problem(self, read, source, said):
        with pytest.raises(rp.ResumeError) as caught:
            read(source)
        (problem,) = caught.value.problems

        assert str(problem).startswith(said)
        assert problem.hint

    def test_numbers_of_any_length_are_read_over(self, read):
        assert read('{"basics": {"x": ' + "9" * 5_000 + ', "y": 1e999}}').person.facts == ()

    def test_deep_nesting_is_refused_in_a_thread_with_a_small_stack(self, read):
        caught = []

        def run():
            try:
                read("[" * 500_000)
            except ConversionError as error:
                caught.append(error)

        before = threading.stack_size(64 * 1024)
        try:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(before)

        assert len(caught) == 1

    def test_null_and_fields_that_the_format_does_not_know_are_no_mistake(self, read):
        imported = read({"skills": None, "languages": [{"language": "Klingon", "since": 1999}, {"fluency": None}]})

        assert imported.person.facts == ()
        assert list(reasons(imported)) == ["/languages/0/language"]

    def test_a_byte_order_mark_is_no_mistake(self, read):
        assert read(b'\xef\xbb\xbf{"skills": []}').person.facts == ()

    @pytest.mark.parametrize(
        "options, said",
        [
            ({"id": "Corazon Villaluz"}, "id"),
            ({"id": ""}, "id"),
            ({"as_of": "2026"}, "as_of"),
            ({"as_of": "today"}, "as_of"),
            ({"as_of": 2026}, "as_of"),
            ({"levels": {"Master": "exprt"}}, 'did you mean "expert"?'),
            ({"levels": {"Master": "expert", "MASTER": "basic"}}, "mapped twice"),
            ({"levels": ["Master"]}, "levels"),
            ({"levels": {1: "expert"}}, "levels"),
            ({"names": {"Golf": "golf-swing"}}, "names"),
            ({"names": {"": "negotiation"}}, "names"),
            ({"levels": {"Master": "expert,basic"}}, "mapped twice"),
            ({"names": {"A": "negotiation", "a": "persuasion"}}, "mapped twice"),
            ({"unrated": "exprt"}, 'did you mean "expert"?'),
            ({"unrated": "expert,basic"}, "mapped twice"),
            ({"unrated": 3}, "unrated"),
            ({"reject": "Sales"}, "reject"),
            ({"reject": [""]}, "reject"),
        ],
    )
    def test_a_wrong_argument_is_refused(self, read, options, said):
        with pytest.raises(ConversionError, match=said.replace("?", r"\?")):
            read({"skills": []}, **options)

    json_values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["skills", "work", "name", "keywords", "endDate"]), inner, max_size=3)
        ),
        max_leaves=8,
    )

    @given(
        st.dictionaries(st.sampled_from(["skills", "work", "education", "languages", "x"]), json_values) | json_values
    )
    @settings(max_examples=examples(80))
    def test_any_tree_is_read_or_refused(self, read, tree):
        for source in (tree, json.dumps(tree)):
            with contextlib.suppress(ConversionError):
                read(source)

    @given(st.data())
    @settings(max_examples=examples(80))
    def test_a_damaged_resume_is_read_or_refused(self, read, data):
        whole = (RESUMES / "metal-products-engineer.json").read_bytes()
        at = data.draw(st.integers(0, len(whole)))
        damaged = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 4)) :]
        with contextlib.suppress(ConversionError):
            read(damaged)


class TestPersonFile:
    words = st.sampled_from(["Negotiation", "CRM", "Persuasion", "Rhetoric", "Juggling", "Tagalog", "no", "0110"])
    dates = st.sampled_from(["", "2019", "2020-02", "2021-03-04", "2022-12", "Present"])
    resumes = st.fixed_dictionaries(
        {},
        optional={
            "skills": st.lists(
                st.fixed_dictionaries({"name": words, "level": st.sampled_from(["Good", "Master", ""])}), max_size=5
            ),
            "languages": st.lists(
                st.fixed_dictionaries({"language": words, "fluency": st.sampled_from(["Fluent", "Native"])}), max_size=2
            ),
            "education": st.lists(
                st.fixed_dictionaries(
                    {
                        "area": st.sampled_from(["Law", "Economics", "Magic"]),
                        "studyType": st.sampled_from(["MBA", "BSc", "PhD", "Spell"]),
                        "endDate": dates,
                        "courses": st.lists(st.sampled_from(["Sales", "Marketing", "Potions"]), max_size=2),
                    }
                ),
                max_size=3,
            ),
            "work": st.lists(
                st.fixed_dictionaries(
                    {
                        "position": st.sampled_from(["Account manager", "Sales", "Customer success manager", "Witch"]),
                        "industry": st.sampled_from(["", "Steel", "IT", "Magic"]),
                        "startDate": dates,
                        "endDate": dates,
                    }
                ),
                max_size=4,
            ),
            "basics": st.just({"name": "Nobody"}),
        },
    )

    @given(resumes.filter(bool), st.sampled_from([None, "2021-06", "2026-03-14"]))
    @settings(max_examples=examples(60))
    def test_what_is_written_reads_back_equal(self, catalog, read, tmp_path_factory, resume, as_of):
        imported = read(resume, id="c-17", levels=LEVELS, as_of=as_of)
        path = tmp_path_factory.getbasetemp() / "c-17.yaml"
        path.write_text(rp.formatting.person_yaml(imported.person), encoding="utf-8")

        assert rp.load_person(path, catalog) == imported.person

    @pytest.mark.parametrize("name", ["no", "0110", "1e3", "null", "c-17", "0o17", "y"])
    def test_ids_that_look_like_other_values_read_back(self, catalog, tmp_path, name):
        person = rp.jsonresume.from_jsonresume({"skills": []}, catalog, id=name).person
        path = tmp_path / f"{name}.yaml"
        path.write_text(rp.formatting.person_yaml(person), encoding="utf-8")

        assert rp.load_person(path, catalog) == person

    def test_people_of_packs_read_back(self, catalog, tmp_path):
        for person in catalog.people.values():
            path = tmp_path / f"{person.id}.yaml"
            path.write_text(rp.formatting.person_yaml(person), encoding="utf-8")

            assert rp.load_person(path, catalog) == person

    @pytest.mark.parametrize("ref", ["1e3", "no", 'a "b" \\ c', "x: {y}", "# z", "ñ\n😀", "2026-03-14", " "])
    def test_texts_are_quoted_where_a_reader_might_mistake_them(self, catalog, tmp_path, ref):
        fact = rp.Fact("negotiation", "working", evidence=rp.Evidence("interview", ref, "2026"))
        person = catalog.person("c-17", facts=[fact], closed="all")
        path = tmp_path / "c-17.yaml"
        path.write_text(rp.formatting.person_yaml(person), encoding="utf-8")

        assert rp.load_person(path, catalog) == person

    def test_a_person_whose_id_no_file_can_have_is_refused(self, catalog):
        with pytest.raises(ConversionError):
            rp.formatting.person_yaml(catalog.person("Room 12"))
