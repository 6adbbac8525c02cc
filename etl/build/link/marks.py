"""The marks that tell alike names apart: phase, lot, line, number, year, direction, part, kind of works.

一期 and 二期, 东片区 and 西片区, 二号线 and 三号线 are different things however alike their names.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

Marks = tuple[tuple[str, tuple[str, ...]], ...]  # (kind, values as they stand in the name), by kind
Agreement = Literal["equal", "one_sided", "conflict"]

_UNITS = "零一二三四五六七八九"
_NUMERAL = r"[零一二三四五六七八九十]{1,3}|\d+"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾〇两", "一二三四五六七八九十零二")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_IN_ROMAN = frozenset("IVX")
_ROADS = {"国": "G", "省": "S", "县": "X", "乡": "Y"}
_BEFORE = "期|阶段|标|号|#|区|段|线|批|组|座|栋|地块"  # what a numeral of any script numbers
_ROMAN_RE = re.compile(rf"(?<![A-Z])(VIII|VII|VI|IV|IX|III|II|I|V|X)(?=(?:{_BEFORE})|[)）]|$)(?![A-Z])")

# kind → the words around a number; in this order, each takes what the one before it left
_NUMBERED = (
    ("期次", rf"第?(?P<n>(?:{_NUMERAL})(?:[、,和及与/~至到-]?(?:{_NUMERAL}))*)(?:期|阶段)"),
    ("期次", r"(?P<n>首|近|中远|远)期"),
    ("标段", rf"第?(?P<n>{_NUMERAL}|[A-Z])(?:号|#)?(?:合同段|标段|标(?!准|志|识|杆|本)|分包)"),
    ("标段", rf"(?:合同段|标段)(?P<n>{_NUMERAL}|[A-Z])"),
    ("桩号", r"(?P<n>K\d+\+\d+)"),
    ("线路", r"(?P<n>[GSXYCZ]\d{1,4})(?:线)?"),
    ("线路", rf"(?P<n>{_NUMERAL})(?:号)?线"),
    ("年度", r"(?<!\d)(?P<n>20\d\d)(?:年度?|(?=\)|$))"),
    ("批次", rf"第?(?P<n>{_NUMERAL})批次?"),
    (
        "编号",
        rf"第?(?P<n>{_NUMERAL}|[A-Z])(?:号|#)?(?=(?:栋|幢|座|楼|组|车间|厂房|水厂|泵站|地块|片区|区|段|桥|井|环|单元|组团|库|机组|炉)(?!域|块链))"
        r"(?P<word>栋|幢|座|楼|组|车间|厂房|水厂|泵站|地块|片区|区|段|桥|井|环|单元|组团|库|机组|炉)",
    ),
    ("编号", rf"(?P<n>{_NUMERAL})(?P<word>路|街|巷|小|中|幼)(?!区|镇|型|心)"),
    ("编号", r"(?P<n>[甲乙丙丁])(?P<word>区|级|段|楼|地块)"),
    ("编号", rf"第(?P<n>{_NUMERAL})(?P<word>)"),
    ("编号", rf"(?P<n>{_NUMERAL}|[A-Z])(?:号|#)(?P<word>)"),
    ("编号", r"(?<=\()(?P<n>[零一二三四五六七八九十]{1,3}|\d{1,2})(?=\))(?P<word>)"),
    ("编号", r"(?<=[\u4e00-\u9fff]{3})(?P<n>[二三四五六七八九十]{1,2}|[A-D])(?P<word>)$"),
    ("数量", r"(?P<n>\d+(?:\.\d+)?(?:万|亿)?[A-Z%]*)"),
)
# what stands in every match of these: a name without it need not be searched
_NEEDED = (
    "期阶", "期", "标段分", "段", "+", "GSXYCZ", "线", "2", "批", "",
    "路街巷小中幼", "甲乙丙丁", "第", "号#", "(", "", "",
)  # fmt: skip
_NUMBERED_RE = [
    (kind, re.compile(pattern), frozenset(needed)) for (kind, pattern), needed in zip(_NUMBERED, _NEEDED, strict=True)
]

# these stay in the name; here they only say that two names mean different things
_WORDED = (
    ("方位", re.compile(r"[东西南北]")),
    ("位置", re.compile(r"[上下左右内外前后中](?=[岸游环段片区线侧幅院坝街行穿村层])|地[上下]")),
    ("性质", re.compile(r"新建|改扩建|扩建|改建|迁建|重建|续建|拆除|维修|技改|技术改造|提标|扩容|扩能|加固|改造")),
    (
        "部分",
        re.compile(
            r"(?:主体|配套|附属|装饰装修|装修|土建|机电安装|安装|室外|总平|绿化|设备采购|设备购置|征地拆迁|征拆|拆迁"
            r"|前期|勘察设计|先导区|启动区|核心区|示范段|试验段)(?=(?:工程|部分|设施|项目)*(?:[()]|$))"
        ),
    ),
)
POSITIONS = frozenset("东西南北上下左右内外前后中")
_LARGE = re.compile(r"(\d+(?:\.\d+)?)([万亿])(.*)")
_BREAK = "|"  # stands where a mark was taken out: a name's parts do not run into each other


def take(text: str, towns: Sequence[str] = ()) -> tuple[str, Marks]:
    """Take the marks out of a plain name (half width, no blanks): the rest of it, and the marks by kind.

    Numbers are taken out, whatever their script and place; words of direction, works and part stay in the rest, too.
    ``towns`` are names in which a letter of direction is none: 旌东街道 lies in no east.
    """
    text = _in_digits(_in_one_spelling(text.translate(_FORMAL)))
    found: list[tuple[str, int, str]] = []
    letters = set(text)
    for kind, pattern, needed in _NUMBERED_RE:
        if needed and needed.isdisjoint(letters):
            continue
        matches = list(pattern.finditer(text))
        for match in matches:
            found += [(kind, match.start(), value) for value in _values(kind, match)]
            text = text[: match.start()] + _BREAK * len(match[0]) + text[match.end() :]
    without = text.replace(_BREAK, "")
    for town in towns:
        without = without.replace(town, "·" * len(town))
    for kind, pattern in _WORDED:
        found += [(kind, match.start(), match[0]) for match in pattern.finditer(without)]
    kinds: dict[str, list[str]] = {}
    for kind, _, value in sorted(found, key=lambda item: item[:2]):
        kinds.setdefault(kind, []).append(value)
    return text, tuple(sorted((kind, tuple(values)) for kind, values in kinds.items()))


def agree(one: Marks, other: Marks) -> Agreement:
    """Say whether two names' marks are the same, stand in one of them only, or contradict each other."""
    if one == other:
        return "equal"
    ours, theirs = dict(one), dict(other)
    shared = ours.keys() & theirs.keys()
    return "conflict" if any(_contradict(ours[kind], theirs[kind]) for kind in shared) else "one_sided"


