"""The account of what was opened, with the ways on: a month, a late load, the names of columns, the files to mend."""

import streamlit as st

from data.warehouse import store_folder
from etl.loading import annotated, uploads
from pages.components import context, states, words
from pages.components.intake import intake_form, intake_lists, intake_rows, intake_words
from pages.components.intake.acts import asking
from pages.components.intake.acts.mapping import mapping
from pages.components.intake.intake_rows import Report
from pages.components.view import View


def report(view: View, files: list[Report], opened: list[str], sources: list, moved: str = "") -> Report | None:
    """The account of what was opened, sheet by sheet, and what is to be mended on one of them; the sheet shown.

    ``moved`` says in one line what moved in the district's figures.
    """
    frame = intake_rows.sheets(files, opened[0])
    if st.query_params.get("map") and ".".join(opened) in set(frame.open):
        mapping(view, files[int(opened[1])], int(opened[2]), sources[int(opened[1])], opened[0])
        return None
    words.headline(*intake_words.outcome(files, frame))
    if moved:
        states.note(moved)
    intake_words.stopped(files)
    if intake_rows.wants_month(files) and not opened[0].isdecimal():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            month = intake_form.ask_month("again_month")
            if st.button("照这个月份再载入", type="primary", disabled=not month):
                uploads.start(store_folder(), opened[0], month)
                st.rerun()
    if intake_rows.wants_late(files) and not opened[0].isdecimal():
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("补载", type="primary", key="again_late"):
                uploads.start(store_folder(), opened[0], is_late=True)
                st.rerun()
            words.aside("补载的数字按收到日期记入，“最新数据”随之变动；冻结的会议、通报仍是当时的数字。")
    asking.links(files)
    if frame.empty:
        return None
    shown = ".".join(opened) if ".".join(opened) in set(frame.open) else intake_rows.first(frame)
    _, at, place = shown.split(".")
    one = files[int(at)]
    with st.container(key="main-picture", gap="small"):
        intake_words.account(files, frame)
        intake_lists.sheets(files, frame, view, shown)
    source = sources[int(at)]
    has_marks = source.exists() and annotated.has_marks(one["sheets"])
    intake_lists.downloads(
        files,
        view,
        (lambda: annotated.annotate(source, one["file"], one["sheets"])) if has_marks else None,
        annotated.file_name(one["file"]),
    )
    if source.exists():
        is_unknown = intake_rows.wants_mapping(one["sheets"][int(place)])
        text = "指认列名，让它能载入" if is_unknown else "重新指认这张表的列名"
        if st.button(text, type="primary" if is_unknown else "tertiary", key="map_open"):
            context.put("open", shown)
            context.put("map", "1")
            st.rerun()
    intake_lists.problems(one, one["sheets"][int(place)], view)
    return one["sheets"][int(place)]
