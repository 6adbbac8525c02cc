"""Reported against booked (报统对账), on tables small enough to check by hand."""

from datetime import date

import pytest

from data.profile import load_profile
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation.reconciliation_groups import groups
from metrics.reconciliation.reconciliation_history import reconciliation_history
from metrics.reconciliation.reconciliation_series import reconciliation_series
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")  # tolerance: 5 % of the larger, at least 50 万元
SOURCES = """
    district | kind              | month      | first_known_from
    tianyuan | dispatch          | 2025-12-01 | 2026-01-05
    tianyuan | statistics_return | 2025-12-01 | 2026-01-10
    tianyuan | dispatch          | 2026-01-01 | 2026-02-05
    tianyuan | dispatch          | 2026-08-01 | 2026-09-05
    tianyuan | statistics_return | 2026-08-01 | 2026-09-10
    tianyuan | dispatch          | 2026-09-01 | 2026-10-05
    tianyuan | statistics_return | 2026-09-01 | 2026-10-10
    tianyuan | dispatch          | 2026-10-01 | 2026-11-05    # 10月的统计月报未载入
"""
MONTHS = """
    district | project_id | month      | responsible_unit | batch | is_in_plan | is_removed | carried_ytd_wan | total_investment_wan
    tianyuan | A          | 2026-09-01 | 城建局           | 续建  | true       | false      | 1000            | 9000   # 差 50，正好容差
    tianyuan | B          | 2026-09-01 | 城建局           | 续建  | true       | false      | 1000            | 9000   # 差 50.01
    tianyuan | C          | 2026-09-01 | 教育局           | 续建  | true       | false      | 2000            | 9000   # 差 100，正好 5%
    tianyuan | D          | 2026-09-01 | 教育局           | 续建  | true       | false      | 300             | 9000   # 与 E 同对 SD：捆绑，跨单位
    tianyuan | E          | 2026-09-01 | 城建局           | 竣工  | true       | false      | 200             | 9000
    tianyuan | F          | 2026-09-01 | 水利局           | 续建  | true       | false      | 400             | 9000   # 未匹配
    tianyuan | G          | 2026-09-01 | 水利局           | 续建  | true       | false      | 500             | 9000   # 已匹配，月报中没有：不在库
    tianyuan | H          | 2026-09-01 | 水利局           | 续建  | true       | false      |                 | 9000   # 今年从未上报，入统 80
    tianyuan | I          | 2026-09-01 | 水利局           | 续建  | false      | true       | 70              | 9000   # 已调出：不在内，所连的归 R18
    tianyuan | J          | 2026-09-01 | 水利局           | 续建  | false      | false      | 60              | 9000   # 计划外而有上报：在内，差 60
    tianyuan | K          | 2026-09-01 | 水利局           | 续建  | false      | false      |                 | 9000   # 今年不在调度：不在内
    tianyuan | B          | 2026-08-01 | 城建局           | 续建  | true       | false      | 880             | 9000
    tianyuan | C          | 2026-08-01 | 教育局           | 续建  | true       | false      | 1500            | 9000
    tianyuan | A          | 2025-12-01 | 城建局           | 续建  | true       | false      | 700             | 9000
    tianyuan | A          | 2026-01-01 | 城建局           | 续建  | true       | false      | 90              | 9000   # 1月免报
    tianyuan | A          | 2026-10-01 | 城建局           | 续建  | true       | false      | 5000            | 9000   # 10月没有月报可比
    jingyang | A          | 2026-09-01 | 城建局           | 续建  | true       | false      | 9999            | 9000   # 别的区
"""
BOOKED = """
    district | statistics_id | month      | known_from | known_to   | booked_ytd_wan | planned_total_wan
    tianyuan | SA            | 2026-09-01 | 2026-10-10 |            | 950            | 9000
    tianyuan | SB            | 2026-09-01 | 2026-10-10 |            | 949.99         | 9000
    tianyuan | SC            | 2026-09-01 | 2026-10-10 |            | 1900           | 9000
    tianyuan | SD            | 2026-09-01 | 2026-10-10 | 2026-11-01 | 999            | 9000   # 后来更正
    tianyuan | SD            | 2026-09-01 | 2026-11-01 |            | 350            | 9000
    tianyuan | SH            | 2026-09-01 | 2026-10-10 |            | 80             | 9000
    tianyuan | SI            | 2026-09-01 | 2026-10-10 |            | 30             | 9000
    tianyuan | SX            | 2026-09-01 | 2026-10-10 |            | 40             | 9000   # 没有匹配
    tianyuan | SK            | 2026-09-01 | 2026-10-10 |            |                | 9000   # 在库无数
    tianyuan | SB            | 2026-08-01 | 2026-09-10 |            | 700            | 9000
    tianyuan | SG            | 2026-08-01 | 2026-09-10 |            | 0              | 9000
    tianyuan | SA            | 2025-12-01 | 2026-01-10 |            | 600            | 9000
    jingyang | SA            | 2026-09-01 | 2026-10-10 |            | 1              | 9000
"""
LINKS = """
    district | project_id | statistics_id | share | known_from | known_to
    tianyuan | A          | SA            |       | 2026-01-01 |
    tianyuan | B          | SB            |       | 2026-01-01 |
    tianyuan | C          | SC            |       | 2026-01-01 |
    tianyuan | D          | SD            | 0.6   | 2026-01-01 |
    tianyuan | E          | SD            | {e}   | 2026-01-01 |
    tianyuan | G          | SG            |       | 2026-01-01 |
    tianyuan | H          | SH            |       | 2026-01-01 |
    tianyuan | I          | SI            |       | 2026-01-01 |
    tianyuan | K          | SK            |       | 2026-01-01 |
    tianyuan | F          | SX            |       | 2026-01-01 | 2026-11-30   # 已撤销
"""
SEPTEMBER = date(2026, 9, 30)
ASKED = {"profile": TIANYUAN, "as_of": SEPTEMBER, "known_on": date(2026, 11, 30)}


