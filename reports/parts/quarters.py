"""The quarter against the one before: what each unit added, and who won or lost places."""

from dataclasses import replace

import pandas as pd

from data import formats
from data.wording import bulletin_wording, completion_wording
from metrics.completion.change_without_slips import change_without_slips
from metrics.completion.completed_amount import completed_amount
from metrics.completion.why_changed import known_then, why_changed
from reports.content import Table
from reports.parts import completion
from reports.question import Question, tight
from reports.tables import Shown, table

COLUMNS = (
    Shown("responsible_unit", width=2.2),
    Shown("rate_before", "上季末完成率", 1.3, "percent"),
    Shown("investment_completion_rate", "本季末完成率", 1.3),
    Shown("completed_wan", "本季完成投资", 1.4),
    Shown("gap_before", "上季末进度差", 1.4, "points"),
    Shown("pace_gap_pp", "本季末进度差", 1.4),
    Shown("place_before", "上季位次", 1.0, "text", is_centred=True),
    Shown("place", "本季位次", 1.0, "text", is_centred=True),
    Shown("moved", "升降", 0.9, "text", is_centred=True),
)


def sentence(question: Question) -> str:
    """How the quarter went against the end of the one before; the first quarter of a year has none."""
    now = completion.total(question)
    if question.quarter_before is None:
        because = "第一季度是新年度的第一个季度" if question.as_of.month <= 3 else "上季末的调度表没有载入"
        return f"{because}，不与上季比。"
    was = completion.total(_published(question))
    own = question.ask(completed_amount, since=question.quarter_before).iloc[0]
    moved = completion_wording.joined_left(own.joined_left_wan)
    rates = [formats.percent(row.investment_completion_rate) for row in (was, now)]
    pace = [completion_wording.pace(row.pace_gap_pp) for row in (was, now)]
    late = [f"{formats.number(row.behind_projects)} 个" for row in (was, now)]
    slips = question.ask(change_without_slips, since=question.quarter_before)
    beside = [f"另，{moved}"] if moved else []
    beside += [completion_wording.added_without(slips)] if len(slips) else []
    said = f"（{'；'.join(beside)}）" if beside else ""
    added = f"本季完成投资 {formats.money(own.completed_wan)}{said}"
    without = "，".join(filter(None, ["", completion_wording.rate_without(slips)]))
    moved = bulletin_wording.from_to(rates[0], rates[1], "上季末", f"（{pace[0]}）", f"（{pace[1]}）")
    late_moved = bulletin_wording.from_to(late[0], late[1], "上季末")
    return tight(f"{added}；完成率{moved}{without}，进度滞后项目{late_moved}。")


def change_table(question: Question) -> Table | None:
    """Units against the end of the quarter before; None where there is nothing to compare with."""
    if question.quarter_before is None:
        return None
    now = completion.units(question)
    was = completion.units(_published(question)).set_index("responsible_unit")
    before = was.reindex(now.responsible_unit).reset_index(drop=True)
    own = question.ask(completed_amount, by="responsible_unit", since=question.quarter_before)
    now = now.reset_index(drop=True)
    frame = now.assign(
        rate_before=before.investment_completion_rate,
        gap_before=before.pace_gap_pp,
        completed_wan=own.set_index("responsible_unit").completed_wan.reindex(now.responsible_unit).to_numpy(),
        place_before=before.place.fillna(formats.NONE),
        moved=[_moved(old, new) for old, new in zip(before.place, now.place, strict=True)],
    )
    return table(
        frame,
        COLUMNS,
        name="与上季比",
        title="各责任单位与上季末比",
        note="位次按进度差；上季末的数按收到本季调度表以前的数据；本季完成投资为本季末计入项目在本季的增加，负数为更正。",
    )


def movers(question: Question) -> str:
    """Who won and who lost most places, in a line; "" where there is nothing to compare with."""
    if question.quarter_before is None:
        return ""
    now = _places(completion.units(question))
    was = _places(completion.units(_published(question)))
    moved = (was - now).dropna()
    if moved.empty or not moved.abs().max():
        return "各单位位次没有变化"
    up, down = moved.idxmax(), moved.idxmin()
    said = [f"{up}上升 {moved[up]:.0f} 位"] if moved[up] > 0 else []
    said += [f"{down}下降 {-moved[down]:.0f} 位"] if moved[down] < 0 else []
    return tight("，".join(said))


def _published(question: Question) -> Question:
    """The end of the quarter before, as known before this quarter's first dispatch came: as 为什么变了 has it."""
    assert question.quarter_before is not None  # noqa: S101  (asked first by whoever comes here)
    day = known_then(question.ask(why_changed, since=question.quarter_before))
    earlier = question.at(question.quarter_before)
    return earlier if day is None else replace(earlier, known_on=day)


def _places(units: pd.DataFrame) -> pd.Series:
    places = units.set_index("responsible_unit").place.str.rstrip("*")
    return places[places != formats.NONE].astype(int)


def _moved(old: object, new: str) -> str:
    if not isinstance(old, str) or formats.NONE in (old, new):
        return formats.NONE
    won = int(old.rstrip("*")) - int(new.rstrip("*"))
    return f"↑{won}" if won > 0 else f"↓{-won}" if won < 0 else "平"
