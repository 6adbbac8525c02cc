"""First: where the district stands, month by month against the pace, and four figures against last quarter's end."""

import pandas as pd

from data import formats
from data.wording.completion_wording import both
from pages.components.meeting.slides.drawing import (  # fmt: skip
    BLUE,
    DIM,
    GOOD,
    INK,
    LATE,
    LEFT,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    STATUS,
    box,
    figure,
    leads,
    line,
    mark,
    text,
    width,
)
from pages.components.meeting.slides.frame import Drawn
from pages.components.meeting.slides.listing import Field, Page, paged
from pages.components.view import Row

CHART_TOP, CHART_FOOT = 560, 930
LATE_PROJECTS, BY_MONTH = "滞后项目", "逐月"
LATE_FIELDS = (
    Field(LEFT, "项目", 620), Field(740, "责任单位", 280), Field(1200, "年度计划", 190, "end"),
    Field(1400, "上报", 190, "end"), Field(1620, "完成计划进度", 210, "end"), Field(RIGHT, "时序缺口", 200, "end"),
)  # fmt: skip
MONTH_FIELDS = (
    Field(LEFT, "月份", 140), Field(480, "年度计划", 240, "end"), Field(760, "上报累计", 260, "end"),
    Field(1000, "完成率", 220, "end"), Field(1240, "时序", 220, "end"), Field(1540, "比时序（百分点）", 280, "end"),
    Field(RIGHT, "滞后项目", 260, "end"),
)  # fmt: skip


def draw(
    months: pd.DataFrame,
    before: pd.DataFrame,
    starts: pd.DataFrame,
    starts_before: pd.DataFrame,
    completed: pd.DataFrame,
    changes: pd.DataFrame,
    projects: pd.DataFrame,
    slips: pd.DataFrame,
) -> Drawn:
    """Draw the first slide.

    Args:
        months: ``overview`` up to now, one row a month; its last row is now.
        before: ``overview`` as of last quarter's end.
        starts: ``batch_progress`` now.
        starts_before: ``batch_progress`` as of last quarter's end; may be of last year, then nothing is compared.
        completed: ``completed_amount`` since last quarter's end.
        projects: ``completion_projects``, for the pages behind the figures.
        changes: ``why_changed`` since last quarter's end: its first rate is the one that was published then.
        slips: ``change_without_slips`` since then.
    """
    now = months.iloc[-1]
    same_year = len(before) and before.month.iloc[-1].year == now.month.year
    then = before.iloc[-1] if same_year else None
    body = _rate(now, changes.rate_before.iloc[0]) + _gaps(months)
    rows = [
        _reported(now, completed if then is not None else None, slips),
        _late(now, then),
        _started(starts, starts_before if same_year else None),
        _waiting(now, then),
    ]
    for place, row in enumerate(rows):
        fact = _fact(232 + place * 190, *row)
        body += leads(fact, LATE_PROJECTS) if place == 1 and now.behind_projects else fact
    return Drawn(
        _title(now, changes.gap_before_pp.iloc[0] if then is not None and slips.empty else None),
        body,
        _details(months, projects),
    )


def _details(months: pd.DataFrame, projects: pd.DataFrame) -> dict[str, Page]:
    """The pages behind the late projects and behind the bars of the months."""
    late = projects[
        (projects.plan_status == "counted") & (projects.light == "behind") & projects.reported_ytd_wan.notna()
    ]
    rows = [
        (
            row.project_name, (row.responsible_unit or "—", SOFT), (formats.money(row.annual_plan_wan), SOFT),
            formats.money(row.reported_ytd_wan), (formats.percent(row.task_rate), LATE),
            (formats.money(row.shortfall_wan), LATE),
        )
        for row in late.sort_values("shortfall_wan", ascending=False, kind="stable").itertuples()
    ]  # fmt: skip
    pages = paged(LATE_PROJECTS, f"滞后项目 {len(rows)} 个，按时序缺口", LATE_FIELDS, rows) if rows else {}
    said = [
        (
            f"{row.month.month}月", formats.money(row.annual_plan_wan), formats.money(row.reported_ytd_wan),
            formats.percent(row.investment_completion_rate), (formats.percent(row.expected_share), SOFT),
            formats.signed(row.pace_gap_pp), str(int(row.behind_projects)),
        )
        for row in months.itertuples()
        if not formats.is_missing(row.pace_gap_pp)
    ]  # fmt: skip
    return pages | paged(BY_MONTH, "各月末：计划、上报和比时序快慢", MONTH_FIELDS, said)


def _title(now: Row, gap_then: float | None) -> str:
    head = f"完成年度计划 {formats.percent(now.investment_completion_rate)}，{both(now)}"
    if formats.is_missing(gap_then) or formats.is_missing(now.pace_gap_pp):
        return head
    if now.pace_gap_pp >= 0 or now.light == "ahead":
        return head
    return f"{head}，差距{'收窄' if now.pace_gap_pp > gap_then else '扩大'}"


def _rate(now: Row, published: float | None) -> str:
    light = now.light if isinstance(now.light, str) else None
    sign, word = formats.LIGHTS[light] if light else formats.NOT_DUE
    colour = STATUS.get(light or "", SOFT)
    shade = SOFT if now.suspect_projects else INK
    body = text(LEFT - 8, 400, formats.percent(now.investment_completion_rate), 208, shade, bold=True)
    body += mark(866, 262, sign, 34, colour) + text(900, 278, word, 48, colour, bold=True)
    if now.suspect_projects and not formats.is_missing(now.unsuspected_rate):
        body += text(850, 464, f"不含疑似单位错 {formats.percent(now.unsuspected_rate)}", 34, INK)
    task = "未到期" if formats.is_missing(now.task_rate) else formats.percent(now.task_rate)
    body += text(850, 326, f"项目计划 {task}", 34, SOFT)
    body += text(850, 372, f"时序 {formats.percent(now.expected_share)}", 34, SOFT)
    if not formats.is_missing(published):
        body += text(850, 418, f"上季末公布 {formats.percent(published)}", 34, SOFT)
    return body


