"""数字构成: the cells of every figure, at the boundaries of what counts; their sum is the figure shown, on real sheets."""

from datetime import date
from decimal import Decimal

import pytest

from data import originals, warehouse
from data.profile import load_profile
from metrics.completion.investment_completion import investment_completion
from metrics.provenance.figure_cells import figure_cells
from metrics.reconciliation.booked_ratio import booked_ratio
from tests import tables
from tests.tables import assert_table

TIANYUAN = load_profile("tianyuan")
MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def con():
    return tables.warehouse(
        # as if project_month were the same on every day
        meta_version="schema_version | last_known_on\n2 | 2026-01-01",
        source_month="district | kind | month\ntianyuan | dispatch | 2026-01-01\ntianyuan | dispatch | 2026-03-01\n"
        "tianyuan | dispatch | 2026-02-01\ntianyuan | statistics_return | 2026-02-01",
        project_month="""
        district | project_id | month      | responsible_unit | is_counted
        tianyuan | P1         | 2026-02-01 | 甲               | true
        tianyuan | P1         | 2026-03-01 | 甲               | true
        tianyuan | P2         | 2026-02-01 | 乙               | true
        tianyuan | P2         | 2026-03-01 | 乙               | true
        tianyuan | P3         | 2026-03-01 | 甲               | false       # 不计入：只在问它自己时
        tianyuan | P4         | 2026-03-01 | 甲               | true
        """,
        reported="""
        district | project_id | month      | known_from | known_to   | reported_ytd_wan
        tianyuan | P1         | 2026-02-01 | 2026-03-10 |            | 60
        tianyuan | P1         | 2026-03-01 | 2026-04-10 | 2026-04-20 | 100
        tianyuan | P1         | 2026-03-01 | 2026-04-20 |            | 110
        tianyuan | P2         | 2026-02-01 | 2026-03-10 |            | 50            # 3 月未报：沿用
        tianyuan | P2         | 2026-03-01 | 2026-04-10 |            |
        tianyuan | P3         | 2026-03-01 | 2026-04-10 |            | 9
        tianyuan | P4         | 2026-03-01 | 2026-04-10 |            | 37            # 12 + 20 + 5
        """,
        raw_dispatch="""
        row_id | district | project_id | known_from | month      | reported_ytd_wan | reported_month_wan | annual_plan_wan
        12     | tianyuan | P1         | 2026-03-10 | 2026-02-01 | 60               |                    |
        13     | tianyuan | P1         | 2026-04-10 | 2026-03-01 | 100              |                    | 999
        23     | tianyuan | P1         | 2026-04-20 | 2026-03-01 | 110              |                    |
        33     | tianyuan | P1         | 2026-04-25 | 2026-03-01 |                  |                    |       # 空的不算
        14     | tianyuan | P2         | 2026-03-10 | 2026-02-01 | 50               |                    |
        15     | tianyuan | P3         | 2026-04-10 | 2026-03-01 | 9                |                    |
        16     | tianyuan | P4         | 2026-02-10 | 2026-01-01 | 12               |                    |
        17     | tianyuan | P4         | 2026-04-10 | 2026-02-01 |                  | 20                 |
        17     | tianyuan | P4         | 2026-04-10 | 2026-03-01 |                  | 5                  |
        """,
        plan_version="""
        district | project_id | year | effective_month | known_from | known_to | row_id | annual_plan_wan
        tianyuan | P1         | 2026 | 2026-01-01      | 2026-01-20 |          | 41     | 1200
        tianyuan | P1         | 2026 | 2026-03-01      | 2026-03-20 |          | 42     | 1000
        tianyuan | P1         | 2026 | 2026-04-01      | 2026-04-20 |          | 43     | 800             # 4 月才生效
        tianyuan | P1         | 2025 | 2025-01-01      | 2025-01-20 |          | 40     | 700
        tianyuan | P2         | 2026 | 2026-01-01      | 2026-01-20 |          | 44     | 500
        tianyuan | P2         | 2026 | 2026-02-01      | 2026-02-20 |          | 45     |                 # 没写金额：沿用
        """,
        raw_annual_plan="""
        row_id | district | project_id | known_from | effective_month | annual_plan_wan
        41     | tianyuan | P1         | 2026-01-20 | 2026-01-01      | 1200
        42     | tianyuan | P1         | 2026-03-20 | 2026-03-01      | 1000
        43     | tianyuan | P1         | 2026-04-20 | 2026-04-01      | 800
        44     | tianyuan | P2         | 2026-01-20 | 2026-01-01      | 500
        """,
        booked="""
        district | statistics_id | month      | known_from | booked_ytd_wan
        tianyuan | S1            | 2026-02-01 | 2026-03-12 | 90
        tianyuan | S2            | 2026-02-01 | 2026-03-12 | 7
        """,
        raw_statistics_return="""
        row_id | district | statistics_id | known_from | month      | booked_ytd_wan
        51     | tianyuan | S1            | 2026-03-12 | 2026-02-01 | 90
        52     | tianyuan | S2            | 2026-03-12 | 2026-02-01 | 7
        """,
        link_group="""
        district | project_id | statistics_id | share_from | share_to
        tianyuan | P1         | S1            | 0          | 0.6
        tianyuan | P2         | S1            | 0.6        | 1
        tianyuan | P4         | S2            |            |           # 分摊未确认：没有单个项目的数
        """,
        source_file="file_id | district | name | received_on\n1 | tianyuan | 3月.xlsx | 2026-04-20",
        source_row="row_id | file_id | sheet | row\n23 | 1 | 调度 | 7\n16 | 1 | 调度 | 9\n17 | 1 | 调度 | 9",
        source_column="""
        file_id | sheet | position | header     | field              | month      | unit | first_row | last_row
        1       | 调度  | H        | 本年累计   | reported_ytd_wan   |            | 亿元 | 3         | 9
        1       | 调度  | AB       | 本年累计   | reported_ytd_wan   |            | 万元 | 3         | 9         # 并排的另一张表
        1       | 调度  | C        | 累计       | reported_ytd_wan   |            | 元   | 12        | 20        # 下面的另一张表
        1       | 调度  | I        | 2月完成    | reported_month_wan | 2026-02-01 | 万元 |           |
        1       | 调度  | J        | 3月完成    | reported_month_wan | 2026-03-01 | 万元 |           |
        """,
    )


