"""Group × start month: how long from start to figures. Cells are buttons: the first touch filters the lists below."""

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


def show(
    frame: pd.DataFrame, by: str, *, chosen: tuple[str, str], alt: str, on_pick: Callable[[str, str], None], key: str
) -> None:
    """Draw the grid; ``on_pick`` is told group and start month (2026-03) of the touched cell.

    Args:
        frame: the rows of ``entry_by_start_month``, groups with most waiting money first.
        by: the grouping column.
        chosen: the cell that is outlined, blanks for none.
        alt: what a reader of the picture would see.
        on_pick: called from the component's callback.
        key: the component's key.
    """
    _GRID(
        key=key,
        data=grid(frame, by, chosen) | {"alt": alt},
        on_picked_change=lambda: on_pick(*st.session_state[key].picked),
    )


def grid(frame: pd.DataFrame, by: str, chosen: tuple[str, str] = ("", "")) -> dict:
    """Return heads, years and rows of cells as the component draws them; a month without a start has no cell."""
    groups = list(dict.fromkeys(frame[by]))[:MOST]
    shown = frame[frame[by].isin(groups)]
    months = sorted(shown.start_month.unique())
    sums = shown.groupby(by, sort=False)[["waiting", "waiting_reported_wan"]].sum()
    rows = []
    for group in groups:
        cells: list[dict | None] = [None] * len(months)
        for row in shown[shown[by] == group].itertuples():
            cell = _cell(row, str(group))
            cell["chosen"] = (str(group), cell["start"]) == chosen
            cells[months.index(row.start_month)] = cell
        note, is_late = waits(sums.waiting[group], sums.waiting_reported_wan[group])
        rows.append({"name": str(group), "cells": cells, "note": note, "late": is_late})
    return {
        "heads": ["1–2" if month.month == 2 else str(month.month) for month in months],
        "years": [
            {"text": f"{year}年开工月", "span": sum(month.year == year for month in months)}
            for year in dict.fromkeys(month.year for month in months)
        ],
        "rows": rows,
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
