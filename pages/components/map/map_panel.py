"""Beside the map: what is chosen there, in figures, and the town's projects as a list that leads to them."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from data import formats
from data.project_state import without_figures_word
from data.wording.completion_wording import both, judged
from pages.components import asking as asked
from pages.components import context, tables
from pages.components.map.map_choice import LIGHT_WORDS, light_words
from pages.components.map.map_scene import TINTS
from pages.components.theme import INK
from pages.components.words import escape, light

COLUMNS = (
    tables.Column("project_name", "项目", sub="below", width="minmax(0, 2.2fr)", strong=True),
    tables.Column("light", "亮灯", width="68px"),
    tables.Column("investment_completion_rate", "完成率", "%", width="74px", sub="judged_words"),
    tables.Column("annual_plan_wan", "年度计划", "万元", width="92px"),
)

TOWN = (
    "investment_completion_rate", "reported_ytd_wan", "annual_plan_wan", "behind_projects", "slow_projects", "projects",
)  # fmt: skip
PROJECT = ("investment_completion_rate", "reported_ytd_wan", "annual_plan_wan")
LABELS = {"is_counted": "计入完成率", "is_silent": "当月未报", "longitude": "经度", "latitude": "纬度"}  # in Excel


def headline(towns: pd.DataFrame, names: Iterable[str], judged_by: str) -> tuple[str, str]:
    """The finding about the towns of the map and its tail, which is behind, as plain text."""
    timed = towns[towns[judged_by].notna() & towns.town.isin(list(names))]
    if timed.empty:
        return "各镇街还没有到期的年度计划", ""
    late = timed[timed.light.isin(["slow", "behind"])]
    if late.empty:
        return f"{len(timed)} 个镇街没有进度偏慢、滞后的", ""
    worst = late.loc[late[judged_by].idxmin()]
    head = f"{len(timed)} 个镇街中 {len(late)} 个进度偏慢或滞后，{worst.town}"
    return head, both(worst)


def tally(points: pd.DataFrame) -> str:
    """How many projects have which light: ▼ 滞后 3, ◆ 偏慢 1 and so on."""
    counts = points.light.fillna("none").value_counts()
    return "　".join(f"{words} {counts.get(key, 0)}" for key, words in light_words(points).items())


def legend(judged_by: str) -> None:
    """The scale of the cells, with its words on the colours themselves, and what the labels say."""
    label = "任务完成率（上报÷计划进度）" if judged_by == "task_rate" else "比时序快慢，百分点"
    steps = "".join(
        f'<span style="background:{colour};color:{INK};flex:1;padding:3px 4px;text-align:center">'
        f"{escape(LIGHT_WORDS[name])}</span>"
        for name, colour in TINTS.items()
    )
    st.html(
        '<div style="display:flex;flex-wrap:wrap;align-items:center;font-size:.8125rem;gap:2px;white-space:nowrap">'
        f'<span style="padding-right:8px">镇街亮灯</span>{steps}'
        f'<span style="padding-left:10px">镇街后为{label}　标记大小＝年度计划</span></div>'
    )


def town_facts(row: pd.Series, inside: pd.DataFrame) -> None:
    """A town: rate, money, number, and its light."""
    _heading(row.town if row.town != "—" else "未报镇街", row.light, f"{len(inside)} 个项目")
    if pd.isna(row.investment_completion_rate):
        _figures([("完成率", "—", "没有计入完成率的项目")])
        return
    _figures(
        [
            ("完成率", f"{formats.percent(row.investment_completion_rate)}", both(row)),
            ("上报完成", formats.money(row.reported_ytd_wan), f"年度计划 {formats.money(row.annual_plan_wan)}"),
            (
                "进度滞后和偏慢",
                f"{row.behind_projects + row.slow_projects:.0f} 个",
                f"计入完成率 {row.projects:.0f} 个",
            ),
        ]
    )
    asked.figures(row, TOWN, of="investment_completion", by="town", who=row.town)


def project_facts(row: pd.Series, view: context.View) -> None:
    """A project: its light, figures, who answers for it, and the way to its file."""
    _heading(row.project_name, row.light, "")
    st.html(
        '<p class="gt-stand" style="font-size:.9375rem">'
        f"{escape(row.batch)} · {escape(row.responsible_unit)} · {escape(row.town)}"
        f"{' · <span class=gt-late>本月未报，数字为沿用</span>' if row.is_silent else ''}</p>"
    )
    none = (
        "前期批次不计完成率"
        if row.yardstick == "preliminary"
        else "没有年度计划"
        if not row.is_counted
        else without_figures_word(row)
    )
    has_rate = pd.notna(row.investment_completion_rate)
    _figures(
        [
            (
                "完成率",
                f"{formats.percent(row.investment_completion_rate)}" if has_rate else "—",
                both(row) if has_rate else none,
            ),
            ("上报完成", formats.money(row.reported_ytd_wan), "本年累计"),
            ("年度计划", formats.money(row.annual_plan_wan), ""),
        ]
    )
    asked.figures(row, PROJECT, by="project", who=row.project_id)
    st.page_link(
        "pages/project.py",
        label="看项目档案",
        icon=":material/arrow_forward:",
        query_params=view.params | {"project": row.project_id},
    )


def project_list(inside: pd.DataFrame, view: context.View, judged_by: str, *, rows: int) -> None:
    """A town's projects, the slowest first."""
    below = inside.batch + " · " + inside.responsible_unit
    below = below.where(inside.longitude.notna(), below + " · 无坐标")
    frame = inside.assign(
        below=below,
        judged_words=[judged(row, judged_by) for row in inside.itertuples()],
    ).sort_values(judged_by, na_position="last")
    tables.show(frame, COLUMNS, view=view, key="map_list", fold=rows, label="所选镇街的项目，慢的在前")


def unplaced_list(unplaced: pd.DataFrame, view: context.View) -> None:
    """The projects that are not on the map, and why."""
    why = ["没有坐标" if pd.isna(row.longitude) else "坐标在区外" for row in unplaced.itertuples()]
    columns = (
        tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(220px, 1fr)"),
        tables.Column("why", "原因", sub="town", width="110px"),
    )
    tables.show(unplaced.assign(why=why), columns, view=view, key="map_unplaced", label="没有上图的项目")


def _heading(name: str, status: object, note: str) -> None:
    mark = light(status)
    st.html(
        f'<h2 class="gt-title gt-rule">{escape(name)}<b class="gt-{mark.tone}" style="margin-left:.7em">'
        f"{escape(str(mark))}</b><span>{escape(note)}</span></h2>"
    )


def _figures(figures: list[tuple[str, str, str]]) -> None:
    cards = "".join(
        f'<div><div style="font-size:.875rem">{escape(label)}</div><div style="font-size:1.5rem;font-weight:650;'
        f'white-space:nowrap">{escape(value)}</div><div style="font-size:.8125rem;color:var(--gt-muted)">'
        f"{escape(beside)}</div></div>"
        for label, value, beside in figures
    )
    st.html(f'<div style="display:grid;grid-template-columns:repeat({len(figures)},1fr);gap:12px">{cards}</div>')
