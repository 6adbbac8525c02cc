"""The month a sheet is about: said by its header, its title, the sheet's name, the file's name, or the person."""

import re
from dataclasses import dataclass
from datetime import date

from etl.intake.labels import CHINESE_MONTH, NUMERALS
from etl.intake.text import plain

DAY = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}[日号]|(?<!\d)20\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)\d{1,2}月\d{1,2}[日号]"
)
SPAN = re.compile(r"(?:(20\d\d)年度?)?\d{1,2}月?份?[-~至到](?:(20\d\d)年)?(\d{1,2})月")
YEAR_AND_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:年度?|[-./_])?(0?[1-9]|1[0-2])(?!\d)月?")
YEAR_THEN_MONTH = re.compile(r"(?<!\d)(20\d\d)年.*?(?<!\d)(0?[1-9]|1[0-2])月")
MONTH = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])月(?!\d)")
QUARTERS = {"一季度": 3, "上半年": 6, "二季度": 6, "三季度": 9, "四季度": 12}
YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[^\d-])|(?<!\d)(20\d\d)$")


@dataclass(frozen=True)
class Said:
    """What one place says of the period."""

    where: str
    year: int | None
    month: int | None

    @property
    def words(self) -> str:
        """The period in words."""
        return f"{self.where}为{f'{self.year}年' if self.year else ''}{f'{self.month}月' if self.month else ''}"


@dataclass(frozen=True)
class Period:
    """The sheet's period; ``message`` says in Chinese what is wrong where it cannot be told."""

    year: int | None = None
    month: date | None = None
    message: str | None = None
    notice: str | None = None


def said_in(where: str, text: str) -> Said | None:
    """Return year and month that a title or name says; dates of a day (填报日期) are passed over."""
    rest = DAY.sub(" ", plain(text))
    rest = CHINESE_MONTH.sub(lambda found: str(NUMERALS[found[1]]), rest)
    if found := SPAN.search(rest):
        year = found[2] or found[1] or _year(rest)
        return Said(where, int(year) if year else None, int(found[3])) if 1 <= int(found[3]) <= 12 else None
    for pattern in (YEAR_AND_MONTH, YEAR_THEN_MONTH):
        if found := pattern.search(rest):
            return Said(where, int(found[1]), int(found[2]))
    year = _year(rest)
    if found := MONTH.search(rest):
        return Said(where, int(year) if year else None, int(found[1]))
    quarter = next((month for word, month in QUARTERS.items() if word in rest), None)
    return Said(where, int(year) if year else None, quarter) if year or quarter else None


def _year(text: str) -> int | None:
    years = {int(first or second) for first, second in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def period(said: list[Said], option: date | None, *, needs_month: bool) -> Period:
    """Settle the period from what header, title, sheet name and file name say, and the ``--month`` option.

    What the sheet says itself holds; the option serves where it says nothing, and where it contradicts itself.
    """
    years = {one.year for one in said if one.year}
    months = {one.month for one in said if one.month}
    if len(years) > 1 or len(months) > 1:
        if option:
            return Period(option.year, option)
        words = "，".join(one.words for one in said if one.year or one.month)
        return Period(message=f"所属月份前后不一：{words}。请改正，或指明月份（命令行：--month YYYY-MM）")
    year = years.pop() if years else (option.year if option else None)
    month = months.pop() if months else None
    if month and year:
        notice = None
        if option and option != date(year, month, 1):
            notice = f"表中写的是{year}年{month}月，载入时指明的{option.year}年{option.month}月没有采用"
        return Period(year, date(year, month, 1), notice=notice)
    if option and month in (None, option.month) and year == option.year:
        return Period(year, option)
    if needs_month:
        found = f"只写了{month}月，没有年份" if month else "没有写明月份"
        return Period(year, message=f"表头、标题、表名和文件名{found}。请指明月份（命令行：--month YYYY-MM）")
    return Period(year)


def optional_period(said: list[Said], option: date | None) -> Period:
    """Settle the period of a sheet that needs none: where places differ, the first that names both year and month."""
    full = next((one for one in said if one.year and one.month), None)
    if full and full.year and full.month:
        return Period(full.year, date(full.year, full.month, 1))
    year = next((one.year for one in said if one.year), option.year if option else None)
    month = next((one.month for one in said if one.month), None)
    if year and month:
        return Period(year, date(year, month, 1))
    return Period(year, option if month is None else None)
