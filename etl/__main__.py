"""The store's commands, ``python -m etl load | status | rollback …``: progress to stderr, answers to stdout."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data import log
from data.lake import LakeUnreadable
from data.ledger_schema import LedgerAway, LedgerTooNew
from data.profile import ProfileError
from data.version import VERSION
from data.warehouse import WarehouseBroken, WarehouseMissing, connect, current_version
from etl import archive, store, waiting
from etl.build.build import BuildFailed
from etl.commands import (
    backup_commands,
    district_commands,
    intake_commands,
    lake_commands,
    load_commands,
    pending_commands,
)
from etl.intake import LayoutError, WorkbookError
from etl.versions import publish
from etl.versions.backup import BackupError

OK, FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ProfileError, LayoutError, publish.UnknownVersion, waiting.NoSuchFile) as error:
        return _fail(options, str(error), USAGE)
    except (
        BackupError,
        LakeUnreadable,
        LedgerAway,
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


def _status(options: argparse.Namespace) -> int:
    place = store.prepare(options.store)
    load_commands.bring_up_to_date(place, options.districts)
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
        load_commands.print_json(told)
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


def _data_as_of(place: Path) -> list[dict[str, str]]:
    try:
        with connect(place).cursor() as con:
            rows = con.execute(
                "select district, kind, max(month) from mart.source_month group by all order by all"
            ).fetchall()
    except WarehouseMissing:
        return []
    return [{"district": district, "kind": kind, "month": f"{month:%Y-%m}"} for district, kind, month in rows]


def _fail(options: argparse.Namespace, text: str, code: int) -> int:
    """Say what stopped a command, to people and, where it was asked for, as JSON."""
    print(text, file=sys.stderr)
    if getattr(options, "json", False):
        load_commands.print_json({"version": None, "ignored": [], "files": [], "error": text})
    return code


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--store", "--warehouse", type=Path, help="数据目录；默认 GUATU_STORE 或 data/store")
    shared.add_argument("--districts", type=Path, help="各区配置的目录；默认 GUATU_DISTRICTS 或 data/districts")
    parser = argparse.ArgumentParser(prog="python -m etl", description="报表载入、版本与演示数据")
    parser.add_argument("--version", action="version", version=VERSION, help="程序版本")
    commands = parser.add_subparsers(
        required=True,
        metavar="load | pending | mapping | proposals | status | rollback | demo | backup | restore | publish-lake"
        " | district",
    )

    load_commands.add_to(commands, shared)
    pending_commands.add_to(commands, shared)
    intake_commands.add_to(commands, shared)

    status = commands.add_parser("status", parents=[shared], help="现有版本、收件和数据截至")
    status.add_argument("--json", action="store_true", help="以 JSON 回答")
    status.set_defaults(run=_status)

    rollback = commands.add_parser("rollback", parents=[shared], help="退回到一个版本的内容")
    rollback.add_argument("version", metavar="VERSION")
    rollback.add_argument("--reason", required=True, metavar="TEXT", help="退回的原因，记入台账")
    rollback.set_defaults(run=_rollback)

    backup_commands.add_to(commands, shared)
    lake_commands.add_to(commands, shared)
    district_commands.add_to(commands, shared)
    return parser


if __name__ == "__main__":
    sys.exit(main())
