"""Whose row is it? By joining id, by code, by name, and what tells namesakes apart."""

from tests.tables import assert_table

CODE_A = "2403-510603-04-01-000001"
CODE_B = "2403-510603-04-01-000002"


def plan(made, *lines: str, received="2026-01-20", year=2026):
    header = "project_name | project_code | responsible_unit | total_investment_wan | annual_plan_wan | year"
    text = "\n".join([header, *(f"{line} | {year}" for line in lines)])
    return made.file("annual_plan", text, received=received, year=year)


def dispatch(made, *lines: str, month="2026-03", received="2026-04-12"):
    header = "project_name | project_code | responsible_unit | total_investment_wan | reported_ytd_wan"
    return made.file("dispatch", "\n".join([header, *lines]), month=month, received=received)


def kept(con):
    """Each project's plan beside what it reported: they meet if, and only if, both were taken for the same project."""
    return con.execute(
        """
        select plan.annual_plan_wan as planned, reported.reported_ytd_wan as reported
        from (select * from mart.plan_version where known_to is null) as plan
        full join (select * from mart.reported where known_to is null) as reported using (district, project_id)
        order by planned nulls last, reported
        """
    ).df()


def notices(con):
    return con.execute("select kind, count(*) as rows from source.notice group by kind order by kind").fetchall()


def test_names_are_compared_without_blanks_width_and_the_districts_prefix(made):
    plan(made, "德阳市旌阳区 城北  学校（一期） | | | | 1")
    dispatch(made, "城北学校(一期) | | | | 2")
    assert_table(kept(made.built()), "planned | reported\n1 | 2")


def test_a_prefix_alone_is_a_name(made):
    plan(made, "旌阳区 | | | | 1")
    dispatch(made, "旌阳区 | | | | 2")
    assert_table(kept(made.built()), "planned | reported\n1 | 2")


def test_a_row_without_code_takes_the_code_of_its_only_namesake(made):
    plan(made, f"甲 | {CODE_A} | | | 1")
    dispatch(made, "甲 | | | | 2")
    con = made.built()
    assert_table(kept(con), "planned | reported\n1 | 2")
    assert con.execute("select project_id from mart.project").fetchall() == [(CODE_A,)]


def test_a_code_that_comes_later_gathers_what_came_before(made):
    dispatch(made, "甲 | | | | 2", month="2026-02", received="2026-03-12")
    con = made.built()
    [(first_id,)] = con.execute("select project_id from mart.project").fetchall()
    assert first_id.startswith("N-")
    dispatch(made, f"甲 | {CODE_A} | | | 3")
    con = made.built()
    assert con.execute("select distinct project_id from mart.reported").fetchall() == [(CODE_A,)]


def test_the_code_holds_when_the_name_changes(made):
    plan(made, f"甲 | {CODE_A} | | | 1")
    dispatch(made, f"甲（更名） | {CODE_A} | | | 2")
    con = made.built()
    assert_table(kept(con), "planned | reported\n1 | 2")
    assert con.execute("select project_name from mart.project").fetchall() == [("甲（更名）",)]


def test_what_has_not_the_shape_of_a_code_is_none(made):
    plan(made, "甲 | 待办 | | | 1", "乙 | 待办 | | | 2")
    assert made.built().execute("select count(*) from mart.project").fetchone() == (2,)


def test_the_unit_tells_coded_namesakes_apart(made):
    plan(made, f"甲 | {CODE_A} | 东镇 | 100 | 1", f"甲 | {CODE_B} | 西镇 | 100 | 2")
    dispatch(made, "甲 | | 西镇 | | 20", "甲 | | 东镇 | | 10")
    assert_table(kept(made.built()), "planned | reported\n1 | 10\n2 | 20")


def test_the_total_tells_coded_namesakes_of_one_unit_apart(made):
    plan(made, f"甲 | {CODE_A} | 东镇 | 100 | 1", f"甲 | {CODE_B} | 东镇 | 200 | 2")
    dispatch(made, "甲 | | | 200 | 20", "甲 | | | 100 | 10")
    con = made.built()
    assert_table(kept(con), "planned | reported\n1 | 10\n2 | 20")
    assert ("ambiguous_project", 2) not in notices(con)


def test_what_nothing_tells_apart_goes_by_its_turn_and_is_noticed(made):
    plan(made, f"甲 | {CODE_A} | | | 1", f"甲 | {CODE_B} | | | 2")
    dispatch(made, "甲 | | | | 10", "甲 | | | | 20")
    con = made.built()
    assert_table(kept(con), "planned | reported\n1 | 10\n2 | 20")
    assert notices(con) == [("ambiguous_project", 2), ("duplicate_project", 2)]


