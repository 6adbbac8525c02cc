"""规则与口径: no rule of a profile and no metric is left without words."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from data.profile import Profile, district_ids, load_profile
from data.rules import EntryWindow, Rule
from data.wording.definition_wording import DEFINITIONS
from metrics.registry import all_metrics
from pages.components.definitions import definitions_metrics, definitions_text, fixed_definitions

SEPTEMBER = date(2026, 9, 1)


def rule_fields() -> set[str]:
    """Fields of a profile that hold dated rules."""
    return {
        name
        for name, field in Profile.model_fields.items()
        if any(isinstance(kind, type) and issubclass(kind, Rule) for kind in getattr(field.annotation, "__args__", ()))
    }


def test_every_kind_of_rule_has_words():
    assert set(definitions_text.WORDS) == rule_fields()


@pytest.mark.parametrize("district", district_ids())
def test_every_rule_is_shown_with_value_and_article(district):
    profile = load_profile(district)
    table = definitions_text.rules(profile, SEPTEMBER)
    assert len(table) == sum(len(getattr(profile, name)) for name in rule_fields()) + len(fixed_definitions.FIXED) + 1
    assert table.value.str.len().min() > 3
    assert table.article.str.len().min() > 1


def test_standing_says_what_is_off_and_what_is_not_yet_in_force():
    profile = load_profile(district_ids()[0])
    later = EntryWindow(article="一", origin="given", day=5, valid_from=date(2026, 10, 1))
    off = EntryWindow(article="二", origin="default", day=8, enabled=False)
    table = definitions_text.rules(profile.model_copy(update={"entry_window": (later, off)}), SEPTEMBER)
    windows = table[table.rule == "入库窗口"]
    assert windows.standing.tolist() == ["不在有效期", "未启用"]
    assert windows.period.tolist() == ["自 2026-10-01", ""]


def test_every_metric_says_in_chinese_what_it_is():
    docs = {name: inspect.getdoc(found.function) or "" for name, found in all_metrics().items()}
    table = definitions_metrics.metrics(docs)
    missing = table[(table.definition == "—") | ~table.metric.str.contains("[\u4e00-\u9fff]")]
    assert missing.name.tolist() == []
    assert not table.definition.str.contains("``").any()
    assert not table.articles.str.contains("[A-Za-z]").any()


def test_kinds_of_rules_that_no_figure_uses_say_so():
    """A kind of rule is in use where code asks the profile for it; the page names exactly the kinds that are not."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("metrics", "etl", "data", "pages", "reports")
        for path in Path(folder).rglob("*.py")
    )
    fields = rule_fields() - {"lists", "provisions"}
    unused = {name for name in fields if not re.search(rf'(rule|has|measure)\(\s*"{name}"|profile\.{name}\b', code)}
    assert unused == definitions_text.NOT_COMPUTED


@pytest.mark.parametrize("district", district_ids())
def test_lists_and_provisions_name_the_metrics_that_use_them(district):
    profile = load_profile(district)
    named = {name for rule in (*profile.lists, *profile.provisions) for name in rule.computed_by}
    assert named <= set(all_metrics())
    table = definitions_text.rules(profile, SEPTEMBER)
    listed = table[table.standing == definitions_text.LISTED]
    unnamed = [rule for rule in (*profile.lists, *profile.provisions) if not rule.computed_by]
    switched_on = [rule for name in definitions_text.NOT_COMPUTED for rule in getattr(profile, name) if rule.enabled]
    assert len(listed) == len(unnamed) + len(switched_on)


@pytest.mark.parametrize("district", district_ids())
def test_leagues_stand_among_the_rules_as_a_default(district):
    table = definitions_text.rules(load_profile(district), SEPTEMBER)
    [row] = table[table.rule == "同组排名"].to_dict("records")
    assert row["origin"] == "系统默认"
    assert all(unit.name in row["value"] for unit in load_profile(district).units if unit.is_ranked)
    assert "区统计局" not in row["value"]


def test_what_is_ours_in_a_given_rule_stands_apart():
    table = definitions_text.rules(load_profile("tianyuan"), SEPTEMBER)
    [cards] = table[table.rule == "红黄牌"].to_dict("records")
    assert cards["origin"] == "条文规定"
    assert cards["source"].startswith("其中系统默认：不足 6 家")
    assert cards["period"] == ""


def test_a_definition_with_two_measures_names_both_and_the_article_it_interprets():
    for district, of_entry in (("tianyuan", "天元第十二条"), ("jingyang", "参照天元第十二条")):
        table = definitions_text.rules(load_profile(district), SEPTEMBER).set_index("rule")
        assert table.article["入统占上报"] == of_entry
        assert table.article["进度靠前"] == f"本系统口径（{of_entry}）"
        for label, ways in DEFINITIONS.values():
            assert table.origin[label] == "系统默认"
            assert all(way in table.value[label] for way in ways.values())
