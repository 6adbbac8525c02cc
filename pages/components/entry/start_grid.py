"""Group × start month: how long from start to figures. Cells are buttons: the first touch filters the lists below.

The first column, 更早, holds all that started before the months shown, so that each row is all of its group.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from data import formats
from pages.components.entry.entry_figures import LATEST, ON_TARGET, RUSTS, cohort_name, shade, waits
from pages.components.listing import listing
from pages.components.theme import INK

_GRID = listing("start_grid", Path(__file__).parent)
MOST = 11  # groups drawn; the others are in the table
EARLIER = "before-"  # before this month: how the address names the cell 更早


def show(
    frame: pd.DataFrame,
    totals: pd.DataFrame,
    by: str,
    *,
    chosen: tuple[str, str],
    alt: str,
    on_pick: Callable[[str, str], None],
    key: str,
) -> None:
    """Draw the grid; ``on_pick`` is told group and start month (2026-03) of the touched cell.

    Args:
        frame: the rows of ``entry_by_start_month``.
        totals: ``entry_lag`` by the same group, with all starts.
        by: the grouping column.
        chosen: the cell that is outlined, blanks for none.
        alt: what a reader of the picture would see.
        on_pick: called from the component's callback.
        key: the component's key.
    """
    _GRID(
        key=key,
        data=grid(frame, totals, by, chosen) | {"alt": alt},
        on_picked_change=lambda: on_pick(*st.session_state[key].picked),
    )


def grid(frame: pd.DataFrame, totals: pd.DataFrame, by: str, chosen: tuple[str, str] = ("", "")) -> dict:
    """Return heads, years and rows of cells as the component draws them; a month without a start has no cell.

    Each row's note is the group's whole: waiting, and reported without figures in the statistics, of all years.
    """
    known = totals[totals[by].notna()].sort_values(["unbooked_at_stake_wan", by], ascending=[False, True])
    shown_groups = known[(known.waiting > 0) | (known.unbooked_at_stake_wan > 0) | known[by].isin(frame[by])]
    months = sorted(frame.start_month.unique())
    sums = frame.groupby(by, sort=False)[["waiting", "waiting_reported_wan"]].sum()
    rows = []
    for whole in shown_groups.head(MOST).itertuples():
        group = getattr(whole, by)
        cells: list[dict | None] = [None] * len(months)
        for row in frame[frame[by] == group].itertuples():
            cell = _cell(row, str(group))
            cell["chosen"] = (str(group), cell["start"]) == chosen
            cells[months.index(row.start_month)] = cell
        recent = sums.loc[group] if group in sums.index else {"waiting": 0, "waiting_reported_wan": 0.0}
        money = whole.unbooked_at_stake_wan - recent["waiting_reported_wan"]
        earlier = _earlier(str(group), months, whole.waiting - recent["waiting"], money, chosen)
        note, is_late = waits(whole.waiting, whole.unbooked_at_stake_wan)
        rows.append({"name": str(group), "cells": [earlier, *cells], "note": note, "late": is_late})
    return {
        "heads": ["更早", *("1–2" if month.month == 2 else str(month.month) for month in months)],
        "years": [
            {"text": "", "span": 1},
            *(
                {"text": f"{year}年开工月", "span": sum(month.year == year for month in months)}
                for year in dict.fromkeys(month.year for month in months)
            ),
        ],
        "rows": rows,
    }


def _earlier(
    group: str, months: list[pd.Timestamp], waiting: float, money: float, chosen: tuple[str, str]
) -> dict | None:
    """Return the cell of all that started before the months shown; none where nothing waits or is at stake."""
    if not waiting and not formats.rounded(money, 2):
        return None
    start = f"{EARLIER}{months[0]:%Y-%m}" if months else EARLIER
    return {
        "start": start,
        "text": f"{waiting:.0f} 个" if waiting else "无数",
        "fill": shade(1.0, RUSTS) if waiting else ON_TARGET,
        "ink": "#ffffff" if waiting else INK,
        "open": False,
        "hint": f"{group} · 更早开工仍未入统 {waiting:.0f} 个；"
        f"连同往年已入统今年无数的、已退库的，已报未入统 {formats.money(money)}",
        "chosen": (group, start) == chosen,
    }


def _cell(row, group: str) -> dict:  # noqa: ANN001  (a named tuple)
    median = row.statistics_entry_median_months
    is_open = formats.is_missing(median)
    lag = int(row.longest_wait_months) if is_open else int(median)
    is_late = row.due > row.on_time
    state = (
        f"，仍未入统 {row.waiting} 个，最久已等 > {row.longest_wait_months:.0f} 个月" if row.waiting else "，全部入统"
    )
    return {
        "start": f"{row.start_month:%Y-%m}",
        "text": f"> {lag}" if is_open else "当月" if lag == 0 else str(lag),
        "fill": shade(min(lag, LATEST) / LATEST, RUSTS) if is_late else ON_TARGET,
        "ink": "#ffffff" if is_late and lag >= 6 else INK,
        "open": bool(is_open and is_late),
        "hint": f"{group} · {cohort_name(row.start_month)}开工 {row.projects} 个{state}",
    }
