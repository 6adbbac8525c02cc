"""Who counts in a figure (数字构成的项目): projects behind a count, rate or median, with what decides it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import duckdb
import pandas as pd

from data import dictionary
from data.profile import Profile
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import Yardstick
from metrics.entry.entry_dates import entry_dates
from metrics.entry.entry_lag import entry_lag
from metrics.entry.entry_scope import Basis
from metrics.entry.entry_triangle import entry_by_start_month
from metrics.groups import GROUPS
from metrics.known import as_known
from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.registry import metric

Of = Literal["investment_completion", "entry_lag", "entry_by_start_month", "batch_progress", "booked_ratio"]
FACTS = ("start_year", "cohort_month")  # groupings that only the facts know
GROUPED = (*(group for group in GROUPS if group not in ("project", "month")), *FACTS)
MIDDLE = ("_median_months", "_p75_months")  # figures that one or a few projects stand at

OF_GROUP = """
select project_id
from mart.project_month
where district = $district and month = $month and {key} = $group
"""
UNITS = """
select project_id, responsible_unit
from mart.project_month
where district = $district and month = $month
"""


@dataclass(frozen=True)
class Family:
    """A metric that counts projects, by its own option, and where the facts stand that decide who counts."""

    count: Callable[..., pd.DataFrame]
    columns: tuple[str, ...]  # the facts that are listed
    facts: Callable[..., pd.DataFrame] | None = None  # where they stand, if not in the metric itself
    option: str = ""


DATES = ("start_date", "library_month", "statistics_month")
FAMILIES: dict[str, Family] = {
    "investment_completion": Family(investment_completion, ("annual_plan_wan", "reported_ytd_wan"), option="yardstick"),
    "entry_lag": Family(entry_lag, DATES, entry_dates, option="basis"),
    "entry_by_start_month": Family(entry_by_start_month, DATES, entry_dates, option="basis"),
    "batch_progress": Family(
        batch_progress,
        ("planned_start_date", "actual_start_date", "planned_finish_date", "actual_finish_date", "physical_progress"),
        batch_projects,
    ),
    "booked_ratio": Family(booked_ratio, ("library_month", "statistics_month"), entry_dates),
}


@metric(groups=GROUPED)
def figure_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    group: str | None = None,
    of: Of = "investment_completion",
    figure: str = "projects",
    start_month: date | None = None,
    basis: Basis = "feasible",
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """List the projects behind a figure (数字构成的项目): who counts in it, and the dates or amounts that decide it.

    口径：同一指标按项目问一次，有数的项目即计入者，各项目之和等于所问的数；比率列出分子、分母；中位数按月数从小到大列出全部，
    标出处在该位置的项目，未入统的按已等月数。

    Args:
        con: warehouse connection; what the metric ``of`` reads.
        profile: the district's rules.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: what ``group`` is a value of.
        group: one value of ``by``; None: the whole district.
        of: the metric that shows the figure.
        figure: its column; the dictionary says which columns count for it (``counted_by``).
        start_month: of ``entry_by_start_month``: only of this month.
        basis: of the entry metrics.
        yardstick: of ``investment_completion``.

    Returns:
        One row per project that counts: those columns by project, then what decides them. Of a median (quartile)
        ``is_in_the_middle`` marks who stands at it, rows go from the shortest to the longest.

    Raises:
        ValueError: unknown ``of`` or ``by``, or a figure of which the metric does not say who counts.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    if of not in FAMILIES:
        raise ValueError(f"no metric {of!r} that counts projects; choose one of {', '.join(FAMILIES)}")
    if by is not None and by not in GROUPED:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(GROUPED)}")
    family = FAMILIES[of]
    option = {"basis": basis, "yardstick": yardstick}.get(family.option)
    asked: dict[str, Any] = {"profile": profile, "as_of": as_of.replace(day=1), "known_on": known_on}
    asked |= {family.option: option} if family.option else {}
    with as_known(con, known_on) as known:
        counted = family.count(known, **asked, by="project")
        parts = [name for name in dictionary.lookup(figure).who_counts if name in counted]
        if not parts:
            raise ValueError(f"{of} does not say which projects count in {figure!r}")
        month = counted.attrs.get("data_as_of", asked["as_of"])
        units = known.execute(UNITS, {"district": profile.id, "month": month}).df()
        facts = family.facts(known, **asked) if family.facts else counted
        rows = counted[_counts(counted, parts)]
        if start_month:
            rows = rows[rows.start_month == pd.Timestamp(start_month)]
        if by is not None and group is not None:
            rows = rows[_belongs(rows, known, {"district": profile.id, "month": month}, by, group, facts)]
        stands_at = None
        if figure.endswith(MIDDLE):
            groups = family.count(known, **asked, by=by)
            groups = groups[groups[by].astype(str) == group] if by and group is not None else groups
            groups = groups[groups.start_month == pd.Timestamp(start_month)] if start_month else groups
            stands_at = groups[figure].iloc[0] if len(groups) == 1 else None
    return _listed(rows, units, facts, [*dict.fromkeys(parts)], family.columns, figure, stands_at)


def _counts(counted: pd.DataFrame, parts: list[str]) -> pd.Series:
    """Tell who counts: a number other than zero; of months any, since zero months is an answer."""
    months = [name for name in parts if name.endswith("_months")]
    return counted[parts].fillna(0).ne(0).any(axis=1) | counted[months].notna().any(axis=1)


def _belongs(
    rows: pd.DataFrame, con: duckdb.DuckDBPyConnection, values: dict[str, Any], by: str, group: str, facts: pd.DataFrame
) -> pd.Series:
    """Tell which rows are of the group: by their own column, a fact's, or as the projects stood in the month."""
    if by in rows:
        return rows[by].astype(str) == group
    if by in FACTS:
        return rows.project_id.isin(facts[facts[by].astype(str).str[:10] == group].project_id)
    found = con.execute(OF_GROUP.format(key=by), values | {"group": group}).fetchall()
    return rows.project_id.isin([project for (project,) in found])


def _listed(
    rows: pd.DataFrame,
    units: pd.DataFrame,
    facts: pd.DataFrame,
    parts: list[str],
    columns: tuple[str, ...],
    figure: str,
    stands_at: float | None,
) -> pd.DataFrame:
    """Put the facts beside who counts; of a median from the shortest to the longest, who waits after who is in."""
    keys = ["project_id", "batch"] if {"batch"} <= set(rows) & set(facts) else ["project_id"]
    kept = [name for name in columns if name not in parts]
    named = rows[[*dict.fromkeys([*keys, "project_name", *parts])]]
    listed = named.merge(units, on="project_id", how="left").merge(
        facts[[*keys, *kept]].drop_duplicates(keys), on=keys, how="left"
    )
    listed = listed[["project_id", "project_name", "responsible_unit", *parts, *kept]]
    if not figure.endswith(MIDDLE):
        return listed.sort_values(figure, ascending=False, kind="stable") if figure.endswith("_months") else listed
    waits = listed[[name for name in parts if name != figure]].max(axis=1)
    order = listed.assign(months=listed[figure].fillna(waits), waits=listed[figure].isna())
    listed = listed.assign(is_in_the_middle=(listed[figure] == stands_at).fillna(False).astype(bool))
    return listed.loc[order.sort_values(["months", "waits"], kind="stable").index].reset_index(drop=True)
