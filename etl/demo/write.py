"""Writes the demo workbooks and the two lists beside them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from data.profile import load_profile
from etl.demo.coming import complete
from etl.demo.lists import lists
from etl.demo.months import LAST, MONTHS, YEARS, later
from etl.demo.planted import planted_in
from etl.demo.quarters import QUARTERS, quarters
from etl.demo.sheets import MARK, Sheet, write_book
from etl.demo.sheets_approvals import approval_sheet, waiting_sheet
from etl.demo.sheets_dispatch import dispatch_sheets
from etl.demo.sheets_funds import need_sheet, preliminary_sheet
from etl.demo.sheets_lists import (
    adjustment_sheet,
    arrangement_sheet,
    declaration_sheet,
    declared_months,
    promotion_sheet,
    reserve_sheet,
    sent,
)
from etl.demo.sheets_plan import change_sheet, plan_sheet
from etl.demo.sheets_quarters import issue_sheet, milestone_sheet, request_sheet, typed_sheets
from etl.demo.sheets_statistics import AS_CSV, ledger_sheet, return_sheet, write_return_csv
from etl.demo.sheets_week import STATE_ON, week_sheet
from etl.demo.story import Story
from etl.demo.teller import tell
from etl.demo.words import demo_districts

ARRANGED = date(2026, 7, 13)  # a day on which other sheets come in, too
NEEDED, NEEDED_ON = date(2026, 9, 28), date(2026, 10, 14)  # as the list of financing needs stood, and came


@dataclass(frozen=True)
class Sending:
    """A file as an office sends it."""

    name: str
    received: date
    make: Callable[[Path], None]
    month: date | None = None  # said by hand where the sheet names none


def write(folder: Path, *, seed: int = 2026) -> None:
    """Write both districts' workbooks, ``manifest.json`` and ``planted.json`` into ``folder``."""
    manifest, planted = [], {}
    for district in demo_districts():
        story = tell(load_profile(district), seed)
        (folder / district).mkdir(parents=True, exist_ok=True)
        for sending in sendings(story):
            sending.make(folder / district / sending.name)
            entry = {"file": f"{district}/{sending.name}", "district": district, "received": f"{sending.received}"}
            manifest.append(entry | ({"month": f"{sending.month:%Y-%m}"} if sending.month else {}))
        planted[district] = planted_in(story)
    manifest.sort(key=lambda entry: entry["received"])  # equal days in the order made
    _write_json(folder / "manifest.json", manifest)
    _write_json(folder / "planted.json", {"seed": seed, "districts": planted})


def sendings(story: Story) -> Iterator[Sending]:
    """Yield every file of a district."""
    for year in YEARS:
        yield Sending(f"{year}年度重点项目投资计划{MARK}.xlsx", date(year, 1, 25), _book(plan_sheet(story, year)))
    for change in story.changes:
        name = f"{change.effective.year}年{change.effective.month}月重点项目计划调整{MARK}.xlsx"
        yield Sending(name, change.received, _book(change_sheet(story, change)))
    for at in MONTHS:
        yield from _monthly(story, at)
    for at in MONTHS:
        if at.month % 3 == 0:
            name = f"{at.year}年{at.month}月统计入库台账{MARK}.xlsx"
            yield Sending(name, later(at, 1).replace(day=20), _book(ledger_sheet(story, at)))
        if at.month % 6 == 0 or at == MONTHS[-1]:
            name = f"{at.year}年{at.month}月前期手续{MARK}.xlsx"
            yield Sending(name, later(at, 1).replace(day=16), _book(approval_sheet(story, at)))
    yield from _lists(story)
    yield from _quarterly(story)
    name = f"{STATE_ON.year}年{STATE_ON.month}月{STATE_ON.day}日重点项目周调度{MARK}.xlsx"
    yield Sending(name, STATE_ON, _book(week_sheet(story)))


