"""谁报了谁没报: a row a unit, a column a month, with the day; the worst first, and what units said about it."""

from datetime import date

import pandas as pd

from data import formats
from pages.components import tables, words
from pages.components.view import View

MONTHS = 6
SAID = (
    tables.Column(
        "answered_unit", "单位", kind="text", sub="who", sub_kind="text", strong=True, width="minmax(0, 1fr)"
    ),
    tables.Column("answer", "说明", kind="text", sub="project", sub_kind="text", width="minmax(0, 2.4fr)"),
)


def headline(sendings: pd.DataFrame, month: date) -> tuple[str, str]:
    """Say how many units have sent the newest month, who has not, and who is late, as HTML."""
    now = sendings[sendings.month == pd.Timestamp(month)]
    silent = now[now.reported_projects == 0]
    partly = now[(now.reported_projects > 0) & (now.missing_projects > 0)]
    late = now[now.last_received_on > now.due_on]
    due = formats.day(now.due_on.iloc[0])
    head = f"{formats.month(month)}：{len(now)} 个单位有项目应报，{len(now) - len(silent)} 个报了"
    head += f"，{words.late(f'{len(silent)} 个没报')}" if len(silent) else ""
    said = [f"没报的：{'、'.join(silent.responsible_unit[:6])}{'等' if len(silent) > 6 else ''}"] if len(silent) else []
    said += [f"{len(partly)} 个单位报得不全，共缺 {int(partly.missing_projects.sum())} 个项目"] if len(partly) else []
    none_due = sendings.responsible_unit.nunique() - len(now)
    said += [f"另有 {none_due} 个单位本月没有应报项目，也在下表"] if none_due else []
    said += [f"{len(late)} 个单位在截止日 {due} 以后还有项目报来"] if len(late) else [f"截止日 {due}"]
    return f"{head}。", words.escape(f"{'；'.join(said)}。")


def show(sendings: pd.DataFrame, view: View) -> None:
    """Draw the list; a row leads to the unit's tasks."""
    months = sorted(sendings.month.unique(), reverse=True)
    newest = sendings[sendings.month == months[0]].set_index("responsible_unit")
    rows = pd.DataFrame({"unit": sorted(sendings.responsible_unit.unique())})
    rows["missing"] = [int(newest.missing_projects.get(unit, 0)) for unit in rows.unit]
    rows["projects"] = [f"{newest.expected_projects.get(unit, 0)} 个应报项目" for unit in rows.unit]
    columns = [tables.Column("unit", "单位", kind="text", sub="projects", sub_kind="text", strong=True,
                             width="minmax(120px, 1.4fr)")]  # fmt: skip
    for place, month in enumerate(months):
        cells = sendings[sendings.month == month].set_index("responsible_unit")
        said = {unit: _cell(cells.loc[unit]) if unit in cells.index else ("—", "", "quiet") for unit in rows.unit}
        rows[f"day_{place}"] = [said[unit][0] for unit in rows.unit]
        rows[f"more_{place}"] = [said[unit][1] for unit in rows.unit]
        rows[f"tone_{place}"] = [said[unit][2] for unit in rows.unit]
        columns.append(
            tables.Column(f"day_{place}", f"{month.month}月", kind="text", sub=f"more_{place}", sub_kind="text",
                          tone=f"tone_{place}", wide_only=place > 2, width="minmax(72px, 1fr)")
        )  # fmt: skip
    rows = rows.sort_values(["missing", "unit"], ascending=[False, True], kind="stable").reset_index(drop=True)
    tables.show(
        rows, columns, view=view, key="sendings", link="unit_tasks", link_by="unit", param="unit", fold=10,
        label="各单位报送的日子", can_be_asked=False,
    )  # fmt: skip


def _cell(row: pd.Series) -> tuple[str, str, str]:
    """Return a cell's day, its second line and its tone."""
    if not row.reported_projects:
        return "没报", f"{row.missing_projects} 个项目", "late"
    day = f"{row.last_received_on.month}月{row.last_received_on.day}日"
    if row.missing_projects:
        return day, f"缺 {row.missing_projects} 个", "slow"
    return day, "迟" if row.last_received_on > row.due_on else "齐", "quiet"


def answers(said: pd.DataFrame, names: dict[str, str], view: View) -> None:
    """Draw what units said about their tasks, the newest first."""
    if said.empty:
        return
    words.title(f"各单位的说明 {len(said)}", "单位在“我的任务”里写的，新的在前")
    rows = said.assign(
        who=[f"{row.answered_by}，{formats.day(row.answered_on)}" for row in said.itertuples()],
        project=[names.get(str(row.project_id), "") for row in said.itertuples()],
    )
    tables.show(rows, SAID, view=view, key="said", link=None, link_by="subject", fold=8, show_head=False,
                label="各单位的说明", can_be_asked=False)  # fmt: skip
