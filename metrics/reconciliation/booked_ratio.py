"""Booked against reported (入统占上报): how much of what the key projects report stands in the statistics."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.compared_months import COMPARED
from metrics.groups import ACROSS, GROUPS, OTHERWISE, key_column
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.booked_groups import GROUP_BOOKED, STARTED
from metrics.reconciliation.left_scope import LEFT_SCOPE
from metrics.registry import metric
from metrics.suspected import SUSPECTED

GROUPED = tuple(group for group in GROUPS if group != "month")

SQL = (
    COMPARED  # noqa: S608  (our own text)
    + """,

last_compared as (
    select max(month) as month
    from compared
),
"""
    + GROUP_BOOKED
    + ","
    + LEFT_SCOPE
    + ","
    + SUSPECTED.format(months="= (select last_compared.month from last_compared)")
    + """,

counted as (
    select
        {key} as group_key,
        project_month.project_id,
        together.group_id,
        project_month.month,
        project_month.carried_ytd_wan as reported_ytd_wan,
        project_month.booked_ytd_wan,
        coalesce(entry.linked, 0) > 0 as is_linked,
        project_month.project_id in (select suspected.project_id from suspected) as is_suspect
    from mart.project_month as project_month
    left join mart.project_entry as entry using (district, project_id)
    left join together on together.project_id = project_month.project_id
    where project_month.district = $district
        and project_month.is_counted
        and project_month.month = (select last_compared.month from last_compared)
        and {started}
        and not exists (
            from left_scope
            where left_scope.project_id = project_month.project_id and left_scope.month = project_month.month
        )
),

-- the projects of a group stand together: where all of them do, else across
placed as (
    select
        case
            when group_id is null then group_key
            when min(group_key) over of_group = max(group_key) over of_group then group_key
            else {across}
        end as group_key,
        project_id,
        group_id,
        month,
        reported_ytd_wan,
        booked_ytd_wan,
        is_linked,
        is_suspect
    from counted
    window of_group as (partition by group_id)
),

-- a group's amount is taken once
amounts as (
    select group_key, 1 as projects, is_linked, is_suspect, reported_ytd_wan, booked_ytd_wan
    from placed
    where group_id is null
    union all
    select
        placed.group_key,
        count(*) as projects,
        true as is_linked,
        bool_or(placed.is_suspect) as is_suspect,
        sum(placed.reported_ytd_wan) as reported_ytd_wan,
        any_value(group_booked.booked_ytd_wan) as booked_ytd_wan
    from placed
    left join group_booked using (group_id, month)
    where placed.group_id is not null
    group by placed.group_key, placed.group_id
),

totals as (
    select
        any_value(group_key) as group_key,
        cast(coalesce(sum(projects), 0) as bigint) as projects,
        cast(coalesce(sum(projects) filter (is_linked), 0) as bigint) as linked_projects,
        cast(coalesce(sum(projects) filter (not is_linked), 0) as bigint) as unlinked_projects,
        count(*) filter (is_linked and booked_ytd_wan != 0) as booked_projects,
        coalesce(sum(reported_ytd_wan), 0) as reported_ytd_wan,
        coalesce(sum(reported_ytd_wan) filter (is_linked), 0) as linked_reported_ytd_wan,
        coalesce(sum(reported_ytd_wan) filter (not is_linked), 0) as unlinked_reported_ytd_wan,
        coalesce(sum(booked_ytd_wan) filter (is_linked), 0) as booked_ytd_wan,
        cast(coalesce(sum(projects) filter (is_suspect), 0) as bigint) as suspect_projects,
        coalesce(sum(booked_ytd_wan) filter (is_linked and not is_suspect), 0)
            / nullif(sum(reported_ytd_wan) filter (not is_suspect{and_linked}), 0) as unsuspected_booked_to_reported
    from amounts
    group by {group}
)

