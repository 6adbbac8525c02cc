"""督办函, 挂图 and 工地公示牌: to whom, with what lists, on which paper."""

from datetime import date

import pypdf
import pytest

from data.profile import load_profile
from reports.content import Table
from reports.formats import printed, word
from reports.kinds.letters import letters
from reports.kinds.site_board import site_board
from reports.kinds.wall_chart import no_milestones, wall_chart
from reports.question import Question
from tests.tables import warehouse

SEPTEMBER = date(2026, 9, 1)
SOURCES = "district | kind | month\n" + "\n".join(
    f"tianyuan | dispatch | 2026-{month:02d}-01" for month in range(1, 10)
)
TABLES = {
    "source_month": SOURCES,
    "project_month": """
        district | project_id | month      | responsible_unit | is_in_plan | is_counted | annual_plan_wan | planned_ytd_wan | carried_ytd_wan | reported_ytd_wan
        tianyuan | A          | 2026-09-01 | 三门镇           | true       | true       | 10000           | 8000            | 3000            | 3000
        tianyuan | B          | 2026-09-01 | 群丰镇           | true       | true       | 10000           | 7000            | 9000            | 9000
    """,
    "project": """
        district | project_id | project_name | responsible_unit | project_officer
        tianyuan | A          | 甲道路       | 三门镇           | 张
        tianyuan | B          | 乙厂房       | 群丰镇           | 李
    """,
    "project_state": """
        district | project_id | kind        | effective_month | known_from | project_name | responsible_unit | owner    | contact_leader
        tianyuan | A          | annual_plan | 2026-01-01      | 2026-01-20 | 甲道路       | 三门镇           | 某公司   | 王区长
    """,
    "milestone": """
        district | project_id | milestone | known_from | responsible_unit | person | due_on     | done_on
        tianyuan | A          | 封顶      | 2026-09-01 | 三门镇           | 张     | 2026-09-29 |
        tianyuan | A          | 桩基      | 2026-09-01 | 三门镇           | 张     | 2026-03-05 | 2026-03-05
        tianyuan | B          | 验收      | 2026-09-01 | 群丰镇           | 李     | 2026-11-20 |
    """,
    "issue": """
        district | issue_id | known_from | project_id | issue    | responsible_unit | raised_on  | due_on
        tianyuan | W1       | 2026-09-01 | A          | 拆迁未完 | 三门镇           | 2026-08-01 | 2026-09-20
    """,
}  # fmt: skip


def question(**tables: str) -> Question:
    con, profile = warehouse(**(tables or TABLES)), load_profile("tianyuan")
    return Question(
        profile=profile, as_of=SEPTEMBER, known_on=None, roles=frozenset({"office"}), version="v",
        ask_metric=lambda metric, **options: metric(con, profile=profile, **options), months=(SEPTEMBER,),
    )  # fmt: skip


def rows(report, name: str) -> list[list[str]]:
    [found] = [block for block in report.blocks(Table) if block.name == name]
    return [[cell.text for cell in row] for row in found.rows]


def test_a_letter_goes_to_each_unit_that_is_called_with_its_own_lists():
    made = letters(question())
    assert [section.heading for section in made.sections] == ["约谈督办通知　三门镇"]
    assert [row[0] for row in rows(made, "三门镇项目")] == ["甲道路"]
    assert rows(made, "三门镇逾期") == [
        ["问题：拆迁未完", "甲道路", "2026年9月20日", "10天"],
        ["节点：封顶", "甲道路", "2026年9月29日", "1天"],
    ]
    assert "天元第十条" in made.sections[0].blocks[1].text
    assert word.write(made)[:2] == b"PK"


def test_nobody_to_be_called_is_said():
    only = {name: text for name, text in TABLES.items() if name != "project_month"}
    fast = TABLES["project_month"].replace("3000            | 3000", "9000            | 9000")
    made = letters(question(**only, project_month=fast))
    assert made.lead.startswith("截至2026年9月底，没有要督办的单位")
    assert not made.sections


def test_the_wall_has_the_district_and_a_page_a_unit():
    made = wall_chart(question())
    assert [section.heading for section in made.sections] == ["全区挂图（按责任单位）", "三门镇挂图", "群丰镇挂图"]
    [sanmen, qunfeng] = rows(made, "全区挂图")
    assert sanmen[:3] == ["三门镇", "1/2", "1"]
    assert (sanmen[5], sanmen[11], qunfeng[13]) == ("1/1", "0/1 ▼1", "0/1")
    [road] = rows(made, "三门镇")
    assert road[:3] == ["甲道路", "张", "8,000 / 3,000"]
    assert (road[5], road[11]) == ("●桩基 5日", "▼封顶 29日")
    assert [section.heading for section in wall_chart(question(), unit="群丰镇").sections] == ["群丰镇挂图"]
    assert no_milestones(question(source_month=SOURCES))


def test_the_site_board_names_who_manages_and_what_is_due_on_a3(tmp_path):
    made = site_board(question(), "A")
    assert [row[1:3] for row in rows(made, "项目管理架构")][:2] == [["联系区领导", "王区长"], ["责任单位", "三门镇"]]
    assert [row[0] for row in rows(made, "施工进度计划")] == ["桩基", "封顶"]
    assert rows(made, "倒排计划") == [["2026年9月", "8,000", "3,000", "−5,000"]]
    path = tmp_path / "board.pdf"
    path.write_bytes(printed.write(made))
    box = pypdf.PdfReader(path).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [420, 297]
    with pytest.raises(KeyError):
        site_board(question(), "X")
