"""A column's label taken apart: what it names, in which unit, for which period.

`2026年1～9月完成投资(亿元)` becomes the key `{ytd}完成投资`, the unit 亿元, year 2026 and month 9. Keys are what
`data/reference/header_aliases.toml` lists, so that the aliases of a year serve the next one.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from etl.intake.heading import Meaning, meaning
from etl.intake.text import plain

CURRENCIES = "美元|美金|欧元|港元|港币|日元|英镑"
UNIT = re.compile(rf"(?:人民币)?((?:亿|千万|百万|万|千)?(?:{CURRENCIES}|元)|%|个|平方米|亩)")
MONEY_UNIT = re.compile(rf"(?:亿|千万|百万|万|千)?(?:{CURRENCIES}|元)")
MISSPELT = re.compile(
    r"(?<![^\W\d_])(?!单位|人民币|美|港|欧|日)[^\W\d_亿万千百]元(?![^\W\d_])"
)  # (事元): 亿元 or 万元?
BRACKETS = re.compile(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
BARE_UNIT = re.compile("[(\\[【〔](?:单位:?)?(亿|万|千万|百万)[)\\]】〕]")  # （亿）: the 元 left out
TRAILING_UNIT = re.compile(rf"[:/,、_-]?(?:单位:?)?((?:亿|千万|百万|万|千)(?:{CURRENCIES}|元)|%)$")
NUMERALS = {text: number for number, text in enumerate([*"一二三四五六七八九十", "十一", "十二"], start=1)}
CHINESE_MONTH = re.compile("(十[一二]?|[一二三四五六七八九])(?=月)")
SPANS = {  # of months from January, in other words
    6: re.compile("上半年|前[二两2]个?季度|[1一][-~至到][2二]季度"),
    9: re.compile("前[三3]个?季度|[1一][-~至到][3三]季度|年初[至到]第?[三3]季度末?"),
    12: re.compile("全年(?=.{0,4}完成)|[1一][-~至到][4四]季度"),
}
FROM_JANUARY = re.compile(r"自?年初(?:以来)?(?:截?[至到]|截止到?)(?=\d{1,2}月)")
YTD = re.compile(r"(?:(20\d\d)年度?)?0?1月?份?[-~至到](?:本月|(\d{1,2})月)份?(?:底|末)?")
LAST = re.compile(r"(?:截?[至止到]|截止到?)?(?:(20\d\d)年|上年|去年)(?:12月)?(?:底|末)(?:以?前)?")
UNTIL = re.compile(r"(?:截?[至到]|截止到?)(?:(20\d\d)年)?(\d{1,2})月份?(?:底|末)?")
MONTH = re.compile(r"(?:(20\d\d)年度?)?(?<!\d)(\d{1,2})月份?(?!\d)")
YEAR = re.compile(r"(20\d\d)(?:年度?)?(?!\d)")
WORDS = {"{ytd}": "1—×月", "{month}": "×月", "{last}": "至上年底", "{until}": "截至×月底", "{year}": "××年度"}
PLACEHOLDER = re.compile(r"\{\w+\}")
NOT_KEY = re.compile(r"[^\w{}]")


@dataclass(frozen=True)
class Part:
    """One cell of a header: its key with and without what stands in brackets, and what else it says."""

    key: str
    short_key: str
    unit: str | None = None
    year: int | None = None
    month: int | None = None
    is_ytd: bool = False
    bracketed: str = ""  # what stands in its brackets, units aside


@dataclass(frozen=True)
class Label:
    """A flattened header: the parts from parent to child, and unit and period, the child's before the parent's."""

    text: str
    parts: tuple[Part, ...]

    def first(self, name: str) -> object:
        """Return the value of ``name`` nearest to the child."""
        return next((getattr(part, name) for part in reversed(self.parts) if getattr(part, name) is not None), None)

    @property
    def unit(self) -> str | None:
        """The unit the header states, also “%”; several units in one bracket are joined by “/”."""
        return self.first("unit")  # type: ignore[return-value]

    @property
    def month(self) -> int | None:
        """The month of the period in the header."""
        return self.first("month")  # type: ignore[return-value]

    @property
    def year(self) -> int | None:
        """The year of the period in the header."""
        return self.first("year")  # type: ignore[return-value]

    @property
    def is_ytd(self) -> bool:
        """Whether the period runs from January."""
        return any(part.is_ytd for part in self.parts)

    @cached_property
    def _hashed(self) -> int:
        return hash((self.text, self.parts))

    def __hash__(self) -> int:
        """Return the label's hash, which is asked for with every kind of sheet, once."""
        return self._hashed

    @cached_property
    def says(self) -> Meaning:
        """What the whole path of the heading says."""
        return meaning(part.key for part in self.parts)

    @cached_property
    def keys(self) -> list[str]:
        """The keys under which the label may be known, the fullest first."""
        return [key for key, _ in self.ways]

    @cached_property
    def ways(self) -> list[tuple[str, tuple[str, ...]]]:
        """The keys under which the label may be known, the fullest first, each with the parts that it leaves out.

        A parent with a period is also tried as the period alone: `{ytd}完成情况·完成投资` as `{ytd}·完成投资`; and
        parent and child as one word: `计划·开工时间` as `计划开工时间`.
        """
        parts = [part for part in self.parts if part.key]
        full = [part.key for part in parts]
        short = [part.short_key for part in parts]
        brackets = [part.bracketed if part.short_key != part.key else "" for part in parts]
        periods = [PLACEHOLDER.search(key) for key in short[:-1]]
        of_period = [period[0] if period else key for period, key in zip(periods, short, strict=False)] + short[-1:]
        beside = [
            key.replace(period[0], "", 1) if period else "" for period, key in zip(periods, short, strict=False)
        ] + [""] * bool(short)
        ways: dict[str, tuple[str, ...]] = {}
        for keys, left in ((full, [""] * len(full)), (short, brackets), (of_period, _both(brackets, beside))):
            for start in range(len(keys) - 1):
                ways.setdefault("·".join(keys[start:]), (*full[:start], *filter(None, left[start:])))
                ways.setdefault("".join(keys[start:]), (*full[:start], *filter(None, left[start:])))
        for keys, left in ((full, [""] * len(full)), (short, brackets)):
            if keys:
                ways.setdefault(keys[-1], (*full[:-1], *filter(None, left[-1:])))
        return list(ways.items())


