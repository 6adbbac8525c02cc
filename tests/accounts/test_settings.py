"""server.toml: unknown keys are refused by name, what cannot be is said in words; the example is whole and true."""

import re
import tomllib
from pathlib import Path

import pytest

from accounts.settings import BadSettings, Proxy, Settings, read_settings

EXAMPLE = Path(__file__).parents[2] / "docs" / "server.toml"
BAD = [  # text, what is said
    ("adress = 'https://a'", "adress：没有这个键"),
    ("[session]\nidle = 3", "session.idle：没有这个键"),
    ("[session]\nidle_minutes = 4", "session.idle_minutes：超出范围（至少 5）"),
    ("[session]\nidle_minutes = 481", "至多 480"),
    ("[password]\nleast_length = 7", "password.least_length：超出范围（至少 8）"),
    ("[tls]\ncertificate = 'a.pem'", "tls.key：缺这个键"),
    ("address = 'guatu.local'", "写成 https://"),
    ("address = 'https://a/b'", "写成 https://"),
    ("[oidc]\nissuer = 'https://a'\nclient_id = 'a'\nsecret_file = 's'", "要写 address"),
    ("address = 'https://a'\n[oidc]\nissuer = 'http://id'\nclient_id = 'a'\nsecret_file = 's'", "https://"),
    ("plain_http = true\n[tls]\ncertificate = 'a'\nkey = 'b'", "不要写 plain_http".replace("不要", "就不要")),
    ("[proxy]\naddresses = []", "proxy.addresses"),
    ("[proxy]\naddresses = ['nginx']", "proxy.addresses.0"),
    ("[proxy]\naddresses = ['10.0.0.1']\nuser_header = 'X User'", "proxy.user_header"),
    ("address = ", "不是合格的 TOML"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_cannot_be_is_said(tmp_path, text, said):
    (tmp_path / "server.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=re.escape(said)):
        read_settings(tmp_path)


def test_bytes_that_are_no_text_are_said(tmp_path):
    (tmp_path / "server.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadSettings, match="UTF-8"):
        read_settings(tmp_path)


def test_without_a_file_the_defaults_hold(tmp_path):
    assert read_settings(tmp_path) == Settings()


def test_paths_are_taken_from_where_the_file_is(tmp_path):
    (tmp_path / "server.toml").write_text("[tls]\ncertificate = 'tls/a.pem'\nkey = '/etc/k.pem'", encoding="utf-8-sig")
    tls = read_settings(tmp_path).tls
    assert (tls.certificate, tls.key) == (tmp_path / "tls" / "a.pem", Path("/etc/k.pem"))


def test_the_example_is_valid_with_every_line_uncommented(tmp_path):
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = [re.sub(r"^# (?=[a-z_]+ = |\[)", "", line) for line in text.splitlines()]
    said = tomllib.loads("\n".join(lines))
    (tmp_path / "server.toml").write_text(
        "\n".join(line for line in lines if line != "plain_http = true"), encoding="utf-8"
    )
    read_settings(tmp_path)
    assert said.keys() == Settings.model_fields.keys()
    for part in ("password", "locking", "session", "limits"):
        assert said[part] == getattr(Settings(), part).model_dump(), "the example shows the defaults"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.1.1.5", True),
        ("::ffff:10.1.1.5", True),
        ("10.1.1.6", False),
        ("10.2.255.255", True),
        ("10.3.0.0", False),
        ("testclient", False),
        ("", False),
        ("::1", False),
    ],
)
def test_a_proxy_is_known_by_its_address(address, expected):
    assert Proxy(addresses=("10.1.1.5", "10.2.0.0/16")).is_one(address) is expected
