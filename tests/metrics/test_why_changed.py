"""为什么变了: the parts add up, stand in the printed order, and start from what was known then."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import formats, known
from data import warehouse as stored
from data.profile import load_profile
from metrics.completion.investment_completion import investment_completion
from metrics.completion.why_changed import why_changed, why_changed_projects
from metrics.completion.written_parts import with_calendar, written_change
from tests.tables import assert_table, fill, warehouse

TIANYUAN = load_profile("tianyuan")
BATCHES = """
    district | batch    | yardstick   | position
    tianyuan | 续建     | continuing  | 1
    tianyuan | 重点前期 | preliminary | 2
"""
DISPATCHES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-01-01 | 2026-02-05       | 2026-02-05
    tianyuan | dispatch | 2026-08-01 | 2026-09-05       | 2026-09-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05       | 2026-10-08
"""
# known until 10-04 is what August said; the first dispatch of September came on 10-05
PLANS = """
    district | project_id | year | effective_month | known_from | known_to   | annual_plan_wan | is_removed
    tianyuan | OUT        | 2026 | 2026-01-01      | 2026-01-20 |            | 400             | false
    tianyuan | OUT        | 2026 | 2026-09-01      | 2026-09-20 |            |                 | true       # 9 月起调出
    tianyuan | NEW        | 2026 | 2026-09-01      | 2026-09-20 |            | 600             | false      # 9 月起增加
    tianyuan | PLAN       | 2026 | 2026-01-01      | 2026-01-20 |            | 1000            | false
    tianyuan | PLAN       | 2026 | 2026-09-01      | 2026-09-20 |            | 800             | false      # 9 月起调减
    tianyuan | LATE       | 2026 | 2026-01-01      | 2026-01-20 | 2026-10-05 | 1000            | false      # 年初计划的更正：10-05 才知道，算计划调整
    tianyuan | LATE       | 2026 | 2026-01-01      | 2026-10-05 |            | 1100            | false
    tianyuan | MEND       | 2026 | 2026-01-01      | 2026-01-20 |            | 1000            | false
    tianyuan | MINUS      | 2026 | 2026-01-01      | 2026-01-20 |            | 1000            | false
    tianyuan | QUIET      | 2026 | 2026-01-01      | 2026-01-20 |            | 1000            | false
    tianyuan | TURN       | 2026 | 2026-01-01      | 2026-01-20 |            | 1000            | false      # 9 月由前期转续建
    tianyuan | BACK       | 2026 | 2026-01-01      | 2026-01-20 |            | 200             | false      # 10-06 才知道本是前期项目：调出
    tianyuan | TWIN       | 2026 | 2026-01-01      | 2026-01-20 |            | 500             | false      # 同月计划说前期、调度说续建：以调度为准
    tianyuan | GONE       | 2026 | 2026-01-01      | 2026-01-20 |            | 300             | false
    tianyuan | GONE       | 2026 | 2026-06-01      | 2026-06-20 |            |                 | true       # 6 月已调出：与本月无关
    tianyuan | ZERO       | 2026 | 2026-01-01      | 2026-01-20 |            | 0               | false      # 没有年度计划：不计入
"""
STATES = """
    district | project_id | effective_month | kind        | known_from | known_to   | batch
    tianyuan | OUT        | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | NEW        | 2026-09-01      | annual_plan | 2026-09-20 |            | 续建
    tianyuan | PLAN       | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | LATE       | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | MEND       | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | MINUS      | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | QUIET      | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | TURN       | 2026-01-01      | annual_plan | 2026-01-20 |            | 重点前期
    tianyuan | TURN       | 2026-09-01      | dispatch    | 2026-10-05 |            | 续建
    tianyuan | BACK       | 2026-01-01      | annual_plan | 2026-01-20 | 2026-10-06 | 续建
    tianyuan | BACK       | 2026-01-01      | dispatch    | 2026-01-10 | 2026-01-15 | 重点前期  # 当月就改了
    tianyuan | BACK       | 2026-01-01      | annual_plan | 2026-10-06 |            | 重点前期
    tianyuan | TWIN       | 2026-01-01      | annual_plan | 2026-01-20 |            | 重点前期
    tianyuan | TWIN       | 2026-01-01      | dispatch    | 2026-02-05 |            | 续建
    tianyuan | GONE       | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
    tianyuan | ZERO       | 2026-01-01      | annual_plan | 2026-01-20 |            | 续建
"""
REPORTS = """
    district | project_id | month      | known_from | known_to   | reported_ytd_wan
    tianyuan | OUT        | 2026-08-01 | 2026-09-05 |            | 100
    tianyuan | BACK       | 2026-08-01 | 2026-09-05 |            | 20
    tianyuan | TWIN       | 2026-08-01 | 2026-09-05 |            | 100
    tianyuan | GONE       | 2026-08-01 | 2026-09-05 |            | 50
    tianyuan | ZERO       | 2026-08-01 | 2026-09-05 |            | 70
    tianyuan | NEW        | 2026-09-01 | 2026-10-05 |            | 50      # 新增项目本月的进度算推进
    tianyuan | PLAN       | 2026-08-01 | 2026-09-05 |            | 500
    tianyuan | PLAN       | 2026-09-01 | 2026-10-05 |            | 600     # 推进 100
    tianyuan | LATE       | 2026-08-01 | 2026-09-05 |            | 400
    tianyuan | LATE       | 2026-09-01 | 2026-10-08 |            | 400     # 晚到的 9 月表
    tianyuan | MEND       | 2026-08-01 | 2026-09-05 | 2026-10-06 | 300     # 10-06 更正 8 月数：+40 算更正
    tianyuan | MEND       | 2026-08-01 | 2026-10-06 |            | 340
    tianyuan | MEND       | 2026-09-01 | 2026-10-05 |            | 400     # 其余 60 算推进
    tianyuan | MINUS      | 2026-08-01 | 2026-09-05 |            | 700
    tianyuan | MINUS      | 2026-09-01 | 2026-10-05 |            | 650     # 本月负数 −50 算更正
    tianyuan | QUIET      | 2026-07-01 | 2026-09-05 |            | 200     # 7 月后未报：沿用，不动
    tianyuan | TURN       | 2026-08-01 | 2026-09-05 |            | 30      # 转入前的上报随项目新增
    tianyuan | TURN       | 2026-09-01 | 2026-10-05 |            | 90
"""


