"""The ledger: append-only, who came first decides, an older ledger is brought up to date."""

import threading

import pytest
import sqlalchemy as sa

from data import ledger_schema
from data.ledger import ANY, Conflict, Ledger, open_ledger
from data.ledger_schema import LedgerTooNew

LINK = "link:P1|S1"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def ledger(url):
    ledger = Ledger(url=url)
    yield ledger
    ledger.close()


def test_an_entry_comes_back_as_it_was_written(ledger):
    kept = ledger.append(
        "note", {"text": "补拍照片", "amount_wan": "12.30"}, district="A", subject="note:P1", who="张三"
    )
    assert ledger.entries() == [kept]
    assert (kept.subject, kept.turn, kept.who) == ("note:P1", 1, "张三")


def test_entries_are_asked_by_kind_district_and_subject(ledger):
    for kind, district, subject in (("link", "A", LINK), ("link", "B", LINK), ("note", "A", LINK), ("note", "A", None)):
        ledger.append(kind, {}, district=district, subject=subject)
    assert [entry.id for entry in ledger.entries(subject=LINK, district="A")] == [1, 3]
    assert [entry.id for entry in ledger.entries("link")] == [1, 2]
    assert ledger.count() == 4


def test_the_newest_entry_stands_and_each_district_has_its_own(ledger):
    assert ledger.newest(LINK, "A") is None
    first = ledger.append("link", {"status": "linked"}, district="A", subject=LINK)
    undone = ledger.append("link", {"status": "undone"}, district="A", subject=LINK)
    other = ledger.append("link", {"status": "linked"}, district="B", subject=LINK)
    assert (first.turn, undone.turn, other.turn) == (1, 2, 1)
    assert ledger.newest(LINK, "A") == undone
    assert ledger.newest(LINK) is None


@pytest.mark.parametrize("seen", [None, 1])
def test_who_has_not_seen_the_last_entry_is_told_whose_it_is(ledger, seen):
    ledger.append("link", {"status": "linked"}, district="A", subject=LINK, after=None, who="张三")
    last = ledger.append("link", {"status": "rejected"}, district="A", subject=LINK, after=1, who="李四")
    with pytest.raises(Conflict, match="李四") as told:
        ledger.append("link", {"status": "linked"}, district="A", subject=LINK, after=seen)
    assert told.value.entry == last
    assert ledger.count() == 2


def test_who_saw_an_entry_that_is_not_there_is_told_too(ledger):
    with pytest.raises(Conflict) as told:
        ledger.append("link", {}, district="A", subject=LINK, after=7)
    assert told.value.entry is None


def test_after_needs_a_subject(ledger):
    with pytest.raises(ValueError, match="subject"):
        ledger.append("note", {}, after=None)


@pytest.mark.parametrize(("after", "winners"), [(None, 1), (ANY, 12)], ids=["one wins", "all come in turn"])
def test_many_decide_the_same_at_once(ledger, after, winners):
    start, outcomes = threading.Barrier(12), []

    def decide(number):
        start.wait()
        try:
            outcomes.append(ledger.append("link", {"by": number}, district="A", subject=LINK, after=after))
        except Conflict as conflict:
            outcomes.append(conflict.entry)

    threads = [threading.Thread(target=decide, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = ledger.entries()
    assert [entry.turn for entry in written] == list(range(1, winners + 1))
    assert len(outcomes) == 12
    assert {entry.id for entry in outcomes} == {entry.id for entry in written}  # the losers were told the winner's


def test_the_database_decides_when_another_comes_between_looking_and_writing(ledger, monkeypatch):
    first = ledger.append("link", {}, district="A", subject=LINK)
    look, looked = ledger.newest, []

    def look_and_be_overtaken(*asked):
        seen = look(*asked)
        looked.append(seen)
        if len(looked) == 1:
            ledger.append("link", {}, district="A", subject=LINK, who="王五")
        return seen

    monkeypatch.setattr(ledger, "newest", look_and_be_overtaken)
    with pytest.raises(Conflict, match="王五"):
        ledger.append("link", {}, district="A", subject=LINK, after=first.id)
    assert [entry.who for entry in ledger.entries()][1:] == ["王五"]


@pytest.mark.parametrize("statement", ["update entry set reason = 'x'", "delete from entry"])
def test_nothing_is_changed_or_taken_out(ledger, statement):
    kept = ledger.append("note", {"a": 1}, district="A", reason="因为")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger._engine.begin() as con:
        con.exec_driver_sql(statement)
    assert ledger.entries() == [kept]


def test_a_fault_of_the_data_is_no_conflict(ledger):
    with pytest.raises(sa.exc.IntegrityError):
        ledger.append(None, {}, subject=LINK)


def test_nobody_empties_it_either(postgres_url):
    ledger = Ledger(url=postgres_url)
    ledger.append("note", {})
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), ledger._engine.begin() as con:
        con.exec_driver_sql("truncate entry")
    assert ledger.count() == 1
    ledger.close()


def test_many_open_an_empty_place_at_once(url):
    start, opened = threading.Barrier(6), []

    def open_and_write():
        start.wait()
        ledger = Ledger(url=url)
        opened.append(ledger.append("note", {}).id)
        ledger.close()

    threads = [threading.Thread(target=open_and_write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [1, 2, 3, 4, 5, 6]


def test_a_ledger_of_the_first_form_is_brought_up_to_date(url):
    engine = sa.create_engine(url)
    key = "serial" if engine.dialect.name == "postgresql" else "integer"
    with engine.begin() as con:
        con.exec_driver_sql(
            f"create table entry (id {key} primary key, at timestamp not null, who varchar not null,"
            " kind varchar not null, district varchar, payload json not null, reason varchar)"
        )
        con.exec_driver_sql(
            "insert into entry (at, who, kind, payload, reason)"
            " values ('2026-01-02 03:04:05', '张三', 'rollback', '{}', '错')"
        )
    engine.dispose()
    ledger = Ledger(url=url)
    assert [(entry.who, entry.subject, entry.turn) for entry in ledger.entries()] == [("张三", None, None)]
    ledger.append("link", {}, subject=LINK, after=None)
    with pytest.raises(Conflict):
        ledger.append("link", {}, subject=LINK, after=None)
    ledger.close()
    again = Ledger(url=url)
    assert again.count() == 2
    again.close()


def test_a_ledger_of_a_newer_program_is_left_alone(url, monkeypatch):
    Ledger(url=url).close()
    monkeypatch.setattr(ledger_schema, "LEDGER_VERSION", 1)
    with pytest.raises(LedgerTooNew, match="结构版本是 2"):
        Ledger(url=url)


def test_the_variable_says_where_it_is(url, tmp_path, monkeypatch):
    monkeypatch.setenv("GUATU_LEDGER", url)
    with open_ledger(tmp_path / "other") as ledger:
        ledger.append("note", {})
    assert not (tmp_path / "other").exists()
