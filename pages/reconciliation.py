"""报统对账: why does booked differ from reported, to the last 万元?"""

from functools import partial

import streamlit as st

from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.reconciliation.booked_screens import booked_screens
from metrics.reconciliation.links import link_evidence, link_history
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation.reconciliation_history import reconciliation_history
from metrics.reconciliation.reconciliation_series import reconciliation_series
from metrics.reconciliation.sign_off import sign_off_changes, sign_offs, signed_list
from metrics.reconciliation.sign_off import subject as sign_off_subject
from pages.components import context, states, words
from pages.components.fetch import fetch
from pages.components.reconciliation import (
    link_review,
    reconciliation_bridge,
    reconciliation_group,
    reconciliation_lists,
    reconciliation_words,
    signing,
)

view = context.bar("reconciliation")
total = fetch(reconciliation, view, by=None)
if total.empty or not total.groups.iloc[0]:
    states.nothing("还没有可对的月份", "需要同一个月的月度调度表和统计月报，请到“数据接入”载入。")
groups = fetch(reconciliation, view, by="project")
amounts = fetch(reconciliation_amounts, view)
pairs = fetch(link_evidence, view)

words.headline(
    *reconciliation_words.headline(
        total.iloc[0],
        fetch(booked_ratio, view, by=None).iloc[0],
        view.as_of,
        view.profile.measure("booked_share", view.as_of),
    )
)
with st.container(key="main-picture"):
    by_reason = fetch(reconciliation, view, by="reason")
    reconciliation_bridge.draw(by_reason, total.iloc[0])
    reason = reconciliation_bridge.choose(by_reason)
of_reason = amounts[amounts.reason == reason].groupby("group_id").amount_wan.sum() if reason else None
words.footer(view, *reconciliation_lists.KINDS, note=reconciliation_words.ageing(fetch(reconciliation_ageing, view)))
reconciliation_bridge.asked_reasons(by_reason, total.iloc[0], view)

screened, moved, later = (fetch(one, view) for one in (booked_screens, reconciliation_changes, sign_off_changes))
shown = context.choose("list", reconciliation_lists.counts(groups, pairs, screened, moved, later), label="清单")
shown = "reason" if reason else shown  # a step of the bridge leads to its groups
with st.grid(reconciliation_lists.abreast(shown), min_column_width=340, gap="medium") as grid:
    if shown == "links":
        with grid.cell():
            waiting = link_review.queue(pairs, view)
        with grid.cell():
            link_review.beside(waiting, pairs, fetch(link_history, view), view)
    else:
        with grid.cell():
            order = reconciliation_lists.show(
                shown, groups, screened=screened, moved=moved, later=later,
                sums=partial(fetch, reconciliation, view), view=view, of_reason=of_reason,
            )  # fmt: skip
        row = reconciliation_group.opened(groups, order) if shown in (*reconciliation_lists.QUEUES, "reason") else None
        if row is not None:
            links = reconciliation_group.linked(row, pairs)
            with grid.cell():
                reconciliation_group.facts(row, links, fetch(reconciliation_series, view, group_id=row.group_id))
            with grid.cell():
                history = partial(fetch, reconciliation_history, view, group_id=row.group_id)
                doubtful = reconciliation_group.candidates(row, pairs)
                reconciliation_group.reasons(row, amounts, history, links, doubtful, order, view)

with st.container(horizontal=True, vertical_alignment="center"):
    signing.bulk(groups, amounts, view)
    link_review.merge(groups, pairs, view)
    signing.sign_off(
        fetch(sign_offs, view), later, fetch(signed_list, view),
        sign_off_subject(view.profile, total.compared_month.iloc[0].date()), groups, view,
    )  # fmt: skip
    reconciliation_lists.downloads(groups, view)
