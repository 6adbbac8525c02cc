"""The simulator of 考核排名: another rule beside the one in force; nothing of it is kept."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data import formats
from pages.components import context, states, tables, words
from pages.components.ranking import ranking_words
from pages.components.view import Row, View

COLUMNS = (
    tables.Column("responsible_unit", "单位", width="minmax(0, 1.4fr)", sub="league", strong=True, leads=True),
    tables.Column("rank", "现行", width="4em"),
    tables.Column("trial_rank", "试算", width="4em", strong=True),
    tables.Column("moved", "升降", width="5em", kind="text", is_right=True, tone="moved_tone"),
    tables.Column("score", "现行得分", unit="", width="5.5em"),
    tables.Column("trial_score", "试算得分", unit="", width="5.5em"),
    tables.Column("cards", "亮牌", width="minmax(0, 1.2fr)", kind="text", tone="card_tone"),
)
LIGHTS = (
    tables.Column("responsible_unit", "单位", width="minmax(0, 1.4fr)", strong=True),
    tables.Column("task_rate", "任务完成率", width="6em"),
    tables.Column("task_light_words", "按项目任务", kind="text", tone="task_light_tone", width="6em"),
    tables.Column("task_late_projects", "偏慢滞后", width="6em"),
    tables.Column("pace_gap_pp", "比月份/12", width="6em"),
    tables.Column("month_light_words", "按月份", kind="text", tone="month_light_tone", width="6em"),
    tables.Column("month_late_projects", "偏慢滞后", width="6em"),
)
TIES = {"by_rates": "同分比完成率、入统", "shared": "同分即并列"}
YARDSTICKS = {"bulletin": "进度按时序", "project": "进度按项目计划"}
GRACE = {"0": "不宽限", "3": "宽限 3 天", "5": "宽限 5 天", "10": "宽限 10 天"}
EXEMPTING = {"with": "计容错", "without": "不计容错"}
FEW = {"with": "少量事项按规则", "without": "少量事项按原样"}
TRIFLING = {"rule": "缺口小的按现行", "carded": "缺口小的照亮牌", "spared": "缺口小的不亮牌"}
GROUPINGS = {"rule": "分组按现行", "one_list": "全部单位一个名单"}


def show(ask: Callable[..., pd.DataFrame], view: View) -> None:
    """Draw the choices, who changes place, and both rankings side by side."""
    st.html('<p class="gt-note">试算只作比较，不改变排名，不保存为结果；本季与上季都按试算的规则重算。</p>')
    has_cards = view.profile.has("cards", view.as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        tie_rule = context.choose("tie", TIES, label="并列")
        yardstick = context.choose("yardstick", YARDSTICKS, label="标尺")
        grace = context.choose("grace", GRACE, label="宽限")
        exempting = context.choose("exempting", EXEMPTING, label="容错")
        few = context.choose("few", FEW, label="少量事项")
        grouping = context.choose("grouping", GROUPINGS, label="分组")
        trifling = context.choose("trifling", TRIFLING, label="缺口小的") if has_cards else "rule"
    weights = _weights(view)
    if weights and all(part.endswith("=0") for part in weights.split(",")) and weights.count("=") == _items(view):
        states.note("各项权重都是 0，没有可算的。请给至少一项大于 0 的权重。")
        return
    trial = ask(
        weights=weights, tie_rule=tie_rule, yardstick=yardstick, grace_days=int(grace), exempting=exempting,
        few=few, grouping=grouping, trifling=trifling,
    )  # fmt: skip
    changed = trial[trial.is_changed]
    with st.container(key="main-picture", gap="xxsmall"):
        names = "、".join(changed.responsible_unit.head(6)) + ("等" if len(changed) > 6 else "")
        words.title(
            f"{len(changed)} 家名次或亮牌有变：{names}" if len(changed) else "名次和亮牌都不变", "现行与试算对照"
        )
        only = context.choose("only", {"": f"全部 {len(trial)}", "1": f"只看有变动的 {len(changed)}"}, label="范围")
        tables.show(_rows(changed if only else trial), COLUMNS, view=view, key="trial", link=None,
                    link_by="responsible_unit", fold=None,
                    label="试算对照", empty="没有变动。")  # fmt: skip
        words.footer(view, "dispatch", note=f"试算权重 {weights}" if weights else "")
    tables.download(trial, view=view, name="考核排名试算", note="试算，不作结果", key="trial_excel")


def lights(frame: pd.DataFrame, view: View) -> None:
    """Draw both measures of the lights side by side, of ``lights_simulation``."""
    changed = frame[frame.is_changed]
    words.title(
        f"亮灯换一种算法，{len(changed)} 家变灯：偏慢、滞后项目按项目任务 {frame.task_late_projects.sum():.0f} 个，"
        f"按月份 {frame.month_late_projects.sum():.0f} 个",
        "两种亮灯对照，现行为规则与口径所列",
    )
    shown = {name: [words.light(light) for light in frame[name]] for name in ("task_light", "month_light")}
    rows = frame.assign(
        **{f"{name}_words": [str(light) for light in lit] for name, lit in shown.items()},
        **{f"{name}_tone": [light.tone for light in lit] for name, lit in shown.items()},
    )
    tables.show(rows, LIGHTS, view=view, key="trial_lights", link=None, fold=None, label="两种亮灯对照")
    words.footer(view, "dispatch", "annual_plan")


def _items(view: View) -> int:
    return len(view.profile.weights_at(view.as_of).quarter)


def _weights(view: View) -> str:
    """Draw a number for each item; what differs from the rule stands in the URL as ``weights``."""
    rule = view.profile.weights_at(view.as_of).quarter
    said = dict(pair.split("=", 1) for pair in st.query_params.get("weights", "").split(",") if "=" in pair)
    given = {}
    with st.grid(len(rule), min_column_width=120, gap="small") as grid:
        for item, weight in rule.items():
            with grid.cell():
                given[item] = st.number_input(
                    f"权重　{item}", min_value=0.0, max_value=100.0, step=1.0, format="%g",
                    value=_number(said.get(item), weight), key=f"weight_{item}",
                )  # fmt: skip
    weights = ",".join(f"{item}={value:g}" for item, value in given.items() if value != rule[item])
    context.put("weights", weights)
    return weights


def _number(said: str | None, weight: float) -> float:
    try:
        return min(100.0, max(0.0, float(said))) if said else float(weight)
    except ValueError:
        return float(weight)


def _rows(trial: pd.DataFrame) -> pd.DataFrame:
    moves = [_moved(row) for row in trial.itertuples()]
    cards = [_cards(row) for row in trial.itertuples()]
    return trial.assign(
        moved=[text for text, _ in moves], moved_tone=[tone for _, tone in moves],
        cards=[text for text, _ in cards], card_tone=[tone for _, tone in cards],
    )  # fmt: skip


def _moved(row: Row) -> tuple[str, str]:
    if pd.isna(row.trial_moved) or row.trial_moved == 0:
        return ("" if pd.isna(row.rank) and pd.isna(row.trial_rank) else "平"), "quiet"
    sign, tone = ("▲", "ahead") if row.trial_moved > 0 else ("▼", "late")
    return f"{sign} {formats.number(abs(row.trial_moved))}", tone


def _cards(row: Row) -> tuple[str, str]:
    before, after = (ranking_words.CARDS.get(card, "无牌") for card in (row.card, row.trial_card))
    if before == after:
        return ("" if before == "无牌" else before), "quiet"
    return f"{before} → {after}", "late"
