"""Pictures of the adjustments: the plan from January to now, step by step, and the causes."""

import pandas as pd
import plotly.graph_objects as go

from data import dictionary, formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, STEEL
from pages.components.view import Row, View

STEPS = ("调入", "调出", "转批次", "计划调整")


def bridge(adjusted: pd.DataFrame, balance: Row, view: View, height: int) -> None:
    """Draw January's plan, what each kind of adjustment added or took, what else changed, and the plan now."""
    before, now = float(balance.plan_in_january_wan), float(balance.plan_now_wan)
    sums = adjusted.groupby("adjustment_kind").adjustment_change_wan.sum()
    steps = [(kind, float(sums[kind])) for kind in STEPS if kind in sums.index and sums[kind]]
    rest = now - before - sum(value for _, value in steps)
    steps += [("其他", rest)] if abs(rest) >= 1 else []
    names = ["年初计划", *(name for name, _ in steps), f"{view.as_of.month}月计划"]
    fig, marks, at = go.Figure(), Marks(), before
    base, size, colours = [0.0], [before], [STEEL]
    for _, value in steps:
        base.append(min(at, at + value))
        size.append(abs(value))
        colours.append(BLUE if value >= 0 else LATE)
        at += value
    base, size, colours = [*base, 0.0], [*size, now], [*colours, STEEL]
    fig.add_bar(x=names, y=size, base=base, marker={"color": colours}, width=0.62, hoverinfo="skip")
    texts = [formats.money(before), *(formats.money(abs(value)) for _, value in steps), formats.money(now)]
    signs = ["", *("+" if value >= 0 else formats.MINUS for _, value in steps), ""]
    for name, low, high, sign, text in zip(names, base, size, signs, texts, strict=True):
        marks.note(
            x=name,
            y=low + high,
            yanchor="bottom",
            text=f"<b>{sign}{text.replace(' ', '<br>')}</b>",
            font={"color": INK, "size": 12},
        )
    whole = max([low + high for low, high in zip(base, size, strict=True)] + [1])
    floor = min([low for low, (name, _) in zip(base[1:-1], steps, strict=True) if name] + [before, now]) * 0.9
    fig.update_yaxes(range=[max(floor - (whole - floor) * 0.15, 0), whole + (whole - floor) * 0.35], visible=False)
    fig.update_xaxes(tickfont={"size": 13, "color": INK})
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(
        fig, height=height, alt="年度计划从年初到现在，各种调整各增减多少；纵轴不从零起", key="adjustment_bridge"
    )


def causes(adjusted: pd.DataFrame, height: int) -> None:
    """Draw a bar a cause."""
    known = dictionary.lookup("cause_kind")
    said = adjusted.cause_kind.fillna("none")
    order = [name for name in (*known.words, "none") if (said == name).any()][::-1]
    names = ["没有写原因" if name == "none" else dictionary.write(known, name) for name in order]
    sizes = [int((said == name).sum()) for name in order]
    fig, marks = go.Figure(), Marks()
    colours = [LATE if name == "none" else STEEL for name in order]
    fig.add_bar(y=names, x=sizes, orientation="h", width=0.6, marker={"color": colours}, hoverinfo="skip")
    for name, size in zip(names, sizes, strict=True):
        marks.note(x=size, y=name, xanchor="left", xshift=6, text=f"<b>{size}</b>", font={"color": INK})
    fig.update_xaxes(range=[0, max([*sizes, 1]) * 1.2], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="计划调整的原因各有几项", key="adjustment_causes")
