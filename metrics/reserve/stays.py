"""The stays in the reserve's tiers as known on a day, as an SQL step that several questions begin with."""

from datetime import date
from typing import Any

from data.known import NOW
from data.profile import Profile
from metrics.days import last_day

# ``stay``: one row a project, tier and day of entering; who has left by $on has left_on, else null
STAYS = """
said as (
    select *
    from mart.reserve_stay
    where district = $district
        and entered_on <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    qualify row_number() over (
        partition by project_id, tier, entered_on order by known_from desc, row_id desc
    ) = 1
),

stay as (
    select
        project_id,
        tier,
        entered_on,
        if(left_on <= $on, left_on, null) as left_on,
        if(left_on <= $on, exit_kind, null) as exit_kind,
        responsible_unit,
        total_investment_wan,
        list_position($tiers::varchar[], tier) as place,
        -- an exit to a higher tier or into the plan is a conversion, unless it lies before the entry
        coalesce(
            left_on between entered_on and $on
            and (exit_kind like '%计划%' or exit_kind like '%建设%' or exit_kind like '%转入%'), false
        ) as is_converted
    from said
)"""
TIERS = ("ready_1y", "prepare_3y", "idea_5y")


def stay_values(profile: Profile, as_of: date, known_on: date | None, on: date | None) -> dict[str, Any]:
    """Return what the SQL of the reserve binds."""
    on = on or last_day(as_of)
    return {
        "district": profile.id, "known_on": known_on or NOW, "on": on, "tiers": list(TIERS),
        "month": as_of.replace(day=1), "january": date(on.year, 1, 1),
    }  # fmt: skip
