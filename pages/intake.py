"""数据接入: what came in, what was refused, and why?"""

from dataclasses import replace

import streamlit as st

from data.warehouse import store_folder
from etl import archive
from metrics.versions.load_changes import load_months
from metrics.versions.loads import loads
from pages.components import context, desk
from pages.components.fetch import fetch
from pages.components.intake.acts import asking, landing, opening
from pages.components.versions import version_words


def moved() -> str:
    """What the newest files moved in the district's figures, in one line."""
    latest = replace(view, as_of=max(view.months, default=view.as_of))
    received = fetch(loads, latest)
    return version_words.load_line(received, fetch(load_months, latest))


view = desk.bar("intake")
opened = st.query_params.get("open", "").split(".")
waits = st.query_params.get("waits", "")
entry = archive.entries(store_folder()).get(int(opened[0])) if opened[0].isdecimal() else None
if (opened[0] or waits) and st.button("数据接入首页", icon=":material/arrow_back:"):
    context.put("open", "")
    context.put("waits", "")
    st.rerun()
if waits:
    asking.asked(view, waits)
elif entry:
    opening.received(view, entry, opened)
elif opened[0]:
    opening.sent(view, opened[0], opened, moved)
else:
    landing.show(view)
