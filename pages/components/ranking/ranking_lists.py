"""What stands under the ranking board: the chosen unit's score opened into its cases, the cards and their proof."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data import formats
from pages.components import context, tables, words
from pages.components.ranking import ranking_words
from pages.components.view import Row, View

PARTS = (
    tables.Column("item", "考核项", width="minmax(0, 1.2fr)", strong=True, leads=True),
    tables.Column("item_points", "分值", width="4.5em"),
    tables.Column("item_rate", "得分率", width="4.5em"),
    tables.Column("made_of", "完成／到期", width="minmax(0, 1.2fr)", kind="text", is_right=True, asks="item_rate"),
    tables.Column("rests_on", "依据", width="minmax(0, 2fr)", kind="text"),
)
CASES = (
    tables.Column("project_name", "项目", width="minmax(0, 1.6fr)", sub="case_name", sub_kind="text", leads=True),
    tables.Column("item", "考核项", width="6em"),
    tables.Column("due_on", "到期", width="7em"),
    tables.Column("done_on", "办结", width="7em"),
    tables.Column("outcome", "结果", width="minmax(0, 1fr)", kind="text", tone="outcome_tone", asks="case_done"),
)
KINDS = ("dispatch", "milestone", "issue", "service_request", "library_ledger")
OTHERS = "未分组"


def parts(view: View) -> dict[str, str]:
    """The contents of the page one can choose from."""
    ladder = view.profile.rule("ladder", view.as_of)
    said = {"rank": "季度排名", "trial": "试算", "typed": "手工项"}
    return said | ({"ladder": "督办阶梯"} if ladder is not None and ladder.enabled else {}) | {"year": "年考核"}


def leagues(ranking: pd.DataFrame) -> dict[str, str]:
    """The leagues one can choose from, with the number of their cards."""
    options = {}
    for league, units in ranking.assign(league=ranking.league.fillna(OTHERS)).groupby("league", sort=False):
        number = int(units.card.notna().sum())
        options[str(league)] = f"{league}　{number} 牌" if number else str(league)
    return options


def of(ranking: pd.DataFrame, league: str) -> pd.DataFrame:
    """Return the rows of a league."""
    return ranking[ranking.league.fillna(OTHERS) == league]


def rules(view: View) -> str:
    """Say by which rules the board was made."""
    weights, cards = (view.profile.rule(name, view.as_of) for name in ("weights", "cards"))
    said = f"权重：{weights.article}（{'条文规定' if weights.origin == 'given' else '默认'}）"
    on = cards is not None and cards.enabled
    return f"{said}；红黄牌：{cards.article}" if on else f"{said}；本区文本不设红黄牌"


def opened(unit: str, every: pd.DataFrame, cases: pd.DataFrame, view: View) -> None:
    """Draw one unit's items and, under them, the cases of all or of one item."""
    own = every[every.responsible_unit == unit]
    words.title(f"{unit}的得分构成", "各项分值相加即为得分（未含加分扣分）")
    rows = own.assign(
        made_of=[_made_of(row) for row in own.itertuples()],
        rests_on=[_rests_on(row) for row in own.itertuples()],
        whose=[f"{unit}|{item}" for item in own["item"]],
    )
    tables.show(
        rows, PARTS, view=view, key="parts", link=None, link_by="whose", by="responsible_unit", fold=None,
        label=f"{unit}的得分构成",
    )  # fmt: skip
    items = {"": f"全部 {len(cases)}"} | {
        item: f"{item} {number}" for item, number in cases.groupby("item", sort=False).size().items()
    }
    words.title(f"{unit}的事项", "没有按时的在前；点一行看项目")
    item = context.choose("item", items, label="考核项")
    shown = cases[cases.item == item] if item else cases
    described = shown.assign(
        project_name=shown.project_name.fillna("（不属于某个项目）"),
        outcome=[_outcome(row)[0] for row in shown.itertuples()],
        outcome_tone=[_outcome(row)[1] for row in shown.itertuples()],
    )
    tables.show(described, CASES, view=view, key="cases", fold=10, label=f"{unit}的事项", empty="没有到期的事项。")
    tables.download(cases, view=view, name=f"考核事项 {unit}", key="cases_excel")


def cards(ranking: pd.DataFrame, view: View) -> None:
    """Draw each card with its duty, what it bars and what it rests on."""
    given = ranking[ranking.card.notna() | ranking.bars.notna()]
    if given.empty:
        return
    words.title(f"亮牌与评先限制：{len(given)} 家", "每张牌的依据：名次、得分、规则版本、数据版本")
    for record in given.to_dict("records"):
        said = [ranking_words.CARDS.get(record["card"], ""), record["duty"], record["bars"]]
        with st.container(border=True, gap="xxsmall"):
            st.html(
                f"<p class='gt-aside'><b>{words.escape(record['responsible_unit'])}</b>　"
                f"{words.escape('；'.join(part for part in said if isinstance(part, str) and part))}</p>"
                + (
                    f"<p class='gt-foot'>{words.escape(ranking_words.proof(record, view.version))}</p>"
                    if isinstance(record["card"], str)
                    else ""
                )
            )


def download(ranking: pd.DataFrame, scores: Callable[[], pd.DataFrame], view: View) -> None:
    """Draw the buttons that give ranking and scores as Excel."""
    with st.container(horizontal=True):
        tables.download(ranking, view=view, name="考核排名", label="下载排名", key="ranking_excel")
        tables.download(scores, view=view, name="季度考核得分", label="下载得分", key="scores_excel")


def _made_of(row: Row) -> str:
    if row.item_cases == 0:
        return "本季无事项，权重由其他项分担"
    if row.is_typed:
        return "登记"
    if row.item == "形象进度":
        unit = formats.money_unit(row.item_due)
        return f"{formats.money_figure(row.item_done, unit)}／{formats.money_figure(row.item_due, unit)} {unit}"
    few = "，件数少，按（完成＋1）÷（到期＋2）" if row.is_few else ""
    return f"{row.item_done:.0f}／{row.item_due:.0f} 件{few}"


def _rests_on(row: Row) -> str:
    if not row.is_typed:
        return ""
    return "　".join(part for part in (row.basis, row.who) if isinstance(part, str) and part)


def _outcome(row: Row) -> tuple[str, str]:
    """Write how a case came out, and the tone of it."""
    if row.is_excused:
        return "不计（平场未打桩或审核中，有依据）", "quiet"
    if row.item == "形象进度":
        unit = formats.money_unit(row.case_due, row.case_done)
        figures = f"{formats.money_figure(row.case_done, unit)}／{formats.money_figure(row.case_due, unit)} {unit}"
        return (figures, "quiet" if row.is_done else "late")
    if row.is_done:
        return "按时", "quiet"
    return ("未办结" if pd.isna(row.done_on) else "超时"), "late"
