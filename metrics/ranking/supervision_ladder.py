"""Supervision ladder (督办阶梯): which step a lagging unit's pace calls for; a person issues it."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.completion.pace import TASK_PARTS
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.ranking.exemptions import exemptions
from metrics.ranking.ladder_steps import Standing, climb, rests_on_never, standing_since
from metrics.ranking.unit_scores import plain
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import IS_LOADED, has_unknown_before, loaded_months

PACE = f"""
select
    responsible_unit,
    month,
    sum(annual_plan_wan) as annual_plan_wan,
    coalesce(sum(carried_ytd_wan), 0) as reported_ytd_wan,
    sum({TASK_PARTS}) as task_parts,
    coalesce(sum(annual_plan_wan) filter (is_silent), 0) as silent_plan_wan,
    coalesce(sum(annual_plan_wan) filter (carried_ytd_wan is null), 0) as never_plan_wan,
    coalesce(sum({TASK_PARTS}) filter (carried_ytd_wan is null), 0) as never_task_parts,
    bool_or({SUSPECT}) as is_suspect
from mart.project_month
where district = $district and month between $january and $as_of and is_counted
    and {IS_LOADED}
group by responsible_unit, month
order by responsible_unit, month
"""  # noqa: S608  (our own text)

ISSUED = """
select
    json_extract_string(payload, '$.responsible_unit'),
    json_extract_string(payload, '$.measure'),
    cast(json_extract_string(payload, '$.month') as date) as month,
    who,
    known_from
