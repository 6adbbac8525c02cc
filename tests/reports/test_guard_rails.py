"""Who may read what: booked figures of few projects, the statistics bureau, roles."""

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest

from data.access import READERS, STATISTICIAN, NotAllowed
from data.profile import Unit
from metrics.completion.investment_completion import investment_completion
from metrics.reconciliation.booked_ratio import booked_ratio
from reports.parts import completion, entry
from reports.register import KINDS, content, readable
from reports.tables import WITHHELD
from tests.reports.asked import question


@pytest.fixture(scope="module")
def leader(demo_store):
    return question(demo_store, "tianyuan")


@pytest.fixture(scope="module")
def statistician(demo_store):
    return question(demo_store, "tianyuan", "statistician")


def booked_of_few(asked) -> list[str]:
    """Units with fewer booked projects than may be shown; who has no figure is no secret, so it hides nobody."""
    units = asked.ask(booked_ratio, by="responsible_unit")
    few = units[(units.booked_projects > 0) & (units.booked_projects < asked.profile.withhold_below)]
    assert (few.linked_projects >= asked.profile.withhold_below).any()
    return list(few.responsible_unit)


def test_few_projects_are_withheld_for_all_but_the_statistician(leader, statistician):
    few = booked_of_few(leader)
    for asked, is_hidden in ((leader, True), (statistician, False)):
        table = entry.ratio_table(asked)
        at = {column.field: place for place, column in enumerate(table.columns)}
        shown = {row[0].text: row[at["booked_ytd_wan"]].text for row in table.rows}
        assert {shown[unit] == WITHHELD for unit in few} == {is_hidden}
        assert all(row[at["booked_ytd_wan"]].value is None for row in table.rows if row[0].text in few) is is_hidden


@pytest.mark.parametrize("kind", readable({"leader"}))
def test_no_single_projects_booked_amount_stands_in_a_leaders_report(leader, kind):
    report = content(kind, leader)
    fields = {
        column.field
        for section in report.sections
        for block in section.blocks
        if block.block == "table"
        for column in block.columns
        if {"project_name", "booked_ytd_wan"} <= {c.field for c in block.columns}
    }
    assert fields == set()
    assert report.audience == ""


def test_the_statisticians_report_says_for_whom_it_is(statistician):
    report = content("monthly", statistician)
    assert entry.ratio_project_table(statistician) is not None
    assert "仅供统计人员" in report.footer


@pytest.mark.parametrize("role", sorted(READERS - STATISTICIAN))
def test_the_reconciliation_note_is_for_the_statistician_only(leader, role):
    asked = replace(leader, roles=frozenset({role}))
    hidden = {"reconciliation"}
    hidden |= {"leader_cards", "week", "wall"} if role == "officer" else set()  # they name other units' projects
    hidden |= {"letters"} if role in ("officer", "leader") else set()  # of who issues measures
    assert set(KINDS) - set(readable({role})) == hidden
    for make in (partial(content, "reconciliation"), KINDS["reconciliation"].make):
        with pytest.raises(NotAllowed, match="统计人员"):
            make(asked)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"admin"})])
def test_without_a_role_there_is_no_report(leader, roles):
    with pytest.raises(NotAllowed, match="区领导"):
        replace(leader, roles=roles)


def test_the_statistics_bureau_is_never_ranked(leader):
    def with_bureau(metric, **options):
        frame = leader.ask_metric(metric, **options)
        if metric is investment_completion and options.get("by") == "responsible_unit":
            row = frame.iloc[[0]].assign(
                responsible_unit="区统计局", pace_gap_pp=99.0, light="ahead", behind_projects=99
            )
            frame = pd.concat([row, frame], ignore_index=True)
        return frame

    asked = replace(leader, ask_metric=with_bureau, _answers={})
    assert Unit(name="区统计局", kind="区直部门", is_ranked=False) in [
        unit.model_copy(update={"aliases": ()}) for unit in asked.profile.units
    ]
    last = completion.units(asked).iloc[-1]
    assert (last.responsible_unit, last.place, last.lamp) == ("区统计局", "—", "—")
    assert "统计局" not in completion.month_by_itself(asked)
    assert completion.unit_chart(asked).series[0].tones[-1] == "normal"
