"""What became of a sheet, as the command line tells it: its rows, what waits and why, every fault and every notice."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from data import dictionary
from etl.intake.guess import field_labels
from etl.intake.kinds import kinds

SHOWN_FAULTS = 20  # of a sheet; all of them are in --json
HIDDEN = ("sheet", "row", "join_id")  # of a record: where it stands, not what it says
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
        for reason in said["asked"]["reasons"]:
            print(f"        待确认：{reason}")
        for line in _compared(said["asked"]["comparison"]):
            print(f"        {line}")
    for line in reading(said) if waits or is_accepted else ():
        print(f"        {line}")
    for line in (*_candidates(said), *_samples(said)) if waits else ():
        print(f"        {line}")


def reading(said: Sheet) -> Iterator[str]:
    """Yield how a sheet is read: each column, the sums, and which identities hold."""
    why = {(one["column"], one["header"]): one["reason"] for one in said.get("columns", ()) if one["reason"]}
    periods = {(one["column"], one["header"]): one.get("period") for one in said.get("columns", ())}
    for one in said.get("readings", ()):
        labels = {column["field"]: column["header"] for column in one["columns"] if column["field"]}
        for column in one["columns"]:
            unread = why.get((column["position"], column["header"]), "不读")
            what = f"读作“{_label(column['field'], one['kind'])}”" if column["field"] else unread
            about = [text for text in (periods.get((column["position"], column["header"])), column.get("unit")) if text]
            more = f"（{'，'.join(about)}）" if about else ""
            yield f"{column['position']} 列“{column['header']}”：{what}{more}"
        sums = [f"{labels.get(name, name)} {amount} 万元" for name, amount in one["sums"].items() if name != "projects"]
        yield "，".join([f"项目 {one['sums']['projects']} 个", *sums])
        for proof in one["proofs"]:
            verdict = {"satisfied": "对得上", "contradicted": "对不上"}.get(proof["verdict"], "不适用")
            yield f"{proof['text']}：查 {proof['rows_checked']} 行，{proof['rows_agree']} 行相符，{verdict}"


def _candidates(sheet: Sheet) -> Iterator[str]:
    """Yield the readings that are possible, where several are."""
    kind = sheet["kind"]
    for number, one in enumerate(sheet["asked"].get("candidates", ()), start=1):
        says = "，".join(f"{it['position']} 列“{it['header']}”读作“{_label(it['field'], kind)}”" for it in one["says"])
        sums = "，".join(f"{_label(k, kind)} {amount} 万元" for k, amount in one["sums"].items() if k != "projects")
        proposed = "（建议）" if one["is_proposed"] else ""
        holds = f"对得上 {one['satisfied']} 项，对不上 {one['contradicted']} 项"
        yield f"读法{number}{proposed}：{says}；{sums}；{holds}。照此载入：pending accept 编号 --reading {number}"


def _samples(sheet: Sheet) -> Iterator[str]:
    """Yield the first rows as they would load."""
    for one in sheet["asked"]["samples"]:
        parts = [
            f"{_label(name, sheet['kind'])} {one[name]}" for name in one if name not in HIDDEN and one[name] is not None
        ]
        yield f"第 {one['row']} 行：{'，'.join(parts)}"


def _compared(said: Mapping[str, Any] | None) -> Iterator[str]:
    """Yield what changed against the month before."""
    for one in said["changes"] if said else ():
        unit = "个" if one["field"] == "projects" else "万元"
        change = f"，{one['change']}" if one["change"] else ""
        yield f"与{said['called']}比：{one['what']} {one['then']} → {one['now']} {unit}{change}"  # type: ignore[index]


def _label(field: str, kind: str) -> str:
    """Return what a field is called: the dictionary's word, else the commonest header."""
    try:
        return dictionary.lookup(field).label
    except KeyError:
        return field_labels(kind).get(field, field)


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
