"""Declarations for a year's plan (项目申报): verdict with article, what is missing, and how far each one has come."""

from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from data.selection_rules import SelectionStep
from metrics.binding import bound
from metrics.days import last_day
from metrics.known import as_known
from metrics.registry import metric
from metrics.selection.declaration_steps import done_steps
from metrics.selection.eligibility import Facts, judge, said_bars
from metrics.statements import steps

REFUSED = ("不", "未", "否", "转", "暂", "缓", "退")  # how a decision begins that does not take a project in
FROM_MONTH = 7

# one row a project that was declared for the year: its last declaration
SQL = """
with {reviews},

said as (
    select *
    from mart.declaration
    where district = $district
        and declared_on <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
        and year(declared_on) + if(month(declared_on) >= $from_month, 1, 0) = $year
),

declared as (
    select *
    from said
    qualify row_number() over (partition by project_id order by declared_on desc, known_from desc, row_id desc) = 1
),

reviewed as (
    select
        project_id,
        entry_id,
        who,
        payload ->> 'size_class' as size_class,
        payload ->> 'bars' as bars,
        payload ->> 'evidence' as evidence
    from year_decisions
),

found as (
    select
        project_id,
        arg_max(size_class, entry_id) filter (size_class is not null) as size_class,
        arg_max(bars, entry_id) filter (bars is not null) as bars,
        string_agg(evidence || '（' || who || '）', '；' order by entry_id) as evidence
    from reviewed
    group by project_id
),

stayed as (
    select distinct project_id
    from mart.reserve_stay
    where district = $district and entered_on <= $on
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
),

planned as (
    select project_id, min(known_from) as issued_on
    from mart.plan_version
    where district = $district and year = $year and not is_removed and known_from <= least($known_on, $on)
    group by project_id
)

select
    declared.project_id,
    project.project_name,
    coalesce(declared.responsible_unit, project.responsible_unit, '—') as responsible_unit,
    declared.category as declared_category,
    declared.total_investment_wan as declared_total_wan,
    declared.annual_plan_wan as declared_plan_wan,
    coalesce(declared.planned_start_date, project.planned_start_date) as planned_start_date,
    coalesce(declared.planned_finish_date, project.planned_finish_date) as planned_finish_date,
    declared.declared_on,
    coalesce(month(declared.declared_on) between $before_month and 12, false) as is_declared_late,
    month(declared.declared_on) < $from_month as is_mid_year,
    found.size_class,
    coalesce(found.bars, declared.bars) as declared_bars,
    found.evidence as review_evidence,
    stayed.project_id is not null as has_been_in_reserve,
    if(declared.decided_on <= $on, declared.decision, null) as selection_decision,
    if(declared.decided_on <= $on, declared.decided_on, null) as selected_on,
    planned.issued_on,
    project.project_level
from declared
left join mart.project as project on project.district = $district and project.project_id = declared.project_id
left join found on found.project_id = declared.project_id
left join stayed on stayed.project_id = declared.project_id
left join planned on planned.project_id = declared.project_id
order by declared.declared_on, project.project_name, declared.project_id
""".replace("{reviews}", steps("selection", "year_decisions", kind="declaration_review"))
HIDDEN = ["issued_on", "project_level"]


