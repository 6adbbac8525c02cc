"""报统对账 in a report: the bridge, the units, what is open and why, since when, who must act, and the sign-off.

For the statistician only: groups of few projects and single projects stand here with what is booked.
"""

import pandas as pd

from data import dictionary, formats
from data.reasons import UNEXPLAINED
from metrics.reconciliation import reconciliation
from metrics.reconciliation_amounts import reconciliation_amounts
from metrics.reconciliation_changes import reconciliation_ageing, reconciliation_changes
from metrics.reconciliation_series import reconciliation_series
from metrics.sign_off import sign_off_changes, sign_offs
from reports.content import Table
from reports.question import Question, tight
from reports.tables import Shown, table

MOST = 20
KINDS = ("合理", "可整改", "先核实", "统计库中未匹配", UNEXPLAINED)  # the bridge's steps
GROUPS = Shown("groups", width=0.8)
UNIT = Shown("responsible_unit", width=2.0)
BRIDGE = (Shown("step", "项目", 3.4, "text"), GROUPS, Shown("amount_wan", "金额", 1.6))
REASONS = (
    Shown("kind", "性质", 1.6, "text"),
    Shown("reason_label", width=1.8),
    GROUPS,
    Shown("difference_wan", width=1.4),
    Shown("explained_wan", width=1.3),
    Shown("proposed_wan", width=1.3),
    Shown("who_acts", width=1.7),
)
UNITS = (
    UNIT,
    GROUPS,
    Shown("open_groups", "待定", 0.8),
    Shown("reported_ytd_wan", "上报", 1.4),
    Shown("booked_ytd_wan", "入统", 1.4),
    Shown("gap_wan", width=1.3),
    Shown("explained_wan", width=1.2),
    Shown("proposed_wan", width=1.2),
    Shown("unexplained_wan", width=1.2),
)
OPEN = (
    Shown("project_names", "项目", 2.8, "text"),
    Shown("responsible_unit", width=1.6),
    Shown("gap_wan", width=1.2),
    Shown("open_wan", "未定", 1.2, "money"),
    Shown("open_months", width=0.8),
    Shown("said", "原因（万元）", 2.4, "text"),
    Shown("evidence", width=3.0),
)
MONTHS = (
    Shown("month", width=1.4),
    Shown("reported_ytd_wan", "上报累计", 1.4),
    Shown("booked_ytd_wan", "入统累计", 1.4),
    Shown("gap_wan", width=1.4),
    Shown("reported_period_wan", width=1.4),
    Shown("booked_period_wan", width=1.4),
    Shown("gap_period_wan", width=1.4),
)
AGES = (Shown("open_months", "挂起", 1.0), GROUPS, Shown("open_gross_wan", "未定毛额", 1.6))
CHANGES = (
    Shown("project_names", "项目", 3.4, "text"),
    Shown("gap_before_wan", width=1.4),
    Shown("gap_wan", "本期差额", 1.4),
    Shown("gap_change_wan", width=1.4),
    Shown("gap_course", width=1.1),
)
ACTS = (
    UNIT,
    Shown("reason_label", width=1.8),
    Shown("acts", "谁来办", 2.2, "text"),
    GROUPS,
    Shown("amount_wan", "待核差额", 1.4),
)
SIGNED = (
    Shown("project_names", "项目", 3.2, "text"),
    Shown("signed_field", "内容", 1.4),
    Shown("signed_wan", width=1.4),
    Shown("now_wan", width=1.4),
    Shown("change_wan", "变动", 1.4),
)


def total(question: Question) -> pd.Series:
    """The district's row of ``reconciliation``."""
    return question.ask(reconciliation, by=None).iloc[0]


def missing(question: Question) -> str:
    """What hinders a note, "" where nothing does."""
    return "" if total(question).groups else "还没有同月的调度表和统计月报，不能对账。请载入。"


def lead(question: Question) -> str:
    """The sentence that opens the note."""
    now = total(question)
    return tight(
        f"截至{formats.month(now.compared_month)}底，在调度项目上报 {formats.money(now.reported_ytd_wan)}，"
        f"所连统计项目入统 {formats.money(now.linked_booked_ytd_wan)}，待核差额 {formats.money(now.gap_wan)}"
        f"（毛额 {formats.money(now.gross_gap_wan)}）；{finding(question)}。"
    )


def finding(question: Question) -> str:
    """How far it has come, and what is left."""
    now = total(question)
    share = f"已解释毛额的 {formats.percent(now.explained_share)}"
    if not now.open_groups:
        return tight(f"{share}，没有待定的")
    return tight(f"{share}，余 {formats.money(now.open_gross_wan)}，{formats.number(now.open_groups)} 个组待定")


