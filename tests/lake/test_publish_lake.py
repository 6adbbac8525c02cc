"""What a district publishes to a lake: whole or not at all, never changed, and without what it withholds."""

import json
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from data import lake as reading
from etl.__main__ import main
from etl.lake import lake_tables
from etl.lake import publish_lake as publishing
from etl.lake.publish_lake import publish_lake

REPORTED = """
select district, sum(reported_ytd_wan) from mart.reported where known_to is null group by district order by district
"""
BOOKED = "select count(booked_ytd_wan), sum(booked_ytd_wan) from mart.booked"


def rows(url: str, sql: str) -> list[tuple]:
    return reading.connect(url).reader().raw.execute(sql).fetchall()


def files(url: str, district: str) -> set[str]:
    return {path.stem for path in Path(url).glob(f"tables/*/district={district}/*.parquet")}


def next_month(made, amount: int, month: str = "2026-04"):
    return made.file(
        "dispatch", f"project_name | reported_ytd_wan\n甲 | {amount}", month=month, received=f"{month}-28",
    )  # fmt: skip


def test_two_stores_publish_side_by_side(small, lake):
    publish_lake(small("jingyang").store, lake)
    publish_lake(small("tianyuan", "甲 | 900 | 100 | 50\n乙 | 800 | 20 | 0").store, lake)
    assert [(district, int(amount)) for district, amount in rows(lake, REPORTED)] == [
        ("jingyang", 300),
        ("tianyuan", 120),
    ]


def test_what_is_published_already_is_left_as_it_is(small, lake):
    made = small("jingyang")
    assert len(publish_lake(made.store, lake)) == 1
    pointer = Path(lake, "current", "jingyang.json").read_text(encoding="utf-8")
    assert publish_lake(made.store, lake) == []
    assert Path(lake, "current", "jingyang.json").read_text(encoding="utf-8") == pointer


def test_a_version_that_is_only_half_written_is_never_read(small, lake, monkeypatch):
    made = small("jingyang")
    publish_lake(made.store, lake)
    next_month(made, 400).publish()
    write, left = publishing._write, [5]  # tables that can be written before the disk is full

    def breaks(*arguments):
        left[0] -= 1
        if not left[0]:
            raise OSError("no room")
        write(*arguments)

    monkeypatch.setattr(publishing, "_write", breaks)
    with pytest.raises(OSError, match="no room"):
        publish_lake(made.store, lake)
    assert len(files(lake, "jingyang")) == 2  # the remnants lie there …
    assert [int(amount) for _, amount in rows(lake, REPORTED)] == [300]  # … and nobody reads them
    monkeypatch.undo()
    publish_lake(made.store, lake)
    assert [int(amount) for _, amount in rows(lake, REPORTED)] == [700]


def test_only_the_last_versions_are_kept_and_none_is_changed(small, lake, monkeypatch):
    monkeypatch.setattr(publishing, "KEEP", 2)
    made, published, contents = small("jingyang"), [], {}
    for amount in range(3):
        next_month(made, 400 + amount).publish()
        published += [one.version for one in publish_lake(made.store, lake)]
        for path in Path(lake).glob("tables/*/*/*.parquet"):
            assert contents.setdefault(path, path.read_bytes()) == path.read_bytes()
    assert files(lake, "jingyang") == set(published[-2:])
    told = json.loads(Path(lake, "current", "jingyang.json").read_text(encoding="utf-8"))
    assert [one["version"] for one in told["earlier"]] == published[-2:-3:-1]


def test_a_reader_keeps_its_versions_while_a_district_publishes(small, lake):
    made = small("jingyang")
    publish_lake(made.store, lake)
    before = reading.connect(lake)
    next_month(made, 400).publish()
    publish_lake(made.store, lake)
    assert before.reader().raw.execute("select count(*) from mart.reported").fetchall() == [(1,)]
    assert reading.connect(lake).reader().raw.execute("select count(*) from mart.reported").fetchall() == [(2,)]
    assert reading.connect(lake) is reading.connect(lake)


def withholding(tmp_path: Path, district: str, limit: int) -> Path:
    """A copy of the districts' folder in which this one withholds booked by project."""
    source = Path("data/districts") / district
    place = tmp_path / "districts" / district
    place.mkdir(parents=True)
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        if path.name == "profile.toml":
            text = text.replace("\nwithhold_below = 3", "").replace(
                f'id = "{district}"', f'id = "{district}"\nwithhold_booked_projects = true\nwithhold_below = {limit}'
            )
        (place / path.name).write_text(text, encoding="utf-8")
    return place.parent


