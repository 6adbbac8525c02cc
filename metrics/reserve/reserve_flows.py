"""Flows of the reserve within the year (逐级转化): from tier to tier, into the plan, out."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.registry import metric
from metrics.reserve.stays import STAYS, stay_values

SQL = """
with {stays},

before as (
    -- the tier in which a project stood when the year began
    select project_id, arg_max(tier, entered_on) as from_tier
    from stay
    where entered_on < $january and coalesce(left_on >= $january, true)
    group by project_id
),

moved as (
    -- its last stay: where it is now, or how it left within the year
    select
        project_id,
        arg_max(
            case
                when left_on is null then tier
                when exit_kind like '%计划%' or exit_kind like '%建设%' then 'plan'
                else 'left'
            end,
            entered_on
        ) as to_tier
    from stay
    where coalesce(left_on >= $january, true)
    group by project_id
)

select
    coalesce(before.from_tier, 'new') as from_tier,
    moved.to_tier,
    count(*) as projects,
    coalesce(sum(project.total_investment_wan), 0) as total_investment_wan
from moved
left join before on before.project_id = moved.project_id
left join mart.project as project on project.district = $district and project.project_id = moved.project_id
group by coalesce(before.from_tier, 'new'), moved.to_tier
order by
    list_position(['ready_1y', 'prepare_3y', 'idea_5y', 'new'], coalesce(before.from_tier, 'new')),
    list_position(['plan', 'ready_1y', 'prepare_3y', 'idea_5y', 'left'], moved.to_tier)
"""


@metric()
def reserve_flows(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Flows of the reserve this year (逐级转化): from the tier on 1 January, or new, to where each project is now.

    口径：年初在库的按年初所在库，年内首次入库的为新入库；现在仍在库的按所在库，出库去向写明计划或建设的为转计划，其余为其他出库。
    一个项目只算一次，各流向之和等于年初在库加年内新入库。

    Args:
        con: warehouse connection; ``mart.reserve_stay`` and ``mart.project`` are read.
        profile: the district.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: the day that is asked about; None: the last day of ``as_of``.

    Returns:
        A row per ``from_tier`` (a tier, or new) and ``to_tier`` (a tier, plan, or left). Amounts 万元.

    Source:
        T6 (从谋划库向预备库、预备库向待建库、待建库向建设项目逐级转化).
    """
    sql = SQL.format(stays=STAYS)
    values = stay_values(profile, as_of, known_on, on)
    with as_known(con, known_on) as known:
        return known.execute(sql, bound(sql, values)).df()
