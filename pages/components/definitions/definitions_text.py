"""规则 in words: every rule with its value, article and standing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from data import formats
from data.assessment_rules import Ladder, Leagues, Weights
from data.profile import Profile
from data.rules import (
    Batch,
    Contradiction,
    DataHealth,
    Eligibility,
    EntryRule,
    EntryWindow,
    Lights,
    ListRule,
    Provision,
    Rule,
    Silence,
    StatisticsReturns,
    Tolerance,
)
from data.wording import selection_wording
from data.wording.batch_wording import SENTENCES
from data.wording.completion_wording import light_measure, light_zones
from data.wording.definition_wording import DEFINITIONS, TRIFLING_GAPS, in_words
from pages.components.definitions import fixed_definitions

POINTS = "个百分点"
ON, OFF, NOT_NOW, LISTED = "启用", "未启用", "不在有效期", "只列出，系统不计算"
NOT_COMPUTED: frozenset[str] = frozenset()  # kinds of rules that no figure is made by so far


def rules(profile: Profile, as_of: date) -> pd.DataFrame:
    """One row a rule and version: rule, value, article, origin, period, standing."""
    rows = []
    for field, (name, written) in WORDS.items():
        for rule in getattr(profile, field):
            rows.append(
                {
                    "rule": name,
                    "value": _leagues(rule, profile) if isinstance(rule, Leagues) else written(rule),
                    "article": rule.article,
                    "origin": "条文规定" if rule.origin == "given" else "系统默认",
                    "source": "；".join(filter(None, [f"其中系统默认：{rule.ours}" if rule.ours else "", rule.source])),
                    "period": _period(rule),
                    "standing": standing(field, rule, as_of),
                    "tone": "ahead" if standing(field, rule, as_of) == ON else "quiet",
                }
            )
    rows += [
        {
            "rule": name, "value": value, "article": article, "origin": "系统默认",
            "source": "口径，不设开关", "period": "", "standing": ON, "tone": "ahead",
        }
        for name, value, article in fixed_definitions.rows(profile, as_of)
    ]  # fmt: skip
    rows.append(
        {
            "rule": "入统数公布",
            "value": f"有数的项目不足 {profile.withhold_below} 个的格子不公布",
            "article": "统计资料保密",
            "origin": "系统默认",
            "source": "",
            "period": "",
            "standing": ON,
            "tone": "ahead",
        }
    )
    return pd.DataFrame(rows)


def headline(profile: Profile, table: pd.DataFrame) -> tuple[str, str]:
    """How many rules are given, taken by default, and off; which text they come from."""
    given, off = int((table.origin == "条文规定").sum()), int(table.standing.isin([OFF, NOT_NOW]).sum())
    listed = int((table.standing == LISTED).sum())
    rest = len(table) - given
    head = f"{profile.short_name} {len(table)} 条规则：条文规定 {given} 条，系统默认 {rest} 条"
    text = f"依据《{profile.text.title}》（{profile.text.status}）"
    notes = [text, profile.text.note, f"其中 {off} 条未启用或不在有效期" if off else ""]
    notes += [f"{listed} 条只列出，系统不计算" if listed else ""]
    return head, "；".join(note for note in notes if note) + "。"


def _period(rule: Rule) -> str:
    start = f"自 {rule.valid_from:%Y-%m-%d}" if rule.valid_from else ""
    end = f"至 {rule.valid_to:%Y-%m-%d} 前" if rule.valid_to else ""
    return start + end


def standing(field: str, rule: Rule, as_of: date) -> str:
    """Say whether a rule of the profile's ``field`` holds here, and whether any figure is made by it."""
    if not rule.enabled:
        return OFF
    if not rule.holds_at(as_of):
        return NOT_NOW
    if isinstance(rule, ListRule | Provision):
        return ON if rule.computed_by else LISTED
    return LISTED if field in NOT_COMPUTED else ON


def _leagues(rule: Leagues, profile: Profile) -> str:
    members: dict[str, Any] = dict(rule.members)
    if rule.one_list:
        return "全部参评单位排在一起"
    if not members:
        for unit in profile.units:
            if unit.is_ranked and unit.league:
                members.setdefault(unit.league, []).append(unit.name)
    return "；".join(f"{name}：{'、'.join(units)}" for name, units in members.items()) or "全部参评单位排在一起"


def _batch(rule: Batch) -> str:
    also = f"；别名 {'、'.join(rule.aliases)}" if rule.aliases else ""
    return f"{rule.name}：{SENTENCES[rule.yardstick]}{also}{'' if rule.is_in_text else '；文本无此批次'}"


