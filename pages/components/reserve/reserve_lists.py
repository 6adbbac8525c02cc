"""The lists of the reserve: who waits, lacks a proof or is over time; planned without it; units that sent no ideas."""

from datetime import date

import pandas as pd

from pages.components import tables
from pages.components.reserve import reserve_words
from pages.components.view import View

SOURCES = ("reserve", "approval_step", "promotion")
NAME = tables.Column("project_name", "项目", sub="about", width="minmax(0, 2fr)", strong=True)
WAITING = (
    NAME,
    tables.Column("total_investment_wan", "总投资", width="112px"),
    tables.Column("tier_words", "库", kind="text", sub="since_words", sort_by="reserve_tier", width="150px"),
    tables.Column("months_in_tier", sub="limit_words", sub_tone="late", width="112px"),
    tables.Column(
        "proof_words", "入库标准", kind="text", tone="tone", sort_by="missing_standard", width="minmax(0, 1.6fr)"
    ),
)
WITHOUT = (
    NAME,
    tables.Column("first_planned_month", "首次列入计划", width="128px"),
    tables.Column("total_investment_wan", "总投资", width="112px"),
    tables.Column("annual_plan_wan", "年度计划", width="112px"),
)
IDEAS = (
    tables.Column("responsible_unit", "单位", sub="unit_kind", width="minmax(0, 2fr)", strong=True),
    tables.Column("last_list_month", "上一次报送", width="160px"),
)
PRINTED = (
    "list_words", "project_name", "responsible_unit", "category", "reserve_tier", "reserve_entered_on",
    "months_in_tier", "is_over_time", "total_investment_wan", "standard_proof", "missing_standard", "batch",
    "first_planned_month", "annual_plan_wan",
)  # fmt: skip


def parts(waiting: pd.DataFrame, without: pd.DataFrame, ideas: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each list; that of the ideas only where units owe one."""
    found = {
        "all": waiting, "missing": waiting[~waiting.is_standard_proven], "over": waiting[waiting.is_over_time],
        "without": without,
    }  # fmt: skip
    return found | ({"ideas": ideas[~ideas.has_list.astype(bool)]} if len(ideas) else {})


def show(lists: dict[str, pd.DataFrame], which: str, view: View, on: date) -> None:
    """Draw one list; a row leads to its project, one of units nowhere."""
    rows = lists[which].reset_index(drop=True)
    if which == "ideas":
        tables.show(
            rows, IDEAS, view=view, key="reserve_ideas", link=None, link_by="responsible_unit", fold=15,
            empty="都报了。", label="没有报送谋划清单的单位",
        )  # fmt: skip
        return
    if which == "without":
        rows["about"] = [f"{row.responsible_unit} · {row.batch or '—'}" for row in rows.itertuples()]
    else:
        rows = reserve_words.rows(rows, view, on)
    tables.show(
        rows, WITHOUT if which == "without" else WAITING, view=view, key=f"reserve_{which}", fold=15,
        empty="没有这样的项目。", label="储备库清单",
    )  # fmt: skip


def download(waiting: pd.DataFrame, without: pd.DataFrame, view: View) -> None:
    """Draw the button that gives the reserve, and what was planned without it, a sheet each."""
    printed = pd.concat(
        [waiting.assign(list_words="在库项目"), without.assign(list_words="计划未入库")], ignore_index=True
    )
    tables.download(
        printed, view=view, name="储备库", kinds=SOURCES, columns=PRINTED, labels={"list_words": "清单"},
        sheets_by="list_words", is_a3=True, label="储备 Excel",
    )  # fmt: skip
