"""From which month a plan sheet holds: the first of its year is the 年初计划, a later one says its month."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from etl.archive import Entry

CHANGE = re.compile("调整|追加|增补|增列|调入|调出|变更|新增")  # such a sheet is never the 年初计划


class MonthNeeded(ValueError):  # noqa: N818
    """A plan sheet of which nobody can tell from when it holds; asks for ``--month``."""

    def __init__(self, text: str, sheet: str) -> None:
        super().__init__(text)
        self.sheet = sheet


@dataclass(frozen=True)
class OpeningPlans:
    """Who holds a 年初计划: district, year and the day on which it came."""

    received: Mapping[tuple[str, int], date]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "OpeningPlans":
        """Read them from accepted files."""
        received: dict[tuple[str, int], date] = {}
        for entry in entries:
            for month in map(date.fromisoformat, entry.effective_months.values()):
                if month.month == 1:
                    received.setdefault((entry.district, month.year), entry.received_on)
        return cls(received)


def effective_months(
    name: str, tables: Mapping[str, pa.Table], *, district: str, option: date | None, before: OpeningPlans
) -> dict[str, str]:
    """Return for each plan sheet of a file the month from which it holds.

    Args:
        name: the file's name, for messages.
        tables: the parsed file.
        district: whose plan it is.
        option: ``--month``.
        before: the 年初计划 that were there before this file.

    Raises:
        MonthNeeded: the year has its 年初计划, and neither the sheet nor the option names a month.
    """
    found: dict[str, str] = {}
    for sheet in tables["sheets"].to_pylist():
        if sheet["kind"] != "annual_plan" or "annual_plan" not in tables:
            continue
        records = tables["annual_plan"].filter(pa.compute.equal(tables["annual_plan"]["sheet"], sheet["sheet"]))
        if not records.num_rows:
            continue
        year = sheet["year"] or _year(records)
        opening = date(year, 1, 1) if year and (district, year) not in before.received else None
        month = sheet["effective_month"] if sheet["effective_month"] != sheet["month"] else None
        if month is None and is_change(name, sheet, records):
            month = sheet["month"] or option or opening
        elif month is None:
            month = opening or sheet["month"] or option
        if month is None:
            has = f"{year}年已有年初计划，" if year else ""
            raise MonthNeeded(
                f"{name}，表“{sheet['sheet']}”：{has}表中没有写明这份计划从哪个月起执行。"
                "请指明月份（命令行：--month YYYY-MM）",
                sheet["sheet"],
            )
        found[sheet["sheet"]] = month.isoformat()
    return found


def is_change(name: str, sheet: Mapping[str, object], records: pa.Table) -> bool:
    """Tell whether a plan sheet changes a plan: it says so, or has a column of adjustments with something in it."""
    said = " ".join(str(text or "") for text in (name, sheet["sheet"], sheet["title"]))
    has_adjustments = "adjustment" in records.column_names and records["adjustment"].null_count < records.num_rows
    return bool(CHANGE.search(said)) or has_adjustments


def _year(records: pa.Table) -> int | None:
    years = [year for year in records["year"].to_pylist() if year] if "year" in records.column_names else []
    return min(years, default=None)
