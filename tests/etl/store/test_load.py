"""``python -m etl load`` as people and programs use it, with workbooks as Excel writes them."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from data import clock
from data.warehouse import connect, current_version
from etl.__main__ import main
from etl.build.build import BuildFailed
from etl.store import prepare, writing
from etl.versions import publish

PLAN = ["项目代码", "项目名称", "批次", "总投资(万元)", "2026年度计划投资(万元)", "责任单位"]
DISPATCH = ["项目代码", "项目名称", "总投资(万元)", "1～3月完成投资(万元)", "形象进度(%)"]
ROOT = Path(__file__).parents[3]
CODE = "2403-510603-04-01-000001"


def book(path: Path, *sheets: tuple[str, list[list]]) -> Path:
    """Write a workbook; a sheet is its title and its rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as written:
        for title, rows in sheets:
            sheet = written.add_worksheet()
            for place, cells in enumerate([[title], *rows]):
                sheet.write_row(place, 0, cells)
    return path


def plan(path: Path, *rows: list, title: str = "2026年度重点项目计划表") -> Path:
    return book(path, (title, [PLAN, *rows]))


def dispatch(path: Path, *rows: list) -> Path:
    return book(path, ("2026年3月重点项目调度表", [DISPATCH, *rows]))


@pytest.fixture
def store(tmp_path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def run(store, capsys):
    """Run a command on the store; return its exit code and its answer."""

    def run(*arguments: object) -> tuple[int, dict | str]:
        capsys.readouterr()
        try:
            code = main([*map(str, arguments), "--store", str(store)])
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in arguments else said.out + said.err

    return run


def load(run, *paths: object, more: tuple = ()):
    return run("load", *paths, "--district", "jingyang", "--json", "--accept", *more)


def test_a_workbook_is_loaded_and_every_row_is_accounted_for(run, store, tmp_path):
    path = dispatch(
        tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35], [None, "乙", 500, "约五十", 20], ["合计", None, 1500, 100]
    )
    code, answer = load(run, path)
    assert code == 0
    assert set(answer) == {"version", "ignored", "files", "moved"}  # moved: of a file that a person accepted
    assert answer["version"] == current_version(store)
    [file] = answer["files"]
    assert (file["file"], file["status"], len(file["sha256"])) == ("3月.xlsx", "loaded", 64)
    [sheet] = file["sheets"]
    assert sheet["kind"] == "dispatch"
    assert sheet["rows_total"] == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"] == 5
    assert [(fault["row"], fault["value"]) for fault in sheet["cell_faults"]] == [(4, "约五十")]
    con = connect(store).cursor()
    assert con.execute("select sum(reported_ytd_wan) from mart.reported").fetchone() == (100,)


def test_the_same_file_again_changes_nothing_and_says_so(run, tmp_path):
    path = dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35])
    _, first = load(run, path)
    code, second = load(run, path.rename(tmp_path / "改名.xlsx"))
    assert (code, second["files"][0]["status"]) == (0, "unchanged")
    assert second["version"] == first["version"]
    assert second["files"][0]["sheets"] == first["files"][0]["sheets"]


def test_the_same_file_of_another_district_is_another_file(run, tmp_path):
    path = dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35])
    load(run, path)
    code, answer = run("load", path, "--district", "tianyuan", "--json", "--accept")
    assert (code, answer["files"][0]["status"]) == (0, "loaded")


def test_a_folder_is_one_load_and_a_broken_book_hurts_no_other(run, store, tmp_path):
    folder = tmp_path / "三月"
    dispatch(folder / "调度.xlsx", [CODE, "甲", 1000, 100, 35])
    plan(folder / "计划.xlsx", [CODE, "甲", "续建", 1000, 400, "区住建局"])
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "~$调度.xlsx").write_bytes(b"lock")
    (folder / "说明.docx").write_bytes(b"-")
    code, answer = load(run, folder)
    assert code == 1
    assert {file["file"]: file["status"] for file in answer["files"]} == {
        "坏.xlsx": "failed",
        "计划.xlsx": "loaded",
        "调度.xlsx": "loaded",
    }
    assert "说明.docx" in answer["ignored"]
    assert len(list((store / "versions").glob("*.duckdb"))) == 1
    assert "坏.xlsx" in next(file["error"] for file in answer["files"] if file["status"] == "failed")


