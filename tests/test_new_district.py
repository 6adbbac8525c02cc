"""A district that nobody wrote code for: other batches, another entry window, other units and towns, no cards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from data.profile import ProfileError, load_profile
from tests import stores

ROOT = Path(__file__).parents[1]
PROFILE = """
id = "xinqu"
name = "某市新区"
short_name = "新区"
region_code = "999901"
name_prefixes = ["某市新区", "新区"]

[text]
title = "某市新区重点项目管理细则"
status = "试行"

[[batches]]
name = "攻坚"
yardstick = "completion"
article = "第二条"
origin = "given"

[[batches]]
name = "提速"
yardstick = "new_start"
article = "第二条"
origin = "given"

[[batches]]
name = "谋划"
yardstick = "preliminary"
article = "第二条"
origin = "given"

[[lights]]
article = "第三条"
origin = "default"

[[entry_window]]
day = 20
article = "第四条"
origin = "given"

[[entry_rule]]
article = "第四条"
origin = "given"

[[statistics_returns]]
months_without = [1]
article = "制度"
origin = "default"

[[silence]]
article = "第五条"
origin = "default"

[[tolerance]]
article = "第五条"
origin = "default"

[[preliminary]]
article = "第六条"
origin = "default"
"""
UNITS = "name,kind,league,is_ranked,aliases\n甲片区指挥部,指挥部,一组,true,甲指\n乙片区指挥部,指挥部,一组,true,\n"
TOWNS = "name,code,kind,longitude,latitude,aliases\n临江片区,,片区,100.1,30.1,\n"
PLAN = [
    ["某市新区2026年重点项目年度计划"],
    ["单位：万元"],
    ["序号", "项目代码", "项目名称", "批次", "总投资", "年度计划投资", "责任单位", "建设地点"],
    [1, "2601-999901-04-01-000001", "临江厂房", "攻坚", 90000, 12000, "甲指", "临江片区"],
    [2, "2601-999901-04-01-000002", "临江道路", "提速", 50000, 6000, "乙片区指挥部", "临江片区"],
    [3, "2601-999901-04-01-000003", "临江医院", "谋划", 80000, 4000, "乙片区指挥部", "临江片区"],
    ["", "", "合计", "", 220000, 22000, "", ""],
]
DISPATCH = [
    ["某市新区2026年6月重点项目调度表"],
    ["单位：万元"],
    ["序号", "项目名称", "1～6月完成投资", "实际开工时间"],
    [1, "临江厂房", 6000, "2025-03-01"],
    [2, "临江道路", 1200, "2026-05-15"],
    [3, "临江医院", 0, ""],
]
RETURN = [
    ["某市新区2026年1-6月固定资产投资项目情况（206表）"],
    ["单位：万元"],
    ["项目名称", "计划总投资", "自开始建设累计完成投资", "本年完成投资"],
    ["老码头仓库", 3000, 500, 200],
]
BOOKS = {"2026年度计划.xlsx": PLAN, "2026年6月调度表.xlsx": DISPATCH, "2026年6月统计月报.xlsx": RETURN}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("xinqu")
    home = folder / "districts" / "xinqu"
    home.mkdir(parents=True)
    for name, text in (("profile.toml", PROFILE), ("units.csv", UNITS), ("towns.csv", TOWNS)):
        (home / name).write_text(text, encoding="utf-8")
    for name, rows in BOOKS.items():
        with xlsxwriter.Workbook(folder / name) as book:
            sheet = book.add_worksheet("表")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    run("etl", "load", "--accept", *(folder / name for name in BOOKS),
        "--district", "xinqu", "--received", "2026-07-10", folder=folder)  # fmt: skip
    return folder


def run(module: str, *arguments: object, folder: Path) -> str:
    environment = os.environ | {"GUATU_DISTRICTS": str(folder / "districts"), "GUATU_STORE": str(folder / "store")}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ask(folder: Path, metric: str, *arguments: str) -> list[dict]:
    places = {"GUATU_DISTRICTS": folder / "districts", "GUATU_STORE": folder / "store"}
    return json.loads(stores.run("metrics", metric, "--district", "xinqu", *arguments, "--format", "json", **places))


def test_completion_leaves_its_own_preliminary_batch_out(place):
    (row,) = ask(place, "investment_completion")
    assert (row["projects"], row["annual_plan_wan"], row["reported_ytd_wan"]) == (2, 18000, 7200)
    assert (row["investment_completion_rate"], row["light"]) == (0.4, "normal")  # 7 200 对应完成 9 000，正好八成


def test_an_alias_of_its_own_unit_is_that_unit(place):
    rows = ask(place, "investment_completion", "--by", "unit")
    assert {row["responsible_unit"]: row["projects"] for row in rows} == {"甲片区指挥部": 1, "乙片区指挥部": 1}


def test_its_own_batches_by_their_own_yardsticks(place):
    rows = ask(place, "batch_progress")
    assert [(row["batch"], row["yardstick"], row["projects"]) for row in rows] == [
        ("攻坚", "completion", 1),
        ("提速", "new_start", 1),
        ("谋划", "preliminary", 1),
    ]


def test_its_own_entry_window(place):
    """5月15日开工：窗口开到20日，当月可入库，次月（6月）应入统；默认的10日则要到7月."""
    (row,) = ask(place, "entry_lag")
    assert (row["projects"], row["due"], row["overdue"]) == (2, 2, 2)


def test_it_has_no_cards(place):
    assert load_profile("xinqu", place / "districts").cards == ()


def test_an_unknown_key_is_refused_by_name(place):
    home = place / "districts" / "xinqu2"
    home.mkdir()
    text = PROFILE.replace('id = "xinqu"', 'id = "xinqu2"').replace("day = 20", "dya = 20")
    (home / "profile.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"xinqu2.*entry_window\.0\.dya：不认识的键"):
        load_profile("xinqu2", place / "districts")


def test_a_district_that_is_not_there_says_which_are(place):
    with pytest.raises(ProfileError, match="没有区“nirgends”.*xinqu"):
        load_profile("nirgends", place / "districts")
