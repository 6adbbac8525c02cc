"""Dates as offices write them: `2026.3`, `2026年3月`, `202603`, `2026-03-15`, Excel serials, “2025.3-2026.12”."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from etl.intake.text import is_nothing, plain
from etl.intake.values import Fault, Reader

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(18264, 73051)  # 1950 to 2099
WRITTEN = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年(?P<m1>\d{1,2})(?:月份?(?:(?P<d1>\d{1,2})[日号]?)?)?"
    r"|(?P<sep>[-./])(?P<m2>\d{1,2})(?!\d)(?:(?P=sep)(?P<d2>\d{1,2})(?!\d))?月?份?"
    r"|(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])?(?!\d))"
)
SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)(?=年\d{1,2}月)")
ONLY_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?年?(?:度|内|底|末|全年)?")
ONLY_MONTH = re.compile(r"(\d{1,2})月份?(?:底|末|初|上旬|中旬|下旬)?")
CLOCK = re.compile(r"(?<=\d)[\sT]+\d{1,2}[:：]\d{2}.*$")
ROUGHLY = re.compile(r"(?:开工|竣工|完工|投产|建成|开始|启动|前|底|末|初|上旬|中旬|下旬|左右)+$")
BEFORE_START = re.compile("[自从计划拟预已于开工:]*")
AFTER_START = re.compile("[-~/至到今开工起;,、.未待定]*")
NOT_A_DATE = Fault("不是日期，请写成 2026-03 或 2026-03-15")


class When(NamedTuple):
    """A date and how exactly it is known; a month is its first day, a year its first of January."""

    day: date
    precision: Literal["day", "month", "year"]


def date_reader(year: int | None = None) -> Reader:
    """Return the reader of dates; ``year`` completes a bare month (“3月”)."""

    def read(cell: Any) -> When | Fault | None:  # noqa: ANN401
        if isinstance(cell, date):  # datetime too
            day = cell.date() if isinstance(cell, datetime) else cell
            return When(day, "day") if 1950 <= day.year <= 2099 else NOT_A_DATE
        if type(cell) is float or type(cell) is int:
            return _from_number(cell)
        if isinstance(cell, str):
            text = without_clock(cell)
            return None if is_nothing(text) else _from_text(text, year)
        return NOT_A_DATE

    return read


def without_clock(text: str) -> str:
    """Return a text without the time of day that programs write behind a date, compact."""
    return plain(CLOCK.sub("", text))


def row_month_reader(year: int | None = None) -> Reader:
    """Return the reader of the month a row is about, to its first day; ``year`` completes “3月” and a bare 3."""
    read_date = date_reader(year)

    def read(cell: Any) -> date | Fault | None:  # noqa: ANN401
        text = plain(cell if isinstance(cell, str) else repr(cell))
        if year and (found := re.fullmatch(r"(1[0-2]|0?[1-9])(?:\.0)?", text)):
            return date(year, int(found[1]), 1)
        when = read_date(cell)
        if isinstance(when, When):
            return Fault("只有年份，没有月份，请写成 2026-03") if when.precision == "year" else when.day.replace(day=1)
        return when

    return read


def _from_text(text: str, year: int | None) -> When | Fault:
    text = SHORT_YEAR.sub(r"20\1", ROUGHLY.sub("", text))
    if found := ONLY_YEAR.fullmatch(text):
        return When(date(int(found[1]), 1, 1), "year")
    if found := WRITTEN.fullmatch(text):
        return _made(found) or Fault(f"“{text}”里没有这样的月或日，请核对")
    if year and (found := ONLY_MONTH.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return When(date(year, int(found[1]), 1), "month")
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _from_number(float(text))
    return NOT_A_DATE


def _made(found: re.Match) -> When | None:
    month = found["m1"] or found["m2"] or found["m3"]
    day = found["d1"] or found["d2"] or found["d3"]
    try:
        return When(date(int(found["year"]), int(month), int(day or 1)), "day" if day else "month")
    except ValueError:
        return None


def _from_number(cell: float) -> When | Fault:
    if cell != cell or abs(cell) > 1e9:
        return NOT_A_DATE
    whole = int(cell)
    if cell != whole and 1950 <= whole <= 2099:  # 2026.3: year and month; 2026.1 may have been 2026.10
        month = repr(cell).split(".")[1]
        if month == "1":
            return Fault("分不清是1月还是10月（数字 2026.10 会变成 2026.1），请写成 2026-01 或 2026-10")
        if len(month) <= 2 and 1 <= int(month) <= 12:
            return When(date(whole, int(month), 1), "month")
        return NOT_A_DATE
    if whole in SERIALS:
        return When(EXCEL_EPOCH + timedelta(days=whole), "day")
    if 1950 <= whole <= 2099:
        return When(date(whole, 1, 1), "year")
    return NOT_A_DATE if 10_000 <= abs(whole) <= 99_999 else _from_text(str(whole), None)  # five digits: no serial


def span(cell: Any, year: int | None = None) -> tuple[When | None, When | None] | Fault | None:  # noqa: ANN401
    """Read start and finish out of one cell: “2025.3-2026.12”, “2025年3月至2026年12月”, “2025.3-12”, “2026.3-”."""
    read = date_reader(year)
    if not isinstance(cell, str):
        single = read(cell)
        return (single, None) if isinstance(single, When) else single
    text = plain(cell)
    if is_nothing(text):
        return None
    text = SHORT_YEAR.sub(r"20\1", text)
    found = list(WRITTEN.finditer(text))
    dates = [when for one in found if (when := _made(one))]
    if len(dates) < len(found):
        return Fault(f"“{text}”里没有这样的月或日，请核对")
    if len(dates) == 2:
        return dates[0], dates[1]
    if len(dates) == 1:
        return _with_one(text, found[0], dates[0])
    years = re.fullmatch(r"((?:19|20)\d\d)年?[-~至到—]+((?:19|20)\d\d)年?", text)
    if years:
        return When(date(int(years[1]), 1, 1), "year"), When(date(int(years[2]), 1, 1), "year")
    single = read(text)
    return (single, None) if isinstance(single, When) else Fault("不是起止时间，请写成 2025.3-2026.12")


def _with_one(text: str, found: re.Match, one: When) -> tuple[When | None, When | None] | Fault:
    before, after = text[: found.start()], text[found.end() :]
    rest = re.fullmatch(r"[-~至到]+(?:年?(?P<month>\d{1,2})月?|(?P<year>(?:19|20)\d\d)年?)(?:竣工|完工|底)?", after)
    if rest and rest["month"] and 1 <= int(rest["month"]) <= 12 and not before:
        return one, When(date(one.day.year, int(rest["month"]), 1), "month")
    if rest and rest["year"] and not before:
        return one, When(date(int(rest["year"]), 1, 1), "year")
    if re.fullmatch(r"(?:(?:19|20)\d\d年?)?[-~/至到]+|.*(?:竣工|完工|投产).{0,3}", before) or re.match(
        r"竣工|完工", after
    ):
        start = re.match(r"((?:19|20)\d\d)", before)
        return When(date(int(start[1]), 1, 1), "year") if start else None, one
    if BEFORE_START.fullmatch(before) and AFTER_START.fullmatch(after):
        return one, None
    return Fault("不是起止时间，请写成 2025.3-2026.12")