def test_a_load_of_nothing_good_leaves_everything_as_it_was(run, store, tmp_path):
    load(run, dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35]))
    before = (store / "CURRENT").read_bytes(), sorted(path.name for path in (store / "archive").iterdir())
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"-")
    code, answer = load(run, broken, tmp_path / "没有.xlsx")
    assert code == 1
    assert [file["status"] for file in answer["files"]] == ["failed", "failed"]
    assert answer["version"] == current_version(store)
    assert ((store / "CURRENT").read_bytes(), sorted(path.name for path in (store / "archive").iterdir())) == before


def test_an_empty_folder_is_nothing_loaded(run, tmp_path):
    (tmp_path / "空").mkdir()
    assert load(run, tmp_path / "空") == (1, {"version": None, "ignored": [], "files": []})


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", "x.xlsx"),
        ("load", "x.xlsx", "--district", "没有这个区"),
        ("load", "x.xlsx", "--district", "jingyang", "--received", "昨天"),
        ("load", "x.xlsx", "--district", "jingyang", "--month", "2026-13"),
        ("load", "x.xlsx", "--district", "jingyang", "--mapping", "没有.toml"),
        ("rollback", "wh-1-1"),
        ("rollback", "wh-20260101T000000-00000000", "--reason", "试"),
        ("没有这个命令",),
    ],
)
def test_wrong_usage_is_said(run, arguments):
    code, said = run(*arguments)
    assert code == 2
    assert said
    assert "Traceback" not in said


def test_received_is_today_in_shanghai(run, store, tmp_path):
    load(run, dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35]))
    assert connect(store).cursor().execute("select received_on from source.file").fetchone() == (clock.today(),)


def test_a_second_plan_without_month_is_asked_with_what_to_do_even_when_accepted(run, store, tmp_path):
    load(
        run,
        plan(tmp_path / "计划.xlsx", [CODE, "甲", "续建", 1000, 400, "区住建局"]),
        more=("--received", "2026-02-20"),
    )
    second = plan(tmp_path / "计划2.xlsx", [CODE, "甲", "续建", 1000, 300, "区住建局"])
    code, answer = load(run, second, more=("--received", "2026-07-02"))
    assert (code, answer["files"][0]["status"]) == (3, "asked")
    [sheet] = answer["files"][0]["sheets"]  # the account of its rows all the same
    assert "--month" in sheet["asked"]["reasons"][0]
    assert connect(store).cursor().execute("select count(*) from mart.plan_version").fetchone() == (1,)
    assert sheet["rows_total"] == sheet["loaded"] + sum(sheet["skipped"].values()) + sheet["rejected"] == 3
    code, answer = load(run, second, more=("--received", "2026-07-02", "--month", "2026-07"))
    assert (code, answer["files"][0]["status"]) == (0, "loaded")
    versions = (
        connect(store)
        .cursor()
        .execute("select month(effective_month), annual_plan_wan from mart.plan_version order by all")
    )
    assert versions.fetchall() == [(1, 400), (7, 300)]


def test_plans_that_come_together_are_one_opening_plan(run, store, tmp_path):
    plan(tmp_path / "计划" / "续建.xlsx", [CODE, "甲", "续建", 1000, 400, "区住建局"])
    plan(tmp_path / "计划" / "新开工.xlsx", [None, "乙", "新开工", 1000, 300, "区住建局"])
    code, _ = load(run, tmp_path / "计划")
    assert code == 0
    effective = connect(store).cursor().execute("select distinct month(effective_month) from mart.plan_version")
    assert effective.fetchall() == [(1,)]


def test_a_sheet_that_needs_a_month_holds_its_file_back_until_it_is_told(run, tmp_path):
    rows = [["项目名称", "完成投资(万元)", "形象进度(%)"], ["甲", 100, 35]]
    path = book(tmp_path / "调度表.xlsx", ("重点项目调度表", rows))
    code, answer = load(run, path)
    assert (code, answer["files"][0]["status"], answer["version"]) == (3, "asked", None)
    assert "--month" in answer["files"][0]["sheets"][0]["message"]
    code, answer = load(run, path, more=("--month", "2026-03"))
    assert (code, answer["files"][0]["status"]) == (0, "loaded")


def test_people_get_words(run, tmp_path):
    code, said = run(
        "load", dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35]), "--district", "jingyang", "--accept"
    )
    assert code == 0
    assert "已载入 1 个" in said


