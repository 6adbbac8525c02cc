"""A person's word on a file that waits: it loads, its columns are named, or it does not load."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from data.warehouse import store_folder
from etl import store, waiting
from etl.commands import pending_commands
from etl.loading import uploads
from pages.components import access, context, states, who, words
from pages.components.intake import intake_form
from pages.components.intake import intake_waiting as intake_asked
from pages.components.view import View


def waiting_files(view: View) -> list[waiting.Waiting]:
    """Return the district's files that wait."""
    return waiting.all_of(store_folder(), view.district)


def entrance(view: View) -> None:
    """Draw a way to each file that waits."""
    for one in waiting_files(view):
        if st.button(f"待确认：{words.plain(one.name)}", icon=":material/help:", key=f"waits_{one.id}"):
            context.put("waits", one.id)
            st.rerun()


def links(files: Sequence[Mapping[str, Any]]) -> None:
    """Draw the way to each file of a load that waits."""
    for one in files:
        said = f"去确认：{words.plain(one['file'])}"
        if one.get("id") and st.button(said, type="primary", key=f"waits_{one['id']}"):
            context.put("open", "")
            context.put("waits", one["id"])
            st.rerun()


def asked(view: View, id: str) -> None:
    """The screen of one file that waits."""
    try:
        one = waiting.find(store_folder(), id)
    except waiting.NoSuchFile:
        states.nothing("这个文件已不在待确认之列", "可能已经有人确认或撤下。现有的见“数据接入”首页。")
        return
    head = f"“{words.escape(one.name)}”{words.late('待确认')}，还没有进入数字"
    words.headline(head, f"{one.received_on:%Y-%m-%d} 收到。看一下是不是这样读，再点下面一个。")
    needs_month = any(sheet["asked"]["needs_month"] for sheet in one.asked)
    month = intake_form.ask_month("asked_month") if needs_month else None
    pressed = intake_asked.buttons(needs_month=needs_month, month=month) if access.may("load") else None
    if pressed == "map":
        _to_mapping(view, one)
    elif pressed:
        _decide(view, one, pressed, month)
    with st.container(key="main-picture", gap="small"):
        for sheet in one.asked:
            words.title(f"表“{words.plain(sheet['sheet'])}”", f"共 {sheet['rows_total']} 行")
            intake_asked.show(sheet, view)


def _decide(view: View, one: waiting.Waiting, act: str, month: str | None) -> None:
    name = who.name() or "本机"
    context.put("waits", "")
    if act == "drop":
        try:
            pending_commands.drop(store_folder(), one.id, name, None)
        except (waiting.NoSuchFile, store.StoreBusy) as error:
            states.note(str(error))
            return
    else:
        token = uploads.receive(
            store_folder(), [(one.name, one.source.read_bytes())], district=view.district,
            received_on=one.received_on, month=month or (f"{one.month:%Y-%m}" if one.month else None), accepted_by=name,
        )  # fmt: skip
        context.put("open", token)
    st.rerun()


def _to_mapping(view: View, one: waiting.Waiting) -> None:
    """Send the file in once more, so that its columns can be named."""
    token = uploads.receive(
        store_folder(), [(one.name, one.source.read_bytes())], district=view.district, received_on=one.received_on
    )
    place = next(place for place, sheet in enumerate(one.sheets) if sheet.get("status") == "asked")
    context.put("waits", "")
    context.put("open", f"{token}.0.{place}")
    context.put("map", "1")
    st.rerun()
