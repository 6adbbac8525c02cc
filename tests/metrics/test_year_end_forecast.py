"""The year's forecast: who is forecast, from what, a plain recount, and how often the interval holds what comes."""

import random
from datetime import date
from statistics import mean, stdev

import pytest

from data.profile import load_profile
from metrics.completion.forecast_backtest import forecast_backtest
from metrics.completion.forecast_by_month import forecast_by_month
from metrics.completion.forecast_cases import history
from metrics.completion.forecasting import forecast
from metrics.completion.year_end_forecast import year_end_forecast
from tests.metrics.generated import refill
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
UNITS, BATCHES = [f"单位{n}" for n in range(8)], ["new_start", "continuing", "completion"]
NAMES = (
    "district", "project_id", "month", "responsible_unit", "batch", "yardstick", "is_counted", "is_in_plan",
    "annual_plan_wan", "expected_share", "reported_ytd_wan", "carried_ytd_wan", "actual_finish_date",
)  # fmt: skip


def row(project: str, month: date, done: float | None, **said) -> dict:
    """One project in one month; it plans 1000 and is due by the calendar."""
    plain = {
        "district": "tianyuan", "project_id": project, "month": month, "responsible_unit": "甲局", "batch": "续建",
        "yardstick": "continuing", "is_counted": True, "is_in_plan": True, "annual_plan_wan": 1000,
        "expected_share": month.month / 12, "reported_ytd_wan": done, "carried_ytd_wan": done,
        "actual_finish_date": None,
    }  # fmt: skip
    return plain | said


def store(rows: list[dict], last: date, first: date = date(2024, 1, 1)):
    """A warehouse with these rows, and a dispatch of every month."""
    con = warehouse()
    refill(con, "project_month", list(NAMES), [[line[name] for name in NAMES] for line in rows])
    months, month = [], first
    while month <= last:
        months.append(["tianyuan", "dispatch", month, date(2020, 1, 1)])
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    refill(con, "source_month", ["district", "kind", "month", "first_known_from"], months)
    return con


def straight(project: str, year: int, final: float, last: int = 12, **said) -> list[dict]:
    """A project's year in twelve equal parts."""
    return [row(project, date(year, m, 1), final * m / 12, **said) for m in range(1, last + 1)]


def earlier(number: int, rest: float = 300) -> list[dict]:
    """So many projects that in 2025 had done 600 by September, and 600 + rest by December."""
    return [
        line
        for n in range(number)
        for line in (
            row(f"P{n:02}", date(2025, 9, 1), 600),
            row(f"P{n:02}", date(2025, 12, 1), 600 + rest + n, carried_ytd_wan=600 + rest + n),
        )
    ]


SEPTEMBER = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("first", "number", "expected", "remark"),
    [
        (date(2024, 12, 1), 10, 904.0, "十三个月的历史，十个可比：取最近的九个 300…308 的平均，加 600"),
        (date(2025, 1, 1), 10, 904.0, "正好十二个月"),
        (date(2025, 2, 1), 10, None, "十一个月：不预测"),
        (date(2024, 12, 1), 9, None, "只有九个可比：九个不能从九个里选，不预测"),
    ],
)
def test_under_twelve_months_or_ten_projects_there_is_no_forecast(first, number, expected, remark):
    con = store([*earlier(number), row("N1", SEPTEMBER, 600)], SEPTEMBER, first)
    found = year_end_forecast(con, profile=TIANYUAN, as_of=SEPTEMBER, by="project").iloc[0]
    assert (found.forecast_wan if found.forecast_projects else None) == expected, remark
    assert found.unforecast_plan_wan == (0 if expected else 1000)
    assert found.history_months == (13 if first.year == 2024 else 13 - first.month)


def test_who_is_silent_or_suspected_does_not_drive_it():
    """Each from the last month in which it surely spoke; one that never spoke counts 0 and stands beside."""
    past = [line for n in range(10) for line in straight(f"P{n}", 2025, 1200)]  # each month a tenth of the plan
    now = [
        *straight("A1", 2026, 1200, 9),
        *straight("B1", 2026, 1200, 6),  # silent since July: 600 by June, 600 more by December
        *[row("B1", date(2026, m, 1), None, carried_ytd_wan=600) for m in (7, 8, 9)],
        *straight("C1", 2026, 1200, 8),
        row("C1", SEPTEMBER, 9_000_000),  # 万元 for 元: ten thousand times; from August's 800
        row("D1", SEPTEMBER, None),
        row("E1", SEPTEMBER, 500, is_counted=False),
    ]
    con = store([*past, *now], SEPTEMBER)
    assert_table(
        year_end_forecast(con, profile=TIANYUAN, as_of=SEPTEMBER, by="project").sort_values("project_id"),
        """
        project_id | reported_ytd_wan | forecast_basis_wan | forecast_wan | forecast_low_wan | forecast_high_wan | forecast_rate | forecast_gap_wan | unforecast_projects
        A1         | 900              | 900                | 1200         | 1200             | 1200              | 1.2           | 200              | 0
        B1         | 600              | 600                | 1200         | 1200             | 1200              | 1.2           | 200              | 0
        C1         | 9000000          | 800                | 1200         | 1200             | 1200              | 1.2           | 200              | 0
        D1         |                  |                    |              |                  |                   |               |                  | 1
        """,
    )
    assert_table(
        year_end_forecast(con, profile=TIANYUAN, as_of=SEPTEMBER),
        """
        projects | annual_plan_wan | forecast_projects | forecast_wan | forecast_rate | unforecast_projects | unforecast_plan_wan | history_years | history_months
        4        | 4000            | 3                 | 3600         | 0.9           | 1                   | 1000                | 1             | 24
        """,
    )


