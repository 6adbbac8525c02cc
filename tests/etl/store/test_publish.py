"""Versions, CURRENT and the lock: what is published is whole, and a writer that fails or dies leaves no trace."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from data import warehouse
from data.ledger import Ledger
from data.warehouse import WarehouseBroken, WarehouseMissing, connect, current_version
from etl import archive
from etl import store as store_module
from etl.build import build as building
from etl.versions import publish

ROOT = Path(__file__).parents[3]


def one(made, amount=1, received="2026-04-12"):
    return made.file("dispatch", f"project_name | reported_ytd_wan\n甲 | {amount}", month="2026-03", received=received)


def amounts(store: Path) -> list[int]:
    return [int(x) for (x,) in connect(store).cursor().execute("select reported_ytd_wan from mart.reported").fetchall()]


def test_every_build_is_a_new_file_and_the_last_five_are_kept(made):
    published = [one(made, n).publish() for n in range(7)]
    assert len(set(published)) == 7
    assert sorted(path.stem for path in (made.store / "versions").glob("*.duckdb")) == published[-5:]
    assert current_version(made.store) == published[-1]
    assert not (made.store / "versions" / store_module.BUILDING).exists()


def test_a_reader_keeps_its_version_while_a_new_one_is_published(made):
    one(made, 1).publish()
    reader = connect(made.store)
    one(made, 2, "2026-05-12").publish()
    count = "select count(*) from mart.reported"
    assert reader.cursor().execute(count).fetchone() == (1,)
    assert connect(made.store).cursor().execute(count).fetchone() == (2,)
    assert connect(made.store) is connect(made.store)


def test_a_version_let_go_is_opened_again_beside_a_slow_reader(made, monkeypatch):
    monkeypatch.setattr(warehouse, "OPEN_VERSIONS", 1)
    first = one(made, 1).publish()
    slow = connect(made.store).cursor()
    one(made, 2, "2026-05-12").publish()
    assert sorted(amounts(made.store)) == [1, 2]
    (made.store / "CURRENT").write_text(first, encoding="utf-8")
    assert amounts(made.store) == [1]
    assert slow.execute("select count(*) from mart.reported").fetchone() == (1,)


def test_readers_cannot_write_or_reach_out(made):
    one(made).publish()
    con = connect(made.store).cursor()
    for statement in (
        "delete from mart.reported",
        "select * from read_csv('/etc/passwd')",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            con.execute(statement)


def test_cursors_serve_many_threads(made):
    one(made).publish()
    reader, wrong = connect(made.store), []

    def ask():
        for n in range(50):
            if reader.cursor().execute("select ? + count(*) from mart.reported", [n]).fetchone() != (n + 1,):
                wrong.append(n)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_published_is_said_with_the_next_step(tmp_path):
    assert current_version(tmp_path) is None
    with pytest.raises(WarehouseMissing, match="python -m etl load"):
        connect(tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:20_000]),
        lambda path: path.unlink(),
        lambda path: (path.parents[1] / "CURRENT").write_text("../../etc/passwd"),
        lambda path: _set_schema_version(path, warehouse.SCHEMA_VERSION + 1),
    ],
    ids=["cut off", "gone", "CURRENT is no name", "another schema"],
)
def test_a_broken_warehouse_is_said_and_mended_from_the_archive(made, spoil):
    version = one(made).publish()
    spoil(warehouse.version_path(made.store, version))
    with pytest.raises(WarehouseBroken, match="python -m etl status"):
        connect(made.store)
    assert not publish.is_up_to_date(made.store)
    publish.republish(made.store)
    assert amounts(made.store) == [1]


def _set_schema_version(path: Path, number: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("update meta.version set schema_version = ?", [number])


def test_a_build_that_fails_its_checks_changes_nothing(made, monkeypatch):
    one(made, 1).publish()
    before = current_version(made.store), set(archive.entries(made.store))

    def fail(_con):
        raise building.BuildFailed("核对不通过")

    monkeypatch.setattr(building, "check", fail)
    with pytest.raises(building.BuildFailed):
        one(made, 2, "2026-05-12").publish()
    assert (current_version(made.store), set(archive.entries(made.store))) == before
    assert amounts(made.store) == [1]


def test_the_checks_find_what_they_are_for(made):
    version = one(made).publish()
    path = warehouse.version_path(made.store, version)
    copy = made.store / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute("insert into mart.project_month by name select * from mart.project_month")
        check = (building.SQL / "checks" / "keys_are_unique.sql").read_text(encoding="utf-8")
        assert con.execute(check).fetchall()
        con.execute("delete from mart.project_month")
        check = (building.SQL / "checks" / "nothing_is_orphaned.sql").read_text(encoding="utf-8")
        assert "应有1个月，有0个月" in con.execute(check).fetchall()[0][0]


@pytest.mark.parametrize(
    "table",
    ["project", "project_month", "project_entry", "project_link", "link_group", "link_candidate", "link_proposal",
     "statistics_project", "former_id"],
)  # fmt: skip
def test_a_row_that_stands_twice_is_found_though_the_table_has_no_primary_key(demo_store, tmp_path, table):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(warehouse.version_path(demo_store, current_version(demo_store)).read_bytes())
    with duckdb.connect(str(copy)) as con:
        con.execute(f"insert into mart.{table} by name select * from mart.{table} limit 1")  # noqa: S608
        with pytest.raises(building.BuildFailed, match=f"keys_are_unique：{table}：.+ 重复"):
            building.check(con, ["keys_are_unique"])


def test_rollback_sets_aside_what_came_since_and_loading_again_is_new(made):
    first = one(made, 1).publish()
    one(made, 2, "2026-05-12").publish()
    back = publish.roll_back(made.store, first, "录错了", who="张三")
    assert amounts(made.store) == [1]
    assert current_version(made.store) == back != first
    [entry] = Ledger(made.store).entries(publish.ROLLBACK)
    assert (entry.who, entry.reason, entry.payload["set_aside"]) == ("张三", "录错了", [2])
    forward = [item.name for item in publish.versions(made.store)][1]
    publish.roll_back(made.store, forward, "又要了")
    assert sorted(amounts(made.store)) == [1, 2]


@pytest.mark.parametrize("at", ["build", "ledger"])
def test_a_rollback_that_fails_leaves_everything_as_it_was(made, monkeypatch, at):
    first = one(made, 1).publish()
    one(made, 2, "2026-05-12").publish()

    def all_there() -> tuple:
        return current_version(made.store), publish.versions(made.store), Ledger(made.store).entries()

    before = all_there()

    def fail(*_args, **_options):
        raise building.BuildFailed("核对不通过")

    with monkeypatch.context() as patched:
        patched.setattr(building, "check", fail) if at == "build" else patched.setattr(Ledger, "append", fail)
        with pytest.raises(building.BuildFailed):
            publish.roll_back(made.store, first, "录错了")
    assert all_there() == before
    assert publish.is_up_to_date(made.store)
    one(made, 3, "2026-05-13").publish()
    assert sorted(amounts(made.store)) == [1, 2, 3]


def test_the_ledger_is_append_only(made):
    ledger = Ledger(made.store)
    ledger.append("note", {"a": 1}, district="jingyang", reason="因为")
    with pytest.raises(Exception, match="append-only"), ledger._engine.begin() as con:
        con.exec_driver_sql("update entry set reason = 'x'")
    with pytest.raises(Exception, match="append-only"), ledger._engine.begin() as con:
        con.exec_driver_sql("delete from entry")
    assert [entry.payload for entry in ledger.entries("note", "jingyang")] == [{"a": 1}]
    assert ledger.entries("note", "tianyuan") == []


def test_a_second_writer_is_told_who_is_writing(made):
    script = (
        "import sys; from pathlib import Path; from etl import store\n"
        "with store.writing(Path(sys.argv[1])):\n    print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(made.store)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout.readline() == "in\n"
        with pytest.raises(store_module.StoreBusy, match=f"进程 {first.pid}"), store_module.writing(made.store):
            pass
        first.stdin.close()
    with store_module.writing(made.store):
        pass


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of Unix")
def test_a_load_killed_in_the_middle_leaves_the_old_version_and_the_next_load_works(made, tmp_path):
    one(made, 1).publish()
    path = tmp_path / "调度表.csv"
    lines = [
        "2026年5月重点项目调度表",
        "项目名称,1～5月完成投资(万元),形象进度(%)",
        *(f"项目{n},{n},1" for n in range(3000)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "etl",
        "load",
        str(path),
        "--district",
        "jingyang",
        "--json",
        "--accept",
        "--store",
        str(made.store),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as load:
        building = made.store / "versions" / store_module.BUILDING
        while not list(building.glob("*.duckdb")) and load.poll() is None:
            time.sleep(0.005)
        load.send_signal(signal.SIGKILL)
    assert load.returncode == -signal.SIGKILL
    assert amounts(made.store) == [1]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"][0]["status"] == "loaded"
    assert len(amounts(made.store)) == 3001
    assert not building.exists()
    assert not (made.store / "archive" / store_module.PENDING).exists()
