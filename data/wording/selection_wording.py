"""申报 and 储备库 in words: their rules as the page 规则与口径 writes them."""

from collections.abc import Callable
from typing import Any

from data.selection_rules import Declarations, Reserve


def declarations(rule: Declarations) -> str:
    """Write when to declare, and the steps."""
    late = f"，{rule.before_month} 月起申报的为逾期" if rule.before_month else ""
    steps = "→".join(f"{step.name}（{step.who}）" for step in rule.steps)
    return f"{rule.from_month} 月起申报的列下一年度，之前的列当年增列{late}；{steps}"


def reserve(rule: Reserve) -> str:
    """Write the tiers with what lets a project in."""
    tiers = "；".join(f"{tier.name}：{'、'.join(tier.standards)}（任一）" for tier in rule.tiers)
    return tiers + ("；未入库的原则上不列入年度计划" if rule.is_required else "；入库且符合条件的优先列入")


RULES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "declarations": ("申报与审定", declarations),
    "reserve": ("储备库", reserve),
}