def project_rows() -> str:
    ids = "ABCDEFGHIJK"
    return "district | project_id | project_name\n" + "\n".join(f"tianyuan | {one} | 项目{one}" for one in ids)


def statistics_rows() -> str:
    ids = ["SA", "SB", "SC", "SD", "SG", "SH", "SI", "SX", "SK"]
    return "district | statistics_id | project_name\n" + "\n".join(f"tianyuan | {one} | 统计{one}" for one in ids)


def made(decisions: list[tuple] = (), e: str = ""):
    con = warehouse(
        source_month=SOURCES, project_month=MONTHS, booked=BOOKED, project_link=LINKS.format(e=e),
        project=project_rows(), statistics_project=statistics_rows(),
    )  # fmt: skip
    con.execute("insert into meta.version values (2, '2026-12-31', '2026-11-01', false)")
    for number, (subject, known_from, who, payload) in enumerate(decisions, start=1):
        con.execute(
            "insert into mart.decision values (?, 'tianyuan', 'reason', ?, ?, ?, ?, '看过凭证', ?)",
            [number, subject, known_from, known_from, who, payload],
        )
    return con


def ask(by=None, as_of=SEPTEMBER, con=None, **made_with):
    options = ASKED | {"as_of": as_of}
    return reconciliation(con or made(**made_with), by=by, **options)