def test_earlier_years_that_end_in_silence_or_a_slip_teach_nothing():
    past = [line for n in range(10) for line in straight(f"P{n}", 2025, 1200)]
    odd = [*straight("Q1", 2025, 1200, 11), row("Q1", date(2025, 12, 1), None, carried_ytd_wan=1100)]
    slip = [*straight("Q2", 2025, 1200, 11), row("Q2", date(2025, 12, 1), 9_000_000)]
    con = store([*past, *odd, *slip, row("A1", SEPTEMBER, 900)], SEPTEMBER)
    assert year_end_forecast(con, profile=TIANYUAN, as_of=SEPTEMBER).forecast_wan.item() == pytest.approx(1200)


def test_december_is_what_was_reported():
    past = [line for n in range(10) for line in straight(f"P{n}", 2024, 1200)]
    con = store([*past, *straight("A1", 2025, 1000)], date(2025, 12, 1))
    found = year_end_forecast(con, profile=TIANYUAN, as_of=date(2025, 12, 1)).iloc[0]
    assert (found.forecast_wan, found.forecast_low_wan, found.forecast_high_wan) == (1000, 1000, 1000)


# ---- a generated district: projects and units differ, years too


def generated(seed: int, years: range, projects: int = 60, year_spread: float = 0.05) -> list[dict]:
    """Years of a district: each project ends at its own share of the plan, its months run unevenly."""
    rng = random.Random(seed)
    rows = []
    for year in years:
        of_year = rng.gauss(1, year_spread)
        of_unit = {unit: rng.gauss(0, 0.06) for unit in UNITS}
        for n in range(projects):
            unit, batch = rng.choice(UNITS), rng.choice(BATCHES)
            plan, share = rng.randint(500, 9000), max(0.1, of_year + of_unit[unit] + rng.gauss(0, 0.12))
            steps = [rng.uniform(0.4, 1.6) for _ in range(12)]
            for month in range(1, 13):
                done = round(plan * share * sum(steps[:month]) / sum(steps), 2)
                rows.append(
                    row(
                        f"P{n:03}", date(year, month, 1), done, responsible_unit=unit, yardstick=batch,
                        annual_plan_wan=plan,
                    )
                )  # fmt: skip
    return rows


def until(rows: list[dict], last: date) -> list[dict]:
    return [line for line in rows if line["month"] <= last]


def recounted(rows: list[dict], as_of: date) -> dict[str, tuple[float, float, float, float]]:
    """Every project's forecast, ends and spread again, with lists and loops only: all are always reported."""
    at = {(line["project_id"], line["month"]): line for line in rows}
    past = []
    for year in sorted({line["month"].year for line in rows if line["month"].year < as_of.year}):
        for project in sorted({line["project_id"] for line in rows}):
            then, end = at[project, date(year, as_of.month, 1)], at[project, date(year, 12, 1)]
            rest = (end["reported_ytd_wan"] - then["reported_ytd_wan"]) / then["annual_plan_wan"]
            past.append((then["reported_ytd_wan"] / then["annual_plan_wan"], then, rest))
    found = {}
    for project in sorted({line["project_id"] for line in rows}):
        now = at[project, as_of]
        plan, done = now["annual_plan_wan"], now["reported_ytd_wan"]

        def apart(one, plan=plan, done=done, now=now) -> float:
            other = 0.1 * (one[1]["yardstick"] != now["yardstick"])
            other += 0.05 * (one[1]["responsible_unit"] != now["responsible_unit"])
            return abs(done / plan - one[0]) + other

        rests = sorted(rest for _, _, rest in sorted(past, key=apart)[:19])
        found[project] = (
            done + plan * mean(rests), done + plan * rests[1], done + plan * rests[17], plan * stdev(rests),
        )  # fmt: skip
    return found


