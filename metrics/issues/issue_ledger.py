"""The ledger of issues (问题交办销号台账): every issue with its state, deadline and age on a day."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.registry import metric
from metrics.stated import ISSUE, state

# one row per issue raised by $on; {state} says what stands
LEDGER = """
{state},

dated as (
    select
        said.* exclude (raised_on, closed_on, answer, answered_on),
        coalesce(said.raised_on, said.first_known_from) as raised_on,
        coalesce(said.closed_on < said.raised_on and said.closed_on <= $on, false) as is_doubtful,
        case when said.closed_on <= $on then said.closed_on end as closed_on,
        case when coalesce(said.answered_on <= $on, true) then said.answer end as answer,
        case when said.answered_on <= $on then said.answered_on end as answered_on
    from said
),

ledger as (
    select
        dated.*,
        case
            when closed_on is not null then 'closed'
            when due_on < $on then 'overdue'
            when answer is not null or answered_on is not null then 'answered'
            when responsible_unit is not null then 'handed_over'
            else 'raised'
        end as issue_state,
        case when closed_on is null and due_on is not null then greatest(date_diff('day', due_on, $on), 0) end
            as overdue_days,
        case when closed_on is null then date_diff('day', raised_on, $on) end as open_days,
        case when closed_on >= raised_on then date_diff('day', raised_on, closed_on) end as close_days,
        closed_on <= due_on and not is_doubtful as is_closed_in_time
    from dated
    where raised_on <= $on
)"""

SQL = """
with {ledger}

select
    ledger.issue_id,
    ledger.project_id,
    project.project_name,
    ledger.issue_kind,
    ledger.issue_level,
    ledger.issue,
    ledger.responsible_unit,
    ledger.person,
    ledger.raised_on,
    ledger.due_on,
    ledger.answer,
    ledger.answered_on,
    ledger.closed_on,
    ledger.evidence,
    ledger.issue_state,
    ledger.overdue_days,
    ledger.open_days,
    ledger.close_days,
    ledger.changed_by,
    ledger.last_entry_id
from ledger
left join mart.project as project on project.district = $district and project.project_id = ledger.project_id
order by
    ledger.closed_on is not null, ledger.overdue_days desc nulls last, ledger.open_days desc, ledger.closed_on desc,
    ledger.issue_id
"""


def ledger() -> str:
    """Return the SQL steps up to ``ledger``; ``$district``, ``$known_on`` and ``$on`` are bound."""
    return LEDGER.format(state=state(ISSUE, "said", "$on")).strip()


@metric()
def issue_ledger(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The ledger of issues (问题交办销号台账): every issue raised by a day, open and longest overdue first.

    口径：台账表和页面登记合在一起，同一字段以后说的为准。提出日没有写的，取第一次收到的日期。截至日以前销号的为已销号；
    没有销号、过了办结时限的为逾期，时限当天不算逾期，没有时限的不算逾期。销号早于提出的，日期有误，待核：没有销号天数。

    Args:
        con: warehouse connection; ``mart.issue``, ``mart.decision`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received, and written down, by the end of this day; None: all.
        on: the day that is asked about, for the weekly meeting; what is dated later is not seen.

    Returns:
        A row an issue: kind, level, text, unit and person in charge, ``raised_on``, ``due_on``, ``answer``,
        ``closed_on`` with ``evidence``; ``issue_state`` raised, handed_over, answered, overdue or closed;
        ``overdue_days`` (0: in time; null: closed or no limit), ``open_days`` (null: closed), ``close_days`` from
        raised to closed (null: open, or closed before it was raised); ``changed_by`` and ``last_entry_id`` of the last
        entry in the ledger, null where only sheets speak.

    Source:
        T10 (问题交办销号台账), J21 (投诉), J27 (限期整改).
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "on": on or last_day(as_of)}
    found = con.execute(SQL.format(ledger=ledger()), values).df()
    found["last_entry_id"] = found["last_entry_id"].astype("Int64")
    return found
