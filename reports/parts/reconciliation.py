"""报统对账 in a report: how far it has come, the bridge from reported to booked, the units, month by month.

For the statistician only: groups of few projects and single projects stand here with what is booked.
"""

import pandas as pd

from data import dictionary, formats
from data.reasons import UNEXPLAINED
from data.wording.definition_wording import SHARE_OF
from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.reconciliation.reconciliation import reconciliation
from metrics.reconciliation.reconciliation_series import reconciliation_series
from reports.content import Table
from reports.question import Question, tight
from reports.tables import Shown, table

OPEN = "建议合理、待认定"
KINDS = ("合理", OPEN, "可整改", "先核实", "统计库中未匹配", UNEXPLAINED)  # the bridge's steps
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
    Shown("open_groups", width=0.8),
    Shown("reported_ytd_wan", "上报（在调度项目）", 1.4),
    Shown("booked_ytd_wan", "入统（整张月报）", 1.4),
    Shown("gap_wan", "待核差额（在调度项目）", 1.3),
    Shown("explained_wan", width=1.2),
    Shown("proposed_wan", width=1.2),
    Shown("unexplained_wan", width=1.2),
)
MONTHS = (
    Shown("month", width=1.4),
    Shown("reported_ytd_wan", "上报（在调度项目）", 1.4),
    Shown("booked_ytd_wan", "入统（在调度项目所在的组）", 1.4),
    Shown("gap_wan", "待核差额（在调度项目）", 1.4),
    Shown("reported_period_wan", width=1.4),
    Shown("booked_period_wan", width=1.4),
    Shown("gap_period_wan", width=1.4),
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
        f"所连统计项目入统 {formats.money(now.linked_booked_ytd_wan)}，"
        f"待核差额（在调度项目） {formats.money(now.gap_wan)}"
        f"（差额绝对值合计 {formats.money(now.gross_gap_wan)}）；{finding(question)}。"
    )


def finding(question: Question) -> str:
    """How far it has come, and what is left."""
    now = total(question)
    share = f"差额已解释 {formats.percent(now.explained_share)}（按绝对值）"
    if not now.open_groups:
        return tight(f"{share}，没有待认定的")
    return tight(f"{share}，未定 {formats.money(now.open_gross_wan)}，{formats.number(now.open_groups)} 组待认定")


def ratio(question: Question) -> str:
    """Booked to reported beside its band, and what is proposed and unexplained."""
    now, official = total(question), question.ask(booked_ratio, by=None).iloc[0]
    band = question.profile.rule("tolerance", question.as_of)
    low, high = (formats.percent(share, 0) for share in (band.band_low, band.band_high))
    measure = question.profile.measure("booked_share", question.as_of)
    return tight(
        f"入统占上报 {formats.percent(official.booked_to_reported)}（{SHARE_OF[measure]}；参考区间 {low} 至 {high}，"
        f"不以 100% 为目标），全部在调度项目 {formats.percent(now.booked_to_reported)}；"
        f"待核差额中已解释 {formats.money(now.explained_wan)}，规则或上月决定提出、待人认定 "
        f"{formats.money(now.proposed_wan)}，未说明 {formats.money(now.unexplained_wan)}。"
    )


def bridge_table(question: Question) -> Table:
    """From all that is reported to the whole return, by kind of reason; the last row closes."""
    now, sums = total(question), _steps(question)
    rows = [("上报本年累计", None, now.reported_ytd_wan)]
    rows += [(f"减　{_word(kind)}", None, amount) for kind, amount in sums.items()]
    rows += [
        ("等于　入统本年累计（整张月报）", None, now.booked_ytd_wan),
        ("核对差额", None, now.closing_difference_wan),
    ]
    return table(
        pd.DataFrame(rows, columns=["step", "groups", "amount_wan"]),
        BRIDGE,
        name="从上报到入统",
        title="从上报到入统",
        note="减项为上报减入统，负数为入统多于上报。一组的差额可占几个原因。两端另行合计，核对差额应为0。",
    )


def closing(question: Question) -> str:
    """The two kinds apart, and how the bridge closes."""
    now, sums = total(question), _steps(question)
    said = [f"{_word(kind)} {formats.money(amount)}" for kind, amount in sums.items()]
    closed = formats.money(now.closing_difference_wan) if now.closing_difference_wan else "0"
    return tight(
        f"上报减入统（整张月报）{formats.money(now.difference_wan)}，其中{'，'.join(said)}；核对差额 {closed}。"
    )


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
        note="合理的不须整改；可整改的由所列单位去办；建议待认定的由人认定后才算已解释。",
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


def month_table(question: Question) -> Table:
    """Reported and booked month by month: the lag."""
    note = "只算在调度的项目所在的组；当期为与上一个可比月之差。"
    return table(question.ask(reconciliation_series), MONTHS, name="逐月", title="上报与入统逐月", note=note)


def _reasons(question: Question) -> pd.DataFrame:
    """The rows by reason with their ``kind``, in the order of ``KINDS``."""
    frame = question.ask(reconciliation, by="reason")
    kinds = [_kind(row.reason, row.legitimate, row.reason_label) for row in frame.itertuples()]
    frame = frame.assign(kind=pd.Categorical(kinds, KINDS, ordered=True))
    return frame.sort_values("kind", kind="stable").astype({"kind": str})


def _steps(question: Question) -> pd.Series:
    """The bridge's steps by kind; legitimate is what a person decided and R00, what is only proposed stands apart."""
    frame = _reasons(question)
    waits = (frame.kind == "合理") & (frame.proposed_wan != 0)
    open_ = frame[waits].assign(kind=OPEN, difference_wan=frame[waits].proposed_wan)
    settled = frame.assign(difference_wan=frame.difference_wan - frame.proposed_wan.where(waits, 0))
    sums = pd.concat([settled, open_]).groupby("kind").difference_wan.sum()
    return sums[[kind for kind in KINDS if kind in sums.index]]


def _kind(reason: str, legitimate: object, label: str) -> str:
    if isinstance(legitimate, bool):
        return "合理" if legitimate else "可整改"
    return UNEXPLAINED if reason == UNEXPLAINED else label if reason == "R18" else "先核实"


def _word(kind: str) -> str:
    return dictionary.lookup("reason").words.get(kind, kind)
