"""What a record may say and what not, each limit from both sides, and the words in which it is refused."""

import copy
import json

import pytest
from attrs import evolve
from parts import label
from resealing import canonical, resealed
from worked import fit_of

import roleprofile as rp
from roleprofile.model.values import Text
from roleprofile.scoring import record, record_validation

TALK = {"id": "talk", "descriptor": "dialogue", "asks": "advanced", "evidence": ["certificate"], "source": "book"}
STUDY = {"id": "study", "descriptor": "education", "for": {"engineering": 100, "law": 40}, "asks": "bachelor"}
SALES = {"id": "sales", "asks": 24, "from": 6, "needed_for": ["sell"]}
EITHER = {
    "id": "either",
    "label": label("Either"),
    "any_of": [{"descriptor": "persuasion", "asks": "working"}, {"descriptor": "contacts", "asks": 6, "worth": 40}],
}
BOTH = {
    "id": "both",
    "label": label("Both"),
    "all_of": [
        {"descriptor": "rhetoric", "asks": "basic", "weight": 3},
        {"descriptor": "service", "for": "any", "asks": 6},
    ],
}
LEARNT = {"id": "learnt", "descriptor": "dialogue", "asks": "expert", "needed": {"within": 6}}
OPEN = {"id": "open", "descriptor": "education", "for": "context.branch", "asks": "bachelor"}
FIT = fit_of(
    [TALK, STUDY, SALES, EITHER, BOTH, LEARNT, OPEN],
    [
        ("contacts", 3),
        ("dialogue", "working", "", "certificate"),
        ("education", "master", "law"),
        ("rhetoric", "advanced"),
    ],
    ["service"],
    "large",
    context={"branch": "unspecified"},
    roles_held=[("seller", 12)],
    duties=[{"id": "sell", "label": label("Sell")}],
    extras=[{"id": "extra", "descriptor": "contacts", "asks": 5}],
    variants=[
        {
            "id": "big",
            "label": label("Big"),
            "when": {"size": "large"},
            "source": "survey",
            "set": {"talk": {"weight": 2}},
        }
    ],
)
RECORD = json.loads(FIT.to_record())
PLACES = {
    **{entry["id"]: ("role", "requirements", place) for place, entry in enumerate(RECORD["role"]["requirements"])},
    "learnt": ("role", "onboarding", 0, "entry"),
    "extra": ("role", "extras", 0),
}


def path_to(place):
    """``talk/leaves/0/asked`` is a field of a requirement, ``role/caps`` one of the role."""
    first, *rest = [int(step) if step.isdecimal() else step for step in place.split("/")]
    return (*PLACES.get(first, (first,)), *rest)


def changed(place, value):
    tree = copy.deepcopy(RECORD)
    *steps, last = path_to(place)
    inner = tree
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return resealed(tree)


def refusal(record, read=rp.Fit.from_record):
    with pytest.raises(rp.RecordError) as caught:
        read(record)
    error = caught.value
    return error.problems[0].message if isinstance(error, rp.ReplayError) else str(error)


def test_the_record_itself_is_read():
    assert rp.replay(canonical(RECORD)).to_record() == FIT.to_record()


def test_a_record_may_say_that_nothing_is_certain():
    record = fit_of([TALK]).to_record()

    assert (rp.replay(record).low, rp.replay(record).high) == (0, 1_000_000)


