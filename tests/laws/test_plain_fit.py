"""The library's fit is the one that docs/fit.md defines, computed a second time by ``plain_fit.py``."""

import plain_fit
import strategies
from hypothesis import given, settings

from examples import examples


def plain(name):
    """An id without the pack before it."""
    return name.rpartition(":")[2]


def as_document(person):
    """What is said of a person, as plain values."""
    return {
        "facts": [
            {
                "descriptor": plain(fact.descriptor),
                "key": fact.key,
                "value": fact.value,
                "evidence": fact.evidence
                and {"kind": fact.evidence.kind, "on": fact.evidence.on, "until": fact.evidence.until},
            }
            for fact in person.facts
        ],
        "closed": [plain(name) for name in person.closed],
        "roles_held": [
            {"role": plain(job.role), "months": job.months, "in_all": job.in_all} for job in person.roles_held
        ],
        "as_of": person.as_of,
    }


def said_by_the_library(fit):
    return {
        "context": {name: fit.role.context[name] for name in ("market", "size")},
        "credits": {
            one.id: (one.credit_low, one.credit_supported, one.credit_high)
            for one in (*fit.contributions, *fit.extra_contributions)
        },
        "score": (fit.low, fit.supported, fit.high),
        "known": fit.known,
        "proven": fit.proven,
        "extras": fit.extras,
        "minimums": {one.id: one.state for one in fit.minimums},
        "meets_minimum": fit.meets_minimum,
        "verdict_low": fit.verdict_low,
        "verdict_supported": fit.verdict_supported,
        "verdict_high": fit.verdict_high,
        "most": fit.situations.high,
        "most_verdict": fit.situations.verdict_high,
    }


@settings(max_examples=examples(150))
@given(strategies.cases())
def test_the_library_computes_what_the_page_says(case):
    world, person = case

    fit = world.scorer.score(person)

    assert said_by_the_library(fit) == plain_fit.plain_fit(world.documents, as_document(person), world.context)
