"""Dates of resumes, as people write them, and the full months between them.

A date is a day, a month or a year. The first and the last day or month both count, so January to December are 12
months. A bare year stands for its middle: from 2018 to 2020 are 24 months, and the months within one year are unknown.
Only full months count.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache

from attrs import frozen

from roleprofile.jsonresume.variants import goes_on, words
from roleprofile.model import days
from roleprofile.model.name_matching import fold

_YEAR, _MONTH = len("2026"), len("2026-03")
_DAY = datetime.timedelta(days=1)


#: Why a date does not count, and what to do.
NO_DATE = "is not a date with one meaning"
NO_DATE_HINT = "write it in the resume as 2014-06-29, 2014-06 or 2014"
NO_END_HINT = f"{NO_DATE_HINT}, or leave it out if the job goes on"


@frozen(order=True)
class Period:
    """A range of days; ``after`` is the first day behind it."""

    first: datetime.date
    after: datetime.date


@frozen
class NoPeriod:
    """The reason for which the days of a job are unknown, and what would let them count."""

    why: str
    hint: str = ""


_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[T ][0-9]{1,2}:[0-9]{2}\S*)?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.]([0-9]{4})")


def as_date(text: str) -> str:
    """A date in the form of JSON Resume where it has one meaning, else the text as it is.

    >>> as_date("2019-3"), as_date("March 2019"), as_date("03/2019"), as_date("2019-03-01T00:00:00.000Z")
    ('2019-03', '2019-03', '2019-03', '2019-03-01')
    >>> as_date("31/03/2019"), as_date("04.03.2019"), as_date("04/03/2019")
    ('2019-03-31', '2019-03-04', '04/03/2019')
    """
    if is_date(text):
        return text
    found = {date for date in (_in_numbers(text) or _in_words(text)) if is_date(date)}
    return found.pop() if len(found) == 1 else text


def _in_numbers(text: str) -> list[str]:
    """The meanings of a date in numbers: the year comes first, or it follows the month, or day and month."""
    if first := _YEAR_FIRST.fullmatch(text):
        return [_joined(*first.groups())]
    if last := _YEAR_LAST.fullmatch(text):
        one, two, year = last.groups()
        if not one:
            return [_joined(year, two)]
        day_first, month_first = _joined(year, two, one), _joined(year, one, two)
        # With points the day comes first everywhere; with a slash or a hyphen in some countries the month.
        return [day_first] if "." in text and is_date(day_first) else [day_first, month_first]
    return []


def _in_words(text: str) -> list[str]:
    """The meaning of a date with the name of a month: a month and a year, with a day or without one."""
    parts = [part for part in re.findall(r"[^\W\d_]+|\d+", fold(text)) if part not in words()["beside_a_day"]]
    months = [part for part in parts if part in _months_by_name()]
    numbers = sorted((part for part in parts if part.isdecimal()), key=len)
    if len(months) != 1 or len(months) + len(numbers) != len(parts) or [*map(len, numbers)][-1:] != [_YEAR]:
        return []
    return [_joined(numbers[-1], _months_by_name()[months[0]], *numbers[:-1])]


def _joined(*parts: str | None) -> str:
    return "-".join(part.zfill(2) for part in parts if part)


@cache
def _months_by_name() -> dict[str, str]:
    by_language = words()["months"].values()
    return {name: str(i) for names in by_language for i, some in enumerate(names, start=1) for name in some.split()}


def is_date(text: str) -> bool:
    """Whether a text is a date of a resume: ``2014-06-29``, ``2023-04`` or ``2023``, in the years 1000 to 2999.

    >>> is_date("2023-04"), is_date("present"), is_date("2023-02-30")
    (True, False, False)
    """
    return text[:1] in ("1", "2") and days.is_date(text)


def last_day(text: str) -> datetime.date:
    """The last day that a date can mean.

    >>> last_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    return datetime.date.fromisoformat(days.last_day(text))


def is_over(end: str, as_of: str | None) -> bool:
    """Whether an end date is certainly in the past; without ``as_of`` every one is.

    >>> is_over("2026-02", "2026-03-14"), is_over("2026", "2026-03-14")
    (True, False)
    """
    return as_of is None or last_day(end) <= last_day(as_of)


def period(start: str, end: str, as_of: str | None) -> Period | NoPeriod:
    """The days of a job, or the reason for which they are unknown.

    Args:
        start: A date or ``""``.
        end: A date, or ``""`` or a word such as ``Present`` for a current job.
        as_of: The month or day that the job is counted up to.
    """
    end = "" if goes_on(end) else end
    if not start:
        return NoPeriod("its months are unknown, because it has no startDate")
    for name, text, hint in (("startDate", start, NO_DATE_HINT), ("endDate", end, NO_END_HINT)):
        if text and not is_date(text):
            return NoPeriod(f"its months are unknown, because the {name} {NO_DATE}", hint)
    if not end and as_of is None:
        return NoPeriod("its months are unknown, because it has no endDate and as_of is not given")
    found = Period(_first(start), _after(end or as_of or "", as_of))
    return found if found.first < found.after else NoPeriod(_why_empty(start, end, as_of))


def _why_empty(start: str, end: str, as_of: str | None) -> str:
    if start in (end[:_YEAR], (as_of or "")[:_YEAR]) or end == start[:_YEAR]:
        return "its months are unknown, because its dates are years without months"
    if as_of is not None and _first(start) > last_day(as_of):
        return f"it does not count, because it starts after {as_of}"
    return "its months are unknown, because it ends before it starts"


def _first(text: str) -> datetime.date:
    whole = {_YEAR: text + "-07-01", _MONTH: text + "-01"}.get(len(text), text)
    return datetime.date.fromisoformat(whole)


def _after(text: str, as_of: str | None) -> datetime.date:
    last = last_day(text + "-06" if len(text) == _YEAR else text)
    return (last if as_of is None else min(last, last_day(as_of))) + _DAY


def full_months(periods: Iterable[Period]) -> int:
    """The full months that periods cover together.

    >>> full_months([period("2018-01", "2019-06", None), period("2019-03-01", "2019-12-31", None)])
    24
    """
    united: list[Period] = []
    for one in sorted(periods):
        if united and one.first <= united[-1].after:
            united[-1] = Period(united[-1].first, max(united[-1].after, one.after))
        else:
            united.append(one)
    return sum(_months(one.first, one.after) for one in united)


def _months(first: datetime.date, after: datetime.date) -> int:
    return (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
