"""Pictures of the entry lag. Cells are horizontal bars, not a heatmap: a bar can be clicked, hatched and outlined."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from data import formats
from pages.components.grid_cells import Cell, draw
from pages.components.marks import Marks
from pages.components.theme import INK, LATE, MUTED

ROW = 22  # pixels
HEAD = 38
BLUES = ("#e9f1f8", "#cfe0f0", "#a9c8e4", "#7aaad4", "#3474b4", "#0b5cad")
RUSTS = ("#f8efe8", "#f2dccb", "#e8c0a2", "#d99c72", "#b4602f", "#a8420f")
ZERO, ON_TARGET = "#f3f5f7", "#e4ebf1"
LATEST = 8  # months from which the darkest tint is used


def triangle(frame: pd.DataFrame) -> tuple[go.Figure, int]:
    """Start cohorts × periods since the start: share with figures; what is not due yet is blank, zero is a cell.

    Args:
        frame: the rows of ``entry_triangle``.

    Returns:
        The figure and its height in pixels.
    """
    cohorts = list(dict.fromkeys(frame.cohort_month))
    names = {cohort: cohort_name(cohort) for cohort in cohorts}
    cells, fig, marks = [], go.Figure(), Marks()
    for row in frame[frame.periods_since.notna()].itertuples():
        share, since = row.entered_share, int(row.periods_since)
        cell = Cell(
            since,
            names[row.cohort_month],
            formats.number(100 * share),
            ZERO if not row.entered else shade(share, BLUES),
            MUTED if not row.entered else "#ffffff" if share >= 0.7 else INK,
            f"{names[row.cohort_month]}开工 {row.projects} 个，{since} 期后已入统 {row.entered} 个",
        )
        cells.append(cell)
    draw(fig, cells)
    last = int(frame.periods_since.max()) if frame.periods_since.notna().any() else 0
    ends = frame.groupby("cohort_month", sort=False).agg(
        last=("periods_since", "max"), waiting=("waiting", "first"), money=("waiting_reported_wan", "first")
    )
    for cohort, row in ends.iterrows():
        _right(marks, (0 if pd.isna(row["last"]) else row["last"] + 1) - 0.38, names[cohort], row.waiting, row.money)
    due = frame[frame.is_due & frame.periods_since.notna()]
    if len(due):  # the target: all in by the period after the start
        at = due.periods_since.min() + 0.5
        rows = frame[frame.periods_since == due.periods_since.min()].cohort_month.nunique()
        marks.shape(type="line", x0=at, x1=at, y0=-0.5, y1=rows - 0.5, line={"color": INK, "width": 1.4})
        marks.note(
            x=at + 0.06,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=17,
            xanchor="left",
            text=f"<b>◂ 目标：{period_end(due.periods_since.min())}全部入统</b>",
        )
    counts = frame.groupby("cohort_month", sort=False).projects.first()
    labels = [f"{names[cohort]}  <span style='color:{MUTED}'>{counts[cohort]:>2} 个</span>" for cohort in cohorts]
    _axes(fig, list(range(last + 1)), ["当期", *map(str, range(1, last + 1))], list(names.values()), labels, last + 4)
    marks.put(fig)
    fig.update_layout(margin={"l": 118, "t": HEAD})
    return fig, HEAD + ROW * len(cohorts) + 6


def period_end(since: float) -> str:
    """当期末, 次期末, 第 2 期末: the end of the period so many after the start."""
    return {0: "当期末", 1: "次期末"}.get(int(since), f"第 {int(since)} 期末")


def cohort_name(month: date) -> str:
    """26年3月; February stands for both: 26年1–2月."""
    return f"{month:%y}年{'1–2' if month.month == 2 else month.month}月"


def waits(waiting: float, money: float) -> tuple[str, bool]:
    """Return who still waits and for how much, and whether anybody does: 2 个 1.76 亿."""
    if not waiting:
        return "全部入统", False
    amount = f"{formats.number(money / formats.WAN_PER_YI, 2)} 亿" if money >= 1000 else f"{formats.number(money)} 万"
    return f"{waiting:.0f} 个 {amount}", True


def _right(marks: Marks, x: float, y: str, waiting: float, money: float) -> None:
    """Write beside a row who still waits and for how much."""
    text, is_late = waits(waiting, money)
    count, _, amount = text.partition(" ")
    said = f"<b>{count}</b> {amount}" if is_late else text
    marks.note(x=x, y=y, text=said, xanchor="left", font={"size": 12, "color": LATE if is_late else MUTED})


def _axes(fig: go.Figure, ticks: list[int], heads: list[str], rows: list[str], labels: list[str], end: float) -> None:
    small = {"size": 12, "color": MUTED}
    fig.update_xaxes(range=[-0.55, end], side="top", tickvals=ticks, ticktext=heads, tickfont=small)
    fig.update_yaxes(
        type="category", categoryarray=rows, tickvals=rows, ticktext=labels, range=[len(rows) - 0.5, -0.5],
        showgrid=False, tickfont={"size": 13, "color": INK},
    )  # fmt: skip


def shade(value: float, ramp: Sequence[str]) -> str:
    """A step of the ramp: a reader tells six tints apart, not sixty."""
    return ramp[min(len(ramp) - 1, max(0, round(value * (len(ramp) - 1))))]
