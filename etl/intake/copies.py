"""Hidden sheets beside a visible one about the same projects: older drafts that were put away, never its equals."""

from etl.intake.kinds import kinds
from etl.intake.parsed import SheetResult
from etl.intake.sheet_copies import sums

KIND, MONTH, YEAR, IS_HIDDEN, MESSAGE = 1, 3, 4, 6, 8  # places in a line of ABOUT["sheets"]
SHARED = 0.5  # a hidden sheet with at least this share of its projects on a visible one is a copy of it


def set_hidden_aside(results: list[SheetResult]) -> None:
    """Take what hidden copies say out of the results, and say so; every row of theirs is accounted for.

    A copy is of the same kind and period as a visible sheet and has half of its projects in common with it; or it has
    the headings of a visible one that could not be loaded: what nobody sees never takes its place.
    """
    visible = [result for result in results if not result.about["sheets"][0][IS_HIDDEN]]
    for result in results:
        if result.about["sheets"][0][IS_HIDDEN] and result.records:
            original = next((one for one in visible if _is_copy(result, one)), None)
            if original:
                _set_aside(result, original)


def _is_copy(hidden: SheetResult, visible: SheetResult) -> bool:
    if not visible.records:
        headings = [one["labels"] for one in visible.headings]
        return any(one["labels"] in headings for one in hidden.headings)
    said, shown = hidden.about["sheets"][0], visible.about["sheets"][0]
    if (said[MONTH], said[YEAR]) != (shown[MONTH], shown[YEAR]):
        return False
    for kind in hidden.records.keys() & visible.records.keys():
        names, others = _names(hidden, kind), _names(visible, kind)
        if names and len(names & others) >= SHARED * len(names):
            return True
    return False


def _names(result: SheetResult, kind: str) -> set[str]:
    tables = [table for table in result.records[kind] if "project_name" in table.column_names]
    return {name for table in tables for name in table["project_name"].to_pylist() if name}


def _set_aside(result: SheetResult, original: SheetResult) -> None:
    kind = kinds()[next(iter(result.records))].label
    of_original = sums(original) if original.records else "没有载入"
    both = f"隐藏的{sums(result)}；“{original.name}”{of_original}"
    message = f"隐藏的表，与“{original.name}”是同一批项目的{kind}（{both}），没有载入；要载入请取消隐藏，或删去其中一张"
    result.about["rows"] = [
        (sheet, row, "rejected", f"整表未载入：{message}", is_hidden) if outcome == "loaded" else line
        for line in result.about["rows"]
        for sheet, row, outcome, _, is_hidden in [line]
    ]
    result.about["sheets"] = [(*line[:MESSAGE], message, *line[MESSAGE + 1 :]) for line in result.about["sheets"]]
    result.about["faults"], result.about["notices"] = [], []
    result.records.clear()
    result.monthly_plan.clear()
    result.readings.clear()
