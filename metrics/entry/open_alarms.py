"""Open alarms (待核提示): counted projects whose reported figures the statistics do not bear out; none is praised."""

from datetime import date

import duckdb
import pandas as pd

from data.profile import Profile
from data.wording.entry_wording import LEFT
from metrics.completion.completion_projects import completion_projects
from metrics.entry.entry_cases import open_cases
from metrics.known import as_known
from metrics.reconciliation.booked_ratio import booked_ratio
from metrics.registry import metric

FAR_BELOW = 2  # booked so many times is still less than what is reported
GONE, OVERDUE, FAR, SLIP = "已退库", "逾期未入库、入统", "入统不到上报一半", "疑似单位错"
COLUMNS = ["project_id", "project_name", "responsible_unit", "alarms"]

TOGETHER = """
select distinct group_id, project_id
from mart.link_group
where district = $district and share_to is null
"""


@metric()
def open_alarms(
    con: duckdb.DuckDBPyConnection, *, profile: Profile, as_of: date, known_on: date | None = None
) -> pd.DataFrame:
    """Open alarms (待核提示): counted projects that are not praised, and why.

    口径：计入完成率的项目中，已退库的、逾期未入库或未入统的（同 ``open_cases``）、入统不到上报一半的
    （同 ``booked_ratio``，几个项目共用统计项目的按整组）、疑似单位错的（同 ``investment_completion``）。
    一个项目可有几项。

    Args:
        con: warehouse connection.
        profile: the district's rules.
        as_of: the last closed month.
        known_on: only what was received by the end of this day; None: all that is loaded.

    Returns:
        One row per project with an alarm; ``alarms`` in words. No amount stands here.

    Raises:
        ValueError: ``as_of`` outside the loaded months.

    Source:
        T12.
    """
    with as_known(con, known_on, from_month=date(as_of.year - 1, 1, 1)) as known:
        projects = completion_projects(known, profile=profile, as_of=as_of, known_on=known_on)
        cases = open_cases(known, profile=profile, as_of=as_of, known_on=known_on)
        booked = booked_ratio(known, profile=profile, as_of=as_of, known_on=known_on, by="project")
        together = known.execute(TOGETHER, {"district": profile.id}).fetchall()
    few = set(booked[FAR_BELOW * booked.booked_ytd_wan < booked.reported_ytd_wan].project_id)
    members = {project for group, project in together if group in few}
    found = {
        GONE: set(cases[cases.state == LEFT].project_id),
        OVERDUE: set(cases[cases.is_due & (cases.state != LEFT)].project_id),
        FAR: few | members,
        SLIP: set(projects[(projects.suspect_projects > 0) | (projects.light == "doubtful")].project_id),
    }
    counted = projects[projects.plan_status == "counted"]
    said = ["、".join(name for name, those in found.items() if one in those) for one in counted.project_id]
    frame = counted.assign(alarms=said)
    return frame[frame.alarms != ""][COLUMNS].reset_index(drop=True)
