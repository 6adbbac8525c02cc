"""The overview in words, computed: its sentence, the titles of its pictures and its cards."""

from collections.abc import Callable
from html import escape

import pandas as pd

from data import formats
from data.wording.completion_wording import (
    added_without,
    joined_left,
    moved,
    never_reported,
    rate_step,
    rate_without,
    unsure,
)
from data.wording.definition_wording import other_share
from pages.components import access, words
from pages.components import cell_text as cells
from pages.components.cards import Card, values_of
from pages.components.completion.completion_words import both
from pages.components.view import View

BOOKED, BOOKED_CHANGES = (
    (
        "booked_to_reported",
        "linked_booked_to_reported",
        "started_booked_to_reported",
        "unsuspected_booked_to_reported",
    ),  # fmt: skip
    ("booked_to_reported_change_pp",),
)  # withheld where few stand behind


def finding(
    months: pd.DataFrame, units: pd.DataFrame, steps: pd.DataFrame, slips: pd.DataFrame, view: View
) -> tuple[str, str]:
    """Say where the district stands, who holds most of the late projects and how the month went."""
    now = months.iloc[-1]
    rate = formats.percent(now.investment_completion_rate)
    rate = f'<span class="gt-quiet">{rate}</span>' if now.suspect_projects else rate
    head = f"截至{view.as_of.month}月完成年度计划的 {rate}，{both(now)}"
    sizes = zip(units.annual_plan_wan, units.shortfall_wan, strict=True)
    material = units[[view.profile.is_material(view.as_of, plan, gap) for plan, gap in sizes]]
    named = units if material.empty else material
    worst = named.loc[named.behind_projects.idxmax()]
    late, light = int(now.behind_projects), words.LIGHTS["behind"]
    said = f"没有项目进度{light.word}" if not late else f"{late} 个项目进度{light.word}"
    if late:
        said += f"，其中 <b>{int(worst.behind_projects)} 个属{escape(worst.responsible_unit)}</b>"
    if never := never_reported(units):
        said += f"，{never}"
    if parts := moved(steps, view.profile.measure("month_progress", view.as_of)):
        said += f"；本月{parts} 个百分点，时序要求 {formats.number(now.expected_change_pp, 1)}"
    if without := rate_without(slips):
        said += f"；{without}"
    return head, f"{said}。{'' if now.suspect_projects else unsure(now)}"


def change(months: pd.DataFrame, slips: pd.DataFrame) -> str:
    """Return “完成率比上月 +6.3 个百分点”, and what it is without suspected slips."""
    step = rate_step(months)
    said = "" if step is None else f"完成率比上月 {formats.signed(step)} 个百分点"
    return "；".join(filter(None, [said, rate_without(slips)]))


def s_curve(series: pd.DataFrame) -> str:
    """Say since when the reported line lies under the plan's, or by how much it leads; suspected slips left out."""
    known = series[series.reported_ytd_wan.notna()]
    slips = known.suspect_projects > 0
    months = "、".join(str(month.month) for month in known.month[slips])
    known = known.assign(reported_ytd_wan=known.unsuspected_reported_wan.where(slips, known.reported_ytd_wan))
    beside = f"（{months} 月上报含疑似单位错，待核，按不含的画）" if months else ""
    under = known.reported_ytd_wan < known.planned_ytd_wan
    if not under.iloc[-1]:
        return f"上报不低于项目计划进度{beside}"
    on_plan = known.month[~under]
    since = known.month[known.month > on_plan.max()].min() if len(on_plan) else known.month.min()
    return f"上报自{since.month}月起低于项目计划进度{beside}"


def unlinked(ratio: pd.DataFrame) -> str:
    """Return “计划内未匹配 n 个” (no statistics project found), which stands beside every booked figure."""
    count = ratio.unlinked_projects.iloc[0]
    return f"计划内未匹配 {formats.number(count)} 个" if count else ""


