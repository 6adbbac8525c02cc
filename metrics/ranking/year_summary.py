"""Year summary (年度总结): the year's aims beside what was reached, one line an aim (T10)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.investment_completion import investment_completion
from metrics.entry.entry_lag import entry_lag
from metrics.known import as_known
from metrics.ranking.carry_over import UNFINISHED, carry_over
from metrics.ranking.year_scores import year_score_cases
from metrics.registry import metric

COLUMNS = ["indicator", "target", "actual", "target_rate", "measured_in", "note"]


@metric()
def year_summary(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Year summary (年度总结): each aim of the year, what was reached by the month, and the share.

    口径：各行沿用各自指标的口径：投资完成见 ``investment_completion``，开工、竣工、转化见 ``year_scores``，
    入统见 ``entry_lag``（不限开工年份），结转见 ``carry_over``。原计划口径含调出、不含新增。

    Returns:
        One row per aim: ``target``, ``actual`` in ``measured_in`` (万元 or 个), ``target_rate`` = actual / target, null
        without a target; ``note`` what stands beside the figure.

    Source:
        T10 (每年12月总结，对照年度工作目标逐项分析各项指标执行情况).
    """
    asked: dict[str, Any] = {"profile": profile, "as_of": as_of, "known_on": known_on}
    with as_known(con, known_on) as known:
        rows = [
            *_investment(investment_completion(known, **asked)),
            *_dated(year_score_cases(known, **asked)),
            *_entered(entry_lag(known, **asked)),
            *_carried(carry_over(known, **asked)),
        ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    target = pd.to_numeric(frame.target)
    return frame.assign(target_rate=pd.to_numeric(frame.actual) / target.where(target > 0))


def _investment(total: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in total.itertuples():
        beside = f"{row.projects} 个项目，调出 {row.removed_projects} 个，计划外 {row.outside_plan_projects} 个"
        yield _row("年度投资计划", row.annual_plan_wan, row.reported_ytd_wan, "万元", beside)
        if pd.notna(row.original_plan_wan):
            yield _row(
                "年度投资计划（原计划）",
                row.original_plan_wan,
                row.original_reported_ytd_wan,
                "万元",
                "含调出、不含新增",
            )


def _dated(cases: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Starts and completions by the month, conversions of the year's preliminary projects."""
    for name, mine, beside in (
        ("开工", cases.case_name == "开工", "截至月应开工的新开工项目"),
        ("竣工", cases.case_name == "竣工", "截至月应竣工的竣工项目"),
        ("前期转化", cases.item == "前期转化", "年初在前期批次的项目"),
    ):
        yield _row(name, int(mine.sum()), int(cases[mine].is_done.sum()), "个", beside)


def _entered(lag: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in lag.itertuples():
        if pd.isna(row.projects):
            yield _row("按时入统率", None, None, "个", "尚未载入统计月报、入库台账")
            continue
        yield _row("按时入统率", row.due, row.on_time, "个", f"应入统未入统 {row.overdue} 个，不限开工年份")


def _carried(projects: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Say what of last year's unfinished projects this year's plan took up; the finished ones are no question."""
    mine = projects[projects.is_carried_over]
    taken = int((mine.carry_over == UNFINISHED).sum())
    yield _row(
        "上年结转纳入",
        len(mine),
        taken,
        "个",
        f"未竣工、下年应结转 {int((projects.carry_over == UNFINISHED).sum())} 个",
    )


def _row(indicator: str, target: float | None, actual: float | None, measured_in: str, note: str) -> dict[str, Any]:
    return {"indicator": indicator, "target": target, "actual": actual, "measured_in": measured_in, "note": note}
