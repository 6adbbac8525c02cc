"""One name under several units of one sheet is several projects: told, never added up, never merged."""

import pytest

from tests.etl.intake.books import field, parse_drawn, report

HEAD = "2026年9月重点项目调度表（单位：万元）\n"
COLUMNS = "项目名称 | 责任单位 | 总投资 | 年度计划 | 1-9月完成\n"
OTHER = "丙 | 三门镇 | 8000 | 3000 | 900\n"

CASES = {  # two rows → whether they are told
    "two units": ("污水管网改造 | 栗雨街道 | 5000 | 1000 | 500\n污水管网改造 | 三门镇 | 9000 | 2000 | 800", True),
    "a blank in one of them": ("污水管网改造 | 栗雨街道 | 5000 | 1000 | 500\n污水管网 改造 | 三门镇 | 9000 | 2000 | 800", True),
    "one unit": ("污水管网改造 | 三门镇 | 5000 | 1000 | 500\n污水管网改造 | 三门镇 | 9000 | 2000 | 800", False),
    "one unit unsaid": ("污水管网改造 | 三门镇 | 5000 | 1000 | 500\n污水管网改造 |  | 9000 | 2000 | 800", False),
    "two names": ("污水管网改造 | 栗雨街道 | 5000 | 1000 | 500\n污水管网改造二期 | 三门镇 | 9000 | 2000 | 800", False),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_name_under_two_units(case):
    rows, is_told = CASES[case]
    parsed = parse_drawn(HEAD + COLUMNS + rows + "\n" + OTHER)
    assert field(parsed, "reported_ytd_wan") == [500, 800, 900]
    told = [(one["row"], one["text"]) for one in report(parsed)["notices"] if one["kind"] == "same_name"]
    assert [row for row, _ in told] == ([4] if is_told else [])
    assert all("第 3、4 行" in text and "栗雨街道、三门镇" in text for _, text in told)


def test_a_project_may_ask_several_departments():
    parsed = parse_drawn(
        "要素保障台账\n项目名称 | 要素类型 | 承办单位 | 受理日期 | 办理时限(工作日)\n"
        "污水管网改造 | 用电 | 栗雨街道 | 2026-09-01 | 5\n污水管网改造 | 林地 | 三门镇 | 2026-09-02 | 15\n"
    )
    assert parsed.kinds == ("service_request",)
    assert field(parsed, "service_kind", "service_request") == ["用电", "林地"]
    assert [one for one in report(parsed)["notices"] if one["kind"] == "same_name"] == []


def test_codes_tell_projects_of_one_name_apart():
    codes = ("2601-430211-04-01-123456", "2601-430211-04-01-654321")
    lines = [
        f"{code} | 污水管网改造 | {unit} | 5000 | 1000 | 500"
        for code, unit in zip(codes, ("栗雨街道", "三门镇"), strict=True)
    ]
    parsed = parse_drawn(HEAD + "项目代码 | " + COLUMNS + "\n".join(lines))
    assert [one for one in report(parsed)["notices"] if one["kind"] == "same_name"] == []


def test_a_large_sheet_names_each_once():
    lines = [
        f"小区{number % 50}改造 | {unit} | 500 | 100 | 50" for number in range(50) for unit in ("栗雨街道", "三门镇")
    ]
    parsed = parse_drawn(HEAD + COLUMNS + "\n".join(lines))
    assert sum(one["kind"] == "same_name" for one in report(parsed)["notices"]) == 50
    assert len(field(parsed, "project_name")) == 100
