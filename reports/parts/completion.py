"""投资完成 in a report: the finding, the units by pace gap, the year's months, best and slowest projects."""

from typing import Any

import pandas as pd

from data import formats
from data.dictionary import Kind
from data.project_state import state
from data.wording import bulletin_wording, completion_wording
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_places import completion_places
from metrics.completion.investment_completion import investment_completion
from metrics.completion.why_changed import why_changed
from metrics.overview.overview import overview
from reports.content import Chart, Series, Table
from reports.question import Question, tight
from reports.tables import Shown, cell, table

PLACE = Shown("place", "位次", 0.7, "text", is_centred=True)
UNIT = Shown("responsible_unit", width=2.2)
RATES = (
    Shown("annual_plan_wan", width=1.4),
    Shown("reported_ytd_wan", "完成投资", 1.4),
    Shown("investment_completion_rate", width=1.1),
    Shown("pace_gap_pp", width=1.1),
)
TASK = Shown("task_rate", width=1.1)
LAMP = Shown("lamp", "亮灯", 1.1, "text")
WITHOUT = "（含疑似单位错的，按不含的画）"
SLIPS = (
    Shown("suspect_projects", "疑似单位错", 1.0),
    Shown("unsuspected_reported_wan", "不含疑似的完成投资", 1.3),
    Shown("unsuspected_rate", "不含疑似的完成率", 1.2),
)
BY_MONTH: dict[str, tuple[Kind, str, str]] = {  # what a table of units and months writes: kind, name, note
    "task_rate": ("percent", "任务完成率", "各月末上报 ÷ 计划进度"),
    "pace_gap_pp": ("points", "进度差", "完成率减应完成比例，百分点"),
}
MONTHS = (
    Shown("month", width=1.4),
    Shown("projects", "计入完成率项目数", 1.1),
    *RATES[:3],
    Shown("expected_share", width=1.1),
    RATES[3],
    Shown("behind_projects", "进度滞后", 1.1),
)


def total(question: Question) -> pd.Series:
    """The district's row of ``investment_completion``."""
    return question.ask(investment_completion, by=None).iloc[0]


def has_projects(question: Question) -> bool:
    """Tell whether any project counts: without one there is nothing to report."""
    return bool(total(question).projects)


def units(question: Question) -> pd.DataFrame:
    """Units that have counted projects, by pace gap, with ``place``, ``lamp``; never ranked ones last, without both."""
    frame = question.ask(investment_completion, by="responsible_unit")
    frame = frame[frame.projects > 0]
    places = question.ask(completion_places, by="responsible_unit").set_index("responsible_unit").bulletin_place
    ranked = ~frame.responsible_unit.isin(question.unranked)
    frame = pd.concat([frame[ranked], frame[~ranked]])
    return frame.assign(
        place=[
            _place(places.get(row.responsible_unit), is_provisional=row.is_provisional) for row in frame.itertuples()
        ],
        lamp=[lamp(row, question) for row in frame.itertuples()],
    )


def finding(question: Question) -> str:
    """The district in a line: “完成年度计划的67.2%，按项目计划完成91.3%，按月份慢7.8个百分点”."""
    now = total(question)
    rate = formats.percent(now.investment_completion_rate)
    return tight(f"完成年度计划的 {rate}，{completion_wording.both(now)}")


def lead(question: Question) -> str:
    """The sentence that opens a bulletin."""
    now = total(question)
    amounts = f"完成投资 {formats.money(now.reported_ytd_wan)}，占年度计划 {formats.money(now.annual_plan_wan)}"
    rate, pace = formats.percent(now.investment_completion_rate), completion_wording.both(now)
    projects = f"全区 {formats.number(now.projects)} 个重点建设项目"
    return tight(f"截至{formats.month(question.as_of)}底，{projects}{amounts}的 {rate}，{pace}；{late(question)}。")


