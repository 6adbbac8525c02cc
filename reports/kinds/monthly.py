"""月通报: projects, then the departments' service (T10)."""

from data import formats
from reports.basis import report
from reports.content import Block, Report, Section, Text
from reports.parts import actions as calls
from reports.parts import batches, completion, entry, projects, ranking, services
from reports.question import Question


def monthly(question: Question) -> Report:
    """Return what the month's bulletin says."""
    month = formats.month(question.as_of)
    return report(
        question,
        name=f"月通报_{question.as_of:%Y%m}",
        title=f"{question.profile.name}{month}重点项目建设情况通报",
        period=month,
        lead=completion.lead(question) + "现将有关情况通报如下。",
        sections=(
            Section(heading="一、项目建设情况"),
            _completion(question),
            Section(
                heading="（二）批次进展",
                level=2,
                finding=batches.finding(question),
                blocks=(
                    *(Text(text=text) for text in batches.sentences(question)),
                    batches.batch_chart(question),
                    batches.batch_table(question),
                ),
            ),
            _entry(question),
            Section(
                heading="（四）进度靠前和进度滞后的项目",
                level=2,
                finding=completion.late(question),
                blocks=(projects.best(question), projects.slowest(question)),
            ),
            Section(
                heading="二、部门服务情况",
                finding=services.month_finding(question),
                blocks=services.month_blocks(question),
            ),
            Section(
                heading="三、需要推进的项目",
                finding=calls.finding(question),
                blocks=_calls(question),
            ),
        ),
    )


def _calls(question: Question) -> tuple[Block, ...]:
    ladder = ranking.ladder_table(question)
    said = Text(text=f"{calls.finding(question)}。")
    return said, calls.call_table(question), *([ladder] if ladder else [])


def _completion(question: Question) -> Section:
    said = [completion.month_by_itself(question), completion.beside(question)]
    return Section(
        heading="（一）投资完成",
        level=2,
        finding=completion.finding(question),
        blocks=(
            *(Text(text=text) for text in said if text),
            completion.unit_chart(question),
            completion.unit_table(question),
        ),
    )


def _entry(question: Question) -> Section:
    blocks: list[Block] = [Text(text=text) for text in entry.sentences(question)]
    if entry.total(question) is not None:
        blocks += [entry.unit_chart(question), entry.unit_table(question), entry.ratio_table(question)]
    by_project = entry.ratio_project_table(question)
    return Section(
        heading="（三）入库入统",
        level=2,
        finding=entry.finding(question),
        blocks=(*blocks, *([by_project] if by_project else [])),
    )
