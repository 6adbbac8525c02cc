"""The words of the entry lag: the finding, the way to read it, and the lists' rows in words."""

from datetime import date

import pandas as pd

from data import formats
from data.wording import entry_wording as lag_wording
from pages.components import tables
from pages.components.entry.entry_figures import period_end
from pages.components.entry.start_grid import EARLIER
from pages.components.words import escape, late, light

CASES = dict(zip(("library", "figures", "left"), lag_wording.STATES, strict=True))  # list → state of its cases
LISTS = {name: lag_wording.state(code) for name, code in CASES.items()} | {"start": "该开未开"}
BASES = {"feasible": "按可入统月", "raw": "按实际开工月"}
WHO = tables.Column("project_name", "项目", sub="who", width="minmax(0, 2.2fr)", strong=True)
STATUS = tables.Column("status", "状态", tone="tone", width="76px")
CASE_COLUMNS = (
    WHO,
    STATUS,
    tables.Column("stuck", "卡在哪一步", width="minmax(0, 1.4fr)", asks="declared_month"),
    tables.Column("waited_months", "已等 >", "个月", sub="since", width="132px"),
    tables.Column("unbooked_at_stake_wan", "已报未入统", "万元", width="112px"),
)
START_COLUMNS = (
    WHO,
    tables.Column("overdue_months", "逾期", "个月", width="84px"),
    tables.Column("planned_start_date", "计划开工", kind="month", sub="original", width="132px"),
    tables.Column("annual_plan_wan", "年度计划", "万元", width="112px"),
)
ANOMALY_COLUMNS = (
    WHO,
    tables.Column("contradiction", "矛盾", width="minmax(0, 1.6fr)", asks="waited_months"),
    tables.Column("start_date", "开工", width="110px"),
    tables.Column("statistics_month", "入统", width="86px"),
)
CONFIRM_COLUMNS = (
    WHO,
    tables.Column("statistics_name", "疑似对应的统计项目", width="minmax(0, 1.6fr)"),
    tables.Column("score", "相近程度", "", kind="number", width="84px"),
    tables.Column("reported_ytd_wan", "上报", "万元", width="112px"),
)
PLAIN_COLUMNS = (WHO, tables.Column("unbooked_at_stake_wan", "已报未入统", "万元", width="112px"))


def headline(lag: pd.Series, by_year: pd.DataFrame, as_of: date, leads: str) -> tuple[str, str]:
    """The finding, the starts of ``on_time_starts`` first, and one line under it, as HTML of our own."""
    money = lag_wording.at_stake(lag)
    head = f"{lag_wording.rate(lag, by_year, as_of, leads)}，{late(money) if lag.unbooked_at_stake_wan else money}"
    parts = [lag_wording.parts_at_stake(lag), lag_wording.waits(lag), *lag_wording.late(lag)]
    parts += [lag_wording.unmatched(lag), lag_wording.to_confirm(lag)]
    return head, "；".join(filter(None, parts)) + "。"


def triangle_title(frame: pd.DataFrame) -> str:
    """What the triangle shows, by the cohorts that have reached the target."""
    due = frame[frame.is_due & frame.periods_since.notna()]
    if due.empty:
        return "还没有到目标期的开工批次"
    at_target = due[due.periods_since == due.periods_since.min()]
    share = at_target.entered.sum() / at_target.projects.sum()
    return f"{period_end(due.periods_since.min())}已入统的占 {formats.percent(share, 0)}"


def grid_title(totals: pd.DataFrame, by: str, label: str) -> str:
    """How concentrated the reported money outside the statistics is, of all years."""
    sums = totals.groupby(by, dropna=False).unbooked_at_stake_wan.sum().sort_values(ascending=False)
    if not sums.sum():
        return "没有已报未入统的金额"
    share = formats.percent(sums[:4].sum() / sums.sum(), 0)
    return f"已报未入统 {formats.money(sums.sum())}：{label}前 {min(4, len(sums))} 位占 {share}"


def case_rows(cases: pd.DataFrame) -> pd.DataFrame:
    """Open cases with their words: since when, stuck where, and the light."""
    status = [
        (lag_wording.light(row.light), light(row.light).tone) if row.is_waiting else (_still(row.state), "quiet")
        for row in cases.itertuples()
    ]
    return cases.assign(
        who=_who(cases),
        status=[text for text, _ in status],
        tone=[tone for _, tone in status],
        stuck=[lag_wording.stuck(row) for row in cases.itertuples()],
        since=[
            f"{formats.month(row.start_date)}开工{'（估）' if row.is_estimated_start else ''}"
            if row.is_waiting or row.state == lag_wording.LEFT
            else "往年已入统"
            for row in cases.itertuples()
        ],
    )


def start_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """What should have started, with its planned month and the original one where it was moved."""
    moved = frame.original_planned_start_date != frame.planned_start_date
    return frame.assign(
        who=_who(frame),
        original=[
            f"原计划 {formats.month(day)}" if was and pd.notna(day) else ""
            for day, was in zip(frame.original_planned_start_date, moved, strict=True)
        ],
    )


def plain_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Any list with its second line."""
    return frame.assign(who=_who(frame))


def chosen_cell(cases: pd.DataFrame, by: str, group: str, start: str) -> pd.DataFrame:
    """The cases of one cell of the grid; January stands under February."""
    months = pd.to_datetime(cases.start_date)
    if start.startswith(EARLIER):
        first = pd.Timestamp(start.removeprefix(EARLIER) or "2200-01")
        early = months.isna() | (months.where(months.dt.month != 1, months + pd.DateOffset(months=1)) < first)
        return cases[early & (cases[by] == group)] if by in cases else cases[early]
    months = months.where(months.dt.month != 1, months + pd.DateOffset(months=1)).dt.strftime("%Y-%m")
    return cases[(cases[by] == group) & (months == start)] if by in cases else cases[months == start]


def scope_line(name: str, frame: pd.DataFrame) -> str:
    """How many are listed and for how much, as HTML."""
    money = frame.unbooked_at_stake_wan.sum() if "unbooked_at_stake_wan" in frame else 0
    amount = f" · {formats.money(money)}" if money else ""
    return f"{escape(name)} <b>{len(frame)}</b> 个{amount}"


def _still(state: str) -> str:
    """What stands in place of a light where nothing is awaited."""
    return lag_wording.state(state) if state == lag_wording.LEFT else "今年无数"


def _who(frame: pd.DataFrame) -> pd.Series:
    names = [name for name in ("responsible_unit", "town", "batch") if name in frame]
    return frame[names].fillna("—").agg(" · ".join, axis=1) if len(frame) else pd.Series(dtype=str)
