"""按当时口径: asked with known_on, every metric answers as it did on that day, when nothing later had been loaded."""

import ast
import importlib
import inspect
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import known as derived
from data import warehouse
from data.profile import load_profile
from etl.versions import publish
from metrics import known
from metrics.completion.investment_completion import investment_completion
from metrics.loaded_months import last_month
from metrics.registry import Metric, all_metrics

DISTRICT = load_profile("tianyuan")
THEN = date(2026, 9, 14)  # August's dispatch is in, with a unit slip; its correction and August's return are not
METRICS = all_metrics()
PAGES = sorted((Path(__file__).parents[2] / "pages").glob("*.py"))


def asked_by_pages() -> dict[str, Metric]:
    """What pages fetch beside the registered metrics: the questions about one project."""
    found = {}
    for page in PAGES:
        tree = ast.parse(page.read_text(encoding="utf-8"))
        homes = {
            alias.name: node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and str(node.module).startswith("metrics.")
            and node.module != "metrics.district_board"  # a lake holds what is known now
            for alias in node.names
        }
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
        for call in calls:
            names = (getattr(call.func, "id", getattr(call.func, "attr", "")), getattr(call.args[0], "id", ""))
            if names[0] == "fetch" and names[1] in homes:
                found[names[1]] = Metric(getattr(importlib.import_module(homes[names[1]]), names[1]), ())
    return found


QUESTIONS = asked_by_pages() | METRICS


@pytest.fixture(scope="module")
def store_then(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store as it stood on that day: only the district's files received by then."""
    store = tmp_path_factory.mktemp("then") / "store"
    (store / "archive").mkdir(parents=True)
    for entry in sorted((demo_store / "archive").glob("*/entry.json")):
        said = json.loads(entry.read_text(encoding="utf-8"))
        if said["district"] == DISTRICT.id and said["received_on"] <= THEN.isoformat():
            shutil.copytree(entry.parent, store / "archive" / entry.parent.name)
    publish.republish(store)
    return store


@pytest.fixture(scope="module")
def cursors(demo_store: Path, store_then: Path) -> Iterator[tuple]:
    """The warehouse of today, and the one of that day."""
    with warehouse.connect(demo_store).cursor() as now, warehouse.connect(store_then).cursor() as then:
        yield now, then


def ask(metric: Metric, con, month: date, known_on: date | None, by: str | None) -> list[tuple]:
    """A metric's rows as texts; what must be given gets the largest project, or the issue heard of first."""
    first = {
        "project_id": "select project_id from mart.plan_version where district = ? and known_from <= ?"
        " order by annual_plan_wan desc nulls last, project_id",
        "issue_id": "select issue_id from mart.issue where district = ? and known_from <= ?"
        " order by known_from, issue_id",
    }
    needed = {
        option.name: con.execute(first[option.name], [DISTRICT.id, THEN]).fetchone()[0]
        for option in metric.options
        if option.is_required
    }
    names = inspect.signature(metric.function).parameters
    given = (
        {"as_of": month, "known_on": known_on, "by": by} if metric.groups else {"as_of": month, "known_on": known_on}
    )
    frame = metric.function(con, profile=DISTRICT, **needed, **{k: v for k, v in given.items() if k in names})
    return texts(frame)


def texts(frame: pd.DataFrame | dict) -> list[tuple]:
    if isinstance(frame, dict):  # what a sign-off freezes
        return [(name, repr(facts)) for name, facts in sorted(frame["groups"].items())]
    kept = frame.drop(columns=[name for name in ("file_id",) if name in frame])
    return [
        tuple(f"{cell:.6f}" if isinstance(cell, float) else str(cell) for cell in row)
        for row in kept.itertuples(index=False, name=None)
    ]


def test_every_question_takes_the_day_of_knowledge():
    assert "project_months" in QUESTIONS
    without = {
        name for name, metric in QUESTIONS.items() if "known_on" not in inspect.signature(metric.function).parameters
    }
    assert without == set()


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_metric_answers_as_it_did_then(cursors, name):
    now, then = cursors
    metric = QUESTIONS[name]
    month = last_month(then, DISTRICT)
    for by in (None, *(by for by in ("responsible_unit",) if by in metric.groups)):
        seen, wanted = ask(metric, now, month, THEN, by), ask(metric, then, month, None, by)
        assert [row for row in seen if row not in wanted] == [row for row in wanted if row not in seen]
        assert len(seen) == len(wanted)


def test_the_day_was_another(cursors):
    now, then = cursors
    month = last_month(then, DISTRICT)
    changed = {
        name
        for name in ("investment_completion", "booked_ratio", "entry_lag", "data_health", "loads", "figure_cells")
        if ask(METRICS[name], now, month, None, None) != ask(METRICS[name], then, month, None, None)
    }
    assert len(changed) == 6  # else nothing would have been tried above


def test_a_day_is_derived_once_for_all_who_ask(demo_store, monkeypatch):
    made: list[date] = []
    derive = derived.derive

    def told(con, **options):
        made.append(options["known_on"])
        derive(con, **options)

    monkeypatch.setattr(derived, "derive", told)
    version = warehouse.connect(demo_store)
    day = date(2026, 7, 31)

    def asked(_: int) -> float:
        frame = investment_completion(version.cursor(), profile=DISTRICT, as_of=date(2026, 6, 1), known_on=day)
        return float(frame["reported_ytd_wan"].sum())

    with ThreadPoolExecutor(4) as readers:
        assert len(set(readers.map(asked, range(8)))) == 1
    assert made == [day]


def test_only_a_few_days_stay_in_memory(demo_store):
    version = warehouse.connect(demo_store)
    for day in range(1, known.KEPT + 3):
        with known.as_known(version.cursor(), date(2025, 3, day)) as con:
            assert con.execute("select count(*) from mart.project").fetchone()[0] > 0
    assert len(version.cursor().execute(known.MADE).fetchall()) == known.KEPT
