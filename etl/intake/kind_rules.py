"""Which kinds a table cannot be, however many columns they explain: done figures are no plan, progress no issues."""

import re
from collections.abc import Sequence

from etl.intake.columns import Column, UnreadColumn
from etl.intake.kinds import kinds
from etl.intake.labels import Label
from etl.intake.matching import ELSEWHEN, OF_PARTS, match, said_by_child
from etl.intake.quarters import done_from

DONE = frozenset({"reported_ytd_wan", "reported_month_wan"})
FIGURES = frozenset({"total", "plan", "done"})  # measures of headings: a list of issues has none of these
REPORTS = frozenset({"dispatch", "statistics_return"})
PLANS, PLAN = "annual_plan", "annual_plan_wan"
SAYS_RETURN = re.compile("206|固定资产投资(?:项目|统计)|入统(?:情况|项目)|联网直报")
ONLY_IN_A_RETURN = re.compile("开始建设")  # 自开始建设累计完成投资, as the 206 form says it
OF_A_RETURN = re.compile("开始建设|入统|统计|建筑工程|安装工程|行业[编代]码|建设状态")
SURELY_A_RETURN = re.compile("206|固定资产投资统计|入统(?:情况|项目)|联网直报")
SAYS_REPORT = re.compile("调度|进展|推进|进度")
YEAR = re.compile(r"20\d\d")
SAYS_DONE = re.compile("完成情况|执行情况|进展|推进|调度|月报|进度|通报|完成投资|投资完成|完成表|完成额")
SAYS_PLAN = re.compile(
    "倒排|计划(?!.{0,4}(?:完成|执行))|分解|安排|目标(?!.{0,4}(?:完成|执行))|任务(?!.{0,4}(?:完成|执行))"
)
SAYS_ISSUES = re.compile("问题(?:清单|台[账帐]|交办|整改|销号)|交办|销号|投诉|信访|闲置土地|整改")
BARE_MONTH = "{month}"


def cannot_be(kind_id: str, said: str, is_named: bool, by_dispatch: Sequence[Column], labels: Sequence[Label]) -> bool:
    """Tell whether a table cannot be of a kind that its columns would allow.

    Args:
        kind_id: the kind.
        said: title, sheet and file name.
        is_named: whether they name the kind.
        by_dispatch: the columns as a dispatch would read them.
        labels: of all columns.
    """
    bare = {column.index for column in by_dispatch if column.field in DONE and not column.label.says.measures}
    if bare and SAYS_PLAN.search(said) and not SAYS_DONE.search(said):  # periods alone, as 前三季度: of the plan
        by_dispatch = [column for column in by_dispatch if column.index not in bare]
        if kind_id in REPORTS and not any(column.field in DONE for column in by_dispatch):
            return True
    fields = {column.field for column in by_dispatch}
    if kind_id == "issue":
        is_of_figures = sum(bool(one.says.measures & FIGURES) for one in labels) > 1
        return ("progress_text" in fields or is_of_figures) and not SAYS_ISSUES.search(said)
    if kind_id == "dispatch" and PLAN not in fields:
        is_headed = any(ONLY_IN_A_RETURN.search(one.text) for one in labels)
        if SAYS_REPORT.search(said):  # a file's name may say so of a return
            return is_headed and SURELY_A_RETURN.search(said) is not None
        return is_headed or SAYS_RETURN.search(said) is not None
    if kind_id == "statistics_return" and _is_dispatch(said, fields, labels, is_named=is_named):
        return True
    if kind_id in REPORTS:
        return False
    done = _has_done(by_dispatch, said, labels)
    if kind_id == PLANS:
        months = sum(_is_bare_month(one) for one in labels)
        is_report = says_done(said)
        if is_report and not is_named:
            return True  # a report without what was done: its column of the year's plan makes no plan of it
        by_child = any(DONE.intersection(said_by_child(kinds()["dispatch"], one)) for one in labels)
        done = done or by_child and (is_report or not is_named)
        if is_report and any(_is_part_of_done(one) or done_of_some_period(one) or done_from(one) for one in labels):
            return True  # 完成投资 by source or component, without its sum, or of a period that nobody says
        return done or (is_report and (months > 1 or "cumulative_wan" in fields))
    return done and not is_named


def says_done(said: str) -> bool:
    """Tell whether title, sheet and file name say that this is what was done, not what is planned."""
    return SAYS_DONE.search(said) is not None and not SAYS_PLAN.search(said)


def _is_dispatch(said: str, fields: set[str], labels: Sequence[Label], *, is_named: bool) -> bool:
    """Tell whether figures that a return could hold are reported ones: beside a plan, or nothing says statistics."""
    if SAYS_RETURN.search(said):
        return False
    is_report = SAYS_REPORT.search(said) is not None or not is_named
    return PLAN in fields or (is_report and not any(OF_A_RETURN.search(one.text) for one in labels))


def _has_done(columns: Sequence[Column], said: str, labels: Sequence[Label]) -> bool:
    """Tell whether a column says what was done in the year that title and headings are about, not in one before."""
    years = [int(year) for year in YEAR.findall(said)] + [one.year for one in labels if one.year]
    newest = max(years, default=0)
    return any(column.field in DONE and (column.label.year or newest) >= newest for column in columns)


def with_bare_months(
    columns: list[Column], unread: list[UnreadColumn], said: str
) -> tuple[list[Column], list[UnreadColumn]]:
    """Read months side by side that say nothing else as what was done in each, where the title says so."""
    bare = [one for one in unread if _is_bare_month(one.label)]
    if len(bare) < 2 or not SAYS_DONE.search(said) or SAYS_PLAN.search(said):
        return columns, unread
    months = [Column(one.index, one.label, "reported_month_wan", 0.9) for one in bare]
    columns = sorted([*columns, *months], key=lambda column: column.index)
    return columns, [one for one in unread if one not in bare]


def _is_part_of_done(one: Label) -> bool:
    says = one.says
    return "done" in says.measures and bool(says.measures & OF_PARTS) and not says.periods & ELSEWHEN


def done_of_some_period(one: Label) -> frozenset[str]:
    """Return the fields that done figures may fill of which the heading does not say the period."""
    found = match(kinds()["dispatch"], one)
    return frozenset(found.fields) if not found.field and DONE.intersection(found.fields) else frozenset()


def _is_bare_month(label: Label) -> bool:
    return bool(label.keys) and label.keys[0] == BARE_MONTH and label.month is not None
