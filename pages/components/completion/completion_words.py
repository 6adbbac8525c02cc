"""Investment completion in words, computed: DataFrame in, sentence out. What is behind stands in vermilion."""

from html import escape
from typing import Any

import pandas as pd

from data import formats
from data.project_state import without_figures_word
from data.wording import completion_wording
from data.wording.completion_wording import unsure
from pages.components import words
from pages.components.context import GROUP_LABELS
from pages.components.view import View

YARDSTICKS = {"bulletin": "时序", "project": "项目计划"}
LEADERS = "contact_leader"  # persons: never ranked, never named as last
GAPS = {"bulletin": "时序缺口", "project": "项目计划缺口"}  # planned to date less reported, by yardstick
FIGURES = {"bulletin": "pace_gap_pp", "project": "task_rate"}  # what a picture by each yardstick writes


def yardsticks(view: View) -> dict[str, str]:
    """Return the yardsticks a picture can be drawn by, the one of the lights first."""
    lit = completion_wording.judged_by(view.profile, view.as_of)
    names = sorted(YARDSTICKS, key=lambda name: FIGURES[name] != lit)
    return {name: f"按{YARDSTICKS[name]}{'' if FIGURES[name] == lit else '（不亮灯）'}" for name in names}


def shown(view: View, yardstick: str) -> dict[str, Any]:
    """Return the board's figure, and whether the lights stand on it: a picture has one measure, colours included."""
    figure = FIGURES[yardstick]
    return {"figure": figure, "is_lit": figure == completion_wording.judged_by(view.profile, view.as_of)}


def picture(yardstick: str) -> str:
    """Say what the board's bars and cells are."""
    cells = "任务完成率（上报÷计划进度），%" if yardstick == "project" else "进度差，百分点"
    return f"条：占年度计划 %，竖线为应完成　格：各月末{cells}"


def in_order(groups: pd.DataFrame, yardstick: str) -> pd.DataFrame:
    """Return the groups with counted projects, best first by the figure that is written; without one last.

    Below those stand the groups with a suspected slip of the unit: they are neither ahead nor behind.
    Leaders are never ranked: their groups stand by name.
    """
    counted = groups[groups.projects > 0]
    if counted.columns[0] == LEADERS:
        return counted.sort_values(LEADERS, kind="stable")
    best_first = counted.sort_values(FIGURES[yardstick], ascending=False, na_position="last", kind="stable")
    return best_first.loc[(best_first.suspect_projects > 0).sort_values(kind="stable").index]


def no_plan(view: View) -> tuple[str, str]:
    """Say that nothing is counted in the year."""
    return (
        f"{view.as_of.year}年还没有计入完成率的项目",
        "请在命令行载入年度计划表；只有重点前期项目或没有年度计划数的项目不计完成率。",
    )


def both(row: pd.Series) -> str:
    """Return both yardsticks in one phrase as HTML, in the light's tone."""
    return f'<span class="gt-{words.light(row.light).tone}">{escape(completion_wording.both(row))}</span>'


def unranked(view: View) -> set[str]:
    """Return the units that are never ranked."""
    return {unit.name for unit in view.profile.units if not unit.is_ranked} if view.by == "responsible_unit" else set()


def completion(
    groups: pd.DataFrame,
    by_month: pd.DataFrame,
    total: pd.Series,
    places: pd.DataFrame,
    view: View,
    yardstick: str,
) -> tuple[str, str]:
    """Say how many groups are late, who is last and by how much, and who changes place with the yardstick.

    Args:
        groups: ``investment_completion`` by ``yardstick``, in order.
        by_month: the same by month/12, for the words that name both.
        total: the district's row.
        places: ``completion_places``.
        view: the page's view.
        yardstick: of the picture.
    """
    label = GROUP_LABELS[str(view.by)]
    ranked = groups[groups[view.by].isin(set(places[view.by]))] if len(places) else groups
    late = ranked[ranked.light.isin(["slow", "behind"])]
    gap = f"{GAPS[yardstick]} {formats.money(total.shortfall_wan)}"
    if total.suspect_projects:
        gap = f"{GAPS[yardstick]}含疑似单位错，不计"
    if view.by == LEADERS:
        head = f"{len(ranked)} 位联系区领导联系的项目中，{len(late)} 组进度偏慢或滞后"
        return head, f"按联系区领导归集项目，不排名；全区{gap}。{unsure(total)}"
    last = _worst(late, view) if len(late) else ranked.iloc[-1]
    name, many = escape(str(last[view.by])), f"{len(ranked)} 个{label}"
    head = f"{many}中 {len(late)} 个进度偏慢或滞后，{name}" if len(late) else f"{many}没有进度偏慢、滞后的，末位{name}"
    head += both(by_month.set_index(view.by).loc[last[view.by]])
    other = YARDSTICKS["project" if yardstick == "bulletin" else "bulletin"]
    never = int(total.silent_projects - total.carried_projects)
    counted = f"，含 {never} 个{without_figures_word(total)}的，按 0 计" if never else ""
    own = f"{name}{GAPS[yardstick]} {formats.money(last.shortfall_wan)}"
    said = f"{own}，全区{gap}（超前的相抵，负数为超前{counted}）。"
    return head, f"{said}{_moved(places, view, other)}{unsure(total)}"


def _worst(ranked: pd.DataFrame, view: View) -> pd.Series:
    """Return the last group whose lag is large enough to be named, else the last one."""
    sizes = zip(ranked.annual_plan_wan, ranked.shortfall_wan, strict=True)
    material = ranked[[view.profile.is_material(view.as_of, plan, gap) for plan, gap in sizes]]
    return ranked.iloc[-1] if material.empty else material.iloc[-1]


def _moved(places: pd.DataFrame, view: View, other: str) -> str:
    moved = places[places.places_moved.fillna(0) != 0]
    if moved.empty:
        return f"换用{other}标尺，名次不变。"
    largest = moved.reindex(moved.places_moved.abs().sort_values(ascending=False, kind="stable").index).head(2)
    names = "、".join(f"{escape(str(row[view.by]))} {_place(row, other)}" for row in largest.to_dict("records"))
    return f"换用{other}标尺，{len(moved)} 个名次变动，{names}。"


def _place(row: dict, other: str) -> str:
    before, after = row["bulletin_place"], row["project_place"]
    return f"{before}→{after}" if other == YARDSTICKS["project"] else f"{after}→{before}"


def mark(total: pd.Series, yardstick: str) -> str:
    """Return what the pace mark is: “时序 75.0%”, or that each group has its own."""
    return f"时序 {formats.percent(total.expected_share)}" if yardstick == "bulletin" else "项目计划应完成"
