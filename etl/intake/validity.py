"""Periods for which something holds (适用期): a day, month, quarter, half year or year, or a range of them.

A period ends with the last day of what is written: “2026年3月” with 31 March, “第一季度” likewise. Only “起”, “以后”,
an open dash and “长期” leave the end open. A single first day of a month is the month: a spreadsheet keeps “2026年3月”
as that day.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from etl.intake.dates import SHORT_YEAR, When
from etl.intake.quarters import NUMBERS
from etl.intake.text import is_nothing, plain
from etl.intake.values import Fault

Span = tuple[date, date]  # first and last day

YEAR = r"(?:(?P<year>(?:19|20)\d\d)(?:年度?|[-./])?)?"
MONTH = re.compile(YEAR + r"0?(?P<month>1[0-2]|[1-9])月?份?[初底末]?")
COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>\d\d)?")
DAYS = (
    re.compile(YEAR + r"0?(?P<month>1[0-2]|[1-9])月0?(?P<day>3[01]|[12]\d|[1-9])[日号]?"),
    re.compile(
        r"(?P<year>(?:19|20)\d\d)(?P<mark>[-./])0?(?P<month>1[0-2]|[1-9])(?P=mark)0?(?P<day>3[01]|[12]\d|[1-9])[日号]?"
    ),
)
QUARTER = re.compile(YEAR + r"(?:第?(?P<number>[一二三四1-4])季度?|[Qq](?P<letter>[1-4]))[初底末]?")
HALF = re.compile(YEAR + r"(?P<half>上|下)半年")
FIRST_QUARTERS = re.compile(YEAR + r"前(?P<quarters>[二两三23])(?:个)?季度")
WHOLE_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?:\.0)?(?:年度?|全年)?[初底末]?")
RANGE = re.compile(r"[至到~—–]+|(?<=[\d月日号年度])-+(?=[\d第上下一二三四QqT])")
OPEN = re.compile(r"(?:开始|起|以后|之后|后)(?:执行|适用|生效|至今)?$|[-~至到—–]+(?:今|长期|解除|另行通知)?$")
OPEN_START = re.compile(r"^(?:截至|截止到?|[-~至到—–]+)")
AROUND = re.compile(r"^[自从]|^(?:适用期|期限)[::]?|(?:止|为止|有效|期间)$")
NOT_A_PERIOD = Fault("不是起止时间，请写成 2026年3月 或 2026-03至2026-05")


def validity(cell: Any, year: int | None = None) -> tuple[When | None, When | None] | Fault | None:  # noqa: ANN401
    """Read the first and the last day of a period; None for an open side.

    Args:
        cell: what the cell says, as text or date.
        year: of the sheet, for periods without one (“第一季度”).

    Returns:
        The pair, both days exact; None where the cell says nothing; a fault where it is no period, or has no year.
    """
    text = plain(cell if isinstance(cell, str) else str(cell))
    if is_nothing(text):
        return None
    text = SHORT_YEAR.sub(r"20\1", re.sub(r"[\s,，。;；()（）]", "", text))
    text = AROUND.sub("", AROUND.sub("", text))
    if whole := _span(text, year):
        first, last = whole
        is_month = first == last and first.day == 1 and not text.endswith(("日", "号"))
        return _pair(first, last.replace(day=monthrange(last.year, last.month)[1]) if is_month else last)
    if (opened := OPEN.search(text)) and (since := _span(text[: opened.start()], year)):
        return When(since[0], "day"), None
    if (opened := OPEN_START.search(text)) and (until := _span(text[opened.end() :], year)):
        return None, When(until[1], "day")
    for cut in RANGE.finditer(text):
        before, after = text[: cut.start()], text[cut.end() :]
        quarters = "季" in after and "季" not in before  # “1-2季度”
        start = _span(f"{before}季度" if quarters else before, year)
        end = _span(after, start[0].year, before) if start else None
        if start and end:
            return _pair(start[0], end[1]) if start[0] <= end[1] else NOT_A_PERIOD
    if not year and _span(text, 2000):
        return Fault("没有写明哪一年，请写成 2026年第一季度 或 2026-03至2026-05")
    return NOT_A_PERIOD


def _pair(first: date, last: date) -> tuple[When, When]:
    return When(first, "day"), When(last, "day")


def _span(text: str, year: int | None, before: str = "") -> Span | None:
    """Return the first and last day of one period; ``before`` is what stands before the dash, for “3月10-20日”."""
    if found := WHOLE_YEAR.fullmatch(text):
        return date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31)
    if found := FIRST_QUARTERS.fullmatch(text):
        return _months(found["year"] or year, 1, 6 if found["quarters"] in "二两2" else 9)
    if found := QUARTER.fullmatch(text):
        said = found["letter"] or found["number"]
        last_month = 3 * (NUMBERS.get(said) or int(said))
        return _months(found["year"] or year, last_month - 2, last_month)
    if found := HALF.fullmatch(text):
        return _months(found["year"] or year, *((1, 6) if found["half"] == "上" else (7, 12)))
    if found := COMPACT.fullmatch(text):
        number = int(found["month"])
        if found["day"]:
            return _day(found["year"], number, int(found["day"]))
        return _months(found["year"], number, number)
    if found := next(filter(None, (days.fullmatch(text) for days in DAYS)), None):
        return _day(found["year"] or year, int(found["month"]), int(found["day"]))
    if (found := re.fullmatch(r"(\d{1,2})[日号]", text)) and (month := re.search(r"(\d{1,2})[月./-]\d{1,2}", before)):
        return _day(year, int(month[1]), int(found[1]))
    if found := MONTH.fullmatch(text):
        return _months(found["year"] or year, int(found["month"]), int(found["month"]))
    return None


def _months(year: str | int | None, first: int, last: int) -> Span | None:
    if not year:
        return None
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def _day(year: str | int | None, month: int, day: int) -> Span | None:
    try:
        return (date(int(year or 0), month, day),) * 2
    except ValueError:
        return None
