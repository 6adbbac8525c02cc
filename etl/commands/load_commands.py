"""``python -m etl load PATH…`` and ``demo``: what is loaded, and what became of it."""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from data.profile import load_profile
from etl import archive, store
from etl.commands import progress_bar
from etl.districts import district_check
from etl.intake import read_layout
from etl.loading import annotated, load, moved
from etl.loading import sheet_report as told
from etl.versions import publish

OK = 0
REBUILT = "数据仓缺失、损坏，或其后规则、程序有变，正由存档重建"
WORDS = {"loaded": "已载入", "unchanged": "未变", "asked": "待确认", "failed": "未能载入"}


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    loading = commands.add_parser("load", parents=[shared], help="载入报表")
    loading.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    loading.add_argument("--district", required=True, metavar="ID", help="区，即配置文件夹的名字")
    loading.add_argument("--received", type=_day, metavar="DATE", help="收到日期；默认今天（北京时间）")
    loading.add_argument("--month", type=month, metavar="YYYY-MM", help="表中没有写明时的所属月份")
    loading.add_argument("--late", action="store_true", help="允许补载到已冻结的会议、通报之前（冻结的数字不变）")
    loading.add_argument("--mapping", type=Path, metavar="FILE", help="表头对照文件")
    loading.add_argument("--accept", action="store_true", help="待确认的照读法载入，并把确认记入台账")
    loading.add_argument("--by", metavar="NAME", help="由谁确认；默认本机用户")
    loading.add_argument("--unit", metavar="NAME", help="由哪个单位报来：只载入它负责或服务的项目，其余的行退回")
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
            is_accepted=options.accept,
            accepted_by=options.by,
            unit=options.unit,
        )
        for path, name in zip(paths, called, strict=True)
    ]
    outcome = load.load(incoming, options.store, districts=options.districts, progress=progress_bar.show)
    progress_bar.end()
    outcome.ignored = ignored
    if options.annotate:
        for copy in annotated.write_copies(options.annotate, list(zip(paths, outcome.files, strict=True))):
            progress_bar.show(f"标注副本：{copy}")
    tell(outcome, as_json=options.json, is_accepted=options.accept)
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
            month=month(item["month"]) if item.get("month") else None,
            is_demo=True,
        )
        for item in listed
    ]
    outcome = load.load(incoming, place, progress=progress_bar.show)
    tell(outcome)
    return outcome.exit_code


def tell(outcome: load.Outcome, *, as_json: bool = False, is_accepted: bool = False) -> None:
    """Answer what became of a load; what a person has accepted with it is printed as it was read."""
    if as_json:
        print_json(outcome.to_json())
        return
    for file in outcome.files:
        print(f"{WORDS[file['status']]}  {file['file']}" + (f"（编号 {file['id']}）" if file.get("id") else ""))
        if file.get("error"):
            print(f"    {file['error']}")
        for sheet in file["sheets"]:
            told.sheet(sheet, is_accepted=is_accepted and file["status"] == "loaded")
    for district, what in outcome.moved.items():
        said = moved.in_words(what) if what else "没有变"
        print(f"本区（{district}）的数字：{said}")
    for again in outcome.read_again:
        did = "重读" if again["status"] == "loaded" else "未能重读"
        print(f"按新的列名对照{did}  {again['file']}（{again['received_on']} 收到）")
        if again.get("error"):
            print(f"    {again['error']}")
    for name in outcome.ignored:
        print(f"不是报表，略过  {name}")
    counts = Counter(file["status"] for file in outcome.files)
    print("，".join(f"{WORDS[status]} {counts[status]} 个" for status in WORDS if counts[status]) or "没有可载入的文件")
    if counts["asked"]:
        print("待确认的没有进入数字。看过读法以后：python -m etl pending accept 编号，或在“数据接入”页点“就是这样”")
    print(f"当前版本：{outcome.version or '（还没有发布）'}")


def _is_demo(name: str) -> bool:
    return "演示数据" in name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写作 2026-09-30") from None


def month(text: str) -> date:
    """Read a month written 2026-09, as an argument."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份，应写作 2026-09") from None
