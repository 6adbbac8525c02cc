"""入库准备: what each started project still lacks to enter the statistics library, who brings it, and until when."""

import json
from calendar import monthrange
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.decision_kinds import Readiness
from data.known import NOW
from data.profile import Profile
from data.rules import Material
from data.wording.entry_wording import NOT_IN_LIBRARY
from metrics.entry.entry_cases import open_cases
from metrics.entry.entry_contradictions import contradictions
from metrics.known import as_known
from metrics.reconciliation.reconciliation_decisions import UNDONE, entries
from metrics.reconciliation.reconciliation_sums import frame
from metrics.registry import metric

STEPS = """
select step.project_id, step.step, step.is_applicable, step.completed_on, step.document_number
from mart.approval_step as step
where step.district = $district and step.known_from <= $known_on
    and (step.known_to is null or step.known_to > $known_on)
"""
STARTS = """
select month.project_id, month.actual_start_date, month.is_estimated_start, month.total_investment_wan,
    month.approved_estimate_wan
from mart.project_month as month
where month.district = $district and month.month = $as_of
"""
PROJECTS = (
    "project_id", "project_name", "responsible_unit", "batch", "start_date", "waited_months", "unbooked_at_stake_wan",
    "materials_required", "materials_present", "missing_materials", "who_must_bring", "contradictions", "return_reason",
    "window_closes_on",
)  # fmt: skip
MATERIALS = (
    "project_id", "project_name", "responsible_unit", "material", "material_state", "who_brings", "dated",
    "document_number", "evidence", "decided_by", "last_entry_id",
)  # fmt: skip


