"""What a load moved in a district's figures: two versions held against each other, month by month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.warehouse import WarehouseBroken, WarehouseMissing, connect

SUMS = """
select
    project_month.month,
    count(*) filter (where project_month.reported_ytd_wan is not null) as projects,
    sum(project_month.reported_ytd_wan) as reported_ytd_wan,
    sum(project_month.booked_ytd_wan) as booked_ytd_wan,
    sum(project_month.annual_plan_wan) filter (where project_month.is_counted) as annual_plan_wan
from mart.project_month
where project_month.district = $district
group by project_month.month
"""
WHAT = {
    "projects": ("有上报的项目", "个"),
    "reported_ytd_wan": ("上报完成投资", "万元"),
    "booked_ytd_wan": ("入统投资", "万元"),
    "annual_plan_wan": ("年度计划", "万元"),
}
DONE = ("reported_ytd_wan", "booked_ytd_wan")
Sums = Mapping[date, Mapping[str, Decimal | int | None]]


def sums(store: Path, district: str) -> Sums:
    """Return a district's figures by month, as the current version has them; none where nothing is published."""
    try:
        cursor = connect(store).cursor().execute(SUMS, {"district": district})
    except (WarehouseMissing, WarehouseBroken):
        return {}
    names = [one[0] for one in cursor.description]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def moved(before: Sums, after: Sums) -> dict[str, Any] | None:
    """Return what differs in the last month whose done figures do, else in the first month, and in how many months."""
    months = [month for month in sorted({*before, *after}) if before.get(month) != after.get(month)]
    if not months:
        return None
    done = [month for month in months if any(_of(before, month, name) != _of(after, month, name) for name in DONE)]
    month = done[-1] if done else months[0]
    then, now = before.get(month, {}), after.get(month, {})
    changes = [
        {"field": name, "then": _text(then.get(name)), "now": _text(now.get(name))}
        for name in WHAT
        if (then.get(name) or 0) != (now.get(name) or 0)
    ]
    return {"month": f"{month:%Y-%m}", "months": len(months), "changes": changes} if changes else None


def _of(sums: Sums, month: date, name: str) -> Decimal | int:
    return sums.get(month, {}).get(name) or 0


def in_words(said: Mapping[str, Any]) -> str:
    """Say in one line what moved."""
    year, month = said["month"].split("-")
    parts = []
    for one in said["changes"]:
        what, unit = WHAT[one["field"]]
        parts.append(f"{what} {one['then']} → {one['now']} {unit}{_change(one['then'], one['now'])}")
    more = f"；共 {said['months']} 个月有变" if said["months"] > 1 else ""
    return f"{year}年{int(month)}月：{'，'.join(parts)}{more}"


def _change(then: str, now: str) -> str:
    if not Decimal(then):
        return ""
    share = (Decimal(now) - Decimal(then)) / Decimal(then) * 100
    return f"（{'+' if share > 0 else '−'}{abs(share):.1f} %）"


def _text(value: Decimal | int | None) -> str:
    return f"{value or 0:f}" if isinstance(value, Decimal) else str(value or 0)
