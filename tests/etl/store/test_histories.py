"""Two times: what is true of a month, and since when we know it."""

from tests.tables import assert_table


def reported(made, columns="month, known_from, known_to, reported_ytd_wan"):
    return made.built().execute(f"select {columns} from mart.reported order by month, known_from, row_id").df()


def test_a_later_figure_closes_the_earlier_one(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-03", received="2026-04-12")
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 90", month="2026-03", received="2026-05-02")
    assert_table(
        reported(made),
        """
        month      | known_from | known_to   | reported_ytd_wan
        2026-03-01 | 2026-04-12 | 2026-05-02 | 100    # 至5月1日是这个数
        2026-03-01 | 2026-05-02 |            | 90
        """,
    )


def test_the_same_again_changes_nothing(made):
    for received in ("2026-04-12", "2026-04-20", "2026-05-02"):
        made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-03", received=received)
    assert_table(
        reported(made),
        """
        month      | known_from | known_to | reported_ytd_wan
        2026-03-01 | 2026-04-12 |          | 100
        """,
    )


def test_on_one_day_the_file_loaded_later_holds(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-03", received="2026-04-12")
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 90", month="2026-03", received="2026-04-12")
    assert_table(
        reported(made),
        """
        month      | known_from | known_to   | reported_ytd_wan
        2026-03-01 | 2026-04-12 | 2026-04-12 | 100    # 当日即被替换：日终时从未有效，仍留痕
        2026-03-01 | 2026-04-12 |            | 90
        """,
    )


def test_a_file_loaded_late_takes_its_place_by_the_day_it_was_received(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 90", month="2026-03", received="2026-05-02")
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-03", received="2026-04-12")
    assert_table(
        reported(made),
        """
        month      | known_from | known_to   | reported_ytd_wan
        2026-03-01 | 2026-04-12 | 2026-05-02 | 100
        2026-03-01 | 2026-05-02 |            | 90
        """,
    )


def test_an_empty_cell_is_silence_and_erases_nothing(made):
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan | physical_progress\n甲 | 100 | 0.5",
        month="2026-03",
        received="2026-04-12",
    )
    made.file(
        "dispatch",
        "project_name | reported_ytd_wan | physical_progress\n甲 |  | 0.6",
        month="2026-03",
        received="2026-05-02",
    )
    assert_table(
        reported(made, "known_from, known_to, reported_ytd_wan, physical_progress"),
        """
        known_from | known_to   | reported_ytd_wan | physical_progress
        2026-04-12 | 2026-05-02 | 100              | 0.5
        2026-05-02 |            | 100              | 0.6
        """,
    )


def test_zero_is_a_figure(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-03", received="2026-04-12")
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 0", month="2026-03", received="2026-05-02")
    assert reported(made)["reported_ytd_wan"].tolist() == [100, 0]


def test_a_row_left_out_withdraws_nothing_but_is_noticed(made):
    made.file(
        "dispatch", "project_name | reported_ytd_wan\n甲 | 1\n乙 | 2\n丙 | 3", month="2026-03", received="2026-04-12"
    )
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 1\n丙 | 3", month="2026-03", received="2026-05-02")
    con = made.built()
    assert con.execute("select sum(reported_ytd_wan) from mart.reported where known_to is null").fetchone() == (6,)
    assert_table(
        con.execute(
            "select notice.file_id, project.project_name from source.notice as notice"
            " inner join mart.project as project using (project_id) where notice.kind = 'missing_row'"
        ).df(),
        """
        file_id | project_name
        2       | 乙
        """,
    )


def test_another_units_sheet_is_not_a_newer_edition(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 1\n乙 | 2", month="2026-03", received="2026-04-12")
    made.file("dispatch", "project_name | reported_ytd_wan\n丙 | 3\n丁 | 4", month="2026-03", received="2026-04-13")
    assert made.built().execute("select count(*) from source.notice").fetchone() == (0,)


def test_monthly_amounts_become_the_year_to_date(made):
    for month, amount in (("2025-12", "50.01"), ("2026-01", "10.10"), ("2026-02", ""), ("2026-03", "-2.05")):
        text = f"project_name | reported_month_wan\n甲 | {amount}"
        made.file("dispatch", text, month=month, received=f"{month}-28")
    assert_table(
        reported(made, "month, known_from, known_to, cast(reported_ytd_wan as varchar) as ytd"),
        """
        month      | known_from | known_to | ytd
        2025-12-01 | 2025-12-28 |          | 50.01
        2026-01-01 | 2026-01-28 |          | 10.10   # 新年重新累计
        2026-02-01 | 2026-02-28 |          |         # 空格是未报，不是零
        2026-03-01 | 2026-03-28 |          | 8.05    # 负数是更正
        """,
    )


def test_a_corrected_month_moves_the_later_ones_from_the_day_it_came(made):
    for month, amount in (("2026-01", 10), ("2026-02", 20), ("2026-03", 30)):
        text = f"project_name | reported_month_wan\n甲 | {amount}"
        made.file("dispatch", text, month=month, received=f"{month}-28")
    made.file("dispatch", "project_name | reported_month_wan\n甲 | 15", month="2026-01", received="2026-03-01")
    assert_table(
        reported(made),
        """
        month      | known_from | known_to   | reported_ytd_wan
        2026-01-01 | 2026-01-28 | 2026-03-01 | 10
        2026-01-01 | 2026-03-01 |            | 15
        2026-02-01 | 2026-02-28 | 2026-03-01 | 30
        2026-02-01 | 2026-03-01 |            | 35
        2026-03-01 | 2026-03-28 |            | 65
        """,
    )


def test_a_year_to_date_said_in_between_is_the_new_base(made):
    made.file("dispatch", "project_name | reported_month_wan\n甲 | 10", month="2026-01", received="2026-02-12")
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 100", month="2026-02", received="2026-03-12")
    made.file("dispatch", "project_name | reported_month_wan\n甲 | 5", month="2026-03", received="2026-04-12")
    assert reported(made)["reported_ytd_wan"].tolist() == [10, 100, 105]


def test_months_side_by_side_on_one_row(made):
    text = "project_name | month | row | reported_month_wan\n甲 | 2026-01 | 1 | 1\n甲 | 2026-02 | 1 | 2\n甲 | 2026-03 | 1 | 4"
    made.file("dispatch", text, month="2026-03", received="2026-04-12")
    assert reported(made)["reported_ytd_wan"].tolist() == [1, 3, 7]


def test_booked_and_ledger_have_their_histories_too(made):
    made.file("statistics_return", "project_name | booked_ytd_wan\n甲 | 7", month="2026-02", received="2026-03-15")
    made.file("statistics_return", "project_name | booked_ytd_wan\n甲 | 6", month="2026-02", received="2026-03-20")
    made.file("library_ledger", "project_name | library_entry_month\n甲 | ", received="2026-02-20")
    made.file("library_ledger", "project_name | library_entry_month\n甲 | 2026-02", received="2026-03-20")
    con = made.built()
    history = "select known_from, known_to, {} as value from mart.{} order by known_from"
    assert_table(
        con.execute(history.format("booked_ytd_wan", "booked")).df(),
        """
        known_from | known_to   | value
        2026-03-15 | 2026-03-20 | 7
        2026-03-20 |            | 6
        """,
    )
    assert_table(
        con.execute(history.format("library_entry_month", "library_entry")).df(),
        """
        known_from | known_to   | value
        2026-02-20 | 2026-03-20 |
        2026-03-20 |            | 2026-02-01
        """,
    )


def test_every_figure_leads_back_to_its_cell(made):
    made.file("dispatch", "project_name | reported_ytd_wan\n甲 | 1\n乙 | 2", month="2026-03", received="2026-04-12")
    where = made.built().execute(
        """
        select file.name, row.sheet, row.row
        from mart.reported as reported
        inner join source.row as row using (row_id)
        inner join source.file as file using (file_id)
        where reported.reported_ytd_wan = 2
        """
    )
    assert where.fetchall() == [("1.xlsx", "表", 2)]