def _gaps(months: pd.DataFrame) -> str:
    """Bars that hang from the pace line where the district is behind, and stand on it where it is ahead."""
    gaps = [
        (row.month.month, row.unsuspected_gap_pp if row.suspect_projects else row.pace_gap_pp)
        for row in months.itertuples()
        if not formats.is_missing(row.unsuspected_gap_pp if row.suspect_projects else row.pace_gap_pp)
    ]
    has_slip = (months.suspect_projects > 0).any()
    if not gaps:
        return ""
    highest, lowest = max(0.0, *(gap for _, gap in gaps)), min(0.0, *(gap for _, gap in gaps))
    room = CHART_FOOT - CHART_TOP - 40
    scale = room / max(highest - lowest, 4.0)
    zero, step = CHART_TOP + highest * scale, 84
    body = text(
        LEFT,
        CHART_TOP - 44,
        f"各月末比时序快慢（百分点）{'，含疑似单位错的月按不含的画' if has_slip else ''}",
        32,
        SOFT,
    )
    for month, gap in gaps:
        x, is_now, is_quarter = LEFT + (month - 1) * step, month == gaps[-1][0], month % 3 == 0
        body += box(x + 6, zero, step - 12, -gap * scale, INK if is_now else BLUE if is_quarter else DIM)
        y = zero - gap * scale + (42 if gap < 0 else -14)
        loud = is_now or is_quarter
        body += text(
            x + step / 2,
            y,
            formats.number(gap, 1),
            32 if loud else 28,
            INK if loud else SOFT,
            bold=loud,
            anchor="middle",
        )
        body += text(x + step / 2, 984, f"{month}月", SMALL, SOFT, anchor="middle") if loud else ""
    return leads(body + line(LEFT, zero, LEFT + 12 * step, zero, SOFT, 4), BY_MONTH)


def _fact(top: float, label: str, said: str, unit: str, change: str, tone: str) -> str:
    body = line(1148, top, RIGHT, top, RULE) + text(1148, top + 54, label, 34, SOFT)
    moved = width(change, 42) + 24 if change else 0
    body += figure(1148, top + 148, said, unit, 84, room=RIGHT - 1148 - moved)
    if change:
        body += text(RIGHT, top + 54, "比上季末", 30, SOFT, anchor="end")
        body += text(
            RIGHT, top + 146, change, 42, {"better": GOOD, "worse": LATE}.get(tone, INK), bold=True, anchor="end"
        )
    return body


def _reported(now: Row, completed: pd.DataFrame | None, slips: pd.DataFrame) -> tuple[str, str, str, str, str]:
    plan = formats.money_figure(now.annual_plan_wan, "亿元")
    added = completed.completed_wan.iloc[0] if completed is not None and len(completed) else None
    if len(slips):  # the figure without them; the sentence on the slide of changes says which is which
        without = formats.money_figure(slips.completed_wan.iloc[0], "亿元")
        return (
            "完成投资（亿元，含疑似单位错，待核）",
            formats.money_figure(now.reported_ytd_wan, "亿元"),
            f"/ 计划 {plan}",
            ("" if formats.is_missing(slips.completed_wan.iloc[0]) else f"不含 +{without}"),
            "",
        )
    change = "" if formats.is_missing(added) else f"{'+' if added > 0 else ''}{formats.money_figure(added, '亿元')}"
    return "完成投资（亿元）", formats.money_figure(now.reported_ytd_wan, "亿元"), f"/ 计划 {plan}", change, ""


def _late(now: Row, then: Row | None) -> tuple[str, str, str, str, str]:
    said = f"个，另 {int(now.slow_projects)} 个进度偏慢"
    return "进度滞后项目", str(int(now.behind_projects)), said, *_moved(now, then, "behind_projects")


def _waiting(now: Row, then: Row | None) -> tuple[str, str, str, str, str]:
    if formats.is_missing(now.library_waiting):
        return "已开工未入库", formats.NONE, "尚未载入统计月报、台账", "", ""
    money = formats.money(now.at_stake_wan)
    confirm = f"；另 {int(now.awaiting_confirmation)} 个待统计确认" if now.awaiting_confirmation else ""
    return (
        "已开工未入库",
        str(int(now.library_waiting)),
        f"个，已报 {money}{confirm}",
        *_moved(now, then, "library_waiting"),
    )


def _moved(now: Row, then: Row | None, name: str) -> tuple[str, str]:
    if then is None or formats.is_missing(then[name]):
        return "", ""
    change = int(now[name]) - int(then[name])
    return formats.number(change, is_signed=True), "worse" if change > 0 else "better" if change < 0 else ""


def _started(starts: pd.DataFrame, before: pd.DataFrame | None) -> tuple[str, str, str, str, str]:
    now, then = _new_starts(starts), _new_starts(before) if before is not None else None
    if now is None:
        return "新开工项目开工", "—", "没有新开工批次", "", ""
    change = formats.number(now[0] - then[0], is_signed=True) + " 项" if then else ""
    return "新开工项目开工率", formats.percent(now[0] / now[1]), f"{now[0]}/{now[1]} 项", change, ""


def _new_starts(progress: pd.DataFrame) -> tuple[int, int] | None:
    rows = progress[progress.yardstick == "new_start"]
    projects = int(rows.projects.sum())
    return (int(rows.done.sum()), projects) if projects else None