@metric()
def entry_readiness(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """入库准备: what each started project still lacks to enter the library, who brings it, and until when.

    口径：“已开工未入库”的项目逐一对照区配置的入库资料清单；资料来自前期手续（办结即有，标为不适用的不计）和人的登记。
    矛盾之处列出批复、合同、申报之间名称、日期、金额不一致的。截止日为截至月之后那个月的入库窗口。

    Args:
        con: warehouse connection; ``mart.approval_step``, ``mart.decision`` (readiness) and what ``open_cases`` reads.
        profile: the district; ``materials`` and ``entry_window``.
        as_of: the last closed month; an approval completed later is not there yet.
        known_on: only what was received, and registered, by the end of this day; None: all.

    Returns:
        A row per project, unit by unit, most money first. Names are joined by 、 and ；; null where there are none.
        ``window_closes_on`` is null where the district has no window.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12; 区配置的资料清单.
    """
    cases, matrix, facts = _matrix(con, profile, as_of, known_on)
    closes = window_closes(profile, as_of)
    rows = []
    for case in cases.itertuples():
        held = matrix[case.project_id]
        required = [row for row in held if row["material_state"] != "not_applicable"]
        missing = [row for row in required if row["material_state"] == "missing"]
        rows.append(
            {
                **{name: getattr(case, name) for name in PROJECTS if hasattr(case, name)},
                "materials_required": len(required),
                "materials_present": len(required) - len(missing),
                "missing_materials": "、".join(row["material"] for row in missing) or None,
                "who_must_bring": "、".join(dict.fromkeys(row["who_brings"] for row in missing)) or None,
                "contradictions": "；".join(contradictions(case.project_name, held, facts.get(case.project_id, {})))
                or None,
                "window_closes_on": closes,
            }
        )
    rows.sort(key=lambda row: (row["responsible_unit"], -(row["unbooked_at_stake_wan"] or 0), row["project_id"]))
    return frame(rows, PROJECTS)


@metric()
def entry_materials(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    project_id: str | None = None,
) -> pd.DataFrame:
    """The materials matrix (入库资料逐项): per started, not entered project each material of the district's list.

    口径：同“入库准备”；人的登记先于前期手续，最近一次未撤回的有效。

    Args:
        con: warehouse connection.
        profile: the district; ``materials``.
        as_of: the last closed month.
        known_on: only what was received, and registered, by the end of this day; None: all.
        project_id: one project's only.

    Returns:
        A row per project and material, in the list's order. ``material_state``: present, missing or not_applicable.
        ``last_entry_id`` is the ledger's last entry about it, for the next one's ``after``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12; 区配置的资料清单.
    """
    cases, matrix, _ = _matrix(con, profile, as_of, known_on)
    return frame(
        (
            {**row, **{name: getattr(case, name) for name in ("project_id", "project_name", "responsible_unit")}}
            for case in cases.itertuples()
            if project_id in (None, case.project_id)
            for row in matrix[case.project_id]
        ),
        MATERIALS,
    )


def subject(project_id: str, material: str) -> str:
    """Return the ledger's subject of a registered material."""
    return Readiness(project_id=project_id, material=material, status="").subject


def _matrix(
    con: duckdb.DuckDBPyConnection, profile: Profile, as_of: date, known_on: date | None
) -> tuple[pd.DataFrame, dict[str, list[dict[str, Any]]], dict[str, dict[str, Any]]]:
    """Return the cases, each one's materials, and what the dispatch says of its start and money."""
    month = as_of.replace(day=1)
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        cases = open_cases(known, profile=profile, as_of=as_of, known_on=known_on)
        answer = known.execute(STARTS, {"district": profile.id, "as_of": month})
        names = [column for column, *_ in answer.description]
        facts = {row[0]: dict(zip(names, row, strict=True)) for row in answer.fetchall()}
    cases = cases[cases.state == NOT_IN_LIBRARY].astype(object).where(lambda rows: rows.notna(), None)
    values = {"district": profile.id, "known_on": known_on or NOW}
    until = month.replace(day=monthrange(month.year, month.month)[1])
    steps: dict[str, dict[str, tuple[Any, ...]]] = {}
    for project, step, applies, done, number in con.execute(STEPS, values).fetchall():
        there = done is not None and done <= until
        steps.setdefault(project, {})[step] = (applies, done if there else None, number if there else None)
    said: dict[str, tuple[Any, ...]] = {}
    for entry_id, about, _, who, _, payload in entries(con, profile, "readiness", known_on):
        said[about] = (entry_id, who, json.loads(payload))
    rule = profile.rule("materials", month)
    wanted = rule.items if rule and rule.enabled else ()
    matrix = {
        project: [_material(project, item, steps.get(project, {}), said) for item in wanted]
        for project in cases.project_id
    }
    for project, held in steps.items():
        facts.setdefault(project, {})["permit_on"] = held.get("施工许可证", (None, None, None))[1]
    return cases, matrix, facts


def _material(
    project: str, item: Material, steps: dict[str, tuple[Any, ...]], said: dict[str, tuple[Any, ...]]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "material": item.name,
        "who_brings": item.who,
        "material_state": "missing",
        "amount_is": item.amount_is,
    }
    found = [steps[step] for step in item.steps if step in steps]
    done = [step for step in found if step[1]]
    if done:
        row |= {"material_state": "present", "dated": done[0][1], "document_number": done[0][2]}
    elif found and all(applies is False for applies, _, _ in found):
        row["material_state"] = "not_applicable"
    entry_id, who, payload = said.get(subject(project, item.name), (None, None, {}))
    row["last_entry_id"] = entry_id
    if payload and payload.get("status") != UNDONE:
        state = payload.get("status")
        row |= {
            "material_state": state if state in ("present", "missing", "not_applicable") else row["material_state"],
            "decided_by": who,
            "evidence": payload.get("evidence"),
            "dated": payload.get("dated") or row.get("dated"),
            "document_number": payload.get("document_number") or row.get("document_number"),
            "said_name": payload.get("project_name"),
            "said_amount": payload.get("amount_wan"),
        }
    return row


def window_closes(profile: Profile, as_of: date) -> date | None:
    """Return the day on which the window of the month after ``as_of`` closes."""
    rule = profile.rule("entry_window", as_of)
    if not rule or not rule.enabled:
        return None
    place = as_of.year * 12 + as_of.month + rule.month_offset  # months counted from 0: the one after as_of
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(rule.day, monthrange(year, month)[1]))
