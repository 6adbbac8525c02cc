"""A change without suspected slips (不含疑似单位错的变化): what a month added, and the rate, without these figures."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.binding import bound
from metrics.completion.completion_moves import MOVES, is_comparable, moves_values
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import loaded_months

SUSPECTS = f"""
select project_id
from mart.project_month
where district = $district and month = $month and {SUSPECT}
"""  # noqa: S608  (our own text)

# follows MOVES
SQL = """,

sums as (
    select
        count(*) filter (list_contains($suspects, project_id)) as suspect_projects,
        sum(reported_then_wan) filter (is_before and not list_contains($suspects, project_id)) as reported_then_wan,
        sum(plan_then_wan) filter (is_before and not list_contains($suspects, project_id)) as plan_then_wan,
        sum(reported_now_wan) filter (is_after and not list_contains($suspects, project_id)) as reported_now_wan,
        sum(plan_now_wan) filter (is_after and not list_contains($suspects, project_id)) as plan_now_wan,
        sum(reported_now_wan - reported_before_wan) filter (is_after and not list_contains($suspects, project_id))
            as completed_wan
    from moves
)

select
    suspect_projects,
    completed_wan,
    reported_then_wan / nullif(plan_then_wan, 0) as rate_before,
    reported_now_wan / nullif(plan_now_wan, 0) as rate_after
from sums
"""


@metric()
def change_without_slips(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    since: date | None = None,
) -> pd.DataFrame:
    """What a month added, and its rate, without suspected slips of the unit (不含疑似单位错的变化).

    口径：本月或比较月的上报疑似单位错、待核的项目，两月都不算；其余同 ``why_changed``：比较月的数按当时所收到的数。

    Args:
        con: warehouse connection, as for ``why_changed``.
        profile: the district.
        as_of: the last closed month.
        known_on: “now” is the end of this day; None: all that is loaded.
        since: the month compared with, e.g. the end of last quarter; None: last month.

    Returns:
        One row where a figure of either month is suspected, else none: ``suspect_projects``, ``completed_wan`` [万元],
        ``rate_before`` and ``rate_after`` [fractions], null where nothing else is planned. No row either where the
        two months are not compared (January, a month that is not loaded).

    Raises:
        ValueError: ``as_of`` outside the loaded months; ``since`` not before it.

    Source:
        T10 (讲评); DOMAIN 4.1.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        values = moves_values(con, profile, month, known_on, since)
        suspects = _suspects(known, values | {"month": month, "known_on": known_on or NOW})
        suspects |= _suspects(known, values | {"month": values["previous"], "known_on": known_on or NOW})
        if values["is_earlier"]:
            with as_known(con, values["then"]) as then:
                suspects |= _suspects(then, values | {"month": values["previous"], "known_on": values["then"]})
        sql = MOVES + SQL
        frame = known.execute(sql, bound(sql, values | {"suspects": sorted(suspects)})).df()
        loaded = loaded_months(con, profile, known_on)
    is_compared = is_comparable(month, values["previous"], loaded)
    return frame if is_compared and frame.suspect_projects.iloc[0] else frame.head(0)


def _suspects(con: Any, values: dict[str, Any]) -> set[str]:  # noqa: ANN401
    return {project for (project,) in con.execute(SUSPECTS, bound(SUSPECTS, values)).fetchall()}
