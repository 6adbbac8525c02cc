"""The adjustments and the mid-year review as lists, and the book with both."""

import pandas as pd

from pages.components import tables
from pages.components.adjustments import adjustment_words
from pages.components.view import View

SOURCES = ("plan_adjustment", "annual_plan", "dispatch")
NAME = tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 1.8fr)", strong=True)
COLUMNS = (
    NAME,
    tables.Column("adjustment_kind", "调整", kind="text", sub="month_words", width="116px"),
    tables.Column("plan_words", "年度计划 万元", kind="text", sub="batch_words", width="150px"),
    tables.Column("cause_words", "原因", kind="text", sub="cause_below", width="minmax(0, 1.4fr)"),
    tables.Column("decided_words", "决定", kind="text", sub="decided_below", tone="tone", width="minmax(0, 1.4fr)"),
)
REVIEW = (
    NAME,
    tables.Column("batch", "批次", width="112px"),
    tables.Column("review_reason", "理由", kind="text", width="minmax(0, 1.6fr)"),
    tables.Column("annual_plan_wan", "年度计划", width="112px"),
    tables.Column("reported_ytd_wan", "已完成", width="112px"),
    tables.Column("pace_year_end_wan", "照近三月到年底", width="132px"),
)
PRINTED = (
    "list_words", "project_name", "responsible_unit", "adjusted_month", "adjustment_kind", "batch_before",
    "batch_after", "batch", "total_investment_wan", "plan_before_wan", "plan_after_wan", "cause_kind",
    "adjustment_cause", "statement_on", "adjustment_decided_by", "adjustment_decided_on", "missing_papers",
    "review_reason", "annual_plan_wan", "reported_ytd_wan", "pace_year_end_wan",
)  # fmt: skip


def parts(adjusted: pd.DataFrame, review: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each list."""
    kinds = adjustment_words.KINDS
    found = {"all": adjusted}
    found |= {name: adjusted[adjusted.adjustment_kind == kind] for name, kind in kinds.items()}
    found["changed"] = adjusted[~adjusted.adjustment_kind.isin(kinds.values())]
    found["papers"] = adjusted[adjusted.missing_papers.notna()]
    return found | {f"review_{name}": review[review.review_advice == name] for name in ("out", "ready")}


def show(lists: dict[str, pd.DataFrame], which: str, view: View) -> None:
    """Draw one list; a row leads to its project."""
    is_review = which.startswith("review_")
    rows = lists[which].reset_index(drop=True)
    tables.show(
        rows if is_review else adjustment_words.rows(rows), REVIEW if is_review else COLUMNS, view=view,
        key=f"adjustments_{which}", fold=15, empty="没有这样的项目。", label="计划调整清单", can_be_asked=False,
    )  # fmt: skip


def download(adjusted: pd.DataFrame, review: pd.DataFrame, view: View) -> None:
    """Draw the button that gives adjustments and review, a sheet each."""
    advice = {"out": "建议评估调出", "ready": "可转建设"}
    printed = pd.concat(
        [adjusted.assign(list_words="计划调整"), review.assign(list_words=review.review_advice.map(advice))],
        ignore_index=True,
    )
    tables.download(
        printed, view=view, name="计划调整", kinds=SOURCES, columns=PRINTED, labels={"list_words": "清单"},
        sheets_by="list_words", signed=True, is_a3=True, label="调整 Excel",
    )  # fmt: skip
