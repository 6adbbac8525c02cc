"""谁要行动: unit and leader, project and what to do since when, how much of what; a row leads to the project."""

import pandas as pd

from data import formats
from data.wording.completion_wording import NEEDS, call
from pages.components import tables
from pages.components.view import View

COLUMNS = (
    tables.Column("responsible_unit", "责任单位", sub="contact_leader", width="7.6em", strong=True),
    tables.Column("project_name", "项目", sub="what", sub_tone="late", width="minmax(0, 1fr)", leads=True),
    tables.Column("amount", "金额", kind="text", sub="measure", width="5.2em", is_right=True, asks="amount_wan"),
)


def show(frame: pd.DataFrame, *, view: View, fold: int) -> None:
    """Draw the rows of ``actions``."""
    rows = frame.assign(
        what=[call(row, view.as_of) for row in frame.itertuples()],
        amount=[formats.money(wan) for wan in frame.amount_wan],
        measure=[NEEDS[need][2] for need in frame.need],
    )
    tables.show(
        rows, COLUMNS, view=view, key="calls", fold=fold, show_head=False, label="谁要行动，按涉及金额",
        empty="没有落后的项目，也没有逾期未入库、未入统的项目。",
    )  # fmt: skip
