"""入库入统 while the reader asks: the headline, the groups and both pictures as figures that lead to their projects."""

from collections.abc import Callable

import pandas as pd

from pages.components import asking as asked
from pages.components import asking_lists as asked_lists
from pages.components import context
from pages.components.entry.entry_figures import cohort_name
from pages.components.tables import Column
from pages.components.view import View

TOTAL = (
    "projects", "due", "on_time", "on_time_rate", "late_in", "overdue", "not_due", "anomaly", "entered_unknown",
    "waiting", "unlinked", "library_due", "library_on_time", "library_on_time_rate", "library_waiting",
    "library_entry_median_months", "library_entry_p75_months", "statistics_entry_median_months",
    "statistics_entry_p75_months", "longest_wait_months", "raw_on_time_rate", "unbooked_at_stake_wan",
    "at_stake_not_in_library_wan", "library_waiting_wan", "left_library_wan", "at_stake_no_figures_wan",
)  # fmt: skip
NAME = Column("name", "组", kind="text", width="minmax(7em, 1.8fr)", strong=True)
GROUP = (
    NAME, Column("due", width="5em"),
    Column("on_time_rate", "及时率", width="5em"), Column("overdue", "逾期", width="5em"),
    Column("waiting", width="5em"), Column("library_waiting", width="5em", wide_only=True),
    Column("library_entry_median_months", "入库中位", width="6em", wide_only=True),
    Column("statistics_entry_median_months", "入统中位", width="6em"),
    Column("longest_wait_months", width="6em", wide_only=True), Column("unbooked_at_stake_wan", width="8em"),
)  # fmt: skip
START = (
    NAME, Column("projects", width="6em"), Column("due", width="6em"), Column("on_time", width="6em"),
    Column("waiting", width="6em"), Column("statistics_entry_median_months", "入统中位", width="7em"),
    Column("waiting_reported_wan", width="8em"),
)  # fmt: skip
COHORT = (
    Column("name", "开工期", kind="text", width="minmax(0, 1fr)", strong=True),
    Column("projects", width="8em", asks="entered_share"),
    Column("entered", "已入统", width="8em", asks="entered_share"),
    Column("waiting", width="8em"),
    Column("waiting_reported_wan", width="9em", asks="entered_share"),
)


def show(
    lag: pd.Series, groups: Callable[[], pd.DataFrame], triangle: pd.DataFrame, by_start: pd.DataFrame, view: View
) -> None:
    """Draw the lists; ``groups`` is asked only while the reader asks."""
    if not asked.is_on():
        return
    by = str(view.by)
    asked.figures(lag, TOTAL, of="entry_lag")
    frame = groups()
    label = context.GROUP_LABELS[by]
    asked_lists.show(frame.assign(name=frame[by]), GROUP, view=view, title=f"各{label}", of="entry_lag", by=by)
    cells = by_start.assign(
        name=[
            f"{group} · {cohort_name(month)}" for group, month in zip(by_start[by], by_start.start_month, strict=True)
        ]
    )
    ids = [f"{group}|{month:%Y-%m-%d}" for group, month in zip(by_start[by], by_start.start_month, strict=True)]
    asked_lists.show(cells, START, view=view, title=f"{label}与开工月", of="entry_by_start_month", by=by, who=ids)
    cohorts = triangle.sort_values("periods_since").groupby("cohort_month", sort=True).last().reset_index()
    asked_lists.show(
        cohorts.assign(name=[cohort_name(month) for month in cohorts.cohort_month]), COHORT, view=view,
        title="开工批次", of="entry_lag", by="cohort_month",
        who=[f"{month:%Y-%m-%d}" for month in cohorts.cohort_month],
    )  # fmt: skip