def ends(question: Question) -> tuple[Any | None, Any | None]:
    """Return the ranked units that lead and that lag most by the month, None where no unit's own light says so.

    Only units large enough to be named (rule ``materiality``) lag, only as large ones lead.
    """
    ranked = units(question)
    ranked = ranked[~ranked.responsible_unit.isin(question.unranked)]
    rows = list(ranked.itertuples())
    far = float("inf")  # whoever leads has no gap: only the size of the plan counts
    ahead = [
        row
        for row in rows
        if row.light == "ahead" and row.pace_gap_pp >= 0
        and question.profile.is_material(question.as_of, row.annual_plan_wan, far)
    ]  # fmt: skip
    late = [
        row
        for row in rows
        if row.light in ("behind", "slow") and row.pace_gap_pp < 0
        and question.profile.is_material(question.as_of, row.annual_plan_wan, row.shortfall_wan)
    ]  # fmt: skip
    return (ahead[0] if ahead else None), (late[-1] if late else None)


def month_by_itself(question: Question) -> str:
    """What the month added, against the pace, and who holds most of the late projects."""
    months = question.ask(overview)
    now, step = months.iloc[-1], completion_wording.rate_step(months)
    if formats.is_missing(now.reported_ytd_change_wan):
        added = "上月的调度表没有载入，当月完成投资无从计算"
    else:
        added = f"{question.as_of.month}月当月完成投资 {formats.money(now.reported_ytd_change_wan)}"
        moved = completion_wording.joined_left(now.joined_left_wan)
        added += f"（另，{moved}）" if moved else ""
        slips = question.ask(change_without_slips)
        added += f"（{completion_wording.added_without(slips)}）" if len(slips) else ""
    if step is not None:
        due = formats.number(now.expected_change_pp, 1)
        added += f"，{bulletin_wording.change(question.ask(why_changed), step)}；时序要求提高 {due} 个百分点"
        without = completion_wording.rate_without(question.ask(change_without_slips))
        added += f"；{without}" if without else ""
    ranked = units(question)
    ranked = ranked[~ranked.responsible_unit.isin(question.unranked)]
    said = [added]
    if len(ranked) > 1:
        first, last = ends(question)
        named = [f"{first.responsible_unit}{completion_wording.pace(first.pace_gap_pp)}，领先最多"] if first else []
        named += [f"{last.responsible_unit}{completion_wording.pace(last.pace_gap_pp)}，落后最多"] if last else []
        said += [f"{len(ranked)} 个责任单位中，{'；'.join(named)}"] if named else []
        most = ranked.loc[ranked.behind_projects.idxmax()]
        if most.behind_projects:
            said.append(f"进度滞后项目最多的是{most.responsible_unit}，{formats.number(most.behind_projects)} 个")
    return tight("。".join(said) + "。" + completion_wording.unsure(total(question)))


def late(question: Question) -> str:
    """How many projects are behind, in a line."""
    now = total(question)
    never = tight(completion_wording.never_reported(now.to_frame().T))
    if not now.behind_projects and not now.slow_projects:
        return "，".join(filter(None, ["没有项目进度偏慢、滞后", never]))
    said = f"{formats.number(now.behind_projects)}个项目进度滞后，{formats.number(now.slow_projects)}个进度偏慢"
    return "，".join(filter(None, [said, never]))


def beside(question: Question) -> str:
    """The figures that stand beside the rate."""
    return tight(bulletin_wording.beside(total(question), question.as_of))


def unit_table(question: Question) -> Table:
    """Units by pace gap, the district below."""
    lights = completion_wording.lights(question.profile, question.as_of)
    return table(
        units(question),
        (
            PLACE,
            UNIT,
            Shown("projects", "计入完成率项目数", 1.1),
            *RATES,
            TASK,
            LAMP,
            Shown("behind_projects", "进度滞后", 1.0),
            *_beside_slips(units(question)),
        ),
        name="各单位投资完成",
        title="各责任单位投资完成情况",
        total=_with_lamp(total(question)),
        note=f"位次按进度差，*为未报项目的计划额超过限度、位次暂定。亮灯按{lights}",
    )


