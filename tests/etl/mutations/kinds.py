"""The common kinds of sheets as offices write them: their titles, their columns, and how each column's cells are meant."""

from dataclasses import dataclass


@dataclass
class Column:
    """A column: its label without the unit, the field it fills, and how its cells are meant."""

    label: str
    field: str
    how: str  # code, name, unit, money, date, month, percent, days, text, step, paper, tier; a day, where a text is one, too; tick
    unit: str = ""  # of money: 万元, 亿元, 元; “” where title or note states it
    parent: str = ""
    is_known: bool = True  # whether the label still says what it is

    @property
    def header(self) -> str:
        """The label as it stands on the sheet."""
        return f"{self.label}({self.unit})" if self.unit else self.label


NAME, CODE = Column("项目名称", "project_name", "name"), Column("项目代码", "project_code", "code")
UNIT, TOTAL = Column("责任单位", "responsible_unit", "unit"), Column("总投资", "total_investment_wan", "money", "万元")
KINDS: dict[str, tuple[str, list[Column]]] = {
    "annual_plan": (
        "2026年度重点项目投资计划表",
        [
            TOTAL,
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
            TOTAL,
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
            TOTAL,
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
            TOTAL,
            Column("申报单位", "responsible_unit", "unit"),
            Column("申报日期", "declared_on", "date"),
            Column("审定结果", "decision", "text"),
            Column("计划开工时间", "planned_start_date", "date"),
            Column("计划竣工时间", "planned_finish_date", "date"),
            Column("2026年度计划投资", "annual_plan_wan", "money", "万元"),
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
    "financing_need": (
        "2026年重点项目融资需求清单",
        [
            Column("融资分类", "financing_group", "text"),
            Column("融资方式", "financing_way", "step"),
            Column("融资需求", "financing_need_wan", "money", "万元"),
            Column("已落实金额", "financed_wan", "money", "万元"),
            Column("对接金融机构", "bank", "text"),
        ],
    ),
    "preliminary_funds": (
        "2026年重点项目前期工作经费安排表",
        [
            Column("用途", "purpose", "step"),
            Column("前期工作经费", "preliminary_funds_wan", "money", "万元"),
            Column("已支付金额", "preliminary_paid_wan", "money", "万元"),
            Column("下达文号", "document_number", "text"),
        ],
    ),
    "leader_arrangement": (
        "2026年区领导联系重点项目安排表",
        [
            Column("联系区领导", "contact_leader", "text"),
            Column("服务单位", "service_unit", "text"),
            Column("项目专员", "project_officer", "text"),
            Column("生效日期", "effective_on", "date"),
        ],
    ),
}
NAMELESS = {"score_entry"}  # kinds whose rows name no project
