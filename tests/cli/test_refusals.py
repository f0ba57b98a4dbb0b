"""Files that no command can use: each refusal names the file, with a place, a code, and a hint or what is allowed."""

import os
import re
import shutil
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent.parent / "laws" / "golden"
BUILT = (GOLDEN / "built.json").read_bytes()
RECORD = (GOLDEN / "record.json").read_bytes()
MAPPING = b"""\
kind: table-mapping
schema: 1
id: m
of: people
each_in: rows
header_row: 1
row_names: id
skills: [{name: patience, descriptor: patience}]
"""

LIST = ("list", "roles", "--pack", "FILE")
REPLAY = ("replay", "FILE")
RESUME = ("import", "jsonresume", "FILE", "--pack", "golden", "--id", "p-1")
TABLE = ("import", "table", "FILE", "--mapping", "m.yaml", "--pack", "golden", "-o", "people")
MAP = ("import", "table", "t.csv", "--mapping", "FILE", "--pack", "golden", "-o", "people")
SCORE = ("score", "FILE", "driver", "--pack", "golden", "--context", "fleet=bus", "--context", "region=coast")
CHECK = ("check",)


@pytest.mark.parametrize(
    "command, name, data, code",
    [
        (LIST, "a.json", b"", "RP350"),
        (LIST, "a.json", b"{}", "RP350"),
        (LIST, "a.json", RECORD, "RP350"),
        (LIST, "a.json", BUILT.replace(b'"schema":2', b'"schema":1'), "RP350"),
        (LIST, "a.json", BUILT.replace(b'"weight":4', b'"weight":5'), "RP351"),
        (LIST, "a.json", BUILT[:900], "RP351"),
        (LIST, "a.json", BUILT[:40] + b"\xff", "RP105"),
        (LIST, "a.json", BUILT[:40] + b"\x00", "RP106"),
        (LIST, "a.json", 64 * 1024 * 1024 + 1, "RP104"),
        (LIST, "a.json", None, "RP101"),
        (LIST, "a", None, "RP101"),
        (REPLAY, "a.json", b"", "RP601"),
        (REPLAY, "a.json", b"[" * 500, "RP601"),
        (REPLAY, "a.json", b'{"kind":\xff', "RP601"),
        (REPLAY, "a.json", b"[]", "RP603"),
        (REPLAY, "a.json", BUILT, "RP603"),
        (REPLAY, "a.json", b'{"kind":"record"}', "RP606"),
        (REPLAY, "a.json", 16 * 1024 * 1024 + 1, "RP104"),
        (REPLAY, "a.json", None, "RP101"),
        (RESUME, "a.json", b"", "RP601"),
        (RESUME, "a.json", b'{"skills":', "RP601"),
        (RESUME, "a.json", b"\xff", "RP105"),
        (RESUME, "a.json", b"[]", "RP602"),
        (RESUME, "a.json", b'{"candidate":{}}', "RP602"),
        (RESUME, "a.json", b'{"skills":[1]}', "RP203"),
        (RESUME, "a.json", b'{"skills":[{"name":"a","name":"b"}]}', "RP111"),
        (RESUME, "a.json", 1024 * 1024 + 1, "RP104"),
        (TABLE, "a.csv", b"", "RP508"),
        (TABLE, "a.csv", b'id\n"p-1\n', "RP501"),
        (TABLE, "a.csv", b"\xff\xfe\x00", "RP105"),
        (TABLE, "a.csv", b"id,patience,Age\np-1,good,3\n", "RP505"),
        (TABLE, "a.csv", b"id,patience\np-1,good\np-1,good\n", "RP509"),
        (TABLE, "a.csv", None, "RP101"),
        (MAP, "a.yaml", b"", "RP121"),
        (MAP, "a.yaml", b"kind: role\n", "RP209"),
        (MAP, "a.yaml", b"kind: [\n", "RP107"),
        (MAP, "a.yaml", b"kind: table-mapping\nschema: 1\nid: a\n", "RP202"),
        (SCORE, "a.yaml", b"", "RP121"),
        (SCORE, "a.yaml", b"kind: person\nschema: 1\nid: a\nfacts: {nothing: good}\n", "RP301"),
        (SCORE, "a.json", BUILT, "RP209"),
        (SCORE, "a.json", b'{"skills":[1]}', "RP209"),
        (CHECK, "roleprofile.toml", b"packs = [", "RP380"),
        (CHECK, "roleprofile.toml", b"", "RP202"),
        (CHECK, "roleprofile.toml", b"packs = []", "RP208"),
        (CHECK, "roleprofile.toml", b"pack = 1", "RP201"),
        (CHECK, "roleprofile.toml", b'packs = "golden"', "RP203"),
        (CHECK, "roleprofile.toml", b'packs = ["nowhere"]', "RP381"),
        (CHECK, "roleprofile.toml", b"\xff", "RP105"),
        (CHECK, "roleprofile.toml", "link", "RP103"),
        (CHECK, "roleprofile.toml", "pipe", "RP102"),
    ],
)
def test_a_refusal_has_the_file_a_place_a_code_and_a_hint(call, here, command, name, data, code):
    shutil.copytree(GOLDEN / "pack", here / "golden")
    (here / "m.yaml").write_bytes(MAPPING)
    (here / "t.csv").write_bytes(b"id,patience\np-1,good\n")
    if data == "link":
        (here / name).symlink_to("golden/pack.yaml")
    elif data == "pipe":
        os.mkfifo(here / name)
    elif data is not None:
        (here / name).write_bytes(data if isinstance(data, bytes) else b" " * data)

    status, out, err = call(*(name if one == "FILE" else one for one in command))

    problems = re.split(r"(?m)^(?=\S+:[0-9]+:[0-9]+ )", out + err)
    found = [one for one in problems if f" error {code} " in one]
    assert status
    assert found
    for one in found:
        assert re.match(rf"{re.escape(name)}:[1-9][0-9]*:[1-9][0-9]* error {code} \S", one)
        assert "= help: " in one or "= one of: " in one
        assert not re.search(r"\b(None|codec|Error|Traceback)\b", one)
