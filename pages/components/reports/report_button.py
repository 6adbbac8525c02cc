"""A report that is taken away with one touch: made on the click, without a rerun."""

from collections.abc import Callable

import streamlit as st

from reports.content import Report
from reports.formats import fonts
from reports.register import FORMATS, file_name, write


def show(label: str, report: Callable[[], Report], made: str) -> None:
    """Draw the button; on a machine without a Chinese face there is none, and the page 报告 says why."""
    try:
        fonts.faces()
    except fonts.FontMissing:
        return
    st.download_button(
        label,
        lambda: write(report(), made),
        file_name(report(), made),
        FORMATS[made].media_type,
        icon=":material/print:",
        on_click="ignore",
    )
