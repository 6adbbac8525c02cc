"""What is wrong in a profile.toml, in Chinese, with the next step."""

import re
from pathlib import Path
from typing import Any

FAULTS = {"extra_forbidden": "不认识的键，请改正拼写或删去", "missing": "缺少这个键，请补上"}
FAULTS_BY_ENDING = {  # of pydantic's names of faults
    "bool_parsing": "应写 true 或 false",
    "bool_type": "应写 true 或 false",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "int_type": "应是整数",
    "float_parsing": "应是数字",
    "float_type": "应是数字",
    "string_type": "应是加引号的文字",
    "tuple_type": '应是方括号里的一列，如 ["甲", "乙"]',
    "dict_type": "应是花括号里的对照",
    "date_parsing": "不是日期，应写作 2026-01-01",
    "date_from_datetime_parsing": "不是日期，应写作 2026-01-01",
    "greater_than_equal": "数字太小",
    "less_than_equal": "数字太大",
}


def in_words(path: Path, fault: Any) -> str:  # noqa: ANN401  (pydantic's)
    """Say which key of a file is wrong, and what it should be."""
    where = ".".join(str(part) for part in fault["loc"]) or "整体"
    kind = fault["type"]
    what = FAULTS.get(kind) or next(
        (words for ending, words in FAULTS_BY_ENDING.items() if kind.endswith(ending)), None
    )
    if kind == "value_error":
        what = str(fault["ctx"]["error"])
    elif kind == "literal_error":
        what = f"“{fault['input']}”不是 {fault['ctx']['expected'].replace(' or ', ' 或 ')} 之一"
    return f"{path}，{where}：{what or fault['msg']}"


def where_in_toml(error: Exception) -> str:
    """Say where a file is not written as TOML."""
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 列附近" if found else "文件末尾"
