"""The register of metrics: ``@metric`` above a function lists it, tests it and puts it on the command line."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args, get_origin

import pandas as pd

import metrics

F = TypeVar("F", bound=Callable[..., pd.DataFrame])

_METRICS: dict[str, "Metric"] = {}


@dataclass(frozen=True)
class Option:
    """A parameter of a metric beyond those that all have: its name, what it may be, and its default."""

    name: str
    kind: type  # str, int or date
    choices: tuple[str, ...]
    default: object  # inspect.Parameter.empty: must be given

    @property
    def is_required(self) -> bool:
        """Tell whether the metric has no answer without it."""
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True)
class Metric:
    """A registered metric: its function and what it can be grouped by."""

    function: Callable[..., pd.DataFrame]
    groups: tuple[str, ...]

    @property
    def name(self) -> str:
        """The function's name, by which people and programs call it."""
        return self.function.__name__

    @property
    def subject(self) -> str:
        """The folder of metrics that it stands in; empty for what all subjects share. One of data/subjects.py."""
        return self.function.__module__.removeprefix("metrics.").rpartition(".")[0]

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    @property
    def options(self) -> tuple[Option, ...]:
        """Its own parameters, beyond connection, profile, as_of, known_on and by."""
        common = {"con", "profile", "as_of", "known_on", "by"}
        parameters = inspect.signature(self.function).parameters.values()
        return tuple(_option(parameter) for parameter in parameters if parameter.name not in common)


def metric(*, groups: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Register the function below under its own name.

    Args:
        groups: what its parameter ``by`` may be; empty when it has none.
    """

    def register(function: F) -> F:
        _METRICS[function.__name__] = Metric(function, groups)
        return function

    return register


def all_metrics() -> dict[str, Metric]:
    """Import every module of the package and return what they registered, by name."""
    for module in pkgutil.walk_packages(metrics.__path__, "metrics."):
        if not module.name.rpartition(".")[2].startswith("_"):
            importlib.import_module(module.name)
    return dict(sorted(_METRICS.items()))


def _option(parameter: inspect.Parameter) -> Option:
    annotation = parameter.annotation
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    kinds = (annotation, *get_args(annotation))
    kind = next((kind for kind in (date, int) if kind in kinds), str)
    return Option(parameter.name, kind, choices, parameter.default)
