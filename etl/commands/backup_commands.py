"""``python -m etl backup FILE`` and ``restore FILE``."""

import argparse
from pathlib import Path

from etl.commands import progress_bar
from etl.versions import backup

OK = 0


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    keeping = commands.add_parser("backup", parents=[shared], help="把存档、决定记录、配置和冻结的版本备份成一个文件")
    keeping.add_argument("file", type=Path, metavar="FILE", help="备份文件，如 挂图备份.zip")
    keeping.set_defaults(run=_backup)

    restoring = commands.add_parser("restore", parents=[shared], help="由备份恢复到空的数据目录")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.add_argument("--instead", action="store_true", help="数据目录不空也恢复，原有的挪到其中的 before-… 里")
    restoring.set_defaults(run=_restore)


def _backup(options: argparse.Namespace) -> int:
    label = backup.backup(options.store, options.file, districts=options.districts)
    print(f"已备份到 {options.file}：{label['files']} 个收件，{label['decisions']} 条决定")
    return OK


def _restore(options: argparse.Namespace) -> int:
    done = backup.restore(
        options.file, options.store, districts=options.districts, instead=options.instead, progress=progress_bar.show
    )
    progress_bar.end()
    print(f"已恢复：{done.files} 个收件，{done.decisions} 条决定，版本 {done.version}")
    if done.differing:
        print(
            "各区配置与备份时不同（按现有的配置生成，没有改动）：\n" + "\n".join(f"  {name}" for name in done.differing)
        )
    return OK
