"""考核排名 in a report: places by league, cards and their duties, and the ladder's steps where a text has them."""

from typing import Any

import pandas as pd

from data import dictionary, formats
from data.wording import completion_wording
from data.wording.completion_wording import both
from data.wording.score_wording import trifling
from metrics.ranking.score_cases import score_parts
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.ranking.unit_ranking import unit_ranking
from reports.content import Chart, Series, Table
from reports.question import Question, tight
from reports.tables import Shown, cell, table

TONES = {"red": "behind", "yellow": "slow"}
RANKS = (
    Shown("league", width=1.4),
    Shown("place", "名次", 0.8, "text", is_centred=True),
    Shown("responsible_unit", width=2.0),
    Shown("score", width=1.0),
    Shown("before", "上季名次", 1.0, "text", is_centred=True),
)
CARDS = (
    Shown("margin", width=1.2),
    Shown("card", width=0.9, is_centred=True),
    Shown("duty", width=2.6),
    Shown("exemption", width=1.8),
)
CALLED = (
    Shown("card", width=0.9, is_centred=True),
    Shown("responsible_unit", width=2.0),
    Shown("league", width=1.4),
    Shown("place", "名次", 0.8, "text", is_centred=True),
    Shown("score", width=1.0),
    Shown("margin", width=1.2),
    Shown("duty", width=3.0),
    Shown("bars", width=3.4),
)
FEW = Shown("few_items", "件数少的项（完成／到期）", 2.6, "text")
LADDER = (
    Shown("responsible_unit", width=2.0),
    Shown("proposed_measure", width=1.4),
    Shown("ladder_gap_pp", width=1.2),
    Shown("pace_gap_pp", width=1.2),
    Shown("investment_completion_rate", width=1.2),
    Shown("ladder_since_month", width=1.4),
    Shown("exemption", width=1.8),
    Shown("issued_measure", width=1.4),
)


def ranked(question: Question) -> pd.DataFrame:
    """Ranked units, league by league, best first, with ``place``, ``before``."""
    frame = question.ask(unit_ranking)
    frame = frame[frame["rank"].notna() & ~frame.responsible_unit.isin(question.unranked)]
    return frame.assign(
        place=places(frame),
        before=[formats.NONE if formats.is_missing(place) else str(place) for place in frame.rank_before],
    )


def places(frame: pd.DataFrame) -> list[str]:
    """Each unit's place in words, with a star while it is provisional."""
    return [
        f"{place}{'*' if provisional else ''}"
        for place, provisional in zip(frame["rank"], frame.is_provisional, strict=True)
    ]


def has_cards(question: Question) -> bool:
    """Tell whether the district's text has cards in force."""
    rule = question.profile.rule("cards", question.as_of)
    return rule is not None and rule.enabled


def finding(question: Question) -> str:
    """Who leads each league; where there are cards, how many of each."""
    frame = ranked(question)
    if frame.empty:
        return ""
    if has_cards(question):
        counts = frame.card.value_counts()
        said = [f"{word} {counts[card]} 个" for card, word in _card_words().items() if counts.get(card, 0)]
        return tight("、".join(said) or "没有单位亮牌")
    return sentence(question).removesuffix("。")


def sentence(question: Question) -> str:
    """Who leads each league and, where there are cards, who has which."""
    frame = ranked(question)
    best = frame[frame["rank"] == 1].groupby("league", sort=False).responsible_unit.agg("、".join)
    said = [f"{league}{units}居首" for league, units in best.items()]
    if has_cards(question):
        for card, word in _card_words().items():
            named = frame.responsible_unit[frame.card == card]
            said += [f"{word}：{'、'.join(named)}"] if len(named) else []
    return "；".join(said) + "。" if said else ""