def ratio(question: Question) -> str:
    """Booked to reported beside its band, and what is proposed and unexplained."""
    now = total(question)
    band = question.profile.rule("tolerance", question.as_of)
    low, high = (formats.percent(share, 0) for share in (band.band_low, band.band_high))
    return tight(
        f"入统占上报 {formats.percent(now.booked_to_reported)}（参考区间 {low} 至 {high}，不以 100% 为目标）；"
        f"净额中已解释 {formats.money(now.explained_wan)}，规则或上月决定提出、待人认定 "
        f"{formats.money(now.proposed_wan)}，未说明 {formats.money(now.unexplained_wan)}。"
    )


def bridge_table(question: Question) -> Table:
    """From all that is reported to the whole return, by kind of reason; the last row closes."""
    now, reasons = total(question), _reasons(question)
    sums = reasons.groupby("kind", sort=False)[["groups", "difference_wan"]].sum()
    rows = [("上报本年累计", None, now.reported_ytd_wan)]
    rows += [(f"减　{_word(kind)}", row.groups, row.difference_wan) for kind, row in sums.iterrows()]
    rows += [("等于　入统本年累计（整张月报）", None, now.booked_ytd_wan), ("闭合差", None, now.closing_difference_wan)]
    return table(
        pd.DataFrame(rows, columns=["step", "groups", "amount_wan"]),
        BRIDGE,
        name="从上报到入统",
        title="从上报到入统",
        note="减项为上报减入统，负数为入统多于上报。一组的差额可占几个原因。两端另行合计，闭合差应为0。",
    )


def closing(question: Question) -> str:
    """The two kinds apart, and how the bridge closes."""
    now, reasons = total(question), _reasons(question)
    sums = reasons.groupby("kind").difference_wan.sum()
    said = [f"{_word(kind)} {formats.money(sums[kind])}" for kind in KINDS if kind in sums.index]
    closed = formats.money(now.closing_difference_wan) if now.closing_difference_wan else "0"
    return tight(f"上报减入统（整张月报）{formats.money(now.difference_wan)}，其中{'，'.join(said)}；闭合差 {closed}。")


def reason_table(question: Question) -> Table:
    """Every reason that stands somewhere, kind by kind; they add up to reported less the whole return."""
    now = total(question)
    sums = now[["difference_wan", "explained_wan", "proposed_wan"]]
    rows = _reasons(question).assign(kind=lambda frame: frame.kind.map(_word))
    return table(
        rows,
        REASONS,
        name="差额按原因",
        title="差额按原因",
        total=sums,
        note="合理的不须整改；可整改的由所列单位去办；建议待定的由人认定后才算已解释。",
    )


def unit_table(question: Question) -> Table:
    """Units by gap; what spans several, and what is not linked, have rows of their own."""
    columns = [column.field for column in UNITS if column.field not in ("responsible_unit", "groups")]
    return table(
        question.ask(reconciliation, by="responsible_unit"),
        UNITS,
        name="各单位差额",
        title="各责任单位报统差额",
        total=total(question)[columns],
        note="跨单位的组在份额认定以前单列；未匹配为统计月报中没有连到调度项目的，不计待核差额。",
    )


def open_table(question: Question) -> Table:
    """The largest groups with something open: decided and proposed reasons, and their evidence."""
    frame = _open(question)
    shown = frame.head(MOST)
    part = f"，列前{len(shown)}个" if len(shown) < len(frame) else ""
    said = _said(question)
    return table(
        shown.assign(said=[said.get(group, formats.NONE) for group in shown.group_id]),
        OPEN,
        name="待定的组",
        title=f"待定金额较大的组（共{len(frame)}个{part}）",
        note="未定＝建议待定＋未说明。挂起为连续有未定部分的月数。" if len(shown) else "没有待定的组。",
    )


def month_table(question: Question) -> Table:
    """Reported and booked month by month: the lag."""
    note = "只算在调度的项目所在的组；当期为与上一个可比月之差。"
    return table(question.ask(reconciliation_series), MONTHS, name="逐月", title="上报与入统逐月", note=note)


def age_table(question: Question) -> Table:
    """How long what is open has been open."""
    frame = question.ask(reconciliation_ageing)
    sums = frame[["groups", "open_gross_wan"]].sum()
    return table(frame, AGES, name="账龄", title="未定差额的账龄", total=sums, note="当月为1；每年重新起算。")


def ageing(question: Question) -> str:
    """What has been open longest, in a line."""
    frame = question.ask(reconciliation_ageing)
    if frame.empty:
        return "没有未定的差额"
    oldest = frame.iloc[0]
    return tight(
        f"挂得最久的 {oldest.open_months} 个月，{formats.number(oldest.groups)} 个组，"
        f"{formats.money(oldest.open_gross_wan)}"
    )


def change_table(question: Question) -> Table:
    """The largest changes of the gap since the month compared before."""
    frame = question.ask(reconciliation_changes)
    shown = frame.head(MOST)
    part = f"，列前{len(shown)}个" if len(shown) < len(frame) else ""
    return table(shown, CHANGES, name="与上期比", title=f"待核差额的变化（共{len(frame)}个组{part}）")


