"""投资完成: who is ahead and behind plan?"""

import streamlit as st

from data import completion_wording
from metrics.completion_by_month import completion_by_month
from metrics.completion_places import completion_places
from metrics.completion_projects import completion_projects
from metrics.investment_completion import GROUPS, investment_completion
from pages.components import asked, completion_lists, completion_words, context, rankings, states, words
from pages.components.fetch import fetch

view = context.bar("investment_completion", group_by=GROUPS[1:], judges=True)
top = st.container(horizontal=True, vertical_alignment="center", gap="small")
finding = top.container()  # first in place, written when the yardstick is known
with top:
    yardstick = context.choose("yardstick", {"bulletin": "按时序", "project": "按项目计划"}, label="标尺")

total = fetch(investment_completion, view, by=None, yardstick=yardstick)
groups = fetch(investment_completion, view, yardstick=yardstick)
groups = groups[groups.projects > 0]
if groups.empty:
    states.nothing(*completion_words.no_plan(view))
by = str(view.by)
label = context.GROUP_LABELS[by]
with finding:
    words.headline(*completion_words.completion(groups, total.iloc[0], fetch(completion_places, view), view, yardstick))

with st.container(gap="xxsmall", key="main-picture"):
    words.title(f"各{label}完成率与逐月进度差", "条：占年度计划 %，竖线为应完成　格：各月末进度差，百分点")
    chosen = rankings.board(
        groups,
        fetch(completion_by_month, view, yardstick=yardstick),
        view=view,
        by=by,
        label=label,
        mark=completion_words.mark(total.iloc[0], yardstick),
        unranked=completion_words.unranked(view),
    )
    words.aside("　".join(completion_wording.beside(total.iloc[0])))
    asked.figures(total.iloc[0], completion_lists.ASKED, of="investment_completion")
    completion_lists.asked_groups(groups, view)
    words.footer(view, "dispatch", note=completion_wording.lights(view.profile, view.as_of))

projects = fetch(completion_projects, view, group=chosen or None, yardstick=yardstick)
completion_lists.show(
    projects,
    lambda: fetch(completion_by_month, view, by="project", yardstick=yardstick),
    view=view,
    chosen=chosen,
)
