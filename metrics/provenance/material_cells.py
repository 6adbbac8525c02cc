"""Which cells say that a material is there (入库资料出处): the approval steps that the list looks at."""

from datetime import date

import duckdb
import pandas as pd

from data.known import NOW
from data.profile import Profile
from metrics.provenance.row_cells import row_cells
from metrics.registry import metric

STEPS = """
select step, row_id
from mart.approval_step
where district = $district
    and project_id = $project_id
    and known_from <= $known_on
    and (known_to is null or known_to > $known_on)
order by step, row_id
"""
FIELDS = ("completed_on", "document_number", "is_applicable")
COLUMNS = [
    "received_on", "kind", "month", "file", "sheet", "row", "position", "header", "field", "value", "correction",
    "is_hidden", "file_id",
]  # fmt: skip


@metric()
def material_cells(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    project_id: str,
    material: str | None = None,
    known_on: date | None = None,
) -> pd.DataFrame:
    """Material cells (入库资料出处): the cells of 前期手续 that say a material is there, missing or not needed.

    口径：同“入库准备”：资料对应的前期手续，各取现行的那一行；由人登记的不在表里，见“入库资料逐项”。

    Args:
        con: warehouse connection; ``mart.approval_step``, ``raw.*`` and ``source.*`` are read.
        profile: the district; ``materials``.
        as_of: the month whose list of materials holds.
        project_id: the project.
        material: one of the list's materials; None: all.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        The columns of ``source_cells``, one row per cell, step by step; none where no sheet speaks of the step.

    Source:
        T12; 区配置的资料清单.
    """
    rule = profile.rule("materials", as_of.replace(day=1))
    items = [item for item in (rule.items if rule and rule.enabled else ()) if material in (None, item.name)]
    wanted = {step for item in items for step in item.steps}
    values = {"district": profile.id, "known_on": known_on or NOW}
    frames = [
        row_cells(con, values, kind="approval_step", row_id=row_id, field=field, step=step)
        for step, row_id in con.execute(STEPS, {**values, "project_id": project_id}).fetchall()
        if step in wanted
        for field in FIELDS
    ]
    found = [frame for frame in frames if len(frame)]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(found, ignore_index=True).drop_duplicates(["file_id", "sheet", "row", "position"])[COLUMNS]
