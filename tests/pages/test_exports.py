"""Every way out and every way in, as each role: no file gives away a booked figure that its reader may not see.

The ways are found in the sources; a walk through all choices of all pages has to come by each of them. What others than
the statistician get is compared between two stores that they must not be able to tell apart (``tests/twins.py``).
"""

import ast
import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pypdf
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import access
from pages.components import context
from tests import twins
from tests.pages.conftest import PATIENCE, words_on
from tests.registered import PAGES

ROOT = Path(__file__).parents[2]
DISTRICT, MONTH = "tianyuan", date(2026, 9, 1)
WAYS = {"download_button": "out", "download": "out", "file_uploader": "in"}
SAMPLE = 2  # of choices that are names out of the data, as many as the page's own are all tried
MOST_CHOICES = 8  # more than these are names out of the data
MORE: dict[str, list[dict[str, str]]] = {  # states that no choice on the page leads to
    "overview": [
        {"cells": "reported_ytd_wan"},
        {"cells": "difference_wan", "cells_of": "reconciliation"},  # asked on a page that is everybody's
        {"cells": "open_wan", "cells_by": "group_id", "cells_id": "…"},
    ],
    "entry_lag": [
        {"cells": "on_time_rate", "cells_of": "entry_lag"},
        {"cells": "statistics_month", "cells_by": "project", "cells_id": "…"},
    ],
    "investment_completion": [
        {"cells": "booked_ytd_wan"},
        {"cells": "annual_plan_wan", "cells_by": "project", "cells_id": "…"},
        {"cells": "booked_ytd_wan", "cells_by": "project", "cells_id": "…"},
        {"cells": "total_investment_wan", "cells_by": "project", "cells_id": "…"},
    ],
    "unit_ranking": [
        {"cells": "rank", "cells_by": "responsible_unit", "cells_id": "栗雨街道"},
        {"cells": "item_rate", "cells_by": "responsible_unit", "cells_id": "栗雨街道|入库入统"},
        {"unit": "栗雨街道"},
        {"part": "ladder", "district": "jingyang"},
    ],
    "data_health": [{"unit": "高科集团"}],
    "intake": [{"open": "104"}],  # a file with a refused row
}
ELSEWHERE = {  # ways that no state of the demo leads to, and what keeps them
    (
        "pages/components/meeting/meeting_locks.py",
        "compared",
    ): "both sides are slides that the reader is shown on this page",
    ("pages/components/reconciliation/signing.py", "sign_off"): "on a page of the statistician's only",
    ("pages/components/provenance/gaps.py", "show"): "for the statistician only",
    (
        "pages/components/tasks/acts/sending.py",
        "show",
    ): "for an officer who has signed in; tests/accounts/test_pages.py",
    ("pages/districts.py", ""): "only on a lake; tests/lake/test_districts_page.py",
}
OF_OFFICERS = {"issue_answer", "task_answer", "cell_proposal", "load_own", "see_tasks"}  # of their own unit
NOT_FOR = "这一页需要其他权限"
HANDLE = re.compile(r'deferred_file_id: "\w+"|url: "/mock/media/[^"]+"')  # of a file that waits to be fetched


@dataclass
class Walk:
    """What one reader met: files by page, choices and name; the lines of code that drew them; uploads."""

    files: dict[tuple, object] = field(default_factory=dict)
    lines: set[tuple[str, int]] = field(default_factory=set)
    uploads: set[str] = field(default_factory=set)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sent: dict[tuple, list[str]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    here: tuple = ()


def ways() -> Iterator[tuple[str, int, int, str]]:
    """File, first and last line, and direction of each call that lets something out or in."""
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in WAYS:
                    yield path.relative_to(ROOT).as_posix(), node.lineno, node.end_lineno, WAYS[name]


def lines() -> set[tuple[str, int]]:
    """The lines of the pages' code that are being run."""
    found, frame = set(), sys._getframe(2)
    while frame:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "pages"):
            found.add((path.relative_to(ROOT).as_posix(), frame.f_lineno))
        frame = frame.f_back
    return found


def contents(data: object) -> object:
    """What a file says, without the moment it was written: the parts of an Office file, the pages of a PDF."""
    written = data() if callable(data) else data
    if written[:4] == b"%PDF":
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages]
    if written[:2] != b"PK":
        return written
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        return {name: contents(package.read(name)) for name in package.namelist() if name != "docProps/core.xml"}


