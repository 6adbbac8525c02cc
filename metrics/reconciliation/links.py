"""Which statistics project is which key project's (关联): every pair that is linked, in doubt or rejected, and why."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.known import as_known
from metrics.registry import metric

NAMED = ("project_id", "project_name", "statistics_id", "statistics_name", "score", "status", "decided_by")
LINKS = """
with candidate as (
    select *
    from mart.link_candidate
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

booked as (
    select
        statistics_id,
        arg_max(project_name, row(month, known_from)) as statistics_name,
        arg_max(planned_total_wan, month) as statistics_total_wan
    from mart.booked
    where district = $district and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by statistics_id
),

spoken as (
    select subject, max(entry_id) as last_entry_id
    from mart.decision
    where district = $district and kind = 'link' and known_from <= $known_on
    group by subject
),

returned as (
    select
        statistics_id,
        arg_max(address, row(month, known_from, row_id)) as statistics_address,
        arg_max(start_date, row(month, known_from, row_id)) as statistics_start_date
    from raw.statistics_return
    where district = $district and known_from <= $known_on
    group by statistics_id
)

select
    candidate.project_id,
    coalesce(project.project_name, candidate.project_id) as project_name,
    candidate.statistics_id,
    coalesce(booked.statistics_name, statistics.project_name) as statistics_name,
    candidate.score,
    candidate.status,
    candidate.decided_by,
    candidate.share,
    link_group.group_id,
    project.project_code,
    statistics.project_code as statistics_code,
    project.responsible_unit,
    project.owner,
    project.town,
    returned.statistics_address,
    project.total_investment_wan,
    booked.statistics_total_wan,
    coalesce(project.actual_start_date, project.planned_start_date) as project_start_date,
    returned.statistics_start_date,
    cast(candidate.evidence ->> '$.parts.name' as double) as name_score,
    cast(candidate.evidence ->> '$.parts.total' as double) as total_score,
    cast(candidate.evidence ->> '$.parts.town' as double) as town_score,
    cast(candidate.evidence ->> '$.parts.owner' as double) as owner_score,
    cast(candidate.evidence ->> '$.parts.start' as double) as start_score,
    array_to_string(cast(candidate.evidence -> '$.reasons' as varchar[]), '；') as link_reasons,
    array_to_string(cast(candidate.evidence -> '$.doubts' as varchar[]), '；') as link_doubts,
    candidate.known_from,
    spoken.last_entry_id
from candidate
inner join mart.statistics_project as statistics
    on statistics.district = $district and statistics.statistics_id = candidate.statistics_id
left join mart.project as project on project.district = $district and project.project_id = candidate.project_id
left join mart.link_group as link_group
    on link_group.district = $district
    and link_group.project_id = candidate.project_id
    and link_group.statistics_id = candidate.statistics_id
left join booked on booked.statistics_id = candidate.statistics_id
left join returned on returned.statistics_id = candidate.statistics_id
left join spoken on spoken.subject = 'link:' || candidate.project_id || '|' || candidate.statistics_id
order by
    case candidate.status when 'pending' then 1 when 'linked' then 2 else 3 end,
    candidate.score desc nulls last,
    candidate.project_id,
    candidate.statistics_id
"""

HISTORY = """
with spoken as (
    select
        entry_id,
        subject,
        decided_at,
        known_from,
        who,
        reason,
        payload ->> '$.status' as decision,
        try_cast(payload ->> '$.share' as decimal(9, 6)) as share,
        split_part(substr(subject, 6), '|', 1) as said_project_id,
        split_part(substr(subject, 6), '|', 2) as said_statistics_id
    from mart.decision
    where district = $district and kind = 'link' and starts_with(subject, 'link:') and known_from <= $known_on
),

decided as (
    select
        spoken.* exclude (said_project_id, said_statistics_id),
        coalesce(former_project.id, spoken.said_project_id) as project_id,
        coalesce(former_statistics.id, spoken.said_statistics_id) as statistics_id
    from spoken
    left join mart.former_id as former_project
        on former_project.universe = 'project'
        and former_project.district = $district
        and former_project.former_id = spoken.said_project_id
    left join mart.former_id as former_statistics
        on former_statistics.universe = 'statistics'
        and former_statistics.district = $district
        and former_statistics.former_id = spoken.said_statistics_id
)

select
    decided.decided_at,
    decided.who,
    decided.decision,
    decided.share,
    decided.reason as decision_reason,
    decided.project_id,
    coalesce(project.project_name, decided.project_id) as project_name,
    decided.statistics_id,
    coalesce(statistics.project_name, decided.statistics_id) as statistics_name,
    row_number() over (
        partition by decided.project_id, decided.statistics_id order by decided.entry_id desc
    ) = 1 as is_last_word,
    decided.entry_id,
    max(decided.entry_id) filter (decided.subject = 'link:' || decided.project_id || '|' || decided.statistics_id)
        over (partition by decided.project_id, decided.statistics_id) as last_entry_id
from decided
left join mart.project as project on project.district = $district and project.project_id = decided.project_id
left join mart.statistics_project as statistics
    on statistics.district = $district and statistics.statistics_id = decided.statistics_id
where ($project_id is null or decided.project_id = $project_id)
    and ($statistics_id is null or decided.statistics_id = $statistics_id)
order by decided.entry_id desc
"""


@metric()
def links(con: duckdb.DuckDBPyConnection, *, profile: Profile, known_on: date | None = None) -> pd.DataFrame:
    """Pairs of key project and statistics project (关联): how they stand, and by whose word.

    口径：同 ``link_evidence``，只列两边是谁、得分、状态和由谁判定。

    Args:
        con: warehouse connection; as of ``link_evidence``.
        profile: the district's rules.
        known_on: only what was received or decided by the end of this day; None: all that is known.

    Returns:
        One row a pair, those waiting for a person first, then by score: project_id, project_name, statistics_id,
        statistics_name, score (0–100; null for a pair that only a person named), status (linked, pending, rejected),
        decided_by (code, rule, person:<name>; null when pending).

    Source:
        T12 (入库入统); 关联是报统对账的前提。
    """
    return link_evidence(con, profile=profile, known_on=known_on)[list(NAMED)]


@metric()
def link_evidence(con: duckdb.DuckDBPyConnection, *, profile: Profile, known_on: date | None = None) -> pd.DataFrame:
    """Pairs of key project and statistics project (关联依据): what speaks for and against each.

    口径：代码相同，或名称相同且无矛盾、无第二个可能的，系统自行关联；有疑点的待人确认，列明得分、依据与疑点；确实不同的不列。
    人的裁定优先于代码和规则，可以撤销；撤销后回到系统的判断。关联不分月份，只分知悉时间。
    得分 0–100：名称 60、总投资 20、镇街 10、业主 5、开工 5，缺项不计；区别标志（期次、标段、方位、线路等）相左的减半，
    代码相同的占一半。

    Args:
        con: warehouse connection; ``mart.link_candidate``, ``mart.link_group`` and both sides' histories are read.
        profile: the district's rules.
        known_on: only what was received or decided by the end of this day; None: all that is known.

    Returns:
        One row a pair, those waiting for a person first, then by score: project_id, project_name, statistics_id,
        statistics_name, score (null for a pair that only a person named), status (linked, pending, rejected),
        decided_by (code, rule, person:<name>; null when pending), share (confirmed part of the statistics project,
        null: none said), group_id (null unless linked), both sides' code, unit, owner, town or address, total [万元]
        and start, the score's parts [0–100, null: not known on both sides], link_reasons, link_doubts, known_from,
        last_entry_id (the ledger's last entry on the pair, for the next one's ``after``).

    Source:
        T12 (入库入统); 关联是报统对账的前提。
    """
    values = {"district": profile.id, "known_on": known_on or NOW}
    with as_known(con, known_on) as known:
        return known.execute(LINKS, values).df()


@metric()
def link_history(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    known_on: date | None = None,
    project_id: str | None = None,
    statistics_id: str | None = None,
) -> pd.DataFrame:
    """What people decided on links (关联裁定), newest first: who, when, what, why.

    口径：确认、驳回、撤销各一行，只增不改；最后一次为准。项目后来有了代码，裁定随它走。

    Args:
        con: warehouse connection; ``mart.decision`` is read.
        profile: the district's rules.
        known_on: only what was decided by the end of this day; None: everything.
        project_id: only this key project's.
        statistics_id: only this statistics project's.

    Returns:
        decided_at, who, decision (confirmed, rejected, undone), share, decision_reason, project_id, project_name,
        statistics_id, statistics_name, is_last_word, entry_id, last_entry_id (on the pair as it is called now, for the
        next one's ``after``; null: there is none).
    """
    values = {
        "district": profile.id,
        "known_on": known_on or NOW,
        "project_id": project_id,
        "statistics_id": statistics_id,
    }
    with as_known(con, known_on) as known:
        return known.execute(HISTORY, values).df()
