"""A person's word on a file that waits: it loads, its columns are named, or it does not load."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from data.decision_kinds import HeaderMapping
from data.warehouse import store_folder
from etl import store, waiting
from etl.commands import pending_commands
from etl.intake.guess import field_labels
from etl.loading import uploads
from pages.components import access, context, decide, states, words
from pages.components.intake import intake_form, intake_waiting
from pages.components.view import View


def waiting_files(view: View) -> list[waiting.Waiting]:
    """Return the district's files that wait."""
    return waiting.all_of(store_folder(), view.district)


def entrance(view: View) -> None:
    """Draw a way to each file that waits."""
    for one in waiting_files(view):
        if st.button(f"待确认：{words.plain(one.name)}", icon=":material/help:", key=f"waits_{one.id}"):
            context.put("waits", one.id)
            st.rerun()


def links(files: Sequence[Mapping[str, Any]]) -> None:
    """Draw the way to each file of a load that waits."""
    for one in files:
        said = f"去确认：{words.plain(one['file'])}"
        if one.get("id") and st.button(said, type="primary", key=f"waits_{one['id']}"):
            context.put("open", "")
            context.put("waits", one["id"])
            st.rerun()


def asked(view: View, id: str) -> None:
    """The screen of one file that waits."""
    try:
        one = waiting.find(store_folder(), id)
    except waiting.NoSuchFile:
        states.nothing("这个文件已不在待确认之列", "可能已经有人确认或撤下。现有的见“数据接入”首页。")
        return
    may_decide = access.may("load")
    needs_month = any(sheet["asked"]["needs_month"] for sheet in one.asked)
    words.headline(*intake_waiting.head(one.name, one.received_on, one.asked))
    month = intake_form.ask_month("asked_month") if needs_month and may_decide else None
    has_candidates = any(sheet["asked"].get("candidates") for sheet in one.asked)
    accept = _by_name(view, partial(_accept, view, one, month)) if one.was_read else partial(_read, view, one, month)
    if may_decide:
        intake_waiting.acts(
            accept=None if has_candidates else accept,
            label=intake_waiting.ACCEPT if one.was_read else intake_waiting.READ,
            note=intake_waiting.note(one.asked),
            rename=partial(_to_mapping, view, one, month),
            drop=_by_name(view, partial(_drop, one)),
            is_ready=bool(month) or not needs_month,
        )
    with st.container(key="main-picture", gap="small"):
        for place, sheet in enumerate(one.asked):
            labels = field_labels(sheet["kind"]) if sheet["kind"] else {}

            def choose(number: int, found: Sequence[Mapping[str, Any]]) -> None:
                decide.by_name(partial(_choose, view, one, month, found[number]), view=view)

            intake_waiting.show(sheet, labels, view, str(place), choose if may_decide else None)


def _by_name(view: View, act: Callable[[str], None]) -> Callable[[], None]:
    """Return a callback that carries an act out once it is known who makes it."""
    return lambda: decide.by_name(act, view=view)


def _accept(view: View, one: waiting.Waiting, month: str | None, name: str) -> None:
    context.put("waits", "")
    context.put("open", _send(view, one, month, accepted_by=name))


def _read(view: View, one: waiting.Waiting, month: str | None) -> None:
    """Read the file with its month; what nothing proves is asked then."""
    context.put("waits", "")
    context.put("open", _send(view, one, month))


def _choose(view: View, one: waiting.Waiting, month: str | None, chosen: Mapping[str, Any], name: str) -> None:
    """Keep one of the readings that are possible as a mapping, and load the file by it."""
    if decide.write(HeaderMapping(about=chosen["subject"], **chosen["mapping"]), view=view, name=name):
        _accept(view, one, month, name)


def _drop(one: waiting.Waiting, name: str) -> None:
    try:
        pending_commands.drop(store_folder(), one.id, name, None)
    except (waiting.NoSuchFile, store.StoreBusy) as error:
        decide.tell(str(error))
    else:
        decide.tell(f"“{one.name}”没有载入，已记入台账（{name}）。要载入时再传一次即可。")
    context.put("waits", "")


def _to_mapping(view: View, one: waiting.Waiting, month: str | None) -> None:
    """Lead to where its columns can be named, with the month that was given."""
    answer = {"files": [{"file": one.name, "status": "asked", "sheets": one.sheets}]}
    token = _send(view, one, month, answer=answer)
    place = next(place for place, sheet in enumerate(one.sheets) if sheet.get("status") == "asked")
    context.put("waits", "")
    context.put("open", f"{token}.0.{place}")
    context.put("map", "1")


def _send(view: View, one: waiting.Waiting, month: str | None, **said: Any) -> str:  # noqa: ANN401
    return uploads.receive(
        store_folder(), [(one.name, one.source.read_bytes())], district=view.district, received_on=one.received_on,
        month=month or (f"{one.month:%Y-%m}" if one.month else None), **said,
    )  # fmt: skip
