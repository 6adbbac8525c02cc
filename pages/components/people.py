"""Whom a cell names, and the telephone number that stands in it."""

import re

TELEPHONE = re.compile(r"1\d{10}|0\d{2,3}[- ]?\d{7,8}")


def person(*names: object) -> str:
    """Return the first name there is, without its telephone number: that stands as a link of its own."""
    known = [
        re.sub(r"[（(]\s*[）)]", "", TELEPHONE.sub("", name)).strip(" ，,:：")
        for name in names
        if isinstance(name, str)
    ]
    return next((name for name in known if name), "")


def telephone(said: object) -> str:
    """Return the telephone number that stands in a cell, "" where none does."""
    found = TELEPHONE.search(said) if isinstance(said, str) else None
    return re.sub(r"[- ]", "", found[0]) if found else ""
