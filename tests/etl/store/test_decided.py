"""Decisions in the warehouse: written by every build, published quickly, equal to a full build, never pushing out loads."""

import json
from datetime import date

import pytest

from data.ledger import open_ledger
from data.warehouse import connect, version_path
from etl.build import build as building
from etl.build import decisions
from etl.versions import publish
from etl.versions import versions as version_files
from etl.versions.versions import DECISION, LOAD
from tests.etl.store.made import DISTRICT


def one(made, amount=1, received="2026-04-12"):
    return made.file("dispatch", f"project_name | reported_ytd_wan\n甲 | {amount}", month="2026-03", received=received)


def say(made, kind="promise", district=DISTRICT, **payload):
    with open_ledger(made.store) as ledger:
        return ledger.append(kind, payload, district=district, subject=f"{kind}:甲", reason="因为", who="张三")


def contents(store) -> dict[str, list]:
    """Every table of the current version but the moment of its making."""
    with connect(store).cursor() as con:
        names = con.execute(
            "select table_schema || '.\"' || table_name || '\"' from information_schema.tables where table_name != 'version'"
        ).fetchall()
        return {name: sorted(con.execute(f"from {name}").fetchall(), key=repr) for (name,) in names}


def test_a_build_writes_the_districts_decisions(made):
    one(made)
    kept = say(made, text="补拍照片")
    say(made, district=None)
    con = made.built()
    [row] = con.execute(
        "select entry_id, district, kind, subject, known_from, decided_at, who, reason, payload ->> '$.text' from mart.decision"
    ).fetchall()
    assert row == (
        kept.id, DISTRICT, "promise", "promise:甲", kept.at.date(), kept.at, "张三", "因为", "补拍照片"
    )  # fmt: skip
    assert isinstance(row[4], date)


def test_a_quick_version_equals_a_full_build(made):
    one(made).publish()
    say(made, text="一")
    say(made, "reason", as_of="2026-03-01")
    loaded = publish.current_version_or_none(made.store)
    quick = publish.decided(made.store)
    assert quick != loaded
    [told] = [item for item in publish.versions(made.store) if item.is_current]
    assert (told.because, told.decisions) == (DECISION, 2)
    held = contents(made.store)
    assert len(held['mart."decision"']) == 2
    publish.republish(made.store)
    assert contents(made.store) == held


def test_steps_side_by_side_and_in_turn_make_the_same_version(made, monkeypatch):
    one(made).publish()
    held = contents(made.store)
    monkeypatch.setattr(building, "MOST_BESIDE", -1)
    publish.republish(made.store)
    assert contents(made.store) == held


def test_a_quick_version_reads_no_archive(made, monkeypatch):
    one(made).publish()
    say(made)
    monkeypatch.setattr(publish, "build", lambda *_, **__: pytest.fail("built in full"))
    publish.decided(made.store)


@pytest.mark.parametrize("change", ["kind", "rules", "file gone"])
def test_where_a_copy_is_not_enough_all_is_built(made, monkeypatch, change):
    version = one(made).publish()
    say(made, "correction" if change == "kind" else "promise")
    if change == "rules":
        monkeypatch.setattr(publish, "rules_digest", lambda *_: "other")
    if change == "file gone":
        version_path(made.store, version).unlink()
    built = []
    monkeypatch.setattr(publish, "build", lambda *a, **k: built.append(a) or building.build(*a, **k))
    publish.decided(made.store)
    assert len(built) == 1
    assert len(contents(made.store)['mart."decision"']) == 1


def test_nothing_new_publishes_nothing(made):
    one(made).publish()
    say(made)
    version = publish.decided(made.store)
    assert publish.decided(made.store) == version
    assert publish.is_up_to_date(made.store)
    say(made)
    assert not publish.is_up_to_date(made.store)


def test_what_depends_on_a_kind_is_made_anew(made, monkeypatch):
    one(made).publish()
    asked = []
    monkeypatch.setitem(
        decisions.MAKERS,
        "links",
        lambda con: asked.append(con.execute("select count(*) from mart.decision").fetchone()),
    )
    say(made, "link")
    publish.decided(made.store)
    assert asked == [(1,)]


def test_decisions_never_push_out_loads_and_frozen_versions_stay(made, monkeypatch):
    monkeypatch.setattr(version_files, "KEEP", 2)
    loads = [one(made, n, f"2026-04-{10 + n}").publish() for n in range(3)]
    say(made)
    frozen = publish.decided(made.store)
    say(made, "freeze", version=frozen)
    decided = [frozen]
    for _ in range(4):
        decided.append(publish.decided(made.store))
        say(made)
    there = {path.stem for path in (made.store / "versions").glob("*.duckdb")}
    assert there == {*loads[1:], frozen, *decided[-2:]}
    assert {item.because for item in publish.versions(made.store)} == {LOAD, DECISION}


def test_a_version_from_before_says_nothing_of_decisions_and_is_read(made):
    version = one(made).publish()
    path = made.store / "versions" / f"{version}.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps({name: told[name] for name in ("built_at", "file_ids", "rules")}))
    assert publish.is_up_to_date(made.store)
