"""The districts of a lake on one board (各区县总览): who is ahead, who enters late, who has not delivered."""

from datetime import date
from typing import Any

import pandas as pd

from data.common_profile import common_profile
from data.lake import Lake
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.investment_completion import investment_completion
from metrics.districts import by_district, last_month, until
from metrics.loaded_months import last_month as last_of_one
from metrics.registry import all_metrics

ENTRY = ["on_time_rate", "due", "on_time", "waiting", "unbooked_at_stake_wan"]
BOOKED = ["booked_to_reported", "booked_ytd_wan", "compared_month"]


def district_board(lake: Lake, *, as_of: date) -> pd.DataFrame:
    """Return a row a district: completion, entry and 入统占上报 by the common rules, and how fresh its data are.

    Returns:
        The columns of ``investment_completion`` by district (see ``metrics.districts``); ``moved_pp``, the pace gap
        less that of the month before, null in January; those of ``ENTRY`` and ``BOOKED``; ``delivered_on``, the last
        day of delivery; ``has_delivered``: it has figures of the month. Furthest ahead first, who has
        not delivered last.
    """
    known = all_metrics()
    board = by_district(known["investment_completion"], lake, as_of=as_of)
    entry = by_district(known["entry_lag"], lake, as_of=as_of)[["district", *ENTRY]]
    booked = by_district(known["booked_ratio"], lake, as_of=as_of)[["district", *BOOKED]]
    days = pd.DataFrame(
        [(one.district, one.delivered_on) for one in lake.deliveries], columns=["district", "delivered_on"]
    )
    for more in (_moved(lake, as_of), entry, booked, days):
        board = board.merge(more, on="district", how="left")
    board["has_delivered"] = board["delivered_until_month"].ge(pd.Timestamp(as_of))
    board.loc[~board["has_delivered"], ENTRY + BOOKED] = None
    return board.sort_values(["has_delivered", "pace_gap_pp"], ascending=False, kind="stable", na_position="last")


def _moved(lake: Lake, as_of: date) -> pd.DataFrame:
    months = district_months(lake, as_of=as_of).pivot_table("pace_gap_pp", "district", "month")
    now, before = pd.Timestamp(as_of), pd.Timestamp(as_of) - pd.DateOffset(months=1)
    moved = months[now] - months[before] if {now, before} <= set(months) else pd.Series(dtype=float)
    return moved.rename("moved_pp").rename_axis("district").reset_index()


def district_months(lake: Lake, *, as_of: date) -> pd.DataFrame:
    """Return ``completion_by_month`` with a row a district and month, by the common rules."""
    con: Any = lake.reader(city=True)
    frame = completion_by_month(con, profile=common_profile(), as_of=as_of, by="responsible_unit")
    return frame.rename(columns={"responsible_unit": "district"})


def districts_total(lake: Lake, *, as_of: date) -> pd.DataFrame:
    """Return ``investment_completion`` of all districts that have delivered the month, in one row."""
    con: Any = lake.reader(city=True)
    return investment_completion(con, profile=common_profile(), as_of=as_of)


def districts_standing(lake: Lake) -> pd.DataFrame:
    """Return the months that can be asked, newest first, and which of them is asked by default (``is_default``)."""
    last = last_month(lake)
    newest = max(until(lake).values())
    count = 12 * (newest.year - last.year) + newest.month - last.month
    months = pd.date_range(end=newest, periods=12 + count, freq="MS")[::-1]
    return pd.DataFrame({"month": months, "is_default": months == pd.Timestamp(last)})


def district_units(lake: Lake, *, district: str, as_of: date) -> pd.DataFrame:
    """Return ``investment_completion`` of one district by responsible unit and its own rules; empty without figures."""
    con: Any = lake.reader()
    profile = lake.profile(district)
    month = min(as_of, last_of_one(con, profile))
    return investment_completion(con, profile=profile, as_of=month, by="responsible_unit")
