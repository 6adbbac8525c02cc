"""From the workbooks to the figures: what was planted is what the metrics answer.

``planted.json`` is counted in plain Python from the story the workbooks were written from; here the workbooks have gone
through intake, identity, link, build and the metrics' SQL.
"""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from data.profile import load_profile
from data.warehouse import connect
from etl.demo.planted import AS_OF
from etl.demo.words import demo_districts
from metrics.completion.investment_completion import investment_completion
from metrics.entry.entry_lag import entry_lag
from metrics.reconciliation.reconciliation import reconciliation

MONTHS = [f"{at:%Y-%m}" for at in AS_OF]
pytestmark = pytest.mark.parametrize("district", demo_districts())


@pytest.fixture(scope="module")
def planted(demo_store) -> dict:
    return json.loads((demo_store / "inbox" / "planted.json").read_text(encoding="utf-8"))["districts"]


@pytest.fixture(scope="module")
def con(demo_store):
    with connect(demo_store).cursor() as cursor:
        yield cursor


def differences(row: pd.Series, expected: dict) -> dict[str, tuple[float, str]]:
    """Columns in which a metric's row is not what was planted."""
    return {
        name: (row[name], value)
        for name, value in expected.items()
        if name in row.index and value is not None and name != "expected_share"
        if float(row[name]) != pytest.approx(float(value), rel=1e-9)
    }


def asked(district: str, month: str) -> dict:
    return {"profile": load_profile(district), "as_of": date.fromisoformat(f"{month}-01")}


def person(who: dict) -> str:
    return who["code"] or who["name"]


@pytest.mark.parametrize("month", MONTHS)
def test_completion(con, planted, district, month):
    expected = planted[district]["expected"][month]["investment_completion"]
    (row,) = [row for _, row in investment_completion(con, **asked(district, month)).iterrows()]
    assert differences(row, expected) == {}


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("by", "name"), [("responsible_unit", "by_unit"), ("batch", "by_batch")])
def test_completion_by_group(con, planted, district, month, by, name):
    expected = planted[district]["expected"][month]["investment_completion"][name]
    rows = investment_completion(con, **asked(district, month), by=by).set_index(by)
    rows = rows[rows["projects"] > 0]
    assert set(rows.index) == set(expected)
    assert {group: found for group in expected if (found := differences(rows.loc[group], expected[group]))} == {}


@pytest.mark.parametrize("month", MONTHS)
def test_entry(con, planted, district, month):
    expected = planted[district]["expected"][month]["entry_lag"]
    (row,) = [row.copy() for _, row in entry_lag(con, **asked(district, month)).iterrows()]
    waits = row[
        "awaiting_confirmation"
    ]  # counted plainly they have no link; the metric keeps them apart until confirmed
    late = expected["overdue"] - row["overdue"]
    assert 0 <= late <= waits
    row["due"], row["overdue"] = row["due"] + late, row["overdue"] + late
    row["not_due"], row["waiting"] = row["not_due"] + waits - late, row["waiting"] + waits
    row["unbooked_at_stake_wan"] += row["awaiting_confirmation_wan"]
    assert differences(row, expected) == {}


def test_booked(con, planted, district):
    for month in ("2026-09", "2026-06"):
        expected = planted[district]["expected"][month]["booked"]
        at = {"district": district, "month": date.fromisoformat(f"{month}-01")}
        rows, total = con.execute(
            "select count(*), sum(booked_ytd_wan) from mart.booked"
            " where district = $district and month = $month and known_to is null",
            at,
        ).fetchone()
        assert (rows, total) == (expected["rows"], Decimal(expected["booked_ytd_wan"]))
        (linked,) = con.execute(
            "select sum(booked_ytd_wan) from mart.project_month"
            " where district = $district and month = $month and is_counted",
            at,
        ).fetchone()
        assert linked == Decimal(expected["counted_booked_ytd_wan"])


