"""``district new`` writes a profile that works; ``district check`` finds what is copied, without effect, unknown."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
import xlsxwriter

from data.assessment_rules import EQUAL_WEIGHTS
from data.profile import DISTRICTS, ProfileError, load_profile
from etl.__main__ import main
from etl.districts import district_check

ASKED = {"name": "某市新区", "short-name": "新区", "region-code": "999901", "units": "临江镇、新区住建局、新区统计局"}
DISPATCH = [
    ["某市新区2026年6月重点项目调度表"],
    ["单位：万元"],
    ["序号", "项目名称", "责任单位", "年度计划投资", "1～6月完成投资", "完成率"],
    [1, "临江厂房", "临江镇", 12000, 6000, "50%"],
    [2, "临江道路", "新区住建局", 6000, 1200, "20%"],
    [3, "临江医院", "新区住建局", 4000, 1000, "25%"],
    ["", "合计", "", 22000, 8200, "37.3%"],
]


def new(folder, id="xinqu", **more):
    given = [text for name, value in (ASKED | more).items() for text in (f"--{name}", value)]
    return main(["district", "new", id, "--districts", str(folder), *given])


def run(module, *arguments):
    done = subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=DISTRICTS.parents[1],
                          env=os.environ | {"PYTHONUTF8": "1"}, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_new_writes_loads_a_sheet_and_answers_a_metric(tmp_path):
    assert new(tmp_path / "districts") == 0
    path = tmp_path / "2026年6月调度表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(DISPATCH):
            sheet.write_row(number, 0, row)
    places = ("--district", "xinqu", "--districts", tmp_path / "districts", "--store", tmp_path / "store")
    run("etl", "load", path, "--received", "2026-07-10", *places)
    (row,) = json.loads(run("metrics", "investment_completion", "--as-of", "2026-06", "--format", "json", *places))
    assert (row["projects"], row["annual_plan_wan"], row["reported_ytd_wan"]) == (3, 22000, 8200)
    run("reports", "monthly", "--as-of", "2026-06", "--out", tmp_path, *places)


OPTIONAL = ("weights", "cards", "ladder", "leagues", "materiality", "data_health", "few_cases", "points", "approvals")


def test_without_any_rule_that_need_not_be_there_every_report_is_made(tmp_path):
    new(tmp_path / "districts")
    profile = tmp_path / "districts" / "xinqu" / "profile.toml"
    parts = re.split(r"(?m)^(?=\[\[)", profile.read_text(encoding="utf-8"))
    kept = [part for part in parts if not part.startswith(tuple(f"[[{name}]]" for name in OPTIONAL))]
    assert len(kept) < len(parts)
    profile.write_text("".join(kept), encoding="utf-8")
    assert load_profile("xinqu", tmp_path / "districts").weights_at(date(2026, 6, 1)) == EQUAL_WEIGHTS
    path = tmp_path / "2026年6月调度表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(DISPATCH):
            sheet.write_row(number, 0, row)
    places = ("--district", "xinqu", "--districts", tmp_path / "districts", "--store", tmp_path / "store")
    run("etl", "load", path, "--received", "2026-07-10", *places)
    for report in ("monthly", "quarterly"):
        run("reports", report, "--as-of", "2026-06", "--out", tmp_path, *places)


def test_a_copy_of_a_profile_that_comes_with_the_program_is_noticed_in_a_folder_of_its_own(tmp_path):
    shutil.copytree(DISTRICTS / "jingyang", tmp_path / "xinqu")
    profile = tmp_path / "xinqu" / "profile.toml"
    text = profile.read_text(encoding="utf-8").replace('id = "jingyang"', 'id = "xinqu"', 1)
    profile.write_text(text, encoding="utf-8")
    found = "\n".join(district_check.copied(load_profile("xinqu", tmp_path), tmp_path))
    for key in ("region_code", "special_areas", "text.title", "towns.csv"):
        assert key in found, found


def test_units_get_their_kind_and_the_statistics_bureau_no_rank(tmp_path):
    new(tmp_path)
    assert [(u.name, u.kind, u.league, u.is_ranked) for u in load_profile("xinqu", tmp_path).units] == [
        ("临江镇", "镇（街道）", "镇（街道）", True),
        ("新区住建局", "区直部门", "区直部门", True),
        ("新区统计局", "区直部门", "", False),
    ]


@pytest.mark.parametrize(
    ("id", "more", "said"),
    [
        ("新区", {}, "不能作文件夹名"),
        ("xinqu", {"region-code": "9999"}, "不是六位数字"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is(id, more, said, tmp_path, capsys):
    assert new(tmp_path, id, **more) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_district_that_is_there_is_not_touched(tmp_path, capsys):
    new(tmp_path)
    before = (tmp_path / "xinqu/profile.toml").read_text(encoding="utf-8")
    assert new(tmp_path, name="别的区") == 2
    assert "已经有了" in capsys.readouterr().err
    assert (tmp_path / "xinqu/profile.toml").read_text(encoding="utf-8") == before


def test_a_script_is_told_which_option_is_wanting(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["district", "new", "xinqu", "--districts", str(tmp_path)]) == 2
    assert "--name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (["某市新区", "新区", "999901", "", ""], 0),
        (["", "某市新区", "新区", "", "99990", "九九", "999901", "住建局", ""], 0),  # asked again until it can be
        (["某市新区", "新区"], 2),  # the person leaves
    ],
)
def test_a_person_is_asked_until_each_answer_can_be_one(answers, code, tmp_path, capsys, monkeypatch):
    given = iter(answers)

    def answer(_):
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["district", "new", "xinqu", "--districts", str(tmp_path)]) == code
    if code:
        assert "没有答完" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []
    else:
        assert f"--districts {tmp_path}" in capsys.readouterr().out
        assert load_profile("xinqu", tmp_path).region_code == "999901"


def test_the_districts_that_are_there_are_in_order(tmp_path):
    for id in ("jingyang", "tianyuan"):
        assert district_check.look_at(load_profile(id), None, tmp_path / "store") == []
    new(tmp_path)
    assert district_check.look_at(load_profile("xinqu", tmp_path), tmp_path, tmp_path / "store") == []


def test_a_profile_copied_from_the_neighbour_is_noticed(tmp_path):
    for id in ("tianyuan", "copied"):
        shutil.copytree(DISTRICTS / "tianyuan", tmp_path / id)
    text = (tmp_path / "copied/profile.toml").read_text(encoding="utf-8")
    for old, new_ in (
        ('id = "tianyuan"', 'id = "copied"'),
        ('name = "株洲市天元区"', 'name = "某市新区"'),
        ('short_name = "天元区"', 'short_name = "新区"'),
    ):
        text = text.replace(old, new_, 1)
    (tmp_path / "copied/profile.toml").write_text(text, encoding="utf-8")
    found = district_check.look_at(load_profile("copied", tmp_path), tmp_path, tmp_path / "store")
    for key in ("region_code", "name_prefixes", "special_areas", "article", "text.title", "towns.csv", "units.csv"):
        assert [line for line in found if key in line.partition("：")[0]], (key, found)


def test_what_has_no_effect_or_is_not_known_is_listed(tmp_path):
    new(tmp_path)
    home = tmp_path / "xinqu"
    (home / "units.csv").write_bytes("名称,类别,组别,别名\n甲镇,镇,,\n乙镇,镇,镇,丙镇\n丙镇,镇,镇,\n".encode("gbk"))
    rules = """
