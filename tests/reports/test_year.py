"""年度小结: the aims, places, bars and carry-over are the metrics', as Word writes them, too."""

import pytest

from data import formats
from metrics.ranking.carry_over import UNFINISHED, carry_over
from metrics.ranking.year_scores import year_scores
from metrics.ranking.year_summary import year_summary
from reports.content import Report, Table, Text
from reports.register import content, write
from tests.reports.asked import question, word_tables


@pytest.fixture(scope="module", params=["tianyuan", "jingyang"])
def asked(request, demo_store):
    return question(demo_store, request.param)


@pytest.fixture(scope="module")
def summary(asked) -> Report:
    return content("year", asked)


def rows(report: Report, name: str) -> list[dict[str, str]]:
    table = next(table for table in report.blocks(Table) if table.name == name)
    fields = [column.field for column in table.columns]
    return [dict(zip(fields, (cell.text for cell in row), strict=True)) for row in table.rows]


def test_every_aim_stands_with_its_target_and_share(asked, summary):
    for row, metric in zip(rows(summary, "年度目标"), asked.ask(year_summary).itertuples(), strict=True):
        write_one = formats.money if metric.measured_in == "万元" else lambda count: f"{formats.number(count)} 个"
        assert (row["indicator"], row["aim"], row["reached"], row["target_rate"]) == (
            metric.indicator, write_one(metric.target), write_one(metric.actual), formats.percent(metric.target_rate),
        )  # fmt: skip


def test_places_and_bars_are_the_years(asked, summary):
    scores = asked.ask(year_scores)
    ranked = scores[scores["rank"].notna()]
    said = [(row["responsible_unit"], row["place"].rstrip("*"), row["score"]) for row in rows(summary, "年度考核")]
    assert said == [(row.responsible_unit, str(row.rank), formats.number(row.score, 2)) for row in
                    ranked.itertuples()]  # fmt: skip
    barred = scores[scores.bars.notna()]
    if len(barred):
        assert [row["bars"] for row in rows(summary, "评先限制")] == list(barred.bars)


def test_the_carry_over_counts_all_and_lists_the_first(asked, summary):
    frame = asked.ask(carry_over)
    unfinished = (frame.carry_over == UNFINISHED).sum()
    text = "".join(block.text for block in summary.blocks(Text))
    assert f"应纳入下年计划的{unfinished}个" in text
    assert f"另有{len(frame) - unfinished}个" in text
    assert [row["project_name"] for row in rows(summary, "结转清单")] == list(frame.project_name.head(30))


def test_a_running_year_says_until_when(summary):
    assert "截至9月" in summary.title
    assert all(row["place"].endswith("*") for row in rows(summary, "年度考核"))


def test_word_says_it(summary):
    assert word_tables(write(summary, "docx")) == [
        [[column.label for column in table.columns], *([cell.text for cell in row] for row in table.every_row)]
        for table in summary.blocks(Table)
    ]
