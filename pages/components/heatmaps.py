"""Cells of a heatmap of pace gaps: signed numbers, on the colour of the light; not due stays empty.

Vermilion for behind and slow, blue for ahead, grey for normal and not due: the colour says what the light says, its
depth how large the gap is.
"""

from collections.abc import Sequence

import pandas as pd

from data import formats
from pages.components.theme import INK

STOPS = (  # share of the deepest gap shown → colour
    (-1.0, (156, 60, 13)),
    (-0.6, (208, 126, 82)),
    (-0.24, (239, 205, 184)),
    (0.0, (255, 255, 255)),
    (0.24, (195, 217, 238)),
    (0.6, (95, 154, 208)),
    (1.0, (11, 92, 173)),
)
ZERO = "#eef1f4"  # normal and not due are grey cells
# light → between which of the depths its cell lies
DEPTHS = {"ahead": (0.24, 1.0), "slow": (-0.6, -0.24), "behind": (-1.0, -0.6)}
LIGHT_ENOUGH, DARK_ENOUGH = 0.26, 0.175  # luminance on which ink, on which white stands out 4.5 : 1
Cell = dict[str, str]
Rgb = tuple[int, ...]


def cells(frame: pd.DataFrame, group: str, months: Sequence[pd.Timestamp], *, deepest: float = 25) -> dict[str, list]:
    """Return per group its cells, month by month: text, fill and ink; None where nothing was due.

    Args:
        frame: rows of ``completion_by_month``.
        group: the column that names the row.
        months: the months to show, in order.
        deepest: percentage points at which the colour is full.
    """
    gaps = {(row[group], row["month"]): (row["pace_gap_pp"], row["light"]) for row in frame.to_dict("records")}
    nothing = (None, None)
    return {
        name: [_cell(*gaps.get((name, month), nothing), deepest) for month in months] for name in frame[group].unique()
    }


def _cell(gap: float | None, light: object, deepest: float) -> Cell | None:
    if gap is None or formats.is_missing(gap):
        return None
    text = formats.number(gap, 0, is_signed=True)
    least, most = DEPTHS.get(light, (0.0, 0.0)) if isinstance(light, str) else (0.0, 0.0)
    if least == most:
        return {"t": text, "fill": ZERO, "ink": INK}
    rgb = _legible(_colour(max(least, min(most, gap / deepest))))
    ink = INK if _luminance(rgb) >= LIGHT_ENOUGH else "#ffffff"
    return {"t": text, "fill": "#{:02x}{:02x}{:02x}".format(*rgb), "ink": ink}


def _colour(share: float) -> Rgb:
    for (low, one), (high, other) in zip(STOPS, STOPS[1:], strict=False):
        if share <= high:
            part = (share - low) / (high - low)
            return tuple(round(a + part * (b - a)) for a, b in zip(one, other, strict=True))
    return STOPS[-1][1]


def _legible(rgb: Rgb) -> Rgb:
    """Step over the middle tones, on which neither ink nor white can be read."""
    aim = 255 if _luminance(rgb) > (LIGHT_ENOUGH + DARK_ENOUGH) / 2 else 0
    while DARK_ENOUGH < _luminance(rgb) < LIGHT_ENOUGH:
        rgb = tuple(round(colour + 0.04 * (aim - colour)) for colour in rgb)
    return rgb


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
