"""Reconciliation in words: how far it has come, what is left and how old that is, what a group is called."""

from datetime import date

import pandas as pd

from data import formats
from data.wording.definition_wording import SHARE_OF, other_share
from pages.components.words import escape, late


def headline(total: pd.Series, official: pd.Series, as_of: date, measure: str) -> tuple[str, str]:
    """Say how much is explained, what is left in money and groups; below: the ratio, gross gap and how it closes."""
    share = formats.percent(total.explained_share)
    rest = late(f"未定 {formats.money(total.open_gross_wan)}")
    head = f"差额已解释 {share}，{rest}，{int(total.open_groups)} 组待认定"
    if not total.open_groups:
        head = f"差额已解释 {share}，没有待认定的"
    if total.compared_month.date() < as_of:  # January has no return: December's figures stand
        head = f"{formats.month(total.compared_month)}的对账（{formats.month(as_of)}没有可比的统计月报）：{head}"
    closing = formats.money(total.closing_difference_wan) if total.closing_difference_wan else "0"
    proposed = formats.money(total.proposed_wan)
    return head, (
        f"入统占上报 {formats.percent(official.booked_to_reported)}（{SHARE_OF[measure]}），"
        f"{other_share(official, measure)}，"
        f"全部在调度项目 {formats.percent(total.booked_to_reported)}；"
        f"差额绝对值合计 {formats.money(total.gross_gap_wan)}，已解释和未定按绝对值算；"
        f"待核差额（在调度项目，正负相抵） {formats.money(total.gap_wan)}，其中建议待认定 {proposed}，"
        f"未说明 {formats.money(total.unexplained_wan)}；核对差额 <b>{escape(closing)}</b>。"
    )


def ageing(found: pd.DataFrame) -> str:
    """How long the open money has been open: “挂起 6 个月以上 6.47 亿元，3–5 个月 …”."""
    spans = (("6 个月以上", 6, 99), ("3–5 个月", 3, 5), ("不到 3 个月", 0, 2))
    amounts = [(word, found[found.open_months.between(low, high)].open_gross_wan.sum()) for word, low, high in spans]
    return "挂起 " + "，".join(f"{word} {formats.money(amount)}" for word, amount in amounts if amount)


def names_of(row) -> str:  # noqa: ANN001
    """What a group is called: its key projects, else its statistics projects."""
    for names in (row.project_names, row.statistics_names):
        if isinstance(names, str) and names:
            return names
    return str(row.group_id)
