"""Projects as OC4IDS: its required fields, its codelists, its forms, and the sums of the table of projects."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from data.profile import load_profile
from data.warehouse import connect
from metrics.__main__ import main
from metrics.projects.oc4ids import SECTORS, package
from metrics.projects.project_table import project_table

SEPTEMBER = date(2026, 9, 1)
PACKAGE = {"uri", "publisher", "publishedDate", "projects", "version"}  # required of a package
PROJECT = {  # the fields of a project in 0.9 that are written
    "id", "title", "description", "status", "sector", "type", "period", "implementationPeriod", "budget",
    "publicAuthority", "parties", "locations", "identifiers", "metrics",
}  # fmt: skip
STATUS = {
    "identification", "preparation", "implementation", "completion", "maintenance", "decommissioning", "decommissioned",
    "cancelled",
}  # fmt: skip
SECTOR = {
    "education", "health", "energy", "energy.solar", "energy.wind", "energy.hydropower", "energy.biomass",
    "energy.geothermal", "communications", "waterAndWaste", "governance", "economy", "cultureSportsAndRecreation",
    "transport", "transport.air", "transport.water", "transport.rail", "transport.road", "transport.urban",
    "transport.lowCarbon", "socialHousing", "naturalResources", "naturalResources.floodProtection",
}  # fmt: skip
TYPE = {"construction", "rehabilitation", "replacement", "expansion", "decommissioning"}
ROLE = {
    "buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer", "payee", "reviewBody",
    "interestedParty", "publicAuthority", "administrativeEntity",
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


@pytest.fixture(scope="module", params=["jingyang", "tianyuan"])
def both(request, demo_store):
    """A district's package and its table."""
    asked = {"profile": load_profile(request.param), "as_of": SEPTEMBER}
    with connect(demo_store).cursor() as con:
        return package(con, **asked), project_table(con, **asked)


def test_what_is_required_is_there(both):
    made, table = both
    assert set(made) == PACKAGE
    assert made["version"] == "0.9"
    assert MOMENT.fullmatch(made["publishedDate"])
    assert made["publisher"]["name"]
    assert len(made["projects"]) == len({one["id"] for one in made["projects"]}) == len(table) > 100


def test_each_project_keeps_to_the_standard(both):
    for one in both[0]["projects"]:
        assert set(one) <= PROJECT
        assert one["id"].startswith("oc4ids-")
        assert one["status"] in STATUS
        assert set(one["sector"]) <= SECTOR
        assert one.get("type") in {None, *TYPE}
        for role in (role for party in one.get("parties", []) for role in party["roles"]):
            assert role in ROLE
        for moment in (said for name in ("period", "implementationPeriod") for said in one.get(name, {}).values()):
            assert MOMENT.fullmatch(moment)
        for place in one.get("locations", []):
            assert place["id"]
            if "geometry" in place:
                longitude, latitude = place["geometry"]["coordinates"]
                assert 70 < longitude < 140
                assert 15 < latitude < 55
        assert {measured["id"] for measured in one.get("metrics", [])} <= {"financialProgress", "physicalProgress"}


def test_nothing_is_empty(both):
    text = json.dumps(both[0], ensure_ascii=False)
    assert not re.search(r"null|NaN|\{\}|\[\]|: \"\"", text)


def test_amounts_are_those_of_the_table_in_yuan(both):
    made, table = both
    for column, said in (
        ("total_investment_wan", [one["budget"]["amount"]["amount"] for one in made["projects"] if "budget" in one]),
        (
            "reported_ytd_wan",
            [
                measured["observations"][0]["value"]["amount"]
                for one in made["projects"]
                for measured in one.get("metrics", [])
                if measured["id"] == "financialProgress"
            ],
        ),
    ):
        exact = sum((Decimal(f"{amount:.2f}") for amount in table[column].dropna()), Decimal(0))
        assert sum(said) == exact * 10_000, column


def test_every_sector_is_one_of_the_codelist():
    assert {code for _, code in SECTORS} <= SECTOR


def test_the_command_line_writes_it(demo_store, capsys):
    asked = ["--district", "tianyuan", "--as-of", "2026-09", "--format", "oc4ids", "--store", str(demo_store)]
    assert main(["project_table", *asked]) == 0
    assert set(json.loads(capsys.readouterr().out)) == PACKAGE
    with pytest.raises(SystemExit):
        main(["unit_ranking", *asked])
    assert "只用于 project_table" in capsys.readouterr().err