def unit_chart(question: Question) -> Chart:
    """The units' rates, coloured by light."""
    frame = units(question)
    rate = Shown("investment_completion_rate").entry
    expected = formats.percent(total(question).expected_share)
    return Chart(
        title="各责任单位完成率",
        form="bars",
        kind="percent",
        categories=tuple(frame.responsible_unit),
        series=(
            Series(
                name="完成率",
                cells=tuple(cell(value, rate) for value in _without_slips(frame)),
                tones=tuple(_tone(row, question) for row in frame.itertuples()),
            ),
        ),
        note=f"时序 {expected}{WITHOUT if (frame.suspect_projects > 0).any() else ''}",
    )


def month_table(question: Question) -> Table:
    """The year's months up to the report's."""
    frame = question.ask(overview)
    return table(frame, (*MONTHS, *_beside_slips(frame)), name="逐月", title="今年各月投资完成情况")


def month_chart(question: Question) -> Chart:
    """Rate and pace, month by month."""
    months = question.ask(overview)
    has_slip = (months.suspect_projects > 0).any()
    rate, share = Shown("investment_completion_rate").entry, Shown("expected_share").entry
    return Chart(
        title=f"完成率与应完成比例{WITHOUT if has_slip else ''}",
        form="lines",
        kind="percent",
        categories=tuple(f"{month.month}月" for month in months.month),
        series=(
            Series(name="完成率", cells=tuple(cell(value, rate) for value in _without_slips(months))),
            Series(name="应完成", cells=tuple(cell(value, share) for value in months.expected_share), tone="normal"),
        ),
    )


def _beside_slips(frame: pd.DataFrame) -> tuple[Shown, ...]:
    """Return the columns of the figures without suspected slips, where a row contains one."""
    return SLIPS if (frame.suspect_projects > 0).any() else ()


def _without_slips(frame: pd.DataFrame) -> pd.Series:
    """Return the rates, of rows with a suspected slip those without it: a picture of them stays readable."""
    return frame.unsuspected_rate.where(frame.suspect_projects > 0, frame.investment_completion_rate)


def unit_month_table(question: Question) -> Table:
    """Units × months: the figure on which the lights stand."""
    frame = question.ask(completion_by_month, by="responsible_unit")
    figure = completion_wording.judged_by(question.profile, question.as_of)
    kind, name, note = BY_MONTH[figure]
    is_slip = frame.light == "doubtful"
    note += "；—为上报疑似单位错、待核" if is_slip.any() else ""
    frame = frame.assign(**{figure: frame[figure].mask(is_slip)})
    wide = frame.pivot(index="responsible_unit", columns="month", values=figure)
    names = {month: f"by_{month:%m}" for month in wide.columns}
    order = [unit for unit in units(question).responsible_unit if unit in wide.index]
    wide = wide.rename(columns=names).loc[order].reset_index()
    columns = [Shown(field, f"{month.month}月", 0.8, kind, "") for month, field in names.items()]
    return table(wide, (UNIT, *columns), name=f"各单位逐月{name}", title=f"各责任单位逐月{name}", note=note)


def _place(value: float | None, *, is_provisional: bool) -> str:
    return formats.NONE if formats.is_missing(value) else f"{value:.0f}{'*' if is_provisional else ''}"


def lamp(row: Any, question: Question) -> str:  # noqa: ANN401  (a named tuple)
    """The state in sign and word; a unit that is never ranked has none."""
    if row.responsible_unit in question.unranked:
        return formats.NONE
    return formats.light(state(row))


def _tone(row: Any, question: Question) -> str:  # noqa: ANN401  (a named tuple)
    is_lit = isinstance(row.light, str) and row.responsible_unit not in question.unranked
    return row.light if is_lit else "normal"


def _with_lamp(row: pd.Series) -> pd.Series:
    return pd.concat([row, pd.Series({"lamp": formats.light(row.light)})])
