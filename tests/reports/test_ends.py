"""Who leads and who lags most in a bulletin: by the unit's own light, and only units large enough to be named."""

from datetime import date
from types import SimpleNamespace

import pytest

from data.profile import load_profile
from reports.parts import completion
from tests.tables import read_table

QUESTION = SimpleNamespace(profile=load_profile("jingyang"), as_of=date(2026, 9, 1), unranked={"园区"})


@pytest.mark.parametrize(
    ("units", "first", "last"),
    [
        # in the order of the pace gap; plan from 3000, gap from 1000 万元
        ("甲|ahead|12|3000|-360 \n 乙|behind|-40|3000|1200", "甲", "乙"),
        ("甲|behind|12|3000|-360 \n 乙|ahead|-40|3000|1200", None, None),  # their own lights say the contrary
        (
            "甲|doubtful|999|9000|-90000 \n 乙|None|-75|5000|3750",
            None,
            None,
        ),  # a slip is not praised; 未到期 does not lag
        ("甲|ahead|12|2999|-360 \n 乙|behind|-40|2999|1200", None, None),
        ("甲|ahead|12|3000|-360 \n 乙|slow|-30|3300|990", "甲", None),
        ("园区|ahead|50|9000|-4500 \n 甲|ahead|12|3000|-360 \n 乙|slow|-31|3300|1023", "甲", "乙"),
    ],
)
def test_who_leads_and_who_lags(monkeypatch, units, first, last):
    frame = read_table("responsible_unit|light|pace_gap_pp|annual_plan_wan|shortfall_wan\n" + units)
    frame = frame.astype(dict.fromkeys(["pace_gap_pp", "annual_plan_wan", "shortfall_wan"], float))
    monkeypatch.setattr(completion, "units", lambda _: frame)
    assert tuple(row and row.responsible_unit for row in completion.ends(QUESTION)) == (first, last)
