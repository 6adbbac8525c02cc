"""What is missing, late or odd in what was sent (数据质量明细): one row a finding, with the row that it stands in."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from data.rules import DataHealth
from metrics.binding import bound
from metrics.data_health.data_health_checks import CHECKS, FINDINGS
from metrics.known import as_known
from metrics.loaded_months import check_month, last_month
from metrics.registry import metric

GROUPS = ("responsible_unit", "unit_kind", "batch", "town")

SQL = (
    FINDINGS
    + """
select
    findings.* exclude (file_id, sheet, row),
    sheet.kind,
    file.name as file, findings.sheet, findings.row, findings.file_id
from findings
left join source.file as file using (file_id)
left join source.sheet as sheet on sheet.file_id = findings.file_id and sheet.sheet = findings.sheet
where $health_check is null or health_check = $health_check
order by
    responsible_unit = '—', responsible_unit, list_position($checks, health_check),
    month desc, project_name, project_id, findings.file_id, findings.sheet, findings.row
"""
)


@metric()
def data_health_findings(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    health_check: str | None = None,
) -> pd.DataFrame:
    """List what is missing, late or odd in what was sent (数据质量明细), with file, sheet and row.

    口径：未报、迟报、未更新看截至月在计划且未竣工的项目：未报为截至月没有上报；迟报为首次报来晚于次月 15 日（默认）；
    未更新按调度表上一次有内容的日子距本区最近一次收件的天数，8 至 30 天、31 天以上各一项，从未报过的归后者。
    缺代码、缺坐标看截至月在计划的项目至今所报。负数月、突增、累计倒退、勾稽看本年各月：突增为一次新增折到每月超过
    此前月均的 3 倍（默认），且超过年度计划的 25%（默认）；累计倒退为自开工累计小于上一次所报，
    当月上报为负的只算负数月；上报勾稽为累计 ≠ 上年底累计 + 本年累计，统计勾稽为四项构成之和 ≠ 本年完成，
    容差 1 万元（默认）。
    其余为载入时的提示，只列本年、同一行没有被后来的表更正的，同一项目同一类列最近一条。

    Args:
        con: warehouse connection; ``mart.project_month``, histories, ``raw.*`` and ``source.*`` are read.
        profile: the district; its rule ``data_health`` has the limits.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        health_check: only this check, a key of ``CHECKS``; None: all.

    Returns:
        One row per finding. ``figure_wan`` is the odd figure, ``against_wan`` what it is held against (万元; null where
        the check is not about money): negative month – year to date before; jump – mean month before; falling
        cumulative – the one before; identities – the sum of the parts. ``responsible_unit`` is “—” where a finding is
        of a whole sheet. Figures of ``identity_booked``, and texts whose ``kind`` is a statistics sheet's,
        are booked ones: a page shows them to the statistician only.

    Raises:
        ValueError: unknown check; ``as_of`` outside the loaded months.

    Source:
        T9 (每周及时更新项目信息); J19 (及时准确); days and limits are defaults of ours.
    """
    if health_check is not None and health_check not in CHECKS:
        raise ValueError(f"no check {health_check!r}; choose one of {', '.join(CHECKS)}")
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        values = limits(profile, month, known_on) | {"health_check": health_check, "checks": list(CHECKS)}
        values["newest"] = last_month(con, profile, known_on)
        return known.execute(SQL, bound(SQL, values)).df()


def limits(profile: Profile, as_of: date, known_on: date | None) -> dict[str, Any]:
    """Return what the checks' SQL is bound to: the day by which the month was due, and the limits of the rule."""
    rule: DataHealth = profile.rule("data_health", as_of) or DataHealth(article="", origin="default", due_day=15)
    following = date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, rule.due_day)
    return {
        "district": profile.id,
        "as_of": as_of,
        "known_on": known_on or date.max,
        "new_year": date(as_of.year, 1, 1),
        "due_on": following,
        "jump_times": Decimal(str(rule.jump_times)),
        "jump_share": Decimal(str(rule.jump_share)),
        "identity_wan": rule.identity_wan,
    }
