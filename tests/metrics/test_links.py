"""Pairs of key and statistics project: what stands on a day, by whom, and what people said before."""

import json
from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from data.known import derive
from data.profile import load_profile
from etl.build.link import settle
from metrics.__main__ import as_json
from metrics.reconciliation.links import NAMED, link_evidence, link_history, links
from tests.tables import assert_table, warehouse

TIANYUAN = load_profile("tianyuan")
EVIDENCE = '{"parts":{"name":96.0,"total":80.0,"town":100.0,"owner":null,"start":null},"reasons":["镇街相同"],"doubts":["一","二"]}'
SIDES = {
    "project_state": """
        district | project_id | effective_month | kind     | known_from | row_id | project_name | owner | town   | total_investment_wan
        tianyuan | A          | 2026-01-01      | dispatch | 2026-01-20 | 1      | 甲           | 甲公司 | 三门镇 | 1000
        tianyuan | B          | 2026-01-01      | dispatch | 2026-01-20 | 2      | 乙           |       |        | 2000
    """,
    "statistics_project": """
        district | statistics_id | project_code | project_name | first_known_from
        tianyuan | S            |              | 甲项目       | 2026-03-15
        tianyuan | T            |              | 乙一标       | 2026-03-15
    """,
    "booked": """
        district | statistics_id | month      | known_from | row_id | project_name | planned_total_wan
        tianyuan | S            | 2026-02-01 | 2026-03-15 | 3      | 甲项目       | 900
    """,
    "raw_statistics_return": """
        row_id | district | statistics_id | known_from | month      | address | start_date
        3      | tianyuan | S             | 2026-03-15 | 2026-02-01 | 三门镇  | 2026-01-10
    """,
}


def settled(decisions: str = "", **tables: str):
    """A warehouse with two key and two statistics projects: A–S by code, B–T in doubt, and what people said of them."""
    con = warehouse(**SIDES, **tables)
    for pair in (("A", "S", 100.0, "code"), ("B", "T", 82.0, None)):
        con.execute(
            "insert into mart.link_proposal values ('tianyuan', ?, ?, ?, ?, ?, '2026-03-15')", [*pair, EVIDENCE]
        )
    for number, line in enumerate(decisions.strip().splitlines(), start=1):
        pair, day, status, share = [cell.strip() for cell in line.split("  #")[0].split("|")]
        said = f'{{"status": "{status}"' + (f', "share": "{share}"' if share else "") + "}"
        con.execute(
            "insert into mart.decision values (?, 'tianyuan', 'link', ?, ?, ?, '李四', '核过图纸', ?)",
            [number, f"link:{pair.replace('–', '|')}", day, f"{day} 09:30:00", said],
        )
    settle(con)
    derive(con)
    return con


def on(con, day: str):
    return link_evidence(con, profile=TIANYUAN, known_on=date.fromisoformat(day))


def test_a_row_holds_both_sides_and_the_evidence():
    assert_table(
        link_evidence(settled(), profile=TIANYUAN),
        """
        project_id | project_name | statistics_id | statistics_name | score | status  | decided_by | owner  | town   | statistics_address | total_investment_wan | statistics_total_wan | statistics_start_date | name_score | town_score | owner_score | link_doubts | known_from
        B          | 乙           | T             | 乙一标          | 82    | pending |            |        |        |                    | 2000                 |                      |                       | 96         | 100        |             | 一；二      | 2026-03-15   # 待人的在前
        A          | 甲           | S             | 甲项目          | 100   | linked  | code       | 甲公司 | 三门镇 | 三门镇             | 1000                 | 900                  | 2026-01-10            | 96         | 100        |             | 一；二      | 2026-03-15
        """,
    )


def test_before_both_are_known_there_is_nothing():
    assert on(settled(), "2026-03-14").empty
    assert len(on(settled(), "2026-03-15")) == 2


def test_a_persons_word_stands_from_its_day_until_it_is_taken_back():
    con = settled("""
        B–T | 2026-04-02 | confirmed |
        A–S | 2026-04-03 | rejected  |          # 驳回也胜过代码
        B–T | 2026-04-05 | undone    |
        A–S | 2026-04-06 | undone    |
    """)
    seen = {}
    for day in range(1, 8):
        rows = on(con, f"2026-04-{day:02d}").sort_values("project_id")
        seen[day] = " ".join(f"{row.status}/{row.decided_by}" for row in rows.itertuples()).replace("nan", "None")
    assert seen == {
        1: "linked/code pending/None",
        2: "linked/code linked/person:李四",
        3: "rejected/person:李四 linked/person:李四",
        4: "rejected/person:李四 linked/person:李四",
        5: "rejected/person:李四 pending/None",
        6: "linked/code pending/None",
        7: "linked/code pending/None",
    }