@pytest.mark.parametrize(("limit", "total"), [(2, 300), (3, None)])
def test_a_district_withholds_booked_by_project_and_shows_its_total(small, lake, tmp_path, limit, total):
    made = small("jingyang", "甲 | 1200 | 300 | 250\n乙 | 800 | 100 | 50\n丙 | 500 | 10 | 0")
    publish_lake(made.store, lake)
    assert [(count, int(amount)) for count, amount in rows(lake, BOOKED)] == [(3, 300)]
    publish_lake(made.store, lake, districts=withholding(tmp_path, "jingyang", limit))  # the same warehouse
    assert rows(lake, BOOKED) == [(0, None)]
    assert rows(
        lake, "select count(*), count(booked_ytd_wan) from mart.project_month where month = date '2026-03-01'"
    ) == [(3, 0)]
    assert rows(lake, "select booked_projects, booked_ytd_wan from mart.booked_total") == [(2, total)]
    assert reading.connect(lake).deliveries[0].withholds_booked


def test_each_publication_goes_to_the_lake_where_one_is_named(small, lake, monkeypatch):
    monkeypatch.setenv("GUATU_PUBLISH_LAKE", lake)
    made = small("jingyang")
    next_month(made, 400).publish()
    assert [int(amount) for _, amount in rows(lake, REPORTED)] == [700]


def test_a_lake_that_is_away_does_not_stop_a_publication(small, lake, monkeypatch):
    Path(lake).write_text("a file stands where the folder should be", encoding="utf-8")
    monkeypatch.setenv("GUATU_PUBLISH_LAKE", lake)
    made = small("jingyang")
    before = (made.store / "CURRENT").read_text(encoding="utf-8")
    next_month(made, 400).publish()
    assert (made.store / "CURRENT").read_text(encoding="utf-8") != before
    assert "publish_lake_failed" in (made.store / "logs" / "guatu.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["{", '{"district": "jingyang"}'])
def test_a_damaged_pointer_is_named(small, lake, damage):
    publish_lake(small("jingyang").store, lake)
    Path(lake, "current", "jingyang.json").write_text(damage, encoding="utf-8")
    with pytest.raises(reading.LakeUnreadable, match="区“jingyang”的发布记录"):
        reading.connect(lake)


def test_an_older_program_s_tables_are_named(small, lake):
    publish_lake(small("jingyang").store, lake)
    pointer = Path(lake, "current", "jingyang.json")
    told = json.loads(pointer.read_text(encoding="utf-8")) | {"schema_version": 1}
    pointer.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(reading.LakeUnreadable, match="结构版本是 1"):
        reading.connect(lake)


def test_an_empty_lake_says_what_to_do(lake):
    with pytest.raises(reading.LakeEmpty, match="publish-lake"):
        reading.connect(lake)


def test_the_command_names_a_district_that_is_not_there(small, lake, capsys):
    made = small("jingyang")
    assert main(["publish-lake", lake, "--store", str(made.store), "--district", "elsewhere"]) == 2
    assert "没有区“elsewhere”的数据。已有：jingyang" in capsys.readouterr().err
    assert main(["publish-lake", lake, "--store", str(made.store), "--district", "jingyang"]) == 0
    assert "已发布 jingyang 的版本 wh-" in capsys.readouterr().out


@pytest.fixture
def bucket(monkeypatch):
    """A bucket of an S3-compatible server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("city")
    yield "s3://city/lake"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_a_lake_in_an_object_store_is_written_read_and_pruned(small, bucket, monkeypatch):
    columns = lake_tables.columns
    monkeypatch.setattr(lake_tables, "columns", lambda con: {"reported": columns(con)["reported"]})  # the others alike
    monkeypatch.setattr(publishing, "KEEP", 1)
    made = small("jingyang")
    publish_lake(made.store, bucket)
    publish_lake(small("tianyuan", "甲 | 900 | 100 | 50\n乙 | 800 | 20 | 0").store, bucket)
    assert [(name, int(amount)) for name, amount in rows(bucket, REPORTED)] == [("jingyang", 300), ("tianyuan", 120)]
    next_month(made, 400).publish()
    [delivery] = publish_lake(made.store, bucket)
    assert [(name, int(amount)) for name, amount in rows(bucket, REPORTED)] == [("jingyang", 700), ("tianyuan", 120)]
    at = reading.place(bucket)
    assert [Path(path).stem for path in at.files.ls(f"{at.root}/tables/reported/district=jingyang")] == [
        delivery.version
    ]
