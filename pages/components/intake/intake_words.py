"""数据接入 in words: what came of a load, and the account of its rows as one bar that closes."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data import formats
from pages.components import states, words
from pages.components.intake import intake_rows
from pages.components.intake.intake_rows import Report
from pages.components.theme import AMBER_FILL, BLUE, LATE, STEEL
from pages.components.words import escape

LONG = 160  # letters of a message that is shown at once


def standing(files: int, frame: pd.DataFrame, short_name: str) -> tuple[str, str]:
    """What has come in so far, over all files of the district (one row a file)."""
    if not files:
        return f"{escape(short_name)}还没有收到报表", "选好文件，点“载入”。每一行的去处、每一格读不出的原因都会列出来。"
    total = frame[list(intake_rows.COUNTS)].sum()
    head = f"已收 {files} 个文件共 {formats.number(total.rows_total)} 行，{_outcome(total)}"
    return head, "载入 + 跳过 + 退回（+ 待确认）= 行数，隐藏的表和行也算。点一个文件看它的每一张表。"


def outcome(files: Sequence[Report], frame: pd.DataFrame) -> tuple[str, str]:
    """What came of a load (or of one file, long ago): the sentence and what to do next."""
    count = {status: sum(file.get("status") == status for file in files) for status in intake_rows.STATUS}
    total = frame[list(intake_rows.COUNTS)].sum()
    if files and count["unchanged"] == len(files):
        every = "这个文件" if len(files) == 1 else f"这 {len(files)} 个文件"
        return f"{every}以前载入过，内容一样：什么也没有改变", "不用再传，列名对照也还是那一份。下面是当时的账。"
    what = f"{escape(files[0]['file'])}" if len(files) == 1 else f"{len(files)} 个文件"
    again = "按新的列名对照重读，" if any(file.get("is_read_again") for file in files) else ""
    head = f"{what}{again}共 {formats.number(total.rows_total)} 行：{_outcome(total)}"
    if len(files) == 1 and count["failed"]:
        head = f"{what}{words.late('没有载入')}，数据和原来一样"
    elif count["failed"]:
        head += f"；{words.late(str(count['failed']) + ' 个文件没有载入')}"
    if count["unchanged"]:
        head += f"；{count['unchanged']} 个未变"
    if count["asked"]:
        asked = [sheet for file in files for sheet in file["sheets"] if sheet.get("status") == "asked"]
        return (
            f"{what}：{words.late(f'{len(asked)} 张表待确认')}，还没有进入数字",
            "别的表已照常载入。点“去确认”，看一下是不是这样读。",
        )
    if count["failed"] == len(files) and not total.faults:
        return head, "原因写在下面；照着改好、补上或指认列名，再载入一次即可。"
    if total.rejected or total.faults:
        return head, "退回的行、读不出的格逐条列在下面。下载标注副本，在标出的格里改好，再传一次即可。"
    return head, "每一行都有去处。" + ("提示“请核对”的已照原样载入，没有改动。" if total.notices else "")


def read_again(others: Sequence[Report]) -> None:
    """Say which files that came before were read anew, since a mapping of theirs has changed."""
    done = [f"“{one['file']}”（{one['received_on']} 收到）" for one in others if one["status"] == "loaded"]
    if done:
        states.note(f"列名对照变了，一并重读：{'、'.join(done)}。从今天起按新读法，以前各日的数字不变。")
    for one in others:
        if one["status"] != "loaded":
            states.note(intake_rows.on_page(one["error"]))


def _outcome(total: pd.Series) -> str:
    rejected = f"退回 {formats.number(total.rejected)} 行"
    faults = f"{formats.number(total.faults)} 格读不出"
    parts = [
        f"载入 {formats.number(total.loaded)} 行",
        *([words.late(f"待确认 {formats.number(total.waits)} 行")] if total.waits else []),
        f"跳过 {formats.number(total.skipped)} 行",
        words.late(rejected) if total.rejected else "没有退回",
        words.late(faults) if total.faults else "没有读不出的格",
    ]
    return "，".join(parts)


def account(files: Sequence[Report], frame: pd.DataFrame) -> None:
    """Draw the rows as one bar: loaded, skipped (of which kinds), rejected; the parts add up to all."""
    total = frame[list(intake_rows.COUNTS)].sum()
    loaded = "载入" if intake_rows.is_any_loaded(files) else "能载入（还没有载入）"
    parts = [
        (loaded, total.loaded, BLUE, ""),
        *([("待确认", total.waits, AMBER_FILL, "没有进入数字")] if total.waits else []),
        ("跳过", total.skipped, STEEL, intake_rows.skipped_words(intake_rows.all_skipped(files))),
        ("退回", total.rejected, LATE, ""),
    ]
    bar = "".join(
        f'<i style="flex:{count} 0 {2 if count else 0}px;background:{colour}"></i>' for _, count, colour, _ in parts
    )
    labels = "".join(
        f'<span style="white-space:nowrap"><b style="border-left:10px solid {colour};padding-left:.4em">{name} '
        f"{formats.number(count)}</b></span>" + (f'<span class="gt-quiet">{escape(note)}</span>' if note else "")
        for name, count, colour, note in parts
    )
    said = "，".join(f"{name} {formats.number(count)} 行" for name, count, _, _ in parts)
    st.html(
        f'<div role="img" aria-label="共 {formats.number(total.rows_total)} 行：{said}" '
        f'style="display:flex;gap:2px;height:22px">{bar}</div>'
        f'<div style="display:flex;flex-wrap:wrap;gap:.1rem 1.2em;margin-top:.35rem;font-size:.9375rem">{labels}'
        f"<span>= {formats.number(total.rows_total)} 行</span></div>"
    )


def stopped(files: Sequence[Report]) -> None:
    """Say what stopped each file that was not loaded; what a message says at length stands at the sheet."""
    for file in files:
        if file.get("status") == "failed":
            said = intake_rows.on_page(file.get("error") or file["file"])
            short = said if len(said) <= LONG else f"{said.split('。')[0]}。"
            st.html(f'<p class="gt-note" style="border-color:{LATE}">{escape(short)}</p>')
