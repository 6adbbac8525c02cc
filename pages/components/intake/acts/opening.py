"""What the address opens: a load just sent, or a file of the archive."""

from collections.abc import Callable

import streamlit as st

from data.warehouse import store_folder
from etl import archive
from etl.loading import uploads
from pages.components import states, words
from pages.components.intake import intake_progress, intake_words
from pages.components.intake.acts import deciding
from pages.components.intake.acts.reporting import report
from pages.components.view import View


def sent(view: View, token: str, opened: list[str], moved: Callable[[], str]) -> None:
    """A load just sent: under way, over, or broken off; ``moved`` says what moved in the district's figures."""
    store = store_folder()
    found = uploads.find(store, token)
    if found is None:
        states.nothing("没有这次载入的记录", "它的文件已清理，或链接不完整。已载入的都在“数据接入”首页。")
    elif found.state == "running":

        def state() -> tuple[bool, float, str]:
            now = uploads.find(store, token)
            return (True, now.share, now.step) if now and now.state == "running" else (False, 1.0, "")

        intake_progress.watch(state)
    elif found.state == "broken" or "error" in found.answer:
        why = found.answer.get("error") or "载入的程序中途停了。"
        words.headline(words.late("没有载入") + "，一切和原来一样", words.escape(why))
        if st.button("再试一次", type="primary"):
            uploads.start(store, token)
            st.rerun()
    else:
        files = found.answer["files"]
        said = moved() if view.version and any(one["status"] == "loaded" for one in files) else ""
        report(view, files, opened, [found.source(place) for place in range(len(files))], said)
        intake_words.read_again(found.answer.get("read_again", ()))


def received(view: View, entry: archive.Entry, opened: list[str]) -> None:
    """A file of the archive."""
    folder = store_folder() / "archive" / entry.folder_name
    source = next(folder.glob("source.*"), folder)
    shown = report(view, [{"file": entry.name, "status": "loaded", "sheets": entry.report}], opened, [source])
    if shown and view.version and shown["loaded"]:
        deciding.correcting(view, entry, shown["sheet"])
