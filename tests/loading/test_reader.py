"""The reader: what it reads, what it refuses, and where it says the mistake is."""

import io
import json
import os
import pickle
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from roleprofile.errors import CODES, Problem
from roleprofile.loading import reader
from roleprofile.loading.decoding import ReadFailure, excerpt
from roleprofile.loading.files import read_bytes, read_stream
from roleprofile.loading.limits import Limits
from roleprofile.loading.reader import MOST_PROBLEMS, Span, parse
from roleprofile.loading.source_map import locate

LOADERS = [
    pytest.param("CSafeLoader", marks=pytest.mark.skipif(not yaml.__with_libyaml__, reason="needs libyaml")),
    "SafeLoader",
]


def tree(text, **limits):
    """What a text is read as."""
    return parse(text if isinstance(text, bytes) else text.encode(), "a.yaml", Limits(**limits))


def problems(text, **limits):
    """Why a text is refused."""
    with pytest.raises(ReadFailure) as caught:
        tree(text, **limits)
    return caught.value.problems


def problem(text, **limits):
    """Why a text is refused, for one reason."""
    (only,) = problems(text, **limits)
    return only


def refused_at(text, **limits):
    """The code, line and column of each problem."""
    return [(found.code, found.line, found.column) for found in problems(text, **limits)]


def why_unreadable(path, **limits):
    """The only problem of a file that cannot be read."""
    with pytest.raises(ReadFailure) as caught:
        read_bytes(path, Limits(**limits))
    (only,) = caught.value.problems
    return only


@pytest.fixture(params=LOADERS)
def each_loader(request, monkeypatch):
    """Run a test with libyaml, and as where it is missing."""
    monkeypatch.setattr(reader, "_LOADER", getattr(yaml, request.param))
    return request.param


class TestLimits:
    def test_are_the_documented_constants(self):
        assert Limits() == Limits(
            file_bytes=256 * 1024,
            nodes=20_000,
            depth=24,
            digits=18,
            string=10_000,
            files=10_000,
            pack_bytes=64 * 1024 * 1024,
        )

    @pytest.mark.parametrize("field", ["file_bytes", "nodes", "depth", "digits", "string", "files", "pack_bytes"])
    def test_are_at_least_one(self, field):
        with pytest.raises(ValueError, match=field):
            Limits(**{field: 0})

    def test_of_digits_stay_below_the_one_of_python(self):
        with pytest.raises(ValueError, match="digits"):
            Limits(digits=641)


class TestFile:
    def test_is_read_as_it_is(self, tmp_path):
        path = tmp_path / "a.yaml"
        path.write_bytes(b"a: 1\r\n\xff")

        assert read_bytes(path) == b"a: 1\r\n\xff"

    def test_that_is_missing_is_named(self, tmp_path):
        found = why_unreadable(tmp_path / "a.yaml")

        assert (found.code, found.message) == ("RP101", "the file does not exist")
        assert (found.path, found.line, found.column) == (str(tmp_path / "a.yaml"), 1, 1)

    @pytest.mark.parametrize("name", ["a.yaml/b.yaml", "\0", "a" * 5000])
    def test_whose_name_cannot_be_opened_is_refused(self, tmp_path, name):
        (tmp_path / "a.yaml").touch()

        assert why_unreadable(tmp_path / name).code == "RP101"

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
    def test_without_permission_is_refused(self, tmp_path):
        path = tmp_path / "a.yaml"
        path.touch(mode=0)

        assert "permission" in why_unreadable(path).message

    def test_that_is_a_folder_is_refused(self, tmp_path):
        found = why_unreadable(tmp_path)

        assert (found.code, found.message) == ("RP102", "a folder, not a file")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_that_is_a_named_pipe_is_refused_without_waiting(self, tmp_path):
        os.mkfifo(tmp_path / "a.yaml")

        found = why_unreadable(tmp_path / "a.yaml")

        assert (found.code, found.message) == ("RP102", "a named pipe, not a file")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_that_becomes_a_named_pipe_before_it_is_opened_is_refused_without_waiting(self, tmp_path, monkeypatch):
        path = tmp_path / "a.yaml"
        path.touch()
        before = path.lstat()
        path.unlink()
        os.mkfifo(path)
        monkeypatch.setattr(Path, "lstat", lambda _: before)

        assert why_unreadable(path).code == "RP102"

    @pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are told by lstat alone here")
    def test_that_becomes_a_symbolic_link_before_it_is_opened_is_refused(self, tmp_path, monkeypatch):
        target, path = tmp_path / "b.yaml", tmp_path / "a.yaml"
        target.touch()
        path.symlink_to(target)
        before = target.stat()
        monkeypatch.setattr(Path, "lstat", lambda _: before)

        assert why_unreadable(path).code == "RP103"

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
    def test_that_is_a_device_is_refused(self):
        assert why_unreadable(Path("/dev/zero")).code == "RP102"

    @pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
    def test_that_is_a_socket_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)  # the name of a socket is short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("a.yaml")

            assert why_unreadable(Path("a.yaml")).code == "RP102"

    def test_behind_a_symbolic_link_is_refused(self, tmp_path):
        (tmp_path / "b.yaml").write_text("a: 1")
        (tmp_path / "a.yaml").symlink_to("b.yaml")

        assert why_unreadable(tmp_path / "a.yaml").code == "RP103"

    def test_behind_a_dangling_symbolic_link_is_refused_as_a_link(self, tmp_path):
        (tmp_path / "a.yaml").symlink_to("nowhere.yaml")

        assert why_unreadable(tmp_path / "a.yaml").code == "RP103"

    def test_may_be_as_large_as_the_limit(self, tmp_path):
        path = tmp_path / "a.yaml"
        path.write_bytes(b"a" * 100)

        assert len(read_bytes(path, Limits(file_bytes=100))) == 100
        found = why_unreadable(path, file_bytes=99)
        assert (found.code, found.message) == ("RP104", "the file is larger than 99 bytes")

    @pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
    def test_that_claims_to_be_empty_is_held_to_the_limit_too(self):
        assert why_unreadable(Path("/proc/self/status"), file_bytes=10).code == "RP104"


