"""Writes the demo workbooks and the two lists beside them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.profile import load_profile
from etl.demo.months import MONTHS, YEARS, later
from etl.demo.sheets import MARK, Sheet, write_book
from etl.demo.sheets_dispatch import dispatch_sheets
from etl.demo.sheets_plan import change_sheet, plan_sheet
from etl.demo.story import Story
from etl.demo.teller import tell
from etl.demo.words import demo_districts


@dataclass(frozen=True)
class Sending:
    """A file as an office sends it."""

    name: str
    received: date
    sheets: list[Sheet]


def write(folder: Path, *, seed: int = 2026) -> None:
    """Write both districts' workbooks, ``manifest.json`` and ``planted.json`` into ``folder``."""
    manifest = []
    for district in demo_districts():
        story = tell(load_profile(district), seed)
        (folder / district).mkdir(parents=True, exist_ok=True)
        for sending in sorted(sendings(story), key=lambda sending: sending.received):
            write_book(folder / district / sending.name, sending.sheets)
            entry = {"file": f"{district}/{sending.name}", "district": district, "received": f"{sending.received}"}
            manifest.append(entry)
    manifest.sort(key=lambda entry: entry["received"])
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sendings(story: Story) -> Iterator[Sending]:
    """Yield every file of a district."""
    for year in YEARS:
        yield Sending(f"{year}年度重点项目投资计划{MARK}.xlsx", date(year, 1, 25), [plan_sheet(story, year)])
    for change in story.changes:
        name = f"{change.effective.year}年{change.effective.month}月重点项目计划调整{MARK}.xlsx"
        yield Sending(name, change.received, [change_sheet(story, change)])
    for at in MONTHS:
        name = f"{at.year}年{at.month}月重点项目调度表{MARK}.xlsx"
        yield Sending(name, later(at, 1).replace(day=12), dispatch_sheets(story, at))