@pytest.fixture
def con():
    con = warehouse(batch=BATCHES, source_month=DISPATCHES, plan_version=PLANS, project_state=STATES, reported=REPORTS)
    known.derive(con)
    return con


def test_every_step_by_hand(con):
    # before: plans 400 + 200 + 500 + 5 · 1000, reported 100 + 20 + 100 + 500 + 400 + 300 + 700 + 200
    assert_table(
        why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1)),
        """
        step         | projects_moved | annual_plan_wan | reported_ytd_wan | rate_before | rate_after | gap_before_pp | gap_after_pp
        projects_out | 2              | 5500            | 2200             | 2320/6100   | 0.4        | -28.633880    | -26.666667
        new_projects | 2              | 7100            | 2230             | 0.4         | 2230/7100  | -26.666667    | -35.258216
        plan_change  | 2              | 7000            | 2230             | 2230/7100   | 2230/7000  | -35.258216    | -34.809524
        corrections  | 2              | 7000            | 2220             | 2230/7000   | 2220/7000  | -34.809524    | -34.952381
        progress     | 4              | 7000            | 2490             | 2220/7000   | 2490/7000  | -34.952381    | -31.095238
        calendar     | 8              | 7000            | 2490             | 2490/7000   | 2490/7000  | -31.095238    | -39.428571
        """,
    )


def test_the_ends_are_the_published_figures(con):
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1))
    then = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 8, 1), known_on=date(2026, 10, 4))
    now = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 9, 1))
    assert parts["rate_before"].iloc[0] == then["investment_completion_rate"].iloc[0]
    assert parts["rate_after"].iloc[-1] == now["investment_completion_rate"].iloc[0]
    assert parts["gap_before_pp"].iloc[0] == then["pace_gap_pp"].iloc[0]
    assert parts["gap_after_pp"].iloc[-1] == now["pace_gap_pp"].iloc[0]


