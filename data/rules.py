"""The rules a district can have: each dated, with its article, given or default, on or off."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Amount = float | Decimal | Fraction  # 万元
Yardstick = Literal["completion", "continuing", "new_start", "preliminary"]


class Model(BaseModel):
    """Base of all profile models: immutable, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Model):
    """What every rule carries beside its values: where it stands, since when, and whether it holds here."""

    article: str  # e.g. 某区第十三条
    origin: Literal["given", "default"]  # 条文规定 / 默认
    rests_on: tuple[str, ...] = ()  # of a given rule: words of the article that say it
    ours: str = ""  # of a given rule: the numbers and formulas in it that the article does not have
    source: str = ""  # for a default: where the number comes from
    enabled: bool = True
    valid_from: date | None = None  # first day on which it holds; None: no start is known
    valid_to: date | None = None  # first day on which it no longer holds

    def holds_at(self, day: date) -> bool:
        """Tell whether this version is in force on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class Batch(Rule):
    """One batch (批次) and the yardstick by which its progress is measured."""

    name: str
    yardstick: Yardstick
    aliases: tuple[str, ...] = ()
    is_in_text: bool = True  # false: sheets say it, the district's text does not (文本无此批次)


class Lights(Rule):
    """Which light (亮灯) a figure has: by the project's own task, or by the gap to month/12; limits are exact.

    ``task``: reported ÷ planned to date, against the shares. ``month``: rate − month/12, against the points. The gap of
    works progress (续建) has no task in money and is always compared with the points.
    """

    measure: Literal["task", "month"] = "task"
    ahead_share: float = 1.0  # ≥: ▲ 超前
    normal_share: float = 0.8  # ≥: ● 正常
    slow_share: float = 0.6  # ≥: ◆ 偏慢, below: ▼ 滞后
    doubtful_share: float = 1.5  # of the year's plan, by either measure: above it ◇ 疑似单位错，待核, never ▲
    ahead_pp: float = 0.0  # ≥: ▲ 超前
    slow_pp: float = -10.0  # ≤: ◆ 偏慢
    behind_pp: float = -30.0  # <: ▼ 滞后


class EntryWindow(Rule):
    """The day on which a month's window for entering the statistics library closes (入库窗口)."""

    day: int = Field(10, ge=1, le=31)
    month_offset: int = Field(0, ge=0, le=2)


class EntryRule(Rule):
    """开工当月入库、下月入统, and what stands in its scope."""

    library_periods: int = 0
    statistics_periods: int = 1
    minimum_total_wan: int = 500
    library_yellow_periods: int = 1  # open and not in the library since so many closed periods
    library_red_periods: int = 3
    statistics_yellow_periods: int = 1  # without figures, so many periods over due
    statistics_red_periods: int = 2


class StatisticsReturns(Rule):
    """Which months have no return of their own (1月免报)."""

    months_without: tuple[int, ...] = (1,)


class Silence(Rule):
    """What silence does: above which share of plan money a figure is 暂定, below which a month is not judged."""

    provisional_share: float = 0.30  # of plan money carried: above it a figure is grey, its rank 暂定
    enough_share: float = 0.70  # of plan money reported: from here on a month is closed and can be judged


class Tolerance(Rule):
    """Difference of reported and booked that needs no reason (R00)."""

    share: float = 0.05
    amount_wan: int = 50
    band_low: float = 0.85
    band_high: float = 1.05
    progress_pp: float = 15.0  # physical progress and booked share further apart than this do not match


class Materiality(Rule):
    """From which size on a unit's lag is a headline, a call or a proposed measure; smaller ones keep their light."""

    minimum_plan_wan: int = 3000
    minimum_gap_wan: int = 1000

    def is_material(self, plan_wan: Amount, gap_wan: Amount) -> bool:
        """Tell whether plan and gap both reach the limits."""
        return plan_wan >= self.minimum_plan_wan and gap_wan >= self.minimum_gap_wan


class Preliminary(Rule):
    """Months a project may stay in the preliminary batch before it shows yellow and red."""

    yellow_months: int = 24
    red_months: int = 36


class ApprovalList(Rule):
    """The approvals a project needs, by its procedure (审批 / 核准 / 备案)."""

    procedure: str
    steps: tuple[str, ...]


class Material(Model):
    """One document that the statistics library asks for."""

    name: str
    who: str = "业主"  # who brings it
    steps: tuple[str, ...] = ()  # approval steps any of which supplies it
    amount_is: Literal["total", "contract"] = "total"  # what an amount in it must agree with


class Materials(Rule):
    """The documents a project needs to enter the statistics library (入库资料)."""

    items: tuple[Material, ...]


class Eligibility(Rule):
    """Least total investment of a key project, by category (万元); 0 for exempt ones."""

    default_wan: int = 3000
    infrastructure_wan: int = 5000
    infrastructure_categories: tuple[str, ...] = ()
    exempt_categories: tuple[str, ...] = ()


class Contradiction(Rule):
    """From where a later sheet contradicts the months before it and waits for a person (与以往矛盾).

    Shares are of the same projects' sums; ``done_rises`` is times the largest growth of any month before: in a year
    that gathers pace, as most do, nearly every month is the largest so far.
    """

    done_falls: float = 0.05  # falls by more than this share
    done_rises: float = 2.0  # rises by more than this multiple
    projects_gone: float = 0.5  # this share of last month's projects or more is missing
    plan_grows: float = 2.0  # times last month's plan, or more
    last_month_changed: float = 0.1  # more than this share of last month's figures are others now


class DataHealth(Rule):
    """When a month's report is due, and from where on a figure is odd (数据质量)."""

    due_day: int = Field(default=15, ge=1, le=28)  # of the month after
    jump_times: float = 3.0  # times the mean month before
    jump_share: float = 0.25  # and more than this share of the annual plan
    identity_wan: int = 1  # difference that rounding explains


class IdeaLists(Rule):
    """Which kinds of units owe a list of ideas each month (谋划项目清单)."""

    kinds: tuple[str, ...]


class ServiceLimits(Rule):
    """Working days a service may take (要素保障办理时限), for requests that state no limit.

    By words in the request's kind: one, or several joined by ＋ of which all must stand in it. Where several entries
    fit the first of the rule's order counts.
    """

    working_days: dict[str, int]


class DayOverride(Model):
    """One day that the district's calendar takes otherwise than the national one (调休、临时放假)."""

    date: date
    is_working: bool
    name: str = ""


class ExchangeRate(Rule):
    """万元 of one 万美元."""

    usd: float


class TextStatus(Model):
    """The district's own text, and what became of it."""

    title: str
    status: str  # 征求意见稿 …
    note: str = ""


class ListRule(Rule):
    """A rule that is a list of words (项目类别, 不得列入的情形 …)."""

    title: str
    items: tuple[str, ...]
    computed_by: tuple[str, ...] = ()  # metrics that use it; none: it is only listed


class Provision(Rule):
    """What an article prescribes in words: who does what, by when; no figure of ours depends on its values."""

    title: str
    says: str
    computed_by: tuple[str, ...] = ()  # metrics that show how it is kept; none: it is only listed
