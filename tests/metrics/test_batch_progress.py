"""Batch progress (批次进度), on tables small enough to check by hand."""

from datetime import date

import pytest

from data import known
from data.profile import load_profile
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from tests.metrics.entries import everywhere
from tests.tables import assert_table, fill, warehouse

PROFILE = load_profile("tianyuan")
STAYS = (known.HERE / "preliminary_stay.sql").read_text(encoding="utf-8")
SEPTEMBER = date(2026, 9, 1)
LOADED = """
    kind     | month
    dispatch | 2020-01-01
    dispatch | 2025-12-01
    dispatch | 2026-01-01
    dispatch | 2026-09-01
"""


def listed(projects: str, **earlier: str):
    """A warehouse in which projects look so in September, and so in earlier months (m2026_05=…)."""
    con = warehouse()
    fill(con, "source_month", everywhere(LOADED, district=PROFILE.id))
    fill(con, "project_month", everywhere(projects, district=PROFILE.id, month=SEPTEMBER))
    for month, text in earlier.items():
        fill(con, "project_month", everywhere(text, district=PROFILE.id, month=f"{month[1:].replace('_', '-')}-01"))
    derive_stays(con)
    return con


def derive_stays(con) -> None:
    """Fill preliminary_stay as the build does."""
    con.execute("delete from mart.preliminary_stay")
    con.execute("insert into mart.preliminary_stay by name " + STAYS.replace("{project_month}", "mart.project_month"))


def standings(con) -> dict[str, str]:
    rows = batch_projects(con, profile=PROFILE, as_of=SEPTEMBER)
    return dict(zip(rows.project_id, rows.standing, strict=True))


def test_completion_goes_by_the_actual_month_of_completion():
    con = listed("""
        project_id | is_in_plan | batch | yardstick  | planned_finish_date | actual_finish_date | in_use_date
        A1         | true       | 竣工  | completion | 2026-06-01          | 2026-09-30         | 2026-09-30   # 截至月内竣工、投用
        A2         | true       | 竣工  | completion | 2026-06-01          | 2026-10-01         | 2026-10-01   # 截至月后
        A3         | true       | 竣工  | completion | 2026-09-30          |                    |              # 计划月当月：滞后
        A4         | true       | 竣工  | completion | 2026-10-01          |                    |              # 未到期
        A5         | true       | 竣工  | completion |                     |                    |              # 无日期
        A6         | true       | 竣工  | completion |                     | 2026-03-01         |              # 无计划而已竣工
        A7         | true       | 竣工  | completion | 2026-12-01          | 2026-03-01         |              # 提前竣工
        A8         | false      | 竣工  | completion | 2026-06-01          |                    |              # 不在计划
        A9         | true       | 竣工  | completion | 2026-01-01          |                    |              # 拖得最久
    """)
    rows = batch_projects(con, profile=PROFILE, as_of=SEPTEMBER)
    assert list(rows.project_id[:3]) == ["A9", "A2", "A3"]  # the longest overdue first, then those without a date
    assert list(rows.overdue_months[:3]) == [8, 3, 0]
    assert standings(con) == {
        "A1": "done", "A2": "late", "A3": "late", "A4": "not_due", "A5": "no_date", "A6": "done", "A7": "done", "A9": "late",
    }  # fmt: skip
    assert_table(
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER).head(1),
        """
        batch | yardstick  | projects | done | on_pace | late | not_due | no_date | done_share | works_completed | works_completed_rate | works_due | works_completed_of_due | works_due_rate | in_use
        竣工  | completion | 8        | 3    | 0       | 3    | 1       | 1       | 3/8        | 3               | 3/8                  | 4         | 1                      | 1/4            | 1
        """,
    )


def test_new_starts_go_by_the_actual_month_of_the_start():
    con = listed("""
        project_id | is_in_plan | batch  | yardstick | planned_start_date | actual_start_date | actual_finish_date
        A1         | true       | 新开工 | new_start | 2026-06-01         | 2026-09-30        |             # 截至月内开工
        A2         | true       | 新开工 | new_start | 2026-06-01         | 2026-10-01        |             # 截至月后
        A3         | true       | 新开工 | new_start | 2026-09-30         |                   |             # 计划月当月：滞后
        A4         | true       | 新开工 | new_start | 2026-10-01         |                   |             # 未到期
        A5         | true       | 新开工 | new_start |                    |                   |             # 无日期
        A6         | true       | 新开工 | new_start | 2026-12-01         | 2026-03-01        |             # 提前开工
        A7         | true       | 新开工 | new_start | 2026-06-01         |                   | 2026-08-01   # 已竣工而未报开工
    """)
    assert standings(con) == {
        "A1": "done", "A2": "late", "A3": "late", "A4": "not_due", "A5": "no_date", "A6": "done", "A7": "done",
    }  # fmt: skip
    row = batch_progress(con, profile=PROFILE, as_of=SEPTEMBER).query("batch == '新开工'")
    assert_table(
        row,
        """
        projects | done | late | not_due | no_date | started | start_rate | start_due | started_of_due | start_due_rate
        7        | 3    | 2    | 1       | 1       | 3       | 3/7        | 4         | 2              | 1/2
        """,
    )


