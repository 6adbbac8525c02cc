"""Pictures of one project: its dates planned and actual, its year against the plan, its months."""

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, FAINT, HAIR, INK, LATE, LINE, MUTED, STEEL, WASH

MONTHS = 24  # of the monthly bars


def year_curve(months: pd.DataFrame, as_of: date, *, with_booked: bool, height: int) -> None:
    """Plan, reported and booked of the year, cumulative; silent months are hollow, January has no booked point."""
    year = months[months.month.dt.year == as_of.year]
    fig, marks, plan = go.Figure(), Marks(), year[year.planned_ytd_wan.notna()]
    xs = [month.month for month in year.month]
    planned = [month.month for month in plan.month]
    goal = year.annual_plan_wan.iloc[-1] if len(year) else None
    if len(plan):
        rest = [12] if pd.notna(goal) and planned[-1] < 12 else []
        amounts = [*plan.planned_ytd_wan, *([goal] if rest else [])]
        fig.add_scatter(
            x=planned + rest,
            y=amounts,
            mode="lines",
            line={"color": MUTED, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
    booked = year[year.booked_ytd_wan.notna() & (year.month.dt.month > 1)] if with_booked else year.head(0)
    if len(booked):
        fig.add_scatter(
            x=[month.month for month in booked.month], y=booked.booked_ytd_wan, mode="lines+markers",
            line={"color": INK, "width": 2}, marker={"size": 6},
            hovertemplate="%{x}月 入统 %{y:,.0f} 万元<extra></extra>",
        )  # fmt: skip
    told = year[year.carried_ytd_wan.notna()]
    hollow = ["#ffffff" if silent else BLUE for silent in told.is_silent]
    fig.add_scatter(
        x=[month.month for month in told.month], y=told.carried_ytd_wan, mode="lines+markers",
        line={"color": BLUE, "width": 3}, fill="tozeroy", fillcolor=WASH,
        marker={"size": 8, "color": hollow, "line": {"color": BLUE, "width": 1.6}},
        hovertemplate="%{x}月 上报 %{y:,.0f} 万元<extra></extra>",
    )  # fmt: skip
    tallest = max([*year.carried_ytd_wan.dropna(), *booked.booked_ytd_wan, *plan.planned_ytd_wan, goal or 0, 1])
    ends = []
    if len(told):
        ends.append((told.carried_ytd_wan.iloc[-1], "上报", BLUE, True))
    if len(booked):
        ends.append((booked.booked_ytd_wan.iloc[-1], "入统", INK, True))
    if len(plan):
        ends.append((plan.planned_ytd_wan.iloc[-1], "应完成", MUTED, False))
    _end_labels(marks, max(xs, default=1), ends, tallest)
    if pd.notna(goal):
        text = f"年度计划 {formats.number(goal)}"
        marks.note(x=12.2, y=goal, xanchor="right", yanchor="bottom", yshift=4, text=text, font={"color": MUTED})
    for silent in told[told.is_silent].month:
        marks.note(x=silent.month, y=0, yanchor="bottom", text="未报", font={"color": LATE, "size": 12})
    ticks = list(range(1, 13))
    fig.update_xaxes(
        tickvals=ticks, ticktext=[f"{m}月" for m in ticks], range=[0.6, 12.4], showline=True, linecolor=FAINT
    )
    fig.update_yaxes(range=[0, tallest * 1.16], nticks=5, tickformat=",")
    marks.put(fig)
    fig.update_layout(margin={"l": 52, "r": 4, "t": 6, "b": 24})
    theme.figure(fig, height=height, alt=f"{as_of.year}年累计：计划、上报、入统，万元", key="year_curve")


def _end_labels(marks: Marks, at: int, ends: list[tuple[float, str, str, bool]], tallest: float) -> None:
    """Labels at the last points, pushed apart so that they never lie on each other."""
    least, last = tallest * 0.1, None
    for value, name, colour, is_bold in sorted(ends, key=lambda end: end[0]):
        y = value if last is None else max(value, last + least)
        last = y
        text = f"{name} {formats.number(value)}"
        side = {"x": at + 0.18, "xanchor": "left"} if at < 10 else {"x": at - 0.25, "xanchor": "right"}
        words = f"<b>{text}</b>" if is_bold else text
        ground = "rgba(255,255,255,.88)"  # the plan goes on behind its label
        marks.note(y=y, text=words, font={"color": colour}, bgcolor=ground, yshift=8 if y < least else 0, **side)


def month_bars(months: pd.DataFrame, height: int) -> None:
    """What was reported month by month; corrections hang below in vermilion, silent months are marked."""
    shown = months.tail(MONTHS)
    amounts = shown.reported_month_wan.where(~shown.is_silent)
    names = [f"{month:%y}年{month.month}月" for month in shown.month]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(
        x=names, y=amounts, marker={"color": [LATE if amount < 0 else BLUE for amount in amounts]}, width=0.7,
        hovertemplate="%{x} %{y:,.0f} 万元<extra></extra>",
    )  # fmt: skip
    for name, silent in zip(names, shown.is_silent, strict=True):
        if silent:
            marks.note(x=name, y=0, yanchor="bottom", text="○", font={"color": LATE, "size": 12})
    quarters = [name for name, month in zip(names, shown.month, strict=True) if month.month in (1, 4, 7, 10)]
    ticks = [name for name in quarters if name != names[0] or len(names) == 1]  # there it would meet the 0 of the axis
    fig.update_xaxes(type="category", tickvals=ticks, tickfont={"size": 12})
    fig.update_yaxes(nticks=4, tickformat=",", zeroline=True, zerolinecolor=FAINT)
    marks.put(fig)
    fig.update_layout(margin={"l": 52, "r": 4, "t": 4, "b": 22})
    theme.figure(fig, height=height, alt=f"近 {len(shown)} 个月各月上报额，万元；○ 为未报", key="month_bars")


def timeline(facts: pd.Series, entries: pd.DataFrame, as_of: date, height: int) -> None:
    """Start, library entry, first figures, finish: planned at first (hollow), planned now (grey), actual (blue)."""
    library, figures = first_entry(entries, "library"), first_entry(entries, "statistics")
    rows = [
        ("开工", facts.original_planned_start_date, facts.planned_start_date, facts.actual_start_date),
        ("统计入库", None, None, library),
        ("入统", None, None, figures),
        ("竣工", facts.original_planned_finish_date, facts.planned_finish_date, facts.actual_finish_date),
        ("投用", None, None, facts.in_use_date),
    ]
    days = [day for _, *dates in rows for day in dates if pd.notna(day)]
    cut = pd.Timestamp(as_of.year, as_of.month, 1) + pd.offsets.MonthEnd(0)
    first, last = min([*days, cut]), max([*days, cut])
    room = max((last - first) * 0.16, timedelta(days=120))
    fig, marks = go.Figure(), Marks()
    places = _places(rows)
    line = {"x0": cut, "x1": cut, "y0": -0.5, "y1": places[-1] + 0.5}
    marks.shape(type="line", line={"color": LINE, "width": 1, "dash": "dot"}, **line)
    marks.note(x=cut, y=-0.5, yanchor="bottom", text="截至月", font={"color": MUTED, "size": 12})
    for at, (name, original, latest, actual) in zip(places, rows, strict=True):
        marks.shape(type="line", x0=first, x1=last, y0=at, y1=at, layer="below", line={"color": HAIR, "width": 1})
        _dates(fig, marks, at, name, original, latest, actual, cut)
    fig.update_xaxes(range=[first - room, last + room * 1.3], visible=False)
    names = [name for name, *_ in rows]
    fig.update_yaxes(
        tickvals=places,
        ticktext=names,
        range=[places[-1] + 0.6, -1.0],
        showgrid=False,
        tickfont={"size": 14, "color": INK},
    )
    marks.put(fig)
    fig.update_layout(margin={"l": 64, "r": 2})
    theme.figure(fig, height=height, alt="计划与实际日期：开工、入库、入统、竣工、投用", key="timeline")


def _places(rows: list[tuple]) -> list[float]:
    """Heights of the rows: one with words above and below its line needs more room."""
    places, at = [], 0.0
    for _, original, latest, actual in rows:
        places.append(at)
        has_moved = pd.notna(original) and pd.notna(latest) and original != latest
        at += 1.5 if has_moved or (pd.notna(latest) and pd.notna(actual)) else 0.9
    return places


def first_entry(entries: pd.DataFrame, step: str) -> pd.Timestamp | None:
    """The earliest month of a bundle: the ledger's, else the return's."""
    if entries.empty:
        return None
    months = entries[f"ledger_{step}_month"].fillna(entries[f"return_{step}_month"]).dropna()
    return months.min() if len(months) else None


def _dates(
    fig: go.Figure,
    marks: Marks,
    at: float,
    name: str,
    original: object,
    latest: object,
    actual: object,
    cut: pd.Timestamp,
) -> None:
    has_moved = pd.notna(original) and pd.notna(latest) and original != latest
    if has_moved:
        marks.shape(type="line", x0=original, x1=latest, y0=at, y1=at, line={"color": STEEL, "width": 3}, layer="below")
        _mark(fig, marks, at, original, "circle-open", MUTED, f"原 {original:%y-%m}", "bottom")
    if pd.notna(actual):
        _mark(fig, marks, at, actual, "square", BLUE, f"<b>{actual:%y-%m}</b>", "top")
    if pd.notna(latest):
        is_late = pd.isna(actual) and latest <= cut
        words = f"<b>计划 {latest:%y-%m}，已过</b>" if is_late else f"计划 {latest:%y-%m}"
        _mark(
            fig,
            marks,
            at,
            latest,
            "triangle-down" if is_late else "circle",
            LATE if is_late else MUTED,
            words,
            "bottom" if pd.notna(actual) else "top",
        )
    elif pd.isna(actual):
        marks.note(
            x=cut, y=at, xanchor="right", text="还没有" if name != "投用" else "—", xshift=-8, font={"color": MUTED}
        )


def _mark(
    fig: go.Figure, marks: Marks, at: float, day: object, symbol: str, colour: str, words: str, side: str
) -> None:
    fig.add_scatter(
        x=[day],
        y=[at],
        mode="markers",
        hoverinfo="skip",
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
    )
    shift = 8 if side == "top" else -8
    marks.note(
        x=day,
        y=at,
        yanchor="bottom" if side == "top" else "top",
        yshift=shift,
        text=words,
        font={"size": 12, "color": colour},
    )
