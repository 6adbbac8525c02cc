"""Core metrics with a row a district, asked of a lake: by the common rules, so that what is compared is the same.

Where a metric groups by responsible unit, one question answers for all districts, whose units they are then
(``data.lake_views``); else each district is asked by itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from data.common_profile import common_profile, differing_rules
from data.known import NOW
from data.lake import Lake
from metrics.loaded_months import last_month as enough_month
from metrics.registry import Metric

AT_ONCE = ("investment_completion", "completion_by_month", "entry_lag", "batch_progress", "booked_ratio")
BY_COMMON_RULES = ("investment_series",)  # each district by itself
BY_OWN_RULES = ("reconciliation",)  # what explains a difference is the district's own to say
ON_SPARK = (*AT_ONCE, *BY_COMMON_RULES)  # tests hold these to be equal on both engines
CORE = (*AT_ONCE, *BY_COMMON_RULES, *BY_OWN_RULES)

# what rests on booked amounts of single projects, by metric
BOOKED = {
    "booked_ratio": (
        "linked_projects", "unlinked_projects", "booked_projects", "booked_ytd_wan", "booked_to_reported",
        "booked_band", "linked_reported_ytd_wan", "linked_booked_to_reported", "started_booked_to_reported",
        "unreconciled_wan", "unlinked_reported_ytd_wan",
    ),
    "investment_series": ("booked_ytd_wan", "booked_projects"),
    "entry_lag": (
        "unbooked_at_stake_wan", "at_stake_not_in_library_wan", "at_stake_no_figures_wan", "library_waiting_wan",
        "left_library", "left_library_wan",
    ),
}  # fmt: skip
BOOKED_TOTAL = "select booked_ytd_wan from mart.booked_total where district = $district and month = $month"

UNTIL = """
select district, max(month) as month
from mart.source_month
where kind = 'dispatch' and first_known_from <= $known_on
group by district
order by district
"""


def until(lake: Lake, known_on: date | None = None) -> dict[str, date]:
    """Return the last month of which each district has delivered a dispatch; who never did is left out."""
    return dict(lake.reader().execute(UNTIL, {"known_on": known_on or NOW}).fetchall())


def last_month(lake: Lake, known_on: date | None = None) -> date:
    """Return the default month of a comparison: the last one that enough districts have delivered, and closed.

    Enough is the common rule's share (``silence.enough_share``), of the districts and of their plan money.

    Raises:
        ValueError: no district has delivered a dispatch.
    """
    months = sorted(until(lake, known_on).values())
    if not months:
        raise ValueError("各区都还没有载入月度调度表")
    common = common_profile()
    share = common.rule("silence", months[-1]).enough_share
    late = int((1 - share) * len(months))  # so many districts may be late
    together: Any = lake.reader(city=True)
    return min(months[late], enough_month(together, common, known_on))


def by_district(
    found: Metric,
    lake: Lake,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    **options: Any,  # noqa: ANN401
) -> pd.DataFrame:
    """Ask a core metric of every district in the lake.

    Args:
        found: one of ``CORE``.
        lake: what districts have published.
        as_of: the last closed month; None: ``last_month``.
        known_on: only what was received by the end of this day; None: all that is published.
        options: the metric's own.

    Returns:
        The metric's rows, in front of each ``district``, ``district_name``, ``delivered_until_month`` (its last
        dispatch) and ``differing_rules`` (those that the district has otherwise, “、” between them; the figures are by
        the common ones). A district without figures of the month has one row without values. ``reconciliation`` goes
        by each district's own rules. Of a district that withholds booked by project booked figures are null but for
        ``booked_ytd_wan`` and ``booked_to_reported`` from its sum; it has no reconciliation.

    Raises:
        ValueError: not one of ``CORE``; no district has delivered a dispatch.
    """
    if found.name not in CORE:
        raise ValueError(f"{found.name} 不能按区比较；能比较的有：{'、'.join(CORE)}")
    month = as_of or last_month(lake, known_on)
    asked = {"as_of": month, "known_on": known_on, **options}
    if found.name in AT_ONCE:
        frame = found.function(lake.reader(city=True), profile=common_profile(), by="responsible_unit", **asked)
        frame = frame.rename(columns={"responsible_unit": "district"})
    else:
        parts = list(_each(found, lake, asked))
        frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"district": []})
    if found.name in BOOKED:
        frame = _without_booked(frame, lake, BOOKED[found.name])
    return _with_districts(frame, lake, month, until(lake, known_on))


def _without_booked(frame: pd.DataFrame, lake: Lake, unknown: tuple[str, ...]) -> pd.DataFrame:
    """Take out what would only look like a figure: a district that withholds booked by project has its sum, no more.

    Its sum is that of the projects that count, so its ratio is that of all of them.
    """
    withholding = [one.district for one in lake.deliveries if one.withholds_booked]
    rows = frame["district"].isin(withholding)
    if not rows.any():
        return frame
    frame = frame.astype(dict.fromkeys(unknown, object))
    frame.loc[rows, list(unknown)] = None
    for at in frame.index[rows] if "booked_ytd_wan" in unknown else ():
        month = frame["month" if "month" in frame else "compared_month"][at]
        values = {"district": frame["district"][at], "month": month.date() if pd.notna(month) else None}
        total = lake.reader().execute(BOOKED_TOTAL, values).fetchone()
        if total and total[0] is not None:
            frame.loc[at, "booked_ytd_wan"] = float(total[0])
            if "booked_to_reported" in frame and frame["reported_ytd_wan"][at]:
                frame.loc[at, "booked_to_reported"] = float(total[0]) / frame["reported_ytd_wan"][at]
    return frame.infer_objects()


def _each(found: Metric, lake: Lake, asked: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Ask districts one after the other; who has not delivered the month has no answer."""
    withholding = {one.district for one in lake.deliveries if one.withholds_booked}
    for district, last in until(lake, asked["known_on"]).items():
        if last >= asked["as_of"] and not (found.name in BY_OWN_RULES and district in withholding):
            rules = lake.profile(district) if found.name in BY_OWN_RULES else common_profile(district)
            yield found.function(lake.reader(), profile=rules, **asked).assign(district=district)


def _with_districts(frame: pd.DataFrame, lake: Lake, month: date, last: dict[str, date]) -> pd.DataFrame:
    """Put in front of each row whose it is, and add a row for who has none."""
    facts = []
    for one in lake.deliveries:
        profile = lake.profile(one.district)
        differing = "、".join(differing_rules(profile, month))
        facts.append((one.district, profile.short_name, last.get(one.district), differing or None))
    columns = ["district", "district_name", "delivered_until_month", "differing_rules"]
    named = pd.DataFrame(facts, columns=columns)
    named["delivered_until_month"] = pd.to_datetime(named["delivered_until_month"])
    missing = named[~named["district"].isin(set(frame["district"]))][["district"]]
    rows = pd.concat([frame, missing], ignore_index=True) if len(missing) else frame
    figures = rows.drop(columns="district")
    told = rows[["district"]].merge(named, on="district", how="left")
    return pd.concat([told, figures], axis=1)
