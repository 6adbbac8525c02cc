"""Typing what has no data (手工项): rates, bonus and deduction, exemptions; each with who, why and evidence."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from data import formats
from data.decision_kinds import Decision, Exemption, Score
from pages.components import access, context, decide, tables, words
from pages.components.view import View

COLUMNS = (
    tables.Column("responsible_unit", "单位", width="minmax(0, 1fr)", strong=True, leads=True),
    tables.Column("item", "考核项", width="minmax(0, 1fr)"),
    tables.Column("score_rate", "得分率", width="5em"),
    tables.Column("points", "加减分", width="5em"),
    tables.Column("basis", "理由和依据", width="minmax(0, 2fr)", sub="document_number", sub_kind="text"),
    tables.Column("who", "登记人", width="8.5em", sub="received_on", sub_kind="date"),
)
SORTS = {"rate": "得分率", "points": "加分扣分", "exemption": "容错"}


def show(entries: pd.DataFrame, scores: pd.DataFrame, view: View) -> None:
    """Draw what stands typed for the quarter and, for those who may, the forms."""
    when = formats.quarter(scores.quarter.iloc[0])
    with st.container(key="main-picture", gap="xxsmall"):
        words.title(f"{when}已登记 {len(entries)} 项", "表格和本页登记的一并列出，以最后一次为准")
        shown = entries.assign(who=entries.who.fillna("表格"), basis=entries.basis.fillna(""))
        tables.show(shown, COLUMNS, view=view, key="typed", link=None, link_by="responsible_unit", fold=6,
                    label="手工项", empty="本季还没有登记的手工项。")  # fmt: skip
        words.footer(view, "dispatch")
    if not access.may("score"):
        return
    sort = context.choose("form", SORTS, label="登记")
    units = list(scores[scores.league.notna()].responsible_unit)
    {"rate": _rate, "points": _points, "exemption": _exemption}[sort](units, scores.quarter.iloc[0], view)
    tables.download(entries, view=view, name="考核手工项", key="typed_excel")


def _rate(units: list[str], quarter: date, view: View) -> None:
    """Type an item's rate, or take the entry of this page back."""
    weights = view.profile.weights_at(view.as_of)
    items = sorted(weights.quarter, key=lambda item: item != "协调服务")
    of_year = sorted(weights.year, key=lambda item: item != "年度建设内容")
    items += [item for item in of_year if item not in items]
    with st.grid(3, min_column_width=200, gap="small") as grid:
        with grid.cell():
            unit = st.selectbox("单位", units, key="rate_unit")
        with grid.cell():
            item = st.selectbox(
                "考核项",
                items,
                key="rate_item",
                format_func=lambda item: item if item in weights.quarter else f"{item}（年度）",
            )
        with grid.cell():
            percent = st.number_input("得分率（%）", 0.0, 100.0, value=None, step=1.0, key="rate_percent")
    why, evidence = _why("rate")
    told = "有数据的考核项仍按数据算，登记的只在没有数据时计入；年度的考核项一年一个数，以最后一季登记的为准。"
    st.html(f'<p class="gt-foot">{told}</p>')
    score = partial(Score, quarter=quarter, responsible_unit=unit, item=item)
    buttons(
        "score",
        score(score_rate=f"{(percent or 0) / 100:.6f}", evidence=evidence),
        score(status="undone"),
        view, why, is_ready=percent is not None and bool(why and evidence),
    )  # fmt: skip


def _points(units: list[str], quarter: date, view: View) -> None:
    """Type a bonus or a deduction with its document; undone by the same document."""
    rule = view.profile.rule("points", view.as_of)
    with st.grid(3, min_column_width=200, gap="small") as grid:
        with grid.cell():
            unit = st.selectbox("单位", units, key="points_unit")
        with grid.cell():
            points = st.number_input("分值（扣分为负）", -100.0, 100.0, value=None, step=0.5, key="points_value")
        with grid.cell():
            document = st.text_input("文号（必填）", key="points_document", max_chars=60).strip()
    why, evidence = _why("points")
    if rule is None or not rule.enabled:
        st.html('<p class="gt-foot">本区规则未启用加分扣分：登记后列出，不计入得分。</p>')
    elif not rule.in_quarter_score:
        st.html('<p class="gt-foot">加分扣分计入目标绩效，不计入季度得分：登记后列出。</p>')
    item = "加分" if (points or 0) >= 0 else "扣分"
    score = partial(Score, quarter=quarter, responsible_unit=unit, item=item, document_number=document)
    buttons(
        "score",
        score(points=f"{points or 0:.2f}", evidence=evidence),
        score(status="undone"),
        view, why, is_ready=bool(points and document and why),
    )  # fmt: skip


def _exemption(units: list[str], quarter: date, view: View) -> None:
    """Type a unit's exemption with its document; undone by the same document."""
    ends = (quarter.replace(day=28) + timedelta(days=70)).replace(day=1) - timedelta(days=1)
    with st.grid(4, min_column_width=180, gap="small") as grid:
        with grid.cell():
            unit = st.selectbox("单位", units, key="exemption_unit")
        with grid.cell():
            document = st.text_input("文号（必填）", key="exemption_document", max_chars=60).strip()
        with grid.cell():
            first = st.date_input("自", quarter, key="exemption_from", format="YYYY-MM-DD")
        with grid.cell():
            last = st.date_input("至", ends, key="exemption_to", format="YYYY-MM-DD")
    why, evidence = _why("exemption")
    st.html('<p class="gt-foot">容错单位名次照排，不亮牌，不顺延；督办措施暂缓，仍列出。</p>')
    exemption = partial(Exemption, responsible_unit=unit, document_number=document)
    buttons(
        "exemption",
        exemption(exempt_from=first, exempt_to=last, cause=why, evidence=evidence),
        exemption(status="undone"),
        view, why, is_ready=bool(document and why and first <= last),
    )  # fmt: skip


def _why(key: str) -> tuple[str, str]:
    """Ask for reason and evidence."""
    with st.grid(2, min_column_width=280, gap="small") as grid:
        with grid.cell():
            why = st.text_input("理由（必填）", key=f"{key}_why", max_chars=200).strip()
        with grid.cell():
            evidence = st.text_input("依据（会议纪要、文件、记录）", key=f"{key}_evidence", max_chars=200).strip()
    return why, evidence


def buttons(
    key: str, said: Decision, undone: Decision, view: View, why: str, *, is_ready: bool, label: str = "登记",
    undo: str = "撤销本页的登记",
) -> None:  # fmt: skip
    """Draw 登记 and, where the page has an entry on it already, 撤销."""
    seen = decide.newest(said.subject, view)
    given = {"view": view, "after": seen, "reason": why}
    with st.container(horizontal=True):
        st.button(label, type="primary", key=f"{key}_write", disabled=not is_ready, on_click=put,
                  args=(said,), kwargs=given)  # fmt: skip
        if seen is not None:
            st.button(undo, key=f"{key}_undo", disabled=not why, on_click=put,
                      args=(undone,), kwargs=given)  # fmt: skip


def put(said: Decision, **given: Any) -> None:  # noqa: ANN401  (the arguments of ``decide.write``)
    """Write the decision from a button's callback; the run that follows says how it went."""
    decide.write(said, **given)
