"""The command line of the metrics: what people and other programs script."""

import csv
import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.warehouse import SCHEMA_VERSION
from metrics.__main__ import as_csv, as_json, as_table, main
from tests.tables import SCHEMA_SQL, fill

ROOT = Path(__file__).parents[2]
MONTHS = """
    district | kind     | month      | first_known_from
    tianyuan | dispatch | 2026-08-01 | 2026-09-05
    tianyuan | dispatch | 2026-09-01 | 2026-10-05
"""
ROWS = """
    project_id | month      | district | responsible_unit | is_counted | annual_plan_wan | carried_ytd_wan
    A1         | 2026-08-01 | tianyuan | 城建局           | true       | 30000           | 15000
    A1         | 2026-09-01 | tianyuan | 城建局           | true       | 30000           | 19500     # 应 22500，0.867：正常
    B1         | 2026-09-01 | tianyuan | =cmd|' /C calc'!A0 | true     | 800             |
""".replace("=cmd|", "=cmd¦")  # a cell border in our tables
PROJECTS = """
    district | project_id | project_name
    tianyuan | A1         | 样例一
    tianyuan | B1         | <script>alert(1)</script>
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    (folder / "versions").mkdir()
    name = "wh-20261010T000000-0a1b2c3d"
    con = duckdb.connect(str(folder / "versions" / f"{name}.duckdb"))
    con.execute(SCHEMA_SQL)
    con.execute("insert into meta.version values (?, '2026-10-10', '2026-10-05', false)", [SCHEMA_VERSION])
    for table, text in (("source_month", MONTHS), ("project_month", ROWS), ("project", PROJECTS)):
        fill(con, table, text)
    con.execute("update mart.project_month set responsible_unit = replace(responsible_unit, '¦', '|')")
    con.close()
    (folder / "CURRENT").write_text(f"{name}\n", encoding="utf-8")
    return folder


@pytest.fixture
def ask(store, capsys):
    def run(*arguments: str) -> str:
        assert main([*arguments, "--store", str(store)]) == 0
        return capsys.readouterr().out

    return run


def test_json_is_rows_of_plain_values(ask):
    rows = json.loads(ask("investment_completion", "--district", "tianyuan", "--by", "unit", "--format", "json"))
    assert [row["responsible_unit"] for row in rows] == ["城建局", "=cmd|' /C calc'!A0"]
    first, second = rows
    assert (first["projects"], first["annual_plan_wan"], first["investment_completion_rate"]) == (1, 30000, 0.65)
    assert (first["light"], first["is_provisional"], first["total_progress"]) == ("normal", False, None)
    assert second["reported_ytd_wan"] == 0


def test_as_of_is_the_last_month_unless_said(ask):
    def total(*arguments: str) -> dict:
        (row,) = json.loads(ask("investment_completion", "--district", "tianyuan", "--format", "json", *arguments))
        return row

    assert total()["projects"] == 2
    assert total("--as-of", "2026-08")["projects"] == 1
    assert total("--quarter", "2026Q3") == total()


def test_months_are_iso_dates(ask):
    rows = json.loads(ask("completion_by_month", "--district", "tianyuan", "--format", "json"))
    assert {row["month"] for row in rows} == {"2026-08-01", "2026-09-01"}


def test_a_metrics_own_options(ask):
    text = ask("investment_completion", "--district", "tianyuan", "--yardstick", "project", "--format", "json")
    assert json.loads(text)[0]["expected_share"] == 0.75


def test_csv_has_identifiers_and_no_formulas(ask):
    said = ask("investment_completion", "--district", "tianyuan", "--by", "unit", "--format", "csv")
    assert said.startswith("\ufeff")  # or Excel reads another encoding
    rows = list(csv.DictReader(io.StringIO(said.removeprefix("\ufeff"))))
    assert rows[1]["responsible_unit"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["annual_plan_wan"] == "30000.00"
    assert rows[0]["total_progress"] == ""


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (46340.119999999995, "46340.12"),  # a sum of cents as a float
        (Decimal("0.005"), "0.01"),  # half up
        (-0.004, "0.00"),  # no −0.00
        (-1234.5, "-1234.50"),
        (9_999_999_999_999.99, "9999999999999.99"),  # the largest that a float of cents holds
        (Decimal("9999999999999999.99"), "9999999999999999.99"),  # the largest cell
        (None, None),
        (float("nan"), None),
    ],
)
def test_amounts_are_written_to_the_cent_in_every_format(amount, written):
    frame = pd.DataFrame({"shortfall_wan": [amount], "task_rate": [0.6245824244846686]}, dtype=object)
    (row,) = json.loads(as_json(frame), parse_float=str)
    assert row == {"shortfall_wan": written, "task_rate": "0.6245824244846686"}  # rates keep all their digits
    assert as_csv(frame).splitlines()[1] == f"{written or ''},0.6245824244846686"
    in_table = (written or "—").replace("-", "−")
    assert as_table(frame).splitlines()[1].split()[0].replace(",", "") == in_table


def test_json_without_rows_is_an_empty_array():
    assert json.loads(as_json(pd.DataFrame(columns=["shortfall_wan"]))) == []


def test_the_table_is_for_people(ask):
    text = ask("investment_completion", "--district", "tianyuan", "--by", "project")
    header, first, *_ = text.splitlines()
    assert "年度计划（万元）" in header
    assert "30,000.00" in first  # to the cent, as in the sheets
    assert "65.0%" in first
    assert "−10.0" in first
    assert "● 正常" in first


def test_without_a_name_it_lists_metrics_by_subject(capsys):
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("  investment_completion "))
    assert "投资完成" in lines[place]
    above = [line for line in lines[:place] if not line.startswith(" ")]
    assert above[-1] == "投资完成 (completion)"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["investment_completion", "--district", "nirgends"], 1, "没有区“nirgends”的配置"),
        (["investment_completion", "--district", "tianyuan", "--as-of", "2027-01"], 1, "晚于最后载入的调度月份"),
    ],
)
def test_what_has_no_answer_is_said_in_words(store, capsys, arguments, code, words):
    assert main([*arguments, "--store", str(store)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["no_such_metric", "--district", "tianyuan"],
        ["investment_completion"],
        ["investment_completion", "--district", "tianyuan", "--as-of", "2026-13"],
        ["investment_completion", "--district", "tianyuan", "--quarter", "2026Q5"],
        ["investment_completion", "--district", "tianyuan", "--known-on", "gestern"],
        ["investment_completion", "--district", "tianyuan", "--yardstick", "own"],
        ["investment_completion", "--district", "tianyuan", "--by", "owner"],
        ["why_changed", "--district", "tianyuan", "--by", "town"],
        ["investment_completion", "--district", "tianyuan", "--no-such-option"],
    ],
)
def test_wrong_usage_leaves_with_2(store, capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--store", str(store)])
    assert left.value.code == 2
    words = capsys.readouterr().err
    assert words
    assert ("--by" not in arguments) or "choose one of" in words


def test_an_empty_store_says_what_to_do(tmp_path, capsys):
    assert main(["investment_completion", "--district", "tianyuan", "--store", str(tmp_path)]) == 1
    assert capsys.readouterr().err.strip()


def test_it_runs_as_a_module_whatever_the_hosts_language(store):
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "investment_completion", "--district", "tianyuan", "--by", "unit"],
        cwd=ROOT,
        env={**os.environ, "GUATU_STORE": str(store), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "城建局" in done.stdout.decode("utf-8")
