"""计划调整: what came in, went out, changed batch or amount; why, by whose decision; whom to look at next."""

import streamlit as st

from metrics.adjustments.midyear_review import midyear_review
from metrics.adjustments.plan_adjustments import adjustment_balance, plan_adjustments
from pages.components import access, context, words
from pages.components.adjustments import adjustment_figures, adjustment_lists, adjustment_words
from pages.components.fetch import fetch

view = context.bar("plan_adjustments", judges=True)
adjusted = fetch(plan_adjustments, view)
review = fetch(midyear_review, view)
balance = fetch(adjustment_balance, view).iloc[0]

words.headline(*adjustment_words.headline(adjusted, review, balance, view))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("年度计划从年初到现在", "亿元；蓝为增，红为减，各步之和等于现在")
        adjustment_figures.bridge(adjusted, balance, view, 220)
    with grid.cell():
        words.title("为什么调整", "项；按办法所列的原因")
        adjustment_figures.causes(adjusted, 220)
words.footer(view, "plan_adjustment", "annual_plan", "dispatch", "approval_step")

lists = adjustment_lists.parts(access.mine(adjusted), access.mine(review))
with st.container(horizontal=True, vertical_alignment="center"):
    which = context.choose("list", adjustment_words.counts(lists), label="清单")
    adjustment_lists.download(access.mine(adjusted), access.mine(review), view)
adjustment_lists.show(lists, which, view)
