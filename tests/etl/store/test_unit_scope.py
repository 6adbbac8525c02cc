"""A unit's own sheet: rows of its own projects load, every other row is refused with the reason, and stays refused."""

from datetime import date

import openpyxl
import pytest

from data.profile import load_profile
from data.warehouse import connect
from etl import archive
from etl.loading.load import Incoming, load
from tests.tables import read_table

PROFILE = load_profile("jingyang")
OWN, OTHER = PROFILE.units[0].name, PROFILE.units[1].name
HEADS = {
    "code": "项目代码",
    "name": "项目名称",
    "total": "总投资(万元)",
    "plan": "2026年度计划投资(万元)",
    "done": "1～9月完成投资(万元)",
    "unit": "责任单位",
    "service": "服务责任单位",
}
PLAN = f"""
    code                     | name           | total | plan | unit    | service
    2601-510603-04-01-000001 | 一号桥         | 8000  | 3000 | {OWN}   | {OTHER}
    2601-510603-04-01-000002 | 二号厂房       | 9000  | 4000 | {OTHER} | {OTHER}、{OWN}  # 本单位服务
    2601-510603-04-01-000003 | 三号路         | 7000  | 2000 | {OTHER} | {OTHER}
                             | 四号园         | 6000  | 2000 | {OWN}   | {OWN}
    2601-510603-04-01-000005 | 道路改造       | 6000  | 2000 | {OWN}   | {OWN}            # 同名，另一个是别人的
    2601-510603-04-01-000006 | 道路改造       | 5000  | 1000 | {OTHER} | {OTHER}
"""
SENT = f"""
    code                     | name           | total | plan | done | unit    # 结果
    2601-510603-04-01-000001 | 一号桥         | 8000  | 3000 | 1000 | {OWN}   # 载入
    2601-510603-04-01-000002 | 二号厂房       | 9000  | 4000 | 1100 |         # 载入：服务责任单位
    2601-510603-04-01-000003 | 三号路         | 7000  | 2000 | 1200 |         # 别人的
                             | 四 号 园       | 6000  | 2000 | 1300 |         # 载入：按名称
    2601-510603-04-01-000005 | 道路改造       | 6000  | 2000 | 1400 |         # 载入：代码分得开
                             | 道路改造       | 5000  | 1000 | 150  |         # 同名，分不开
    2601-510603-04-01-000001 | 三号路         | 7000  | 2000 | 1600 |         # 代码与名称不一致
    2601-510603-04-01-000009 | 新加的         | 7000  | 2000 | 1700 |         # 名单里没有
    2601-510603-04-01-000001 | 一号桥         | 8000  | 3000 | 1800 | {OTHER} # 换了责任单位
"""
REFUSED = {
    5: "不是本单位负责或服务的项目，没有载入",
    8: "不是本单位负责或服务的项目，没有载入",
    9: "代码和名称指的不是同一个项目；请核对后再报",
    10: "名单里没有这个项目，单位不能自行加入；请核对代码和名称，或与统计人员联系",
    11: "表中写的责任单位与现在的不同：责任单位以年度计划为准，请先与统计人员联系",
}


def book(path, title, text, columns):
    rows = read_table(text).to_dict("records")
    made = openpyxl.Workbook()
    made.active.append([title])
    made.active.append([HEADS[name] for name in columns])
    for row in rows:
        said = {name: row.get(name) for name in columns}
        made.active.append(
            [int(value) if name in ("total", "plan", "done") and value else value for name, value in said.items()]
        )
    made.save(path)
    return path


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scope")
    plan = book(
        folder / "计划.xlsx", "2026年度计划（单位：万元）", PLAN, ["code", "name", "total", "plan", "unit", "service"]
    )
    dispatch = book(
        folder / "9月.xlsx", "2026年9月调度表（单位：万元）", SENT, ["code", "name", "total", "plan", "done", "unit"]
    )
    store = folder / "store"
    first = load([Incoming(plan, PROFILE, date(2026, 1, 20), is_accepted=True)], store)
    assert first.exit_code == 0, first.files
    own = Incoming(dispatch, PROFILE, date(2026, 10, 9), is_accepted=True, unit=OWN)
    return store, dispatch, load([own], store)


def amounts(store):
    with connect(store).cursor() as con:
        return dict(con.execute("select project_name, reported_ytd_wan from raw.dispatch order by row_id").fetchall())


def test_rows_of_others_are_refused_and_listed(sent):
    _, _, outcome = sent
    [sheet] = outcome.files[0]["sheets"]
    assert {row["row"]: row["reason"] for row in sheet["rejections"]} == REFUSED
    assert sheet["loaded"] == 4


def test_only_its_own_figures_are_in_the_warehouse(sent):
    store, _, _ = sent
    assert amounts(store) == {"一号桥": 1000, "二号厂房": 1100, "四号园": 1300, "道路改造": 1400}
    assert [entry.unit for entry in archive.entries(store).values()] == [None, OWN]


def test_the_statistician_loads_the_same_file_whole(sent):
    store, dispatch, _ = sent
    again = load([Incoming(dispatch, PROFILE, date(2026, 10, 10), is_accepted=True)], store)
    assert again.files[0]["status"] == "loaded"
    assert amounts(store)["三号路"] in (1200, 1600)


def test_a_unit_reports_no_plans(sent, tmp_path):
    store, _, _ = sent
    plan = book(tmp_path / "计划.xlsx", "2026年度计划（单位：万元）", PLAN.replace("3000", "9999"),
                ["code", "name", "total", "plan", "unit", "service"])  # fmt: skip
    outcome = load([Incoming(plan, PROFILE, date(2026, 10, 11), is_accepted=True, unit=OWN)], store)
    assert outcome.files[0]["status"] == "failed"
    assert {row["reason"] for sheet in outcome.files[0]["sheets"] for row in sheet["rejections"]} == {
        "单位只能报调度表和前期手续；这一类表请交统计人员载入"
    }


def test_what_waits_for_the_statistician_keeps_its_scope(tmp_path):
    """A layout that nothing proves: accepted by the statistician, still only the unit's rows load."""
    from etl import waiting
    from etl.commands.pending_commands import incoming

    plan = book(
        tmp_path / "计划.xlsx", "2026年度计划（单位：万元）", PLAN, ["code", "name", "total", "plan", "unit", "service"]
    )
    dispatch = book(tmp_path / "9月.xlsx", "2026年9月调度表", SENT, ["code", "name", "total", "plan", "done", "unit"])
    store = tmp_path / "store"
    load([Incoming(plan, PROFILE, date(2026, 1, 20), is_accepted=True)], store)
    own = Incoming(dispatch, PROFILE, date(2026, 10, 9), unit=OWN)
    assert load([own], store).files[0]["status"] == "asked"
    assert "已经在等统计人员确认" in load([own], store).files[0]["error"]
    [one] = waiting.all_of(store)
    assert one.unit == OWN
    assert load([incoming(one, None, "统计员")], store).files[0]["status"] == "loaded"
    assert amounts(store) == {"一号桥": 1000, "二号厂房": 1100, "四号园": 1300, "道路改造": 1400}
