"""前期手续: which approval each project waits for, how mature it is; and what became of what was signed."""

import streamlit as st

from metrics.approvals.approval_matrix import approval_matrix
from metrics.approvals.approval_maturity import approval_maturity
from metrics.approvals.approval_steps import approval_steps
from metrics.approvals.promotion_progress import promotion_progress
from pages.components import access, context, states, words, working_day
from pages.components.approvals import approval_figures, approval_lists, approval_words, promotion_parts
from pages.components.fetch import fetch

view = context.bar("approvals")
on = working_day.on(view)
with st.container(horizontal=True, vertical_alignment="center"):
    part = context.choose("part", {"approvals": "手续矩阵", "promotion": "招商落地"}, label="内容")
if part == "promotion":
    promotion_parts.show(fetch(promotion_progress, view, on=on), view, on)
    st.stop()
maturity = fetch(approval_maturity, view, on=on)
steps = fetch(approval_steps, view, on=on)
if maturity.empty or steps.empty:
    states.nothing("没有还在办手续的项目", "请载入写有审批方式的年度计划表和前期手续表，或换一个截至月。")
matrix = access.mine(fetch(approval_matrix, view, on=on))

words.headline(*approval_words.headline(maturity, steps, on))
mine = access.mine(maturity)
with st.container(horizontal=True, vertical_alignment="center"):
    which = context.choose("list", approval_words.counts(mine), label="清单")
    approval_lists.download(mine, matrix, view)
rows = approval_words.chosen(mine, which)
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    with grid.cell():
        words.title("项目 × 手续", "蓝已办结（年.月），红待办，灰以后，空白不涉及")
        approval_figures.matrix(matrix, rows)
    with grid.cell():
        words.title("卡在哪一步", "个；蓝已办结，红待办")
        approval_figures.steps(steps)
words.footer(view, "approval_step", "annual_plan", "dispatch")
approval_lists.show(rows, view)
