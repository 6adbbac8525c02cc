"""Asks the lake for the page 各区县总览: answers are kept for as long as no district delivers."""

import os
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pandas as pd
import streamlit as st

from data import lake as lakes
from data.lake import Lake
from pages.components import states


def lake() -> Lake:
    """Open the lake; stops the page in words where there is none, or what lies there cannot be read."""
    url = os.environ.get(lakes.VARIABLE, "")
    try:
        return lakes.connect(url)
    except lakes.LakeEmpty as error:
        states.stop("各区还没有送数", str(error), f"python -m etl publish-lake {url}")
    except lakes.LakeUnreadable as error:
        states.stop("各区的数据读不出来", str(error))


@st.cache_data(max_entries=200, show_spinner="正在计算…", hash_funcs={FunctionType: lambda f: f.__qualname__})
def _answer(metric: Callable[..., pd.DataFrame], version: str, _lake: Lake, options: dict[str, Any]) -> pd.DataFrame:  # noqa: ARG001
    return metric(_lake, **options)


def fetch(metric: Callable[..., pd.DataFrame], there: Lake, **options: Any) -> pd.DataFrame:  # noqa: ANN401
    """Ask a metric of many districts; once a state of the lake."""
    return _answer(metric, there.version, there, options)
