"""Passwords: kept as argon2id, checked in the same time for a known and an unknown account, and held to rules."""

import secrets
import threading
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from accounts.settings import PasswordRules

LONGEST = 128  # characters: what is longer is not even hashed
_HASHER = PasswordHasher()  # argon2id, RFC 9106 low-memory parameters: 64 MiB, 3 passes
_FEW_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 64 MiB: guessing must not fill the memory
_NOBODYS = _HASHER.hash(secrets.token_urlsafe())  # what an unknown account is compared with
CLASSES = (
    ("大写字母", str.isupper),
    ("小写字母", str.islower),
    ("数字", str.isdigit),
    ("符号", lambda letter: not letter.isalnum() and not letter.isspace()),
)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _FEW_AT_ONCE:
        return _HASHER.hash(_same_form(password))


def is_right(kept: str | None, password: str) -> bool:
    """Tell whether this is the password; None (no such account, or it has none) takes as long and is never right."""
    if len(password) > LONGEST:
        password = ""
    try:
        with _FEW_AT_ONCE:
            return _HASHER.verify(kept or _NOBODYS, _same_form(password)) and bool(kept)
    except (Argon2Error, InvalidHashError):
        return False


def faults(password: str, login: str, rules: PasswordRules, former: Iterable[str] = ()) -> list[str]:
    """Return what speaks against a new password, in Chinese; empty where it may be taken.

    Args:
        password: the new one.
        login: of the account.
        rules: of the server.
        former: what is kept of the present and the last passwords.
    """
    found = []
    if len(password) < rules.least_length:
        found.append(f"至少 {rules.least_length} 位")
    if len(password) > LONGEST:
        found.append(f"至多 {LONGEST} 位")
    here = [name for name, belongs in CLASSES if any(belongs(letter) for letter in password)]
    if len(here) < rules.least_classes:
        found.append(f"大写字母、小写字母、数字、符号中至少要有 {rules.least_classes} 种")
    if login and login.casefold() in password.casefold():
        found.append("不能含有账号")
    if len(set(password)) < 5:
        found.append("至少要有 5 个不同的字符")
    if not found and any(is_right(kept, password) for kept in former):
        found.append(f"不能与最近 {rules.history} 次用过的相同")
    return found


def _same_form(password: str) -> str:
    """Return the same text however a keyboard composes its letters."""
    return unicodedata.normalize("NFC", password)
