"""批次进度: how does each batch do by its own yardstick?"""

import streamlit as st

from data import formats
from metrics.batches.batch_flows import batch_flow_projects, batch_flows
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from pages.components import asking as asked
from pages.components import context, states, tables, words
from pages.components.batches import batch_figures, batch_lists, batch_words
from pages.components.fetch import fetch

view = context.bar("batch_progress", judges=True)
batches = fetch(batch_progress, view, by=None)
if not batches.projects.sum():
    states.nothing(f"{formats.month(view.as_of)}没有在列的项目", "请换一个截至月，或载入当年的年度计划表。")
projects = fetch(batch_projects, view)
flows = fetch(batch_flows, view)

words.headline(*batch_words.headline(batches))
with st.container(key="main-picture"), st.grid(2, min_column_width=440, gap="medium") as grid:
    for batch in batches[batches.yardstick.notna()].itertuples():
        with grid.cell():
            batch_figures.panel(batch)
            batch_lists.lead(batch)
            asked.figures(batch._asdict(), batch_words.ASKED, of="batch_progress", by="batch", who=batch.batch)
words.footer(view, "dispatch", "annual_plan", "approval_step")

batch_lists.show(projects, batches, view)

words.title(*batch_figures.flows_title(flows))
if flows.empty:
    states.note("上年和今年1月都没有在列项目，没有流向。")
else:
    batch_figures.flows(flows, 320)
    batch_lists.asked_flows(flows, view)
    words.footer(view, "annual_plan", "dispatch")
    tables.download(lambda: fetch(batch_flow_projects, view), view=view, name="批次流向")