@metric()
def declarations(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    year: int | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Projects declared for a year's plan (项目申报): verdict with article, what is missing, and the step it stands at.

    口径：七月起申报的列下一年度，一至六月的列当年增列（月份按区的规则），同一项目取最后一次申报；结论按本区规则：符合、不符合、缺材料，
    并写明条款；初审认定的界限、不得列入情形以认定为准。步骤依次为初审、征求意见（会商会审）、建议名单、审定、印发（下达），
    登记了后一步的视为前面各步已过；申报表有审定日期的为已审定；年度计划已载入的为已印发。

    Args:
        con: warehouse connection; ``mart.declaration``, ``mart.decision``, ``mart.reserve_stay``,
            ``mart.plan_version`` and ``mart.project`` are read.
        profile: the district's rules ``declarations``, ``eligibility``, ``reserve`` and its lists.
        as_of: the month; without ``year`` next year's declarations are asked about.
        known_on: only what was received by the end of this day; None: all.
        year: of the plan.
        on: what is dated later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project, first declared first: ``verdict`` eligible, not_eligible or incomplete, with
        ``verdict_reason``; ``is_selected`` (null: not decided); ``step_done`` and ``step_done_on``;
        ``current_step`` and ``with_whom``, null once it is over. Amounts 万元.

    Source:
        J3, J7, J8, J9, J10, J12, T3 (申报、初审、会商会审、审定).
    """
    year, on = year or as_of.year + 1, on or last_day(as_of)
    rule = profile.rule("declarations", on)
    rule = rule if rule is not None and rule.enabled else None
    values = {
        "district": profile.id, "known_on": known_on or NOW, "on": on, "day": on, "year": year,
        "from_month": rule.from_month if rule else FROM_MONTH,
        "before_month": (rule.before_month if rule else None) or 13,
    }  # fmt: skip
    with as_known(con, known_on) as known:
        found = known.execute(SQL, bound(SQL, values)).df()
        done = done_steps(known, profile, year=year, on=on, known_on=known_on)
    steps = rule.steps if rule else ()
    judged = pd.DataFrame(
        [_judged(row, profile, on, steps, done.get(row["project_id"], {})) for row in found.to_dict("records")],
        columns=["verdict", "verdict_reason", "is_selected", "step_done", "step_done_on", "current_step", "with_whom"],
        index=found.index,
    )  # fmt: skip
    return pd.concat([found.drop(columns=HIDDEN), judged.astype({"is_selected": "boolean"})], axis=1)


def is_selected(decision: object) -> bool | None:
    """Tell whether a written decision (审定结果) takes the project in; None: nothing is decided."""
    if not isinstance(decision, str) or not decision.strip():
        return None
    return not decision.strip().startswith(REFUSED)


def _judged(
    row: dict[str, Any], profile: Profile, on: date, steps: tuple[SelectionStep, ...], done: dict[str, Any]
) -> tuple[Any, ...]:
    verdict = judge(
        Facts(
            category=_text(row["declared_category"]),
            level=_text(row["project_level"]),
            total_wan=None if pd.isna(row["declared_total_wan"]) else row["declared_total_wan"],
            plan_wan=None if pd.isna(row["declared_plan_wan"]) else row["declared_plan_wan"],
            bars=_text(row["declared_bars"]),
            size_class=_text(row["size_class"]),
            has_been_in_reserve=bool(row["has_been_in_reserve"]),
        ),
        profile,
        on,
    )
    if said_bars(_text(row["declared_bars"])) and isinstance(row["review_evidence"], str):
        verdict.notes.append(f"依据：{row['review_evidence']}")
    chosen = is_selected(row["selection_decision"])
    passed = dict(done.get("passed", {}))
    names = [step.name for step in steps]
    if pd.notna(row["selected_on"]) and len(names) > 1:
        passed.setdefault(_decisive(names), row["selected_on"].date())
    if pd.notna(row["issued_on"]) and names and chosen is not False:
        passed.setdefault(names[-1], row["issued_on"].date())
    place = max((names.index(name) for name in passed if name in names), default=-1)
    last = names[place] if place >= 0 else None
    is_over = chosen is False or place == len(names) - 1
    following = None if is_over or not names else steps[place + 1]
    whom = following and (done.get("with_whom", {}).get(following.name) or following.who)
    return (
        verdict.verdict, verdict.reason, chosen, last, pd.NaT if last is None else pd.Timestamp(passed[last]),
        following and following.name, whom,
    )  # fmt: skip


def _decisive(names: list[str]) -> str:
    """The step at which a decision is taken: 审定, else the last but one."""
    return "审定" if "审定" in names else names[-2]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
