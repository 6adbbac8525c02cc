"""倒排计划 against what was done, in the month that is shown: a row a project or a row a unit, 计划外 apart."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pandas as pd

from data import formats
from data.formats import is_missing
from pages.components import tables, words
from pages.components.view import View

AMOUNTS = (
    tables.Column("scheduled_ytd_wan", width="128px"),
    tables.Column("reported_ytd_wan", sub="silent_words", width="128px"),
    tables.Column("ahead_of_schedule_wan", tone="tone", width="128px"),
)
COLUMNS = {
    "project_name": (
        tables.Column("project_name", "项目", sub="below", width="minmax(0, 2fr)", strong=True),
        *AMOUNTS,
    ),
    "responsible_unit": (
        tables.Column("responsible_unit", "责任单位", sub="below", width="minmax(0, 2fr)", strong=True),
        *AMOUNTS,
    ),
}


def show(months: pd.DataFrame, by: str, view: View) -> None:
    """Draw the list below its sentence; those furthest behind the schedule stand first.

    Args:
        months: the answer of ``plan_and_done``, of the projects that the reader sees.
        by: ``project_name`` or ``responsible_unit``.
        view: the page's view; its month is shown.
    """
    rows = by_project(months, view.as_of)
    if rows.empty:
        return
    words.title("倒排计划与完成", sentence(rows, view.as_of))
    tables.show(
        by_unit(rows) if by == "responsible_unit" else rows, COLUMNS[by], view=view, key="plan_and_done",
        link=None if by == "responsible_unit" else "project", link_by="responsible_unit" if by == "responsible_unit"
        else "project_id", sort="ahead_of_schedule_wan", ascending=True, label="倒排计划与完成", can_be_asked=False,
    )  # fmt: skip


def by_project(months: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the month's rows with what the list writes."""
    rows = months[pd.to_datetime(months.month) == pd.Timestamp(as_of)].copy()
    rows["responsible_unit"] = rows.responsible_unit.fillna("—")
    outside = rows.is_outside_plan.astype(bool)
    rows["below"] = rows.responsible_unit + outside.map({True: "，计划外", False: ""})
    rows["silent_words"] = ["未报，沿用" if silent else "" for silent in rows.is_silent]
    rows["tone"] = [_tone(gap) for gap in rows.ahead_of_schedule_wan]
    return rows.reset_index(drop=True)


def by_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row a unit: sums [万元] of projects with both a schedule and a report; the others are counted."""
    units = []
    for unit, own in rows.groupby("responsible_unit"):
        both = _compared(own)
        outside = own[own.is_outside_plan.astype(bool)]
        inside = len(own) - len(outside)
        parts = [f"可比项目 {len(both)} 个"]
        parts += [f"缺倒排或未报过 {inside - len(both)} 个"] if inside > len(both) else []
        if len(outside):
            done = formats.money(_sum(outside.reported_ytd_wan))
            parts.append(f"计划外 {len(outside)} 个，完成 {done}")
        gap = _sum(both.reported_ytd_wan) - _sum(both.scheduled_ytd_wan) if len(both) else None
        units.append({
            "responsible_unit": unit, "below": "；".join(parts), "silent_words": _silent(both), "tone": _tone(gap),
            "scheduled_ytd_wan": _sum(both.scheduled_ytd_wan) if len(both) else None,
            "reported_ytd_wan": _sum(both.reported_ytd_wan) if len(both) else None, "ahead_of_schedule_wan": gap,
        })  # fmt: skip
    return pd.DataFrame(units)


def sentence(rows: pd.DataFrame, as_of: date) -> str:
    """Say how many of the compared projects are behind their schedule, and how many are 计划外."""
    both = _compared(rows)
    late = int((both.ahead_of_schedule_wan < 0).sum())
    outside = int(rows.is_outside_plan.sum())
    return f"截至{formats.month(as_of)}，有倒排计划并上报的 {len(both)} 个，落后倒排 {late} 个；计划外 {outside} 个"


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows.ahead_of_schedule_wan.notna() & ~rows.is_outside_plan.astype(bool)]


def _silent(rows: pd.DataFrame) -> str:
    count = int(rows.is_silent.sum())
    return f"{count} 个未报，沿用" if count else ""


def _sum(amounts: Iterable[object]) -> Decimal:
    return sum((Decimal(str(amount)) for amount in amounts if not is_missing(amount)), Decimal(0))


def _tone(gap: float | Decimal | None) -> str:
    return "late" if gap is not None and gap < 0 else "quiet"
