"""units.csv, towns.csv and holidays.csv as Excel in China saves them, and what is said of a fault in them."""

import pytest

from data.profile_tables import TableError, read_table

PLAIN = "名称,类别,组别,参加排名,别名\n甲镇,镇（街道）,镇（街道）,是,甲镇政府｜甲镇人民政府\n区统计局,区直部门,,否,\n"
READ = [
    {
        "name": "甲镇",
        "kind": "镇（街道）",
        "league": "镇（街道）",
        "is_ranked": True,
        "aliases": ("甲镇政府", "甲镇人民政府"),
    },
    {"name": "区统计局", "kind": "区直部门", "is_ranked": False},
]
SAVED = {  # as what: how the file is written
    "utf-8": PLAIN.encode(),
    "utf-8 with a mark": PLAIN.encode("utf-8-sig"),
    "gbk": PLAIN.encode("gbk"),
    "gb18030": PLAIN.encode("gb18030"),
    "unicode text": PLAIN.replace(",", "\t").encode("utf-16"),
    "semicolons": PLAIN.replace(",", ";").encode("gbk"),
    "tabs": PLAIN.replace(",", "\t").encode("gbk"),
    "full-width commas": PLAIN.replace(",", "，").encode(),
    "returns": PLAIN.replace("\n", "\r\n").encode("gbk"),
    "quotes": PLAIN.replace("甲镇,", '"甲镇",').encode(),
    "blank rows below": (PLAIN + ",,,,\n,,,,\n\n").encode("gbk"),
    "blank columns right": PLAIN.replace("\n", ",,\n").encode("gbk"),
    "blank row above": (",,,,\n" + PLAIN).encode(),
    "spaces": PLAIN.replace(",是", ", 是　").encode(),
    "english": PLAIN.replace("名称,类别,组别,参加排名,别名", "name,kind,league,is_ranked,aliases").encode(),
    "true and false": PLAIN.replace("是,", "TRUE,").replace("否,", "FALSE,").encode(),
    "full-width digits": PLAIN.replace("是,", "１,").replace("否,", "０,").encode(),
}


@pytest.mark.parametrize("way", SAVED)
def test_units_are_the_same_however_they_are_saved(way, tmp_path):
    path = tmp_path / "units.csv"
    path.write_bytes(SAVED[way])
    assert read_table(path) == READ


FAULTS = [  # file, its text, what is said
    ("units.csv", "name,kind\n甲镇,镇\n,镇\n", "units.csv 第 3 行“名称（name）”：没有填，请补上或删去这一行"),
    ("units.csv", "name,kind\n甲镇,\n", "units.csv 第 2 行“类别（kind）”：没有填，请补上或删去这一行"),
    ("units.csv", "名称,类别,参加排名\n甲镇,镇,也许\n", "units.csv 第 2 行“参加排名（is_ranked）”：“也许”应写 是 或 否"),
    ("units.csv", "name,kind\n甲镇,镇\n\n甲镇,镇\n", "units.csv 第 4 行：“甲镇”与第 2 行重名，请删去一行"),
    ("units.csv", "name,kind\n甲镇,镇,乙镇\n", "units.csv 第 2 行第 3 列：“乙镇”上面没有列名，请写上列名或删去（名称中有逗号的要加引号）"),
    ("units.csv", "名称,类别,负责人\n甲镇,镇,\n", "units.csv 第一行：不认识的列“负责人”，可用：名称（name）、类别（kind）"),
    ("units.csv", "类别\n镇\n", "units.csv 第一行：缺少列“名称（name）”，请补上"),
    ("towns.csv", "name,code\n甲镇,4.3E+08\n", "towns.csv 第 2 行“代码（code）”：“4.3E+08”应是只有数字的代码"),
    ("towns.csv", "name,longitude\n甲镇,27.8\n", "towns.csv 第 2 行“经度（longitude）”：“27.8”经度应在 73 至 136 度之间，请查经度、纬度是否写反"),
    ("towns.csv", "name,latitude\n甲镇,北纬\n", "towns.csv 第 2 行“纬度（latitude）”：“北纬”不是数字，纬度应写作十进制的度"),
    ("holidays.csv", "日期,上班\n2026-13-01,否\n", "holidays.csv 第 2 行“日期（date）”：“2026-13-01”不是日期，应写作 2026-10-01"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "said"), FAULTS)
def test_a_fault_names_file_row_column_and_next_step(file, text, said, tmp_path):
    path = tmp_path / file
    path.write_text(text, encoding="gbk")
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert said in str(caught.value)


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("name,longitude,latitude\n甲镇,东,27.8\n乙镇,113,北\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert [line.partition("“")[0].split("/")[-1] for line in str(caught.value).splitlines()] == [
        "towns.csv 第 2 行",
        "towns.csv 第 3 行",
    ]


def test_rows_parted_otherwise_than_the_first_are_named(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("name,kind,is_ranked\n区住建局，区直部门，是\n", encoding="utf-8")
    with pytest.raises(TableError, match="第 2 行：各格没有像第一行那样分开"):
        read_table(path)


@pytest.mark.parametrize("beginning", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_called_csv_is_named(tmp_path, beginning):
    path = tmp_path / "units.csv"
    path.write_bytes(beginning + b"\0" * 20)
    with pytest.raises(TableError, match="另存为"):
        read_table(path)
