"""Writes golden/record-2.json and golden/built.json anew, after the golden pack, the arithmetic or a form was changed.

    python tests/laws/golden/renew.py

record.json and record-1-small.json are of arithmetic version 1 and stay as they are: nothing writes that version.

A change that was not meant is a mistake: look at the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import roleprofile as rp
from roleprofile.loading.built import built
from roleprofile.loading.load import read_packs

HERE = Path(__file__).parent
RECORD = HERE / "record-2.json"
BUILT = HERE / "built.json"
CONTEXT = {"fleet": "bus", "region": "unspecified"}


def record() -> str:
    """The record of the golden person, with a newline at its end."""
    catalog = rp.load(HERE / "pack")
    person = rp.load_person(HERE / "pack" / "people" / "driver-1.yaml", catalog)
    return catalog.scorer("driver", CONTEXT).score(person).to_record() + "\n"


if __name__ == "__main__":
    RECORD.write_text(record(), encoding="utf-8", newline="\n")
    BUILT.write_text(built(read_packs([HERE / "pack"])), encoding="utf-8", newline="\n")
