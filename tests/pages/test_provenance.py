"""“这是哪几个单元格”: any figure can be asked about, on every page, and the address says which."""

import pytest

from data import warehouse
from pages.components import access
from tests.pages.conftest import words_on
from tests.registered import PAGES

INVESTMENT, PROJECT, OVERVIEW = "pages/investment_completion.py", "pages/project.py", "pages/overview.py"
EVENT = 2  # where AppTest keeps an open dialog
UNIT = {"cells": "investment_completion_rate", "cells_by": "responsible_unit", "cells_id": "泰山路街道"}


def answer_on(app) -> str:
    """What the dialog says, one element a line."""
    assert not app.exception
    return "\n".join(str(getattr(element, "body", "")) for element in app._tree[EVENT])


def test_the_switch_turns_figures_into_buttons(run_page, demo_store):
    app = run_page(INVESTMENT, demo_store, district="tianyuan")
    assert "点带虚线的数字" not in words_on(app)
    app.button(key="context_cells").click().run()
    assert app.query_params["cells"] == "pick"
    assert "点带虚线的数字" in words_on(app)
    app.button(key="context_cells").click().run()
    assert "cells" not in app.query_params


def test_a_groups_figure(run_page, demo_store):
    said = answer_on(run_page(INVESTMENT, demo_store, district="tianyuan", **UNIT))
    assert "个单元格之和" in said
    assert "责任单位 泰山路街道" in said
    assert "上报本年累计 2.82 亿元：8 个单元格之和" in said
    assert "年度计划 3.69 亿元：8 个单元格之和" in said


def test_a_card_of_the_district(run_page, demo_store):
    app = run_page(OVERVIEW, demo_store, district="tianyuan", cells="pick")
    app.button(key="cells_of_reported_ytd_wan").click().run()
    assert app.query_params["cells"] == "reported_ytd_wan"
    assert "上报本年累计 51.46 亿元：125 个单元格之和" in answer_on(app)


@pytest.mark.parametrize(
    ("field", "said"),
    [("carried_ytd_wan", "1 个单元格之和"), ("total_investment_wan", "报过"), ("planned_ytd_wan", "报过"),
     ("expected_share", "个单元格算出")],
)  # fmt: skip
def test_any_figure_of_a_project(run_page, demo_store, query_of, field, said):
    query = query_of(next(page for page in PAGES if page.name == "project"))
    app = run_page(PROJECT, demo_store, **query, cells=field, cells_by="project", cells_id=query["project"])
    assert said in answer_on(app)


def test_booked_cells_are_for_the_statistician(run_page, demo_store, monkeypatch):
    asked = {"district": "tianyuan", "cells": "booked_to_reported"}
    assert "个单元格之和" in answer_on(run_page(OVERVIEW, demo_store, **asked))
    monkeypatch.setattr(access, "roles", lambda: frozenset({"leader"}))
    assert "单个项目的数限统计人员看" in answer_on(run_page(OVERVIEW, demo_store, **asked))


@pytest.mark.parametrize("wrong", [{"cells": "nonsense"}, {"cells": "reported_ytd_wan", "cells_month": "yesterday"}])
def test_an_address_that_makes_no_sense_opens_nothing(run_page, demo_store, wrong):
    app = run_page(OVERVIEW, demo_store, district="tianyuan", **wrong)
    assert "个单元格之和" not in answer_on(app)


RANKING, BENCH = "pages/unit_ranking.py", "pages/reconciliation.py"


@pytest.mark.parametrize(
    ("field", "who", "said"),
    [
        ("milestone_rate", "区住建局", "节点任务里的"),
        ("points", "区住建局", "考核手工项里的"),
        ("item_rate", "区住建局|交办整改", "问题台账里的"),
        ("score", "区住建局", "节点任务、要素保障、问题台账、考核手工项里的"),
    ],
)
def test_a_units_figure_is_read_from_its_own_sheets(run_page, demo_store, field, who, said):
    asked = {"district": "tianyuan", "cells": field, "cells_by": "responsible_unit", "cells_id": who}
    answer = answer_on(run_page(RANKING, demo_store, **asked))
    assert said in answer
    assert f"{said} 0 个单元格" not in answer or field == "points"


def test_a_group_of_linked_projects(run_page, demo_store):
    with warehouse.connect(demo_store).cursor() as con:
        [(group,)] = con.execute(
            "select group_id from mart.link_group where district = 'tianyuan' group by group_id"
            " order by count(distinct project_id) desc, group_id limit 1"
        ).fetchall()
    asked = {"district": "tianyuan", "cells": "open_wan", "cells_by": "group_id", "cells_id": group}
    answer = answer_on(run_page(BENCH, demo_store, **asked))
    assert "上报本年累计" in answer
    assert "入统本年累计" in answer


def test_whose_figures_nobody_knows_opens_nothing(run_page, demo_store):
    asked = {"district": "tianyuan", "cells": "open_wan", "cells_by": "token", "cells_id": "x"}
    assert "个单元格" not in answer_on(run_page(BENCH, demo_store, **asked))
