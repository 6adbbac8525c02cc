"""资金: what is in place and paid, who is over the approved estimate, what is still to be financed."""

import streamlit as st

from metrics.completion.completion_alerts import completion_alerts
from metrics.completion.investment_completion import investment_completion
from metrics.funds.financing_needs import financing_needs, financing_summary
from metrics.funds.preliminary_funds import preliminary_funds
from pages.components import access, context, words, working_day
from pages.components.fetch import fetch
from pages.components.funds import fund_figures, fund_lists, fund_words

view = context.bar("funds")
on = working_day.on(view)
units = fetch(investment_completion, view, by="responsible_unit")
projects = fetch(investment_completion, view, by="project")
with_funds = projects[projects.funds_in_place_wan.notna()].sort_values("funds_in_place_rate", kind="stable")
parts = {
    "units": units[units.funds_in_place_wan.notna()].sort_values("funds_in_place_rate", kind="stable"),
    "projects": access.mine(with_funds),
    "over": access.mine(fetch(completion_alerts, view)),
    "needs": access.mine(fetch(financing_needs, view, on=on)),
    "early": access.mine(fetch(preliminary_funds, view)),
}

total = fetch(investment_completion, view, by=None).iloc[0]
words.headline(*fund_words.headline(total, parts["over"], parts["needs"], view.as_of))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("资金到位率最低的单位", "到位资金 / 报资金项目的年度计划，亿元")
        fund_figures.units(units, 230)
    with grid.cell():
        words.title("融资需求三批", "灰为已落实，黄为未落实")
        fund_figures.needs(fetch(financing_summary, view, by="financing_group", on=on), 230)
words.footer(view, "dispatch", "annual_plan", "financing_need", "preliminary_funds")

with st.container(horizontal=True, vertical_alignment="center"):
    labels = fund_words.counts(parts["projects"], parts["over"], parts["needs"], parts["early"])
    part = context.choose("part", labels, label="内容")
    fund_lists.download(part, parts[part], view)
fund_lists.show(part, parts[part].reset_index(drop=True), view)
