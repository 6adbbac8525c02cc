"""In which unit a table's amounts stand: what note, title and foot state, and whether the figures are of that size."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from etl.intake.header import Header
from etl.intake.labels import with_unit
from etl.intake.money import FACTORS, money_reader
from etl.intake.text import plain, shown
from etl.intake.values import read_one

UNIT = r"(?:人民币)?((?:亿|千万|百万|万|千)?(?:美元|美金|欧元|港元|日元|元)|亿(?!元)|万(?!元))"
OTHERS = r"(?:(?:个|项|%|家|处|公里|亩|平方米)[、/,，和及]*)*"
STATED = re.compile(
    rf"(?:单位|金额|投资额?|资金)(?:均|统一|都)?(?:[以为按是]|[:：])?{OTHERS}{UNIT}(?:[、/,，)）。;；]|为单位|计|$)"
)
TWO_UNITS = re.compile(
    r"总投资额?(?:的?单位)?[为是:]?((?:亿|千万|百万|万|千)?元|亿|万)[,;、。]?(?:其他|其余|其它)[^\d元亿万]{0,8}?"
    r"((?:亿|千万|百万|万|千)?元|亿|万)"
)
MONEY = re.compile(r"(?:亿|千万|百万|万|千)?元")
TOTALS = frozenset({"total_investment_wan", "planned_total_wan"})
BRACKETED = re.compile(r"[(（](?:单位[:：]?)?((?:亿|千万|百万|万)(?:美元|元)|亿|万)[)）]")
OPEN = re.compile(r"单位[:：]?$")  # the unit stands in the next cell
AMOUNT = money_reader()
AMOUNTS = TOTALS | {
    "annual_plan_wan",
    "reported_ytd_wan",
    "reported_month_wan",
    "cumulative_wan",
    "cumulative_last_year_wan",
    "booked_ytd_wan",
    "booked_month_wan",
    "cumulative_booked_wan",
}
SIZES = {
    "total_investment_wan": (100, 10_000_000),
    "planned_total_wan": (100, 10_000_000),
    "annual_plan_wan": (10, 1_000_000),
}
TOLD_SIZES = (10, 10_000_000)  # 万元, of a total whose unit is stated: beyond this nobody would have meant it


class UnitTexts(NamedTuple):
    """What may state a table's unit."""

    above: list[str]  # the texts above it that are its own
    notes: list[str]  # its foot
    of_sheet: list[str]  # of a further table: what stands above the tables before it

    @property
    def all(self) -> list[str]:
        """All of them, from the nearest."""
        return [*self.above, *self.notes, *self.of_sheet]


def stated_units(texts: Iterable[str]) -> list[str]:
    """Return the units that texts of a sheet state for its amounts, each once; “单位：” takes the cell after it."""
    found: list[str] = []
    is_open = False
    for text in texts:
        said = plain(text)
        hits = [one[1] for one in (*STATED.finditer(said), *BRACKETED.finditer(said))]
        if is_open and not hits and (alone := re.fullmatch(OTHERS + UNIT, said.strip("()[]【】〔〕"))):
            hits = [alone[1]]
        is_open = OPEN.search(said) is not None
        found += [(unit if unit.endswith("元") else f"{unit}元" if unit in ("亿", "万") else unit) for unit in hits]
    return list(dict.fromkeys(unit.replace("美金", "美元") for unit in found))


def with_two_units(header: Header, texts: UnitTexts) -> tuple[Header, UnitTexts]:
    """Give totals their own unit where one text says theirs and that of the others (总投资亿元，其他万元).

    Returns:
        The header, and the texts with that one saying the unit of the others only.
    """
    said = next((one for text in texts.all if (one := TWO_UNITS.search(plain(text)))), None)
    if said is None:
        return header, texts
    of_totals, others = (one if one.endswith("元") else f"{one}元" for one in said.groups())
    own = [*texts.above, *texts.notes]
    is_of_another = bool(stated_units(own)) and not any(TWO_UNITS.search(plain(text)) for text in own)
    columns = [
        replace(column, label=with_unit(column.label, of_totals))
        if column.field in TOTALS and column.label.unit is None and not is_of_another
        else column
        for column in header.columns
    ]
    return replace(header, columns=columns), UnitTexts(
        *([f"单位:{others}" if TWO_UNITS.search(plain(text)) else text for text in of] for of in texts)
    )


def mixed(header: Header, texts: Iterable[str]) -> str | None:
    """Return why amounts whose column names no unit cannot be read: one text states several, and not of what."""
    without = [column for column in header.columns if column.field in AMOUNTS and column.label.unit is None]
    for text in texts:
        said = plain(text)
        units = list(dict.fromkeys(MONEY.findall(said.partition("单位")[2])))
        if without and len(units) > 1:
            return f"“{shown(text)[:40]}”写了几种金额单位，不知各列是哪一种。请在各列列名里写明单位"
    return None


