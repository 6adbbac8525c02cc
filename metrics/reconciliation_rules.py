"""Which reasons the data themselves show for a difference: proposed with the evidence, for a person to decide.

A rule looks at one group's facts and says how much of what is left it could explain, and by which facts. The first
that fits takes its amount, the next sees the rest. Nothing here says what should be booked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from data.profile import Profile
from metrics.reconciliation_parts import ZERO, Part

Facts = Mapping[str, Any]
SLIP = (Decimal(8000), Decimal(12500))  # a ratio near 10⁴: 元 and 万元, 万元 and 亿元
UNDER_REVIEW = re.compile("审|报送|申报|受理")
SENT_BACK = re.compile("退回|补正|不予")
LEVELLING = re.compile("场地平整|场平|平场|拆迁|征地|征收|搬迁")
VOUCHERS = re.compile("凭证|发票|付款|支付|进度单|三方|监理")
ELSEWHERE = re.compile("跨区|外区|他区|属地")
REAL_ESTATE = re.compile("房地产|商品房|商品住宅")
REGION = re.compile(r"^\d{4}-(\d{6})-")  # of a project's code: the county whose office gave it
NOT_A_COUNTY = ("00", "7")  # how the last two digits begin for a city or province (00), for a zone (71 to 79)


@dataclass(frozen=True)
class Case:
    """One group in one month, with what the rules go by."""

    facts: Facts
    month: date
    difference: Decimal
    reported_before: Decimal | None  # year to date of the month compared before, None in the year's first
    window_day: int | None  # the day on which a month's entry window closes
    minimum_total: Decimal  # 万元; what is smaller is out of scope
    region: str  # the district's own 行政区划代码
    progress_share: Decimal  # physical progress and share of the total further apart than this do not match

    @property
    def reported(self) -> Decimal:
        """Reported year to date, 0 where nothing was."""
        return self.facts["reported_ytd_wan"] or ZERO

    @property
    def booked(self) -> Decimal:
        """Booked year to date, 0 where nothing was."""
        return self.facts["booked_ytd_wan"] or ZERO

    @property
    def is_outside(self) -> bool:
        """More is reported than booked, and none of it stands in the month's return."""
        return self.difference > 0 and self.facts["returned_projects"] == 0

    @property
    def is_inside(self) -> bool:
        """More is reported than booked, and it stands in the month's return."""
        return self.difference > 0 and self.facts["returned_projects"] > 0

    @property
    def booked_share(self) -> Decimal:
        """Booked since the start as a share of the statistics' total, 0 where nothing is booked."""
        cumulative, total = self.facts["cumulative_booked_wan"], self.facts["statistics_total_wan"]
        return cumulative / total if cumulative and total else ZERO


Found = tuple[Decimal, str] | None  # the most it could explain, and the evidence
Rule = Callable[[Case], Found]


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


def too_small(case: Case) -> Found:
    """R05: the total lies below the statistics' minimum."""
    total = case.facts["statistics_total_wan"] or case.facts["total_investment_wan"]
    if not case.is_outside or total is None or total >= case.minimum_total:
        return None
    return case.difference, f"总投资{total:,}万元，不足{case.minimum_total:,}万元"


def elsewhere(case: Case) -> Found:
    """R12: the ledger says that it is reported elsewhere, or another county's office gave all of its codes."""
    if not case.is_outside:
        return None
    if ELSEWHERE.search(case.facts.get("return_reason") or ""):
        return case.difference, f"入库台账：{case.facts['return_reason']}"
    found = [REGION.match(code) for code in case.facts.get("project_codes") or []]
    regions = {match[1] if match else case.region for match in found}
    if not regions or any(one == case.region or one[4:].startswith(NOT_A_COUNTY) for one in regions):
        return None
    return case.difference, f"项目代码的区划为{'、'.join(sorted(regions))}，不是本区{case.region}；本区月报中没有"


def real_estate(case: Case) -> Found:
    """R16: the ledger or the dispatch's industry says real estate, which other forms of the statistics count."""
    if not case.is_outside:
        return None
    if REAL_ESTATE.search(case.facts.get("return_reason") or ""):
        return case.difference, f"入库台账：{case.facts['return_reason']}"
    industries = case.facts.get("industries") or []
    if not industries or not all(REAL_ESTATE.search(industry) for industry in industries):
        return None
    return case.difference, f"调度表所属行业：{'、'.join(sorted(industries))}；206表月报中没有"


def removed(case: Case) -> Found:
    """R15: it stood in an earlier return and is missing from this one."""
    last = case.facts.get("last_return_month")
    if not case.is_outside or last is None:
        return None
    return case.difference, f"{last:%Y年%m月}月报中有，{case.month:%Y年%m月}月报中已没有"


def sent_back_for_vouchers(case: Case) -> Found:
    """R07: the ledger sent the application back for vouchers or the three-party progress sheet."""
    why = case.facts.get("return_reason") or ""
    if not case.is_outside or not VOUCHERS.search(why):
        return None
    return case.difference, f"入库台账：{why}"


def sent_back(case: Case) -> Found:
    """R02: the ledger gives a reason for returning the application."""
    state, why = case.facts.get("library_state") or "", case.facts.get("return_reason")
    if not case.is_outside or not (why or SENT_BACK.search(state)):
        return None
    return case.difference, f"入库台账：{'，'.join(filter(None, (state, why)))}"


def under_review(case: Case) -> Found:
    """R04: declared, not yet in the library, and the ledger's state says that it is being looked at."""
    state, declared = case.facts.get("library_state") or "", case.facts.get("declared_month")
    if not case.is_outside or case.facts.get("library_entry_month") or not UNDER_REVIEW.search(state):
        return None
    since = f"，{declared:%Y年%m月}申报" if declared else ""
    return case.difference, f"入库台账状态：{state}{since}"


def levelling(case: Case) -> Found:
    """R01: the dispatch speaks of levelling and relocation only."""
    text = case.facts.get("progress_text") or ""
    if not case.is_outside or not LEVELLING.search(text):
        return None
    return case.difference, f"调度表形象进度：{text}"


def window_missed(case: Case) -> Found:
    """R03: started in this very month after the day on which its entry window closed."""
    start = case.facts.get("start_date")
    if not case.is_outside or start is None or case.window_day is None or case.facts["is_estimated_start"]:
        return None
    if start.replace(day=1) != case.month or start.day <= case.window_day:
        return None
    return case.difference, f"{start:%Y年%m月%d日}开工，当月入库窗口到{case.window_day}日"


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
    ("R05", too_small),
    ("R12", elsewhere),
    ("R16", real_estate),
    ("R15", removed),
    ("R07", sent_back_for_vouchers),
    ("R02", sent_back),
    ("R04", under_review),
    ("R01", levelling),
    ("R03", window_missed),
    ("R10", total_reached),
    ("R09", calendar),
    ("R06", by_payment),
    ("R07", paid_not_booked),
    ("R14", reported_too_much),
    ("R08", component_missing),
    ("R11", bundled),
    ("R17", booked_more),
)


def window_day(profile: Profile, month: date) -> int | None:
    """Return the day on which the month's entry window closes, None where the district has none of its own month."""
    rule = profile.rule("entry_window", month)
    return rule.day if rule and rule.enabled and rule.month_offset == 0 else None
