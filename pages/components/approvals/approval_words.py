"""前期手续 in words: the step where most wait, how mature the projects are, who is long in preparation."""

from datetime import date

import pandas as pd

from data import formats
from pages.components.words import escape, late

LISTS = {"all": "全部", "preliminary": "前期批次", "new": "新开工批次", "overdue": "该开未开", "long": "前期超期"}
SHORT = {
    "建设用地规划许可证": "用地规划许可",
    "建设工程规划许可证": "工程规划许可",
    "用地预审与选址意见书": "用地预审选址",
    "可行性研究报告批复": "可研批复",
    "项目建议书批复": "建议书批复",
    "环境影响评价": "环评",
    "初步设计批复": "初设批复",
    "施工许可证": "施工许可",
}


def short(step: str) -> str:
    """Return a step's short name, as offices say it; what is not known stays whole."""
    return SHORT.get(step, step)


def headline(maturity: pd.DataFrame, steps: pd.DataFrame, on: date) -> tuple[str, str]:
    """Say how many are being prepared, where most wait, how mature they are."""
    most = steps.sort_values("waiting_projects", ascending=False, kind="stable").iloc[0]
    head = f"{len(maturity)} 个项目还在办手续"
    if most.waiting_projects:
        head += f"，{late(f'卡在{short(most.approval_step)}的最多，{int(most.waiting_projects)} 个')}"
    known = maturity[maturity.maturity_share.notna()]
    parts = []
    ready, early = int((known.maturity_share == 1).sum()), int((known.maturity_share == 0).sum())
    half = int((known.maturity_share >= 0.5).sum())
    parts.append(f"办齐 {ready} 个，过半 {half} 个，一项没办 {early} 个")
    overdue = int(maturity.is_start_overdue.sum())
    parts += [late(f"{overdue} 个过了计划开工时间")] if overdue else []
    aged = {name: int((maturity.light == name).sum()) for name in ("slow", "behind")}
    if aged["slow"] or aged["behind"]:
        parts.append(late(f"在前期超过 2 年 {aged['slow']} 个、3 年 {aged['behind']} 个"))
    unknown = len(maturity) - len(known)
    parts += [f"{unknown} 个没有写审批方式"] if unknown else []
    return head, f"截至{escape(formats.day(on))}：{'；'.join(parts)}。"


def masks(maturity: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which rows each list holds."""
    return {
        "all": maturity.project_id.notna(), "preliminary": maturity.is_preliminary.astype(bool),
        "new": ~maturity.is_preliminary.astype(bool), "overdue": maturity.is_start_overdue.astype(bool),
        "long": maturity.light.isin(["slow", "behind"]),
    }  # fmt: skip


def counts(maturity: pd.DataFrame) -> dict[str, str]:
    """Return the lists with how many they hold."""
    return {name: f"{LISTS[name]} {int(rows.sum())}" for name, rows in masks(maturity).items()}


def chosen(maturity: pd.DataFrame, which: str) -> pd.DataFrame:
    """Return the rows of one list, the most mature of them first: they are nearest to the start."""
    rows = maturity[masks(maturity)[which]]
    return rows.sort_values("maturity_share", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def rows(maturity: pd.DataFrame) -> pd.DataFrame:
    """Return projects with what the list's lines say."""
    shown = maturity.copy()
    shown["about"] = [f"{row.responsible_unit} · {row.batch or '—'}" for row in shown.itertuples()]
    shown["obtained_words"] = [
        f"{row.approvals_obtained}/{row.approvals_required}" if pd.notna(row.approvals_required) else "没有审批方式"
        for row in shown.itertuples()
    ]
    shown["next_words"] = [
        f"待{short(row.next_approval)}" if isinstance(row.next_approval, str)
        else "已办齐" if pd.notna(row.maturity_share) else "—"
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["last_words"] = [
        "" if pd.isna(row.months_since_approval) else f"上一项办结 {row.months_since_approval} 个月"
        for row in shown.itertuples()
    ]
    shown["start_words"] = ["没有计划" if pd.isna(day) else formats.month(day) for day in shown.planned_start_date]
    shown["overdue_words"] = ["已过" if overdue else "" for overdue in shown.is_start_overdue]
    shown["age_words"] = [
        f"{row.months_in_preliminary} 个月" if row.is_preliminary and pd.notna(row.months_in_preliminary) else ""
        for row in shown.itertuples()
    ]
    shown["age_tone"] = [{"behind": "late", "slow": "slow"}.get(light, "quiet") for light in shown.light]
    return shown
