"""疑似单位错，待核: whose year to date is likelier a slip of the unit than works, as SQL over mart.project_month."""

from data.largest_project import LARGEST_PROJECT_WAN

# An amount of a row has up to 18 digits: it is cast wider before it is multiplied.
DONE, PLAN = "cast(carried_ytd_wan as decimal(30, 2))", "cast(annual_plan_wan as decimal(30, 2))"

# by its size: a year to date that no project can have, ten times its plan and over 1.2 times its total, or over
# the largest project's cost
BY_SIZE = f"""(
        carried_ytd_wan > {LARGEST_PROJECT_WAN}
        or carried_ytd_wan > 10 * {PLAN}
        and 10 * {DONE} > 12 * coalesce(cast(total_investment_wan as decimal(30, 2)), 0)
    )"""

# Noticed by the intake, and nobody has decided: the amount still stands and was not called right. A slip in a column
# of one month is in the year to date of that month and of those after it.
NOTICED = """(project_id, year(month), carried_ytd_wan) in (
        select slip.project_id, year(slip.month), slip.reported_ytd_wan
        from mart.noticed_slip as slip
        left join (
            select cell
            from mart.slip_answer
            where district = $district and known_from <= $known_on
            group by cell, subject
            having not arg_max(is_undone, entry_id)
        ) as refused on refused.cell = slip.cell
        where slip.district = $district
            and slip.noticed_on <= $known_on
            and slip.known_from <= $known_on and (slip.known_to is null or slip.known_to > $known_on)
            and refused.cell is null
    )"""

SUSPECT = f"({BY_SIZE} or {NOTICED}) is true"

# an SQL step, a row a project and month of {months} (an expression) with such a figure
SUSPECTED = f"""
suspected as (
    select project_id, month
    from mart.project_month
    where district = $district and month {{months}} and {SUSPECT}
)"""  # noqa: S608  (our own text)
