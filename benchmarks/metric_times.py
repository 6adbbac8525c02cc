"""One metric on one warehouse: its time as a ratio to a bare scan of the columns it needs, and the peak memory.

Two scans: of the months that the question is about, which is the harder measure, and of the whole columns.

Runs as a process of its own (``python -m benchmarks.metric_times STORE DISTRICT CASE``), so that the peak is its own.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data import warehouse
from data.profile import load_profile
from metrics.loaded_months import last_month
from metrics.registry import all_metrics

MONTH = "district = $district and month = $as_of"
YEAR = "district = $district and month between date_trunc('year', $as_of) and $as_of"
ALL = "district = $district"
PLAN = ("annual_plan_wan", "carried_ytd_wan", "is_counted")


@dataclass(frozen=True)
class Case:
    """A question and the columns it cannot be answered without: (table, where, columns) a scan."""

    metric: str
    arguments: dict
    scans: tuple[tuple[str, str, tuple[str, ...]], ...]


COMPLETION = (
    (
        "mart.project_month",
        MONTH,
        (
            *PLAN,
            "original_plan_wan",
            "planned_ytd_wan",
            "reported_month_wan",
            "cumulative_wan",
            "total_investment_wan",
            "funds_in_place_wan",
            "funds_paid_wan",
            "responsible_unit",
        ),
    ),
)
ENTRY = (
    (
        "mart.project_entry",
        ALL,
        (
            "ledger_library_month",
            "ledger_statistics_month",
            "return_library_month",
            "return_statistics_month",
            "linked",
        ),
    ),
    (
        "mart.project_month",
        MONTH,
        (
            "actual_start_date",
            "carried_ytd_wan",
            "booked_ytd_wan",
            "is_in_library",
            "responsible_unit",
            "statistics_total_wan",
            "total_investment_wan",
        ),
    ),
)
BATCH = (
    (
        "mart.project_month",
        MONTH,
        (
            "batch",
            "annual_plan_wan",
            "total_investment_wan",
            "physical_progress",
            "planned_progress",
            "planned_start_date",
            "planned_finish_date",
            "actual_start_date",
            "actual_finish_date",
        ),
    ),
)
CASES = {
    "completion": Case("investment_completion", {}, COMPLETION),
    "completion by unit": Case("investment_completion", {"by": "responsible_unit"}, COMPLETION),
    "completion by project": Case("investment_completion", {"by": "project"}, COMPLETION),
    "heatmap unit × month": Case(
        "completion_by_month",
        {"by": "responsible_unit"},
        (("mart.project_month", YEAR, (*PLAN, "responsible_unit", "month")),),
    ),
    "series": Case(
        "investment_series", {}, (("mart.project_month", YEAR, (*PLAN, "planned_ytd_wan", "booked_ytd_wan")),)
    ),
    "why changed": Case("why_changed", {}, (("mart.project_month", YEAR, PLAN),)),
    "batch progress": Case("batch_progress", {}, BATCH),
    "entry lag": Case("entry_lag", {}, ENTRY),
    "entry lag by unit": Case("entry_lag", {"by": "responsible_unit"}, ENTRY),
    "entry triangle": Case("entry_triangle", {}, ENTRY),
}


def main(store: str, district: str, name: str) -> None:
    """Time the case and print one JSON line."""
    case = CASES[name]
    profile = load_profile(district)
    con = warehouse.connect(Path(store)).cursor()
    as_of = last_month(con, profile)
    function = all_metrics()[case.metric].function
    scan = _best(lambda: [_scan(con, *parts, district, as_of) for parts in case.scans])
    whole = _best(lambda: [_scan(con, table, ALL, columns, district, as_of) for table, _, columns in case.scans])
    metric = _best(lambda: function(con, profile=profile, as_of=as_of, **case.arguments))
    print(
        json.dumps(
            {
                "scan_ms": 1000 * scan,
                "metric_ms": 1000 * metric,
                "ratio": metric / scan,
                "whole_ms": 1000 * whole,
                "whole_ratio": metric / whole,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def _scan(con, table: str, where: str, columns: tuple[str, ...], district: str, as_of) -> list:  # noqa: ANN001
    sums = ", ".join(
        f"count({c})" if c.endswith(("_date", "_month", "unit", "batch", "month")) else f"sum(cast({c} as double))"
        for c in columns
    )
    values = {"district": district} | ({"as_of": as_of} if "$as_of" in where else {})
    return con.execute(f"select {sums} from {table} where {where}", values).fetchall()  # noqa: S608


def _best(run: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


if __name__ == "__main__":
    main(*sys.argv[1:])
