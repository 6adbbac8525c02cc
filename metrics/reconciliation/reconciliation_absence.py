"""The rules for what is reported and stands in no return of the month: why the statistics do not have it (yet)."""

import re

from metrics.reconciliation.reconciliation_case import Case, Found

UNDER_REVIEW = re.compile("审|报送|申报|受理")
SENT_BACK = re.compile("退回|补正|不予")
LEVELLING = re.compile("场地平整|场平|平场|拆迁|征地|征收|搬迁")
VOUCHERS = re.compile("凭证|发票|付款|支付|进度单|三方|监理")
ELSEWHERE = re.compile("跨区|外区|他区|属地")
REAL_ESTATE = re.compile("房地产|商品房|商品住宅")
REGION = re.compile(r"^\d{4}-(\d{6})-")  # of a project's code: the county whose office gave it
NOT_A_COUNTY = ("00", "7")  # how the last two digits begin for a city or province (00), for a zone (71 to 79)


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
    if said := _said_in_ledger(case, ELSEWHERE):
        return said
    found = [REGION.match(code) for code in case.facts.get("project_codes") or []]
    regions = {match[1] if match else case.region for match in found}
    if not regions or any(one == case.region or one[4:].startswith(NOT_A_COUNTY) for one in regions):
        return None
    return case.difference, f"项目代码的区划为{'、'.join(sorted(regions))}，不是本区{case.region}；本区月报中没有"


def real_estate(case: Case) -> Found:
    """R16: the ledger or the dispatch's industry says real estate, which other forms of the statistics count."""
    if not case.is_outside:
        return None
    if said := _said_in_ledger(case, REAL_ESTATE):
        return said
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
    return _said_in_ledger(case, VOUCHERS) if case.is_outside else None


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


def _said_in_ledger(case: Case, words: re.Pattern[str]) -> Found:
    """The ledger's reason for returning the application has such words."""
    why = case.facts.get("return_reason") or ""
    return (case.difference, f"入库台账：{why}") if words.search(why) else None
