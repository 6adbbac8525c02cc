"""计划草案: who is offered, what people change, amounts against a plain recount; the workbook is read back the same."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from data.warehouse import connect
from etl.loading import load
from metrics.selection.draft_plan import draft_balance, draft_plan, draft_summary
from pages.components.selection.draft_book import workbook
from tests.tables import assert_table, warehouse

PROFILE = load_profile("jingyang")
SEPTEMBER = date(2026, 9, 1)
ASKED = {"profile": PROFILE, "as_of": SEPTEMBER, "on": date(2026, 10, 20)}
INDUSTRY = "传统产业和新兴产业重大项目"
HEAD = (
    "district | project_id | month | batch | yardstick | is_in_plan | is_removed | total_investment_wan | annual_plan_wan"
    " | carried_ytd_wan | cumulative_wan | planned_start_date | actual_start_date | planned_finish_date\n"
)
MONTHS = """
    jingyang | A | 2026-09-01 | 续建 | continuing | true | false | 12000 | 3000 | 2000 | 5000 | 2025-01-01 | 2025-01-01 | 2028-06-30
    jingyang | B | 2026-09-01 | 竣工 | completion | true | false | 9000 | 3000 | 2500 | 8000 | 2025-01-01 | 2025-01-01 | 2026-12-31  # 计划今年竣工
    jingyang | C | 2026-09-01 | 竣工 | completion | true | false | 9000 | 3000 | 2500 | 8000 | 2025-01-01 | 2025-01-01 | 2026-08-31  # 逾期未竣工
    jingyang | D | 2026-09-01 | 续建 | continuing | true | false | 9000 | 3000 | 2500 |      | 2025-01-01 | 2025-01-01 | 2028-12-31  # 没有开工累计
    jingyang | E | 2026-09-01 | 新开工 | new_start | true | false | 9000 | 600 | 0 | 0 | 2026-08-01 |  | 2027-12-01  # 还没开工
    jingyang | P | 2026-09-01 | 加快前期 | preliminary | true | false | 50000 | 80 | 10 | | 2028-03-01 | | 2030-01-01
"""
PROJECTS = "district | project_id | project_name | total_investment_wan | responsible_unit\n" + "\n".join(
    f"jingyang | {name} | {name}项目 | 9000 | 旌东街道" for name in "ABCDEPXYZ"
)
DECLARED = f"""
    district | project_id | declared_on | known_from | category   | total_investment_wan | bars | annual_plan_wan | planned_start_date | planned_finish_date
    jingyang | X          | 2026-09-01  | 2026-09-02 | {INDUSTRY} | 9000                 | 无   | 1500            | 2027-03-01         | 2028-03-01
    jingyang | Y          | 2026-09-01  | 2026-09-02 | {INDUSTRY} | 2000                 | 无   | 900             | 2027-03-01         | 2028-03-01
"""


SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    jingyang | dispatch | 2026-09-01 | 2026-10-12       | 2026-10-12
"""


def decided(*said: dict) -> str:
    lines = ["entry_id | district | kind | subject | known_from | decided_at | who | reason | payload"]
    for number, one in enumerate(said, start=1):
        payload = json.dumps({"on": "2026-10-10", "year": 2027} | one, ensure_ascii=False)
        lines.append(
            f"{number} | jingyang | draft_plan | {number} | 2026-10-10 | 2026-10-10 | 王 | 区长办公会 | {payload}"
        )
    return "\n".join(lines)


def store(months: str = MONTHS, **more):
    return warehouse(
        **(
            {"project_month": HEAD + months, "project": PROJECTS, "declaration": DECLARED, "source_month": SOURCES}
            | more
        )
    )


def test_a_declared_plan_above_the_total_has_no_amount_until_a_person_writes_one():
    more = (
        DECLARED
        + f"    jingyang | Z | 2026-09-01 | 2026-09-02 | {INDUSTRY} | 9000 | 无 | 9000.01 | 2027-03-01 | 2028-03-01\n"
    )
    chosen = "project_id | is_in_draft | draft_plan_wan | amount_basis\n"
    [offered] = (draft_plan(store(declaration=more), **ASKED).query("project_id == 'Z'"),)
    assert_table(offered, chosen + "Z | false | | doubtful")
    taken = store(declaration=more, decision=decided({"project_id": "Z", "is_in": True}))
    assert_table(draft_plan(taken, **ASKED).query("project_id == 'Z'"), chosen + "Z | true | | doubtful")
    assert draft_summary(taken, **ASKED).without_amount[0] == draft_summary(store(), **ASKED).without_amount[0] + 1
    written = store(declaration=more, decision=decided({"project_id": "Z", "is_in": True, "annual_plan_wan": "900"}))
    assert_table(draft_plan(written, **ASKED).query("project_id == 'Z'"), chosen + "Z | true | 900 | edited")


