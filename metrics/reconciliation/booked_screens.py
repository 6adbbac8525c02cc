"""Screens on booked figures (入统数据筛查) and alarms both ways: what does not add up, each with its source row."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.rules import DataHealth
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.reconciliation.reconciliation_balance import Balance, balances
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

MOST = Decimal("1.2")  # times the planned total that a cumulative may reach before production
ZERO_MONTHS = 3

SCREENS = """
with returned as (
    select *
    from mart.booked
    where district = $district and month <= $as_of
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

last_month as (
    select max(month) as month
    from mart.source_month
    where district = $district and kind = 'statistics_return' and month <= $as_of and first_known_from <= $known_on
),

stepped as (
    select
        *,
        lag(booked_ytd_wan) over this_year as ytd_before_wan,
        coalesce(booked_ytd_wan, 0) - coalesce(lag(booked_ytd_wan) over this_year, 0) as period_wan,
        coalesce(booked_construction_wan, booked_installation_wan, booked_equipment_wan, booked_other_wan) is not null
            as has_components,
        coalesce(booked_construction_wan, 0) + coalesce(booked_installation_wan, 0)
            + coalesce(booked_equipment_wan, 0) + coalesce(booked_other_wan, 0) as components_wan
    from returned
    window this_year as (partition by statistics_id, year(month) order by month)
),

seen as (
    select
        stepped.*,
        sum(period_wan) over before_this as sum_before_wan,
        count(period_wan) over before_this as periods_before,
        -- returns since the last one in which something was booked
        place - coalesce(max(case when period_wan <> 0 then place end) over so_far, 0) as zero_months,
        opening.cumulative_booked_wan as cumulative_last_year_wan
    from (select *, row_number() over (partition by statistics_id order by month) as place from stepped) as stepped
    left join returned as opening
        on opening.statistics_id = stepped.statistics_id
        and opening.month = make_date(year(stepped.month) - 1, 12, 1)
    window
        so_far as (partition by stepped.statistics_id order by stepped.month rows unbounded preceding),
        before_this as (
            partition by stepped.statistics_id, year(stepped.month) order by stepped.month
            rows between unbounded preceding and 1 preceding
        )
),

now as (
    select seen.*
    from seen
    inner join last_month using (month)
),

found as (
    select 'components' as screen, statistics_id, components_wan as figure_wan, booked_ytd_wan as against_wan
    from now
    where has_components and abs(components_wan - coalesce(booked_ytd_wan, 0)) > $identity_wan
    union all
    select 'falling_ytd', statistics_id, booked_ytd_wan, ytd_before_wan
    from now
    where booked_ytd_wan < ytd_before_wan
    union all
    select
        'cumulative', statistics_id, cumulative_booked_wan, cumulative_last_year_wan + coalesce(booked_ytd_wan, 0)
    from now
    where abs(cumulative_booked_wan - cumulative_last_year_wan - coalesce(booked_ytd_wan, 0)) > $identity_wan
    union all
    select 'zero_months', statistics_id, booked_ytd_wan, null
    from now
    where zero_months >= $zero_months and not regexp_matches(coalesce(construction_state, ''), '投产|竣工|完工|停')
    union all
    select 'over_total', statistics_id, cumulative_booked_wan, planned_total_wan
    from now
    where cumulative_booked_wan > $most * cast(planned_total_wan as decimal(30, 2))
        and not regexp_matches(coalesce(construction_state, ''), '投产')
    union all
    select 'jump', statistics_id, period_wan, sum_before_wan / periods_before
    from now
    where cast(period_wan as decimal(30, 2)) * periods_before > $jump_times * sum_before_wan and sum_before_wan > 0
        and period_wan > $jump_share * cast(planned_total_wan as decimal(30, 2))
)

select
    found.screen,
    found.statistics_id,
    coalesce(now.project_name, found.statistics_id) as statistics_names,
    now.month as compared_month,
    cast(found.figure_wan as decimal(18, 2)) as figure_wan,
    cast(found.against_wan as decimal(18, 2)) as against_wan,
    cast(found.figure_wan - found.against_wan as decimal(18, 2)) as excess_wan,
    case when found.screen = 'zero_months' then now.zero_months end as standing_months,
    file.name as file,
    placed.sheet,
    placed.row
from found
inner join now using (statistics_id)
left join source.row as placed on placed.row_id = now.row_id
left join source.file as file on file.file_id = placed.file_id
order by found.screen, abs(found.figure_wan) desc nulls last, found.statistics_id
"""
COLUMNS = (
    "screen", "direction", "group_id", "statistics_id", "statistics_names", "project_names", "responsible_unit",
    "compared_month", "figure_wan", "against_wan", "excess_wan", "standing_months", "file", "sheet", "row",
)  # fmt: skip


@metric()
def booked_screens(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Screens on booked figures (入统数据筛查): the last return's figures that do not add up, and alarms both ways.

    口径：截至月最后一张统计月报。四项构成不等于本年完成；本年累计低于上期；自开始建设累计不等于上年末累计加本年；
    连续三期以上为零（已投产、竣工、停建的除外）；累计超过计划总投资1.2倍而未投产；突增（界限同数据质量）。
    双向提示：入统多于上报、上报多于入统，均为超出容差的对账组。只提示核实，不提出应入统数。

    Args:
        con: warehouse connection; ``mart.booked``, ``source.row`` and what ``reconciliation`` reads.
        profile: the district; tolerance and the limits of data health are used.
        as_of: the last closed month; nothing later is seen.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        A row per finding. ``screen``: components, falling_ytd, cumulative, zero_months, over_total, jump; booked_more
        and reported_more for groups (``group_id``), where ``direction`` says which side has more. ``figure_wan`` is
        held against ``against_wan``. File, sheet and row lead to the return; a group leads there by its projects.
        A return that gives no month of its own cannot be held against its year to date.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12; 固定资产投资统计报表制度.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        month = check_month(con, profile, as_of, known_on)
        rule = profile.rule("data_health", month) or DataHealth(article="", origin="default")
        answer = known.execute(
            SCREENS,
            {
                "district": profile.id, "as_of": month, "known_on": known_on or NOW, "most": MOST,
                "zero_months": ZERO_MONTHS, "identity_wan": rule.identity_wan,
                "jump_times": Decimal(str(rule.jump_times)), "jump_share": Decimal(str(rule.jump_share)),
            },
        )  # fmt: skip
        names = [column for column, *_ in answer.description]
        screens = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        _, found = balances(known, profile, month, known_on)
    alarms = [_alarm(one) for one in found if one.is_dispatched and one.is_outside_tolerance]
    return frame([*screens, *sorted(alarms, key=lambda row: (row["screen"], -abs(row["excess_wan"])))], COLUMNS)


def _alarm(one: Balance) -> dict[str, Any]:
    direction = "booked_more" if one.difference < 0 else "reported_more"
    units = one.facts["units"]
    return {
        "screen": direction,
        "direction": direction,
        "group_id": one.group_id,
        "statistics_id": one.facts["statistics_ids"],
        "statistics_names": one.facts["statistics_names"],
        "project_names": one.facts["project_names"],
        "responsible_unit": units[0] if len(units) == 1 else "跨单位",
        "compared_month": one.month,
        "figure_wan": one.facts["reported_ytd_wan"],
        "against_wan": one.facts["booked_ytd_wan"],
        "excess_wan": one.difference,
        "standing_months": one.open_months,
    }
