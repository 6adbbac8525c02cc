"""工地公示牌: who manages the project, and by which day what is to be built (T8: 项目管理架构图、施工进度计划表)."""

import pandas as pd

from data import dictionary, formats
from metrics.milestones.milestone_states import milestone_states
from metrics.milestones.plan_and_done import plan_and_done
from metrics.projects.project_file import project_facts
from reports.basis import report
from reports.content import Report, Section, Table
from reports.question import Question
from reports.tables import Shown, table

RULES = "架构按年度计划和区领导联系安排最近所报；施工、监理单位由项目建设单位填写。节点时限当天不算逾期；金额为万元。"
ABOUT = (Shown("label", "项目概况", 1.4, "text"), Shown("said", "内容", 5.0, "text"))
LEVELS = (
    ("联系区领导", "contact_leader", "联系推进，协调解决困难"),
    ("责任单位", "responsible_unit", "组织、督促实施"),
    ("服务责任单位", "service_unit", "全过程服务"),
    ("项目专员", "project_officer", "每周更新项目信息"),
    ("建设单位", "owner", "组织建设，对质量、安全、进度负责"),
    ("施工单位", "", "施工（由建设单位填写）"),
    ("监理单位", "", "监理（由建设单位填写）"),
)
MANAGED = (
    Shown("level", "层级", 0.7, "text", is_centred=True),
    Shown("role", "架构", 1.6, "text"),
    Shown("who", "单位、人员", 3.4, "text"),
    Shown("duty", "职责", 3.0, "text"),
)
SCHEDULE = (
    Shown("milestone", "节点", 3.0, "text"),
    Shown("limit", "计划完成", 1.6, "text"),
    Shown("done", "实际完成", 1.6, "text"),
    Shown("person", "责任人", 1.2, "text"),
    Shown("state", "情况", 1.3, "text"),
)
MONEY = (
    Shown("month_words", "月份", 1.2, "text"),
    Shown("scheduled_ytd_wan", width=1.6),
    Shown("reported_ytd_wan", width=1.6),
    Shown("ahead_of_schedule_wan", width=1.6),
)


def site_board(question: Question, project_id: str) -> Report:
    """Return the board of one project, on A3.

    Raises:
        KeyError: no project of this id.
    """
    facts = question.ask(project_facts, project_id=project_id)
    if facts.empty:
        raise KeyError(project_id)
    project = facts.iloc[0]
    name = next(text for text in (project.project_name, project.project_code, project_id) if isinstance(text, str))
    return report(
        question,
        name=f"工地公示牌_{name}_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{name}",
        period=formats.month(question.as_of),
        sections=(
            Section(heading="一、项目概况", blocks=(_about(project),)),
            Section(heading="二、项目管理架构", blocks=(_managed(project),)),
            Section(heading="三、施工进度计划", blocks=_schedule(question, project_id)),
        ),
        is_letter=False,
        rules=RULES,
    ).model_copy(update={"paper": "a3"})


def _about(project: pd.Series) -> Table:
    planned = f"{formats.month(project.planned_start_date)}至{formats.month(project.planned_finish_date)}"
    rows = [
        ("项目代码", project.project_code), ("建设地点", project.town), ("建设性质", project.construction_nature),
        ("总投资", formats.money(project.total_investment_wan)),
        ("计划开工、竣工", planned),
        ("实际开工", formats.month(project.actual_start_date)),
    ]  # fmt: skip
    said = [(label, text if isinstance(text, str) else "—") for label, text in rows]
    return table(pd.DataFrame(said, columns=["label", "said"]), ABOUT, name="项目概况", title="项目概况")


def _managed(project: pd.Series) -> Table:
    rows = [
        (str(level), role, project[field] if field and isinstance(project[field], str) else "　", duty)
        for level, (role, field, duty) in enumerate(LEVELS, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["level", "role", "who", "duty"])
    return table(frame, MANAGED, name="项目管理架构", title="项目管理架构图（自上而下）")


def _schedule(question: Question, project_id: str) -> tuple[Table, Table]:
    known = dictionary.lookup("milestone_state")
    found = question.ask(milestone_states)
    own = found[found.project_id == project_id]
    rows = own.assign(
        limit=[formats.day(day) if pd.notna(day) else "—" for day in own.due_on],
        done=[formats.day(day) if pd.notna(day) else "" for day in own.done_on],
        person=own.person.fillna("—"),
        state=[dictionary.write(known, state) for state in own.milestone_state],
    )
    money = question.ask(plan_and_done)
    money = money[money.project_id == project_id]
    money = money.assign(month_words=[formats.month(month) for month in money.month])
    return (
        table(rows, SCHEDULE, name="施工进度计划", title="施工进度计划表（节点）"),
        table(
            money,
            MONEY,
            name="倒排计划",
            title="投资倒排计划与完成",
            note="计划外新增或没有倒排的月份，倒排累计为“—”。",
        ),
    )
