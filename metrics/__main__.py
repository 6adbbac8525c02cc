"""Ask a metric from the command line: ``python -m metrics NAME --district ID …``; without a name it lists them."""

import argparse
import os
import sys
from collections.abc import Sequence

from data import warehouse
from data.profile import ProfileError, load_profile
from data.subjects import SUBJECTS
from metrics import lake_questions
from metrics.loaded_months import last_month
from metrics.projects import oc4ids
from metrics.questions import asked, parser_of
from metrics.registry import Metric, all_metrics
from metrics.writers import WRITERS, as_csv, as_json, as_table

__all__ = ["as_csv", "as_json", "as_table", "main"]


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
    parser = parser_of(known, next((word for word in given if word in known), None), needs_district=False)
    lake_questions.add_to(parser)
    options = parser.parse_args(given)
    lake_questions.check(parser, options)
    groups = (*known[options.name].groups, *((lake_questions.DISTRICT,) if options.lake else ()))
    if options.by and options.by not in groups:
        parser.error(f"cannot group by {options.by!r}; choose one of {', '.join(groups) or '（此指标不分组）'}")
    if options.format == "oc4ids" and (options.name != "project_table" or options.lake):
        parser.error("oc4ids 是项目的写法，只用于 project_table")
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
    if options.lake:
        frame = lake_questions.asked(found, options)
        return as_table(frame, options.name) if options.format == "table" else WRITERS[options.format](frame)
    profile = load_profile(options.district, options.districts)
    con = warehouse.connect(options.store).cursor()
    if options.format == "oc4ids":
        as_of = options.quarter or options.as_of or last_month(con, profile, options.known_on)
        return oc4ids.written(oc4ids.package(con, profile=profile, as_of=as_of, known_on=options.known_on))
    frame = asked(found, options, con, profile)
    return as_table(frame, options.name) if options.format == "table" else WRITERS[options.format](frame)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    raise SystemExit(main())
