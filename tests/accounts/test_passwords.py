"""Passwords: what the rules refuse, at each boundary, and that the kept text gives nothing away."""

import pytest

from accounts import passwords
from accounts.settings import PasswordRules

RULES = PasswordRules()
TABLE = [  # password, what is said (empty: taken)
    ("Qing-2026-", ""),  # ten characters, four classes
    ("Qing-2026", "至少 10 位"),  # nine
    ("qing202620", "中至少要有 3 种"),  # two classes
    ("qing-20262", ""),  # three
    ("qingqingqing", "中至少要有 3 种"),
    ("Aa1-Aa1-Aa1-", "5 个不同"),  # four different characters
    ("Aa1-bAa1-bAa", ""),  # five
    ("xWangLi-2026", "不能含有账号"),  # whatever the case
    ("Q1-" + "长" * 125, "5 个不同"),  # 128 characters
    ("Qing-2026-" + "x" * 119, "至多 128 位"),  # 129
    ("", "至少 10 位"),
]


@pytest.mark.parametrize(("password", "said"), TABLE)
def test_the_rules_refuse(password, said):
    found = "；".join(passwords.faults(password, "wangli", RULES))
    assert (said in found) if said else found == ""


def test_one_of_the_last_passwords_is_refused():
    kept = [passwords.hashed("Qing-2026-chun"), passwords.hashed("Xia-2026-tian")]
    assert "最近" in passwords.faults("Xia-2026-tian", "wangli", RULES, kept)[0]
    assert passwords.faults("Qiu-2026-tian", "wangli", RULES, kept) == []


def test_what_is_kept_is_argon2id_and_differs_each_time():
    one, other = passwords.hashed("Qing-2026-chun"), passwords.hashed("Qing-2026-chun")
    assert one.startswith("$argon2id$")
    assert one != other
    assert "Qing" not in one


@pytest.mark.parametrize(
    ("password", "expected"),
    [("Qing-2026-chun", True), ("Qing-2026-chuN", False), ("", False), ("x" * 200, False), ("Qing-2026-chun ", False)],
)
def test_only_the_password_is_right(password, expected):
    assert passwords.is_right(passwords.hashed("Qing-2026-chun"), password) is expected


@pytest.mark.parametrize("kept", [None, "", "plain", "$argon2id$broken"])
def test_nothing_is_right_without_a_kept_password(kept):
    assert passwords.is_right(kept, "nobody") is False


def test_an_unknown_account_is_checked_like_a_known_one(monkeypatch):
    """Counted, not timed: both take one computation with the same parameters."""
    asked = []

    class Hasher:
        def verify(self, kept: str, _password: str) -> bool:
            asked.append(kept.rsplit("$", 2)[0])
            return False

    kept = passwords.hashed("Qing-2026-chun")
    monkeypatch.setattr(passwords, "_HASHER", Hasher())
    passwords.is_right(kept, "x")
    passwords.is_right(None, "x")
    passwords.is_right(None, "x" * 200)
    assert len(asked) == 3
    assert len(set(asked)) == 1
