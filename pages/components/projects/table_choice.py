"""一张总表: which rows and columns are shown; both stand in the URL, the columns are kept for the session."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from data import dictionary, formats, project_state
from pages.components import context, states
from pages.components.words import LIGHTS

FIRST = ("project_name",)
COLUMNS = (
    "project_code", "responsible_unit", "batch", "light", "investment_completion_rate", "annual_plan_wan",
    "reported_ytd_wan", "total_investment_wan", "progress_text", "problem", "coordination", "next_month_plan",
    "entry_state", "next_milestone", "next_milestone_on", "open_issues", "project_level", "category",
    "construction_nature", "owner", "service_unit", "project_officer", "contact_leader", "town", "planned_start_date",
    "actual_start_date", "planned_finish_date", "actual_finish_date", "physical_progress", "last_reported_month",
)  # fmt: skip
USUAL = (
    "light", "investment_completion_rate", "annual_plan_wan", "progress_text", "problem", "entry_state",
    "next_milestone",
)  # fmt: skip
KEPT = "guatu_table_columns"


def columns() -> list[str]:
    """Draw the choice of columns; return the chosen ones, in the table's order."""
    said = st.query_params.get("cols", "")
    wanted = said.split(",") if said else st.session_state.get(KEPT, list(USUAL))
    chosen = [name for name in COLUMNS if name in wanted] or list(USUAL)
    if said and set(wanted) - set(COLUMNS):
        states.note("链接里有不认识的列，已略去。")
    with st.popover(f"列 {len(chosen)}"):
        st.session_state["table_columns"] = chosen
        st.pills(
            "显示哪些列", COLUMNS, selection_mode="multi", key="table_columns", format_func=dictionary.label,
            on_change=lambda: _keep(st.session_state["table_columns"]),
        )  # fmt: skip
    return chosen


def _keep(names: Sequence[str]) -> None:
    kept = [name for name in COLUMNS if name in names]
    st.session_state[KEPT] = kept
    context.put("cols", ",".join(kept) if kept != list(USUAL) else "")


def with_state(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with each project's one state as its light."""
    return table.assign(light=[project_state.state(row) for row in table.itertuples()])


def rows(table: pd.DataFrame) -> pd.DataFrame:
    """Draw the filters and return the rows that pass: unit, batch, light, and words of a name or code."""
    chosen = table
    for name, label in (("responsible_unit", "单位"), ("batch", "批次")):
        values = {"": f"全部{label}"} | {value: value for value in sorted(table[name].dropna().unique())}
        with st.popover(values.get(st.query_params.get(f"of_{name}", ""), f"全部{label}")):
            value = context.choose(f"of_{name}", values, label=label, control=st.pills, width=330)
        chosen = chosen[chosen[name] == value] if value else chosen
    lights = {"": "全部亮灯"} | {name: str(LIGHTS[name]) for name in LIGHTS if (table.light == name).any()}
    with st.popover(lights.get(st.query_params.get("of_light", ""), "全部亮灯")):
        value = context.choose("of_light", lights, label="亮灯", control=st.pills, width=330)
    chosen = chosen[chosen.light == value] if value else chosen
    return chosen.reset_index(drop=True)


def headline(table: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, str]:
    """Say how many projects there are and how they stand."""
    counted = shown[shown.is_counted]
    head = f"{len(shown)} 个项目" if len(shown) == len(table) else f"{len(table)} 个项目中的 {len(shown)} 个"
    plan, done = _sum(counted.annual_plan_wan), _sum(counted.reported_ytd_wan)
    head += f"，计入完成率 {len(counted)} 个" if len(counted) else ""
    parts = [f"年度计划 {formats.money(plan)}，已完成 {formats.money(done)}"] if len(counted) else []
    lights = counted.light.value_counts()
    parts += [f"{LIGHTS[name]} {int(lights[name])}" for name in LIGHTS if name in lights.index]
    asked = int(shown.coordination.notna().sum())
    parts += [f"需要协调 {asked} 个"] if asked else []
    return head, f"{'；'.join(parts)}。" if parts else ""


def _sum(amounts: pd.Series) -> float:
    """Add up amounts, exactly."""
    return float(sum((Decimal(f"{amount:.2f}") for amount in amounts.dropna()), Decimal(0)))
