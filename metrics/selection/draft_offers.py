"""Which projects are offered for next year's plan, from which source, and whether the draft takes them in by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.ranking.carry_over import UNFINISHED, carry_over
from metrics.selection.declarations import declarations
from metrics.selection.undeclared_projects import undeclared_projects

VERDICTS = {"eligible": "符合条件", "not_eligible": "不符合条件", "incomplete": "缺材料"}


@dataclass(frozen=True)
class Offer:
    """A project offered for the plan: from where, whether the draft takes it in by itself, and why."""

    project_id: str
    source: str  # carried, declared, preliminary, reserve
    is_in: bool
    ground: str


def offers(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None, year: int, on: date
) -> tuple[list[Offer], list[str]]:
    """Return the offers, each project once, and the ids of those that were declared.

    Under construction goes before declared, declared before preliminary and reserve.

    Source:
        T3, T11, J7 to J9, J17.
    """
    asked: dict[str, Any] = {"profile": profile, "as_of": as_of, "known_on": known_on}
    declared = declarations(con, **asked, year=year, on=on)
    waiting = undeclared_projects(con, **asked, year=year, on=on)
    found: dict[str, Offer] = {}
    for row in carry_over(con, **asked).itertuples():
        ends_this_year = pd.notna(row.planned_finish_date) and row.planned_finish_date.year < year
        is_ending = row.carry_over == UNFINISHED and ends_this_year and not row.is_finish_overdue
        ground = f"计划{row.planned_finish_date.month}月竣工，到年底未竣工的再列入" if is_ending else row.carry_over
        is_in = row.carry_over == UNFINISHED and not is_ending
        found[row.project_id] = Offer(row.project_id, "carried", is_in, ground)
    for row in declared.itertuples():
        found.setdefault(row.project_id, _declared(row))
    for row in waiting.itertuples():
        is_preliminary = "1年期" not in row.found_in and "招商" not in row.found_in
        is_in = is_preliminary or ("1年期" in row.found_in and row.verdict == "eligible")
        source = "preliminary" if is_preliminary else "reserve"
        ground = row.found_in + "，未申报" + ("" if row.verdict == "eligible" else f"；{row.verdict_reason}")
        found.setdefault(row.project_id, Offer(row.project_id, source, is_in, ground))
    return list(found.values()), list(declared.project_id)


def _declared(row: Any) -> Offer:  # noqa: ANN401
    if pd.notna(row.is_selected):
        return Offer(row.project_id, "declared", bool(row.is_selected), f"审定：{row.selection_decision}")
    ground = f"{VERDICTS[row.verdict]}，尚未审定"
    if row.verdict != "eligible":
        ground += f"：{row.verdict_reason}"
    return Offer(row.project_id, "declared", row.verdict == "eligible", ground)
