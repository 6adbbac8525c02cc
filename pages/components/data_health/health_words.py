"""数据质量 in words: the finding on top, what each row says, what is to be done about it."""

from collections.abc import Mapping

import pandas as pd

from data import dictionary, formats
from pages.components import words
from pages.components.view import Row, View

FAMILIES = {"sending": "报送", "facts": "项目信息", "figures": "数字", "intake": "载入提示"}
STATISTICS = ("statistics_return", "library_ledger")  # what they say in figures is booked
ACTS = {
    "missing_report": "补报本月调度数；已竣工、停建的写明",
    "late_report": "按截止日报送",
    "stale_7": "更新进展；没有变化也写明",
    "stale_30": "更新进展；没有变化也写明",
    "no_code": "补填统一项目代码",
    "no_coordinates": "补填经纬度",
    "negative_month": "核对：是更正的写明原因，错报的重报",
    "jump": "核对：属实的写明原因，错报的重报",
    "falling_cumulative": "核对自开工累计，错的重报",
    "identity_reported": "核对累计、上年底累计和本年累计",
    "identity_booked": "请统计人员核对报表构成",
    "unit_slip": "核对金额单位，错的重报",
    "over_total": "核对金额，或按程序调整总投资",
    "duplicate": "补填代码，或删去重复的行",
    "unknown_name": "写错的改原表；确有其名的，由维护人员补进本区名单",
    "plan_differs": "核对年度计划，以计划表为准",
    "missing_row": "确认是漏报还是撤回",
    "total_mismatch": "核对合计行",
    "unreadable": "改成能读的写法后重报",
    "other_notice": "核对",
}


def headline(total: pd.DataFrame, counts: pd.DataFrame, by: str, view: View, unranked: set[str]) -> tuple[str, str]:
    """How many are missing, what is odd, and where most of it is."""
    found = total.set_index("health_check").findings
    projects = int(total.in_plan_projects.iloc[0]) if len(total) else 0
    if not found.sum():
        return f"{formats.month(view.as_of)}的数据没有查出问题", f"{projects} 个在计划项目都已按时报送，数字前后一致。"
    names = dictionary.lookup("health_check").words
    missing = int(found["missing_report"])
    head = f"{projects} 个在计划项目"
    head += words.late(f"{missing} 个未报") if missing else "都已上报"
    head += f"，查出 {int(found.sum())} 条要核对"
    most = found.drop(["missing_report", "late_report"]).sort_values(ascending=False, kind="stable")
    said = [f"{names[check]} {count} 条" for check, count in most.head(3).items() if count]
    ranked = counts[~counts[by].isin([*unranked, "—"])].groupby(by, sort=False).findings.sum()
    worst = ranked[ranked == ranked.max()] if len(ranked) else ranked
    where = (
        f"；{words.escape('、'.join(worst.index[:2]))}最多，{int(worst.iloc[0])} 条"
        if len(worst) and len(worst) < 3
        else ""
    )
    return head, f"{words.escape('、'.join(said))}{where}。点一格看是哪些行；颜色越深，占该单位项目的比例越高。"


def quiet(total: pd.DataFrame) -> str:
    """The checks that found nothing."""
    names = dictionary.lookup("health_check").words
    none = [names[row.health_check] for row in total.itertuples() if not row.findings]
    return f"没有查出：{'、'.join(none)}" if none else ""


def described(findings: pd.DataFrame, due_day: int, *, with_booked: bool) -> pd.DataFrame:
    """Add what each finding says and what to do: ``situation``, ``act``, ``place``; booked figures only if allowed."""
    rows = [_situation(row, due_day, with_booked) for row in findings.itertuples()]
    return findings.assign(
        situation=rows,
        act=[ACTS[check] for check in findings.health_check],
        place=[_place(row) for row in findings.itertuples()],
        project_name=[name if isinstance(name, str) else "（整张表）" for name in findings.project_name],
    )


def _situation(row: Row, due_day: int, with_booked: bool) -> str:
    if not with_booked and (row.health_check == "identity_booked" or row.kind in STATISTICS):
        return "统计表中的提示，数字限统计人员看"
    if isinstance(row.text, str):
        return row.text
    money: Mapping[str, str] = {
        "negative_month": "当月 {figure}，此前累计 {against}",
        "jump": "一次新增 {figure}，此前月均 {against}",
        "falling_cumulative": "自开工累计 {figure}，上一次 {against}",
        "identity_reported": "自开工累计 {figure}，上年底加本年 {against}",
        "identity_booked": "本年完成 {figure}，四项之和 {against}",
    }
    if row.health_check in money:
        return money[row.health_check].format(
            figure=formats.money(row.figure_wan), against=formats.money(row.against_wan)
        )
    if row.health_check == "missing_report":
        return f"{formats.month(row.since_month)}起未报"
    if row.health_check == "late_report":
        return f"{formats.day(row.last_received_on)}收到，应在次月 {due_day} 日前"
    if row.health_check in ("stale_7", "stale_30"):
        return "从未报过" if pd.isna(row.last_received_on) else f"最近一次：{formats.day(row.last_received_on)}"
    return "没有报" if row.health_check in ("no_code", "no_coordinates") else formats.NONE


def _place(row: Row) -> str:
    return f"{row.sheet} 第 {row.row} 行" if isinstance(row.sheet, str) and not pd.isna(row.row) else formats.NONE
