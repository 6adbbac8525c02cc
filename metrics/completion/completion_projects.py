"""The projects behind a group's completion (投资完成项目): one row each, largest shortfall first."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.completion.investment_completion import investment_completion
from metrics.completion.pace import Yardstick
from metrics.groups import GROUPS, key_column
from metrics.known import as_known
from metrics.registry import metric

GROUPED = tuple(group for group in GROUPS if group not in {"project", "month"})

SQL = """
select project_id
from mart.project_month
where district = $district
    and month = $as_of
    and {key} = $group
"""


@metric(groups=GROUPED)
def completion_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    group: str | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Projects of one group (投资完成项目), as ``investment_completion`` by project has them.

    口径：同投资完成；某组的项目按截至月的归属。

    Args:
        con: warehouse connection, as for ``investment_completion``.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: a grouping other than project and month.
        group: one value of ``by``; None: the whole district.
        yardstick: ``bulletin`` (month/12) or ``project`` (the project's own plan).

    Returns:
        The rows of ``investment_completion`` by project, those of the group only.

    Raises:
        ValueError: unknown ``by`` or ``yardstick``; ``as_of`` outside the loaded months.
    """
    if by is not None and by not in GROUPED:
        raise ValueError(f"cannot group by {by!r}; choose one of {', '.join(GROUPED)}")
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        frame = investment_completion(
            known, profile=profile, as_of=as_of, known_on=known_on, by="project", yardstick=yardstick
        )
        if by is None or group is None:
            return frame
        values = {"district": profile.id, "as_of": as_of.replace(day=1), "group": group}
        members = {project for (project,) in known.execute(SQL.format(key=key_column(by)), values).fetchall()}
    return frame[frame["project_id"].isin(members)].reset_index(drop=True)
