"""``python -m etl load PATH…`` and ``demo``: what is loaded, and what became of it."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from data.profile import load_profile
from etl import annotated, archive, district_check, load, progress_bar, publish, store
from etl.intake import read_layout
from etl.intake.kinds import kinds

OK = 0
REBUILT = "数据仓缺失、损坏，或其后规则、程序有变，正由存档重建"
LOOKED_FOR = "要找的列："
SHOWN_FAULTS = 20  # of a sheet, and as many notices; all of them are in --json


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    loading = commands.add_parser("load", parents=[shared], help="载入报表")
    loading.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    loading.add_argument("--district", required=True, metavar="ID", help="区，即配置文件夹的名字")
    loading.add_argument("--received", type=_day, metavar="DATE", help="收到日期；缺省今天（北京时间）")
    loading.add_argument("--month", type=_month, metavar="YYYY-MM", help="表中没有写明时的所属月份")
    loading.add_argument("--late", action="store_true", help="允许补载到已冻结的会议、通报之前（冻结的数字不变）")
    loading.add_argument("--mapping", type=Path, metavar="FILE", help="表头对照文件")
    loading.add_argument("--annotate", type=Path, metavar="DIR", help="把标出问题单元格的副本写到这个文件夹")
    loading.add_argument("--names", type=Path, help=argparse.SUPPRESS)  # JSON: name of a kept file → what it is called
    loading.add_argument("--json", action="store_true", help="以 JSON 回答")
    loading.set_defaults(run=_load)

    demo = commands.add_parser("demo", parents=[shared], help="生成并载入演示数据")
    demo.add_argument("--if-missing", action="store_true", help="已有数据时不做")
    demo.set_defaults(run=_demo)


def bring_up_to_date(place: Path, districts: Path | None) -> None:
    """Build anew what is missing, broken, or made by other rules than those of now."""
    if not publish.is_up_to_date(place, districts):
        progress_bar.show(REBUILT)
        publish.republish(place, districts=districts, progress=progress_bar.show)


def print_json(value: Any) -> None:  # noqa: ANN401
    """Answer ``--json``."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _load(options: argparse.Namespace) -> int:
    profile = load_profile(options.district, options.districts)
    for text in district_check.copied(profile, options.districts):
        print(f"配置提醒：{text}", file=sys.stderr)
    paths, ignored = load.find(options.paths)
    if options.mapping:
        read_layout(options.mapping)  # a wrong mapping stops everything before a file is touched
    names = json.loads(options.names.read_text(encoding="utf-8")) if options.names else {}
    called = [names.get(path.name, path.name) for path in paths]
    incoming = [
        load.Incoming(
            path,
            profile,
            options.received,
            options.month,
            options.mapping,
            is_demo=_is_demo(name),
            is_late=options.late,
            name=name,
        )
        for path, name in zip(paths, called, strict=True)
    ]
    outcome = load.load(incoming, options.store, districts=options.districts, progress=progress_bar.show)
    progress_bar.end()
    outcome.ignored = ignored
    if options.annotate:
        for copy in annotated.write_copies(options.annotate, list(zip(paths, outcome.files, strict=True))):
            progress_bar.show(f"标注副本：{copy}")
    if options.json:
        print_json(outcome.to_json())
    else:
        _tell(outcome)
    return outcome.exit_code


def _demo(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    if options.if_missing and archive.entries(place):
        bring_up_to_date(place, options.districts)
        return OK
    from etl.demo import write

    inbox = place / "inbox"
    progress_bar.show("生成演示数据")
    write(inbox)
    listed = json.loads((inbox / "manifest.json").read_text(encoding="utf-8"))
    incoming = [
        load.Incoming(
            inbox / item["file"],
            load_profile(item["district"]),
            date.fromisoformat(item["received"]),
            month=_month(item["month"]) if item.get("month") else None,
            is_demo=True,
        )
        for item in listed
    ]
    outcome = load.load(incoming, place, progress=progress_bar.show)
    _tell(outcome)
    return outcome.exit_code


def _tell(outcome: load.Outcome) -> None:
    words = {"loaded": "已载入", "unchanged": "未变", "failed": "未能载入"}
    for file in outcome.files:
        print(f"{words[file['status']]}  {file['file']}")
        if file.get("error"):
            print(f"    {_in_lines(file['error'])}")
        for sheet in file["sheets"]:
            if not sheet["rows_total"]:
                print(f"    表“{sheet['sheet']}”：空表")
                continue
            skipped = sum(sheet["skipped"].values())
            label = kinds()[sheet["kind"]].label if sheet["kind"] else "未识别"
            print(
                f"    表“{sheet['sheet']}”（{label}）：共 {sheet['rows_total']} 行，"
                f"载入 {sheet['loaded']}，跳过 {skipped}，退回 {sheet['rejected']}，"
                f"读不出的单元格 {len(sheet['cell_faults'])}，提示 {len(sheet['notices'])}"
            )
            _in_short([*_together(sheet["rejections"]), *map(_cell, sheet["cell_faults"])])
            _in_short([_noticed(notice) for notice in sheet["notices"]])
    for again in outcome.read_again:
        did = "重读" if again["status"] == "loaded" else "未能重读"
        print(f"按新的列名对照{did}  {again['file']}（{again['received_on']} 收到）")
        if again.get("error"):
            print(f"    {again['error']}")
    for name in outcome.ignored:
        print(f"不是报表，略过  {name}")
    counts = Counter(file["status"] for file in outcome.files)
    print("，".join(f"{words[status]} {counts[status]} 个" for status in words if counts[status]) or "没有可载入的文件")
    print(f"当前版本：{outcome.version or '（还没有发布）'}")


def _in_short(said: list[tuple[str, str]]) -> None:
    """Print where something is and what; of many the first."""
    for place, reason in said[:SHOWN_FAULTS]:
        print(f"        {place}：{reason}")
    if len(said) > SHOWN_FAULTS:
        print(f"        其余 {len(said) - SHOWN_FAULTS} 处见 --json")


def _in_lines(error: str) -> str:
    """Give each kind of sheet that was looked for a line of its own."""
    said, mark, looked_for = error.partition(LOOKED_FOR)
    return said + (f"\n      {mark}\n        " + looked_for.replace("；", "\n        ") if mark else "")


def _together(rejections: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield rejected rows and why; rows one below the other of the same reason are told in one."""
    numbered = enumerate(rejections)
    for (_, reason), same in groupby(numbered, key=lambda one: (one[1]["row"] - one[0], one[1]["reason"])):
        rows = [one["row"] for _, one in same]
        yield f"第 {rows[0]} 行" if len(rows) == 1 else f"第 {rows[0]} 至 {rows[-1]} 行", reason


def _cell(fault: dict[str, Any]) -> tuple[str, str]:
    value = "" if fault["value"] in (None, "") else f"“{fault['value']}”："
    return f"第 {fault['row']} 行 {fault['column']} 列", f"{value}{fault['reason']}"


def _noticed(notice: dict[str, Any]) -> tuple[str, str]:
    return f"提示，第 {notice['row']} 行" if notice["row"] else "提示", notice["text"]


def _is_demo(name: str) -> bool:
    return "演示数据" in name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写作 2026-09-30") from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份，应写作 2026-09") from None
