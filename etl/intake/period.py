"""The month a sheet is about: said by its header, its title, the sheet's name, the file's name, or the person."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from etl.intake.labels import CHINESE_MONTH, NUMERALS
from etl.intake.text import plain

DAY = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}[日号]|(?<!\d)20\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)\d{1,2}月\d{1,2}[日号]"
)
SPAN = re.compile(r"(?:(20\d\d)年度?)?\d{1,2}月?份?[-~至到](?:(20\d\d)年)?(\d{1,2})月")
NUMBERED_YEAR = re.compile(r"(?<=\d)\s+(?=20\d\d)")  # “08 2026年台账”: a number, then the year
COUNTED = "[大件项个强条批类]"  # “2026年10大重点项目” names no month
YEAR_AND_MONTH = re.compile(
    rf"(?<!\d)(20\d\d)(?:年度?(0?[1-9]|1[0-2])月|[-./_](0?[1-9]|1[0-2])(?![\d{COUNTED[1:]})|(0[1-9]|1[0-2])(?![\d{COUNTED[1:]}))"
)
CLOSING = re.compile(r"截[至止]到?(20\d\d)?(?:年|[-./])?(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?(?!\d)")
SEVERAL_YEARS = re.compile(r"20\d\d年?[-~至到]20\d\d(?=年)")
PAST_YEAR = re.compile(r"20\d\d年(?:度)?(?:年?[底末]|以来|以前|前(?!期)|起|结转)")
CARRIED_OVER = re.compile(
    r"20\d\d年度?(?:结转|以来|以前|前(?!期)|起)"
)  # no year of the sheet, though it be the only one
PLANNED_YEAR = re.compile(r"(20\d\d)年度?(?:\w{0,6}?)(?:计划|目标|安排)")
YEAR_THEN_MONTH = re.compile(r"(?<!\d)(20\d\d)年.*?(?<!\d)(0?[1-9]|1[0-2])月")
MONTH = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])月(?!\d)")
QUARTERS = {"一季度": 3, "上半年": 6, "二季度": 6, "三季度": 9, "四季度": 12}
QUARTERS |= {f"{number}季度": 3 * number for number in (1, 2, 3, 4)}
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
    snapshot_on: date | None = None  # the sheet speaks of an unfinished month, until this day


def said_in(where: str, text: str) -> Said | None:
    """Return year and month that a title or name says; dates of a day (填报日期) are passed over."""
    text = NUMBERED_YEAR.sub("、", text)
    rest = DAY.sub(" ", CLOSING.sub(_closing_month, SEVERAL_YEARS.sub(" ", plain(text))))
    rest = CHINESE_MONTH.sub(lambda found: str(NUMERALS[found[1]]), rest)
    if found := SPAN.search(rest):
        year = found[2] or found[1] or _year(rest)
        return Said(where, int(year) if year else None, int(found[3])) if 1 <= int(found[3]) <= 12 else None
    for pattern in (YEAR_AND_MONTH, YEAR_THEN_MONTH):
        if found := pattern.search(rest):
            return Said(where, int(found[1]), int(next(filter(None, found.groups()[1:]))))
    year = _year(rest)
    if found := MONTH.search(rest):
        return Said(where, int(year) if year else None, int(found[1]))
    quarter = next((month for word, month in QUARTERS.items() if word in rest), None)
    return Said(where, int(year) if year else None, quarter) if year or quarter else None


def _closing_month(found: re.Match[str]) -> str:
    """Write “截至2026年9月30日” as its month: the last day closes it; of a day within a month nothing is said."""
    year, month, day = int(found[1] or 2024), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or day < monthrange(year, month)[1] - (month == 2):
        return " "
    return f"{found[1]}年{month}月" if found[1] else f"{month}月"


def _year(text: str) -> int | None:
    """Return the one year that a text is about: of several the one planned for, years that lie behind aside."""
    text = CARRIED_OVER.sub(" ", text)
    years = _years(text) if len(_years(text)) == 1 else _years(PAST_YEAR.sub(" ", text))
    if len(years) > 1:
        years = {int(year) for year in PLANNED_YEAR.findall(text)} & years
    return years.pop() if len(years) == 1 else None


def _years(text: str) -> set[int]:
    return {int(first or second) for first, second in YEAR.findall(text)}


def period(said: list[Said], option: date | None, *, needs_month: bool, overrules: bool = True) -> Period:
    """Settle the period from what header, title, sheet name and file name say, and the ``--month`` option.

    The option is an act of a person and overrules what the sheet says, which a notice tells; but a plan's year stays,
    and in a file of several sheets (not ``overrules``) it serves those that name no month.
    """
    years = {one.year for one in said if one.year}
    months = {one.month for one in said if one.month}
    is_told = len(years) == 1 and len(months) == 1
    if option and (overrules or not is_told) and (needs_month or not years or option.year in years):
        differs = (years and years != {option.year}) or (months and months != {option.month})
        words = "，".join(one.words for one in said if one.year or one.month)
        notice = f"表中写的是：{words}；按载入时指明的{option.year}年{option.month}月载入" if differs else None
        return Period(option.year, option, notice=notice)
    if len(years) > 1 or len(months) > 1:
        words = "，".join(one.words for one in said if one.year or one.month)
        return Period(message=f"所属月份前后不一：{words}。请改正，或指明月份（命令行：--month YYYY-MM）")
    year = years.pop() if years else None
    month = months.pop() if months else None
    if month and year:
        notice = None
        if option and option != date(year, month, 1):
            notice = f"表中写的是{year}年{month}月，载入时指明的{option.year}年{option.month}月没有采用"
        return Period(year, date(year, month, 1), notice=notice)
    if needs_month:
        found = f"只写了{month}月，没有年份" if month else f"没有写明月份{'' if year else '，也没有年份'}"
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
