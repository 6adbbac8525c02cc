"""Numbers in columns of amounts that are none: telephones, accounts, identity cards."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from data.largest_project import LARGEST_PROJECT_WAN
from etl.intake.money import Amounts
from etl.intake.text import as_text, plain
from etl.intake.values import Fault

NO_UNIT = LARGEST_PROJECT_WAN * 10_000  # 万元: more than that even if it is written in 元
NO_PROJECT = Decimal(10) ** 8  # 万元: no project of a district costs a million million 元
ROUND = "0000"  # so large and round it may be an amount where others of the column are as large: its unit is asked
LEAST_LOOKED_AT = 1e6  # 万元
FAR_ABOVE = 100  # times the largest other amount of the column
LEAST_OF_TELEPHONE = Decimal(10) ** 7  # 万元, of seven digits and more
LOCAL = re.compile(r"[2-8]\d{4,5}(?!00)\d\d")  # a telephone of seven or eight digits
IN_YUAN, OVER = Decimal(10_000), Decimal("1.2")  # what is done may pass the total by a fifth
MOBILE = re.compile(r"1[3-9]\d{9}")
WHOLES = frozenset({"total_investment_wan", "planned_total_wan"})  # of other amounts these say whether they can be
SOME_NUMBER = "像是电话、账号或身份证号，不是金额"


def no_amounts(field: str, cells: Sequence[Any], read: Amounts, totals: Sequence[Decimal | None]) -> dict[int, Fault]:
    """Return where a column of amounts holds numbers that are none.

    Args:
        field: which the column fills.
        cells: as they stand.
        read: the same in 万元.
        totals: each project's total investment in 万元, None where nothing says it.
    """
    suspects = pc.indices_nonzero(pc.fill_null(pc.greater_equal(read.rough, LEAST_LOOKED_AT), False)).to_pylist()
    if not suspects:
        return {}
    beyond = [place for place in suspects if read[place] > NO_UNIT]
    if 2 * len(beyond) > sum(amount is not None for amount in read):
        beyond = []  # most of the column: a slip of the whole sheet, of which ``unit_of`` asks
    impossible = Fault("写作元也超过一千亿元，一个项目没有这么大的金额，请改正")
    found = dict.fromkeys(beyond, impossible) | {
        place: Fault(f"超过一万亿元，{SOME_NUMBER}，请改正")
        for place in suspects
        if read[place] >= NO_PROJECT and _is_whole(cells[place]) and not _digits(cells[place]).endswith(ROUND)
    }
    if field not in WHOLES:
        found |= _local_telephones(cells, read, totals, [place for place in suspects if place not in found])
    left = sorted(
        (amount for place, amount in enumerate(read) if amount is not None and place not in found), reverse=True
    )
    for place in suspects:
        others = left[1:2] if left and read[place] == left[0] else left[:1]
        if place in found or not others or read[place] <= FAR_ABOVE * others[0] or not _is_whole(cells[place]):
            continue
        if read[place] >= NO_PROJECT:
            found[place] = Fault(f"超过一万亿元，{SOME_NUMBER}，请改正")
            continue
        is_telephone = field in WHOLES and read[place] >= LEAST_OF_TELEPHONE
        if is_telephone or MOBILE.fullmatch(_digits(cells[place])):
            found[place] = Fault(f"比这一列别的金额大一百倍以上，{SOME_NUMBER}，请核对")
    return found


def _local_telephones(
    cells: Sequence[Any], read: Amounts, totals: Sequence[Decimal | None], suspects: list[int]
) -> dict[int, Fault]:
    """Return the numbers of seven and eight digits that cannot be amounts, neither in 万元 nor in 元.

    In 万元 such a number is a hundred times any other of its column; in 元 it is more than the project's total. What
    fits in 元 is a slip of the unit, which is noticed elsewhere; it ends in 00 where 万元 have two decimals.
    """
    like = [place for place in suspects if LOCAL.fullmatch(_digits(cells[place]))]
    others = [amount for place, amount in enumerate(read) if amount is not None and place not in like]
    most = max(others, default=Decimal(0))
    return {
        place: Fault(f"比这一列别的金额大一百倍以上，{SOME_NUMBER}，请核对")
        for place in like
        if most and read[place] > FAR_ABOVE * most and read[place] / IN_YUAN > OVER * (totals[place] or most)
    }


def _digits(cell: Any) -> str:  # noqa: ANN401
    return plain(as_text(cell)).removesuffix(".0")


def _is_whole(cell: Any) -> bool:  # noqa: ANN401
    return _digits(cell).isdigit()
