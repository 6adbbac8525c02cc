"""Layouts drawn around known figures: what enters is right; whatever does not enter is asked, refused or told.

``GUATU_LAYOUTS`` says how many workbooks are drawn, ``GUATU_LAYOUTS_SEED`` with which one to begin. A failing draw prints
its seed, its layout in words and its cells; ``draw(seed)`` draws it again.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from etl.intake import parse_book
from tests.etl.intake.books import PROFILE
from tests.etl.layouts.conftest import TRIED
from tests.etl.layouts.judging import judge
from tests.etl.layouts.run import as_cells, try_one
from tests.etl.layouts.workbooks import draw

COUNT = int(os.environ.get("GUATU_LAYOUTS", "200"))
FIRST = int(os.environ.get("GUATU_LAYOUTS_SEED", "0"))
BATCHES = 10
SHOWN = 5  # failing draws of a batch that are printed whole
ENOUGH_RIGHT = 0.4  # of layouts with a proof: a system that asks always is of no use


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_wrong_enters(batch: int, tmp_path: Path) -> None:
    wrong = []
    for seed in range(FIRST + batch, FIRST + COUNT, BATCHES):
        drawn, way, verdict = try_one(seed, tmp_path)
        TRIED.append(f"{verdict.unasked} {verdict.accepted} {'proof' if drawn.has_proof else 'none'}")
        if verdict.unasked == "wrong":
            wrong.append(f"seed {seed}, {way}\n{drawn.in_words()}\n" + "\n".join(verdict.faults[:SHOWN]))
    assert not wrong, f"{len(wrong)} wrong:\n\n" + "\n\n".join(wrong[:SHOWN])


def test_most_layouts_that_carry_a_proof_are_read() -> None:
    """Asking is allowed, but not always: counted on cells alone, which is fast."""
    outcomes = Counter[str]()
    for seed in range(FIRST, FIRST + 150):
        drawn = draw(seed)
        if drawn.has_proof and not drawn.needs_a_file:
            outcomes[judge(drawn, parse_book(as_cells(drawn), PROFILE)).unasked] += 1
    assert outcomes["right"] >= ENOUGH_RIGHT * outcomes.total(), outcomes


@pytest.mark.parametrize("seed", [0, 7, 4711])
def test_a_seed_draws_the_same_workbook_each_time(seed: int) -> None:
    assert draw(seed).in_words() == draw(seed).in_words()


def test_the_judge_finds_a_figure_that_is_not_so() -> None:
    """A judge that says right to everything would prove nothing: a figure moved in the cells is found."""
    found = Counter[str]()
    for seed in range(60):
        drawn = draw(seed)
        if drawn.shape != "one" or drawn.needs_a_file:
            continue
        before = judge(drawn, parse_book(as_cells(drawn), PROFILE))
        if before.accepted != "right":
            continue
        page = drawn.pages[0]
        row, at, _, role = next(place for place in page.figures if place[3] in ("ytd", "plan", "total"))
        page.cells[row][at] = 77_777.77
        after = judge(drawn, parse_book(as_cells(drawn), PROFILE))
        found[after.accepted] += 1
        assert after.accepted != "right", (seed, role)
    assert found
