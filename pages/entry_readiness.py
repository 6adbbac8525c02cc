"""入库准备: what does each started project still lack to enter the library, who brings it, until when?"""

import streamlit as st

from data.wording import entry_wording as lag_wording
from metrics.entry.entry_lag import entry_lag
from metrics.entry.entry_readiness import entry_materials, entry_readiness
from pages.components import context, states, tables, words
from pages.components.entry import entry_materials as readiness
from pages.components.fetch import fetch

view = context.bar("entry_readiness")
projects = fetch(entry_readiness, view)
lag = fetch(entry_lag, view, by=None).iloc[0]
if lag_wording.is_unknown(lag):
    states.nothing(lag_wording.UNKNOWN, "请到“数据接入”页载入统计月报或入库台账。")
if projects.empty:
    states.nothing("没有已开工而未入库的项目", "请换一个截至月，或载入写有开工时间的调度表。")
materials = fetch(entry_materials, view)

words.headline(*readiness.headline(projects, lag_wording.to_confirm(lag)))
with st.container(key="main-picture"):
    readiness.matrix(projects, materials, view)
words.footer(view, "dispatch", "approval_step", "library_ledger")
with st.container(horizontal=True, vertical_alignment="center"):
    readiness.register(projects, materials, view)
    kinds = ("dispatch", "approval_step", "library_ledger")
    tables.download(
        projects,
        view=view,
        name="入库准备 分单位清单",
        kinds=kinds,
        sheets_by="responsible_unit",
        signed=True,
        label="分单位 Excel",
    )
    tables.download(materials, view=view, name="入库准备 资料逐项", kinds=kinds, label="资料逐项 Excel")
