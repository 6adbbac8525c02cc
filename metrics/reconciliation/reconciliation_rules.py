"""Which reasons the data themselves show for a difference: proposed with the evidence, for a person to decide.

A rule looks at one group's facts and says how much of what is left it could explain, and by which facts. The first
that fits takes its amount, the next sees the rest. Nothing here says what should be booked. Why something stands in no
return is asked in ``reconciliation_absence``.
"""

from collections.abc import Callable
from decimal import Decimal

from metrics.reconciliation import reconciliation_absence as absence
from metrics.reconciliation.reconciliation_case import Case, Found
from metrics.reconciliation.reconciliation_parts import ZERO, Part

Rule = Callable[[Case], Found]
SLIP = (Decimal(8000), Decimal(12500))  # a ratio near 10⁴: 元 and 万元, 万元 and 亿元


def propose(case: Case, rest: Decimal) -> list[Part]:
    """Return the amounts of ``rest`` that rules explain, in the order of ``RULES``; what is left stays unexplained."""
    parts: list[Part] = []
    for reason, rule in RULES:
        found = rule(case) if rest else None
        amount = min(abs(rest), found[0]) if found else ZERO
        if found and amount > 0:
            parts.append(Part(reason, amount.copy_sign(rest), "rule", evidence=found[1]))
            rest -= parts[-1].amount
    return parts


def unit_slip(case: Case) -> Found:
    """R13: one side is ten thousand times the other."""
    low, high = sorted((abs(case.reported), abs(case.booked)))
    if not low or not SLIP[0] <= high / low <= SLIP[1]:
        return None
    return abs(case.difference), f"一边是另一边的{high / low:,.0f}倍，疑似元、万元、亿元写错"


def total_reached(case: Case) -> Found:
    """R10: the cumulative in the statistics has reached the planned total there."""
    total, cumulative = case.facts["statistics_total_wan"], case.facts["cumulative_booked_wan"]
    if not case.is_inside or not total or cumulative is None or cumulative < total:
        return None
    return case.difference, f"自开始建设累计{cumulative:,}万元，已达计划总投资{total:,}万元"


def calendar(case: Case) -> Found:
    """R09: booked lies between what was reported a month before and now: the two sides close on different days."""
    before = case.reported_before
    if not case.is_inside or before is None or not before <= case.booked <= case.reported or not case.booked:
        return None
    return case.difference, f"入统{case.booked:,}万元，在上月上报{before:,}与本月上报{case.reported:,}之间"


def by_payment(case: Case) -> Found:
    """R06: booked when paid; as much as was built and not paid, where the dispatch says what was paid."""
    if not case.is_inside or not case.facts["is_by_payment"]:
        return None
    paid = case.facts.get("funds_paid_wan")
    if paid is None:
        return case.difference, "统计方法：财务支出法"
    return max(case.reported - paid, ZERO), f"统计方法：财务支出法；上报{case.reported:,}万元，已支付{paid:,}万元"


def paid_not_booked(case: Case) -> Found:
    """R07: booked when paid, and more was paid than is booked: that part waits for its vouchers."""
    paid = case.facts.get("funds_paid_wan")
    if not case.is_inside or not case.facts["is_by_payment"] or paid is None or paid <= case.booked:
        return None
    return paid - case.booked, f"统计方法：财务支出法；已支付{paid:,}万元，入统{case.booked:,}万元，请核对凭证"


def reported_too_much(case: Case) -> Found:
    """R14: the dispatch's own figures contradict it: beyond its total, or far ahead of its works, and booked is not."""
    cumulative, total = case.facts.get("cumulative_reported_wan"), case.facts["total_investment_wan"]
    progress = case.facts.get("physical_progress")
    if case.difference <= 0 or cumulative is None or not total:
        return None
    if cumulative > total:
        return cumulative - total, f"调度表开工累计{cumulative:,}万元，超过总投资{total:,}万元"
    most = None if progress is None else Decimal(str(progress)) + case.progress_share
    if most is None or cumulative <= most * total or case.booked_share > most:
        return None
    built = Decimal(str(progress)) * total
    return cumulative - built, f"调度表开工累计占总投资{cumulative / total:.1%}，形象进度{progress:.1%}"


def component_missing(case: Case) -> Found:
    """R08: booked, but nothing under other costs or under equipment, while construction has figures."""
    built = (case.facts["booked_construction_wan"] or ZERO) + (case.facts["booked_installation_wan"] or ZERO)
    parts = {"设备工器具购置": case.facts["booked_equipment_wan"], "其他费用": case.facts["booked_other_wan"]}
    zero = [name for name, amount in parts.items() if amount == 0]
    if not case.is_inside or built <= 0 or not zero:
        return None
    return case.difference, f"入统构成中{'、'.join(zero)}为0，建筑安装{built:,}万元"


def bundled(case: Case) -> Found:
    """R11: several on one side."""
    ours, theirs = case.facts["projects"], case.facts["statistics_projects"]
    if not theirs or max(ours, theirs) < 2:
        return None
    return abs(case.difference), f"调度{ours}个项目对统计{theirs}个项目，请核对是否打全"


def booked_more(case: Case) -> Found:
    """R17: booked more than reported, and nothing else fits."""
    if case.difference >= 0:
        return None
    return -case.difference, f"入统{case.booked:,}万元，多于上报{case.reported:,}万元"


RULES: tuple[tuple[str, Rule], ...] = (
    ("R13", unit_slip),
    ("R05", absence.too_small),
    ("R12", absence.elsewhere),
    ("R16", absence.real_estate),
    ("R15", absence.removed),
    ("R07", absence.sent_back_for_vouchers),
    ("R02", absence.sent_back),
    ("R04", absence.under_review),
    ("R01", absence.levelling),
    ("R03", absence.window_missed),
    ("R10", total_reached),
    ("R09", calendar),
    ("R06", by_payment),
    ("R07", paid_not_booked),
    ("R14", reported_too_much),
    ("R08", component_missing),
    ("R11", bundled),
    ("R17", booked_more),
)