def test_a_unit_that_no_namesake_has_is_another_project(made):
    plan(made, f"甲 | {CODE_A} | 东镇 | | 1", f"甲 | {CODE_B} | 西镇 | | 2")
    dispatch(made, "甲 | | 南镇 | | 30")
    assert_table(kept(made.built()), "planned | reported\n1 | \n2 | \n | 30")


def test_beside_its_coded_namesake_a_row_is_another_project(made):
    dispatch(made, f"甲 | {CODE_A} | | | 10", "甲 | | | | 20")
    con = made.built()
    assert con.execute("select count(distinct project_id), sum(reported_ytd_wan) from mart.reported").fetchone() == (
        2,
        30,
    )


def test_namesakes_without_a_code_keep_apart_from_month_to_month_by_unit(made):
    dispatch(made, "甲 | | 东镇 | | 1", "甲 | | 西镇 | | 2", month="2026-02", received="2026-03-12")
    dispatch(made, "甲 | | 西镇 | | 20", "甲 | | 东镇 | | 10")
    con = made.built()
    by_project = (
        "select list(reported_ytd_wan order by month) as said from mart.reported group by project_id order by said"
    )
    assert [list(map(int, said)) for (said,) in con.execute(by_project).fetchall()] == [[1, 10], [2, 20]]
    assert notices(con) == [("duplicate_project", 4)]


def test_units_with_files_of_their_own_do_not_overwrite_each_other(made):
    dispatch(made, "卫生室 | | 东镇 | | 1")
    dispatch(made, "卫生室 | | 西镇 | | 2")
    con = made.built()
    assert con.execute(
        "select count(*), sum(reported_ytd_wan) from mart.reported where known_to is null"
    ).fetchone() == (2, 3)
    assert notices(con) == [("duplicate_project", 2)]


def test_sheets_of_one_file_may_list_the_same_project_and_others_of_its_name(made):
    lines = [
        "sheet | row | project_name | total_investment_wan | reported_ytd_wan",
        "汇总 | 1 | 甲 | 100 | 10",
        "汇总 | 2 | 甲 | 200 | 20",
        "东镇 | 1 | 甲 | 100 | 10",
        "西镇 | 1 | 甲 | 200 | 20",
    ]
    made.file("dispatch", "\n".join(lines), month="2026-03", received="2026-04-12")
    said = made.built().execute("select reported_ytd_wan from mart.reported where known_to is null order by 1")
    assert said.fetchall() == [(10,), (20,)]


def test_a_later_edition_with_another_total_is_the_same_project(made):
    dispatch(made, "甲 | | 东镇 | 100 | 1")
    dispatch(made, "甲 | | 东镇 | 120 | 2", received="2026-05-12")
    assert made.built().execute("select count(*) from mart.project").fetchone() == (1,)


def test_two_hundred_namesakes_survive(made):
    for month, received, factor in (("2026-02", "2026-03-12", 1), ("2026-03", "2026-04-12", 2)):
        dispatch(made, *(f"卫生室 | | | | {factor * n}" for n in range(1, 201)), month=month, received=received)
    con = made.built()
    by_project = (
        "select list(reported_ytd_wan order by month) as said from mart.reported group by project_id order by said"
    )
    said = [list(map(int, said)) for (said,) in con.execute(by_project).fetchall()]
    assert said == [[n, 2 * n] for n in range(1, 201)]


def test_ids_stay_when_a_namesake_turns_up(made):
    dispatch(made, "甲 | | 东镇 | | 1", month="2026-02", received="2026-03-12")
    [(before,)] = made.built().execute("select project_id from mart.project").fetchall()
    dispatch(made, "甲 | | 西镇 | | 20", "甲 | | 东镇 | | 10")
    con = made.built()
    of_east = "select distinct project_id from mart.reported where reported_ytd_wan in (1, 10)"
    assert con.execute(of_east).fetchall() == [(before,)]


def test_one_code_under_two_names_on_one_sheet_is_two_projects(made):
    dispatch(made, f"甲一期 | {CODE_A} | | | 1", f"甲二期 | {CODE_A} | | | 2", month="2026-02", received="2026-03-12")
    dispatch(made, f"甲二期 | {CODE_A} | | | 20", f"甲一期 | {CODE_A} | | | 10")
    con = made.built()
    by_project = "select project_id, list(reported_ytd_wan order by month) from mart.reported group by all order by all"
    assert con.execute(by_project).fetchall() == [(CODE_A, [1, 10]), (f"{CODE_A}~2", [2, 20])]
    assert notices(con) == [("duplicate_project", 4)]


