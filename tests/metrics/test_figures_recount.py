"""Derived figures of the demo, recounted in plain Python from the rows of its sheets (raw.*): no code of metrics.

The only thing taken as given is which dispatch project a statistics project belongs to (mart.project_link).
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data import warehouse
from data.profile import load_profile
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from metrics.completion.investment_completion import investment_completion
from metrics.overview.overview import overview
from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.reconciliation.reconciliation import reconciliation

DISTRICTS = ("tianyuan", "jingyang")
PRELIMINARY = {"重点前期", "加快前期"}
APRIL, JUNE, JULY, SEPTEMBER = (date(2026, month, 1) for month in (4, 6, 7, 9))
ZERO = Decimal(0)
DISPATCH = """
    select project_id, month, reported_ytd_wan, planned_progress, cumulative_wan, cumulative_last_year_wan
    from raw.dispatch where district = ? and month <= ? and snapshot_on is null order by month, known_from, row_id
"""
PLANS = """
    select project_id, batch, annual_plan_wan, adjustment, total_investment_wan from raw.annual_plan
    where district = ? and year = 2026 and effective_month <= ? order by effective_month, known_from, row_id
"""
ADJUSTMENTS = """
    select project_id, batch_after, annual_plan_after_wan, adjustment, null from raw.plan_adjustment
    where district = ? and effective_month between date '2026-01-01' and ? order by effective_month, known_from, row_id
"""
PLANNED = """
    select project_id, planned_ytd_wan from raw.monthly_plan
    where district = ? and month = ? and effective_month <= month order by effective_month, known_from, row_id
"""
DATES = """
    select project_id, first_day, last_day from (
        select project_id, effective_month as month, 1 as turn, known_from, row_id,
            planned_start_date as first_day, planned_finish_date as last_day
        from raw.annual_plan where district = $district
        union all
        select project_id, month, 2, known_from, row_id, planned_start_date, planned_finish_date
        from raw.dispatch where district = $district and snapshot_on is null
    ) where month <= $month order by month, turn, known_from, row_id
"""
OF_DECEMBER = """
    select project_id, planned_ytd_wan from raw.monthly_plan
    where district = ? and month = date '2026-12-01' and effective_month <= ? order by effective_month, known_from, row_id
"""
RETURN = "select statistics_id, booked_ytd_wan from raw.statistics_return where district = ? and month = ? order by known_from"


class Rows:
    """What the sheets of one district say by one month of 2026."""

    def __init__(self, con, district: str, month: date):
        self.month = month
        self.said = defaultdict(dict)  # project -> month -> its last row
        for project, when, *figures in con.execute(DISPATCH, [district, month]).fetchall():
            self.said[project][when] = figures
        self.batch, self.plan, self.total, removed = {}, {}, {}, set()
        for statement in (PLANS, ADJUSTMENTS):
            for project, batch, plan, adjustment, total in con.execute(statement, [district, month]).fetchall():
                self.plan[project] = self.plan.get(project) if plan is None else plan
                self.batch[project] = batch or self.batch.get(project)
                self.total[project] = total or self.total.get(project)
                if adjustment == "调出":
                    removed.add(project)
                elif adjustment == "调入":
                    removed.discard(project)
        self.in_plan = self.plan.keys() - removed
        self.counted = {one for one in self.in_plan if self.batch[one] not in PRELIMINARY and (self.plan[one] or 0) > 0}
        self.dispatched = (self.in_plan | {one for one in self.said if self.reported(one) is not None}) - removed
        self.planned = dict(con.execute(PLANNED, [district, month]).fetchall())
        self.planned_year = dict(con.execute(OF_DECEMBER, [district, month]).fetchall())
        self.first_day, self.last_day = {}, {}
        for project, first, last in con.execute(DATES, {"district": district, "month": month}).fetchall():
            self.first_day[project] = first or self.first_day.get(project)
            self.last_day[project] = last or self.last_day.get(project)

    def reported(self, project: str) -> Decimal | None:
        """The year's last figure: a silent month adds nothing."""
        amounts = [
            row[0] for when, row in sorted(self.said[project].items()) if when.year == 2026 and row[0] is not None
        ]
        return amounts[-1] if amounts else None

    def is_silent(self, project: str) -> bool:
        return self.said[project].get(self.month, [None])[0] is None

    def task(self, project: str) -> Fraction:
        """Planned to date: the plan times the share by 倒排, else by the planned dates, else by the month."""
        if self.planned_year.get(project):
            share = Fraction(self.planned[project]) / Fraction(self.planned_year[project])
        else:
            first, last = self.first_day.get(project), self.last_day.get(project)
            if first and last and first <= last and first.year <= 2026 <= last.year:
                since = first.month if first.year == 2026 else 1
                until = last.month if last.year == 2026 else 12
                share = min(max(Fraction(self.month.month - since + 1, until - since + 1), Fraction(0)), Fraction(1))
            else:
                share = Fraction(self.month.month, 12)
        return Fraction(self.plan[project]) * share

    def light(self, project: str) -> str | None:
        reported, task = self.reported(project), self.task(project)
        if reported is None:
            return None
        if task == 0:
            return "not_due"
        limits = (("ahead", Fraction(1)), ("normal", Fraction(4, 5)), ("slow", Fraction(3, 5)))
        return next((light for light, limit in limits if reported >= limit * task), "behind")

    def last_year_end(self, project: str) -> Decimal | None:
        """As this year's dispatch says it, else the last cumulative without this year's part."""
        rows = sorted(self.said[project].items())
        stated = [row[3] for when, row in rows if when.year == 2026 and row[3] is not None]
        cumulative = [row[2] - ((row[0] or 0) if when.year == 2026 else 0) for when, row in rows if row[2] is not None]
        return (stated or cumulative or [None])[-1]


