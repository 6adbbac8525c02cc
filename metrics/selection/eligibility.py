"""遴选标准: whether a project may become a key project, and by which article. Plain rules, one case a branch."""

import re
from dataclasses import dataclass, field
from datetime import date

from data import formats
from data.profile import Profile
from data.rules import Eligibility, ListRule
from data.selection_lists import BARS, KINDS, listed

NONE = frozenset({"无", "否", "不涉及", "没有", "不存在", "—", "-", "/"})
ABOVE_DISTRICT = frozenset({"国家", "省", "市"})
PARTS = re.compile(r"[；;、，,\n]+")


@dataclass(frozen=True)
class Facts:
    """What is known of a project that asks to become a key project. Amounts 万元."""

    category: str | None = None
    level: str | None = None
    total_wan: float | None = None
    plan_wan: float | None = None  # of the year for which it is declared
    bars: str | None = None
    size_class: str | None = None  # infrastructure, exempt, other: as the review found
    is_declared: bool = True  # False: nobody has been asked for its bars yet
    has_been_in_reserve: bool = False


@dataclass
class Verdict:
    """What speaks against it, what is missing, each with its article."""

    against: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """eligible, not_eligible or incomplete."""
        return "not_eligible" if self.against else "incomplete" if self.missing else "eligible"

    @property
    def reason(self) -> str:
        """All of it in one sentence."""
        return "；".join([*self.against, *self.missing, *self.notes])


def judge(facts: Facts, profile: Profile, on: date) -> Verdict:
    """Measure one project by the district's rules in force on a day.

    口径：省、市重点项目不看投资额；其余总投资达到界限，基础设施三类另有界限，新技术等四类和重大民生不限；有不得列入情形的不符合；
    该填的没填、分不清按哪个界限的、年度计划多于总投资的，写明缺什么、核什么，不作判断。

    Source:
        J3, J7, J12, J17, T3, T6.
    """
    found = Verdict()
    _bars(found, facts, listed(profile, BARS, on))
    kinds = listed(profile, KINDS, on)
    is_above = facts.level in ABOVE_DISTRICT or (kinds is not None and facts.category == kinds.items[0])
    if kinds is not None and facts.is_declared:
        if not facts.category:
            found.missing.append(f"缺项目类别（{kinds.article}）")
        elif facts.category not in kinds.items:
            found.missing.append(f"类别“{facts.category}”不在规定的 {len(kinds.items)} 类之中（{kinds.article}）")
    if facts.total_wan is not None and facts.plan_wan is not None and facts.plan_wan > facts.total_wan:
        plan, total = formats.number(facts.plan_wan), formats.number(facts.total_wan)
        found.missing.append(f"申报的年度计划 {plan} 万元多于总投资 {total} 万元，请核")
    rule = profile.rule("eligibility", on)
    if is_above:
        found.notes.append("上级重点项目，不看投资额" + (f"（{kinds.article}）" if kinds else ""))
    elif rule is None or not rule.enabled:
        if facts.total_wan is None:
            found.missing.append("缺总投资")
        found.notes.append("本区没有统一的投资额界限" + (f"（{rule.source}）" if rule and rule.source else ""))
    else:
        _size(found, facts, rule)
    reserve = profile.rule("reserve", on)
    if reserve is not None and reserve.enabled:
        if reserve.is_required and not facts.has_been_in_reserve:
            found.missing.append(f"未入储备库，原则上不列入（{reserve.article}）")
        elif facts.has_been_in_reserve and not reserve.is_required:
            found.notes.append("已在储备库，优先列入")
    return found


def said_bars(text: str | None) -> list[str]:
    """Return the bars that a cell names; none for 无, and for an empty one."""
    return [part.strip() for part in PARTS.split(text or "") if part.strip() and part.strip() not in NONE]


def _bars(found: Verdict, facts: Facts, rule: ListRule | None) -> None:
    said = said_bars(facts.bars)
    if rule is None:
        if said:
            found.missing.append(f"表中写明“{'、'.join(said)}”，本区文本没有不得列入情形，请会审认定")
        return
    known = [bar for bar in said if any(_is_same(bar, item) for item in rule.items)]
    unknown = [bar for bar in said if bar not in known]
    if known:
        found.against.append(f"{'、'.join(known)}（{rule.article}）")
    if unknown:
        found.missing.append(f"“{'、'.join(unknown)}”不是规定的不得列入情形，请核（{rule.article}）")
    if facts.is_declared and not (facts.bars or "").strip():
        found.missing.append(f"没有写有无不得列入情形（{rule.article}）")


def _is_same(bar: str, item: str) -> bool:
    short = item.removeprefix("不符合")
    return bar in (item, short) or item in bar or (len(bar) >= 4 and bar in item) or (len(short) >= 4 and short in bar)


def _size(found: Verdict, facts: Facts, rule: Eligibility) -> None:
    category, total = facts.category or "", facts.total_wan
    size_class = facts.size_class or _class_of(category, rule)
    if size_class == "exempt":
        found.notes.append(f"{'、'.join(rule.exempt_categories)}，不受投资规模限制（{rule.article}）")
    elif total is None:
        found.missing.append(f"缺总投资（{rule.article}）")
    elif size_class == "infrastructure":
        if total < rule.infrastructure_wan:
            found.against.append(_too_small(total, rule.infrastructure_wan, "基础设施", rule))
    elif total < rule.default_wan:
        if size_class is None and any(_may_be(category, word) for word in rule.exempt_categories):
            found.missing.append(
                f"总投资不足 {rule.default_wan} 万元，是否属重大民生等不限规模的，请认定（{rule.article}）"
            )
        else:
            found.against.append(_too_small(total, rule.default_wan, "", rule))
    elif size_class is None and total < rule.infrastructure_wan and "基础设施" in category:
        words = "、".join(word.removesuffix("基础设施") for word in rule.infrastructure_categories)
        found.missing.append(
            f"总投资不足 {rule.infrastructure_wan} 万元，是否属{words}基础设施，请认定（{rule.article}）"
        )


def _class_of(category: str, rule: Eligibility) -> str | None:
    """Read the threshold from the category's own words, where they say it."""
    if any(word in category for word in rule.infrastructure_categories):
        return "infrastructure"
    return "exempt" if any(word in category for word in rule.exempt_categories) else None


def _may_be(category: str, word: str) -> bool:
    return word.startswith("重大") and word.removeprefix("重大") in category


def _too_small(total: float, limit: int, kind: str, rule: Eligibility) -> str:
    return f"总投资 {formats.number(total)} 万元，不足{kind} {limit} 万元（{rule.article}）"
