"""Parts of a change as they are written: rounded so that they add up to the change of the written figures."""

from decimal import Decimal

import pandas as pd

from data import formats

PLACES = 1


def written_parts(frame: pd.DataFrame, before: str, part: str, after: str, scale: int = 1) -> list[float | None]:
    """Return the parts with one decimal, by largest remainders; null where one of them has no value.

    Args:
        frame: the steps of a split, in order.
        before: the column of the figure before each step.
        part: the column of each step's part [百分点].
        after: the column of the figure after each step.
        scale: 100 where before and after are fractions.
    """
    if frame[part].isna().any():
        return [None] * len(frame)
    change = written_change(frame[before].iloc[0], frame[after].iloc[-1], scale)
    return [float(written) for written in formats.adding_up(frame[part].tolist(), change, PLACES)]


def with_calendar(frame: pd.DataFrame, parts: str, before: str, after: str) -> list[float | None]:
    """Return the gap's parts: those of the rate, and with the last step (calendar) what is left of its change.

    Args:
        frame: the steps of a split, in order.
        parts: the column of the rate's written parts.
        before: the column of the gap before each step [百分点].
        after: the column of the gap after each step [百分点].
    """
    if frame[[parts, before, after]].isna().any(axis=None):
        return [None] * len(frame)
    same = [Decimal(format(part, ".15g")) for part in frame[parts].iloc[:-1]]
    rest = written_change(frame[before].iloc[0], frame[after].iloc[-1]) - sum(same)
    return [float(part) for part in (*same, rest)]


def written_change(before: float, after: float, scale: int = 1) -> Decimal:
    """Return the difference of two figures as they are written (差按写出的数): of 14.96 and 23.02 it is 8.0."""
    first, last = (scale * Decimal(format(level, ".15g")) for level in (before, after))
    return formats.rounded(last, PLACES) - formats.rounded(first, PLACES)
