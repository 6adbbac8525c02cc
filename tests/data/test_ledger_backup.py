"""Backup and restore with the ledger on PostgreSQL: by the commands, into it, out of it, and what is refused."""

import pytest
import sqlalchemy as sa

from data.ledger import Ledger
from data.ledger_schema import LEDGER_VERSION
from data.warehouse import connect, current_version
from etl import archive
from etl.__main__ import main
from tests.etl.store.made import DISTRICT, Made

PLAN = "project_name | project_code | total_investment_wan | year\n旌湖公园 | {code} | 1000 | 2026"
RETURN = "project_name | planned_total_wan | booked_ytd_wan\n湖滨公园 | 1000 | 40"
CODE = "2403-510603-04-01-000001"


@pytest.fixture
def kept(tmp_path, postgres_url, monkeypatch):
    """A store whose ledger is on PostgreSQL, with three decisions, one of which makes a link; and its backup."""
    monkeypatch.setenv("GUATU_LEDGER", postgres_url)
    made = Made(tmp_path / "store")
    made.file("annual_plan", PLAN.format(code=CODE), received="2026-01-20", year=2026)
    made.file("statistics_return", RETURN, month="2026-03", received="2026-04-15").publish()
    con = connect(made.store).cursor()
    [(statistics,)] = con.execute("select statistics_id from mart.statistics_project").fetchall()
    ledger = Ledger()
    for status in ("confirmed", "undone", "confirmed"):
        said = {"status": status, "note": "“引号”、\\、'、\n换行、😀", "share": "0.50", "none": None}
        ledger.append("link", said, district=DISTRICT, subject=f"link:{CODE}|{statistics}", who="李四", reason="看过")
    ledger.close()
    assert main(["backup", str(tmp_path / "b.zip"), "--store", str(made.store)]) == 0
    return made.store, tmp_path / "b.zip"


@pytest.fixture
def another_url(postgres) -> str:
    """A second database, empty."""
    name = "another"
    server = sa.create_engine(f"postgresql+psycopg://postgres@/postgres?host={postgres}", isolation_level="AUTOCOMMIT")
    with server.connect() as con:
        con.exec_driver_sql(f"drop database if exists {name} with (force)")
        con.exec_driver_sql(f"create database {name}")
    server.dispose()
    return f"postgresql+psycopg://postgres@/{name}?host={postgres}"


def links(store) -> list[tuple]:
    con = connect(store).cursor()
    return con.execute("select status, decided_by from mart.link_candidate where known_to is null").fetchall()


def test_out_of_one_server_into_another(kept, another_url, tmp_path, monkeypatch):
    _, file = kept
    said = Ledger().entries()
    monkeypatch.setenv("GUATU_LEDGER", another_url)
    assert main(["restore", str(file), "--store", str(tmp_path / "again")]) == 0
    again = Ledger()
    assert again.entries() == said
    assert links(tmp_path / "again") == [("linked", "person:李四")]
    assert not (tmp_path / "again" / "ledger.sqlite").exists()
    later = again.append("link", {"status": "undone"}, district=DISTRICT, subject=said[0].subject, after=said[-1].id)
    assert (later.id, later.turn) == (said[-1].id + 1, 4)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), sa.create_engine(another_url).begin() as con:
        con.exec_driver_sql("delete from entry")


def test_between_a_server_and_a_file(kept, another_url, tmp_path, monkeypatch):
    _, file = kept
    said = Ledger().entries()
    monkeypatch.delenv("GUATU_LEDGER")
    assert main(["restore", str(file), "--store", str(tmp_path / "again")]) == 0
    assert Ledger(tmp_path / "again").entries() == said
    assert main(["backup", str(tmp_path / "c.zip"), "--store", str(tmp_path / "again")]) == 0
    monkeypatch.setenv("GUATU_LEDGER", another_url)
    assert main(["restore", str(tmp_path / "c.zip"), "--store", str(tmp_path / "third")]) == 0
    assert Ledger().entries() == said


@pytest.mark.parametrize("more", [[], ["--instead"]])
def test_a_database_with_decisions_is_refused_and_left_as_it_is(kept, tmp_path, capsys, more):
    store, file = kept
    before, said = current_version(store), Ledger().entries()
    for target in (store, tmp_path / "again"):
        assert main(["restore", str(file), "--store", str(target), *more]) == 1
        assert "已有 3 条" in capsys.readouterr().err
    assert (current_version(store), Ledger().entries()) == (before, said)
    assert current_version(tmp_path / "again") is None
    assert archive.entries(tmp_path / "again") == {}


def test_a_newer_ledger_and_a_server_that_is_away_are_told_in_words(kept, another_url, tmp_path, capsys, monkeypatch):
    _, file = kept
    monkeypatch.setenv("GUATU_LEDGER", another_url)
    Ledger().close()
    with sa.create_engine(another_url).begin() as con:
        con.exec_driver_sql(f"update ledger_version set version = {LEDGER_VERSION + 1}")
    assert main(["restore", str(file), "--store", str(tmp_path / "again")]) == 1
    assert "更新的程序" in capsys.readouterr().err
    monkeypatch.setenv("GUATU_LEDGER", another_url.replace("/another", "/nowhere"))
    for command in ("restore", "backup"):
        assert main([command, str(file), "--store", str(tmp_path / "again")]) == 1
        assert "连不上决定记录所在的数据库" in capsys.readouterr().err
    assert archive.entries(tmp_path / "again") == {}
