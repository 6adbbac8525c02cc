"""The list of 批次进度: late ones first, by batch and standing, and its Excel file."""

import pandas as pd
import streamlit as st

from data.wording.batch_wording import LATE_OF_ALL, word
from pages.components import asking_lists as asked_lists
from pages.components import context, tables, words
from pages.components.batches import batch_words
from pages.components.view import Row

SHOWN = {"late": LATE_OF_ALL, "no_date": "没有日期", "silent": "未报", "done": "完成", "all": "全部"}


def show(projects: pd.DataFrame, batches: pd.DataFrame, view: context.View) -> None:
    """Draw the chosen projects; batch and standing stand in the URL."""
    late = int((projects.standing == "late").sum())
    words.title(f"{LATE_OF_ALL}的 {late} 个" if late else f"没有{LATE_OF_ALL}的项目", "点一行看项目档案")
    controls = st.container(horizontal=True, vertical_alignment="center", gap="small")
    every = {"": "各批次"} | {name: name for name in batches.batch}
    with controls:
        standing = context.choose("standing", _counted(projects), label="状态", control=st.pills, width="content")
        batch = context.choose("batch", every, label="批次", control=st.pills, width="content")
    frame = projects if standing == "all" else projects[projects.standing == standing]
    frame = frame[frame.batch == batch] if batch else frame
    with controls:
        tables.download(frame, view=view, name="批次进度 项目")
    rows = batch_words.rows(frame, dict(zip(batches.batch, batches.yardstick, strict=True)))
    label = f"{SHOWN[standing]}的项目"
    tables.show(rows, batch_words.COLUMNS, view=view, key="batch_list", fold=8, label=label, empty="没有这样的项目。")


def lead(batch: Row) -> None:
    """Offer the late projects of a batch: they are then listed below."""
    if batch.late:
        said = f"看{word('late', batch.yardstick)}的 {int(batch.late)} 个"
        st.button(said, key=f"late_of_{batch.batch}", type="tertiary", on_click=_show_late, args=(batch.batch,))


def _show_late(batch: str) -> None:
    context.put("standing", "")  # the late ones are the list's default
    context.put("batch", batch)


def _counted(projects: pd.DataFrame) -> dict[str, str]:
    counts = projects.standing.value_counts().to_dict() | {"all": len(projects)}
    return {key: f"{name} {counts.get(key, 0)}" for key, name in SHOWN.items()}


def asked_flows(flows: pd.DataFrame, view: context.View) -> None:
    """While the reader asks: the flows as a list; each leads to its projects."""
    names = [f"{row.from_year}年{row.from_batch} → {row.to_year}年{row.to_batch}" for row in flows.itertuples()]
    ids = [f"{row.from_year}|{row.from_batch}|{row.to_year}|{row.to_batch}" for row in flows.itertuples()]
    columns = (tables.Column("name", "流向", kind="text", width="minmax(0, 1fr)"), "projects", "total_investment_wan")
    asked_lists.show(
        flows.assign(name=names), columns, view=view, title="各流向的项目", of="batch_flows", by="flow", who=ids
    )
