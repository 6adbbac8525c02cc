"""The heatmap of 数据质量: units by checks, each count leads to its rows. The choice is in the URL."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd
import streamlit as st

from data import dictionary
from pages.components import context
from pages.components.listing import listing

MOST = 9  # rows before the rest folds, the total among them
SOME, MANY = 0.1, 0.3  # of a unit's projects
_GRID = listing("check_grid", Path(__file__).parent)


def show(
    counts: pd.DataFrame,
    total: pd.DataFrame,
    *,
    by: str,
    families: dict[str, str],
    label: str,
    unranked: Collection[str] = (),
    without: Collection[str] = (),
) -> tuple[str, str]:
    """Draw the grid and return what was chosen: group and check, each "" for all.

    Args:
        counts: rows of ``data_health`` by ``by``.
        total: rows of ``data_health`` of the district.
        by: the column that names a row.
        families: check → family; a line stands between families.
        label: the head of the names' column.
        unranked: groups that are not held against the others: they stand last.
        without: groups that have no project: their row stays empty.
    """
    checks = [row.health_check for row in total.itertuples() if row.findings]
    names = [name for name in dict.fromkeys(counts[by]) if name != "—"]
    order = [n for n in names if n not in unranked] + [n for n in names if n in unranked]
    order += [name for name in without if name not in names] + (["—"] if "—" in set(counts[by]) else [])
    cells = {(row[by], row["health_check"]): row for row in counts.to_dict("records")}
    unit, check = (st.query_params.get(name, "") for name in ("unit", "check"))
    unit, check = unit if unit in order else "", check if check in checks else ""
    rows = [_row("", "合计", "", checks, {("", row["health_check"]): row for row in total.to_dict("records")}, True)]
    for name in order:
        note = "不排名" if name in unranked else "无项目" if name not in names else ""
        rows.append(_row(name, "整张表" if name == "—" else name, note, checks, cells))
    words = dictionary.lookup("health_check").words
    _GRID(
        key="check_grid",
        data={
            "alt": f"各{label}数据质量条数：{len(order)} 行，{len(checks)} 项检查",
            "name_label": label,
            "checks": [{"key": key, "label": words[key]} for key in checks],
            "starts": [at for at, key in enumerate(checks) if not at or families[key] != families[checks[at - 1]]],
            "rows": rows,
            "unit": unit,
            "check": check,
            "open": st.query_params.get("checks_all") == "1",
            "most": MOST,
        },
        on_picked_change=lambda: _pick(unit, check),
        on_unfolded_change=lambda: context.put("checks_all", "1" if st.session_state["check_grid"].unfolded else ""),
    )
    return unit, check


def _row(key: str, name: str, note: str, checks: list[str], cells: dict, is_total: bool = False) -> dict:
    found = [cells.get((key, check)) for check in checks]
    return {
        "id": key,
        "name": name,
        "note": note,
        "total": is_total,
        "cells": [{"count": int(cell["findings"]), "tone": _tone(cell)} if cell else None for cell in found],
    }


def _tone(cell: dict) -> str:
    share = cell["findings"] / max(1, cell["in_plan_projects"])
    return "many" if share >= MANY else "some" if share >= SOME else "few"


def _pick(unit: str, check: str) -> None:
    """A second touch on the chosen cell lets it go."""
    picked = st.session_state["check_grid"].picked
    same = picked["unit"] == unit and picked["check"] == check
    context.put("unit", "" if same else picked["unit"])
    context.put("check", "" if same else picked["check"])