def test_continuing_goes_by_works_progress_against_plan():
    con = listed("""
        project_id | is_in_plan | batch | yardstick  | physical_progress | planned_progress | is_estimated_progress | is_estimated_planned_progress | actual_finish_date
        A1         | true       | 续建  | continuing | 0.7               | 0.7              | false                 | false                         |              # 等于计划
        A2         | true       | 续建  | continuing | 0.6999            | 0.7              | false                 | false                         |              # 略低：正常
        A3         | true       | 续建  | continuing | 0.6               | 0.7              | true                  | false                         |              # 恰低10点：偏慢
        A4         | true       | 续建  | continuing | 0.6001            | 0.7              | false                 | true                          |              # 低不到10点：正常
        A5         | true       | 续建  | continuing | 0.4               | 0.7              | true                  | true                          |              # 恰低30点：偏慢
        A6         | true       | 续建  | continuing | 0.3999            | 0.7              | false                 | false                         |              # 低过30点：滞后
        A7         | true       | 续建  | continuing |                   | 0.7              | true                  | false                         |              # 无形象进度
        A8         | true       | 续建  | continuing | 0.7               |                  | false                 | true                          |              # 无计划进度
        A9         | true       | 续建  | continuing | 0.1               | 0.7              | false                 | false                         | 2026-09-30   # 已竣工
    """)
    rows = batch_projects(con, profile=PROFILE, as_of=SEPTEMBER)
    assert_table(
        rows.sort_values("project_id"),
        """
        project_id | standing | light  | progress_gap_pp
        A1         | done     | ahead  | 0
        A2         | on_pace  | normal | -0.01
        A3         | late     | slow   | -10
        A4         | on_pace  | normal | -9.99
        A5         | late     | slow   | -30
        A6         | late     | behind | -30.01
        A7         | no_date  |        |
        A8         | no_date  |        |
        A9         | done     |        | -60
        """,
    )
    assert list(rows.project_id) == ["A6", "A5", "A3", "A7", "A8", "A4", "A2", "A9", "A1"]  # worst first
    assert_table(
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER).query("batch == '续建'"),
        """
        projects | done | on_pace | late | no_date | ahead_projects | normal_projects | slow_projects | behind_projects | started | estimated_progress_projects
        9        | 2    | 2       | 3    | 2       | 1              | 2               | 2             | 1               | 9       | 5
        """,
    )


def test_who_did_not_report_the_month_is_neither_on_plan_nor_late():
    con = listed("""
        project_id | is_in_plan | batch  | yardstick  | physical_progress | planned_progress | is_silent | actual_start_date | actual_finish_date
        A1         | true       | 续建   | continuing | 0.8               | 0.7              | true      |                   |              # 以前的进度高于计划：也不算达到
        A2         | true       | 续建   | continuing | 0.1               | 0.7              | true      |                   |              # 也不算滞后
        A3         | true       | 续建   | continuing |                   |                  | true      |                   |
        A4         | true       | 续建   | continuing | 0.8               | 0.7              | true      |                   | 2026-05-01   # 已竣工的不再报
        A5         | true       | 续建   | continuing | 0.8               | 0.7              | false     |                   |
        B1         | true       | 新开工 | new_start  |                   |                  | true      | 2026-03-05        |              # 开工看日期
    """)
    assert standings(con) == {
        "A1": "silent", "A2": "silent", "A3": "silent", "A4": "done", "A5": "done", "B1": "done",
    }  # fmt: skip
    assert_table(
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER).query("batch == '续建'"),
        """
        projects | done | late | no_date | silent | ahead_projects | behind_projects | done_share
        5        | 2    | 0    | 0       | 3      | 1              | 0               | 2/5
        """,
    )


