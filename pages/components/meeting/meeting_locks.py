"""The quarterly review around its slides: as frozen and by whom, or as drawn now, and where the two differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from data import clock, formats, frozen, ledger, log
from data.decision_kinds import Freeze
from data.formats import day
from data.loaded import until_words
from data.quarter_sources import lacking, quarter_title
from data.quarters import quarter_code, quarter_words
from data.sheet_kinds import SHEET_LABELS
from data.wording import completion_wording
from pages.components import access, context, decide, states, tables, words
from pages.components.map import map_geography as maps
from pages.components.meeting.slides.frame import Occasion, Slide
from pages.components.meeting.slides.sequence import slides
from pages.components.view import View

TURN = "guatu_show_turn"
MEETING = "meeting"  # what is frozen
SOURCES = ("dispatch", "annual_plan", "statistics_return", "library_ledger")  # of what the slides show


@dataclass(frozen=True)
class Lock:
    """A meeting that was frozen: the record's hash, the version and the day it stands on, and who did it."""

    entry_id: int
    hash: str
    version: str
    frozen_on: date
    who: str
    reason: str | None


def subject(view: View, quarter: str) -> str:
    """What the freezing of a quarter's meeting is about, in the ledger."""
    return Freeze(district=view.district, what=MEETING, quarter=quarter, hash="").subject


def locks(view: View, quarter: str) -> tuple[list[Lock], int | None]:
    """Return the quarter's frozen meetings, newest first, and the last entry's id; one that was lifted is left out."""
    with ledger.open_ledger() as book:
        entries = book.entries("freeze", view.district, subject(view, quarter))
    found: list[Lock] = []
    for entry in entries:
        said = entry.payload
        if said.get("status") == "undone":
            found = [lock for lock in found if lock.hash != said["hash"]]
        else:
            held = date.fromisoformat(said["frozen_on"])
            found.append(Lock(entry.id, said["hash"], said["version"], held, entry.who, entry.reason))
    return found[::-1], entries[-1].id if entries else None


def lock_shown(view: View, held: list[Lock]) -> Lock | None:
    """Return the lock whose slides are shown: the newest, unless the reader asks for now or for another day."""
    return held[0] if held and view.known_on is None and st.query_params.get("show") != "now" else None


def kept_slides(lock: Lock) -> list[dict[str, Any]]:
    """Return the slides as they were frozen; a record that cannot be read ends the page in words."""
    try:
        return frozen.read(lock.hash)["slides"]
    except frozen.FrozenBroken as error:
        states.stop("锁定的讲评打不开", str(error))


def drawn(asked: Mapping[str, pd.DataFrame], view: View, version: str) -> list[Slide]:
    """Draw the slides from what the metrics said, by the rules of the view's month.

    Args:
        asked: tables by name, as ``slides`` takes them.
        view: the page's view.
        version: of the data, in full; the slides show its end.
    """
    occasion = Occasion(
        view.profile.name,
        quarter_title(view.as_of, view.sources),
        until_words(SOURCES, view.sources, view.as_of, view.known_on),
        version[-8:],
        view.is_demo,
        basis(view),
    )
    cards, ladder = (view.profile.rule(name, view.as_of) for name in ("cards", "ladder"))
    return slides(
        asked,
        occasion,
        geo=maps.geography(view.profile),
        quarter=quarter_code(view.as_of),
        has_cards=bool(cards and cards.enabled),
        steps=ladder.steps if ladder and ladder.enabled else (),
        starts=view.profile.measure("on_time_starts", view.as_of),
        judged_by=completion_wording.judged_by(view.profile, view.as_of),
    )


def basis(view: View) -> tuple[str, ...]:
    """Return the sentences of the last slide: sources with their months, and the rules that judge."""
    until = "，".join(
        f"{SHEET_LABELS[kind]}截至{formats.month(view.until(kind))}"
        for kind in ("dispatch", "annual_plan", "statistics_return", "library_ledger")
        if kind in view.sources
    )
    rules = completion_wording.lights(view.profile, view.as_of)
    said = (
        f"来源：{until}",
        f"亮灯：{rules}",
        "完成率＝上报累计÷年度计划；进度缺口＝计划进度−上报累计，时序缺口＝年度计划×月份÷12−上报累计；逐项口径见“规则与口径”",
    )
    return said + ((f"按{day(view.known_on)}所知",) if view.known_on else ())


def content(show: list[dict[str, Any]], view: View, quarter: str) -> dict[str, Any]:
    """Lay a show out as data to be frozen: pictures, the tables they were drawn from, version and rules."""
    return {
        "what": "meeting",
        "district": view.district,
        "quarter": quarter,
        "as_of": f"{view.as_of:%Y-%m}",
        "version": view.version,
        "rules": view.profile.model_dump(mode="json", exclude={"folder"}),
        "slides": show,
    }


