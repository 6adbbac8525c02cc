"""A unit's own sheet: sent, and what became of it row by row; rows of other units' projects are refused and listed."""

from typing import Any

import pandas as pd
import streamlit as st

from data.warehouse import store_folder
from etl.loading import uploads
from pages.components import access, context, states, tables, words
from pages.components.intake import intake_form, intake_progress
from pages.components.view import View

WORDS = {
    "loaded": "已载入",
    "unchanged": "以前已载入，没有变",
    "asked": "读法要统计人员确认，已转交",
    "failed": "没有载入",
}
REFUSED = (
    tables.Column("place", "哪一行", kind="text", width="minmax(0, 1fr)", strong=True),
    tables.Column("reason", "为什么退回", kind="text", width="minmax(0, 2fr)"),
)


def show(unit: str, view: View) -> None:
    """Draw the form, or what became of what was sent."""
    token = st.query_params.get("sent", "")
    if token:
        _sent(token, unit, view)
        return
    words.title("报送本单位的表", "调度表、前期手续；只收本单位负责或服务的项目，其余各行退回")
    turn = st.session_state.setdefault("task_turn", 0)
    files = st.file_uploader(
        f"Excel 或 csv，每个不超过 {uploads.MOST_MB} 兆", type=intake_form.ENDINGS, accept_multiple_files=True,
        max_upload_size=uploads.MOST_MB, key=f"task_files_{turn}",
    )  # fmt: skip
    month = intake_form.ask_month("task_month", asked="月份（表中没写时填）")
    st.button(
        "报送", type="primary", key="task_send", disabled=not files, on_click=_send, args=(files, month, unit, view)
    )


def _send(files: list, month: str | None, unit: str, view: View) -> None:
    if not access.may("load_own") or access.unit() != unit:
        return
    st.session_state["task_turn"] += 1  # an empty form next time
    token = uploads.receive(
        store_folder(), [(file.name, file.getvalue()) for file in files[: uploads.MOST_FILES]],
        district=view.district, month=month, unit=unit,
    )  # fmt: skip
    access.note("sent_own", unit=unit, files=[file.name for file in files], district=view.district)
    context.put("sent", token)


def _sent(token: str, unit: str, view: View) -> None:
    store = store_folder()
    found = uploads.find(store, token)
    if found is None or found.request.get("unit") != unit:
        states.note("没有这次报送的记录。")
    elif found.state == "running":

        def state() -> tuple[bool, float, str]:
            now = uploads.find(store, token)
            return (True, now.share, now.step) if now and now.state == "running" else (False, 1.0, "")

        intake_progress.watch(state)
        return
    elif found.state == "broken" or "error" in found.answer:
        states.note(f"没有载入，一切和原来一样。{found.answer.get('error') or '载入的程序中途停了。'}")
    else:
        _outcome(found.answer["files"], view)
    st.button("再报一份", key="task_again", on_click=lambda: context.put("sent", ""))


def _outcome(files: list[dict[str, Any]], view: View) -> None:
    for number, file in enumerate(files):
        loaded = sum(sheet["loaded"] for sheet in file["sheets"])
        refused = [
            {"place": f"{sheet['sheet']} 第 {row['row']} 行", "reason": row["reason"]}
            for sheet in file["sheets"]
            for row in sheet["rejections"]
        ]
        counts = [f"{loaded} 行载入"] if file["status"] == "loaded" else []
        counts += [f"{len(refused)} 行退回"] if refused else []
        words.title(f"{file['file']}：{WORDS[file['status']]}", "，".join(counts))
        if file.get("error"):
            states.note(file["error"])
        if refused:
            tables.show(
                pd.DataFrame(refused), REFUSED, view=view, key=f"refused_{number}", link=None, link_by="place", fold=10,
                label="退回的行", can_be_asked=False,
            )  # fmt: skip