def test_preliminary_goes_by_age_and_approvals():
    now = """
        project_id | is_in_plan | batch    | yardstick   | approval_procedure | total_investment_wan | annual_plan_wan
        A1         | true       | 重点前期 | preliminary | 备案               | 100                  | 1
        A2         | true       | 重点前期 | preliminary | 备案               | 100                  | 1
        A3         | true       | 重点前期 | preliminary |                    | 100                  | 1
        A4         | true       | 重点前期 | preliminary | 核准               | 100                  | 1
        A5         | true       | 新开工   | new_start   | 备案               | 100                  | 1
        A6         | true       | 新开工   | new_start   | 备案               | 100                  | 1
        A7         | false      | 重点前期 | preliminary | 备案               | 100                  | 1
        A8         | true       | 未知批次 |             | 备案               | 100                  | 1
    """
    con = listed(
        now,
        m2024_09="project_id | is_in_plan | batch | yardstick\n A1 | true | 重点前期 | preliminary",  # 24 months: not yet
        m2024_08="project_id | is_in_plan | batch | yardstick\n A2 | true | 重点前期 | preliminary",  # 25: yellow
        m2023_09="project_id | is_in_plan | batch | yardstick\n A3 | true | 重点前期 | preliminary",  # 36: still yellow
        m2023_08="""
            project_id | is_in_plan | batch    | yardstick
            A4         | true       | 重点前期 | preliminary   # 37 months: red
            A2         | false      | 重点前期 | preliminary   # 不在计划的月份不算
        """,
        m2026_01="""
            project_id | is_in_plan | batch    | yardstick
            A5         | true       | 重点前期 | preliminary   # 今年转入建设
            A8         | true       | 重点前期 | preliminary   # 转入未知批次，不算转入建设
        """,
        m2026_10="project_id | is_in_plan | batch | yardstick\n A6 | true | 重点前期 | preliminary",  # later: unseen
        m2025_12="project_id | is_in_plan | batch | yardstick\n A6 | true | 重点前期 | preliminary",  # moved over New Year
    )
    fill(
        con,
        "approval_step",
        everywhere(
            """
            project_id | step                 | known_from | known_to   | row_id | is_applicable | completed_on
            A1         | 项目备案             | 2026-01-01 |            | 1      |               | 2026-09-30   # 截至月内
            A1         | 建设用地规划许可证   | 2026-01-01 |            | 2      | true          | 2026-10-01   # 截至月后
            A1         | 环境影响评价         | 2026-01-01 |            | 3      | false         |              # 不适用：不在分母
            A1         | 施工许可证           | 2026-01-01 | 2026-02-01 | 4      | true          | 2026-01-01   # 已被后来的取代
            A1         | 别的手续             | 2026-01-01 |            | 5      | true          | 2026-01-01   # 不在清单
            A3         | 项目备案             | 2026-01-01 |            | 6      | true          | 2026-01-01   # 不知何种程序
            A5         | 项目备案             | 2026-01-01 |            | 7      | true          | 2026-01-01   # 不在前期批次
            """,
            district=PROFILE.id,
        ),
    )
    rows = batch_projects(con, profile=PROFILE, as_of=SEPTEMBER, batch="重点前期")
    assert_table(
        rows,
        """
        project_id | standing | light  | months_in_preliminary | approvals_required | approvals_obtained | approvals_share | converted_to_batch
        A4         | late     | behind | 37                    | 6                  | 0                  | 0               |
        A3         | late     | slow   | 36                    |                    |                    |                 |
        A2         | late     | slow   | 25                    | 5                  | 0                  | 0               |
        A1         | on_pace  | normal | 24                    | 4                  | 1                  | 1/4             |
        A5         | done     |        |                       |                    |                    |                 | 新开工
        """,
    )
    assert_table(
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        batch    | projects | total_investment_wan | annual_plan_wan | done | on_pace | late | unmeasured | converted | done_share | slow_projects | behind_projects | approvals_required | approvals_obtained | approvals_share
        竣工     | 0        | 0                    | 0               | 0    | 0       | 0    | 0          | 0         |            | 0             | 0               | 0                  | 0                  |
        续建     | 0        | 0                    | 0               | 0    | 0       | 0    | 0          | 0         |            | 0             | 0               | 0                  | 0                  |
        新开工   | 2        | 200                  | 2               | 0    | 0       | 0    | 0          | 0         | 0          | 0             | 0               | 0                  | 0                  |
        重点前期 | 4        | 400                  | 4               | 1    | 1       | 3    | 0          | 1         | 1/5        | 2             | 1               | 15                 | 1                  | 1/15
        未知批次 | 1        | 100                  | 1               | 0    | 0       | 0    | 1          | 0         |            | 0             | 0               | 0                  | 0                  |
        """,
    )


def test_original_and_latest_dates_stand_side_by_side():
    con = listed("""
        project_id | is_in_plan | batch | yardstick  | planned_finish_date | planned_start_date
        A          | true       | 竣工  | completion | 2026-12-01          | 2024-06-01
    """)
    fill(
        con,
        "project",
        everywhere(
            """
            project_id | project_name | original_planned_start_date | original_planned_finish_date | planned_finish_date
            A          | 甲           | 2024-03-01                  | 2026-06-01                   | 2027-06-01
            """,
            district=PROFILE.id,
        ),
    )
    assert_table(
        batch_projects(con, profile=PROFILE, as_of=SEPTEMBER),
        """
        project_name | original_planned_start_date | planned_start_date | original_planned_finish_date | planned_finish_date | standing
        甲           | 2024-03-01                  | 2024-06-01         | 2026-06-01                   | 2026-12-01          | not_due
        """,
    )


def test_by_group_each_batch_has_its_latest_units_first():
    con = listed("""
        project_id | is_in_plan | batch  | yardstick  | planned_start_date | planned_finish_date | responsible_unit
        A1         | true       | 新开工 | new_start  | 2026-10-01         |                     | 甲
        A2         | true       | 新开工 | new_start  | 2026-06-01         |                     | 乙
        A3         | true       | 竣工   | completion |                    | 2026-06-01          | 甲
    """)
    assert_table(
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER, by="responsible_unit"),
        """
        batch  | responsible_unit | projects | late | not_due
        竣工   | 甲               | 1        | 1    | 0
        新开工 | 乙               | 1        | 1    | 0
        新开工 | 甲               | 1        | 0    | 1
        """,
    )
    same = batch_progress(con, profile=PROFILE, as_of=SEPTEMBER)
    assert batch_progress(con, profile=PROFILE, as_of=SEPTEMBER, by="batch").equals(same)


def test_a_published_bulletins_start_rates_come_out_of_the_columns():
    """衢江 2020: 160 projects, 131 started, 81.88 %; of 81 new ones 52, 64.20 %."""
    rows = [f"C{i} | true | 续建 | continuing | 2019-05-01" for i in range(79)]
    rows += [f"N{i} | true | 新开工 | new_start | 2020-09-30" for i in range(52)]
    rows += [f"N{i} | true | 新开工 | new_start | 2020-10-01" for i in range(52, 81)]
    con = warehouse()
    fill(con, "source_month", everywhere("kind | month\n dispatch | 2020-09-01", district=PROFILE.id))
    text = "project_id | is_in_plan | batch | yardstick | actual_start_date\n" + "\n".join(rows)
    fill(con, "project_month", everywhere(text, district=PROFILE.id, month="2020-09-01"))
    progress = batch_progress(con, profile=PROFILE, as_of=date(2020, 9, 1))
    assert (progress.started.sum(), progress.projects.sum()) == (131, 160)
    assert f"{100 * progress.started.sum() / progress.projects.sum() + 1e-9:.2f}" == "81.88"
    new = progress.set_index("batch").loc["新开工"]
    assert (new.started, new.projects) == (52, 81)
    assert f"{100 * new.start_rate:.2f}" == "64.20"


def test_what_cannot_be_answered_is_refused_in_words():
    con = listed("project_id | is_in_plan\n A | true")
    with pytest.raises(ValueError, match="cannot group by 'owner'; choose one of project, responsible_unit"):
        batch_progress(con, profile=PROFILE, as_of=SEPTEMBER, by="owner")
    with pytest.raises(ValueError, match="2026年10月"):
        batch_progress(con, profile=PROFILE, as_of=date(2026, 10, 1))


def test_another_districts_projects_are_not_counted():
    con = listed("project_id | is_in_plan | batch | yardstick\n A | true | 新开工 | new_start")
    other = load_profile("jingyang")
    fill(con, "source_month", f"district | kind | month\n {other.id} | dispatch | 2026-09-01")
    progress = batch_progress(con, profile=other, as_of=SEPTEMBER)
    assert list(progress.batch) == ["竣工", "续建", "新开工", "加快前期"]
    assert progress.projects.sum() == 0
