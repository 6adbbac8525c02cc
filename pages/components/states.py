"""Empty, partial and failed states: what is missing and the next step, in words."""

import logging
from html import escape
from typing import NoReturn

import streamlit as st

from data import log
from data.warehouse import WarehouseOutdated
from pages.components import rebuilding


def stop(head: str, next_step: str, command: str = "") -> NoReturn:
    """Say in words why there is nothing to show and what to do next, then end the page."""
    with st.container(key="main-picture", gap="small"):
        st.html(f'<h1 class="gt-head">{escape(head)}</h1><p class="gt-stand">{escape(next_step)}</p>')
        if command:
            st.code(command, language=None, wrap_lines=True)
    st.stop()


def missing(reason: str = "") -> NoReturn:
    """There is no warehouse yet."""
    stop(
        "还没有数据",
        reason or "请到“数据接入”载入上月的报表，各页就有数字；要先看演示，请维护人员运行下面的命令，再刷新本页。",
        "python -m etl demo",
    )


def broken(error: Exception) -> NoReturn:
    """The warehouse is there but cannot be read, or a question to it failed. The cause is in the store's log."""
    if isinstance(error, WarehouseOutdated) and not error.is_newer and not rebuilding.has_failed():
        rebuilding.watch()
    id = log.error(None, error)
    stop(
        "数据打不开",
        "数据文件不完整，或与程序版本不符，页面上不显示任何数字。请退回上一个版本，或重新载入；"
        f"原因见数据目录 logs/guatu.log，编号 {id}。",
        "python -m etl status",
    )


def failed(error: Exception) -> None:
    """A page has a fault of its own: said in words, in place of Streamlit's English box; the log has it by its id."""
    id = log.error(None, error)
    logging.getLogger(__name__).error("page failed, id %s", id, exc_info=error)
    words = f"没有保存的内容请重填。请把编号 {id} 告诉维护人员，原因见数据目录 logs/guatu.log；其他页面可以照常使用。"
    st.html(f'<h1 class="gt-head" role="alert">这一页出错了</h1><p class="gt-stand">{words}</p>')


def nothing(what: str, next_step: str) -> NoReturn:
    """There is a warehouse, but nothing in it answers this page."""
    stop(what, next_step)


def note(text: str) -> None:
    """One quiet line about something that is missing in part or was put right."""
    st.html(f'<p class="gt-note" role="status">{escape(text)}</p>')
