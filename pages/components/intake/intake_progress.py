"""A load under way: how far it is, asked every second by this part of the page alone."""

from collections.abc import Callable

import streamlit as st

from pages.components import words


def watch(state: Callable[[], tuple[bool, float, str]]) -> None:
    """Show how far a load is until it is over, then draw the page again.

    Args:
        state: tells whether it is still running, how much is done (0–1) and what it is doing.
    """
    words.headline("正在载入…", "可以离开这一页或关掉它，载入照常进行；完成以前，各页仍是原来的数字。")

    @st.fragment(run_every=1.0)
    def part() -> None:
        is_running, share, step = state()
        if not is_running:
            st.rerun()
        st.progress(share, text=words.plain(step))

    part()
