"""Entry into the statistics in words, for pages and reports alike: plain text, computed."""

from datetime import date
from typing import Any

import pandas as pd

from data import dictionary, formats

NOT_IN_LIBRARY, NO_FIGURES, LEFT = STATES = ("not_in_library", "no_figures", "left_library")  # of open cases


# nothing is known of entries as long as neither source is loaded
UNKNOWN = "尚未载入统计月报、入库台账，入库入统情况不明"
LIGHTS = {"slow": ("◆", "逾期"), "behind": ("▼", "严重逾期")}  # of periods over; 偏慢 and 滞后 speak of the money


def light(value: object) -> str:
    """Write an open case's light: ◆ 逾期, ▼ 严重逾期, ○ 未到期."""
    return " ".join(LIGHTS.get(str(value), formats.NOT_DUE))


def state(code: str) -> str:
    """Write the state of an open case: 已开工未入库, 已入库零投资, 已退库."""
    return dictionary.entries()["state"].words[code]


def is_unknown(lag: pd.Series) -> bool:
    """Tell whether neither a return nor a ledger was loaded by the month of this row of ``entry_lag``."""
    return formats.is_missing(lag.projects)


def rate(
    lag: pd.Series, by_year: pd.DataFrame | None = None, as_of: date | None = None, leads: str = "this_year"
) -> str:
    """How many were due, and how many of them entered on time: of this year's starts and of those of all years.

    Args:
        lag: the district's row of ``entry_lag``.
        by_year: ``entry_lag`` by ``start_year``; None: all years only.
        as_of: the month, whose year is this year.
        leads: of the rule ``on_time_starts``: ``this_year`` or ``all_years`` first.
    """
    if not lag.due:
        return f"{lag.projects:.0f} 个已开工项目还没有到应入统期的"
    if by_year is None or as_of is None:
        return _every(lag)
    return "；".join(rates(lag, by_year, as_of, leads))


def rates(lag: pd.Series, by_year: pd.DataFrame, as_of: date, leads: str = "this_year") -> tuple[str, str]:
    """Return what ``rate`` says, as two phrases, by ``leads`` this year's starts or those of all years first."""
    every = f"历年开工的{_every(lag)}"
    own = by_year[(by_year.start_year == as_of.year) & (by_year.due > 0)]
    this = "今年开工的都还没有到应入统期"
    if len(own):
        now = own.iloc[0]
        this = f"今年开工应入统 {now.due:.0f} 个，今年开工按时入统率 {formats.percent(now.on_time_rate)}"
    return (this, every) if leads == "this_year" else (every, this)


def _every(lag: pd.Series) -> str:
    return f"应入统 {lag.due:.0f} 个，按时入统率 {formats.percent(lag.on_time_rate)}"


def at_stake(lag: pd.Series) -> str:
    """The reported money that does not stand in the statistics."""
    amount = lag.unbooked_at_stake_wan
    return f"{formats.money(amount)}已报未入统" if amount else "没有已报未入统的金额"


AT_STAKE = "已报未入统的，"


def parts_at_stake(lag: pd.Series) -> str:
    """Say what the reported money outside the statistics is made of; "" where there is none or nothing has left."""
    if not lag.unbooked_at_stake_wan or not lag.get("left_library", 0):
        return ""
    said = [
        f"已开工未入库 {lag.library_waiting:.0f} 个 {formats.money(lag.library_waiting_wan)}",
        f"已退库 {lag.left_library:.0f} 个 {formats.money(lag.left_library_wan)}",
        f"在库无数 {formats.money(lag.at_stake_no_figures_wan)}",
    ]
    rest = lag.at_stake_not_in_library_wan - lag.library_waiting_wan - lag.left_library_wan
    if formats.rounded(rest, 2):
        said.append(f"异常 {formats.money(rest)}")
    return f"{AT_STAKE}{'，'.join(said)}"


def waits(lag: pd.Series) -> str:
    """How long it takes from the start: both medians, open cases counted as what they are."""
    return (
        f"开工到入统{_median(lag.statistics_entry_median_months, lag.longest_wait_months)}"
        f"，到入库{_median(lag.library_entry_median_months, lag.library_longest_wait_months)}"
    )


def late(lag: pd.Series) -> list[str]:
    """Overdue and late ones, and what the rate were without the entry window."""
    raw = [f"按实际开工月计的按时入统率 {formats.percent(lag.raw_on_time_rate)}"] if lag.raw_due else []
    return [f"逾期未入统 {lag.overdue:.0f} 个，迟入统 {lag.late_in:.0f} 个", *raw]


def unmatched(lag: pd.Series) -> str:
    """How many have no statistics project, and wait right or wrong; those to be confirmed are said apart."""
    return f"已开工未匹配 {lag.unlinked - lag.get('awaiting_confirmation', 0):.0f} 个，按等待计"


def to_confirm(lag: pd.Series) -> str:
    """How many may stand in the library already and wait for the statistician; "" where none."""
    if is_unknown(lag) or not lag.get("awaiting_confirmation", 0):
        return ""
    money = formats.money(lag.awaiting_confirmation_wan)
    return f"另有 {lag.awaiting_confirmation:.0f} 个疑似已入库、待统计确认（上报 {money}），不计逾期"


def stuck(row: Any) -> str:  # noqa: ANN401
    """At which step an open case stands."""
    if not row.is_linked:
        return "未匹配统计项目"
    if isinstance(row.return_reason, str) and row.return_reason:
        return f"退回：{row.return_reason}"
    if row.state == LEFT:
        return f"{formats.month(row.library_month)}入库，现在报表里没有"
    if row.state == NO_FIGURES:
        entered = f"{formats.month(row.library_month)}入库" if pd.notna(row.library_month) else "已入库"
        return f"{entered}，今年没有投资额"
    if isinstance(row.library_state, str) and row.library_state:
        declared = f"，{formats.month(row.declared_month)}申报" if pd.notna(row.declared_month) else ""
        return f"{row.library_state}{declared}"
    return "未申报入库"


CORRECTIONS = 3  # that are named in one sentence


def corrected_starts(frame: pd.DataFrame, *, named: bool = True) -> str:
    """Say which months each corrected start changes, "" where none; ``named``: with the project's name."""
    parts = [
        f"{row.project_name if named and isinstance(row.project_name, str) else ''}"
        f"开工日期由 {row.start_month_before:%Y-%m} 改为 {row.start_month_after:%Y-%m}，"
        f"影响 {_span(row.affected_from_month, row.affected_to_month)}的入库入统、批次口径，以及此后是否按时入库入统"
        for row in frame.head(CORRECTIONS).itertuples()
    ]
    more = len(frame) - CORRECTIONS
    return "；".join([*parts, f"另有 {more} 个项目更正了开工日期"] if more > 0 else parts)


def _span(first: Any, last: Any) -> str:  # noqa: ANN401
    if first.year != last.year:
        return f"{formats.month(first)}—{formats.month(last)}"
    return f"{first.month}—{last.month} 月" if first.month != last.month else f"{first.month} 月"


def _median(months: float, longest: float) -> str:
    if not pd.isna(months):
        return f"中位 {months:.0f} 个月" if months else "中位当月"
    return "过半未入" if pd.isna(longest) else f"过半未入，中位 > {longest:.0f} 个月"
