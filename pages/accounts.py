"""账号: who may come in, as what, and what is to be done about it. For the administrator."""

import streamlit as st

from pages.components import access, context
from pages.components.accounts import account_acts, account_lists
from pages.components.accounts.records import everybody, password_rules

access.require("manage_accounts")
profile = context.find_district(context.read_address())
found = everybody()

account_lists.headline(found)
account_acts.outcome()
with st.container(key="main-picture"):
    account_lists.accounts(found, password_rules())
with st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell(), st.container(gap="small"):
        st.subheader("新增账号")
        account_acts.make(profile)
    with grid.cell(), st.container(gap="small"):
        st.subheader("变更账号")
        account_acts.change(found)
