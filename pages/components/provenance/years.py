"""What stands behind a line of 年度总结: the cells of plan and reported, or the projects that were due."""

from data import dictionary
from pages.components import fetch, tables, words
from pages.components.asking import Asked
from pages.components.provenance import projects, sums
from pages.components.provenance.said import Metric
from pages.components.view import View

OF = "year_summary"
CASES = ("开工", "竣工", "前期转化")
ENTERED, CARRIED = "按时入统", "上年结转纳入"
DUE = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 1.8fr)", strong=True),
    tables.Column("due_on", "到期", width="8em", asks="overdue_months"),
    tables.Column("done_on", "办结", width="8em", asks="overdue_months"),
    tables.Column("is_done", "完成", width="5em"),
)
TAKEN_UP = (
    tables.Column("project_name", "项目", sub="responsible_unit", width="minmax(0, 1.8fr)", strong=True),
    tables.Column("carry_over", "结转", width="minmax(0, 1fr)", asks="annual_plan_wan"),
    tables.Column("annual_plan_wan", "年度计划", width="8em"),
    tables.Column("planned_finish_date", "计划竣工", width="8em"),
)


def show(about: Asked, view: View, metrics: dict[str, Metric]) -> None:
    """Draw what the line counts, project by project."""
    if about.who == ENTERED:
        _counted("on_time_rate", "entry_lag", view, metrics)
    elif about.who in CASES:
        cases = fetch.fetch(metrics["year_score_cases"], view)
        mine = cases[(cases.case_name == about.who) | (cases["item"] == about.who)]
        words.title(
            f"应办 {len(mine)} 个，已办 {int(mine.is_done.sum())} 个", "带虚线的再点一下，列出单元格", rule=False
        )
        tables.show(mine, DUE, view=view, key="asked_cases", link=None, fold=8, label=about.who)
    elif about.who == CARRIED:
        carried = fetch.fetch(metrics["carry_over"], view)
        mine = carried[carried.is_carried_over]
        words.title(f"上年结转的 {len(mine)} 个", "带虚线的再点一下，列出单元格", rule=False)
        tables.show(mine, TAKEN_UP, view=view, key="asked_cases", link=None, fold=8, label=about.who)
    elif about.who == "年度投资计划（原计划）":
        _counted("original_completion_rate", "investment_completion", view, metrics)
    else:
        for figure in ("reported_ytd_wan", "annual_plan_wan"):
            sums.show(figure, Asked(figure), view.as_of, view, metrics["figure_cells"])


def _counted(figure: str, of: str, view: View, metrics: dict[str, Metric]) -> None:
    projects.show(Asked(figure, of=of), dictionary.lookup(figure), view.as_of, view, metrics)
