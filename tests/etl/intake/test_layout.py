"""A layout is data: it explains a sheet that no alias does."""

import dataclasses

import pytest

from etl.intake import LayoutError, Sheet, Workbook, parse_book, read_layout
from tests.etl.intake.books import PROFILE, cells, field, month, notices, outcomes, parse_drawn, report

LOG = """
name = "月报导出"
kind = "dispatch"
year = 2018
amounts = "monthly"
month_from = "when"
first_month = "2018-03"
unit = "亿元"
[match]
columns = ["pid", "when", "amount"]
[[columns]]
header = "pid"
field = "join_id"
[[columns]]
header = "amount"
field = "reported_month_wan"
[[columns]]
header = "begun"
field = "actual_start_date"
only_if = { phase = ["开工"] }
[[columns]]
header = "begun"
field = "planned_start_date"
only_if = { phase = ["前期"] }
"""
PLAN = """
kind = "annual_plan"
year = 2018
effective_month = "2018-01"
[match]
columns = ["pid", "plan"]
[[columns]]
header = "pid"
field = "join_id"
[[columns]]
header = "plan"
field = "annual_plan_wan"
unit = "元"
[[columns]]
header = "online"
field = "adjustment"
values = { "0" = "调出", "1" = "" }
effective_month = "2018-10"
"""


@pytest.fixture
def layout(tmp_path):
    def read(text: str):
        path = tmp_path / "layout.toml"
        path.write_text(text, encoding="utf-8")
        return read_layout(path)

    return read


def test_a_log_of_monthly_reports(layout):
    parsed = parse_drawn(
        """
        pid | when | phase | amount | begun
        7 | 2018-02-26 16:09:15 | 开工 | 0 | 2017-2
        7 | 2018-03-05 | 前期 | 0.5 | 2018-4
        8 | 2018-03-06 | 开工 | | 2017-2
        7 | 2018-04-01 | 开工 | 0.25 | 2018-4
        7 | 待定 | 开工 | 0.25 | 2018-4
        """,
        layout=layout(LOG),
    )
    assert outcomes(parsed) == ["header", "before_first_month", "loaded", "loaded", "loaded", "rejected"]
    assert field(parsed, "join_id") == ["7", "8", "7"]
    assert field(parsed, "month") == [month("2018-03"), month("2018-03"), month("2018-04")]
    assert field(parsed, "reported_month_wan") == [5000, None, 2500]  # an empty amount is silence
    assert field(parsed, "reported_ytd_wan") == [None] * 3
    assert field(parsed, "planned_start_date") == [month("2018-04"), None, None]
    assert field(parsed, "actual_start_date") == [None, month("2017-02"), month("2018-04")]


def test_several_reports_of_a_month_add_up(layout):
    parsed = parse_drawn(
        """
        pid | when | phase | amount
        7 | 2018-03-05 | 开工 | 0.5
        8 | 2018-03-06 | 开工 | 0.1
        7 | 2018-03-28 | 开工 | 0.2
        7 | 2018-03-30 | 开工 |
        7 | 2018-04-02 | 开工 | 0.3
        """,
        layout=layout(LOG),
    )
    assert field(parsed, "reported_month_wan") == [5000, 1000, 7000, 7000, 3000]  # the last row of a month has it whole
    assert notices(parsed) == [(4, "duplicate_report"), (5, "duplicate_report")]


def test_a_value_that_holds_from_a_later_month_makes_a_second_record(layout):
    parsed = parse_drawn("pid | plan | online\n7 | 10000000 | 1\n8 | 20000000 | 0", layout=layout(PLAN))
    found = zip(
        *(field(parsed, name) for name in ("join_id", "effective_month", "annual_plan_wan", "adjustment")), strict=True
    )
    assert list(found) == [
        ("7", month("2018-01"), 1000, None),
        ("8", month("2018-01"), 2000, None),
        ("8", month("2018-10"), 2000, "调出"),
    ]
    assert report(parsed)["loaded"] == 2


def test_columns_it_does_not_name_are_found_by_alias(layout):
    parsed = parse_drawn("pid | plan | 项目名称 | 总投资(亿元)\n7 | 10000000 | 甲项目 | 1.5", layout=layout(PLAN))
    assert (field(parsed, "project_name"), field(parsed, "total_investment_wan")) == (["甲项目"], [15000])


def test_it_is_used_only_where_its_columns_are(layout):
    parsed = parse_drawn("2026年9月\n项目名称 | 1-9月完成投资(万元)\n甲项目 | 5", layout=layout(PLAN))
    assert report(parsed)["kind"] == "dispatch"


def test_a_districts_own_layouts_serve_without_being_given(tmp_path):
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "plan.toml").write_text(PLAN, encoding="utf-8")
    profile = PROFILE.model_copy(update={"folder": tmp_path})
    book = Workbook("a.csv", [Sheet("a", cells("pid | plan\n7 | 10000000"))])
    assert field(parse_book(book, profile), "annual_plan_wan") == [1000]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('kind = "dispatch"', 'kind = "weekly"'), "不是表类"),
        (('field = "join_id"', 'field = "project_number"'), "project_number"),
        (('first_month = "2018-03"', 'first_month = "March"'), "first_month"),
        (("unit = ", "currency = "), "currency"),
        (("[match]", "[match"), "读不出"),
    ],
)
def test_a_wrong_layout_is_refused_in_words(layout, change, says):
    with pytest.raises(LayoutError, match="layout.toml") as error:
        layout(LOG.replace(*change))
    assert says in str(error.value)


def test_layouts_are_plain_data(layout):
    assert dataclasses.is_dataclass(layout(PLAN))
