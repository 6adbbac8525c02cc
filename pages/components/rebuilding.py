"""A warehouse of an older schema version is rebuilt from the archive, by the command people use; pages say how far."""

import subprocess
import sys
import threading
from html import escape
from pathlib import Path
from typing import NoReturn

import streamlit as st

from data import warehouse

ROOT = Path(__file__).parents[2]

_lock = threading.Lock()
_running: list[subprocess.Popen] = []  # the last rebuild that this server started


def start() -> subprocess.Popen:
    """Rebuild in a process of its own, one at a time; return it."""
    with _lock:
        if not _running or _running[-1].poll() is not None:
            store = str(warehouse.store_folder().resolve())
            command = [sys.executable, "-m", "etl", "status", "--json", "--store", store]
            _running[:] = [
                subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
            ]
        return _running[-1]


def start_if_outdated() -> None:
    """Look at the warehouse when the server starts; whatever else is wrong with it, the pages say."""
    try:
        warehouse.connect()
    except warehouse.WarehouseOutdated as error:
        if not error.is_newer:
            start()
    except (warehouse.WarehouseMissing, warehouse.WarehouseBroken):
        pass


def watch() -> NoReturn:
    """Say how far the rebuild is, start it where nobody has, and draw the page again when it is over."""
    process = start() if warehouse.step_of_writer() is None else None

    @st.fragment(run_every=1.0)
    def part() -> None:
        step = warehouse.step_of_writer()
        if step is None and (process is None or process.poll() is not None):
            st.rerun()
        said = step or "正在启动"
        st.html(f'<p class="gt-stand" role="status">{escape(said)}…通常不到一分钟，完成后本页自己出现。</p>')

    with st.container(key="main-picture", gap="small"):
        st.html('<h1 class="gt-head">程序更新过，正由存档重建数据仓</h1>')
        part()
    st.stop()


def has_failed() -> bool:
    """Tell whether the last rebuild of this server ended without one."""
    return bool(_running) and _running[-1].poll() not in (None, 0)
