"""A question to a metric, as the command line and the interface for programs put it: its parameters, and its answer."""

import argparse
import inspect
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.profile import Profile
from data.version import VERSION
from metrics.arguments import Parser, day, month, quarter
from metrics.loaded_months import last_month
from metrics.registry import Metric, Option
from metrics.writers import WRITERS

ALIASES = {"unit": "responsible_unit"}


def asked(found: Metric, options: argparse.Namespace, con: duckdb.DuckDBPyConnection, profile: Profile) -> pd.DataFrame:
    """Ask a metric what was parsed; where no month is given, the last one that can be judged.

    Raises:
        ValueError: what is asked has no answer; says why.
    """
    values: dict[str, Any] = {option.name: getattr(options, option.name) for option in found.options}
    if found.groups:
        values["by"] = options.by
    accepted = inspect.signature(found.function).parameters
    if "as_of" in accepted:
        values["as_of"] = options.quarter or options.as_of or last_month(con, profile, options.known_on)
    if "known_on" in accepted:
        values["known_on"] = options.known_on
    return found.function(con, profile=profile, **values)


def parser_of(
    known: dict[str, Metric], name: str | None, kind: type[Parser] = Parser, *, needs_district: bool = True
) -> Parser:
    """Return the parser of a question; with a metric's name it knows that one's own parameters, too."""
    parser = kind(prog="python -m metrics", description="不带参数：列出全部指标。", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=VERSION, help="程序版本")
    parser.add_argument("name", choices=list(known), metavar="NAME", help="指标名")
    parser.add_argument("--district", required=needs_district, help="区，data/districts 下的文件夹名")
    parser.add_argument("--as-of", type=month, help="截至月，如 2026-09；默认为最后载入的调度月份")
    parser.add_argument("--quarter", type=quarter, help="季度，如 2026Q3；截至月取季末")
    parser.add_argument("--known-on", type=day, help="只用这一天（含）以前收到的文件，如 2026-10-15")
    parser.add_argument(
        "--by", type=lambda text: ALIASES.get(text, text), help="分组，如 responsible_unit（可写 unit）"
    )
    parser.add_argument(
        "--format", choices=[*WRITERS, "oc4ids"], default="table", help="写法；oc4ids 只用于 project_table"
    )
    parser.add_argument(
        "--districts", type=Path, help="各区配置的文件夹；默认为环境变量 GUATU_DISTRICTS 或 data/districts"
    )
    parser.add_argument("--store", "--warehouse", help="数据文件夹；默认为环境变量 GUATU_STORE 或 data/store")
    if name:
        found = known[name]
        for option in found.options:
            _add(parser, option)
        if found.groups:
            parser.epilog = f"--by：{'、'.join(found.groups)}"
    return parser


def _add(parser: Parser, option: Option) -> None:
    parser.add_argument(
        f"--{option.name.replace('_', '-')}",
        type=month if option.kind is date else option.kind,
        choices=option.choices or None,
        required=option.is_required,
        default=None if option.is_required else option.default,
    )
