"""Which month is asked by default: the last one of which enough plan money is reported."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.profile import load_profile
from metrics.loaded_months import last_month, month_reports, young_months
from tests.metrics.generated import refill
from tests.tables import fill, warehouse

PROFILE = load_profile("tianyuan")
MONTHS = [date(2026, month, 1) for month in range(1, 11)]
HEAD = "district | project_id | month | responsible_unit | is_counted | annual_plan_wan | reported_ytd_wan | is_silent"


def loaded(*months: int, rows: str):
    """Return a warehouse with dispatches of these months and projects given as unit, plan and months reported."""
    con = warehouse()
    con.execute("insert into meta.version values (2, '2026-11-20', '2026-11-20', false)")
    for month in months:
        con.execute(
            "insert into mart.source_month values ('tianyuan', 'dispatch', ?, date '2026-11-05', date '2026-11-05', 1, null)",
            [date(2026, month, 1)],
        )
    lines = [HEAD]
    for row in rows.strip().splitlines():
        project, unit, plan, said = (cell.strip() for cell in row.partition("#")[0].split("|"))
        reported = {int(month) for month in said.split()}
        for month in months:
            amount = 10 * month if month in reported else ""
            silent = "false" if month in reported else "true"
            lines.append(f"tianyuan | {project} | 2026-{month:02}-01 | {unit} | true | {plan} | {amount} | {silent}")
    fill(con, "project_month", "\n".join(lines))
    return con


@pytest.mark.parametrize(
    ("rows", "default", "reported"),
    [
        ("A | 甲 | 700 | 8 9 10\nB | 乙 | 300 | 8 9", 10, (1, 2, 700, 1000)),  # exactly 70 %: enough
        ("A | 甲 | 699 | 8 9 10\nB | 乙 | 301 | 8 9", 9, (1, 2, 699, 1000)),  # below: September
        ("A | 甲 | 100 | 8 9 10\nB | 乙 | 900 |", 10, (1, 2, 100, 100)),  # B never reported: not waited for
        ("A | 甲 | 100 | 8 9 10\nB | 乙 | 900 | 8", 8, (1, 2, 100, 1000)),  # B spoke in August: September is young, too
        ("A | 甲 | 100 |\nB | 乙 | 900 |", 10, (0, 2, 0, 0)),  # nobody ever: nothing is waited for
        ("A | 甲 | 600 | 10\nB | 乙 | 400 | 8", 8, (1, 2, 600, 1000)),  # in September A had never reported, B had
    ],
)
def test_default_month(rows, default, reported):
    con = loaded(8, 9, 10, rows=rows)
    assert last_month(con, PROFILE) == date(2026, default, 1)
    october = month_reports(con, PROFILE, date(2026, 10, 1))
    assert (october.reported_units, len(october.units), october.reported_plan_wan, october.plan_wan) == reported
    assert [reports.month.month for reports in young_months(con, PROFILE)] == list(range(10, default, -1))


def test_where_no_month_has_enough_the_newest_is_asked():
    con = loaded(9, 10, rows="A | 甲 | 100 | 10\nB | 乙 | 100 | 9\nC | 丙 | 100 | 9")
    # September: B and C of A, B, C is enough, since A had never reported by then
    assert last_month(con, PROFILE) == date(2026, 9, 1)
    strict = PROFILE.model_copy(update={"silence": (PROFILE.silence[0].model_copy(update={"enough_share": 1.01}),)})
    assert last_month(con, strict) == date(2026, 10, 1)
    assert young_months(con, strict) == ()


histories = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 5), st.sets(st.integers(1, 10))), min_size=1, max_size=6
)


@settings(max_examples=40, deadline=None)
@given(histories)
def test_default_month_recounted_plainly(projects):
    rows = [
        [
            "tianyuan",
            f"P{n}",
            month,
            unit,
            True,
            100 * plan,
            1 if month.month in said else None,
            month.month not in said,
        ]
        for n, (unit, plan, said) in enumerate(projects)
        for month in MONTHS
    ]
    con = loaded(*range(1, 11), rows="A | 甲 | 1 |")
    refill(con, "project_month", HEAD.split(" | "), rows)
    share = defaultdict(lambda: [0, 0])
    for _, plan, said in projects:
        for month in range(1, 11):
            share[month][0] += plan * (month in said)
            share[month][1] += plan * any(before in said for before in range(1, month + 1))
    enough = [month for month in range(1, 11) if 10 * share[month][0] >= 7 * share[month][1]]
    assert last_month(con, PROFILE).month == (max(enough) if enough else 10)
    now = month_reports(con, PROFILE, MONTHS[-1])
    assert [now.reported_plan_wan, now.plan_wan] == [100 * plan for plan in share[10]]
