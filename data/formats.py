"""How figures are written, everywhere: pages, exports, reports, the command line.

Numbers are rounded half up on decimals, with thousands separators and a true minus; what has no value is "—".
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from typing_extensions import TypeIs

from data.quarters import quarter_words

NONE = "—"
MINUS = "−"
WAN_PER_YI = 10_000

# light → sign and word; the colour is the third mark and belongs to the screen
LIGHTS = {"ahead": ("▲", "超前"), "normal": ("●", "正常"), "slow": ("◆", "偏慢"), "behind": ("▼", "滞后")}
LIGHTS |= {  # states without a verdict, see data/project_state.py
    "doubtful": ("◇", "疑似单位错，待核"),
    "unreported": ("○", "今年未报"),
    "unknown_before": ("○", "此前月份未载入"),
    "removed": ("○", "已调出"),
    "outside_plan": ("○", "计划外"),
    "not_counted": ("○", "不计入完成率"),
}
NOT_DUE = ("○", "未到期")


def is_missing(value: Any) -> TypeIs[None]:  # noqa: ANN401
    """Tell whether a cell has no value: None, NaN, NaT or pandas' NA."""
    if value is None:
        return True
    if isinstance(value, str):
        return False
    answer = value != value  # noqa: PLR0124  (true for NaN and NaT only)
    return answer if isinstance(answer, bool) else str(answer) in {"True", "<NA>"}


def rounded(value: float | Decimal, places: int) -> Decimal:
    """Round half up on the decimal a person would read, never on the binary fraction behind it."""
    exact = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    result = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return result if result else abs(result)  # no −0


def number(value: float | Decimal | None, places: int = 0, *, is_signed: bool = False) -> str:
    """Write a number: 1,234 or −12.5; ``is_signed`` puts + before what is above zero."""
    if is_missing(value):
        return NONE
    figure = rounded(value, places)
    sign = MINUS if figure < 0 else "+" if is_signed and figure > 0 else ""
    return f"{sign}{abs(figure):,.{places}f}"


def money_unit(*amounts_wan: float | Decimal | None) -> str:
    """Return the unit for amounts that stand together: 亿元 as soon as one of them reaches 1 亿, else 万元."""
    present = [abs(rounded(amount, 0)) for amount in amounts_wan if not is_missing(amount)]
    return "亿元" if max(present, default=0) >= WAN_PER_YI else "万元"


def money_figure(amount_wan: float | Decimal | None, unit: str) -> str:
    """Write an amount in a unit that the header gives: two decimals in 亿元, none in 万元 (two below 1)."""
    if is_missing(amount_wan):
        return NONE
    if unit == "亿元":
        exact = amount_wan if isinstance(amount_wan, Decimal) else Decimal(format(amount_wan, ".15g"))
        return number(exact / WAN_PER_YI, 2)
    return number(amount_wan, 2 if 0 < abs(float(amount_wan)) < 1 else 0)


def money(amount_wan: float | Decimal | None) -> str:
    """Write an amount with its unit: 1.23 亿元, 9,876 万元."""
    if is_missing(amount_wan):
        return NONE
    unit = money_unit(amount_wan)
    return f"{money_figure(amount_wan, unit)} {unit}"


def adding_up(parts: Sequence[float | Decimal], total: Decimal, places: int = 1) -> list[Decimal]:
    """Round parts so that they add up to ``total`` as written: each down, then the largest remainders one unit up.

    No part moves by a whole unit of the last place, and a part of zero stays zero.

    Args:
        parts: what adds up to the total but for its rounding.
        total: rounded to ``places``, less than one unit from the sum of the parts.
        places: decimals.
    """
    unit = Decimal(1).scaleb(-places)
    exact = [part if isinstance(part, Decimal) else Decimal(format(part, ".15g")) for part in parts]
    written = [part.quantize(unit, rounding=ROUND_FLOOR) for part in exact]
    short = int(((total - sum(written)) / unit).to_integral_value())
    largest = sorted(range(len(exact)), key=lambda at: (written[at] - exact[at], at))
    for at in largest[: max(short, 0)]:
        written[at] += unit
    return [part or abs(part) for part in written]


def percent(share: float | Decimal | None, places: int = 1, *, is_signed: bool = False) -> str:
    """Write a fraction as percent: 0.684 → 68.4%."""
    if is_missing(share):
        return NONE
    exact = share if isinstance(share, Decimal) else Decimal(format(share, ".15g"))
    return f"{number(exact * 100, places, is_signed=is_signed)}%"


def signed(value_pp: float | Decimal | None, places: int = 1) -> str:
    """Write percentage points, signed: +5.0, −6.6, 0.0."""
    return number(value_pp, places, is_signed=True)


def month(value: date | None) -> str:
    """Write a month: 2026年9月."""
    return NONE if is_missing(value) else f"{value.year}年{value.month}月"


def quarter(value: date | None) -> str:
    """Write the quarter of a day: 2026年第三季度."""
    return NONE if is_missing(value) else quarter_words(value)


def day(value: date | None) -> str:
    """Write a day: 2026年9月3日."""
    return NONE if is_missing(value) else f"{value.year}年{value.month}月{value.day}日"


def iso_date(value: date | None) -> str:
    """Write a day for a narrow column: 2026-09-03."""
    return NONE if is_missing(value) else f"{value:%Y-%m-%d}"


def light(value: str | None) -> str:
    """Write a light: ▲ 超前; without one ○ 未到期."""
    sign, word = NOT_DUE if is_missing(value) else LIGHTS[value]
    return f"{sign} {word}"


def none_because(reason: str) -> str:
    """Write a missing figure with the reason: —（无年度计划）."""
    return f"{NONE}（{reason}）"


def write(value: Any, kind: str) -> str:  # noqa: ANN401
    """Write a cell as its column's kind in the dictionary says; the unit stands in the header."""
    if is_missing(value):
        return light(None) if kind == "light" else NONE
    writers = {
        "count": number,
        "months": lambda cell: number(cell, 0 if float(cell).is_integer() else 1),
        "money": lambda cell: money_figure(cell, "万元"),
        "percent": percent,
        "points": signed,
        "score": lambda cell: number(cell, 2),
        "month": month,
        "date": day,
        "quarter": quarter,
        "flag": lambda cell: "是" if cell else "否",
        "light": light,
    }
    if kind in writers:
        return writers[kind](value)
    if isinstance(value, datetime):
        return day(value)
    return str(value)
