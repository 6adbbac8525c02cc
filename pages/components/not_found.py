"""An address that no page has: said on a page of its own, in place of Streamlit's English dialog."""

from collections.abc import Collection

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components import registry, words

KEPT = "guatu_lost"


def page(known: Collection[str]) -> st.Page | None:
    """Return a hidden page at the address the visitor asked for where no page is there, None where one is.

    Args:
        known: the ``url_path`` of every registered page.
    """
    context = get_script_run_ctx()
    wanted = (context.pages_manager.intended_page_name if context else "") or ""
    if wanted and wanted not in known and "/" not in wanted:
        st.session_state[KEPT] = wanted  # a rerun of that page names it by its hash alone
    lost = st.session_state.get(KEPT)
    return st.Page(_draw, title="没有这个页面", url_path=lost, visibility="hidden") if lost else None


def _draw() -> None:
    """Say so, and what pages there are."""
    with st.container(key="main-picture"):
        words.headline("没有这个页面", f"地址“{words.escape(st.session_state[KEPT])}”可能写错或改过。有这些页面：")
        with st.grid(2, min_column_width=340) as grid:
            for spec in (spec for specs in registry.GROUPS.values() for spec in specs if not spec.is_hidden):
                with grid.cell():
                    st.page_link(spec.path, label=f"**{spec.title}**　{spec.question}")
