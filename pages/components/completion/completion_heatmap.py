"""Cells of a heatmap of units and months: the figure on which the light stands, on the light's colour.

Vermilion for behind and slow, blue for ahead, grey for normal: figure and colour are of one measure, and the colour's
depth follows the figure written in the cell. Not due stays empty. The other measure stands in the touch text, named.
"""

from collections.abc import Sequence

import pandas as pd

from data import formats
from data.wording import completion_wording
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
TASK_DEEPEST = 2 / 3  # a third of the task done, or five thirds: the colour is full
FAR_OFF = 10  # a thousand percent: a suspected slip so large has no room in a cell
LIGHT_ENOUGH, DARK_ENOUGH = 0.26, 0.175  # luminance on which ink, on which white stands out 4.5 : 1
Cell = dict[str, str]
Rgb = tuple[int, ...]


def cells(
    frame: pd.DataFrame,
    group: str,
    months: Sequence[pd.Timestamp],
    *,
    figure: str = "task_rate",
    is_lit: bool = True,
    deepest: float = 25,
) -> dict[str, list]:
    """Return per group its cells, month by month: text, fill, ink and touch text; None where nothing was due.

    Args:
        frame: rows of ``completion_by_month`` by month/12.
        group: the column that names the row.
        months: the months to show, in order.
        figure: what the cells say: ``task_rate`` [as percent] or ``pace_gap_pp`` [百分点].
        is_lit: the lights stand on ``figure``; else all cells are grey, since a colour would say something else.
        deepest: percentage points of gap at which the colour is full.
    """
    rows = {(row[group], row["month"]): row for row in frame.to_dict("records")}
    return {
        name: [_cell(rows.get((name, month)), figure, deepest, is_lit=is_lit) for month in months]
        for name in frame[group].unique()
    }


def _cell(row: dict | None, figure: str, deepest: float, *, is_lit: bool) -> Cell | None:
    if row is None or formats.is_missing(row[figure]):
        return None
    value, light = row[figure], row["light"]
    is_rate = figure == "task_rate"
    if light == "doubtful" and abs(value) >= FAR_OFF * (1 if is_rate else 100):
        return {"t": formats.LIGHTS["doubtful"][0], "fill": ZERO, "ink": INK, "hint": _hint(row)}
    text = formats.percent(value, 0).rstrip("%") if is_rate else formats.number(value, 0, is_signed=True)
    hint = _hint(row)
    least, most = DEPTHS.get(light, (0.0, 0.0)) if is_lit and isinstance(light, str) else (0.0, 0.0)
    if least == most:
        return {"t": text, "fill": ZERO, "ink": INK, "hint": hint}
    share = (value - 1) / TASK_DEEPEST if is_rate else value / deepest
    rgb = _legible(_colour(max(least, min(most, share))))
    ink = INK if _luminance(rgb) >= LIGHT_ENOUGH else "#ffffff"
    return {"t": text, "fill": "#{:02x}{:02x}{:02x}".format(*rgb), "ink": ink, "hint": hint}


def _hint(row: dict) -> str:
    return f"{row['month'].month}月：{completion_wording.both(pd.Series(row))}"


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
