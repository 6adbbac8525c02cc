"""一张总表: the lights as one bar, the table with the chosen columns, the book for A3."""

import pandas as pd
import plotly.graph_objects as go

from pages.components import cell_text, tables, theme
from pages.components.projects.table_choice import COLUMNS, FIRST
from pages.components.theme import INK
from pages.components.view import View
from pages.components.words import LIGHTS

TEXTS = ("progress_text", "problem", "coordination", "next_month_plan")
LEAST_LABELLED = 0.07  # of the bar
SOURCES = ("annual_plan", "dispatch", "statistics_return", "library_ledger", "milestone", "issue")


def lights(table: pd.DataFrame) -> None:
    """Draw how many projects, and how much plan money, have which light."""
    counted = table[table.is_counted]
    plan = counted.groupby("light").annual_plan_wan.sum()
    counts = counted.light.value_counts()
    whole = float(plan.sum()) or 1.0
    fig = go.Figure()
    for name in dict.fromkeys(("behind", "slow", "normal", "ahead", *LIGHTS)):
        if name not in counts.index:
            continue
        share = float(plan[name]) / whole
        said = f"{LIGHTS[name]} {counts[name]} 个" if share > LEAST_LABELLED else ""
        fig.add_bar(
            x=[share], y=[0], orientation="h", marker={"color": LIGHTS[name].fill}, width=0.9, hoverinfo="skip",
            text=[said], textposition="inside", insidetextanchor="middle", textangle=0,
            textfont={"color": "#ffffff" if name in ("behind", "ahead") else INK},
        )  # fmt: skip
    fig.update_xaxes(range=[0, 1], visible=False)
    fig.update_yaxes(range=[-0.5, 0.5], visible=False)
    fig.update_layout(
        barmode="stack", uniformtext={"minsize": 11, "mode": "hide"}, margin={"l": 0, "r": 0, "t": 0, "b": 0}
    )
    theme.figure(fig, height=88, alt="计入完成率的项目按亮灯分，条长为年度计划", key="table_lights")


def show(rows: pd.DataFrame, names: list[str], view: View) -> None:
    """Draw the table; a row leads to its project."""
    columns = [tables.Column(FIRST[0], "项目", sub="responsible_unit", width="minmax(112px, 1.8fr)", strong=True)]
    for name in names:
        is_wide = name in TEXTS
        columns.append(tables.Column(name, width="minmax(96px, 1.6fr)" if is_wide else "minmax(64px, 1fr)"))
    texts = [name for name in names if cell_text.entry(name).kind == "text"]
    tables.show(
        rows.assign(**{name: rows[name].fillna("—") for name in texts}), columns, view=view, key="table", fold=30,
        label="一张总表",
    )  # fmt: skip


def download(rows: pd.DataFrame, names: list[str], view: View) -> None:
    """Draw the buttons: the chosen columns on A3, and a sheet a unit."""
    printed = [*FIRST, "responsible_unit", *(name for name in names if name != "responsible_unit")]
    tables.download(rows, view=view, name="一张总表", kinds=SOURCES, columns=printed, is_a3=True, label="A3 Excel")
    tables.download(
        rows, view=view, name="项目进展明细 分单位", kinds=SOURCES, columns=[*FIRST, *COLUMNS], is_a3=True,
        sheets_by="responsible_unit", signed=True, label="分单位全部列",
    )  # fmt: skip
