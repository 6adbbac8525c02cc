"""The ranking board of a league: place, score in its parts, distance to the line, last quarter's place, card.

An own component: its rows are links and targets of 44 px, and the line of the last places runs right across.
"""

from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from data import formats
from pages.components import asking as asked
from pages.components import context
from pages.components.listing import listing
from pages.components.ranking import ranking_words
from pages.components.view import View

_BOARD = listing("places", Path(__file__).parent)
FILLS = (  # fill and ink of the items, in the order of the weights
    ("#0b5cad", "#ffffff"), ("#6ba6dc", "#18222d"), ("#bcd8ef", "#18222d"),
    ("#5a6673", "#ffffff"), ("#9aa5b1", "#18222d"), ("#d3dae1", "#18222d"),
)  # fmt: skip
NUMERALS = "零一二三四五六七八九十"


def board(ranking: pd.DataFrame, parts: pd.DataFrame, *, view: View, label: str, key: str = "places") -> str:
    """Draw the league's board and return the unit the reader chose, "" for none; it stands in the URL as ``unit``.

    Args:
        ranking: rows of ``unit_ranking`` of one league, in their order.
        parts: rows of ``score_parts`` by unit and item.
        view: the page's view.
        label: what is ranked, for screen readers.
        key: the component's key.
    """
    units = set(ranking.responsible_unit)
    chosen = st.query_params.get("unit", "")
    chosen = chosen if chosen in units else ""
    items = list(dict.fromkeys(parts.item))
    fills = dict(zip(items, FILLS * 2, strict=False))
    has_line = ranking.is_among_last.any()
    has_cards = ranking.card_rule.notna().any()
    scored = parts[parts.item_points.notna()].groupby("responsible_unit")
    rows = []
    for record in ranking.to_dict("records"):
        unit = record["responsible_unit"]
        own = scored.get_group(unit) if unit in scored.groups else parts.iloc[:0]
        rows.append(
            {
                "id": unit,
                "name": unit,
                "href": f"?{urlencode(view.params | {'unit': unit})}",
                "chosen": unit == chosen,
                "tone": "last" if record["is_among_last"] else "" if pd.notna(record["rank"]) else "unranked",
                "rank": formats.number(record["rank"]) if pd.notna(record["rank"]) else formats.NONE,
                "score": formats.number(record["score"], 2),
                "note": ranking_words.beside(record),
                "parts": [_part(part, fills) for part in own.to_dict("records")],
                "margin": ranking_words.margin(record, has_line=has_line),
                "before": ranking_words.moved(record),
                "card": "exempt" if pd.notna(record["exemption"]) else _text(record["card"]),
                "card_word": ranking_words.card(record),
                "duty": _text(record["duty"]),
                "line": "",
            }
        )
    _draw_line(rows, ranking)
    _BOARD(
        key=key,
        data={
            "alt": f"{label}排名，共 {len(rows)} 家",
            "items": [{"name": item, "fill": fills[item][0]} for item in items],
            "rows": rows,
            "margin_label": "距末位线" if has_line else "距前一名",
            "has_cards": bool(has_cards),
            "asks": asked.is_on(),
        },
        on_asked_change=lambda: asked.ask(
            st.session_state[key].asked["field"], "responsible_unit", st.session_state[key].asked["id"]
        ),
        on_picked_change=lambda: _pick(key, chosen),
    )
    return chosen


def _draw_line(rows: list[dict], ranking: pd.DataFrame) -> None:
    """Put the line before the first of the last places."""
    among = list(ranking.is_among_last)
    if True in among:
        number = sum(among)
        word = NUMERALS[number] if number < len(NUMERALS) else str(number)
        rows[among.index(True)]["line"] = f"末{word}位"


def _part(part: dict, fills: dict[str, tuple[str, str]]) -> dict:
    fill, ink = fills[part["item"]]
    text = formats.number(part["item_points"], 1)
    return {"name": part["item"], "text": text, "width": max(0.0, part["item_points"]), "fill": fill, "ink": ink}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _pick(key: str, chosen: str) -> None:
    """A second tap on the chosen unit lets it go."""
    picked = st.session_state[key].picked
    context.put("unit", "" if picked == chosen else picked)
