"""The way in, what is waiting for a person, and all that has come in so far."""

import streamlit as st

from data.warehouse import store_folder
from etl import archive
from etl.corrections import proposals
from etl.loading import uploads
from etl.versions import publish
from pages.components import context, words
from pages.components.intake import intake_form, intake_lists, intake_rows, intake_words
from pages.components.intake.acts import asking, deciding
from pages.components.view import View


def show(view: View) -> None:
    """The way in, and all that has come in so far."""
    store = store_folder()
    entries = [e for e in archive.current(archive.entries(store).values()) if e.district == view.district]
    aside = publish.set_aside(store) if entries else set()
    files = intake_rows.received(entries, aside)
    words.headline(*intake_words.standing(len(entries), files, view.profile.short_name))
    with st.container(key="main-picture", gap="small"):
        for token in uploads.running(store):
            if st.button("有一批报表正在载入，看进度", icon=":material/hourglass_top:", key=token):
                context.put("open", token)
                st.rerun()
        asking.entrance(view)
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
                store,
                sent.files,
                district=view.district,
                received_on=sent.received_on,
                month=sent.month,
                is_late=sent.is_late,
            )
            context.put("open", token)
            st.rerun()
        intake_lists.files(files, view)
