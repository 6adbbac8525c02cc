"""The two pictures of 入库入统 with the finding above each."""

import pandas as pd

from pages.components import context, theme, words
from pages.components.entry import entry_figures as lag_figures
from pages.components.entry import entry_lists as lag_lists
from pages.components.entry import entry_words as lag_words
from pages.components.entry import start_grid as grid


def triangle(frame: pd.DataFrame) -> None:
    """Draw the run-off triangle."""
    finding = lag_words.triangle_title(frame)
    words.title(finding, "按开工月，各期末累计入统占比 %；空白未到期")
    if frame.empty:
        return
    figure, height = lag_figures.triangle(frame)
    theme.figure(figure, height=height, alt=f"开工批次的入统三角：{finding}", key="triangle")


def start_grid(frame: pd.DataFrame, totals: pd.DataFrame, by: str) -> None:
    """Draw group × start month; a touched cell filters the lists below."""
    label = context.GROUP_LABELS[by]
    finding = lag_words.grid_title(totals, by, label)
    words.title(finding, "开工到入统中位月数；斜纹 > 过半在等；右为各年合计")
    if totals.empty:
        return
    alt = f"{label}与开工月的入统时滞：{finding}"
    grid.show(frame, totals, by, chosen=lag_lists.chosen(), alt=alt, on_pick=lag_lists.choose, key="start_grid")
