"""The supervision ladder (督办阶梯) on the page: what is proposed for whom, and a person issues it."""

from functools import partial

import pandas as pd
import streamlit as st

from data import dictionary, formats
from data.decision_kinds import Measure
from data.wording.completion_wording import UNSURE, both
from pages.components import access, states, tables, words
from pages.components.ranking.score_form import buttons
from pages.components.view import Row, View

COLUMNS = (
    tables.Column("responsible_unit", "单位", width="minmax(0, 1.2fr)", strong=True, leads=True),
    tables.Column("step_words", "拟采取措施", width="minmax(0, 1.2fr)", kind="text", tone="tone", asks="ladder_gap_pp"),
    tables.Column("ladder_gap_pp", "督办进度差", width="7em", tone="tone"),
    tables.Column("why", "为什么", width="minmax(0, 2fr)", kind="text"),
    tables.Column("issued", "已下达", width="minmax(0, 1.4fr)", kind="text"),
)


def show(ladder: pd.DataFrame, view: View) -> None:
    """Draw the ladder's list and, for those who may, the way to issue a measure."""
    on = ladder[ladder.is_proposed]
    with st.container(key="main-picture", gap="xxsmall"):
        words.title(
            f"{len(on)} 家单位拟采取督办措施" if len(on) else "没有单位越过督办界限",
            f"{_measure(ladder)}看{formats.month(view.as_of)}末的进度差；系统提出，由人下达",
        )
        rows = ladder.assign(
            step_words=[_step(row) for row in ladder.itertuples()],
            why=[_why(row) for _, row in ladder.iterrows()],
            issued=[_issued(row) for row in ladder.itertuples()],
            tone=["late" if row.is_proposed and not row.is_held_back else "quiet" for row in ladder.itertuples()],
        )
        tables.show(rows, COLUMNS, view=view, key="ladder", link=None, link_by="responsible_unit", fold=None,
                    label="督办阶梯", empty="今年没有单位上过督办阶梯。")  # fmt: skip
        words.footer(view, "dispatch", note=view.profile.rule("ladder", view.as_of).article)
    if len(on) and access.may("measure"):
        _issue(on, view)
    tables.download(ladder, view=view, name="督办阶梯", key="ladder_excel")


def _issue(on: pd.DataFrame, view: View) -> None:
    """Issue a measure: the proposed one, or another step that a person holds right, with the reason."""
    words.title("下达措施", "写明理由；容错文件有效的暂缓下达")
    steps = list(view.profile.rule("ladder", view.as_of).steps)
    proposed = dict(zip(on.responsible_unit, on.proposed_measure, strict=True))
    held = set(on[on.is_held_back].responsible_unit)
    with st.grid(3, min_column_width=220, gap="small") as grid:
        with grid.cell():
            unit = st.selectbox("单位", list(proposed), key="measure_unit")
        with grid.cell():
            measure = st.selectbox("措施", steps, index=steps.index(proposed[unit]), key=f"measure_step_{unit}")
        with grid.cell():
            why = st.text_input("理由（必填）", key="measure_why", max_chars=200).strip()
    if unit in held:
        states.note(f"{unit}有容错文件，措施暂缓。")
    issued = partial(Measure, responsible_unit=unit, month=view.as_of, measure=measure)
    buttons("measure", issued(), issued(status="undone"), view, why, is_ready=bool(why) and unit not in held,
            label="下达", undo="撤销")  # fmt: skip


def _step(row: Row) -> str:
    if row.is_spared:
        return "不提示"
    if not row.ladder_step:
        return "已解除"
    return f"{row.ladder_step}　{row.proposed_measure}" + _aside(row)


def _aside(row: Row) -> str:
    """Say why a measure is not proposed for now."""
    if row.is_provisional:
        return "（暂定，不提出）"
    return "（容错暂缓）" if row.is_held_back else "" if row.is_material else "（金额小，不提出）"


def _measure(ladder: pd.DataFrame) -> str:
    return (
        dictionary.write(dictionary.lookup("ladder_measure"), ladder.ladder_measure.iloc[0])
        if len(ladder)
        else "按进度"
    )


def _why(row: pd.Series) -> str:
    if row.is_spared:
        return f"{both(row)}：不提示"
    if not row.ladder_step:
        return f"回到界限以上；今年最高到第 {row.highest_step} 级"
    said = [f"低于 {formats.signed(row.gap_limit_pp, 0)} 个百分点"]
    said += ["满两个月没有改善，升一级"] if row.is_escalated else []
    said += [f"自{formats.month(row.ladder_since_month)}起"]
    said += [f"{row.stood_months} 个月未改善"] if row.stood_months else []
    said += [row.exemption] if row.is_held_back else []
    said += [UNSURE] if row.is_provisional else []
    return "，".join(said)


def _issued(row: Row) -> str:
    if not isinstance(row.issued_measure, str):
        return formats.NONE
    return f"{row.issued_measure}　{formats.iso_date(row.issued_on)}　{row.issued_by}"