def _both(first: list[str], second: list[str]) -> list[str]:
    return [one + other for one, other in zip(first, second, strict=True)]


def with_unit(label: Label, unit: str) -> Label:
    """Return a label as if its last part stated a unit."""
    return Label(label.text, (*label.parts[:-1], replace(label.parts[-1], unit=unit)))


def label(texts: list[str]) -> Label:
    """Flatten the header cells of one column, parent first; a child that only repeats its parent is dropped."""
    return _label(tuple(dict.fromkeys(text for text in texts if text)))


@lru_cache(maxsize=16384)
def _label(texts: tuple[str, ...]) -> Label:
    """Return one and the same label for the same texts: what has been found out of it is not sought again."""
    return Label("·".join(texts), tuple(part(text) for text in texts))


@lru_cache(maxsize=65536)
def part(text: str) -> Part:
    """Take one header cell apart."""
    rest, unit = _unit(plain(text))
    rest = CHINESE_MONTH.sub(lambda found: str(NUMERALS[found[1]]), rest)
    rest = FROM_JANUARY.sub("1-", rest)
    for last, words in SPANS.items():
        rest = words.sub(f"1-{last}月", rest)
    rest, year, month, is_ytd = _period(rest)
    full = NOT_KEY.sub("", rest)
    short = NOT_KEY.sub("", BRACKETS.sub("", rest))
    bracketed = NOT_KEY.sub("", "".join(BRACKETS.findall(rest))) if short else ""
    return Part(full, short or full, unit, year, month, is_ytd, bracketed)


def _unit(text: str) -> tuple[str, str | None]:
    """Take the unit out of the brackets or off the end."""
    if bare := BARE_UNIT.search(text):
        return text[: bare.start()] + text[bare.end() :], f"{bare[1]}元"
    for found in BRACKETS.finditer(text):
        units = UNIT.findall(found[1])
        leftover = re.sub(r"单位|人民币|[:/,、或和]", "", UNIT.sub("", found[1]))
        if misspelt := MISSPELT.search(found[1]):
            units, leftover = (
                [misspelt[0]],
                "",
            )  # read as no unit that is known: nobody guesses a factor of ten thousand
        if units and (not leftover or MONEY_UNIT.search(found[1])):
            return text[: found.start()] + (f"({leftover})" if leftover else "") + text[found.end() :], "/".join(units)
    if UNIT.fullmatch(text):
        return "", UNIT.fullmatch(text)[1]  # type: ignore[index]
    trailing = TRAILING_UNIT.search(text)
    return (text[: trailing.start()], trailing[1]) if trailing else (text, None)


def _period(text: str) -> tuple[str, int | None, int | None, bool]:
    """Put a placeholder for the period and return its year and month."""
    for pattern, placeholder in ((YTD, "{ytd}"), (LAST, "{last}"), (UNTIL, "{until}"), (MONTH, "{month}")):
        found = pattern.search(text)
        if not found:
            continue
        year = int(found[1]) if found[1] else None
        month = int(found[2]) if pattern is not LAST and found[2] else None
        if month is not None and not 1 <= month <= 12:
            continue
        if pattern is LAST and year is not None:
            year += 1
        rest = text[: found.start()] + placeholder + text[found.end() :]
        return YEAR.sub("", rest), year or _year(rest), month, pattern is YTD
    return YEAR.sub("{year}", text, count=1), _year(text), None, False


def _year(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[1]) if found else None


def in_words(key: str) -> str:
    """Write a key as a person would write the header."""
    for placeholder, words in WORDS.items():
        key = key.replace(placeholder, words)
    return key