def as_data(show: list[Slide]) -> list[dict[str, Any]]:
    """Each slide as plain data."""
    return [
        {
            "name": slide.name,
            "title": slide.title,
            "svg": slide.svg,
            "details": slide.details,
            "whose": slide.whose,
            "tables": {name: frozen.as_data(table) for name, table in slide.tables.items()},
        }
        for slide in show
    ]


def freeze(made: Mapping[str, Any], view: View, after: int | None, reason: str) -> None:
    """Keep the show and enter its hash into the ledger; from a button's callback."""
    if not access.may("freeze"):
        return
    try:
        name = frozen.freeze(made)
    except OSError as error:
        told = f"没有锁定：数据目录写不进去，原因见 logs/guatu.log，编号 {log.error(None, error)}。"
        st.session_state.setdefault(decide.NOTICES, []).append(told)
        return
    record = {key: made[key] for key in ("what", "quarter", "as_of", "version")}
    said = Freeze(district=view.district, hash=name, frozen_on=clock.today(), **record)
    decide.write(said, view=view, after=after, reason=reason)


def lift(lock: Lock, view: View, quarter: str, after: int | None, reason: str) -> None:
    """Lift a lock: the record stays, the page goes back to the figures as they are known now."""
    said = Freeze(district=view.district, status="undone", hash=lock.hash, what=MEETING, quarter=quarter)
    decide.write(said, view=view, after=after, reason=reason)


def headline(view: View, lock: Lock | None, held: list[Lock], count: int) -> None:
    """Say what is shown: frozen by whom, or the figures as they stand now."""
    head = f"{quarter_title(view.as_of, view.sources)}讲评，{count} 张"
    if lock:
        by = f"{escape(lock.who)} {day(lock.frozen_on)}"
        said = f"已锁定：{by}，版本 {lock.version[-8:]}，校验 {lock.hash[:8]}。会上数字不再变动。"
    elif view.known_on:
        said = f"数据时点 {day(view.known_on)}，未锁定。"
    elif held:
        said = "现在的数字，与锁定的可能不同；讲评以锁定的为准。"
    else:
        said = "还没有锁定：数字随新的报表和决定变动。上会前请锁定。"
    said += f"暂定：{'、'.join(missing)}。" if (missing := lacking(view.as_of, view.sources)) and not lock else ""
    words.headline(head, said)


def controls(
    view: View, quarter: str, lock: Lock | None, held: list[Lock], after: int | None, made: Callable[[], dict[str, Any]]
) -> None:
    """The buttons over the slides: play, freeze or lift, frozen or now, and what today's code would give."""
    st.button(
        "开始放映",
        type="primary",
        icon=":material/slideshow:",
        key="meeting_play",
        on_click=_play,
    )
    if not lock and access.may("freeze") and not view.known_on:
        with st.popover("上会锁定", icon=":material/lock:"):
            st.write("锁定版本、规则和每一张的数据；此后新的报表、决定和程序都不改变这场讲评。")
            reason = st.text_input(
                "事由", value=f"{quarter_words(view.as_of)}讲评上会", key="freeze_reason", max_chars=60
            )
            st.button("锁定", type="primary", key="freeze_now", disabled=not reason.strip(),
                      on_click=lambda: freeze(made(), view, after, reason))  # fmt: skip
    if held and not view.known_on:
        context.choose("show", {"frozen": "看锁定的", "now": "看现在的"}, label="哪一份")
    if lock:
        context.choose("compare", {"": "不比较", "1": "与重新计算的结果比较"}, label="比较")
        if access.may("freeze"):
            with st.popover("解除锁定", icon=":material/lock_open:"):
                reason = st.text_input("原因", key="lift_reason", max_chars=60)
                st.button("解除", key="lift_now", disabled=not reason.strip(),
                          on_click=lambda: lift(lock, view, quarter, after, reason))  # fmt: skip


def _play() -> None:
    context.put("play", "1")
    st.session_state[TURN] = turn() + 1


def turn() -> int:
    """Return how often the reader has asked for the show in this session."""
    return st.session_state.get(TURN, 0)


def seconds(said: str) -> float:
    """Read ?auto=8; what is no number of seconds between 2 and 600 is no advance."""
    try:
        found = float(said or 0)
    except ValueError:
        return 0
    return found if 2 <= found <= 600 else 0


def compared(lock: Lock, kept: list[dict], now: list[Slide], view: View) -> None:
    """Show where today's code gives something else than what was frozen, as known on the day of freezing."""
    found = frozen.differences(kept, as_data(now))
    how = f"按现行程序、用{day(lock.frozen_on)}（含）以前收到的报表重新计算"
    if found.empty:
        states.note(f"{how}，{len(kept)} 张的数据与锁定时完全一致。")
        return
    states.note(f"{how}，有 {len(found)} 处与锁定时不同；讲评以锁定的为准。")
    st.dataframe(
        found.astype(str), hide_index=True, height=300,
        column_config={"slide": "张", "table": "表", "row": "行", "column": "列", "frozen": "锁定时", "today": "现在"},
    )  # fmt: skip
    tables.download(found, view=view, name="讲评 与锁定时的差异")
