"""What of a file that was read loads, and what waits for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from data.ledger import Entry as LedgerEntry
from etl.archive import Entry
from etl.intake import ParsedFile
from etl.loading import asking, confirmations
from etl.loading.asking import Question
from etl.loading.earlier_files import Before
from etl.loading.incoming import Incoming, refuse_unreadable
from etl.loading.plan_month import MonthNeeded, OpeningPlans, effective_months


@dataclass(frozen=True)
class Decision:
    """What loads and what waits.

    Attributes:
        parsed: what loads.
        sheets: the report of all sheets, each with its ``status``.
        effective: from which month each plan sheet holds.
        waits: what is asked of the sheets that wait.
        confirmed: subject and payload of what a person has settled with this load, for the ledger.
    """

    parsed: ParsedFile
    sheets: list[dict[str, Any]]
    effective: dict[str, str]
    waits: dict[str, Question] = field(default_factory=dict)
    confirmed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def decide(
    item: Incoming,
    parsed: ParsedFile,
    month: date | None,
    sha256: str,
    *,
    held: Mapping[str, LedgerEntry],
    before: Before,
    opening: OpeningPlans,
    known: Entry | None,
) -> Decision:
    """Decide what of a file loads; what a person has accepted, or has been loaded before, does not wait.

    Args:
        item: the file and what is said of it.
        parsed: the file as it was read.
        month: the month given by hand, now or before.
        sha256: the file's digest.
        held: the district's confirmed readings.
        before: what came earlier.
        opening: the 年初计划 that were there before.
        known: the same file as it was accepted before.

    Raises:
        Refused: nothing of it can be loaded, nor asked.
    """
    questions = asking.about_readings(parsed, held, before)
    is_settled = confirmations.settles(held, sha256)
    asking.about_before(questions, parsed, before, item.profile, is_settled=is_settled)
    tables = parsed.tables()
    effective, needed = _effective(item, tables, month, opening)
    for sheet, text in needed.items():
        question = questions.setdefault(sheet, Question(sheet))
        question.reasons.insert(0, text)
        question.needs_month = True
    sheets = parsed.to_json()["sheets"]
    questions |= asking.about_months(sheets)
    refuse_unreadable(item.called, sheets, asked=set(questions))
    loaded = {sheet["sheet"] for sheet in known.report if sheet.get("status", "loaded") == "loaded"} if known else set()
    accepted = {
        name: question
        for name, question in questions.items()
        if not question.needs_month and (item.is_accepted or name in loaded)
    }
    waits = {name: question for name, question in questions.items() if name not in accepted}
    asking.report(sheets, waits)
    return Decision(
        parsed.without(set(waits)) if waits else parsed,
        sheets,
        {sheet: since for sheet, since in effective.items() if sheet not in waits},
        waits,
        asking.settled(questions, item.called, sha256) if item.is_accepted else [],
    )


def _effective(
    item: Incoming, tables: dict[str, pa.Table], month: date | None, opening: OpeningPlans
) -> tuple[dict[str, str], dict[str, str]]:
    """Return from which month each plan sheet holds, and what is to be said of those of which nobody can tell."""
    needed: dict[str, str] = {}
    while True:
        said = tables["sheets"]
        known = said.filter(pa.compute.invert(pa.compute.is_in(said["sheet"], pa.array(list(needed), pa.string()))))
        try:
            found = effective_months(
                item.called, tables | {"sheets": known}, district=item.profile.id, option=month, before=opening
            )
        except MonthNeeded as error:
            needed[error.sheet] = str(error)
        else:
            return found, needed