def changes(question: Question) -> str:
    """How the gap moved since the month compared before, in a line; the year's first has nothing before it."""
    frame = question.ask(reconciliation_changes)
    if frame.empty:
        return "与本年上一个可比月相比没有变化，或本月是年内第一个可比月"
    counts, words = frame.gap_course.value_counts(), dictionary.lookup("gap_course").words
    said = "、".join(f"{word} {counts[course]} 个" for course, word in words.items() if course in counts.index)
    step = formats.number(frame.gap_change_wan.sum(), is_signed=True)
    return tight(f"比{formats.month(frame.before_month.iloc[0])}变化 {step} 万元：{said}")


def act_table(question: Question) -> Table:
    """Who must act: per unit what can be mended, must be checked, or has no reason yet."""
    units = question.ask(reconciliation, by="project").set_index("group_id").responsible_unit
    amounts = question.ask(reconciliation_amounts)
    mine = amounts[(amounts.legitimate != True) & (amounts.reason != "R18")]  # noqa: E712  (null, too)
    mine = mine.assign(
        responsible_unit=mine.group_id.map(units),
        acts=[row.who_acts if isinstance(row.who_acts, str) else "先认定原因" for row in mine.itertuples()],
    )
    keys = ["responsible_unit", "reason", "reason_label", "acts"]
    rows = mine.groupby(keys, as_index=False).agg(groups=("group_id", "nunique"), amount_wan=("amount_wan", "sum"))
    rows = rows[~rows.responsible_unit.isin(question.unranked)].assign(size=rows.amount_wan.abs())
    rows = rows.assign(whole=rows.groupby("responsible_unit")["size"].transform("sum"))
    rows = rows.sort_values(["whole", "responsible_unit", "size"], ascending=[False, True, False], kind="stable")
    return table(
        rows,
        ACTS,
        name="谁要行动",
        title="谁要行动",
        note="只列可整改、先核实和未说明的差额；待核差额为上报减入统，不是应入统数。",
    )


def signed(question: Question) -> str:
    """Who signed the month off, when, the list's hash, and what changed since."""
    frame = question.ask(sign_offs)
    if frame.empty:
        return f"{formats.month(total(question).compared_month)}对账尚未签认。"
    row = frame.iloc[0]
    whole = "清单与校验码相符" if row.is_intact else "清单与校验码不符，请核对"
    return tight(
        f"{formats.month(row.compared_month)}对账由{row.signed_by}于{formats.day(row.signed_at)}签认，"
        f"共 {formats.number(row.groups)} 个组，校验码 {row.list_hash}，{whole}；"
        f"其后变动 {formats.number(row.changed_groups)} 个组。"
    )


def signed_table(question: Question) -> Table | None:
    """What changed against the signed list, figure by figure; None where nothing did or nothing was signed."""
    frame = question.ask(sign_off_changes)
    if frame.empty:
        return None
    groups = question.ask(reconciliation, by="project").set_index("group_id")
    names = groups.project_names.fillna(groups.statistics_names)
    frame = frame.assign(project_names=[names.get(group, group) for group in frame.group_id])
    return table(frame, SIGNED, name="签认后变动", title="签认后变动")


def _reasons(question: Question) -> pd.DataFrame:
    """The rows by reason with their ``kind``, in the order of ``KINDS``."""
    frame = question.ask(reconciliation, by="reason")
    kinds = [_kind(row.reason, row.legitimate, row.reason_label) for row in frame.itertuples()]
    frame = frame.assign(kind=pd.Categorical(kinds, KINDS, ordered=True))
    return frame.sort_values("kind", kind="stable").astype({"kind": str})


def _kind(reason: str, legitimate: object, label: str) -> str:
    if isinstance(legitimate, bool):
        return "合理" if legitimate else "可整改"
    return UNEXPLAINED if reason == UNEXPLAINED else label if reason == "R18" else "先核实"


def _word(kind: str) -> str:
    return dictionary.lookup("reason").words.get(kind, kind)


def _open(question: Question) -> pd.DataFrame:
    """Groups in the dispatch with something open, most money first."""
    frame = question.ask(reconciliation, by="project")
    frame = frame[frame.open_months.notna()]
    return frame.assign(open_wan=frame.proposed_wan + frame.unexplained_wan).sort_values(
        "open_wan", key=abs, ascending=False, kind="stable"
    )


def _said(question: Question) -> dict[str, str]:
    """Per group its reasons in words, each with amount and origin."""
    words = dictionary.lookup("origin").words
    said: dict[str, list[str]] = {}
    for row in question.ask(reconciliation_amounts).itertuples():
        amount = formats.number(row.amount_wan, 2)
        origin = "" if row.reason == UNEXPLAINED else f"（{words[row.origin]}）"
        said.setdefault(row.group_id, []).append(f"{row.reason_label} {amount}{origin}")
    return {group: "；".join(parts) for group, parts in said.items()}
