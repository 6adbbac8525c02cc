"""Pictures of the money: each unit's funds in place against its plan, and what the three groups still have to raise."""

import pandas as pd
import plotly.graph_objects as go

from data import dictionary, formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import AMBER_FILL, BLUE, FAINT, INK, MUTED, STEEL

MOST = 8  # units shown


def units(completion: pd.DataFrame, height: int) -> None:
    """Draw the share in place of the plan, the lowest unit first, and how far it is paid."""
    shown = completion[completion.funds_in_place_rate.notna()].sort_values("funds_in_place_rate", kind="stable")
    shown = shown.head(MOST).iloc[::-1]
    fig, marks = go.Figure(), Marks()
    names = list(shown.responsible_unit)
    fig.add_bar(
        y=names, x=[1] * len(names), orientation="h", width=0.6, hoverinfo="skip",
        marker={"color": "#ffffff", "line": {"color": FAINT, "width": 1}},
    )  # fmt: skip
    fig.add_bar(
        y=names, x=[min(rate, 1) for rate in shown.funds_in_place_rate], orientation="h", width=0.6,
        marker={"color": BLUE}, hoverinfo="skip",
    )  # fmt: skip
    for row in shown.itertuples():
        parts = [formats.money_figure(amount, "亿元") for amount in (row.funds_in_place_wan, row.funds_plan_wan)]
        text = f"<b>{formats.percent(row.funds_in_place_rate)}</b> {'/'.join(parts)}"
        marks.note(x=1, y=row.responsible_unit, xanchor="left", xshift=6, text=text, font={"color": INK, "size": 12})
    fig.update_layout(barmode="overlay")
    fig.update_xaxes(range=[0, 2.1], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="资金到位率最低的单位：到位资金占年度计划的比例", key="funds_units_bars")


def needs(summary: pd.DataFrame, height: int) -> None:
    """Draw the three groups: settled in grey, still to be raised in amber."""
    known = dictionary.lookup("financing_group")
    shown = summary[summary.financing_need_wan > 0].iloc[::-1]
    names = [dictionary.write(known, group) for group in shown.financing_group]
    done = shown.financing_need_wan - shown.financing_gap_wan
    fig, marks = go.Figure(), Marks()
    fig.add_bar(y=names, x=done, orientation="h", width=0.6, marker={"color": STEEL}, hoverinfo="skip")
    fig.add_bar(
        y=names, x=shown.financing_gap_wan, base=done, orientation="h", width=0.6, marker={"color": AMBER_FILL},
        hoverinfo="skip",
    )  # fmt: skip
    for name, row in zip(names, shown.itertuples(), strict=True):
        text = f"未落实 {formats.money(row.financing_gap_wan)}"
        marks.note(x=row.financing_need_wan, y=name, xanchor="left", xshift=8, text=text, font={"color": MUTED})
    fig.update_xaxes(range=[0, max([*shown.financing_need_wan, 1]) * 2], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="融资需求三批：已落实和未落实的金额", key="funds_needs_bars")
