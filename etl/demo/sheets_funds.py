"""The sheets about money beside the dispatch: 融资需求清单 and 前期工作经费."""

import random
from datetime import date

from etl.demo.projects import Project
from etl.demo.sheets import MARK, Cell, Row, Sheet, columns_of
from etl.demo.story import Story

NEEDS = columns_of(
    ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("融资分类", 14, "middle"),
    ("融资方式", 14, "middle"), ("融资需求（万元）", 14, "number"), ("已落实金额（万元）", 14, "number"),
    ("对接金融机构", 18, "middle"), ("对接进展", 26, "text"), ("发布日期", 14, "middle"),
)  # fmt: skip
FUNDS = columns_of(
    ("序号", 6, "middle"), ("项目代码", 26, "middle"), ("项目名称", 34, "text"), ("用途", 16, "middle"),
    ("前期工作经费（万元）", 14, "number"), ("已支付金额（万元）", 14, "number"), ("下达文号", 22, "middle"),
)  # fmt: skip
GROUPS = ("集中攻关一批", "加快前期一批", "谋划储备一批")
WAYS = ("银行贷款", "专项债券", "企业债券", "融资租赁")
BANKS = ("国家开发银行", "农业发展银行", "建设银行", "农业银行")
STATES = ("已授信，待放款", "资料审核中", "已对接，待提交资料", "尚未对接")
PURPOSES = ("可研编制", "初步设计", "咨询评估", "勘察")
NEEDING = 18  # projects on the list of a district
FUNDED = 10


def need_sheet(story: Story, at: date, day: date) -> Sheet:
    """Return the list of financing needs, the three groups in order."""
    rng = _rng(story, "needs")
    chosen = rng.sample(_projects(story, at, is_preliminary=False), NEEDING - 6)
    early = _projects(story, at, is_preliminary=True)
    chosen += rng.sample(early, min(6, len(early)))
    said = []
    for place, project in enumerate(chosen):
        group = GROUPS[0] if place < 8 else GROUPS[1] if place < NEEDING - 6 else GROUPS[2]
        need = rng.randrange(10, 60) * 100
        done = 0 if group == GROUPS[2] else rng.choice((0, 0, need // 2, need))
        state = "已全部落实" if done == need else rng.choice(STATES[:2] if done else STATES)
        said.append((group, project, rng.choice(WAYS), need, done, rng.choice(BANKS), state))
    rows = [
        Row([place, p.code, p.name, group, way, need, done or None, bank, state, day])
        for place, (group, p, way, need, done, bank, state) in enumerate(said, start=1)
    ]
    sums: list[Cell] = [sum(each[3] for each in said), sum(each[4] for each in said)]
    total = Row(["合计", None, f"{len(rows)}个项目", None, None, *sums, None, None, None], "total")
    title = f"{story.profile.short_name}{at.year}年重点项目融资需求清单{MARK}"
    return Sheet("融资需求", title, f"填报日期：{day:%Y年%m月%d日}", NEEDS, [*rows, total])


def preliminary_sheet(story: Story, at: date) -> Sheet:
    """Return the year's funds for preliminary work, by project and purpose."""
    rng = _rng(story, "preliminary")
    early = _projects(story, at, is_preliminary=True)
    rows = []
    for number, project in enumerate(rng.sample(early, min(FUNDED, len(early))), start=1):
        amount = rng.randrange(4, 24) * 5
        paid = rng.choice((None, amount, amount // 2, amount // 2))
        paper = f"{story.profile.short_name[0]}发改〔{at.year}〕{number + 20}号"
        rows.append(Row([number, project.code, project.name, rng.choice(PURPOSES), amount, paid, paper]))
    title = f"{story.profile.short_name}{at.year}年重点项目前期工作经费安排表{MARK}"
    return Sheet("前期经费", title, "单位：万元", FUNDS, rows)


def _rng(story: Story, name: str) -> random.Random:
    return random.Random(f"{story.seed}/{story.profile.id}/{name}")  # noqa: S311 (no secrets here)


def _projects(story: Story, at: date, *, is_preliminary: bool) -> list[Project]:
    lines = story.lines_at(at).values()
    return [line.project for line in lines if (line.yardstick == "preliminary") == is_preliminary]