GROUPS = """
    group_id | project_ids | statistics_ids | responsible_unit | batch  | reported_ytd_wan | booked_ytd_wan | difference_wan | gap_wan | status           | explained_wan | proposed_wan | unexplained_wan
    G        | G           | SG             | 水利局           | 续建   | 500              |                | 500            | 500     | proposed         | 0             | 500          | 0      # 8月月报中有：R15
    F        | F           |                | 水利局           | 续建   | 400              |                | 400            | 400     | unlinked         | 0             | 0            | 400
    D        | D,E         | SD             | 跨单位           | 跨批次 | 500              | 350            | 150            | 150     | proposed         | 0             | 150          | 0
    H        | H           | SH             | 水利局           | 续建   |                  | 80             | -80            | -80     | proposed         | 0             | -80          | 0
    J        | J           |                | 水利局           | 续建   | 60               |                | 60             | 60      | unlinked         | 0             | 0            | 60
    B        | B           | SB             | 城建局           | 续建   | 1000             | 949.99         | 50.01          | 50.01   | proposed         | 0             | 50.01        | 0      # 在上月上报与本月之间
    C        | C           | SC             | 教育局           | 续建   | 2000             | 1900           | 100            | 100     | within_tolerance | 100           | 0            | 0
    A        | A           | SA             | 城建局           | 续建   | 1000             | 950            | 50             | 50      | within_tolerance | 50            | 0            | 0
    S:SX     |             | SX             | 未匹配           | 未匹配 |                  | 40             | -40            | 0       | unlinked_return  | 0             | 0            | 0
    S:SI     |             | SI             | 未匹配           | 未匹配 |                  | 30             | -30            | 0       | unlinked_return  | 0             | 0            | 0
    S:SK     |             | SK             | 未匹配           | 未匹配 |                  |                | 0              | 0       | unlinked_return  | 0             | 0            | 0
"""


def test_groups_are_compared_as_a_whole_and_the_rest_of_the_return_stands_by_itself():
    assert_table(ask("project"), GROUPS)


@pytest.mark.parametrize(
    ("known_on", "linked"),
    [("2026-11-14", None), ("2026-11-15", "SK"), ("2026-11-19", "SK"), ("2026-11-20", None)],
)
def test_a_link_counts_from_the_day_it_is_known_to_the_day_it_is_undone(known_on, linked):
    con = made()
    con.execute(
        "insert into mart.project_link values ('tianyuan', 'J', 'SK', 'person', null, '2026-11-15', '2026-11-20')"
    )
    rows = groups(con, TIANYUAN, SEPTEMBER.replace(day=1), date.fromisoformat(known_on))
    assert [row["statistics_ids"] for row in rows if row["group_id"] == "J"] == [linked]


def test_the_bridge_closes():
    assert_table(
        ask("reason"),
        """
        reason      | legitimate | groups | difference_wan | explained_wan | proposed_wan
        R00         | true       | 2      | 150            | 150           | 0
        R09         | true       | 1      | 50.01          | 0             | 50.01
        R11         | true       | 1      | 150            | 0             | 150
        R15         | true       | 1      | 500            | 0             | 500
        R17         |            | 1      | -80            | 0             | -80
        R18         |            | 2      | -70            | 0             | 0
        unexplained |            | 2      | 460            | 0             | 0
        """,
    )


def test_the_district_in_one_row():
    assert_table(
        ask(),
        """
        compared_month | groups | open_groups | reported_ytd_wan | booked_ytd_wan | difference_wan | gap_wan | gross_gap_wan | linked_booked_ytd_wan | unlinked_return_wan | booked_to_reported | explained_share | open_gross_wan | closing_difference_wan
        2026-09-01     | 8      | 6           | 5460             | 4299.99        | 1160.01        | 1230.01 | 1390.01       | 4229.99               | 70                  | 422999/546000      | 15000/139001    | 1240.01        | 0
        """,
    )


def test_units_add_up_and_a_group_across_units_stands_as_such():
    assert_table(
        ask("responsible_unit"),
        """
        responsible_unit | groups | open_groups | reported_ytd_wan | booked_ytd_wan | difference_wan | gap_wan | gross_gap_wan | explained_wan | proposed_wan | unexplained_wan
        水利局           | 4      | 4           | 960              | 80             | 880            | 880     | 1040          | 0             | 420          | 460
        跨单位           | 1      | 1           | 500              | 350            | 150            | 150     | 150           | 0             | 150          | 0
        城建局           | 2      | 1           | 2000             | 1899.99        | 100.01         | 100.01  | 100.01        | 50            | 50.01        | 0
        教育局           | 1      | 0           | 2000             | 1900           | 100            | 100     | 100           | 100           | 0            | 0
        未匹配           | 0      | 0           | 0                | 70             | -70            | 0       | 0             | 0             | 0            | 0
        """,
    )


