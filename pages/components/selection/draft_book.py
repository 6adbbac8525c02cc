"""The draft as the 年度计划 workbook that an office issues, and that intake reads back: a group a batch, totals."""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
import xlsxwriter

from data import formats
from pages.components.selection import draft_words
from pages.components.view import View
from pages.components.workbooks import A3, XLSX

NUMERALS = "一二三四五六七八九十"
NUMBER, DATE = "0.00", "yyyy-mm-dd"
# heading, field, width; {year} is the plan's
COLUMNS = (
    ("序号", "", 6), ("项目代码", "project_code", 26), ("项目名称", "project_name", 34), ("批次", "draft_batch", 10),
    ("建设性质", "construction_nature", 10), ("项目级别", "project_level", 9), ("项目类别", "category", 20),
    ("所属行业", "industry", 12), ("资金来源", "funding", 12), ("审批方式", "approval_procedure", 9),
    ("建设地点", "town", 12), ("所属园区", "special_area", 12), ("总投资（万元）", "draft_total_wan", 13),
    ("批复概算（万元）", "approved_estimate_wan", 13), ("{year}年度计划投资（万元）", "draft_plan_wan", 14),
    ("计划开工时间", "planned_start_date", 12), ("计划竣工时间", "planned_finish_date", 12), ("项目业主", "owner", 22),
    ("责任单位", "responsible_unit", 16), ("服务责任单位", "service_unit", 16), ("联系区领导", "contact_leader", 14),
    ("项目专员", "project_officer", 10), ("经度", "longitude", 11), ("纬度", "latitude", 11),
)  # fmt: skip
SUMMED = ("draft_total_wan", "approved_estimate_wan", "draft_plan_wan")


def download(draft: pd.DataFrame, view: View) -> None:
    """Draw the button that gives the plan of all projects in the draft."""
    year = draft_words.year(view)
    st.download_button(
        "年度计划工作簿", lambda: workbook(draft, view.profile.name, year, is_demo=view.is_demo),
        f"{year}年度重点项目投资计划（草案）_{view.profile.short_name}.xlsx", mime=XLSX, icon=":material/download:",
        on_click="ignore", key="draft_book",
    )  # fmt: skip


def workbook(draft: pd.DataFrame, district_name: str, year: int, *, is_demo: bool = False) -> bytes:
    """Write the projects of the draft as a plan sheet.

    Args:
        draft: rows of ``draft_plan``; those in the draft are written, batch by batch in their order.
        district_name: for the title.
        year: of the plan.
        is_demo: say so in the title.

    Returns:
        The xlsx file. A batch stands under its heading with a subtotal, all under a total; amounts 万元.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    )
    sheet = book.add_worksheet(f"{year}年计划")
    bold = book.add_format({"bold": True})
    looks = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": NUMBER, "valign": "top"}),
        "total": book.add_format({"num_format": NUMBER, "bold": True}),
        "date": book.add_format({"num_format": DATE, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"}),
    }
    demo = "（演示数据）" if is_demo else ""
    sheet.write_string(0, 0, f"{district_name}{year}年度重点项目投资计划表（草案）{demo}", bold)
    sheet.write_string(1, 0, "单位：万元")
    for place, (heading, _, width) in enumerate(COLUMNS):
        sheet.write_string(2, place, heading.format(year=year), looks["head"])
        sheet.set_column(place, place, width)
    chosen = draft[draft.is_in_draft.astype(bool)]
    row = _total(sheet, 3, "合计", chosen, looks)
    number = 0
    for place, (batch, rows) in enumerate(chosen.groupby("draft_batch", sort=False)):
        sheet.write_string(row, 0, f"{NUMERALS[place % 10]}、{batch}项目（{len(rows)}个）", bold)
        row += 1
        for record in rows.to_dict("records"):
            number += 1
            sheet.write_number(row, 0, number)
            for at, (_, field, _) in enumerate(COLUMNS[1:], start=1):
                _write(sheet, row, at, record[field], looks)
            row += 1
        row = _total(sheet, row, "小计", rows, looks)
    sheet.write_string(row, 0, "注：前期项目的年度计划为前期工作经费，不计入年度投资任务。")
    sheet.freeze_panes(3, 3)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    book.close()
    return buffer.getvalue()


def _total(sheet: Any, row: int, word: str, rows: pd.DataFrame, looks: dict[str, Any]) -> int:  # noqa: ANN401
    """Write a row of sums; return the next row."""
    fields: Sequence[str] = [field for _, field, _ in COLUMNS]
    sheet.write_string(row, fields.index("project_name"), word, looks["total"])
    for field in SUMMED:
        sheet.write_number(row, fields.index(field), float(_sum(rows[field])), looks["total"])
    return row + 1


def _sum(values: pd.Series) -> Decimal:
    return sum((formats.rounded(value, 2) for value in values if not formats.is_missing(value)), Decimal(0))


def _write(sheet: Any, row: int, place: int, value: Any, looks: dict[str, Any]) -> None:  # noqa: ANN401
    if formats.is_missing(value):
        return
    if isinstance(value, pd.Timestamp):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), looks["date"])
    elif isinstance(value, str):
        sheet.write_string(row, place, value, looks["text"])
    else:
        sheet.write_number(row, place, float(value), looks["number"])
