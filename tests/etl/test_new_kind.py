"""A new kind of sheet is its entry, its table, its two models and its headers: nothing else of the house changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
ENTRY = """
ALL += (
    SheetKind(
        "inspection",
        "巡查记录",
        key=("project_id", "inspected_on"),
        month="date_trunc('month', inspected_on)",
        slot="row_id",
        mentions=(),
        history=History("inspection", ("district", "project_id", "inspected_on"), month="inspected_on"),
    ),
)
"""
RAW = """
create table raw.inspection (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar,
    project_name varchar,
    inspected_on date,
    workers integer
);
create table mart.inspection (
    district varchar not null, project_id varchar not null, inspected_on date, known_from date not null, known_to date,
    row_id bigint not null,
    project_name varchar,
    workers integer
);
"""
STAGING = """
select row_id, district, resolved_id as project_id, known_from, project_code, project_name, inspected_on, workers
from identity.inspection
"""
MART = """
select district, project_id, inspected_on, known_from, row_id, project_name, workers
from raw.inspection
"""
READ = """
[inspection]
month = "none"
title_words = ["巡查"]
required = [["project_name"], ["inspected_on"], ["workers"]]
"""
HEADERS = """
[inspection]
inspected_on = ["巡查日期"]
workers = ["在岗人数"]
"""


@pytest.fixture
def house(tmp_path):
    """Return a copy of the code with one more kind of sheet."""
    for name in ("accounts", "data", "etl", "metrics"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("store", "__pycache__"))
    kinds = tmp_path / "data" / "sheet_kinds.py"
    text = kinds.read_text(encoding="utf-8")
    before, after = text.split("SHEET_KINDS = ")
    kinds.write_text(f"{before}{ENTRY}SHEET_KINDS = {after}", encoding="utf-8")
    for path, more in {
        "etl/schema.sql": RAW,
        "data/reference/sheet_kinds.toml": READ,
        "data/reference/header_aliases.toml": HEADERS,
    }.items():
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write(more)
    (tmp_path / "etl/sql/staging/inspection.sql").write_text(STAGING, encoding="utf-8")
    (tmp_path / "etl/sql/mart/inspection.sql").write_text(MART, encoding="utf-8")
    return tmp_path


def load(house: Path, name: str, rows: list[tuple], received: str) -> str:
    book = openpyxl.Workbook()
    for row in [("项目巡查记录",), ("序号", "项目名称", "巡查日期", "在岗人数"), *rows]:
        book.active.append(row)
    book.save(house / name)
    command = [sys.executable, "-m", "etl", "load", "--district", "tianyuan", "--store", "store"]
    done = subprocess.run(
        [*command, "--received", received, name], cwd=house, env=os.environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_kind_loads_with_its_history_and_its_month(house):
    assert "巡查记录" in load(house, "一.xlsx", [(1, "滨江路", "2026-03-04", 12)], "2026-03-10")
    load(house, "二.xlsx", [(1, "滨江路", "2026-03-04", 15), (2, "滨江路", "2026-04-02", 9)], "2026-04-10")
    version = house / "store" / "versions" / (house / "store" / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(version), read_only=True) as con:
        said = con.execute(
            "select inspected_on::varchar, known_from::varchar, known_to::varchar, workers from mart.inspection"
            " order by inspected_on, known_from"
        ).fetchall()
        months = con.execute(
            "select month::varchar from mart.source_month where kind = 'inspection' order by 1"
        ).fetchall()
        projects = con.execute("select project_name from mart.project").fetchall()
    assert said == [
        ("2026-03-04", "2026-03-10", "2026-04-10", 12),
        ("2026-03-04", "2026-04-10", None, 15),
        ("2026-04-02", "2026-04-10", None, 9),
    ]
    assert months == [("2026-03-01",), ("2026-04-01",)]
    assert projects == [("滨江路",)]
