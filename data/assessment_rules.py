"""The rules of the assessment: weights, leagues, points, cards, ladder (考核)."""

from typing import Literal

from pydantic import Field

from data.rules import Rule


class Weights(Rule):
    """Weights of the assessment's items."""

    quarter: dict[str, float]
    year: dict[str, float]


EQUAL_WEIGHTS = Weights(  # where the profile has none
    article="默认",
    origin="default",
    quarter=dict.fromkeys(("节点任务", "形象进度", "要素保障", "协调服务", "入库入统", "交办整改"), 1.0),
    year=dict.fromkeys(("开竣工", "年度建设内容", "年度投资计划", "前期转化"), 1.0),
)


class FewCases(Rule):
    """Below so many cases an item is scored (k + 1) / (n + 2) instead of k / n (少量事项)."""

    below: int = Field(3, ge=0)


class Leagues(Rule):
    """Which units are ranked together (同组排名): by units.csv, by ``members``, or all of them in one list."""

    members: dict[str, tuple[str, ...]] = {}  # while in force they go before units.csv
    one_list: bool = False  # all ranked units together


class Points(Rule):
    """Bonus and deduction (加分、扣分), typed with a document number, and whether they enter the quarter's score."""

    in_quarter_score: bool = True


class ExemptionRule(Rule):
    """Whether an exemption with a document number spares a unit card and measure (容错)."""


class Honours(Rule):
    """What bars a unit from the year's honours (评先限制): red cards, and incidents of quality, safety or opinion."""


class Cards(Rule):
    """Yellow and red cards of the quarter's ranking."""

    last_places: int = Field(3, ge=1)
    full_league: int = Field(6, ge=2)  # a smaller league gives half of its units, rounded down
    # who is among the last only for a gap below the rule materiality: gets the card, or keeps the place without one
    trifling_gap: Literal["carded", "spared"] = "carded"


class Talks(Rule):
    """Who is called to a talk each quarter (约谈督办): slow in projects, or weak in service (要素保障)."""

    service_share: float = Field(0.8, gt=0, le=1)  # less of the quarter's due requests in time is weak
    least_requests: int = Field(3, ge=1)  # of fewer due ones nothing is said


class Ladder(Rule):
    """Supervision ladder: each step and the gap below which it is proposed, by the lights' measure or month/12."""

    steps: tuple[str, ...]
    gaps_pp: tuple[float, ...]
    measure: Literal["lights", "month"] = "lights"
