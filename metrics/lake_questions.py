"""A question to a lake, as the command line puts it: one of its districts, or all of them side by side."""

import argparse
from typing import Any

import pandas as pd

from data import lake
from metrics import questions
from metrics.arguments import Parser
from metrics.districts import ON_SPARK, by_district
from metrics.registry import Metric

DISTRICT = "district"  # what compares districts


def add_to(parser: Parser) -> None:
    """Add the options of a lake."""
    parser.add_argument("--lake", help="各区发布的数据（publish-lake 的文件夹或 s3:// 地址）；比较各区写 --by district")
    parser.add_argument("--engine", metavar="spark://…|local[n]", help="同 --lake：用 Spark 集群，或用本机 n 个核算")


def check(parser: Parser, options: argparse.Namespace) -> None:
    """End with usage where options do not go together."""
    if options.engine and not options.lake:
        parser.error("--engine 要有 --lake DIR")
    if options.lake and options.store:
        parser.error("--lake 和 --store 只能写一个")
    if options.by == DISTRICT and not options.lake:
        parser.error("--by district 要有 --lake DIR")
    if bool(options.district) == (options.by == DISTRICT):
        parser.error("请写 --district ID；比较各区请写 --lake DIR --by district，不写 --district")


def asked(found: Metric, options: argparse.Namespace) -> pd.DataFrame:
    """Ask a metric of a lake.

    Raises:
        ValueError: what is asked has no answer; says why.
    """
    there = _opened(options)
    if options.by == DISTRICT:
        values = {option.name: getattr(options, option.name) for option in found.options}
        month = options.quarter or options.as_of
        return by_district(found, there, as_of=month, known_on=options.known_on, **values)
    con: Any = there.reader()
    return questions.asked(found, options, con, there.profile(options.district))


def _opened(options: argparse.Namespace) -> Any:  # noqa: ANN401  (data.lake.Lake or data.spark.SparkLake)
    there = lake.connect(options.lake)
    if not options.engine:
        return there
    if options.name not in ON_SPARK:
        raise ValueError(f"{options.name} 还不能在 Spark 上问；能问的有：{'、'.join(ON_SPARK)}。请不加 --engine。")
    from data.spark import SparkLake  # needs what only requirements-spark.txt has

    return SparkLake(there, options.engine)
