"""规则与口径 in words: every rule with its value, article and standing; every metric with its 口径."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from data import formats
from data.batch_wording import SENTENCES
from data.profile import Profile
from data.rules import (
    Batch,
    DataHealth,
    Eligibility,
    EntryRule,
    EntryWindow,
    Ladder,
    Lights,
    Rule,
    Silence,
    StatisticsReturns,
    Tolerance,
    Weights,
)

POINTS = "个百分点"
TEXTS = Path(__file__).parents[2] / "data" / "reference" / "texts.toml"


def rules(profile: Profile, as_of: date) -> pd.DataFrame:
    """One row a rule and version: rule, value, article, origin, period, standing."""
    rows = []
    for field, (name, in_words) in WORDS.items():
        for rule in getattr(profile, field):
            rows.append(
                {
                    "rule": name,
                    "value": in_words(rule),
                    "article": rule.article,
                    "origin": "文本给定" if rule.origin == "given" else "缺省",
                    "source": rule.source,
                    "period": _period(rule),
                    "standing": _standing(rule, as_of),
                    "tone": "ahead" if rule.enabled and rule.holds_at(as_of) else "quiet",
                }
            )
    rows.append(
        {
            "rule": "入统数公布",
            "value": f"有数的项目不足 {profile.withhold_below} 个的格子不公布",
            "article": "统计资料保密",
            "origin": "缺省",
            "source": "",
            "period": "一直",
            "standing": "启用",
            "tone": "ahead",
        }
    )
    return pd.DataFrame(rows)


def headline(profile: Profile, table: pd.DataFrame) -> tuple[str, str]:
    """How many rules are given, taken by default, and off; which text they come from."""
    given, off = int((table.origin == "文本给定").sum()), int((table.standing != "启用").sum())
    rest = len(table) - given
    head = f"{profile.short_name} {len(table)} 条规则：文本给定 {given} 条，缺省 {rest} 条"
    text = f"依据《{profile.text.title}》（{profile.text.status}）"
    notes = [text, profile.text.note, f"其中 {off} 条未启用或不在有效期" if off else ""]
    return head, "；".join(note for note in notes if note) + "。"


def metrics(docs: dict[str, str]) -> pd.DataFrame:
    """One row a metric: its name, 口径 and source, taken from its docstring."""
    names = {name: _title(doc) for name, doc in docs.items()}
    rows = []
    for name, doc in docs.items():
        words = re.sub(r"``(\w+)``", lambda found: f"“{names.get(found[1], found[1])}”", _section(doc))
        words = re.sub(r"（\w*[a-z]+_\w+）", "", words)
        rows.append({"metric": names[name], "definition": words, "articles": _articles(doc), "name": name})
    return pd.DataFrame(rows)


def _title(doc: str) -> str:
    """The Chinese name in the docstring's first line."""
    found = re.search(r"[（(](.+?)[）)]", doc.partition("\n")[0])
    return found[1] if found else doc.partition("\n")[0]


def _section(doc: str) -> str:
    _, found, rest = doc.partition("口径：")
    return "".join(line.strip() for line in rest.partition("\n\n")[0].splitlines()) if found else formats.NONE


def _articles(doc: str) -> str:
    """The docstring's source: J13 becomes 旌阳第13条, other Chinese pieces stay, English words go."""
    _, found, rest = doc.partition("Source:\n")
    if not found:
        return formats.NONE
    letters = _letters()
    text = " ".join(line.strip() for line in rest.partition("\n\n")[0].splitlines())
    pieces = []
    for piece in re.split(r"[,;:()；，。]|\.(?!\d)", text):
        cited = re.fullmatch(r"\s*([A-Z])(\d+)(?:–[A-Z]?(\d+))?\s*", piece)
        if cited and cited[1] in letters:
            until = f"—{cited[3]}" if cited[3] else ""
            pieces.append(f"{letters[cited[1]]}第{cited[2]}{until}条")
        elif re.search(r"[\u4e00-\u9fff]", piece):
            pieces.append(re.sub(r"[A-Za-z]+", "", piece).strip())
    return "、".join(pieces) or formats.NONE


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def _period(rule: Rule) -> str:
    start = "" if rule.valid_from <= date(2000, 1, 1) else f"自 {rule.valid_from:%Y-%m-%d}"
    end = f"至 {rule.valid_to:%Y-%m-%d} 前" if rule.valid_to else ""
    return f"{start}{end}" or "一直"


def _standing(rule: Rule, as_of: date) -> str:
    if not rule.enabled:
        return "未启用"
    return "启用" if rule.holds_at(as_of) else "不在有效期"


def _batch(rule: Batch) -> str:
    also = f"；别名 {'、'.join(rule.aliases)}" if rule.aliases else ""
    return f"{rule.name}：{SENTENCES[rule.yardstick]}{also}{'' if rule.is_in_text else '；文本无此批次'}"


