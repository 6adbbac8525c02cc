"""What the quarters' sheets say besides what is due in them: months, ways of handling, and what comes after the last.

Drawn from a generator of its own, so that what was due and done in time in a quarter stays what it is.
"""

import random
from datetime import date, timedelta

from etl.demo.projects import Project
from etl.demo.quarters import EARLY_STEPS, STEPS, Milestone, Quarter, Request, named_plainly
from etl.demo.story import Story

LATER = 28  # days by which a request may come later in its quarter; its limit still ends within it
LAST_STEPS = ("完成竣工验收资料", "完成附属工程", "完成年度投资任务", "完成设备采购")
ASKED = (  # kind, limit in working days, what the consultation left open
    ("新增建设用地指标", 20, "新增用地指标尚缺{n}亩，待市资规局统筹"),
    ("耕地占补平衡指标", 20, "补充耕地指标{n}亩未落实"),
    ("征地拆迁", None, "红线内{n}户补偿标准未谈拢"),
    ("征地拆迁", None, "{n}处坟墓、管线未迁移，镇街与业主分工未定"),
    ("占用、征收林地定额审核", 15, None),
    ("临时占用、挖掘城市道路", 5, None),
    ("环境影响评价审批", 10, None),
    ("审批帮代办", 3, None),
)
WAYS = (None, None, "承诺制", "容缺预审", "直通车")
EIA_WAYS = ("豁免管理", "承诺审批", "加快推进")


def complete(story: Story, told: list[Quarter]) -> None:
    """Spread the requests over their quarters, say how each is handled, and let the last quarter look ahead."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/coming")  # noqa: S311 (no secrets here)
    for quarter in told:
        for each in quarter.requests:
            _move(quarter, each, rng.choice((0, 0, LATER)))
            _handle(each, rng)
    named = {(each.project.key, each.name) for quarter in told for each in quarter.milestones}
    _look_ahead(story, told[-1], rng, named)


def _move(quarter: Quarter, request: Request, days: int) -> None:
    done = request.done
    request.received += timedelta(days=days)
    if done:
        done += timedelta(days=days)
        request.done = done if done <= quarter.told else None


def _handle(request: Request, rng: random.Random) -> None:
    way, eia = rng.choice(WAYS), rng.choice(EIA_WAYS)
    request.handling = rng.choice(("全程代办", "现场帮办")) if "代办" in request.kind else way
    request.eia_handling = eia if request.kind.startswith("环境") else None


def _look_ahead(story: Story, quarter: Quarter, rng: random.Random, named: set[tuple[int, str]]) -> None:
    known = {unit.name for unit in story.profile.units if unit.is_ranked}
    lines = [
        line
        for line in story.lines_at(quarter.last_month).values()
        if named_plainly(story, line.project) and line.project.unit in known
    ]
    for line in rng.sample(lines, len(lines) // 3):
        steps = EARLY_STEPS if line.yardstick == "preliminary" else (*STEPS[-2:], *LAST_STEPS)
        left = [step for step in steps if (line.project.key, step) not in named]
        if not left:
            continue
        step = rng.choice(left)
        due = date(quarter.told.year, 10, 8) + timedelta(days=rng.randint(0, 80))
        done = due if due <= quarter.told and rng.random() < 0.6 else None
        quarter.coming_milestones.append(Milestone(line.project, step, line.project.unit, due, done))
    offices = [unit.name for unit in story.profile.units if unit.kind == "区直部门" and unit.is_ranked][:5]
    for number, line in enumerate(rng.sample(lines, 12), start=1):
        quarter.coming_requests.append(_ask(line.project, number, quarter, rng, rng.choice(offices)))


def _ask(project: Project, number: int, quarter: Quarter, rng: random.Random, office: str) -> Request:
    kind, limit, point = ASKED[number % len(ASKED)]
    received = quarter.told - timedelta(days=rng.randint(0, 5))
    request = Request(f"YS{received.year}-10-{number:02d}", project, kind, office, received, limit, 0, None, True)
    _handle(request, rng)
    if point:
        request.open_point = point.format(n=rng.randint(3, 40))
        request.consulted = quarter.told if number % 3 else None
    return request