def test_sources_batches_and_amounts():
    # A: 12000−5000−1000 left, over 2027 of 18 months: 6000×12/18. C overdue: all of 500. X: as declared.
    assert_table(
        draft_plan(store(), **ASKED).sort_values("project_id"),
        """
        project_id | draft_source | is_in_draft | draft_batch | left_wan | draft_plan_wan | amount_basis
        A          | carried      | true        | 续建        | 6000     | 4000           | spread
        B          | carried      | false       | 竣工        | 500      | 500            | spread
        C          | carried      | true        | 竣工        | 500      | 500            | spread
        D          | carried      | true        | 续建        |          |                | missing
        E          | carried      | true        | 新开工      | 8400     | 8400           | spread
        P          | preliminary  | true        | 加快前期    | 49930    | 80             | same
        X          | declared     | true        | 新开工      | 9000     | 1500           | declared
        Y          | declared     | false       | 新开工      | 2000     | 900            | declared
        """,
    )


def test_people_put_in_take_out_and_set_amounts():
    said = decided(
        {"project_id": "A", "is_in": False},
        {"project_id": "D", "annual_plan_wan": "2600.50"},
        {"project_id": "Y", "is_in": True, "batch": "加快前期"},
        {"project_id": "Z", "is_in": True, "annual_plan_wan": "100"},
        {"project_id": "A", "annual_plan_wan": "1"},
        {"project_id": "E", "is_in": False, "year": 2028},
    )
    found = draft_plan(store(decision=said), **ASKED)
    assert_table(
        found[found.edited_by.notna()].sort_values("project_id"),
        """
        project_id | draft_source | is_in_draft | draft_batch | draft_plan_wan | amount_basis | edit_reason
        A          | carried      | false       | 续建        | 1              | edited       | 区长办公会
        D          | carried      | true        | 续建        | 2600.5         | edited       | 区长办公会
        Y          | declared     | true        | 加快前期    | 900            | declared     | 区长办公会
        Z          | added        | true        | 新开工      | 100            | edited       | 区长办公会
        """,
    )
    assert draft_plan(store(decision=said), **(ASKED | {"on": date(2026, 10, 9)})).edited_by.isna().all()


def test_the_balance_against_this_year():
    assert_table(
        draft_balance(store(), **ASKED),
        """
        batch    | is_preliminary | projects_this_year | projects_next_year | plan_this_year_wan | draft_plan_wan | without_amount
        竣工     | false          | 2                  | 1                  | 6000               | 500            | 0
        续建     | false          | 2                  | 2                  | 6000               | 4000           | 1
        新开工   | false          | 1                  | 2                  | 600                | 9900           | 0
        加快前期 | true           | 1                  | 1                  | 80                 | 80             | 0
        """,
    )
    assert_table(
        draft_summary(store(), **ASKED),
        """
        projects_this_year | projects_next_year | plan_this_year_wan | draft_plan_wan | draft_change_wan | preliminary_projects | without_amount
        5                  | 5                  | 12600              | 14400          | 1800             | 1                    | 1
        """,
    )


amounts = st.integers(1, 2_000_000).map(lambda fen: Decimal(fen) / 100)


@settings(max_examples=25, deadline=None)
@given(amounts, amounts, st.integers(1, 12), st.integers(2027, 2030))
def test_recount_of_what_is_spread(total, done, month, year):
    row = (
        f"jingyang | A | 2026-09-01 | 续建 | continuing | true | false | {total} | {done} | {done} | {done} |"
        f" 2025-01-01 | 2025-01-01 | {year}-{month:02}-15"
    )
    left = max(total - done, Decimal(0))
    all_months = (year - 2027) * 12 + month
    wanted = (left * min(12, all_months) / all_months).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    found = draft_plan(store(row, declaration=DECLARED.splitlines()[1]), **ASKED).iloc[0]
    assert Decimal(str(found.draft_plan_wan)) == wanted


def test_the_workbook_is_read_back_with_the_same_figures(tmp_path):
    draft = draft_plan(store(decision=decided({"project_id": "D", "annual_plan_wan": "2600.50"})), **ASKED)
    path = tmp_path / "2027年度计划.xlsx"
    path.write_bytes(workbook(draft, PROFILE.name, 2027))
    outcome = load.load([load.Incoming(path, PROFILE, date(2026, 12, 20))], tmp_path / "store")
    assert [one["status"] for one in outcome.files] == ["loaded"], outcome.files
    inside = draft[draft.is_in_draft]
    wanted = {
        (row.project_name, row.draft_batch, f"{row.planned_finish_date:%Y-%m-%d}"): Decimal(f"{row.draft_plan_wan:.2f}")
        for row in inside.itertuples()
    }
    with connect(tmp_path / "store").cursor() as con:
        rows = con.execute(
            "select project_name, batch, cast(planned_finish_date as varchar), annual_plan_wan, year, effective_month"
            " from raw.annual_plan"
        ).fetchall()
    assert {row[:3]: row[3] for row in rows} == wanted
    assert {row[4:] for row in rows} == {(2027, date(2027, 1, 1))}


@pytest.mark.parametrize("name", ["=1+1项目", "@甲", "+乙"])
def test_names_stay_text_in_the_workbook(name):
    draft = draft_plan(store(project=PROJECTS.replace("A项目", name)), **ASKED)
    assert b"<f>" not in workbook(draft, PROFILE.name, 2027)
