"""What waits for a person (待确认): asked once, kept, accepted or dropped; nothing of it enters before."""

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import connect
from etl import waiting
from etl.__main__ import main
from etl.loading import confirmations, load
from etl.versions import backup, publish

DISTRICT = "jingyang"
BARE = ["项目名称", "总投资(万元)", "2026年度计划投资(万元)", "1～{month}月完成投资(万元)"]
ROWS = [["一号桥", 1000, 400, 100], ["二号桥", 2000, 500, 200], ["三号桥", 3000, 600, 300]]


def book(path: Path, month: int = 3, *, has_total: bool = False, grown: int = 0, more: tuple = ()) -> Path:
    """Write a dispatch without any sum or share, or with its 合计; ``more``: other sheets by title and rows."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "调度"
    rows = [[name, total, plan, done + grown] for name, total, plan, done in ROWS]
    totals = [["合计", *(sum(row[place] for row in rows) for place in (1, 2, 3))]] if has_total else []
    for row in [[f"2026年{month}月重点项目调度表"], [head.format(month=month) for head in BARE], *rows, *totals]:
        sheet.append(row)
    for title, lines in more:
        other = made.create_sheet(title[:4])
        for line in [[title], *lines]:
            other.append(line)
    made.save(path)
    return path


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def command(store, capsys):
    """Run a command; return its exit code and its answer in JSON."""

    def run(*arguments: object):
        capsys.readouterr()
        code = main([*map(str, arguments), "--store", str(store), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def sent(store, *paths, received="2026-04-10", **said):
    profile = load_profile(DISTRICT)
    return load.load([load.Incoming(path, profile, date.fromisoformat(received), **said) for path in paths], store)


def done(store):
    return connect(store).cursor().execute("select sum(reported_ytd_wan) from mart.reported").fetchone()[0]


def test_what_nothing_proves_waits_and_nothing_of_it_enters(command, tmp_path):
    code, answer = command("load", book(tmp_path / "三月.xlsx"), "--district", DISTRICT)
    [file] = answer["files"]
    [sheet] = file["sheets"]
    assert (code, file["status"], sheet["status"], answer["version"]) == (3, "asked", "asked", None)
    assert sheet["asked"]["reasons"]
    code, answer = command("pending")
    assert (code, [one["id"] for one in answer["pending"]]) == (0, [file["id"]])


def test_the_same_file_waits_once_and_other_files_load(command, store, tmp_path):
    path = book(tmp_path / "三月.xlsx")
    proven = book(tmp_path / "二月.xlsx", 2, has_total=True)
    for _ in range(2):
        code, answer = command("load", path, proven, "--district", DISTRICT)
        assert code == 3
    assert [file["status"] for file in answer["files"]] == ["asked", "unchanged"]
    assert len(waiting.all_of(store)) == 1
    assert done(store) == 600


def test_accepted_it_loads_from_the_store_and_the_months_to_come_are_not_asked(command, store, tmp_path):
    path = book(tmp_path / "三月.xlsx")
    _, answer = command("load", path, "--district", DISTRICT, "--received", "2026-04-10")
    path.unlink()
    code, answer = command("pending", "accept", answer["files"][0]["id"][:4], "--by", "王芳")
    assert (code, answer["files"][0]["status"]) == (0, "loaded")
    assert done(store) == 600
    assert waiting.all_of(store) == []
    [entry] = confirmations.in_force(store, DISTRICT).values()
    assert (entry.who, entry.payload["status"], entry.payload["kind"]) == ("王芳", "confirmed", "dispatch")
    assert connect(store).cursor().execute("select received_on from source.file").fetchone() == (date(2026, 4, 10),)
    assert [file["status"] for file in sent(store, book(tmp_path / "四月.xlsx", 4, grown=10)).files] == ["loaded"]


def test_a_confirmation_is_the_district_s_own_and_of_this_reading(store, tmp_path):
    sent(store, book(tmp_path / "三月.xlsx"), is_accepted=True)
    other = load.Incoming(book(tmp_path / "四月.xlsx", 4), load_profile("tianyuan"))
    assert load.load([other], store).files[0]["status"] == "asked"
    made = openpyxl.load_workbook(book(tmp_path / "五月.xlsx", 5, grown=10))
    for place, head in enumerate(BARE, start=1):
        made["调度"].cell(2, place, head.format(month=5).replace("万元", "亿元"))
    made.save(tmp_path / "五月.xlsx")
    assert sent(store, tmp_path / "五月.xlsx").files[0]["status"] == "asked"  # the unit is another one


def test_dropped_it_is_gone_and_the_ledger_says_who(command, store, tmp_path):
    path = book(tmp_path / "三月.xlsx")
    _, answer = command("load", path, "--district", DISTRICT)
    code, _ = command("pending", "drop", answer["files"][0]["id"], "--by", "李强", "--reason", "传错了")
    assert (code, waiting.all_of(store)) == (0, [])
    with open_ledger(store) as ledger:
        [entry] = ledger.entries(confirmations.KIND)
    assert (entry.who, entry.reason, entry.payload["status"]) == ("李强", "传错了", "dropped")
    assert command("load", path, "--district", DISTRICT)[0] == 3


def test_whoever_comes_second_is_told(command, store, tmp_path, capsys):
    _, answer = command("load", book(tmp_path / "三月.xlsx"), "--district", DISTRICT)
    assert command("pending", "accept", answer["files"][0]["id"])[0] == 0
    assert main(["pending", "drop", answer["files"][0]["id"], "--store", str(store)]) == 2
    assert "没有编号" in capsys.readouterr().err


def test_one_sheet_that_waits_does_not_hold_up_the_others(store, tmp_path):
    head = ["手续", "项目名称", "办结日期"]
    steps = ("重点项目前期手续办理情况", [head, ["施工许可证", "一号桥", "2026-03-02"]])
    path = book(tmp_path / "三月.xlsx", more=(steps,))
    [file] = sent(store, path).files
    assert file["status"] == "asked"
    assert [sheet["status"] for sheet in file["sheets"]] == ["asked", "loaded"]
    con = connect(store).cursor()
    assert con.execute("select count(*) from raw.approval_step").fetchone() == (1,)
    assert con.execute("select count(*) from raw.dispatch").fetchone() == (0,)
    [file] = sent(store, path, is_accepted=True).files
    assert file["status"] == "loaded"
    con = connect(store).cursor()
    assert con.execute("select count(*) from raw.dispatch").fetchone() == (3,)
    assert con.execute("select count(distinct project_id) from raw.approval_step").fetchone() == (1,)
    assert waiting.all_of(store) == []


def test_backup_restore_and_rollback_keep_what_waits(store, tmp_path):
    sent(store, book(tmp_path / "二月.xlsx", 2, has_total=True), received="2026-03-10")
    first = connect(store).version
    sent(store, book(tmp_path / "三月.xlsx"))
    publish.roll_back(store, first, "核对")
    assert [one.name for one in waiting.all_of(store)] == ["三月.xlsx"]
    backup.backup(store, tmp_path / "b.zip")
    shutil.rmtree(store)
    backup.restore(tmp_path / "b.zip", tmp_path / "again")
    [one] = waiting.all_of(tmp_path / "again")
    assert one.source.read_bytes() == (tmp_path / "三月.xlsx").read_bytes()


def test_without_a_month_it_waits_until_the_month_is_told(command, tmp_path):
    made = openpyxl.Workbook()
    for row in [
        ["重点项目调度表"],
        ["项目名称", "责任单位", "形象进度(%)"],
        ["甲", "区住建局", 35],
    ]:  # only the month is open
        made.active.append(row)
    made.save(tmp_path / "调度.xlsx")
    _, answer = command("load", tmp_path / "调度.xlsx", "--district", DISTRICT)
    id = answer["files"][0]["id"]
    assert command("pending", "accept", id)[0] == 3  # yes alone says no month
    code, answer = command("pending", "accept", id, "--month", "2026-03")
    assert (code, answer["files"][0]["status"]) == (0, "loaded")


def test_a_month_alone_is_no_yes_to_figures_without_a_period(command, tmp_path):
    made = openpyxl.Workbook()
    for row in [["重点项目调度表"], ["项目名称", "完成投资(万元)", "形象进度(%)"], ["甲", 100, 35]]:
        made.active.append(row)
    made.save(tmp_path / "调度.xlsx")
    _, answer = command("load", tmp_path / "调度.xlsx", "--district", DISTRICT)
    code, answer = command("pending", "accept", answer["files"][0]["id"], "--month", "2026-03")
    assert (code, answer["files"][0]["status"]) == (3, "asked")
    assert any("没有写明是哪个时段的" in reason for reason in answer["files"][0]["sheets"][0]["asked"]["reasons"])


def test_a_month_alone_is_no_yes_to_a_reading_that_nobody_has_seen(command, tmp_path):
    made = openpyxl.Workbook()
    for row in [["重点项目调度表"], ["项目名称", "本年完成投资(万元)"], ["甲", 100]]:
        made.active.append(row)
    made.save(tmp_path / "调度.xlsx")
    _, answer = command("load", tmp_path / "调度.xlsx", "--district", DISTRICT)
    id = answer["files"][0]["id"]
    code, answer = command("pending", "accept", id, "--month", "2026-03")
    assert (code, answer["files"][0]["status"]) == (3, "asked")
    assert answer["files"][0]["sheets"][0]["readings"]
    code, answer = command("pending", "accept", id)
    assert (code, answer["files"][0]["status"]) == (0, "loaded")
    [moved] = answer["moved"].values()
    assert moved["changes"] == [
        {"field": "projects", "then": "0", "now": "1"},
        {"field": "reported_ytd_wan", "then": "0", "now": "100.00"},
    ]


def test_the_plain_command_prints_reasons_and_every_notice(store, tmp_path, capsys):
    assert main(["load", str(book(tmp_path / "三月.xlsx")), "--district", DISTRICT, "--store", str(store)]) == 3
    said = capsys.readouterr().out
    assert "待确认" in said
    assert "1～3月完成投资" in said
    assert main(["pending", "--store", str(store)]) == 0
    assert "三月.xlsx" in capsys.readouterr().out
