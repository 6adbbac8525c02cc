"""入库入统 in a report: due and on time by unit, open cases, and booked against reported with few projects withheld."""

import pandas as pd

from data import formats
from data.access import withhold
from data.wording import entry_wording as lag_wording
from data.wording.definition_wording import other_share
from metrics.entry.entry_cases import not_started_due, open_cases
from metrics.entry.entry_lag import entry_lag
from metrics.entry.start_corrections import start_corrections
from metrics.reconciliation.booked_ratio import booked_ratio
from reports.content import Chart, Series, Table
from reports.question import Question, tight
from reports.tables import Shown, cell, extent, table

MOST = 10
BOOKED = (
    "booked_ytd_wan", "booked_to_reported", "linked_booked_to_reported", "started_booked_to_reported",
    "unreconciled_wan",
    "unsuspected_booked_to_reported",
)  # fmt: skip
KINDS = {"on_time": ("按时入统", "ahead"), "late_in": ("迟入统", "slow"), "overdue": ("逾期未入统", "behind")}
UNIT = Shown("responsible_unit", width=2.2)
LAG = (
    UNIT,
    Shown("projects", "已开工或有数项目数", 1.3),
    Shown("due", width=1.0),
    *(Shown(name, label, 1.0) for name, (label, _) in KINDS.items()),
    Shown("on_time_rate", width=1.1),
    Shown("library_waiting", width=1.1),
    Shown("unbooked_at_stake_wan", "已报未入统", 1.4),
)
CASES = (
    Shown("project_name", width=3.0),
    Shown("responsible_unit", width=1.8),
    Shown("state", "情况", 1.5),
    Shown("stuck", "卡在哪一步", 2.4, "text"),
    Shown("waited", "已等", 1.4, "text"),
    Shown("unbooked_at_stake_wan", "已报未入统", 1.4),
)
STARTS = (
    Shown("project_name", width=3.0),
    Shown("responsible_unit", width=1.8),
    Shown("batch", width=1.2),
    Shown("planned_start_date", "计划开工", 1.6, "month", ""),
    Shown("overdue_months", "逾期", 1.0),
    Shown("annual_plan_wan", width=1.4),
)
RATIO = (
    UNIT,
    Shown("linked_projects", "已匹配项目", 1.2),
    Shown("unlinked_projects", "未匹配（计划内项目）", 1.2),
    Shown("reported_ytd_wan", width=1.4),
    Shown("booked_ytd_wan", width=1.4),
    Shown("booked_to_reported", "入统占上报", 1.2),
    Shown("linked_reported_ytd_wan", "已匹配上报", 1.4),
    Shown("linked_booked_to_reported", width=1.4),
    Shown("unreconciled_wan", width=1.6),
)


def total(question: Question) -> pd.Series | None:
    """The district's row of ``entry_lag``; None where nothing has started, or nothing is known of entries."""
    frame = question.ask(entry_lag, by=None)
    return None if frame.empty or not frame.projects.iloc[0] > 0 else frame.iloc[0]


def nothing(question: Question) -> str:
    """Say why there is no row: nothing has started, or neither return nor ledger is loaded."""
    frame = question.ask(entry_lag, by=None)
    is_unknown = len(frame) and lag_wording.is_unknown(frame.iloc[0])
    return lag_wording.UNKNOWN if is_unknown else "没有已开工的项目"


def finding(question: Question) -> str:
    """How many entered on time, and how much money does not stand in the statistics."""
    lag = total(question)
    if lag is None:
        return nothing(question)
    leads = question.profile.measure("on_time_starts", question.as_of)
    rate = lag_wording.rate(lag, question.ask(entry_lag, by="start_year"), question.as_of, leads)
    return tight(f"{rate}，{lag_wording.at_stake(lag)}")


def sentences(question: Question) -> list[str]:
    """The finding and how to read it; then booked against reported."""
    lag = total(question)
    if lag is None:
        return [f"{nothing(question)}。", ratio_sentence(question)]
    parts = [f"{finding(question)}{_made_of(lag)}", "，".join(lag_wording.late(lag)), lag_wording.to_confirm(lag)]
    parts += [f"{lag_wording.waits(lag)}；{lag_wording.unmatched(lag)}"]
    corrected = lag_wording.corrected_starts(question.ask(start_corrections))
    said = [tight("。".join(filter(None, parts)) + "。"), ratio_sentence(question)]
    return [*said, f"{corrected}。"] if corrected else said


def _made_of(lag: pd.Series) -> str:
    made_of = lag_wording.parts_at_stake(lag)
    return f"，其中{made_of.removeprefix(lag_wording.AT_STAKE)}" if made_of else ""


