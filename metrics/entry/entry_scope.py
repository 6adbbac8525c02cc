"""Whom the entry metrics count (入库入统口径): projects in scope at a month, their start and entries as seen then."""

from calendar import monthrange
from datetime import date
from typing import Any, Literal

import duckdb

from data.known import NOW
from data.profile import Profile
from data.rules import EntryRule
from data.statistics_calendar import statistics_calendar
from metrics.reconciliation.left_scope import LEFT_SCOPE
from metrics.statements import steps

Basis = Literal["feasible", "raw"]


def period_of(month: str) -> str:
    """Return the SQL of the period that a month falls into, by the district's calendar of returns."""
    return f"$period_of_month[date_diff('month', $first_month, {month}) + 1]"


def closing_month(period: str) -> str:
    """Return the SQL of the month whose return closes a period."""
    return f"$closing_month[cast({period} - $first_period as integer) + 1]"


def judged(source: str) -> str:
    """Return the SQL steps that time and judge the rows of ``source``: cases or alike."""
    return steps(
        "entry",
        "entry_judged",
        source=source,
        raw_period=period_of("start_month"),
        library_period=period_of("library_month"),
        statistics_period=period_of("statistics_month"),
        put_off_period=period_of("start_month + interval 1 month"),
    )


SAME_MONTH = {
    "said_money": ", carried_ytd_wan, booked_ytd_wan, is_in_library as is_in_return",
    "joined_money": "",
    "money_join": "",
}
OTHER_MONTH = {
    "said_money": "",
    "joined_money": ", money.booked_ytd_wan, money.is_in_return",
    "money_join": """left join (
        select project_id, carried_ytd_wan, booked_ytd_wan, is_in_library as is_in_return
        from mart.project_month
        where district = $district and month = $money_month
    ) as money using (project_id)""",
}

# for any month, with places for {key} and {columns} left; scope() reads less where it can
SCOPE = ",\n".join([LEFT_SCOPE, steps("entry", "entry_scope", **OTHER_MONTH), judged("cases")])

LAST_LOADED = """
select
    max(month) filter (kind = 'statistics_return') as return_month,
    max(month) as any_month
from mart.source_month
where district = $district and kind in ('statistics_return', 'library_ledger')
    and month <= $as_of and first_known_from <= $known_on
"""


def entry_values(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None, basis: Basis = "feasible"
) -> dict[str, Any]:
    """Return what the entry SQL binds: the month, cut to what is loaded, and the district's rules then.

    ``is_known`` is false where no return and no ledger of the month or an earlier one is loaded: no project counts.

    Raises:
        ValueError: ``basis`` is neither feasible nor raw.
    """
    if basis not in ("feasible", "raw"):
        raise ValueError(f"unknown basis {basis!r}; choose one of feasible, raw")
    asked = as_of.replace(day=1)
    known = known_on or NOW
    loaded = {"district": profile.id, "as_of": asked, "known_on": known}
    return_month, any_month = con.execute(LAST_LOADED, loaded).fetchone() or (None, None)
    calendar = statistics_calendar(profile, asked.year)
    # a month without a return (January): the one before stands for it
    month = any_month if any_month and calendar.last_return(asked) > any_month else asked
    money_month = return_month or calendar.last_return(month)
    rule = profile.rule("entry_rule", month) or EntryRule(article="", origin="default", enabled=False)
    window = profile.rule("entry_window", month)
    closes = window.day if window and window.enabled and window.month_offset == 0 and basis == "feasible" else 31
    return {
        "district": profile.id,
        "known_on": known,
        "is_known": any_month is not None,
        "as_of": month,
        "last_day": month.replace(day=monthrange(month.year, month.month)[1]),
        "entered_until": calendar.last_return(month),
        "money_month": money_month,
        "money_year": money_month.replace(month=1),
        "closed": calendar.closed_period[calendar.place(month)],
        "period_of_month": list(calendar.period),
        "first_month": calendar.months[0],
        "closing_month": list(calendar.closing_month),
        "first_period": calendar.first_period,
        "window_day": closes,
        "minimum_total_wan": rule.minimum_total_wan,
        "has_target": rule.enabled,
        "library_periods": rule.library_periods,
        "statistics_periods": rule.statistics_periods,
        "library_yellow_periods": rule.library_yellow_periods,
        "library_red_periods": rule.library_red_periods,
        "statistics_yellow_periods": rule.statistics_yellow_periods,
        "statistics_red_periods": rule.statistics_red_periods,
    }


def scope(values: dict[str, Any], *, key: str = "project_id", columns: str = "", is_alike: bool = False) -> str:
    """Return the SQL steps up to ``judged``.

    Args:
        values: of ``entry_values``; where the amounts are of the month itself, it is read but once.
        key: what ``group_key`` is: a column of mart.project_month, ``project_id``, ``start_year`` or a constant.
        columns: further columns of mart.project_month, as ", name".
        is_alike: ``judged`` has one row per kind of case with its number of ``projects``, else one per project.
    """
    money = SAME_MONTH if values["money_month"] == values["as_of"] else OTHER_MONTH
    parts = [LEFT_SCOPE, steps("entry", "entry_scope", key=key, columns=columns, **money)]
    parts += [steps("entry", "entry_alike")] if is_alike else []
    parts += [judged("alike" if is_alike else "cases")]
    return ",\n".join(parts)
