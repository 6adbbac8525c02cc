"""各看板: every board's table in full, for Excel."""

from data import formats
from reports.basis import report
from reports.content import Block, Report, Section
from reports.parts import actions as calls
from reports.parts import batches, completion, entry, projects, ranking, services
from reports.question import Question


def boards(question: Question) -> Report:
    """Return all boards of the month, a section each."""
    month = formats.month(question.as_of)
    by_project = entry.ratio_project_table(question)
    parts: list[tuple[str, str, tuple[Block | None, ...]]] = [
        (
            "投资完成",
            completion.finding(question),
            (
                completion.unit_table(question),
                completion.month_table(question),
                completion.unit_month_table(question),
                projects.project_table(question),
                projects.slowest(question, None),
            ),
        ),
        (
            "批次进度",
            batches.finding(question),
            (batches.batch_table(question), batches.late_table(question, None), batches.project_table(question)),
        ),
        ("入库入统", entry.finding(question), (*_entry(question), by_project)),
        (
            "考核排名",
            ranking.finding(question),
            (ranking.rank_table(question), ranking.card_table(question), ranking.ladder_table(question)),
        ),
        ("部门服务", services.finding(question), _services(question)),
        ("需要推进的项目", calls.finding(question), (calls.call_table(question, None),)),
    ]
    return report(
        question,
        name=f"看板_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{month}重点项目看板",
        period=month,
        lead=completion.lead(question),
        sections=tuple(
            Section(heading=heading, finding=finding, blocks=tuple(block for block in blocks if block))
            for heading, finding, blocks in parts
        ),
        is_letter=False,
    )


def _services(question: Question) -> tuple[Block, ...]:
    if services.units(question).empty:
        return ()
    return services.unit_table(question), services.late_table(question, None)


def _entry(question: Question) -> tuple[Block, ...]:
    if entry.total(question) is None:
        return (entry.start_table(question, None),)
    return (
        entry.unit_table(question),
        entry.ratio_table(question),
        entry.case_table(question, None),
        entry.start_table(question, None),
    )
