"""数据接入: what came in, what was refused, and why?"""

import streamlit as st

from data.warehouse import store_folder
from etl import archive, proposals, publish, uploads
from pages.components import (
    context,
    desk,
    intake_form,
    intake_lists,
    intake_progress,
    intake_rows,
    intake_words,
    states,
    words,
)
from pages.components.intake_acts import deciding
from pages.components.intake_acts.reporting import report
from pages.components.view import View


def landing(view: View) -> None:
    """The way in, and all that has come in so far."""
    entries = [e for e in archive.current(archive.entries(STORE).values()) if e.district == view.district]
    aside = publish.set_aside(STORE) if entries else set()
    files = intake_rows.received(entries, aside)
    words.headline(*intake_words.standing(len(entries), files, view.profile.short_name))
    with st.container(key="main-picture", gap="small"):
        for token in uploads.running(STORE):
            if st.button("有一批报表正在载入，看进度", icon=":material/hourglass_top:", key=token):
                context.put("open", token)
                st.rerun()
        found = deciding.waiting(view) if view.version else []
        waiting = len(proposals.open_ones(found))
        parts = {"files": f"已收报表 {len(entries)}", "proposals": f"建议 {waiting} 条待定"}
        if st.query_params.get("proposal"):  # a row leads here with nothing else
            context.put("part", "proposals")
        if context.choose("part", parts, label="看什么") == "proposals":
            deciding.proposing(view, found)
            return
        sent = intake_form.show(most_files=uploads.MOST_FILES, most_mb=uploads.MOST_MB)
        if sent:
            token = uploads.receive(
                STORE,
                sent.files,
                district=view.district,
                received_on=sent.received_on,
                month=sent.month,
                is_late=sent.is_late,
            )
            context.put("open", token)
            st.rerun()
        intake_lists.files(files, view)


def sending(view: View, token: str, opened: list[str]) -> None:
    """A load just sent: under way, over, or broken off."""
    found = uploads.find(STORE, token)
    if found is None:
        states.nothing("没有这次载入的记录", "它的文件已清理，或链接不完整。已载入的都在“数据接入”首页。")
    elif found.state == "running":

        def state() -> tuple[bool, float, str]:
            now = uploads.find(STORE, token)
            return (True, now.share, now.step) if now and now.state == "running" else (False, 1.0, "")

        intake_progress.watch(state)
    elif found.state == "broken" or "error" in found.answer:
        why = found.answer.get("error") or "载入的程序中途停了。"
        words.headline(words.late("没有载入") + "，一切和原来一样", words.escape(why))
        if st.button("再试一次", type="primary"):
            uploads.start(STORE, token)
            st.rerun()
    else:
        files = found.answer["files"]
        report(view, files, opened, [found.source(place) for place in range(len(files))])
        intake_words.read_again(found.answer.get("read_again", ()))


def received(view: View, entry: archive.Entry, opened: list[str]) -> None:
    """A file of the archive."""
    folder = STORE / "archive" / entry.folder_name
    source = next(folder.glob("source.*"), folder)
    shown = report(view, [{"file": entry.name, "status": "loaded", "sheets": entry.report}], opened, [source])
    if shown and view.version and shown["loaded"]:
        deciding.correcting(view, entry, shown["sheet"])


STORE = store_folder()
view = desk.bar("intake", acts=("load",))
opened = st.query_params.get("open", "").split(".")
entry = archive.entries(STORE).get(int(opened[0])) if opened[0].isdecimal() else None
if opened[0] and st.button("数据接入首页", icon=":material/arrow_back:"):
    context.put("open", "")
    st.rerun()
if entry:
    received(view, entry, opened)
elif opened[0]:
    sending(view, opened[0], opened)
else:
    landing(view)
