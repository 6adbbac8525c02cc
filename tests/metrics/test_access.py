"""Withholding: no booked figure of fewer projects than the profile says, and no subtraction that gives it back."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.access import withhold, withhold_totals
from data.profile import load_profile

TIANYUAN = load_profile("tianyuan")  # withhold_below = 3


def frame(*counts: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit": [f"U{i}" for i in range(len(counts))], "projects": counts, "booked": [10.0] * len(counts)}
    )


def hidden(*counts: int) -> list[bool]:
    return withhold(frame(*counts), TIANYUAN, ["booked"])["is_withheld"].tolist()


def test_enough_projects_are_shown():
    assert hidden(3, 4, 5) == [False, False, False]


def test_one_small_cell_takes_the_smallest_other_with_it():
    assert hidden(2, 9, 5, 7) == [True, False, True, False]


def test_two_small_cells_that_together_are_still_few_take_a_third():
    assert hidden(1, 1, 9, 5) == [True, True, False, True]


def test_two_small_cells_that_together_are_enough_stay_alone():
    assert hidden(2, 1, 9, 5) == [True, True, False, False]


def test_a_group_without_projects_hides_nothing():
    assert hidden(0, 2, 8, 9) == [False, True, True, False]


def test_all_small_are_all_withheld():
    assert hidden(1, 1) == [True, True]


def test_only_the_named_columns_are_emptied_and_the_frame_given_stays():
    given_frame = frame(1, 5, 9)
    result = withhold(given_frame, TIANYUAN, ["booked"])
    assert result["booked"].isna().tolist() == [True, True, False]
    assert result["projects"].tolist() == [1, 5, 9]
    assert given_frame["booked"].tolist() == [10.0, 10.0, 10.0]


def test_the_profile_can_switch_it_off():
    profile = TIANYUAN.model_copy(update={"withhold_below": 0})
    assert not withhold(frame(1, 5), profile, ["booked"])["is_withheld"].any()


def test_a_change_is_withheld_with_either_of_its_months():
    """Else the month that is withheld is the next one less the change."""
    months = pd.DataFrame({"projects": [5, 2, 5, 5], "ratio": [0.1, 0.2, 0.3, 0.4], "change": [0.1] * 4})
    result = withhold_totals(months, TIANYUAN, ["ratio"], count="projects", changes=["change"])
    assert result["ratio"].isna().tolist() == [False, True, False, False]
    assert result["change"].isna().tolist() == [False, True, True, False]


@given(st.lists(st.integers(0, 6), max_size=8))
def test_what_is_hidden_cannot_be_told_apart(counts):
    result = withhold(frame(*counts), TIANYUAN, ["booked"])
    behind = result.loc[result["is_withheld"], "projects"]
    assert (result.loc[~result["is_withheld"], "projects"].isin([0, 3, 4, 5, 6])).all()
    if len(behind) and not result.loc[result["projects"] > 0, "is_withheld"].all():
        assert len(behind) >= 2
        assert behind.sum() >= 3
