"""Pictures of the draft plan: money by batch beside this year's, and where its projects come from."""

import pandas as pd
import plotly.graph_objects as go

from data import dictionary, formats
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, MUTED, STEEL


def balance(by_batch: pd.DataFrame, height: int) -> None:
    """Draw two bars a batch: this year's plan in grey, the draft's in blue; numbers of projects beside."""
    rows = by_batch.iloc[::-1]
    names = list(rows.batch)
    fig, marks = go.Figure(), Marks()
    fig.add_bar(y=names, x=rows.plan_this_year_wan, orientation="h", offset=0.04, width=0.36, marker={"color": STEEL})
    fig.add_bar(y=names, x=rows.draft_plan_wan, orientation="h", offset=-0.4, width=0.36, marker={"color": BLUE})
    fig.update_traces(hoverinfo="skip")
    for place, row in enumerate(rows.itertuples()):
        before = f"{formats.money(row.plan_this_year_wan)}，{row.projects_this_year} 个"
        after = f"<b>{formats.money(row.draft_plan_wan)}</b>，{row.projects_next_year} 个"
        for at, value, text, colour in (
            (place + 0.22, row.plan_this_year_wan, before, MUTED), (place - 0.22, row.draft_plan_wan, after, INK),
        ):  # fmt: skip
            marks.note(x=value, y=at, xanchor="left", xshift=6, text=text, font={"color": colour})
    tallest = max([*rows.plan_this_year_wan, *rows.draft_plan_wan, 1])
    fig.update_xaxes(range=[0, tallest * 1.9], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="各批次年度计划，灰为今年，蓝为明年草案", key="draft_balance")


def sources(draft: pd.DataFrame, height: int) -> None:
    """Draw a bar a source: blue is in the draft, hollow is a candidate."""
    known = dictionary.lookup("draft_source")
    order = [name for name in known.words if (draft.draft_source == name).any()][::-1]
    names = [dictionary.write(known, name) for name in order]
    inside = [int((draft[draft.draft_source == name].is_in_draft).sum()) for name in order]
    outside = [int((~draft[draft.draft_source == name].is_in_draft.astype(bool)).sum()) for name in order]
    fig, marks = go.Figure(), Marks()
    hollow = {"color": "#ffffff", "line": {"color": MUTED, "width": 1}}
    fig.add_bar(y=names, x=inside, orientation="h", width=0.6, marker={"color": BLUE})
    fig.add_bar(y=names, x=outside, base=inside, orientation="h", width=0.6, marker=hollow)
    fig.update_traces(hoverinfo="skip")
    for name, taken, left in zip(names, inside, outside, strict=True):
        text = f"<b>列入 {taken}</b>" + (f"，候选 {left}" if left else "")
        marks.note(x=taken + left, y=name, xanchor="left", xshift=6, text=text, font={"color": INK})
    fig.update_xaxes(range=[0, max(a + b for a, b in zip(inside, outside, strict=True)) * 1.75], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(fig, height=height, alt="草案项目的来源，蓝为列入，空心为候选", key="draft_sources")
