"""计划草案 in words: how many, how much, against this year."""

import pandas as pd

from data import dictionary, formats
from pages.components.view import Row, View
from pages.components.words import escape, late

LISTS = {"in": "列入", "candidates": "候选", "edited": "改过的", "missing": "缺金额"}


def year(view: View) -> int:
    """The year of the draft."""
    return view.as_of.year + 1


def headline(summary: Row, draft: pd.DataFrame, view: View) -> tuple[str, str]:
    """Say number and annual plan of the draft, and how they differ from this year's."""
    more = int(summary.projects_next_year) - int(summary.projects_this_year)
    change = summary.draft_change_wan
    head = (
        f"{year(view)}年计划草案：建设项目 {int(summary.projects_next_year)} 个，"
        f"明年计划 {formats.money(summary.draft_plan_wan)}"
    )
    head += f"，比今年{'多' if more > 0 else '少'} {abs(more)} 个" if more else "，个数与今年相同"
    head += f"、{'增' if change >= 0 else '减'} {formats.money(abs(change))}" if pd.notna(change) else ""
    known = dictionary.lookup("draft_source")
    before = [batch.name for batch in view.profile.batches if batch.yardstick == "preliminary"]
    inside = draft[draft.is_in_draft & ~draft.draft_batch.isin(before)].draft_source.value_counts()
    parts = [f"{dictionary.write(known, name)} {count} 个" for name, count in inside.items()]
    said = f"其中{'、'.join(map(escape, parts))}" if parts else "还没有列入建设项目"
    said += f"；前期另有 {int(summary.preliminary_projects)} 个"
    if summary.without_amount:
        said += f"；{late(f'{int(summary.without_amount)} 个还没有金额')}"
    return head, f"{said}。"


def masks(draft: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which rows each list holds."""
    inside = draft.is_in_draft.astype(bool)
    return {
        "in": inside, "candidates": ~inside, "edited": draft.edited_by.notna(),
        "missing": inside & draft.draft_plan_wan.isna(),
    }  # fmt: skip


def counts(draft: pd.DataFrame) -> dict[str, str]:
    """Return the lists with how many they hold."""
    return {name: f"{LISTS[name]} {int(rows.sum())}" for name, rows in masks(draft).items()}


def rows(draft: pd.DataFrame, which: str) -> pd.DataFrame:
    """Return one list with what its lines say."""
    shown = draft[masks(draft)[which]].reset_index(drop=True)
    source, basis = dictionary.lookup("draft_source"), dictionary.lookup("amount_basis")
    shown["source_words"] = [dictionary.write(source, name) for name in shown.draft_source]
    shown["why"] = [
        f"{row.edited_by}改：{row.edit_reason}" if isinstance(row.edited_by, str) else row.ground or ""
        for row in shown.itertuples()
    ]
    shown["left_words"] = ["" if pd.isna(amount) else f"年末剩 {formats.number(amount)}" for amount in shown.left_wan]
    shown["before_words"] = [
        f"今年{name}" if isinstance(name, str) else "今年不在计划" for name in shown.batch_this_year
    ]
    shown["basis_words"] = [dictionary.write(basis, name) for name in shown.amount_basis]
    shown["basis_tone"] = ["late" if name in ("missing", "doubtful") else "quiet" for name in shown.amount_basis]
    return shown
