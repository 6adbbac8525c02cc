"""One name, one figure: what the metrics say of the whole district, name by name."""

import inspect
from collections import defaultdict
from datetime import date

import pandas as pd
import pytest

from data import dictionary
from data.profile import district_ids, load_profile
from data.warehouse import connect
from metrics.registry import all_metrics

SEPTEMBER = date(2026, 9, 1)
NAMED_BY_TEXT = {"progress_rate"}  # an item of the assessment is called as the text calls it (T19): 形象进度
QUANTITIES = {"count", "money", "percent", "points", "months", "number", "score"}


def totals(con, district: str):
    """Yield metric, column and value of every quantity that a metric says of the whole district in one row."""
    for name, metric in all_metrics().items():
        takes = inspect.signature(metric.function).parameters
        if "as_of" not in takes or any(
            one.default is one.empty and one.kind is one.KEYWORD_ONLY and one.name not in ("profile", "as_of")
            for one in takes.values()
        ):
            continue
        frame = metric.function(
            con, profile=load_profile(district), as_of=SEPTEMBER, **({"by": None} if "by" in takes else {})
        )
        frame = frame.tail(1) if name == "overview" else frame  # a row a month: the last one is the month's
        for column in frame.columns if len(frame) == 1 else ():
            if dictionary.lookup(column).kind in QUANTITIES and pd.notna(frame[column].iloc[0]):
                yield name, column, round(float(frame[column].iloc[0]), 9)


@pytest.mark.parametrize("district", district_ids())
def test_one_name_has_one_value(demo_store, district):
    values = defaultdict(lambda: defaultdict(list))
    with connect(demo_store).cursor() as con:
        for metric, column, value in totals(con, district):
            values[dictionary.label(column, metric)][value].append(f"{metric}.{column}")
    assert len(values) > 60
    assert {name: dict(said) for name, said in values.items() if len(said) > 1} == {}


def test_names_of_their_own_belong_to_columns_that_there_are():
    for metric, columns in dictionary.quantities().items():
        assert metric in all_metrics()
        for column, said in columns.items():
            assert set(said) == {"label", "scope"}
            assert said["label"] != dictionary.label(column)


def test_no_two_quantities_share_a_name():
    """Every label of a quantity stands for one column only; a scoped label for one column of one scope."""
    names = defaultdict(set)
    for entry in dictionary.entries().values():
        if entry.kind in QUANTITIES and entry.name not in NAMED_BY_TEXT:
            names[entry.label].add(entry.name)
    for metric, columns in dictionary.quantities().items():
        for column, said in columns.items():
            names[dictionary.label(column, metric)].add(f"{column}: {said['scope']}")
    assert {name: columns for name, columns in names.items() if len(columns) > 1} == {}
