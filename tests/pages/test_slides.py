"""The slides: legible from ten metres, nothing over the edge, names are text, and honest where data are missing."""

import re
from datetime import date
from xml.etree import ElementTree

import pandas as pd
import pytest

from data import formats, warehouse
from data.profile import load_profile
from metrics.batches.batch_progress import batch_progress
from metrics.batches.batch_projects import batch_projects
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.completed_amount import completed_amount
from metrics.completion.completion_by_month import completion_by_month
from metrics.completion.completion_projects import completion_projects
from metrics.completion.investment_completion import investment_completion
from metrics.completion.why_changed import known_then, why_changed, why_changed_projects
from metrics.entry.entry_cases import open_cases
from metrics.entry.entry_lag import entry_lag
from metrics.entry.start_corrections import start_corrections
from metrics.meeting.issues_to_decide import issues_to_decide
from metrics.meeting.promises import promises
from metrics.overview.overview import overview
from metrics.projects.map_points import map_points
from metrics.projects.slowest_projects import slowest_projects
from metrics.provenance.case_cells import case_cells
from metrics.provenance.figure_cells import figure_cells
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.ranking.unit_ranking import unit_ranking
from pages.components.map import map_geography as maps
from pages.components.meeting.slides import cards, drawing, ranking, slowest
from pages.components.meeting.slides import promises as kept
from pages.components.meeting.slides.frame import Occasion
from pages.components.meeting.slides.sequence import slides

EVIL = '<script>alert(1)</script> & "x" =cmd|'
SEPTEMBER, JUNE = date(2026, 9, 1), date(2026, 6, 1)
DISTRICTS = ["tianyuan", "jingyang"]


@pytest.fixture(scope="module")
def shows(demo_store):
    """Both demo districts' sequences."""
    found = {}
    with warehouse.connect(demo_store).cursor() as con:
        for district in DISTRICTS:
            profile = load_profile(district)
            now = {"profile": profile, "as_of": SEPTEMBER}
            changes = why_changed(con, **now, since=JUNE)
            then = {"profile": profile, "as_of": JUNE, "known_on": known_then(changes)}
            tables = {
                "months": overview(con, **now),
                "months_before": overview(con, **then),
                "batches": batch_progress(con, **now),
                "batches_before": batch_progress(con, **then),
                "completed": completed_amount(con, **now, since=JUNE),
                "changes": changes,
                "slips": change_without_slips(con, **now, since=JUNE),
                "moved": why_changed_projects(con, **now, since=JUNE),
                "towns": investment_completion(con, **now, by="town"),
                "points": map_points(con, **now),
                "lag": entry_lag(con, **now),
                "lag_years": entry_lag(con, **now, by="start_year"),
                "start_corrections": start_corrections(con, **now),
                "lag_units": entry_lag(con, **now, by="responsible_unit"),
                "units": unit_ranking(con, **now),
                "slow": slowest_projects(con, **now),
                "slow_months": completion_by_month(con, **now, by="project"),
                "promises": promises(con, **now),
                "issues": issues_to_decide(con, **now),
                "steps": supervision_ladder(con, **now),
                "parts": score_parts(con, **now),
                "cases": score_cases(con, **now),
                "cells": figure_cells(con, **now),
                "case_cells": case_cells(con, **now),
                "open_cases": open_cases(con, **now),
                "projects": completion_projects(con, **now),
                "batch_projects": batch_projects(con, **now),
                "whole": investment_completion(con, **now),
                "by_unit": investment_completion(con, **now, by="responsible_unit"),
                "by_batch": investment_completion(con, **now, by="batch"),
            }
            ladder = profile.rule("ladder", SEPTEMBER)
            found[district] = slides(
                tables, Occasion(profile.name, "2026年三季度", "数据截至 2026年9月", "abcd", is_demo=True),
                geo=maps.geography(profile), quarter="2026Q3", has_cards=profile.rule("cards", SEPTEMBER).enabled,
                steps=ladder.steps if ladder and ladder.enabled else (),
            )  # fmt: skip
    return found


