"""S-curve of the year: plan, reported and booked year to date, the gap to pace named at its place."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.theme import BLUE, FAINT, INK, LATE, MUTED, WASH

YI = formats.WAN_PER_YI


def unit(series: pd.DataFrame) -> str:
    """Return the unit of the curve: 亿元 as soon as the year's plan reaches 1 亿."""
    return formats.money_unit(*series.annual_plan_wan)


def s_curve(series: pd.DataFrame, *, height: int) -> None:
    """Draw twelve months of ``investment_series``: what is known up to the month, the plan to December."""
    scale = YI if unit(series) == "亿元" else 1
    at = series.month.dt.month
    known = series.reported_ytd_wan.notna()
    booked = series.booked_ytd_wan.notna()
    now, month = series[known].iloc[-1], int(at[known].iloc[-1])
    plan, pace = now.annual_plan_wan / scale, now.annual_plan_wan * now.expected_share / scale
    reported = now.reported_ytd_wan / scale
    fig = go.Figure()
    if booked.any():
        _line(fig, at[booked], series.booked_ytd_wan[booked] / scale, color=INK, width=2)
        both = series[known & booked]
        _line(fig, both.month.dt.month, both.reported_ytd_wan / scale, color="rgba(0,0,0,0)", width=0)
        fig.data[-1].update(fill="tonexty", fillcolor=WASH)
    _line(fig, at[known], series.reported_ytd_wan[known] / scale, color=BLUE, width=3)
    _line(fig, at, series.planned_ytd_wan / scale, color=MUTED, width=1.5, dash="dot")
    _dot(fig, month, reported, BLUE)
    _name_plan(fig, series.planned_ytd_wan / scale, month)
    right = {"x": month + 0.25, "xanchor": "left", "align": "left"} if month < 10 else _left(month)
    top = max(plan, series.planned_ytd_wan.max() / scale, reported)
    labels = [(reported, f"<b>上报 {_figure(reported)}</b> · {_share(reported, plan)}", BLUE)]
    if booked.any():
        last = series[booked].iloc[-1]
        entered, entered_at = last.booked_ytd_wan / scale, int(last.month.month)
        _dot(fig, entered_at, entered, INK)
        said = "" if entered_at == month else f"（{entered_at}月）"
        labels += [(entered, f"<b>入统 {_figure(entered)}</b> · {_share(entered, plan)}{said}", INK)]
    _pace_mark(fig, month, pace, reported, plan)
    for y, text, colour in _apart(labels, 0.055 * top):
        fig.add_annotation(**right, y=y, text=text, font={"color": colour})
    fig.add_annotation(
        x=12,
        y=plan,
        xanchor="right",
        yanchor="bottom",
        yshift=5,
        xshift=8,
        text=f"年度计划 {_figure(plan)}",
        font={"color": MUTED},
    )
    fig.update_xaxes(
        tickvals=list(range(1, 13)),
        ticktext=[f"{m}月" for m in range(1, 13)],
        range=[0.7, 12.3],
        showline=True,
        linecolor=FAINT,
    )
    fig.update_yaxes(nticks=5, range=[0, 1.1 * top], tickformat=",~f", rangemode="tozero")
    fig.update_layout(margin={"l": 36, "r": 4, "b": 24, "t": 2})
    said = [f"年度计划 {_figure(plan)}", f"{month}月时序应完成 {_figure(pace)}", f"上报 {_figure(reported)}"]
    said += [f"入统 {_figure(entered)}" if booked.any() else "尚无入统数"]
    theme.figure(fig, height=height, alt=f"累计完成投资（{unit(series)}）：{'，'.join(said)}", key="s_curve")


def _name_plan(fig: go.Figure, planned: pd.Series, month: int) -> None:
    """Name the plan's line where nothing else is written: on the months to come, late in the year on the first ones."""
    x, side = (10.6, {"xanchor": "right", "yshift": 16}) if month < 9 else (4.0, {"xanchor": "right", "yshift": 14})
    y = planned.iloc[int(x) - 1]
    fig.add_annotation(x=x, y=y, yanchor="bottom", text="计划进度", font={"color": MUTED}, **side)


def _pace_mark(fig: go.Figure, month: int, pace: float, reported: float, plan: float) -> None:
    """A short bar at the pace and the distance from it to the reported point, with the words for it."""
    colour, word = (LATE, "慢") if reported < pace else (BLUE, "快")
    fig.add_shape(type="line", x0=month - 0.3, x1=month + 0.3, y0=pace, y1=pace, line={"color": colour, "width": 3})
    fig.add_shape(type="line", x0=month, x1=month, y0=reported, y1=pace, line={"color": colour, "width": 1.5})
    distance = formats.number(abs(100 * reported / plan - 100 * pace / plan), 1) if plan else formats.NONE
    fig.add_annotation(
        x=month - 0.4,
        y=max(pace, reported),
        xanchor="right",
        align="right",
        font={"color": colour},
        text=f"时序 {_figure(pace)} · {_share(pace, plan)}<br><b>{word} {distance} 个百分点</b>",
    )


def _left(month: int) -> dict:
    return {"x": month - 0.25, "xanchor": "right", "align": "right"}


def _apart(labels: list[tuple], least: float) -> list[tuple]:
    """Move labels that would stand on each other apart, keeping their order."""
    placed: list[tuple] = []
    for y, *rest in sorted(labels, key=lambda label: -label[0]):
        placed.append((min(y, placed[-1][0] - least) if placed else y, *rest))
    return placed


def _figure(value: float) -> str:
    return formats.number(value, 1 if abs(value) < 10_000 else 0)


def _share(value: float, plan: float) -> str:
    return formats.percent(value / plan) if plan else formats.NONE


def _line(fig: go.Figure, x: pd.Series, y: pd.Series, **style: object) -> None:
    fig.add_scatter(x=x, y=y, mode="lines", line=style, hovertemplate="%{x}月 %{y:.1f}<extra></extra>")


def _dot(fig: go.Figure, x: int, y: float, colour: str) -> None:
    marker = {"size": 9, "color": colour, "line": {"color": "#fff", "width": 1.5}}
    fig.add_scatter(x=[x], y=[y], mode="markers", hoverinfo="skip", marker=marker)
