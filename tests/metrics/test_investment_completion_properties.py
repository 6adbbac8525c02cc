"""Investment completion against a plain recount in exact fractions, on generated projects."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.profile import load_profile
from data.reading import Reader
from data.rules import Lights
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.investment_completion import investment_completion
from metrics.completion.investment_series import investment_series
from tests.tables import warehouse

TIANYUAN = load_profile("tianyuan")
UNITS = ("城建局", "教育局", "水利局")
SHARES = (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(3, 4), Fraction(1))
COLUMNS = (
    "district", "project_id", "month", "responsible_unit", "unit_kind", "batch", "town", "special_area", "industry",
    "project_level", "funding", "contact_leader", "is_in_plan", "is_counted", "is_removed", "is_outside_plan",
    "is_silent", "annual_plan_wan", "original_plan_wan", "planned_ytd_wan", "carried_ytd_wan", "reported_month_wan",
    "expected_share", "is_estimated_share", "is_estimated_progress", "is_estimated_planned_progress",
)  # fmt: skip
INSERT = f"insert into mart.project_month ({', '.join(COLUMNS)}) values "

cents = st.integers(0, 40).map(lambda n: Fraction(n * 25)) | st.integers(0, 200000).map(lambda n: Fraction(n, 100))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(UNITS),
            "month": st.integers(1, 12),
            "status": st.sampled_from(("counted", "counted", "counted", "removed", "outside", "preliminary")),
            "plan": cents.map(lambda plan: plan + 1),
            "original": st.none() | cents,
            "planned": st.none() | cents,
            "carried": st.none() | cents | st.integers(-50, 50).map(Fraction),
            "moved": st.integers(-40, 40).map(Fraction),
            "silent": st.booleans(),
            "share": st.sampled_from(SHARES),
            "estimated": st.booleans(),
        }
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def con():
    con = warehouse()
    con.execute(
        "insert into mart.source_month select 'tianyuan', 'dispatch', make_date(2026, m, 1), '2026-01-01', '2026-01-01', 1, null"
        " from range(1, 13) t(m)"
    )
    return con


def filled(con, given_rows) -> Reader:
    """Put the rows in place of those of the example before."""
    con.execute("delete from mart.project_month")
    values = [
        (
            "tianyuan", f"P{i}", date(2026, row["month"], 1), row["unit"], *["—"] * 8,
            row["status"] == "counted", row["status"] == "counted", row["status"] == "removed",
            row["status"] == "outside", row["silent"], row["plan"], row["original"], row["planned"], row["carried"],
            row["moved"], float(row["share"]), row["estimated"], False, False,
        )
        for i, row in enumerate(given_rows)
    ]  # fmt: skip
    if values:
        holes = ", ".join(f"({', '.join('?' * len(COLUMNS))})" for _ in values)
        con.execute(INSERT + holes, [as_sql(cell) for row in values for cell in row])
    return Reader(con)


def as_sql(cell):
    return str(float(cell)) if isinstance(cell, Fraction) else cell


def light_of(reported: Fraction, plan: Fraction, task: Fraction, month: int, measure: str) -> str | None:
    """By the task: reported ÷ what is planned by the month; by the month: the gap to month/12 in points.

    Over one and a half of the year's plan a slip is likelier than the works.
    """
    if not (task if measure == "task" else plan):
        return None
    if reported > Fraction(3, 2) * plan:
        return "doubtful"
    if measure == "task":
        return place(reported / task, 1, Fraction(8, 10), Fraction(6, 10))
    gap = 100 * (reported / plan - Fraction(month, 12))
    return by_gap(gap)


def place(part: Fraction, ahead, normal, slow) -> str:
    return "ahead" if part >= ahead else "normal" if part >= normal else "slow" if part >= slow else "behind"


def by_gap(gap: Fraction) -> str:
    if gap >= 0:
        return "ahead"
    return "normal" if gap > -10 else "slow" if gap >= -30 else "behind"


def share_of(row, yardstick: str) -> Fraction:
    return Fraction(row["month"], 12) if yardstick == "bulletin" else row["share"]


def recount(given_rows, month: int, unit: str | None, yardstick: str, measure: str = "task") -> dict:
    here = [row for row in given_rows if row["month"] == month and unit in (None, row["unit"])]
    counted = [row for row in here if row["status"] == "counted"]
    plan = sum(row["plan"] for row in counted)
    reported = sum(row["carried"] or 0 for row in counted)
    expected = sum(row["plan"] * share_of(row, yardstick) for row in counted)
    share = expected / plan if plan else None
    gap = 100 * (reported / plan - share) if plan else None
    silent = [row for row in counted if row["silent"]]
    task = sum(row["plan"] * row["share"] for row in counted)
    lights = [
        light_of(row["carried"], row["plan"], row["plan"] * row["share"], month, measure)
        for row in counted
        if row["carried"] is not None
    ]
    first = max(1, month - 2)
    recent = [
        row["moved"]
        for row in given_rows
        if first <= row["month"] <= month and unit in (None, row["unit"]) and row["status"] == "counted"
    ]
    # nobody gave a total: a year to date over ten times the plan is a suspected slip of the unit
    slips = {
        row["month"]
        for row in given_rows
        if unit in (None, row["unit"]) and row["status"] == "counted" and (row["carried"] or 0) > 10 * row["plan"]
    }
    light = light_of(reported, plan, task, month, measure)
    originals = [row for row in here if row["original"] is not None]
    return {
        "projects": len(counted),
        "annual_plan_wan": plan,
        "reported_ytd_wan": reported,
        "expected_share": share,
        "pace_gap_pp": gap,
        "planned_ytd_wan": task if counted else None,
        "task_rate": reported / task if task else None,
        "light": "doubtful" if light and month in slips else light,
        "shortfall_wan": expected - reported,
        "original_plan_wan": sum(row["original"] for row in originals) if originals else None,
        "original_reported_ytd_wan": sum(row["carried"] or 0 for row in originals) if originals else None,
        "removed_projects": sum(row["status"] == "removed" for row in here),
        "outside_plan_wan": sum(row["carried"] or 0 for row in here if row["status"] == "outside"),
        "silent_projects": len(silent),
        "carried_projects": sum(row["carried"] is not None for row in silent),
        "carried_plan_wan": sum(row["plan"] for row in silent if row["carried"] is not None),
        "is_provisional": sum(row["plan"] for row in silent) > Fraction(3, 10) * plan or month in slips,
        "corrections_wan": sum(min(row["moved"], 0) for row in counted),
        "behind_projects": lights.count("behind"),
        "slow_projects": lights.count("slow"),
        "estimated_projects": sum(row["estimated"] for row in counted),
        "required_run_rate_wan": max(0, plan - reported) / (12 - month)
        if counted and month < 12 and month not in slips
        else None,
        "last_three_months_wan": None if slips & {month, first - 1} else sum(recent) / min(month, 3),
    }


def compare(seen, wanted: dict) -> None:
    for name, value in wanted.items():
        cell = getattr(seen, name)
        if value is None or (name == "original_reported_ytd_wan" and value == 0):
            assert cell is None or cell != cell or cell == 0, (name, cell)
        elif isinstance(value, str | bool):
            assert cell == value, (name, cell, value)
        else:
            assert cell == pytest.approx(float(value), abs=1e-6), (name, cell, float(value))


@given(rows, st.integers(1, 12), st.sampled_from(("bulletin", "project")), st.sampled_from(("task", "month")))
def test_agrees_with_a_plain_recount(con, given_rows, month, yardstick, measure):
    con = filled(con, given_rows)
    lights = (Lights(measure=measure, article="第十条", origin="default"),)
    profile = TIANYUAN.model_copy(update={"lights": lights})
    options = {"profile": profile, "as_of": date(2026, month, 1), "yardstick": yardstick}

    (total,) = investment_completion(con, **options).itertuples()
    compare(total, recount(given_rows, month, None, yardstick, measure))
    for row in investment_completion(con, by="responsible_unit", **options).itertuples():
        compare(row, recount(given_rows, month, row.responsible_unit, yardstick, measure))
    for row in investment_completion(con, by="month", **options).itertuples():
        compare(row, recount(given_rows, row.month.month, None, yardstick, measure))


@given(rows, st.integers(1, 12), st.sampled_from(("bulletin", "project")))
def test_the_months_agree_with_each_month_asked_alone(con, given_rows, month, yardstick):
    con = filled(con, given_rows)
    options = {"profile": TIANYUAN, "as_of": date(2026, month, 1)}

    cells = completion_by_month(con, yardstick=yardstick, **options)
    counted = {
        (row["unit"], row["month"]) for row in given_rows if row["status"] == "counted" and row["month"] <= month
    }
    assert {(row.responsible_unit, row.month.month) for row in cells.itertuples()} == counted
    names = (
        "projects",
        "annual_plan_wan",
        "reported_ytd_wan",
        "expected_share",
        "pace_gap_pp",
        "light",
        "is_provisional",
    )
    for row in cells.itertuples():
        wanted = recount(given_rows, row.month.month, row.responsible_unit, yardstick)
        compare(row, {name: wanted[name] for name in names})

    series = investment_series(con, **options)
    assert [row.month.month for row in series.itertuples()] == list(range(1, 13))
    for row in series.itertuples():
        wanted = recount(given_rows, row.month.month, None, "project")
        if row.month.month > month or not wanted["projects"]:
            assert row.reported_ytd_wan != row.reported_ytd_wan
        else:
            compare(row, {name: wanted[name] for name in ("projects", "annual_plan_wan", "reported_ytd_wan")})
            assert row.planned_ytd_wan == pytest.approx(
                float(wanted["shortfall_wan"] + wanted["reported_ytd_wan"]), abs=1e-5
            )
