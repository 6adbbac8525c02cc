"""Which cells is this? (数字出处): the cells of a unit's own rows, and of the cases that its score is made of."""

from datetime import date
from typing import Any, Literal, get_args

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.binding import bound
from metrics.known import as_known
from metrics.provenance.cells_of_rows import cells_of, rows_of
from metrics.ranking import quarter_cases, year_cases
from metrics.registry import metric

Period = Literal["quarter", "year"]

# kinds whose rows may name no project
OF_UNITS = ("score_entry", "issue", "service_request", "incident")
NAMES_NONE = dict.fromkeys(OF_UNITS, "($kind is not null or project_id is null)") | {"score_entry": "true"}
# kinds whose rows always name a project: their unit's only when they are asked for by name
WITH_PROJECT = ("milestone", "annual_plan", "dispatch")
KINDS = (*OF_UNITS, *WITH_PROJECT)
OF_UNIT = "($unit is null or responsible_unit = $unit)"
EVER = {kind: f"{NAMES_NONE.get(kind, '$kind is not null')} and {OF_UNIT}" for kind in KINDS}

# what of a kind a period's cases are about; the unit is the one that answered for the case
MINE = """with mine as (
    with {cases}

    select distinct project_id, case_id
    from due_case
    where ($unit is null or responsible_unit = $unit) and ($item is null or item = $item)
)
"""
STANDS = """$kind is not null and {month} <= $month and project_id in (select mine.project_id from mine)
        and to_json(stated) ->> $field is not null
    -- what was said last stands
    qualify row_number() over (partition by project_id order by {month} desc, known_from desc, row_id desc) = 1"""
IN_PERIOD = {
    "milestone": "(project_id, milestone) in (select (mine.project_id, mine.case_id) from mine)",
    "issue": "issue_id in (select mine.case_id from mine)",
    "service_request": "request_id in (select mine.case_id from mine)",
    "score_entry": f"{OF_UNIT} and quarter between $from_day and $until"
    " and ($item is null or item = $item or points is not null)",
    "incident": f"{OF_UNIT} and occurred_on between $from_day and $until",
    "annual_plan": STANDS.format(month="effective_month"),
    "dispatch": STANDS.format(month="month"),
}


@metric()
def unit_cells(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    unit: str | None = None,
    kind: str | None = None,
    field: str | None = None,
    month: date | None = None,
    as_of: date | None = None,
    item: str | None = None,
    period: Period = "quarter",
    known_on: date | None = None,
) -> pd.DataFrame:
    """List the source cells of a unit's own rows (数字出处): typed items, matters of a score, and those of no project.

    口径：给出截至月的，只列该季度（或该年度）截至当月到期、计入此单位得分的事项，不论表中写的是哪个单位；手工项和一票否决
    按所属期。不给的，列考核手工项，以及不属于任何项目的问题、要素保障事项和一票否决事项，按表中的责任单位；指明表类时，该表类中
    写明此单位的各行，属于项目的也算。按收到先后，新的在前。

    Args:
        con: warehouse connection; ``raw.*`` and ``source.*`` are read, with ``as_of`` what the scores read, too.
        profile: the district.
        unit: only rows of this responsible unit; None: all.
        kind: only this kind of sheet (milestone, issue, score_entry …), and then rows of projects, too.
        field: only cells read into this field, e.g. ``points``; None: all.
        month: only what was said of this month (a typed item: of its quarter's first); None: all.
        as_of: only what counts in the score of this month's quarter (or year), up to this month; None: all.
        item: with ``as_of``: only of this item of the score, e.g. 节点任务; None: all.
        period: with ``as_of``: its ``quarter`` or its ``year``.
        known_on: only files received by the end of this day; None: all that is loaded.

    Returns:
        The columns of ``source_cells``, one row per cell that holds a value, newest file first. Of dates said month by
        month the statement that stands.

    Raises:
        ValueError: unknown ``period``; ``as_of`` outside the loaded months.

    Source:
        T9 (对系统上报的项目进度进行核实); T19.
    """
    if period not in get_args(Period):
        raise ValueError(f"unknown period {period!r}; choose one of {', '.join(get_args(Period))}")
    asked = {"unit": unit, "kind": kind, "field": field, "said_month": month, "item": item}
    if as_of is None:
        sql = cells_of(_rows(EVER))
        values = asked | {"district": profile.id, "known_on": known_on or date.max}
        return con.execute(sql, bound(sql, values)).df()
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        values, cases = _cases(known, profile, as_of, known_on, period)
        sql = cells_of(_rows(IN_PERIOD), steps=MINE.format(cases=cases))
        return known.execute(sql, bound(sql, values | asked)).df()


def _cases(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None, period: Period
) -> tuple[dict[str, Any], str]:
    """Return the steps up to ``due_case`` of the quarter's or the year's score, and what they bind."""
    if period == "year":
        values = year_cases.case_values(con, profile, as_of, known_on)
        return values | {"from_day": date(as_of.year, 1, 1)}, year_cases.CASES
    values = quarter_cases.case_values(con, profile, as_of, known_on)
    return values, quarter_cases.cases(values)


def _rows(whose: dict[str, str]) -> list[str]:
    """Return the selects of what the rows state, of the kind that is asked for."""
    return [rows_of(kind, f"($kind is null or $kind = '{kind}') and {whose[kind]}") for kind in KINDS]
