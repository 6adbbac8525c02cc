"""Ask a metric from the command line: ``python -m metrics NAME --district ID …``; without a name it lists them."""

import argparse
import inspect
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data import dictionary, formats, warehouse
from data.profile import ProfileError, load_profile
from data.subjects import SUBJECTS
from data.version import VERSION
from metrics.arguments import Parser, day, month, quarter
from metrics.loaded_months import last_month
from metrics.registry import Metric, Option, all_metrics

ALIASES = {"unit": "responsible_unit"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 answered, 1 no answer from these data, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):  # whatever the host's language
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    known = all_metrics()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        print(listing(known))
        return 0
    parser = _parser(known, next((word for word in given if word in known), None))
    options = parser.parse_args(given)
    groups = known[options.name].groups
    if options.by and options.by not in groups:
        parser.error(f"cannot group by {options.by!r}; choose one of {', '.join(groups) or '（此指标不分组）'}")
    try:
        print(answer(known[options.name], options), end="")
    except (ValueError, ProfileError, warehouse.WarehouseMissing, warehouse.WarehouseBroken) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def listing(known: dict[str, Metric]) -> str:
    """Write every metric below its subject: name and the first line of its docstring."""
    lines = []
    for subject, label in SUBJECTS.items():
        there = {name: found for name, found in known.items() if found.subject == subject}
        if there:
            lines += [f"{label} ({subject})", *(f"  {name:<26}{found.summary}" for name, found in there.items())]
    return "\n".join(lines)


def answer(found: Metric, options: argparse.Namespace) -> str:
    """Ask the metric and write its rows in the wanted format."""
    profile = load_profile(options.district, options.districts)
    con = warehouse.connect(options.store).cursor()
    values: dict[str, Any] = {option.name: getattr(options, option.name) for option in found.options}
    if found.groups:
        values["by"] = options.by
    accepted = inspect.signature(found.function).parameters
    if "as_of" in accepted:
        values["as_of"] = options.quarter or options.as_of or last_month(con, profile, options.known_on)
    if "known_on" in accepted:
        values["known_on"] = options.known_on
    frame = found.function(con, profile=profile, **values)
    return as_table(frame, options.name) if options.format == "table" else WRITERS[options.format](frame)


def as_json(frame: pd.DataFrame) -> str:
    """Write rows as an array of objects: amounts to the cent, other numbers in full, null for no value, ISO dates."""
    is_money = [_is_money(name) for name in frame.columns]
    rows = []
    for row in frame.itertuples(index=False, name=None):
        cells = zip(frame.columns, row, is_money, strict=True)
        rows.append(",\n".join(f"  {json.dumps(name)}: {_json(cell, money)}" for name, cell, money in cells))
    return "[" + ",".join(f"\n {{\n{row}\n }}" for row in rows) + ("\n]\n" if rows else "]\n")


def as_csv(frame: pd.DataFrame) -> str:
    """Write rows with the columns' identifiers, amounts to the cent; a quote goes before text a spreadsheet would run.

    It begins with a byte order mark: Excel takes a csv without one for another encoding.
    """
    is_money = [_is_money(name) for name in frame.columns]
    rows = [
        [_cents(cell) or "" if money else _harmless(_plain(cell)) for cell, money in zip(row, is_money, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    return "\ufeff" + pd.DataFrame(rows, columns=frame.columns, dtype=object).to_csv(index=False)


def as_table(frame: pd.DataFrame, of: str = "") -> str:
    """Write rows for a person: labels, units and figures as on the pages; ``of`` is the metric."""
    known = [dictionary.lookup(name, of) for name in frame.columns]
    rows = [[entry.heading for entry in known]]
    for row in frame.itertuples(index=False, name=None):
        rows.append([_written(entry, cell) for entry, cell in zip(known, row, strict=True)])
    widths = [max(_width(row[place]) for row in rows) for place in range(len(known))]
    is_text = [entry.kind in {"text", "light", "month", "date", "quarter", "flag"} for entry in known]
    return "".join(
        "  ".join(_padded(*cell) for cell in zip(row, widths, is_text, strict=True)).rstrip() + "\n" for row in rows
    )


def _written(entry: dictionary.Entry, cell: Any) -> str:  # noqa: ANN401
    """Write a cell as on the pages, amounts to the cent: whoever asks here compares them with the sheets."""
    if entry.kind == "money" and not formats.is_missing(cell):
        return formats.number(cell, 2)
    return dictionary.write(entry, cell)


WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}


def _parser(known: dict[str, Metric], name: str | None) -> Parser:
    parser = Parser(prog="python -m metrics", description="不带参数：列出全部指标。", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=VERSION, help="程序版本")
    parser.add_argument("name", choices=list(known), metavar="NAME", help="指标名")
    parser.add_argument("--district", required=True, help="区，data/districts 下的文件夹名")
    parser.add_argument("--as-of", type=month, help="截至月，如 2026-09；默认为最后载入的调度月份")
    parser.add_argument("--quarter", type=quarter, help="季度，如 2026Q3；截至月取季末")
    parser.add_argument("--known-on", type=day, help="只用这一天（含）以前收到的文件，如 2026-10-15")
    parser.add_argument(
        "--by", type=lambda text: ALIASES.get(text, text), help="分组，如 responsible_unit（可写 unit）"
    )
    parser.add_argument("--format", choices=list(WRITERS), default="table")
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


def _is_money(name: str) -> bool:
    return dictionary.lookup(name).kind == "money"


def _cents(amount: Any) -> str | None:  # noqa: ANN401
    """Return an amount as its decimal digits with two decimals, None for no value: sums of cents carry no noise."""
    return None if formats.is_missing(amount) else f"{formats.rounded(amount, 2):f}"


def _json(cell: Any, is_money: bool) -> str:  # noqa: ANN401, FBT001
    if is_money:
        return _cents(cell) or "null"
    return json.dumps(_plain(cell), ensure_ascii=False, allow_nan=False)


def _plain(cell: Any) -> Any:  # noqa: ANN401
    """Return a cell as a plain Python value: None, bool, int, float, text."""
    if formats.is_missing(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return cell.item() if hasattr(cell, "item") else cell


def _harmless(cell: Any) -> Any:  # noqa: ANN401
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F or letter in "—“”" else 1 for letter in text)


def _padded(text: str, width: int, is_text: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if is_text else space + text


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    raise SystemExit(main())
