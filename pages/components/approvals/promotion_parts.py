"""招商落地: signed, approved, started; how long it took, and where two offices' start dates differ."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data import dictionary, formats
from pages.components import access, context, states, tables, theme, words
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED, STEEL
from pages.components.view import View

LISTS = {"all": "全部", "waiting": "未开工", "apart": "开工时间不一致"}
SOURCES = ("promotion", "approval_step")
NAME = tables.Column("project_name", "项目", sub="about", width="minmax(0, 2fr)", strong=True)
COLUMNS = (
    NAME,
    tables.Column("fixed_investment_wan", "固投", width="112px"),
    tables.Column("signed_words", "签约", kind="text", sort_by="signed_on", width="132px"),
    tables.Column("approved_words", "立项", kind="text", sort_by="first_approved_on", width="132px"),
    tables.Column(
        "started_words", "开工", kind="text", sub="apart_words", sub_tone="late", sort_by="start_development_on",
        width="minmax(0, 1fr)",
    ),
    tables.Column("wait_words", "签约以来", kind="text", sort_by="months_since_signed", tone="tone", width="128px"),
)  # fmt: skip


def show(promoted: pd.DataFrame, view: View, on: date) -> None:
    """Draw the finding, the picture and the list."""
    if promoted.empty:
        states.nothing("还没有招商台账", "请载入“招商引资项目台账”。")
    state = promoted.promotion_state.value_counts()
    waiting = promoted[promoted.promotion_state != "started"]
    apart = promoted[promoted.start_spread_months.fillna(0) != 0]
    head = f"招商签约 {len(promoted)} 个，已开工 {int(state.get('started', 0))} 个"
    head += f"，{words.late(f'{len(waiting)} 个还没有开工')}" if len(waiting) else ""
    parts = [f"其中已立项 {int(state.get('approved', 0))} 个"] if len(waiting) else []
    taken = promoted.signed_to_start_months.dropna()
    parts += [f"已开工的签约到开工一半在 {formats.number(float(taken.median()), 1)} 个月以内"] if len(taken) else []
    parts.append(f"发改、经信开工时间不一致 {len(apart)} 个")
    words.headline(head, f"截至{formats.day(on)}：{'；'.join(parts)}。")
    with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
        with grid.cell():
            words.title("签约以后走到哪里", "个；按签约年份，灰签约，空心立项，蓝开工")
            _years(promoted, 220)
        with grid.cell():
            words.title("两家所报开工时间差几个月", "个；经信比发改")
            _spread(promoted, 220)
    words.footer(view, *SOURCES)
    mine = access.mine(promoted)
    parts_of = {
        "all": mine, "waiting": mine[mine.promotion_state != "started"],
        "apart": mine[mine.start_spread_months.fillna(0) != 0],
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        which = context.choose(
            "list", {name: f"{LISTS[name]} {len(rows)}" for name, rows in parts_of.items()}, label="清单"
        )
        tables.download(mine, view=view, name="招商落地", kinds=SOURCES, is_a3=True, label="招商 Excel")
    tables.show(
        _rows(parts_of[which].reset_index(drop=True)), COLUMNS, view=view, key="promotion", fold=15,
        empty="没有这样的项目。", label="招商落地", can_be_asked=False,
    )  # fmt: skip


def _rows(promoted: pd.DataFrame) -> pd.DataFrame:
    shown, known = promoted.copy(), dictionary.lookup("promotion_state")
    shown["about"] = [f"{row.responsible_unit} · {row.city_number or '—'}" for row in shown.itertuples()]
    shown["signed_words"] = ["没有写" if pd.isna(day) else formats.day(day) for day in shown.signed_on]
    shown["approved_words"] = ["" if pd.isna(day) else formats.day(day) for day in shown.first_approved_on]
    first = shown[["start_development_on", "start_industry_on"]].min(axis=1)
    shown["started_words"] = [
        formats.month(day) if pd.notna(day) else dictionary.write(known, state) + "，未开工"
        for day, state in zip(first, shown.promotion_state, strict=True)
    ]
    shown["apart_words"] = [
        "" if pd.isna(months) or not months
        else f"经信{'晚' if months > 0 else '早'} {abs(months)} 个月"
        for months in shown.start_spread_months
    ]  # fmt: skip
    shown["wait_words"] = [
        f"已 {row.months_since_signed} 个月" if pd.notna(row.months_since_signed)
        else f"{row.signed_to_start_months} 个月开工" if pd.notna(row.signed_to_start_months) else "—"
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["tone"] = ["late" if pd.notna(months) else "quiet" for months in shown.months_since_signed]
    return shown


def _years(promoted: pd.DataFrame, height: int) -> None:
    years = ["未写" if pd.isna(day) else f"{day.year}年" for day in promoted.signed_on]
    order = sorted(set(years))
    looks = {
        "started": {"color": BLUE}, "approved": {"color": "#ffffff", "line": {"color": BLUE, "width": 1}},
        "signed": {"color": STEEL},
    }  # fmt: skip
    fig, marks, base = go.Figure(), Marks(), [0] * len(order)
    for state, look in looks.items():
        sizes = [
            sum(1 for year, one in zip(years, promoted.promotion_state, strict=True) if year == at and one == state)
            for at in order
        ]
        fig.add_bar(x=order, y=sizes, base=base, marker=look, width=0.6, hoverinfo="skip")
        base = [a + b for a, b in zip(base, sizes, strict=True)]
    for year, total in zip(order, base, strict=True):
        marks.note(x=year, y=total, yanchor="bottom", text=f"<b>{total}</b>", font={"color": INK})
    fig.update_yaxes(range=[0, max([*base, 1]) * 1.2], visible=False)
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(fig, height=height, alt="各年签约的项目走到哪里，蓝为已开工", key="promotion_years")


def _spread(promoted: pd.DataFrame, height: int) -> None:
    sizes = promoted.start_spread_months.dropna().astype(int).value_counts().sort_index()
    reach = range(min([*sizes.index, 0]), max([*sizes.index, 0]) + 1)
    names = [f"{'晚' if months > 0 else '早'} {abs(months)} 个月" if months else "一致" for months in reach]
    values = [int(sizes.get(months, 0)) for months in reach]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(
        x=names, y=values, marker={"color": [LATE if months else BLUE for months in reach]}, width=0.6, hoverinfo="skip"
    )
    for name, value in zip(names, values, strict=True):
        if value:
            marks.note(x=name, y=value, yanchor="bottom", text=f"<b>{value}</b>", font={"color": INK})
    fig.update_xaxes(type="category", tickfont={"color": MUTED})
    fig.update_yaxes(range=[0, max([*values, 1]) * 1.2], visible=False)
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(fig, height=height, alt="发改和经信所报开工时间相差的月数", key="promotion_spread")
