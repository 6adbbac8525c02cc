"""What are the columns of a sheet? A person says it once; it is kept, and the file is loaded by it."""

from functools import partial
from pathlib import Path

import streamlit as st

from data.decision_kinds import HeaderMapping
from data.warehouse import store_folder
from etl import archive
from etl.intake import Sheet, as_table, guess, read_workbook
from etl.intake.kinds import kinds
from etl.intake.layout import month_of
from etl.loading import mappings, uploads
from etl.loading import reloading as rereading
from pages.components import context, decide, states, words
from pages.components.intake import intake_form, intake_mapping
from pages.components.intake.intake_rows import Report
from pages.components.view import View


@st.cache_resource(max_entries=4, show_spinner="正在读表…")
def _cells(path: str, name: str, sheet: str) -> Sheet | None:
    """The first rows of a sheet, cards as a table; a file that is kept never changes."""
    book = read_workbook(Path(path), name)
    found = next((one for one in book.sheets if one.name == sheet), None)
    return mappings.cut(as_table(found)) if found else None


def mapping(view: View, file: Report, place: int, source: Path, origin: str) -> None:
    """A person says what the columns of a sheet are; it is kept, and the file is loaded by it."""
    name = file["sheets"][place]["sheet"]
    words.headline(
        f"“{words.escape(name)}”的列各是什么？", f"{words.escape(file['file'])}。指认一次，以后同样版式自动载入。"
    )
    sheet = _cells(str(source), file["file"], name)
    found = guess.guess(sheet, view.profile, file=file["file"]) if sheet else None
    if sheet is None or found is None:
        states.nothing("这张表里没有像表头的行", "请在原表的第一行写上列名再传。")
    labels = {one.id: one.label for one in kinds().values()}
    with st.container(key="main-picture", gap="small"):
        kind = intake_mapping.kind(found.kind, found.confidence, labels, found.fingerprint)
        if kind != found.kind:
            found = guess.guess(sheet, view.profile, file=file["file"], kind=kind) or found
        fields = guess.field_labels(kind)
        chosen = intake_mapping.columns(found.columns, fields, f"{found.fingerprint}_{kind}")
    said = mappings.payload(name, kind, [column.header for column in found.columns], chosen)
    asked = getattr(uploads.find(store_folder(), origin), "request", {}).get("month") or ""
    tried = mappings.preview(sheet, said, view.profile, month_of(asked or None))
    month: str | None = asked or None
    if asked or "--month" in (tried["report"]["message"] or ""):
        month = intake_form.ask_month("map_month", asked)
        tried = mappings.preview(sheet, said, view.profile, month_of(month))
    intake_mapping.preview(tried["records"], tried["report"], list(chosen.values()), fields, view)
    before = mappings.last_on(store_folder(), view.district, found.fingerprint)
    subject = mappings.subject(found.fingerprint)

    def write() -> None:
        last = before.id if before else None
        then = partial(_load_again, view, origin, month)
        decide.write(HeaderMapping(about=subject, **said), view=view, after=last, then=then)

    again = rereading.concerned(store_folder(), view.profile, found.fingerprint, said) if chosen else []
    intake_mapping.save(write, is_ready=bool(chosen), again=[one.name for one in again])
    if before and before.payload == said:
        states.note(f"{before.who} 已于 {before.at:%Y-%m-%d %H:%M} 存过这份对照。")
        st.button("照已存的对照载入", on_click=_load_again, args=(view, origin, month), key="map_again")


def _load_again(view: View, origin: str, month: str | None) -> None:
    """Load what is opened once more, now that a mapping explains it."""
    context.put("map", "")
    entry = archive.entries(store_folder()).get(int(origin)) if origin.isdecimal() else None
    if entry:
        source = next((store_folder() / "archive" / entry.folder_name).glob("source.*"))
        month = month or (f"{entry.month:%Y-%m}" if entry.month else None)
        origin = uploads.receive(
            store_folder(), [(entry.name, source.read_bytes())], district=view.district,
            received_on=entry.received_on, month=month,
        )  # fmt: skip
    else:
        uploads.start(store_folder(), origin, month)
    context.put("open", origin)
