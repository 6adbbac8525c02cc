"""Batch progress against a plain recount in Python, on generated projects."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.batches.batch_flows import batch_flows
from metrics.batches.batch_progress import GROUPS, batch_progress
from metrics.batches.batch_projects import batch_projects
from tests.metrics.generated import refill
from tests.metrics.test_batch_progress import PROFILE, derive_stays
from tests.tables import warehouse

CON = warehouse()
CON.execute("set threads = 1")
AS_OF = date(2026, 3, 1)
NEXT = date(2026, 4, 1)
LAST_DAY = date(2026, 3, 31)
YARDSTICKS = {batch.name: batch.yardstick for batch in PROFILE.batches} | {"未知批次": None}
COUNTS = [
    "projects", "done", "on_pace", "late", "not_due", "no_date", "silent", "unmeasured", "converted", "started", "start_due",
    "works_completed", "works_due",
]  # fmt: skip

for month in ("2025-12-01", "2026-01-01", "2026-03-01", "2026-04-01"):
    CON.execute(
        "insert into mart.source_month values (?, 'dispatch', ?, ?, ?, 0, null)", [PROFILE.id, month, month, month]
    )


@dataclass(frozen=True)
class Case:
    """A project in the months December, January, February and March: its batch or None, and its dates."""

    batches: tuple[str | None, ...]
    planned_start: date | None
    start: date | None
    planned_finish: date | None
    finish: date | None
    progress: int | None  # per cent
    planned: int | None
    unit: str
    total: int
    is_silent: bool


days = st.none() | st.sampled_from([date(2025, 12, 31), date(2026, 3, 1), LAST_DAY, NEXT, date(2026, 12, 1)])
percents = st.none() | st.integers(0, 100)
batch = st.none() | st.sampled_from(list(YARDSTICKS))
cases = st.builds(
    Case, st.tuples(batch, batch, batch, batch), days, days, days, days, percents, percents, st.sampled_from("甲乙"),
    st.integers(0, 9), st.booleans(),
)  # fmt: skip
lists = st.lists(cases, min_size=1, max_size=8)
MONTHS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), AS_OF]
COLUMNS = [
    "district", "month", "project_id", "is_in_plan", "batch", "yardstick", "responsible_unit",
    "planned_start_date", "actual_start_date", "planned_finish_date", "actual_finish_date",
    "physical_progress", "planned_progress", "total_investment_wan", "is_silent",
]  # fmt: skip


def fill_warehouse(rows: list[Case]) -> None:
    looks = [
        [PROFILE.id, month, str(number), name is not None, name or "续建", YARDSTICKS[name or "续建"], row.unit]
        + [row.planned_start, row.start, row.planned_finish, row.finish]
        + [None if share is None else share / 100 for share in (row.progress, row.planned)]
        + [row.total, row.is_silent]
        for number, row in enumerate(rows)
        for month, name in zip(MONTHS, row.batches, strict=True)
    ]
    refill(CON, "project_month", COLUMNS, looks)
    derive_stays(CON)


def happened(day: date | None) -> bool:
    return day is not None and day <= LAST_DAY


def standing(row: Case) -> str:
    yardstick = YARDSTICKS[row.batches[-1]]
    if yardstick is None:
        return "unmeasured"
    if yardstick == "preliminary":
        return "on_pace"  # nobody has been there for two years
    if yardstick == "continuing":
        gap = None if None in (row.progress, row.planned) else row.progress - row.planned
        if row.is_silent and not happened(row.finish):
            return "silent"
        if happened(row.finish) or (gap is not None and gap >= 0):
            return "done"
        return "no_date" if gap is None else "late" if gap <= -10 else "on_pace"
    is_new = yardstick == "new_start"
    if happened(row.finish) or (is_new and happened(row.start)):
        return "done"
    planned = row.planned_start if is_new else row.planned_finish
    return "no_date" if planned is None else "late" if happened(planned) else "not_due"


def recount(rows: list[Case]) -> dict[str, Counter]:
    told: dict[str, Counter] = {name: Counter() for name in YARDSTICKS}
    for row in rows:
        name = row.batches[-1]
        if name is None:
            continue
        this_year = [earlier for earlier in row.batches[1:-1] if YARDSTICKS.get(earlier) == "preliminary"]
        if this_year and YARDSTICKS[name] not in (None, "preliminary"):
            told[this_year[0]].update(converted=1, done=1)
        told[name].update(["projects", standing(row)])
        told[name]["total"] += row.total
        told[name]["started"] += happened(row.start) or happened(row.finish) or YARDSTICKS[name] == "continuing"
        told[name]["start_due"] += happened(row.planned_start)
        told[name]["works_completed"] += happened(row.finish)
        told[name]["works_due"] += happened(row.planned_finish)
    return told


@given(lists)
def test_agrees_with_a_plain_recount(rows):
    fill_warehouse(rows)
    wanted = recount(rows)
    for row in batch_progress(CON, profile=PROFILE, as_of=AS_OF).to_dict("records"):
        told = wanted[row["batch"]]
        assert {name: row[name] for name in COUNTS} == {name: told[name] for name in COUNTS}
        assert row["total_investment_wan"] == told["total"]
        below = told["projects"] - told["unmeasured"] + told["converted"]
        assert (
            row["done_share"] == float(Fraction(told["done"], below))
            if below
            else row["done_share"] != row["done_share"]
        )
    listed = batch_projects(CON, profile=PROFILE, as_of=AS_OF)
    for name, told in wanted.items():
        seen = Counter(listed[listed.batch == name].standing)
        assert seen == Counter(
            {s: told[s] for s in ("done", "on_pace", "late", "not_due", "no_date", "silent", "unmeasured") if told[s]}
        )


@given(lists, st.sampled_from(GROUPS))
def test_groups_add_up_to_their_batch(rows, by):
    fill_warehouse(rows)
    total = batch_progress(CON, profile=PROFILE, as_of=AS_OF).set_index("batch")
    groups = batch_progress(CON, profile=PROFILE, as_of=AS_OF, by=by).groupby("batch")
    names = [*COUNTS, "total_investment_wan", "annual_plan_wan", "ahead_projects", "behind_projects"]
    assert groups[names].sum().reindex(total.index, fill_value=0).astype(float).equals(total[names].astype(float))
    assert total.projects.sum() == sum(row.batches[-1] is not None for row in rows)  # each project once
    classes = ["done", "on_pace", "late", "not_due", "no_date", "silent", "unmeasured"]
    assert (total[classes].sum(axis=1) - total.converted == total.projects).all()


@settings(max_examples=20)
@given(lists)
def test_later_facts_change_nothing(rows):
    fill_warehouse(rows)
    before = [f(CON, profile=PROFILE, as_of=AS_OF) for f in (batch_progress, batch_projects, batch_flows)]
    CON.execute(
        "insert into mart.project_month by name select * replace (date '2026-04-01' as month, '竣工' as batch,"
        " date '2026-01-01' as actual_finish_date) from mart.project_month where month = '2026-03-01'"
    )
    derive_stays(CON)
    for column in ("actual_start_date", "actual_finish_date"):
        CON.execute(f"update mart.project_month set {column} = null where {column} > '2026-03-31'")
    after = [f(CON, profile=PROFILE, as_of=AS_OF) for f in (batch_progress, batch_projects, batch_flows)]
    assert all(a.equals(b) for a, b in zip(before, after, strict=True))


@given(lists)
def test_flows_lose_no_project(rows):
    fill_warehouse(rows)
    flows = batch_flows(CON, profile=PROFILE, as_of=AS_OF)
    for year, place in ((2025, 0), (2026, 1)):
        stock = Counter(row.batches[place] for row in rows if row.batches[place])
        money = sum(row.total for row in rows if row.batches[place])
        started = flows[flows.from_year == year]
        assert dict(started.groupby("from_batch").projects.sum()) == stock
        assert started.total_investment_wan.sum() == money
