"""How large a file may be: all bounds in one place, each checked before the memory for it is asked for."""

from etl.intake.workbook_error import WorkbookError

LARGEST_BYTES = 200 * 2**20  # of a file as it lies on the disk
LARGEST_UPLOAD_MB = 100  # of a file sent through a page
MOST_UPLOADS = 200  # files in one sending
LARGEST_CELLS = 30_000_000  # of a sheet, from A1 to its last row and column
MOST_SHEETS = 500
LARGEST_UNPACKED = 2 * 2**30  # of a package, all parts together
LARGEST_RATIO = 150  # unpacked to packed, of parts above WATCHED_FROM; sheets of numbers stay below 40
WATCHED_FROM = 64 * 2**20
MOST_PARTS = 10_000


def check_size(name: str, size: int) -> None:
    """Refuse a file that is empty or too large.

    Raises:
        WorkbookError: says which, and what to do.
    """
    if size > LARGEST_BYTES:
        raise WorkbookError(f"{name}：文件有 {size // 2**20} MB，超过 {LARGEST_BYTES // 2**20} MB，请拆成几个文件")
    if size == 0:
        raise WorkbookError(f"{name}：文件是空的，请重新发送")


def check_package(name: str, parts: list[tuple[int, int]]) -> None:
    """Refuse a package that would swell; ``parts`` are the unpacked and packed size of each part.

    Raises:
        WorkbookError: it is not to be opened.
    """
    swollen = any(size > WATCHED_FROM and size > LARGEST_RATIO * max(packed, 1) for size, packed in parts)
    if swollen or sum(size for size, _ in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise WorkbookError(f"{name}：解开后异常庞大，不予打开，请在 Excel 里另存为 .xlsx 后重发")


def check_cells(where: str, rows: int, columns: int) -> None:
    """Refuse a sheet of too many cells.

    Raises:
        WorkbookError: says how many, and what to do.
    """
    if rows * columns > LARGEST_CELLS:
        raise WorkbookError(
            f"{where}：单元格过多（{rows} 行 × {columns} 列）。请拆成几个文件；"
            "若数据写到了很远的行和列，请删去数据区以外的内容后重发"
        )


def check_sheets(name: str, count: int) -> None:
    """Refuse a workbook of too many sheets.

    Raises:
        WorkbookError: says how many, and what to do.
    """
    if count > MOST_SHEETS:
        raise WorkbookError(f"{name}：有 {count} 张表，超过 {MOST_SHEETS} 张，请拆成几个文件")
