"""讲评幻灯片: the quarter's review with one message a slide; tables are short, the bulletin has them whole."""

from data.quarters import quarter_code
from reports.basis import report
from reports.content import Block, Report, Section, Text
from reports.parts import actions as calls
from reports.parts import batches, completion, entry, projects, quarters, ranking
from reports.question import Question

ROWS = 8


def slides(question: Question) -> Report:
    """Return what the slides say."""
    month, change = completion.month_by_itself(question), quarters.change_table(question)
    unit_blocks: list[Block] = [Text(text=month), completion.unit_chart(question)]
    said = ranking.sentence(question)
    made = (
        Text(text=said) if said else None,
        ranking.rank_chart(question),
        ranking.card_table(question),
        ranking.ladder_table(question),
    )
    ranks = tuple(block for block in made if block)
    sections = [  # in the order of the show on 季度讲评
        Section(heading="全区进展", finding=completion.finding(question), blocks=(completion.month_chart(question),)),
        Section(heading="各单位进度", finding=_ends(question), blocks=tuple(unit_blocks)),
        Section(
            heading="批次进展",
            finding=batches.finding(question),
            blocks=(
                *(Text(text=text) for text in batches.sentences(question)),
                batches.batch_chart(question),
                batches.late_table(question, ROWS),
            ),
        ),
        Section(heading="入库入统", finding=entry.finding(question), blocks=_entry(question)),
        *([Section(heading="与上季比", finding=quarters.movers(question), blocks=(change,))] if change else []),
        Section(heading="进度滞后项目", finding=completion.late(question), blocks=(projects.slowest(question, ROWS),)),
        *([Section(heading="考核排名", finding=ranking.finding(question), blocks=ranks)] if ranks else []),
        Section(heading="需要推进", finding=calls.finding(question), blocks=(calls.call_table(question, ROWS),)),
    ]
    return report(
        question,
        name=f"讲评幻灯片_{quarter_code(question.as_of)}",
        title=f"{question.profile.name}{question.quarter}重点项目讲评",
        period=question.quarter,
        lead=completion.lead(question),
        sections=tuple(sections),
        is_letter=False,
    )


def _ends(question: Question) -> str:
    """Who leads and who is last."""
    first, last = completion.ends(question)
    named = [f"{first.responsible_unit}领先最多"] if first else []
    named += [f"{last.responsible_unit}落后最多"] if last else []
    return "，".join(named)


def _entry(question: Question) -> tuple[Block, ...]:
    texts = tuple(Text(text=text) for text in entry.sentences(question))
    if entry.total(question) is None:
        return texts
    return (*texts, entry.unit_chart(question), entry.case_table(question, ROWS))
