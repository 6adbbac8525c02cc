"""Dispatch workbooks of some months, with their 合计, so that nothing but what came before can be asked of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from data.profile import load_profile
from etl.loading import load

DISTRICT = "jingyang"
HEAD = ("项目名称", "责任单位", "总投资(万元)", "{year}年度计划投资(万元)", "1～{month}月完成投资(万元)")
UNITS = ("区住房和城乡建设局", "区交通运输局")


def write(
    path: Path,
    month: int,
    done: Sequence[float],
    *,
    plan: Sequence[float] | float = 400,
    total: float = 1000,
    units: Sequence[str] = UNITS,
    first: int = 1,
    more: Sequence[tuple[str, Sequence[float | None]]] = (),
    has_total: bool = True,
    title: str = "{year}年{month}月重点项目调度表",
    year: int = 2026,
) -> Path:
    """Write one month's dispatch.

    Args:
        path: where.
        month: of the year.
        done: each project's year to date.
        plan: each project's plan, or one for all.
        total: each project's total investment.
        units: the responsible units, in turn.
        first: number of the first project.
        more: further columns: header and amounts.
        has_total: whether the columns' sums stand below.
        title: above the header.
        year: of the sheet.
    """
    plans = [plan] * len(done) if isinstance(plan, int | float) else list(plan)
    rows = [
        [f"{first + at}号工程", units[at % len(units)], total, plans[at], amount, *(column[at] for _, column in more)]
        for at, amount in enumerate(done)
    ]
    sums = ["合计", None, *(sum(row[place] or 0 for row in rows) for place in range(2, len(HEAD) + len(more)))]
    book = openpyxl.Workbook()
    sheet = book.active
    head = [text.format(month=month, year=year) for text in HEAD] + [text for text, _ in more]
    for row in [[title.format(month=month, year=year)], head, *rows, *([sums] if has_total else [])]:
        sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def sent(store: Path, *paths: Path, received: str = "2026-11-10", **said) -> list[dict]:
    """Load workbooks; return what became of each."""
    profile = said.pop("profile", None) or load_profile(DISTRICT)
    incoming = [load.Incoming(path, profile, date.fromisoformat(received), **said) for path in paths]
    return load.load(incoming, store).files