def _lights(rule: Lights) -> str:
    zones = "；".join(f"{limits} {formats.light(name)}" for name, limits in light_zones(rule).items())
    slow, behind = formats.number(rule.slow_pp), formats.number(rule.behind_pp)
    works = f"续建的形象进度比计划进度低 {slow} ◆、低于 {behind} ▼（{POINTS}）"
    task = "计划进度：倒排计划，没有的按开竣工月，再没有的按月份/12（估）；还没有计划进度的 ○ 未到期；"
    return f"{light_measure(rule)}：{zones}；{task if rule.measure == 'task' else ''}{works}"


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
    return (
        f"未报项目的计划额超过 {formats.percent(rule.provisional_share, 0)}，数字只作参考、名次暂定；"
        f"已报的计划额达到 {formats.percent(rule.enough_share, 0)} 的月份才评判（从未报过的项目不计）"
    )


def _contradiction(rule: Contradiction) -> str:
    return (
        f"同一批项目的完成投资比上月下降超过 {formats.percent(rule.done_falls, 0)}，或增加超过以往最多一个月的 "
        f"{formats.number(rule.done_rises, 1)} 倍；上月的项目缺 {formats.percent(rule.projects_gone, 0)} 以上；"
        f"年度计划达到上月的 {formats.number(rule.plan_grows, 1)} 倍；上月的数改动超过 "
        f"{formats.percent(rule.last_month_changed, 0)} 的行：待确认"
    )


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
    measure = "与亮灯同一标尺" if rule.measure == "lights" else "按月份/12"
    return f"{'；'.join(steps)}（督办进度差，{POINTS}，{measure}）"


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
    "materiality": (
        "点名起点",
        lambda rule: (
            f"年度计划 ≥ {rule.minimum_plan_wan} 万元且进度缺口 ≥ {rule.minimum_gap_wan} 万元的单位才上标题、提督办措施"
        ),
    ),
    "contradiction": ("与以往矛盾", _contradiction),
    "preliminary": ("前期时限", lambda rule: f"在批超过 {rule.yellow_months} 个月 ◆，超过 {rule.red_months} 个月 ▼"),
    "approvals": ("应办手续", lambda rule: f"{rule.procedure}：{'、'.join(rule.steps)}"),
    "materials": ("入库资料", lambda rule: "；".join(f"{item.name}（{item.who}）" for item in rule.items)),
    "eligibility": ("遴选标准", _eligibility),
    **selection_wording.RULES,
    "weights": ("考核权重", _weights),
    "few_cases": (
        "少量事项",
        lambda rule: f"一项到期不足 {rule.below} 件的，得分率按（完成数＋1）÷（到期数＋2）；投资和登记的得分率不变",
    ),
    "leagues": ("同组排名", lambda rule: "、".join(rule.members)),
    "points": (
        "加分扣分",
        lambda rule: (
            "逐项登记，须有文号，" + ("计入季度得分" if rule.in_quarter_score else "计入目标绩效，不计入季度得分")
        ),
    ),
    **{name: (label, in_words(name)) for name, (label, _) in DEFINITIONS.items()},
    "exemption": ("容错", lambda rule: "有文号的容错：名次照排，不亮牌，督办措施暂缓，仍列出"),  # noqa: ARG005
    "honours": ("评先限制", lambda rule: "红牌单位不得评市、区先进；质量安全事故、重大舆情取消市级评先资格"),  # noqa: ARG005
    "service_limits": (
        "要素保障时限",
        lambda rule: (
            "；".join(f"{word.replace('＋', '、')} {days} 个工作日" for word, days in rule.working_days.items())
            + "（几个词的，都写到才算）"
        ),
    ),
    "cards": (
        "红黄牌",
        lambda rule: (
            f"末 {rule.last_places} 位黄牌，连续两季红牌；不足 {rule.full_league} 家的取半数；"
            f"只因缺口小于点名起点而在末几位的，{TRIFLING_GAPS[rule.trifling_gap]}"
        ),
    ),
    "ladder": ("督办阶梯", _ladder),
    "talks": (
        "季度约谈督办",
        lambda rule: (
            f"亮灯为滞后的为推进缓慢；本季到期的要素保障事项不少于 {rule.least_requests} 件、"
            f"时限内办结不足 {formats.percent(rule.service_share)} 的为服务保障乏力"
        ),
    ),
    "data_health": ("数据质量", _health),
    "idea_lists": ("谋划清单", lambda rule: f"{'、'.join(rule.kinds)}每月报送谋划项目清单"),
    "exchange_rate": ("汇率", lambda rule: f"1 万美元 = {formats.number(rule.usd, 4)} 万元"),
    "lists": ("清单", lambda rule: f"{rule.title}：{'、'.join(rule.items)}"),
    "provisions": ("办法规定", lambda rule: f"{rule.title}：{rule.says}"),
}