def _contradict(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether each names something that the other does not; in another order is another thing, too."""
    if len(ours) == len(theirs):
        return ours != theirs
    return not (Counter(ours) <= Counter(theirs) or Counter(theirs) <= Counter(ours))


def differing(one: Marks, other: Marks) -> str:
    """Say in words what the marks do not share: 期次 1／2；标段 1／无."""
    ours, theirs = dict(one), dict(other)
    return "；".join(
        f"{kind} {'、'.join(ours.get(kind, ('无',)))}／{'、'.join(theirs.get(kind, ('无',)))}"
        for kind in sorted(ours.keys() | theirs.keys())
        if ours.get(kind) != theirs.get(kind)
    )


def number(numeral: str) -> int:
    """Return what a numeral of digits or of Chinese ones up to 99 says.

    Raises:
        ValueError: it is neither.
    """
    if numeral.isdigit():
        return int(numeral)
    if "十" not in numeral:
        return int("".join(str(_UNITS.index(digit)) for digit in numeral))
    tens, _, ones = numeral.partition("十")
    return (number(tens) if tens else 1) * 10 + (number(ones) if ones else 0)


def _in_one_spelling(text: str) -> str:
    """Write years, roads, voltages and buildings in the one way of the several that are usual."""
    text = re.sub(r"二零[零一二三四五六七八九]{2}(?=年)", lambda match: str(number(match[0])), text)
    text = re.sub(r"(国|省|县|乡)道(?:[GSXY])?(\d{3})", lambda match: f"{_ROADS[match[1]]}{match[2]}", text)
    text = re.sub(rf"(?<=[A-Z0-9#号])[栋幢座]|(?<=[{_UNITS}十])[栋幢座]", "楼", text)
    return text.replace("千伏", "KV")


def _in_digits(text: str) -> str:
    """Write Roman numerals that number something, or end the name, in digits."""
    if _IN_ROMAN.isdisjoint(text):
        return text
    return _ROMAN_RE.sub(lambda match: str(_ROMAN[match[1]]), text)


def _values(kind: str, match: re.Match[str]) -> list[str]:
    """Return what a mark says, in digits; 一、二期 says two phases."""
    said = match["n"]
    if kind == "期次" and said in ("首", "近"):
        return ["1" if said == "首" else said]
    if kind == "数量":
        return [_amount(said)]
    word = match.groupdict().get("word") or ""
    numerals = re.findall(_NUMERAL, said) if kind == "期次" else [said]
    return [f"{_number(numeral)}{word}" for numeral in numerals]


def _number(said: str) -> int | str:
    try:
        return number(said)
    except ValueError:  # S210, A
        return said


def _amount(said: str) -> str:
    times = {"万": 10_000, "亿": 100_000_000}
    match = _LARGE.fullmatch(said)
    if not match:
        return said.lstrip("0") or "0"
    amount = float(match[1]) * times[match[2]]
    return f"{amount:.10g}{match[3]}"