def pictures(shows) -> list[tuple[str, str]]:
    return [
        (f"{district} {slide.name} {detail}", svg)
        for district, sequence in shows.items()
        for slide in sequence
        for detail, svg in [("", slide.svg), *slide.details.items()]
    ]


def texts(svg: str) -> list[tuple[float, float, float, str, str, str]]:
    """x, y, size, anchor, colour and words of each line of text; a figure's unit is a line of its own."""
    return [(*rest, size, anchor, colour, part) for *rest, anchor, colour, said in written(svg) for part, size in said]


def written(svg: str) -> list[tuple]:
    """x, y, anchor, colour, and the words with their sizes: [(figure, 84), (unit, 32)]."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own)
    return [
        (
            float(e.get("x")),
            float(e.get("y")),
            e.get("text-anchor", "start"),
            e.get("fill"),
            [
                (e.text or "", float(e.get("font-size"))),
                *((part.text or "", float(part.get("font-size"))) for part in e),
            ],
        )
        for e in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_the_order_is_a_story(shows):
    """Cover, where we stand, what went well, what is behind and why, who speaks, what is asked and required, promises."""
    told = ["cover", "headline", "well", "behind", "batches", "places", "entry", "changes", "slowest"]
    for district, speaks in (("tianyuan", "cards"), ("jingyang", "ladder")):
        names = [slide.name for slide in shows[district]]
        assert [name for name in names if name in told] == told
        ranked = [name for name in names if name.startswith("ranking_")]
        rest = [*ranked, speaks, "issues", "required", "promises", "basis"]
        assert names == [*told, *(name for name in rest if name in names)]
        assert ranked


def test_empty_slides_drop_out_and_are_not_counted(shows):
    for sequence in shows.values():
        assert "promises" not in [slide.name for slide in sequence]  # the demo's first review has none before it
        for at, slide in enumerate(sequence, 1):
            assert f"{at} / {len(sequence)}" in slide.svg


def test_the_version_stands_on_the_last_slide_only(shows):
    for sequence in shows.values():
        assert ["abcd" in slide.svg for slide in sequence] == [slide is sequence[-1] for slide in sequence]


def test_marks_lead_to_pages_that_are_there(shows):
    without = {"cover", "basis"}
    for sequence in shows.values():
        for slide in sequence:
            leads = set(re.findall(r'data-detail="([^"]+)"', slide.svg))
            assert leads <= set(slide.details), slide.name
            assert leads or slide.name in without, slide.name


def test_a_units_pages_hold_its_six_items_and_every_case(shows):
    for sequence in shows.values():
        slide = next(slide for slide in sequence if slide.name == "ranking_1")
        parts, unit = slide.tables["parts"], slide.tables["units"].responsible_unit.iloc[0]
        pages = [svg for key, svg in slide.details.items() if key.split("·")[0] == unit]
        said = [words for svg in pages for *_, words in texts(svg)]
        mine = parts[parts.responsible_unit == unit]
        assert set(mine.item) <= set(said)
        rows = sum(said.count(item) for item in mine.item) - len(mine)
        assert rows == sum(mine.item_cases) - sum(mine[mine.is_typed].item_cases)


def test_a_unit_page_names_file_sheet_column_and_row_of_each_reported_figure(shows, demo_store):
    for district, sequence in shows.items():
        asked = {"profile": load_profile(district), "as_of": SEPTEMBER}
        with warehouse.connect(demo_store).cursor() as con:
            cells, cases = figure_cells(con, **asked), score_cases(con, **asked)
        slide = next(slide for slide in sequence if slide.name == "ranking_1")
        unit = slide.tables["units"].responsible_unit.iloc[0]
        said = [words for key, svg in slide.details.items() if key.split("·")[0] == unit for *_, words in texts(svg)]
        projects = cases[(cases.responsible_unit == unit) & (cases.item == "形象进度")].project_id
        mine = cells[cells.project_id.isin(projects) & cells.position.notna()].drop_duplicates("project_id")
        assert len(mine)
        for row in mine.itertuples():
            assert any(words.endswith(f"{row.sheet}!{row.position}{int(row.row)}") for words in said)
            assert row.file in said


def test_a_unit_page_names_the_cell_of_every_other_case(shows, demo_store):
    for district, sequence in shows.items():
        asked = {"profile": load_profile(district), "as_of": SEPTEMBER}
        with warehouse.connect(demo_store).cursor() as con:
            where, cases = case_cells(con, **asked), score_cases(con, **asked)
        others = cases[cases.item != "形象进度"]
        assert len(where) == len(others) > 50
        ranked = [slide for slide in sequence if slide.name.startswith("ranking_")]
        for unit in (
            ranked[0].tables["units"].responsible_unit.iloc[0],
            ranked[-1].tables["units"].query("rank == 1").responsible_unit.iloc[-1],
        ):
            slide = next(one for one in ranked if unit in one.details)
            said = [
                words for key, svg in slide.details.items() if key.split("·")[0] == unit for *_, words in texts(svg)
            ]
            mine = where[where.responsible_unit == unit]
            for row in mine.itertuples():
                assert any(words.endswith(f"{row.sheet}!{row.position}{int(row.row)}") for words in said)
                assert row.file in said


def test_a_town_that_is_a_unit_too_stands_with_both_figures(shows, demo_store):
    for district, sequence in shows.items():
        slide = next(slide for slide in sequence if slide.name == "places")
        said = [words for *_, words in texts(slide.svg)]
        with warehouse.connect(demo_store).cursor() as con:
            units = investment_completion(
                con, profile=load_profile(district), as_of=SEPTEMBER, by="responsible_unit"
            ).set_index("responsible_unit")
        towns = slide.tables["towns"]
        slowest = towns[towns.task_rate.notna() & towns.town.isin(said)].sort_values("task_rate").town.head(4)
        both = [town for town in slowest if town in units.index and not formats.is_missing(units.task_rate[town])]
        assert both
        for town in both:
            assert f"作为责任单位：任务 {formats.percent(units.task_rate[town])}" in said


def test_nothing_is_smaller_than_ten_metres_allow(shows):
    small = [
        (name, said) for name, svg in pictures(shows) for *_, size, _, _, said in texts(svg) if size < drawing.SMALL
    ]
    assert [
        (name, said) for name, said in small if said not in "黄红"
    ] == []  # the letter on a card: the word stands beside it


def test_no_words_run_over_the_edge(shows):
    over = []
    for name, svg in pictures(shows):
        for x, y, anchor, _, said in written(svg):
            wide = 0.9 * sum(drawing.width(part, at) for part, at in said)  # the estimate is generous
            left = x - wide if anchor == "end" else x - wide / 2 if anchor == "middle" else x
            if left < 8 or left + wide > 1912 or not 30 < y < 1070:
                over.append((name, said, round(left), round(left + wide), y))
    assert over == []


def test_no_words_lie_over_others(shows):
    over = []
    for name, svg in pictures(shows):
        boxes = []
        for x, y, anchor, _, said in written(svg):
            wide = sum(drawing.width(part, at) for part, at in said)
            left = x - wide if anchor == "end" else x - wide / 2 if anchor == "middle" else x
            boxes.append((left, left + wide, y - 0.7 * max(at for _, at in said), y, said))
        for place, (left, right, top, foot, said) in enumerate(boxes):
            over += [
                (name, said, other)
                for begin, end, upper, lower, other in boxes[place + 1 :]
                if min(right, end) - max(left, begin) > 4 and min(foot, lower) - max(top, upper) > 6
            ]
    assert over == []


def test_contrast_is_seven_to_one(shows):
    colours = {colour for _, svg in pictures(shows) for *_, colour, said in texts(svg) if said not in "黄红"}
    assert {colour for colour in colours if contrast(colour, drawing.GROUND) < 7} == set()


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_parts_of_the_change_add_up_as_shown(shows):
    for sequence in shows.values():
        [slide] = [slide for slide in sequence if slide.name == "changes"]
        said = [words for *_, words in texts(slide.svg)]
        levels = [float(found[1]) for words in said if (found := re.fullmatch(r"(\d+\.\d)%", words))]
        parts = [float(words.replace("−", "-")) for words in said if re.fullmatch(r"[+−]?\d+\.\d", words)]
        assert levels[0] + sum(parts) == pytest.approx(levels[1])


def test_each_slow_project_has_a_page_of_its_own(shows):
    for sequence in shows.values():
        [slide] = [slide for slide in sequence if slide.name == "slowest"]
        leads = re.findall(r'data-detail="([^"]+)"', slide.svg)
        assert leads == list(slide.details) == slide.tables["slow"].project_id.head(slowest.ROWS).tolist()


def test_a_name_is_text_on_every_slide():
    frame = pd.DataFrame(
        {"project_id": [EVIL], "project_name": [EVIL], "responsible_unit": [EVIL], "batch": [EVIL], "contact_leader": [EVIL],
         "annual_plan_wan": [100.0], "reported_ytd_wan": [10.0], "investment_completion_rate": [0.1], "expected_share": [0.5],
         "planned_ytd_wan": [50.0], "task_rate": [0.2], "pace_gap_pp": [-40.0], "light": ["behind"], "shortfall_wan": [40.0], "problem": [EVIL], "progress_text": [EVIL]}
    )  # fmt: skip
    months = pd.DataFrame(
        {
            "project_id": [EVIL],
            "month": [pd.Timestamp(2026, 6, 1)],
            "annual_plan_wan": [100.0],
            "reported_ytd_wan": [10.0],
            "expected_share": [0.5],
        }
    )
    drawn = slowest.draw(frame, months)
    for body in (drawn.body, *(body for _, body in drawn.details.values())):
        assert "<script" not in body
        written(drawing.canvas(body, EVIL))


def test_a_review_without_promises_says_how_they_come_up():
    empty = pd.DataFrame(columns=["review_quarter", "fulfilment", "promise", "responsible_unit", "note"])
    drawn = kept.draw(empty, "2026Q3")
    assert drawn.title == "上季没有记下承诺和议定事项"
    assert "按 N 记下" in drawn.body


PARTS = pd.DataFrame(columns=["responsible_unit", "item", "item_points", "item_rate", "item_weight"])
CASES = pd.DataFrame(columns=["responsible_unit", "project_id", "is_done"])
CELLS: dict = {}
RANKED = {"league": "甲组", "duty": None, "card": None, "exemption": None, "is_provisional": False, "rank_before": None,
          "provisional_because": None, "is_trifling": False, "annual_plan_wan": 2230.0, "shortfall_wan": 873.5,
          "was_among_last": None, "not_ranked_reason": None,
          "last_places": 3, "last_places_before": 3, "investment_completion_rate": None}  # fmt: skip


def test_a_league_in_which_all_are_tied_has_no_last():
    units = pd.DataFrame(
        [
            RANKED | {"responsible_unit": name, "rank": 1, "score": 80.0, "margin": None, "is_among_last": False}
            for name in "甲乙丙"
        ]
    )
    drawn = ranking.draw(units, "甲组", PARTS, CASES, CELLS, has_cards=True)
    assert drawn.title == "3 家单位得分相同"
    assert "末" not in "".join(said for *_, said in texts(drawing.canvas(drawn.body, "")))


def test_a_card_for_a_small_gap_and_a_provisional_place_say_so():
    rows = [
        ("丙", 1, None, False, None),
        ("甲", 2, "yellow", True, None),
        ("乙", 3, "yellow", False, "上报含疑似单位错，待核"),
    ]
    units = pd.DataFrame(
        [
            RANKED
            | {
                "responsible_unit": name,
                "rank": place,
                "score": 60.0 - place,
                "margin": -1.0,
                "is_among_last": place > 1,
            }
            | {"card": card, "duty": card and "书面表态发言", "is_trifling": small, "provisional_because": because}
            | {"is_provisional": because is not None}
            for name, place, card, small, because in rows
        ]
    )
    said = "".join(said for *_, said in texts(drawing.canvas(cards.draw(units, PARTS, CASES, CELLS).body, "")))
    assert "差 1.00 分出末三位（只因缺口小）" in said
    assert "差 1.00 分出末三位（暂定）" in said
    said = "".join(
        said
        for *_, said in texts(drawing.canvas(ranking.draw(units, "甲组", PARTS, CASES, CELLS, has_cards=True).body, ""))
    )
    assert "缺口小：甲缺口 874 万元（计划 2,230 万元）小于点名起点" in said
    assert "暂定：乙（上报含疑似单位错，待核）" in said


def test_no_cards_is_said():
    units = pd.DataFrame(
        [
            RANKED
            | {
                "responsible_unit": "甲",
                "rank": 1,
                "score": 80.0,
                "is_among_last": False,
                "was_among_last": True,
                "rank_before": 3,
            }
        ]
    )
    drawn = cards.draw(units, PARTS, CASES, CELLS)
    assert drawn.title == "本季没有亮牌的单位"
    assert "甲 3 → 1" in drawn.body


def test_the_entry_slide_leads_with_this_years_starts_and_names_all_years_beside(shows, demo_store):
    with warehouse.connect(demo_store).cursor() as con:
        for district in DISTRICTS:
            asked = {"profile": load_profile(district), "as_of": SEPTEMBER}
            every = entry_lag(con, **asked).iloc[0]
            years = entry_lag(con, **asked, by="start_year").set_index("start_year")
            own = years.loc[2026]
            slide = next(slide for slide in shows[district] if slide.name == "entry")
            assert slide.title.startswith(f"今年开工应入统 {own.due:.0f} 个，")
            assert f"{100 * own.on_time / own.due:.1f}%" in slide.title
            said = [part for *_, part in texts(slide.svg)]
            assert f"历年开工的应入统 {every.due:.0f} 个，按时入统率 {100 * every.on_time / every.due:.1f}%" in said


def test_the_map_writes_one_measure(shows):
    """The notes on the map, the list beside it and the title are of the figure on which the lights stand."""
    for district in DISTRICTS:
        slide = next(slide for slide in shows[district] if slide.name == "places")
        said = [part for *_, part in texts(slide.svg)]
        percents = {part for part in said if re.fullmatch(r"[\d.]+%", part)}
        notes = {part.removeprefix("任务 ") for part in said if part.startswith("任务 ")}
        assert percents
        assert percents <= notes
        assert set(re.findall(r"[\d.]+%", slide.title)) <= notes


def test_what_is_compared_with_last_quarters_end_is_as_known_then(shows, demo_store):
    """The headline's 比上季末 counts from the June that the published rate beside it is of."""
    with warehouse.connect(demo_store).cursor() as con:
        for district in DISTRICTS:
            asked = {"profile": load_profile(district), "as_of": SEPTEMBER}
            changes = why_changed(con, **asked, since=JUNE)
            then = overview(con, profile=asked["profile"], as_of=JUNE, known_on=known_then(changes)).iloc[-1]
            now = overview(con, **asked).iloc[-1]
            assert then.investment_completion_rate == pytest.approx(changes.rate_before.iloc[0])
            said = [part for *_, part in texts(next(s for s in shows[district] if s.name == "headline").svg)]
            for label, name in (("进度滞后项目", "behind_projects"), ("已开工未入库", "library_waiting")):
                change = int(now[name]) - int(then[name])
                shown = said[said.index(label) + 4]
                assert shown == (f"+{change}" if change > 0 else str(change).replace("-", "−")), (district, label)