def test_confirmed_shares_split_a_group_over_its_units():
    # SD 350: D 0.6 → 210, E 0.4 → 140
    assert_table(
        ask("responsible_unit", e="0.4"),
        """
        responsible_unit | groups | reported_ytd_wan | booked_ytd_wan | gap_wan | proposed_wan | unexplained_wan
        水利局           | 4      | 960              | 80             | 880     | 420          | 460
        教育局           | 2      | 2300             | 2110           | 190     | 90           | 0
        城建局           | 3      | 2200             | 2039.99        | 160.01  | 110.01       | 0
        未匹配           | 0      | 0                | 70             | 0       | 0            | 0
        """,
    )


def test_a_month_without_a_return_is_unknown_and_january_stands_at_december():
    assert_table(ask("project", date(2026, 10, 31)), GROUPS)
    assert_table(
        ask("project", date(2026, 1, 31)),
        """
        group_id | compared_month | reported_ytd_wan | booked_ytd_wan | status   | unexplained_wan
        A        | 2025-12-01     | 700              | 600            | unexplained | 100
        """,
    )


def test_periods_and_age_and_what_changed():
    assert_table(
        ask("project")[lambda f: f.group_id.isin(["B", "C", "G"])],
        """
        group_id | reported_period_wan | booked_period_wan | gap_period_wan | open_since_month | open_months
        G        | 500                 |                   | 500            | 2026-09-01       | 1
        B        | 120                 | 249.99            | -129.99        | 2026-08-01       | 2
        C        | 500                 | 1900              | -1400          |                  |
        """,
    )
    assert_table(
        reconciliation_changes(made(), **ASKED)[:3],
        """
        group_id | gap_before_wan | gap_wan | gap_change_wan | gap_course
        C        | 1500           | 100     | -1400          | shrank
        G        | 0              | 500     | 500            | appeared
        F        | 0              | 400     | 400            | appeared
        """,
    )
    assert_table(
        reconciliation_ageing(made(), **ASKED),
        """
        open_months | groups | open_gross_wan
        2           | 1      | 50.01
        1           | 5      | 1190
        """,
    )
    assert_table(
        reconciliation_series(made(), group_id="B", **ASKED),
        """
        month      | reported_ytd_wan | booked_ytd_wan | gap_wan | reported_period_wan | booked_period_wan
        2026-08-01 | 880              | 700            | 180     | 880                 | 700
        2026-09-01 | 1000             | 949.99         | 50.01   | 120                 | 249.99
        """,
    )


def part(reason, amount, note=""):
    return f'{{"reason": "{reason}", "amount_wan": "{amount}", "note": "{note}"}}'


def decided(group, month, *parts, known="2026-10-20", who="张三"):
    payload = f'{{"as_of": "{month}-01", "parts": [{", ".join(parts)}]}}'
    return (f"reason:{group}:{month}", known, who, payload)


def test_a_person_decides_and_splits_and_what_is_left_stays_open():
    con = made([decided("F", "2026-09", part("R02", "150", "缺许可证"), part("R03", "50"))])
    assert_table(
        ask("project", con=con)[lambda f: f.group_id == "F"],
        """
        group_id | status           | explained_wan | proposed_wan | unexplained_wan | decided_reasons            | last_entry_id
        F        | partly_explained | 200           | 0            | 200             | R02 150.00；R03 50.00      | 1
        """,
    )
    assert_table(
        reconciliation_amounts(con, group_id="F", **ASKED),
        """
        reason      | amount_wan | origin | amount_since_month | decided_by | note
        R02         | 150        | person | 2026-09-01         | 张三       | 缺许可证
        R03         | 50         | person | 2026-09-01         | 张三       |
        unexplained | 200        | rule   |                    |            |
        """,
    )


