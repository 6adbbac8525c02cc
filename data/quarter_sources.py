"""What a quarter still lacks before it is final: its months, and the sheets its items are made from."""

from collections.abc import Mapping
from datetime import date

from data import formats
from data.quarters import quarter_start, quarter_words
from data.sheet_kinds import SHEET_LABELS

MONTHLY = ("statistics_return",)  # must reach the month itself
QUARTERLY = ("milestone", "issue", "service_request", "score_entry")  # one sheet of the quarter is enough


def lacking(as_of: date, sources: Mapping[str, date]) -> list[str]:
    """Return in words what the quarter of ``as_of`` still lacks; empty: it is final.

    Args:
        as_of: last month that counts.
        sources: 数据截至 of each kind of sheet that is loaded.
    """
    said = [] if as_of.month % 3 == 0 else [f"本季到{as_of.month}月"]
    for kinds, needed in ((MONTHLY, as_of), (QUARTERLY, quarter_start(as_of))):
        for kind in kinds:
            if kind not in sources:
                said.append(f"{SHEET_LABELS[kind]}未载入")
            elif sources[kind] < needed:
                said.append(f"{SHEET_LABELS[kind]}截至{formats.month(sources[kind])}")
    return said


def quarter_title(as_of: date, sources: Mapping[str, date]) -> str:
    """Name the quarter for a title: 2026年第三季度, with （暂定） as long as it lacks anything."""
    return quarter_words(as_of) + ("（暂定）" if lacking(as_of, sources) else "")
