-- one row a project that cannot enter yet by a person's decision, with evidence, on the months from $from_day to $month
with told as (
    -- each project that a decision on a difference in a month of the quarter is about; one that names none is about the
    -- project by which its group is called
    select
        entry_id,
        right(subject, 7) as month,
        payload,
        unnest(
            string_split(coalesce(payload ->> '$.project_ids', regexp_extract(subject, '^reason:(.*):', 1)), ',')
        ) as project_id
    from mart.decision
    where district = $district
        and kind = 'reason'
        and known_from <= $known_on
        and right(subject, 7) between strftime($from_day, '%Y-%m') and strftime($month, '%Y-%m')
),

decided as (
    -- the last word on each project
    select
        project_id,
        unnest(
            from_json(
                json_extract(payload, '$.parts'),
                '[{"reason": "VARCHAR", "evidence": "VARCHAR", "note": "VARCHAR"}]'
            )
        ) as part
    from (select * from told qualify row_number() over (partition by project_id, month order by entry_id desc) = 1)
    where coalesce(json_extract_string(payload, '$.status'), '') <> 'undone'
),

pardoned as (
    -- a person recorded, with evidence (the bench's 说明、依据), that it could not enter yet: R01, R04
    select distinct project_id
    from decided
    where part.reason in ('R01', 'R04') and concat(part.evidence, part.note) <> ''
),

excused as (
    select project_id from pardoned
    union
    -- and what is bundled with it in one statistics project
    select bundled.project_id
    from pardoned
    inner join mart.project_link as own
        on own.district = $district
        and own.project_id = pardoned.project_id
        and own.known_from <= $known_on
        and (own.known_to is null or own.known_to > $known_on)
    inner join mart.project_link as bundled
        on bundled.district = $district
        and bundled.statistics_id = own.statistics_id
        and bundled.known_from <= $known_on
        and (bundled.known_to is null or bundled.known_to > $known_on)
)

select * from excused
