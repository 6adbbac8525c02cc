"""Quarters as offices write them: “2026年第三季度”, “三季度”, 2026Q3, “2026年7-9月”; a year stands for its fourth."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from etl.intake.dates import When, date_reader
from etl.intake.labels import Label
from etl.intake.text import is_nothing, plain
from etl.intake.values import Fault, Reader

NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}
QUARTER = re.compile(
    r"(?:(?P<year>20\d\d)(?:年度?)?[-./]?)?第?(?:(?P<number>[一二三四1-4])季度?|Q(?P<letter>[1-4]))", re.IGNORECASE
)
MONTHS = re.compile(r"(?:(?P<year>20\d\d)年)?0?(?P<first>1|4|7|10)月?[-~至到]0?(?P<last>3|6|9|12)月")
YEAR = re.compile(r"(20\d\d)(?:\.0)?(?:年度?|全年)?")
NOT_A_QUARTER = Fault("不是季度，请写成 2026年第三季度 或 2026Q3")


def quarter_reader(year: int | None = None) -> Reader:
    """Return the reader of quarters, to their first day; ``year`` completes “三季度”."""
    read_date = date_reader(year)

    def read(cell: Any) -> date | Fault | None:  # noqa: ANN401
        if isinstance(cell, str):
            text = plain(cell)
            if is_nothing(text):
                return None
            if quarter := quarter_in(text, year):
                return quarter
            if re.search("季|Q", text):
                return Fault("没有写明哪一年，请写成 2026年第三季度") if QUARTER.search(text) else NOT_A_QUARTER
        found = YEAR.fullmatch(plain(str(cell)))
        if found:
            return date(int(found[1]), 10, 1)
        when = read_date(cell)
        return date(when.day.year, _first(when.day.month), 1) if isinstance(when, When) else NOT_A_QUARTER

    return read


def quarter_in(text: str, year: int | None = None) -> date | None:
    """Return the first day of the quarter that a plain text names; None where it names none, or no year is known."""
    if found := QUARTER.search(text):
        said = found["year"] or year
        number = found["number"] or found["letter"]
        return date(int(said), 3 * (NUMBERS.get(number) or int(number)) - 2, 1) if said else None
    found = MONTHS.search(text)
    if found and int(found["last"]) == int(found["first"]) + 2 and (found["year"] or year):
        return date(int(found["year"] or year or 0), int(found["first"]), 1)
    return None


def first_said(texts: Iterable[str]) -> date | None:
    """Return the first quarter that titles and names say."""
    return next((found for text in texts if (found := quarter_in(plain(text)))), None)


def done_from(one: Label) -> int | None:
    """Return the first month of a heading of what was done in a quarter: “二季度·完成投资” is 4; None of any other."""
    if "quarter" not in one.says.periods or one.says.measure != "done":
        return None
    first = quarter_in(plain(one.text), date.min.year)
    return first.month if first else None


def _first(month: int) -> int:
    return (month - 1) // 3 * 3 + 1
