"""数据接入: what came in, what was refused, and why?"""

import streamlit as st

from data.warehouse import store_folder
from etl import archive
from pages.components import context, desk
from pages.components.intake.acts import asking, landing, opening

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
    opening.sent(view, opened[0], opened)
else:
    landing.show(view)