def rank_table(question: Question) -> Table | None:
    """Every ranked unit; None where none is ranked."""
    frame = ranked(question)
    if frame.empty:
        return None
    columns = (*RANKS, *(CARDS if has_cards(question) else (Shown("gap_to_above", width=1.2),)))
    few, rule = _few_items(question), question.profile.rule("few_cases", question.as_of)
    said = ""
    if few and rule is not None:
        frame = frame.assign(few_items=[few.get(unit, "") for unit in frame.responsible_unit])
        columns = (*columns, FEW)
        said = f"到期不足 {rule.below} 件的项得分率按（完成＋1）÷（到期＋2）。"
    running = "本季未完，名次暂定。" if question.as_of.month % 3 else ""
    return table(
        frame,
        columns,
        name="考核排名",
        title=f"{question.quarter}责任单位考核排名",
        note=f"同组排名，并列同名次、后一名次空出；得分由各考核项按权重算出，缺项按其余折算。{said}*暂定。{_beside(frame)}{running}",
    )


def _beside(frame: pd.DataFrame) -> str:
    """Say why places are provisional, and who is among the last only for a small gap."""
    said = [
        f"{row.responsible_unit}{part}"
        for row in frame.itertuples()
        for part in (row.provisional_because, trifling(row))
        if isinstance(part, str) and part
    ]
    return tight(f"{'；'.join(said)}。") if said else ""


def rank_chart(question: Question) -> Chart | None:
    """The scores, coloured by card."""
    frame = ranked(question)
    if frame.empty:
        return None
    score = Shown("score").entry
    return Chart(
        title="各单位考核得分",
        form="bars",
        kind="score",
        categories=tuple(f"{row.responsible_unit}　{row.place}" for row in frame.itertuples()),
        series=(
            Series(
                name="得分",
                cells=tuple(cell(value, score) for value in frame.score),
                tones=tuple(TONES.get(card, "normal") for card in frame.card),
            ),
        ),
        note="单位后为组内名次" + ("；黄牌橙色，红牌红色" if has_cards(question) else ""),
    )


def card_table(question: Question) -> Table | None:
    """Units with a card, red ones first, in the order in which they speak; None without cards in force."""
    frame = ranked(question)
    if not has_cards(question) or frame.empty:
        return None
    called = frame[frame.card.notna()].sort_values("card", kind="stable")  # red before yellow
    rule = next((text for text in frame.card_rule if isinstance(text, str)), "")
    return table(called, CALLED, name="红黄牌", title="红黄牌和表态要求", note=f"依据{rule}。" if rule else "")


def _few_items(question: Question) -> dict[str, str]:
    """Say of each unit which items have so few cases that they are drawn toward one half, each with its number."""
    parts = question.ask(score_parts)
    few = parts[parts.is_few].assign(said=lambda rows: [_few_item(row) for row in rows.itertuples()])
    return {str(unit): "、".join(rows.said) for unit, rows in few.groupby("responsible_unit", sort=False)}


def _few_item(row: Any) -> str:  # noqa: ANN401  (a named tuple)
    return f"{row.item} {formats.number(row.item_done)}／{formats.number(row.item_due)}"


def ladder_table(question: Question) -> Table | None:
    """What the ladder proposes for units behind the pace; None where the text has no ladder or nobody stands on it."""
    frame = question.ask(supervision_ladder)
    frame = frame[~frame.responsible_unit.isin(question.unranked)]
    proposed = frame[frame.is_proposed]
    if proposed.empty:
        return None
    measure = dictionary.write(dictionary.lookup("ladder_measure"), proposed.ladder_measure.iloc[0])
    note = f"系统{measure}的进度差提出，由人下达；有容错文件的暂缓。"
    spared = "；".join(f"{row.responsible_unit}：{both(row)}" for _, row in frame[frame.is_spared].iterrows())
    note += tight(f"按项目任务正常、不提示的：{spared}。") if spared else ""
    unsure = frame[frame.is_provisional & (frame.ladder_step > 0)].responsible_unit
    note += f"{completion_wording.UNSURE}、不提出的：{'、'.join(unsure)}。" if len(unsure) else ""
    return table(proposed, LADDER, name="督办建议", title="督办措施建议", note=note)


def _card_words() -> dict[str, str]:
    """The cards' words, the graver first."""
    words = dictionary.lookup("card").words
    return {card: words[card] for card in ("red", "yellow")}
