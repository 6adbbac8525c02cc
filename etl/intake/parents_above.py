"""A row above a header that says what some columns are of: nobody can tell how far it reaches without merged cells."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from etl.intake.columns import Column, UnreadColumn
from etl.intake.heading import meaning
from etl.intake.labels import Label, part
from etl.intake.matching import ELSEWHEN
from etl.intake.text import as_text, shown
from etl.intake.workbook import is_blank

CHANGING = frozenset(
    {"plan", "expected", "original", "gap", "share"}
)  # measures: what stands below is not what was done
FIGURES = "_wan"
OWN_YEAR = frozenset({"ytd", "year", "since"})  # periods: 本年, 自开工


def set_apart(
    above: Sequence[Any], labels: Sequence[Label], columns: list[Column], unread: list[UnreadColumn]
) -> tuple[list[Column], list[UnreadColumn]]:
    """Return the columns that are read, and those that are not, once the row above the header is looked at.

    “去年同期” above “1-9月完成” may reach over the columns right of it, too. None of them is read, unless it says in
    words of its own of which year it is: 本年累计完成.

    Args:
        above: the cells of the row above.
        labels: of all columns.
        columns: those that are read.
        unread: those that are not.
    """
    first = next((at for at, one in enumerate(labels) if one.text), 0)
    said = [at for at, cell in enumerate(above) if not is_blank(cell)]
    for at, after in pairwise([*said, len(labels)]):
        means = meaning([part(as_text(above[at])).key])
        if at <= first or means.rest or not (means.periods & ELSEWHEN or means.measures & CHANGING):
            continue
        below = [one for one in columns if at <= one.index < after and one.field.endswith(FIGURES)]
        doubtful = [one for one in below if one.index == at or not _says_its_year(one.label)]
        reason = f"上一行写着“{shown(as_text(above[at]))}”，不知管到哪一列，没有读"
        unread = unread + [
            UnreadColumn(one.index, one.label, reason, "contested", fields=(one.field,)) for one in doubtful
        ]
        columns = [one for one in columns if one not in doubtful]
    return columns, unread


def _says_its_year(label: Label) -> bool:
    return bool(label.says.periods & OWN_YEAR) and not label.is_ytd
