"""Random histories of workbooks, loaded by the real intake, against a plain recount that shares no code with metrics.

``GUATU_HISTORIES=300 pytest tests/metrics/test_random_histories.py`` loads as many, ``GUATU_HISTORY=7`` only that one.
"""

import os
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from data import warehouse
from data.profile import load_profile
from etl.loading.incoming import Incoming
from etl.loading.load import load
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.investment_completion import investment_completion
from metrics.completion.investment_series import investment_series
from metrics.definitions.definition_simulation import switched
from metrics.entry.entry_lag import entry_lag
from metrics.overview.actions import actions
from metrics.overview.overview import overview
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.reconciliation.booked_ratio import booked_ratio
from tests.metrics.ladder_recount import stands
from tests.metrics.workbook_histories import YEAR, History, Project, draw, write

FEW = 4
SEEDS = [int(os.environ["GUATU_HISTORY"])] if "GUATU_HISTORY" in os.environ else range(
    int(os.environ.get("GUATU_HISTORIES", FEW))
)  # fmt: skip
GRADES = {"behind": 2, "slow": 1, "normal": 0, "ahead": 0, "doubtful": 0, None: 0}


class Recount:
    """What a statistician would count by hand from the history's sheets, as known when all have come."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.said = {
            month: rows | {code: wan for code, wan in history.again.get(month, {}).items() if wan is not None}
            for month, rows in history.dispatches.items()
        }

    def plan(self, project: Project, month: int) -> int | None:
        """The plan of the version in force; None outside the plan."""
        code = project.code
        back, new_plan = self.history.returns.get(code, (99, 0))
        if month >= back:
            return new_plan
        if month < project.joins or month >= self.history.leaves.get(code, 99):
            return None
        return project.plan

    def reported(self, project: Project, month: int) -> Fraction | None:
        """The last year to date that a dispatch up to the month says."""
        known = [self.said[m][project.code] for m in sorted(self.said) if m <= month and project.code in self.said[m]]
        known = [wan for wan in known if wan is not None]
        return Fraction(known[-1]) if known else None

    def counted(self, month: int, unit: str | None = None) -> list[Project]:
        return [p for p in self.history.projects if self.plan(p, month) and unit in (None, p.unit)]

    def share(self, project: Project, month: int) -> Fraction:
        if not project.dates:
            return Fraction(month, 12)
        first, end = project.dates
        return min(Fraction(1), max(Fraction(0), Fraction(month - first + 1, end - first + 1)))

    def sums(self, month: int, unit: str | None = None) -> tuple[Fraction, Fraction, Fraction]:
        """Plan, reported and task of the counted projects."""
        return self._sums(self.counted(month, unit), month)

    def known_sums(self, month: int, unit: str) -> tuple[Fraction, Fraction, Fraction]:
        """The same without the projects of which no month says anything."""
        return self._sums([p for p in self.counted(month, unit) if self.reported(p, month) is not None], month)

    def is_unsure(self, month: int, unit: str) -> bool:
        """More than 30 % of the plan money is silent, or a figure is suspected."""
        counted = self.counted(month, unit)
        silent = sum(self.plan(p, month) for p in self.silent(month) if p in counted)
        return 10 * silent > 3 * self.sums(month, unit)[0] or any(p in counted for p in self.suspect(month))

    def _sums(self, counted: list[Project], month: int) -> tuple[Fraction, Fraction, Fraction]:
        plan = sum((Fraction(self.plan(p, month)) for p in counted), Fraction(0))
        task = sum((self.plan(p, month) * self.share(p, month) for p in counted), Fraction(0))
        return plan, self.done_by(counted, month), task

    def done_by(self, projects: list[Project], month: int) -> Fraction:
        return sum((self.reported(p, month) or Fraction(0) for p in projects), Fraction(0))

    def silent(self, month: int) -> list[Project]:
        return [p for p in self.counted(month) if self.said[month].get(p.code) is None]

    def suspect(self, month: int) -> list[Project]:
        found = []
        for project in self.counted(month):
            done = self.reported(project, month) or 0
            if done > 10 * self.plan(project, month) and 10 * done > 12 * project.total:
                found.append(project)
        return found

    def project_light(self, project: Project, month: int) -> str | None:
        done = self.reported(project, month)
        plan = self.plan(project, month)
        return None if done is None else light(done, plan * self.share(project, month), plan)

    def group_light(self, month: int, unit: str | None = None) -> str | None:
        """The light of a sum; with a suspected slip in it none but 疑似."""
        plan, done, task = self.sums(month, unit)
        suspects = [p for p in self.suspect(month) if unit in (None, p.unit)]
        return "doubtful" if suspects and task else light(done, task, plan)

    def without_slips(self, month: int) -> tuple[Fraction, Fraction] | None:
        """What the counted projects added and their rate, without those suspected in this month or the one before."""
        suspects = [*self.suspect(month), *self.suspect(month - 1)]
        sure = [p for p in self.counted(month) if p not in suspects]
        if not suspects or not sure:
            return None
        plan, done, _ = self._sums(sure, month)
        return done - self.done_by(sure, month - 1), done / plan

    def added(self, month: int) -> Fraction | None:
        """What this month's projects added since the month before."""
        if month not in self.said or (month > 1 and month - 1 not in self.said):
            return None
        counted = self.counted(month)
        before = sum((self.reported(p, month - 1) or Fraction(0) for p in counted), Fraction(0)) if month > 1 else 0
        return self.sums(month)[1] - before

    def late_since(self, project: Project, month: int) -> int:
        """The first of the months on end, of those known, in which it was at least as far behind as now."""
        now, since = GRADES[self.project_light(project, month)], month
        for earlier in sorted((m for m in self.said if m < month), reverse=True):
            if project not in self.counted(earlier) or self.reported(project, earlier) is None:
                continue
            if GRADES[self.project_light(project, earlier)] < now:
                break
            since = earlier
        return since

    def started(self, project: Project, month: int) -> bool:
        """Some dispatch up to the month says its start, which has come."""
        rows = [*self.history.dispatches.items()]
        return project.start is not None and any(
            m <= month and project.code in said and project.start.month <= m for m, said in rows
        )

    def at_stake(self, month: int) -> Fraction | None:
        """What started projects of 500 and more report that stand in no return, or without figures.

        It stands at the last loaded return; before the first one nothing is known.
        """
        returns = [m for m in self.history.booked if m <= month]
        if not returns:
            return None
        until = max(returns)
        booked = self.history.booked.get(until, {})
        rows = [p for p in self.history.projects if p.total >= 500 and self.started(p, until)]
        return sum((self.reported(p, until) or Fraction(0) for p in rows if not booked.get(p.code)), Fraction(0))

    def waiting_for_library(self, month: int) -> Fraction | None:
        """What started projects of 500 and more report that never stood in a return."""
        returns = [m for m in self.history.booked if m <= month]
        if not returns:
            return None
        until = max(returns)
        seen = {code for m in returns for code in self.history.booked[m]}
        rows = [p for p in self.history.projects if p.total >= 500 and self.started(p, until) and p.code not in seen]
        return sum((self.reported(p, until) or Fraction(0) for p in rows), Fraction(0))

    def booked_ratio(self, month: int) -> Fraction | None:
        both = [m for m in self.history.booked if m <= month and m in self.said]
        if month == 1 or not both:
            return None
        compared = max(both)
        done = self.sums(compared)[1]
        booked = sum(
            (Fraction(self.history.booked[compared].get(p.code, 0)) for p in self.counted(compared)), Fraction(0)
        )
        return booked / done if done else None


