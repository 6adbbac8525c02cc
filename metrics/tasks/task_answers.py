"""What units said about their tasks and which cells they want corrected (说明、更正提议), and what became of it."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.registry import metric

ANSWERS = """
select
    subject,
    any_value(payload ->> 'project_id') as project_id,
    arg_max(payload ->> 'unit', entry_id) as answered_unit,
    arg_max(payload ->> 'text', entry_id) as answer,
    max(known_from) as answered_on,
    arg_max(who, entry_id) as answered_by,
    max(entry_id) as last_entry_id
from mart.decision
where district = $district and kind = 'task_answer' and known_from <= $known_on
group by subject
order by last_entry_id desc
"""
# the last proposal of a cell, and what was decided on the cell after it
PROPOSALS = """
with proposed as (
    select *
    from mart.decision
    where district = $district and kind = 'cell_proposal' and known_from <= $known_on
    qualify row_number() over (partition by subject order by entry_id desc) = 1
),

decided as (
    select
        proposed.subject,
        min_by(said.kind, said.entry_id) as kind,
        min_by(said.who, said.entry_id) as decided_by,
        min_by(said.known_from, said.entry_id) as decided_on,
        min_by(said.reason, said.entry_id) as decided_reason
    from proposed
    inner join mart.decision as said
        on said.district = $district
        and said.subject = proposed.subject
        and said.kind in ('correction', 'proposal_refused')
        and said.entry_id > proposed.entry_id
        and said.known_from <= $known_on
    group by proposed.subject
)

select
    proposed.subject,
    proposed.payload ->> 'unit' as responsible_unit,
    proposed.payload ->> 'project_id' as project_id,
    proposed.payload ->> 'project_name' as project_name,
    proposed.payload ->> 'header' as header,
    proposed.payload ->> 'expected' as stated_value,
    proposed.payload ->> 'value' as proposed_value,
    proposed.reason as proposed_reason,
    proposed.who as proposed_by,
    proposed.known_from as proposed_on,
    case decided.kind when 'correction' then 'accepted' when 'proposal_refused' then 'refused' else 'open' end
        as proposal_state,
    decided.decided_by,
    decided.decided_on,
    decided.decided_reason
from proposed
left join decided on decided.subject = proposed.subject
order by proposed.entry_id desc
"""


@metric()
def task_answers(con: duckdb.DuckDBPyConnection, *, profile: Profile, known_on: date | None = None) -> pd.DataFrame:
    """List what units said about their tasks (单位的说明), the newest first; of each task the last word.

    口径：单位在“我的任务”里对一件任务写的说明，同一件以最后写的为准。

    Args:
        con: warehouse connection; ``mart.decision`` is read.
        profile: the district.
        known_on: only what was written down by the end of this day; None: all.

    Returns:
        A row a task that was spoken of: ``subject`` of the ledger (``task:…``), text, unit, who, day, ``last_entry_id``
        for the next entry's ``after``.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    return con.execute(ANSWERS, {"district": profile.id, "known_on": known_on or NOW}).df()


@metric()
def cell_proposals(con: duckdb.DuckDBPyConnection, *, profile: Profile, known_on: date | None = None) -> pd.DataFrame:
    """List the cells that units want corrected (单位提的更正) and what was decided, the newest first.

    口径：同一格以最后一次提的为准；提出以后统计人员接受或不改的，为已认定。

    Args:
        con: warehouse connection; ``mart.decision`` is read.
        profile: the district.
        known_on: only what was written down by the end of this day; None: all.

    Returns:
        A row a cell: what it says (``stated_value``; null: nothing) and should say, by whom and why;
        ``proposal_state`` open, accepted or refused, by whom, when and why.

    Source:
        T9 (对系统上报的项目进度进行核实).
    """
    return con.execute(PROPOSALS, {"district": profile.id, "known_on": known_on or NOW}).df()
