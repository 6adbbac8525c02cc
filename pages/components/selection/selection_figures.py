"""Pictures of the declarations: verdicts by kind, and how many have come how far."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from data.selection_lists import KINDS, listed
from pages.components import theme
from pages.components.marks import Marks
from pages.components.theme import BLUE, INK, LATE, MUTED, STEEL
from pages.components.view import View

OTHER = "没有写类别"
LONGEST = 12  # letters of a category on the axis


def kinds(declared: pd.DataFrame, view: View, height: int) -> None:
    """Draw a bar a category: blue fits, vermilion does not, hollow lacks something."""
    rule = listed(view.profile, KINDS, view.as_of)
    said = declared.declared_category.fillna(OTHER)
    order = [name for name in rule.items if (said == name).any()] if rule else []
    order += [name for name in said.value_counts().index if name not in order]
    fig, marks = go.Figure(), Marks()
    names = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in order][::-1]
    base = [0] * len(order)
    looks = {
        "eligible": {"color": BLUE}, "not_eligible": {"color": LATE},
        "incomplete": {"color": "#ffffff", "line": {"color": MUTED, "width": 1}},
    }  # fmt: skip
    for verdict, look in looks.items():
        sizes = [int(((said == name) & (declared.verdict == verdict)).sum()) for name in order[::-1]]
        fig.add_bar(y=names, x=sizes, base=base, orientation="h", marker=look, width=0.6, hoverinfo="skip")
        base = [a + b for a, b in zip(base, sizes, strict=True)]
    for name, total, whole in zip(names, base, order[::-1], strict=True):
        fits = int(((said == whole) & (declared.verdict == "eligible")).sum())
        marks.note(x=total, y=name, xanchor="left", xshift=6, text=f"<b>{fits}</b>/{total}", font={"color": INK})
    fig.update_xaxes(range=[0, max([*base, 1]) * 1.45], visible=False)
    fig.update_yaxes(showgrid=False, tickfont={"size": 13, "color": INK}, automargin=True)
    marks.put(fig)
    theme.figure(
        fig, height=height, alt="各类申报项目的个数，蓝为符合条件，红为不符合，空心为缺材料", key="selection_kinds"
    )


def steps(declared: pd.DataFrame, view: View, on: date, height: int) -> None:
    """Draw a column a step: blue has passed it, grey waits for it; below with whom those are."""
    rule = view.profile.rule("declarations", on)
    names = [step.name for step in rule.steps] if rule and rule.enabled else []
    place = {name: at for at, name in enumerate(names)}
    far = [place.get(name, -1) if isinstance(name, str) else -1 for name in declared.step_done]
    passed = [sum(at >= each for at in far) for each in range(len(names))]
    waits = [int((declared.current_step == name).sum()) for name in names]
    fig, marks = go.Figure(), Marks()
    fig.add_bar(x=names, y=passed, marker={"color": BLUE}, width=0.6, hoverinfo="skip")
    fig.add_bar(x=names, y=waits, base=passed, marker={"color": STEEL}, width=0.6, hoverinfo="skip")
    for name, done, left in zip(names, passed, waits, strict=True):
        text = " ".join([*([f"<b>过 {done}</b>"] if done else []), *([f"待 {left}"] if left else [])])
        marks.note(x=name, y=done + left, yanchor="bottom", text=text, font={"color": INK})
    tallest = max([a + b for a, b in zip(passed, waits, strict=True)] + [1])
    fig.update_yaxes(range=[0, tallest * 1.25], visible=False)
    fig.update_xaxes(tickfont={"size": 13, "color": INK})
    marks.put(fig)
    fig.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 26})
    theme.figure(fig, height=height, alt="申报项目各步骤已过和待办的个数", key="selection_steps")
