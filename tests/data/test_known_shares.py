"""What projects book that share statistics projects (project_month, link_group), on links that can be checked by hand."""

from datetime import date
from decimal import Decimal

from data.known import derive
from tests.data.histories import derived


def shared(links: str):
    """Three key projects, three statistics projects with 100.01, 50 and 7 booked, and the links given."""
    return derived(
        project_state="""
            district | project_id | effective_month | kind        | known_from | row_id
            x        | A          | 2026-01-01      | annual_plan | 2026-01-10 | 1
            x        | B          | 2026-01-01      | annual_plan | 2026-01-10 | 2
            x        | C          | 2026-01-01      | annual_plan | 2026-01-10 | 3
        """,
        booked="""
            district | statistics_id | month      | known_from | row_id | booked_ytd_wan
            x        | S             | 2026-02-01 | 2026-03-15 | 1      | 100.01
            x        | T             | 2026-02-01 | 2026-03-15 | 2      | 50
            x        | U             | 2026-02-01 | 2026-03-15 | 3      | 7
        """,
        project_link="district | project_id | statistics_id | how | share | known_from | known_to\n" + links,
    )


def booked_in_february(con) -> dict[str, object]:
    return dict(
        con.execute(
            "select project_id, booked_ytd_wan from mart.project_month where month = date '2026-02-01' order by all"
        ).fetchall()
    )


def test_a_group_without_confirmed_shares_has_no_booked_by_project():
    con = shared("""
        x | A | S | code   |     | 2026-03-15 |
        x | A | T | code   |     | 2026-03-15 |          # 只是 A 的，可是 A 与 B 共用 S
        x | B | S | person | 0.5 | 2026-03-15 |          # 只说了一半
        x | C | U | code   |     | 2026-03-15 |
    """)
    assert booked_in_february(con) == {"A": None, "B": None, "C": 7}
    groups = con.execute("select distinct project_id, group_id from mart.link_group order by all").fetchall()
    assert groups == [("A", "A"), ("B", "A"), ("C", "C")]
    stands = con.execute("select bool_and(is_in_library) from mart.project_month where month = date '2026-02-01'")
    assert stands.fetchone() == (True,)  # 在库是知道的，数不是零而是未分


def test_confirmed_shares_add_up_to_the_cent():
    con = shared("""
        x | A | S | person | 0.333333 | 2026-03-15 |
        x | A | T | code   |          | 2026-03-15 |
        x | B | S | person | 0.333333 | 2026-03-15 |
        x | C | S | person | 0.333334 | 2026-03-15 |
    """)
    seen = booked_in_february(con)
    assert seen["A"] == Decimal("83.34")  # 33.34 与自己的 50
    assert sum(seen.values()) == Decimal("150.01")


def test_shares_that_do_not_make_a_whole_are_none():
    con = shared("x | A | S | person | 0.5 | 2026-03-15 |\nx | B | S | person | 0.4 | 2026-03-15 |")
    assert booked_in_february(con) == {"A": None, "B": None, "C": None}
    con = shared("x | A | S | person | 0.5 | 2026-03-15 |")
    assert booked_in_february(con)["A"] is None  # 另一半是谁的，还没有人说


def test_a_chain_of_shared_projects_is_one_group():
    con = shared("""
        x | A | S | person | 0.5 | 2026-03-15 |
        x | B | S | person | 0.5 | 2026-03-15 |
        x | B | T | code   |     | 2026-03-15 |
        x | C | T | code   |     | 2026-03-15 |          # 此处未分，全组都不分列
    """)
    assert booked_in_february(con) == {"A": None, "B": None, "C": None}
    assert con.execute("select distinct group_id from mart.link_group").fetchall() == [("A",)]


def test_a_link_that_was_taken_back_counts_until_that_day():
    con = shared("x | A | S | person | | 2026-03-15 | 2026-05-01\nx | B | S | person | | 2026-05-01 |")
    seen = {}
    for day in (date(2026, 3, 14), date(2026, 4, 30), date(2026, 5, 1)):
        derive(con, known_on=day, schema="temp")
        seen[day.isoformat()] = dict(
            con.execute("select project_id, booked_ytd_wan from temp.project_month where booked_ytd_wan > 0").fetchall()
        )
    assert seen == {"2026-03-14": {}, "2026-04-30": {"A": Decimal("100.01")}, "2026-05-01": {"B": Decimal("100.01")}}
