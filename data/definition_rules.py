"""Definitions that a district may choose between: dated rules, each with a measure."""

from typing import Literal

from data.rules import Rule


class BookedShare(Rule):
    """Whose reported investment 入统占上报 is of: all counted started projects, or the matched ones only."""

    measure: Literal["started", "matched"] = "started"


class MonthProgress(Rule):
    """What 本月前进 leads with: what the works added to the rate, or its whole change (plan cuts included)."""

    measure: Literal["works", "rate"] = "works"


class Conversions(Rule):
    """Which projects of the preliminary batch were converted (前期转化).

    ``taken_up``: those that moved on within the year or that next year's plan takes up as construction.
    ``within_year``: those that moved on within the year.
    """

    measure: Literal["taken_up", "within_year"] = "taken_up"


class OnTimeStarts(Rule):
    """Which starts 按时入统 leads with: this year's or those of all years; the other stands beside."""

    measure: Literal["this_year", "all_years"] = "this_year"


DEFAULTS: dict[str, BookedShare | MonthProgress | Conversions | OnTimeStarts] = {  # where a district has no rule
    "booked_share": BookedShare(article="", origin="default"),
    "month_progress": MonthProgress(article="", origin="default"),
    "conversions": Conversions(article="", origin="default"),
    "on_time_starts": OnTimeStarts(article="", origin="default"),
}
