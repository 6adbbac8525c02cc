"""Metrics asked of a lake answer as those of the districts' warehouses: district by district, and side by side."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from data import lake as reading
from data.common_profile import common_profile, differing_rules
from data.profile import load_profile
from data.warehouse import connect
from etl.lake.publish_lake import publish_lake
from metrics.__main__ import main
from metrics.districts import CORE, by_district, last_month, until
from metrics.loaded_months import last_month as last_of_one
from metrics.registry import all_metrics
from tests.lake import generated_lake

COUNT = 20
KNOWN = all_metrics()
ADDED = ["district", "district_name", "delivered_until_month", "differing_rules"]


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """A warehouse of 20 generated districts, their profiles, and the lake to which each published."""
    con, profiles = generated_lake.generated(COUNT), generated_lake.districts(COUNT)
    url = generated_lake.publish(con, profiles, tmp_path_factory.mktemp("lake") / "lake")
    return con, profiles, reading.connect(url)


@pytest.fixture(scope="module")
def demo(demo_store, tmp_path_factory):
    """The demo's warehouse, and the lake to which both districts published."""
    url = str(tmp_path_factory.mktemp("demo lake") / "lake")
    publish_lake(demo_store, url)
    return connect(demo_store), reading.connect(url)


def same(actual: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(actual, expected, check_exact=True)


@pytest.mark.parametrize("name", CORE)
@pytest.mark.parametrize("district", ["jingyang", "tianyuan"])
def test_a_district_of_the_demo_answers_from_the_lake_as_from_its_warehouse(demo, name, district):
    source, lake = demo
    profile = load_profile(district)
    assert lake.profile(district) == profile
    for by in [None, "responsible_unit", "project"]:
        if by is None or by in KNOWN[name].groups:
            with source.cursor() as con:
                options = {"profile": profile, "as_of": last_of_one(con, profile)} | ({"by": by} if by else {})
                same(KNOWN[name].function(lake.reader(), **options), KNOWN[name].function(con, **options))


@pytest.mark.parametrize("name", CORE)
def test_generated_districts_answer_from_the_lake_as_from_their_warehouse(generated, name):
    con, profiles, lake = generated
    for profile in profiles[:4]:
        options = {"profile": profile, "as_of": date(2026, 9, 1)}
        same(KNOWN[name].function(lake.reader(), **options), KNOWN[name].function(con.cursor(), **options))


def alone(con, name: str, district: str, month: date) -> pd.DataFrame:
    """What a district's warehouse answers by the common rules."""
    return KNOWN[name].function(con.cursor(), profile=common_profile(district), as_of=month)


@pytest.mark.parametrize("name", [name for name in CORE if name not in ("reconciliation", "completion_by_month")])
@pytest.mark.parametrize("month", [date(2026, 9, 1), date(2026, 1, 1)])
def test_districts_side_by_side_are_those_alone(generated, name, month):
    con, profiles, lake = generated
    answer = by_district(KNOWN[name], lake, as_of=month)
    assert set(answer.district) == {profile.id for profile in profiles}
    for profile in profiles[:-1]:
        rows = answer[answer.district == profile.id].drop(columns=ADDED).reset_index(drop=True)
        wanted = alone(con, name, profile.id, month)
        if name == "batch_progress":  # alone, a batch without projects has a row of its own
            wanted = wanted[wanted.projects + wanted.converted > 0].reset_index(drop=True)
            rows = rows[rows.projects + rows.converted > 0].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows[list(wanted)], wanted, check_dtype=False, check_exact=True)


def test_the_heatmap_of_districts_has_each_month_of_the_completion(generated):
    con, profiles, lake = generated
    answer = by_district(KNOWN["completion_by_month"], lake, as_of=date(2026, 9, 1))
    for profile in profiles[:5]:
        wanted = KNOWN["investment_completion"].function(
            con.cursor(), profile=common_profile(profile.id), as_of=date(2026, 9, 1), by="month"
        )
        rows = answer[answer.district == profile.id].set_index("month")
        wanted = wanted[wanted.projects > 0].set_index("month")
        assert list(rows.reported_ytd_wan) == list(wanted.reported_ytd_wan)
        assert list(rows.pace_gap_pp) == list(wanted.pace_gap_pp)