def test_the_projects_behind_each_step(con):
    projects = why_changed_projects(con, profile=TIANYUAN, as_of=date(2026, 9, 1))
    assert_table(
        projects,
        """
        step         | project_id | plan_change_wan | reported_change_wan
        projects_out | OUT        | -400            | -100
        projects_out | BACK       | -200            | -20
        new_projects | TURN       | 1000            | 30
        new_projects | NEW        | 600             | 0
        plan_change  | PLAN       | -200            | 0
        plan_change  | LATE       | 100             | 0
        corrections  | MINUS      | 0               | -50
        corrections  | MEND       | 0               | 40
        progress     | PLAN       | 0               | 100
        progress     | MEND       | 0               | 60
        progress     | TURN       | 0               | 60
        progress     | NEW        | 0               | 50
        """,
    )
    moved = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1)).set_index("step")["projects_moved"]
    assert projects.groupby("step").size().to_dict() == moved.drop("calendar").to_dict()


def test_known_on_an_earlier_day_the_later_correction_is_not_there(con):
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1), known_on=date(2026, 10, 5)).set_index("step")
    assert parts.loc["corrections", "reported_ytd_wan"] == 2200  # −50 only; August's +40 came on the 6th
    assert parts.loc["progress", "reported_ytd_wan"] == 2510  # and the whole 100 is progress


def test_since_an_earlier_month_starts_from_what_was_said_of_it(con):
    fill(
        con, "source_month", DISPATCHES.splitlines()[1] + "\ntianyuan | dispatch | 2026-06-01 | 2026-07-05 | 2026-07-05"
    )
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1), since=date(2026, 6, 1))
    june = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 6, 1), known_on=date(2026, 9, 4)).iloc[0]
    now = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 9, 1)).iloc[0]
    assert parts.rate_before.iloc[0] == june.investment_completion_rate
    assert parts.gap_before_pp.iloc[0] == june.pace_gap_pp
    assert parts.rate_after.iloc[-1] == now.investment_completion_rate
    assert parts.gap_part_pp.sum() == pytest.approx(now.pace_gap_pp - june.pace_gap_pp)


def test_since_a_month_of_last_year_there_is_no_split(con):
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1), since=date(2025, 12, 1))
    assert parts.step.tolist() == ["new_year"]
    with pytest.raises(ValueError, match="since must be a month before 2026-09"):
        why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1), since=date(2026, 9, 1))


def test_files_that_came_on_one_day_start_from_what_is_known_now(con):
    con.execute("update mart.source_month set first_known_from = '2026-10-05' where month >= '2026-08-01'")
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1)).set_index("step")
    assert parts.loc["projects_out", "rate_before"] == pytest.approx(2340 / 6000)  # August with both corrections
    assert parts.loc["corrections", "projects_moved"] == 1  # only this month's negative is left


@pytest.mark.parametrize(("as_of", "step"), [(date(2026, 1, 1), "new_year"), (date(2026, 8, 1), "first_month")])
def test_no_split_without_a_month_before(con, as_of, step):
    if step == "first_month":
        con.execute("delete from mart.source_month where month = '2026-01-01'")
    parts = why_changed(con, profile=TIANYUAN, as_of=as_of)
    assert parts["step"].tolist() == [step]
    assert parts[["rate_before", "rate_part_pp", "gap_before_pp", "gap_part_pp"]].isna().all(axis=None)
    assert parts["rate_after"].notna().all()
    assert why_changed_projects(con, profile=TIANYUAN, as_of=as_of).empty


amounts = st.none() | st.integers(0, 900)
projects = st.lists(
    st.fixed_dictionaries(
        {
            "plan": st.integers(0, 3).map(lambda n: n * 500),
            "replanned": amounts,
            "removed": st.booleans(),
            "starts_in_september": st.booleans(),
            "august": amounts,
            "mended": amounts,
            "september": amounts,
        }
    ),
    max_size=6,
)