class TestPackagedFile:
    def test_is_read_from_a_zip(self, tmp_path):
        root = zipped(tmp_path, {"pack/a.yaml": b"a: 1"})

        assert read_bytes(root / "pack" / "a.yaml") == b"a: 1"

    def test_is_held_to_the_limit_before_it_is_unpacked(self, tmp_path):
        root = zipped(tmp_path, {"a.yaml": bytes(50_000_000)})

        assert why_unreadable(root / "a.yaml").code == "RP104"

    @pytest.mark.parametrize("name, code", [("no.yaml", "RP101"), ("pack", "RP102")])
    def test_has_to_be_there_and_a_file(self, tmp_path, name, code):
        root = zipped(tmp_path, {"pack/a.yaml": b"a: 1"})

        assert why_unreadable(root / name).code == code

    def test_that_is_damaged_is_refused(self, tmp_path):
        root = zipped(tmp_path, {"a.yaml": b"a: 1111111111111111111"})
        archive = tmp_path / "packs.zip"
        archive.write_bytes(archive.read_bytes().replace(b"1111111111", b"2222222222"))

        assert why_unreadable(root / "a.yaml").message == "the packaged file cannot be read"


def zipped(folder, contents):
    with zipfile.ZipFile(folder / "packs.zip", "w") as archive:
        for name, data in contents.items():
            compression = zipfile.ZIP_DEFLATED if len(data) > 1000 else zipfile.ZIP_STORED
            archive.writestr(name, data, compression)
    return zipfile.Path(folder / "packs.zip")


class TestStream:
    def test_is_read_to_its_end(self):
        assert read_stream(io.BytesIO(b"a: 1")) == b"a: 1"

    def test_may_come_in_small_pieces(self):
        class Slow(io.RawIOBase):
            def __init__(self):
                self.pieces = [b"a", b": ", b"1"]

            def read(self, _size=-1, /):
                return self.pieces.pop(0) if self.pieces else b""

        assert read_stream(Slow()) == b"a: 1"

    def test_is_held_to_the_limit_without_reading_on(self):
        stream = io.BytesIO(bytes(1000))

        with pytest.raises(ReadFailure, match="-:1:1 error RP104"):
            read_stream(stream, Limits(file_bytes=10))
        assert stream.tell() == 11

    def test_that_is_closed_is_refused(self):
        stream = io.BytesIO(b"a: 1")
        stream.close()

        with pytest.raises(ReadFailure, match="RP101"):
            read_stream(stream)

    def test_that_is_not_there_is_refused(self):
        with pytest.raises(ReadFailure, match="RP101 no input to read"):
            read_stream(None)

    def test_without_input_yet_is_refused_rather_than_taken_for_empty(self):
        class Waiting(io.RawIOBase):
            def read(self, _size=-1, /):
                return None

        with pytest.raises(ReadFailure, match="RP101"):
            read_stream(Waiting(), path="stdin")


