"""A month that cannot be judged yet, as it is open or too little is reported: who has reported, without verdict."""

from collections.abc import Iterable
from html import escape
from typing import NoReturn

import streamlit as st

from data import formats
from pages.components import month_closing, words
from pages.components.fetch import MonthReports, UnitReports
from pages.components.view import View


def label(reports: MonthReports) -> str:
    """Name such a month where it can be chosen: 2026年10月（未定稿，已报 1/20 个单位）."""
    open_first = "未定稿，" if reports.is_open else ""
    return f"{formats.month(reports.month)}（{open_first}已报 {reports.reported_units}/{len(reports.units)} 个单位）"


def show(view: View, reports: MonthReports) -> NoReturn:
    """Draw which units have reported the month, and end the page there."""
    share = formats.percent(reports.reported_plan_wan / reports.plan_wan) if reports.plan_wan else "—"
    words.headline(
        f"{reports.month.month}月已报 {reports.reported_units}/{len(reports.units)} 个单位",
        f"已报项目占年度计划 {share}，{_why(view, reports)}请先看上一个月。",
    )
    silent = [unit for unit in reports.units if not unit.has_reported]
    part = [unit for unit in reports.units if unit.has_reported and unit.silent_projects]
    whole = [unit for unit in reports.units if not unit.silent_projects]
    with st.container(key="main-picture", gap="xxsmall"):
        for title, units in (("未报", silent), ("部分已报", part), ("已报", whole)):
            if units:
                words.title(f"{title} {len(units)} 个单位", "已报项目数／应报项目数")
                st.html(f'<p class="gt-aside">{_listed(units)}</p>')
        words.footer(view, "dispatch")
    if reports.is_open:
        month_closing.close(reports.month, view)
    st.stop()


def _why(view: View, reports: MonthReports) -> str:
    """Say what the month waits for."""
    if reports.is_open:
        month = reports.month.month
        return (
            f"是{month}月的中间情况：收到{month}月月末以后的调度表，或由项目办定稿以后，才计算进度、亮灯、名次和季度。"
        )
    limit = formats.percent(view.profile.rule("silence", view.as_of).enough_share, 0)
    return f"达到 {limit} 以后才计算进度、亮灯、名次和季度。"


def _listed(units: Iterable[UnitReports]) -> str:
    """Name the units with the projects reported and expected, as HTML."""
    return "　".join(
        f"{escape(unit.unit)}&nbsp;{unit.projects - unit.silent_projects}／{unit.projects}" for unit in units
    )
