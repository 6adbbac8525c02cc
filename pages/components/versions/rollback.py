"""Versions published so far, and the way back to one: said in words, with a reason, before anything is done."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from data.profile import ProfileError, load_profile
from pages.components import states, who, words
from pages.components.words import escape, plain

SHOWN, NAMED = 6, 8  # versions in the list, file names in the question
Go = Callable[[str, str, str], str]


def show(versions: Sequence[Any], received: Mapping[int, Any], aside: Collection[int], *, on_go: Go | None) -> None:
    """List the versions, newest first; whoever may load can go back to one.

    Args:
        versions: ``etl.versions.publish.versions``: name, built_at, file_ids, because, is_current.
        received: every file ever accepted, file_id → entry (name, district).
        aside: files that a rollback has set aside.
        on_go: rolls back (version, reason, who) and returns what went wrong; None: the reader may not.
    """
    words.title(f"发布过 {len(versions)} 版", "载入和决定都生成新版本；旧版本的文件清理以后，仍可按当时的收件退回")
    for notice in st.session_state.pop("guatu_rolled_back", []):
        states.note(notice)
    now = next((set(version.file_ids) for version in versions if version.is_current), set())
    open_all = st.query_params.get("versions_all") == "1"
    for place, version in enumerate(versions if open_all else versions[:SHOWN]):
        before = set(versions[place + 1].file_ids) if place + 1 < len(versions) else set()
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(_line(version, before), width="stretch")
            files = set(version.file_ids)
            is_other = not version.is_current and files != now
            if on_go and is_other and st.button("退回到这一版", key=f"back_{version.name}"):
                _ask(version, now - files, files - now, received, on_go)
    if len(versions) > SHOWN and not open_all and st.button(f"展开全部 {len(versions)} 版", key="versions_more"):
        st.query_params["versions_all"] = "1"
        st.rerun()
    if aside:
        names = "、".join(received[one].name for one in sorted(aside)[:NAMED] if one in received)
        more = "……" if len(aside) > NAMED else ""
        words.aside(f"已搁置 {len(aside)} 个文件：{names}{more}。要重新计入，把原文件再载入一次。")


def _line(version: Any, before: Collection[int]) -> str:  # noqa: ANN401
    """When, why and of what a version was made, as HTML."""
    files = set(version.file_ids)
    more, fewer = len(files - set(before)), len(set(before) - files)
    parts = [f"加入 {more} 个文件" if more else "", f"搁置 {fewer} 个文件" if fewer else ""]
    what = "，".join(part for part in parts if part) or ("计入决定" if version.because == "decision" else "重新生成")
    mark = "<b class='gt-ahead'>当前</b> " if version.is_current else ""
    return (
        f"<div>{mark}{escape(version.built_at[:16])}　{escape(what)}，共 {len(files)} 个"
        f"<span class='gt-foot'>　{escape(version.name)}</span></div>"
    )


@st.dialog("退回到这一版？", width="medium")
def _ask(
    version: Any,  # noqa: ANN401
    leaving: set[int],
    coming: set[int],
    received: Mapping[int, Any],
    on_go: Go,
) -> None:
    """Say what will be set aside, ask why, then do it."""
    for sentence in question(version.built_at, leaving, coming, received):
        st.write(sentence)
    reason = st.text_input("原因（必填，留在台账）", key="back_reason", max_chars=200).strip()
    known = who.name()
    name = known or st.text_input("由谁退回", key="back_who", max_chars=who.MOST_LETTERS).strip()
    if st.button("退回", type="primary", disabled=not (reason and name), key="back_confirm"):
        if not known:
            who.remember(name)
        with st.spinner("正在按留下的文件重新生成，请稍候…"):
            wrong = on_go(version.name, reason, name)
        done = f"已退回到 {version.built_at[:16]} 那一版的收件：搁置 {len(leaving)} 个文件，原因：{reason}"
        st.session_state["guatu_rolled_back"] = [f"没有退回：{wrong}" if wrong else done]
        st.rerun()


def question(built_at: str, leaving: set[int], coming: set[int], received: Mapping[int, Any]) -> list[str]:
    """What going back does, sentence by sentence, in Markdown; names in it are made harmless."""
    said = []
    if leaving:
        districts = Counter(_district(received[one].district) for one in leaving if one in received)
        where = "、".join(f"{name} {count} 个" for name, count in districts.items())
        said.append(f"{built_at[:16]} 以后收到的 **{len(leaving)} 个文件**不再计入（{plain(where)}）：")
        said.append("；".join(plain(received[one].name) for one in sorted(leaving)[:NAMED] if one in received)
                    + ("；……" if len(leaving) > NAMED else "。"))  # fmt: skip
    if coming:
        said.append(f"当时计入、后来搁置的 {len(coming)} 个文件重新计入。")
    said.append("文件只是搁置，不删除：把原文件再载入一次就重新计入。人所作的决定都保留。")
    return said


def _district(name: str) -> str:
    try:
        return load_profile(name).short_name
    except ProfileError:
        return name
