"""What the sheets for assessment, lists and bench become: histories like all others, each by its own key."""

from tests.tables import assert_table

A = "2601-430211-04-01-100001"


def test_a_milestone_is_retold_by_its_name(made):
    made.file(
        "milestone", "project_name | milestone | due_on | done_on\n甲 | 封顶 | 2026-09-30 |", received="2026-08-01"
    )
    made.file(
        "milestone",
        "project_name | milestone | due_on | done_on\n甲 | 封顶 | 2026-09-30 | 2026-09-20\n甲 | 验收 | 2026-12-31 |",
        received="2026-10-01",
    )
    found = (
        made.built().execute("select milestone, known_from, known_to, done_on from mart.milestone order by all").df()
    )
    assert_table(
        found,
        """
        milestone | known_from | known_to   | done_on
        封顶      | 2026-08-01 | 2026-10-01 |
        封顶      | 2026-10-01 |            | 2026-09-20
        验收      | 2026-10-01 |            |
        """,
    )


def test_an_issue_without_project_stands_by_itself_and_one_without_number_is_known_again(made):
    first = "issue_number | project_name | issue | raised_on | closed_on\nW1 | | 夜间施工 | 2026-07-02 |\n | 甲 | 两户未签约 | 2026-07-03 |"
    again = (
        "issue_number | project_name | issue | raised_on | closed_on\n"
        "W1 | | 夜间施工 | 2026-07-02 | 2026-07-20\n | 甲 | 两户 未签约 | 2026-07-03 | 2026-08-01"
    )
    made.file("issue", first, received="2026-07-10")
    made.file("issue", again, received="2026-08-10")
    con = made.built()
    found = con.execute(
        "select issue, project_id is null as is_nobodys, known_from, closed_on from mart.issue where known_to is null"
        " order by issue"
    ).df()
    assert_table(
        found,
        """
        issue        | is_nobodys | known_from | closed_on
        两户 未签约  | false      | 2026-08-10 | 2026-08-01
        夜间施工     | true       | 2026-08-10 | 2026-07-20
        """,
    )
    assert con.execute("select count(distinct issue_id) from mart.issue").fetchone() == (2,)


def test_points_of_one_quarter_are_told_apart_by_their_document(made):
    made.file(
        "score_entry",
        "quarter | responsible_unit | item | score_rate | points | document_number\n"
        "2026-07-01 | 发改局 | 协调服务 | 0.95 | |\n"
        "2026-07-01 | 发改局 | | | 2 | 政函1号\n"
        "2026-07-01 | 发改局 | | | -0.5 | 政函2号",
        received="2026-10-01",
    )
    con = made.built()
    months = con.execute("select month from mart.source_month where kind = 'score_entry'").fetchall()
    assert [f"{month}" for (month,) in months] == ["2026-09-01"]  # 三季度的手工项截至9月
    found = con.execute("select item, score_rate, points from mart.score_entry order by item").df()
    assert_table(
        found,
        """
        item         | score_rate | points
        加分·政函1号 |            | 2.00
        协调服务     | 0.950000   |
        扣分·政函2号 |            | -0.50
        """,
    )


def test_one_document_exempts_several_and_none_without_document(made):
    made.file(
        "exemption",
        "document_number | responsible_unit | project_name | cause\n"
        "免1号 | 发改局 | | 汛情\n免1号 | 教育局 | | 汛情\n免1号 | | 甲 | 汛情\n | 水利局 | | 汛情",
        received="2026-10-01",
    )
    con = made.built()
    assert con.execute("select count(*) from mart.exemption where known_to is null").fetchone() == (3,)
    assert con.execute("select count(*) from raw.exemption").fetchone() == (4,)


def test_an_adjustment_speaks_for_the_plan_and_the_batch_from_its_month(made):
    made.file(
        "annual_plan",
        f"project_code | project_name | batch | annual_plan_wan\n{A} | 甲 | 重点前期 | 100\n | 乙 | 续建 | 8000",
        received="2026-01-25",
        year=2026,
        district="tianyuan",
    )
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan\n甲 | 0",
        month="2026-09",
        received="2026-10-12",
        district="tianyuan",
    )
    made.file(
        "plan_adjustment",
        "project_name | adjustment | effective_month | batch_after | annual_plan_after_wan\n"
        "甲 | 转批次 | 2026-07 | 新开工 | 5000\n乙 | 调出 | 2026-08 | |",
        received="2026-07-20",
        district="tianyuan",
    )
    found = (
        made.built()
        .execute(
            "select project_name, month(month) as month, project_month.batch, annual_plan_wan, is_in_plan"
            " from mart.project_month inner join mart.project using (district, project_id)"
            " where month(month) in (6, 7, 8) order by all"
        )
        .df()
    )
    assert_table(
        found,
        """
        project_name | month | batch    | annual_plan_wan | is_in_plan
        乙           | 6     | 续建     | 8000.00         | true
        乙           | 7     | 续建     | 8000.00         | true
        乙           | 8     | 续建     | 8000.00         | false     # 调出当月起
        甲           | 6     | 重点前期 | 100.00          | true
        甲           | 7     | 新开工   | 5000.00         | true
        甲           | 8     | 新开工   | 5000.00         | true
        """,
    )


def test_a_stay_in_the_reserve_begins_where_a_sheet_first_showed_it(made):
    made.file(
        "reserve", "project_name | tier | entered_on\n甲 | idea_5y |\n乙 | ready_1y | 2026-03-01", received="2026-05-10"
    )
    made.file(
        "reserve",
        "project_name | tier | entered_on | left_on\n甲 | idea_5y | |\n甲 | ready_1y | |\n乙 | ready_1y | 2026-03-01 | 2026-06-01",
        received="2026-06-10",
    )
    found = (
        made.built()
        .execute(
            "select project_name, tier, entered_on, left_on from mart.reserve_stay"
            " inner join mart.project using (district, project_id) where known_to is null order by all"
        )
        .df()
    )
    assert_table(
        found,
        """
        project_name | tier     | entered_on | left_on
        乙           | ready_1y | 2026-03-01 | 2026-06-01
        甲           | idea_5y  | 2026-05-10 |
        甲           | ready_1y | 2026-06-10 |
        """,
    )


def test_a_name_of_several_projects_beside_a_milestone_leaves_them_as_they_are(made):
    made.file(
        "dispatch",
        "project_name | responsible_unit | reported_ytd_wan\n学校 | 甲局 | 1\n学校 | 乙局 | 2",
        month="2026-03",
        received="2026-04-12",
    )
    made.file("milestone", "project_name | milestone | due_on\n学校 | 封顶 | 2026-09-30", received="2026-05-01")
    con = made.built()
    assert con.execute("select count(*) from mart.project").fetchone() == (2,)


def test_the_promotion_ledgers_months_count_like_a_ledgers(made):
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan | actual_start_date\n甲 | 10 | 2026-03-02",
        month="2026-09",
        received="2026-10-12",
    )
    made.file(
        "promotion",
        "project_name | start_date_development | start_date_industry | statistics_entry_month\n甲 | 2026-03-01 | 2026-02-01 | 2026-05",
        received="2026-10-13",
    )
    found = (
        made.built()
        .execute(
            "select start_date, ledger_statistics_month, start_date_development, start_date_industry"
            " from mart.project_entry inner join mart.promotion using (district, project_id)"
        )
        .df()
    )
    assert_table(
        found,
        """
        start_date | ledger_statistics_month | start_date_development | start_date_industry
        2026-03-02 | 2026-05-01              | 2026-03-01             | 2026-02-01
        """,
    )
