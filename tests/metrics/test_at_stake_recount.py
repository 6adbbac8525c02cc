"""已开工未入库 of March, project by project, from the demo's workbooks: a recount that shares no code with metrics or intake.

All started projects of 500 万元 up without an entry on record divide into those that wait (the figure of 总览) and those
whose likely counterpart stands in a return under another name (疑似已入库，待统计确认), which stand beside it.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from data import warehouse
from data.profile import load_profile
from metrics.entry.entries_to_confirm import entries_to_confirm
from metrics.overview.overview import overview

MARCH = 202603
MARCH_YTD = "1~3月"  # as NFKC writes 1～3月
PREFIXES = {"tianyuan": ("株洲市天元区", "株洲市", "天元区"), "jingyang": ("德阳市旌阳区", "德阳市", "旌阳区")}
CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")


def plain(text: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text or ""))).translate(str.maketrans("〔〕—–", "()--"))


def name_of(text: object, district: str) -> str:
    name = plain(text)
    return next((name.removeprefix(one) for one in PREFIXES[district] if name.startswith(one)), name)


def code_of(text: object) -> str:
    return plain(text) if CODE.fullmatch(plain(text)) else ""


def month_of(cell: object) -> int | None:
    if isinstance(cell, datetime):
        return cell.year * 100 + cell.month
    found = re.match(r"(\d{4})\D?(\d{1,2})", str(cell or ""))
    return int(found[1]) * 100 + int(found[2]) if found else None


def rows_of(path: Path, *heads: str) -> Iterator[dict[str, object]]:
    """Each numbered row below the header, by the words its columns begin with."""
    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
        places: dict[str, int] = {}
        for row in sheet.iter_rows(values_only=True):
            words = [plain(cell) for cell in row]
            if not places:
                if "项目名称" in words:
                    places = {
                        head: next(at for at, word in enumerate(words) if word.startswith(head)) for head in heads
                    }
            elif plain(row[0]).isdigit():
                yield {head: row[at] for head, at in places.items()}


def until_march(path: Path) -> bool:
    year, month = re.match(r"(\d+)年(\d+)月", path.name).groups()
    return int(year) * 100 + int(month) <= MARCH


def recount(folder: Path, district: str, towns: list[str]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return name → reported: of those that wait for the library, and of those that may stand in it already."""
    returned = [
        (code_of(row["项目代码"]), name_of(row["项目名称"], district))
        for path in folder.glob("*206表*.xlsx")
        if until_march(path)
        for row in rows_of(path, "项目代码", "项目名称")
    ]
    entered = returned + [
        (code_of(row["项目代码"]), name_of(row["项目名称"], district))
        for path in folder.glob("*统计入库台账*.xlsx")
        for row in rows_of(path, "项目代码", "项目名称", "入库月份")
        if (month_of(row["入库月份"]) or MARCH + 1) <= MARCH
    ]
    codes, names = {code for code, _ in entered if code}, {name for _, name in entered}
    waiting: dict[str, Decimal] = {}
    doubtful: dict[str, Decimal] = {}
    [sheet] = folder.glob("2026年3月重点项目调度表*.xlsx")
    for row in rows_of(sheet, "项目代码", "项目名称", "总投资", MARCH_YTD, "实际开工时间"):
        name, started = name_of(row["项目名称"], district), month_of(row["实际开工时间"])
        too_small = Decimal(str(row["总投资"] or 0)) < 500
        if not started or started > MARCH or too_small or code_of(row["项目代码"]) in codes or name in names:
            continue
        # the return names it by the town where the project's own name says the place
        is_doubtful = any(f"{town}{name[2:]}" in names for town in towns)
        (doubtful if is_doubtful else waiting)[name] = max(Decimal(str(row[MARCH_YTD] or 0)), Decimal(0))
    return waiting, doubtful


@pytest.mark.parametrize(
    ("district", "at_stake", "to_confirm"),
    [("tianyuan", "3921.00", "5541.97"), ("jingyang", "4617.00", "3683.62")],
)
def test_march_is_the_recount_and_the_bridge_closes(demo_store, district, at_stake, to_confirm):
    profile = load_profile(district)
    folder = next(demo_store.rglob("manifest.json")).parent / district
    waiting, doubtful = recount(folder, district, [town.name for town in profile.towns])
    assert (sum(waiting.values()), sum(doubtful.values())) == (Decimal(at_stake), Decimal(to_confirm))
    planted = json.loads((folder.parent / "planted.json").read_text(encoding="utf-8"))["districts"][district]
    assert set(doubtful) <= {name_of(one["name"], district) for one in planted["faults"]["unmatched"]}
    with warehouse.connect(demo_store).cursor() as con:
        asked = {"profile": profile, "as_of": date(2026, 3, 1)}
        march = overview(con, **asked).iloc[-1]
        candidates = entries_to_confirm(con, **asked)
    assert (march.library_waiting, march.awaiting_confirmation) == (len(waiting), len(doubtful))
    assert Decimal(str(march.at_stake_wan)) == Decimal(at_stake)
    assert Decimal(str(march.awaiting_confirmation_wan)) == Decimal(to_confirm)
    assert {name_of(name, district) for name in candidates.project_name} == set(doubtful)
