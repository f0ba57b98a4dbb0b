"""A person from the body of a request or a row of a database: types, dates, numbers and problems."""

import datetime
import decimal
import json
import math
import uuid

import pytest

import roleprofile as rp
from roleprofile.loading.limits import FILE_BYTES
from roleprofile.model.person import Evidence

CATALOG = rp.load()
FACTS = {
    "dialogue": "advanced",
    "sales-experience": {"retail-trade": 12, "metal-products": [6, {"value": 3, "evidence": {"kind": "work-record"}}]},
    "earning-drive": {"value": "high", "evidence": {"kind": "interview", "on": "2026-03-01"}},
}
BODY = {
    "id": "c-17",
    "facts": FACTS,
    "closed": ["education"],
    "roles_held": [{"role": "analyst", "months": 12}],
}


class TestAPerson:
    def test_is_that_of_the_file_with_the_same_keys(self, tmp_path):
        file = tmp_path / "c-17.yaml"
        file.write_text(json.dumps({"kind": "person", "schema": 1, **BODY}))

        assert CATALOG.person_from_dict(BODY) == rp.load_person(file, CATALOG)
        assert CATALOG.person_from_dict({"kind": "person", "schema": 1, **BODY}) == CATALOG.person_from_dict(BODY)

    @pytest.mark.parametrize("text", [json.dumps(BODY), json.dumps(BODY).encode()], ids=["text", "bytes"])
    def test_can_be_given_as_json_text(self, text):
        assert CATALOG.person_from_dict(text) == CATALOG.person_from_dict(BODY)

    @pytest.mark.parametrize("months", [12, 12.0, decimal.Decimal(12), pytest.param("numpy", id="numpy")])
    def test_takes_whole_numbers_of_any_type(self, months):
        if months == "numpy":
            months = pytest.importorskip("numpy").int64(12)
        person = CATALOG.person_from_dict({"id": "p", "facts": {"sales-experience": {"retail-trade": months}}})

        assert [(fact.value, type(fact.value)) for fact in person.facts] == [(12, int)]

    def test_takes_dates_and_uuids_for_their_text(self):
        evidence = {"kind": "interview", "on": datetime.date(2026, 3, 1)}
        body = {"id": uuid.UUID(int=7), "facts": {"dialogue": {"value": "advanced", "evidence": evidence}}}
        person = CATALOG.person_from_dict(body)

        assert person.id == "00000000-0000-0000-0000-000000000007"
        assert person.facts[0].evidence == Evidence("interview", on="2026-03-01")

    @pytest.mark.parametrize("nothing", [None, math.nan])
    def test_leaves_out_what_says_nothing(self, nothing):
        said = {"id": "p", "facts": {"dialogue": "advanced", "persuasion": nothing}, "closed": None}

        assert [fact.descriptor for fact in CATALOG.person_from_dict(said).facts] == ["account-management:dialogue"]

    def test_counts_on_a_day(self):
        late = {"dialogue": {"value": "expert", "evidence": {"kind": "interview", "on": "2026-05-01"}}}
        person = CATALOG.person_from_dict({"id": "p", "facts": late}, as_of="2026-03-14")

        assert (person.as_of, len(person.dated_later)) == ("2026-03-14", 1)

    def test_keeps_unknown_facts_where_they_are_reported(self):
        person = CATALOG.person_from_dict({"id": "p", "facts": {"juggling": 3}}, unknown="report")

        assert [fact.descriptor for fact in person.unrecognised] == ["juggling"]


