"""Generated districts in one warehouse: everything that core metrics tell apart occurs, drawn by the district's number."""

import random
from datetime import date
from pathlib import Path

import duckdb

from data.profile import Profile, load_profile
from etl.lake import publish_lake
from tests.metrics.generated import refill
from tests.tables import warehouse

MONTHS = [date(2025 + (6 + n) // 12, (6 + n) % 12 + 1, 1) for n in range(15)]  # July 2025 to September 2026
YARDSTICKS = {
    "竣工": "completion",
    "续建": "continuing",
    "新开工": "new_start",
    "重点前期": "preliminary",
    "别的": None,
}
DAY = date(2026, 10, 12)


def districts(count: int) -> list[Profile]:
    """Profiles of so many districts, each by the rules of one of the real ones, some with other limits."""
    found = []
    for number in range(count):
        like = load_profile(("jingyang", "tianyuan")[number % 2])
        window = [rule.model_copy(update={"day": 5 + number % 3 * 5}) for rule in like.entry_window]
        name = f"d{number:02d}"
        found.append(like.model_copy(update={"id": name, "short_name": f"第{number}区", "entry_window": tuple(window)}))
    return found


def generated(count: int) -> duckdb.DuckDBPyConnection:
    """A warehouse of so many districts; the last one has not sent its newest month."""
    con = warehouse()
    tables: dict[str, list[list]] = {name: [] for name in COLUMNS}
    for number in range(count):
        _district(f"d{number:02d}", random.Random(number), MONTHS[: -1 if number == count - 1 else None], tables)
    for table, rows in tables.items():
        refill(con, table, COLUMNS[table], rows)
    con.execute("insert into meta.version values (7, timestamp '2026-10-12', ?, false)", [DAY])
    return con


def publish(con: duckdb.DuckDBPyConnection, profiles: list[Profile], url: Path) -> str:
    """Publish each district of a generated warehouse to a lake."""
    from data import lake

    for profile in profiles:
        publish_lake._publish(con, lake.place(url), profile, "wh-20261012T000000-00000000")
    return str(url)


COLUMNS = {
    "project": ["district", "project_id", "project_name", "first_month", "last_statement_month"],
    "project_month": [
        "district", "project_id", "month", "responsible_unit", "batch", "yardstick", "is_in_plan", "is_counted",
        "is_removed", "is_outside_plan", "annual_plan_wan", "original_plan_wan", "planned_ytd_wan", "planned_year_wan",
        "expected_share", "is_estimated_share", "reported_ytd_wan", "carried_ytd_wan", "reported_month_wan",
        "is_silent", "booked_ytd_wan", "is_in_library", "total_investment_wan", "statistics_total_wan",
        "physical_progress", "planned_progress", "planned_start_date", "planned_finish_date", "actual_start_date",
        "is_estimated_start", "actual_finish_date", "approval_procedure", "cumulative_wan",
    ],
    "project_entry": [
        "district", "project_id", "is_estimated_start", "ledger_library_month", "return_library_month",
        "is_return_library_known", "return_statistics_month", "is_return_statistics_known", "linked",
        "linked_from_month",
    ],
    "reported": ["district", "project_id", "month", "known_from", "row_id", "reported_ytd_wan"],
    "booked": ["district", "statistics_id", "month", "known_from", "row_id", "project_name", "booked_ytd_wan"],
    "statistics_project": ["district", "statistics_id", "project_name", "first_known_from"],
    "project_link": ["district", "project_id", "statistics_id", "how", "known_from"],
    "link_group": ["district", "project_id", "statistics_id", "group_id", "share_from", "share_to"],
    "preliminary_stay": ["district", "project_id", "year", "batch", "from_month", "since_month"],
    "approval_step": ["district", "project_id", "step", "known_from", "row_id", "completed_on"],
    "monthly_plan": ["district", "project_id", "effective_month", "month", "known_from", "row_id", "planned_ytd_wan"],
    "source_month": ["district", "kind", "month", "first_known_from", "last_known_from", "rows"],
    "decision": [
        "entry_id", "district", "kind", "subject", "known_from", "decided_at", "who", "reason", "payload",
    ],
}  # fmt: skip


def _district(district: str, draw: random.Random, months: list[date], tables: dict[str, list[list]]) -> None:
    for month in months:
        for kind in ("dispatch", *(() if month.month == 1 else ("statistics_return",))):
            tables["source_month"].append([district, kind, month, month, DAY, 1])
    for number in range(draw.randint(8, 14)):
        _project(district, f"P{number:02d}", draw, months, tables, shares_with="P00" if number == 1 else None)
    if draw.random() < 0.7:
        payload = '{"project_ids": "P02", "parts": [{"reason": "R05", "amount_wan": "1.00"}]}'
        day = date(2026, 10, 10)
        entry = 1 + len(tables["decision"]) * (1 if draw.random() < 0.5 else 3)
        tables["decision"].append(
            [entry * 100 + int(district[1:]), district, "reason", f"reason:P02:{months[-1]:%Y-%m}", day, day, "甲", None, payload]
        )  # fmt: skip


def _project(
    district: str, project: str, draw: random.Random, months: list[date], tables: dict, shares_with: str | None
) -> None:
    batch = draw.choice(list(YARDSTICKS))
    plan, total = draw.randint(1, 90_000) / 100 * 10, draw.choice([499, 500, 3000, 90_000])
    start = draw.choice([None, *(month.replace(day=draw.choice([1, 5, 10, 11, 15, 28])) for month in MONTHS)])
    status = draw.choice(["counted"] * 6 + ["removed", "outside", "none"])
    linked = draw.random() < 0.7
    statistics = f"S{(shares_with or project)[1:]}"
    entered = draw.choice([None, *months[2:]]) if linked else None
    tables["project"].append([district, project, f"项目{project}", months[0], months[-1]])
    share = 0.0
    for month in months:
        share = draw.uniform(0, 0.2) if month.month == 1 else share + draw.uniform(-0.02, 0.2)
        silent = draw.random() < 0.15
        reported = round(plan * share * (20 if draw.random() < 0.02 else 1), 2)
        booked = round(reported * draw.uniform(0.5, 1.1), 2) if entered and month >= entered else None
        has_return = month.month > 1
        counted = status == "counted" and batch != "重点前期"
        tables["project_month"].append([
            district, project, month, draw.choice(["一局", "二局"]), batch, YARDSTICKS[batch],
            status in ("counted", "none"), counted, status == "removed", status == "outside",
            None if status == "outside" else plan, draw.choice([None, plan]), draw.choice([None, plan * month.month / 12]),
            draw.choice([None, plan]), draw.choice([0, month.month / 12, draw.random()]), draw.random() < 0.5,
            None if silent else reported, reported, draw.uniform(-5, 50), silent,
            booked if has_return and not shares_with and project != "P00" else None,
            (booked is not None) if has_return else None, total, draw.choice([None, total]),
            draw.choice([None, draw.random()]), draw.choice([None, draw.random()]), draw.choice([None, *MONTHS]),
            draw.choice([None, *MONTHS]), start, draw.random() < 0.3, draw.choice([None, None, *MONTHS]),
            draw.choice(["审批", "核准", None]), draw.choice([None, reported]),
        ])  # fmt: skip
        tables["reported"].append([district, project, month, month, len(tables["reported"]), reported])
        if entered and month >= entered and has_return and not shares_with:
            tables["booked"].append(
                [district, statistics, month, month, len(tables["booked"]), f"项目{project}", booked]
            )
        if batch != "重点前期" and month.month > 9 and draw.random() < 0.3:
            tables["monthly_plan"].append([district, project, months[0], month, months[0], 0, plan * month.month / 12])
    ledger = draw.choice([None, entered])
    tables["project_entry"].append([
        district, project, draw.random() < 0.3, ledger, entered, draw.random() < 0.8,
        draw.choice([None, entered]), draw.random() < 0.8, int(linked), months[0] if linked else None,
    ])  # fmt: skip
    if linked:
        if not shares_with:
            tables["statistics_project"].append([district, statistics, f"项目{project}", months[0]])
        tables["project_link"].append([district, project, statistics, "code", months[0]])
    if project in ("P00", "P01"):
        tables["link_group"].append([district, project, "S00", "P00", None, None])
    if draw.random() < 0.3:
        tables["preliminary_stay"].append([district, project, 2026, "重点前期", months[6], draw.choice(months[:6])])
    if batch == "重点前期" and draw.random() < 0.6:
        tables["approval_step"].append([district, project, "项目核准", months[0], 0, draw.choice([None, months[8]])])
