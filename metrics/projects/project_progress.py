"""What was said of one project (项目档案): works progress and problems in words, month by month, newest first."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile

SQL = """
select month, state_on, physical_progress, progress_text, problem, coordination, next_month_plan
from mart.reported
where district = $district
    and project_id = $project_id
    and month <= $as_of
    and known_from <= $known_on and (known_to is null or known_to > $known_on)
    and coalesce(progress_text, problem, coordination, next_month_plan) is not null
order by month desc
"""


def project_progress(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None, project_id: str
) -> pd.DataFrame:
    """Return a row a month in which the dispatch described the works or a problem, newest first.

    Args:
        con: warehouse connection; ``mart.reported`` is read.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        project_id: whose words.

    Returns:
        month, ``state_on`` (until which day it speaks), physical_progress [fraction], progress_text (主要形象进度),
        problem (存在的问题), coordination (需要协调解决的问题), next_month_plan (下月计划); null where not written.
    """
    values = {"district": profile.id, "project_id": project_id, "as_of": as_of, "known_on": known_on or NOW}
    return con.execute(SQL, values).df()
