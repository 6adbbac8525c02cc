"""储备库 in words: how many wait in which tier, what is missing, what moved up."""

from datetime import date

import pandas as pd

from data import dictionary, formats
from data.selection_lists import reserve_rule, tier_rules
from pages.components.view import View
from pages.components.words import late

LISTS = {"all": "在库", "missing": "缺佐证", "over": "超期", "without": "计划未入库", "ideas": "未报谋划"}


def headline(  # noqa: PLR0913
    tiers: pd.DataFrame, waiting: pd.DataFrame, without: pd.DataFrame, ideas: pd.DataFrame, view: View, on: date
) -> tuple[str, str]:
    """Say how many wait, how many lack a proof or are over time; what moved up, and what was planned without it."""
    by_tier = waiting.reserve_tier.value_counts()
    known = dictionary.lookup("reserve_tier")
    said = [f"{dictionary.write(known, tier)} {by_tier.get(tier, 0)} 个" for tier in tiers.reserve_tier]
    head = f"储备 {len(waiting)} 个：{'，'.join(said)}"
    missing, over = int((~waiting.is_standard_proven).sum()), int(waiting.is_over_time.sum())
    parts = [late(f"{missing} 个缺入库佐证")] if missing else ["入库都有佐证"]
    parts += [late(f"{over} 个在库超期")] if over else []
    moved = int(tiers.converted_this_year.sum())
    parts.append(f"今年转化 {moved} 次")
    if len(without):
        rule = reserve_rule(view.profile, on)
        strict = "，原则上不列入" if rule and rule.is_required else ""
        parts.append(f"计划内 {len(without)} 个从未入库{strict}")
    if ideas.last_list_month.notna().any():
        parts.append(f"{view.as_of.month}月 {int((~ideas.has_list.astype(bool)).sum())} 个单位没有报谋划清单")
    return head, f"截至{formats.day(on)}：{'；'.join(parts)}。"


def counts(lists: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the lists with how many rows they hold."""
    return {name: f"{LISTS[name]} {len(rows)}" for name, rows in lists.items()}


def rows(waiting: pd.DataFrame, view: View, on: date) -> pd.DataFrame:
    """Return the projects in the reserve with what the list's lines say."""
    shown, known = waiting.copy(), dictionary.lookup("reserve_tier")
    rules = tier_rules(view.profile, on)
    shown["about"] = [f"{row.responsible_unit} · {row.category or '—'}" for row in shown.itertuples()]
    shown["tier_words"] = [dictionary.write(known, tier) for tier in shown.reserve_tier]
    shown["since_words"] = [f"{formats.day(day)}起" for day in shown.reserve_entered_on]
    shown["limit_words"] = [
        f"超过 {rules[row.reserve_tier].within_years} 年" if row.is_over_time else "" for row in shown.itertuples()
    ]
    shown["proof_words"] = [
        f"缺{row.missing_standard}" if isinstance(row.missing_standard, str)
        else row.standard_proof if isinstance(row.standard_proof, str)
        else "按规划，不查佐证"
        for row in shown.itertuples()
    ]  # fmt: skip
    shown["tone"] = ["quiet" if proven else "late" for proven in shown.is_standard_proven]
    return shown
