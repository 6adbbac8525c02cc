"""Decisions follow their projects: what becomes of decided amounts when links merge groups and split them again."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation.reconciliation_balance import balances
from metrics.reconciliation.reconciliation_decisions import Decision
from metrics.reconciliation.reconciliation_following import follow
from metrics.reconciliation.reconciliation_history import reconciliation_history
from metrics.reconciliation.reconciliation_parts import Part, left, standing
from tests.metrics.test_reconciliation import ASKED, TIANYUAN, decided, made, part
from tests.tables import assert_table

M = date(2026, 9, 1)

# groups now with their differences; what was decided, oldest first: the projects, then amounts (blank: that nothing
# explains it; x: taken back); what stands for each group (p: of this month's decision, r: proposed again)
CASES = {
    "a group as it was": ("AB 100", ["AB: R06 60"], "AB: R06 60 p"),
    "merged: what was decided for each stands side by side": (
        "AB 150", ["A: R06 100", "B: R07 50"], "AB: R06 100 p, R07 50 p"),
    "merged with one of which nothing was decided: its part is unexplained": ("AB 150", ["A: R06 100"], "AB: R06 100 p"),
    "merged, and the other one has booked more: the last written is cut": (
        "AB 30", ["A: R06 20", "A: R06 60, R07 40", "B: R17 -70"], "AB: R06 30 p"),
    "merged, and the sign turns: amounts of the other sign explain nothing": (
        "AB -30", ["A: R06 60", "B: R17 -90"], "AB: R17 -30 p"),
    "a decision about the merged group speaks instead of those about its parts": (
        "AB 150", ["A: R06 100", "B: R07 50", "AB: R14 20"], "AB: R14 20 p"),
    "taken back for the merged group: nothing stands": ("AB 150", ["A: R06 100", "B: R07 50", "AB x"], ""),
    "one part's taken back before the merger": ("AB 150", ["A: R06 100", "B: R07 50", "B x"], "AB: R06 100 p"),
    "split again: each has what was decided for itself": (
        "A 100, B 50", ["A: R06 100", "B: R07 50", "AB: R14 20"], "A: R06 100 p; B: R07 50 p"),
    "split: proposed again, in proportion to the differences": (
        "A 100, B 50", ["AB: R06 150"], "A: R06 100 r; B: R06 50 r"),
    "split unevenly: to the cent": ("A 100, B 200", ["AB: R06 100"], "A: R06 33.33 r; B: R06 66.67 r"),
    "split, and one's sign is other: all of it goes to the one that carries it": (
        "A 100, B -50", ["AB: R06 50"], "A: R06 50 r"),
    "split, and more was decided than the parts still differ": (
        "A 60, B 20", ["AB: R06 160"], "A: R06 60 r; B: R06 20 r"),
    "split, and one decided anew: the other's share is proposed still": (
        "A 100, B 50", ["AB: R06 150", "A: R14 10"], "A: R14 10 p; B: R06 50 r"),
    "split, and one said that nothing explains it": (
        "A 100, B 50", ["AB: R06 150", "A:"], "A: ; B: R06 50 r"),
    "taken back before the split: nothing is proposed": ("A 100, B 50", ["AB: R06 150", "AB x"], ""),
    "split and joined with another": (
        "A 100, BC 80", ["AB: R06 150", "C: R07 30"], "A: R06 83.33 r; BC: R07 30 p, R06 50 r"),
    "about a project that is in no group now: proposed to what is left": ("A 100", ["AZ: R06 70"], "A: R06 70 r"),
    "about projects nobody knows": ("A 100", ["Z: R06 70"], ""),
    "two about overlapping projects: the later one": ("ABC 300", ["AB: R06 100", "BC: R07 50"], "ABC: R07 50 p"),
}  # fmt: skip


def amounts(text: str) -> tuple[Part, ...]:
    pairs = (each.split() for each in text.split(",") if each.strip())
    return tuple(Part(reason, Decimal(amount), "person") for reason, amount in pairs)


def entry(number: int, text: str) -> Decision:
    is_undone = text.endswith(" x")
    projects, _, parts = text.removesuffix(" x").partition(":")
    return Decision(
        number, projects[0], frozenset(projects), M, datetime(2026, 10, 20), "张三", None, amounts(parts), is_undone
    )


@pytest.mark.parametrize("case", CASES)
def test_what_becomes_of_decided_amounts(case):
    groups, said, expected = CASES[case]
    named = dict(each.split() for each in groups.split(", "))
    differences = {group: {M: Decimal(amount)} for group, amount in named.items()}
    entries = [entry(number, text) for number, text in enumerate(said, start=1)]
    found = follow(entries, {group: frozenset(group) for group in named}, differences)
    seen = []
    for group, months in found.items():
        stands = standing(differences[group], {M: months[M].parts})[M]
        seen.append(
            f"{group}: " + ", ".join(f"{one.reason} {one.amount.normalize():f} {one.origin[0]}" for one in stands)
        )
        assert all(one.origin == "regrouped" for one in stands) or months[M].entries
    assert "; ".join(seen) == expected


projects = st.frozensets(st.sampled_from("ABCDE"), min_size=1)
cents = st.integers(-20_000, 20_000).map(lambda n: Decimal(n) / 100)
parts = st.lists(st.tuples(st.sampled_from(("R06", "R07", "R14")), cents), max_size=3)
written = st.lists(st.tuples(projects, st.none() | parts), max_size=6)
partition = st.lists(st.integers(0, 2), min_size=5, max_size=5)


@given(written, partition, st.lists(cents, min_size=3, max_size=3))
def test_no_amount_is_made_or_counted_twice(said, where, gaps):
    groups: dict[str, frozenset[str]] = {}
    for project, number in zip("ABCDE", where, strict=True):
        groups[str(number)] = groups.get(str(number), frozenset()) | {project}
    differences = {group: {M: gaps[int(group)]} for group in groups}
    entries = [
        Decision(number, "", about, M, datetime(2026, 10, 20), "张三", None,
                 tuple(Part(f"{reason}/{number}/{place}", amount, "person") for place, (reason, amount)
                       in enumerate(each or [])), each is None)
        for number, (about, each) in enumerate(said)
    ]  # fmt: skip
    found = follow(entries, groups, differences)
    given_out: dict[str, Decimal] = {}
    for group, months in found.items():
        for one in months[M].parts:
            given_out[one.reason] = given_out.get(one.reason, Decimal(0)) + one.amount
        stands = standing(differences[group], {M: months[M].parts})[M]
        rest = left(gaps[int(group)], stands)
        assert sum((one.amount for one in stands), rest) == gaps[int(group)]
        assert rest * gaps[int(group)] >= 0  # never more than the gap
        here = [one for one in entries if one.entry_id in months[M].entries]
        assert all(one.projects <= groups[group] and not one.is_undone for one in here)
        about = [project for one in here for project in one.projects]
        assert len(about) == len(set(about))  # one word on each project
    written_down = {one.reason: one.amount for each in entries for one in each.parts}
    for reason, amount in given_out.items():  # a part that a group does not carry is given to none
        assert abs(amount) <= abs(written_down[reason])
        assert amount * written_down[reason] >= 0


def about(projects: str, *given: str, known: str = "2026-10-20", undone: bool = False) -> tuple:
    subject, _, who, payload = decided(projects.split(",")[0], "2026-09", *given)
    more = f'"project_ids": "{projects}", ' + ('"status": "undone", ' if undone else "")
    return (subject, known, who, payload.replace("{", "{" + more, 1))


def joined(entries, until: str | None = None):
    """The table's F (400 unexplained) and J (60): in one group through SK from November 10 on, until they are split."""
    con = made(entries)
    con.execute("delete from mart.project_link where project_id = 'F'")
    for project in "FJ":
        con.execute(
            "insert into mart.project_link values ('tianyuan', ?, 'SK', 'person', null, '2026-11-10', ?)",
            [project, until],
        )
    return con


