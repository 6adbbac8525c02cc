"""Published bulletins of key projects, made again from workbooks, to the last digit published."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from data import formats
from tests import stores

PROFILE = """
id = "bulletin"
name = "通报市"
short_name = "通报市"
region_code = "999900"
name_prefixes = []
withhold_below = 3

[text]
title = "重点项目通报"
status = "已发布"

[[batches]]
name = "续建"
yardstick = "continuing"
article = "通报"
origin = "given"

[[batches]]
name = "新开工"
yardstick = "new_start"
article = "通报"
origin = "given"

[[batches]]
name = "预备"
yardstick = "preliminary"
article = "通报"
origin = "given"

[[lights]]
article = "默认"
origin = "default"

[[entry_window]]
article = "默认"
origin = "default"

[[entry_rule]]
article = "默认"
origin = "default"

[[statistics_returns]]
article = "默认"
origin = "default"

[[silence]]
article = "默认"
origin = "default"

[[tolerance]]
article = "默认"
origin = "default"

[[preliminary]]
article = "默认"
origin = "default"
"""
PLAN = ["序号", "项目代码", "项目名称", "批次", "总投资", "年度计划投资", "计划开工时间", "责任单位"]
DISPATCH = ["序号", "项目名称", "项目代码", "{period}完成投资", "实际开工时间"]
RETURN = ["项目代码", "项目名称", "计划总投资", "自开始建设累计完成投资", "本年完成投资"]


def code(year: int, number: int) -> str:
    return f"{year % 100:02d}01-999900-04-01-{number:06d}"


def write(path: Path, title: str, unit: str, header: list[str], rows: list[list]) -> Path:
    """Write a sheet as offices send it: title, unit, header, rows, total."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(header) - 1, title)
        sheet.write(1, len(header) - 1, f"单位：{unit}")
        for number, row in enumerate([header, *rows], start=2):
            sheet.write_row(number, 0, row)
        name_at = header.index("项目名称")
        sheet.write(len(rows) + 3, name_at, "合计")
        for place in range(name_at + 1, len(header)):
            amounts = [row[place] for row in rows if isinstance(row[place], float)]
            if amounts:
                sheet.write(len(rows) + 3, place, round(sum(amounts), 2))
    return path


def plan(folder: Path, year: int, unit: str, projects: list[tuple]) -> Path:
    rows = [
        [number, code(year, number), f"样例项目{number}号", batch, amount * 3, amount, start, "城建局"]
        for number, (batch, amount, _done, start, _started) in enumerate(projects, start=1)
    ]
    return write(folder / f"{year}年重点项目投资计划.xlsx", f"{year}年重点项目年度投资计划表", unit, PLAN, rows)


def dispatch(folder: Path, year: int, month: int, unit: str, projects: list[tuple]) -> Path:
    rows = [
        [number, f"样例项目{number}号", code(year, number), done, started]
        for number, (_batch, _amount, done, _start, started) in enumerate(projects, start=1)
    ]
    header = [cell.format(period=f"1～{month}月") for cell in DISPATCH]
    return write(folder / f"{year}年{month}月调度.xlsx", f"{year}年{month}月重点项目调度表", unit, header, rows)


def python(folder: Path, module: str, *arguments: object) -> str:
    return stores.run(module, *arguments, GUATU_DISTRICTS=folder / "districts", GUATU_STORE=folder / "store")


def load(folder: Path, *paths: Path) -> None:
    home = folder / "districts" / "bulletin"
    home.mkdir(parents=True)
    (home / "profile.toml").write_text(PROFILE, encoding="utf-8")
    (home / "units.csv").write_text("name,kind,league,is_ranked,aliases\n城建局,部门,部门,true,\n", encoding="utf-8")
    python(folder, "etl", "load", *paths, "--district", "bulletin")


def ask(folder: Path, metric: str, *arguments: str) -> list[dict]:
    return json.loads(python(folder, "metrics", metric, "--district", "bulletin", "--format", "json", *arguments))


@pytest.mark.parametrize(
    ("year", "month", "unit", "amounts", "places", "rate", "deviation"),
    [
        (2019, 10, "亿元", [(300.5, 310.2), (200.4, 180.1), (146.5, 138.7)], 1, "97.2%", "+13.8"),  # 江门 629.0/647.4
        (2021, 3, "亿元", [(600.0, 200.14), (415.0, 113.5)], 2, "30.90%", "+5.90"),  # 江门 313.64/1015
        (2024, 6, "万元", [(1002800.0, 600800.0), (385000.0, 245000.0)], 2, "60.95%", "+10.95"),  # 闽清 84.58/138.78 亿
    ],
    ids=["江门1—10月", "江门2021", "闽清2024"],
)
def test_completion_and_deviation_from_the_calendar(tmp_path, year, month, unit, amounts, places, rate, deviation):
    parts = 10  # each sum as ten projects of a size that projects have
    projects = [("续建", amount / parts, done / parts, "", "") for amount, done in amounts for _ in range(parts)]
    projects.append(("预备", 9.9, 9.9, "", ""))  # 前期项目不进完成率
    load(tmp_path, plan(tmp_path, year, unit, projects), dispatch(tmp_path, year, month, unit, projects))
    (row,) = ask(tmp_path, "investment_completion", "--as-of", f"{year}-{month:02d}")
    assert row["projects"] == len(amounts) * parts
    assert formats.percent(row["investment_completion_rate"], places) == rate
    assert formats.signed(row["pace_gap_pp"], places) == deviation


def test_quzhou_booked_against_reported_and_starts(tmp_path):
    """衢江 2020 1—9月: 160 projects, 131 started; 81 new, 52 started; reported 55.29, booked 42.58 (亿元)."""
    reported = [0.4] * 131 + [0.1] * 28 + [0.09]  # 55.29
    booked = [0.3] * 131 + [0.1] * 28 + [0.48]  # 42.58
    assert (round(sum(reported), 2), round(sum(booked), 2)) == (55.29, 42.58)
    kinds = ["续建"] * 79 + ["新开工"] * 81
    projects = [
        (
            kind,
            0.6,
            reported[i],
            "" if kind == "续建" else "2020-06",
            "2019.5" if kind == "续建" else "2020.7" if i < 131 else "",
        )
        for i, kind in enumerate(kinds)
    ]
    statistics = write(
        tmp_path / "2020年9月统计206表.xlsx",
        "2020年1-9月固定资产投资项目情况（206表）",
        "万元",
        RETURN,
        [
            [code(2020, i + 1), f"样例项目{i + 1}号", 18000.0, amount * 10000, amount * 10000]
            for i, amount in enumerate(booked)
        ],
    )
    load(tmp_path, plan(tmp_path, 2020, "亿元", projects), dispatch(tmp_path, 2020, 9, "亿元", projects), statistics)

    (row,) = ask(tmp_path, "booked_ratio")
    assert (row["linked_projects"], row["unlinked_projects"]) == (160, 0)
    assert (row["linked_reported_ytd_wan"], row["booked_ytd_wan"]) == (552900, 425800)
    assert formats.percent(row["booked_to_reported"]) == "77.0%"

    batches = {row["batch"]: row for row in ask(tmp_path, "batch_progress") if row["projects"]}
    new = batches["新开工"]
    assert (new["started"], new["projects"]) == (52, 81)
    assert formats.percent(new["start_rate"], 2) == "64.20%"
    started = sum(row["started"] for row in batches.values())
    assert formats.percent(started / sum(row["projects"] for row in batches.values()), 2) == "81.88%"
