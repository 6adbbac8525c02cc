"""What happens to stores in offices: killed loads, full disks, two at once, files that change. All for real.

``GUATU_KILLS`` says how many loads are killed (each with ``kill -9`` at a random moment).
"""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter

from data.profile import load_profile
from data.warehouse import connect, current_version
from etl import archive, store
from etl.intake import WorkbookError, limits, read_workbook
from etl.loading import load
from etl.versions import disk_space as room

ROOT = Path(__file__).parents[3]
KILLS = int(os.environ.get("GUATU_KILLS", "2"))
FEW_BYTES = 400_000
unix = pytest.mark.skipif(os.name == "nt", reason="of Unix")


def csv(path: Path, month: int, projects: int = 3) -> Path:
    lines = [
        f"2026年{month}月重点项目调度表",
        f"项目名称,1～{month}月完成投资(万元),形象进度(%)",
        *(f"项目{n},{month},1" for n in range(projects)),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def start(folder: Path, *paths: Path, **options) -> subprocess.Popen:
    arguments = ["load", *map(str, paths), "--district", "jingyang", "--json", "--accept", "--store", str(folder)]
    return subprocess.Popen(
        [sys.executable, "-m", "etl", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def answer(process: subprocess.Popen) -> dict:
    out, err = process.communicate()
    assert "Traceback" not in err, err
    return json.loads(out)


def load_here(folder: Path, *paths: Path) -> load.Outcome:
    return load.load([load.Incoming(path, load_profile("jingyang"), is_accepted=True) for path in paths], folder)


def served(folder: Path) -> set[str]:
    """Which months the published version holds: those that a reader gets now."""
    found = connect(folder).cursor().execute("select distinct cast(month as varchar) from mart.reported").fetchall()
    return {month[5:7] for (month,) in found}


def left_over(folder: Path) -> list[str]:
    """What a writer left behind that nobody will ever read."""
    known = {entry.folder_name for entry in archive.entries(folder).values()}
    found = [path for path in (folder / "archive").iterdir() if path.name not in known]
    found += [path for path in (folder / "versions").iterdir() if path.suffix not in (".json", ".duckdb")]
    return [path.name for path in found] + [path.name for path in folder.glob(".CURRENT*")]


@unix
def test_a_load_killed_at_any_moment_leaves_the_old_version(tmp_path):
    folder = tmp_path / "store"
    load_here(folder, csv(tmp_path / "3月.csv", 3))
    path = csv(tmp_path / "5月.csv", 5, 2000)
    shutil.copytree(folder, tmp_path / "once")
    began = time.perf_counter()
    assert answer(start(tmp_path / "once", path))["files"][0]["status"] == "loaded"
    took, chance = time.perf_counter() - began, random.Random()
    for _ in range(KILLS):
        delay = chance.uniform(0.3, 1.1) * took
        process = start(folder, path)
        try:
            process.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert served(folder) in ({"03"}, {"03", "05"}), f"killed after {delay:.3f} s"
    assert load_here(folder, path).files[0]["status"] in ("loaded", "unchanged")
    assert served(folder) == {"03", "05"}
    assert left_over(folder) == []


@contextmanager
def small_disk(folder: Path, megabytes: int):
    """Give a folder a disk of its own; skip the test where nobody may."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@unix
@pytest.mark.parametrize("is_foreseen", [True, False], ids=["before the build", "in the middle of it"])
def test_a_full_disk_leaves_the_old_version(tmp_path, monkeypatch, is_foreseen):
    if not is_foreseen:
        monkeypatch.setattr(room, "LEAST", 0)
        monkeypatch.setattr(room, "SWELL", 0)
    with small_disk(tmp_path / "disk", 64) as disk:
        folder, path = disk / "store", csv(tmp_path / "5月.csv", 5, 300)
        load_here(folder, csv(tmp_path / "3月.csv", 3))
        free = shutil.disk_usage(disk).free
        (disk / "others").write_bytes(b"-" * (free - 2 * 2**20))
        [file] = load_here(folder, path).files
        assert file["status"] == "failed"
        assert "磁盘" in file["error"]
        assert served(folder) == {"03"}
        assert left_over(folder) == []
        (disk / "others").unlink()
        assert load_here(folder, path).files[0]["status"] == "loaded"
        assert served(folder) == {"03", "05"}


@unix
def test_no_file_may_grow(tmp_path):
    """As with a quota: every write beyond some bytes fails, also that of the warehouse itself."""
    folder, path = tmp_path / "store", csv(tmp_path / "5月.csv", 5, 300)
    load_here(folder, csv(tmp_path / "3月.csv", 3))
    bounded = start(folder, path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, FEW_BYTES)))
    [file] = answer(bounded)["files"]
    assert file["status"] == "failed"
    assert "磁盘" in file["error"]
    assert served(folder) == {"03"}
    assert load_here(folder, path).files[0]["status"] == "loaded"
    assert left_over(folder) == []


def test_two_loads_at_once(tmp_path):
    folder = store.prepare(tmp_path / "store")
    paths = [csv(tmp_path / f"{month}月.csv", month) for month in (3, 5)]
    answers = [answer(process) for process in [start(folder, path) for path in paths]]
    for path, told in zip(paths, answers, strict=True):
        if "error" in told:
            assert "正在写入" in told["error"]
            assert load_here(folder, path).files[0]["status"] == "loaded"
    assert served(folder) == {"03", "05"}
    assert left_over(folder) == []


def test_a_file_that_changes_while_it_is_read(tmp_path):
    """Either one of its states is loaded whole, or it is refused; never the beginning of one and the end of another."""
    folder, path = tmp_path / "store", tmp_path / "5月.csv"
    states = [csv(tmp_path / f"{n}.csv", 5, 2000).read_text(encoding="utf-8").replace(",5,", f",{n},") for n in (7, 8)]
    path.write_text(states[0], encoding="utf-8")
    stop = threading.Event()

    def rewrite():
        while not stop.is_set():
            for state in states:
                path.write_text(state, encoding="utf-8")

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        [file] = load_here(folder, path).files
    finally:
        stop.set()
        writer.join()
    if file["status"] == "failed":
        assert "正在被改动" in file["error"] or "空的" in file["error"]
        assert load_here(folder, path).files[0]["status"] == "loaded"
    told = connect(folder).cursor().execute("select count(*), count(distinct reported_ytd_wan) from mart.reported")
    assert told.fetchone() == (2000, 1)


def test_a_file_written_to_while_it_is_copied_is_refused(tmp_path, monkeypatch):
    copyfile = shutil.copyfile
    path = csv(tmp_path / "5月.csv", 5)

    def slow_copy(source, target):
        copied = copyfile(source, target)
        if Path(source) == path:
            with path.open("a", encoding="utf-8") as file:
                file.write("\n新项目,1,1")
        return copied

    monkeypatch.setattr(shutil, "copyfile", slow_copy)
    [file] = load_here(tmp_path / "store", path).files
    assert file["status"] == "failed"
    assert "正在被改动" in file["error"]
    assert current_version(tmp_path / "store") is None


def test_two_hundred_workbooks_are_one_load_and_broken_ones_hurt_no_other(tmp_path):
    inbox = tmp_path / "收件"
    for n in range(190):
        csv(inbox / f"{n:03d}.csv", 5).write_text(
            f"2026年5月重点项目调度表\n项目名称,1～5月完成投资(万元),形象进度(%)\n项目{n},{n},1", encoding="utf-8"
        )
    for n in range(190, 198):
        with xlsxwriter.Workbook(str(inbox / f"{n}.xlsx")) as book:
            book.add_worksheet("2026年5月").write_row(0, 0, ["项目名称", "1～5月完成投资(万元)", "形象进度(%)"])
            book.worksheets()[0].write_row(1, 0, [f"项目{n}", n, 1])
    (inbox / "坏.xlsx").write_bytes((inbox / "190.xlsx").read_bytes()[:2000])
    (inbox / "加密.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000)
    told = load_here(tmp_path / "store", *load.find([inbox])[0])
    assert [file["file"] for file in told.files if file["status"] != "loaded"] == ["加密.xlsx", "坏.xlsx"]
    assert all("重发" in file["error"] for file in told.files if file["status"] == "failed")
    total = connect(tmp_path / "store").cursor().execute("select count(*), sum(reported_ytd_wan) from mart.reported")
    assert total.fetchone() == (198, sum(range(198)))


@pytest.mark.parametrize("cells", [["AD1048576"], ["XFD1", "A2000000"], ["ZZ50000"]])
def test_a_sheet_that_reaches_too_far_is_not_opened(tmp_path, cells):
    path = tmp_path / "远.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, 1)
    sheet = "".join(f'<row><c r="{place}"><v>1</v></c></row>' for place in cells)
    _replace(path, "xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>".encode())
    with pytest.raises(WorkbookError, match="单元格过多"):
        read_workbook(path)


def _replace(path: Path, part: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, said in parts.items():
            package.writestr(name, said)


def test_bounds_are_said_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    monkeypatch.setattr(limits, "LARGEST_BYTES", 100_000)
    with xlsxwriter.Workbook(str(tmp_path / "多.xlsx")) as book:
        for _ in range(3):
            book.add_worksheet().write(0, 0, 1)
    (tmp_path / "大.csv").write_bytes(b"-" * 100_001)
    for name, says in (("多.xlsx", "3 张表"), ("大.csv", "请拆成几个文件")):
        with pytest.raises(WorkbookError, match=says):
            read_workbook(tmp_path / name)