def load(con, given_projects) -> None:
    for table in ("project_state", "plan_version", "reported", "project", "project_month", "project_entry"):
        con.execute(f"delete from mart.{table}")
    plans, reports, states = [], [], []
    for number, project in enumerate(given_projects):
        start = 9 if project["starts_in_september"] else 1
        states.append(f"tianyuan | P{number} | 2026-0{start}-01 | annual_plan | 2026-01-20 | 续建")
        plans.append(f"tianyuan | P{number} | 2026 | 2026-0{start}-01 | 2026-01-20 | {project['plan']} | false")
        if start == 1 and (project["removed"] or project["replanned"] is not None):
            removed = str(project["removed"]).lower()
            new = "" if project["replanned"] is None else project["replanned"]
            plans.append(f"tianyuan | P{number} | 2026 | 2026-09-01 | 2026-10-05 | {new} | {removed}")
        if project["august"] is not None:
            end = "2026-10-06" if project["mended"] is not None else ""
            reports.append(f"tianyuan | P{number} | 2026-08-01 | 2026-09-05 | {end} | {project['august']}")
            if project["mended"] is not None:
                reports.append(f"tianyuan | P{number} | 2026-08-01 | 2026-10-06 | | {project['mended']}")
        if project["september"] is not None:
            reports.append(f"tianyuan | P{number} | 2026-09-01 | 2026-10-05 | | {project['september']}")
    head = "district | project_id | effective_month | kind | known_from | batch\n"
    fill(con, "project_state", head + "\n".join(states))
    head = "district | project_id | year | effective_month | known_from | annual_plan_wan | is_removed\n"
    fill(con, "plan_version", head + "\n".join(plans))
    fill(
        con,
        "reported",
        "district | project_id | month | known_from | known_to | reported_ytd_wan\n" + "\n".join(reports),
    )
    known.derive(con)


@settings(max_examples=8)
@given(projects)
def test_the_parts_add_up(given_projects):
    con = warehouse(batch=BATCHES, source_month=DISPATCHES)
    load(con, given_projects)
    parts = why_changed(con, profile=TIANYUAN, as_of=date(2026, 9, 1))
    then = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 8, 1), known_on=date(2026, 10, 4)).iloc[0]
    now = investment_completion(con, profile=TIANYUAN, as_of=date(2026, 9, 1)).iloc[0]
    for column, scale, names in (
        ("investment_completion_rate", 100, ("rate_before", "rate_after", "rate_part_pp")),
        ("pace_gap_pp", 1, ("gap_before_pp", "gap_after_pp", "gap_part_pp")),
    ):
        before, after, part = (parts[name] for name in names)
        assert before.iloc[1:].tolist() == pytest.approx(after.iloc[:-1].tolist(), nan_ok=True)
        assert before.iloc[0] == pytest.approx(then[column], nan_ok=True)
        assert after.iloc[-1] == pytest.approx(now[column], nan_ok=True)
        if part.notna().all():
            assert part.sum() == pytest.approx(scale * (now[column] - then[column]), abs=1e-9)
            written = parts[f"{names[2].partition('_')[0]}_shown_pp"]
            exact = [scale * Decimal(format(float(level), ".12g")) for level in (then[column], now[column])]
            ends = [formats.rounded(level, 1) for level in exact]
            assert round(sum(written), 1) == float(ends[1] - ends[0])
            # the calendar also takes what the gap's own rounding leaves
            assert (written - part).abs().iloc[:-1].max() < 0.1
            assert abs(written.iloc[-1] - part.iloc[-1]) < (0.1 if scale == 100 else 0.3)


def test_a_part_is_one_figure_of_rate_and_gap():
    frame = pd.DataFrame(
        {"rate_shown_pp": [-2.2, 0.0, 8.9, 0.0], "before": [-10.04, 0, 0, 0], "after": [0, 0, 0, "-11.65"]}
    ).astype(float)
    # of the gap −10.0 → −11.7 (half up) the steps are those of the rate, and the calendar has the rest
    assert with_calendar(frame, "rate_shown_pp", "before", "after") == [-2.2, 0, 8.9, -8.4]
    assert written_change(14.96, 23.02) == Decimal("8.0")  # as written, not 8.06 → 8.1
    assert written_change(0.1496, 0.2302, 100) == Decimal("8.0")


@pytest.mark.parametrize("district", ["tianyuan", "jingyang"])
def test_the_demos_parts_are_the_same_of_rate_and_gap_and_add_up_as_written(demo_store, district):
    profile = load_profile(district)
    with stored.connect(demo_store).cursor() as con:
        for month in range(2, 10):
            frame = why_changed(con, profile=profile, as_of=date(2026, month, 1))
            rates, gaps = frame.rate_shown_pp, frame.gap_shown_pp
            assert list(rates[:-1]) == list(gaps[:-1]) and rates.iloc[-1] == 0
            for parts, before, after in (
                (rates, 100 * frame.rate_before.iloc[0], 100 * frame.rate_after.iloc[-1]),
                (gaps, frame.gap_before_pp.iloc[0], frame.gap_after_pp.iloc[-1]),
            ):
                change = formats.rounded(after, 1) - formats.rounded(before, 1)
                assert sum(Decimal(str(part)) for part in parts) == change, month
