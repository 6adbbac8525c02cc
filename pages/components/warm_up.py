"""Warm-up: what must hold before the server takes its first visitor.

A folder ``pages/`` beside the entry script makes Streamlit serve each file in it as a page of its own, its old
multipage way, until ``st.navigation`` has run once in the process. On a fresh server a deep link would therefore open
a page without dashboard.py: no navigation, no role check. No option turns this off, and the entry script runs only
when a visitor comes.

An entry script that holds an ASGI app, however, is imported once by ``streamlit run``, under its own name and before
the port is opened; for every visitor it runs as ``__main__``. So dashboard.py ends with::

    if __name__ == "__main__":  # a visitor's run
        main()
    else:  # the server's own import, before it opens the port
        warm_up.before_visitors()
        app = st.App(__file__)

This needs no second process and no request to ourselves, and it is the same for ``make run`` and for a bare
``streamlit run dashboard.py``. ``app`` must be assigned there in so many words: Streamlit looks for it in the source.
"""

import logging

import streamlit as st

from pages.components import ready, rebuilding

NO_VISITOR_WARNING = "streamlit.runtime.scriptrunner_utils.script_run_context"


def before_visitors() -> None:
    """Run ``st.navigation`` once for the whole process, with nobody there to see it; begin what goes on beside."""
    logger = logging.getLogger(NO_VISITOR_WARNING)
    logger.addFilter(_never)  # that nobody is there is meant
    try:
        st.navigation([st.Page(_empty, title="挂图")])
    finally:
        logger.removeFilter(_never)
    rebuilding.start_if_outdated()
    ready.start()


def _empty() -> None:
    """Show nothing: the page that stands in the navigation of no one."""


def _never(_record: logging.LogRecord) -> bool:
    """Pass no record."""
    return False
