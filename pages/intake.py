"""数据接入: what came in, what was refused, and why?"""

import pandas as pd
import streamlit as st

from data.warehouse import store_folder
from etl import annotated, archive, publish, uploads
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
from pages.components.intake_rows import Report
from pages.components.view import View


def landing(view: View) -> None:
    """The way in, and all that has come in so far."""
    entries = [entry for entry in archive.entries(STORE).values() if entry.district == view.district]
    aside = publish.set_aside(STORE) if entries else set()
    files = _received(entries, aside)
    words.headline(*intake_words.standing(len(entries), files, view.profile.short_name))
    with st.container(key="main-picture", gap="small"):
        for token in uploads.running(STORE):
            context.put("open", token)
            st.rerun()
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


def _received(entries: list[archive.Entry], aside: set[int]) -> pd.DataFrame:
    """One row a file, newest first, with the sums of its sheets."""
    rows = []
    for entry in sorted(entries, key=lambda entry: (entry.received_on, entry.file_id), reverse=True):
        sheets = intake_rows.sheets([{"file": entry.name, "sheets": entry.report}], str(entry.file_id))
        kinds = "、".join(dict.fromkeys(sheets.what)) + ("（已搁置）" if entry.file_id in aside else "")
        sums = sheets[list(intake_rows.COUNTS)].sum().to_dict()
        said = {"file": entry.name, "what": kinds, "received_on": f"{entry.received_on:%Y-%m-%d}"}
        rows.append(said | {"open": str(entry.file_id)} | sums)
    return pd.DataFrame(rows, columns=["received_on", "file", "what", *intake_rows.COUNTS, "open"])


def report(view: View, files: list[Report], opened: list[str], sources: list) -> None:
    """The account of what was opened, sheet by sheet, and what is to be mended on one of them."""
    frame = intake_rows.sheets(files, opened[0])
    words.headline(*intake_words.outcome(files, frame))
    intake_words.stopped(files)
    if frame.empty:
        return
    shown = ".".join(opened) if ".".join(opened) in set(frame.open) else intake_rows.first(frame)
    _, at, place = shown.split(".")
    one = files[int(at)]
    with st.container(key="main-picture", gap="small"):
        intake_words.account(files, frame)
        intake_lists.sheets(frame, view, shown)
    source = sources[int(at)]
    has_marks = source.exists() and annotated.has_marks(one["sheets"])
    intake_lists.downloads(
        files,
        view,
        (lambda: annotated.annotate(source, one["file"], one["sheets"])) if has_marks else None,
        annotated.file_name(one["file"]),
    )
    intake_lists.problems(one, one["sheets"][int(place)], view)


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


def received(view: View, entry: archive.Entry, opened: list[str]) -> None:
    """A file of the archive."""
    folder = STORE / "archive" / entry.folder_name
    source = next(folder.glob("source.*"), folder)
    report(view, [{"file": entry.name, "status": "loaded", "sheets": entry.report}], opened, [source])


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
