"""S-curve of the year: plan, reported and booked year to date, the gap to pace named at its place."""

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components import theme
from pages.components.theme import BLUE, FAINT, INK, MUTED, WASH

YI = formats.WAN_PER_YI
FAN = "rgba(37,99,168,0.16)"  # the interval of the forecast
VEIL = "rgba(255,255,255,0.75)"  # behind a label that a line may cross


def unit(series: pd.DataFrame) -> str:
    """Return the unit of the curve: 亿元 as soon as the year's plan reaches 1 亿."""
    return formats.money_unit(*series.annual_plan_wan)


def s_curve(series: pd.DataFrame, *, height: int, fan: pd.DataFrame | None = None, key: str = "s_curve") -> None:
    """Draw twelve months of ``investment_series``: what is known up to the month, the plan to December.

    ``fan`` is ``forecast_by_month``: the months to come with their interval; without rows there is none.
    Of a month with a suspected slip of the unit the curve shows what is reported without it, and says so.
    """
    slips = series.suspect_projects.fillna(0) > 0
    series = series.assign(reported_ytd_wan=series.unsuspected_reported_wan.where(slips, series.reported_ytd_wan))
    scale = YI if unit(series) == "亿元" else 1
    at = series.month.dt.month
    known = series.reported_ytd_wan.notna()
    booked = series.booked_ytd_wan.notna()
    now, month = series[known].iloc[-1], int(at[known].iloc[-1])
    plan, pace = now.annual_plan_wan / scale, now.annual_plan_wan * now.expected_share / scale
    reported = now.reported_ytd_wan / scale
    fig = _Parts()
    past = at <= month  # a month that was never loaded is a gap in the line, neither zero nor bridged
    ahead = fan.assign(at=fan.month.dt.month) if fan is not None and len(fan) > 1 else None
    is_above = ahead is not None and ahead.forecast_wan.iloc[-1] >= now.annual_plan_wan
    if ahead is not None:
        _fan(fig, ahead, scale, is_above=is_above)
    if booked.any():
        _line(fig, at[past], series.booked_ytd_wan[past] / scale, color=INK, width=2)
        both = series[known & booked]
        if len(both) and list(both.index) == list(range(both.index[0], both.index[-1] + 1)):
            _line(fig, both.month.dt.month, both.booked_ytd_wan / scale, color="rgba(0,0,0,0)", width=0)
            _line(fig, both.month.dt.month, both.reported_ytd_wan / scale, color="rgba(0,0,0,0)", width=0)
            fig.traces[-1] |= {"fill": "tonexty", "fillcolor": WASH}
    _line(fig, at[past], series.reported_ytd_wan[past] / scale, color=BLUE, width=3)
    _line(fig, at, series.planned_ytd_wan / scale, color=MUTED, width=1.5, dash="dot")
    _dot(fig, month, reported, BLUE)
    _name_plan(fig, series.planned_ytd_wan / scale, month if ahead is None else 12)
    label = "上报（不含疑似单位错）" if slips[now.name] else "上报"
    labels = [(reported, f"<b>{label} {_figure(reported)}</b> · {_share(reported, plan)}", BLUE)]
    for x, y in zip(at[slips & known], series.reported_ytd_wan[slips & known] / scale, strict=True):
        _dot(fig, x, y, FAINT)
    if booked.any():
        last = series[booked].iloc[-1]
        entered, entered_at = last.booked_ytd_wan / scale, int(last.month.month)
        _dot(fig, entered_at, entered, INK)
        of_month = "" if entered_at == month else f"（{entered_at}月）"
        labels += [(entered, f"<b>入统 {_figure(entered)}</b> · {_share(entered, plan)}{of_month}", INK)]
    top = max(plan, series.planned_ytd_wan.max() / scale, reported)
    if ahead is not None:
        top = max(top, _number(ahead.forecast_wan.iloc[-1], ahead.forecast_high_wan.iloc[-1]) / scale)
    is_early, is_late = month <= 3, month >= 10
    colour = _pace_mark(fig, month, pace, reported)
    said = _pace_words(pace, reported, plan, " " if is_early else "<br>")
    if is_early:
        labels.append((max(pace, reported), said, colour))
    elif month < 12:
        fig.write(
            x=month - 0.4, y=max(pace, reported), xanchor="right", align="right", font={"color": colour}, text=said
        )
    if is_late:
        labels.append((plan, f"年度计划 {_figure(plan)}", MUTED))
    else:
        fig.write(
            x=12, y=plan, xanchor="right", yanchor="top" if is_above else "bottom", yshift=-12 if is_above else 5,
            xshift=8, bgcolor=VEIL, text=f"年度计划 {_figure(plan)}",
            font={"color": MUTED},
        )  # fmt: skip
    if beyond := [str(m) for m, wan in zip(at, series.reported_ytd_wan, strict=True) if wan / scale > 1.1 * top]:
        fig.write(
            x=int(beyond[0]) - 0.1, y=1.1 * top, xanchor="right", yanchor="top", font={"color": MUTED},
            text=f"{'、'.join(beyond)}月上报<br>超出图幅", align="right",
        )  # fmt: skip
    for y, text, tone in _apart(labels, 0.055 * top):
        fig.write(x=month + 0.4, xanchor="left", align="left", y=y, text=text, font={"color": tone}, bgcolor=VEIL)
    layout = {
        "xaxis": {
            "tickvals": list(range(1, 13)),
            "ticktext": [f"{m}月" for m in range(1, 13)],
            "range": [0.7, month + 4.6 if is_late else 12.3],
            "showline": True,
            "linecolor": FAINT,
        },
        "yaxis": {"nticks": 5, "range": [0, 1.1 * top], "tickformat": ",~f"},
        "margin": {"l": 36, "r": 4, "b": 24, "t": 2},
    }
    parts = [f"年度计划 {_figure(plan)}", f"{month}月时序应完成 {_figure(pace)}", f"{label} {_figure(reported)}"]
    parts += [f"入统 {_figure(entered)}" if booked.any() else "尚无入统数"]
    if ahead is not None:
        parts.append(f"年末预测 {_figure(ahead.forecast_wan.iloc[-1] / scale)}")
    theme.figure(fig.figure(layout), height=height, alt=f"累计完成投资（{unit(series)}）：{'，'.join(parts)}", key=key)


