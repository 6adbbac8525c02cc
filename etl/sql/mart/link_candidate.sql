-- One row per pair and state of it: linked, pending or rejected, by whom, from when to when. A person's last word goes
-- before code and rule; taken back, it leaves the pair as the data have it. While a statistics project is linked, by a
-- person or by itself, its other doubtful pairs are no question; once that link is refused, they are.
with spoken as (
    select
        decision.entry_id,
        decision.district,
        decision.known_from,
        decision.who,
        decision.payload ->> '$.status' as status,
        try_cast(decision.payload ->> '$.share' as decimal(9, 6)) as share,
        split_part(substr(decision.subject, 6), '|', 1) as said_project_id,
        split_part(substr(decision.subject, 6), '|', 2) as said_statistics_id
    from mart.decision as decision
    where decision.kind = 'link' and starts_with(decision.subject, 'link:')
),

-- about the projects as they are called now; a project that is not there now is waited for
decided as (
    select
        spoken.entry_id,
        spoken.district,
        spoken.known_from,
        spoken.who,
        spoken.status,
        spoken.share,
        coalesce(former_project.id, spoken.said_project_id) as project_id,
        coalesce(former_statistics.id, spoken.said_statistics_id) as statistics_id
    from spoken
    left join mart.former_id as former_project
        on former_project.universe = 'project'
        and former_project.district = spoken.district
        and former_project.former_id = spoken.said_project_id
    left join mart.former_id as former_statistics
        on former_statistics.universe = 'statistics'
        and former_statistics.district = spoken.district
        and former_statistics.former_id = spoken.said_statistics_id
),

held as (
    select decided.*
    from decided
    semi join mart.project_state as project
        on project.district = decided.district and project.project_id = decided.project_id
    semi join mart.statistics_project as statistics
        on statistics.district = decided.district and statistics.statistics_id = decided.statistics_id
    qualify row_number() over (
        partition by decided.district, decided.project_id, decided.statistics_id, decided.known_from
        order by decided.entry_id desc
    ) = 1
),

pair as (
    select
        coalesce(proposal.district, first_word.district) as district,
        coalesce(proposal.project_id, first_word.project_id) as project_id,
        coalesce(proposal.statistics_id, first_word.statistics_id) as statistics_id,
        proposal.score,
        proposal.how,
        proposal.evidence,
        proposal.district is not null as is_proposed,
        least(proposal.known_from, first_word.known_from) as known_from
    from mart.link_proposal as proposal
    full join (
        select district, project_id, statistics_id, min(known_from) as known_from
        from held
        group by district, project_id, statistics_id
    ) as first_word
        on first_word.district = proposal.district
        and first_word.project_id = proposal.project_id
        and first_word.statistics_id = proposal.statistics_id
),

-- on the days on which something about the pair's statistics project changed
turn as (
    select distinct pair.district, pair.project_id, pair.statistics_id, day.known_from
    from pair
    inner join (
        select district, statistics_id, known_from from pair
        union
        select district, statistics_id, known_from from held
    ) as day
        on day.district = pair.district and day.statistics_id = pair.statistics_id and day.known_from >= pair.known_from
),

stood as (
    select
        turn.district,
        turn.project_id,
        turn.statistics_id,
        turn.known_from,
        nullif(held.status, 'undone') as word,
        held.who,
        held.share,
        bool_or(case nullif(held.status, 'undone') when 'confirmed' then true when 'rejected' then false else pair.how is not null end)
            over (partition by turn.district, turn.statistics_id, turn.known_from) as is_answered
    from turn
    inner join pair using (district, project_id, statistics_id)
    asof left join held
        on held.district = turn.district
        and held.project_id = turn.project_id
        and held.statistics_id = turn.statistics_id
        and held.known_from <= turn.known_from
),

judged as (
    select
        pair.district,
        pair.project_id,
        pair.statistics_id,
        pair.score,
        pair.evidence,
        stood.known_from,
        case
            when stood.word = 'confirmed' then 'linked'
            when stood.word = 'rejected' then 'rejected'
            when pair.how is not null then 'linked'
            when pair.is_proposed and not stood.is_answered then 'pending'
        end as status,
        case
            when stood.word is not null then 'person'
            else pair.how
        end as how,
        case when stood.word is not null then stood.who end as who,
        case when stood.word = 'confirmed' then stood.share end as share
    from stood
    inner join pair using (district, project_id, statistics_id)
),

changed as (
    select *
    from judged
    qualify row(status, how, who, share) is distinct from lag(row(status, how, who, share)) over (
        partition by district, project_id, statistics_id order by known_from
    )
),

lasting as (
    select
        *,
        lead(known_from) over (partition by district, project_id, statistics_id order by known_from) as known_to
    from changed
)

select
    district,
    project_id,
    statistics_id,
    score,
    status,
    how,
    case how when 'person' then 'person:' || who when 'code' then 'code' when 'name' then 'rule' when 'rule' then 'rule' end as decided_by,
    share,
    evidence,
    known_from,
    known_to
from lasting
where status is not null
