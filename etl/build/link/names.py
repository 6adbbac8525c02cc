"""A project's name as it is compared: what is left when width, blanks, brackets, prefix and filling words are off."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from etl.build.link.marks import POSITIONS, Marks, take

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
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{1,3}(?:村|社区)")
_SHAPE = {letter: group for group in _LOOK_ALIKE for letter in group}

# words of which a name may wholly consist without naming anything: 老旧小区改造, 道路建设
_GENERIC = re.compile(
    r"老旧|小区|旧城|城中村|棚户区|城镇|城区|城市|城乡|农村|乡村|街道|社区|片区|园区|公路|道路|路网|市政|桥梁|大桥|快速|通道"
    r"|污水|雨水|供水|排水|饮水|节水|管网|管道|管廊|处理|治理|河道|河湖|水库|灌区|堤防|防洪|除险|水环境|生态|环境|垃圾|土地|整理"
    r"|学校|小学|中学|幼儿园|教学楼|实训|医院|卫生院|卫生室|门诊|住院|疾控|妇幼|保健|综合楼|养老|敬老院|服务|中心|便民|党群"
    r"|停车场|停车楼|充电|光伏|发电|电站|输变电|电网|燃气|供热|消防|通信|信息化|智能化|数字化|智慧|平台|标准化|标准|厂房|车间|生产|用房"
    r"|产业园|产业|基地|仓储|仓库|物流|冷链|冷藏|加工|农产品|农业|农贸|市场|粮库|粮油|高标准|农田|养殖|示范|现代|文化|体育|公园|广场"
    r"|综合|提升|提标|提质|提档|升级|增效|扩容|扩能|改造|改扩建|扩建|新建|迁建|改建|重建|建设|整治|维修|加固|修复|更新|技术|技改|生产线"
    r"|配套|基础|公共|设施|设备|保障性|保障|租赁|住房|安置房|绿化|绿道|景观|照明|亮化|办公楼|装修|年度?|第|[厂站楼馆院区村镇路线和等类]"
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
def read(name: str, prefixes: tuple[str, ...] = (), towns: tuple[str, ...] = ()) -> Name:
    """Read a name; ``prefixes`` are the district's, which stand before names without telling anything.

    A letter of direction within the name of one of its ``towns`` is no mark.
    """
    plain = without_prefix(compact(name), prefixes)
    rest, marks = take(plain, towns)
    core = "".join(_bare(part) for part in _PARTS.split(_JOINING.sub("|", rest)))
    return Name(plain, core or plain, marks)


def compact(text: str) -> str:
    """Return a text in half width and upper case, without blanks or line breaks, with one kind of bracket."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS).upper()


def without_prefix(plain: str, prefixes: Sequence[str]) -> str:
    """Take the province's, city's and district's names off the front, as long as a name remains."""
    for pattern in _prefixed(tuple(prefixes)):
        match = pattern.match(plain)
        if match and match.end() < len(plain):
            return plain[match.end() :]
    return plain


@lru_cache(maxsize=1_000)
def _prefixed(prefixes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Return how names begin with a prefix, the longest first."""
    longest_first = sorted(map(compact, prefixes), key=len, reverse=True)
    return [re.compile(rf"(?:\w{{2,3}}省)?{re.escape(prefix)}") for prefix in longest_first]


@lru_cache(maxsize=50_000)
def company(owner: str, prefixes: tuple[str, ...] = ()) -> str:
    """Return an owner's name without prefix and legal form: 澜岑科技."""
    plain = without_prefix(compact(owner), prefixes)
    return _COMPANY.sub("", plain) or plain


def named_company(plain: str) -> str | None:
    """Return the company with which a plain name begins, None where it begins with none."""
    match = _NAMED_COMPANY.match(plain)
    return match[0] if match else None


def is_typing_slip(one: str, other: str) -> bool:
    """Tell whether two cores differ only as one types: up to two letters of equal sound or shape, or two swapped.

    Letters of direction and position are never slips: 东 for 冬 may be one, but 南 for 北 is another place. Nor are
    those of a village's name: 永丰村 and 永峰村 may both be there.
    """
    if len(one) != len(other) or len(one) < 6 or one == other:
        return False
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if any(match.start() <= place < match.end() for match in _VILLAGE.finditer(one) for place in places):
        return False
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