def key_figures(months: pd.DataFrame, ratio: pd.DataFrame, slips: pd.DataFrame, view: View) -> list[Card]:
    """Return the five cards: rate, reported, booked against reported, late projects, waiting for the library."""
    now, was = months.iloc[-1], months.iloc[-2] if len(months) > 1 else None
    figure, unit = cells.split_money(now.reported_ytd_wan)
    step = rate_step(months)
    shares = ratio.iloc[0]
    none_before = "新年度" if view.as_of.month == 1 else "上月调度表未载入"
    compared = "" if formats.is_missing(shares.compared_month) else _month_of(shares.compared_month, view)
    confirm = _to_confirm(now)
    has_entries = not formats.is_missing(now.library_waiting)
    return [
        Card(
            "计划完成率",
            formats.percent(now.investment_completion_rate).removesuffix("%"),
            "%",
            f"比上月 {formats.signed(step)} 个百分点" if step is not None else none_before,
            _without(now, "unsuspected_rate", formats.percent),
            values=values_of(months.pace_gap_pp.where(months.suspect_projects == 0)),
            target=0,
            status=words.light(now.light),
            field="investment_completion_rate",
            page="investment_completion",
        ),
        Card(
            "上报投资",
            figure,
            unit,
            f"本月 {_amount(now.reported_ytd_change_wan, unit)}",
            _without(now, "unsuspected_reported_wan", formats.money)
            or added_without(slips)
            or joined_left(now.joined_left_wan)
            or (f"上月 {_amount(was.reported_ytd_change_wan, unit)}" if was is not None else ""),
            values=values_of(months.reported_ytd_change_wan.where(~_is_near_slip(months))),
            status=words.light("doubtful") if now.suspect_projects else None,
            field="reported_ytd_wan",
            page="investment_completion",
        ),
        Card(
            "入统占上报",
            formats.percent(shares.booked_to_reported).removesuffix("%"),
            "%" if not formats.is_missing(shares.booked_to_reported) else "",
            "" if _is_near_slip(months).iloc[-1] else _points(now.booked_to_reported_change_pp),
            f"{compared}{_without_slip(shares, view) or unlinked(ratio) + _other_share(shares, view)}",
            values=values_of(months.booked_to_reported.where(months.suspect_projects == 0)),
            status=_band(shares, view),
            field="booked_to_reported",
            page="reconciliation" if access.may("see_booked_projects") else "entry_lag",
        ),
        Card(
            f"进度{words.LIGHTS['behind'].word}项目",
            formats.number(now.behind_projects),
            "个",
            _against(now.behind_projects_change),
            f"计入完成率 {formats.number(now.projects)} 个",
            values=values_of(months.behind_projects),
            field="behind_projects",
            of="investment_completion",
            page="investment_completion",
            params={"light": "behind"},
        ),
        Card(
            "已开工未入库",
            formats.number(now.library_waiting) if has_entries else formats.NONE,
            "个" if has_entries else "",
            _against(now.library_waiting_change) if has_entries else "尚未载入统计月报、台账",
            f"涉 {formats.money(now.at_stake_wan)}{confirm}" if has_entries else "",
            values=values_of(months.library_waiting) if has_entries else (),
            field="library_waiting" if has_entries else "",
            of="entry_lag",
            page="entry_lag",
            params={"list": "library"},
        ),
    ]


def _without(now: pd.Series, name: str, write: Callable[[float], str]) -> str:
    """Return “不含疑似单位错 67.2%” where the figure contains a suspected slip."""
    return "" if not now.suspect_projects or formats.is_missing(now[name]) else f"不含疑似单位错 {write(now[name])}"


def _without_slip(shares: pd.Series, view: View) -> str:
    """Return “不含疑似单位错 93.2%” of 入统占上报, where that gives away no single project's booked figure."""
    few = shares.suspect_projects < view.profile.withhold_below and not access.may("see_booked_projects")
    if few or formats.is_missing(shares.get("unsuspected_booked_to_reported")):
        return ""
    return f"不含疑似单位错 {formats.percent(shares.unsuspected_booked_to_reported)}"


def _is_near_slip(months: pd.DataFrame) -> pd.Series:
    """Tell of each month whether it or the one before contains a suspected slip: its own amount does, too."""
    is_suspect = months.suspect_projects > 0
    return is_suspect | is_suspect.shift(fill_value=False)


def _to_confirm(now: pd.Series) -> str:
    """Return “，另 8 个 5,542 万元待统计确认”: with the figure before it, all that has no entry on record."""
    if formats.is_missing(now.awaiting_confirmation) or not now.awaiting_confirmation:
        return ""
    return f"，另 {int(now.awaiting_confirmation)} 个 {formats.money(now.awaiting_confirmation_wan)}待统计确认"


def _other_share(shares: pd.Series, view: View) -> str:
    """Return “，已匹配部分 93.2%”, the second figure beside the official one."""
    said = other_share(shares, view.profile.measure("booked_share", view.as_of))
    return f"，{said}" if said else ""


def _band(shares: pd.Series, view: View) -> words.Light | None:
    """Booked against reported has a band, not an aim: outside it is said, in either direction."""
    if shares.suspect_projects:
        return words.light("doubtful")
    band = view.profile.rule("tolerance", view.as_of)
    if band is None or formats.is_missing(shares.booked_to_reported) or shares.booked_band not in ("below", "above"):
        return None
    low, high = formats.percent(band.band_low, 0).removesuffix("%"), formats.percent(band.band_high, 0)
    sign, word = ("▼", "低于") if shares.booked_band == "below" else ("▲", "高于")
    return words.Light(sign, f"{word} {low}–{high}", "late", words.LIGHTS["behind"].colour, "")


def _against(difference: float) -> str:
    return "" if formats.is_missing(difference) else f"比上月 {formats.number(difference, is_signed=True)}"


def _points(difference: float) -> str:
    return "" if formats.is_missing(difference) else f"比上月 {formats.signed(difference)} 个百分点"


def _amount(wan: float, unit: str) -> str:
    if formats.is_missing(wan):
        return formats.NONE
    scaled = wan / formats.WAN_PER_YI if unit == "亿元" else wan
    return formats.number(scaled, 2 if unit == "亿元" else 0, is_signed=True)


def _month_of(month: pd.Timestamp, view: View) -> str:
    return "" if month.month == view.as_of.month and month.year == view.as_of.year else f"截至{month.month}月，"