def unit_of(
    header: Header, texts: UnitTexts, columns: Sequence[Sequence[Any]], rows: Sequence[int]
) -> tuple[str | None, str | None]:
    """Return the unit of amounts whose column names none (None: nobody states one), and why it is in doubt.

    Args:
        header: of the table; the unit of the layout by which it is read holds.
        texts: what is said above and below it.
        columns: the sheet's cells turned by column.
        rows: those that hold projects.
    """
    if header.layout and header.layout.unit:
        return header.layout.unit, None
    own, of_sheet = stated_units([*texts.above, *texts.notes]), stated_units(texts.of_sheet)
    sizes = list(_sizes(header, columns, rows))
    if not own and of_sheet:
        return _of_the_first(of_sheet[0], sizes)
    stated = own if stated_units(texts.above) else list(dict.fromkeys([*own, *of_sheet]))
    fitting = [unit for unit in stated if all(_fits(size, own or unit, field) for field, own, size in sizes)]
    if len(stated) > 1:
        if len(fitting) == 1 and sizes:
            return fitting[0], None
        return stated[0], f"写了几种单位：{'、'.join(stated)}，不知金额是哪一种"
    unit = stated[0] if stated else None
    if unit is None and not sizes and (most := _largest_done(header, columns, rows)) and most < 1:
        return "亿元", f"没有写明单位，金额的大小不像万元，像是亿元：最大的一个是{most}"
    told = [own or unit for _, own, _ in sizes]
    if sizes and all(one is None for one in told) and not any(_fits(size, "万元", field) for field, _, size in sizes):
        likely = [one for one in ("元", "亿元") if all(_fits(size, one, field) for field, _, size in sizes)]
        why = f"没有写明单位，金额的大小也不像万元：中间的一个是{sizes[0][2]}"
        return (likely[0], f"{why}，像是{likely[0]}") if len(likely) == 1 else (None, why)
    is_over = any(unit in FACTORS and size * FACTORS[unit] > SIZES[field][1] for field, _, size in sizes)
    if is_over and not any(own for _, own, _ in sizes) and all(_fits(size, "万元", field) for field, _, size in sizes):
        return "万元", f"写的单位是{unit}，金额的大小却像万元：中间的一个是{sizes[0][2]}"
    possible = [
        (TOLD_SIZES[0] <= size * FACTORS[one], size * FACTORS[one] <= TOLD_SIZES[1] or field not in TOTALS)
        for one, (field, _, size) in zip(told, sizes, strict=True)
        if one in FACTORS
    ]
    if possible and not (any(map(all, possible)) and all(is_below for _, is_below in possible)):
        return unit, f"金额的大小不像{told[0]}：中间的一个是{sizes[0][2]}"
    return unit, None


def _of_the_first(unit: str, sizes: Sequence[tuple[str, str | None, Decimal]]) -> tuple[str, str | None]:
    """Return the unit of a further table that states none: the first one's where it is 万元, or no other fits."""
    without = [(field, size) for field, own, size in sizes if own is None]
    fits, fits_wan = (all(_fits(size, one, field) for field, size in without) for one in (unit, "万元"))
    if unit == "万元" or (without and fits and not fits_wan):
        return unit, None
    if without and fits_wan and not fits:
        return "万元", f"没有写明单位，上面的表写的是{unit}，金额的大小却像万元：中间的一个是{without[0][1]}"
    return unit, f"没有写明单位，按上面的表所写的{unit}读"


def _largest_done(header: Header, columns: Sequence[Sequence[Any]], rows: Sequence[int]) -> Decimal | None:
    """Return the largest figure of what was done, of columns that state no unit; None where there is none."""
    places = [column.index for column in header.columns if column.field in AMOUNTS and column.label.unit is None]
    read = [read_one(columns[place][row], AMOUNT) for place in places for row in rows]
    return max((figure for figure in read if isinstance(figure, Decimal) and figure > 0), default=None)


def _sizes(
    header: Header, columns: Sequence[Sequence[Any]], rows: Sequence[int]
) -> Iterable[tuple[str, str | None, Decimal]]:
    """Yield field, own unit and middle figure of the columns by whose size a unit can be told: totals, else plans."""
    for field in SIZES:
        for column in header.columns:
            read = [read_one(columns[column.index][row], AMOUNT) for row in rows[:500]] if column.field == field else []
            figures = [figure for figure in read if isinstance(figure, Decimal) and figure > 0]
            if figures and not column.options:
                own = column.label.unit
                yield field, own if own and own != "%" else None, median(figures)


def _fits(size: Decimal, unit: str, field: str) -> bool:
    low, high = SIZES[field]
    return unit in FACTORS and low <= size * FACTORS[unit] <= high
