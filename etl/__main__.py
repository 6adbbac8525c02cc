"""The store's commands, ``python -m etl load | status | rollback …``: progress to stderr, answers to stdout."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from data import log
from data.ledger_schema import LedgerTooNew
from data.profile import ProfileError, load_profile
from data.warehouse import WarehouseBroken, WarehouseMissing, connect, current_version
from etl import annotated, archive, backup_commands, intake_commands, load, progress_bar, publish, store
from etl.backup import BackupError
from etl.build import BuildFailed
from etl.intake import LayoutError, WorkbookError, read_layout

OK, FAILED, USAGE = 0, 1, 2
REBUILT = "数据仓缺失、损坏，或其后规则、程序有变，正由存档重建"
SHOWN_FAULTS = 20  # of a sheet; all of them are in --json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ProfileError, LayoutError, publish.UnknownVersion) as error:
        return _fail(options, str(error), USAGE)
    except (
        BackupError,
        LedgerTooNew,
        WorkbookError,
        store.StoreBusy,
        BuildFailed,
        publish.NoRoom,
        WarehouseBroken,
        WarehouseMissing,
    ) as error:
        return _fail(options, str(error), FAILED)
    except OSError as error:
        where = f"{error.strerror or error}：{error.filename or ''}"
        return _fail(options, f"数据目录写不进去（{where}），什么也没有改动。", FAILED)
    except Exception as error:  # noqa: BLE001  a traceback never reaches a person
        id = log.error(options.store, error)
        return _fail(
            options, f"程序出错，没有做完（编号 {id}）。请把编号和数据目录 logs/guatu.log 交给维护人员。", FAILED
        )


def _load(options: argparse.Namespace) -> int:
    profile = load_profile(options.district, options.districts)
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
        _print_json(outcome.to_json())
    else:
        _tell(outcome)
    return outcome.exit_code


def _status(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    if not publish.is_up_to_date(place, options.districts):
        progress_bar.show(REBUILT)
        publish.republish(place, districts=options.districts, progress=progress_bar.show)
    aside = publish.set_aside(place)
    files = archive.entries(place)
    told: dict[str, Any] = {
        "store": str(place),
        "version": current_version(place),
        "versions": [
            {"version": v.name, "built_at": v.built_at, "files": len(v.file_ids), "has_file": v.has_file}
            for v in publish.versions(place)
        ],
        "files": [
            {
                "file_id": entry.file_id,
                "district": entry.district,
                "file": entry.name,
                "received_on": entry.received_on.isoformat(),
                "kinds": list(entry.kinds),
                "is_set_aside": file_id in aside,
            }
            for file_id, entry in files.items()
        ],
        "data_as_of": _data_as_of(place),
    }
    if options.json:
        _print_json(told)
        return OK
    print(f"数据目录：{told['store']}\n当前版本：{told['version'] or '（还没有发布）'}")
    for row in told["data_as_of"]:
        print(f"  {row['district']}  {row['kind']}  数据截至 {row['month']}")
    print(f"收件：{len(files)} 个，其中搁置 {len(aside)} 个")
    for version in told["versions"][: publish.KEEP]:
        print(f"  {version['version']}  {version['built_at']}  {version['files']} 个文件")
    return OK


def _rollback(options: argparse.Namespace) -> int:
    version = publish.roll_back(options.store, options.version, options.reason, districts=options.districts)
    print(f"已退回到 {options.version} 的内容，新版本 {version}。其后收到的文件已搁置，再次载入即恢复。")
    return OK


def _demo(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    if options.if_missing and archive.entries(place):
        if not publish.is_up_to_date(place, options.districts):
            progress_bar.show(REBUILT)
            publish.republish(place, districts=options.districts, progress=progress_bar.show)
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


def _data_as_of(place: Path) -> list[dict[str, str]]:
    try:
        with connect(place).cursor() as con:
            rows = con.execute(
                "select district, kind, max(month) from mart.source_month group by all order by all"
            ).fetchall()
    except WarehouseMissing:
        return []
    return [{"district": district, "kind": kind, "month": f"{month:%Y-%m}"} for district, kind, month in rows]


def _tell(outcome: load.Outcome) -> None:
    words = {"loaded": "已载入", "unchanged": "未变", "failed": "未能载入"}
    for file in outcome.files:
        print(f"{words[file['status']]}  {file['file']}")
        if file.get("error"):
            print(f"    {file['error']}")
        for sheet in file["sheets"]:
            skipped = sum(sheet["skipped"].values())
            print(
                f"    表“{sheet['sheet']}”（{sheet['kind'] or '未识别'}）：共 {sheet['rows_total']} 行，"
                f"载入 {sheet['loaded']}，跳过 {skipped}，退回 {sheet['rejected']}，"
                f"读不出的单元格 {len(sheet['cell_faults'])}"
            )
            faults = [*sheet["rejections"], *sheet["cell_faults"]]
            for fault in faults[:SHOWN_FAULTS]:
                place = f"第 {fault['row']} 行" + (f" {fault['column']} 列" if fault["column"] else "")
                value = "" if fault["value"] in (None, "") else f"“{fault['value']}”："
                print(f"        {place}：{value}{fault['reason']}")
            if len(faults) > SHOWN_FAULTS:
                print(f"        其余 {len(faults) - SHOWN_FAULTS} 处见 --json")
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


def _is_demo(name: str) -> bool:
    return "演示数据" in name


def _print_json(value: Any) -> None:  # noqa: ANN401
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _fail(options: argparse.Namespace, text: str, code: int) -> int:
    """Say what stopped a command, to people and, where it was asked for, as JSON."""
    print(text, file=sys.stderr)
    if getattr(options, "json", False):
        _print_json({"version": None, "ignored": [], "files": [], "error": text})
    return code


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


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--store", "--warehouse", type=Path, help="数据目录；缺省 GUATU_STORE 或 data/store")
    shared.add_argument("--districts", type=Path, help="各区配置的目录；缺省 GUATU_DISTRICTS 或 data/districts")
    parser = argparse.ArgumentParser(prog="python -m etl", description="报表载入、版本与演示数据")
    commands = parser.add_subparsers(
        required=True, metavar="load | mapping | proposals | status | rollback | demo | backup | restore"
    )

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

    intake_commands.add_to(commands, shared)

    status = commands.add_parser("status", parents=[shared], help="现有版本、收件和数据截至")
    status.add_argument("--json", action="store_true", help="以 JSON 回答")
    status.set_defaults(run=_status)

    rollback = commands.add_parser("rollback", parents=[shared], help="退回到一个版本的内容")
    rollback.add_argument("version", metavar="VERSION")
    rollback.add_argument("--reason", required=True, metavar="TEXT", help="退回的原因，记入台账")
    rollback.set_defaults(run=_rollback)

    demo = commands.add_parser("demo", parents=[shared], help="生成并载入演示数据")
    demo.add_argument("--if-missing", action="store_true", help="已有数据时不做")
    demo.set_defaults(run=_demo)
    backup_commands.add_to(commands, shared)
    return parser


if __name__ == "__main__":
    sys.exit(main())
