"""版本 in words: what one day's files changed."""

from datetime import date

import pandas as pd

from data import formats
from data.sheet_kinds import SHEET_LABELS
from pages.components import words

CHANGES = {"new_facts": "新增", "corrected_facts": "更正", "withdrawn_facts": "撤回"}


def newest(received: pd.DataFrame) -> date | None:
    """The newest day on which anything changed, as the metrics take it by themselves."""
    changed = received[received.last_month.notna()]
    return changed.received_on.iloc[0].date() if len(changed) else None


def headline(received: pd.DataFrame, months: pd.DataFrame, day: date | None) -> tuple[str, str]:
    """What the day's files changed, and by how much the sums moved."""
    if day is None:
        return "还没有收到改变数字的文件", "载入调度表、统计月报或年度计划以后，这里列出每次改了什么。"
    load = received[received.received_on == pd.Timestamp(day)].iloc[0]
    said = counts(load)
    head = f"{formats.day(day)}收到 {load.files} 个文件：{said or '没有改变数字'}"
    return words.escape(head), words.escape(moved(months)) + "。"


def load_line(received: pd.DataFrame, months: pd.DataFrame) -> str:
    """Return what the newest day's files moved, "" where nothing was received."""
    day = newest(received)
    return f"{formats.day(day)}收到的文件使{moved(months)}。" if day else ""


def moved(months: pd.DataFrame) -> str:
    """Return how the newest month's sums moved, in one line: 2026年9月上报合计 49.1 亿元 → 55.7 亿元."""
    moved_ones = months[months.change_wan != 0]
    parts = []
    for measure, name in (("reported", "上报"), ("booked", "入统"), ("plan", "年度计划")):
        some = moved_ones[moved_ones.measure == measure]
        if len(some):
            last = some.iloc[-1]
            figures = f"{formats.money(last.before_wan)} → {formats.money(last.after_wan)}"
            parts.append(f"{formats.month(last.month)}{name}合计 {figures}")
    return "；".join(parts) or "各月合计没有变动"


def counts(load: pd.Series) -> str:
    """新增 162 条，更正 3 条."""
    return "，".join(f"{name} {int(load[field])} 条" for field, name in CHANGES.items() if load[field])


def kinds(codes: object) -> str:
    """The kinds of a day's sheets in words."""
    names = codes.split(",") if isinstance(codes, str) and codes else []
    return "、".join(SHEET_LABELS.get(name, name) for name in names) or "—"
