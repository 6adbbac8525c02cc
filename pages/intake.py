"""数据接入: what came in, what was refused, and why?"""

from pathlib import Path

import streamlit as st

from data.ledger import open_ledger
from data.warehouse import connect, store_folder
from etl import annotated, archive, cells, corrections, mappings, proposals, publish, rereading, uploads
from etl.intake import Sheet, guess, read_workbook
from etl.intake.kinds import kinds
from etl.intake.layout import month_of
from pages.components import (
    context,
    decide,
    desk,
    intake_form,
    intake_lists,
    intake_mapping,
    intake_progress,
    intake_proposals,
    intake_rows,
    intake_words,
    states,
    words,
)
from pages.components.intake_proposals import Proposal
from pages.components.intake_rows import Report
from pages.components.view import View


def landing(view: View) -> None:
    """The way in, and all that has come in so far."""
    entries = [e for e in archive.current(archive.entries(STORE).values()) if e.district == view.district]
    aside = publish.set_aside(STORE) if entries else set()
    files = intake_rows.received(entries, aside)
    words.headline(*intake_words.standing(len(entries), files, view.profile.short_name))
    with st.container(key="main-picture", gap="small"):
        for token in uploads.running(STORE):
            if st.button("有一批报表正在载入，看进度", icon=":material/hourglass_top:", key=token):
                context.put("open", token)
                st.rerun()
        found = _proposals(view) if view.version else []
        waiting = len(proposals.open_ones(found))
        parts = {"files": f"已收报表 {len(entries)}", "proposals": f"建议 {waiting} 条待定"}
        if st.query_params.get("proposal"):  # a row leads here with nothing else
            context.put("part", "proposals")
        if context.choose("part", parts, label="看什么") == "proposals":
            proposing(view, found)
            return
        sent = intake_form.show(most_files=uploads.MOST_FILES, most_mb=uploads.MOST_MB)
        if sent:
            token = uploads.receive(
                STORE,
                sent.files,
                district=view.district,
                received_on=sent.received_on,
                month=sent.month,
                is_late=sent.is_late,
            )
            context.put("open", token)
            st.rerun()
        intake_lists.files(files, view)


@st.cache_data(max_entries=8, show_spinner="正在查找疑点…")
def _found(store: str, version: str, district: str, decisions: int) -> list[dict]:  # noqa: ARG001  (they are the key)
    """The district's proposals as of a version and a number of decisions."""
    return proposals.proposals(store, district)


def _proposals(view: View) -> list[dict]:
    with open_ledger(STORE) as ledger:
        return _found(str(STORE), view.version, view.district, ledger.count())


def proposing(view: View, found: list[dict]) -> None:
    """What is suspected, and a person's word on one of it."""
    wanted = st.query_params.get("proposal")
    one = next((one for one in found if intake_proposals.token(one) == wanted), None)
    if one:
        deciding(view, one)
    intake_proposals.show(found, proposals.STATES, view)


def deciding(view: View, one: Proposal) -> None:
    """A person's word on one proposal, or on a cell."""

    def decided(one: Proposal, kind: str, said: dict, reason: str) -> None:
        if decide.write(kind, said, view=view, subject=one["subject"], after=one["entry_id"], reason=reason):
            context.put("proposal", "")

    def undo(one: Proposal, _: str, reason: str) -> None:
        with open_ledger(STORE) as ledger:
            kind, said = proposals.undo(one, ledger.entries(district=view.district))
        decided(one, kind, said, reason)

    def is_readable(value: str) -> bool:
        with connect(STORE).cursor() as con:
            return corrections.readable(con, one["sheet_kind"], one["field"], value)

    intake_proposals.card(
        one,
        proposals.STATES,
        is_readable=is_readable,
        accept=lambda one, value, reason: decided(one, *proposals.payload(one, value), reason),
        refuse=lambda one, _, reason: decided(one, *proposals.refusal(one), reason),
        undo=undo,
    )


def correcting(view: View, entry: archive.Entry, sheet: str) -> None:
    """Any cell of a sheet, put right by a person."""
    address = intake_proposals.ask_cell()
    if not address:
        return
    try:
        deciding(view, cells.find(STORE, entry.file_id, sheet, address))
    except cells.NoSuchCell as error:
        states.note(str(error))


