"""Single projects in a report: best and slowest, and every one with its plan, rate and light."""

import pandas as pd

from metrics.completion.completion_projects import completion_projects
from metrics.completion.pace import light_yardstick
from metrics.entry.open_alarms import open_alarms
from reports.content import Table
from reports.parts.completion import LAMP, RATES, TASK, lamp
from reports.question import Question
from reports.tables import Shown, extent, table

BEST, SLOWEST = 5, 10
PROJECTS = (
    Shown("project_name", width=3.4),
    Shown("responsible_unit", width=1.8),
    *RATES[:3],
    TASK,
    LAMP,
    Shown("shortfall_wan", width=1.3),
)


def projects(question: Question) -> pd.DataFrame:
    """Counted projects of ranked units, largest shortfall first, with ``lamp``; short of what the light measures."""
    frame = _every(question)
    frame = frame[(frame.plan_status == "counted") & ~frame.responsible_unit.isin(question.unranked)]
    return frame.assign(lamp=[lamp(row, question) for row in frame.itertuples()])


def _every(question: Question) -> pd.DataFrame:
    return question.ask(completion_projects, yardstick=light_yardstick(question.profile, question.as_of))


def slowest(question: Question, most: int | None = SLOWEST) -> Table:
    """Projects slow or behind by their own plan, most money short first; those that never reported have no gap."""
    frame = projects(question)
    late = frame[frame.light.isin(["slow", "behind"])]
    shown = late.sort_values("shortfall_wan", ascending=False, kind="stable").head(most or len(late))
    said = extent(shown, late, order="按进度缺口")
    return table(shown, PROJECTS, name="进度滞后项目", title=f"进度偏慢和滞后的项目（{said}）")


def best(question: Question) -> Table:
    """Projects furthest ahead of their own plan; none that is praised for a figure in doubt."""
    frame = projects(question)
    doubted = set(question.ask(open_alarms).project_id)
    sure = frame[
        (frame.light == "ahead") & ~frame.project_id.isin(doubted)
    ]  # over the doubtful share of the plan no light is 超前
    shown = sure.sort_values("task_rate", ascending=False, kind="stable").head(BEST)
    title = "进度靠前的项目（已退库、逾期未入库入统、入统不到上报一半和疑似单位错的不列）"
    return table(shown, PROJECTS[:-1], name="进度靠前项目", title=title)


def project_table(question: Question) -> Table:
    """Every project, those outside the rate too."""
    frame = _every(question)
    frame = frame.assign(
        lamp=[lamp(row, question) for row in frame.itertuples()],
        # a project taken out has no plan here; zero would be a plan of nothing
        annual_plan_wan=frame.annual_plan_wan.where(frame.plan_status == "counted"),
    )
    columns = (
        *PROJECTS[:2],
        Shown("batch"),
        Shown("town", width=1.4),
        Shown("contact_leader", width=2.0),
        Shown("plan_status", width=1.1),
        *RATES[:3],
        TASK,
        LAMP,
        Shown("shortfall_wan", width=1.3),
        Shown("total_investment_wan", width=1.4),
        Shown("silent_since_month", width=1.6),
    )
    return table(frame, columns, name="项目投资完成", title="重点项目投资完成情况")
