"""Uploads: whatever a file is called, it is kept under a number; its load is the command's, and its answer is kept."""

import openpyxl
import pytest

from data.warehouse import current_version
from etl import archive
from etl.loading import uploads


def book(path, name="一号桥"):
    made = openpyxl.Workbook()
    made.active.append(["项目名称", "总投资(万元)", "2026年度计划投资(万元)"])
    made.active.append([name, 8000, 3000])
    made.save(path)
    return path.read_bytes()


def finished(store, token):
    uploads._running[token].wait(timeout=60)
    return uploads.find(store, token)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    names = ["../../年度计划.xlsx", "C:\\坏的\\a.xlsx", "说明.pdf"]
    contents = [book(folder / "book.xlsx"), b"PK broken", b"%PDF"]
    token = uploads.receive(
        folder / "store", zip(names, contents, strict=True), district="tianyuan", accepted_by="王芳"
    )
    return folder / "store", token, contents[0]


def test_names_never_become_paths(sent):
    store, token, _ = sent
    kept = {path.name for path in (store / "inbox" / "uploads" / token).iterdir()}
    assert {"0001.xlsx", "0002.xlsx", "0003.other"} <= kept
    assert not list(store.parent.glob("*计划*"))


def test_the_answer_is_the_commands_and_tells_each_file_by_its_name(sent):
    store, token, content = sent
    done = finished(store, token)
    assert done.state == "done"
    assert [(file["file"], file["status"]) for file in done.answer["files"]] == [
        ("年度计划.xlsx", "loaded"),
        ("a.xlsx", "failed"),
        ("说明.pdf", "failed"),
    ]
    assert [entry.name for entry in archive.entries(store).values()] == ["年度计划.xlsx"]
    version = current_version(store)
    again = finished(store, uploads.receive(store, [("换了名字.xlsx", content)], district="tianyuan"))
    assert again.answer["files"][0]["status"] == "unchanged"
    assert current_version(store) == version


def test_a_load_that_died_is_told_from_one_that_is_over(sent, monkeypatch):
    store, token, _ = sent
    finished(store, token)
    monkeypatch.setattr(uploads, "_running", {})
    assert uploads.find(store, token).state == "done"  # after the server started anew
    (store / "inbox" / "uploads" / token / "answer.json").write_text("")
    assert uploads.find(store, token).state == "broken"


@pytest.mark.parametrize("token", ["", "../..", "20260101T000000-00000000", "20260101T000000-0000000g"])
def test_only_a_sendings_own_name_finds_it(sent, token):
    assert uploads.find(sent[0], token) is None
