"""Promises and decisions of the quarterly reviews (承诺与议定事项), with what became of each."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.quarters import quarter_before, quarter_code, quarter_start
from metrics.registry import metric

SQL = """
with spoken as (
    select
        entry_id,
        subject,
        kind,
        who,
        known_from,
        decided_at,
        payload ->> '$.quarter' as quarter,
        payload ->> '$.responsible_unit' as responsible_unit,
        payload ->> '$.project_id' as project_id,
        payload ->> '$.text' as text,
        try_cast(payload ->> '$.due_on' as date) as due_on,
        payload ->> '$.status' as status,
        payload ->> '$.note' as note
    from mart.decision
    where district = $district and kind in ('promise', 'meeting_decision') and known_from <= $known_on
),

made as (
    select * exclude (status, note)
    from spoken
    where text is not null
    qualify row_number() over (partition by subject order by entry_id) = 1
),

judged as (
    select
        subject,
        arg_max(status, entry_id) as status,
        arg_max(note, entry_id) as note,
        max(entry_id) as last_entry_id,
        max(known_from) filter (status is not null) as status_on
    from spoken
    group by subject
)

select
    made.subject,
    judged.last_entry_id,
    made.kind as entry_kind,
    made.quarter as review_quarter,
    made.responsible_unit,
    made.project_id,
    project.project_name,
    made.text as promise,
    made.due_on,
    made.who as noted_by,
    made.known_from as noted_on,
    coalesce(judged.status, 'open') as fulfilment,
    judged.note,
    judged.status_on
from made
inner join judged using (subject)
left join mart.project as project on project.district = $district and project.project_id = made.project_id
where coalesce(judged.status, 'open') != 'undone'
    and made.quarter <= $quarter
    and (
        made.quarter >= $last_quarter
        or coalesce(judged.status, 'open') = 'open'
        or judged.status_on >= $quarter_start
    )
order by made.quarter desc, made.kind desc, made.entry_id
"""


@metric()
def promises(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Promises and decisions of the reviews (承诺与议定事项), this quarter's and the open ones, and what came of them.

    口径：本季讲评上记下的，上季记下的全部，更早而未了结或本季以来才了结的；撤销的不列。
    兑现与否由人认定：兑现 kept、部分兑现 partly、未兑现 broken，没有认定为 open。

    Args:
        con: warehouse connection; ``mart.decision`` and ``mart.project`` are read.
        profile: the district.
        as_of: a month of the quarter whose review it is.
        known_on: only what was noted by the end of this day; None: all.

    Returns:
        One row per promise or decision, newest quarter first: ``review_quarter`` in which it was noted (2026Q3),
        ``entry_kind`` promise or meeting_decision, unit, project where there is one, ``promise``, ``due_on``, who noted
        it and when, ``fulfilment`` with ``note`` and day. ``last_entry_id`` is what a further entry must have seen.

    Source:
        T10, T21 (讲评、表态).
    """
    values = {
        "district": profile.id,
        "known_on": known_on or date.max,
        "quarter": quarter_code(as_of),
        "last_quarter": quarter_code(quarter_before(as_of)),
        "quarter_start": quarter_start(as_of),
    }
    return con.execute(SQL, values).df()
