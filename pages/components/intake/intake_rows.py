"""A load's report as tables: one row a sheet, one row a thing to mend, as ``python -m etl load --json`` gives it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from data.sheet_kinds import SHEET_LABELS

Report = Mapping[str, Any]  # of a file: file, status, sheets and, where it failed, error
SKIPPED = {
    "title": "标题",
    "header": "表头",
    "unit": "单位",
    "group": "分组",
    "total": "合计",
    "note": "附注",
    "blank": "空行",
    "measure": "计划、资金等口径行",
    "before_first_month": "起始月以前",
    "copy": "副本",
    "card": "卡片的内容",
}
WHY_SKIPPED = {  # said of rows that hold no project
    "title": "标题，不是项目",
    "unit": "只写了单位",
    "group": "分组的名目，不是项目",
    "total": "合计、小计：用来核对，不重复计入",
    "note": "表下的说明、签字，不是项目",
    "measure": "一个项目占几行，只读完成的一行",
    "before_first_month": "起始月以前的",
    "copy": "与另一张表相同，不重复计入",
    "card": "卡片上的名目和内容，已归到项目",
}
STATUS = {"loaded": "已载入", "unchanged": "未变", "asked": "待确认", "failed": "未载入"}
COUNTS = ("rows_total", "loaded", "waits", "skipped", "rejected", "faults", "notices")
ON_PAGE = {  # said to the command line → said on the page
    "指明月份（命令行：--month YYYY-MM）": "写明月份再载入",
    "确实要补记，请加 --late": "确实要补记，请点“补载”",
    "或指认列名（命令行：--mapping 对照文件）": "或点“指认列名”",
    "用 --month YYYY-MM 指明": "写明月份再载入",  # as files said it that came before
    "请改列名，或用 --mapping 给出对照文件": "请改列名，或点“指认列名”",
}
UNKNOWN = "认不出"  # said of rows that a mapping would load
UNREAD = "column_unread"  # an amount column that nothing reads
QUIET = "unit_assumed"  # said once a sheet, at no row


def sheets(files: Sequence[Report], origin: str) -> pd.DataFrame:
    """One row a sheet: what it is, its rows by what became of them, and ``open``, the address of its details.

    Args:
        files: reports of files.
        origin: what was opened, the first part of the address: a file's number or a sending's token.
    """
    rows = [
        _sheet(file, sheet) | {"open": f"{origin}.{at}.{place}"}
        for at, file in enumerate(files)
        for place, sheet in enumerate(file["sheets"])
    ]
    return pd.DataFrame(rows, columns=["file", "sheet", "name", "what", *COUNTS, "skipped_words", "tone", "open"])


def _sheet(file: Report, sheet: Report) -> dict[str, Any]:
    kind = sheet["kind"]
    kinds = list(dict.fromkeys([kind, *sheet.get("kinds", ())])) if kind else []  # of several tables on it
    what = "、".join(str(SHEET_LABELS.get(one, one)) for one in kinds)
    what = what or ("认不出" if sheet["rejected"] else "没有数据")
    if sheet.get("month"):
        what += f" {sheet['month']}"
    hidden = ["隐藏表"] if sheet.get("is_hidden") else []
    hidden += [f"隐藏行 {sheet['hidden_rows']}"] if sheet.get("hidden_rows") else []
    notices = [one for one in sheet.get("notices", ()) if one["kind"] != QUIET]
    waits = sheet.get("status") == "asked"
    trouble = sheet["rejected"] or sheet["cell_faults"] or (not kind and sheet["rejected"])
    return {
        "file": file["file"],
        "sheet": sheet["sheet"],
        "name": f"{sheet['sheet']}{'（' + '，'.join(hidden) + '）' if hidden else ''}",
        "what": what,
        "rows_total": sheet["rows_total"],
        "loaded": 0 if waits else sheet["loaded"],
        "waits": sheet["loaded"] if waits else 0,
        "skipped": sum(sheet["skipped"].values()),
        "rejected": sheet["rejected"],
        "faults": len(sheet["cell_faults"]),
        "notices": len(notices),
        "skipped_words": skipped_words(sheet["skipped"]),
        "tone": "late" if trouble else "quiet",
    }


def skipped_words(skipped: Mapping[str, int]) -> str:
    """Say what the skipped rows were: 标题 1、表头 2、合计 4."""
    return "、".join(f"{SKIPPED.get(kind, kind)} {count}" for kind, count in skipped.items())


def all_skipped(files: Iterable[Report]) -> dict[str, int]:
    """Return the skipped rows of all sheets by kind, the most first."""
    found: dict[str, int] = {}
    for sheet in (sheet for file in files for sheet in file["sheets"]):
        for kind, count in sheet["skipped"].items():
            found[kind] = found.get(kind, 0) + count
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def received(entries: Iterable[Any], aside: set[int]) -> pd.DataFrame:
    """One row a file of the archive, newest first, with its sums; ``aside``: numbers of those set aside."""
    rows = []
    for entry in sorted(entries, key=lambda entry: (entry.received_on, entry.file_id), reverse=True):
        its = [_sheet({"file": entry.name}, sheet) for sheet in entry.report]
        kinds = "、".join(dict.fromkeys(one["what"] for one in its)) + ("（已搁置）" if entry.file_id in aside else "")
        said = {"file": entry.name, "what": kinds, "received_on": f"{entry.received_on:%Y-%m-%d}"}
        sums = {name: sum(one[name] for one in its) for name in COUNTS}
        rows.append(said | {"open": str(entry.file_id)} | sums)
    return pd.DataFrame(rows, columns=["received_on", "file", "what", *COUNTS, "open"])


def first(frame: pd.DataFrame) -> str:
    """Return the address of the sheet to show at first: the first with something to mend, else to check."""
    wanted = frame[(frame.rejected > 0) | (frame.faults > 0)]
    wanted = wanted if len(wanted) else frame[frame.notices > 0]
    return str((wanted if len(wanted) else frame).open.iloc[0])


def problems(files: Iterable[Report]) -> pd.DataFrame:
    """One row a rejected row, unreadable cell or thing noticed: where it is, what stands there, why, and what to do."""
    rows = [
        {"file": file["file"], "sheet": sheet["sheet"], **found}
        for file in files
        for sheet in file["sheets"]
        for found in _of_sheet(sheet)
    ]
    columns = ["file", "sheet", "row", "position", "header", "problem", "value", "why", "next_step", "tone"]
    return pd.DataFrame(rows, columns=columns, dtype=object)  # rows stay whole numbers, of the whole sheet None


def _of_sheet(sheet: Report) -> Iterable[dict[str, Any]]:
    for one in sheet["rejections"]:
        yield _problem("整行退回", one, one["reason"], "late", "请在原表改正这一行后重发")
    for one in sheet["cell_faults"]:
        yield _problem("读不出", one, one["reason"], "late", "请在原表改正这一格后重发")
    for one in sheet.get("notices", ()):
        if one["kind"] == UNREAD:
            yield _problem("有数字的列没有读", one, one["text"], "late", "请改列名后重发")
        elif one["kind"] != QUIET:
            yield _problem("已载入，请核对", one, one["text"], "quiet", "请核对；没有错就不用管")


def _problem(problem: str, one: Mapping[str, Any], said: str, tone: str, otherwise: str) -> dict[str, Any]:
    why, next_step = split(said, otherwise)
    return {
        "row": one["row"],
        "position": one.get("column") or "",
        "header": one.get("header") or "",
        "problem": problem,
        "value": "" if one.get("value") is None else str(one["value"]),
        "why": why,
        "next_step": next_step,
        "tone": tone,
    }


def split(said: str, otherwise: str) -> tuple[str, str]:
    """Part a message into the reason and what to do, which begins with 请."""
    said = on_page(said)
    at = said.rfind("请")
    if at <= 0:
        return said, otherwise
    return said[:at].rstrip("，。；,; "), said[at:]


def on_page(said: str) -> str:
    """Say on the page what a message says to the command line."""
    for option, words in ON_PAGE.items():
        said = said.replace(option, words)
    return said


def is_any_loaded(files: Iterable[Report]) -> bool:
    """Tell whether a file was loaded, now or before; of one held back the rows that are right have not been, either."""
    return any(file.get("status") != "failed" for file in files)


def wants_mapping(sheet: Report) -> bool:
    """Tell whether rows of a sheet were refused because nobody knows what its columns are."""
    return any(UNKNOWN in one["reason"] for one in sheet["rejections"])


def wants_late(files: Iterable[Report]) -> bool:
    """Tell whether a file was refused because something frozen lies behind it."""
    return any("--late" in (file.get("error") or "") for file in files)


def wants_month(files: Iterable[Report]) -> bool:
    """Tell whether a sheet was not loaded for want of a month."""
    messages = [sheet.get("message") or "" for file in files for sheet in file["sheets"]]
    return any("--month" in text for text in [*messages, *(file.get("error") or "" for file in files)])
