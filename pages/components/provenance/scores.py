"""Places and scores: the units that were compared, a score's items, an item's cases, and the cells of each."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from data.dictionary import Entry
from data.quarters import quarter_before
from pages.components import asking as asked
from pages.components import cell_text as cells
from pages.components import fetch, states, tables, words
from pages.components.asking import Asked
from pages.components.provenance import said, sums
from pages.components.provenance.said import Metric
from pages.components.view import View

YEAR = "year_scores"
UNIT = tables.Column("responsible_unit", "单位", width="minmax(0, 1.6fr)", strong=True)
PLACES = (
    tables.Column("rank", "名次", width="4em"),
    UNIT,
    tables.Column("score", "得分", unit="", width="6em", strong=True),
)
TIES = (
    tables.Column("investment_completion_rate", "完成率", width="6em"),
    tables.Column("entry_rate", "按时入统", width="6em"),
)
ITEMS = (
    tables.Column("item", "考核项", width="minmax(0, 1fr)", strong=True),
    tables.Column("item_weight", "权重", width="5em"),
    tables.Column("item_rate", "得分率", width="6em"),
    tables.Column("item_points", "分值", width="6em"),
)
DUE, DONE = tables.Column("due_on", "到期", width="8em"), tables.Column("done_on", "办结", width="8em")
CASE = tables.Column("project_name", "项目", sub="case_name", width="minmax(0, 1.8fr)", strong=True, sub_kind="text")
AMOUNTS = (
    tables.Column("case_done", "完成", "万元", width="8em", asks="reported_ytd_wan"),
    tables.Column("case_due", "应完成", "万元", width="8em", asks="annual_plan_wan"),
)
# item → what its cases' columns are asked for, where that is not the column itself
ASKS = {
    "入库入统": ("start_date", "statistics_month"),
    "开竣工": ("overdue_months", "overdue_months"),
    "前期转化": ("months_in_preliminary", "months_in_preliminary"),
}


def of_item(about: Asked, known: Entry) -> tuple[Asked, Entry]:
    """Return the question and its column; of a unit's item (“单位|考核项”) the column of that item's rate."""
    if about.by != "responsible_unit" or "|" not in about.who or about.of not in ("", YEAR):
        return about, known
    unit, item = about.who.split("|", 1)
    rates = (entry for name, entry in dictionary.entries().items() if name.endswith("_rate") and entry.label == item)
    known = next(rates, dictionary.lookup("score_rate"))
    return Asked(known.name, about.by, unit, about.month, about.of), known


def is_of_a_unit(about: Asked, known: Entry) -> bool:
    """Tell whether the figure is worked out from a unit's own sheets or cases."""
    return about.by in ("", "responsible_unit") and bool(known.said_in)


def compared(about: Asked, view: View, metrics: dict[str, Metric]) -> None:
    """Draw the units of the league that were compared, with their scores and what breaks a tie."""
    as_of = quarter_before(view.as_of) if about.field == "rank_before" else about.month or view.as_of
    if as_of not in view.months:
        states.note(f"{formats.month(as_of)}的调度表没有载入，没有当时的排名。")
        return
    is_year = about.of == YEAR
    ranking = fetch.fetch(metrics[YEAR if is_year else "unit_ranking"], view, as_of=as_of)
    mine = ranking[ranking.responsible_unit == about.who]
    league = mine.league.iloc[0] if len(mine) else None
    own = ranking[(ranking.league == league) & ranking["rank"].notna()]
    name = league if isinstance(league, str) else "没有分组"
    words.title(f"{name}参加比较的 {len(own)} 家", "得分高的在前；同分先比完成率，再比按时入统", rule=False)
    columns = PLACES if is_year else (*PLACES, *TIES)
    tables.show(
        own, columns, view=view, key="asked_places", link=None, link_by="responsible_unit", fold=None,
        label=f"{name}的得分", of=about.of, month=as_of, empty="没有排名的单位。",
    )  # fmt: skip
    tables.download(own, view=view, name=f"考核比较 {name}", key="asked_excel")


def made_up(about: Asked, known: Entry, view: View, metrics: dict[str, Metric]) -> None:
    """Draw what a unit's score or item is made of: items or cases, then the cells in its sheets."""
    as_of = about.month or view.as_of
    weights = view.profile.weights_at(as_of)
    is_year = about.of == YEAR or known.label in weights.year
    if known.name in ("score", "trial_score") and about.who:
        _items(about, as_of, view, metrics, is_year=is_year)
    elif about.who and known.label in (*weights.quarter, *weights.year):
        _cases(about, known, as_of, view, metrics, is_year=is_year)
    for figure in known.made_of if as_of in view.months else ():
        if figure in sums.FIGURES:
            sums.show(figure, about, as_of, view, metrics["figure_cells"])
    period = "year" if is_year else "quarter"
    item = {"item": known.label} if known.label in (*weights.quarter, *weights.year) else {}
    said.of_unit(known, about, view, metrics["unit_cells"], period=period, **item)


def _items(about: Asked, as_of: date, view: View, metrics: dict[str, Metric], *, is_year: bool) -> None:
    """Draw the items of a unit's score; each leads to its cases."""
    if is_year:
        scores = fetch.fetch(metrics[YEAR], view, as_of=as_of)
        own = scores[scores.responsible_unit == about.who]
        rates = [name for name in own if name.endswith("_rate") and asked.entry(name)]
        rows = pd.DataFrame(
            {"item": [cells.entry(name).label for name in rates], "item_rate": [own[name].iloc[0] for name in rates]}
        )
        columns: tuple[tables.Column, ...] = (ITEMS[0], ITEMS[2])
    else:
        parts = fetch.fetch(metrics["score_parts"], view, as_of=as_of)
        rows, columns = parts[parts.responsible_unit == about.who], ITEMS
    words.title(f"由 {len(rows)} 个考核项得出", "100·Σ权重×得分率 ÷ Σ有事项的权重，再加加分扣分", rule=False)
    tables.show(
        rows.assign(whose=[f"{about.who}|{item}" for item in rows["item"]]), columns, view=view, key="asked_items",
        link=None, link_by="whose", by="responsible_unit", of=YEAR if is_year else "", month=as_of, fold=None,
        label="考核项",
    )  # fmt: skip


def _cases(about: Asked, known: Entry, as_of: date, view: View, metrics: dict[str, Metric], *, is_year: bool) -> None:
    """Draw the cases of an item: what was due, what of it was done, project by project."""
    metric = metrics["year_score_cases" if is_year else "score_cases"]
    cases = fetch.fetch(metric, view, as_of=as_of, unit=about.who)
    mine = cases[cases["item"] == known.label]
    if mine.empty:
        return
    is_money = known.label in ("形象进度", "年度投资计划")
    due, done = ASKS.get(known.label, ("", ""))
    columns = (CASE, *AMOUNTS) if is_money else (CASE, _asking(DUE, due), _asking(DONE, done))
    count = "" if is_money else f"，办成 {int(mine.is_done.sum())} 件"
    words.title(f"到期的 {len(mine)} 件{count}", "没有按时的在前", rule=False)
    tables.show(
        mine.assign(project_name=mine.project_name.fillna("（不属于某个项目）"), project_id=mine.project_id.fillna("")),
        columns, view=view, key="asked_cases", link=None, fold=6, month=as_of, label=f"{known.label}的事项",
    )  # fmt: skip


def _asking(column: tables.Column, figure: str) -> tables.Column:
    return tables.Column(column.field, column.label, width=column.width, asks=figure)