def light(done: Fraction, task: Fraction, plan: Fraction) -> str | None:
    """The light by the task; more than one and a half times the year's plan is likelier a slip of the unit."""
    if task <= 0:
        return None
    if 2 * done > 3 * plan:
        return "doubtful"
    return next(
        (name for name, limit in (("ahead", 10), ("normal", 8), ("slow", 6)) if 10 * done >= limit * task), "behind"
    )


def same(got: object, wanted: Fraction | None) -> bool:
    if wanted is None:
        return got is None or got != got
    return got == pytest.approx(float(wanted), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_histories_of_workbooks_agree_with_a_plain_recount(tmp_path, seed):
    history = draw(Random(seed))
    recount = Recount(history)
    profile = load_profile(history.district)
    (tmp_path / "sheets").mkdir()
    files = write(history, tmp_path / "sheets")
    done = load(
        [Incoming(path, profile, received_on=day, is_accepted=True, accepted_by="张") for path, day in files],
        tmp_path / "store",
    )
    # a sheet sent again may say the same
    assert {file["status"] for file in done.files} <= {"loaded", "unchanged"}, done.to_json()
    with warehouse.connect(tmp_path / "store").cursor() as con:
        for month in sorted(recount.said):
            check_month(con, profile, recount, month)
        check_year(con, profile, recount)


def check_month(con, profile, recount: Recount, month: int) -> None:
    asked = {"profile": profile, "as_of": date(YEAR, month, 1)}
    plan, done, task = recount.sums(month)
    total = investment_completion(con, **asked).iloc[0]
    silent = sum(recount.plan(p, month) for p in recount.silent(month))
    assert same(total.reported_ytd_wan, done)
    assert same(total.annual_plan_wan, plan)
    assert total.light == recount.group_light(month), (month, done, task)
    assert total.silent_projects == len(recount.silent(month))
    assert total.suspect_projects == len(recount.suspect(month))
    assert bool(total.is_provisional) == (10 * silent > 3 * plan or bool(recount.suspect(month)))
    projects = investment_completion(con, **asked, by="project").set_index("project_id")
    counted = {p.code: p for p in recount.counted(month)}
    assert set(projects[projects.plan_status == "counted"].index) == set(counted)
    for code, project in counted.items():
        assert same(projects.reported_ytd_wan[code], recount.reported(project, month)), (month, code)
        got = projects.light[code]
        assert (got if isinstance(got, str) else None) == recount.project_light(project, month), (month, code)
    units = investment_completion(con, **asked, by="responsible_unit").set_index("responsible_unit")
    for unit in units.index[units.projects > 0]:
        got = units.light[unit]
        assert (got if isinstance(got, str) else None) == recount.group_light(month, unit), (month, unit)
    assert same(entry_lag(con, **asked).unbooked_at_stake_wan.iloc[0], recount.at_stake(month)), month
    assert same(booked_ratio(con, **asked).booked_to_reported.iloc[0], recount.booked_ratio(month)), month
    for row in actions(con, **asked).query("need == 'behind_plan'").itertuples():
        assert row.since_month.month == recount.late_since(counted[row.project_id], month), (month, row.project_id)
    without = change_without_slips(con, **asked)
    if month > 1 and {month - 1, month} <= set(recount.said) and (wanted := recount.without_slips(month)):
        assert same(without.completed_wan.iloc[0], wanted[0]), month
        assert same(without.rate_after.iloc[0], wanted[1]), month
    for measure in ("lights", "month"):
        check_ladder(con, profile, recount, month, measure)


def check_ladder(con, profile, recount: Recount, month: int, measure: str) -> None:
    asked = date(YEAR, month, 1)
    rows = supervision_ladder(con, profile=switched(profile, asked, "ladder", measure), as_of=asked)
    ladder = {unit: stands(recount, unit, month, measure) for unit in {p.unit for p in recount.history.projects}}
    assert set(rows.responsible_unit) == {unit for unit, one in ladder.items() if one and one.is_listed}, month
    for row in rows.itertuples():
        unit, one = row.responsible_unit, ladder[row.responsible_unit]
        got = (row.ladder_step, row.highest_step, row.is_spared, row.is_material, row.is_provisional, row.is_proposed)
        wanted = (one.step, one.highest, one.is_spared, one.is_material, one.is_provisional, one.is_proposed)
        assert got == wanted, (month, unit, measure)
        assert same(row.ladder_gap_pp, one.gap), (month, unit, measure)
        assert same(row.pace_gap_pp, one.month_gap), (month, unit, measure)
        is_exempt = recount.history.exempt == (unit, month)
        assert row.is_held_back == (is_exempt and one.step > 0), (month, unit, measure)


def check_year(con, profile, recount: Recount) -> None:
    """The months side by side say what each said alone; a month without a dispatch says nothing."""
    for row in investment_series(con, profile=profile, as_of=date(YEAR, recount.history.last, 1)).itertuples():
        month = row.month.month
        done = recount.sums(month)[1] if month in recount.said else None
        assert same(row.reported_ytd_wan, done), month
        added = recount.added(month) if month <= recount.history.last else None
        assert same(row.reported_month_wan, added), month
    for row in overview(con, profile=profile, as_of=date(YEAR, recount.history.last, 1)).itertuples():
        month = row.month.month
        plan, done, _ = recount.sums(month)
        assert same(row.investment_completion_rate, done / plan if month in recount.said and plan else None), month
        assert same(row.reported_ytd_change_wan, recount.added(month)), month
        if month in recount.said:
            assert same(row.at_stake_wan, recount.waiting_for_library(month)), month
