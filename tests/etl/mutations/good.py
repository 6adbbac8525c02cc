"""Good sheets of every common kind, made by chance, and for each cell what it means: the truth that mutations are held to."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

UNITS = ("区住建局", "区交通运输局", "区教育局", "区工信局")
STEPS = ("用地预审", "环评批复", "施工许可")
TIERS = {"1年期待建库": "ready_1y", "3年期预备库": "prepare_3y", "5年期谋划库": "idea_5y"}


@dataclass
class Column:
    """A column: its label without the unit, the field it fills, and how its cells are meant."""

    label: str
    field: str
    how: str  # code, name, unit, money, date, month, percent, days, text, step, paper, tier
    unit: str = ""  # of money: 万元, 亿元, 元; “” where title or note states it
    parent: str = ""
    is_known: bool = True  # whether the label still says what it is

    @property
    def header(self) -> str:
        """The label as it stands on the sheet."""
        return f"{self.label}({self.unit})" if self.unit else self.label


@dataclass
class Row:
    """A row: a project's, or one that means nothing (heading, total, note, blank)."""

    cells: list[Any]
    project: int | None = None
    is_hidden: bool = False
    is_header: bool = False  # says the header again, whatever it says in the end


@dataclass
class Draft:
    """A sheet that is being damaged, and what its cells mean all the same."""

    kind: str
    above: list[str]
    columns: list[Column]
    rows: list[Row]
    meant: dict[tuple[int, str], Any]
    gone: set[tuple[int, str]] = field(default_factory=set)  # cells that can no longer be read
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right; rows of ``rows``
    empty_columns: int = 0  # to the left
    done: list[str] = field(default_factory=list)  # names of the mutations

    def place(self, how: str, chance: Random) -> int | None:
        """Return one of the columns of a sort."""
        places = [place for place, column in enumerate(self.columns) if column.how == how and column.is_known]
        return chance.choice(places) if places else None

    def projects(self) -> list[Row]:
        """Return the rows that hold a project."""
        return [row for row in self.rows if row.project is not None]

    def lines(self) -> tuple[list[list[Any]], list[tuple[int, int, int, int]], dict[int, Row]]:
        """Return the sheet's cells, its merged ranges, and which row stands where (from 0)."""
        is_double = any(column.parent for column in self.columns)
        header = [[column.parent or column.header for column in self.columns]] if is_double else []
        header.append([column.header if column.parent or not is_double else "" for column in self.columns])
        merged = []
        if is_double:
            top = len(self.above)
            for place, column in enumerate(self.columns):
                if not column.parent:
                    merged.append((top, place, top + 1, place))
                elif place and self.columns[place - 1].parent == column.parent:
                    header[0][place] = ""
                    last = (
                        merged.pop()
                        if merged and merged[-1][3] == place - 1 and merged[-1][0] == merged[-1][2]
                        else None
                    )
                    merged.append((top, last[1] if last else place - 1, top, place))
        first = len(self.above) + len(header)
        lines = [[text] for text in self.above] + header
        lines += [[column.header for column in self.columns] if row.is_header else list(row.cells) for row in self.rows]
        merged += [(top + first, left, bottom + first, right) for top, left, bottom, right in self.merged]
        width = len(self.columns) + self.empty_columns
        lines = [[""] * self.empty_columns + line for line in lines]
        lines = [line + [""] * (width - len(line)) for line in lines]
        shift = self.empty_columns
        return (
            lines,
            [(top, left + shift, bottom, right + shift) for top, left, bottom, right in merged],
            {first + place: row for place, row in enumerate(self.rows)},
        )


