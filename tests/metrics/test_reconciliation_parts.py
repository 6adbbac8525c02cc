"""What a decision explains in its month and in those after, on differences one can follow by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.reconciliation.reconciliation_parts import Part, left, standing

# per month: the difference, what was decided for it (blank: nothing), what stands (p: this month's, l: carried over)
COURSES = {
    "decided, then carried over": """
        6 | 100 | R06 60, R07 40 | R06 60 p, R07 40 p
        7 | 100 |                | R06 60 l, R07 40 l
    """,
    "growth stays unexplained": """
        6 | 100 | R06 100        | R06 100 p
        7 | 130 |                | R06 100 l
    """,
    "it shrinks: the newest amounts first": """
        6 | 100 | R06 100        | R06 100 p
        7 | 150 | R06 100, R07 50 | R06 100 p, R07 50 p
        8 | 120 |                | R06 100 l, R07 20 l
        9 | 90  |                | R06 90 l
    """,
    "the newest of equal age is the last written": """
        6 | 100 | R07 40, R06 60 | R07 40 p, R06 60 p
        7 | 50  |                | R07 40 l, R06 10 l
    """,
    "what shrank does not come back": """
        6 | 100 | R06 100        | R06 100 p
        7 | 40  |                | R06 40 l
        8 | 100 |                | R06 40 l
    """,
    "the sign turns: all lapse": """
        6 | 100 | R06 100        | R06 100 p
        7 | -5  |                |
        8 | 100 |                |
    """,
    "gone to zero": """
        6 | 100 | R06 100        | R06 100 p
        7 | 0   |                |
        8 | 100 |                |
    """,
    "booked more, the same with a minus": """
        6 | -100 | R17 -80       | R17 -80 p
        7 | -50  |               | R17 -50 l
    """,
    "more is decided than there is: the last is cut": """
        6 | 100 | R06 60, R07 60 | R06 60 p, R07 40 p
    """,
    "an amount of the other sign explains nothing": """
        6 | 100 | R06 130, R17 -30 | R06 100 p
    """,
    "one reason grows: what is added is newer": """
        6 | 100 | R06 60, R07 40  | R06 60 p, R07 40 p
        7 | 150 | R06 110, R07 40 | R06 60 p, R07 40 p, R06 50 p
        8 | 110 |                 | R06 60 l, R07 40 l, R06 10 l
    """,
    "a new decision speaks instead of the old": """
        6 | 100 | R06 100        | R06 100 p
        7 | 100 | R07 30         | R07 30 p
        8 | 100 |                | R07 30 l
    """,
    "decided that nothing explains it": """
        6 | 100 | R06 100        | R06 100 p
        7 | 100 | none           |
        8 | 100 |                |
    """,
}


def amounts(text: str) -> list[tuple[str, Decimal]]:
    return [
        (reason, Decimal(amount)) for reason, amount in (each.split()[:2] for each in text.split(",") if each.strip())
    ]


@pytest.mark.parametrize("course", COURSES)
def test_what_becomes_of_a_decided_amount(course):
    lines = [[cell.strip() for cell in line.split("|")] for line in COURSES[course].strip().splitlines()]
    months = [date(2026, int(line[0]), 1) for line in lines]
    decisions = {
        month: [] if line[2] == "none" else [Part(*one, "person") for one in amounts(line[2])]
        for month, line in zip(months, lines, strict=True)
        if line[2]
    }
    found = standing({month: Decimal(line[1]) for month, line in zip(months, lines, strict=True)}, decisions)
    seen = [", ".join(f"{part.reason} {part.amount} {part.origin[0]}" for part in found[month]) for month in months]
    assert seen == [line[3] for line in lines]


months = [date(2026, number, 1) for number in range(2, 10)]
cents = st.integers(-20_000, 20_000).map(lambda n: Decimal(n) / 100)
said = st.lists(st.tuples(st.sampled_from(("R06", "R07", "R14")), cents), max_size=4)


@given(st.lists(cents, min_size=8, max_size=8), st.dictionaries(st.sampled_from(months), said, max_size=5))
def test_what_stands_never_exceeds_the_difference_and_has_its_sign(differences, decided):
    by_month = dict(zip(months, differences, strict=True))
    decisions = {month: [Part(reason, amount, "person") for reason, amount in each] for month, each in decided.items()}
    found = standing(by_month, decisions)
    for month, parts in found.items():
        rest = left(by_month[month], parts)
        assert all(part.amount * by_month[month] > 0 for part in parts)
        assert rest * by_month[month] >= 0
        assert sum(part.amount for part in parts) + rest == by_month[month]
        if month in decisions:  # as much as it can carry of what was decided with its sign
            wanted = sum(part.amount for part in decisions[month] if part.amount * by_month[month] > 0)
            assert abs(sum(part.amount for part in parts)) == min(abs(wanted), abs(by_month[month]))