class TestMistakes:
    def test_of_texts_that_cannot_be_shown_have_their_pointers_beside_all_others(self):
        body = {"id": "x", "gender": "x", "facts": {"dialogue": "\ud800", "nope": 1}, "owner": "\u202e"}
        with pytest.raises(rp.PersonError) as caught:
            CATALOG.person_from_dict(body)

        assert {(one.pointer, one.code) for one in caught.value.problems} == {
            ("/facts/dialogue", "RP106"),
            ("/facts/dialogue", "RP204"),
            ("/facts/nope", "RP301"),
            ("/gender", "RP201"),
            ("/owner", "RP106"),
        }
        assert str(caught.value).encode()

    @pytest.mark.parametrize(
        "number",
        [10**5000, -(10**5000), decimal.Decimal("1E+1000000"), math.inf],
        ids=["large", "small", "decimal", "infinite"],
    )
    def test_a_huge_number_is_refused_at_once(self, number):
        with pytest.raises(rp.PersonError) as caught:
            CATALOG.person_from_dict({"id": "x", "facts": {"sales-experience": {"retail-trade": number}}})

        assert {one.pointer for one in caught.value.problems} == {"/facts/sales-experience/retail-trade"}

    def test_a_truth_value_of_numpy_is_no_number(self):
        numpy = pytest.importorskip("numpy")
        facts = {"sales-experience": {"retail-trade": numpy.array([True])[0]}}
        with pytest.raises(rp.RoleProfileError) as caught:
            CATALOG.person_from_dict({"id": "p", "facts": facts})

        assert "true" in str(caught.value).lower()

    def test_are_told_all_at_once_with_their_pointers(self):
        body = {
            "id": "p",
            "facts": {"dialogue": "grand", "sales-experience": {"retail-trade": "many"}, "age": 3},
            "roles_held": [{"role": "astronaut", "months": 12.5}],
            "shoe size": object(),
        }
        with pytest.raises(rp.PersonError) as caught:
            CATALOG.person_from_dict(body)

        assert {(one.pointer, one.code) for one in caught.value.problems} == {
            ("/facts/age", "RP325"),
            ("/facts/dialogue", "RP204"),
            ("/facts/sales-experience/retail-trade", "RP315"),
            ("/roles_held/0/months", "RP203"),
            ("/roles_held/0/role", "RP306"),
            ("/shoe size", "RP201"),
        }

    def test_do_not_repeat_the_data(self):
        for body in ({"id": "p", "facts": {"dialogue": "grand"}, "secret": "x"}, '{"id": "p", "secret": "x"'):
            with pytest.raises(rp.PersonError) as caught:
                CATALOG.person_from_dict(body)
            assert [one.excerpt for one in caught.value.problems] == [""] * len(caught.value.problems)

    @pytest.mark.parametrize(
        "body, pointer, code",
        [
            ({}, "", "RP202"),
            ({"kind": "role", "id": "p"}, "/kind", "RP209"),
            ({"id": "p", "facts": {"dialogue": math.inf}}, "/facts/dialogue", "RP203"),
            ({"id": "p", "facts": {"dialogue": object()}}, "/facts/dialogue", "RP204"),
            ({"id": "p", "facts": {"dialogue": decimal.Decimal("NaN")}, "x": 1}, "/x", "RP201"),
            ("[]", "", "RP203"),
            ("{", "", "RP107"),
            (b"\xff", "", "RP105"),
            ('{"id": "p", "id": "q"}', "/id", "RP111"),
        ],
    )
    def test_have_a_code(self, body, pointer, code):
        with pytest.raises(rp.PersonError) as caught:
            CATALOG.person_from_dict(body)
        assert (pointer, code) in {(one.pointer, one.code) for one in caught.value.problems}

    def test_of_the_argument_are_refused(self):
        for wrong in ([], 7, None):
            with pytest.raises(rp.ArgumentTypeError, match="a person must be given as a map or JSON text"):
                CATALOG.person_from_dict(wrong)
        deep = {"id": "p"}
        for _ in range(2_000):
            deep = {"facts": deep}
        with pytest.raises(rp.ArgumentValueError, match="more than 24 levels deep"):
            CATALOG.person_from_dict(deep)
        with pytest.raises(rp.ArgumentValueError, match=f"more than {FILE_BYTES} bytes"):
            CATALOG.person_from_dict({"id": "p", "facts": {f"thing-{i}": "x" * 90 for i in range(3_000)}})

    def test_of_a_text_where_a_path_belongs_name_the_method_to_use(self):
        with pytest.raises(rp.ArgumentValueError) as caught:
            rp.load_person(json.dumps(BODY), CATALOG)
        assert str(caught.value) == "load_person needs a path; give the text of a person to catalog.person_from_dict"
