"""谁要行动: unit and leader, project and what to do since when, how much of what; a row leads to the project."""

import pandas as pd

from data import formats
from pages.components import tables, words
from pages.components.view import View

NEEDS = {  # what has happened since when, what is to be done, and what the amount is
    "behind_plan": ("自{month}{light}", "赶上进度", "进度缺口"),
    "not_in_library": ("{month}开工未入库", "办理统计入库", "上报未入统"),
    "no_figures": ("{month}开工零入统", "核对入统数据", "上报未入统"),
}
COLUMNS = (
    tables.Column("responsible_unit", "责任单位", sub="contact_leader", width="7.6em", strong=True),
    tables.Column("project_name", "项目", sub="what", sub_tone="late", width="minmax(0, 1fr)", leads=True),
    tables.Column("amount", "金额", kind="text", sub="measure", width="5.2em", is_right=True),
)


def show(frame: pd.DataFrame, *, view: View, fold: int) -> None:
    """Draw the rows of ``actions``."""
    rows = frame.assign(
        what=[_what(row, view) for row in frame.itertuples()],
        amount=[formats.money(wan) for wan in frame.amount_wan],
        measure=[NEEDS[need][2] for need in frame.need],
    )
    tables.show(
        rows, COLUMNS, view=view, key="calls", fold=fold, show_head=False, label="谁要行动，按涉及金额",
        empty="没有落后的项目，也没有逾期未入库、未入统的项目。",
    )  # fmt: skip


def _what(row, view: View) -> str:  # noqa: ANN001  (a named tuple)
    since, act, _ = NEEDS[row.need]
    month = f"{row.since_month.month}月"
    if row.since_month.year != view.as_of.year:
        month = f"{row.since_month.year}年{month}"
    has_problem = not formats.is_missing(row.problem) and str(row.problem).strip(" —") not in ("", "无")
    return f"{since.format(month=month, light=words.light(row.light).word)}，{row.problem if has_problem else act}"