def _lights(rule: Lights) -> str:
    ahead, slow, behind = (formats.number(value) for value in (rule.ahead_pp, rule.slow_pp, rule.behind_pp))
    return f"≥ {ahead} ▲ 超前；高于 {slow} ● 正常；{slow} 至 {behind} ◆ 偏慢；低于 {behind} ▼ 滞后（{POINTS}）"


def _window(rule: EntryWindow) -> str:
    month = {0: "开工当月", 1: "次月"}.get(rule.month_offset, f"第 {rule.month_offset} 月")
    return f"{month} {rule.day} 日截止，之后开工的顺延一个月"


def _entry(rule: EntryRule) -> str:
    library = "开工当期入库" if not rule.library_periods else f"{rule.library_periods} 期内入库"
    return (
        f"{library}，第 {rule.statistics_periods} 期末前入统；计划总投资 ≥ {rule.minimum_total_wan} 万元；"
        f"未入库 {rule.library_yellow_periods} 期 ◆、{rule.library_red_periods} 期 ▼；"
        f"无数逾 {rule.statistics_yellow_periods} 期 ◆、{rule.statistics_red_periods} 期 ▼"
    )


def _tolerance(rule: Tolerance) -> str:
    band = f"{formats.percent(rule.band_low, 0)}–{formats.percent(rule.band_high, 0)}"
    return f"差额不超过 {formats.percent(rule.share, 0)} 或 {rule.amount_wan} 万元不必说明；入统占上报参考 {band}"


def _silence(rule: Silence) -> str:
    return f"沿用的计划额超过 {formats.percent(rule.provisional_share, 0)}，数字只作参考、名次暂定"


def _eligibility(rule: Eligibility) -> str:
    less = "、".join(rule.infrastructure_categories) or "基础设施"
    exempt = f"；{'、'.join(rule.exempt_categories)}不限" if rule.exempt_categories else ""
    return f"总投资 ≥ {rule.default_wan} 万元；{less} ≥ {rule.infrastructure_wan} 万元{exempt}"


def _weights(rule: Weights) -> str:
    parts = [
        f"{name} {formats.number(weight)}" for items in (rule.quarter, rule.year) for name, weight in items.items()
    ]
    return "、".join(parts)


def _ladder(rule: Ladder) -> str:
    steps = [f"{step} 低于 {formats.number(gap)}" for step, gap in zip(rule.steps, rule.gaps_pp, strict=True)]
    return f"{'；'.join(steps)}（进度差，{POINTS}）"


def _health(rule: DataHealth) -> str:
    return (
        f"次月 {rule.due_day} 日后报来为迟报；一次新增折到每月超过此前月均 {formats.number(rule.jump_times, 1)} 倍、"
        f"且超过年度计划 {formats.percent(rule.jump_share, 0)} 为突增；勾稽差超过 {rule.identity_wan} 万元为不平"
    )


def _months(rule: StatisticsReturns) -> str:
    return (
        f"{'、'.join(f'{month} 月' for month in rule.months_without)}免报，并入下一月"
        if rule.months_without
        else "各月都报"
    )


WORDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "batches": ("批次", _batch),
    "lights": ("亮灯", _lights),
    "entry_window": ("入库窗口", _window),
    "entry_rule": ("入库入统", _entry),
    "statistics_returns": ("统计月报", _months),
    "silence": ("未报沿用", _silence),
    "tolerance": ("报统差额", _tolerance),
    "preliminary": ("前期时限", lambda rule: f"在批超过 {rule.yellow_months} 个月 ◆，超过 {rule.red_months} 个月 ▼"),
    "approvals": ("应办手续", lambda rule: f"{rule.procedure}：{'、'.join(rule.steps)}"),
    "materials": ("入库资料", lambda rule: "；".join(f"{item.name}（{item.who}）" for item in rule.items)),
    "eligibility": ("遴选标准", _eligibility),
    "weights": ("考核权重", _weights),
    "leagues": (
        "同组排名",
        lambda rule: "；".join(f"{name}：{'、'.join(units)}" for name, units in rule.members.items()),
    ),
    "points": ("加分扣分", lambda rule: "逐项登记，须有文号，计入季度得分"),  # noqa: ARG005
    "service_limits": (
        "要素保障时限",
        lambda rule: "；".join(f"{word} {days} 个工作日" for word, days in rule.working_days.items()),
    ),
    "cards": ("红黄牌", lambda rule: f"末 {rule.last_places} 位黄牌，连续两季红牌；不足 {rule.full_league} 家的取半数"),
    "ladder": ("督办阶梯", _ladder),
    "data_health": ("数据质量", _health),
    "idea_lists": ("谋划清单", lambda rule: f"{'、'.join(rule.kinds)}每月报送谋划项目清单"),
    "exchange_rate": ("汇率", lambda rule: f"1 万美元 = {formats.number(rule.usd, 4)} 万元"),
    "lists": ("清单", lambda rule: f"{rule.title}：{'、'.join(rule.items)}"),
}
