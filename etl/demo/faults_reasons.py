"""Differences whose reason the workbooks show: reported elsewhere, real estate, vouchers missing, over-reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from etl.demo.faults import picker, running
from etl.demo.months import LAST, MONTHS
from etl.demo.projects import Project
from etl.demo.sheets_dispatch import whole_percent
from etl.demo.story import LibraryProject, Story
from etl.demo.wording import Manner, percent

BEHIND = 16  # percentage points by which the works lie behind the money: just out of what still matches
BOOKED = Decimal("0.75")  # of what would be booked if the works were as far as the money


def plant_reasons(story: Story) -> None:
    """Let one project each be reported in the next district, real estate, without vouchers, and over-reported."""
    picks = picker(story, "reasons")
    picks.taken |= _already(story)
    own = {each.project.key: each for each in story.library if each.project}
    begun = [p for p in running(story) if p.code and (story.carried(p.key, LAST) or 0) > 400]
    outside = [p for p in begun if own[p.key].entry is None and p.key in own]
    sent_back = [p for p in outside if own[p.key].return_reason]
    never_asked = [p for p in outside if not own[p.key].is_in_ledger]
    voucher = picks.pick(1, sent_back)
    neighbour = picks.pick(1, never_asked or sent_back)
    real_estate = picks.pick(1, [p for p in outside if p.theme.is_private])
    ahead = picks.pick(1, [p for p in begun if _is_well_on(story, p, own[p.key])])
    for p in voucher:
        own[p.key].return_reason = "付款凭证不全，三方进度单缺监理签章"
    for p in neighbour:
        p.code = (p.code or "").replace(story.profile.region_code, story.setting.neighbour_code)
        own[p.key].code, own[p.key].declared, own[p.key].return_reason = p.code, None, None
    for p in real_estate:
        p.theme = replace(p.theme, name="房地产")
        p.name = own[p.key].name = f"{p.name[:2]}商业街区商品房项目"
    for p in ahead:
        _lag_behind(story, p, own[p.key])
    planted = {"R07": voucher, "R12": neighbour, "R14": ahead, "R16": real_estate}
    story.planted["reasons"] = [[p.key, reason] for reason, found in planted.items() for p in found]


def _already(story: Story) -> set[int]:
    """Return the projects of the other faults of dispatch and statistics."""
    lists = ("unmatched", "without_figures", "bundles", "left_library", "never_reported_this_year", "silent_empty",
             "silent_absent", "figures_before_start", "figures_before_ledger_entry",
             "figures_without_start")  # fmt: skip
    rows = ("negative_corrections", "unit_slips", "over_total", "over_estimate")
    sent_again = {row[1] for row in story.planted["sent_again"]}
    return {key for name in lists for key in story.planted[name]} | sent_again | {
        row[0] for name in rows for row in story.planted[name]
    }  # fmt: skip


def _is_well_on(story: Story, p: Project, each: LibraryProject) -> bool:
    """Tell whether it is being built and booked, much of it this year, by the works and not by what is paid."""
    reported, opening = story.carried(p.key, LAST) or Decimal(0), story.opening[p.key, LAST.year]
    is_half_done = Decimal("0.3") < (opening + reported) / p.total < Decimal("0.9")
    return (
        each.method == "形象进度法"
        and each.booked.get(LAST, 0) > 0
        and is_half_done
        and reported > Decimal(p.total) / 5
    )


def _lag_behind(story: Story, p: Project, each: LibraryProject) -> None:
    """Let the works stand far behind the money all this year, as the dispatch itself says; booked stands by them."""
    opening = story.opening[p.key, LAST.year]
    floor = max((whole_percent(opening, p.total) or 0) - BEHIND, 1)
    for at in [at for at in MONTHS if at.year == LAST.year]:
        if at in each.booked:
            each.booked[at] = (each.booked[at] * BOOKED).quantize(Decimal("0.01"))
        share = whole_percent(opening + _said(story, p, at), p.total) or 0
        works = max(share - BEHIND, floor)
        story.said[p.key, f"dispatch {at:%Y-%m}"] = {
            "形象": percent(works, Manner.of(at).percents), "文字": "土建施工，设备款已按合同预付",
        }  # fmt: skip


def _said(story: Story, p: Project, at: date) -> Decimal:
    return story.carried(p.key, at) or Decimal(0)
