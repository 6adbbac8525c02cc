"""考核排名 and 部门服务 in reports: cards only where the text has them, the ladder only where it has that."""

import pytest

from data import formats
from metrics.ranking.score_cases import score_cases
from metrics.ranking.unit_ranking import unit_ranking
from reports.content import Table
from reports.parts import ranking, services
from reports.register import content
from tests.reports.asked import question


@pytest.fixture(scope="module")
def carded(demo_store):
    return question(demo_store, "tianyuan")


@pytest.fixture(scope="module")
def laddered(demo_store):
    return question(demo_store, "jingyang")


def names(report) -> set[str]:
    return {table.name for table in report.blocks(Table)}


def test_cards_stand_where_they_are_in_force(carded):
    report = content("quarterly", carded)
    assert {"考核排名", "红黄牌", "部门服务"} <= names(report)
    assert "督办建议" not in names(report)
    metric = carded.ask(unit_ranking).set_index("responsible_unit")
    (table,) = (table for table in report.blocks(Table) if table.name == "红黄牌")
    fields = [column.field for column in table.columns]
    assert len(table.rows) == metric.card.notna().sum()
    assert [row[0].text for row in table.rows] == sorted(row[0].text for row in table.rows)  # 红 before 黄
    for row in table.rows:
        said = dict(zip(fields, (cell.text for cell in row), strict=True))
        unit = metric.loc[said["responsible_unit"]]
        assert said["score"] == formats.number(unit.score, 2)
        assert said["margin"] == formats.number(unit.margin, 2)
        assert said["duty"] == unit.duty
        assert said["card"] == {"red": "红牌", "yellow": "黄牌"}[unit.card]


def test_no_cards_where_they_are_off(laddered):
    report = content("quarterly", laddered)
    assert {"考核排名", "督办建议"} <= names(report)
    assert "红黄牌" not in names(report)
    assert "牌" not in ranking.finding(laddered)
    (table,) = (table for table in report.blocks(Table) if table.name == "考核排名")
    assert {"card", "duty", "margin"} & {column.field for column in table.columns} == set()


def test_the_services_are_the_scores_cases(carded):
    cases = carded.ask(score_cases)
    cases = cases[cases["item"] == services.ITEM]
    total = services.unit_table(carded).total
    assert [cell.value for cell in total[1:]] == [len(cases), cases.is_done.sum(), cases.is_done.mean()]
    assert len(services.late_table(carded, None).rows) == (~cases.is_done).sum() > 0
