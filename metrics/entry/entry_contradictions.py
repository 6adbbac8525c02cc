"""Contradictions (入库资料矛盾): where approval, contract and application do not agree in names, dates or amounts."""

import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

NAME_NOISE = str.maketrans("", "", " \n()[]〔〕【】")


def contradictions(project_name: str, held: list[dict[str, Any]], facts: dict[str, Any]) -> list[str]:
    """Return each contradiction in words.

    Args:
        project_name: as the dispatch has it.
        held: the project's materials, with what a person registered of them (said_name, said_amount, dated).
        facts: its start, totals and the day of its building permit.
    """
    found = []
    start = None if facts.get("is_estimated_start") else facts.get("actual_start_date")
    permit = facts.get("permit_on")
    if start and permit and permit > start:
        found.append(f"施工许可证{permit:%Y-%m-%d}办结，晚于开工{start:%Y-%m-%d}")
    total, estimate = facts.get("total_investment_wan"), facts.get("approved_estimate_wan")
    if total and estimate and estimate < total:
        found.append(f"批复概算{estimate:,}万元，小于总投资{total:,}万元")
    for row in held:
        name = row.get("said_name")
        if name and _bare(name) != _bare(project_name):
            found.append(f"{row['material']}的名称为“{name}”")
        dated = _day(row.get("dated"))
        if start and dated and row["amount_is"] == "contract" and dated > start:
            found.append(f"{row['material']}{dated:%Y-%m-%d}，晚于开工{start:%Y-%m-%d}")
    said = {row["material"]: (row["amount_is"], _amount(row.get("said_amount"))) for row in held}
    contracts = {name: amount for name, (kind, amount) in said.items() if kind == "contract" and amount is not None}
    if len(set(contracts.values())) > 1:
        found.append("、".join(f"{name}{amount:,}万元" for name, amount in contracts.items()) + "，金额不一致")
    for name, (kind, amount) in said.items():
        if total is not None and amount is not None and (amount > total if kind == "contract" else amount != total):
            found.append(f"{name}{amount:,}万元，总投资{total:,}万元")
    return found


def _bare(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(NAME_NOISE)


def _day(said: Any) -> date | None:  # noqa: ANN401
    try:
        return date.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        return None


def _amount(said: Any) -> Decimal | None:  # noqa: ANN401
    try:
        return None if said is None else Decimal(str(said))
    except InvalidOperation:
        return None