class TestANumber:
    @pytest.mark.parametrize(
        "place, good",
        [
            ("talk/weight", [1, 1000]),
            ("both/leaves/0/weight", [1, 1000]),
            ("either/leaves/1/worth", [1, 100]),
            ("role/onboarding/0/within", [1, 120]),
            ("talk/leaves/0/at_least", [1, 3]),
            ("sales/leaves/0/at_least", [1, 24]),
            ("sales/leaves/0/start", [0, 23]),
            ("sales/leaves/0/asked", [24, 100_000]),
            ("study/leaves/0/keys/law", [1, 100]),
            ("study/leaves/0/asked_keys/0/1", [1, 100]),
            ("talk/leaves/0/table", [[0, 0, 0, 1_000_000, 1_000_000], [0, 5, 5, 1_000_000, 1_000_000]]),
            ("role/thresholds", [{"strong": 1_000_000, "viable": 2, "stretch": 1}]),
            ("role/assessed_from", [1, 1_000_000]),
        ],
    )
    def test_at_its_limit_is_read(self, place, good):
        for value in good:
            rp.Fit.from_record(changed(place, value))

    @pytest.mark.parametrize(
        "place, bad, about",
        [
            ("talk/weight", [0, 1001], "the numbers of talk"),
            ("extra/weight", [0, 1001], "the numbers of extra"),
            ("learnt/weight", [0, 1001], "the numbers of learnt"),
            ("both/leaves/0/weight", [0, 1001], "the numbers of both"),
            ("either/leaves/1/weight", [2], "the numbers of either"),
            ("talk/leaves/0/weight", [2], "the numbers of talk"),
            ("either/leaves/1/worth", [0, 101], "the numbers of either"),
            ("talk/leaves/0/worth", [99], "the numbers of talk"),
            ("both/leaves/0/worth", [99], "the numbers of both"),
            ("role/onboarding/0/within", [0, 121], "learnt"),
            ("talk/leaves/0/at_least", [0, 4], "the numbers of talk"),
            ("sales/leaves/0/at_least", [0, 25], "the numbers of sales"),
            ("sales/leaves/0/start", [-1, 24], "the numbers of sales"),
            ("sales/leaves/0/asked", [100_001], "the numbers of sales"),
            ("sales/leaves/0/table", [[0, 1_000_000]], "the numbers of sales"),
            ("talk/leaves/0/start", [1], "the numbers of talk"),
            ("talk/leaves/0/asked", [5], "the numbers of talk"),
            ("study/leaves/0/keys/law", [0, 101], "the numbers of study"),
            ("study/leaves/0/keys", [{}, {"history": 100}], "the numbers of study"),
            ("study/leaves/0/asked_keys/0/1", [0, 101], "the numbers of study"),
            (
                "talk/leaves/0/table",
                [
                    [],
                    [0, 0, 0, 1_000_000],
                    [0, 0, 0, 1_000_000, 1_000_000, 1_000_000],
                    [1, 1, 1, 1_000_000, 1_000_000],
                    [0, 6, 5, 1_000_000, 1_000_000],
                    [0, 0, 0, 999_999, 1_000_000],
                    [0, 0, 0, 1_000_000, 999_999],
                ],
                "the numbers of talk",
            ),
            ("role/assessed_from", [-1, 1_000_001], "the share from which it is assessed"),
            ("talk/group", ["none_of"], "the numbers of talk"),
            ("either/group", [""], "the numbers of either"),
            ("either/leaves", [[]], "the numbers of either"),
            ("talk/leaves/0/evidence", [["gossip"]], "the numbers of talk"),
            (
                "role/thresholds",
                [
                    {"strong": 1_000_001, "viable": 2, "stretch": 1},
                    {"strong": 2, "viable": 2, "stretch": 1},
                    {"strong": 3, "viable": 2, "stretch": 2},
                    {"strong": 3, "viable": 2, "stretch": 0},
                    {"strong": 3, "viable": 2},
                    {"strong": 4, "viable": 3, "stretch": 2, "remote": 1},
                ],
                "its thresholds",
            ),
        ],
    )
    def test_beyond_its_limit_is_refused(self, place, bad, about):
        for value in bad:
            assert refusal(changed(place, value)) == f"the record is damaged: {about}"

    @pytest.mark.parametrize("group, most", [("any_of", 50), ("all_of", 50)])
    def test_of_parts_has_a_limit(self, group, most):
        place, name = {"any_of": ("either/leaves", "either"), "all_of": ("both/leaves", "both")}[group]
        one, other = RECORD["role"]["requirements"][PLACES[name][2]]["leaves"]

        rp.Fit.from_record(changed(place, [one] * (most - 1) + [other]))
        assert refusal(changed(place, [one] * most + [other])) == f"the record is damaged: the numbers of {name}"

    @pytest.mark.parametrize("section", ["requirements", "extras"])
    def test_of_entries_has_a_limit(self, section):
        entries = RECORD["role"][section]
        many = [*entries, *(entries[0] | {"id": f"e-{i}"} for i in range(len(entries), 501))]

        rp.Fit.from_record(changed(f"role/{section}", many[:500]))
        assert refusal(changed(f"role/{section}", many)) == "the record is damaged: too many requirements"


