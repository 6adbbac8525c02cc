"""数据质量: who sends late, missing or odd data?"""

import streamlit as st

from data import formats
from metrics.data_health.data_health import data_health
from metrics.data_health.data_health_checks import CHECKS
from metrics.data_health.data_health_findings import GROUPS, data_health_findings, limits
from pages.components import access, context, states, words
from pages.components.completion import completion_words
from pages.components.data_health import check_grid, health_lists, health_words
from pages.components.fetch import fetch

view = context.bar("data_health", group_by=GROUPS)
by = str(view.by)
total = fetch(data_health, view, by=None)
if total.empty:
    states.nothing(f"截至{formats.month(view.as_of)}没有项目", "请载入年度计划和月度调度表，或换一个截至月。")
counts = fetch(data_health, view)
unranked = completion_words.unranked(view)
with_projects = set(counts[by])
without = [unit.name for unit in view.profile.units if unit.is_ranked and unit.name not in with_projects]

words.headline(*health_words.headline(total, counts, by, view, set(unranked)))
with st.container(gap="xxsmall", key="main-picture"):
    unit, check = check_grid.show(
        counts,
        total,
        by=by,
        families=CHECKS,
        label=context.GROUP_LABELS[by],
        unranked=unranked,
        without=without if by == "responsible_unit" else (),
    )
    words.aside(health_words.quiet(total))
    words.footer(view, *view.sources)

findings = fetch(data_health_findings, view)
due_day = limits(view.profile, view.as_of, view.known_on)["due_on"].day
rows = health_words.described(findings, due_day, with_booked=access.may("statistician"))
health_lists.show(rows.assign(group=rows[by]), view=view, unit=unit, check=check)
