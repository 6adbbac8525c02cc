"""季讲评: how the quarter went against the one before, who is ahead and behind, what must be decided (T10)."""

from data.quarters import quarter_code
from reports.basis import numbered, report
from reports.content import Block, Report, Text
from reports.parts import actions as calls
from reports.parts import batches, completion, entry, projects, quarters, ranking, services
from reports.question import Question


def quarterly(question: Question) -> Report:
    """Return what the quarter's review says."""
    parts = [
        ("全区进展", completion.finding(question), _district(question)),
        ("与上季比", quarters.movers(question), _change(question)),
        ("各单位进度", "", (completion.unit_chart(question), completion.unit_table(question))),
        ("考核排名", ranking.finding(question), _ranking(question)),
        ("批次进展", batches.finding(question), _batches(question)),
        ("入库入统", entry.finding(question), _entry(question)),
        ("部门服务情况", services.finding(question), services.blocks(question)),
        ("进度靠前和进度滞后的项目", completion.late(question), (projects.best(question), projects.slowest(question))),
        ("需要推进的项目", calls.finding(question), _calls(question)),
    ]
    compared = quarters.sentence(question) if question.quarter_before else ""
    return report(
        question,
        name=f"季讲评_{quarter_code(question.as_of)}",
        title=f"{question.profile.name}{question.quarter}重点项目建设情况讲评",
        period=question.quarter,
        lead=completion.lead(question) + compared + "现将有关情况讲评如下。",
        sections=numbered(parts),
    )


def _district(question: Question) -> tuple[Block, ...]:
    return (
        Text(text=completion.month_by_itself(question)),
        Text(text=completion.beside(question)),
        completion.month_chart(question),
        completion.month_table(question),
    )


def _change(question: Question) -> tuple[Block, ...]:
    changed = quarters.change_table(question)
    said = f"{quarters.movers(question)}。" if changed else quarters.sentence(question)
    return (Text(text=said), *([changed] if changed else []))


def _calls(question: Question) -> tuple[Block, ...]:
    return Text(text=f"{calls.finding(question)}。"), calls.call_table(question)


def _ranking(question: Question) -> tuple[Block, ...]:
    said = ranking.sentence(question)
    made = (
        Text(text=said) if said else None,
        ranking.rank_chart(question),
        ranking.rank_table(question),
        ranking.card_table(question),
        ranking.ladder_table(question),
    )
    return tuple(block for block in made if block)


def _batches(question: Question) -> tuple[Block, ...]:
    texts = (Text(text=text) for text in batches.sentences(question))
    return (*texts, batches.batch_chart(question), batches.batch_table(question), batches.late_table(question))


def _entry(question: Question) -> tuple[Block, ...]:
    texts = tuple(Text(text=text) for text in entry.sentences(question))
    if entry.total(question) is None:
        return texts
    return (
        *texts,
        entry.unit_chart(question),
        entry.unit_table(question),
        entry.ratio_table(question),
        entry.case_table(question),
        entry.start_table(question),
    )