NAME, CODE = Column("项目名称", "project_name", "name"), Column("项目代码", "project_code", "code")
UNIT = Column("责任单位", "responsible_unit", "unit")
KINDS: dict[str, tuple[str, list[Column]]] = {
    "annual_plan": (
        "2026年度重点项目投资计划表",
        [
            Column("总投资", "total_investment_wan", "money", "万元"),
            Column("2026年度计划投资", "annual_plan_wan", "money", "万元"),
            UNIT,
            Column("计划开工时间", "planned_start_date", "date"),
            Column("计划竣工时间", "planned_finish_date", "date"),
            Column("业主", "owner", "text"),
        ],
    ),
    "dispatch": (
        "2026年9月重点项目调度表",
        [
            UNIT,
            Column("总投资", "total_investment_wan", "money", "万元"),
            Column("年度计划投资", "annual_plan_wan", "money", "亿元"),
            Column("1～9月完成投资", "reported_ytd_wan", "money", "万元"),
            Column("开工累计完成投资", "cumulative_wan", "money", "万元"),
            Column("形象进度", "physical_progress", "percent", "%"),
            Column("实际开工时间", "actual_start_date", "date"),
            Column("存在的问题", "problem", "text"),
        ],
    ),
    "statistics_return": (
        "2026年1-9月固定资产投资项目情况（206表）",
        [
            Column("行业编码", "industry_code", "text"),
            Column("计划总投资", "planned_total_wan", "money", "万元"),
            Column("自开始建设累计完成投资", "cumulative_booked_wan", "money", "万元"),
            Column("本年完成投资", "booked_ytd_wan", "money", "万元"),
            Column("其他费用", "booked_other_wan", "money", "万元"),
        ],
    ),
    "library_ledger": (
        "统计入库台账",
        [
            Column("申报月份", "declared_month", "month"),
            Column("入库月份", "library_entry_month", "month"),
            Column("入统月份", "statistics_entry_month", "month"),
            Column("退回原因", "return_reason", "text"),
        ],
    ),
    "approval_step": (
        "前期手续办理情况",
        [
            Column("手续", "step", "step"),
            Column("办结日期", "completed_on", "date"),
            Column("文号", "document_number", "text"),
        ],
    ),
    "milestone": (
        "节点任务挂图表",
        [
            Column("节点任务", "milestone", "step"),
            UNIT,
            Column("完成时限", "due_on", "date"),
            Column("实际完成时间", "done_on", "date"),
        ],
    ),
    "reserve": (
        "重点项目储备库",
        [
            Column("储备层级", "tier", "tier"),
            UNIT,
            Column("总投资", "total_investment_wan", "money", "万元"),
            Column("储备入库时间", "entered_on", "date"),
        ],
    ),
    "issue": (
        "问题交办销号台账（2026年9月）",
        [
            Column("问题类型", "issue_kind", "text"),
            Column("问题内容", "issue", "text"),
            UNIT,
            Column("交办时间", "raised_on", "date"),
            Column("整改时限", "due_on", "date"),
            Column("销号时间", "closed_on", "date"),
        ],
    ),
    "service_request": (
        "要素保障台账",
        [
            Column("要素类型", "service_kind", "step"),
            UNIT,
            Column("受理日期", "received_on", "date"),
            Column("办理时限(工作日)", "limit_days", "days"),
            Column("办结日期", "done_on", "date"),
        ],
    ),
    "score_entry": (
        "2026年第三季度重点项目考核手工项",
        [
            UNIT,
            Column("考核项", "item", "step"),
            Column("得分率", "score_rate", "percent", "%"),
            Column("依据", "basis", "text"),
        ],
    ),
    "incident": (
        "2026年第三季度一票否决事项",
        [
            Column("发生时间", "occurred_on", "date"),
            UNIT,
            Column("事故类型", "incident_kind", "step"),
            Column("简要情况", "incident", "text"),
        ],
    ),
    "exemption": (
        "容错免责认定情况",
        [
            Column("认定文号", "document_number", "paper"),
            UNIT,
            Column("容错情形", "cause", "text"),
            Column("生效日期", "exempt_from", "date"),
            Column("失效时间", "exempt_to", "date"),
        ],
    ),
    "plan_adjustment": (
        "2026年7月重点项目计划调整情况表",
        [
            Column("原年度计划", "annual_plan_before_wan", "money", "万元"),
            Column("调整后年度计划", "annual_plan_after_wan", "money", "万元"),
            Column("调整原因", "cause", "text"),
            Column("决定机构", "decided_by", "text"),
            Column("决定日期", "decided_on", "date"),
        ],
    ),
    "declaration": (
        "2026年重点项目申报汇总表",
        [
            Column("总投资", "total_investment_wan", "money", "万元"),
            Column("申报单位", "responsible_unit", "unit"),
            Column("申报日期", "declared_on", "date"),
            Column("审定结果", "decision", "text"),
        ],
    ),
    "promotion": (
        "2026年招商引资项目台账",
        [
            Column("投资金额", "total_investment_wan", "money", "亿元"),
            Column("固投金额", "fixed_investment_wan", "money", "亿元"),
            Column("负责单位", "responsible_unit", "unit"),
            Column("签约时间", "signed_on", "date"),
        ],
    ),
    "idea_list": (
        "2026年9月谋划项目清单",
        [
            Column("谋划单位", "responsible_unit", "unit"),
            Column("总投资", "total_investment_wan", "money", "亿元"),
            Column("建设规模", "construction_scale", "text"),
            Column("投资效益", "benefit", "text"),
        ],
    ),
}
NAMELESS = {"score_entry"}  # kinds whose rows name no project


