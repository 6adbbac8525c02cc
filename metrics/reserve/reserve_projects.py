"""Who stands in the reserve (储备库在库): which standard is proven, what is missing, who is over time."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.selection_lists import tier_rules
from metrics.binding import bound
from metrics.known import as_known
from metrics.registry import metric
from metrics.reserve.stays import STAYS, stay_values

SQL = """
with {stays},

proof as (
    select
        project_id,
        step as proof,
        min(completed_on) as proof_on
    from mart.approval_step
    where district = $district and completed_on <= $on and coalesce(is_applicable, true)
        and list_contains($proofs::varchar[], step)
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id, step
),

signed as (
    select project_id, min(signed_on) as signed_on
    from mart.promotion
    where district = $district and signed_on <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
),

proven as (
    select
        project_id,
        string_agg(proof, '；' order by proof_on, proof) as proofs
    from proof
    group by project_id
)

select
    stay.project_id,
    project.project_name,
    coalesce(stay.responsible_unit, project.responsible_unit, '—') as responsible_unit,
    project.category,
    project.approval_procedure,
    stay.tier as reserve_tier,
    stay.entered_on as reserve_entered_on,
    date_diff('month', stay.entered_on, $on) as months_in_tier,
    coalesce(stay.total_investment_wan, project.total_investment_wan) as total_investment_wan,
    proven.proofs,
    signed.signed_on
from stay
left join mart.project as project on project.district = $district and project.project_id = stay.project_id
left join proven on proven.project_id = stay.project_id
left join signed on signed.project_id = stay.project_id
where stay.left_on is null
order by stay.place, stay.entered_on, project.project_name, stay.project_id
"""
COLUMNS = ["is_standard_proven", "standard_proof", "missing_standard", "is_over_time"]


@metric()
def reserve_projects(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Projects in the reserve (储备库在库): tier, months in it, the entry standard that is proven, what is missing.

    口径：入库日期在截至日及以前、没有出库的。入库标准任一条有佐证即可：1年期为可研批复、核准、备案或已签约，3年期为项目建议书批复或已签约
    （佐证由区的规则定），5年期的标准是规划上的，不查佐证、只看有没有总投资。在库月数超过本库年限的为超期。

    Args:
        con: warehouse connection; ``mart.reserve_stay``, ``mart.approval_step``, ``mart.promotion``, ``mart.project``.
        profile: the district's rule ``reserve``.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: the day that is asked about; None: the last day of ``as_of``.

    Returns:
        A row a stay that is not over, nearest to the plan first: ``reserve_tier``, ``months_in_tier`` [whole months],
        ``is_standard_proven`` and ``standard_proof``, ``missing_standard`` (null: nothing), ``is_over_time``.

    Source:
        T5 (入库标准), J17.
    """
    values = stay_values(profile, as_of, known_on, on)
    rules = tier_rules(profile, values["on"])
    values["proofs"] = sorted({step for rule in rules.values() for step in rule.approvals})
    sql = SQL.format(stays=STAYS)
    with as_known(con, known_on) as known:
        found = known.execute(sql, bound(sql, values)).df()
    told = []
    for row in found.to_dict("records"):
        rule = rules.get(row["reserve_tier"])
        had = row["proofs"].split("；") if isinstance(row["proofs"], str) else []
        proofs = [step for step in had if rule and step in rule.approvals]
        if rule and rule.signed_is_enough and pd.notna(row["signed_on"]):
            proofs.append("已签约")
        needs = bool(rule and (rule.approvals or rule.signed_is_enough))
        missing = None
        if rule and needs and not proofs:
            missing = _wanted(rule.approvals, rule.signed_is_enough, row["approval_procedure"])
        elif not needs and pd.isna(row["total_investment_wan"]):
            missing = "总投资"
        is_over = bool(rule and row["months_in_tier"] > 12 * rule.within_years)
        told.append((missing is None, "、".join(proofs) or None, missing, is_over))
    frame = pd.DataFrame(told, columns=COLUMNS, index=found.index).astype(
        {"is_standard_proven": bool, "is_over_time": bool, "standard_proof": object, "missing_standard": object}
    )
    return pd.concat([found.drop(columns=["proofs", "signed_on", "approval_procedure"]), frame], axis=1)


def _wanted(steps: tuple[str, ...], signed_is_enough: bool, procedure: object) -> str:
    """Say which papers would do: of a government project the approvals, of others also the agreement."""
    if procedure == "审批":
        return "或".join([step for step in steps if "核准" not in step and "备案" not in step] or steps)
    return "或".join([*steps, *(["签约"] if signed_is_enough else [])])
