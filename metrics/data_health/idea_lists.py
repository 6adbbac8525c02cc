"""Monthly lists of ideas (谋划项目清单): which units sent one for the month, and since when the others have not."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.registry import metric

SQL = """
select
    responsible_unit,
    max(month) as last_list_month,
    count(distinct project_id) filter (month = $month) as ideas,
    sum(total_investment_wan) filter (month = $month) as total_investment_wan
from mart.idea_list
where district = $district
    and month <= $month
    and known_from <= $known_on
    and (known_to is null or known_to > $known_on)
    and responsible_unit is not null
group by responsible_unit
"""
COLUMNS = ["responsible_unit", "unit_kind", "has_list", "ideas", "total_investment_wan", "last_list_month"]


@metric()
def idea_lists(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Lists of ideas (谋划项目清单): which units of those that owe one each month sent it, and which did not.

    口径：镇（街道）、区行业主管部门、区招商引资部门、区属国有企业每月报送谋划项目清单；截至月的清单里至少有一个项目的为已报，按表中单位（含别称）。
    没有项目的清单与没有报送分不出来，都作未报。统计局等不参评单位不要求；哪些区直部门属于前两类，文本没有列出，按区配置。
    文本没有这一条的区不要求。

    Args:
        con: warehouse connection; ``mart.idea_list`` is read.
        profile: the district's rule ``idea_lists``: the kinds of units that owe a list.
        as_of: the month of the list; later ones are not seen.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per unit that owes a list, those without one first, longest ago first (never before all), then in the
        profile's order. ``ideas`` [projects] and ``total_investment_wan`` [万元] are of this month's list;
        ``last_list_month`` null for a unit that never sent one. Empty where the rule is off.

    Source:
        T4 (形成谋划项目清单，每月报送区投资主管部门).
    """
    month = as_of.replace(day=1)
    rule = profile.rule("idea_lists", month)
    owing = [unit for unit in profile.units if rule and rule.enabled and unit.is_ranked and unit.kind in rule.kinds]
    values = {"district": profile.id, "month": month, "known_on": known_on or NOW}
    sent = con.execute(SQL, values).fetchall()
    rows = []
    for unit in owing:
        mine = [row for row in sent if row[0] in (unit.name, *unit.aliases)]
        last = max((row[1] for row in mine), default=None)
        has_list = last == month
        money = [row[3] for row in mine if row[3] is not None]
        rows.append(
            {
                "responsible_unit": unit.name,
                "unit_kind": unit.kind,
                "has_list": has_list,
                "ideas": sum(row[2] for row in mine),
                "total_investment_wan": sum(money) if money else None,
                "last_list_month": last,
            }
        )
    rows.sort(key=lambda row: (row["has_list"], row["last_list_month"] or date.min))
    return pd.DataFrame(rows, columns=COLUMNS)
