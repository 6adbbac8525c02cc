"""While the reader asks, what a picture or a sentence says stands as a list: each of its figures can be touched."""

from collections.abc import Sequence

import pandas as pd

from pages.components import asking as asked
from pages.components import tables, words
from pages.components.tables import Column
from pages.components.view import View


def show(
    frame: pd.DataFrame,
    columns: Sequence[Column | str],
    *,
    view: View,
    title: str,
    of: str = "",
    by: str = "",
    who: Sequence[str] | None = None,
    about: str | None = None,
) -> None:
    """Draw the list, only while the reader asks.

    Args:
        frame: a row a group.
        columns: the first names the row; figures may be given by their field alone.
        view: the page's view.
        title: what the list holds, also its key.
        of: the metric whose figures they are.
        by: whose figures the rows hold.
        who: the value of ``by`` of each row, by default the column of that name.
        about: "" where the rows are months of the district.
    """
    if not asked.is_on() or frame.empty:
        return
    words.title(title, "点带虚线的数")
    given = [Column(column) if isinstance(column, str) else column for column in columns]
    rows = frame.assign(asked_of=list(who) if who is not None else frame[by or "month"].astype(str))
    tables.show(
        rows, given, view=view, key=f"asked_{of or by or 'months'}_{len(given)}", link=None, link_by="asked_of", by=by,
        of=of, about=about, fold=8, label=title,
    )  # fmt: skip
