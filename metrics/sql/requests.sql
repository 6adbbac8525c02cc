-- one row a request received by $until: up to which working day it has time, and on which it was finished; it follows the
-- steps of a request's state
with working_day as (
    select day, row_number() over (order by day) as number
    from (select unnest($working_days::date[]) as day)
),

limit_word as (
    -- the words of the district's own limits, for requests that state none: entry ``position`` of the rule's order
    select
        unnest($limit_words::varchar[]) as word,
        unnest($limit_days::integer[]) as days,
        unnest($limit_positions::integer[]) as position
),

fitting_limit as (
    -- an entry fits a kind in which all its words stand
    select asked.service_kind, limit_word.position, any_value(limit_word.days) as days
    from (select distinct service_kind from said_request where service_kind is not null) as asked
    cross join limit_word
    group by asked.service_kind, limit_word.position
    having bool_and(contains(asked.service_kind, limit_word.word))
),

kind_limit as (
    select service_kind, arg_min(days, position) as days
    from fitting_limit
    group by service_kind
),

limited as (
    select
        said_request.*,
        coalesce(said_request.limit_days, kind_limit.days) + coalesce(said_request.paused_days, 0) as allowed_days
    from said_request
    left join kind_limit on kind_limit.service_kind = said_request.service_kind
    where said_request.received_on <= $until
),

requests as (
    -- the day of receipt is not counted, the clock stands still while material is asked for
    select
        limited.*,
        received.number as received_number,
        received.number + limited.allowed_days as limit_number,
        finished.number as done_number,
        -- 日期有误，待核: finished before it came, or the clock stood still for longer than it has lived; judged nowhere
        coalesce(limited.done_on < limited.received_on, false)
            or coalesce(limited.paused_days < 0, false)
            or coalesce(limited.paused_days > coalesce(finished.number, seen.number) - received.number, false)
            as is_doubtful
    from limited
    asof join working_day as received on limited.received_on >= received.day
    asof left join working_day as finished on limited.done_on >= finished.day
    asof left join working_day as seen on greatest(limited.last_known_from, $until) >= seen.day
)

select * from requests
