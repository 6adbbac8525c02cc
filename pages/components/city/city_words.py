"""各区县总览 in words: how all stand together, who leads and lags, who has not delivered."""

from datetime import date

import pandas as pd

from data import formats
from data.wording import completion_wording
from pages.components import words

MOST = 3  # districts named in a sentence


def headline(board: pd.DataFrame, total: pd.DataFrame, as_of: date) -> tuple[str, str]:
    """Return the finding and the line below it, as HTML."""
    there = board[board.has_delivered]
    if there.empty or formats.is_missing(total.iloc[0].investment_completion_rate):
        return f"{formats.month(as_of)}还没有区县送数", ""
    row = total.iloc[0]
    rate = formats.percent(row.investment_completion_rate)
    said = f'<span class="gt-{words.light(row.light).tone}">{words.escape(completion_wording.both(row))}</span>'
    return f"截至{formats.month(as_of)}，{len(there)} 个区县合计完成 {rate}，{said}", "；".join(
        part for part in (_ends(there), _late(board)) if part
    )


def _ends(there: pd.DataFrame) -> str:
    rated = there[there.light != "doubtful"].dropna(subset=["pace_gap_pp"])  # a slip of the unit leads nobody
    if len(rated) < 2:  # noqa: PLR2004  (nobody to compare with)
        return ""
    first, last = rated.iloc[0], rated.iloc[-1]
    return (
        f"最快 {words.escape(first.district_name)}（{formats.signed(first.pace_gap_pp)} 个百分点），"
        f"最慢 {words.escape(last.district_name)}（{formats.signed(last.pace_gap_pp)} 个百分点）"
    )


def _late(board: pd.DataFrame) -> str:
    late = board[~board.has_delivered]
    if late.empty:
        return ""
    names = "、".join(words.escape(name) for name in late.district_name[:MOST])
    return words.late(f"{names}{f' 等 {len(late)} 个' if len(late) > MOST else ''}本月未送数")


def not_delivered(board: pd.DataFrame) -> list[str]:
    """Return a line for each district without figures of the month: until when it has delivered, and when."""
    lines = []
    for row in board[~board.has_delivered].itertuples():
        last = row.delivered_until_month
        until = f"数据到{formats.month(last)}为止" if not formats.is_missing(last) else "还没有送过调度表"
        lines.append(f"{row.district_name}：本月未送数，{until}，最近一次送数 {formats.day(row.delivered_on)}")
    return lines


def withheld(board: pd.DataFrame, names: list[str]) -> str:
    """Say whose booked amounts are known as sums only."""
    said = "、".join(board[board.district.isin(names)].district_name)
    return f"{said}的入统只送合计，不送单个项目" if said else ""
