"""The sheets beside the money: what was planted stands in the mart after intake, identity and build."""

import json
from datetime import date

import pytest

from data.warehouse import connect
from etl.demo.words import demo_districts

pytestmark = pytest.mark.parametrize("district", demo_districts())
# due within the quarter, and done by the day it was due
DUE = """
select responsible_unit, count(*), count(*) filter (done <= due)
from (select district, responsible_unit, {done} as done, {due} as due from mart.{table} where known_to is null)
where district = $district and due >= $first and due < $first + interval 3 month
group by responsible_unit
"""


@pytest.fixture(scope="module")
def planted(demo_store) -> dict:
    return json.loads((demo_store / "inbox" / "planted.json").read_text(encoding="utf-8"))["districts"]


@pytest.fixture(scope="module")
def con(demo_store):
    with connect(demo_store).cursor() as cursor:
        yield cursor


def first_day(quarter: str) -> date:
    return date(int(quarter[:4]), "一二三四".index(quarter[6]) * 3 + 1, 1)


def by_unit(con, district: str, quarter: str, table: str, due: str, done: str) -> dict[str, dict[str, int]]:
    values = {"district": district, "first": first_day(quarter)}
    rows = con.execute(DUE.format(table=table, due=due, done=done), values).fetchall()
    return {unit: {"due": number, "in_time": in_time} for unit, number, in_time in rows}


def test_milestones_and_issues_by_unit(con, planted, district):
    for quarter, expected in planted[district]["quarters"].items():
        assert by_unit(con, district, quarter, "milestone", "due_on", "done_on") == expected["milestones"]["by_unit"]
        assert by_unit(con, district, quarter, "issue", "due_on", "closed_on") == expected["issues"]["by_unit"]
        (nobodys,) = con.execute(
            "select count(*) from mart.issue where district = $district and project_id is null and known_to is null"
            " and due_on >= $first and due_on < $first + interval 3 month",
            {"district": district, "first": first_day(quarter)},
        ).fetchone()
        assert nobodys == expected["issues"]["without_project"] == 2


def test_requests(con, planted, district):
    """Days in limit are in it by any calendar: done within so many days of the year."""
    for quarter, expected in planted[district]["quarters"].items():
        found = con.execute(
            "select count(*), count(*) filter (done_on <= received_on + limit_days), count(distinct project_id)"
            " from mart.service_request where district = $district and known_to is null"
            " and received_on >= $first and received_on < $first + interval 3 month",
            {"district": district, "first": first_day(quarter)},
        ).fetchone()
        assert found == (expected["requests"]["due"], expected["requests"]["in_time"], expected["requests"]["due"])


def test_typed_items_points_incidents_and_exemptions(con, planted, district):
    for quarter, expected in planted[district]["quarters"].items():
        values = {"district": district, "first": first_day(quarter)}
        rows = con.execute(
            "select item, responsible_unit, cast(score_rate as double), cast(points as double), document_number"
            " from mart.score_entry where district = $district and quarter = $first and known_to is null",
            values,
        ).fetchall()
        rates = {(item, unit): rate for item, unit, rate, points, _ in rows if points is None}
        assert rates == {("协调服务", unit): rate for unit, rate in expected["typed"].items()} | {
            ("年度建设内容", unit): rate for unit, rate in expected["typed_of_year"].items()
        }
        points = {unit: {"points": one, "document": paper} for _, unit, _, one, paper in rows if one is not None}
        assert points == expected["points"]
        incidents = con.execute(
            "select responsible_unit, kind, cast(occurred_on as varchar) from mart.incident"
            " where district = $district and occurred_on >= $first and occurred_on < $first + interval 3 month",
            values,
        ).fetchall()
        assert incidents == [(one["unit"], one["kind"], one["occurred_on"]) for one in expected["incidents"]]
        exempt = con.execute(
            "select responsible_unit, document_number, cast(exempt_from as varchar), cast(exempt_to as varchar)"
            " from mart.exemption where district = $district and exempt_from = $first",
            values,
        ).fetchall()
        with_paper = [one for one in expected["exemptions"] if one["document"]]
        assert exempt == [(one["unit"], one["document"], one["from"], one["to"]) for one in with_paper]


def test_reserve_declarations_and_promotion(con, planted, district):
    expected, at = planted[district]["lists"], {"district": district}
    stays = con.execute(
        "select count(*), count(*) filter (exit_kind = '转年度计划') from mart.reserve_stay"
        " where district = $district and known_to is null",
        at,
    ).fetchone()
    assert stays == (expected["reserve_stays"], expected["reserve_to_plan"])
    waiting = con.execute(
        "select tier, count(*) from mart.reserve_stay where district = $district and known_to is null"
        " and left_on is null group by tier order by tier",
        at,
    ).fetchall()
    assert dict(waiting) == expected["reserve_open"]
    declared = con.execute(
        "select count(*), count(*) filter (decision = '列入'), count(*) filter (bars <> '无')"
        " from mart.declaration where district = $district and known_to is null",
        at,
    ).fetchone()
    assert declared == (expected["declarations"], expected["declared_in"], expected["declared_with_bars"])
    promoted = con.execute(
        "select count(*), cast(sum(fixed_investment_wan) as bigint), count(*) filter (is_in_statistics),"
        " count(statistics_entry_month) from mart.promotion where district = $district and known_to is null",
        at,
    ).fetchone()
    in_statistics = expected["promotion_in_statistics"]
    fixed = int(expected["promotion_fixed_wan"])
    assert promoted == (expected["promotion_rows"], fixed, in_statistics, in_statistics)


def test_adjustments_and_their_papers_agree(con, planted, district):
    """What the papers say changes no version of the plan that the adjusted plan has said before."""
    papers = con.execute(
        "select strftime(effective_month, '%Y-%m'), adjustment, count(*) from mart.plan_adjustment"
        " where district = $district and known_to is null group by all order by all",
        {"district": district},
    ).fetchall()
    planted_ones = [(one["month"], one["adjustment"]) for one in planted[district]["faults"]["adjustments"]]
    assert papers == [(*one, planted_ones.count(one)) for one in sorted(set(planted_ones))]
    (versions,) = con.execute(
        "select count(*) from mart.plan_version semi join raw.plan_adjustment using (row_id) where district = $district",
        {"district": district},
    ).fetchone()
    assert versions == 0