def report(view: View, files: list[Report], opened: list[str], sources: list) -> Report | None:
    """The account of what was opened, sheet by sheet, and what is to be mended on one of them; the sheet shown."""
    frame = intake_rows.sheets(files, opened[0])
    if st.query_params.get("map") and ".".join(opened) in set(frame.open):
        mapping(view, files[int(opened[1])], int(opened[2]), sources[int(opened[1])], opened[0])
        return None
    words.headline(*intake_words.outcome(files, frame))
    intake_words.stopped(files)
    if intake_rows.wants_month(files) and not opened[0].isdecimal():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            month = intake_form.ask_month("again_month")
            if st.button("照这个月份再载入", type="primary", disabled=not month):
                uploads.start(STORE, opened[0], month)
                st.rerun()
    if intake_rows.wants_late(files) and not opened[0].isdecimal():
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("补载", type="primary", key="again_late"):
                uploads.start(STORE, opened[0], is_late=True)
                st.rerun()
            words.aside("补载的数字按收到日期记入，“按现在所知”会变；冻结的会议、通报仍是当时的数字。")
    if frame.empty:
        return None
    shown = ".".join(opened) if ".".join(opened) in set(frame.open) else intake_rows.first(frame)
    _, at, place = shown.split(".")
    one = files[int(at)]
    with st.container(key="main-picture", gap="small"):
        intake_words.account(files, frame)
        intake_lists.sheets(files, frame, view, shown)
    source = sources[int(at)]
    has_marks = source.exists() and annotated.has_marks(one["sheets"])
    intake_lists.downloads(
        files,
        view,
        (lambda: annotated.annotate(source, one["file"], one["sheets"])) if has_marks else None,
        annotated.file_name(one["file"]),
    )
    if source.exists():
        is_unknown = intake_rows.wants_mapping(one["sheets"][int(place)])
        text = "指认列名，让它能载入" if is_unknown else "重新指认这张表的列名"
        if st.button(text, type="primary" if is_unknown else "tertiary", key="map_open"):
            context.put("open", shown)
            context.put("map", "1")
            st.rerun()
    intake_lists.problems(one, one["sheets"][int(place)], view)
    return one["sheets"][int(place)]


@st.cache_resource(max_entries=4, show_spinner="正在读表…")
def _cells(path: str, name: str, sheet: str) -> Sheet | None:
    """The first rows of a sheet; a file that is kept never changes."""
    book = read_workbook(Path(path), name)
    return next((mappings.cut(one) for one in book.sheets if one.name == sheet), None)


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
    asked = getattr(uploads.find(STORE, origin), "request", {}).get("month") or ""
    tried = mappings.preview(sheet, said, view.profile, month_of(asked or None))
    month: str | None = asked or None
    if asked or "--month" in (tried["report"]["message"] or ""):
        month = intake_form.ask_month("map_month", asked)
        tried = mappings.preview(sheet, said, view.profile, month_of(month))
    intake_mapping.preview(tried["records"], tried["report"], list(chosen.values()), fields, view)
    before = mappings.last_on(STORE, view.district, found.fingerprint)
    subject = mappings.subject(found.fingerprint)

    def write() -> None:
        if decide.write("mapping", said, view=view, subject=subject, after=before.id if before else None):
            _load_again(view, origin, month)

    again = rereading.concerned(STORE, view.profile, found.fingerprint, said) if chosen else []
    intake_mapping.save(write, is_ready=bool(chosen), again=[one.name for one in again])
    if before and before.payload == said:
        states.note(f"{before.who} 已于 {before.at:%Y-%m-%d %H:%M} 存过这份对照。")
        st.button("照已存的对照载入", on_click=_load_again, args=(view, origin, month), key="map_again")


def _load_again(view: View, origin: str, month: str | None) -> None:
    """Load what is opened once more, now that a mapping explains it."""
    context.put("map", "")
    entry = archive.entries(STORE).get(int(origin)) if origin.isdecimal() else None
    if entry:
        source = next((STORE / "archive" / entry.folder_name).glob("source.*"))
        month = month or (f"{entry.month:%Y-%m}" if entry.month else None)
        origin = uploads.receive(
            STORE, [(entry.name, source.read_bytes())], district=view.district,
            received_on=entry.received_on, month=month,
        )  # fmt: skip
    else:
        uploads.start(STORE, origin, month)
    context.put("open", origin)


def sending(view: View, token: str, opened: list[str]) -> None:
    """A load just sent: under way, over, or broken off."""
    found = uploads.find(STORE, token)
    if found is None:
        states.nothing("没有这次载入的记录", "它的文件已清理，或链接不完整。已载入的都在“数据接入”首页。")
    elif found.state == "running":

        def state() -> tuple[bool, float, str]:
            now = uploads.find(STORE, token)
            return (True, now.share, now.step) if now and now.state == "running" else (False, 1.0, "")

        intake_progress.watch(state)
    elif found.state == "broken" or "error" in found.answer:
        why = found.answer.get("error") or "载入的程序中途停了。"
        words.headline(words.late("没有载入") + "，一切和原来一样", words.escape(why))
        if st.button("再试一次", type="primary"):
            uploads.start(STORE, token)
            st.rerun()
    else:
        files = found.answer["files"]
        report(view, files, opened, [found.source(place) for place in range(len(files))])
        intake_words.read_again(found.answer.get("read_again", ()))


def received(view: View, entry: archive.Entry, opened: list[str]) -> None:
    """A file of the archive."""
    folder = STORE / "archive" / entry.folder_name
    source = next(folder.glob("source.*"), folder)
    shown = report(view, [{"file": entry.name, "status": "loaded", "sheets": entry.report}], opened, [source])
    if shown and view.version and shown["loaded"]:
        correcting(view, entry, shown["sheet"])


STORE = store_folder()
view = desk.bar("intake", acts=("load",))
opened = st.query_params.get("open", "").split(".")
entry = archive.entries(STORE).get(int(opened[0])) if opened[0].isdecimal() else None
if opened[0] and st.button("数据接入首页", icon=":material/arrow_back:"):
    context.put("open", "")
    st.rerun()
if entry:
    received(view, entry, opened)
elif opened[0]:
    sending(view, opened[0], opened)
else:
    landing(view)
