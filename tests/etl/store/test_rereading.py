"""A mapping that is changed: what was loaded under the old one is read anew, from that day; the past stays as it was."""

import json
from datetime import date, datetime

import openpyxl
import pytest

from data import clock
from data.known import derive
from data.ledger import open_ledger
from data.profile import load_profile
from data.warehouse import connect
from etl import archive, store
from etl.__main__ import main
from etl.intake import guess, read_workbook
from etl.loading import load, mappings
from etl.loading import reloading as rereading
from etl.versions import publish

DISTRICT = "tianyuan"
LABELS = ["工程叫什么", "1～8月花了（万元）", "1～8月报了（万元）", "谁管"]
SPENT = {"工程叫什么": "project_name", "1～8月花了（万元）": "reported_ytd_wan", "谁管": "responsible_unit"}
SAID = {"工程叫什么": "project_name", "1～8月报了（万元）": "reported_ytd_wan", "谁管": "responsible_unit"}
RECEIVED, RESENT, CHANGED = date(2026, 9, 10), date(2026, 9, 15), date(2026, 9, 20)


def book(path, rows):
    made = openpyxl.Workbook()
    made.active.title = "跟踪"
    made.active.append(["2026年8月大项目跟踪"])
    made.active.append(LABELS)
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.fixture
def on_day(monkeypatch):
    """Let it be a day, for the ledger as for what is read anew."""

    def be(day):
        monkeypatch.setattr(clock, "today", lambda: day)
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 10))

    return be


@pytest.fixture
def place(tmp_path, on_day):
    """A store with one file, read by a mapping that takes the wrong column."""
    on_day(RECEIVED)
    place = tmp_path / "store"
    path = book(tmp_path / "八月.xlsx", [["一号桥", 100, 70, "区住建局"], ["二号路", 200, 150, "区住建局"]])
    keep(place, path, SPENT)
    sent(place, path)
    return place


def keep(place, path, fields, status="kept"):
    found = guess.guess(read_workbook(path).sheets[0], load_profile(DISTRICT))
    said = mappings.payload("跟踪", "dispatch", LABELS, fields) | {"status": status}
    with open_ledger(place) as ledger:
        ledger.append("mapping", said, district=DISTRICT, subject=mappings.subject(found.fingerprint))
    return said, found.fingerprint


def sent(place, path, **said):
    return load.load([load.Incoming(path, load_profile(DISTRICT), is_accepted=True, **said)], place)


def another(tmp_path):
    """A sheet of a layout that everybody knows."""
    made = openpyxl.Workbook()
    made.active.append(["2026年8月重点项目调度表"])
    made.active.append(["项目名称", "1～8月完成投资（万元）"])
    made.active.append(["三号厂", 5])
    made.save(tmp_path / "另一张.xlsx")
    return tmp_path / "另一张.xlsx"


def history(place, name="一号桥"):
    """(known_from, known_to, year to date) of a project's August."""
    with connect(place).cursor() as con:
        rows = con.execute(
            "select reported.known_from, reported.known_to, reported_ytd_wan from mart.reported as reported"
            " inner join mart.project using (project_id) where project_name = ? order by all",
            [name],
        ).fetchall()
    return [(a, b, float(wan)) for a, b, wan in rows if a != b]


def test_the_next_load_reads_anew_what_was_read_by_the_old_mapping(place, tmp_path, on_day):
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SAID)
    outcome = sent(place, another(tmp_path))
    assert [(file["file"], file["status"]) for file in outcome.read_again] == [("八月.xlsx", "loaded")]
    assert history(place) == [(RECEIVED, CHANGED, 100.0), (CHANGED, None, 70.0)]
    entries = archive.entries(place)
    assert archive.replaced(entries.values()) == {1: CHANGED}
    assert [entry.received_on for entry in archive.current(entries.values())] == [CHANGED, RECEIVED]
    assert sent(place, another(tmp_path)).read_again == []  # once is enough


def test_known_on_the_day_before_every_figure_is_the_old_one(place, tmp_path, on_day):
    with connect(place).cursor() as con:
        months = "select project_id, month, reported_ytd_wan from {}.project_month order by all"
        before = con.execute(months.format("mart")).fetchall()
        loaded = con.execute("select kind, month, first_known_from from mart.source_month order by all").fetchall()
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SAID)
    assert sent(place, tmp_path / "八月.xlsx").files[0]["status"] == "loaded"
    with connect(place).cursor() as con:
        assert con.execute("select kind, month, first_known_from from mart.source_month").fetchall() == loaded
        derive(con, known_on=date(2026, 9, 19), schema="temp")
        assert con.execute(months.format("temp")).fetchall() == before
        assert con.execute(months.format("mart")).fetchall() != before


def test_a_file_received_since_still_has_the_last_word(place, tmp_path, on_day):
    on_day(RESENT)
    made = openpyxl.Workbook()
    made.active.append(["2026年8月重点项目调度表"])
    made.active.append(["项目名称", "1～8月完成投资（万元）"])
    made.active.append(["一号桥", 90])
    made.save(tmp_path / "更正.xlsx")
    sent(place, tmp_path / "更正.xlsx")
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SAID)
    sent(place, tmp_path / "八月.xlsx")
    assert history(place) == [(RECEIVED, RESENT, 100.0), (RESENT, None, 90.0)]
    assert history(place, "二号路") == [(RECEIVED, CHANGED, 200.0), (CHANGED, None, 150.0)]


