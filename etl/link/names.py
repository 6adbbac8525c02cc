"""A project's name as it is compared: what is left when width, blanks, brackets, prefix and filling words are off."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from etl.link.marks import POSITIONS, Marks, take

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_BRACKETS = str.maketrans("〔〕【】[]{}《》〈〉「」『』<>", "()()()()()()()()()")
_FILLING = re.compile(r"(?:建设项目|建设工程|项目建设|工程建设|工程项目|项目|工程|建设|EPC|PPP|总承包)$")
_JOINING = re.compile(r"以及|及其|及|与|的")
_PARTS = re.compile(r"[^\w.%]+|\|+|_+")
_COMPANY = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司)$")
_NAMED_COMPANY = re.compile(r"^.{2,16}?(?:股份有限公司|有限责任公司|有限公司|集团公司|公司)")
_LOOK_ALIKE = (
    "已己巳",
    "未末",
    "土士",
    "日曰",
    "竞竟",
    "治冶",
    "侯候",
    "洲州",
    "坭泥",
    "埧坝",
    "戍戌戊",
    "崇祟",
    "堰偃",
)
_SHAPE = {letter: group for group in _LOOK_ALIKE for letter in group}

# words of which a name may wholly consist without naming anything: 老旧小区改造, 道路建设
_GENERIC = re.compile(
    r"老旧|小区|城镇|城区|农村|公路|道路|市政|街道|乡村|振兴|污水|雨水|供水|排水|管网|管道|处理厂|处理|治理|河道|水环境|生态"
    r"|学校|小学|中学|幼儿园|医院|卫生院|卫生室|养老|服务中心|中心|停车场|充电|设施|标准|厂房|产业园|园区|基地|仓储|物流"
    r"|高标准|农田|综合|提升|提质|增效|改造|改扩建|扩建|新建|迁建|改建|建设|整治|维修|加固|配套|基础|公共|保障性|租赁|住房|安置房"
    r"|棚户区|绿化|绿道|公园|景观|桥梁|办公楼|装修|设备|更新|技术|技改|生产线|智能化|数字化|环境|综合楼|门诊|灾后|重建|土地|整理|年度?|第"
)


@dataclass(frozen=True)
class Name:
    """A name, read."""

    plain: str  # half width, upper case, no blanks, one kind of bracket, prefix off
    core: str  # what names the thing: plain without numbers, brackets and filling words
    marks: Marks

    @property
    def is_generic(self) -> bool:
        """Tell whether nothing in it names one thing among others of its kind."""
        return not _GENERIC.sub("", self.core)


@lru_cache(maxsize=200_000)
def read(name: str, prefixes: tuple[str, ...] = ()) -> Name:
    """Read a name; ``prefixes`` are the district's, which stand before names without telling anything."""
    plain = without_prefix(compact(name), prefixes)
    rest, marks = take(plain)
    core = "".join(_bare(part) for part in _PARTS.split(_JOINING.sub("|", rest)))
    return Name(plain, core or plain, marks)


def compact(text: str) -> str:
    """Return a text in half width and upper case, without blanks or line breaks, with one kind of bracket."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS).upper()


def without_prefix(plain: str, prefixes: Sequence[str]) -> str:
    """Take the province's, city's and district's names off the front, as long as a name remains."""
    for prefix in sorted(map(compact, prefixes), key=len, reverse=True):
        match = re.match(rf"(?:\w{{2,3}}省)?{re.escape(prefix)}", plain)
        if match and match.end() < len(plain):
            return plain[match.end() :]
    return plain


def company(owner: str, prefixes: Sequence[str] = ()) -> str:
    """Return an owner's name without prefix and legal form: 澜岑科技."""
    plain = without_prefix(compact(owner), prefixes)
    return _COMPANY.sub("", plain) or plain


def named_company(plain: str) -> str | None:
    """Return the company with which a plain name begins, None where it begins with none."""
    match = _NAMED_COMPANY.match(plain)
    return match[0] if match else None


def is_typing_slip(one: str, other: str) -> bool:
    """Tell whether two cores differ only as one types: up to two letters of equal sound or shape, or two swapped.

    Letters of direction and position are never slips: 东 for 冬 may be one, but 南 for 北 is another place.
    """
    if len(one) != len(other) or len(one) < 6 or one == other:
        return False
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        if one[first] == other[second] and one[second] == other[first]:
            return not POSITIONS & {one[first], one[second]}
    return len(places) <= 2 and all(_are_mistaken(one[place], other[place]) for place in places)


def _are_mistaken(one: str, other: str) -> bool:
    if POSITIONS & {one, other} or not ("一" <= one <= "鿿" and "一" <= other <= "鿿"):
        return False
    return _sound(one) == _sound(other) or other in _SHAPE.get(one, "")


@lru_cache(maxsize=20_000)
def _sound(letter: str) -> str:
    return lazy_pinyin(letter)[0]


def _bare(part: str) -> str:
    """Take the filling words off the end of a part of a name."""
    while match := _FILLING.search(part):
        part = part[: match.start()]
    return part
