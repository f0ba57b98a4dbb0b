"""What counts of the facts of people in columns, where generated people seldom get."""

from __future__ import annotations

import numpy as np

import roleprofile as rp
from roleprofile.batch.checking import CellChecker, CheckedEvidence
from roleprofile.batch.held import ABSENT, OPEN, STATED, Closed, Facts, People, Proofs, Provided, StatedColumn
from roleprofile.batch.reading import stated_column
from roleprofile.rules.holdings import Index

RHETORIC, PERSUASION = "account-management:rhetoric", "account-management:persuasion"
NOBODY = Provided(3, np.zeros(0, np.intp), np.zeros(0, np.intp), ())
LEVELS = np.arange(5)


def people(columns, *, closed=None, provided=NOBODY):
    made = {slot: (lambda column=column: column) for slot, column in columns.items()}
    return People(Index.of(rp.load()), Facts(3, made, closed or Closed({}), provided))


def test_stale_values_imply_nothing():
    codes = np.full(3, STATED + 4, np.uint8)
    column = StatedColumn(LEVELS, codes, stale=np.array([True, False, False]))
    found = people({(RHETORIC, ""): column}).held(PERSUASION, "").codes

    assert found[0] == OPEN
    assert found[1] == found[2] > STATED + len(LEVELS)


def test_what_no_longer_counts_is_unknown_also_on_a_closed_list():
    column = StatedColumn(LEVELS, np.zeros(3, np.uint8), lapsed=np.array([True, False, False]))
    closed = Closed({PERSUASION: np.array([True, True, False])})

    assert people({(PERSUASION, ""): column}, closed=closed).held(PERSUASION, "").codes.tolist() == [OPEN, ABSENT, OPEN]


def test_of_several_facts_the_first_is_proven_and_the_highest_proves():
    codes = np.array([STATED + 1, OPEN, OPEN], np.uint8)
    proofs = Proofs(np.array([0, 0, 0]), np.array([1, 3, 2]), np.array([0, 0, 1]), ("test", "interview"))
    held = people({(PERSUASION, ""): StatedColumn(LEVELS, codes, proofs)}).held(PERSUASION, "")

    assert held.proven(("test",)).tolist() == [STATED + 1, OPEN, OPEN]
    assert held.proven(("interview",)).tolist() == [STATED + 2, OPEN, OPEN]
    assert held.proof(("test",)).tolist() == [3, -1, -1]
    assert held.proof(("letter",)).tolist() == [-1, -1, -1]


def test_an_amount_that_a_role_provides_is_numbered_beside_the_stated_ones():
    experience = ("account-management:sales-experience", "metal-products")
    column = StatedColumn(np.array([10, 30]), np.array([STATED, STATED + 1, OPEN], np.uint8))
    provided = Provided(3, np.array([0, 2]), np.array([0, 0]), ({experience: 24},))
    held = people({experience: column}, provided=provided).held(*experience)

    assert held.ranks.tolist() == [10, 24, 30]
    assert held.codes.tolist() == [STATED, STATED + 2, STATED + 3 + 1]


def test_of_an_amount_that_grows_the_largest_counts_unless_it_is_stale():
    checker = CellChecker(rp.load(), "2026-06-01")
    stale = CheckedEvidence(kind=0, strength=1, on=20200101, is_out=False, is_stale=True)
    checker.proofs.append(stale)
    checker.kinds.append("test")
    who, ranks, proof = np.array([0, 0, 0, 1, 1, 2]), np.array([5, 20, 30, 7, 3, 9]), np.array([0, 0, 1, 0, 0, 1])
    found = stated_column(3, who, ranks, proof, "account-management:sales-experience", checker)

    assert [found.ranks[code - STATED] for code in found.codes] == [20, 7, 9]
    assert found.stale.tolist() == [False, False, True]
    assert found.proofs is None
