"""Sheets with a column an item: a milestone, an approval, a need, a kind of problem, an item of the score, a bar each."""

from collections.abc import Iterable

from etl.intake.kinds import kinds
from tests.etl.mutations.kinds import UNIT, Column

BARS = "bar_cell"  # whose ticks become one text
SAYS = {  # what a bare cell under an item's name says of it
    "milestone_cell": "due_on",
    "step_cell": "completed_on",
    "service_cell": "done_on",
    "issue_cell": "issue",
    "rate_cell": "score_rate",
}
MILESTONES = ("完成基础施工", "主体封顶", "竣工验收")


def columns(cell: str, things: Iterable[str], how: str, unit: str = "", parent: str = "") -> list[Column]:
    """Return a column a thing."""
    return [Column(thing, f"{cell}:{thing}", how, unit, parent) for thing in things]


SHEETS: dict[str, tuple[str, str, list[Column]]] = {  # name → kind, title, columns beside code and name
    "milestones by name": (
        "milestone", "2026年重点项目节点任务挂图表", [UNIT, *columns("milestone_cell", MILESTONES, "day")]
    ),
    "milestones under a parent": (
        "milestone", "2026年重点项目推进表",
        columns("milestone_cell", ("地下室出正负零", "幕墙安装", "主体封顶"), "day", parent="关键节点"),
    ),
    "milestones in parts": (
        "milestone", "2026年重点项目节点任务挂图表",
        [
            Column(label, f"milestone_cell:{thing}:{field}", "date", parent=thing)
            for thing in MILESTONES[:2]
            for label, field in (("完成时限", "due_on"), ("实际完成时间", "done_on"))
        ],
    ),
    "approvals": (
        "approval_step", "前期手续办理情况",
        columns("step_cell", ("可行性研究报告批复", "项目备案", "建设用地规划许可证"), "date"),
    ),
    "approvals under a parent": (
        "approval_step", "重点项目前期工作情况",
        columns("step_cell", ("水土保持方案", "文物勘探", "项目备案"), "date", parent="前期手续"),
    ),
    "needs": ("service_request", "要素保障需求情况表", columns("service_cell", ("用地", "用电", "用水"), "day")),
    "problems": (
        "issue", "2026年9月重点项目存在问题汇总表",
        [UNIT, *columns("issue_cell", ("征地拆迁", "资金", "管线迁改"), "text")],
    ),
    "items": (
        "score_entry", "2026年第三季度重点项目考核得分率",
        [UNIT, *columns("rate_cell", ("节点任务", "要素保障", "协调服务", "交办整改"), "percent", "%")],
    ),
    "bars": (
        "declaration", "2026年重点项目申报汇总表",
        [
            Column("申报单位", "responsible_unit", "unit"),
            *columns(BARS, ("不符合产业政策", "用地粗放浪费", "无关联小项目打捆"), "tick"),
        ],
    ),
}  # fmt: skip


def thing_of(field: str) -> str | None:
    """Return the thing for which a column stands."""
    cell, _, thing = field.partition(":")
    return thing.partition(":")[0] if cell in SAYS else None


def meaning(record: dict, kind: str, field: str, known: Iterable[str]) -> str:
    """Return which column of a sheet a record's field comes from: its thing's, or the row's own."""
    wide = kinds()[kind].wide
    thing = record.get(wide.name) if wide else None
    if wide is None or thing is None:
        return field
    part, bare = f"{wide.cell}:{thing}:{field}", f"{wide.cell}:{thing}"
    return part if part in known else bare if field == SAYS[wide.cell] and bare in known else field
