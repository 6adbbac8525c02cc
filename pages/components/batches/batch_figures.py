"""Pictures of the batches: a panel a batch with one mark a project, and the flows between batches and years."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data.wording import batch_wording
from pages.components import flow_bands, theme
from pages.components.batches import batch_words
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED
from pages.components.view import Row
from pages.components.words import escape, title

# standing → shape, colour; the word stands beside each group of marks
MARKS = {
    "done": ("■", BLUE),
    "on_pace": ("■", "#9fb4c8"),
    "late": ("▼", LATE),
    "not_due": ("○", MUTED),
    "no_date": ("□", MUTED),
    "silent": ("□", MUTED),
    "unmeasured": ("□", MUTED),
}
ENDS = {"已竣工": BLUE, "调出": MUTED, "未列入": LATE}
NEW = "新列入"
TINTS = {"已竣工": "rgba(11,92,173,.30)", "未列入": "rgba(168,66,15,.38)", "调出": "rgba(90,102,115,.42)"}


def panel(row: Row) -> None:
    """One batch: its finding, a mark for each project, its rates."""
    head, note = batch_words.panel_title(row)
    title(head, note)
    groups = []
    for standing in batch_words.STANDINGS:
        count = int(getattr(row, standing))
        if not count:
            continue
        shape, colour = MARKS[standing]
        words = batch_wording.word(standing, row.yardstick)
        tone = LATE if standing == "late" else MUTED
        groups.append(
            f'<span style="color:{tone};font-size:.8125rem;white-space:nowrap">{escape(words)} <b>{count}</b></span>'
            f'<span style="color:{colour};letter-spacing:1px;overflow-wrap:anywhere">{shape * count}</span>'
        )
    look = "display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 .8em;align-items:baseline"
    said = " · ".join(batch_wording.facts(row))
    facts = f'<p class="gt-foot">{escape(said)}</p>'
    st.html(f'<div role="img" aria-label="{escape(head)}" style="{look}">{"".join(groups)}</div>{facts}')


def flows(frame: pd.DataFrame, height: int) -> None:
    """Last year's plan → this year's → the month: bands as wide as the number of projects, names on the nodes."""
    years = sorted({*frame.from_year, *frame.to_year})
    across, within = frame[frame.from_year < frame.to_year], frame[frame.from_year == frame.to_year]
    columns = [
        _stock(across, "from_batch"),
        _merged(_stock(across, "to_batch"), _stock(within, "from_batch")),
        _stock(within, "to_batch"),
    ]
    tall = max(sum(column.values()) for column in columns) or 1
    room = tall * 0.055
    spots = [flow_bands.spots(column, room) for column in columns]
    fig, marks = go.Figure(), Marks()
    for at, (links, (left, right)) in enumerate(zip((across, within), pairwise(spots), strict=True)):
        flow_bands.bands(marks, at, _links(links), left, right, _tint)
    new = {name: columns[1][name] - _stock(across, "to_batch").get(name, 0) for name in _stock(within, "from_batch")}
    for at, (column, places) in enumerate(zip(columns, spots, strict=True)):
        for name, count in column.items():
            top = places[name]
            more = f"（{NEW} {new[name]}）" if at == 1 and new.get(name, 0) > 0 else ""
            colour = ENDS.get(name, INK)
            flow_bands.node(marks, at, name, count, top, colour=colour, is_last=at == 2, more=more)
    bottom = max(
        max(places.values()) + list(column.values())[-1]
        for places, column in zip(spots, columns, strict=True)
        if column
    )
    heads = [f"{years[0]}年末在列", f"{years[-1]}年1月", "截至月"]
    for at, head in enumerate(heads):
        above = {"y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2, "font": {"color": MUTED}}
        marks.note(x=at, xanchor=("left", "center", "right")[at], text=head, **above)
    fig.update_xaxes(visible=False, range=[-0.02, 2.02])
    fig.update_yaxes(visible=False, range=[bottom + room, -room * 0.4])
    marks.put(fig)
    fig.update_layout(margin={"t": 22})
    lost = int(frame[frame.to_batch == "未列入"].projects.sum())
    theme.figure(fig, height=height, alt=f"批次流向：两年之间和年内各批次的去向，未列入 {lost} 个", key="flows")


def flows_title(frame: pd.DataFrame) -> tuple[str, str]:
    """What the flows say: how many unfinished ones fell out of this year's plan."""
    across = frame[frame.from_year < frame.to_year]
    lost, all_of = int(across[across.to_batch == "未列入"].projects.sum()), int(across.projects.sum())
    if not all_of:
        return "批次流向", "上年没有在列项目，只有年内的流向"
    if lost:
        return f"上年在列 {all_of} 个，{lost} 个未竣工而未列入今年", "带宽＝个数"
    return f"上年在列 {all_of} 个，未竣工的都列入了今年", "带宽＝个数"


def _stock(links: pd.DataFrame, side: str) -> dict[str, int]:
    sums = links.groupby(side, sort=False).projects.sum()
    names = [name for name in sums.index if name not in ENDS] + [name for name in ENDS if name in sums.index]
    return {name: int(sums[name]) for name in names}


def _merged(arrived: dict[str, int], left: dict[str, int]) -> dict[str, int]:
    """This January's nodes: batches with all their projects, then what ended between the years."""
    batches = {name: max(left.get(name, 0), arrived.get(name, 0)) for name in {**left, **arrived} if name not in ENDS}
    return batches | {name: count for name, count in arrived.items() if name in ENDS}


def _links(links: pd.DataFrame) -> list[flow_bands.Link]:
    return [(row.from_batch, row.to_batch, int(row.projects)) for row in links.itertuples()]


def _tint(source: str, target: str) -> str:
    moved = target not in ENDS and target != source
    return TINTS.get(target, "rgba(11,92,173,.16)" if moved else "rgba(204,213,222,.55)")
