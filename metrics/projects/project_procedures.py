"""One project's procedures: how it stands in the statistics library, and which approvals it has.

The same questions' form as in ``project_file``; nothing dated after ``as_of`` or received after ``known_on`` is seen.
"""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.projects.project_file import ask, project_facts

ENTRIES = """
with returned as (
    select
        statistics_id,
        min(month) as return_library_month,
        min(month) filter (booked_ytd_wan > 0) as return_statistics_month,
        max(month) as last_return_month,
        arg_max(booked_ytd_wan, month) as booked_ytd_wan,
        arg_max(statistics_method, month) as statistics_method,
        arg_max(planned_total_wan, month) as planned_total_wan
    from mart.booked
    where district = $district and month <= $as_of and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
        and statistics_id in (
            select statistics_id from mart.project_link
            where district = $district and project_id = $project_id
                and known_from <= $known_on and (known_to is null or known_to > $known_on)
        )
    group by statistics_id
),

start as (
    select statistics_id, arg_max(start_date, month) as statistics_start_date
    from raw.statistics_return
    where district = $district and month <= $as_of and known_from <= $known_on
        and statistics_id in (
            select statistics_id from mart.project_link
            where district = $district and project_id = $project_id
                and known_from <= $known_on and (known_to is null or known_to > $known_on)
        )
    group by statistics_id
),

ledger as (
    select statistics_id, declared_month, library_entry_month, statistics_entry_month, library_state, return_reason
    from mart.library_entry
    where district = $district and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
)

select
    link.statistics_id,
    project.project_name as statistics_name,
    project.project_code as statistics_code,
    link.how,
    link.share,
    case when ledger.declared_month <= $as_of then ledger.declared_month end as declared_month,
    case when ledger.library_entry_month <= $as_of then ledger.library_entry_month end as ledger_library_month,
    case when ledger.statistics_entry_month <= $as_of then ledger.statistics_entry_month end as ledger_statistics_month,
    ledger.library_state,
    ledger.return_reason,
    returned.return_library_month,
    returned.return_statistics_month,
    returned.last_return_month,
    returned.booked_ytd_wan,
    returned.statistics_method,
    returned.planned_total_wan,
    start.statistics_start_date
from mart.project_link as link
inner join mart.statistics_project as project
    on project.district = link.district and project.statistics_id = link.statistics_id
left join returned on returned.statistics_id = link.statistics_id
left join start on start.statistics_id = link.statistics_id
left join ledger on ledger.statistics_id = link.statistics_id
where link.district = $district and link.project_id = $project_id
    and link.known_from <= $known_on and (link.known_to is null or link.known_to > $known_on)
order by link.statistics_id
"""

APPROVALS = """
with wanted as (
    select unnest($steps::varchar[]) as step, generate_subscripts($steps::varchar[], 1) as position
),

said as (
    select
        step,
        is_applicable,
        case when completed_on <= last_day($as_of) then completed_on end as completed_on,
        document_number
    from mart.approval_step
    where district = $district and project_id = $project_id and known_from <= $known_on
        and (known_to is null or known_to > $known_on)
)

select
    coalesce(wanted.step, said.step) as step,
    wanted.step is not null as is_required,
    coalesce(said.is_applicable, true) as is_applicable,
    said.completed_on,
    case when said.completed_on is not null then said.document_number end as document_number
from wanted
full join said on said.step = wanted.step
order by wanted.position nulls last, step
"""


def project_entries(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return a row a linked statistics project: how it is linked, entry months by source, state, last return.

    口径：台账所载月份与报表首见月份并列，不互相覆盖；无行即未匹配。``booked_ytd_wan`` 为单个项目入统数，仅供统计人员。

    Source:
        T12.
    """
    return ask(con, ENTRIES, profile, as_of, known_on, project_id)


def project_approvals(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, project_id: str, known_on: date | None = None
) -> pd.DataFrame:
    """Return a row an approval step: those the profile requires for its procedure, in order, then any other reported.

    口径：清单按项目的审批、核准或备案类型；标为不适用的不计；截至月以后的办结视为未办结。

    Source:
        J23, T14.
    """
    facts = project_facts(con, profile=profile, as_of=as_of, project_id=project_id, known_on=known_on)
    procedure = None if facts.empty else facts.approval_procedure[0]
    lists = [
        rule for rule in profile.approvals if rule.procedure == procedure and rule.enabled and rule.holds_at(as_of)
    ]
    steps = list(lists[-1].steps) if lists else []
    return ask(con, APPROVALS, profile, as_of, known_on, project_id, steps=steps)
