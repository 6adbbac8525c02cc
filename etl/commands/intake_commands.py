"""``python -m etl mapping PATH`` and ``proposals``: what a person settles about sheets, from the command line."""

import argparse
import json
from pathlib import Path

from data.profile import load_profile
from etl.corrections import proposals
from etl.intake import WorkbookError, read_workbook
from etl.intake.guess import guess
from etl.loading import mappings

OK = 0


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    mapping = commands.add_parser("mapping", parents=[shared], help="为认不出的表写一份列名对照（TOML），供修改")
    mapping.add_argument("path", type=Path, metavar="PATH")
    mapping.add_argument("--district", required=True, metavar="ID", help="区，即配置文件夹的名字")
    mapping.add_argument("--sheet", metavar="NAME", help="哪一张表；默认第一张有内容的")
    mapping.set_defaults(run=_mapping)

    proposing = commands.add_parser("proposals", parents=[shared], help="疑似错误和撤回的建议，等人接受或不改")
    proposing.add_argument("--district", required=True, metavar="ID", help="区，即配置文件夹的名字")
    proposing.add_argument("--all", action="store_true", help="已定的也列出")
    proposing.add_argument("--json", action="store_true", help="以 JSON 回答")
    proposing.set_defaults(run=_proposals)


def _mapping(options: argparse.Namespace) -> int:
    profile = load_profile(options.district, options.districts)
    book = read_workbook(options.path)
    sheet = next((sheet for sheet in book.sheets if options.sheet in (None, sheet.name) and sheet.rows), None)
    found = guess(mappings.cut(sheet), profile, file=book.name) if sheet else None
    if sheet is None or found is None:
        raise WorkbookError(f"{book.name}：" + (f"没有表“{options.sheet}”" if options.sheet else "没有像表头的行"))
    print(mappings.first_file(found, sheet.name), end="")
    return OK


def _proposals(options: argparse.Namespace) -> int:
    load_profile(options.district, options.districts)
    found = proposals.proposals(options.store, options.district)
    shown = found if options.all else proposals.open_ones(found)
    if options.json:
        print(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
        return OK
    for one in shown:
        place = f"{one['file']}，表“{one['sheet']}”第 {one['row']} 行" + (f" {one['header']}" if one["header"] else "")
        better = f"，建议改为 {one['suggested']}" if one["suggested"] else ""
        print(f"{proposals.STATES[one['state']]}  {one['label']}  {one['project_name'] or ''}\n    {place}")
        print(f"    {one['text']}{better}")
    print(f"建议 {len(found)} 条，待定 {len(proposals.open_ones(found))} 条。接受或不改，请到“数据接入”页")
    return OK