def test_a_column_that_is_read_no_more_falls_silent(place, tmp_path, on_day):
    on_day(CHANGED)
    fields = {"工程叫什么": "project_name", "1～8月花了（万元）": "cumulative_wan", "谁管": "responsible_unit"}
    keep(place, tmp_path / "八月.xlsx", fields)
    sent(place, tmp_path / "八月.xlsx")
    with connect(place).cursor() as con:
        said = (
            "select known_from, reported_ytd_wan, cumulative_wan from mart.reported where known_to is null order by all"
        )
        assert [(a, b, float(c)) for a, b, c in con.execute(said).fetchall()] == [
            (CHANGED, None, 100.0),
            (CHANGED, None, 200.0),
        ]


def test_read_as_another_kind_its_months_are_gone_and_their_past_stays(place, tmp_path, on_day):
    on_day(CHANGED)
    fields = {"工程叫什么": "project_name", "1～8月花了（万元）": "annual_plan_wan", "谁管": "responsible_unit"}
    said = mappings.payload("跟踪", "annual_plan", LABELS, fields)
    found = guess.guess(read_workbook(tmp_path / "八月.xlsx").sheets[0], load_profile(DISTRICT))
    with open_ledger(place) as ledger:
        ledger.append("mapping", said, district=DISTRICT, subject=mappings.subject(found.fingerprint))
    assert sent(place, tmp_path / "八月.xlsx").files[0]["status"] == "loaded"
    with connect(place).cursor() as con:
        assert con.execute("select kind from mart.source_month").fetchall() == [("annual_plan",)]
        assert con.execute("select count(*) from mart.reported where known_to is null").fetchone() == (0,)
        assert con.execute("select count(*) from mart.reported where known_to = ?", [CHANGED]).fetchone() == (2,)
        assert con.execute("select sum(annual_plan_wan) from mart.plan_version where known_to is null").fetchone() == (
            300,
        )


def test_taken_back_it_stands_as_it_was_read_and_says_so(place, tmp_path, on_day):
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SPENT, status="undone")
    outcome = sent(place, another(tmp_path))
    assert [file["status"] for file in outcome.read_again] == ["failed"]
    assert "仍按原来的读法" in outcome.read_again[0]["error"]
    assert outcome.exit_code == 0
    assert history(place) == [(RECEIVED, None, 100.0)]


def test_a_rollback_takes_the_new_reading_back(place, tmp_path, on_day):
    version = publish.current_version_or_none(place)
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SAID)
    sent(place, tmp_path / "八月.xlsx")
    publish.roll_back(place, version, "对照指错了")
    assert history(place) == [(RECEIVED, None, 100.0)]


def test_which_files_will_be_read_again_is_known_before(place, tmp_path, on_day):
    on_day(CHANGED)
    profile = load_profile(DISTRICT)
    of = guess.guess(read_workbook(tmp_path / "八月.xlsx").sheets[0], profile).fingerprint
    named = [
        [
            entry.name
            for entry in rereading.concerned(place, profile, of, mappings.payload("跟踪", "dispatch", LABELS, said))
        ]
        for said in (SAID, SPENT)
    ]
    assert named == [["八月.xlsx"], []]


def test_broken_off_before_it_is_published_nothing_has_changed(place, tmp_path, on_day, monkeypatch):
    on_day(CHANGED)
    keep(place, tmp_path / "八月.xlsx", SAID)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(archive, "accept", killed)
        with pytest.raises(KeyboardInterrupt):
            sent(place, tmp_path / "八月.xlsx")
    assert len(archive.entries(place)) == 1
    with store.writing(place):
        publish.publish(place)
    assert history(place) == [(RECEIVED, None, 100.0)]
    assert sent(place, tmp_path / "八月.xlsx").files[0]["status"] == "loaded"
    assert history(place)[-1] == (CHANGED, None, 70.0)


def test_the_command_line_reads_anew_with_another_mapping_file(place, tmp_path, on_day, capsys):
    def command(*options):
        assert main(["load", str(tmp_path / "八月.xlsx"), "--district", DISTRICT, "--store", str(place), *options]) == 0
        return json.loads(capsys.readouterr().out)["files"][0]

    on_day(CHANGED)
    assert command("--json")["status"] == "unchanged"
    columns = "".join(f'[[columns]]\nheader = "{header}"\nfield = "{field}"\n' for header, field in SAID.items())
    mapping = tmp_path / "对照.toml"
    mapping.write_text(f'kind = "dispatch"\n[match]\ncolumns = ["工程叫什么"]\n{columns}', encoding="utf-8")
    answer = command("--mapping", str(mapping), "--json")
    assert (answer["status"], answer["is_read_again"]) == ("loaded", True)
    assert history(place)[-1] == (CHANGED, None, 70.0)
    assert command("--json")["status"] == "unchanged"  # its own mapping still holds
