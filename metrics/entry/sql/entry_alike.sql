-- one row a kind of case: projects that do not differ in anything counted; a nation has far fewer of them
with alike as (
    select
        group_key, start_month, is_put_off, library_month, statistics_month,
        is_library_month_unknown, is_statistics_month_unknown, is_anomaly, is_awaiting,
        is_in_library, has_figures_this_year, is_linked, has_reported,
        count(*) as projects,
        sum(reported_ytd_wan) as reported_ytd_wan
    from cases
    group by
        group_key, start_month, is_put_off, library_month, statistics_month,
        is_library_month_unknown, is_statistics_month_unknown, is_anomaly, is_awaiting,
        is_in_library, has_figures_this_year, is_linked, has_reported
)

select * from alike
