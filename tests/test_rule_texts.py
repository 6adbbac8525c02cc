"""What the districts' texts say: every given rule and every citation finds its words in the article it names.

The texts are not part of the repository: ``GUATU_RULE_TEXTS=<folder>`` names the folder that holds them, one file a text.
"""

import inspect
import os
import re
from functools import lru_cache
from pathlib import Path

import pytest

from data.profile import Profile, district_ids, load_profile
from data.rules import Rule
from metrics.registry import all_metrics
from pages.components.definitions.definitions_metrics import letters

DIGITS = "零一二三四五六七八九"
CITED = re.compile(r"([^，；、参照]+?)第([一二三四五六七八九十]+)条")


def rules(profile: Profile) -> list[Rule]:
    """Every rule of a profile, of whatever kind."""
    values = (getattr(profile, name) for name in Profile.model_fields)
    return [rule for value in values if isinstance(value, tuple) for rule in value if isinstance(rule, Rule)]


def number(chinese: str) -> int:
    """Read a number below one hundred: 二十一 → 21."""
    tens, ten, ones = chinese.rpartition("十")
    return (10 * (DIGITS.index(tens) if tens else 1) if ten else 0) + (DIGITS.index(ones) if ones else 0)


def test_numbers_of_articles():
    read = [number(said) for said in ("三", "十", "十二", "二十", "二十一", "三十二")]
    assert read == [3, 10, 12, 20, 21, 32]


@lru_cache(maxsize=1)
def articles() -> dict[str, dict[int, str]]:
    """Return the articles without blanks, by district's short name without 区 and by number."""
    folder = os.environ.get("GUATU_RULE_TEXTS")
    if not folder:
        pytest.skip("GUATU_RULE_TEXTS names no folder: the texts are not part of the repository")
    texts = [re.sub(r"\[bookmark:[^\]]*\]", "", path.read_text("utf-8")) for path in Path(folder).glob("*.txt")]
    found = {}
    for district in district_ids():
        profile = load_profile(district)
        [text] = [text for text in texts if profile.text.title in text[:200]]
        pieces = re.split(r"(?m)^\s*第([一二三四五六七八九十]+)条", text)
        found[profile.short_name.removesuffix("区")] = {
            number(chinese): re.sub(r"\s", "", words) for chinese, words in zip(pieces[1::2], pieces[2::2], strict=True)
        }
    return found


@pytest.mark.parametrize("district", district_ids())
def test_every_given_rule_rests_on_words_of_its_article(district):
    profile = load_profile(district)
    own = profile.short_name.removesuffix("区")
    missing = []
    for rule in rules(profile):
        if rule.origin != "given":
            continue
        cited = CITED.findall(rule.article)
        assert [place for place, _ in cited] == [own] * len(cited), f"{rule.article}: given, but of another text"
        words = "".join(articles()[own][number(chinese)] for _, chinese in cited)
        missing += [(rule.article, said) for said in rule.rests_on or ("（没有 rests_on）",) if said not in words]
    assert missing == []


@pytest.mark.parametrize("district", district_ids())
def test_every_given_rule_says_what_it_rests_on(district):
    silent = [rule.article for rule in rules(load_profile(district)) if rule.origin == "given" and not rule.rests_on]
    assert silent == []


@pytest.mark.parametrize("district", district_ids())
def test_what_is_taken_from_the_other_text_is_a_default(district):
    profile = load_profile(district)
    borrowed = [rule for rule in rules(profile) if rule.article.startswith("参照")]
    assert borrowed
    assert {rule.origin for rule in borrowed} == {"default"}


def citations(source: str) -> list[tuple[list[tuple[str, int]], list[str]]]:
    """Split a docstring's source into articles and the Chinese words in brackets behind them: T10, T21 (讲评)."""
    found = []
    for cited, words in re.findall(r"((?:[A-Z]\d+[,–\s]*)+)\(([^)]*)\)", source):
        said = [word for word in re.split("[、，；]", words) if re.search(r"[\u4e00-\u9fff]", word)]
        found.append(([(letter, int(digits)) for letter, digits in re.findall(r"([A-Z])(\d+)", cited)], said))
    return found


def test_words_cited_by_metrics_stand_in_the_articles():
    missing, seen = [], 0
    for name, metric in all_metrics().items():
        source = " ".join((inspect.getdoc(metric.function) or "").partition("Source:\n")[2].split())
        for cited, words in citations(source):
            text = "".join(articles()[letters()[letter]].get(digits, "") for letter, digits in cited)
            seen += len(words)
            missing += [(name, cited, word) for word in words if word not in text]
    assert seen > 20
    assert missing == []
