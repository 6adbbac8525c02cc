"""What rows of sheets state, as cells (数字出处): file, sheet, row, column, value; for any rows."""

from collections.abc import Iterable

from data.sheet_kinds import ALL
from metrics.statements import statement

# what a column says, by the first part of its name → the fields for which it is asked
SAYS = {
    "step_cell": ("completed_on", "document_number", "is_applicable"),
    "bar_cell": ("bars",),
    "milestone_cell": ("due_on", "done_on", "state"),
    "service_cell": ("done_on", "state"),
    "issue_cell": ("issue",),
    "rate_cell": ("score_rate",),
    "start_and_finish": (
        "actual_start_date", "planned_start_date", "start_date", "exempt_from",
        "planned_finish_date", "production_date", "exempt_to",
    ),
    "start_either": ("actual_start_date", "planned_start_date"),
    "coordinates": ("longitude", "latitude"),
    "bonus_points": ("points",),
    "deduction_points": ("points",),
}  # fmt: skip

MONTHS = {kind.name: kind.month for kind in ALL}  # kind of sheet → the month that a row of it is about
OF_PROJECTS = [kind.name for kind in ALL if kind.universe == "project"]
OF_STATISTICS = [kind.name for kind in ALL if kind.universe == "statistics"]
# the raw table has the kind's name
# (issue, milestone, incident have a column of their own name)
ROWS = """select '{kind}', row_id, known_from, {month}, cast(to_json(stated) as varchar)
from raw.{kind} as stated
where district = $district and {whose}"""


def rows_of(kind: str, whose: str) -> str:
    """Return the select of what a kind's rows state, for the rows that ``whose`` (a condition of ours) chooses."""
    return ROWS.format(kind=kind, month=MONTHS[kind], whose=whose)


def cells_of(rows: Iterable[str], steps: str = "") -> str:
    """Return the statement of the cells of rows; ``steps`` are steps (``with …``) that their conditions read.

    It binds ``$district``, ``$field``, ``$said_month``, ``$known_on`` and what the rows ask for.
    """
    says = ", ".join(f"('{column}', '{field}')" for column, fields in SAYS.items() for field in fields)
    return statement("provenance", "cells_of_rows", said=steps + "\nunion all\n".join(rows), says=says)