def test_before_it_was_sent_again(con, planted, district):
    """On the day before the corrected sheet came, the figure is the first one."""
    faults = planted[district]["faults"]
    again = [who for who in faults["sent_again"] if who["kind"] == "dispatch"]
    slips = [who | {"first_wan": who["said_wan"]} for who in faults["unit_slips"] if who["is_sent_again"]]
    for who in again + slips:
        history = con.execute(
            "select reported.reported_ytd_wan from mart.reported"
            " inner join mart.project using (district, project_id)"
            " where district = $district and coalesce(project.project_code, project.project_name) = $person"
            " and reported.month = $month order by reported.known_from",
            {"district": district, "person": person(who), "month": date.fromisoformat(f"{who['month']}-01")},
        ).fetchall()
        assert history == [(Decimal(who["first_wan"]),), (Decimal(who["right_wan"]),)]


def test_links(con, planted, district):
    """Bundles hold two statistics projects, the unmatched none, and nobody else's are mixed up."""
    rows = con.execute(
        "select coalesce(project.project_code, project.project_name), count(link.statistics_id)"
        " from mart.project left join mart.project_link as link using (district, project_id)"
        " where district = $district group by all",
        {"district": district},
    ).fetchall()
    links = dict(rows)
    faults = planted[district]["faults"]
    assert len(rows) == planted[district]["projects"] + planted[district]["lists"]["named_elsewhere"]
    assert {links[person(who)] for who in faults["unmatched"]} == {0}
    assert {person(who) for who in faults["bundles"]} == {name for name, number in rows if number > 1}


def test_the_unmatched_wait_for_a_person_beside_their_own_counterpart(con, planted, district):
    """Their statistics names have lost the first two letters and their code: nobody may link them but a person."""
    rows = con.execute(
        "select coalesce(project.project_code, project.project_name), project.project_name, statistics.project_name"
        " from mart.link_candidate as candidate inner join mart.project using (district, project_id)"
        " inner join mart.statistics_project as statistics using (district, statistics_id)"
        " where district = $district and status = 'pending' order by score desc",
        {"district": district},
    ).fetchall()
    best = {name: other.endswith(own[2:]) for name, own, other in reversed(rows)}
    shown = [best.get(person(who)) for who in planted[district]["faults"]["unmatched"]]
    assert False not in shown
    assert shown.count(None) <= 1  # “旌东街道跨河大桥” for “旌北跨河大桥”: the town's 东 contradicts the name's 北


def test_a_rule_proposes_each_planted_reason(con, planted, district):
    rows = reconciliation(con, by="project", **asked(district, MONTHS[0]))
    proposed = {name: row.proposed_reasons for row in rows.itertuples() for name in str(row.project_names).split("、")}
    for who in planted[district]["faults"]["reasons"]:
        assert str(proposed[who["name"]]).startswith(who["reason"]), who
    assert {who["reason"] for who in planted[district]["faults"]["reasons"]} == {"R07", "R12", "R14", "R16"}


def test_what_was_refused_and_noticed(con, planted, district):
    faults = planted[district]["faults"]
    at = {"district": district}
    rejected = con.execute(
        "select file.name from source.row inner join source.file using (file_id)"
        " where district = $district and outcome = 'rejected'",
        at,
    ).fetchall()
    assert [name for (name,) in rejected] == ["2025年8月重点项目调度表（演示数据）.xlsx"]
    values = con.execute(
        "select value from source.cell_fault inner join source.file using (file_id) where district = $district", at
    ).fetchall()
    assert Counter(value for (value,) in values) == Counter(who["value"] for who in faults["bad_dates"])
    noticed = con.execute(
        "select notice.kind, notice.text from source.notice inner join source.file using (file_id)"
        " where district = $district",
        at,
    ).fetchall()
    for kind in ("unknown_unit", "unknown_town", "unknown_batch", "duplicate_project", "suspected_unit_slip"):
        assert any(found == kind for found, _ in noticed), kind
    (is_demo,) = con.execute("select bool_and(is_demo) from source.file where district = $district", at).fetchone()
    assert is_demo