def _lists(story: Story) -> Iterator[Sending]:
    """Yield the reserve and the promotion ledger at each quarter's end, what was declared, and each change's papers."""
    found = lists(story)
    for first in QUARTERS:
        at = later(first, 2)
        name = f"{at.year}年{at.month}月"
        yield Sending(
            f"{name}储备库{MARK}.xlsx",
            sent(at, 11),
            _book(reserve_sheet(story, found, at, is_whole=first == QUARTERS[0])),
        )
        yield Sending(f"{name}招商项目台账{MARK}.xlsx", sent(at, 13), _book(promotion_sheet(story, found, at)))
    for at in declared_months(found):
        name = f"{at.year}年{at.month}月重点项目申报汇总{MARK}.xlsx"
        yield Sending(name, sent(at, 12 if at == LAST else 28), _book(declaration_sheet(story, found, at)))
    waiting = [stay.project for stay in found.stays if stay.left is None and stay.tier != "idea_5y"]
    name = f"{LAST.year}年{LAST.month}月储备项目前期手续{MARK}.xlsx"
    yield Sending(name, sent(LAST, 12), _book(waiting_sheet(story, waiting, LAST)))
    name = f"{ARRANGED.year}年区领导联系重点项目安排{MARK}.xlsx"
    yield Sending(name, ARRANGED, _book(arrangement_sheet(story, ARRANGED)))
    name = f"{ARRANGED.year}年前期工作经费安排表{MARK}.xlsx"
    yield Sending(name, ARRANGED, _book(preliminary_sheet(story, date(ARRANGED.year, 6, 1))))
    name = f"{NEEDED.year}年重点项目融资需求清单{MARK}.xlsx"
    yield Sending(name, NEEDED_ON, _book(need_sheet(story, MONTHS[-1], NEEDED)))
    for change in story.changes:
        name = f"{change.effective.year}年{change.effective.month}月计划调整审批表{MARK}.xlsx"
        yield Sending(name, change.received, _book(adjustment_sheet(story, change)))


def _quarterly(story: Story) -> Iterator[Sending]:
    """Yield what the assessment reads beside the money."""
    told = quarters(story)
    complete(story, told)
    for quarter in told:
        name, day = quarter.name, quarter.told
        yield Sending(f"{name}节点任务{MARK}.xlsx", day, _book(milestone_sheet(story, quarter)))
        yield Sending(f"{name}问题交办台账{MARK}.xlsx", day, _book(issue_sheet(story, quarter)))
        yield Sending(f"{name}要素保障台账{MARK}.xlsx", day, _book(request_sheet(story, quarter)))
        yield Sending(f"{name}考核手工项{MARK}.xlsx", day, _book(*typed_sheets(story, quarter)))


def _monthly(story: Story, at: date) -> Iterator[Sending]:
    """Yield a month's dispatch and return, and what was sent again."""
    dispatch = f"{at.year}年{at.month}月重点项目调度表"
    amounts = {key: amount for key, amount in story.first_said.items() if key[1] == at}
    yield Sending(f"{dispatch}{MARK}.xlsx", later(at, 1).replace(day=12), _book(*dispatch_sheets(story, at, amounts)))
    if amounts:
        yield Sending(f"{dispatch}（更正）{MARK}.xlsx", _sent_again(at), _book(*dispatch_sheets(story, at)))
    if at.month == 1:
        return
    name, received = f"{at.year}年{at.month}月固定资产投资项目情况206表", later(at, 1).replace(day=15)
    if at == AS_CSV:
        yield Sending(f"固定资产投资项目导出{MARK}.csv", received, partial(write_return_csv, story, at), at)
        return
    booked = {key: amount for key, amount in story.first_booked.items() if key[1] == at}
    yield Sending(f"{name}{MARK}.xlsx", received, _book(return_sheet(story, at, booked)))
    if booked:
        yield Sending(f"{name}（更正）{MARK}.xlsx", _sent_again(at), _book(return_sheet(story, at)))


def _sent_again(at: date) -> date:
    """Return when a month is sent again: at once for the last one, else some weeks later."""
    return date(2026, 9, 16) if at == date(2026, 8, 1) else later(at, 2).replace(day=21)


def _book(*sheets: Sheet) -> Callable[[Path], None]:
    return partial(write_book, sheets=sheets)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
