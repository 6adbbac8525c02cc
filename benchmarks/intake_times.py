"""Intake: a sheet of 50 000 × 20 cells from the file to accepted rows in the warehouse, against merely reading it.

``python -m benchmarks.intake_times`` writes the workbook by arithmetic, then measures by turns, each in a process of
its own: python-calamine reading the cells, the whole load into an empty store, and into one that holds the demo. CPU
time is given beside wall time: it counts where the machine is shared with other work. What is shared disturbs both
sides of a ratio alike only while they are measured one after the other, so the rounds' ratios are given, too.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd  # noqa: F401  (pyarrow imports it with its first array: start-up, not loading)
import python_calamine as calamine
import xlsxwriter

from benchmarks import runs
from data.profile import district_ids, load_profile
from etl.__main__ import main as etl
from etl.loading.load import Incoming, load

ROWS, ROUNDS = 50_000, 5
HEADER = [
    "序号",
    "项目代码",
    "项目名称",
    "责任单位",
    "所属镇街",
    "批次",
    "总投资(万元)",
    "至上年底完成投资(万元)",
    "年度计划投资(万元)",
    "1～9月完成投资(万元)",
    "1～9月到位资金(万元)",
    "开工累计完成投资(万元)",
    "支付资金(万元)",
    "形象进度(%)",
    "计划形象进度(%)",
    "年初至本月的主要形象进度",
    "开工、竣工时间",
    "存在的问题及拟采取的措施",
    "下月计划",
    "备注",
]


def write_sheet(path: Path, district: str) -> None:
    """Write a dispatch sheet of ROWS projects: names, codes and texts differ from row to row, as real ones do."""
    profile = load_profile(district)
    units, towns, batches = profile.units, profile.towns, profile.batches
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("调度")
        sheet.write_row(0, 0, ["2026年9月重点项目调度表"])
        sheet.write_row(1, 0, HEADER)
        for i in range(ROWS):
            total = 3000 + i * 7919 % 90_000 + i % 100 / 100
            done = round(total * (i * 31 % 97) / 400, 2)
            cells = [
                i + 1,
                f"2401-{profile.region_code}-04-01-{i:06d}",
                f"样本项目{i:05d}建设工程",
                units[i % len(units)].name,
                towns[i % len(towns)].name,
                batches[i % len(batches)].name,
                total,
                round(total * 0.2, 2),
                round(total * 0.4, 2),
                done,
                round(done * 0.9, 2),
                round(total * 0.2 + done, 2),
                round(done * 0.7, 2),
                i % 101,
                i * 3 % 101,
                f"完成{i % 23 + 1}#楼主体结构{i % 30}层，管网铺设{i * 13 % 4000}米",
                f"{2024 + i % 2}.{i % 12 + 1}-{2026 + i % 3}.12",
                "无" if i % 3 else f"用地手续未办结，涉及{i % 89}户",
                f"推进{i % 17 + 1}#楼施工",
                "",
            ]
            sheet.write_row(i + 2, 0, cells)


def read_cells(path: Path, _district: str) -> None:
    """Read the cells and do nothing with them."""
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def load_sheet(path: Path, district: str) -> None:
    """Load the workbook into the store beside it and publish it."""
    outcome = load([Incoming(path, load_profile(district), date(2026, 10, 12))], path.parent / "store")
    assert [sheet["loaded"] for sheet in outcome.files[0]["sheets"]] == [ROWS]  # noqa: S101


MEASURED: dict[str, Callable[[Path, str], None]] = {"read": read_cells, "empty": load_sheet, "demo": load_sheet}


def main() -> None:
    """Measure by turns and print the ratios."""
    district = district_ids()[0]
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        etl(["demo", "--store", str(demo)])
        path = Path(folder) / "2026年9月调度.xlsx"
        write_sheet(path, district)
        took = [{what: _one(what, path, demo, district) for what in MEASURED} for _ in range(ROUNDS)]
    for clock in ("cpu", "wall"):
        read = min(one["read"][clock] for one in took)
        print(f"{clock:4}: cells read {read:.2f} s")
        for what in ("empty", "demo"):
            loaded = min(one[what][clock] for one in took)
            ratio = statistics.median(one[what][clock] / one["read"][clock] for one in took)
            print(
                f"      into a store ({what}) {loaded:.2f} s, ratio {loaded / read:.2f}, median of rounds {ratio:.2f}"
            )


def _one(what: str, path: Path, demo: Path, district: str) -> dict:
    """Measure once, with a store of its own."""
    store = path.parent / "store"
    if what == "demo":
        shutil.copytree(demo, store)
    try:
        return runs.run("benchmarks.intake_times", what, str(path), district)
    finally:
        shutil.rmtree(store, ignore_errors=True)


def measure(what: str, path: str, district: str) -> None:
    """Time one of MEASURED in this process and print one JSON line."""
    wall, cpu = time.perf_counter(), time.process_time()
    MEASURED[what](Path(path), district)
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()