from (
    select *
    from mart.decision
    where district = $district and kind = 'measure' and known_from <= $known_on
    qualify row_number() over (partition by subject order by entry_id desc) = 1
)
where coalesce(json_extract_string(payload, '$.status'), '') <> 'undone' and month between $january and $as_of
order by month, entry_id
"""


@metric()
def supervision_ladder(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Supervision ladder (督办阶梯): the step each lagging unit's pace calls for, and what was issued.

    口径：督办进度差 =（上报 − 应完成）÷ 年度计划，应完成与亮灯同一标尺（规则可改为按月份/12）：按项目任务亮灯的为各项目
    计划进度之和。低于各级界限的，取越过的最高一级；在某一级满两个已结束的月没有改善的，升一级；
    回到第一级界限以上的解除，历史保留；比上月改善的按所越过的级。
    按项目任务亮 ▲、● 的单位不提出措施；按月份低于界限而不提出的单列，两个数并列。
    计划进度还为零（未到期）的单位不上阶梯。容错文件有效的，措施暂缓，仍列出。
    未报项目的计划额超过限度、有疑似单位错的单位为暂定，不提出；今年前几个月没有载入调度表而至今无数的项目情况不明，
    不算它就越不过这一级的，也为暂定。
    没有载入调度表的月不算，既不上阶梯，也不算没有改善。系统只提出，由人下达。不设阶梯的区没有行。

    Args:
        con: warehouse connection; ``mart.project_month`` of the year is read.
        profile: the district's ladder.
        as_of: the month at whose end the step is proposed.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per unit that is or was on the ladder this year, or that month/12 alone would put there
        (``is_spared``: nothing is proposed, since it is on its own task), the highest step first. ``ladder_gap_pp`` is
        the gap that the ladder compares, by ``ladder_measure`` (task or month); ``pace_gap_pp`` is by month/12 and
        ``task_rate`` by the own plans, whatever the measure. ``ladder_step`` is the number
        of ``proposed_measure``, 0 and null for none; ``is_escalated``: by patience, above what the gap itself crossed;
        ``stood_months`` closed months at the step without improvement; ``ladder_since_month`` since when it stands at
        the step; ``highest_step`` of the year; ``exemption`` holds the measure back (``is_held_back``);
        ``is_material``: plan and gap reach the rule's limits; ``is_provisional``: too much is silent, suspected or of
        months that were never loaded; ``is_proposed``: on a step, material, not provisional and not spared;
        ``issued_measure``, ``issued_on``, ``issued_by``: the last one a person issued this year.

    Source:
        J30 (温馨提示、通报、黑榜、扣分); limits and patience are defaults of ours; exemption J22.
    """
    month = check_month(con, profile, as_of, known_on)
    rule = profile.rule("ladder", month)
    if rule is None or not rule.enabled:
        return pd.DataFrame(columns=COLUMNS)
    until = month.replace(day=monthrange(month.year, month.month)[1])
    values = {"district": profile.id, "january": month.replace(month=1), "as_of": month, "known_on": known_on or NOW}
    with as_known(con, known_on, from_month=month.replace(month=1)) as known:
        paces = known.execute(PACE, values).fetchall()
        issued = {unit: rest for unit, *rest in known.execute(ISSUED, values | {"as_of": until}).fetchall()}
        exempt = exemptions(known, profile, month, month, known_on)
        loaded = loaded_months(known, profile, known_on)
    lights = profile.rule("lights", month)
    by = "task" if rule.measure == "lights" and lights.measure == "task" else "month"
    figures: dict[str, list[Standing]] = {}
    for unit, when, *sums in paces:
        # the statistics bureau owns no target; a unit whose projects have nothing planned yet is behind nothing
        standing = Standing(when, *sums)
        if profile.league(unit, when) and (standing.task_parts > 0 or lights.measure != "task"):
            figures.setdefault(unit, []).append(standing)
    limits = [Decimal(str(limit)) for limit in rule.gaps_pp]
    silent_share = Decimal(str(profile.rule("silence", month).provisional_share))
    has_gap_before = has_unknown_before(month, loaded)
    rows = []
    for unit, standings in figures.items():
        rungs = climb([(one.month, one.gap_pp(by)) for one in standings], limits)
        now, highest, last = rungs[-1], max(rung.step for rung in rungs), standings[-1]
        is_on_task = by == "task" and last.reported >= Fraction(Decimal(str(lights.normal_share))) * last.task
        is_spared = is_on_task and (now.step > 0 or last.gap_pp("month") < Fraction(limits[0]))
        if now.month != month or not (highest or is_spared):
            continue
        plan, reported = last.plan, last.reported
        is_material = profile.is_material(month, plan, last.due(by) - Fraction(reported))
        is_provisional = (
            last.is_suspect
            or last.silent_plan > silent_share * plan
            or (has_gap_before and rests_on_never(last, by, limits))
        )
        measure, given_month, who, given_on = issued.get(unit, (None, None, None, None))
        exemption = exempt.get(unit)
        rows.append(
            {
                "responsible_unit": unit,
                "ladder_step": now.step,
                "proposed_measure": rule.steps[now.step - 1] if now.step else None,
                "ladder_measure": by,
                "ladder_gap_pp": plain(now.gap_pp),
                "pace_gap_pp": plain(last.gap_pp("month")),
                "task_rate": plain(Fraction(reported) / last.task) if last.task else None,
                "investment_completion_rate": float(Fraction(reported) / Fraction(plan)),
                "annual_plan_wan": float(plan),
                "reported_ytd_wan": float(reported),
                "gap_limit_pp": float(limits[now.crossed - 1]) if now.crossed else None,
                "is_escalated": now.is_escalated,
                "stood_months": now.stood,
                "ladder_since_month": standing_since(rungs),
                "highest_step": highest,
                "exemption": exemption.document_number if exemption else None,
                "is_material": is_material,
                "is_spared": is_spared,
                "is_provisional": is_provisional,
                "is_proposed": bool(now.step) and is_material and not is_on_task and not is_provisional,
                "is_held_back": bool(exemption and now.step),
                "issued_measure": measure,
                "issued_month": given_month,
                "issued_on": given_on,
                "issued_by": who,
            }
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.sort_values(
        ["ladder_step", "ladder_gap_pp"], ascending=[False, True], kind="stable", ignore_index=True
    )


COLUMNS = [
    "responsible_unit", "ladder_step", "proposed_measure", "ladder_measure", "ladder_gap_pp", "pace_gap_pp",
    "task_rate", "investment_completion_rate", "annual_plan_wan", "reported_ytd_wan", "gap_limit_pp", "is_escalated",
    "stood_months", "ladder_since_month", "highest_step", "exemption", "is_material", "is_spared",
    "is_provisional", "is_proposed", "is_held_back", "issued_measure", "issued_month", "issued_on", "issued_by",
]  # fmt: skip