def draw(chance: Random) -> Draft:
    """Draw a good sheet."""
    kind = chance.choice(list(KINDS))
    return draw_kind(kind, chance)


def draw_kind(kind: str, chance: Random, first: int = 0) -> Draft:
    """Draw a good sheet of a kind; its projects are numbered from ``first``."""
    title, columns = KINDS[kind]
    columns = [Column(**vars(column)) for column in [*([] if kind in NAMELESS else [CODE, NAME]), *columns]]
    rows, meant = [], {}
    for project in range(first, first + chance.randint(3, 9)):
        total = Decimal(chance.randrange(300_000, 9_000_000)) / 100
        cells = []
        for column in columns:
            value = _value(column, project, total, chance)
            meant[project, column.field] = TIERS.get(value, value)
            cells.append(written(value, column))
        rows.append(Row(cells, project))
    return Draft(kind, [title], columns, rows, meant)


def draw_beside(chance: Random) -> Draft:
    """Draw a good sheet that stands on the same sheet as another: other projects, of any kind."""
    return draw_kind(chance.choice(list(KINDS)), chance, first=100)


def _value(column: Column, project: int, total: Decimal, chance: Random) -> Any:
    if column.how == "money":  # parts of the total that no screen stumbles over
        if "total" in column.field:
            return total
        share = {"cumulative_wan": 90, "cumulative_booked_wan": 90, "annual_plan_wan": 40}.get(column.field, 30)
        return (total * share / 100 * chance.randrange(50, 100) / 100).quantize(Decimal("0.01"))
    made = {
        "code": f"2601-430211-04-01-{100000 + project:06d}",
        "name": f"第{project:04d}号{chance.choice(['道路', '学校', '厂房', '管网'])}项目（一期）",
        "unit": chance.choice(UNITS),
        "date": date(chance.randint(2024, 2025), chance.randint(1, 12), chance.randint(1, 28)),
        "month": date(chance.randint(2024, 2025), chance.randint(1, 12), 1),
        "percent": chance.randint(2, 100) / 100,
        "text": f"事由{project}：{chance.choice(['用地未批', '资金到位，正在推进', '管线迁改滞后'])}",
        "step": chance.choice(STEPS),
        "tier": chance.choice(list(TIERS)),
        "days": chance.choice([3, 5, 10, 15]),
        "paper": f"天重办〔2026〕{project + 1}号",
    }
    return made[column.how]


FACTORS = {"": 1, "万元": 1, "亿元": 10000, "元": Decimal("0.0001")}


def written(value: Any, column: Column) -> Any:
    """Return the value as its column writes it."""
    if column.how == "money":
        return float(value / Decimal(FACTORS[column.unit]))
    if column.how == "percent":
        return float(round(value * 100))
    return f"{value:%Y-%m}" if column.how == "month" else value
