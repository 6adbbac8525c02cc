"""Who must act (谁要行动): the projects furthest behind plan and the open entry cases, most money first."""

from calendar import monthrange
from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.reasons import reasons
from metrics.binding import bound
from metrics.completion.pace import EXPECTED_TWELFTHS, GAP_PP, TASK_PARTS, light, light_limits, light_yardstick
from metrics.entry.entry_readiness import entry_readiness, window_closes
from metrics.entry.entry_scope import SCOPE, entry_values
from metrics.known import as_known
from metrics.loaded_months import check_month
from metrics.registry import metric
from metrics.suspected import SUSPECT
from metrics.unknown_months import IS_LOADED, has_unknown_before, loaded_months

PER_UNIT = 2  # rows a unit can take, else one unit fills the list

SQL = """
with {scope},

paced as (
    select
        project_id,
        month,
        responsible_unit,
        contact_leader,
        annual_plan_wan,
        coalesce(carried_ytd_wan, 0) as reported_ytd_wan,
        {expected} as expected_twelfths,
        {due} as due_twelfths,
        {task_parts} as task_parts,
        {suspect} as is_suspect
    from mart.project_month
    where district = $district and is_counted and month between $january and $month
        -- who did not report and a month without a dispatch have no pace: neither late nor on time
        and carried_ytd_wan is not null
        and {is_loaded}
),

lit as (
    select
        *,
        coalesce({light} in ('behind', 'slow'), false) as is_late,
        {gap_pp} as pace_gap_pp,
        {light} as light
    from paced
),

graded as (
    select project_id, month, light, case light when 'behind' then 2 when 'slow' then 1 else 0 end as lateness
    from lit
),

late_since as (
    -- the first of the months on end in which it was at least as far behind as now: 滞后 since when it was 滞后
    select now.project_id, min(graded.month) as since_month
    from graded as now
    inner join graded using (project_id)
    where now.month = $month
        and graded.month > coalesce(
            (
                select max(better.month)
                from graded as better
                where better.project_id = now.project_id and better.lateness < now.lateness
            ),
            date '0001-01-01'
        )
    group by now.project_id
),

behind as (
    select
        lit.project_id,
        lit.responsible_unit,
        lit.contact_leader,
        'behind_plan' as need,
        (lit.due_twelfths - 12 * lit.reported_ytd_wan) / 12 as amount_wan,
        late_since.since_month,
        lit.pace_gap_pp,
        lit.light
    from lit
    left join late_since using (project_id)
    where lit.month = $month and lit.is_late
),

waiting as (
    select
        project_id,
        responsible_unit,
        contact_leader,
        case
            when is_in_library then 'no_figures'
            when library_month is not null then 'left_library'
            else 'not_in_library'
        end as need,
        reported_ytd_wan as amount_wan,
        start_month as since_month,
        cast(null as double) as pace_gap_pp,
        cast(null as varchar) as light
    from judged
    where is_at_stake and not is_anomaly and reported_ytd_wan > 0
        -- decided to be legitimate (under review, removed rightly …), or finished and so removed: nobody must act
        and project_id not in (
            select decided_reasons.project_id
            from decided_reasons
            where decided_reasons.month = $money_month and decided_reasons.reason in (select unnest($legitimate))
        )
        and (library_month is null or is_in_library or actual_finish_date is null or actual_finish_date > $last_day)
        and start_period + (case when is_in_library then $statistics_periods else $library_periods end) < $closed
),

unreported as (
    -- no figure this year: no gap, no light; since the first month of which a dispatch was loaded
    select
        project_id,
        arg_max(responsible_unit, month) as responsible_unit,
        arg_max(contact_leader, month) as contact_leader,
        $without_figures as need,
        cast(null as decimal(18, 2)) as amount_wan,
        min(month) as since_month,
        cast(null as double) as pace_gap_pp,
        cast(null as varchar) as light
    from mart.project_month
    where district = $district and is_counted and month between $january and $month and {is_loaded}
    group by project_id
    having max(month) = $month and count(carried_ytd_wan) = 0
),

needs as (
    select * from behind
    union all
    select * from waiting
    union all
    select * from unreported
),

chosen as (
    -- one row a project, its larger amount; then the unit's largest
    select *
    from (
        select *
        from needs
        qualify row_number() over (partition by project_id order by amount_wan desc nulls last, need) = 1
    )
    qualify
        row_number() over (
            partition by responsible_unit, need = $without_figures order by amount_wan desc nulls last, project_id
        ) <= $per_unit
),

problems as (
    select project_id, arg_max(problem, month) as problem
    from mart.reported
    where district = $district and month between $january and $month
        and known_from <= $known_on and (known_to is null or known_to > $known_on)
    group by project_id
)

select
    chosen.project_id,
    project.project_name,
    chosen.responsible_unit,
    chosen.contact_leader,
    chosen.need,
    chosen.amount_wan,
    chosen.since_month,
    date_diff('month', chosen.since_month, $month) + 1 as standing_months,
    chosen.pace_gap_pp,
    chosen.light,
    problems.problem,
    project.project_officer
from chosen
left join mart.project as project on project.district = $district and project.project_id = chosen.project_id
left join problems on problems.project_id = chosen.project_id
order by chosen.amount_wan desc nulls last, chosen.project_id
"""


