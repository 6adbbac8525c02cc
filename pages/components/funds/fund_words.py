"""资金 in words: the finding on top, and the parts of the page."""

from datetime import date

import pandas as pd

from data import formats
from pages.components.words import late

PARTS = {"units": "按单位", "projects": "按项目", "over": "超概算、超总投资", "needs": "融资需求", "early": "前期经费"}


def headline(total: pd.Series, alerts: pd.DataFrame, needs: pd.DataFrame, month: date) -> tuple[str, str]:
    """Say what is in place of the plan and paid of it, how many are over their estimate, what is not financed."""
    if pd.isna(total.funds_in_place_rate):
        head = f"{formats.month(month)}的调度表没有报到位资金"
    else:
        rate = formats.percent(total.funds_in_place_rate)
        head = f"到位资金 {formats.money(total.funds_in_place_wan)}，资金到位率 {rate}"
    parts = []
    if pd.notna(total.funds_paid_rate):
        parts.append(f"资金支付率 {formats.percent(total.funds_paid_rate)}")
    over = alerts[alerts.alert == "over_estimate"].project_id.nunique()
    parts.append(late(f"{over} 个项目超过批复概算") if over else "没有超过批复概算的项目")
    open_needs = needs[needs.financing_gap_wan > 0]
    if len(needs):
        gap = formats.money(open_needs.financing_gap_wan.sum())
        parts.append(f"未落实融资 {gap}，{open_needs.project_id.nunique()} 个项目")
    return head, f"截至{formats.month(month)}：{'；'.join(parts)}。"


def counts(projects: pd.DataFrame, alerts: pd.DataFrame, needs: pd.DataFrame, early: pd.DataFrame) -> dict[str, str]:
    """Return the parts with how many rows each has."""
    found = {
        "projects": len(projects), "over": alerts.project_id.nunique(), "needs": len(needs), "early": len(early)
    }  # fmt: skip
    return {part: f"{label} {found[part]}" if part in found else label for part, label in PARTS.items()}