def asked(con, **options):
    return figure_cells(con, profile=TIANYUAN, as_of=MARCH, **options)


def test_reported_as_said_last_carried_or_month_by_month(con):
    assert_table(
        asked(con),
        """
        project_id | month      | field              | counted_wan | file     | row | position | header   | said_unit
        P1         | 2026-03-01 | reported_ytd_wan   | 110         | 3月.xlsx | 7   | H        | 本年累计 | 亿元
        P2         | 2026-02-01 | reported_ytd_wan   | 50          |          |     |          |          |
        P4         | 2026-02-01 | reported_month_wan | 20          | 3月.xlsx | 9   | I        | 2月完成  | 万元
        P4         | 2026-01-01 | reported_ytd_wan   | 12          | 3月.xlsx | 9   | H        | 本年累计 | 亿元
        P4         | 2026-03-01 | reported_month_wan | 5           | 3月.xlsx | 9   | J        | 3月完成  | 万元
        """,
    )
    assert list(asked(con, by="responsible_unit", group="乙")["counted_wan"]) == [50]
    assert list(asked(con, project_id="P3")["counted_wan"]) == [9]
    assert list(asked(con, project_id="P1", known_on=date(2026, 4, 19))["counted_wan"]) == [100]


def test_the_plan_in_force(con):
    assert list(asked(con, figure="annual_plan_wan")["counted_wan"]) == [1000, 500]


def test_booked_of_the_month_both_have_by_shares(con):
    assert_table(
        asked(con, figure="booked_ytd_wan"),
        """
        project_id | month      | value_wan | share | counted_wan
        P1         | 2026-02-01 | 90        | 0.6   | 54
        P2         | 2026-02-01 | 90        | 0.4   | 36
        """,
    )


def test_an_unknown_figure_is_refused(con):
    with pytest.raises(ValueError, match="no cells of 'x'"):
        asked(con, figure="x")


MOMENTS = [(date(2026, 9, 1), None), (date(2026, 8, 1), date(2026, 9, 15)), (date(2026, 1, 1), None)]


@pytest.mark.parametrize("district", ["tianyuan", "jingyang"])
@pytest.mark.parametrize(("as_of", "known_on"), MOMENTS, ids=["now", "before a correction came", "in January"])
def test_the_cells_add_up_to_the_figure_shown(demo_store, district, as_of, known_on):
    profile = load_profile(district)
    with warehouse.connect(demo_store).cursor() as con:
        asking = {"profile": profile, "as_of": as_of, "known_on": known_on}

        def cells_of(figure: str, **whom) -> Decimal:
            frame = figure_cells(con, **asking, figure=figure, **whom)
            assert not frame[["file", "row", "position"]].isna().any(axis=None)
            return round(sum(map(Decimal, map(str, frame["counted_wan"])), Decimal(0)), 2)

        for by in ("responsible_unit", "batch"):
            shown = investment_completion(con, **asking, by=by).sample(4, random_state=1)
            for row in shown.itertuples():
                whom = {"by": by, "group": getattr(row, by)}
                assert cells_of("reported_ytd_wan", **whom) == round(Decimal(str(row.reported_ytd_wan)), 2)
                assert cells_of("annual_plan_wan", **whom) == round(Decimal(str(row.annual_plan_wan)), 2)
        total = booked_ratio(con, **asking).iloc[0]
        assert cells_of("booked_ytd_wan") == round(Decimal(str(total.booked_ytd_wan)), 2)


def test_the_sources_own_text_is_read_again(demo_store):
    with warehouse.connect(demo_store).cursor() as con:
        cells = figure_cells(con, profile=TIANYUAN, as_of=date(2026, 9, 1)).head(20)
    places = [(row.file_id, row.sheet, row.position, row.row) for row in cells.itertuples()]
    said = originals.texts(places, demo_store)
    factors = {"万元": Decimal(1), "亿元": Decimal(10_000), "元": Decimal(1) / 10_000}
    for text, row in zip(said, cells.itertuples(), strict=True):
        amount = Decimal(text.replace(",", "").replace("，", "")) * factors[row.said_unit]
        assert amount == pytest.approx(Decimal(str(row.value_wan)), abs=Decimal("0.01"))
    assert originals.texts([(999_999, "调度表", "A", 1), (1, "没有的表", "A", 1), (None, None, None, None)], demo_store) == [
        None, None, None,
    ]  # fmt: skip
