"""The blocks of a pay estimate, for a person with a job offer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import lcm

from roleprofile.model.vocabulary import UNSPECIFIED
from roleprofile.pay.estimate import ARITHMETIC, PayEstimate, PayPart
from roleprofile.presentation.blocks import Block, Grid, Heading, Paragraph, Row, Said, section, sections
from roleprofile.presentation.language import Words
from roleprofile.scoring.shares import shares


def money(currency: str, amount: Decimal) -> str:
    """An amount with its currency, the same in every language.

    >>> from decimal import Decimal
    >>> money("PHP", Decimal("12500.00"))
    'PHP 12,500.00'
    """
    return f"{currency} {amount:,f}"


def percent(share: int) -> str:
    """Parts per million as whole percent, rounded down.

    >>> percent(571_428)
    '57%'
    """
    return f"{share // 10_000}%"


def whole_percents(amounts: Sequence[Decimal]) -> tuple[int, ...]:
    """The share of each amount in whole percents, which add up to 100; 0 each if all amounts are 0.

    Shares are rounded down. The missing percents go to the largest remainders, and to the first of equal ones.

    >>> from decimal import Decimal
    >>> whole_percents([Decimal(400), Decimal(200), Decimal(100)])
    (57, 29, 14)
    """
    ratios = [amount.as_integer_ratio() for amount in amounts]
    unit = lcm(*(below for _, below in ratios))
    units = [above * (unit // below) for above, below in ratios]
    return shares([100 * one for one in units], sum(units), range(len(units)))


def pay_blocks(pay: PayEstimate, language: str) -> list[Block]:
    """The estimate: its total, its parts, notes and sources."""
    words = Words(language, pay.languages)
    percents = whole_percents([part.amount for part in pay.parts])
    return sections(
        _head(pay, percents, words), _table(pay, percents, words), _notes(pay, words), words.rules(pay.sources)
    )


def _head(pay: PayEstimate, percents: Sequence[int], words: Words) -> Said:
    say = words.say
    each = {"month": say("a month"), "year": say("a year")}[pay.period]
    figures = {
        "month": say("Calculated from the figures given for one month."),
        "year": say("Calculated from the figures given for one year."),
    }
    # The sum of the percents in the table, so that readers can check it.
    share = f"{sum(share for part, share in zip(pay.parts, percents, strict=True) if part.kind == 'share')}%"
    return [
        Heading(words.text(pay.label)),
        f"{money(pay.currency, pay.total)} {each}",
        say("{share} of it depends on results.", share=share) if pay.total else None,
        figures[pay.period],
    ]


def _table(pay: PayEstimate, percents: Sequence[int], words: Words) -> Grid:
    rows = []
    for part, share in zip(pay.parts, percents, strict=True):
        cells = [words.text(part.label), money(pay.currency, part.amount)]
        if pay.total:
            cells.append(words.say("{share} of the whole", share=f"{share}%"))
        rows.append(Row(cells, Paragraph(_how(pay, part, words), "faint")))
    return Grid(rows)


def _how(pay: PayEstimate, part: PayPart, words: Words) -> str:
    say = words.say
    notes = []
    if part.measured is not None and part.percent is not None:
        value = money(pay.currency, part.measured)
        measure = words.text(part.measure)
        rate = f"{part.percent.normalize(ARITHMETIC):f}%"
        notes.append(say("{percent} of {value} ({measure}).", percent=rate, value=value, measure=measure))
    if part.kind == "retention" and not part.paid:
        notes.append(say("Not included, because firms pay it to people they particularly want to keep."))
    elif part.kind == "retention":
        notes.append(say("Paid to people the firm wants to keep."))
    if part.main:
        notes.append(say("The main part."))
    if part.source:
        notes.append(say("Rule: {sources}.", sources=words.listed(part.source)))
    return " ".join(notes)


def _notes(pay: PayEstimate, words: Words) -> Said:
    say = words.say
    drivers = []
    for driver in pay.drivers:
        value = say("not given") if driver.value == UNSPECIFIED else words.text(driver.value_label)
        drivers.append(f"{words.text(driver.label)} ({value})")
    against = "" if pay.benchmark is None else words.text(pay.benchmark.label)
    if against and pay.of_benchmark is not None and pay.benchmark_amount is not None:
        value = money(pay.currency, pay.benchmark_amount)
        share = percent(pay.of_benchmark)
        against = say("{name}: {value}, of which this is {share}", name=against, value=value, share=share)
    larger = say("The rules name a main part, but with these amounts another part is larger.")
    return [
        section(say("Other factors of such pay, not in this estimate"), drivers),
        section(say("Usually compared with"), [against] if against else []),
        None if pay.main_is_largest else Paragraph(larger, "part"),
    ]
