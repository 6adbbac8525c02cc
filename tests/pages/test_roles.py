"""Every page as each role: booked amounts of single projects reach nobody's browser but the statistician's."""

import base64
import re
from collections.abc import Iterator

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data import access, warehouse
from pages.components import access as reader
from tests import stores
from tests.pages.conftest import words_on
from tests.registered import PAGES

OTHERS = sorted(access.EVERYBODY - access.ACTS["see_booked_projects"])
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PACKED = re.compile(r'\\?"dtype\\?":\\?"(\w+)\\?",\\?"bdata\\?":\\?"([\w+/]+)')  # in a chart's JSON
ESCAPED = re.compile(r"\\+u00([0-9a-f]{2})")
BOOKED = """
select distinct booked_ytd_wan::double
from mart.project_month
where district = ? and booked_ytd_wan >= 1000 and booked_ytd_wan not in (
    -- what another column says as well is no secret
    select coalesce(said, 0)
    from mart.project_month
    unpivot include nulls (said for field in (
        carried_ytd_wan, reported_month_wan, annual_plan_wan, planned_ytd_wan, cumulative_wan, total_investment_wan
    ))
) and project_id = ?
"""


def sent(app: AppTest) -> Iterator[str]:
    """Everything that goes to the browser: texts, components' data, charts with their packed numbers written out."""
    for element in app.main:
        proto = getattr(element, "proto", None)
        text = ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(proto))
        yield text
        for dtype, packed in PACKED.findall(text):
            whole = packed + "=" * (-len(packed) % 4)
            yield " ".join(map(repr, np.frombuffer(base64.b64decode(whole), dtype=dtype).tolist()))


def numbers(app: AppTest) -> set[float]:
    return {round(float(found.replace(",", "")), 2) for text in sent(app) for found in NUMBER.findall(text)}


@pytest.fixture(scope="module")
def secrets(demo_store) -> tuple[str, str, set[float]]:
    """A project with booked amounts that nothing else on any page could say."""
    district, project = stores.counted_project(demo_store)
    with warehouse.connect(demo_store).cursor() as con:
        found = {round(amount, 2) for (amount,) in con.execute(BOOKED, [district, project]).fetchall()}
    assert len(found) > 3
    return district, project, found


def test_the_statistician_sees_the_booked_amounts_of_a_project(secrets, run_page, demo_store):
    district, project, booked = secrets
    app = run_page("pages/project.py", demo_store, district=district, project=project, role="statistician")
    assert numbers(app) & booked


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nobody_else_does(page, role, secrets, run_page, demo_store, monkeypatch):
    district, project, booked = secrets
    monkeypatch.setenv("GUATU_ROLES", role)  # nobody sits at this machine as administrator or auditor otherwise
    app = run_page(page.path, demo_store, district=district, project=project, role=role)
    assert not app.exception
    assert not numbers(app) & booked


@pytest.mark.parametrize("role", sorted(access.EVERYBODY - access.READERS))
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_who_keeps_accounts_or_reads_the_trail_sees_no_figures(page, role, secrets, run_page, demo_store, monkeypatch):
    district, project, _ = secrets
    monkeypatch.setenv("GUATU_ROLES", role)
    app = run_page(page.path, demo_store, district=district, project=project)
    assert "需要其他权限" in words_on(app)
    # the state's words and the look: no list, no picture, no choice of what there is
    assert {element.type for element in app.main} <= {"main", "flex_container", "html", "css"}


def test_a_page_keeps_the_role_in_its_links(secrets, run_page, demo_store):
    app = run_page("pages/overview.py", demo_store, district=secrets[0], role="leader")
    assert any("role=leader" in text for text in sent(app))


def test_a_machine_for_one_role_gives_no_other(run_page, demo_store, monkeypatch, secrets):
    monkeypatch.setenv("GUATU_ROLES", "meeting")
    district, project, booked = secrets
    app = run_page("pages/project.py", demo_store, district=district, project=project, role="statistician")
    assert reader.granted() == {"meeting"}
    assert not numbers(app) & booked


def test_a_name_that_is_no_role_gives_nothing(run_page, demo_store, monkeypatch, secrets):
    monkeypatch.setenv("GUATU_ROLES", "emperor")
    app = run_page("pages/overview.py", demo_store, district=secrets[0])
    assert "这一页需要其他权限" in words_on(app)


def test_every_act_is_somebodys():
    for act, roles in access.ACTS.items():
        assert roles and roles <= access.EVERYBODY, act
        access.require(act, roles)
        for role in access.EVERYBODY - roles:
            with pytest.raises(access.NotAllowed, match="权限"):
                access.require(act, [role])
