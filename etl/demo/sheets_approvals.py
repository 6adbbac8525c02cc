"""前期手续: the approvals of projects that are being prepared or were begun this year."""

import random
from datetime import date, timedelta

from etl.demo.months import LAST, between, later
from etl.demo.projects import Project
from etl.demo.sheets import MARK, Cell, Column, Row, Sheet
from etl.demo.sheets_plan import NUMERALS, group_row
from etl.demo.story import Story
from etl.demo.wording import start_text

COLUMNS = [
    Column("序号", 6, look="middle"),
    Column("项目代码", 26, look="middle"),
    Column("项目名称", 34, look="text"),
    Column("手续名称", 24, look="text"),
    Column("是否适用", 9, look="middle"),
    Column("办结日期", 14, look="middle"),
    Column("文号", 26, look="middle"),
]


def approval_sheet(story: Story, at: date) -> Sheet:
    """Return the half-year's sheet of approvals, by batch."""
    lines = story.lines_at(at)
    rows: list[Row] = []
    number = 0
    batches = [b.name for b in story.profile.batches if b.yardstick in ("new_start", "preliminary")]
    for position, batch in enumerate(batches):
        of_batch = [line.project for line in lines.values() if line.batch == batch]
        rows.append(group_row(f"{NUMERALS[position]}、{batch}项目（{len(of_batch)}个）", len(COLUMNS)))
        for p in of_batch:
            for step, applies, done in steps(story, p, at):
                number += 1
                paper = f"{story.profile.short_name[0]}发改〔{done.year}〕{p.key}号" if done else None
                cells: list[Cell] = [number, p.code, p.name, step, "是" if applies else "不涉及"]
                rows.append(Row([*cells, start_text(done, True, at.month), paper]))
    title = f"{story.profile.short_name}重点项目前期手续办理情况（{at.year}年{at.month}月底）{MARK}"
    return Sheet("前期手续", title, "填报单位：区发改局", COLUMNS, rows)


def waiting_sheet(story: Story, waiting: list[Project], at: date) -> Sheet:
    """Return the first approvals of projects that wait in the reserve; most have one, as their tier asks."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/reserve steps")  # noqa: S311 (no secrets here)
    rows: list[Row] = []
    for number, p in enumerate(waiting, start=1):
        rule = next(rule for rule in story.profile.approvals if rule.procedure == p.procedure)
        last = 1 if p.procedure != "审批" else rng.choice((1, 2, 2))
        for step in rule.steps[:last]:
            done = later(at, -rng.randint(2, 9)) + timedelta(days=rng.randint(2, 26))
            done_on = done if rng.random() < 0.75 else None
            paper = f"{story.profile.short_name[0]}发改〔{done.year}〕{p.key}号" if done_on else None
            rows.append(Row([number, p.code, p.name, step, "是", start_text(done_on, True, number), paper]))
    title = f"{story.profile.short_name}储备项目前期手续办理情况（{at.year}年{at.month}月底）{MARK}"
    return Sheet("前期手续", title, "填报单位：区发改局", COLUMNS, rows)


def steps(story: Story, p: Project, at: date) -> list[tuple[str, bool, date | None]]:
    """Return a project's approvals, whether each applies, and when it was obtained by a month."""
    rule = next(rule for rule in story.profile.approvals if rule.procedure == p.procedure)
    rng = random.Random(f"{story.seed}/{story.profile.id}/steps/{p.key}")  # noqa: S311 (no secrets here)
    start = p.start_month if p.actual_start else later(p.planned_start, rng.randint(0, 8))
    start = start if p.actual_start or start > LAST else later(LAST, rng.randint(2, 12))
    begun = later(start, -rng.randint(10, 26))
    found = []
    for number, step in enumerate(rule.steps, start=1):
        applies = rng.random() > 0.07
        month_of_it = later(begun, round(between(begun, start) * number / len(rule.steps)))
        done = month_of_it + timedelta(days=rng.randint(2, 26))
        found.append((step, applies, done if applies and month_of_it <= at and month_of_it < start else None))
    return found
