"""Records that mean harm, or are only very large: answered soon, and shown without harm."""

import json
import time
from pathlib import Path

import pytest
from attrs import evolve
from resealing import resealed
from test_records import BYTES, at, changed, golden, paths_in

import roleprofile as rp
from examples import once
from roleprofile.scoring import record

GOLDEN = Path(__file__).parent / "golden"
ESCAPE = "\x1b[2J"
REFUSED = [ESCAPE, "\x00", "\r", "\x7f", "\x9b31m", "\u2028", "\u202e", "\u2066", "\ufeff", "\ud800", "\ufdd0"]


def shown(error):
    return all(c.isprintable() or c == "\n" for c in str(error))


def large(count):
    """So many requirements of 50 parts, each of another descriptor, all of them closed."""
    tree = golden()
    leaf = tree["role"]["requirements"][0]["leaves"][0] | {"keys": None, "asked_keys": []}
    one = tree["role"]["requirements"][0] | {"group": "all_of", "minimum": False}
    tree["role"]["requirements"] = [
        one | {"id": f"r-{i}", "leaves": [leaf | {"descriptor": f"golden:d-{i}-{j}"} for j in range(50)]}
        for i in range(count)
    ]
    tree["role"] |= {"extras": [], "onboarding": []}
    tree["person"] |= {"facts": [], "inferred": [], "closed": [], "all_closed": True}
    return tree


def sharing(count, asked):
    """Requirements that all read one amount, each of them asking for another."""
    tree = golden()
    leaf = next(one for one in tree["role"]["requirements"][2]["leaves"] if not one["table"])
    one = tree["role"]["requirements"][0] | {"group": "all_of", "minimum": False}
    leaves = [leaf | {"asked": asked(i), "start": 0, "at_least": 1, "worth": 100, "weight": 1} for i in range(count)]
    tree["role"]["requirements"] = [one | {"id": f"r-{i}", "leaves": leaves[i : i + 50]} for i in range(0, count, 50)]
    tree["role"] |= {"extras": [], "onboarding": []}
    tree["person"] |= {"facts": [], "inferred": [], "closed": [], "all_closed": True}
    return tree


@once
class TestTime:
    @pytest.mark.parametrize("facts", [False, True], ids=["nothing held", "all held"])
    def test_grows_with_the_role_and_not_with_its_square(self, facts):
        once_, four_times = (self.seconds(count, facts=facts) for count in (30, 120))

        # Twice as much as in proportion, because the machine may be busy; the square would be 16 times as much.
        assert four_times < 8 * once_

    @staticmethod
    def seconds(count, *, facts):
        tree = large(count)
        if facts:
            fact = {"key": "", "value": "basic", "kind": "", "ref": "", "on": ""}
            level = tree["role"]["scales"]["golden:skill"]["levels"][1]
            names = sorted(leaf["descriptor"] for one in tree["role"]["requirements"] for leaf in one["leaves"])
            tree["person"]["facts"] = [fact | {"value": level, "descriptor": name} for name in names]
        record = resealed(tree)
        start = time.process_time()
        fit = rp.Fit.from_record(record)
        took = time.process_time() - start

        assert len(fit.gaps) == count
        return took

    def test_many_parts_of_one_descriptor_are_replayed(self):
        fit = rp.Fit.from_record(resealed(sharing(1000, lambda i: i + 2)))

        assert rp.replay(fit.to_record()) == fit


class TestSize:
    def test_a_record_that_would_be_too_large_is_not_written(self, monkeypatch):
        fit = rp.Fit.from_record(BYTES)
        size = len(fit.to_record().encode())

        monkeypatch.setattr(record, "LARGEST", size)
        assert rp.replay(fit.to_record()) == fit
        for limit in (size - 1, 100):
            monkeypatch.setattr(record, "LARGEST", limit)
            with pytest.raises(rp.RecordError, match="larger than"):
                fit.to_record()

    def test_text_is_measured_in_bytes(self, monkeypatch):
        text = BYTES.decode()
        monkeypatch.setattr(record, "LARGEST", len(BYTES) - 1)

        for given_as in (text.replace("Driver", "Dr\u00efver" * 1), BYTES):
            with pytest.raises(rp.RecordError, match="larger than"):
                rp.replay(given_as)

    def test_what_replay_would_refuse_is_not_written(self, monkeypatch):
        fit = rp.Fit.from_record(BYTES)
        monkeypatch.setattr("roleprofile.scoring.record_validation.MOST_SHARED", 1)

        with pytest.raises(rp.RecordError, match="one descriptor"):
            fit.to_record()


class TestText:
    @pytest.mark.parametrize("bad", REFUSED, ids=ascii)
    def test_no_text_writes_over_the_screen(self, bad):
        tree = golden()
        texts = [path for path in paths_in(tree) if isinstance(at(tree, path), str)]
        assert len(texts) > 50

        for path in texts:
            harmful = json.dumps(changed(tree, path, at(tree, path) + bad))
            with pytest.raises(rp.RecordError) as caught:
                rp.Fit.from_record(harmful)
            assert shown(caught.value)

    @pytest.mark.parametrize("bad", REFUSED, ids=ascii)
    def test_no_key_writes_over_the_screen(self, bad):
        tree = golden()

        for path in paths_in(tree):
            if isinstance(at(tree, path), dict):
                harmful = json.dumps(changed(tree, path, at(tree, path) | {"x" + bad: "y"}))
                with pytest.raises(rp.RecordError, match=r"is not allowed in text") as caught:
                    rp.Fit.from_record(harmful)
                assert shown(caught.value)

    def test_a_fit_with_a_control_character_is_not_written(self):
        fit = evolve(rp.Fit.from_record(BYTES), person_id="c-17" + ESCAPE)

        with pytest.raises(rp.RecordError, match=r"U\+001B") as caught:
            fit.to_record()
        assert shown(caught.value)

    @pytest.mark.parametrize("odd", ["a\nb", "a\tb", "a\u200bb"], ids=ascii)
    def test_messages_quote_nothing_unshown(self, odd):
        tree = golden()

        for bad in (
            changed(tree, ("role", "requirements", 0, "leaves", 0, "scale"), odd),
            changed(tree, ("role", "requirements", 0, "id"), odd),
            changed(tree, ("result", odd), odd),
            changed(tree, ("result", "low"), odd),
            changed(tree, ("person", odd), odd),
            changed(tree, ("arithmetic",), odd),
        ):
            with pytest.raises(rp.RecordError) as caught:
                rp.replay(resealed(bad))
            assert shown(caught.value)


class TestMessages:
    @pytest.mark.parametrize("text", ["[" * 100, "{", "[1", '{"a": 1.5}', '{"a": 1, "a": 1}'])
    def test_a_message_says_once_that_it_is_no_record(self, text):
        with pytest.raises(rp.RecordError) as caught:
            rp.replay(text)
        assert str(caught.value).count("not a record") == 1
        assert "path" not in str(caught.value)

    @pytest.mark.parametrize("path", ["fit.json", "records/c-17.json", b"other.json", "C:\\fit.json", "a{1}.json"])
    def test_a_path_is_told_from_a_record(self, path):
        with pytest.raises(rp.RecordError, match="replay needs the text of a record, not a path"):
            rp.replay(path)

    def test_a_path_object_is_told_from_a_record(self):
        with pytest.raises(TypeError, match="replay needs the text of a record, not a path"):
            rp.replay(Path("fit.json"))