BEFORE = [about("F", part("R02", "300")), about("J", part("R14", "60"))]
AFTER = about("F,J", part("R07", "460"), known="2026-11-12")


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        ("2026-10-19", {"F": (400, 0), "J": (60, 0)}),
        ("2026-11-09", {"F": (400, 300), "J": (60, 60)}),
        ("2026-11-10", {"F": (460, 360)}),  # merged: both stand
        ("2026-11-12", {"F": (460, 460)}),  # decided anew for the merged group
        ("2026-11-20", {"F": (400, 300), "J": (60, 60)}),  # split again
    ],
)
def test_on_each_day_what_was_decided_for_the_groups_of_that_day(known_on, expected):
    con = joined([*BEFORE, AFTER], until="2026-11-20")
    _, found = balances(con, TIANYUAN, M, date.fromisoformat(known_on))
    seen = {one.group_id: (one.difference, one.settled) for one in found}
    assert {group: seen[group] for group in ("F", "J") if group in seen} == expected


def test_split_without_an_own_decision_is_proposed_with_its_note():
    con = joined([about("F,J", part("R07", "230", "缺进度单"), known="2026-11-12")], until="2026-11-20")
    assert_table(
        reconciliation_amounts(con, **ASKED)[lambda f: f.group_id.isin(["F", "J"])],
        """
        group_id | reason      | amount_wan | origin    | amount_since_month | decided_by | note
        F        | R07         | 200        | regrouped | 2026-09-01         | 张三       | 缺进度单
        F        | unexplained | 200        | rule      |                    |            |
        J        | R07         | 30         | regrouped | 2026-09-01         | 张三       | 缺进度单
        J        | unexplained | 30         | rule      |                    |            |
        """,
    )


def test_history_tells_what_stands():
    con = joined([*BEFORE, AFTER])
    assert_table(
        reconciliation_history(con, group_id="F", **ASKED),
        """
        entry_id | group_id | is_in_force | reason | amount_wan
        3        | F        | true        | R07    | 460
        2        | J        | false       | R14    | 60
        1        | F        | false       | R02    | 300
        """,
    )
    split = joined([*BEFORE, AFTER], until="2026-11-20")
    assert_table(
        reconciliation_history(split, group_id="J", **ASKED),
        """
        entry_id | is_in_force | reason
        3        | false       | R07
        2        | true        | R14
        """,
    )


def test_a_project_that_got_its_code_later_keeps_its_decisions():
    con = made([about("旧F", part("R02", "300"))])
    con.execute("insert into mart.former_id values ('project', 'tianyuan', '旧F', 'F')")
    rows = reconciliation(con, by="project", **ASKED)
    assert rows[rows.group_id == "F"].explained_wan.tolist() == [300]


@pytest.mark.parametrize("universe", ["statistics", "jingyang"])
def test_somebody_elses_former_id_is_passed_over(universe):
    con = made([about("旧F", part("R02", "300"))])
    who = ("project", "jingyang") if universe == "jingyang" else (universe, TIANYUAN.id)
    con.execute("insert into mart.former_id values (?, ?, '旧F', 'F')", who)
    assert reconciliation(con, by="project", **ASKED).explained_wan.sum() == 150  # R00 only
