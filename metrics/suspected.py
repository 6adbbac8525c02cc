"""疑似单位错，待核: whose year to date is likelier a slip of the unit than works, as SQL over mart.project_month."""

# An amount of a row has up to 18 digits: it is cast wider before it is multiplied.
DONE, PLAN = "cast(carried_ytd_wan as decimal(30, 2))", "cast(annual_plan_wan as decimal(30, 2))"

# by its size: a year to date that no project can have, ten times its plan and over 1.2 times its total
BY_SIZE = f"""(
        carried_ytd_wan > 10 * {PLAN} and 10 * {DONE} > 12 * coalesce(cast(total_investment_wan as decimal(30, 2)), 0)
    )"""

# Noticed by the intake, and nobody has decided: the amount still stands and was not called right. A slip in a column
# of one month is in the year to date of that month and of those after it.
NOTICED = """(project_id, year(month), carried_ytd_wan) in (
        with refused as (
            select subject
            from mart.decision
            where district = $district and kind = 'proposal_refused' and known_from <= $known_on
            group by subject
            having arg_max(coalesce(payload ->> '$.status', ''), entry_id) <> 'undone'
        ),

        pending as (
            select origin.row_id, notice.project_id, notice.field,
                try_cast(notice.value as decimal(18, 2)) as wan
            from source.notice as notice
            inner join source.file as file on file.file_id = notice.file_id
            inner join source.row as origin
                on origin.file_id = notice.file_id and origin.sheet = notice.sheet and origin.row = notice.row
            -- the subject of a refusal, with the month behind it where the column is one of months
            left join refused on starts_with(
                refused.subject || '|',
                concat_ws('|', 'cell:' || left(file.sha256, 16), notice.sheet, notice.row, notice.field) || '|'
            )
            where file.district = $district and file.received_on <= $known_on
                and notice.kind = 'suspected_unit_slip'
                and notice.field in ('reported_ytd_wan', 'reported_month_wan')
                and refused.subject is null
        )

        select reported.project_id, year(reported.month), reported.reported_ytd_wan
        from mart.reported as reported
        inner join pending
            on pending.row_id = reported.row_id
            and pending.project_id = reported.project_id
        where reported.district = $district
            and reported.known_from <= $known_on and (reported.known_to is null or reported.known_to > $known_on)
            and reported.reported_ytd_wan is not null
            and (
                pending.field = 'reported_ytd_wan' and pending.wan = reported.reported_ytd_wan
                or pending.field = 'reported_month_wan' and exists (
                    select 1
                    from raw.dispatch as said
                    where said.row_id = reported.row_id
                        and said.month between date_trunc('year', reported.month) and reported.month
                        and said.reported_month_wan = pending.wan
                )
            )
    )"""

SUSPECT = f"({BY_SIZE} or {NOTICED}) is true"

# an SQL step, a row a project and month of {months} (an expression) with such a figure
SUSPECTED = f"""
suspected as (
    select project_id, month
    from mart.project_month
    where district = $district and month {{months}} and {SUSPECT}
)"""  # noqa: S608  (our own text)
