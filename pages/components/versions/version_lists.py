"""The lists of 版本: days of receipt, and what one of them changed."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from pages.components import tables, words
from pages.components.versions import version_words
from pages.components.view import View

DAYS = (
    tables.Column("received_on", "收到", width="8.4em", leads=True),
    tables.Column("what", "文件", sub="changed", sub_tone="tone", width="minmax(0, 1fr)", kind="text", sub_kind="text"),
)
ROWS = (
    tables.Column("project_name", "项目", sub="what", width="minmax(0, 1.6fr)", leads=True, sub_kind="text"),
    tables.Column("month", "月份", sub="change_word", width="7em", sub_tone="tone", sub_kind="text"),
    tables.Column("before_wan", "收件前", "万元"),
    tables.Column("after_wan", "收件后", "万元"),
    tables.Column("place", "出处", sub="file", width="minmax(0, 1.6fr)", kind="text", sub_kind="text", wide_only=True),
)
FIELDS = ("change", "measure", "project_name", "month", "before_wan", "after_wan", "change_wan", "file", "sheet", "row")


def days(received: pd.DataFrame, view: View, day: date | None) -> None:
    """A row a day of receipt, newest first; it leads to what that day changed."""
    words.title(f"收件 {len(received)} 次", "一天为一次，新的在前；点一行看改了什么")
    chosen = pd.Timestamp(day) if day else None
    frame = received.assign(
        day=[f"{one:%Y-%m-%d}" for one in received.received_on],
        what=[f"{row.files} 个：{version_words.kinds(row.kinds)}" for row in received.itertuples()],
        changed=[version_words.counts(row) or "没有改变数字" for _, row in received.iterrows()],
        tone=["ahead" if one == chosen else "quiet" for one in received.received_on],
    )
    tables.show(
        frame, DAYS, view=view, key="days", link="versions", link_by="day", param="day", fold=6, show_head=False,
        label="收件", empty="还没有收到文件。",
    )  # fmt: skip


def rows(changed: pd.DataFrame, view: View, day: date | None) -> None:
    """Every fact that the day changed, withdrawn and corrected ones first."""
    if day is None:
        return
    names = dictionary.lookup("measure").words
    kinds = dictionary.lookup("change").words
    words.title(f"{formats.day(day)}改变的 {len(changed)} 条", "撤回、更正在前；空为没有数")
    frame = changed.assign(
        what=[names[measure] for measure in changed.measure],
        change_word=[kinds[change] for change in changed.change],
        tone=[
            "late" if change == "withdrawn" else "slow" if change == "corrected" else "quiet"
            for change in changed.change
        ],
        place=[f"{row.sheet} 第 {row.row} 行" if isinstance(row.sheet, str) else "—" for row in changed.itertuples()],
        project_id=changed.project_id.fillna(""),
    )
    tables.show(frame, ROWS, view=view, key="changed", fold=6, label="改变的条目", empty="这一天的文件没有改变数字。")
    labels = {"change": "变动类别", "measure": "数字"}
    tables.download(
        changed, view=view, name=f"收件变动 {day:%Y%m%d}", kinds=tuple(view.sources), columns=FIELDS, labels=labels
    )
