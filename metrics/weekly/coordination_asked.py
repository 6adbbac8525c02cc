"""What projects ask to be coordinated (需要协调解决的问题), with their problem and next plan, as last reported."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with said as (
    select project_id, month, state_on, coordination, problem, next_month_plan, progress_text
    from mart.reported
    where district = $district
        and month <= $on
        and coalesce(state_on, last_day(month)) <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

compared as (
    select
        *,
        lag(coordination) over (partition by project_id order by month) as asked_before,
        max(month) over () as newest_month
    from said
),

latest as (
    -- who is not in the newest sheet stands as in the month before
    select *
    from compared
    where month >= newest_month - interval 1 month
    qualify row_number() over (partition by project_id order by month desc) = 1
)

select
    latest.project_id,
    project.project_name,
    project.responsible_unit,
    project.service_unit,
    project.contact_leader,
    project.project_officer,
    latest.coordination,
    latest.problem,
    latest.next_month_plan,
    latest.progress_text,
    latest.coordination is distinct from latest.asked_before as is_new_request,
    latest.state_on
from latest
inner join mart.project as project on project.district = $district and project.project_id = latest.project_id
where latest.coordination is not null or latest.problem is not null
order by
    latest.coordination is null, is_new_request desc, project.responsible_unit, project.project_name, latest.project_id
"""


@metric()
def coordination_asked(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """What projects ask to be coordinated (需要协调解决的问题), or name as a problem, as last reported; requests first.

    口径：各项目最近一次调度表所填，包括未完月份的中间情况；最近一个月没有报的取上一个月，再早的不列。
    与上一次所填不同的为新提出。

    Args:
        con: warehouse connection; ``mart.reported`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received by the end of this day; None: all.
        on: the day that is asked about; a sheet that reaches further is not seen.

    Returns:
        A row a project: ``coordination``, ``problem``, ``next_month_plan``, ``progress_text`` in its words (null: not
        written), ``is_new_request``, ``state_on``: until which day the sheet speaks.

    Source:
        T10 (每周调度项目推进中出现的难点、堵点、卡点).
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "on": on or last_day(as_of)}
    with as_known(con, known_on) as known:
        return known.execute(SQL, values).df()