@metric()
def actions(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Who must act (谁要行动): late projects and open entry cases, most money first, at most two a unit.

    口径：偏慢、滞后的计入项目，金额为进度缺口（计划进度 − 上报）；已过应入库、应入统期而未入的已开工项目，
    金额为今年上报而未入统的额；
    差额已认定为合理原因（如 R15 退库）的、竣工后退库的不列。一个项目取金额大的一条，一个单位最多两条，今年未报的另计。
    自何时：连续同灯或更差的第一个月（只看载入了调度表、该项目报过数的月），
    或开工月。今年从未上报的另为一类，没有缺口和亮灯，列在最后；今年此前有月份没有载入的，只说此前月份未载入。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.project_entry`` and ``mart.reported`` are read.
        profile: the district's rules: lights, entry rule and window.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per project: ``need`` (behind_plan, not_in_library, left_library, no_figures, not_reported;
        unknown_before instead of it where an earlier month of the year is not loaded), ``amount_wan`` that says what it
        is through ``need`` (null for the last two), ``since_month``,
        ``standing_months`` (that month and ``as_of`` included),
        ``pace_gap_pp`` and ``light`` for those behind plan, and the ``problem`` last reported this year, null where
        none was.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        J19, J20, T8, T12.
    """
    with as_known(con, known_on) as known:
        month = check_month(con, profile, as_of, known_on)
        values = entry_values(known, profile, month, known_on) | light_limits(profile, month)
        values |= {"month": month, "january": month.replace(month=1), "per_unit": PER_UNIT}
        is_unknown = has_unknown_before(month, loaded_months(known, profile, known_on))
        values["without_figures"] = "unknown_before" if is_unknown else "not_reported"
        values["legitimate"] = [code for code, reason in reasons().items() if reason.legitimate]
        sql = SQL.format(
            is_loaded=IS_LOADED,
            scope=SCOPE.format(columns=", responsible_unit, contact_leader, actual_finish_date", key="project_id"),
            expected=EXPECTED_TWELFTHS["bulletin"],
            gap_pp=GAP_PP,
            due=EXPECTED_TWELFTHS[light_yardstick(profile, month)],
            task_parts=TASK_PARTS,
            light=light(profile, month, doubted="is_suspect"),
            suspect=SUSPECT,
        )
        called = known.execute(sql, bound(sql, values)).df()
    ready = entry_readiness(con, profile=profile, as_of=as_of, known_on=known_on)
    step = ready[["project_id", "missing_materials", "who_must_bring", "return_reason"]]
    called = called.merge(step, on="project_id", how="left")
    called["act_by"] = [_act_by(need, profile, month) for need in called.need]
    return called


def _act_by(need: str, profile: Profile, month: date) -> date:
    """Return by when: entries by the next window, a report by the next one's day, the pace by the next month's end."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    last = following.replace(day=monthrange(following.year, following.month)[1])
    if need in ("not_reported", "unknown_before"):
        rule = profile.rule("data_health", month)
        return following.replace(day=min(rule.due_day, last.day)) if rule else last
    if need == "behind_plan":
        return last
    return window_closes(profile, month) or last
