"""The demo's quarters: what was planted in the sheets comes out of the scores' cases, unit by unit."""

import json
from datetime import date

import pytest

from data import warehouse
from data.profile import load_profile
from metrics.ranking.score_cases import score_cases
from metrics.ranking.score_entries import score_entries
from metrics.ranking.unit_ranking import unit_ranking

QUARTERS = {"2025年第四季度": date(2025, 12, 1)} | {
    f"2026年第{number}季度": date(2026, 3 * (place + 1), 1) for place, number in enumerate("一二三")
}
ITEMS = {"节点任务": "milestones", "交办整改": "issues", "要素保障": "requests"}


@pytest.fixture(scope="module")
def planted(demo_store):
    return json.loads((demo_store / "inbox" / "planted.json").read_text(encoding="utf-8"))["districts"]


@pytest.fixture(scope="module")
def con(demo_store):
    return warehouse.connect(demo_store).cursor()


@pytest.mark.parametrize("district", ["jingyang", "tianyuan"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_cases_are_those_planted(con, planted, district, quarter):
    profile, wanted, as_of = load_profile(district), planted[district]["quarters"][quarter], QUARTERS[quarter]
    cases = score_cases(con, profile=profile, as_of=as_of)
    for item, name in ITEMS.items():
        units = cases[cases.item == item].groupby("responsible_unit")
        seen = {unit: {"due": len(own), "in_time": int(own.is_done.sum())} for unit, own in units}
        assert seen == wanted[name]["by_unit"], item
    typed = score_entries(con, profile=profile, as_of=as_of)
    rates = typed[typed.item == "协调服务"].set_index("responsible_unit").score_rate
    assert dict(rates) == {unit: float(rate) for unit, rate in wanted["typed"].items()}


@pytest.mark.parametrize("district", ["jingyang", "tianyuan"])
def test_only_an_exemption_with_a_document_spares(con, planted, district):
    given = planted[district]["quarters"]["2026年第三季度"]["exemptions"]
    rows = unit_ranking(con, profile=load_profile(district), as_of=date(2026, 9, 1)).set_index("responsible_unit")
    assert {each["unit"] for each in given if each["document"]} == set(rows[rows.exemption.notna()].index)
    assert rows[rows.exemption.notna()].card.isna().all()
