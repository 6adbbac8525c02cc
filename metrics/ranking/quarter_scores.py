"""Quarter scores (季度考核得分): six items per responsible unit, each open down to the cases behind it."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.quarters import quarter_start
from metrics.completion.pace import Yardstick
from metrics.known import as_known
from metrics.ranking.unit_scores import plain, unit_scores
from metrics.registry import metric

ITEMS = {  # item as the profile's weights name it → the column of its rate
    "节点任务": "milestone_rate",
    "形象进度": "progress_rate",
    "要素保障": "service_rate",
    "协调服务": "coordination_rate",
    "入库入统": "entry_rate",
    "交办整改": "rectification_rate",
}


@metric()
def quarter_scores(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Quarter scores (季度考核得分): the six items of each responsible unit and what they add up to.

    口径：本季到期的事项。节点任务、要素保障、交办整改 = 按时办结 ÷ 到期；形象进度 = min(1, 完成率 ÷ 应完成)；
    入库入统 = 按时入统 ÷ 应入统，对账中本季认定为 R01（平场未打桩）或 R04（审核中）并有依据的退出分母，原始比率并列；
    协调服务由人登记。
    得分 = 100·Σ权重×得分率 ÷ Σ权重，只计有事项的考核项，四舍五入到两位；有事项的不足一半权重不排名。
    有数据的考核项按数据算，没有的用登记的。加分、扣分须有文号，区规则写明计入季度得分的才计入。

    Args:
        con: warehouse connection.
        profile: the district's weights, leagues, working days and entry rules.
        as_of: last month that counts; its quarter is scored, a quarter still running up to this month.
        known_on: only what was received by the end of this day; None: all that is loaded.
        yardstick: of 形象进度: ``bulletin`` (month/12) or ``project`` (the projects' own plans).

    Returns:
        One row per unit, in the profile's order. ``score`` and ``points`` in points, ``score`` null without any case;
        ``_rate`` fractions, null without a case; ``weight_share`` is the weight of the items with a case;
        ``provisional_because``: why the score is 暂定, null where it stands;
        ``not_ranked_reason`` is null for units that are ranked. The statistics bureau has no row.

    Raises:
        ValueError: ``as_of`` lies outside the loaded dispatches; unknown ``yardstick``.

    Source:
        T19 (季度主要考核), J31; working days T17; formulas and weights are defaults of ours.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        units = unit_scores(known, profile, as_of, known_on, yardstick=yardstick)
    rows = [
        {
            "quarter": quarter_start(as_of),
            "league": unit.league or None,
            "responsible_unit": unit.unit,
            "projects": unit.projects,
            "score": plain(unit.score),
            "points": plain(unit.points),
            **{column: plain(unit.rate(item)) for item, column in ITEMS.items()},
            "raw_entry_rate": plain(unit.raw_entry),
            "weight_share": plain(unit.result.weight_share),
            "missing_items": "、".join(item for item in ITEMS if item not in unit.result.shares) or None,
            "typed_items": "、".join(item for item in ITEMS if item in unit.typed) or None,
            "annual_plan_wan": plain(unit.plan_wan),
            "reported_ytd_wan": plain(unit.reported_wan),
            "investment_completion_rate": plain(unit.completion),
            "is_provisional": unit.is_provisional,
            "provisional_because": unit.provisional_because or None,
            "not_ranked_reason": unit.not_ranked or None,
        }
        for unit in units
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = [
    "quarter", "league", "responsible_unit", "projects", "score", "points", *ITEMS.values(), "raw_entry_rate",
    "weight_share", "missing_items", "typed_items", "annual_plan_wan", "reported_ytd_wan",
    "investment_completion_rate", "is_provisional", "provisional_because", "not_ranked_reason",
]  # fmt: skip