@pytest.mark.parametrize(
    ("entries", "explained", "proposed", "unexplained", "last"),
    [
        ([decided("F", "2026-09", part("R02", "400"))], 400, 0, 0, 1),
        ([decided("F", "2026-09", part("R02", "999"))], 400, 0, 0, 1),  # never more than the difference
        ([decided("F", "2026-09", part("R02", "-10"))], 0, 0, 400, 1),  # nor with the other sign
        ([decided("F", "2026-09", part("R18", "10"), part("R99", "10"), part("R02", "x"))], 0, 0, 400, 1),
        ([decided("F", "2026-10", part("R02", "400"))], 0, 0, 400, None),  # of a later month
        ([decided("F", "2026-09", part("R02", "400"), known="2026-12-01")], 0, 0, 400, None),  # known later
        ([decided("F", "2026-09", part("R02", "400")),
          ("reason:F:2026-09", "2026-10-21", "李四", '{"status": "undone"}')], 0, 0, 400, 2),
        ([decided("F", "2026-09", part("R02", "400")), decided("F", "2026-09", part("R03", "100"))], 100, 0, 300, 2),
        ([decided("B", "2026-08", part("R06", "180"))], 0, 0, 400, None),  # somebody else's
        ([("note:F:2026-09", "2026-10-21", "李四", '{"parts": []}')], 0, 0, 400, None),
    ],
)  # fmt: skip
def test_which_decision_stands(entries, explained, proposed, unexplained, last):
    frame = ask("project", con=made(entries))
    row = frame[frame.group_id == "F"].iloc[0]
    assert (row.explained_wan, row.proposed_wan, row.unexplained_wan) == (explained, proposed, unexplained)
    assert (None if row.last_entry_id is None or row.isna().last_entry_id else row.last_entry_id) == last


def test_a_decision_of_the_month_before_is_proposed_as_far_as_the_difference_carries_it():
    # B in August: 880 − 700 = 180 decided; September: 50.01 is left of it
    con = made([decided("B", "2026-08", part("R06", "180", "凭证在途"))])
    assert_table(
        reconciliation_amounts(con, group_id="B", **ASKED),
        """
        reason | amount_wan | origin     | amount_since_month | decided_by | note
        R06    | 50.01      | last_month | 2026-08-01         | 张三       | 凭证在途
        """,
    )
    row = ask("project", con=con)[lambda f: f.group_id == "B"].iloc[0]
    assert (row.status, row.open_months) == ("proposed", 1)  # August was settled


def test_what_leaves_the_ratio_stays_in_the_bridge():
    con = made([decided("F", "2026-09", part("R16", "400"))])
    total = ask(con=con).iloc[0]
    assert total.booked_to_reported == pytest.approx(4229.99 / 5060)
    assert (total.difference_wan, total.closing_difference_wan) == (pytest.approx(1160.01), 0)


def test_history_keeps_what_was_taken_back():
    entries = [
        decided("F", "2026-09", part("R02", "400")),
        ("reason:F:2026-09", "2026-10-21", "李四", '{"as_of": "2026-09-01", "status": "undone"}'),
        decided("B", "2026-09", part("R06", "1")),
    ]
    assert_table(
        reconciliation_history(made(entries), group_id="F", **ASKED),
        """
        entry_id | decided_month | decided_by | is_undone | reason | amount_wan | why
        2        | 2026-09-01    | 李四       | true      |        |            | 看过凭证
        1        | 2026-09-01    | 张三       | false     | R02    | 400        | 看过凭证
        """,
    )


def test_unknown_grouping_is_refused():
    with pytest.raises(ValueError, match="choose one of project, reason"):
        ask("owner")


def test_a_decision_speaks_within_the_tolerance_too():
    row = ask("project", con=made([decided("A", "2026-09", part("R09", "50"))]))[lambda f: f.group_id == "A"].iloc[0]
    assert (row.status, row.decided_reasons) == ("explained", "R09 50.00")


@pytest.mark.parametrize(("known_on", "booked"), [("2026-10-31", 999), ("2026-11-01", 350)])
def test_a_return_is_read_as_it_was_known(known_on, booked):
    rows = groups(made(), TIANYUAN, SEPTEMBER.replace(day=1), date.fromisoformat(known_on))
    assert [row["booked_ytd_wan"] for row in rows if row["group_id"] == "D"] == [booked]
