-- one row a project in scope of the entry metrics, with its start and its entries as seen in the month
with said as (
    -- a project known by the month: its size, and its start once that has happened
    select
        project_id,
        coalesce(statistics_total_wan, total_investment_wan) as total_wan,
        case when actual_start_date <= $last_day then actual_start_date end as start_date,
        coalesce(is_estimated_start, false) as is_estimated_start
        {said_money}
        {columns}
    from mart.project_month
    where district = $district and month = $as_of
),

seen as (
    -- an entry after $entered_until has not happened yet
    select
        project_id,
        case when ledger_library_month <= $entered_until then ledger_library_month end as ledger_library_month,
        case when ledger_statistics_month <= $entered_until then ledger_statistics_month end as ledger_statistics_month,
        case when return_library_month <= $entered_until then return_library_month end as return_library_month,
        case when return_statistics_month <= $entered_until then return_statistics_month end as return_statistics_month,
        is_return_library_known,
        is_return_statistics_known,
        linked_from_month <= $as_of as is_linked
    from mart.project_entry
    where district = $district
),

in_doubt as (
    -- whose likely counterpart in the statistics, already there by then, waits for a person
    select distinct candidate.project_id
    from mart.link_candidate as candidate
    where candidate.district = $district
        and candidate.status = 'pending'
        and candidate.known_from <= $known_on and (candidate.known_to is null or candidate.known_to > $known_on)
        and exists (
            select 1
            from mart.booked as booked
            where booked.district = $district
                and booked.statistics_id = candidate.statistics_id
                and booked.month <= $entered_until
                and booked.known_from <= $known_on and (booked.known_to is null or booked.known_to > $known_on)
        )
),

dated as (
    select
        said.*,
        cast(date_trunc('month', said.start_date) as date) as start_month,
        year(said.start_date) as start_year,
        -- after the window's day nobody can enter that month; a start known only by its month counts as the first day
        coalesce(day(said.start_date) > $window_day and not said.is_estimated_start, false) as is_put_off,
        seen.ledger_library_month,
        seen.return_library_month,
        -- the ledger's month goes before the return's
        coalesce(seen.ledger_library_month, seen.return_library_month) as library_month,
        coalesce(seen.ledger_statistics_month, seen.return_statistics_month) as statistics_month,
        seen.ledger_library_month is null and not seen.is_return_library_known as has_only_unclear_library,
        seen.ledger_statistics_month is null and not seen.is_return_statistics_known as has_only_unclear_figures,
        coalesce(seen.is_linked, false) as is_linked,
        case when carried_ytd_wan > 0 then carried_ytd_wan else 0 end as reported_ytd_wan,
        in_doubt.project_id is not null as has_candidate
        {joined_money}
    from said
    left join seen using (project_id)
    left join in_doubt using (project_id)
    {money_join}
),

cases as (
    -- in scope: started or with figures, large enough for the statistics, and not decided to be out of them
    select
        {key} as group_key,
        *,
        library_month is not null and has_only_unclear_library as is_library_month_unknown,
        statistics_month is not null and has_only_unclear_figures as is_statistics_month_unknown,
        start_month is null
            or coalesce(statistics_month < start_month, false)
            or coalesce(statistics_month < ledger_library_month, false) as is_anomaly,
        -- 疑似已入库，待统计确认: neither late nor at stake until a person decides
        reported_ytd_wan > 0 as has_reported,
        has_candidate and not is_linked and library_month is null and statistics_month is null as is_awaiting,
        -- who stood in an earlier return and is missing from this one has left; the ledger may be ahead of the return
        coalesce(is_in_return, false)
            or library_month is not null and (is_in_return is null or return_library_month is null) as is_in_library,
        case
            when booked_ytd_wan is not null then booked_ytd_wan > 0
            -- no return of that month: the year's figures are unknown, not zero
            when is_in_return is null then statistics_month is not null
            else coalesce(statistics_month >= $money_year, false)
        end as has_figures_this_year
    from dated
    where (start_month is not null or statistics_month is not null) and total_wan >= $minimum_total_wan
        -- a person decided that it is none of the statistics' (R05, R12, R16) in the month whose amounts are compared
        and project_id not in (select left_scope.project_id from left_scope where left_scope.month = $money_month)
        -- before the first return or ledger nothing is known of entries: neither late nor waiting
        and $is_known
)

select * from cases
