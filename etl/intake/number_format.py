"""What a number format makes a reader see: a percent, a value scaled by commas, a unit written behind it, nothing.

Excel's format codes (ECMA-376 part 1, 18.8.31). Only what changes the meaning of a figure is told, no rounding.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

BUILT_IN_PERCENTS = {9: "0%", 10: "0.00%"}
PIECE = re.compile(r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<sign>.)', re.DOTALL)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
UNIT = re.compile("亿元|亿|千万元|千万|百万元|百万|万元|万|千元|千|元|[KkMm](?![a-zA-Z])")
THOUSANDS = {"K": "千", "M": "百万"}
PERCENT = re.compile("[%％]")
POINTS = ".．·"
DATE = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """How one section of a format shows a number.

    Attributes:
        is_percent: the number is shown times 100, with “%”.
        power: the number is shown divided by 10 to this power.
        unit: a unit of money in the format's own text; “%” where the sign is only text behind the number.
        is_nothing: no digit is shown.
    """

    is_percent: bool = False
    power: int = 0
    unit: str | None = None
    is_nothing: bool = False


AS_IT_IS = Seen()


@lru_cache(maxsize=4096)
def is_telling(code: str) -> bool:
    """Tell whether a format shows any number as something else than the number itself."""
    return any(section.seen != AS_IT_IS for section in _sections(code))


def seen(code: str, number: float) -> Seen:
    """Return how a format shows a number."""
    sections = _sections(code)
    for section in sections:
        if section.condition and _meets(number, *section.condition):
            return section.seen
    if any(section.condition for section in sections):
        return next((section.seen for section in sections if not section.condition), AS_IT_IS)
    place = 0 if number > 0 or len(sections) == 1 else 1 if number < 0 else min(2, len(sections) - 1)
    if number == 0 and len(sections) == 2:
        place = 0
    return sections[place].seen


def _meets(number: float, sign: str, bound: Decimal) -> bool:
    held = Decimal(repr(number))
    return {
        "<": held < bound,
        ">": held > bound,
        "<=": held <= bound,
        ">=": held >= bound,
        "=": held == bound,
        "<>": held != bound,
    }[sign]


@dataclass(frozen=True)
class _Section:
    seen: Seen
    condition: tuple[str, Decimal] | None


@lru_cache(maxsize=4096)
def _sections(code: str) -> list[_Section]:
    found: list[list[re.Match]] = [[]]
    for piece in PIECE.finditer(code):
        if piece["sign"] == ";":
            found.append([])
        else:
            found[-1].append(piece)
    return [_section(pieces) for pieces in found[:3]]


def _section(pieces: list[re.Match]) -> _Section:
    condition, words, signs = None, "", ""
    for piece in pieces:
        if piece["bracket"] is not None:
            if stated := CONDITION.fullmatch(piece["bracket"]):
                condition = stated[1], Decimal(stated[2])
            elif piece["bracket"].startswith("$"):
                words += piece["bracket"][1:].split("-")[0]
        elif (literal := piece["quoted"] if piece["quoted"] is not None else piece["escaped"]) is not None:
            words += literal
            signs += "p" if literal in POINTS and literal else ""
        elif piece["sign"] is not None:
            sign = piece["sign"]
            signs += "0" if sign in "0#?" else sign if sign in ",.%@" else ""
            words += sign if sign not in "0#?,.%@ +-()/" else ""
    return _Section(_seen(signs, words), condition)


def _seen(signs: str, words: str) -> Seen:
    if "0" not in signs:
        is_date = bool(DATE.search(words))
        return Seen(is_nothing=not (is_date or "@" in signs or "general" in words.lower() or "通用" in words))
    whole = signs.replace("%", "").replace("@", "")
    last = whole.rindex("0")
    integers = whole.split(".")[0]
    commas = whole[last + 1 :].count(",") + (
        len(integers) - len(integers.rstrip(",")) if "." in whole[: last + 1] else 0
    )
    figures = integers.replace(",", "")
    below_point = len(figures.partition("p")[2].rstrip("p")) if "0p0" in figures else 0
    unit = UNIT.search(words)
    named = THOUSANDS.get(unit[0].upper(), unit[0]) if unit else None
    is_written = PERCENT.search(words) is not None
    return Seen("%" in signs, 3 * commas + below_point, "%" if is_written else named)
