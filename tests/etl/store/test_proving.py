"""Identities with what came before: they hold to half a 万元, and prove the columns they name."""

import json
import shutil

import openpyxl
import pytest

from data.warehouse import connect
from etl.__main__ import main
from etl.loading import mappings
from tests.etl.store.dispatches import DISTRICT, sent, write


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with 8月 of five projects: total 1000, plan 400, year to date 150; until last year's end 200."""
    folder = tmp_path_factory.mktemp("before")
    more = [("至2025年底完成投资(万元)", [200] * 5), ("自开工累计完成投资(万元)", [350] * 5)]
    assert sent(folder / "store", write(folder / "8月.xlsx", 8, [150] * 5, more=more))[0]["status"] == "loaded"
    return folder / "store"


def proofs(store, path) -> dict[str, dict]:
    [file] = sent(store, path)
    return {one["name"]: one for sheet in file["sheets"] for one in sheet["proofs"]}


CASES = {  # identity → what 9月 says, at the limit and beyond it
    "total_known": ({"total": 1000.5}, {"total": 1000.51}),
    "plan_known": ({"plan": 400.5}, {"plan": 400.51}),
    "last_year_known": (
        {"more": [("至2025年底完成投资(万元)", [199.5] * 5)]},
        {"more": [("至2025年底完成投资(万元)", [199.49] * 5)]},
    ),
    "month": (
        {"more": [("本月完成投资(万元)", [10.5] * 5)]},  # 160 − 150, and half a 万元
        {"more": [("本月完成投资(万元)", [10.51] * 5)]},
    ),
    "growth": (
        {"more": [("自开工累计完成投资(万元)", [360.5] * 5)]},  # 350 + 10, and half a 万元
        {"more": [("自开工累计完成投资(万元)", [360.51] * 5)]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_known_is_met_to_half_a_wan(name, filled, tmp_path):
    for said, agree in zip(CASES[name], (5, 0), strict=True):
        store = shutil.copytree(filled, tmp_path / f"store{agree}")
        path = write(tmp_path / f"{name}{agree}.xlsx", 9, [160] * 5, has_total=False, **said)
        found = proofs(store, path)[name]
        assert (found["rows_checked"], found["rows_agree"]) == (5, agree)
        assert found["verdict"] == ("satisfied" if agree else "contradicted")


def test_two_columns_for_one_figure_are_two_readings_and_the_better_one_is_proposed(filled, tmp_path, capsys):
    """The share stands beside the second column: it proves that one."""
    store = shutil.copytree(filled, tmp_path / "store")
    more = [("本年完成投资(万元)", [150, 151, 152, 153, 154]), ("占年度计划(%)", [37.5, 37.8, 38.0, 38.3, 38.5])]
    path = write(tmp_path / "九月.xlsx", 9, [160] * 5, more=more, has_total=False)
    [file] = sent(store, path)
    [sheet] = file["sheets"]
    first, second = sheet["asked"]["candidates"]
    assert (first["is_proposed"], second["is_proposed"]) == (True, False)
    assert first["satisfied"] > second["satisfied"]
    assert [one["header"] for one in first["says"]] == ["本年完成投资(万元)"]
    assert (first["sums"]["reported_ytd_wan"], second["sums"]["reported_ytd_wan"]) == ("760", "800")
    assert first["samples"][0]["reported_ytd_wan"] is not None
    capsys.readouterr()
    main(["pending", "--store", str(store)])
    said = capsys.readouterr().out
    assert "读法1（建议）：F 列“本年完成投资(万元)”读作“上报本年累计”" in said
    assert main(["pending", "accept", file["id"], "--reading", "3", "--store", str(store)]) == 2  # there is none
    capsys.readouterr()
    arguments = ["pending", "accept", file["id"], "--reading", "2", "--by", "王芳", "--store", str(store), "--json"]
    assert main(arguments) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"][0]["status"] == "loaded"
    september = "select sum(reported_ytd_wan) from raw.dispatch where month = '2026-09-01'"
    assert connect(store).cursor().execute(september).fetchone() == (800,)
    [entry] = mappings.in_force(store, DISTRICT)
    assert entry.who == "王芳"


@pytest.mark.parametrize(("number", "september", "october"), [(1, 800, 1000), (2, 760, 960)])
def test_two_columns_of_one_header_are_two_readings_and_the_choice_holds_next_month(
    number, september, october, filled, tmp_path, capsys
):
    """Of two columns with the same words a person says which; neither is taken before that."""
    store = shutil.copytree(filled, tmp_path / "store")
    more = [("1～{month}月完成投资(万元)", [150, 151, 152, 153, 154])]
    path = write(tmp_path / "九月.xlsx", 9, [160] * 5, more=[(more[0][0].format(month=9), more[0][1])], has_total=False)
    [file] = sent(store, path)
    assert file["status"] == "asked"
    sums = {one["sums"]["reported_ytd_wan"]: one for one in file["sheets"][0]["asked"]["candidates"]}
    assert {said: one["says"][0]["position"] for said, one in sums.items()} == {"800": "E", "760": "F"}
    wanted = list(sums).index(str(september)) + 1
    arguments = ["pending", "accept", file["id"], "--reading", str(wanted), "--store", str(store), "--json"]
    assert main(arguments) == 0
    capsys.readouterr()
    more = [(more[0][0].format(month=10), [190, 191, 192, 193, 194])]
    [file] = sent(store, write(tmp_path / "十月.xlsx", 10, [200] * 5, more=more, has_total=False))
    assert file["status"] == "loaded"
    sums = (
        "select month, sum(reported_ytd_wan) from raw.dispatch where month > '2026-08-01' group by month order by month"
    )
    found = [int(said) for _, said in connect(store).cursor().execute(sums).fetchall()]
    assert found == [september, october], number


SHARES = [25, 50, 75, 30, 60, 90]
SHARE = "占年度计划(%)"


def moved_down(figures: list) -> list:
    return [figures[-1], *figures[:-1]]


def test_a_confirmed_layout_is_asked_where_its_identities_fail(tmp_path):
    """The done column slipped by one row against names and shares: 6 of 6 rows fail, though the layout is known."""
    store = tmp_path / "store"
    done = {month: [400 * share // 100 * month // 10 for share in SHARES] for month in (8, 9, 10)}
    shares = {month: [(SHARE, [round(one / 4, 2) for one in done[month]])] for month in done}

    def send(month: int, figures: list, **said) -> dict:
        path = write(tmp_path / f"{month}{len(said)}.xlsx", month, figures, more=shares[month], has_total=False)
        return sent(store, path, **said)[0]

    assert send(8, done[8])["status"] == "asked"
    assert send(8, done[8], is_accepted=True, accepted_by="王芳")["status"] == "loaded"
    slipped = send(9, moved_down(done[9]))
    assert slipped["status"] == "asked"
    assert any("对不上：占年度计划" in one for one in slipped["sheets"][0]["asked"]["reasons"])
    assert send(9, done[9])["status"] == "loaded"  # the layout itself is still confirmed
    assert send(9, moved_down(done[9]), is_accepted=True, accepted_by="王芳")["status"] == "loaded"
    assert send(10, moved_down(done[10]))["status"] == "loaded"  # what failed was confirmed, too


@pytest.mark.parametrize(("slipped", "status"), [(6, "asked"), (2, "loaded")])
def test_names_a_row_off_are_asked_though_all_sums_hold(slipped, status, tmp_path):
    """Only what is known of the projects can tell: their totals are another's. Of two of six they may be adjusted."""
    store = tmp_path / "store"
    totals = [1000, 2000, 3000, 4000, 5000, 6000]
    book = tmp_path / "8月.xlsx"
    for path, month in ((book, 8), (tmp_path / "9月.xlsx", 9)):
        own = totals if month == 8 else moved_down(totals[:slipped]) + totals[slipped:]
        rows = [[f"{at + 1}号工程", total, 400, 15 * month] for at, total in enumerate(own)]
        made = openpyxl.Workbook()
        for row in [
            [f"2026年{month}月重点项目调度表（单位：万元）"],
            ["项目名称", "总投资", "2026年度计划投资", f"1～{month}月完成投资"],
            *rows,
            ["合计", sum(totals), 2400, 90 * month],
        ]:
            made.active.append(row)
        made.save(path)
    assert sent(store, book)[0]["status"] == "loaded"
    [file] = sent(store, tmp_path / "9月.xlsx")
    assert file["status"] == status
    if status == "asked":
        assert any("已知的总投资" in one for one in file["sheets"][0]["asked"]["reasons"])
