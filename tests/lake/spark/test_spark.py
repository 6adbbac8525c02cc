"""Core metrics on a Spark cluster answer as on DuckDB, for the demo's districts and 20 generated ones in one lake."""

import threading
import time
from datetime import date

import pandas as pd
import pytest

from data import lake as reading
from data.common_profile import common_profile
from data.spark import SparkLake, SparkMissing
from data.spark_sql import translated
from etl.lake.publish_lake import publish_lake
from metrics.districts import AT_ONCE, by_district
from metrics.registry import all_metrics
from tests.lake import generated_lake

KNOWN = all_metrics()
MONTH = date(2026, 9, 1)
RATE, CENT = 1e-12, 0.005


@pytest.fixture(scope="module")
def both(demo_store, tmp_path_factory, joined):
    """One lake of 22 districts, read by DuckDB and by the cluster."""
    place = tmp_path_factory.mktemp("lake") / "lake"
    generated_lake.publish(generated_lake.generated(20), generated_lake.districts(20), place)
    publish_lake(demo_store, str(place))
    lake = reading.connect(place)
    return lake, joined(lake)


def same(actual: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Amounts agree to the cent, rates to 1e-12, all else is equal, in the same order."""
    assert list(actual) == list(expected)
    assert len(actual) == len(expected) > 0
    for column in expected:
        if expected[column].dtype == "float64":
            step = CENT if column.endswith("_wan") else RATE
            pd.testing.assert_series_equal(actual[column], expected[column], rtol=0, atol=step, check_dtype=False)
        else:
            pd.testing.assert_series_equal(actual[column], expected[column], check_dtype=False)


@pytest.mark.parametrize("name", AT_ONCE)
def test_all_districts_answer_on_the_cluster_as_on_duckdb(both, name):
    lake, spark = both
    same(by_district(KNOWN[name], spark, as_of=MONTH), by_district(KNOWN[name], lake, as_of=MONTH))


def test_the_series_of_all_districts_is_the_same(both):
    lake, spark = both
    asked = {"profile": common_profile(), "as_of": MONTH}
    series = KNOWN["investment_series"].function
    same(series(spark.reader(city=True), **asked), series(lake.reader(city=True), **asked))


def test_a_district_answers_by_its_own_rules(both):
    lake, spark = both
    asked = {"profile": lake.profile("tianyuan"), "as_of": MONTH, "by": "responsible_unit"}
    completion = KNOWN["investment_completion"].function
    same(completion(spark.reader(), **asked), completion(lake.reader(), **asked))


def test_an_earlier_day_of_knowledge_is_refused_in_words(both):
    _, spark = both
    with pytest.raises(ValueError, match="Spark 上只能问最新数据"):
        by_district(KNOWN["investment_completion"], spark, as_of=MONTH, known_on=date(2026, 5, 1))


def test_a_worker_that_is_killed_in_mid_question_does_not_change_the_answer(both, cluster):
    lake, spark = both
    answers: list[pd.DataFrame] = []
    asked = {"profile": common_profile(), "as_of": date(2026, 8, 1), "by": "responsible_unit"}
    lag = KNOWN["entry_lag"].function
    asking = threading.Thread(target=lambda: answers.append(lag(spark.reader(city=True), **asked)))
    asking.start()
    tracker = spark.session.sparkContext.statusTracker()
    while not tracker.getActiveStageIds() and asking.is_alive():
        time.sleep(0.01)
    assert asking.is_alive()
    cluster.kill_a_worker()
    asking.join()
    same(answers[0], lag(lake.reader(city=True), **asked))


def test_what_wants_translating_is_translated():
    text = translated("select a[1] as x, sum(b) / c as y from mart.t where d = $district group by ()", "city")
    assert text == (
        "SELECT GET(a, (1) - 1) AS x, CAST(SUM(b) AS DOUBLE) / CAST(c AS DOUBLE) AS y FROM city_t WHERE d = :district"
    )


def test_a_cluster_that_is_not_there_is_named(both):
    lake, _ = both
    assert issubclass(SparkMissing, ValueError)
    assert SparkLake(lake, "spark://elsewhere:1").session is both[1].session  # a process has one session
