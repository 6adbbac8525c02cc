"""What happened to an issue (办理记录): each sheet and each entry of the ledger that spoke of it."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.registry import metric

SQL = """
with sheets as (
    select
        issue.known_from as changed_on,
        cast(null as timestamp) as decided_at,
        'sheet' as act,
        file.name as changed_by,
        issue.responsible_unit,
        issue.person,
        issue.due_on,
        issue.closed_on,
        cast(null as varchar) as answer,
        issue.evidence,
        cast(null as varchar) as reason,
        issue.row_id as position
    from mart.issue as issue
    left join source.row as origin on origin.row_id = issue.row_id
    left join source.file as file on file.file_id = origin.file_id
    where issue.district = $district and issue.issue_id = $issue_id and issue.known_from <= $known_on
),

forms as (
    select
        known_from as changed_on,
        decided_at,
        coalesce(payload ->> 'act', 'edit') as act,
        who as changed_by,
        payload ->> 'responsible_unit' as responsible_unit,
        payload ->> 'person' as person,
        try_cast(payload ->> 'due_on' as date) as due_on,
        try_cast(payload ->> 'closed_on' as date) as closed_on,
        payload ->> 'answer' as answer,
        payload ->> 'evidence' as evidence,
        reason,
        entry_id as position
    from mart.decision
    where district = $district
        and kind in ('issue', 'issue_answer')
        and payload ->> 'issue_id' = $issue_id
        and known_from <= $known_on
)

select
    changed_on, decided_at, act as issue_act, changed_by, responsible_unit, person, due_on, closed_on, answer, evidence,
    reason
from (select * from sheets union all by name select * from forms)
order by changed_on desc, decided_at desc nulls last, position desc
"""


@metric()
def issue_changes(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, issue_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """What happened to an issue (办理记录): each sheet and each entry of the ledger that spoke of it, newest first.

    口径：台账表说的以收到日计，页面登记的以登记的时刻计；什么都不改动、不删除。

    Args:
        con: warehouse connection; ``mart.issue``, ``mart.decision`` and ``source.file`` are read.
        profile: the district.
        issue_id: which issue.
        known_on: only what was received, and written down, by the end of this day; None: all.

    Returns:
        A row a change: ``changed_on``, ``decided_at`` (null: by sheet), ``issue_act`` (sheet, new, edit, answer,
        close, reopen), ``changed_by`` (the file or the person), what was said, ``reason``.

    Source:
        T10.
    """
    return con.execute(SQL, {"district": profile.id, "issue_id": issue_id, "known_on": known_on or NOW}).df()
