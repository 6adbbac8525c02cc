"""规则与口径: no rule of a profile and no metric is left without words."""

import inspect
from datetime import date

import pytest

from data.profile import Profile, district_ids, load_profile
from data.rules import EntryWindow, Rule
from metrics.registry import all_metrics
from pages.components import definitions_text

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
    assert len(table) == sum(len(getattr(profile, name)) for name in rule_fields()) + 1
    assert table.value.str.len().min() > 3
    assert table.article.str.len().min() > 1


def test_standing_says_what_is_off_and_what_is_not_yet_in_force():
    profile = load_profile(district_ids()[0])
    later = EntryWindow(article="一", origin="given", day=5, valid_from=date(2026, 10, 1))
    off = EntryWindow(article="二", origin="default", day=8, enabled=False)
    table = definitions_text.rules(profile.model_copy(update={"entry_window": (later, off)}), SEPTEMBER)
    windows = table[table.rule == "入库窗口"]
    assert windows.standing.tolist() == ["不在有效期", "未启用"]
    assert windows.period.tolist() == ["自 2026-10-01", "一直"]


def test_every_metric_says_in_chinese_what_it_is():
    docs = {name: inspect.getdoc(found.function) or "" for name, found in all_metrics().items()}
    table = definitions_text.metrics(docs)
    missing = table[(table.definition == "—") | ~table.metric.str.contains("[\u4e00-\u9fff]")]
    assert missing.name.tolist() == []
    assert not table.definition.str.contains("``").any()
    assert not table.articles.str.contains("[A-Za-z]").any()
