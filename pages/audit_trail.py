"""审计: who did what, when and from where, and whether the trail is whole. For the auditor."""

import streamlit as st

from pages.components import access, states, words
from pages.components.accounts import account_lists
from pages.components.accounts.records import newest, trail_faults

access.require("read_audit")
faults, last = trail_faults()
found = newest(1000)

words.headline(
    "审计记录前后相符" if not faults else "审计记录被改动过",
    "；".join(faults[:5]) if faults else f"共 {last.id if last else 0} 条，下面是最近 {len(found)} 条。",
)
with st.container(key="main-picture"):
    account_lists.trail(found)
states.note(
    f"最后一条的校验值：{last.hash if last else '—'}。请与上次导出的对照；导出：python -m accounts audit --export 文件"
)
