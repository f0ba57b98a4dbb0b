"""Dates of resumes, and the full months between them.

A date is a day, a month or a year. The first and the last day or month both count, so January to December are 12
months. A bare year stands for its middle: from 2018 to 2020 are 24 months, and the months within one year are unknown.
Only full months count.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from attrs import frozen

from roleprofile.model import days

_YEAR, _MONTH = len("2026"), len("2026-03")
_DAY = datetime.timedelta(days=1)


@frozen(order=True)
class Period:
    """A range of days; ``after`` is the first day behind it."""

    first: datetime.date
    after: datetime.date


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


def period(start: str, end: str, as_of: str | None) -> Period | str:  # noqa: PLR0911 - a reason each
    """The days of a job, or the reason for which they are unknown.

    Args:
        start: A date or ``""``.
        end: A date, or ``""`` for a current job.
        as_of: The month or day that the job is counted up to.
    """
    if not start:
        return "its months are unknown, because it has no startDate"
    for name, text in (("startDate", start), ("endDate", end)):
        if text and not is_date(text):
            return f"its months are unknown, because the {name} is not a date such as 2014-06-29, 2014-06 or 2014"
    if not end and as_of is None:
        return "its months are unknown, because it has no endDate and as_of is not given"
    found = Period(_first(start), _after(end or as_of or "", as_of))
    if found.first < found.after:
        return found
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