class TestAName:
    @pytest.mark.parametrize(
        "place, bad, about",
        [
            ("talk/source", [["film"], ["book", "film"]], "the source of talk"),
            ("sales/needed_for", [["rest"]], "the duties of sales"),
            ("role/variants/0/source", [["film"]], "big"),
            ("role/proof", [["gossip"], ["certificate", "gossip"]], "its kinds of evidence that prove a value"),
            ("role/languages", [[]], "no languages"),
            ("role/caps", [{"not_met": "stretch"}, {"not_met": "best", "unknown": "viable"}], "its caps"),
            ("talk/leaves/0/scale", ["worked:mood"], "talk is on an unknown scale"),
            ("talk/id", ["sales"], "two entries with the same id"),
            ("extra/id", ["sales"], "two entries with the same id"),
            ("learnt/id", ["sales"], "two entries with the same id"),
            ("role/scales/worked:skill/levels", [["a", "b", "c", "d", "d"], ["none"]], "scale worked:skill"),
            ("role/scales/worked:skill/labels", [[]], "scale worked:skill"),
            ("role/scales/worked:skill/descriptions", [[]], "scale worked:skill"),
            ("role/scales/worked:skill/unit", [{"en": {"other": "months"}}], "scale worked:skill"),
            ("role/scales/worked:duration/unit", [{}, {"en": {"one": "month"}}], "scale worked:duration"),
            (
                "role/scales/worked:skill",
                [{"levels": ["none"], "labels": [label("None")], "descriptions": [{}], "unit": {}}],
                "scale worked:skill",
            ),
            ("extra/leaves/0/scale", ["worked:duration2"], "extra is on an unknown scale"),
        ],
    )
    def test_that_leads_nowhere_or_twice_somewhere_is_refused(self, place, bad, about):
        for value in bad:
            assert refusal(changed(place, value)) == f"the record is damaged: {about}"

    def test_of_one_thing_on_two_scales_is_refused(self):
        leaf = RECORD["role"]["requirements"][0]["leaves"][0] | {"keys": {"law": 100}}
        tree = copy.deepcopy(RECORD)
        tree["role"]["terms"]["worked:dialogue/law"] = label("Law")
        tree["role"]["requirements"][0]["leaves"][0] = leaf

        assert refusal(resealed(tree)) == "the record is damaged: a descriptor on two scales"


class TestTheFacts:
    @pytest.mark.parametrize(
        "place, bad",
        [
            ("person/facts/1/key", ["law"]),
            ("person/facts/2/key", [""]),
            ("person/inferred/0/because/detail", ["none of these", 5]),
            ("person/inferred/1/because/detail", [-1, 1201, "advanced"]),
            ("person/inferred/0/because/kind", ["guess"]),
        ],
    )
    def test_that_contradict_the_role_are_refused(self, place, bad):
        for value in bad:
            assert refusal(changed(place, value)) == "the record is damaged: its facts contradict each other"

    def test_say_an_amount_within_its_limits(self):
        for amount in (0, 100_000):
            rp.Fit.from_record(changed("person/facts/0/value", amount))
        for amount in (-1, 100_001, "3"):
            said = refusal(changed("person/facts/0/value", amount))
            assert said == f"the record is damaged: {amount!r} is not an amount"

    def test_that_are_stated_and_presumed_are_refused(self):
        stated = {"descriptor": "worked:sales", "key": "", "value": 3, "kind": "", "ref": "", "on": ""}
        facts = [*RECORD["person"]["facts"], stated]

        assert refusal(changed("person/facts", facts)) == "the record is damaged: its facts contradict each other"

    def test_say_what_is_presumed_in_months_of_a_life(self):
        for months in (0, 1200):
            rp.Fit.from_record(changed("person/inferred/1/because/detail", months))