def _fan(fig: "_Parts", fan: pd.DataFrame, scale: float, *, is_above: bool) -> None:
    """Draw the forecast to December: its interval as a band, the middle dashed, the end named above or below it."""
    known = fan[fan.forecast_low_wan.notna()]
    if len(known) > 1:
        _line(fig, known["at"], known.forecast_low_wan / scale, color="rgba(0,0,0,0)", width=0)
        _line(fig, known["at"], known.forecast_high_wan / scale, color="rgba(0,0,0,0)", width=0)
        fig.traces[-1] |= {"fill": "tonexty", "fillcolor": FAN}
    _line(fig, fan["at"], fan.forecast_wan / scale, color=BLUE, width=1.5, dash="dash")
    end = fan.iloc[-1]
    fig.write(
        x=12, y=_number(end.forecast_wan, end.forecast_high_wan if is_above else end.forecast_low_wan) / scale,
        xanchor="right", yanchor="bottom" if is_above else "top", yshift=5 if is_above else -5, xshift=8,
        text=f"年末预测 {_figure(end.forecast_wan / scale)}", font={"color": BLUE}, bgcolor=VEIL,
    )  # fmt: skip


def _number(middle: float, end: float) -> float:
    """Return the interval's end, the middle where there is no interval."""
    return middle if pd.isna(end) else end


def _name_plan(fig: "_Parts", planned: pd.Series, month: int) -> None:
    """Name the plan's line where nothing else is written: on the months to come, late in the year on the first ones."""
    x, side = (11, {"xshift": -4, "yshift": 6}) if month <= 9 else (4, {"yshift": 14})
    y = planned.iloc[x - 1]
    fig.write(x=x, y=y, xanchor="right", yanchor="bottom", text="计划进度", font={"color": MUTED}, **side)


def _pace_mark(fig: "_Parts", month: int, pace: float, reported: float) -> str:
    """Draw a short bar at the pace and the distance from it to the reported point; return their colour."""
    colour = MUTED if reported < pace else BLUE  # the verdict is the light's, not the calendar's
    fig.stroke(x0=month - 0.3, x1=month + 0.3, y0=pace, y1=pace, line={"color": colour, "width": 3})
    fig.stroke(x0=month, x1=month, y0=reported, y1=pace, line={"color": colour, "width": 1.5})
    return colour


def _pace_words(pace: float, reported: float, plan: float, apart: str) -> str:
    word = "慢" if reported < pace else "快"
    distance = formats.number(abs(100 * (reported - pace) / plan), 1) if plan else formats.NONE
    return f"时序 {_figure(pace)} · {_share(pace, plan)}{apart}<b>{word} {distance} 个百分点</b>"


def _apart(labels: list[tuple], least: float) -> list[tuple]:
    """Move labels that would stand on each other apart, upwards, keeping their order."""
    placed: list[tuple] = []
    for y, *rest in sorted(labels, key=lambda label: label[0]):
        placed.append((max(y, placed[-1][0] + least if placed else least / 2), *rest))
    return placed


def _figure(value: float) -> str:
    return formats.number(value, 1 if abs(value) < 10_000 else 0)


def _share(value: float, plan: float) -> str:
    return formats.percent(value / plan) if plan else formats.NONE


def _line(fig: "_Parts", x: pd.Series, y: pd.Series, **style: object) -> None:
    hover = "%{x}月 %{y:.1f}<extra></extra>"
    mode = "lines+markers" if y.isna().any() else "lines"  # beside a gap a month can stand alone
    fig.traces.append({"x": x, "y": y, "mode": mode, "line": style, "hovertemplate": hover})


def _dot(fig: "_Parts", x: int, y: float, colour: str) -> None:
    marker = {"size": 9, "color": colour, "line": {"color": "#fff", "width": 1.5}}
    fig.traces.append({"x": [x], "y": [y], "mode": "markers", "hoverinfo": "skip", "marker": marker})


class _Parts:
    """The figure's parts, gathered so that it is made once: each add_… on a figure would check all of it again."""

    def __init__(self) -> None:
        self.traces: list[dict] = []
        self.annotations: list[dict] = []
        self.shapes: list[dict] = []

    def write(self, **annotation: object) -> None:
        """Add a label."""
        self.annotations.append({"showarrow": False, **annotation})

    def stroke(self, **shape: object) -> None:
        """Add a straight stroke."""
        self.shapes.append({"type": "line", **shape})

    def figure(self, layout: dict) -> go.Figure:
        """Make the figure."""
        traces = [{"type": "scatter", **trace} for trace in self.traces]
        return go.Figure(data=traces, layout={**layout, "annotations": self.annotations, "shapes": self.shapes})
