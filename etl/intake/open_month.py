"""The day of a sheet that speaks of an unfinished month: “截至2026年10月9日”, “10月第2周”, “10月上旬”, “第41周”.

Such a sheet is a dated state of the open month: it belongs to that month and does not close it.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from etl.intake.labels import CHINESE_MONTH, NUMERALS
from etl.intake.period import said_in
from etl.intake.text import plain

YEAR = r"(?:(?P<year>20\d\d)(?:年度?|[-./]))?"
NUMBER = r"(?P<number>\d{1,2}|[一二三四五六])"
FORMS = {  # how a day, a week or a third of a month is written; the first that fits counts
    "day": re.compile(rf"截[至止]到?{YEAR}(?P<month>\d{{1,2}})(?:月|[-./])(?P<day>\d{{1,2}})(?!\d)"),
    "week": re.compile(rf"{YEAR}(?P<month>\d{{1,2}})月份?第{NUMBER}[周週]"),
    "third": re.compile(rf"{YEAR}(?P<month>\d{{1,2}})月份?(?P<third>[上中下])旬"),
    "week_of_year": re.compile(r"(?<![月份])(?:(?P<year>20\d\d)年度?)?第(?P<number>\d{1,2})周"),
}
DAY = re.compile(rf"{YEAR}(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]")
WEEKLY = re.compile("周报|周调度|周进展|每周|本周|一周")  # in such a text the last day is meant
ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
CUT_OFF = 20  # “2026年9月调度表（截至9月25日）”: from this day on the month's sheet with its cut-off day
MOST_DAYS_LATE = 60  # without a year a sheet that came later than this may be of any year: it is asked


def snapshot_on(texts: Iterable[str], received_on: date, years: Iterable[int] = ()) -> date | None:
    """Return the day until which a sheet of an unfinished month speaks; None where no text names one.

    口径：写到日、周、旬的，是当月的中间情况。一周自星期一起，含1日的一周为第1周，到星期日为止，不越出本月，
    也不晚于收到日。没有写年份的，取收到日以前最近的一次，相隔超过 60 天的不推断。
    到月末最后一天的，和另写明月份、截至20日以后的，不是中间情况。

    Args:
        texts: title, name of the sheet and name of the file.
        received_on: when the sheet came.
        years: the years that are named elsewhere.
    """
    texts = [CHINESE_MONTH.sub(lambda found: str(NUMERALS[found[1]]), plain(text)) for text in texts]
    for text in texts:
        named = {int(year) for year in ANY_YEAR.findall(text)} or set(years)
        for form, found in _found(text):
            year = int(found["year"]) if found["year"] else next(iter(named)) if len(named) == 1 else None
            days = _dated(form, found, year, received_on)
            if days and form != "day":
                return min(days[1], received_on) if days[0] <= received_on else days[1]
            if days:
                return None if _closes(days[1], texts) else days[1]
    return None


def in_words(day: date) -> str:
    """Say what becomes of such a sheet."""
    return (
        f"表中写的是截至{day.year}年{day.month}月{day.day}日的情况：按{day.month}月的中间情况载入，不作为截至月；"
        f"{day.month}月月末的调度表收到以后由它代替"
    )


def _closes(day: date, texts: Iterable[str]) -> bool:
    """Tell whether a sheet until a day is the month's own: until its end, or a month's sheet with a late cut-off."""
    if day.day >= monthrange(day.year, day.month)[1] - (day.month == 2):
        return True
    return day.day >= CUT_OFF and any(said.month for text in texts if (said := said_in("", text)))


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for form, pattern in FORMS.items():
        if found := pattern.search(text):
            yield form, found
    if WEEKLY.search(text) and (days := list(DAY.finditer(text))):
        yield "day", days[-1]


def _dated(form: str, found: re.Match[str], year: int | None, received_on: date) -> tuple[date, date] | None:
    """Return the first and last day of what was found, without a year those nearest before the receipt."""
    if year:
        return _days(form, found, year)
    for each in (received_on.year, received_on.year - 1):
        days = _days(form, found, each)
        if days and days[0] <= received_on and (received_on - days[1]).days <= MOST_DAYS_LATE:
            return days
    return None


def _days(form: str, found: re.Match[str], year: int) -> tuple[date, date] | None:
    try:
        if form == "week_of_year":
            monday = date.fromisocalendar(year, int(found["number"]), 1)
            return monday, monday + timedelta(days=6)
        first = date(year, int(found["month"]), 1)
        last = first.replace(day=monthrange(year, first.month)[1])
        if form == "day":
            day = first.replace(day=int(found["day"]))
            return day, day
        if form == "third":
            begins, ends = THIRDS[found["third"]]
            return first.replace(day=begins), min(first.replace(day=min(ends, last.day)), last)
        number = NUMERALS.get(found["number"]) or int(found["number"])
        monday = first - timedelta(days=first.weekday()) + timedelta(weeks=number - 1)
        begin, end = max(monday, first), min(monday + timedelta(days=6), last)
    except ValueError:  # no such day
        return None
    return (begin, end) if begin <= end else None