def ratio_sentence(question: Question) -> str:
    """Booked against reported of the district, where enough projects stand behind it."""
    row = question.ask(booked_ratio, by=None).iloc[0]
    band = question.profile.rule("tolerance", question.as_of)
    if formats.is_missing(row.compared_month):
        return "还没有统计月报和调度表都载入的月份，入统与上报不比。"
    if not question.sees_projects_booked and 0 < row.booked_projects < question.profile.withhold_below:
        return tight(f"有入统数的项目不足 {question.profile.withhold_below} 个，入统数不列示。")
    low, high = (formats.percent(share, 0) for share in (band.band_low, band.band_high))
    other = other_share(row, question.profile.measure("booked_share", question.as_of), "入统占上报")
    band_said = f"参考区间 {low} 至 {high}，不以 100% 为目标"
    if row.suspect_projects:
        band_said = f"上报含 {formats.number(row.suspect_projects)} 个项目疑似单位错，待核，不作评判"
        # without a few projects the rest would give their booked figures away
        is_many = question.sees_projects_booked or row.suspect_projects >= question.profile.withhold_below
        if is_many and not formats.is_missing(row.unsuspected_booked_to_reported):
            band_said += f"；不含的为 {formats.percent(row.unsuspected_booked_to_reported)}"
    return tight(
        f"截至{formats.month(row.compared_month)}，计入完成率、已开工的 {formats.number(row.projects)} 个项目"
        f"上报 {formats.money(row.reported_ytd_wan)}，入统 {formats.money(row.booked_ytd_wan)}，"
        f"入统占上报 {formats.percent(row.booked_to_reported)}（{band_said}）；"
        f"其中已匹配项目 {formats.number(row.linked_projects)} 个，"
        f"已匹配上报 {formats.money(row.linked_reported_ytd_wan)}，"
        f"{other}；"
        f"计划内未匹配 {formats.number(row.unlinked_projects)} 个，"
        f"上报 {formats.money(row.unlinked_reported_ytd_wan)}，入统按 0。"
    )


def unit_table(question: Question) -> Table:
    """Units, most unbooked money first; never ranked ones last."""
    return table(
        _units(question),
        LAG,
        name="各单位入库入统",
        title="各责任单位入库入统情况",
        total=total(question),
        note="原则上开工当月入库、下月入统；按可入统月计，入库窗口以后开工的顺延一月。",
    )


def unit_chart(question: Question) -> Chart:
    """Units by how their due projects entered."""
    frame = _units(question)
    frame = frame[(frame.due > 0) & ~frame.responsible_unit.isin(question.unranked)]
    return Chart(
        title="各责任单位应入统项目",
        form="stacked",
        kind="count",
        categories=tuple(frame.responsible_unit),
        series=tuple(
            Series(name=label, cells=tuple(cell(value, Shown(name).entry) for value in frame[name]), tone=tone)
            for name, (label, tone) in KINDS.items()
        ),
    )


def ratio_table(question: Question) -> Table:
    """Booked against reported by unit; for others than the statistician few projects are withheld."""
    frame = question.ask(booked_ratio, by="responsible_unit").sort_values("responsible_unit", kind="stable")
    frame = frame[frame.projects > 0]
    row = question.ask(booked_ratio, by=None).iloc[0]
    note = "待核差额为上报减入统，两个方向都核。"
    if not question.sees_projects_booked:
        below = question.profile.withhold_below
        frame = withhold(frame, question.profile, BOOKED, count="booked_projects")
        if frame.is_withheld.any():
            note += f"有数的项目不足{below}个的单位不列示入统数，并另隐去一个，以免倒推。"
        row = row.drop(list(BOOKED)) if 0 < row.booked_projects < below else row
    return table(frame, RATIO, name="上报与入统", title="各责任单位上报与入统", total=row, note=note)


def ratio_project_table(question: Question) -> Table | None:
    """Booked against reported of single projects: for the statistician only."""
    if not question.sees_projects_booked:
        return None
    frame = question.ask(booked_ratio, by="project")
    frame = frame[frame.linked_projects > 0]
    if frame.empty:
        return None
    columns = (Shown("project_name", width=3.4), *RATIO[3:6], RATIO[-1])
    return table(
        frame, columns, name="项目上报与入统", title="单个项目上报与入统", note="仅供统计人员核对，不得对外提供。"
    )


def case_table(question: Question, most: int | None = MOST) -> Table:
    """Open cases, most money first."""
    frame = _cases(question)
    shown = frame.head(most or len(frame))
    said = extent(shown, frame, order="按已报未入统")
    return table(shown, CASES, name="未入库未入统项目", title=f"已开工未入库、已退库和已入库零投资的项目（{said}）")


def start_table(question: Question, most: int | None = MOST) -> Table:
    """What should have started and has not."""
    frame = question.ask(not_started_due)
    shown = frame.head(most or len(frame))
    return table(shown, STARTS, name="该开未开项目", title=f"该开未开的项目（{extent(shown, frame)}）")


def _units(question: Question) -> pd.DataFrame:
    frame = question.ask(entry_lag, by="responsible_unit")
    last = frame.responsible_unit.isin(question.unranked)
    return pd.concat([frame[~last], frame[last]])


def _cases(question: Question) -> pd.DataFrame:
    frame = question.ask(open_cases)
    return frame.assign(
        stuck=[lag_wording.stuck(row) for row in frame.itertuples()],
        waited=[
            formats.NONE if formats.is_missing(months) else f"> {formats.number(months)} 个月"
            for months in frame.waited_months
        ],
    )
