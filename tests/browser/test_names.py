"""Names from a workbook are text on every page and in every export, whatever they look like."""

import shutil

import openpyxl
import pytest

from data import warehouse
from tests import stores
from tests.browser.conftest import serving
from tests.registered import PAGES

NAMES = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "<img src=x onerror=alert(2)>",
    "![](http://outside.example/x.png) **粗** $a$ :red[红]",
]


@pytest.fixture(scope="module")
def bad_store(demo_store, tmp_path_factory):
    """The demo with its last dispatches sent once more, in which the first projects have changed their names."""
    folder = tmp_path_factory.mktemp("names")
    store = shutil.copytree(demo_store, folder / "store")
    for kind in ("调度表", "周调度"):  # the last closed month's, and the open month's
        district, last = stores.sendings(store, kind)[-1]
        sent = folder / last.name
        rename_first_projects(last, sent)
        stores.run("etl", "load", sent, "--district", district, "--store", store)
    return store


def rename_first_projects(source, target):
    """Write a workbook again with NAMES in its first rows that have a project code."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    heads = {cell.value: cell for row in sheet.iter_rows(max_row=8) for cell in row if isinstance(cell.value, str)}
    code, name = heads["项目代码"], heads["项目名称"]
    coded = (row for row in range(code.row + 1, sheet.max_row + 1) if "-" in str(sheet.cell(row, code.column).value))
    for wanted, row in zip(NAMES, coded, strict=False):
        cell = sheet.cell(row, name.column)
        cell.value = wanted
        cell.data_type = "s"  # text, though it begins with “=”
    book.save(target)


@pytest.fixture(scope="module")
def bad_projects(bad_store):
    """District and id of the projects with such names."""
    with warehouse.connect(bad_store).cursor() as con:
        rows = con.execute(
            "select district, project_id, project_name from mart.project where project_name in (select unnest(?))",
            [NAMES],
        ).fetchall()
    assert sorted(row[2] for row in rows) == sorted(NAMES)
    return rows


@pytest.fixture(scope="module")
def bad_server(bad_store, tmp_path_factory):
    with serving(bad_store, tmp_path_factory.mktemp("names-server") / "log.txt") as host:
        yield host


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_names_are_text_on_every_page_and_in_its_exports(page, open_page, bad_server, bad_projects, tmp_path):
    for district, project, name in bad_projects if page.name == "project" else bad_projects[:1]:
        screen = open_page(f"{page.url_path}?district={district}&project={project}", host=bad_server)
        assert screen.dialogs == []
        assert screen.outside_hosts() == set()
        assert screen.page.locator("[onerror], img[src='x']").count() == 0
        if page.name == "project":
            assert name in screen.page.inner_text("h1")
        for path in screen.downloads(tmp_path):
            assert_no_formulas(path)


def assert_no_formulas(path):
    """No cell of an export is a formula or a link, a name that looks like one least of all."""
    if path.suffix in (".docx", ".pptx", ".pdf"):  # letters, slides and paper hold no formulas
        return
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{path.name} {cell.coordinate}: {cell.value}"
                assert cell.hyperlink is None, f"{path.name} {cell.coordinate}: {cell.value}"
