"""The commands: what stands in the way of serving is said with what to do; accounts are kept from the command line."""

import io
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from accounts import __main__ as accounts
from accounts import audit, database, people
from accounts.serving import __main__ as serving
from accounts.serving.app import is_loopback
from tests.accounts.conftest import FIRST

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    monkeypatch.setenv("GUATU_STORE", str(folder))
    return folder


@pytest.fixture
def run(store, monkeypatch, capsys):  # noqa: ARG001  (where accounts are kept)
    """Run ``python -m accounts …`` with what is typed; return code, output and complaint."""

    def run(*arguments, typed=FIRST):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed + "\n"))
        code = accounts.main([*arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def check(host="127.0.0.1", port=0, capsys=None):
    code = serving.main(["--host", host, "--port", str(port), "--check"])
    return code, capsys.readouterr().err


def admin(run):
    assert run("add", "guanli", "--name", "管理员", "--roles", "administrator")[0] == 0


@pytest.mark.usefixtures("store")
def test_without_an_account_the_server_does_not_start(capsys):
    code, said = check(capsys=capsys)
    assert code == 1
    assert "还没有账号" in said
    assert "python -m accounts add" in said


def test_without_an_administrator_it_does_not_start(run, capsys):
    run("add", "wang", "--name", "王", "--roles", "meeting")
    assert "没有系统管理员" in check(capsys=capsys)[1]


SETTINGS = [  # server.toml, host, what is said (empty: it starts)
    ("", "127.0.0.1", ""),
    ("", "0.0.0.0", "口令不能明文传送"),
    ("plain_http = true", "0.0.0.0", ""),
    ("address = 'https://a'\n[proxy]\naddresses = ['127.0.0.1']", "0.0.0.0", ""),
    ("[proxy]\naddresses = ['127.0.0.1']", "0.0.0.0", "口令不能明文传送"),
    ("address = 'https://a'", "0.0.0.0", "口令不能明文传送"),
    ("local_accounts = false", "127.0.0.1", "没有任何登录方式"),
    ("adress = 'x'", "127.0.0.1", "adress：没有这个键"),
    ("[tls]\ncertificate = 'no.pem'\nkey = 'no.key'", "0.0.0.0", "不在"),
    ("[tls]\ncertificate = 'bad.pem'\nkey = 'bad.pem'", "0.0.0.0", "用不了"),
    (
        "address = 'https://a'\n[oidc]\nissuer = 'https://i'\nclient_id = 'g'\nsecret_file = 'no'",
        "127.0.0.1",
        "不在或是空的",
    ),
    (
        "address = 'https://a'\n[oidc]\nissuer = 'https://i'\nclient_id = 'g'\nsecret_file = 'bad.pem'",
        "127.0.0.1",
        "chmod 600",
    ),
    ("", "203.0.113.1", "这台机器没有这个地址"),
]


@pytest.mark.parametrize(("text", "host", "said"), SETTINGS)
def test_the_server_starts_only_where_people_can_sign_in_safely(store, run, capsys, text, host, said):
    admin(run)
    if host == "203.0.113.1":
        text = "plain_http = true"
    (store / "bad.pem").write_text("no certificate")
    (store / "bad.pem").chmod(0o644)
    (store / "server.toml").write_text(text, encoding="utf-8")
    code, complaint = check(host, capsys=capsys)
    assert (code, said in complaint) == (1 if said else 0, True)
    assert "Traceback" not in complaint


def test_a_port_that_is_taken_is_said(run, capsys):
    admin(run)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "端口已被占用" in check(port=taken.getsockname()[1], capsys=capsys)[1]


def test_a_database_that_is_away_is_said(run, capsys, monkeypatch):
    monkeypatch.setenv("GUATU_LEDGER", "postgresql+psycopg://nobody@/none?host=/nowhere")
    code, said = check(capsys=capsys)
    assert code == 1
    assert "连不上" in said
    assert run("list")[0] == 1


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("", False),
        (None, False),
        ("10.1.1.1", False),
    ],
)
def test_without_sign_in_only_this_machine_is_served(host, expected):
    assert is_loopback(host) is expected


def test_the_plain_server_refuses_an_address_of_the_network():
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.address=0.0.0.0", "--server.port=0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode != 0
    assert "python -m accounts.serving" in done.stderr


def test_accounts_are_kept_from_the_command_line(run):
    admin(run)
    assert run("add", "li", "--name", "李", "--roles", "单位,leader", "--unit", "某局", "--leader", "某某")[0] == 0
    assert people.get(database.open_database(), "li").roles == {"officer", "leader"}
    assert run("roles", "li", "officer")[0] == 0
    assert run("unit", "li", "另一局")[0] == 0
    assert "li\t李\tofficer\t另一局 某某" in run("list")[1]
    assert run("disable", "li")[0] == 0
    assert "已停用" in run("list")[1]
    assert run("disable", "li", "--undo")[0] == 0
    assert run("reset", "li", typed="Xia-2026-tian")[0] == 0
    assert run("unlock", "li")[0] == 0
    assert run("disable", "guanli")[0] == 1  # the last administrator
    code, said, _ = run("audit")
    assert (code, "前后相符" in said) == (0, True)
    acts = [record.act for record in audit.records(database.open_database())]
    assert acts == ["account_added"] * 2 + ["account_changed"] * 6
    assert FIRST not in str(audit.records(database.open_database()))


def test_what_is_not_possible_is_said(run):
    assert run("add", "li", "--name", "李", "--roles", "officer")[0] == 1
    assert "没有账号" in run("unlock", "nobody")[2]
    assert "口令不合要求" in run("add", "li", "--name", "李", "--roles", "meeting", typed="short")[2]


def test_a_changed_trail_is_told_by_the_command(run, tmp_path):
    admin(run)
    run("unlock", "guanli")
    engine = database.open_database()
    with engine.begin() as con:  # as somebody with the file in hand could
        con.exec_driver_sql("drop trigger audit_no_update")
        con.exec_driver_sql("update audit set login = 'nobody' where id = 1")
    code, said, complaint = run("audit", "--export", str(tmp_path / "trail.jsonl"))
    assert (code, "有改动" in said, "第 1 条" in complaint) == (1, True, True)
    assert len((tmp_path / "trail.jsonl").read_text(encoding="utf-8").splitlines()) == 2
