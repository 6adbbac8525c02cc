"""The steps of approval (卡在哪一步): how many projects need each, have it, wait for it."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.approvals.required_steps import ask
from metrics.registry import metric

SQL = """
with {stepped}

select
    step as approval_step,
    count(*) filter (is_applicable) as projects,
    count(*) filter (is_applicable and completed_on is not null) as obtained,
    count(*) filter (not is_applicable) as not_applicable,
    count(*) filter (coalesce(is_next, false)) as waiting_projects,
    count(*) filter (is_applicable and completed_on is null and not coalesce(is_next, false)) as not_reached,
    count(*) filter (is_applicable and completed_on is not null) / nullif(count(*) filter (is_applicable), 0)
        as obtained_share
from placed
group by step
order by min(place), step
"""


@metric()
def approval_steps(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """The steps of approval (卡在哪一步): how many projects need each, have it, wait for it.

    口径：同“前期手续矩阵”；一个项目只在一步待办。

    Args, Raises: as of ``approval_matrix``.

    Returns:
        A row a step, in order: ``projects`` that need it = ``obtained`` + ``waiting_projects`` + ``not_reached``;
        ``obtained_share`` [0–1].

    Source:
        T6, T14, J23.
    """
    return ask(con, SQL, profile, as_of, known_on, on)
