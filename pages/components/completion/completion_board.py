"""The ranking board: bar with pace mark, figure and light, heatmap of the months, one row a group, straight across.

An own component, not a plotly figure: its rows are links and targets, it is drawn at once, and it folds.
"""

from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data import formats
from pages.components import asking as asked
from pages.components import context, words
from pages.components.completion import completion_heatmap as heatmaps
from pages.components.listing import listing
from pages.components.view import View

MOST, MOST_TOUCH = 14, 9  # rows before the middle folds, on a desk and on a tablet, where a row is 44 px high
FOLDED, FOLDED_TOUCH = 12, 7  # rows that then stay
FIGURES = {"task_rate": "任务完成率", "pace_gap_pp": "进度差（百分点）"}
_BOARD = listing("board", Path(__file__).parent)


def board(
    groups: pd.DataFrame,
    months: pd.DataFrame,
    *,
    view: View,
    by: str,
    key: str = "board",
    name: str = "",
    label: str = "",
    param: str = "group",
    link: str | None = None,
    mark: str = "",
    figure: str = "task_rate",
    is_lit: bool = True,
    has_bars: bool = True,
    most: int = MOST,
    unranked: Collection[str] = (),
) -> str:
    """Draw the board and return the group the reader chose, "" for none; it stands in the URL as ``param``.

    Args:
        groups: rows of ``investment_completion``, in the order to show.
        months: rows of ``completion_by_month`` by the same grouping and month/12.
        view: the page's view.
        by: the column that identifies a row.
        key: the component's key; its unfolding stands in the URL as ``<key>_all``.
        name: the column that is shown, by default ``by``.
        label: the head of the names' column.
        param: query parameter that carries the choice.
        link: module name of a page that a row leads to instead, with ``?project=<by>``.
        mark: what the pace mark is, e.g. “时序 75.0%”; drawn over the first row's mark.
        figure: what is written of a group and of each month: ``task_rate`` or ``pace_gap_pp``.
        is_lit: the lights stand on ``figure``; else nothing is coloured and no light is named.
        has_bars: draw the bars; without them the board is a plain heatmap.
        most: rows before the middle folds.
        unranked: groups that are never ranked: they stand last, without a light.
    """
    shown = sorted(months.month.unique())
    cells = heatmaps.cells(months, by, shown, figure=figure, is_lit=is_lit, deepest=25 if has_bars else 60)
    chosen = "" if link else st.query_params.get(param, "")
    chosen = chosen if chosen in set(groups[by]) else ""
    sure = groups[groups.suspect_projects == 0]  # the bar of a suspected slip ends at the edge
    full = 1.03 * max(sure[["investment_completion_rate", "expected_share"]].max().fillna(0).max(), 0.01)
    rows = [
        _row(row, by, name or by, cells, full, len(shown), unranked, figure, is_lit=is_lit)
        for row in groups.to_dict("records")
    ]
    rows.sort(key=lambda row: row["id"] in unranked)
    for row in rows:
        row["chosen"] = row["id"] == chosen
        row["href"] = context.link(view, link, project=row["id"]) if link else f"?{_query(view, param, row['id'])}"
    expected = groups.expected_share.dropna()
    _BOARD(
        key=key,
        data={
            "alt": _alt(groups, name or by, label),
            "rows": rows,
            "months": [f"{pd.Timestamp(month).month}月" for month in shown],
            "month_ids": [f"{pd.Timestamp(month):%Y-%m-%d}" for month in shown],
            "widest": max((len(row["name"]) + 0.6 + 0.9 * len(row["note"]) for row in rows), default=5),
            "name_label": "" if has_bars else label,
            "figure": figure,
            "gap_label": FIGURES[figure],
            "mark_label": mark,
            "mark": 100 * expected.iloc[0] / full if len(expected) else None,
            "has_bars": has_bars,
            "asks": asked.is_on(),
            "open": st.query_params.get(f"{key}_all") == "1",
            "most": most,
            "most_touch": MOST_TOUCH if most == MOST else most,
            "folded": FOLDED if most == MOST else most,
            "folded_touch": FOLDED_TOUCH if most == MOST else most,
        },
        on_picked_change=lambda: _pick(view, key, param, chosen, link),
        on_asked_change=lambda: asked.ask(
            st.session_state[key].asked["field"],
            "project" if by == "project_id" else by,
            st.session_state[key].asked["id"],
            st.session_state[key].asked["month"],
        ),
        on_unfolded_change=lambda: context.put(f"{key}_all", "1" if st.session_state[key].unfolded else ""),
    )
    return chosen


def _row(
    record: dict,
    by: str,
    name: str,
    cells: dict,
    full: float,
    months: int,
    unranked: Collection[str],
    figure: str,
    *,
    is_lit: bool,
) -> dict:
    is_ranked, light = record[by] not in unranked, words.light(record["light"])
    rate = record["investment_completion_rate"]
    has_rate = not formats.is_missing(rate)
    unsure = bool(record.get("is_provisional"))
    return {
        "id": str(record[by]),
        "name": str(record[name]),
        "note": "暂定" if unsure else "" if is_ranked else "不排名",
        "unsure": unsure,
        "tone": light.tone if is_lit and is_ranked and not unsure else "quiet",
        "width": min(100 * rate / full, 100) if has_rate else 0,
        "rate": formats.percent(rate) if has_rate else formats.NONE,
        "mark": None if formats.is_missing(record["expected_share"]) else 100 * record["expected_share"] / full,
        "gap": formats.percent(record[figure]) if figure == "task_rate" else formats.signed(record[figure]),
        "light": _said(light, record) if is_ranked and is_lit else "",
        "cells": cells.get(record[by], [None] * months),
    }


def _said(light: words.Light, record: dict) -> str:
    """Write the light; what has no figure this year has nothing to judge."""
    if not formats.is_missing(record["investment_completion_rate"]):
        return str(light)
    return formats.light("unknown_before" if record.get("has_unknown_before") else "unreported")


def _query(view: View, param: str, value: str) -> str:
    return urlencode(view.params | {param: value})


def _pick(view: View, key: str, param: str, chosen: str, link: str | None) -> None:
    """A second tap on the chosen row lets it go."""
    picked = st.session_state[key].picked
    if link:
        context.go(view, link, project=picked)
    else:
        context.put(param, "" if picked == chosen else picked)


def _alt(groups: pd.DataFrame, name: str, label: str) -> str:
    if groups.empty:
        return f"{label}：没有可排的"
    first, last = groups.iloc[0], groups.iloc[-1]
    best, worst = (formats.percent(row.investment_completion_rate) for row in (first, last))
    return f"{label}完成率与逐月进度，共 {len(groups)} 个：最高 {first[name]} {best}，最低 {last[name]} {worst}"
