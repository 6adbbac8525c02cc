"""Which cells make up a figure (数字构成): of a project, a group, the district; down to sheet, row, column."""

from datetime import date
from typing import Literal, get_args

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.compared_months import COMPARED
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.statements import statement

Figure = Literal["reported_ytd_wan", "annual_plan_wan", "booked_ytd_wan"]
GROUPED = tuple(group for group in GROUPS if group not in ("project", "month"))

PARTS = {
    "reported_ytd_wan": "reported_parts",
    "annual_plan_wan": "planned_parts",
    "booked_ytd_wan": "booked_parts",
}
# what booked figures are about: the last month that both sources have
LAST_COMPARED = COMPARED + "select max(month) as month from compared"  # noqa: S608


@metric(groups=GROUPED)
def figure_cells(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    group: str | None = None,
    project_id: str | None = None,
    linked: str | None = None,
    figure: Figure = "reported_ytd_wan",
) -> pd.DataFrame:
    """List the cells that make up a figure (数字构成); what they count for adds up to the figure shown.

    口径：上报本年累计取各项目最近一次有数的月份（未报的沿用），按月报送的年份为最后一次累计加其后各月；年度计划取截至月有效、
    写有金额的最近一版；入统取两表都已载入的最后一个月、已连统计项目的本年完成，共用的按确认的分摊（未确认的没有单个项目的数，整组取一次）。组和全区为计入完成率的项目。

    Args:
        con: warehouse connection; ``mart.project_month``, histories, ``raw.*`` and ``source.*`` are read.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: what ``group`` is a value of.
        group: one value of ``by``; None: the whole district.
        project_id: one project instead, whether it is counted or not.
        linked: one group of projects that share statistics projects instead, by its ``group_id``.
        figure: which figure: ``reported_ytd_wan``, ``annual_plan_wan`` or ``booked_ytd_wan``.

    Returns:
        One row per cell, largest first: ``value_wan`` as read (万元), ``counted_wan`` what of it counts (× ``share``),
        file, sheet, row, position (column letters), header, and the unit that header or sheet states. Place and header
        are null where the warehouse does not know them. Booked ones are for the statistician's role.

    Raises:
        ValueError: unknown figure or ``by``; ``as_of`` outside the loaded months.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    if figure not in get_args(Figure):
        raise ValueError(f"no cells of {figure!r}; choose one of {', '.join(get_args(Figure))}")
    key = key_column(by, GROUPED) or "district"
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        values = {
            "district": profile.id,
            "as_of": month,
            "new_year": date(month.year, 1, 1),
            "known_on": known_on or date.max,
            "group": group,
            "project_id": project_id,
            "linked": linked,
            "counted_month": month,
        }
        if figure == "booked_ytd_wan":
            values["counted_month"] = known.execute(LAST_COMPARED, bound(LAST_COMPARED, values)).fetchone()[0]
        sql = statement(
            "provenance",
            "figure_cells",
            chosen=statement("provenance", "figure_projects_chosen", key=key),
            summed=statement("provenance", PARTS[figure]),
        )
        return known.execute(sql, bound(sql, values)).df()
