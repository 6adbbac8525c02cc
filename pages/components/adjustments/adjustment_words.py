"""计划调整 in words: what changed, what papers are wanting, who should be looked at."""

import pandas as pd

from data import dictionary, formats
from pages.components.view import Row, View
from pages.components.words import late

LISTS = {
    "all": "全部", "out": "调出", "in": "调入", "moved": "转批次", "changed": "增减", "papers": "缺材料",
    "review_out": "建议评估调出", "review_ready": "可转建设",
}  # fmt: skip
KINDS = {"out": "调出", "in": "调入", "moved": "转批次"}


def headline(adjusted: pd.DataFrame, review: pd.DataFrame, balance: Row, view: View) -> tuple[str, str]:
    """Say how many came in and went out, what that did to the plan, what is wanting, whom to look at."""
    if adjusted.empty:
        head = f"{view.as_of.year}年还没有计划调整"
    else:
        head = f"今年调入 {int(balance.taken_in)} 个、调出 {int(balance.taken_out)} 个"
        head += f"、转批次 {int(balance.moved_batch)} 个" if balance.moved_batch else ""
    change = balance.balance_change_wan
    parts = [
        f"建设项目 {int(balance.projects_in_january)} → {int(balance.projects_now)} 个",
        f"年初计划 {formats.money(balance.plan_in_january_wan)}，现在计划 {formats.money(balance.plan_now_wan)}"
        f"（{'增' if change >= 0 else '减'} {formats.money(abs(change))}）",
    ]
    missing = int(adjusted.missing_papers.notna().sum())
    parts += [late(f"{missing} 项材料不齐")] if missing else []
    out, ready = (int((review.review_advice == name).sum()) for name in ("out", "ready"))
    parts.append(f"建议评估调出或调减 {out} 个，前期可转建设 {ready} 个")
    return head, f"截至{formats.month(view.as_of)}：{'；'.join(parts)}。"


def counts(lists: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the lists with how many rows they hold."""
    return {name: f"{LISTS[name]} {len(rows)}" for name, rows in lists.items()}


def rows(adjusted: pd.DataFrame) -> pd.DataFrame:
    """Return adjustments with what the list's lines say."""
    shown, known = adjusted.copy(), dictionary.lookup("cause_kind")
    shown["month_words"] = [f"{formats.month(month)}起" for month in shown.adjusted_month]
    shown["batch_words"] = [
        f"{row.batch_before} → {row.batch_after}"
        if isinstance(row.batch_before, str) and isinstance(row.batch_after, str) else row.batch_before or ""
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["cause_words"] = [
        dictionary.write(known, name) if isinstance(name, str) else "没有写原因" for name in shown.cause_kind
    ]
    shown["cause_below"] = [cause if isinstance(cause, str) else "" for cause in shown.adjustment_cause]
    shown["plan_words"] = [
        f"{formats.number(row.plan_before_wan)} → {formats.number(row.plan_after_wan)}" for row in shown.itertuples()
    ]
    shown["decided_words"] = [
        row.missing_papers if isinstance(row.missing_papers, str) else row.adjustment_decided_by
        for row in shown.itertuples()
    ]
    shown["decided_below"] = [
        "" if pd.isna(row.adjustment_decided_on)
        else formats.day(row.adjustment_decided_on)
        + ("" if pd.isna(row.statement_on) else f"，说明 {row.statement_on.month}月{row.statement_on.day}日")
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["tone"] = ["late" if isinstance(missing, str) else "quiet" for missing in shown.missing_papers]
    return shown
