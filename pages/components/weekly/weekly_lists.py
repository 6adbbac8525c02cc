"""The meeting's lists, part by part, and the books to hand out."""

from datetime import date

import pandas as pd

from data.wording.week_parts import PARTS
from pages.components import tables
from pages.components.view import View

COLUMNS = (
    tables.Column("thing", "事项", kind="text", sub="more", width="minmax(0, 2.4fr)", strong=True),
    tables.Column("project", "项目", kind="text", sub="responsible_unit", width="minmax(0, 1.6fr)"),
    tables.Column("who", "责任人", kind="text", width="minmax(0, .7fr)"),
    tables.Column("standing", "情况", kind="text", tone="tone", width="132px"),
)
PRINTED = ("part_words", "responsible_unit", "project_name", "thing", "more", "person", "due_on", "standing")
LABELS = {
    "part_words": "类别", "thing": "事项", "more": "说明", "standing": "情况", "person": "责任人", "due_on": "时限"
}  # fmt: skip
KINDS = ("dispatch", "issue", "milestone")


def counts(things: pd.DataFrame, decisions: pd.DataFrame) -> dict[str, str]:
    """Return the parts with how many there are, as the choice shows them."""
    parts = {part: f"{label} {int((things.part == part).sum())}" for part, label in PARTS.items()}
    return parts | {"decided": f"会议议定 {len(decisions)}"}


def show(things: pd.DataFrame, part: str, view: View) -> None:
    """Draw one part; a row leads to its project."""
    rows = things[things.part == part].copy()
    rows["project"] = rows.project_name.fillna("—")
    rows["who"] = rows.person.fillna("—")
    rows["tone"] = ["late" if is_late else "quiet" for is_late in rows.is_late]
    rows["project_id"] = rows.project_id.fillna("")
    tables.show(
        rows, COLUMNS, view=view, key=f"week_{part}", fold=12, empty="本周没有。", label=PARTS[part], can_be_asked=False
    )


def handed_out(things: pd.DataFrame, view: View, on: date) -> None:
    """Draw the buttons: a sheet a unit, to hand out at the meeting."""
    printed = things.assign(part_words=things.part.map(PARTS))
    tables.download(
        printed, view=view, name="周调度 分单位清单", kinds=KINDS, columns=PRINTED, labels=LABELS,
        note=f"截至{on.year}年{on.month}月{on.day}日", sheets_by="responsible_unit", signed=True, label="分单位 Excel",
    )  # fmt: skip
