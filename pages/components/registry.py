"""Which pages there are, in which group of the navigation, and the question each answers."""

import os
from dataclasses import dataclass
from pathlib import Path

from data.lake import VARIABLE as LAKE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class PageSpec:
    """One page. ``url_path`` is never the file's name: a deep link must not open the bare file."""

    path: str
    url_path: str
    title: str
    question: str
    is_hidden: bool = False  # reached from rows and marks, not from the navigation
    acts: tuple[str, ...] = ("read",)  # whoever may do one of these may see the page

    @property
    def name(self) -> str:
        """The module's name, shared with its metric and its test."""
        return Path(self.path).stem


_PLANNED: dict[str, list[PageSpec]] = {
    "总览": [
        PageSpec("pages/overview.py", "", "总览", "跟不跟得上，变了什么，谁要行动？"),
        PageSpec(
            "pages/leader_projects.py",
            "my-projects",
            "联系项目",
            "我联系的项目哪些卡住，打给谁？",
            acts=("see_leader_projects",),
        ),
        PageSpec(
            "pages/unit_tasks.py",
            "my-tasks",
            "我的任务",
            "本单位的项目缺什么、迟什么、哪里不对、什么要到期？",
            acts=("see_tasks",),
        ),
        PageSpec("pages/map.py", "district-map", "项目地图", "项目在哪里，卡在哪里？"),
        PageSpec("pages/project_table.py", "all-projects", "一张总表", "电话里问到的每个项目，一行说全"),
        PageSpec("pages/project.py", "project-file", "项目档案", "这个项目的全部情况", is_hidden=True),
    ],
    "谋划": [
        PageSpec("pages/reserve.py", "waiting-projects", "储备库", "库里有什么，够不够条件，往上转了多少，谁没报？"),
        PageSpec("pages/approvals.py", "before-start", "前期手续", "每个项目卡在哪一项手续，签约的开工了没有？"),
        PageSpec("pages/selection.py", "choose-projects", "项目遴选", "申报的哪些符合、哪些不符合，缺什么，在谁手里？"),
        PageSpec("pages/draft_plan.py", "next-year", "计划草案", "明年列哪些项目、多少投资，比今年多还是少？"),
        PageSpec(
            "pages/plan_adjustments.py", "plan-changes", "计划调整", "今年调进调出了什么，为什么，谁定的，还该调谁？"
        ),
    ],
    "监测": [
        PageSpec("pages/investment_completion.py", "investment", "投资完成", "谁超前，谁滞后？"),
        PageSpec("pages/batch_progress.py", "batches", "批次进度", "各批次按自己的标尺进展如何？"),
        PageSpec(
            "pages/four_lists.py", "four-kinds", "四类清单", "这个月、这一季、这一年要开工、竣工哪些，做到了没有？"
        ),
        PageSpec("pages/entry_lag.py", "entry", "入库入统", "开了工还没入统的有哪些，多久了，多少钱？"),
        PageSpec("pages/entry_readiness.py", "ready-to-enter", "入库准备", "还缺什么资料，谁来补，几号以前？"),
        PageSpec(
            "pages/reconciliation.py",
            "reconcile",
            "报统对账",
            "入统为什么不同于上报，差在哪一万元？",
            acts=("see_booked_projects",),
        ),
        PageSpec("pages/funds.py", "money", "资金", "钱到了多少，付了多少，谁超概算，还缺多少融资？"),
    ],
    "调度考核": [
        PageSpec("pages/weekly.py", "week", "周调度", "这一周要协调什么，什么到期，什么逾期，谁没更新？"),
        PageSpec("pages/issues.py", "issue-ledger", "问题台账", "哪些问题没销号，在谁手里，多久了，谁逾期？"),
        PageSpec("pages/milestones.py", "wall-chart", "节点挂图", "每个项目哪一天要做成什么，做成了没有，谁负责？"),
        PageSpec("pages/services.py", "requests", "要素保障", "要的地、路、水电、手续，时限内办了没有，卡在哪个部门？"),
        PageSpec("pages/unit_ranking.py", "ranking-board", "考核排名", "名次、得分和亮牌各是什么，为什么？"),
        PageSpec("pages/meeting.py", "quarter-review", "季度讲评", "这个季度谁好谁差，谁要表态，要定什么？"),
        PageSpec(
            "pages/reports.py",
            "bulletins",
            "报告",
            "通报、讲评、幻灯片和看板，怎么说，怎么拿走？",
            acts=("make_report",),
        ),
    ],
    "数据": [
        PageSpec("pages/intake.py", "data-intake", "数据接入", "来了什么，退回了什么，为什么？", acts=("load",)),
        PageSpec(
            "pages/unit_sendings.py", "who-sent", "报送情况", "谁报了，谁没报，哪天报的？", acts=("see_sendings",)
        ),
        PageSpec("pages/data_health.py", "data-quality", "数据质量", "谁报得迟、报得缺、报得怪？"),
        PageSpec("pages/versions.py", "data-versions", "版本", "每次收件改了什么，怎么退回？"),
        PageSpec("pages/definitions.py", "rules", "规则与口径", "每个数字是什么意思，依据哪一条？"),
    ],
}
# A page whose file is not there yet is not registered.
GROUPS: dict[str, list[PageSpec]] = {
    group: there
    for group, pages in _PLANNED.items()
    if (there := [page for page in pages if (ROOT / page.path).exists()])
}

# Only where the dashboard is served to others.
ACCOUNTS: dict[str, list[PageSpec]] = {
    "系统": [
        PageSpec("pages/accounts.py", "people", "账号", "谁能进来，能看什么、做什么？", acts=("manage_accounts",)),
        PageSpec("pages/audit_trail.py", "trail", "审计", "谁在什么时候做了什么？", acts=("read_audit",)),
    ]
}

# Only where the dashboard is started on a lake that many districts publish to.
CITY: dict[str, list[PageSpec]] = {
    "各区": [PageSpec("pages/districts.py", "all-districts", "各区县总览", "哪个区县快，哪个慢，谁还没送数？")]
}


def shown(*, is_served: bool) -> dict[str, list[PageSpec]]:
    """Return the pages of this dashboard: first those on all districts, where it is started on a lake."""
    return (CITY if os.environ.get(LAKE) else {}) | GROUPS | (ACCOUNTS if is_served else {})


def page(name: str) -> PageSpec:
    """Return the page with this module name, e.g. ``overview``; KeyError where there is none."""
    return {spec.name: spec for pages in (CITY | GROUPS | ACCOUNTS).values() for spec in pages}[name]


def has(name: str) -> bool:
    """Tell whether a page of this module name is registered."""
    return any(spec.name == name for pages in GROUPS.values() for spec in pages)
