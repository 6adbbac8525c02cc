"""Approvals as a matrix (前期手续矩阵): project × step, what is done, and the step where each waits."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from metrics.approvals.required_steps import ask
from metrics.registry import metric

SQL = """
with {stepped}

select
    placed.project_id,
    project.project_name,
    coalesce(listed.responsible_unit, '—') as responsible_unit,
    listed.batch,
    listed.approval_procedure,
    placed.step as approval_step,
    placed.place as step_place,
    case
        when not placed.is_applicable then 'not_applicable'
        when placed.completed_on is not null then 'done'
        when placed.is_next then 'next'
        else 'later'
    end as approval_state,
    placed.completed_on as approved_on,
    placed.document_number as approval_number
from placed
inner join listed on listed.project_id = placed.project_id
left join mart.project as project on project.district = $district and project.project_id = placed.project_id
order by project.project_name, placed.project_id, placed.place
"""


@metric()
def approval_matrix(
    con: duckdb.DuckDBPyConnection,
    *,
    profile: Profile,
    as_of: date,
    known_on: date | None = None,
    on: date | None = None,
) -> pd.DataFrame:
    """Approvals as a matrix (前期手续矩阵): a row a project and step, what is done, and the step it waits for.

    口径：截至月在计划、前期和新开工批次、还没有开工的项目；步骤按项目的审批、核准或备案清单，标为不适用的单列；
    按清单次序第一个没有办结的为待办，其后没有办结的为以后各步。没有写审批方式的项目没有清单，不在矩阵里。

    Args:
        con: warehouse connection; ``mart.project_month``, ``mart.approval_step`` and ``mart.project`` are read.
        profile: the district's lists of approvals.
        as_of: the month.
        known_on: only what was received by the end of this day; None: all.
        on: what was approved later is not seen; None: the last day of ``as_of``.

    Returns:
        A row a project and step: ``approval_state`` done, next, later or not_applicable; ``approved_on``,
        ``approval_number``.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T6 (完成施工许可前所需审批手续), J13, J23.
    """
    return ask(con, SQL, profile, as_of, known_on, on)