[[lights]]
article = "第三条"
origin = "default"

[[leagues]]
members = { "镇" = ["乙镇", "丁镇"] }
article = "默认"
origin = "default"
valid_from = 2026-01-01
valid_to = 2025-01-01
"""
    path = home / "profile.toml"
    path.write_text(path.read_text(encoding="utf-8") + rules, encoding="utf-8")
    found = "\n".join(district_check.look_at(load_profile("xinqu", tmp_path), tmp_path, tmp_path / "store"))
    for said in (
        "“甲镇”没有组别",
        "“丙镇”同时指",
        "“丁镇”不在 units.csv 里",
        "valid_to 不晚于 valid_from",
        "lights 第 1 条：被第 2 条完全盖住",
    ):
        assert said in found


def test_units_that_sheets_name_and_the_list_does_not(demo_store, tmp_path):
    shutil.copytree(DISTRICTS / "tianyuan", tmp_path / "tianyuan")
    path = tmp_path / "tianyuan/units.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("区教育局")) + "\n", encoding="utf-8")
    found = district_check.look_at(load_profile("tianyuan", tmp_path), tmp_path, demo_store)
    assert [line for line in found if "不认识的单位" in line and "教育局" in line], found


FAULTS = [  # in profile.toml, what is written instead, what is said
    ("day = 10", "day = 45", "entry_window.0.day：数字太大"),
    ("day = 10", 'day = "十日"', "entry_window.0.day：应是整数"),
    ("ahead_pp = 0", "ahead_pp = 零", "不合 TOML 的写法"),
    ('yardstick = "new_start"', 'yardstick = "开工"', "batches.2.yardstick：“开工”不是"),
    ('origin = "default"', 'origin = "默认"', "不是 'given' 或 'default' 之一"),
]


@pytest.mark.parametrize(("old", "new_", "said"), FAULTS)
def test_faults_of_the_profile_are_in_chinese(old, new_, said, tmp_path):
    new(tmp_path)
    path = tmp_path / "xinqu/profile.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new_), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_profile("xinqu", tmp_path)
    assert said in str(caught.value)
