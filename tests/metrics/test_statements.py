"""Statements that stand as files: their places, the steps they share, and that each is asked for."""

import re
from pathlib import Path

import pytest

from metrics import statements
from metrics.statements import statement, steps

FILES = sorted(statements.HERE.glob("**/sql/*.sql"))


def written(tmp_path, monkeypatch, text: str) -> None:
    place = tmp_path / "entry" / "sql"
    place.mkdir(parents=True)
    (place / "one.sql").write_text(text, encoding="utf-8")
    monkeypatch.setattr(statements, "HERE", tmp_path)
    statements._read.cache_clear()


def test_places_are_filled_and_keep_their_indentation(tmp_path, monkeypatch):
    written(tmp_path, monkeypatch, "-- one row a month\nwith one as (\n    {rows}\n)\n\nselect {key} from one\n")
    text = statement("entry", "one", rows="select 1\nfrom two", key="month")
    assert text.splitlines()[1:] == ["with one as (", "    select 1", "    from two", ")", "", "select month from one"]
    with pytest.raises(KeyError, match="no place {other}"):
        statement("entry", "one", other="x")
    with pytest.raises(ValueError, match="no file of steps"):
        steps("entry", "one")


def test_steps_are_what_stands_before_the_last_line(tmp_path, monkeypatch):
    written(tmp_path, monkeypatch, "-- what goes with it\nwith one as (\n    select 1\n)\n\nselect * from one\n")
    assert steps("entry", "one") == "one as (\n    select 1\n)"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_says_what_one_row_is_and_is_asked_for(path: Path):
    assert path.read_text(encoding="utf-8").startswith("-- one row ")
    code = "".join(module.read_text(encoding="utf-8") for module in path.parents[1].glob("*.py"))
    assert re.search(rf"['\"]{path.stem}['\"]", code)


@pytest.fixture(autouse=True)
def forget():
    yield
    statements._read.cache_clear()
