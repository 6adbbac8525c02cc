"""What of a warehouse goes into the lake: the tables of the mart, and what a district withholds of them."""

from collections.abc import Sequence
from typing import Any

import duckdb

COLUMNS = """
select table_name, column_name
from information_schema.columns
where table_catalog = current_database() and table_schema = 'mart'
order by table_name, ordinal_position
"""

# rows that are asked for together lie together: a month, or a project, is read without the others
ORDER = {"project_month": "month, responsible_unit, project_id", "booked": "month, statistics_id"}

# What tells booked amounts of single projects is published without values: that a project stands in the statistics, and
# since when, may be shown. A decision's amounts stand in one text with its reason: it stays in the district whole.
WITHHELD_TABLES = frozenset({"decision"})
TEXT, AMOUNT = "varchar", "decimal(18, 2)"
WITHHELD_COLUMNS = {
    "project_month": {"booked_ytd_wan": AMOUNT, "statistics_total_wan": AMOUNT},
    "project_entry": {"statistics_total_wan": AMOUNT},
    "booked": dict.fromkeys(
        (
            "booked_ytd_wan", "cumulative_booked_wan", "planned_total_wan", "booked_construction_wan",
            "booked_installation_wan", "booked_equipment_wan", "booked_other_wan",
        ),
        AMOUNT,
    ),
    "link_candidate": {"evidence": TEXT},
    "link_proposal": {"evidence": TEXT},
}  # fmt: skip

# What may be shown in their place: a month's booked sum over the projects that count, a group of projects that share
# statistics projects once; withheld itself where fewer projects than the district's limit stand behind it.
BOOKED_TOTAL = """
with together as (
    select distinct project_id, group_id
    from mart.link_group
    where district = $district and share_to is null
),

counted as (
    select project_month.month, project_month.booked_ytd_wan, together.group_id
    from mart.project_month as project_month
    left join together on together.project_id = project_month.project_id
    where project_month.district = $district and project_month.is_counted
),

group_booked as (
    select shared.group_id, booked.month, sum(booked.booked_ytd_wan) as booked_ytd_wan
    from (
        select distinct group_id, statistics_id from mart.link_group where district = $district and share_to is null
    ) as shared
    inner join mart.booked as booked on booked.district = $district and booked.statistics_id = shared.statistics_id
    where booked.known_to is null
    group by shared.group_id, booked.month
),

amounts as (
    select month, booked_ytd_wan
    from counted
    where group_id is null
    union all
    select here.month, group_booked.booked_ytd_wan
    from (select distinct group_id, month from counted where group_id is not null) as here
    inner join group_booked on group_booked.group_id = here.group_id and group_booked.month = here.month
)

select
    amounts.month,
    count(*) filter (amounts.booked_ytd_wan != 0) as booked_projects,
    cast(case when count(*) filter (amounts.booked_ytd_wan != 0) >= $withhold_below
        then coalesce(sum(amounts.booked_ytd_wan), 0) end as decimal(38, 2)) as booked_ytd_wan
from amounts
where amounts.month in (
    select source_month.month from mart.source_month as source_month
    where source_month.district = $district and source_month.kind = 'statistics_return'
)
group by amounts.month
order by amounts.month
"""


def columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the tables of the mart that are kept by district, with their columns."""
    found: dict[str, list[str]] = {}
    for table, column in con.execute(COLUMNS).fetchall():
        found.setdefault(table, []).append(column)
    return {table: names for table, names in found.items() if "district" in names}


def rows_of(table: str, names: Sequence[str], *, withholds: bool) -> str:
    """Return the SQL of a table's rows of ``$district``, without the column district: its folder says it."""
    hidden: dict[str, Any] = WITHHELD_COLUMNS.get(table, {}) if withholds else {}
    shown = ", ".join(
        f"cast(null as {hidden[name]}) as {name}" if name in hidden else name for name in names if name != "district"
    )
    where = "district = $district" + (" and false" if withholds and table in WITHHELD_TABLES else "")
    order = f" order by {ORDER[table]}" if table in ORDER else ""
    return f"select {shown} from mart.{table} where {where}{order}"  # noqa: S608  (our own names)
