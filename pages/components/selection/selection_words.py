"""项目遴选 in words: how many were declared, fit, lack something, and where they are."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from pages.components.view import View
from pages.components.words import escape, late

LISTS = {
    "all": "全部申报", "eligible": "符合", "not_eligible": "不符合", "incomplete": "缺材料", "undeclared": "符合未申报",
}  # fmt: skip


def years(view: View) -> dict[str, str]:
    """Return the years whose declarations can be looked at, next year's first."""
    return {str(year): f"{year}年度" for year in (view.as_of.year + 1, view.as_of.year)}


def headline(declared: pd.DataFrame, waiting: pd.DataFrame, year: int, on: date) -> tuple[str, str]:
    """Say how many fit, do not, or lack something; where most of them are; what was not declared."""
    verdicts = declared.verdict.value_counts()
    fit, out, open_ = (int(verdicts.get(name, 0)) for name in ("eligible", "not_eligible", "incomplete"))
    head = f"{year}年度申报 {len(declared)} 个，符合条件 {fit} 个"
    bad = [f"不符合 {out} 个"] if out else []
    bad += [f"缺材料 {open_} 个"] if open_ else []
    head += f"，{late('，'.join(bad))}" if bad else ""
    parts = []
    at = declared.current_step.dropna().value_counts()
    if len(at):
        whom = declared[declared.current_step == at.index[0]].with_whom.mode()
        parts.append(f"{int(at.iloc[0])} 个待{escape(at.index[0])}，在{escape(whom.iloc[0])}")
    done = int((declared.is_selected.fillna(False)).sum())
    parts += [f"已审定列入 {done} 个"] if done else []
    slow = int(declared.is_declared_late.sum())
    parts += [f"逾期申报 {slow} 个"] if slow else []
    parts.append(f"符合条件而未申报 {int((waiting.verdict == 'eligible').sum())} 个")
    return head, f"截至{formats.day(on)}：{'；'.join(parts)}。"


def counts(declared: pd.DataFrame, waiting: pd.DataFrame) -> dict[str, str]:
    """Return the lists with how many they hold."""
    sizes = declared.verdict.value_counts().to_dict() | {"all": len(declared), "undeclared": len(waiting)}
    return {name: f"{label} {sizes.get(name, 0)}" for name, label in LISTS.items()}


def rows(declared: pd.DataFrame) -> pd.DataFrame:
    """Return declarations with what the list's lines say."""
    shown, known = declared.copy(), dictionary.lookup("verdict")
    shown["about"] = [f"{row.responsible_unit} · {row.declared_category or '没有写类别'}" for row in shown.itertuples()]
    shown["verdict_words"] = [dictionary.write(known, verdict) for verdict in shown.verdict]
    shown["tone"] = [{"eligible": "ahead", "not_eligible": "late"}.get(verdict, "slow") for verdict in shown.verdict]
    shown["declared_words"] = [
        formats.day(row.declared_on) + ("，逾期" if row.is_declared_late else "") for row in shown.itertuples()
    ]
    shown["step_words"] = [
        f"待{row.current_step}" if isinstance(row.current_step, str)
        else str(row.selection_decision) if isinstance(row.selection_decision, str)
        else f"已{row.step_done}" if isinstance(row.step_done, str) else "—"
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["whom_words"] = [
        row.with_whom if isinstance(row.with_whom, str)
        else formats.day(row.step_done_on) if pd.notna(row.step_done_on) else ""
        for row in shown.itertuples()
    ]  # fmt: skip
    return shown


def undeclared(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return undeclared projects with what the list's lines say."""
    shown, known = waiting.copy(), dictionary.lookup("verdict")
    shown["about"] = [f"{row.responsible_unit} · {row.declared_category or '没有类别'}" for row in shown.itertuples()]
    shown["verdict_words"] = [dictionary.write(known, verdict) for verdict in shown.verdict]
    shown["tone"] = ["ahead" if verdict == "eligible" else "slow" for verdict in shown.verdict]
    shown["since_words"] = ["" if pd.isna(day) else f"{formats.day(day)}起" for day in shown.found_since]
    return shown
