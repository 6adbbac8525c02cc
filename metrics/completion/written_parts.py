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
    first, last = (scale * Decimal(format(level, ".15g")) for level in (frame[before].iloc[0], frame[after].iloc[-1]))
    change = formats.rounded(last, PLACES) - formats.rounded(first, PLACES)
    return [float(written) for written in formats.adding_up(frame[part].tolist(), change, PLACES)]