def test_reconciliation_of_districts_is_by_their_own_rules(generated):
    con, profiles, lake = generated
    answer = by_district(KNOWN["reconciliation"], lake, as_of=date(2026, 9, 1))
    for profile in profiles[:-1]:
        wanted = KNOWN["reconciliation"].function(con.cursor(), profile=profile, as_of=date(2026, 9, 1))
        rows = answer[answer.district == profile.id].drop(columns=ADDED).reset_index(drop=True)
        pd.testing.assert_frame_equal(rows[list(wanted)], wanted, check_dtype=False, check_exact=True)


def test_completion_is_recounted_plainly(generated):
    con, profiles, lake = generated
    rows = con.execute(
        "select district, annual_plan_wan, carried_ytd_wan from mart.project_month"
        " where is_counted and month = date '2026-09-01'"
    ).fetchall()
    answer = by_district(KNOWN["investment_completion"], lake, as_of=date(2026, 9, 1)).set_index("district")
    for profile in profiles[:-1]:
        mine = [(plan, done) for district, plan, done in rows if district == profile.id]
        plan, done = (sum((row[place] or Decimal(0) for row in mine), Decimal(0)) for place in (0, 1))
        if mine:
            assert answer.loc[profile.id, "projects"] == len(mine)
            assert answer.loc[profile.id, "investment_completion_rate"] == pytest.approx(float(done / plan), abs=1e-12)


def test_a_late_district_has_a_row_that_says_until_when(generated):
    _, profiles, lake = generated
    late = profiles[-1].id
    assert until(lake)[late] == date(2026, 8, 1)
    assert last_month(lake) == date(2026, 9, 1)  # one of twenty may be late
    [row] = by_district(KNOWN["investment_completion"], lake).query("district == @late").to_dict("records")
    assert (row["district_name"], row["delivered_until_month"]) == ("第19区", pd.Timestamp("2026-08-01"))
    assert pd.isna(row["annual_plan_wan"])
    assert pd.isna(row["investment_completion_rate"])
    [row] = (
        by_district(KNOWN["investment_completion"], lake, as_of=date(2026, 8, 1))
        .query("district == @late")
        .to_dict("records")
    )
    assert row["annual_plan_wan"] > 0


def test_what_a_district_counts_otherwise_is_said(generated):
    _, profiles, lake = generated
    answer = by_district(KNOWN["entry_lag"], lake).set_index("district").differing_rules
    days = [profile.entry_window[-1].day for profile in profiles]
    assert [isinstance(said, str) and "入库窗口" in said for said in answer[[one.id for one in profiles]]] == [
        day != 10 for day in days
    ]


def test_the_demo_s_districts_differ_from_the_common_rules_in_their_lights():
    said = [differing_rules(load_profile(one), date(2026, 9, 1)) for one in ("jingyang", "tianyuan")]
    assert said == [["亮灯"], ["亮灯"]]  # by the projects' own plans, not by month/12


def test_only_the_asked_district_s_files_are_read(generated):
    _, _, lake = generated
    sql = "explain analyze select count(*) from mart.project_month where district = $district"
    [(_, plan)] = lake.reader().raw.execute(sql, {"district": "d03"}).fetchall()
    assert f"Scanning Files: 1/{COUNT}" in plan


def test_the_command_compares_districts(demo, capsys):
    _, lake = demo
    assert main(["investment_completion", "--lake", lake.at.root, "--by", "district", "--format", "csv"]) == 0
    said = capsys.readouterr().out
    assert "jingyang" in said
    assert "tianyuan" in said
    assert main(["investment_completion", "--lake", lake.at.root, "--district", "jingyang", "--format", "csv"]) == 0
    with pytest.raises(SystemExit):
        main(["investment_completion", "--by", "district"])
    assert main(["links", "--lake", lake.at.root, "--by", "district"]) == 1
    assert "不能按区比较" in capsys.readouterr().err
