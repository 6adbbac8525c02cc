"""Caches around ``data/warehouse.py``: a page asks a metric, the answer is kept for this version of the warehouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from inspect import signature
from types import FunctionType
from typing import Any

import pandas as pd
import streamlit as st

from data import loaded as standing
from data import warehouse
from data.profile import Profile
from metrics.loaded_months import MonthReports, UnitReports, by_default, young_months
from pages.components import states
from pages.components.view import View

__all__ = ["MonthReports", "Standing", "UnitReports", "fetch", "stand", "version"]
Metric = Callable[..., pd.DataFrame]
_HASHES: dict[str | type[Any], Callable[[Any], Any]] = {
    FunctionType: lambda f: f"{f.__module__}.{f.__qualname__}",
    Profile: Profile.model_dump_json,
}


@dataclass(frozen=True)
class Standing:
    """What is loaded for one district: months newest first, 数据截至 per kind, days of receipt.

    ``young`` are the newest months of which not enough is reported to judge them.
    """

    months: tuple[date, ...]
    young: tuple[MonthReports, ...]
    sources: dict[str, date]
    received: tuple[date, ...]
    is_demo: bool

    @property
    def last_month(self) -> date | None:
        """Return the month that is asked by default; None where no dispatch is loaded."""
        return by_default(self.months, self.young) if self.months else None


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(version: str) -> warehouse.Warehouse:  # noqa: ARG001
    """One read-only handle a version; the version is the key only, CURRENT says which file it is."""
    return warehouse.connect()


def version() -> str:
    """Return the version CURRENT names; stops the page in words where there is none or it cannot be read."""
    try:
        found = warehouse.current_version()
        if not found:
            states.missing()
        return _opened(found).version
    except warehouse.WarehouseMissing as error:
        states.missing(str(error))
    except Exception as error:  # whatever is wrong with the file, the reader gets words
        states.broken(error)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=_HASHES)
def _standing(version: str, profile: Profile, known_on: date | None) -> Standing:
    with _opened(version).cursor() as con:
        return Standing(
            months=tuple(standing.months(con, profile=profile, known_on=known_on)),
            young=young_months(con, profile, known_on),
            sources=standing.data_as_of(con, profile=profile, known_on=known_on),
            received=tuple(standing.received(con, profile=profile)),
            is_demo=standing.is_demo(con, profile=profile),
        )


def stand(version: str, profile: Profile, known_on: date | None = None) -> Standing:
    """Return what is loaded for a district as known on a day."""
    try:
        return _standing(version, profile, known_on)
    except Exception as error:
        if warehouse.is_damage(error):
            states.broken(error)
        raise  # a fault of the program: dashboard.py says so, with the number of its entry in the log


@st.cache_data(max_entries=600, show_spinner="正在计算…", hash_funcs=_HASHES)
def _answer(metric: Metric, version: str, profile: Profile, options: dict[str, Any]) -> Any:  # noqa: ANN401
    with _opened(version).reader() as con:
        return metric(con, profile=profile, **options)


def fetch(metric: Metric, view: View, **options: Any) -> Any:  # noqa: ANN401
    """Ask ``metric`` for this view; answers of old versions are pushed out by the newer ones.

    ``as_of``, ``known_on`` and ``by`` come from the view where the metric takes them; ``options`` go before.
    A warehouse that cannot be read ends the page in words; any other error is raised.
    """
    accepted = signature(metric).parameters
    asked = {name: getattr(view, name) for name in ("as_of", "known_on", "by") if name in accepted} | options
    try:
        return _answer(metric, view.version, view.profile, asked)
    except Exception as error:
        if warehouse.is_damage(error):
            states.broken(error)
        raise  # a fault of the program: dashboard.py says so, with the number of its entry in the log
