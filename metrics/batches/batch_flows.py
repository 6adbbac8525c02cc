"""Flows between batches and years (批次流向): where the projects of a plan went, none lost."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.batches.batch_yardsticks import standing_values
from metrics.binding import bound
from metrics.known import as_known
from metrics.registry import metric

MOVES = """
stock as (
    -- two stocks: last December's plan, on its way into this January's; this January's, on its way to the month
    select
        month, project_id, batch, total_investment_wan,
        case when month = $january then $as_of else $january end as next_month
    from mart.project_month
    where district = $district and month in ($last_december, $january) and is_in_plan
),

later as (
    select month, project_id, batch, is_in_plan, is_removed, responsible_unit
    from mart.project_month
    where district = $district and month in ($january, $as_of)
),

finished as (
    -- when the works were completed, as said by the month asked about
    select project_id, actual_finish_date
    from mart.project_month
    where district = $district and month = $as_of
),

moves as (
    select
        year(stock.month) as from_year,
        stock.batch as from_batch,
        year(stock.next_month) as to_year,
        case
            -- by the last December, or within the year
            when finished.actual_finish_date <= case
                when stock.month = $january then last_day($as_of)
                else last_day($last_december)
            end then '已竣工'
            when later.is_in_plan then later.batch
            when later.is_removed then '调出'
            else '未列入'
        end as to_batch,
        stock.project_id,
        stock.total_investment_wan,
        later.responsible_unit
    from stock
    left join later on later.project_id = stock.project_id and later.month = stock.next_month
    left join finished on finished.project_id = stock.project_id
)"""

ORDER = """
    from_year,
    list_position($batches, from_batch) nulls last,
    from_batch,
    list_position(['已竣工', '调出', '未列入'], to_batch) nulls first,
    list_position($batches, to_batch) nulls last,
    to_batch"""

FLOWS = """
with {moves}

select
    from_year,
    from_batch,
    to_year,
    to_batch,
    count(*) as projects,
    coalesce(sum(total_investment_wan), 0) as total_investment_wan
from moves
group by from_year, from_batch, to_year, to_batch
order by {order}
"""

FLOW_PROJECTS = """
with {moves}

select
    moves.from_year,
    moves.from_batch,
    moves.to_year,
    moves.to_batch,
    moves.project_id,
    project.project_name,
    moves.responsible_unit,
    moves.total_investment_wan
from moves
left join mart.project as project on project.district = $district and project.project_id = moves.project_id
order by {order},
    moves.total_investment_wan desc nulls last,
    moves.project_id
"""


@metric()
def batch_flows(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Batch flows (批次流向): last year's plan into this year's, and this year's to the month, by batch.

    口径：去年12月在计划的项目到今年1月（年初计划）各入何批次，去年已竣工、调出、未列入的分列（“未列入”即未竣工而脱出计划）；
    今年1月在计划的项目到截至月各在何批次，年内竣工、调出、转批次的分列。各流向之和等于起点的个数和总投资。

    Returns:
        One row per ``from_year``, ``from_batch``, ``to_year``, ``to_batch``; ``to_batch`` is a batch, 已竣工, 调出 or
        未列入. ``total_investment_wan`` [万元] is that of the starting month. ``from_year`` equal to ``to_year``:
        within the year.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T11 (上年度未竣工重点项目原则上纳入下年度), J11.
    """
    return _moved(con, FLOWS, profile, as_of, known_on)


@metric()
def batch_flow_projects(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Projects behind the batch flows (流向明细), largest first within each flow.

    口径：与 ``batch_flows`` 相同，一个项目一行。

    Source:
        T11, J11.
    """
    return _moved(con, FLOW_PROJECTS, profile, as_of, known_on)


def _moved(
    con: duckdb.DuckDBPyConnection, sql: str, profile: Profile, as_of: date, known_on: date | None
) -> pd.DataFrame:
    sql = sql.format(moves=MOVES, order=ORDER)
    with as_known(con, known_on) as known:
        values = standing_values(known, profile, as_of, known_on)
        return known.execute(sql, bound(sql, values)).df()
