"""Before and after: the sums of each month as they stood before a day's files and as they stand since."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme, words
from pages.components.theme import BLUE, INK, MUTED, STEEL

MOST = 9  # months shown, up to the last that changed
MEASURES = {"reported": "上报本年累计", "booked": "入统本年累计", "plan": "年度计划（按生效月）"}


def before_and_after(months: pd.DataFrame) -> None:
    """A pair of bars a month and measure that changed: grey before, blue after, the change in words above."""
    changed = [name for name in MEASURES if (months[months.measure == name].changed_facts > 0).any()]
    if not changed:
        words.title("各月合计没有变动", "收件前后相同")
        return
    height = 300 if len(changed) == 1 else 168
    for measure in changed:
        of_measure = months[months.measure == measure].sort_values("month")
        last = of_measure[of_measure.changed_facts > 0].month.max()
        _pair(of_measure[of_measure.month <= last].tail(MOST), measure, height)


def _pair(months: pd.DataFrame, measure: str, height: int) -> None:
    unit = formats.money_unit(*months.before_wan, *months.after_wan)
    scale = 10_000 if unit == "亿元" else 1
    words.title(f"{MEASURES[measure]}合计", f"{unit}；灰为收件前，蓝为收件后；全部项目直接相加", rule=False)
    years = [None, *(month.year for month in months.month)]
    labels = [
        f"{month.month}月" if month.year == before else f"{month:%y}年{month.month}月"
        for month, before in zip(months.month, years, strict=False)
    ]
    fig = go.Figure()
    fig.add_bar(
        x=labels, y=months.before_wan / scale, marker={"color": STEEL}, offset=-0.4, width=0.4, hoverinfo="skip"
    )
    said = [formats.money_figure(row.after_wan, unit) if row.changed_facts else "" for row in months.itertuples()]
    fig.add_bar(
        x=labels, y=months.after_wan / scale, offset=0, width=0.4, text=said, textposition="outside", hoverinfo="skip",
        textfont={"color": INK, "size": 12}, cliponaxis=False, constraintext="none",
        marker={"color": [BLUE if row.changed_facts else STEEL for row in months.itertuples()]},
    )  # fmt: skip
    tallest = max([*(months.before_wan / scale), *(months.after_wan / scale), 0.01])
    fig.update_yaxes(range=[min(0, *(months.after_wan / scale)), tallest * 1.2], nticks=4)
    fig.update_xaxes(tickfont={"color": MUTED})
    fig.update_layout(margin={"l": 44, "r": 4, "t": 4, "b": 22})
    moved = months[months.changed_facts > 0].iloc[-1]
    alt = (
        f"{MEASURES[measure]}合计，{formats.month(moved.month)}由 {formats.money(moved.before_wan)}"
        f"变为 {formats.money(moved.after_wan)}"
    )
    theme.figure(fig, height=height, alt=alt, key=f"before_and_after_{measure}")
