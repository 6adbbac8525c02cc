"""Generated histories: what offices said of some projects, when, and said again later; and the warehouse they make."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
from hypothesis import strategies as st

from data import known
from data.profile import Profile
from tests.tables import find_table, insert, warehouse

MONTHS = [date(2025 + n // 12, n % 12 + 1, 1) for n in range(18)]  # 2025-01 … 2026-06
PROJECTS = ["P0", "P1", "P2", "P3", "P4"]
STATISTICS = ["S0", "S1", "S2"]
LINKED = (Path(__file__).parents[2] / "etl" / "sql" / "mart" / "project_link.sql").read_text(encoding="utf-8")
UNITS = ("嵩山路街道", "泰山路街道", "某公司")
TOWNS = ("嵩山路街道", "泰山路街道")


@dataclass(frozen=True)
class Fact:
    """One statement: about whom, effective in which month, known from which day, and what."""

    table: str
    who: str
    month: date
    known_from: date
    values: tuple

    @property
    def key(self) -> tuple:
        """What a later statement of the same replaces."""
        if self.table == "approval_step":  # it has no month of its own
            return (self.table, self.who, dict(self.values)["step"])
        if self.table == "library_entry":  # a statistics project has one row in the ledger
            return (self.table, self.who)
        return (self.table, self.who, self.month, dict(self.values).get("month"))


def after(month: date, days: int) -> date:
    """Return a day that many days after the month's first."""
    return month + timedelta(days=days)


amounts = st.none() | st.integers(-20, 900).map(lambda n: n * 10)
months = st.sampled_from(MONTHS)
delays = st.integers(0, 200)
days = st.none() | st.builds(after, months, st.integers(0, 27))


@st.composite
def facts(draw, month=months) -> Fact:
    """Draw one statement."""
    when = draw(month)
    table = draw(st.sampled_from(("plan_version", "plan_version", "project_state", "reported", "reported", "booked",
                                  "monthly_plan", "library_entry", "approval_step")))  # fmt: skip
    who = draw(st.sampled_from(STATISTICS if table in {"booked", "library_entry"} else PROJECTS))
    return Fact(table, who, when, after(when, draw(delays)), tuple(draw(_values(table, when)).items()))


def _values(table: str, when: date):
    text = st.sampled_from
    return st.fixed_dictionaries(
        {
            "plan_version": {
                "year": st.just(when.year),
                "annual_plan_wan": st.none() | st.integers(0, 9).map(lambda n: n * 500),
                "is_removed": text((False, False, False, True)),
            },
            "project_state": {
                "kind": text(("annual_plan", "dispatch")),
                "batch": text((None, "竣工", "续建", "新开工", "重点前期", "未知批次")),
                "responsible_unit": text((None, *UNITS)),
                "town": text((None, *TOWNS)),
                "industry": text((None, "工业", "民生")),
                "total_investment_wan": st.none() | st.integers(1, 20).map(lambda n: n * 400),
                "approval_procedure": text((None, "审批", "备案")),
                "planned_start_date": days,
                "planned_finish_date": days,
                "actual_start_date": st.none() | st.integers(0, 400).map(lambda n: when - timedelta(days=n)),
                "actual_start_precision": text(("day", "month")),
                "actual_finish_date": st.none() | st.integers(0, 40).map(lambda n: when - timedelta(days=n)),
            },
            "reported": {
                "reported_ytd_wan": amounts,
                "cumulative_wan": amounts,
                "funds_in_place_wan": amounts,
                "funds_paid_wan": amounts,
                "physical_progress": st.none() | st.integers(0, 10).map(lambda n: n / 10),
                "planned_progress": st.none() | st.integers(0, 10).map(lambda n: n / 10),
            },
            "booked": {"booked_ytd_wan": amounts, "planned_total_wan": amounts, "cumulative_booked_wan": amounts},
            "monthly_plan": {
                "month": text([month for month in MONTHS if month.year == when.year] + [date(when.year, 12, 1)]),
                "planned_ytd_wan": st.integers(0, 900),
            },
            "library_entry": {
                "library_entry_month": st.none() | st.just(when),
                "statistics_entry_month": st.none() | st.just(when),
            },
            "approval_step": {
                "step": text(("施工许可证", "项目备案")),
                "is_applicable": text((None, True, False)),
                "completed_on": st.none() | st.just(when),
            },
        }[table]
    )


def publish(profile: Profile, statements: list[Fact], links: list[tuple[str, str]]) -> duckdb.DuckDBPyConnection:
    """Make a warehouse of the statements: later ones close earlier ones of the same key, then all is derived."""
    con = warehouse()
    _reference(con, profile)
    born = [Fact("project_state", who, MONTHS[0], after(MONTHS[0], 3),
                 (("kind", "annual_plan"), ("project_name", f"项目{who}"), ("batch", "续建"))) for who in PROJECTS]  # fmt: skip
    chains: dict[tuple, dict[date, Fact]] = defaultdict(dict)
    for fact in [*born, *statements]:
        chains[fact.key][fact.known_from] = fact
    rows: dict[str, list[dict]] = defaultdict(list)
    for chain in chains.values():
        said = [chain[day] for day in sorted(chain)]
        for fact, following in zip(said, [*said[1:], None], strict=True):
            rows[fact.table].append(_row(profile, fact, following.known_from if following else None))
    for table, table_rows in rows.items():
        columns = list(dict.fromkeys(name for row in table_rows for name in row))
        insert(con, table, columns, [[row.get(name) for name in columns] for row in table_rows])
    con.execute(  # the rows that said it: what cells are looked up in
        "insert into raw.statistics_return by name"
        " select row_id, district, statistics_id, known_from, month, booked_ytd_wan from mart.booked"
    )
    insert(
        con,
        "link_candidate",
        ["district", "project_id", "statistics_id", "known_from", "status", "how", "decided_by"],
        [[profile.id, *pair, date(2025, 1, 10), "linked", "code", "code"] for pair in dict.fromkeys(links)],
    )
    con.execute(f"insert into mart.project_link by name {LINKED}")
    known.derive(con)
    return con


def _row(profile: Profile, fact: Fact, known_to: date | None) -> dict:
    who = "statistics_id" if fact.table in {"booked", "library_entry"} else "project_id"
    row = {"district": profile.id, who: fact.who, "known_from": fact.known_from, "known_to": known_to, "row_id": 1}
    if fact.table in {"plan_version", "project_state", "monthly_plan"}:
        row["effective_month"] = fact.month
    elif fact.table in {"reported", "booked"}:
        row["month"] = fact.month
    return row | dict(fact.values)


def _reference(con: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    days = {month: after(month, 35) for month in MONTHS}
    tables = {
        "batch": [[profile.id, batch.name, batch.yardstick, i, True] for i, batch in enumerate(profile.batches)],
        "unit": [[profile.id, unit.name, unit.kind, unit.league, unit.is_ranked, ""] for unit in profile.units],
        "statistics_project": [[profile.id, who, None, who, date(2025, 1, 10)] for who in STATISTICS],
        "statistics_calendar": [
            [profile.id, month, month.month > 1, month.year * 11 + max(month.month, 2), month.year * 11 + month.month]
            for month in MONTHS
        ],
        "source_month": [
            [profile.id, kind, month, day, day, 1, None]
            for kind in ("dispatch", "statistics_return")
            for month, day in days.items()
            if kind == "dispatch" or month.month > 1
        ],
    }
    for name, rows in tables.items():
        insert(con, name, list(find_table(name)[1]), rows)
    con.execute("insert into meta.version values (1, '2027-01-01', '2027-01-01', false)")
