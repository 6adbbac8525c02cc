"""“数据出处”: what the dialog answers, and to whom; the address says which figure."""

from datetime import date

import pandas as pd
import pytest

from data import warehouse
from data.profile import load_profile
from metrics.entry.entry_dates import entry_dates
from metrics.provenance.entry_cells import entry_cells
from pages.components import access
from pages.components.provenance import places, said
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
        ("item_rate", "区科技工信局|交办整改", "问题台账里的"),
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


def test_a_count_lists_its_projects_and_each_leads_on(run_page, demo_store):
    asked = {"district": "tianyuan", "cells": "due", "cells_of": "entry_lag", "cells_by": "responsible_unit"}
    app = run_page("pages/entry_lag.py", demo_store, **asked, cells_id="泰山路街道")
    assert "7 个项目，各计 1" in answer_on(app)
    with warehouse.connect(demo_store).cursor() as con:
        project = entry_dates(con, profile=load_profile("tianyuan"), as_of=date(2026, 9, 1)).project_id.iloc[0]
    app.query_params["cells"], app.query_params["cells_by"], app.query_params["cells_id"] = (
        "start_date",
        "project",
        project,
    )
    assert "认定开工的 1 个单元格" in answer_on(app.run())


def test_a_median_names_who_stands_in_the_middle(run_page, demo_store):
    asked = {"district": "tianyuan", "cells": "statistics_entry_median_months", "cells_of": "entry_lag"}
    assert "114 个项目，处在该位置的是" in answer_on(run_page("pages/entry_lag.py", demo_store, **asked))


def test_a_rank_lists_those_compared_and_a_score_its_items(run_page, demo_store):
    asked = {"district": "tianyuan", "cells": "rank", "cells_by": "responsible_unit", "cells_id": "泰山路街道"}
    app = run_page(RANKING, demo_store, **asked)
    assert "镇（街道）参加比较的 7 家" in answer_on(app)
    app.query_params["cells"] = "score"
    assert "由 6 个考核项得出" in answer_on(app.run())


def test_a_reasons_money_lists_its_groups(run_page, demo_store):
    asked = {"district": "tianyuan", "cells": "difference_wan", "cells_by": "responsible_unit", "cells_id": "区教育局"}
    answer = answer_on(run_page(BENCH, demo_store, **asked, cells_of="reconciliation"))
    assert "上报减入统 7,646.69 万元" in answer or "上报减入统 7,647 万元" in answer
    assert "组之和" in answer


def test_the_first_figures_amount_is_for_the_statistician(run_page, demo_store, monkeypatch):
    """The cell that shows a project entered the statistics holds its booked amount: others see that it does, and where."""
    with warehouse.connect(demo_store).cursor() as con:
        asking = {"profile": load_profile("tianyuan"), "as_of": date(2026, 9, 1)}
        projects = entry_dates(con, **asking).project_id
        project = next(
            one for one in projects if "booked_ytd_wan" in set(entry_cells(con, **asking, project_id=one).field)
        )
    shown: list[pd.DataFrame] = []
    monkeypatch.setattr(said.tables, "download", lambda frame, **_: shown.append(frame))
    asked = {"district": "tianyuan", "cells": "statistics_month", "cells_by": "project", "cells_id": project}
    for role, is_withheld in (("statistician", False), ("leader", True), ("meeting", True)):
        shown.clear()
        monkeypatch.setattr(access, "roles", lambda role=role: frozenset({role}))
        assert "认定入统的" in answer_on(run_page("pages/entry_lag.py", demo_store, **asked))
        values = [
            value
            for frame in shown
            if "field" in frame
            for value in frame.loc[frame["field"] == "booked_ytd_wan", "value"]
        ]
        assert values
        assert all((value == places.WITHHELD) == is_withheld for value in values)


def test_groups_of_linked_projects_are_for_the_statistician_on_any_page(run_page, demo_store, monkeypatch):
    monkeypatch.setattr(access, "roles", lambda: frozenset({"meeting"}))
    asked = {"district": "tianyuan", "cells": "difference_wan", "cells_of": "reconciliation"}
    assert "上报减入统：单个项目的数限统计人员看" in answer_on(run_page(OVERVIEW, demo_store, **asked))


THEN = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (OVERVIEW, {"cells": "reported_ytd_wan"}),
        (INVESTMENT, {"cells": "total_investment_wan", "cells_by": "project"}),
        ("pages/entry_lag.py", {"cells": "statistics_entry_median_months", "cells_by": "project"}),
        (RANKING, {"cells": "score", "cells_by": "responsible_unit", "cells_id": "泰山路街道", "as_of": "2026-06"}),
    ],
)
def test_as_known_then_no_later_file_is_named(path, asked, run_page, demo_store, monkeypatch):
    shown: list[pd.DataFrame] = []
    monkeypatch.setattr(said.tables, "download", lambda frame, **_: shown.append(frame))
    with warehouse.connect(demo_store).cursor() as con:
        started = entry_dates(con, profile=load_profile("tianyuan"), as_of=date(2026, 7, 1)).project_id.iloc[0]
    of_project = {"cells_id": started} if asked.get("cells_by") == "project" else {}
    app = run_page(path, demo_store, district="tianyuan", **asked, **of_project, known_on=THEN.isoformat())
    assert not app.exception
    cells = [frame for frame in shown if isinstance(frame, pd.DataFrame) and {"received_on", "row"} <= set(frame)]
    assert sum(len(frame) for frame in cells) > 0
    assert max(frame.received_on.max() for frame in cells if len(frame)) <= pd.Timestamp(THEN)
