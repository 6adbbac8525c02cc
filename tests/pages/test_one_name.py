"""One name, one figure on every screen: pages, boards, slides and reports of the demo, walked name by name."""

import re
from collections import defaultdict

import pytest
from streamlit.testing.v1 import AppTest

from data import dictionary, warehouse
from data.profile import district_ids, load_profile
from pages.components import registry
from reports.register import KINDS, content
from tests import shown
from tests.metrics.test_quantities import QUANTITIES
from tests.pages.conftest import PATIENCE, ROOT
from tests.reports.asked import question

DISTRICTS_OWN = ("gt-head",)  # what a page says of the whole district; panels are about one thing
MONTH_HEAD = re.compile(r"\d{1,2}月")
TEXT_HEADS = {"位次", "上季位次", "本季位次", "名次", "年度名次", "上季名次"}  # 3*, written as text


def catalogue() -> dict[str, str]:
    """Every name a quantity may be shown by, and the one name it stands for."""
    names: dict[str, str] = {}
    for entry in dictionary.entries().values():
        if entry.kind in QUANTITIES:
            names |= dict.fromkeys([entry.label, *entry.also], entry.label)
    for columns in dictionary.quantities().values():
        names |= {said["label"]: said["label"] for said in columns.values()}
    return names | {name: name for name in dictionary.figures()}


def walk(store, district: str, monkeypatch) -> tuple[list[shown.Seen], list[tuple[str, str]]]:
    """Gather figures of lists, boards, cards and tables; and texts with the place where they stand."""
    seen: list[shown.Seen] = []
    texts: list[tuple[str, str]] = []
    monkeypatch.setenv("GUATU_STORE", str(store))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
    for spec in (spec for pages in registry.GROUPS.values() for spec in pages if spec.name != "definitions"):
        with pytest.MonkeyPatch.context() as patched:
            recorder = shown.Recorder(patched)
            app.switch_page(spec.path)
            app.query_params["district"] = district
            app.run()
        assert not app.exception
        seen += recorder.seen(spec.title)
        bodies = [getattr(element, "body", None) for element in app.main]
        texts += [(spec.title, body) for body in bodies if body and any(mark in body for mark in DISTRICTS_OWN)]
        slides = [(slide["name"], "\n".join(shown.svg_words(slide["svg"]))) for slide in recorder.slides]
        texts += [(f"幻灯片 {name}", words) for name, words in slides]
    for kind, report in KINDS.items():
        made = content(kind, question(store, district, role="statistician"))
        seen += shown.in_report(made, report.title)
        texts += [(report.title, text) for text in shown.sentences(made)]
    return seen, texts


def by_name(seen: list[shown.Seen], names: dict[str, str]) -> dict[tuple, list[shown.Seen]]:
    """Group what has a value by whose and by its one name."""
    found = defaultdict(list)
    for one in seen:
        if one.name in names and one.value:
            found[one.whose, names[one.name]].append(one)
    return found


def contradictions(seen: list[shown.Seen], names: dict[str, str]) -> list[str]:
    """Say of which names there are two figures of one thing."""
    return [
        f"{whose}：{name}：" + "；".join(sorted({f"{one.text}{one.unit}（{one.place}）" for one in group}))
        for (whose, name), group in by_name(seen, names).items()
        if not all(one.value.fits(other.value) for one in group for other in group)
    ]


def leaders(store) -> set[str]:
    """Return the contact leaders: a clause that names one is about his projects."""
    with warehouse.connect(store).cursor() as con:
        named = con.execute("select distinct contact_leader from mart.project_month").fetchall()
    return {name for (name,) in named} - {"—"}


@pytest.mark.parametrize("district", district_ids())
def test_one_name_has_one_figure_on_every_screen(demo_store, district, monkeypatch):
    names, profile = catalogue(), load_profile(district)
    seen, texts = walk(demo_store, district, monkeypatch)
    others = {unit.name for unit in profile.units} | {town.name for town in profile.towns} | leaders(demo_store)
    longest_first = sorted(names, key=len, reverse=True)
    batches = "|".join(batch.name for batch in profile.batches)
    for place, text in texts:
        if not re.match(rf"(?:{batches})(?:项目)?\d+个[：（(]", shown.plain(text)):  # a batch's own sentence
            seen += shown.in_words(place, text, longest_first, others)
    unknown = {
        f"{one.place}：{one.name}"
        for one in seen
        if one.value and one.name not in names and one.name not in TEXT_HEADS and not MONTH_HEAD.fullmatch(one.name)
    }
    assert (unknown, contradictions(seen, names)) == (set(), [])
    groups = by_name(seen, names)
    assert sum(whose == ("", "") for whose, _ in groups) > 40
    assert len({one.place for group in groups.values() for one in group}) > 60


def test_two_figures_of_one_name_are_found():
    """The walk fails where it should: another value, another thing, another precision."""
    names = {"完成率": "完成率"}
    here = shown.Seen("总览", ("", ""), "完成率", "67.2", "%")
    same, other = (shown.Seen("通报", ("", ""), "完成率", text, "%") for text in ("67.18", "67.3"))
    unit = shown.Seen("通报", ("责任单位", "甲局"), "完成率", "12.0", "%")
    assert contradictions([here, same, unit], names) == []
    assert contradictions([here, other], names) == ["('', '')：完成率：67.2%（总览）；67.3%（通报）"]
    assert shown.value("5.14", "亿元").fits(shown.value("51,402", "万元"))
    assert not shown.value("5.14", "亿元").fits(shown.value("51,460", "万元"))
