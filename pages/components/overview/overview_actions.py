"""谁要行动: who, what to do, by when; person with telephone where the sheet has one. A row leads to the project."""

import pandas as pd

from data import formats
from data.wording.completion_wording import NEEDS, by_when, call
from pages.components import tables
from pages.components.people import person, telephone
from pages.components.view import View

COLUMNS = (
    tables.Column("responsible_unit", "谁", sub="person", tel="tel", width="8em", strong=True),
    tables.Column("project_name", "做什么", sub="what", sub_tone="late", width="minmax(0, 1fr)", leads=True),
    tables.Column("by_when", "几号前", kind="text", sub="amount", width="6.4em", is_right=True, asks="amount_wan"),
)


def show(frame: pd.DataFrame, *, view: View, fold: int) -> None:
    """Draw the rows of ``actions``."""
    rows = frame.assign(
        person=[person(row.project_officer, row.contact_leader) for row in frame.itertuples()],
        tel=[telephone(row.project_officer) or telephone(row.contact_leader) for row in frame.itertuples()],
        what=[call(row, view.as_of) for row in frame.itertuples()],
        by_when=[by_when(row) for row in frame.itertuples()],
        amount=[_amount(row) for row in frame.itertuples()],
    )
    tables.show(
        rows, COLUMNS, view=view, key="calls", fold=fold, show_head=False, label="谁要行动，按涉及金额",
        empty="没有落后的项目，也没有逾期未入库、未入统的项目。",
    )  # fmt: skip


def _amount(row) -> str:  # noqa: ANN001  (a named tuple)
    return NEEDS[row.need][2] + ("" if formats.is_missing(row.amount_wan) else f" {formats.money(row.amount_wan)}")
