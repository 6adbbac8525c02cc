"""节点挂图 in words: how many are done, late and due, and how a row is said."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from pages.components.words import late, most_late

STATES = {"": "全部", "late": "逾期", "soon": "30 天以内", "later": "以后", "done": "已完成"}
BY = {"project_name": "按项目", "responsible_unit": "按单位"}


def headline(milestones: pd.DataFrame, on: date) -> tuple[str, str]:
    """Say how many are late, what is due within 30 days, and who has most of the late ones."""
    count = milestones.milestone_state.value_counts()
    overdue = int(count.get("late", 0))
    head = f"{len(milestones)} 个节点"
    head += f"，{late(f'{overdue} 个逾期')}" if overdue else "，没有逾期的"
    parts = [f"30 天以内到期 {int(count.get('soon', 0))} 个"]
    done = int(count.get("done", 0)) + int(count.get("done_late", 0))
    parts.append(f"已完成的节点 {done} 个，逾期完成的节点 {int(count.get('done_late', 0))} 个")
    units = milestones[milestones.milestone_state == "late"].responsible_unit.value_counts()
    if most := most_late(units.to_dict(), "个"):
        parts.append(most)
    outside = int((~milestones.is_in_plan).sum())
    parts += [f"计划外 {outside} 个"] if outside else []
    return head, f"截至{formats.day(on)}：{'；'.join(parts)}。"


def chosen(milestones: pd.DataFrame, state: str) -> pd.DataFrame:
    """Return the rows of a choice."""
    states = {"": set(milestones.milestone_state), "done": {"done", "done_late"}}.get(state, {state})
    return milestones[milestones.milestone_state.isin(states)].reset_index(drop=True)


def counts(milestones: pd.DataFrame) -> dict[str, str]:
    """Return the choices with how many there are."""
    return {state: f"{label} {len(chosen(milestones, state))}" for state, label in STATES.items()}


def rows(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what the list writes."""
    known = dictionary.lookup("milestone_state")
    shown = milestones.copy()
    shown["limit"] = ["没有时限" if pd.isna(day) else formats.day(day) for day in shown.due_on]
    shown["done_words"] = ["" if pd.isna(day) else f"{formats.day(day)}完成" for day in shown.done_on]
    shown["state"] = [
        f"逾期 {row.late_days} 天" if row.milestone_state == "late" else dictionary.write(known, row.milestone_state)
        for row in shown.itertuples()
    ]
    shown["tone"] = [{"late": "late", "soon": "slow"}.get(state, "quiet") for state in shown.milestone_state]
    shown["outside"] = ["" if is_in_plan else "计划外" for is_in_plan in shown.is_in_plan]
    return shown
