"""What commands understand: months, days, quarters, and a refusal in one line with the next step."""

import argparse
import re
from calendar import monthrange
from datetime import date
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser whose refusal is one line with the next step."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with exit code 2."""
        self.exit(2, f"{message}\n用法见 python -m metrics --help\n")


def month(text: str) -> date:
    """Read a month: 2026-09."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", text)
    if not match or not 1 <= int(match[2]) <= 12:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份，应如 2026-09")
    return date(int(match[1]), int(match[2]), 1)


def day(text: str) -> date:
    """Read a day: 2026-10-15; of a month the last."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        if re.fullmatch(r"\d{4}-\d{2}", text):  # a month: its last day
            first = month(text)
            return first.replace(day=monthrange(first.year, first.month)[1])
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-10-15") from None


def quarter(text: str) -> date:
    """Read a quarter as its last month: 2026Q3."""
    match = re.fullmatch(r"(\d{4})[Qq]([1-4])", text)
    if not match:
        raise argparse.ArgumentTypeError(f"“{text}”不是季度，应如 2026Q3")
    return date(int(match[1]), int(match[2]) * 3, 1)
