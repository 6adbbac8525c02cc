"""Financing needs of the projects (融资需求清单): how much, how, with whom, in which of the three groups."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day
from metrics.groups import key_column
from metrics.known import as_known
from metrics.registry import metric

GROUPS = ("financing_group", "responsible_unit", "financing_way")
NEEDS = """
need as (
    -- one row a project and way of financing, as last listed by the day; a list without a day is of the day it came
    select
        said.project_id,
        project.project_name,
        coalesce(project.responsible_unit, '—') as responsible_unit,
        case
            when said.financing_group like '%攻关%' then 'focus'
            when said.financing_group like '%前期%' then 'early'
            when said.financing_group like '%储备%' or said.financing_group like '%谋划%' then 'reserve'
            else 'unsaid'
        end as financing_group,
        said.financing_way,
        said.financing_need_wan,
        said.financed_wan,
        case
            when said.financing_need_wan is not null
                then greatest(said.financing_need_wan - coalesce(said.financed_wan, 0), 0)
        end as financing_gap_wan,
        case
            when said.financing_need_wan is not null
                then greatest(coalesce(said.financed_wan, 0) - said.financing_need_wan, 0)
        end as financed_beyond_wan,
        said.bank,
        said.financing_state,
        said.contact,
        said.published_on
    from mart.financing_need as said
    left join mart.project as project on project.district = said.district and project.project_id = said.project_id
    where said.district = $district
        and said.known_from <= $known_on
        and (said.known_to is null or said.known_to > $known_on)
        and coalesce(said.published_on, said.known_from) <= $on
    qualify row_number() over (
        partition by said.project_id, said.financing_way
        order by coalesce(said.published_on, said.known_from) desc, said.known_from desc, said.row_id desc
    ) = 1
)"""
ORDER = "list_position(['focus', 'early', 'reserve', 'unsaid'], financing_group)"
SQL = f"""
with {NEEDS.strip()}

select *
from need
order by {ORDER}, financing_gap_wan desc nulls last, project_id, financing_way
"""  # noqa: S608  (our own text)
SUMMARY = """
with {needs}

select
    {key}
    count(distinct project_id) as needing_projects,
    sum(financing_need_wan) as financing_need_wan,
    coalesce(sum(financed_wan), 0) as financed_wan,
    sum(financing_gap_wan) as financing_gap_wan,
    sum(financed_beyond_wan) as financed_beyond_wan,
    sum(financing_need_wan - financing_gap_wan) / nullif(sum(financing_need_wan), 0) as financed_share
from need
{group}
order by {order}
"""


@metric()
def financing_needs(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Financing needs of the projects (融资需求清单): amount, what is settled, with which bank; by the three groups.

    口径：融资需求清单最近一次所列；同一项目的几种融资方式各一行。分类写“攻关”的为集中攻关一批，写“前期”的为加快前期一批，
    写“储备”“谋划”的为谋划储备一批，没有写或写别的为未分类。未落实 = 融资需求 − 已落实，不为负；已落实多于需求的
    部分另列（超出需求），需求 − 已落实 ＝ 未落实 − 超出需求。没有发布日期的清单按收到日期起算。

    Args:
        con: warehouse connection; ``mart.financing_need`` and ``mart.project`` are read.
        profile: the district.
        as_of: the last closed month; its last day is the day where ``on`` is not given.
        known_on: only what was received by the end of this day; None: all that is loaded.
        on: the day that is asked about; what is published later is not seen.

    Returns:
        A row a project and way: ``financing_group`` focus, early, reserve or unsaid; amounts in 万元 (null: not said);
        ``financing_gap_wan`` and ``financed_beyond_wan`` not below 0, need − settled is their difference; the largest
        gap of each group first.

    Source:
        J29 (集中攻关一批、加快前期一批、谋划储备一批), T16 (融资需求清单，定期对外发布).
    """
    values = {"district": profile.id, "known_on": known_on or NOW, "on": on or last_day(as_of)}
    with as_known(con, known_on) as known:
        return known.execute(SQL, values).df()


@metric(groups=GROUPS)
def financing_summary(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Financing needs by group, unit or way (融资需求汇总): projects, needed, settled, still open.

    口径：同“融资需求清单”。融资落实率 = 已落实 ÷ 融资需求，一行多落实的（超出需求）不冲抵别的行。

    Args:
        con: warehouse connection; what ``financing_needs`` reads.
        profile: the district.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of ``GROUPS``; None: the whole district in one row.
        on: the day that is asked about; default the last day of ``as_of``.

    Returns:
        A row a group: ``needing_projects``, amounts in 万元 (need − settled = gap − beyond),
        ``financed_share`` [0–1, null: no amount said].

    Raises:
        ValueError: ``by`` is not one of ``GROUPS``.

    Source:
        J29, T16.
    """
    column = key_column(by, GROUPS)
    order = ORDER if column == "financing_group" else f"financing_gap_wan desc nulls last, {column}"
    sql = SUMMARY.format(
        needs=NEEDS.strip(),
        key=f"{column}," if column else "",
        group=f"group by {column}" if column else "",
        order=order if column else "needing_projects",
    )
    values = {"district": profile.id, "known_on": known_on or NOW, "on": on or last_day(as_of)}
    with as_known(con, known_on) as known:
        return known.execute(sql, values).df()