class TestCharacters:
    def test_of_a_byte_order_mark_are_skipped(self):
        assert tree("\ufeffa: 1") == {"a": 1}
        assert refused_at("\ufeffa: *b") == [("RP109", 1, 4)]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
    def test_in_another_encoding_are_refused(self, encoding):
        mark = "" if encoding in {"utf-16", "utf-32"} else "\ufeff"
        found = problem(f"{mark}kind: role\n".encode(encoding))

        assert (found.code, found.line, found.column) == ("RP105", 1, 1)
        assert encoding[:6].upper() in found.message
        assert found.excerpt == "kind: role" if encoding[-2:] != "be" else found.excerpt

    def test_in_utf_16_without_a_mark_are_refused_as_nul(self):
        found = problem("a: 1".encode("utf-16-le"))

        assert (found.code, found.column) == ("RP106", 2)
        assert "UTF-8" in found.hint

    @pytest.mark.parametrize("wrong", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80"])
    def test_that_are_not_utf_8_are_refused_where_they_stand(self, wrong):
        found = problem("a: é\nü: ö".encode() + wrong)

        assert (found.code, found.line, found.column) == ("RP105", 2, 5)
        assert found.excerpt.startswith("ü: ö")

    @pytest.mark.parametrize(
        "wrong",
        [
            *"\0\x01\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\x9f",
            *"\u2028\u2029\u202a\u202e\u2066\u2069",
            *"\ufeff\ufdd0\ufffe\uffff\U0001fffe\U0010ffff",
        ],
    )
    @pytest.mark.parametrize("before", ["a: ü", "# ", 'a: "b'])
    def test_that_nobody_sees_are_refused_wherever_they_stand(self, before, wrong):
        found = problem(f"x: 1\n{before}{wrong} b\n")

        assert (found.code, found.line, found.column) == ("RP106", 2, len(before) + 1)
        assert f"U+{ord(wrong):04X}" in found.message
        assert found.excerpt.startswith(f"{before}\ufffd")

    @pytest.mark.parametrize("escape", ["0", "a", "e", "r", "N", "L", "P", "x1b", "u202E", "u0000", "U0010FFFF"])
    def test_that_nobody_sees_are_refused_as_escapes_too(self, escape):
        found = problem(f'a:\n  - "b \\\\ \\n\\t \\{escape} c"\n')

        assert (found.code, found.line, found.column) == ("RP106", 2, 16)
        assert found.width == len(escape) + 1
        assert found.pointer == "/a/0"

    @pytest.mark.usefixtures("each_loader")
    @pytest.mark.parametrize("escape", ["ud800", "udc00", "ud83d\\ude00", "U00110000", "UFFFFFFFF"])
    def test_that_do_not_exist_are_refused_as_escapes(self, escape):
        found = problems(f'a: "\\{escape}"')[0]

        assert (found.code, found.line) == ("RP106", 1)
        assert found.column in {5, 7}

    def test_that_somebody_sees_are_read(self):
        text = "Pag-uusap, éüß, 中文, עברית, \u200fعربي, नमस्ते, 👩\u200d🔧, a\u00a0b"

        assert tree(f"a: {text}\nb: '{text}'") == {"a": text, "b": text}

    def test_that_end_a_line_may_be_those_of_windows(self):
        assert tree("a: 1\r\nb: |\r\n  c\r\n  d\r\n") == {"a": 1, "b": "c\nd\n"}
        assert refused_at("a: 1\r\nb: *c\r\n") == [("RP109", 2, 4)]
        assert problem("a: 1\r\nb: *c\r\n").excerpt == "b: *c"

    def test_that_ended_a_line_long_ago_are_refused(self):
        assert refused_at("a: 1\rb: 2\n") == [("RP106", 1, 5)]

    @pytest.mark.usefixtures("each_loader")
    @pytest.mark.parametrize("text", ["a:\n\tb: 1", "a:\n  \tb: 1", "a: [\n\tb]", "a: |\n\tb", "\ta: 1"])
    def test_that_indent_are_spaces(self, text):
        found = problem(text)

        assert found.code == "RP108"
        assert text.split("\n")[found.line - 1][found.column - 1] == "\t"

    @pytest.mark.usefixtures("each_loader")
    def test_of_a_text_may_be_tabs(self):
        assert tree("a: b # c\td\ne: 'f\tg'\nh: \"i\\tj\"\n") == {"a": "b", "e": "f\tg", "h": "i\tj"}

    def test_between_words_may_be_tabs_where_libyaml_is(self, monkeypatch):
        monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)

        assert refused_at("a:\tb") == [("RP108", 1, 3)]
        assert refused_at("a: b\tc") == [("RP108", 1, 5)]


@pytest.mark.usefixtures("each_loader")
class TestScalar:
    @pytest.mark.parametrize("text", ["0", "7", "24", "-3", "+5", "100000", "9" * 18, "-" + "9" * 18])
    def test_is_a_whole_number_in_decimal_digits(self, text):
        value = tree(f"[{text}]")[0]

        assert type(value) is int
        assert value == int(text)

    @pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
    def test_is_a_truth_value_as_in_yaml_1_2(self, text):
        assert tree(f"[{text}]") == [text.lower() == "true"]

    @pytest.mark.parametrize("text", ["null", "Null", "NULL", "~", ""])
    def test_is_null_as_in_yaml_1_2(self, text):
        assert tree(f"a: {text}\n") == {"a": None}

    @pytest.mark.parametrize(
        "text",
        [
            *["no", "No", "NO", "yes", "on", "off", "y", "n", "tRUE", "nULL", "none"],
            *["0110", "00", "-012", "0o17", "0x1F", "0b11", "1_000", "1,000"],
            *["1.10", "1.0", ".5", "5.", "1e3", "1E+3", "2511.10", "22:22", "190:20:30", "nan", "inf", ".Nan"],
            *["2026-01-31", "2026-01-31T10:00:00Z", "+", "+-1", "--1", "1 2", "٣", "\uff11", "=", "<<", ".", "..."],
        ],
    )
    def test_is_text_otherwise_as_it_is_spelt(self, text):
        assert tree(f"a:\n  {text}\n") == {"a": text}

    @pytest.mark.parametrize("text", ["1", "no", "true", "null", "~", "", ".nan", "9" * 5000])
    @pytest.mark.parametrize("quote", ["'", '"'])
    def test_in_quotes_is_text(self, text, quote):
        assert tree(f"a: {quote}{text}{quote}") == {"a": text}

    def test_in_a_block_is_text(self):
        assert tree("- |-\n  1\n- >-\n  true\n  no\n") == ["1", "true no"]

    @pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN", ".inf", "-.inf", "+.Inf", ".INF"])
    def test_is_never_infinite_or_not_a_number(self, text):
        found = problem(f"a: 1\nb: [{text}]\n")

        assert (found.code, found.line, found.column, found.width) == ("RP119", 2, 5, len(text))

    @pytest.mark.parametrize("sign", ["", "-", "+"])
    @pytest.mark.parametrize("digits", [19, 5_000, 200_000])
    def test_is_not_a_number_of_many_digits(self, sign, digits):
        found = problem(f"a: {sign}{'7' * digits}", string=250_000)

        assert (found.code, found.line, found.column) == ("RP117", 1, 4)

    def test_has_as_many_digits_as_the_limit_says(self):
        assert tree("[-123, 0123]", digits=3) == [-123, "0123"]
        assert refused_at("[1234]", digits=3) == [("RP117", 1, 2)]

    def test_is_as_long_as_the_limit_says(self):
        assert tree(f"a: {'b' * 100}", string=100) == {"a": "b" * 100}
        assert refused_at(f"a: {'b' * 101}", string=100) == [("RP118", 1, 4)]
        assert refused_at("a: |\n" + "  b\n" * 51, string=100) == [("RP118", 1, 4)]


