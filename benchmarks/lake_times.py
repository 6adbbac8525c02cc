"""Core metrics of many districts: over a lake, from one warehouse file, and on Spark (``python -m benchmarks lake``).

One district is generated and published; its files then stand under other ids, too, since a file does not say whose it
is. So all districts hold the same figures, and a province is made in a minute.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.runs import run
from data import lake as lakes
from data.common_profile import common_profile
from data.reading import Reader
from etl.lake.publish_lake import publish_lake
from metrics.district_board import district_board
from metrics.districts import AT_ONCE, last_month
from metrics.registry import all_metrics

SIZES = {"city": (10, 500, 36), "province": (130, 800, 36), "nation": (125, 8_000, 24)}  # districts, projects, months
BEST_OF = 3


def main(folder: str, size: str, masters: list[str]) -> None:
    """Make a lake of this size and print a JSON line of what its questions take."""
    districts, projects, months = SIZES[size]
    place = Path(folder) / size
    shutil.rmtree(place, ignore_errors=True)
    lake = lakes.connect(_many(place, districts, projects, months))
    single = _one_file(lake, place / "one.duckdb")
    as_of = last_month(lake)
    questions = {name: all_metrics()[name].function for name in AT_ONCE}
    asked: dict[str, Any] = {"profile": common_profile(), "as_of": as_of, "by": "responsible_unit"}
    told: dict[str, Any] = {"size": f"{districts} × {projects} × {months}", "questions": {}}
    for name, question in questions.items():
        from_lake = _best(partial(_ask, question, lambda: lake.reader(city=True).raw, asked))
        from_file = _best(partial(_ask, question, single.cursor, asked))
        told["questions"][name] = {"lake_ms": from_lake, "file_ms": from_file, "ratio": from_lake / from_file}
    one = {"profile": common_profile(lake.deliveries[0].district), "as_of": as_of}
    told["one_district_ms"] = _best(lambda: questions["investment_completion"](Reader(lake.reader().raw), **one))
    start = time.perf_counter()
    district_board(lakes.connect(lake.at.root), as_of=as_of)
    told["page_first_ms"] = 1000 * (time.perf_counter() - start)
    told["page_again_ms"] = _best(lambda: district_board(lake, as_of=as_of))
    for master in masters:
        told[master] = _on_spark(lake, master, questions, asked)
    print(json.dumps(told))


def _many(place: Path, districts: int, projects: int, months: int) -> str:
    from data.profile import district_ids

    first = district_ids()[0]
    run("benchmarks.build", str(place / "store"), first, str(projects), str(months))
    url = str(place / "lake")
    publish_lake(place / "store", url)
    at = lakes.place(url)
    [delivery] = lakes.deliveries(at)
    for number in range(1, districts):
        name = f"{first}{number:04d}"
        for table in delivery.tables:
            _copy(at.table(table, first, delivery.version), at.table(table, name, delivery.version))
        rules = json.loads(Path(at.profile(first, delivery.version)).read_text(encoding="utf-8"))
        target = Path(at.profile(name, delivery.version))
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(rules | {"id": name}), encoding="utf-8")
        Path(at.current(name)).write_text(
            json.dumps(json.loads(delivery.to_json()) | {"district": name}), encoding="utf-8"
        )
    return url


def _copy(source: str, target: str) -> None:
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).hardlink_to(source)


def _one_file(lake: lakes.Lake, path: Path) -> duckdb.DuckDBPyConnection:
    """Return a warehouse file with all that the lake holds, as its questions see it."""
    con = duckdb.connect(str(path))
    con.execute("create schema mart")
    for table in lakes.tables(lake.deliveries):
        rows = lake.reader(city=True).raw.sql(f"select * from mart.{table}").to_arrow_table()  # noqa: S608
        con.register("given", rows)
        order = " order by month, responsible_unit" if table == "project_month" else ""
        con.execute(f"create table mart.{table} as select * from given{order}")  # noqa: S608
        con.unregister("given")
    return con


def _on_spark(lake: lakes.Lake, master: str, questions: dict[str, Callable], asked: dict[str, Any]) -> dict[str, float]:
    from data.spark import SparkLake

    start = time.perf_counter()
    spark = SparkLake(lake, master, {"spark.driver.memory": "2g", "spark.log.level": "FATAL"})
    told = {"join_ms": 1000 * (time.perf_counter() - start)}
    for name, question in questions.items():
        first = time.perf_counter()
        question(Reader(spark.reader(city=True).raw), **asked)
        again = time.perf_counter()
        question(Reader(spark.reader(city=True).raw), **asked)
        told[f"{name}_first_ms"] = 1000 * (again - first)
        told[f"{name}_ms"] = 1000 * (time.perf_counter() - again)
    spark.session.stop()
    return told


def _ask(question: Callable, cursor: Callable, asked: dict[str, Any]) -> None:
    question(Reader(cursor()), **asked)  # a reader of its own: nothing is remembered


def _best(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(BEST_OF):
        start = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def show(folder: str, size: str, masters: list[str]) -> None:
    """Measure in a process of its own and print a table."""
    told = run("benchmarks.lake_times", folder, size, *masters)
    print(f"\nlake, {size}: {told['size']} (districts × projects × months)", flush=True)
    print(f"{'':24}{'lake ms':>10}{'file ms':>10}{'ratio':>8}" + "".join(f"{master:>18}" for master in masters))
    for name, took in told["questions"].items():
        on = "".join(f"{told[master][f'{name}_ms']:>18.0f}" for master in masters)
        print(f"{name:24}{took['lake_ms']:10.0f}{took['file_ms']:10.0f}{took['ratio']:8.2f}{on}")
    print(
        f"one of them, completion {told['one_district_ms']:.0f} ms; page first {told['page_first_ms']:.0f} ms,"
        f" again {told['page_again_ms']:.0f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