def recorded(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Note what is drawn: choices, files and uploads."""
    choose, download, upload = context.choose, st.download_button, st.file_uploader

    def choosing(name: str, options: dict, **rest: object) -> str:
        walk.options[name] = tuple(options)
        return choose(name, options, **rest)

    def downloading(label: str, data: object, file_name: str, *rest: object, **more: object) -> bool:
        walk.lines |= lines()
        walk.files[*walk.here, label, file_name] = contents(data)
        return download(label, data, file_name, *rest, **more)

    def uploading(*rest: object, **more: object) -> object:
        walk.lines |= lines()
        walk.uploads.add(walk.here[0])
        return upload(*rest, **more)

    monkeypatch.setattr(context, "choose", choosing)
    monkeypatch.setattr(st, "download_button", downloading)
    monkeypatch.setattr(st, "file_uploader", uploading)


def walked(
    store: Path, role: str, project: str, patch: pytest.MonkeyPatch, *, names: set[str], is_deep: bool = True
) -> Walk:
    """Walk through the pages of these names: as they open or, deep, with each choice and those that it opens."""
    walk = Walk()
    patch.setenv("GUATU_STORE", str(store))
    recorded(walk, patch)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
    for page in (page for page in PAGES if page.name in names):
        waiting, seen = [{}, *(MORE.get(page.name, []) if is_deep else [])], set()
        while waiting:
            said = {name: project if value == "…" else value for name, value in waiting.pop(0).items()}
            walk.options.clear()
            app.switch_page(page.path)
            app.query_params.clear()
            walk.here = (page.name, *sorted(said.items()))
            asked = {"district": DISTRICT, "as_of": f"{MONTH:%Y-%m}", "role": role, "project": project}
            for name, value in (asked | said).items():
                app.query_params[name] = value
            app.run()
            for button in app.main.button:
                if button.label.startswith("生成 ") and is_deep:
                    button.click().run()
            assert not app.exception, walk.here
            walk.sent[walk.here] = [HANDLE.sub("", str(element.proto)) for element in everything(app)]
            if NOT_FOR in words_on(app):
                walk.closed.add(page.name)
            for name, options in walk.options.items() if is_deep else ():
                fresh = [one for one in options[1:] if (name, one) not in seen]
                seen |= {(name, one) for one in options}
                waiting += [said | {name: one} for one in (fresh[:SAMPLE] if len(options) > MOST_CHOICES else fresh)]
    return walk


def everything(app: AppTest) -> Iterator:
    """Every element that was sent, those of dialogs, too."""
    for block in app._tree.children.values():
        yield from (element for element in block if hasattr(element, "proto"))


def fresh_caches() -> None:
    """Forget what was answered from another store."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def walks(demo_store, tmp_path_factory) -> Iterator[dict[str, Walk]]:
    """The walks of each role through the demo, and of one that is shown least through its twin."""
    twin = tmp_path_factory.mktemp("twin") / "store"
    moved = twins.make_twin(demo_store, twin, DISTRICT, MONTH)
    assert len(moved) > 20
    project, found = min(moved), {}
    every = {page.name for page in PAGES}
    with pytest.MonkeyPatch.context() as patch:

        def walk(name: str, where: Path, role: str, names: set[str], *, is_deep: bool = True) -> None:
            with patch.context() as own:
                found[name] = walked(where, role, project, own, names=names, is_deep=is_deep)

        fresh_caches()
        walk("meeting", demo_store, "meeting", every)
        walk("leader", demo_store, "leader", every, is_deep=False)
        walk("statistician", demo_store, "statistician", found["meeting"].closed | {"project"})
        fresh_caches()
        walk("twin", twin, "meeting", every)
        walk("statistician's twin", twin, "statistician", {"project"})
    yield found
    fresh_caches()


def test_the_walk_comes_by_every_way_out_and_in(walks):
    met = set().union(*(walk.lines for walk in walks.values()))
    missed = {
        (file, first)
        for file, first, last, _ in ways()
        if not any((file, line) in met for line in range(first, last + 1))
        and (file, named(file, first)) not in ELSEWHERE
    }
    assert missed == set(), "lead the walk there (MORE), or say what keeps it (ELSEWHERE)"
    assert {(file, named(file, first)) for file, first, *_ in ways()} >= set(ELSEWHERE)


def named(file: str, line: int) -> str:
    """The function in whose body a line stands."""
    functions = (
        node
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    return next((node.name for node in functions if node.lineno <= line <= node.end_lineno), "")


def test_no_file_tells_a_store_from_its_twin(walks):
    """Whatever two readers may not tell apart, no difference of files, filters or totals gives back."""
    here, there = walks["meeting"], walks["twin"]
    assert len(here.files) > 60
    assert set(here.files) == set(there.files)
    assert [key for key, said in here.files.items() if said != there.files[key]] == []


def test_nothing_sent_to_the_browser_tells_them_apart(walks):
    here, there = walks["meeting"], walks["twin"]
    assert set(here.sent) == set(there.sent)
    assert [key for key, said in here.sent.items() if said != there.sent[key]] == []


def test_the_statistician_can_tell_them_apart(walks):
    """Else the comparison would say nothing."""
    here, there = walks["statistician"], walks["statistician's twin"]
    differing = [key for key, said in there.files.items() if said != here.files[key]]
    assert {key[-2] for key in differing} == {"下载 Excel"}
    assert there.sent[("project",)] != here.sent[("project",)]


def test_every_other_role_gets_the_same_files_or_fewer(walks):
    assert access.may("load", ["officer"]) is False
    officer, leader = ({act for act in access.ACTS if access.may(act, [role])} for role in ("officer", "leader"))
    assert (officer - leader, leader - officer) == (OF_OFFICERS, {"see_leader_projects"})
    least, most = walks["leader"].files, walks["meeting"].files
    assert least.keys() < most.keys()
    assert [key for key in least if least[key] != most[key]] == []


def test_only_whoever_may_load_is_shown_a_way_in(walks):
    assert {file for file, *_, way in ways() if way == "in"} == {
        "pages/components/intake/intake_form.py",
        "pages/components/tasks/acts/sending.py",
    }
    assert {name: walk.uploads for name, walk in walks.items() if walk.uploads} == {"statistician": {"intake"}}
    closed = {"intake", "reconciliation", "unit_tasks", "unit_sendings"}
    assert closed == walks["leader"].closed == walks["meeting"].closed
