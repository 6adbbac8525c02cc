"""Odd ways in which a figure stands in its cell: full-width digits, blanks, ①, superscripts, struck-out text, lines."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from tests.etl.layouts.page import Page, Run

WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
WRITTEN: dict[str, Callable[[str], str]] = {  # how → the cell's text; a reading of it is the figure, or a fault
    "全角": lambda text: text.translate(WIDE),
    "空格": lambda text: f"  {text} ",
    "全角空格": lambda text: f"　{text}　",
    "圈码": lambda text: f"{text}①",
    "上标": lambda text: f"{text}²",
    "约数": lambda text: f"约{text}",
    "两行": lambda text: f"{text}\n12",
    "换行": lambda text: f"{text}\n",
    "括注": lambda text: f"{text}（预计）",
    "波浪": lambda text: f"{text}-{text}0",
    "撇号": lambda text: f"'{text}",
}
RICH: dict[str, Callable[[str], list[Run]]] = {  # how → runs; only a workbook keeps them
    "注码上标": lambda text: [Run(text), Run("1", "super")],
    "划掉旧数": lambda text: [Run("98.7", "struck"), Run(text)],
    "划掉": lambda text: [Run(text[:1]), Run("4", "struck"), Run(text[1:])],
}
NOTHING = ("", "—", "/", "-", "无")


def spoil(chance: Random, page: Page) -> None:
    """Write a few of a page's figures oddly, or leave them out."""
    numbers = [place for place in page.figures if isinstance(page.cells[place[0]][place[1]], Decimal)]
    for place in chance.sample(numbers, min(len(numbers), chance.choice((1, 1, 2, 4)))):
        row, at, _, _ = place
        text = f"{page.cells[row][at]:f}"
        way = chance.choice((*WRITTEN, *RICH, "空"))
        if way in WRITTEN:
            page.cells[row][at] = WRITTEN[way](text)
        elif way in RICH:
            page.cells[row][at] = text
            page.rich[row, at] = RICH[way](text)
        elif ":" not in place[3]:  # of months side by side an empty one is a zero
            page.cells[row][at] = chance.choice(NOTHING)
            page.figures.remove(place)
        page.scaled.pop((row, at), None)
        page.said.append(f"第{row + 1}行第{at + 1}列写作{way}")