def test_status_tells_what_is_there(run, tmp_path):
    assert "还没有发布" in run("status")[1]
    load(run, dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35]))
    code, answer = run("status", "--json")
    assert code == 0
    assert answer["data_as_of"] == [{"district": "jingyang", "kind": "dispatch", "month": "2026-03"}]
    assert [file["file"] for file in answer["files"]] == ["3月.xlsx"]


def test_the_log_names_files_but_no_cells(run, store, tmp_path):
    load(run, dispatch(tmp_path / "3月.xlsx", [CODE, "秘密项目", 1000, 123.45, 35]))
    logged = (store / "logs" / "guatu.log").read_text(encoding="utf-8")
    assert [line.split()[2] for line in logged.splitlines()] == ["publish", "load"]
    assert "秘密" not in logged
    assert "123" not in logged.split("load", 1)[1].split("sha256")[0]


def test_a_file_set_aside_by_a_rollback_is_accepted_when_it_is_loaded_again(run, store, tmp_path):
    first = dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35])
    second = dispatch(tmp_path / "3月更正.xlsx", [CODE, "甲", 1000, 90, 35])
    _, answer = load(run, first, more=("--received", "2026-04-12"))
    load(run, second, more=("--received", "2026-05-02"))
    code, said = run("rollback", answer["version"], "--reason", "录错了")
    assert code == 0, said
    code, answer = load(run, second)
    assert (code, answer["files"][0]["status"]) == (0, "loaded")
    history = (
        connect(store)
        .cursor()
        .execute("select reported_ytd_wan, cast(known_from as varchar) from mart.reported order by known_from")
    )
    assert history.fetchall() == [(100, "2026-04-12"), (90, "2026-05-02")]  # 收到日期不因重新载入而变


def test_a_changed_rule_of_the_district_is_built_in_by_the_next_command(run, store, tmp_path):
    districts = tmp_path / "districts"
    shutil.copytree(ROOT / "data" / "districts" / "jingyang", districts / "jingyang")
    path = dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35])
    _, first = load(run, path, more=("--districts", districts))
    with (districts / "jingyang" / "units.csv").open("a", encoding="utf-8") as units:
        units.write("新设局,区直部门,区直部门,true,\n")
    code, second = load(run, path, more=("--districts", districts))
    assert (code, second["files"][0]["status"]) == (0, "unchanged")
    assert second["version"] != first["version"]
    named = connect(store).cursor().execute("select count(*) from mart.unit where unit = '新设局'")
    assert named.fetchone() == (1,)


def test_a_full_disk_is_nobodys_fault_and_changes_nothing(run, store, tmp_path, monkeypatch):
    load(run, dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35]))
    before = (store / "CURRENT").read_bytes()

    def full(*_args, **_options):
        raise duckdb.IOException("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "build", full)
        files = [dispatch(tmp_path / f"{n}.xlsx", [CODE, "甲", 1000, n, 35]) for n in (1, 2)]
        code, answer = load(run, *files)
    assert code == 1
    assert {(file["status"], "磁盘" in file["error"]) for file in answer["files"]} == {("failed", True)}
    assert (store / "CURRENT").read_bytes() == before
    assert load(run, *files)[0] == 0


def test_of_many_files_only_the_one_that_cannot_be_built_is_refused(run, store, tmp_path, monkeypatch):
    build = publish.build

    def choosy(path, files, *others, **options):
        if any(entry.name == "3.xlsx" for entry in files.values()):
            raise BuildFailed("核对不通过")
        build(path, files, *others, **options)

    monkeypatch.setattr(publish, "build", choosy)
    files = [dispatch(tmp_path / f"{n}.xlsx", [CODE, "甲", 1000, n, 35]) for n in (1, 2, 3, 4)]
    code, answer = load(run, *files)
    assert code == 1
    assert [file["status"] for file in answer["files"]] == ["loaded", "loaded", "failed", "loaded"]
    assert connect(store).cursor().execute("select count(*) from source.file").fetchone() == (3,)


def test_a_busy_store_is_said_in_json_too(run, store, tmp_path):
    path = dispatch(tmp_path / "3月.xlsx", [CODE, "甲", 1000, 100, 35])
    with writing(prepare(store)):
        code, answer = load(run, path)
    assert code == 1
    assert "正在写入" in answer["error"]
