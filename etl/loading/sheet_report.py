"""What became of a sheet, as the command line tells it: its rows, what waits and why, every fault and every notice."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from data import dictionary
from etl.intake.kinds import kinds

SHOWN_FAULTS = 20  # of a sheet; all of them are in --json
Sheet = Mapping[str, Any]  # a sheet's part of a file's report


def sheet(said: Sheet, *, is_accepted: bool = False) -> None:
    """Print what became of a sheet; where a person has accepted it, also how it was read."""
    if not said["rows_total"]:
        print(f"    表“{said['sheet']}”：空表")
        return
    skipped = sum(said["skipped"].values())
    label = kinds()[said["kind"]].label if said["kind"] else "未识别"
    waits = said.get("status") == "asked"
    print(
        f"    表“{said['sheet']}”（{label}）：共 {said['rows_total']} 行，"
        f"{'待确认' if waits else '载入'} {said['loaded']}，跳过 {skipped}，退回 {said['rejected']}，"
        f"读不出的单元格 {len(said['cell_faults'])}，提示 {len(said['notices'])}"
    )
    faults = [*_together(said["rejections"]), *map(_cell, said["cell_faults"])]
    for place, reason in faults[:SHOWN_FAULTS]:
        print(f"        {place}：{reason}")
    if len(faults) > SHOWN_FAULTS:
        print(f"        其余 {len(faults) - SHOWN_FAULTS} 处见 --json")
    for place, text in _noticed(said["notices"]):
        print(f"        {place}：{text}")
    if waits:
        for reason in said["asked"]["reasons"] + said["asked"]["comparison"]:
            print(f"        待确认：{reason}")
    for line in reading(said) if waits or is_accepted else ():
        print(f"        {line}")


def reading(said: Sheet) -> Iterator[str]:
    """Yield how a sheet is read: each column, the sums, and which identities hold."""
    why = {(one["column"], one["header"]): one["reason"] for one in said.get("columns", ()) if one["reason"]}
    for one in said.get("readings", ()):
        labels = {column["field"]: column["header"] for column in one["columns"] if column["field"]}
        for column in one["columns"]:
            unread = why.get((column["position"], column["header"]), "不读")
            what = f"读作“{_label(column['field'])}”" if column["field"] else unread
            unit = f"（{column['unit']}）" if column.get("unit") else ""
            yield f"{column['position']} 列“{column['header']}”：{what}{unit}"
        sums = [f"{labels.get(name, name)} {amount} 万元" for name, amount in one["sums"].items() if name != "projects"]
        yield "，".join([f"项目 {one['sums']['projects']} 个", *sums])
        for proof in one["proofs"]:
            verdict = {"satisfied": "对得上", "contradicted": "对不上"}.get(proof["verdict"], "不适用")
            yield f"{proof['text']}：查 {proof['rows_checked']} 行，{proof['rows_agree']} 行相符，{verdict}"


def _label(field: str) -> str:
    try:
        return dictionary.lookup(field).label
    except KeyError:
        return field


def _noticed(notices: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield where and what was noticed; the same of rows one below the other is told in one."""
    for (_, text), same in groupby(enumerate(notices), key=lambda one: ((one[1]["row"] or 0) - one[0], one[1]["text"])):
        rows = [one["row"] for _, one in same if one["row"]]
        where = "" if not rows else f"，第 {rows[0]} 行" if len(rows) == 1 else f"，第 {rows[0]} 至 {rows[-1]} 行"
        yield f"提示{where}", text


def _together(rejections: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield rejected rows and why; rows one below the other of the same reason are told in one."""
    numbered = enumerate(rejections)
    for (_, reason), same in groupby(numbered, key=lambda one: (one[1]["row"] - one[0], one[1]["reason"])):
        rows = [one["row"] for _, one in same]
        yield f"第 {rows[0]} 行" if len(rows) == 1 else f"第 {rows[0]} 至 {rows[-1]} 行", reason


def _cell(fault: dict[str, Any]) -> tuple[str, str]:
    value = "" if fault["value"] in (None, "") else f"“{fault['value']}”："
    return f"第 {fault['row']} 行 {fault['column']} 列", f"{value}{fault['reason']}"
