"""The form through which workbooks come in: files, the day received, the month where a sheet names none."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data import clock
from pages.components import states

ENDINGS = ["xlsx", "xlsm", "xls", "csv"]


@dataclass(frozen=True)
class Sent:
    """What a person sends: files by name, and what they say of them."""

    files: list[tuple[str, bytes]]
    received_on: date | None
    month: str | None
    is_late: bool


def show(*, most_files: int, most_mb: int) -> Sent | None:
    """Draw the form; return what was sent when the button is pressed and all of it can be taken, else None."""
    turn = st.session_state.setdefault("intake_turn", 0)
    with st.grid(2, min_column_width=440, gap="medium") as grid:
        with grid.cell():
            files = st.file_uploader(
                f"选择报表：Excel 或 csv，可多选，每个不超过 {most_mb} 兆",
                type=ENDINGS,
                accept_multiple_files=True,
                max_upload_size=most_mb,
                key=f"intake_files_{turn}",
            )
        with grid.cell(), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            received = st.text_input("收到日期", value=f"{clock.today():%Y-%m-%d}", width=140, key="intake_received")
            month = st.text_input("月份（表中没写时用）", placeholder="如 2026-09", width=190, key="intake_month")
            pressed = st.button("载入", type="primary", width=100, key="intake_load")
            is_late = st.checkbox("补载到已冻结的会议、通报之前（已冻结的数字不会变）", key="intake_late")
    if not pressed:
        return None
    trouble = "" if files else "先选要载入的文件。"
    trouble = trouble or _wrong_day(received) or _wrong_month(month)
    if len(files) > most_files:
        trouble = f"一次最多 {most_files} 个文件，现在是 {len(files)} 个。请分几次传。"
    if trouble:
        states.note(trouble)
        return None
    st.session_state["intake_turn"] = turn + 1  # an empty form next time
    taken = [(file.name, file.getvalue()) for file in files]
    return Sent(taken, date.fromisoformat(received) if received.strip() else None, month.strip() or None, is_late)


def ask_month(key: str, value: str = "", asked: str = "哪个月的表？（计划：从哪个月起执行）") -> str | None:
    """Draw the field for the month of sheets that name none; return it where it is one."""
    month = st.text_input(asked, value=value, placeholder="如 2026-09", width=300, key=key).strip()
    trouble = _wrong_month(month)
    if trouble:
        states.note(trouble)
    return month if month and not trouble else None


def _wrong_day(text: str) -> str:
    try:
        is_late = bool(text.strip()) and date.fromisoformat(text.strip()) > clock.today()
    except ValueError:
        return f"收到日期“{text}”不是日期，写法：2026-09-30。"
    return f"收到日期 {text} 还没到，请写实际收到的日子。" if is_late else ""


def _wrong_month(text: str) -> str:
    try:
        date.fromisoformat(f"{text.strip()}-01" if text.strip() else "2026-01-01")
    except ValueError:
        return f"月份“{text}”不认识，写法：2026-09。"
    return ""
