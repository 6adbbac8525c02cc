"""What the weekly meetings decided (周调度议定事项): who does what by when, and what became of it."""

from datetime import date, timedelta

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.registry import metric

SQL = """
with spoken as (
    select
        entry_id, subject, who, known_from, reason,
        payload ->> 'text' as text,
        payload ->> 'responsible_unit' as responsible_unit,
        payload ->> 'person' as person,
        payload ->> 'project_id' as project_id,
        try_cast(payload ->> 'due_on' as date) as due_on,
        try_cast(payload ->> 'week' as date) as week,
        try_cast(payload ->> 'done_on' as date) as done_on,
        payload ->> 'status' as status
    from mart.decision
    where district = $district
        and kind = 'week_decision'
        and known_from <= $known_on
        and coalesce(try_cast(payload ->> 'on' as date), known_from) <= $on
),

made as (
    select *
    from spoken
    where text is not null
    qualify row_number() over (partition by subject order by entry_id) = 1
),

judged as (
    select
        subject,
        max(entry_id) as last_entry_id,
        arg_max(coalesce(status, 'open'), entry_id) as status,
        arg_max(done_on, entry_id) as done_on,
        arg_max(reason, entry_id) filter (status is not null) as note
    from spoken
    group by subject
)

select
    made.subject,
    made.week as week_from,
    made.text as decision_text,
    made.responsible_unit,
    made.person,
    made.project_id,
    project.project_name,
    made.due_on,
    made.who as noted_by,
    judged.status as decision_state,
    judged.done_on,
    judged.note,
    case
        when judged.status = 'open' and made.due_on is not null then greatest(date_diff('day', made.due_on, $on), 0)
    end as late_days,
    judged.last_entry_id
from made
inner join judged on judged.subject = made.subject
left join mart.project as project on project.district = $district and project.project_id = made.project_id
where judged.status != 'undone'
    and (judged.status = 'open' or made.week >= $last_week or judged.done_on >= $last_week)
order by judged.status != 'open', made.due_on nulls last, made.entry_id
"""


@metric()
def week_decisions(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """What the weekly meetings decided (周调度议定事项): the open ones, and those of this week and the week before.

    口径：会上记下的议定事项，办结由人认定；没有办结的一直列着，办结的列到下一周，撤销的不列。

    Args:
        con: warehouse connection; ``mart.decision`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was written down by the end of this day; None: all.
        on: the day that is asked about; the week runs from its Monday to its Sunday.

    Returns:
        A row a decision, open ones first: ``week_from`` the Monday of its meeting, who, until when, ``decision_state``
        open or done, ``late_days`` (null: done or without limit), ``last_entry_id`` for the next entry's ``after``.

    Source:
        T10 (周调度).
    """
    day = on or last_day(as_of)
    monday = day - timedelta(days=day.weekday())
    values = {
        "district": profile.id, "known_on": known_on or NOW, "on": day, "last_week": monday - timedelta(days=7)
    }  # fmt: skip
    return con.execute(SQL, values).df().astype({"late_days": "Int64", "last_entry_id": "Int64"})
