"""Type for Chinese: the faces a bulletin is set in, and whether this machine can draw Chinese at all.

Word and PowerPoint files only name faces: the reader's machine draws them, and each has a fallback. A PDF carries its
faces, so they must be here before one is made.
"""

from functools import lru_cache

import typst

LATIN = "Times New Roman"
TITLE = "方正小标宋简体"
BODY = "仿宋_GB2312"
HEADING = "黑体"
SUBHEADING = "楷体_GB2312"
TABLE = "宋体"
SLIDE = "微软雅黑"
ALTERNATIVES = {  # what Word takes where a face is missing
    TITLE: ("宋体", "Noto Serif CJK SC"),
    BODY: ("仿宋", "FangSong", "Noto Serif CJK SC"),
    HEADING: ("SimHei", "Noto Sans CJK SC"),
    SUBHEADING: ("楷体", "KaiTi", "Noto Serif CJK SC"),
    TABLE: ("SimSun", "Noto Serif CJK SC"),
}
# faces under the names that the system's font list has; the first one there is taken
SERIF = ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")
SONG = ("FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong")
SANS = ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Zen Hei")
PACKAGE = "fonts-noto-cjk"


class FontMissing(Exception):  # noqa: N818  (a state of the machine)
    """No Chinese face is installed: says which package has one."""


@lru_cache(maxsize=1)
def faces() -> dict[str, list[str]]:
    """Return the faces for a PDF by use (body, title, heading), fallbacks after the first.

    Raises:
        FontMissing: no Chinese face is installed, so that a PDF would be full of empty boxes.
    """
    there = _families()
    found = {
        use: [name for name in names if name in there]
        for use, names in {"body": SERIF, "title": SONG, "heading": SANS}.items()
    }
    every = [name for names in found.values() for name in names]
    if not every:
        raise FontMissing(
            f"这台机器没有中文字体，PDF 里的字会变成方框，所以没有生成。请安装字体 {PACKAGE}"
            f"（Debian：apt-get install {PACKAGE}），或装上仿宋、宋体、黑体中的一种。Word、PPT、Excel 不受影响。"
        )
    return {use: list(dict.fromkeys([*names, *every])) for use, names in found.items()}


def _families() -> frozenset[str]:
    return frozenset(typst.Fonts().families())
