"""``python -m etl district new ID`` and ``district check ID``: a profile is begun, and looked through."""

import argparse
import re
import sys

from data.profile import ProfileError, districts_folder, load_profile
from etl.commands import load_commands
from etl.districts import district_check, district_draft

OK, TO_LOOK_AT, USAGE = 0, 1, 2
ID = re.compile(r"[a-z][a-z0-9_-]*")
REGION = re.compile(r"\d{6}")
QUESTIONS = {  # option → what is asked
    "name": "全称，连同所属的市（如 某市某区）",
    "short_name": "简称，不带市（如 某区）",
    "region_code": "六位行政区划代码",
    "units": "责任单位，用顿号隔开（可以空着，以后填 units.csv）",
    "towns": "镇街，用顿号隔开（可以空着，以后填 towns.csv）",
}
MAY_BE_EMPTY = {"units", "towns"}


def add_to(commands: argparse._SubParsersAction, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    district = commands.add_parser("district", help="新建、检查一个区的配置")
    acts = district.add_subparsers(required=True, metavar="new | check")
    new = acts.add_parser("new", parents=[shared], help="问几句话，写出能用的最小配置")
    new.add_argument("district", metavar="ID", help="文件夹名，小写字母，如 xinqu")
    for option, question in QUESTIONS.items():
        new.add_argument(f"--{option.replace('_', '-')}", help=question)
    new.add_argument("--title", default="（尚无本区办法）", help="本区办法的名称")
    new.add_argument("--status", default="未制定", help="办法的状态，如 征求意见稿、试行")
    new.set_defaults(run=_new)
    check = acts.add_parser("check", parents=[shared], help="列出抄自别区的、不起作用的、不认识的")
    check.add_argument("district", metavar="ID")
    check.add_argument("--json", action="store_true", help="以 JSON 回答")
    check.set_defaults(run=_check)


def _new(options: argparse.Namespace) -> int:
    place = (options.districts or districts_folder()) / options.district
    if not ID.fullmatch(options.district):
        raise ProfileError(f"“{options.district}”不能作文件夹名：只用小写字母、数字，以字母开头，如 xinqu")
    if place.exists():
        raise ProfileError(f"{place} 已经有了，没有改动。请换一个名字，或用 python -m etl district check 检查它")
    given = {name: _answer(options, name, question) for name, question in QUESTIONS.items()}
    if not REGION.fullmatch(given["region_code"]):
        raise ProfileError(f"行政区划代码“{given['region_code']}”不是六位数字（--region-code），没有写任何文件")
    answers = district_draft.Answers(
        id=options.district,
        name=given["name"],
        short_name=given["short_name"],
        region_code=given["region_code"],
        title=options.title,
        status=options.status,
        units=_names(given["units"]),
        towns=_names(given["towns"]),
    )
    for path in district_draft.write(place, answers):
        print(f"已写 {path}")
    load_profile(options.district, options.districts)  # what was written can be read
    where = f" --districts {options.districts}" if options.districts else ""
    print(
        f"可以载入报表了：python -m etl load 文件 --district {options.district}{where}。各列的说明见 docs/districts.md"
    )
    return OK


def _answer(options: argparse.Namespace, name: str, question: str) -> str:
    """Return an option, or ask; whoever runs it from a script is told which options are wanting."""
    given = getattr(options, name)
    if given is not None:
        return str(given).strip()
    if not sys.stdin.isatty():
        if name in MAY_BE_EMPTY:
            return ""
        raise ProfileError(f"缺少 --{name.replace('_', '-')}（{question}），没有写任何文件")
    while True:
        try:
            answer = input(f"{question}：").strip()
        except EOFError:
            raise ProfileError("没有答完，没有写任何文件") from None
        if name == "region_code" and not REGION.fullmatch(answer):
            print("要六位数字，如 430211")
        elif answer or name in MAY_BE_EMPTY:
            return answer


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in re.split(r"[、,，;；|\s]+", text) if name))


def _check(options: argparse.Namespace) -> int:
    profile = load_profile(options.district, options.districts)
    found = district_check.look_at(profile, options.districts, options.store)
    off = district_check.off(profile)
    if options.json:
        load_commands.print_json({"district": profile.id, "found": found, "off": off})
        return TO_LOOK_AT if found else OK
    print("\n".join(found) if found else f"{profile.name}：没有要看的。")
    if off:
        print(f"已停用的规则（enabled = false）：{'、'.join(off)}")
    return TO_LOOK_AT if found else OK
