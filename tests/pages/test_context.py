"""The context: in the URL by raw values, kept from page to page, put right where a link says it wrongly."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from data.warehouse import SCHEMA_VERSION
from tests.pages.conftest import PATIENCE, ROOT, words_on
from tests.tables import SCHEMA_SQL, fill

VERSION = "wh-20260401T000000-0123abcd"
SOURCES = """
    district | kind     | month      | first_known_from | last_known_from
    tianyuan | dispatch | 2026-02-01 | 2026-03-05       | 2026-03-05
    tianyuan | dispatch | 2026-03-01 | 2026-04-05       | 2026-04-05
    tianyuan | dispatch | 2026-04-01 | 2026-04-06       | 2026-04-06
    jingyang | dispatch | 2026-03-01 | 2026-04-05       | 2026-04-05
"""
FILES = """
    file_id | district | name      | sha256 | received_on | loaded_at           | is_demo
    1       | tianyuan | 2月.xlsx  | a      | 2026-03-05  | 2026-03-05 09:00:00 | false
    2       | tianyuan | 3月.xlsx  | b      | 2026-04-05  | 2026-04-05 09:00:00 | true
"""
MONTHS = """
    district | project_id | month      | responsible_unit          | batch | is_in_plan | is_counted | annual_plan_wan | original_plan_wan | carried_ytd_wan | reported_ytd_wan | is_silent
    tianyuan | A1         | 2026-02-01 | 城建局                    | 续建  | true       | true       | 1200            | 1200              | 100             | 100              | false
    tianyuan | A1         | 2026-03-01 | 城建局                    | 续建  | true       | true       | 1200            | 1200              | 200             | 200              | false
    tianyuan | A2         | 2026-03-01 | <script>alert(1)</script> | 续建  | true       | true       | 1200            | 1200              | 400             | 400              | false
    jingyang | X1         | 2026-03-01 | 城建局                    | 续建  | true       | true       | 1200            | 1200              | 300             | 300              | false
    tianyuan | A1         | 2026-04-01 | 城建局                    | 续建  | true       | true       | 1200            | 1200              | 200             |                  | true
    tianyuan | A2         | 2026-04-01 | <script>alert(1)</script> | 续建  | true       | true       | 1200            | 1200              | 500             | 500              | false
"""
PROJECTS = """
    district | project_id | project_name
    tianyuan | A1         | =cmd|' /C calc'!A0
    tianyuan | A2         | ![x](http://outside.example/y.png)
    jingyang | X1         | 项目
""".replace("=cmd|' ", "=cmd ")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "versions").mkdir()
    with duckdb.connect(str(folder / "versions" / f"{VERSION}.duckdb")) as con:
        con.execute(SCHEMA_SQL)
        con.execute(
            "insert into meta.version by name select ? as schema_version, now() as built_at, true as is_demo",
            [SCHEMA_VERSION],
        )
        for name, text in {
            "source_month": SOURCES,
            "source_file": FILES,
            "project_month": MONTHS,
            "project": PROJECTS,
        }.items():
            fill(con, name, text)
    (folder / "CURRENT").write_text(VERSION, encoding="utf-8")
    return folder


@pytest.fixture
def visit(store, monkeypatch):
    """Open a page at an address, in a new session or in one that goes on."""

    def visit(path: str, app: AppTest | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("GUATU_STORE", str(store))
        app = app or AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
        app.switch_page(path)
        app.query_params.clear()
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return visit


OVERVIEW, INVESTMENT = "pages/overview.py", "pages/investment_completion.py"


def test_the_url_is_filled_with_raw_values(visit):
    app = visit(INVESTMENT, district="tianyuan")
    assert app.query_params["as_of"] == "2026-03"
    assert app.query_params["by"] == "responsible_unit"
    assert "known_on" not in app.query_params


def test_the_context_goes_from_page_to_page(visit):
    app = visit(INVESTMENT, district="tianyuan", as_of="2026-02", by="town", known_on="2026-03-31")
    app = visit(OVERVIEW, app)  # as the navigation does: the address says nothing
    assert app.query_params["as_of"] == "2026-02"
    assert app.query_params["district"] == "tianyuan"
    assert app.query_params["known_on"] == "2026-03-31"
    app = visit(INVESTMENT, app)
    assert app.query_params["by"] == "town"


def test_a_choice_stands_in_the_url(visit):
    app = visit(INVESTMENT, district="tianyuan")
    app.pills(key="context_as_of").set_value("2026-02").run()
    app.segmented_control(key="choose_yardstick").set_value("bulletin").run()
    assert app.query_params["as_of"] == "2026-02"
    assert app.query_params["yardstick"] == "bulletin"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"district": "nowhere"}, "没有区“nowhere”"),
        ({"district": "tianyuan", "as_of": "2031-01"}, "“2031-01”没有载入的调度表，已改为2026年3月"),
        ({"district": "tianyuan", "known_on": "yesterday"}, "数据时点“yesterday”不是日期"),
        ({"district": "tianyuan", "by": "owner"}, "没有分组“owner”，已改为“责任单位”"),
        ({"district": "tianyuan", "yardstick": "x"}, "标尺“x”不认识"),
    ],
)
def test_what_a_link_says_wrongly_is_put_right_and_said(visit, wrong, said):
    assert said in words_on(visit(INVESTMENT, **wrong))


JUDGING = (
    "overview",
    "investment_completion",
    "batch_progress",
    "entry_lag",
    "map",
    "unit_ranking",
    "meeting",
    "reports",
)


@pytest.mark.parametrize("page", JUDGING)
def test_a_month_with_too_few_reports_is_offered_without_a_verdict(visit, page):
    app = visit(f"pages/{page}.py", district="tianyuan")
    assert app.query_params["as_of"] == "2026-03"  # April's 50 % of plan money are not enough
    assert "2026年4月（已报 1/2 个单位）" in list(app.pills(key="context_as_of").options)
    said = words_on(visit(f"pages/{page}.py", district="tianyuan", as_of="2026-04"))
    assert "4月已报 1/2 个单位" in said
    assert "城建局&nbsp;0／1" in said
    assert not any(word in said for word in ("超前", "滞后", "慢于", "名次第", "第二季度", "gt-late", "<script>"))


def test_another_day_of_knowledge_is_marked(visit):
    app = visit(OVERVIEW, district="tianyuan", known_on="2026-03-31")
    assert "数据时点 2026年3月31日" in words_on(app)
    assert app.query_params["as_of"] == "2026-02"  # March's dispatch had not come


def test_before_anything_was_known(visit):
    words = words_on(visit(OVERVIEW, district="tianyuan", known_on="2020-01-01"))
    assert "数据时点 2020年1月1日，天元区还没有月度调度表" in words


def test_demo_data_are_marked_and_others_are_not(visit):
    assert "演示数据" in words_on(visit(OVERVIEW, district="tianyuan"))
    assert "演示数据" not in words_on(visit(OVERVIEW, district="jingyang"))


def test_names_from_the_data_are_never_markup(visit):
    for path in (OVERVIEW, INVESTMENT):
        words = words_on(visit(path, district="tianyuan"))
        assert "<script>alert" not in words
        assert "http://outside.example" not in words
