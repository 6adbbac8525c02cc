"""Make a report from the command line: ``python -m reports KIND --district ID …``."""

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from data import loaded as standing
from data import warehouse
from data.access import NAMES, NotAllowed
from data.profile import ProfileError, load_profile
from data.version import VERSION
from metrics.arguments import Parser, day, month, quarter
from metrics.known import as_known
from metrics.loaded_months import check_month, in_words, last_month, young_months
from reports.formats.fonts import FontMissing
from reports.question import Question
from reports.register import FORMATS, KINDS, content, file_name, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code: 0 made, 1 no report from these data, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):  # whatever the host's language
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    kind = KINDS[options.kind]
    try:
        made = options.format or kind.format
        opened = warehouse.connect(options.store)
        with as_known(opened.reader(), options.known_on) as con:  # derived once, for all metrics
            report = content(options.kind, _question(options, con, opened.version))
        path = options.out / file_name(report, made)
        written = write(report, made)
        options.out.mkdir(parents=True, exist_ok=True)
        _save(path, written)
    except (ValueError, ProfileError, FontMissing, warehouse.WarehouseMissing, warehouse.WarehouseBroken) as error:
        print(error, file=sys.stderr)
        return 1
    except NotAllowed as error:
        print(f"{kind.title}{error}给谁看用 --role 说明。", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"写不进“{options.out}”：{error.strerror}。请换一个 --out 文件夹。", file=sys.stderr)
        return 1
    print(f"已生成 {path}（{report.footer}）")
    return 0


def _save(path: Path, written: bytes) -> None:
    """Write the file; its name is UTF-8 whatever the host's language."""
    place = path if os.name == "nt" else os.fspath(path).encode("utf-8", "surrogateescape")
    with open(place, "wb") as file:  # noqa: PTH123  (a path cannot hold bytes)
        file.write(written)


def _question(options: Any, con: Any, version: str) -> Question:  # noqa: ANN401  (argparse's; a connection)
    profile = load_profile(options.district, options.districts)

    def ask(metric: Callable[..., pd.DataFrame], **given: Any) -> pd.DataFrame:  # noqa: ANN401
        accepted = inspect.signature(metric).parameters
        known = {name: value for name, value in given.items() if name in accepted}
        return metric(con, profile=profile, **known)

    as_of = options.quarter or options.as_of or last_month(con, profile, options.known_on)
    young = next((one for one in young_months(con, profile, options.known_on) if one.month == as_of), None)
    if young:
        last = last_month(con, profile, options.known_on)
        if young.is_open:
            raise ValueError(f"{in_words(as_of)}还没有定稿，不出报告；请用 --as-of {last:%Y-%m}，或先在“周调度”页定稿")
        raise ValueError(
            f"{in_words(as_of)}已报 {young.reported_units}/{len(young.units)} 个单位，已报的计划额还不够，不出报告；"
            f"请用 --as-of {last:%Y-%m}"
        )
    return Question(
        profile=profile,
        as_of=check_month(con, profile, as_of, options.known_on),
        known_on=options.known_on,
        roles=frozenset({options.role}),
        version=version,
        ask_metric=ask,
        sources=standing.data_as_of(con, profile=profile, known_on=options.known_on),
        months=tuple(standing.months(con, profile=profile, known_on=options.known_on)),
        is_demo=standing.is_demo(con, profile=profile),
    )


def _parser() -> Parser:
    kinds = "；".join(f"{name} {kind.title}（{kind.format}）" for name, kind in KINDS.items())
    parser = Parser(prog="python -m reports", description=kinds, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=VERSION, help="程序版本")
    parser.add_argument("kind", choices=list(KINDS), metavar="REPORT", help="、".join(KINDS))
    parser.add_argument("--district", required=True, help="区，data/districts 下的文件夹名")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--as-of", type=month, help="截至月，如 2026-09；默认为已报计划额够七成的最近一月")
    when.add_argument("--quarter", type=quarter, help="季度，如 2026Q3；截至月取季末")
    parser.add_argument("--known-on", type=day, help="只用这一天（含）以前收到的文件，如 2026-10-15")
    parser.add_argument("--format", choices=list(FORMATS), help="默认按报告：" + kinds)
    parser.add_argument(
        "--role",
        choices=list(NAMES),
        default="leader",
        help=f"给谁看：{'、'.join(f'{role} {name}' for role, name in NAMES.items())}；单个项目的入统数只给统计人员",
    )
    parser.add_argument("--out", type=Path, default=Path(), help="放到哪个文件夹；默认为当前文件夹")
    parser.add_argument(
        "--districts", type=Path, help="各区配置的文件夹；默认为环境变量 GUATU_DISTRICTS 或 data/districts"
    )
    parser.add_argument("--store", "--warehouse", help="数据文件夹；默认为环境变量 GUATU_STORE 或 data/store")
    return parser


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    raise SystemExit(main())
