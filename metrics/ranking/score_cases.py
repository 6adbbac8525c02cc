"""The cases behind a score (得分明细), one a row, and the items in between: from a unit's score down to the project."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.quarters import quarter_start
from metrics.binding import bound
from metrics.completion.pace import Yardstick
from metrics.known import as_known
from metrics.ranking.quarter_cases import case_values, cases
from metrics.ranking.scoring import fractions
from metrics.ranking.unit_scores import plain, unit_scores
from metrics.registry import metric

CASES = """
with {cases}

select
    due_case.responsible_unit,
    due_case.item,
    due_case.project_id,
    project.project_name,
    case
        when due_case.item = '入库入统' then '应入统'
        when due_case.item = '形象进度' then '上报对应完成（万元）'
        else due_case.case_name
    end as case_name,
    due_case.case_id,
    due_case.due_on,
    due_case.done_on,
    cast(due_case.done / if(due_case.item = '形象进度', 12, 1) as double) as case_done,
    cast(due_case.due / if(due_case.item = '形象进度', 12, 1) as double) as case_due,
    due_case.done >= due_case.due as is_done,
    due_case.is_excused
from due_case
left join mart.project as project on project.district = $district and project.project_id = due_case.project_id
where $unit is null or due_case.responsible_unit = $unit
order by due_case.responsible_unit, due_case.item, is_done, due_case.due_on, due_case.project_id, due_case.case_name
"""

TWELFTHS = {"形象进度": 12}  # money of the pace is kept twelvefold
PARTS = [
    "quarter", "responsible_unit", "item", "item_weight", "item_done", "item_due", "item_rate", "item_points",
    "item_cases", "is_few", "is_typed", "basis", "who",
]  # fmt: skip


@metric()
def score_cases(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    unit: str | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Cases of the quarter's scores (得分明细): every milestone, request, entry, issue and project that was due.

    口径：与 ``quarter_scores`` 同一套事项，逐项相加即为考核项的分子、分母；形象进度一个项目一行，
    为上报与应完成（万元）；入库入统中已记录 R01、R04 并有依据的标“不计”，不进分母。登记的考核项见 ``score_entries``。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: last month that counts; its quarter is listed up to it.
        known_on: only what was received by the end of this day; None: all that is loaded.
        unit: of this unit only; None: of all, those without a unit under “—”.
        yardstick: of 形象进度, as in ``quarter_scores``.

    Returns:
        One row per case; within a unit and item those not done first. ``case_done`` of ``case_due``: 0 or 1 of 1, or
        万元; ``is_excused`` cases do not count. ``case_id`` names a milestone, request or
        issue, as in ``case_cells``.

    Source:
        T19.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        values = case_values(known, profile, as_of, known_on) | {"unit": unit}
        sql = CASES.format(cases=cases(values, yardstick))
        return known.execute(sql, bound(sql, values)).df()


@metric()
def score_parts(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    yardstick: Yardstick = "bulletin",
) -> pd.DataFrame:
    """Parts of the quarter's scores (得分构成): each item of each unit, its weight, rate and share of the score.

    口径：分值 = 100 × 权重 × 得分率 ÷ 有事项的考核项权重之和；各项分值相加、四舍五入到两位，
    再加计入得分的加分扣分，即为得分。到期事项少于限度（默认 3 件）的考核项，得分率按（完成数＋1）÷（到期数＋2）。

    Returns:
        One row per unit and item of the profile's weights, in their order. ``item_done`` of ``item_due`` over
        ``item_cases`` cases (形象进度: 万元); ``item_rate`` and ``item_points`` null without a case,
        ``is_few``: so few cases that the rate is (done + 1) / (due + 2);
        ``basis`` and ``who`` of a typed one.

    Source:
        T19.
    """
    with as_known(con, known_on, from_month=date(as_of.year, 1, 1)) as known:
        units = unit_scores(known, profile, as_of, known_on, yardstick=yardstick)
    weights = fractions(profile.weights_at(as_of.replace(day=1)).quarter)
    rows = []
    for unit in units:
        for item, weight in weights.items():
            fold = TWELFTHS.get(item, 1)
            part, typed = unit.parts.get(item), unit.typed.get(item)
            rows.append(
                {
                    "quarter": quarter_start(as_of),
                    "responsible_unit": unit.unit,
                    "item": item,
                    "item_weight": plain(weight),
                    "item_done": plain(part.done / fold) if part else None,
                    "item_due": plain(part.due / fold) if part else None,
                    "item_rate": plain(unit.rate(item)),
                    "item_points": plain(unit.result.shares.get(item)),
                    "item_cases": part.cases if part else 0,
                    "is_few": bool(part and part.is_few),
                    "is_typed": typed is not None,
                    "basis": typed.basis if typed else None,
                    "who": typed.who if typed else None,
                }
            )
    return pd.DataFrame(rows, columns=PARTS)
