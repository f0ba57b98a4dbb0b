"""The codes of other systems were looked up, not remembered: each is in the real tables, with the title given."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

import roleprofile as rp

# Real data lies beside the checkout where it lies at all; nothing of it is part of the project.
DATA = Path(__file__).parents[2].parent / "shared" / "data"
ESCO = DATA / "esco" / "classification_en.zip"
ONET = DATA / "onet" / "onet_text.zip"

pytestmark = [
    pytest.mark.skipif(not ESCO.exists(), reason=f"no ESCO tables at {ESCO.name} beside the checkout"),
    pytest.mark.skipif(not ONET.exists(), reason=f"no O*NET tables at {ONET.name} beside the checkout"),
]


def rows(archive, name, **how):
    with zipfile.ZipFile(archive) as files, files.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8"), **how)


@pytest.fixture(scope="module")
def titles():
    """Scheme to code to title."""
    return {
        "esco": {row["code"]: row["preferredLabel"] for row in rows(ESCO, "occupations_en.csv")},
        "isco-08": {row["code"]: row["preferredLabel"] for row in rows(ESCO, "ISCOGroups_en.csv")},
        "onet-soc": {
            row["O*NET-SOC Code"]: row["Title"]
            for row in rows(ONET, "db_text/Occupation Data.txt", delimiter="\t", quoting=csv.QUOTE_NONE)
        },
    }


@pytest.mark.parametrize("role", sorted(rp.load().roles))
def test_a_classification_is_in_its_scheme(role, titles):
    for entry in rp.load().roles[role].classification:
        assert titles[entry.scheme][entry.code].casefold() == entry.label.casefold()


def test_every_role_is_classified():
    assert all(role.classification for role in rp.load().roles.values())