@pytest.mark.usefixtures("each_loader")
class TestKey:
    def test_is_text(self):
        text = "a: 1\nbé: 2\n'c d': 3\n\"1\": 4\nx-1: 5\n'': 6\nnone: 7\n1st: 8\n\"<<\": 9\n"

        assert list(tree(text)) == ["a", "bé", "c d", "1", "x-1", "", "none", "1st", "<<"]

    @pytest.mark.parametrize("key", ["no", "No", "NO", "yes", "on", "OFF", "y", "n"])
    def test_that_is_a_boolean_in_yaml_1_1_only_is_text(self, key):
        assert tree(f"{key}: 1\n") == {key: 1}

    @pytest.mark.parametrize(
        "key",
        [
            *["true", "False", "null", "~", "=", "1", "-1", "+1", "0110"],
            *["0x1F", "0o17", "0b1", "1_000", "1.10", ".5", "1e3", "22:22", "2026-01-31", "2026-1-1 10:00:00"],
            *[".nan", "-.inf"],
        ],
    )
    def test_that_some_reader_of_yaml_does_not_take_for_text_has_quotes(self, key):
        found = problem(f"a: 1\n{key}: 2\n")

        assert (found.code, found.line, found.column, found.width) == ("RP112", 2, 1, len(key))
        assert f'"{key}":' in found.hint
        assert tree(f'"{key}": 2') == {key: 2}

    @pytest.mark.parametrize(
        "text, line, column",
        [
            ("a: 1\n[b]: 2\n", 2, 1),
            ("{a: 1}: 2\n", 1, 1),
            ("{[a]: 1}", 1, 2),
            ("? [a, b]\n: c\n", 1, 3),
            ("? a\n: b\n", 1, 3),
            ("x:\n  - ?   a\n    : b\n", 2, 9),
            ("{x: y, ? a : b}", 1, 10),
            ("? |\n  a\n: b\n", 1, 3),
            ("'a': {\n'' : 1,\n ~: b}", 3, 2),
        ],
    )
    def test_is_not_complex_or_missing(self, text, line, column):
        assert refused_at(text) == [("RP112", line, column)]

    def test_may_come_after_a_question(self):
        text = "a: what ?\nb ?: c\nd: who\n  ?\ne: i ? j\n"

        assert tree(text) == {"a": "what ?", "b ?": "c", "d": "who ?", "e": "i ? j"}

    def test_is_not_the_merge_key(self):
        assert refused_at("a: 1\n<<: {b: 2}\n") == [("RP113", 2, 1)]
        assert refused_at("a: &x {b: 1}\nc:\n  <<: *x\n") == [("RP109", 1, 4), ("RP113", 3, 3), ("RP109", 3, 7)]

    def test_is_there_once(self):
        found = problem("a:\n  b: 1\n  c: 2\n  'b': 3\n")

        assert (found.code, found.line, found.column, found.width) == ("RP111", 4, 3, 3)
        assert "first occurs on line 2" in found.hint
        assert found.pointer == "/a/b"

    def test_is_there_once_in_each_map_only(self):
        assert tree("a: {b: 1}\nb: [{b: 1}, {b: 2}]\n") == {"a": {"b": 1}, "b": [{"b": 1}, {"b": 2}]}

    def test_that_repeats_in_a_map_that_repeats_names_its_own_first_line(self):
        first, second = problems("a:\n  x: 1\na:\n  y: 1\n  x: 1\n  x: 2\n")

        assert (first.line, first.hint) == (3, "it first occurs on line 1; keep one of the two")
        assert (second.line, second.hint) == (6, "it first occurs on line 5; keep one of the two")

    def test_is_as_long_as_the_limit_says(self):
        assert refused_at(f"{'b' * 101}: a", string=100) == [("RP118", 1, 1)]