def test_of_two_words_on_one_day_the_last_counts():
    con = settled("B–T | 2026-04-02 | confirmed |\nB–T | 2026-04-02 | rejected |")
    assert on(con, "2026-04-02").set_index("project_id").status["B"] == "rejected"


def test_a_pair_that_nobody_proposed():
    con = settled("B–S | 2026-04-02 | confirmed |")
    row = on(con, "2026-04-02").set_index(["project_id", "statistics_id"]).loc[("B", "S")]
    assert (row.status, row.decided_by) == ("linked", "person:李四")
    assert len(on(con, "2026-04-01")) == 2


def test_an_unproposed_pair_taken_back_is_gone():
    con = settled("B–S | 2026-04-02 | confirmed |\nB–S | 2026-04-03 | undone |")
    assert len(on(con, "2026-04-02")) == 3
    assert len(on(con, "2026-04-03")) == 2


def test_once_a_person_has_linked_a_statistics_project_its_other_doubts_are_answered():
    con = settled("A–T | 2026-04-02 | confirmed |\nA–T | 2026-04-09 | undone |")
    seen = {day: on(con, f"2026-04-0{day}").status.tolist() for day in (1, 2, 9)}
    assert seen == {1: ["pending", "linked"], 2: ["linked", "linked"], 9: ["pending", "linked"]}


def test_a_decision_on_a_project_that_is_not_there_waits():
    con = settled("Z–S | 2026-04-02 | confirmed |\nA–Z | 2026-04-02 | rejected |")
    assert len(on(con, "2026-04-02")) == 2
    assert len(link_history(con, profile=TIANYUAN)) == 2


def test_a_decision_goes_with_a_project_that_got_its_code():
    con = settled(
        "N-1–T | 2026-04-02 | confirmed |",
        former_id="universe | district | former_id | id\nproject | tianyuan | N-1 | B",
    )
    assert on(con, "2026-04-02").set_index("project_id").decided_by["B"] == "person:李四"
    assert link_history(con, profile=TIANYUAN, project_id="B").project_name.tolist() == ["乙"]


def test_the_history_is_read_newest_first():
    con = settled("B–T | 2026-04-02 | confirmed | 0.5\nA–S | 2026-04-03 | rejected |\nB–T | 2026-04-05 | undone |")
    assert_table(
        link_history(con, profile=TIANYUAN, project_id="B"),
        """
        decided_at          | who  | decision  | share | decision_reason | statistics_name | is_last_word
        2026-04-05 09:30:00 | 李四 | undone    |       | 核过图纸        | 乙一标          | true
        2026-04-02 09:30:00 | 李四 | confirmed | 0.5   | 核过图纸        | 乙一标          | false
        """,
    )
    assert len(link_history(con, profile=TIANYUAN, known_on=date(2026, 4, 3))) == 2


pairs = st.tuples(st.sampled_from("AB"), st.sampled_from("ST"))
words = st.tuples(pairs, st.integers(0, 6), st.sampled_from(("confirmed", "rejected", "undone")))


@settings(max_examples=25)
@given(st.lists(words, max_size=7), st.integers(0, 7))
def test_what_stands_is_what_a_plain_recount_says(said, later):
    """Day by day: the last word on a pair, else what the data say; doubts go once a person linked their statistics project."""
    first = date(2026, 4, 1)
    con = settled(
        "\n".join(f"{one}–{other} | {first + timedelta(days=day)} | {word} |" for (one, other), day, word in said)
    )
    day = first + timedelta(days=later)
    last: dict[tuple, str] = {}
    for pair, offset, word in sorted(said, key=lambda each: each[1]):
        if offset <= later:
            last[pair] = word
    by_person = defaultdict(bool)
    for (_, statistics), word in last.items():
        by_person[statistics] |= word == "confirmed"
    expected = {}
    for pair in {*last, ("A", "S"), ("B", "T")}:
        word = last.get(pair, "undone")
        if word != "undone":
            expected[pair] = {"confirmed": "linked"}.get(word, word)
        elif pair == ("A", "S"):
            expected[pair] = "linked"
        elif pair == ("B", "T") and not by_person["T"]:
            expected[pair] = "pending"
    rows = on(con, day.isoformat())
    assert {(row.project_id, row.statistics_id): row.status for row in rows.itertuples()} == expected


def test_the_list_says_who_how_and_by_whom_and_no_more():
    rows = json.loads(as_json(links(settled("B–T | 2026-04-02 | rejected |"), profile=TIANYUAN)))
    assert [tuple(row) for row in rows] == [NAMED] * 2
    assert [(row["score"], row["status"], row["decided_by"]) for row in rows] == [
        (100, "linked", "code"), (82, "rejected", "person:李四"),
    ]  # fmt: skip
    assert [row["decided_by"] for row in json.loads(as_json(links(settled(), profile=TIANYUAN)))] == [None, "code"]
