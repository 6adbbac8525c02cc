"""对账说明: why reported and booked differ this month, what is open, who must act, and who signed it (T12)."""

from data import formats
from reports.basis import numbered, report
from reports.content import Block, Report, Text
from reports.parts import reconciliation as gap
from reports.parts import reconciliation_open as gap_open
from reports.question import Question

RULES = (
    "在调度项目与所连统计项目按整组比较，取调度和统计月报都已载入的最后一个月，均为本年累计；待核差额＝上报－入统。"
    "每一万元只归一个原因，合计闭合于整张月报。容差之内和未匹配由口径认定，其余由人认定；规则提出的在认定以前不算已解释。"
)


def reconciliation(question: Question) -> Report:
    """Return what the month's reconciliation note says; it names no figure to be booked.

    Raises:
        data.access.NotAllowed: the reader may not see what single projects have booked.
    """
    question.require("see_booked_projects")
    month = formats.month(question.as_of)
    after = gap_open.signed_table(question)
    parts: list[tuple[str, str, tuple[Block, ...]]] = [
        ("总体情况", gap.finding(question), (Text(text=gap.ratio(question)), gap.month_table(question))),
        (
            "从上报到入统",
            gap.closing(question).removesuffix("。"),
            (Text(text=gap.closing(question)), gap.bridge_table(question), gap.reason_table(question)),
        ),
        ("各责任单位", "", (gap.unit_table(question),)),
        (
            "待定的差额",
            gap_open.ageing(question),
            (_said(gap_open.ageing(question)), gap_open.age_table(question), gap_open.open_table(question)),
        ),
        ("与上期比", gap_open.changes(question), (_said(gap_open.changes(question)), gap_open.change_table(question))),
        ("谁要行动", "", (gap_open.act_table(question),)),
        (
            "签认",
            gap_open.signed(question).removesuffix("。"),
            (Text(text=gap_open.signed(question)), *([after] if after else [])),
        ),
    ]
    return report(
        question,
        name=f"对账说明_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{month}报统对账说明",
        period=month,
        lead=gap.lead(question),
        sections=numbered(parts),
        is_sent=False,
        rules=RULES,
    )


def _said(finding: str) -> Text:
    return Text(text=f"{finding}。")
