"""Backup and restore: what comes back gives the same figures, and nothing is lost or mixed on the way."""

import shutil
import sqlite3
import zipfile
from inspect import signature
from pathlib import Path

import pytest

from data.ledger import Ledger
from data.ledger_schema import LEDGER_VERSION, LedgerTooNew
from data.profile import district_ids, districts_folder, load_profile
from data.warehouse import connect, current_version
from etl import archive
from etl.__main__ import main
from etl.versions import publish
from etl.versions.backup import BackupError, backup, restore
from metrics.loaded_months import last_month
from metrics.registry import all_metrics


def one(made, amount=1, received="2026-04-12"):
    return made.file("dispatch", f"project_name | reported_ytd_wan\n甲 | {amount}", month="2026-03", received=received)


def answers(store: Path) -> dict[str, list]:
    """Every registered metric that needs no more than a month, as rows."""
    found, profile = {}, load_profile(district_ids()[0])
    month = last_month(connect(store).cursor(), profile, None)
    for name, metric in all_metrics().items():
        if not any(option.is_required for option in metric.options):
            values = {"as_of": month} if "as_of" in signature(metric.function).parameters else {}
            frame = metric.function(connect(store).cursor(), profile=profile, **values)
            found[name] = [tuple(frame.columns), *sorted(map(repr, frame.itertuples(index=False, name=None)))]
    return found


def test_every_metric_is_the_same_after_a_restore(demo_store, tmp_path):
    store, file = tmp_path / "store", tmp_path / "备份.zip"
    shutil.copytree(demo_store, store, ignore=shutil.ignore_patterns("inbox"))
    with_decision = Ledger(store)
    with_decision.append("note", {"text": "记一笔"}, district=district_ids()[0], who="张三")
    with_decision.close()
    backup(store, file)
    done = restore(file, tmp_path / "again")
    assert (done.files, done.differing) == (len(archive.entries(demo_store)), [])
    before, after = answers(demo_store), answers(tmp_path / "again")
    assert len(before) > 10
    assert any(len(rows) > 2 for rows in before.values())
    assert [key for key in before if before[key] != after[key]] == []
    [note] = Ledger(tmp_path / "again").entries("note")
    assert (note.who, note.payload) == ("张三", {"text": "记一笔"})


def test_decisions_keep_their_ids_and_the_next_one_follows(made, tmp_path):
    one(made).publish()
    ledger = Ledger(made.store)
    said = [ledger.append("note", {"n": n}, district="jingyang", subject="x", who="甲") for n in range(3)]
    backup(made.store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    again = Ledger(tmp_path / "again")
    assert again.entries() == said
    assert again.append("note", {}).id == said[-1].id + 1


def test_rollbacks_are_known_after_a_restore(made, tmp_path):
    first = one(made, 1).publish()
    one(made, 2, "2026-05-12").publish()
    publish.roll_back(made.store, first, "录错了")
    backup(made.store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "again")
    con = connect(tmp_path / "again").cursor()
    assert con.execute("select reported_ytd_wan from mart.reported").fetchall() == [(1,)]
    assert first in [version.name for version in publish.versions(tmp_path / "again")]


def test_a_store_with_data_is_only_restored_to_when_told_and_loses_nothing(made, tmp_path):
    one(made, 1).publish()
    backup(made.store, tmp_path / "b.zip")
    one(made, 2, "2026-05-12").publish()
    before = current_version(made.store)
    with pytest.raises(BackupError, match="--instead"):
        restore(tmp_path / "b.zip", made.store)
    assert current_version(made.store) == before
    assert len(archive.entries(made.store)) == 2
    assert restore(tmp_path / "b.zip", made.store, instead=True).files == 1
    [aside] = made.store.glob("before-*")
    assert len(list((aside / "archive").glob("0*"))) == 2
    assert connect(made.store).cursor().execute("select count(*) from mart.reported").fetchone() == (1,)


def test_profiles_that_differ_are_named_and_not_written(made, tmp_path):
    one(made).publish()
    districts = tmp_path / "districts"
    shutil.copytree(districts_folder(), districts)
    backup(made.store, tmp_path / "b.zip", districts=districts)
    units = districts / "jingyang" / "units.csv"
    changed = units.read_text(encoding="utf-8") + "新设局,区直部门,区直部门,true,\n"
    units.write_text(changed, encoding="utf-8")
    done = restore(tmp_path / "b.zip", tmp_path / "again", districts=districts)
    assert done.differing == ["jingyang/units.csv"]
    assert units.read_text(encoding="utf-8") == changed


@pytest.mark.parametrize("spoil", ["cut off", "a file is missing", "no zip", "climbs out"])
def test_a_spoiled_backup_changes_nothing(made, tmp_path, spoil):
    one(made).publish()
    file, again = tmp_path / "b.zip", tmp_path / "again"
    backup(made.store, file)
    if spoil == "cut off":
        file.write_bytes(file.read_bytes()[:-100])
    elif spoil == "no zip":
        file.write_bytes(b"-")
    else:
        with zipfile.ZipFile(file) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        if spoil == "climbs out":
            parts = {name.replace("archive/", "archive/../../"): content for name, content in parts.items()}
        else:
            parts = {name: content for name, content in parts.items() if not name.endswith("entry.json")}
        with zipfile.ZipFile(file, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
    with pytest.raises(BackupError, match="没有恢复"):
        restore(file, again)
    assert current_version(again) is None
    assert archive.entries(again) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "b.zip", "store"]


def test_the_commands_answer_in_words(made, tmp_path, capsys):
    one(made).publish()
    assert main(["backup", str(tmp_path / "b.zip"), "--store", str(made.store)]) == 0
    assert main(["restore", str(tmp_path / "b.zip"), "--store", str(made.store)]) == 1
    assert "--instead" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.zip"), "--store", str(tmp_path / "again")]) == 0
    assert "1 个收件" in capsys.readouterr().out
    logged = (tmp_path / "again" / "logs" / "guatu.log").read_text(encoding="utf-8")
    assert [line.split()[2] for line in logged.splitlines()] == ["publish", "restore"]


def old_ledger(store: Path) -> Path:
    """Make a ledger as the first program wrote it."""
    store.mkdir(parents=True, exist_ok=True)
    path = store / "ledger.sqlite"
    with sqlite3.connect(path) as con:
        con.execute(
            "create table entry (id integer primary key autoincrement, at datetime not null, who varchar not null,"
            " kind varchar not null, district varchar, payload json not null, reason varchar)"
        )
        con.execute("insert into entry values (7, '2026-01-02 03:04:05', '甲', 'note', null, '{}', null)")
    con.close()
    return path


def test_a_ledger_is_copied_before_it_is_brought_up_to_date(tmp_path):
    path = old_ledger(tmp_path / "store")
    assert [entry.id for entry in Ledger(tmp_path / "store").entries()] == [7]
    copy = path.with_suffix(f".before-{LEDGER_VERSION}.sqlite")
    with sqlite3.connect(copy) as con:
        assert con.execute("select id from entry").fetchall() == [(7,)]
        assert "subject" not in {column[1] for column in con.execute("pragma table_info(entry)")}


def test_a_newer_ledger_is_refused_in_words_by_every_command(tmp_path, capsys):
    Ledger(tmp_path / "store").close()
    with sqlite3.connect(tmp_path / "store" / "ledger.sqlite") as con:
        con.execute("update ledger_version set version = ?", [LEDGER_VERSION + 1])
    with pytest.raises(LedgerTooNew):
        Ledger(tmp_path / "store")
    assert main(["status", "--store", str(tmp_path / "store")]) == 1
    assert "更新的程序" in capsys.readouterr().err
