"""Funds for preliminary work (前期工作经费): arranged and paid, by project and purpose."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.known import as_known
from metrics.registry import metric

SQL = """
select
    said.project_id,
    project.project_name,
    coalesce(project.responsible_unit, '—') as responsible_unit,
    said.purpose,
    said.preliminary_funds_wan,
    said.preliminary_paid_wan,
    said.preliminary_paid_wan / nullif(said.preliminary_funds_wan, 0) as preliminary_paid_share,
    said.document_number
from mart.preliminary_funds as said
left join mart.project as project on project.district = said.district and project.project_id = said.project_id
where said.district = $district
    and said.year = $year
    and said.known_from <= $known_on
    and (said.known_to is null or said.known_to > $known_on)
order by said.preliminary_funds_wan desc nulls last, said.project_id, said.purpose
"""


@metric()
def preliminary_funds(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Funds for preliminary work (前期工作经费): what the year arranges for each project, and what is paid of it.

    口径：前期工作经费安排表中截至月所在年度的各行，同一项目、同一用途以后收到的为准；前期经费支付率 = 已支付 ÷ 安排。

    Args:
        con: warehouse connection; ``mart.preliminary_funds`` and ``mart.project`` are read.
        profile: the district.
        as_of: a month of the year that is asked about.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row a project and purpose, the largest first: ``preliminary_funds_wan``, ``preliminary_paid_wan`` [万元, null:
        not said], ``preliminary_paid_share`` [fraction, null: not said].

    Source:
        J26 (重点项目前期工作经费), T16 (储备项目前期工作).
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "year": as_of.year}
    with as_known(con, known_on) as known:
        return known.execute(SQL, values).df()
