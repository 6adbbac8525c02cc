"""Linking at a province's size: as many key projects as statistics projects, none with a code, names as real ones look.

``python -m benchmarks.link_times N``: prints seconds and peak memory as one JSON line. Everything is arithmetic on the
project's number, so two machines link the same names.
"""

import json
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.link_store import PROJECT, STATISTICS, build_warehouse
from data.profile import Profile, district_ids, load_profile

SYLLABLES = "澜岱珩砺瀚栩朔璟蔚骞霁峤翊垣湛岑拓衡屹曜垚钧穆禾辰峻钰樾煦砚旌凯绵石锦泓嘉裕恒瑞祥泰丰源盛兴达昌茂"
THINGS = (
    "储能电池系统",
    "汽轮机叶片精加工",
    "石油钻采装备",
    "重型轴承生产线",
    "预制菜中央厨房",
    "工业互联网平台",
    "车载芯片封测",
    "老旧小区改造",
    "污水管网提质增效",
    "农村公路提档升级",
    "高标准农田",
    "河道综合治理",
    "小学迁建",
    "卫生院改扩建",
    "养老服务中心",
    "智慧物流园",
    "保障性租赁住房",
    "停车场及充电设施",
    "灌区续建配套",
    "光伏组件边框",
)
ENDS = ("项目", "建设项目", "工程", "（一期）", "（二期）项目", "产业化项目", "一标段", "东片区工程")
RETOLD = ("{}", "{}", "{}", "{}建设项目", "{prefix}{}", "{}工程")
NAMED = 20  # every so many has a name that a thousand others have
# a row and the row of the same number on the other side are one project, unless it is the one in ten
FOUND = """
select
    candidate.status,
    count(*),
    count(*) filter (project_row.row = statistics_row.row)
from mart.link_candidate as candidate
inner join raw.annual_plan as project using (district, project_id)
inner join raw.statistics_return as statistics using (district, statistics_id)
inner join source.row as project_row on project_row.row_id = project.row_id
inner join source.row as statistics_row on statistics_row.row_id = statistics.row_id
group by candidate.status
"""


def rows(projects: int, profile: Profile) -> dict[str, list[dict[str, Any]]]:
    """Return so many key projects, and as many statistics projects, most of them the same ones otherwise written."""
    dispatched, returned = [], []
    for number in range(projects):
        name, town = _name(number), profile.towns[_draw(number, 7, len(profile.towns))].name
        total = 500 + _draw(number, 11, 60_000)
        start = date(2020 + _draw(number, 13, 7), 1 + _draw(number, 17, 12), 1)
        dispatched.append(
            {"project_name": name, "town": town, "total_investment_wan": total, "planned_start_date": start}
        )
        if _draw(number, 19, 10) == 0:  # one in ten is another project
            name, total = _name(number + 7 * projects), 500 + _draw(number, 23, 60_000)
        retold = RETOLD[_draw(number, 29, len(RETOLD))].format(name, prefix=profile.name_prefixes[0])
        returned.append(
            {
                "project_name": retold,
                "address": town,
                "planned_total_wan": round(total * (0.94 + _draw(number, 31, 7) / 100)),
                "start_date": start,
                "booked_ytd_wan": 1,
            }
        )
    return {PROJECT: dispatched, STATISTICS: returned}


def main(projects: int) -> None:
    """Link and print what it took."""
    district = district_ids()[0]
    with tempfile.TemporaryDirectory() as folder:
        path, seconds = build_warehouse(Path(folder), district, rows(projects, load_profile(district)))
        with duckdb.connect(str(path), read_only=True) as con:
            status = {said: (pairs, own) for said, pairs, own in con.execute(FOUND).fetchall()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (linked, own), (pending, _) = status.get("linked", (0, 0)), status.get("pending", (0, 0))
    told = {"linked": linked, "wrong": linked - own, "pending": pending}
    print(json.dumps({"projects": projects, "link_s": seconds, "peak_mib": peak} | told))


def _name(number: int) -> str:
    thing, end = THINGS[_draw(number, 3, len(THINGS))], ENDS[_draw(number, 5, len(ENDS))]
    if number % NAMED == 0:
        return thing + "项目"
    head = "".join(SYLLABLES[_draw(number, salt, len(SYLLABLES))] for salt in (101, 103, 107))
    return head + thing + end


def _draw(number: int, salt: int, choices: int) -> int:
    """Return a fixed number below ``choices`` for a project's number."""
    mixed = (number * 2_654_435_761 + salt * 40_503_999_961) & 0xFFFFFFFF
    mixed ^= mixed >> 15
    return (mixed * 2_246_822_519 & 0xFFFFFFFF) // 65_537 % choices


if __name__ == "__main__":
    main(int(sys.argv[1]))