def test_projects_and_units_come_out_as_in_a_plain_recount():
    as_of = date(2025, 7, 1)
    rows = until(generated(3, range(2022, 2026), projects=30), as_of)
    con = store(rows, as_of, date(2022, 1, 1))
    wanted = recounted(rows, as_of)
    seen = year_end_forecast(con, profile=TIANYUAN, as_of=as_of, by="project").set_index("project_id")
    for project, (middle, low, high, _) in wanted.items():
        one = seen.loc[project]
        assert (one.forecast_wan, one.forecast_low_wan, one.forecast_high_wan) == pytest.approx((middle, low, high))
    units = year_end_forecast(con, profile=TIANYUAN, as_of=as_of, by="responsible_unit").set_index("responsible_unit")
    unit_of = {line["project_id"]: line["responsible_unit"] for line in rows if line["month"] == as_of}
    widths = set()
    for unit, one in units.iterrows():
        mine = [wanted[project] for project in wanted if unit_of[project] == unit]
        assert one.forecast_wan == pytest.approx(sum(middle for middle, *_ in mine))
        spread = sum(spread**2 for *_, spread in mine) ** 0.5
        widths.add(round((one.forecast_high_wan - one.forecast_low_wan) / 2 / spread, 6))
    assert len(widths) == 1  # all units' intervals are widened alike


def test_the_fan_starts_at_the_month_and_ends_at_the_forecast():
    as_of = date(2025, 7, 1)
    con = store(until(generated(4, range(2022, 2026)), as_of), as_of, date(2022, 1, 1))
    fan = forecast_by_month(con, profile=TIANYUAN, as_of=as_of)
    end = year_end_forecast(con, profile=TIANYUAN, as_of=as_of).iloc[0]
    assert [month.month for month in fan.month] == [7, 8, 9, 10, 11, 12]
    first, last = fan.iloc[0], fan.iloc[-1]
    assert (
        first.forecast_low_wan == first.forecast_wan == first.forecast_high_wan == pytest.approx(end.reported_ytd_wan)
    )
    assert (last.forecast_wan, last.forecast_low_wan) == pytest.approx((end.forecast_wan, end.forecast_low_wan))
    later = fan.iloc[1:]
    assert (later.forecast_low_wan < later.forecast_wan).all() and (later.forecast_wan < later.forecast_high_wan).all()
    assert forecast_by_month(con, profile=TIANYUAN, as_of=date(2022, 7, 1)).empty


def test_the_interval_holds_what_came_in_four_of_five_cases():
    """Thirty districts of six years, whose years differ: the last one forecast in some month from the five before."""
    held = {"project": [], "responsible_unit": [], "district": []}
    errors = {"forecast": [], "linear": []}
    for seed in range(30):
        month = 2 + seed % 9
        con = store(generated(seed, range(2019, 2025), projects=40), date(2024, 12, 1), date(2019, 1, 1))
        seen = history(con, TIANYUAN, date(2024, 12, 1), None, "responsible_unit")
        made = forecast(seen, seen.ended(2024), 2024, month)
        rows = {
            "project": made.projects,
            "responsible_unit": made.groups("group_key"),
            "district": made.groups(None),
        }
        for level, found in rows.items():
            held[level] += list((found.low_wan <= found.final_wan) & (found.final_wan <= found.high_wan))
        one = made.projects
        errors["forecast"] += list((one.forecast_wan - one.final_wan).abs() / one.annual_plan_wan)
        errors["linear"] += list((one.basis_wan * 12 / month - one.final_wan).abs() / one.annual_plan_wan)
    shares = {level: mean(map(float, found)) for level, found in held.items()}
    assert 0.75 <= shares["project"] <= 0.85, shares
    assert 0.75 <= shares["responsible_unit"] <= 0.85, shares
    assert 0.65 <= shares["district"] <= 0.95, shares  # thirty cases only: 0.8 ± 0.15
    assert mean(errors["forecast"]) < mean(errors["linear"])


def test_the_back_test_counts_each_month_of_each_tried_year():
    rows = generated(1, range(2023, 2026), projects=40)
    con = store(rows, date(2025, 12, 1), date(2023, 1, 1))
    tried = forecast_backtest(con, profile=TIANYUAN, as_of=date(2025, 12, 1))
    district = tried[(tried.forecast_level == "district") & tried.month_number.notna()]
    assert list(district.month_number) == list(range(1, 12))
    assert set(district.tried_forecasts) == {1}  # 2024 from 2023; 2025 is the year that is asked in
    at, ends = date(2024, 6, 1), date(2024, 12, 1)
    done = {month: sum(r["reported_ytd_wan"] for r in rows if r["month"] == month) for month in (at, ends)}
    plan = sum(r["annual_plan_wan"] for r in rows if r["month"] == at)
    june = district[district.month_number == 6].iloc[0]
    assert june.linear_error_share == pytest.approx(abs(done[at] * 2 - done[ends]) / plan)
    before = [sum(r["reported_ytd_wan"] for r in rows if r["month"] == date(2023, m, 1)) for m in (6, 12)]
    assert june.last_year_error_share == pytest.approx(abs(done[at] * before[1] / before[0] - done[ends]) / plan)
    middles = sum(middle for middle, *_ in recounted(until(rows, at), at).values())
    assert june.forecast_error_share == pytest.approx(abs(middles - done[ends]) / plan)
    assert forecast_backtest(con, profile=TIANYUAN, as_of=date(2024, 12, 1)).empty  # nothing to try it on