@pytest.mark.usefixtures("each_loader")
class TestDocument:
    @pytest.mark.parametrize(
        "text", ["", "\ufeff", "\n\n", "# nothing\n", "---\n", "--- # nothing\n...\n", "~", "null"]
    )
    def test_holds_something(self, text):
        assert refused_at(text) == [("RP121", 1, 1)]

    @pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "a: 1\n--- \n", "a: 1\n...\n---\nb: 2\n"])
    def test_is_the_only_one(self, text):
        found = problem(text)

        assert (found.code, found.line, found.column) == ("RP114", text[: text.index("---")].count("\n") + 1, 1)

    def test_may_say_where_it_begins_and_ends(self):
        assert tree("# text\n---\na: 1\n...\n# text\n") == {"a": 1}

    @pytest.mark.parametrize(
        "directive", ["%YAML 1.1", "%YAML 1.2", "%TAG ! tag:x,2026:", "%FOO", f"%YAML 1.{'1' * 5000}"]
    )
    def test_has_no_directives(self, directive):
        assert refused_at(f"# text\n{directive}\n---\na: 1\n") == [("RP107", 2, 1)]
        assert refused_at(f"a: 1\n...\n{directive}\n---\na: 1\n") == [("RP107", 3, 1)]

    def test_has_no_anchors_or_aliases(self):
        found = problems("a: &b 1\nc: [&d [], &e {}]\nf: *b\n*b : 1\n")

        assert [(each.code, each.line, each.column, each.width) for each in found] == [
            ("RP109", 1, 4, 4),
            ("RP109", 2, 5, 4),
            ("RP109", 2, 12, 4),
            ("RP109", 3, 4, 2),
            ("RP109", 4, 1, 2),
        ]

    def test_has_no_tags(self):
        text = "a: !!str 1\nb: !x {}\nc: ! []\nd: !<tag:x> 2\ne: !!python/object/apply:os.system [exit 1]\n"

        assert refused_at(text) == [("RP110", line, 4) for line in range(1, 6)]

    @pytest.mark.parametrize("text, code", [("a: *", "RP109"), ("a: &", "RP109"), ("a: !x!y z", "RP110")])
    def test_has_no_broken_anchors_aliases_or_tags_either(self, text, code):
        found = problem(text)

        assert (found.code, found.column) == (code, 4)
        assert "quotes" in found.hint

    def test_has_as_many_nodes_as_the_limit_says(self):
        assert tree("a: [b, c]", nodes=5) == {"a": ["b", "c"]}
        assert refused_at("a: [b,\n c]", nodes=4) == [("RP115", 2, 2)]
        assert refused_at("a: [b,\n []]", nodes=4) == [("RP115", 2, 2)]

    def test_is_as_deep_as_the_limit_says(self):
        assert tree("a: [[b]]", depth=3) == {"a": [["b"]]}
        assert refused_at("a: [[b]]", depth=2) == [("RP116", 1, 5)]
        assert refused_at("a: [\n{b: c}]", depth=2) == [("RP116", 2, 1)]

    def test_is_as_large_as_the_limit_says(self):
        assert tree("a: b", file_bytes=4) == {"a": "b"}
        assert refused_at("a: bc", file_bytes=4) == [("RP104", 1, 1)]

    def test_shows_all_its_problems_at_once(self):
        text = "1: 1\na: &x 2\na: .inf\nb: !!str c\nd: '\n"

        assert [code for code, _, _ in refused_at(text)] == ["RP112", "RP109", "RP111", "RP119", "RP110", "RP107"]

    def test_with_very_many_problems_shows_the_first(self):
        found = problems("".join(f"a{number}: .nan\n" for number in range(1000)))

        assert [each.line for each in found] == list(range(1, MOST_PROBLEMS + 1))
        assert "the rest of the file was not read" in found[-1].hint

    def test_may_be_any_value(self):
        assert tree("[a: 1]") == [{"a": 1}]
        assert tree("text") == "text"
        assert tree("- - a\n  - b\n-\n- {}\n- []\n") == [["a", "b"], None, {}, []]


@pytest.mark.usefixtures("each_loader")
class TestSyntaxError:
    @pytest.mark.parametrize(
        "text, line, column, word",
        [
            ("a: b: c\n", 1, 5, '": "'),
            ("a: 1\n b: 2\n", 2, 3, "indented"),
            ("a: [1, 2\nb: 3\n", 2, 2, "line 1"),
            ("a: {b: 1\nc: 3\n", 2, 2, "line 1"),
            ("x: 1\na: 'b\n", 2, 4, "no closing quote"),
            ('x: 1\na: "b\n---\n"', 2, 4, "no closing quote"),
            ("x: 1\na: @b\n", 2, 4, '"@"'),
            ("a: `b`\n", 1, 4, "quotes"),
            ("a: %b\n", 1, 4, '"%"'),
            ("- a\nb: 1\n", 2, 1, "list that begins on line 1"),
            ("a: 1\n- b\n", 2, 1, "map that begins on line 1"),
            ("a: 'b' c\n", 1, 8, "quotes"),
            ("a: |b\n", 1, 5, '"|"'),
            ("a: - b\n", 1, 4, '"- "'),
            ("a: 1\nb\nc: 2\n", 2, 1, 'no ": "'),
            ("a: ]\n", 1, 4, '"]"'),
            ("a: {b: {\n", 1, 9, "missing"),
            ('a: "b\\u12 c"\n', 1, 8, "cut off"),
        ],
    )
    def test_says_in_plain_words_what_is_wrong_and_where(self, text, line, column, word):
        found = problem(text)

        assert (found.code, found.line, found.column) == ("RP107", line, column)
        assert word in f"{found.message} {found.hint}"
        assert not {"token", "scanning", "parsing", "stream", "scalar", "mapping"} & set(found.message.split())

    def test_does_not_show_the_error_of_pyyaml(self):
        with pytest.raises(ReadFailure) as caught:
            tree("a: [")

        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


