"""问题台账 in words: the finding on top, and how a row is said."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from pages.components.view import Row
from pages.components.words import late, most_late

STATES = {"open": "未销号", "overdue": "逾期", "new": "本月新增", "closed": "已销号", "all": "全部"}


def headline(total: pd.Series, units: pd.DataFrame, on: date) -> tuple[str, str]:
    """Say how many are open and overdue, who has most of them, and how long closing takes."""
    head = f"{int(total.open_issues)} 个问题未销号"
    head += f"，{late(f'{int(total.overdue_issues)} 个逾期')}" if total.overdue_issues else "，没有逾期的"
    parts = []
    if most := most_late(dict(zip(units.responsible_unit, units.overdue_issues.astype(int), strict=True)), "个"):
        parts.append(most)
    if pd.notna(total.close_median_days):
        parts.append(f"一半问题 {int(total.close_median_days)} 天内销号")
    if total.closed_with_limit:
        parts.append(f"按期销号率 {formats.percent(total.closed_in_time_share)}")
    if total.open_without_limit:
        parts.append(f"{int(total.open_without_limit)} 个没有写办结时限")
    return head, f"截至{formats.day(on)}：{'；'.join(parts)}。" if parts else f"截至{formats.day(on)}。"


def chosen(ledger: pd.DataFrame, state: str, on: date) -> pd.DataFrame:
    """Return the rows of a state."""
    first = pd.Timestamp(on.replace(day=1))
    kept = {
        "open": ledger.closed_on.isna(),
        "overdue": ledger.issue_state == "overdue",
        "new": ledger.raised_on >= first,
        "closed": ledger.closed_on.notna(),
        "all": ledger.issue_id.notna(),
    }
    return ledger[kept[state]].reset_index(drop=True)


def counts(ledger: pd.DataFrame, on: date) -> dict[str, str]:
    """Return the states with how many there are, as the choice shows them."""
    return {name: f"{label} {len(chosen(ledger, name, on))}" for name, label in STATES.items()}


def rows(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what the list writes in its second lines."""
    known = dictionary.lookup("issue_state")
    shown = ledger.copy()
    shown["about"] = [
        " · ".join(part for part in (row.issue_kind, row.issue_level, row.project_name) if isinstance(part, str)) or "—"
        for row in ledger.itertuples()
    ]
    shown["person"] = shown.person.fillna("")
    shown["state_words"] = [
        f"逾期 {row.overdue_days} 天" if row.issue_state == "overdue" else dictionary.write(known, row.issue_state)
        for row in ledger.itertuples()
    ]
    shown["state_tone"] = ["late" if state == "overdue" else "quiet" for state in ledger.issue_state]
    shown["age"] = [_age(row) for row in ledger.itertuples()]
    shown["limit"] = ["没有时限" if pd.isna(day) else formats.day(day) for day in ledger.due_on]
    return shown


def _age(row: Row) -> str:
    if pd.notna(row.closed_on):
        took = f"用 {row.close_days:.0f} 天" if pd.notna(row.close_days) else "没有天数"
        return f"{formats.day(row.closed_on)}，{took}"
    return f"已提出 {row.open_days} 天"
