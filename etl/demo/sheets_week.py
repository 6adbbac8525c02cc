"""周调度: how the works of some units stood on a day of an unfinished month, for the weekly meeting."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal

from etl.demo.months import LAST, later
from etl.demo.projects import Project
from etl.demo.season import SEASON
from etl.demo.sheets import MARK, Cell, Row, Sheet, columns_of
from etl.demo.story import PlanLine, Story
from etl.demo.words import PROBLEMS

STATE_ON = date(2026, 10, 9)
UNITS = 6  # of those with most projects: the week's sheet never holds all
COLUMNS = columns_of(
    ("序号", 6, "middle"),
    ("项目代码", 26, "middle"),
    ("项目名称", 30, "text"),
    ("责任单位", 15, "middle"),
    ("年度计划投资(万元)", 12, "number"),
    ("本年完成投资(万元)", 12, "number"),
    ("占年度计划(%)", 10, "percent"),
    ("存在的问题及拟采取的措施", 28, "text"),
    ("需要协调解决的问题", 20, "text"),
)


def week_sheet(story: Story) -> Sheet:
    """Return the sheet: all projects of September's dispatch, with figures where their unit has sent them."""
    lines = story.lines_at(LAST)
    listed = [story.projects[key - 1] for key in story.dispatch_keys(LAST)]
    sizes = Counter(project.unit for project in listed if project.key in lines)
    units = sorted(sizes, key=lambda unit: (-sizes[unit], unit))[:UNITS]
    rows = [
        Row(_cells(story, project, lines.get(project.key), number, has_sent=project.unit in units))
        for number, project in enumerate(listed, start=1)
    ]
    day = f"{STATE_ON.year}年{STATE_ON.month}月{STATE_ON.day}日"
    return Sheet(
        "周调度",
        f"{story.profile.name}重点项目建设进展情况（截至{day}）{MARK}",
        f"填报单位：区发改局    单位：万元    已报单位：{'、'.join(units)}",
        COLUMNS,
        rows,
        ["注：本表为周调度用的中间情况，没有报来的单位留空，10月数以月末调度表为准。"],
    )


def _cells(story: Story, project: Project, line: PlanLine | None, number: int, *, has_sent: bool) -> list[Cell]:
    """Return a row: September's year to date and, where works are under way, nine days more; empty where not sent."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/week/{project.key}")  # noqa: S311 (no secrets here)
    plan = line.annual_plan if line else None
    cells: list[Cell] = [number, project.code, project.name, project.unit, plan]
    done = story.ytd[project.key, LAST]
    if not has_sent or done is None:
        return [*cells, None, None, None, None]
    if project.start_month <= LAST < project.finish_month:
        of_season = SEASON[later(LAST, 1).month - 1] / sum(SEASON[: LAST.month])
        done += Decimal(int(float(done) * of_season * rng.uniform(0.1, 0.4)))
    has_problem = project.finish_month > LAST and rng.random() < 0.4
    return [
        *cells, done, round(100 * float(done) / plan, 1) if plan else None,
        rng.choice(PROBLEMS).format(n=rng.randint(2, 30)) if has_problem else None,
        "请区级层面协调" if has_problem and rng.random() < 0.5 else None,
    ]  # fmt: skip
