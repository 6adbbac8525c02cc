"""Real data of a real district, 2018: what its README states must come out, through the same way as any other file.

Nothing of the data is copied here; the folder is taken from GUATU_REAL_DATA. The district (profile and layouts beside
this file) is data like any other; its units.csv is written from the source's own list of organisations.
"""

import contextlib
import csv
import io
import json
import os
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from data.profile import load_profile
from data.warehouse import connect
from etl.__main__ import main as etl
from etl.intake import parse
from metrics.__main__ import main as metrics

GIVEN = os.environ.get("GUATU_REAL_DATA")
pytestmark = pytest.mark.skipif(not GIVEN, reason="GUATU_REAL_DATA is not set: the real data of 2018 are not here")
DISTRICT = Path(__file__).parent / "maojian"
AUGUST, SEPTEMBER, PROJECTS = "progress_2018-09-05.csv", "progress_2018-10-01.csv", "projects_2018-10-01.csv"


@pytest.fixture(scope="module")
def source() -> Path:
    return Path(GIVEN or "") / "maojian-2018"


@pytest.fixture(scope="module")
def rows_of(source):
    def read(name: str) -> list[dict[str, str]]:
        with (source / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def districts(rows_of, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("districts")
    shutil.copytree(DISTRICT, folder / "maojian")
    with (folder / "maojian" / "units.csv").open("w", encoding="utf-8", newline="") as file:
        units = csv.writer(file)
        units.writerow(["name", "kind", "league", "is_ranked", "aliases"])
        for row in rows_of("organization_2018.csv"):
            is_ranked = "false" if row["oname"].endswith("统计局") else "true"
            units.writerow([row["oname"], "区直部门", "", is_ranked, row["oid"]])
    return folder


@pytest.fixture(scope="module")
def parsed(source, districts):
    profile = load_profile("maojian", districts)
    return {name: parse(source / name, profile) for name in (PROJECTS, AUGUST, SEPTEMBER)}


def records(parsed, name):
    return parsed[name].records[parsed[name].kinds[0]].to_pylist()


def sheet_of(parsed, name):
    return parsed[name].to_json()["sheets"][0]


def test_every_row_is_accounted_for(parsed):
    found = {name: sheet_of(parsed, name) for name in (PROJECTS, AUGUST, SEPTEMBER)}
    assert [(sheet["loaded"], sheet["skipped"], sheet["rejected"]) for sheet in found.values()] == [
        (114, {"header": 1}, 0),
        (562, {"header": 1, "before_first_month": 112}, 0),  # 100 of February 2018 and 12 of 2017: the makers' dummies
        (656, {"header": 1, "before_first_month": 112}, 0),
    ]


def test_the_months_of_each_project_add_up_to_its_own_cumulative(parsed, rows_of):
    done: Counter = Counter()
    for record in records(parsed, SEPTEMBER):
        done[record["join_id"]] += record["reported_month_wan"] or 0
    said = {row["pid"]: Decimal(row["invest_accum"]) for row in rows_of(PROJECTS)}
    assert len(said) == 114
    assert {pid: Decimal(done[pid]) for pid in said} == said


def test_three_empty_amounts_are_silence(parsed):
    silent = [record for record in records(parsed, SEPTEMBER) if record["reported_month_wan"] is None]
    assert [f"{record['month']:%Y-%m}" for record in silent] == ["2018-09"] * 3


def test_no_project_reports_twice_in_a_month(parsed):
    months = Counter((record["join_id"], record["month"]) for record in records(parsed, SEPTEMBER))
    assert set(months.values()) == {1}


def test_names_and_units_are_readable(parsed, rows_of):
    opening = [record for record in records(parsed, PROJECTS) if record["adjustment"] is None]
    assert sum("\n" in row["pname"] for row in rows_of(PROJECTS)) == 8
    assert all(" " not in record["project_name"].strip() and "\n" not in record["project_name"] for record in opening)
    assert len({record["project_name"] for record in opening}) == 114
    assert all(record["responsible_unit"] and not record["responsible_unit"].isdigit() for record in opening)
    assert Counter(record["batch"] for record in opening) == {"新开工": 96, "续建": 18}
    assert not [one for one in sheet_of(parsed, PROJECTS)["notices"] if one["kind"].startswith("unknown")]


def test_whole_years_are_no_months_and_empty_ones_are_empty(parsed, rows_of):
    opening = [record for record in records(parsed, PROJECTS) if record["adjustment"] is None]
    assert sum(record["planned_finish_date"] is None for record in opening) == 14
    assert {record["planned_finish_date"].month for record in opening if record["planned_finish_date"]} == {12}
    earlier = sum(row["start"] != "" and float(row["start"]) < 2018 for row in rows_of(PROJECTS))
    assert sum(record["planned_start_date"] is not None for record in opening) == earlier
    assert len(sheet_of(parsed, PROJECTS)["cell_faults"]) == 114 - 14 - earlier  # 2018 says no month


def test_thirteen_projects_are_taken_out(parsed, rows_of):
    removed = {record["join_id"] for record in records(parsed, PROJECTS) if record["adjustment"] == "调出"}
    assert removed == {row["pid"] for row in rows_of(PROJECTS) if row["online"] == "0"}
    assert len(removed) == 13


def test_what_is_wrong_at_the_source_is_flagged_and_not_mended(parsed):
    pids = {record["row"]: record["join_id"] for record in records(parsed, PROJECTS)}
    flagged = {pids[one["row"]] for one in sheet_of(parsed, PROJECTS)["notices"] if one["kind"] == "over_total"}
    assert {"16", "70"} <= flagged
    done = sum(record["reported_month_wan"] or 0 for record in records(parsed, SEPTEMBER) if record["join_id"] == "16")
    assert done == 200_000


@pytest.fixture(scope="module")
def store(source, districts, tmp_path_factory) -> Path:
    """The two exports, a month apart, and the list of projects, loaded as an office would."""
    place = tmp_path_factory.mktemp("store")
    common = ["--district", "maojian", "--districts", str(districts), "--store", str(place)]
    assert etl(["load", str(source / AUGUST), "--received", "2018-09-05", *common]) == 0
    files = [str(source / name) for name in (PROJECTS, SEPTEMBER)]
    assert etl(["load", *files, "--received", "2018-10-01", *common]) == 0
    return place


@pytest.fixture(scope="module")
def warehouse(store):
    return connect(store).cursor()


def test_the_second_export_adds_94_reports_and_changes_none(warehouse):
    known = warehouse.execute(
        "select cast(known_from as varchar), count(*), count(known_to) from mart.reported group by 1 order by 1"
    )
    assert known.fetchall() == [("2018-09-05", 562, 0), ("2018-10-01", 94, 0)]


def test_the_year_to_date_in_the_warehouse_is_the_source_cumulative(warehouse, rows_of):
    of_names = warehouse.execute(
        "select project.project_name, coalesce(month.carried_ytd_wan, 0) from mart.project_month as month"
        " inner join mart.project as project using (district, project_id) where month.month = date '2018-09-01'"
    ).fetchall()
    said = sorted((row["pname"].replace("\n", ""), Decimal(row["invest_accum"])) for row in rows_of(PROJECTS))
    assert len(of_names) == 114
    assert sorted(amount for _, amount in of_names) == sorted(amount for _, amount in said)


@pytest.fixture(scope="module")
def completion(store, districts):
    """investment_completion by project at the end of September, as the command gives it."""
    said = io.StringIO()
    asked = ["investment_completion", "--district", "maojian", "--as-of", "2018-09", "--by", "project"]
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setenv("GUATU_DISTRICTS", str(districts))
        assert metrics([*asked, "--format", "json", "--store", str(store)]) == 0
    return json.loads(said.getvalue())


def test_nine_projects_are_above_their_plan_and_half_are_below_29_percent(completion):
    rates = [row["investment_completion_rate"] or 0 for row in completion]  # one that never reported has done nothing
    assert len(rates) == 114
    assert sum(rate > 1 for rate in rates) == 9
    assert round(median(rates), 2) == 0.29