def test_the_same_row_twice_under_its_code_is_one_project_and_noticed(made):
    dispatch(made, f"甲 | {CODE_A} | | | 1", f"甲 | {CODE_A} | | | 2")
    con = made.built()
    assert con.execute("select reported_ytd_wan from mart.reported where known_to is null").fetchall() == [(2,)]
    assert notices(con) == [("duplicate_project", 2)]


def test_a_joining_id_needs_no_name(made):
    made.file(
        "annual_plan",
        "join_id | project_name | annual_plan_wan | year\n7 | 甲 | 1 | 2026\n8 | 甲 | 2 | 2026",
        received="2026-01-20",
        year=2026,
    )
    made.file("dispatch", "join_id | reported_ytd_wan\n8 | 20\n7 | 10", month="2026-03", received="2026-04-12")
    con = made.built()
    assert_table(kept(con), "planned | reported\n1 | 10\n2 | 20")
    assert notices(con) == []


def test_two_districts_share_nothing(made):
    dispatch(made, "甲 | | | | 1")
    text = "project_name | reported_ytd_wan\n甲 | 2"
    made.file("dispatch", text, month="2026-03", received="2026-04-12", district="tianyuan")
    con = made.built()
    assert con.execute(
        "select district, sum(reported_ytd_wan) from mart.reported group by all order by all"
    ).fetchall() == [
        ("jingyang", 1),
        ("tianyuan", 2),
    ]
    assert con.execute("select count(distinct project_id) from mart.project").fetchone() == (2,)


def returns(made, *lines: str):
    header = "project_name | project_code | booked_ytd_wan"
    return made.file("statistics_return", "\n".join([header, *lines]), month="2026-03", received="2026-04-15")


def links(con):
    return con.execute("select how, project_id, statistics_id from mart.project_link order by all").fetchall()


def test_linked_by_code_whatever_the_names(made):
    dispatch(made, f"甲 | {CODE_A} | | | 1")
    returns(made, f"甲项目建设工程 | {CODE_A} | 2")
    assert links(made.built()) == [("code", CODE_A, CODE_A)]


def test_linked_by_name_where_both_are_unique(made):
    dispatch(made, "旌阳区甲 | | | | 1", "乙 | | 东镇 | | 1", "乙 | | 西镇 | | 1", "丙 | | | | 1")
    returns(made, "甲 | | 2", "乙 | | 2", "丁 | | 2")
    con = made.built()
    assert [how for how, *_ in links(con)] == ["name"]
    name = "select project_name from mart.project_link inner join mart.statistics_project using (statistics_id)"
    assert con.execute(name).fetchall() == [("甲",)]


def test_a_bundles_parts_are_linked_to_the_one_project(made):
    dispatch(made, f"甲 | {CODE_A} | | | 1")
    returns(made, f"甲一标 | {CODE_A} | 2", f"甲二标 | {CODE_A} | 3")
    con = made.built()
    assert links(con) == [("code", CODE_A, CODE_A), ("code", CODE_A, f"{CODE_A}~2")]
    assert con.execute("select booked_ytd_wan from mart.project_month where month = date '2026-03-01'").fetchall() == [
        (5,)
    ]


def test_a_link_is_known_when_both_sides_are(made):
    dispatch(made, f"甲 | {CODE_A} | | | 1")
    returns(made, f"甲 | {CODE_A} | 2")
    assert str(made.built().execute("select known_from from mart.project_link").fetchone()[0]) == "2026-04-15"


def test_a_ledger_that_returned_and_took_a_project_again_knows_one(made):
    made.file(
        "library_ledger",
        "project_name | declared_month | library_entry_month | return_reason\n甲 | 2026-02 | | 缺资料\n甲 | 2026-03 | 2026-03 |",
        received="2026-04-20",
    )
    con = made.built()
    assert (
        con.execute("select library_entry_month from mart.library_entry where known_to is null").fetchall()[0][0].month
        == 3
    )
    assert notices(con) == []


def test_approvals_alone_make_a_project(made):
    made.file(
        "approval_step",
        "project_name | step | completed_on\n甲 | 立项 | 2026-01-05\n甲 | 用地 | 2026-02-05",
        received="2026-02-10",
    )
    con = made.built()
    assert con.execute("select project_name from mart.project").fetchall() == [("甲",)]
    assert con.execute("select count(*) from mart.approval_step").fetchone() == (2,)