READS = "this version of the library replays schema and arithmetic 1 or 2"


class TestWhatIsNoRecord:
    @pytest.mark.parametrize(
        "text, said",
        [
            ("{}", 'not a record: "kind" is not "record"'),
            ("[]", 'not a record: "kind" is not "record"'),
            ('{"kind": "role"}', 'not a record: "kind" is not "record"'),
            ('{"kind": "record", "schema": 2, "arithmetic": 1}', f"this record has schema 2 and arithmetic 1; {READS}"),
            ('{"kind": "record", "schema": 1, "arithmetic": 2}', f"this record has schema 1 and arithmetic 2; {READS}"),
            ('{"kind": "record", "schema": 3, "arithmetic": 3}', f"this record has schema 3 and arithmetic 3; {READS}"),
            ('{"kind": "record", "schema": 1}', f"this record has schema 1 and no arithmetic; {READS}"),
            ("[" * 30, "not a record: the brackets do not match or are nested too deeply"),
        ],
    )
    def test_is_refused_in_these_words(self, text, said):
        assert refusal(text) == said
        assert refusal(text.encode()) == said

    @pytest.mark.parametrize("path", ["record.json", "a/b.json"])
    def test_is_told_to_be_a_path_where_it_looks_like_one(self, path):
        with pytest.raises(rp.ReplayError) as caught:
            rp.replay(path)
        (problem,) = caught.value.problems

        assert problem.message.startswith("not a record: ")
        assert problem.hint == "replay needs the text of a record, not a path"

    @pytest.mark.parametrize("text", ["{", "record", "[1.5]"])
    def test_is_not_told_to_be_a_path_where_it_does_not(self, text):
        with pytest.raises(rp.ReplayError) as caught:
            rp.replay(text)

        assert "a path" not in caught.value.problems[0].hint

    @pytest.mark.parametrize("given", [None, 3, {}])
    def test_is_of_another_type(self, given):
        with pytest.raises(TypeError) as caught:
            rp.Fit.from_record(given)

        assert str(caught.value) == f"replay needs the text of a record, not a path: {type(given).__name__}"

    def test_is_named_where_it_differs_from_what_it_says(self):
        assert refusal(changed("talk/label", {"en": "Talk", "zz": 3})).startswith("the record is damaged: ")
        assert (
            refusal(changed("person/closed", ["worked:service", "worked:rest"]))
            == "the record is damaged: /person/closed does not have the form of a record"
        )


class TestAReplay:
    @pytest.mark.parametrize(
        "place, value, where, said",
        [
            ("result/low", 1, "low", "1"),
            ("result/verdict_low", "strong", "verdict_low", '"strong"'),
            ("result/contributions/0/share/1", 5, "contributions, 0, share, 1", "5"),
            ("result/gaps", [], "gaps", "[]"),
            ("result", {}, "contributions", "null"),
            ("result", None, "everything", "null"),
        ],
    )
    def test_names_the_first_result_that_differs(self, place, value, where, said):
        message = refusal(changed(place, value), rp.replay)

        start = f"the result differs in {where}: the record says {said}, but the replay gives "
        assert message.startswith(start)
        right = RECORD["result"]
        for step in where.split(", ") if where != "everything" else ():
            right = right[int(step) if step.isdecimal() else step]
        written = json.dumps(right, sort_keys=True, separators=(",", ":"))
        assert message.removeprefix(start) == written[:60]
        # From the record alone nothing of its result is read.
        assert rp.Fit.from_record(changed(place, value)).low == FIT.low

    @pytest.mark.parametrize(
        "place, value, starts",
        [
            ("result/low", 12345, "12345"),
            ("result/gaps", [], "[]"),
            ("person/closed", ["worked:rest"], "["),
        ],
    )
    def test_says_in_which_line_and_column_it_differs(self, place, value, starts):
        text = json.dumps(json.loads(changed(place, value)), indent=2)
        with pytest.raises(rp.ReplayError) as caught:
            rp.replay(text)
        (problem,) = caught.value.problems

        line = text.splitlines()[problem.line - 1]
        assert line.strip().startswith(f'"{place.rpartition("/")[2]}": {starts}')
        assert line[problem.column - 1 :].startswith(starts)


