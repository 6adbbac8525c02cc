"""报统对账: why does booked differ from reported, to the last 万元?"""

import streamlit as st

from metrics.booked_screens import booked_screens
from metrics.links import link_evidence, link_history
from metrics.reconciliation import reconciliation
from metrics.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation_history import reconciliation_history
from metrics.reconciliation_series import reconciliation_series
from metrics.sign_off import sign_off_changes, sign_offs, signed_list
from metrics.sign_off import subject as sign_off_subject
from pages.components import (
    context,
    link_review,
    reconciliation_bridge,
    reconciliation_lag,
    reconciliation_reasons,
    reconciliation_sides,
    reconciliation_words,
    signing,
    states,
    tables,
    words,
)  # fmt: skip
from pages.components.fetch import fetch

view = context.bar("reconciliation", acts=("see_booked_projects",))
total = fetch(reconciliation, view, by=None)
if total.empty or not total.groups.iloc[0]:
    states.nothing("还没有可对的月份", "需要同一个月的月度调度表和统计月报，请到“数据接入”载入。")
groups = fetch(reconciliation, view, by="project")
amounts = fetch(reconciliation_amounts, view)
pairs = fetch(link_evidence, view)

words.headline(*reconciliation_words.headline(total.iloc[0]))
with st.container(key="main-picture"):
    reconciliation_bridge.draw(fetch(reconciliation, view, by="reason"), total.iloc[0])
words.footer(
    view, "dispatch", "statistics_return", note=reconciliation_words.ageing(fetch(reconciliation_ageing, view))
)

screened, moved, later = (fetch(one, view) for one in (booked_screens, reconciliation_changes, sign_off_changes))
pending = int((pairs.status == "pending").sum())
counts = reconciliation_words.lists(groups, pending, len(screened), len(moved), len(later))
shown = context.choose("list", counts, label="清单")
with st.grid(
    2 if shown == "links" else 3 if shown in reconciliation_words.QUEUES else 1, min_column_width=340, gap="medium"
) as grid:
    with grid.cell():
        if shown == "links":
            waiting = link_review.queue(pairs, view)
        elif shown == "screens":
            reconciliation_words.screens(screened, view)
        elif shown == "changes":
            reconciliation_words.changes(moved, view)
        elif shown == "signed":
            reconciliation_words.signed(later, groups, view)
        elif shown in reconciliation_words.SUMS:
            reconciliation_words.sums(fetch(reconciliation, view, by=shown), shown, view)
        else:
            waiting = reconciliation_words.queue(groups, shown)
            reconciliation_words.show(waiting, view)
    if shown == "links":
        order = waiting.pair.tolist()
        wanted = st.query_params.get("pair", order[0] if order else "")
        with grid.cell():
            row = next((row for row in pairs.itertuples() if link_review.pair_id(row) == wanted), None)
            if row is not None:
                link_review.review(row, reconciliation_words.following(order, wanted), view)
            link_review.history(fetch(link_history, view), view)
    elif shown in reconciliation_words.QUEUES:
        order = waiting.group_id.tolist()
        wanted = st.query_params.get("group", "")
        wanted = wanted if wanted in set(groups.group_id) else (order[0] if order else "")
        row = next((row for row in groups.itertuples() if row.group_id == wanted), None)
        if row is not None:
            mine = pairs[(pairs.group_id == wanted) & (pairs.status == "linked")]
            with grid.cell():
                words.title(reconciliation_words.names_of(row), f"{row.responsible_unit} · {row.batch or ''}")
                st.html(reconciliation_sides.table(reconciliation_sides.of_group(row, mine)))
                reconciliation_lag.draw(fetch(reconciliation_series, view, group_id=wanted))
            with grid.cell():
                said = amounts[amounts.group_id == wanted]
                if row.status == "unlinked_return":
                    states.note(
                        "月报中有、没有连到今年的调度项目：按口径归 R18，不用认定。请到“匹配待审”或“另配一对”连上。"
                    )
                else:
                    reconciliation_reasons.editor(row, said, view, reconciliation_words.following(order, wanted))
                    reconciliation_reasons.history(row, fetch(reconciliation_history, view, group_id=wanted), view)
                for pair in mine.head(3).itertuples():
                    link_review.review(pair, None, view, with_sides=False)

with st.container(horizontal=True, vertical_alignment="center"):
    signing.bulk(groups, amounts, view)
    link_review.merge(groups, pairs, view)
    signing.sign_off(
        fetch(sign_offs, view), later, fetch(signed_list, view),
        sign_off_subject(view.profile, total.compared_month.iloc[0].date()), view,
    )  # fmt: skip
    kinds = ("dispatch", "statistics_return")
    tables.download(groups, view=view, name="报统对账 差异清单", kinds=kinds, signed=True)
    tables.download(
        groups[groups.status.isin(reconciliation_words.OPEN)], view=view, name="报统对账 分单位清单", kinds=kinds,
        sheets_by="responsible_unit", signed=True, label="分单位 Excel",
    )  # fmt: skip
