"""Pictures of the open issues: how long they have been open, and with whom they are."""

import pandas as pd
import plotly.graph_objects as go

from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import INK, LATE, MUTED, STEEL

AGES = ((7, "7 天以内"), (15, "8–15 天"), (30, "16–30 天"), (90, "31–90 天"), (10**6, "90 天以上"))
MOST = 8  # units shown


def ages(ledger: pd.DataFrame, height: int) -> None:
    """Draw how many are open how long; overdue ones below, in vermilion."""
    left = ledger[ledger.closed_on.isna()]
    place = [next(at for at, (most, _) in enumerate(AGES) if days <= most) for days in left.open_days]
    is_late = left.issue_state == "overdue"
    late = [sum(1 for at, one in zip(place, is_late, strict=True) if at == each and one) for each in range(len(AGES))]
    rest = [place.count(each) - late[each] for each in range(len(AGES))]
    names = [name for _, name in AGES]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(x=names, y=late, marker={"color": LATE}, width=0.62, hovertemplate="%{x} 逾期 %{y} 个<extra></extra>")
    fig.add_bar(
        x=names,
        y=rest,
        base=late,
        marker={"color": STEEL},
        width=0.62,
        hovertemplate="%{x} 未逾期 %{y} 个<extra></extra>",
    )
    for name, overdue, other in zip(names, late, rest, strict=True):
        if overdue + other:
            said = f"<b>{overdue + other}</b>" + (f"<br>逾期 {overdue}" if overdue else "")
            marks.note(x=name, y=overdue + other, yanchor="bottom", text=said, font={"color": INK})
    tallest = max([a + b for a, b in zip(late, rest, strict=True)] or [1])
    fig.update_yaxes(range=[0, max(tallest, 1) * 1.3], visible=False)
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(fig, height=height, alt="未销号问题按已提出的天数分布，红色为逾期", key="issue_ages")


def units(summary: pd.DataFrame, height: int) -> None:
    """Draw the units with most open issues; overdue ones first on the bar."""
    shown = summary[summary.open_issues > 0].head(MOST).iloc[::-1]
    names = [name if name != "—" else "未交办" for name in shown.responsible_unit]
    rest = shown.open_issues - shown.overdue_issues
    fig, marks = go.Figure(), Marks()
    fig.add_bar(y=names, x=shown.overdue_issues, orientation="h", marker={"color": LATE}, width=0.6, hoverinfo="skip")
    fig.add_bar(
        y=names,
        x=rest,
        base=shown.overdue_issues,
        orientation="h",
        marker={"color": STEEL},
        width=0.6,
        hoverinfo="skip",
    )
    for name, count, overdue in zip(names, shown.open_issues, shown.overdue_issues, strict=True):
        said = f"{count} 个" + (f"，逾期 {overdue}" if overdue else "")
        marks.note(x=count, y=name, xanchor="left", xshift=6, text=said, font={"color": LATE if overdue else MUTED})
    fig.update_xaxes(range=[0, max([*shown.open_issues, 1]) * 1.45], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="未销号问题最多的单位，红色为逾期", key="issue_units")
