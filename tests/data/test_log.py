"""The store's log: one line an event with an id, numbered files, nothing of what stands in cells."""

import re

from data import log


def lines(store, name="guatu.log"):
    return (store / "logs" / name).read_text(encoding="utf-8").splitlines()


def test_a_line_has_time_action_id_and_facts(tmp_path):
    id = log.write(tmp_path, "load", file="三月 调度.xlsx", rows=3)
    [line] = lines(tmp_path)
    assert re.fullmatch(rf'\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d load id="{id}" file="三月 调度.xlsx" rows=3', line)


def test_an_error_says_where_but_not_what_the_cell_held(tmp_path):
    try:
        int("秘密")
    except ValueError as fault:
        id = log.error(tmp_path, fault, file="a.xlsx")
    [line] = lines(tmp_path)
    assert f'error id="{id}" file="a.xlsx" type="ValueError" where="test_log.py:' in line
    assert "秘密" not in line


def test_a_line_break_in_a_name_does_not_make_two_lines(tmp_path):
    log.write(tmp_path, "load", file="a\nb.xlsx")
    assert len(lines(tmp_path)) == 1


def test_full_files_are_numbered_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "LARGEST", 1)
    for number in range(log.KEPT + 3):
        log.write(tmp_path, "load", number=number)
    there = sorted(path.name for path in (tmp_path / "logs").glob("*.log"))
    assert there == ["guatu.1.log", "guatu.2.log", "guatu.3.log", "guatu.4.log", "guatu.5.log", "guatu.log"]
    assert [lines(tmp_path, name)[0].split("number=")[1] for name in ("guatu.log", "guatu.1.log")] == ["7", "6"]


def test_what_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "logs").write_text("a file in the way")
    assert log.write(tmp_path, "load")
