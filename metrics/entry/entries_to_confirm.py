"""Started projects whose likely counterpart in the statistics waits for a person (疑似已入库，待统计确认)."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.entry.entry_cases import WHO
from metrics.entry.entry_scope import entry_values, scope
from metrics.known import as_known
from metrics.registry import metric

SQL = """
with {scope},

candidate as (
    select project_id, statistics_id, score
    from mart.link_candidate
    where district = $district and status = 'pending'
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    qualify row_number() over (partition by project_id order by score desc nulls last, statistics_id) = 1
)

select
    judged.project_id,
    project.project_name,
    judged.responsible_unit,
    judged.batch,
    judged.town,
    judged.contact_leader,
    judged.start_date,
    judged.is_estimated_start,
    candidate.statistics_id,
    statistics.project_name as statistics_name,
    candidate.score,
    judged.reported_ytd_wan
from judged
left join candidate using (project_id)
left join mart.statistics_project as statistics
    on statistics.district = $district and statistics.statistics_id = candidate.statistics_id
left join mart.project as project on project.district = $district and project.project_id = judged.project_id
where judged.is_awaiting
order by judged.reported_ytd_wan desc, judged.project_id
"""


@metric()
def entries_to_confirm(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Entries to confirm (疑似已入库，待统计确认): started, not linked, with a likely counterpart in the statistics.

    口径：范围同 ``entry_lag``；没有关联、没有入库入统记录，而统计库里有疑似对应项目、等统计人员确认的。
    确认以前不计逾期、等待和已报未入统；确认或驳回以后按结果计。个数与 ``entry_lag`` 的待确认数一致。

    Returns:
        One row per project, most reported first: its likeliest counterpart (``statistics_name``, ``score`` 0–100) and
        ``reported_ytd_wan``. Of several candidates the best is shown.

    Source:
        T12; the rule is a default of ours.
    """
    with as_known(con, known_on) as known:
        values = entry_values(known, profile, as_of, known_on)
        sql = SQL.format(scope=scope(values, columns=WHO))
        return known.execute(sql, bound(sql, values)).df()
