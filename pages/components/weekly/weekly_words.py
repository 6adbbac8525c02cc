"""周调度 in words: what the meeting has before it."""

from datetime import date

import pandas as pd

from data import formats
from data.wording.week_parts import PARTS, week
from pages.components.words import late, most_late


def headline(things: pd.DataFrame, counts: pd.DataFrame, decisions: pd.DataFrame, on: date) -> tuple[str, str]:
    """Say how much there is to ask, how much is late, and who has most of it."""
    overdue = int(things.is_late.sum())
    head = f"本周 {len(things)} 件要过"
    head += f"，{late(f'{overdue} 件逾期')}" if overdue else "，没有逾期的"
    monday, sunday = week(on)
    said = [
        f"{label} {int((things.part == part).sum())} 件" for part, label in PARTS.items() if (things.part == part).any()
    ]
    most = most_late(dict(zip(counts.responsible_unit, counts.late.astype(int), strict=True)), "件")
    said += [most] if most else []
    left = int((decisions.decision_state == "open").sum()) if len(decisions) else 0
    said += [f"以前议定 {left} 项未办结"] if left else []
    days = f"{monday.month}月{monday.day}日至{sunday.month}月{sunday.day}日，截至{formats.day(on)}"
    return head, f"{days}：{'；'.join(said) if said else '没有要过的事项'}。"
