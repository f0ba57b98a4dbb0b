"""Dates of documents: a day, a month or a year, and the days that these begin and end with."""

from __future__ import annotations

import calendar
import datetime

_YEAR, _MONTH, _DAY = len("2026"), len("2026-03"), len("2026-03-14")


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year: ``2026-03-14``, ``2026-03``, ``2026``.

    >>> is_date("2026-03"), is_date("2026-13"), is_date("26")
    (True, False, False)
    """
    whole = first_day(text)
    if len(text) not in (_YEAR, _MONTH, _DAY) or not whole.replace("-", "").isascii():
        return False
    try:
        return datetime.date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        return False


def is_day(text: object) -> bool:
    """Whether a value is the text of a single day, ``YYYY-MM-DD``."""
    return isinstance(text, str) and len(text) == _DAY and is_date(text)


def first_day(text: str) -> str:
    """The first day of a date, ``YYYY-MM-DD``.

    >>> first_day("2026-03"), first_day("2026")
    ('2026-03-01', '2026-01-01')
    """
    return text + "2000-01-01"[len(text) :]


def last_day(text: str) -> str:
    """The last day of a date, ``YYYY-MM-DD``.

    >>> last_day("2024-02"), last_day("2026")
    ('2024-02-29', '2026-12-31')
    """
    month = text + "2000-12"[len(text) :]
    return month if len(month) > _MONTH else f"{month}-{_days_in(int(month[:_YEAR]), int(month[_YEAR + 1 :])):02}"


def months_after(day: str, months: int) -> str:
    """The same day of a later month, or the last one of a month that is too short.

    >>> months_after("2023-11-30", 3), months_after("9999-01-01", 12)
    ('2024-02-29', '9999-12-31')
    """
    year, month = divmod(int(day[:_YEAR]) * 12 + int(day[_YEAR + 1 : _MONTH]) - 1 + months, 12)
    if year > datetime.MAXYEAR:
        return datetime.date.max.isoformat()
    return f"{year:04}-{month + 1:02}-{min(int(day[-2:]), _days_in(year, month + 1)):02}"


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