class TestProblem:
    def test_shows_the_line(self):
        found = problem("a: 1\n  \nb:   .nan # no\n")

        assert found == Problem(
            path="a.yaml",
            line=3,
            column=6,
            pointer="/b",
            code="RP119",
            message=".nan is not a usable number",
            hint="write a whole number",
            excerpt="b:   .nan # no",
            width=4,
        )

    def test_counts_columns_in_characters(self):
        assert refused_at("é😀: {ü: .nan}") == [("RP119", 1, 9)]

    def test_is_one_line_whatever_the_key_is(self):
        text = f'"a\\nb{"c" * 100}": 1\n'
        found = problem(text + text)

        assert found.message == f'the key "a b{"c" * 37}" occurs twice'

    def test_ends_with_its_line(self):
        assert problem("a: &x\n  b: 1\n").width == 2
        assert problem("a: &x 'b\n  c'\n").width == 5

    def test_has_the_pointer_of_the_place(self):
        assert problem("a/b:\n  - x\n  - {c~d: .nan}\n").pointer == "/a~1b/1/c~0d"

    def test_survives_pickling(self):
        failure = ReadFailure([problem("a: .nan")])

        assert pickle.loads(pickle.dumps(failure)).problems == failure.problems  # noqa: S301 - its own bytes
        assert str(failure) == "a.yaml:1:4 error RP119 .nan is not a usable number"

    def test_has_a_code_that_is_listed(self):
        texts = ["[", "\0", b"\xff", "a:\n\tb", "*a", "!a b", "{a, a}", "1: 2", "{<<: a}", "---\n---", "", "[.nan]"]

        assert {problem(text).code for text in texts} <= CODES.keys()


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{name}'] * 9)}]\n" for name, after in zip("abcdefgh", "bcdefghi", strict=True)
)
LARGE = 250_000
TRAPS = {
    "an alias bomb": (BOMB, "RP109"),
    "merge keys": ("a: &a {b: 1}\nc: {<<: [*a, *a]}\n", "RP109"),
    "20,000 brackets": ("[" * 20_000 + "]" * 20_000, "RP116"),
    "20,000 open brackets": ("[" * 20_000, "RP116"),
    "20,000 brackets on lines": ("[\n" * 20_000, "RP116"),
    "20,000 maps": ("{a: " * 20_000, "RP116"),
    "20,000 dashes": ("- " * 20_000, "RP116"),
    "20,000 question marks": ("? " * 20_000, "RP112"),
    "many complex keys": ("? [a]\n: b\n" * 20_000, "RP112"),
    "many marked keys": ("".join(f"? a{number}\n" for number in range(9000)), "RP112"),
    "deep blocks": ("".join(" " * depth + "a:\n" for depth in range(600)), "RP116"),
    "1 MiB of list": ("- a\n" * (1024 * 1024 // 4), "RP104"),
    "as long a list as fits": ("- a\n" * (LARGE // 4), "RP115"),
    "a long list in one line": ("[" + "a," * (LARGE // 2) + "]", "RP115"),
    "a long map in one line": ("{" + "a: b," * (LARGE // 5) + "}", "RP111"),
    "a number of 5,000 digits": ("a: " + "9" * 5_000, "RP117"),
    "a long line": ("a: " + "b " * (LARGE // 2), "RP118"),
    "a long text in quotes": ('a: "' + "b\n" * (LARGE // 2) + '"', "RP118"),
    "a long text without end": ("a: '" + "b\n" * (LARGE // 2), "RP107"),
    "a long block": ("a: |\n" + "  b\n" * (LARGE // 4), "RP118"),
    "a long comment": ("# " + "b" * LARGE, "RP121"),
    "many comments": ("# b\n" * (LARGE // 4), "RP121"),
    "many empty lines": ("\n" * LARGE, "RP121"),
    "many escapes": ('a: "' + "\\u202e" * (LARGE // 6) + '"', "RP118"),
    "many directives": ("%YAML 1.1\n" * (LARGE // 10), "RP107"),
    "many documents": ("---\n" * (LARGE // 4), "RP114"),
    "many equal keys": ("a: 1\n" * 9_000, "RP111"),
    "one repeated key": ("".join(f"a{number}: 1\n" for number in range(9_000)) + "a0: 1\n", "RP111"),
    "many anchors": ("- &a b\n" * 20_000, "RP109"),
    "many tags": ("- !a b\n" * 20_000, "RP110"),
    "many tabs": ("\t" * LARGE + "a", "RP108"),
    "nothing but NUL": ("\0" * LARGE, "RP106"),
    "lone carriage returns": ("a: 1\r" * (LARGE // 5), "RP106"),
    "line separators": ("a: 1\u2028" * (LARGE // 7), "RP106"),
}


class TestTrap:
    @pytest.mark.parametrize("name", TRAPS)
    @pytest.mark.skipif(not yaml.__with_libyaml__, reason="needs libyaml")
    def test_is_refused_at_its_place_in_under_a_second(self, name):
        text, code = TRAPS[name]
        began = time.process_time()

        found = problems(text)

        assert time.process_time() - began < 1
        assert code in {each.code for each in found}
        assert all(each.line >= 1 and each.column >= 1 for each in found)

    @pytest.mark.parametrize("name", TRAPS)
    def test_is_refused_without_libyaml_too(self, name, monkeypatch):
        monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
        text, code = TRAPS[name]

        assert code in {each.code for each in problems(text)}

    @pytest.mark.parametrize("loader", LOADERS)
    def test_does_not_overflow_a_small_stack(self, loader):
        script = """
import sys, threading, yaml
from roleprofile.loading import (reader)
from roleprofile.loading import decoding as characters
from roleprofile.loading import source_map as places
reader._LOADER = getattr(yaml, sys.argv[1])

def run():
    for text in ("[" * 20_000, "[" * 20_000 + "]" * 20_000, "{a: " * 20_000, "- " * 20_000, "? " * 20_000):
        try:
            reader.parse(text.encode(), "a.yaml")
        except characters.ReadFailure as failure:
            print(failure.problems[0].code)
        places.locate(text.encode())

threading.stack_size(32 * 1024)  # the least that Python takes
thread = threading.Thread(target=run)
thread.start()
thread.join()
"""
        done = subprocess.run(
            [sys.executable, "-c", script, loader], capture_output=True, encoding="utf-8", check=False, timeout=60
        )

        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.split() == ["RP116", "RP116", "RP116", "RP116", "RP112"]

    @pytest.mark.parametrize("name", TRAPS)
    def test_can_be_searched_for_places(self, name):
        assert () in locate(TRAPS[name][0].encode())


@pytest.mark.usefixtures("each_loader")
class TestLocate:
    def test_finds_keys_and_values(self):
        marks = locate(b"kind: role\nx:\n  - 'a b': |\n      c\n    d: [1, {e: f}] # g\nh:\n")

        assert marks == {
            (): Span(1, 1, 10),
            ("kind",): Span(1, 7, 4, 1, 1, 4),
            ("x",): Span(3, 3, 10, 2, 1, 1),
            ("x", 0): Span(3, 5, 8),
            ("x", 0, "a b"): Span(3, 12, 1, 3, 5, 5),
            ("x", 0, "d"): Span(5, 8, 11, 5, 5, 1),
            ("x", 0, "d", 0): Span(5, 9, 1),
            ("x", 0, "d", 1): Span(5, 12, 6),
            ("x", 0, "d", 1, "e"): Span(5, 16, 1, 5, 13, 1),
            ("h",): Span(6, 3, 1, 6, 1, 1),
        }

    def test_counts_characters_behind_a_byte_order_mark(self):
        assert locate("\ufeffé: 😀ü".encode())["é",] == Span(1, 4, 2, 1, 1, 1)

    def test_finds_the_first_of_two_equal_keys(self):
        assert locate(b"a: 1\na: [b]\n")["a",].line == 1

    def test_finds_what_comes_before_a_mistake(self):
        assert set(locate(b"a: 1\nb: [c, d\ne: f\n")) == {(), ("a",), ("b",), ("b", 0), ("b", 1)}

    def test_goes_on_where_only_the_value_is_refused(self):
        assert set(locate(b"a: &x .nan\nno: !x y\nb: c\n")) == {(), ("a",), ("no",), ("b",)}

    @pytest.mark.parametrize("data", [b"", b"\xff", b"\0", b"a: 1" * 100_000, b"[", b"%", "a".encode("utf-16")])
    def test_always_finds_the_document(self, data):
        assert locate(data)[()] == Span(1, 1, 1)

    def test_finds_the_values_of_the_tree_and_no_others(self):
        for path in sorted(Path(__file__).parents[2].joinpath("profiles").rglob("*.yaml")):
            data = path.read_bytes()

            assert set(locate(data)) == {pointer for pointer, _ in walk(parse(data, str(path)))}


def walk(value, pointer=()):
    """Every value of a tree with its place."""
    yield pointer, value
    if isinstance(value, dict | list):
        for step, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from walk(child, (*pointer, step))


class TestExcerpt:
    @pytest.mark.parametrize(
        "data, line, shown",
        [
            (b"a\nb\r\nc", 1, "a"),
            (b"a\nb\r\nc", 2, "b"),
            (b"a\nb\r\nc", 3, "c"),
            (b"a\n", 2, ""),
            (b"a\n", 3, ""),
            (b"a\n", 0, ""),
            (b"", 1, ""),
            ("\ufeffé".encode(), 1, "é"),
            (b"a\x1b[31mb\x00\tc", 1, "a\ufffd[31mb\ufffd c"),
            ("a\u202eb\u2028c".encode(), 1, "a\ufffdb\ufffdc"),
            (b"a\xffb", 1, "a\ufffdb"),
            ("a: é\n".encode("utf-16"), 1, "a: é"),
            ("a: é\n".encode("utf-32"), 1, "a: é"),
            (b"a" * 300, 1, "a" * 200),
        ],
    )
    def test_is_the_line_as_it_can_be_shown(self, data, line, shown):
        assert excerpt(data, line) == shown


# Mostly what means something to YAML: a text of other letters is one plain scalar.
YAML_TEXT = st.text(st.sampled_from("ab1 .-:?,[]{}#&*!|>'\"%@~\\\n\n\n  \t\r\ufeff\u2028é0x<=_+eno")) | st.text()
PLAIN_TEXT = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Cn"],
        exclude_characters="\ufeff\u2028\u2029" + "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])),
    ),
    max_size=40,
)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | PLAIN_TEXT,
    lambda children: st.lists(children, max_size=5) | st.dictionaries(PLAIN_TEXT, children, max_size=5),
    max_leaves=30,
)


def check_refusal(data, failure):
    """A refusal has problems, each at a place in the file."""
    assert failure.problems
    lines = data.decode(errors="replace").removeprefix("\ufeff").split("\n")
    for found in failure.problems:
        assert found.code in CODES
        assert 1 <= found.line <= len(lines)
        if found.code != "RP105":  # the text of another encoding has other lines
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.width >= 1
        assert found.excerpt == excerpt(data, found.line)


def check_plain(value):
    """Nothing but dicts with text keys, lists and plain values."""
    assert type(value) in {dict, list, str, int, bool, type(None)}
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_plain(child)


class TestLaws:
    @given(YAML_TEXT)
    @example("\ufeff\ufeff")
    @example("a: 'b\n")
    def test_any_text_is_a_plain_tree_or_a_refusal_at_a_place_in_the_file(self, text):
        data = text.encode()
        try:
            check_plain(parse(data, "a.yaml"))
        except ReadFailure as failure:
            check_refusal(data, failure)

    @given(st.binary())
    def test_any_bytes_are_a_plain_tree_or_a_refusal_at_a_place_in_the_file(self, data):
        try:
            check_plain(parse(data, "a.yaml"))
        except ReadFailure as failure:
            check_refusal(data, failure)

    @given(YAML_TEXT)
    def test_the_tree_and_the_places_have_the_same_pointers(self, text):
        try:
            value = parse(text.encode(), "a.yaml")
        except ReadFailure:
            assume(False)  # noqa: FBT003 - how a case is left out

        assert set(locate(text.encode())) == {pointer for pointer, _ in walk(value)}

    @given(TREES)
    def test_a_json_document_is_read_as_json_reads_it(self, value):
        assume(value is not None)
        data = json.dumps(value, ensure_ascii=False, indent=1).encode()

        assert repr(parse(data, "a.yaml")) == repr(value)

    @given(TREES)
    def test_a_place_is_where_the_value_is_written(self, value):
        text = json.dumps(value, ensure_ascii=False, indent=1)
        lines = text.split("\n")

        marks = locate(text.encode())

        for pointer, child in walk(value):
            mark = marks[pointer]
            if not isinstance(child, dict | list):
                written = lines[mark.line - 1][mark.column - 1 :][: mark.width]
                assert json.loads(written) == child
            if pointer and isinstance(pointer[-1], str):
                written = lines[mark.key_line - 1][mark.key_column - 1 :][: mark.key_width]
                assert json.loads(written) == pointer[-1]

    @given(st.text(st.sampled_from("0123456789+-._:eExobnyNOftrusl~=<aT Z"), min_size=1, max_size=12))
    @example("2026-01-31 10:00:00")
    @example("190:20:30.15")
    def test_a_key_without_quotes_is_text_to_yaml_1_1_as_well(self, key):
        # These four are needed as keys, and text since YAML 1.2: the day of an evidence, a text in Norwegian.
        assume(key.strip().casefold() not in {"yes", "no", "on", "off"})
        text = f"{key}: 1"
        try:
            value = parse(text.encode(), "a.yaml")
        except ReadFailure:
            return

        assert yaml.safe_load(text).keys() == value.keys() if isinstance(value, dict) else True

    @given(YAML_TEXT)
    @pytest.mark.skipif(not yaml.__with_libyaml__, reason="needs libyaml")
    def test_no_text_has_two_readings(self, text):
        readings = set()
        for loader in (yaml.CSafeLoader, yaml.SafeLoader):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(reader, "_LOADER", loader)
                try:
                    readings.add(repr(parse(text.encode(), "a.yaml")))
                except ReadFailure as failure:
                    check_refusal(text.encode(), failure)

        assert len(readings) <= 1


class TestModule:
    def test_works_where_libyaml_is_missing(self):
        script = """
import yaml
del yaml.CSafeLoader
from roleprofile.loading import reader
print(reader._LOADER.__name__, reader.parse(b"{a: [1]}", "a.yaml"))
"""
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)

        assert done.stdout == "SafeLoader {'a': [1]}\n"
