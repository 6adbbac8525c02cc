"""Two stores that whoever may not see booked amounts of single projects must not be able to tell apart.

In the twin, booked amounts of the last month are moved from project to project: within each unit whose sum may be shown,
and among the projects of all units whose sums are withheld. What is allowed to be known (sums by unit and of the district,
how many have figures) stays. A page or a file in which the two differ gives away more than that.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd

from data import warehouse
from data.access import withhold
from data.profile import load_profile
from metrics.reconciliation.booked_ratio import booked_ratio

PART = Decimal("0.31")  # of the smaller one's amount is moved: seen in 亿元 with two decimals and in per cent with one
PROJECTS = """
select month.project_id, month.responsible_unit, month.booked_ytd_wan, any_value(link.statistics_id) as statistics_id
from mart.project_month as month
inner join mart.project_link as link using (district, project_id)
where month.district = $district and month.month = $month and month.is_counted and month.booked_ytd_wan > 0
    and link.known_to is null
group by all
having count(*) = 1 and 1 = (
    select count(*) from mart.project_link as other
    where other.district = $district and other.statistics_id = any_value(link.statistics_id) and other.known_to is null
)
order by month.booked_ytd_wan desc
"""
CHANGES = (
    "update mart.project_month set booked_ytd_wan = booked_ytd_wan + $moved"
    " where district = $district and month = $month and project_id = $project_id",
    *(
        f"update {table} set booked_ytd_wan = booked_ytd_wan + $moved,"
        " cumulative_booked_wan = cumulative_booked_wan + $moved,"
        f" booked_construction_wan = booked_construction_wan + $moved{more}"
        " where district = $district and month = $month and statistics_id = $statistics_id"
        for table, more in (
            ("mart.booked", ""),
            ("raw.statistics_return", ", booked_month_wan = booked_month_wan + $moved"),
        )
    ),
)


def make_twin(store: Path, twin: Path, district: str, month: date) -> set[str]:
    """Write a store's twin; return the projects whose booked amounts differ."""
    shutil.copytree(store, twin, ignore=shutil.ignore_patterns("inbox"))
    with warehouse.connect(store).cursor() as con:
        projects = con.execute(PROJECTS, {"district": district, "month": month}).df()
        profile = load_profile(district)
        units = booked_ratio(con, profile=profile, as_of=month, by="responsible_unit")
    units = withhold(units, profile, [], count="booked_projects").set_index("responsible_unit")
    together = projects.responsible_unit.where(~projects.responsible_unit.map(units.is_withheld), "")
    path = warehouse.version_path(twin, warehouse.current_version(twin))
    moved = set()
    with duckdb.connect(str(path)) as con:
        for more, less in _pairs(projects, together):
            amount = (Decimal(str(less.booked_ytd_wan)) * PART).quantize(Decimal("0.01"))
            for one, change in ((more, amount), (less, -amount)):
                values = {"district": district, "month": month, "moved": change,
                          "project_id": one.project_id, "statistics_id": one.statistics_id}  # fmt: skip
                for sql in CHANGES:
                    con.execute(sql, {name: value for name, value in values.items() if f"${name}" in sql})
                moved.add(one.project_id)
    return moved


def _pairs(projects: pd.DataFrame, together: pd.Series) -> Iterator[tuple]:
    """Yield two and two of the projects whose sum stays; an odd one is left as it is."""
    for _, rows in projects.groupby(together, sort=True):
        found = list(rows.itertuples())
        yield from zip(found[::2], found[1::2], strict=False)
