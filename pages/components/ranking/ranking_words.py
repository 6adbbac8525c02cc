"""考核排名 in words: who leads, who is carded, by how much, and what stands beside a place."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from data import formats
from data.wording.score_wording import trifling, unsure
from pages.components.words import escape, late

CARDS = {"yellow": "黄牌", "red": "红牌"}


def headline(ranking: pd.DataFrame, lacking: list[str]) -> tuple[str, str]:
    """Return the finding and the line under it, as HTML: cards first, else who leads.

    Args:
        ranking: of ``unit_ranking``.
        lacking: what the quarter still lacks, in words; with anything its title says 暂定.
    """
    ranked = ranking[ranking["rank"].notna()]
    when = formats.quarter(ranking.quarter.iloc[0]) + ("（暂定）" if lacking else "")
    unranked = ranking[ranking["rank"].isna()]
    if ranked.empty:
        return (
            f"{when}没有可以排名的单位",
            "各单位有数的考核项都不足一半权重。请载入节点、问题、要素保障各表，或登记手工项。",
        )
    parts = []
    for card in ("red", "yellow"):
        names = list(ranked[ranked.card == card].responsible_unit)
        if names:
            parts.append(f"{len(names)} 家{CARDS[card]}" + (f"：{late('、'.join(names))}" if card == "red" else ""))
    leaders = "、".join(escape(name) for name in ranked[ranked["rank"] == 1].responsible_unit)
    head = f"{when} {'，'.join(parts)}" if parts else f"{when} {leaders}居首"
    beside = [f"居首：{leaders}"] if parts else []
    if (narrow := _narrowest(ranked)) is not None:
        beside.append(f"{escape(narrow.responsible_unit)}比末几位以外的最低分低 {formats.number(-narrow.margin, 2)} 分")
    if len(unranked):
        beside.append(f"{len(unranked)} 家不排名")
    if lacking:
        beside.append(f"名次暂定：{'、'.join(lacking)}")
    return head, "；".join(beside)


def _narrowest(ranked: pd.DataFrame) -> Any:  # noqa: ANN401
    """Return the unit that fell among the last by the least, None without a line."""
    last = ranked[ranked.is_among_last & (ranked.margin < 0)]
    return None if last.empty else next(last.sort_values("margin", ascending=False).head(1).itertuples())


def margin(record: dict, *, has_line: bool) -> str:
    """Write the distance to the line of the last places, or to the next better place where there is none."""
    if pd.isna(record["rank"]):
        return ""
    if not has_line:
        gap = record["gap_to_above"]
        return "" if pd.isna(gap) else "并列" if gap == 0 and record["is_tied"] else f"差 {formats.number(gap, 2)} 分"
    sign = "差" if record["is_among_last"] else "高"
    return f"{sign} {formats.number(abs(record['margin']), 2)} 分"


def card(record: dict) -> str:
    """Write the card, or what keeps a unit among the last from one."""
    if isinstance(record["exemption"], str):
        return "容错"
    if record["is_trifling"] and not isinstance(record["card"], str):
        return "缺口小"
    return CARDS.get(record["card"], "")


def moved(record: dict) -> str:
    """Write last quarter's place and which way the unit went."""
    before, now = record["rank_before"], record["rank"]
    if pd.isna(before):
        return formats.NONE
    if pd.isna(now) or before == now:
        return f"{before:.0f}　平" if pd.notna(now) else f"{before:.0f}"
    return f"{before:.0f} {'▲' if now < before else '▼'} {abs(before - now):.0f}"


def beside(record: dict) -> str:
    """Write what stands under a unit's name: why it is not ranked, or what its figure rests on."""
    if isinstance(record["not_ranked_reason"], str):
        return f"不排名：{record['not_ranked_reason']}"
    said = ["并列"] if record["is_tied"] else []
    row = SimpleNamespace(**record)
    said += [part for part in (unsure(row), trifling(row)) if part]
    said += [f"容错 {record['exemption']}"] if isinstance(record["exemption"], str) else []
    said += [f"加减分 {formats.number(record['points'], 2, is_signed=True)}"] if record["points"] else []
    return "　".join(said)


def proof(record: dict, version: str) -> str:
    """Write what a card rests on, in one sentence."""
    before = f"上季第 {record['rank_before']:.0f} 名" if pd.notna(record["rank_before"]) else "上季未排名"
    last = "，上季也在末几位" if record["card"] == "red" else ""
    place = f"{record['league']}第 {record['rank']:.0f} 名（{record['ranked_units']:.0f} 家）"
    score, line = (formats.number(record[name], 2) for name in ("score", "margin"))
    rests = f"依据 {record['card_rule']}；数据版本 {version}"
    return f"{place}，{score} 分，距末位线 {line} 分；{before}{last}。{rests}"