select
    {shown_key} {shown_name}
    (select last_compared.month from last_compared) as compared_month,
    totals.projects,
    totals.linked_projects,
    totals.unlinked_projects,
    totals.booked_projects,
    totals.reported_ytd_wan,
    totals.booked_ytd_wan,
    totals.booked_ytd_wan / nullif({base}, 0) as booked_to_reported,
    case
        -- a suspected slip is no ground for a verdict
        when {base} <= 0 or $band_low is null or totals.suspect_projects > 0 then null
        when totals.booked_ytd_wan < cast($band_low as decimal(6, 4)) * {base} then 'below'
        when totals.booked_ytd_wan > cast($band_high as decimal(6, 4)) * {base} then 'above'
        else 'within'
    end as booked_band,
    totals.linked_reported_ytd_wan,
    totals.booked_ytd_wan / nullif(totals.linked_reported_ytd_wan, 0) as linked_booked_to_reported,
    totals.booked_ytd_wan / nullif(totals.reported_ytd_wan, 0) as started_booked_to_reported,
    totals.linked_reported_ytd_wan - totals.booked_ytd_wan as unreconciled_wan,
    totals.unlinked_reported_ytd_wan,
    totals.suspect_projects,
    case when totals.suspect_projects > 0 then totals.unsuspected_booked_to_reported end
        as unsuspected_booked_to_reported
from totals
{project_names}
order by {order}
"""
)
BASES = {"started": "totals.reported_ytd_wan", "matched": "totals.linked_reported_ytd_wan"}
PROJECT_NAMES = """left join (
    select placed.group_key, string_agg(project.project_name, '、' order by placed.project_id) as project_name
    from placed
    inner join mart.project as project on project.district = $district and project.project_id = placed.project_id
    group by placed.group_key
) as project using (group_key)"""


@metric(groups=GROUPED)
def booked_ratio(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Booked against reported (入统占上报): Σ booked / Σ reported of all started projects that count.

    口径：全部计入完成率、已开工（或已有上报、入统）的项目，取调度和统计月报都已载入的最后一个月（1月沿用上年12月）；
    不在库和未连上统计项目的入统为 0；人认定为 R05、R12、R16 的退出比率，只提出未认定的不退出。
    只算已连上的为“已匹配部分”，连同两个金额另列；以哪一个为准由规则定，另一个并列。几个项目共用统计项目而分摊未确认的，按整组取一次入统数；
    组内不在同一单位的，单独成行“跨单位”（批次为“跨批次”），按项目则整组一行。100% 不是目标，有参考区间。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.project_entry``, ``mart.link_group``, ``mart.booked``,
            ``mart.source_month`` are read.
        profile: the district.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.
        by: one of the groupings but month; None gives one row. Small cells are not withheld here: a page does that
            with ``data.access.withhold`` by ``booked_projects`` for readers without the statistician's role.

    Returns:
        One row per group, largest ``unreconciled_wan`` (待核差额: reported less booked, of the linked) first.
        ``compared_month`` is the month compared, null (and the counts 0) when no month has both sources. The ratio is
        null when the projects reported nothing. ``booked_to_reported`` is by the rule ``booked_share``;
        ``linked_booked_to_reported`` is of the linked ones alone, ``started_booked_to_reported`` of all.
        ``booked_band``: the ratio lies below, within (limits included) or above the rule's band; null without one, and
        where a reported figure is a suspected slip: ``unsuspected_booked_to_reported`` is without these projects.
        ``booked_projects`` of the linked ones have a booked figure other than zero (a group that shares one is one):
        these stand behind the sum, for who has none is no secret.

    Raises:
        ValueError: unknown ``by``; ``as_of`` outside the loaded months.

    Source:
        T12; 固定资产投资统计报表制度 (1月免报).
    """
    key = key_column(by, GROUPED)
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        sql = SQL.format(
            key=f"project_month.{key}" if key else "'all'",
            started=STARTED,
            base=BASES[profile.measure("booked_share", month)],
            and_linked="" if profile.measure("booked_share", month) == "started" else " and is_linked",
            across="group_id" if by == "project" else f"'{ACROSS.get(by or '', OTHERWISE)}'",
            group="group_key" if key else "()",
            shown_key=f"totals.group_key as {key}," if key else "",
            shown_name="project.project_name," if by == "project" else "",
            project_names=PROJECT_NAMES if by == "project" else "",
            order=f"unreconciled_wan desc, {key}" if key else "projects",
        )
        values = {"district": profile.id, "as_of": month, "known_on": known_on or date.max, **_band(profile, month)}
        return known.execute(sql, values).df()


def _band(profile: Profile, month: date) -> dict[str, Decimal | None]:
    rule = profile.rule("tolerance", month)
    return {name: Decimal(str(getattr(rule, name))) if rule else None for name in ("band_low", "band_high")}
