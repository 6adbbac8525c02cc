"""“有新数据”: said where a new version was published while a page is open; the page itself does not jump."""

from contextlib import suppress

import streamlit as st

from data import warehouse

EVERY_SECONDS = 30.0


@st.fragment(run_every=EVERY_SECONDS)
def watch(shown: str) -> None:
    """Look from time to time whether another version is published than the one that the page shows.

    Args:
        shown: the version of the figures on the page.
    """
    current = None
    with suppress(warehouse.WarehouseBroken, OSError):  # what is wrong is said when the page is drawn again
        current = warehouse.current_version()
    if not current or current == shown:
        return
    with st.container(key="new-version", horizontal=True, vertical_alignment="center"):
        st.html("<p class='gt-aside' role='status'>有新数据，这一页还是原来的数字。</p>", width="content")
        if st.button("刷新", key="new_version_refresh", type="primary"):
            st.rerun()