class TestWhatHasNoRecord:
    """What could not be replayed is refused when it is written, in these words."""

    def test_is_a_role_with_too_many_parts_of_one_descriptor(self, monkeypatch):
        """Dialogue, education and contacts are read twice and four others once: 3 * 2 * 2 + 4 comparisons."""
        monkeypatch.setattr(record_validation, "MOST_SHARED", 16)
        assert json.loads(FIT.to_record()) == RECORD

        monkeypatch.setattr(record_validation, "MOST_SHARED", 15)
        with pytest.raises(rp.RecordError, match=r"^this fit has no record\b.* one descriptor$"):
            FIT.to_record()
        with pytest.raises(rp.RecordError, match=r" the record is damaged: too many .* one descriptor\n"):
            rp.replay(resealed(RECORD))

    def test_is_text_with_control_characters(self):
        with pytest.raises(rp.RecordError, match=r"^this fit has no record\b.* U\+0007 .*: p\\x07 1$"):
            evolve(FIT, person_id="p\x07 1").to_record()
        with pytest.raises(rp.RecordError, match=r" the record is damaged: .*U\+0007 .*: p\\x07 1\n"):
            rp.replay(changed("person/id", "p\x07 1"))

    def test_is_text_of_the_role_with_control_characters(self):
        role = evolve(FIT.role, label=Text({"en": "Ho\x07st"}))
        for person in ("p-1", "p\x08-2"):
            with pytest.raises(rp.RecordError, match=r"^this fit has no record\b.* U\+0007 .*: Ho\\x07st$"):
                evolve(FIT, role=role, person_id=person).to_record()

    def test_is_what_would_be_too_large(self, monkeypatch):
        whole = FIT.to_record()
        monkeypatch.setattr(record, "LARGEST", len(whole))
        assert FIT.to_record() == whole
        assert rp.replay(whole).to_record() == rp.replay(whole.encode()).to_record() == whole

        monkeypatch.setattr(record, "LARGEST", len(whole) - 1)
        with pytest.raises(rp.RecordError, match=rf"^this fit has no record\b.* {len(whole) - 1:,} bytes.* keys$"):
            FIT.to_record()
        for given in (whole, whole.encode()):
            with pytest.raises(rp.RecordError, match=rf" the record is larger than {len(whole) - 1:,} bytes\n"):
                rp.replay(given)

    def test_is_known_to_be_too_large_before_the_result_is_worked_out(self, monkeypatch):
        parts = canonical({name: part for name, part in RECORD.items() if name not in ("result", "digest")})
        monkeypatch.setattr(record, "LARGEST", len(parts) - 1)

        with pytest.raises(rp.RecordError, match="larger than"):
            record.to_record(FIT.role, FIT.person_id, FIT.holdings, lambda: pytest.fail("was worked out"))

    def test_is_measured_in_bytes(self, monkeypatch):
        """An id of three letters that takes four bytes more."""
        fit = evolve(FIT, person_id="\u00e9\u20ac1")
        whole = fit.to_record()
        assert len(whole.encode()) == len(whole) + 3

        monkeypatch.setattr(record, "LARGEST", len(whole) + 3)
        assert rp.replay(fit.to_record()).to_record() == whole
        monkeypatch.setattr(record, "LARGEST", len(whole) + 2)
        for attempt in (fit.to_record, lambda: rp.replay(whole), lambda: rp.replay(whole.encode())):
            with pytest.raises(rp.RecordError, match="larger than"):
                attempt()
