"""The reasons for which booked may differ from reported (报统对账): read once from reference/reasons.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "reference" / "reasons.toml"
TOLERATED, UNLINKED, UNEXPLAINED = "R00", "R18", "unexplained"


@dataclass(frozen=True)
class Reason:
    """One reason: its words, who acts, and whether the difference is as it should be."""

    code: str
    label: str
    meaning: str
    shown_by: str | None = None  # what in the loaded data makes a rule propose it; None: nothing loaded shows it
    attach: str | None = None  # what a person who decides it notes as evidence
    who_acts: str | None = None
    legitimate: bool | None = None  # True 合理, False 可整改, None neither
    leaves_ratio: bool = False  # out of the ratio booked to reported, not out of the bridge
    automatic: bool = False  # follows from the definitions, no person decides it


@cache
def reasons() -> dict[str, Reason]:
    """Return all reasons by code, in the order of the waterfall; the last one is what is unexplained."""
    said = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {code: Reason(code, **values) for code, values in said.items()}
