"""The words of 项目档案: how the project stands, who answers for it, and its attributes in two columns."""

import pandas as pd
import streamlit as st

from data import formats
from data.project_state import state
from data.wording.completion_wording import both
from pages.components import asking as asked
from pages.components.words import escape, light

ATTRIBUTES = (
    ("项目代码", "project_code"), ("责任单位", "responsible_unit"), ("项目级别", "project_level"),
    ("服务责任单位", "service_unit"), ("建设性质", "construction_nature"), ("业主", "owner"), ("项目类别", "category"),
    ("联系区领导", "contact_leader"), ("行业", "industry"), ("项目专员", "project_officer"), ("资金来源", "funding"),
    ("审批类型", "approval_procedure"), ("镇街", "town"), ("园区", "special_area"),
)  # fmt: skip


def headline(facts: pd.Series, now: pd.Series | None, completion: pd.Series | None) -> tuple[str, str]:
    """The project's name with how it stands, and one line of who and what, as HTML."""
    head, said = escape(name_of(facts)), ""
    if completion is not None and pd.notna(completion.investment_completion_rate):
        said = f"，完成 {formats.percent(completion.investment_completion_rate)}，{both(completion)}"
    if completion is not None:
        mark = light(state(completion))
        head += f'　<span class="gt-{mark.tone}">{escape(str(mark))}{escape(said)}</span>'
    parts = [escape(str(facts[name])) for name in ("batch", "responsible_unit", "town") if isinstance(facts[name], str)]
    return head, " · ".join([*parts, *(escape(part) for part in _standing(now))])


def name_of(facts: pd.Series) -> str:
    """The project's name, its code or id where it has none."""
    names = (facts.project_name, facts.project_code, facts.project_id)
    return next(name for name in names if isinstance(name, str) and name)


def _standing(now: pd.Series | None) -> list[str]:
    if now is None:
        return ["截至月没有记录"]
    if now.is_removed:
        parts = ["已调出计划"]
    elif now.is_outside_plan:
        parts = ["计划外"]
    else:
        parts = ["在列"] if now.is_in_plan else ["未列入当年计划"]
    if now.is_silent:
        parts.append(f"{formats.month(now.silent_since_month)}起未报，数字为沿用")
    return parts


def figures(facts: pd.Series, now: pd.Series | None, *, with_booked: bool) -> None:
    """Five figures in one line: total, plan, reported, booked, physical progress."""
    cards = [("总投资", formats.money(facts.total_investment_wan), _share("开工累计", now, "cumulative_wan"))]
    if now is not None:
        cards += [
            ("年度计划", formats.money(now.annual_plan_wan), _original(now)),
            ("上报本年累计", formats.money(now.carried_ytd_wan), "未报，沿用" if now.is_silent else ""),
        ]
        if with_booked:
            state = "当月无报表" if pd.isna(now.is_in_library) else "在统计库" if now.is_in_library else "不在统计库"
            cards.append(("入统本年累计", formats.money(now.booked_ytd_wan), state))
        planned = f"计划 {formats.percent(now.planned_progress)}" if pd.notna(now.planned_progress) else ""
        cards.append(
            (
                "形象进度" + ("（估）" if now.is_estimated_progress else ""),
                formats.percent(now.physical_progress),
                planned,
            )
        )
    html = "".join(
        f'<div><div style="font-size:.875rem">{escape(label)}</div>'
        f'<div style="font-size:1.5rem;font-weight:650;white-space:nowrap">{escape(value)}</div>'
        f'<div style="font-size:.8125rem;color:var(--gt-muted)">{escape(beside)}</div></div>'
        for label, value, beside in cards
    )
    look = "display:grid;grid-template-columns:repeat(auto-fit,minmax(136px,1fr));gap:4px 16px"
    st.html(f'<div style="{look}">{html}</div>')


ASKED = {
    "total_investment_wan": "总投资",
    "annual_plan_wan": "年度计划",
    "reported_ytd_wan": "上报本年累计",
    "booked_ytd_wan": "入统本年累计",
    "physical_progress": "形象进度",
    "cumulative_wan": "开工累计",
    "planned_start_date": "计划开工",
    "actual_start_date": "实际开工",
    "planned_finish_date": "计划竣工",
    "start_date": "认定开工",
    "library_month": "入库",
    "statistics_month": "入统",
}


def ask(project_id: str, *, with_booked: bool) -> None:
    """While the reader asks for cells: a button for each figure above that no list holds."""
    if asked.is_on():
        with st.container(horizontal=True, gap="small"):
            for field, label in ASKED.items():
                if with_booked or field != "booked_ytd_wan":
                    asked.button(field, "project", project_id, label)


def _share(label: str, now: pd.Series | None, field: str) -> str:
    return "" if now is None or pd.isna(now[field]) else f"{label} {formats.money(now[field])}"


def _original(now: pd.Series) -> str:
    if pd.isna(now.original_plan_wan):
        return "年初不在列" if now.is_in_plan else ""
    return "" if now.original_plan_wan == now.annual_plan_wan else f"年初 {formats.money(now.original_plan_wan)}"


def attributes(facts: pd.Series) -> None:
    """The attributes that are known, in two columns; what was never said is a dash."""
    rows = [(label, facts[name]) for label, name in ATTRIBUTES] + [
        ("批复概算", formats.money(facts.approved_estimate_wan))
    ]
    cells = "".join(
        f'<div style="color:var(--gt-muted);white-space:nowrap">{escape(label)}</div>'
        f'<div style="overflow-wrap:anywhere">{escape(value) if isinstance(value, str) else formats.NONE}</div>'
        for label, value in rows
    )
    look = "display:grid;grid-template-columns:auto 1fr auto 1fr;gap:3px 12px;font-size:.875rem;line-height:1.45"
    st.html(f'<div style="{look}">{cells}</div>')