@pytest.fixture(scope="module")
def con(demo_store):
    with warehouse.connect(demo_store).cursor() as con:
        yield con


def ratio(con, district: str, rows: Rows, projects: set[str]) -> tuple[Decimal, Decimal]:
    """Reported and booked of these projects; a statistics project that several of them share is taken once."""
    linked = con.execute(
        "select project_id, statistics_id from mart.project_link where district = ? and known_to is null", [district]
    )
    standing = {statistics for project, statistics in linked.fetchall() if project in projects}
    booked = dict(con.execute(RETURN, [district, rows.month]).fetchall())
    return (
        sum((rows.reported(one) or ZERO for one in projects), ZERO),
        sum((booked.get(one) or ZERO for one in standing), ZERO),
    )


@pytest.mark.parametrize(
    ("district", "of_counted", "of_dispatched"), [("tianyuan", "85.37", "84.97"), ("jingyang", "81.32", "81.19")]
)
def test_the_two_booked_ratios_differ_by_their_projects(con, district, of_counted, of_dispatched):
    """入统占上报 is of the projects that count; 报统对账 is of the whole dispatch: 前期 and projects outside the plan, too."""
    profile, rows = load_profile(district), Rows(con, district, SEPTEMBER)
    assert rows.counted < rows.dispatched
    official = booked_ratio(con, profile=profile, as_of=SEPTEMBER).iloc[0]
    whole = reconciliation(con, profile=profile, as_of=SEPTEMBER).iloc[0]
    for projects, shown, booked_shown, expected in (
        (rows.counted, official, official.booked_ytd_wan, of_counted),
        (rows.dispatched, whole, whole.linked_booked_ytd_wan, of_dispatched),
    ):
        reported, booked = ratio(con, district, rows, projects)
        assert (Decimal(f"{shown.reported_ytd_wan:.2f}"), Decimal(f"{booked_shown:.2f}")) == (reported, booked)
        assert f"{100 * booked / reported:.2f}" == f"{100 * shown.booked_to_reported:.2f}" == expected


@pytest.mark.parametrize(("district", "silent"), [("tianyuan", 4), ("jingyang", 4)])
def test_silent_continuing_projects_are_neither_done_nor_late(con, district, silent):
    profile, rows = load_profile(district), Rows(con, district, SEPTEMBER)
    continuing = {one for one in rows.in_plan if rows.batch[one] == "续建"}
    expected = {one for one in continuing if rows.is_silent(one)}
    assert len(expected) == silent
    shown = batch_projects(con, profile=profile, as_of=SEPTEMBER)
    shown = shown[shown.batch == "续建"]
    assert set(shown.project_id) == continuing
    assert set(shown[shown.standing == "silent"].project_id) == expected
    batches = batch_progress(con, profile=profile, as_of=SEPTEMBER).set_index("batch")
    assert batches.silent["续建"] == silent


@pytest.mark.parametrize("district", DISTRICTS)
def test_planned_progress_of_a_silent_project_is_planned_money_over_the_total(con, district):
    profile, rows = load_profile(district), Rows(con, district, SEPTEMBER)
    shown = batch_projects(con, profile=profile, as_of=SEPTEMBER).set_index("project_id")
    silent = shown[(shown.batch == "续建") & (shown.standing == "silent")]
    assert len(silent) > 0
    for project, row in silent.iterrows():
        expected = (rows.last_year_end(project) + rows.planned[project]) / rows.total[project]
        assert float(row.planned_progress) == pytest.approx(float(expected))
        assert row.is_estimated_planned_progress


@pytest.mark.parametrize(("district", "expected"), [("tianyuan", "53529.73"), ("jingyang", "69962.61")])
def test_july_is_what_its_counted_projects_added(con, district, expected):
    now, before = Rows(con, district, JULY), Rows(con, district, JUNE)
    added = sum(((now.reported(one) or ZERO) - (before.reported(one) or ZERO) for one in now.counted), ZERO)
    series = overview(con, profile=load_profile(district), as_of=JULY).set_index("month")
    shown = series.reported_ytd_change_wan.iloc[-1]
    assert Decimal(f"{shown:.2f}") == added == Decimal(expected)


@pytest.mark.parametrize(
    ("district", "month", "behind", "slow"),
    [("tianyuan", APRIL, 35, 7), ("tianyuan", SEPTEMBER, 32, 15), ("jingyang", APRIL, 29, 13), ("jingyang", SEPTEMBER, 19, 19)],
)  # fmt: skip
def test_lights_stand_on_each_projects_own_task(con, district, month, behind, slow):
    rows = Rows(con, district, month)
    lights = Counter(rows.light(one) for one in rows.counted)
    shown = investment_completion(con, profile=load_profile(district), as_of=month).iloc[0]
    assert (shown.behind_projects, shown.slow_projects) == (lights["behind"], lights["slow"]) == (behind, slow)
    task = sum((rows.task(one) for one in rows.counted), Fraction(0))
    assert abs(float(shown.planned_ytd_wan) - float(task)) < 0.01
