"""The words by which a row is told: totals, group headings, notes, the unit's note, numbers of columns."""

import re
from collections.abc import Iterable

import numpy as np

from etl.intake.kinds import words
from etl.intake.text import plain

UNIT_NOTE = re.compile(
    r"单位[:：]?(?:人民币)?((?:亿|千万|百万|万|千)?(?:美元|美金|欧元|港元|日元|元))|[(（]((?:亿|千万|百万|万)(?:美元|元))[)）]"
)
UNIT_ROW = re.compile(r"[(（]?(?:计量|金额|货币|数据)?单位[:：].{1,12}")  # says a unit, or who sends it, and no more
ORDINAL = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、,.．，]?")
HEADING = re.compile(r"[(（]?[一二三四五六七八九十]+(?:[)）][、,.．，]?|[、,.．，])(?P<text>.+)")
SUB_ORDINAL = re.compile(r"[(（][一二三四五六七八九十]+[)）]")
COUNTED = re.compile(r".+[(（]共?\d+[个项][^)）]*[)）]")
COUNT = re.compile(r"(\d{1,5})\s*[个项件宗](?!月|季|工作日|百分点)")
COLUMN_NAMES = re.compile(r"[甲乙丙丁戊己庚辛]|[A-Z]|\d{1,2}|\(?\d{1,2}\)?=.*")
ALL_COUNTED = re.compile(r"共有?\d+[个项件](?:重点|建设)?(?:项目|工程)?|.{0,10}[合小总共]计共?\d+[个项件].*")
COUNT_BEHIND = re.compile(r"共?\d+[个项件]?(?:重点|建设)?(?:项目|工程)?$")
SIGNED = re.compile(rf"(?:{'|'.join(words('signed'))})[^\w]*(?:\d{{4}}年.*|[处页]?|.*[:：].*)$")
NOTED = re.compile(
    rf"(?:{'|'.join(words('note'))})(?:[^:：]{{0,8}}[:：]|\d*[.、]|20\d\d[年./-]\d{{1,2}}[月./-]?.{{0,6}}$|[)）]?$)"
)
DAY_ALONE = re.compile(r"20\d\d[年./-]\d{1,2}[月./-](?:\d{1,2}[日号]?)?")
LONGEST_SIGNATURE = 60
SUMMING = frozenset("合小总共其汇全平均所")
# Cheap and wide: only cells with one of these are looked at closely. Where the project's name stands, names without
# any letter are odd, too.
TELLING = re.compile(
    r"[合小总共]\s*计|总[数和]|汇总|平均|均值|^\s*共有?\s*\d|^\s*[全所]|^\s*其中"
    r"|^\s*[(（]?[一二三四五六七八九十]+\s*(?:[)）、,.．，]|$)|[(（]共?\s*\d+\s*[个项]|^\s*.{0,3}$|^#"
    rf"|^[\s(（*※]*(?:{'|'.join(words('note'))})|单位\s*[:：]|(?:{'|'.join(words('signed'))})"
)
TELLING_NAME = re.compile(rf"{TELLING.pattern}|^[\W\d_]*$|^\s*20\d\d\s*[年./-]")
# What TELLING looks for, for many texts at once: where it stands inside, and with which letter a text can begin.
INSIDE = (
    re.compile(r"[合小总共]\s*计|总[数和]|汇总|平均|均值"),
    re.compile(r"[(（]共?\s*\d+\s*[个项]"),
    re.compile(r"单位\s*[:：]"),
    re.compile("|".join(words("signed"))),
)
OPENING = frozenset("其共全所(（一二三四五六七八九十#*※单" + "".join(word[0] for word in words("note")))
OPENINGS = re.compile(rf"^(?:[{re.escape(''.join(sorted(OPENING)))}\s]|[^\n]{{0,4}}$)", re.MULTILINE)  # or very short
NAME_OPENINGS = re.compile(rf"{OPENINGS.pattern}|^[\W\d_]", re.MULTILINE)


def may_tell(texts: Iterable[str], *, is_name: bool) -> set[str]:
    """Return the texts that TELLING (TELLING_NAME) may match, and few others; quick where hardly any does."""
    lines = list(texts)
    if not lines:
        return set()
    found: set[str] = set()
    whole = "\n".join(lines)
    patterns = (*INSIDE, NAME_OPENINGS if is_name else OPENINGS)
    places = [match.start() for pattern in patterns for match in pattern.finditer(whole)]
    if places:
        ends = np.cumsum(np.fromiter(map(len, lines), np.int64, len(lines)) + 1)
        found.update(lines[number] for number in np.searchsorted(ends, places, side="right").tolist())
    return found


def is_total(cell: str, *, may_name: bool) -> bool:
    """Tell whether a cell makes its row a total: 合计, 小 计, 续建项目小计（45个）, 合计14个项目.

    Args:
        cell: a text.
        may_name: it stands where the project's name does, or left of it: 全区 and 平均 say there what the row is.
    """
    if len(cell) > 40 or not any(character in cell for character in SUMMING):
        return False
    text = re.sub(r"[(（][^)）]*[)）]|[:：、,.。]", "", plain(cell))
    if ALL_COUNTED.fullmatch(text) or plain(cell).startswith(words("part_of_total")):
        return True
    text = COUNT_BEHIND.sub("", text)
    return text.endswith(words("total")) or (may_name and text in (*words("total_alone"), *words("average")))


def is_part_or_average(cell: str) -> bool:
    """Tell whether a cell makes its row one that says no sum: 其中：省级重点, 平均."""
    text = re.sub(r"\W", "", plain(cell))
    return text.startswith(words("part_of_total")) or text in words("average")


def count_in(text: str) -> int | None:
    """Return how many projects a text says there are: “合计14个项目”, “续建项目小计（45个）”."""
    found = COUNT.search(text)
    return int(found[1]) if found else None


def is_note(text: str) -> bool:
    """Tell whether a text opens a note or signs the sheet: “注：…”, “填表人：…”, “（单位盖章）”."""
    if NOTED.match(text.lstrip("(（*※")):
        return True
    return len(text) <= LONGEST_SIGNATURE and SIGNED.search(text) is not None


def names_a_group(text: str) -> bool:
    """Tell whether a text is the name of a group of projects, or of a unit, hardly of a project: 工业项目, 某某局."""
    bare = re.sub(r"[(（][^)）]*[)）]|[:：、,.。]", "", text)
    bare = COUNT_BEHIND.sub("", bare)
    kind = re.sub(r"(?:建设|重点)?(?:项目|工程|投资|类|类项目)$", "", bare)
    return {bare, kind, bare.removesuffix("类")}.intersection(words("groups")) != set() or bare.endswith(
        words("unit_endings")
    )


def counts_up(names: Iterable[str]) -> bool:
    """Tell whether the texts number columns: 1 2 3 …."""
    numbers = [int(name) for name in names if name.isdigit()]
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 3
