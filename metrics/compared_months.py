"""The months in which reported and booked can be compared (可比月): those of which both sources are loaded."""

# the first SQL step, a row a month up to $as_of: a month without a return is unknown, not zero; January stands at
# December's
COMPARED = """
with compared as (
    select month
    from mart.source_month
    where district = $district
        and kind in ('dispatch', 'statistics_return')
        and month <= $as_of
        and first_known_from <= $known_on
    group by month
    having count(distinct kind) = 2
)
"""
