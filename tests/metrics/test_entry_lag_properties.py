"""Entry lag against a plain recount in Python, on generated projects."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.entry.entry_cases import entry_anomalies, open_cases
from metrics.entry.entry_lag import GROUPS, entry_lag
from metrics.entry.entry_triangle import entry_by_start_month, entry_triangle
from tests.metrics.generated import refill
from tests.tables import warehouse

PROFILE = load_profile("tianyuan")
CON = warehouse()  # one for all examples; each empties it first
CON.execute("set threads = 1")
LOADED = ["district", "kind", "month", "first_known_from", "last_known_from", "rows"]
LOOKS = [
    "district", "project_id", "responsible_unit", "actual_start_date", "is_estimated_start", "total_investment_wan",
    "month", "carried_ytd_wan", "booked_ytd_wan", "is_in_library",
]  # fmt: skip
ENTRIES = [
    "district", "project_id",
    "ledger_library_month", "ledger_statistics_month", "return_library_month", "return_statistics_month",
    "is_return_library_known", "is_return_statistics_known",
]  # fmt: skip

COUNTS = [
    "projects", "due", "on_time", "late_in", "overdue", "not_due", "anomaly", "entered_unknown", "waiting",
    "library_due", "library_on_time", "library_waiting", "library_not_due", "library_entered_unknown",
    "raw_due", "raw_on_time", "unbooked_at_stake_wan", "at_stake_not_in_library_wan",
]  # fmt: skip

months = st.integers(0, 29).map(lambda n: date(2024 + n // 12, n % 12 + 1, 1))
days = st.builds(lambda month, day: month.replace(day=day), months, st.sampled_from([1, 10, 11, 28]))
maybe = st.none() | months


@dataclass(frozen=True)
class Case:
    """A project as the warehouse has it."""

    start: date | None
    is_estimated: bool
    total: int | None
    ledger: tuple[date | None, date | None]
    returned: tuple[date | None, date | None]
    known: tuple[bool, bool]
    money: int | None
    booked: int | None
    in_library: bool | None
    unit: str


cases = st.builds(
    Case,
    start=st.none() | days,
    is_estimated=st.booleans(),
    total=st.sampled_from([None, 499, 500, 3000, 3000]),
    ledger=st.tuples(maybe, maybe),
    returned=st.tuples(maybe, maybe),
    known=st.tuples(st.booleans(), st.booleans()),
    money=st.none() | st.integers(-9, 99),
    booked=st.none() | st.integers(-1, 1),
    in_library=st.none() | st.booleans(),
    unit=st.sampled_from("甲乙"),
)
lists = st.lists(cases, min_size=1, max_size=8)


def fill_warehouse(rows: list[Case], as_of: date) -> None:
    stand = date(as_of.year - 1, 12, 1) if as_of.month == 1 else as_of
    looks, entries = [], []
    for number, row in enumerate(rows):
        said = [PROFILE.id, str(number), row.unit, row.start, row.is_estimated, row.total]
        looks.append([*said, stand, row.money, row.booked, row.in_library])
        if as_of != stand:  # only the month whose return counts holds the money
            looks.append([*said, as_of, 12345, 12345, True])
        entries.append([PROFILE.id, str(number), *row.ledger, *row.returned, *row.known])
    refill(CON, "project_month", LOOKS, looks)
    refill(CON, "project_entry", ENTRIES, entries)
    refill(CON, "source_month", LOADED, [[PROFILE.id, "statistics_return", stand, stand, stand, len(rows)]])


def returns_between(a: date, b: date) -> int:
    """Count the returns after the one month a belongs to, up to the one b belongs to: January has none of its own."""
    if (b.year, max(b.month, 2)) < (a.year, max(a.month, 2)):
        return -returns_between(b, a)
    every = [(y, m) for y in range(2023, 2029) for m in range(2, 13)]
    return sum((a.year, max(a.month, 2)) < ym <= (b.year, max(b.month, 2)) for ym in every)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def closed_since(start: date, as_of: date) -> int:
    """Count the periods closed after the one of the start; −1: its own has not closed either."""
    last = date(as_of.year - 1, 12, 1) if as_of.month == 1 else as_of
    return returns_between(start, last)


def whole_months(a: date, b: date) -> int:
    return (b.year - a.year) * 12 + b.month - a.month


def quantile(waits: list[tuple[int, bool]], share: Fraction) -> int | None:
    still = Fraction(1)
    for t in sorted({months for months, _ in waits}):
        at_risk = sum(months >= t for months, _ in waits)
        entered = sum(months == t and is_in for months, is_in in waits)
        still *= 1 - Fraction(entered, at_risk)
        if still <= 1 - share:
            return t
    return None


def recount(rows: list[Case], as_of: date) -> dict[str, object]:
    """Everything ``entry_lag`` says, counted one project at a time."""
    told = dict.fromkeys(COUNTS, 0)
    waits, library_waits = [], []
    until = date(as_of.year - 1, 12, 1) if as_of.month == 1 else as_of
    for row in rows:
        start = row.start.replace(day=1) if row.start and row.start.replace(day=1) <= as_of else None
        seen_ledger = [month if month and month <= until else None for month in row.ledger]
        seen_return = [month if month and month <= until else None for month in row.returned]
        library, figures = (ledger or returned for ledger, returned in zip(seen_ledger, seen_return, strict=True))
        if not (start or figures) or row.total is None or row.total < 500:
            continue
        told["projects"] += 1
        in_library = row.in_library or bool(library and (row.in_library is None or not seen_return[0]))
        if row.booked is not None:
            has_figures = row.booked > 0
        elif row.in_library is None:
            has_figures = bool(figures)
        else:
            has_figures = bool(figures and figures.year == until.year)
        if start and not (in_library and has_figures):
            told["unbooked_at_stake_wan"] += max(row.money or 0, 0)
            told["at_stake_not_in_library_wan"] += 0 if in_library else max(row.money or 0, 0)
        if not start or (figures and (figures < start or (seen_ledger[0] and figures < seen_ledger[0]))):
            told["anomaly"] += 1
            continue
        counted = next_month(start) if row.start.day > 10 and not row.is_estimated else start
        if library and not seen_ledger[0] and not row.known[0]:
            told["library_entered_unknown"] += 1
        else:
            is_due = closed_since(counted, as_of) >= 0
            told["library_due" if is_due else "library_not_due"] += 1
            told["library_on_time"] += bool(is_due and library and returns_between(counted, library) <= 0)
            told["library_waiting"] += not library
            library_waits.append((max(whole_months(start, library or as_of), 0), bool(library)))
        if figures and not seen_ledger[1] and not row.known[1]:
            told["entered_unknown"] += 1
            continue
        waits.append((whole_months(start, figures or as_of), bool(figures)))
        told["waiting"] += not figures
        told["raw_due"] += closed_since(start, as_of) >= 1
        told["raw_on_time"] += bool(
            closed_since(start, as_of) >= 1 and figures and returns_between(start, figures) <= 1
        )
        if closed_since(counted, as_of) < 1:
            told["not_due"] += 1
            continue
        told["due"] += 1
        told["overdue" if not figures else "on_time" if returns_between(counted, figures) <= 1 else "late_in"] += 1
    return told | {
        "statistics_entry_median_months": quantile(waits, Fraction(1, 2)),
        "statistics_entry_p75_months": quantile(waits, Fraction(3, 4)),
        "library_entry_median_months": quantile(library_waits, Fraction(1, 2)),
        "library_entry_p75_months": quantile(library_waits, Fraction(3, 4)),
        "longest_wait_months": max((months for months, is_in in waits if not is_in), default=None),
        "library_longest_wait_months": max((months for months, is_in in library_waits if not is_in), default=None),
    }


def plain(row: dict, names) -> dict:
    return {name: None if row[name] != row[name] or str(row[name]) == "<NA>" else row[name] for name in names}


@given(lists, months)
def test_agrees_with_a_plain_recount(rows, as_of):
    fill_warehouse(rows, as_of)
    wanted = recount(rows, as_of)
    lag = entry_lag(CON, profile=PROFILE, as_of=as_of)
    assert plain(lag.to_dict("records")[0], wanted) == wanted
    by_unit = entry_lag(CON, profile=PROFILE, as_of=as_of, by="responsible_unit")
    for row in by_unit.to_dict("records"):
        wanted = recount([case for case in rows if case.unit == row["responsible_unit"]], as_of)
        assert plain(row, wanted) == wanted


@given(lists, months, st.sampled_from(GROUPS))
def test_counts_add_up_within_and_over_groups(rows, as_of, by):
    fill_warehouse(rows, as_of)
    total = entry_lag(CON, profile=PROFILE, as_of=as_of).to_dict("records")[0]
    groups = entry_lag(CON, profile=PROFILE, as_of=as_of, by=by)
    for row in [total, *groups.to_dict("records")]:
        assert row["projects"] == row["due"] + row["not_due"] + row["anomaly"] + row["entered_unknown"]
        assert row["due"] == row["on_time"] + row["late_in"] + row["overdue"]
        known = row["library_due"] + row["library_not_due"] + row["library_entered_unknown"]
        assert row["projects"] == known + row["anomaly"]
        parts = row["at_stake_not_in_library_wan"] + row["at_stake_no_figures_wan"]
        assert row["unbooked_at_stake_wan"] == parts
    for name, value in total.items():
        if name.endswith(("_wan", "due", "on_time", "waiting")) or name in ("projects", "anomaly", "unlinked"):
            assert groups[name].sum() == value


@settings(max_examples=25)
@given(lists, months)
def test_later_facts_change_nothing(rows, as_of):
    fill_warehouse(rows, as_of)
    before = entry_lag(CON, profile=PROFILE, as_of=as_of)
    for column in (
        "ledger_library_month",
        "ledger_statistics_month",
        "return_library_month",
        "return_statistics_month",
    ):
        CON.execute(f"update mart.project_entry set {column} = null where {column} > ?", [as_of])
    CON.execute("update mart.project_month set actual_start_date = null where actual_start_date > last_day(?)", [as_of])
    CON.execute("insert into mart.project_month by name select * replace (month + interval 1 month as month,"
                " 9999 as carried_ytd_wan) from mart.project_month where month = ?", [as_of])  # fmt: skip
    assert entry_lag(CON, profile=PROFILE, as_of=as_of).equals(before)


@settings(max_examples=20)
@given(lists, months)
def test_lists_and_views_agree_with_the_figures(rows, as_of):
    fill_warehouse(rows, as_of)
    total = entry_lag(CON, profile=PROFILE, as_of=as_of).to_dict("records")[0]
    listed = open_cases(CON, profile=PROFILE, as_of=as_of)
    assert listed.unbooked_at_stake_wan.sum() == total["unbooked_at_stake_wan"]
    assert listed.is_waiting.sum() >= total["waiting"]
    assert len(entry_anomalies(CON, profile=PROFILE, as_of=as_of)) == total["anomaly"]

    triangle = entry_triangle(CON, profile=PROFILE, as_of=as_of, periods=99)
    cohorts = triangle.drop_duplicates("cohort_month")
    assert cohorts.projects.sum() == total["due"] + total["not_due"]
    assert cohorts.waiting.sum() == total["waiting"]
    assert triangle[triangle.periods_since == 1].entered.sum() == total["on_time"]
    assert triangle[triangle.periods_since == 1].projects.sum() == total["due"]
    assert triangle.is_due.equals(triangle.periods_since.ge(1)) or triangle.periods_since.isna().any()
    for _, cohort in triangle.groupby("cohort_month"):
        assert all(a <= b for a, b in pairwise(cohort.entered))

    starts = entry_by_start_month(CON, profile=PROFILE, as_of=as_of, by="responsible_unit", periods=99)
    assert starts.projects.sum() == total["due"] + total["not_due"]
    assert (starts.due.sum(), starts.on_time.sum()) == (total["due"], total["on_time"])
    assert starts.waiting_reported_wan.sum() == cohorts.waiting_reported_wan.sum()
