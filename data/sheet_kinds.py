"""The kinds of sheets, each declared once: what it is called, whose its rows are, of which month, and its history.

A kind has besides: its table ``raw.<name>`` in etl/schema.sql, how it is told and its columns are called in
``reference/sheet_kinds.toml`` and ``header_aliases.toml``, and its models ``etl/sql/staging/<name>.sql`` and
``etl/sql/mart/<history>.sql``. Build, archive, corrections, provenance, 数据截至 and the checks read the entry here.

``month``, ``loaded_month`` and ``slot`` are SQL over one row of ``raw.<name>``.
"""

from dataclasses import dataclass
from typing import Literal

NOTHING = "null"


@dataclass(frozen=True)
class History:
    """What one row of a history (a table of mart) is about: one row a key and state of knowledge."""

    table: str
    key: tuple[str, ...]
    # the columns in which two statements must agree to be about the same thing (history.retold)
    id: str = "project_id"
    month: str | None = None
    step: tuple[str, ...] = ()
    retold_as: str = ""  # the kind under which history.retold has them, if not the sheet's


@dataclass(frozen=True)
class SheetKind:
    """A kind of sheet and the rows of its table ``raw.<name>``."""

    name: str
    label: str
    key: tuple[str, ...]  # the fields that say who and when: these cells cannot be corrected, all others can
    month: str  # the month that a row is about (出处)
    history: History
    loaded_month: str | None = None  # the month it counts for in 数据截至; None: its sheet's, else that of its arrival
    universe: Literal["project", "statistics"] | None = "project"  # None: its rows name no project
    slot: str | None = (
        None  # a project stands once a sheet and slot; None: etl/sql/identity/statement.sql knows the kind
    )
    is_project: bool = True  # whoever it names is a project, even if nothing else names it
    describes: bool = False  # a row says unit and total of its project
    mentions: tuple[str, ...] | None = None  # what a row says of a project that nothing else names; None: nothing
    statements: str = ""  # where its history's statements stand, if not in {raw}.<name>


def _month_of(column: str) -> str:
    return f"date_trunc('month', {column})"


EACH_ROW = "row_id"  # a project may stand any number of times on one sheet
ALL = (
    SheetKind(
        "annual_plan",
        "年度计划",
        key=("project_id", "year", "effective_month"),
        month="effective_month",
        loaded_month="effective_month",
        history=History("planned", ("district", "project_id", "year", "effective_month"), month="effective_month"),
    ),
    SheetKind(
        "dispatch",
        "月度调度",
        key=("project_id", "month"),
        month="month",
        loaded_month="month",
        history=History("dispatched", ("district", "project_id", "month"), month="month"),
    ),
    SheetKind(
        "statistics_return",
        "统计月报",
        key=("statistics_id", "month"),
        month="month",
        loaded_month="month",
        universe="statistics",
        history=History("booked", ("district", "statistics_id", "month"), id="statistics_id", month="month"),
    ),
    SheetKind(
        "library_ledger",
        "入库台账",
        key=("statistics_id",),
        month="library_entry_month",
        universe="statistics",
        history=History("library_entry", ("district", "statistics_id"), id="statistics_id"),
    ),
    SheetKind(
        "approval_step",
        "前期手续",
        key=("project_id", "step"),
        month=_month_of("completed_on"),
        mentions=(),
        history=History("approval_step", ("district", "project_id", "step"), step=("step",)),
    ),
    SheetKind(
        "milestone",
        "节点任务",
        key=("project_id", "milestone"),
        month=_month_of("due_on"),
        slot=EACH_ROW,
        mentions=(),
        history=History("milestone", ("district", "project_id", "milestone"), step=("milestone",)),
    ),
    SheetKind(
        "issue",
        "问题台账",
        key=("project_id", "issue_id"),
        month=_month_of("raised_on"),
        slot=EACH_ROW,
        mentions=(),
        history=History("issue", ("district", "issue_id"), id="issue_id"),
    ),
    SheetKind(
        "service_request",
        "要素保障",
        key=("project_id", "request_id"),
        month=_month_of("received_on"),
        slot=EACH_ROW,
        mentions=(),
        history=History("service_request", ("district", "request_id"), id="request_id"),
    ),
    SheetKind(
        "score_entry",
        "考核手工项",
        key=("quarter", "responsible_unit", "item"),
        month="quarter",
        loaded_month="quarter + interval 2 month",  # to the last month of the quarter
        universe=None,
        history=History(
            "score_entry",
            ("district", "quarter", "responsible_unit", "item"),
            id="responsible_unit",
            month="quarter",
            step=("item",),
        ),
    ),
    SheetKind(
        "incident",
        "一票否决事项",
        key=("project_id", "incident_id"),
        month=_month_of("occurred_on"),
        slot=EACH_ROW,
        mentions=(),
        history=History("incident", ("district", "incident_id"), id="incident_id"),
    ),
    SheetKind(
        "exemption",
        "容错免责",
        key=("project_id", "document_number", "responsible_unit"),
        month=_month_of("exempt_from"),
        slot=EACH_ROW,
        mentions=(),
        history=History(
            "exemption",
            ("district", "document_number", "responsible_unit", "project_id"),
            id="document_number",
            step=("responsible_unit", "project_id"),
        ),
    ),
    SheetKind(
        "plan_adjustment",
        "计划调整",
        key=("project_id", "effective_month", "adjustment"),
        month="effective_month",
        loaded_month="effective_month",
        slot=EACH_ROW,
        history=History(
            "plan_adjustment",
            ("district", "project_id", "effective_month", "adjustment"),
            month="effective_month",
            step=("adjustment",),
            retold_as="adjustment",
        ),
    ),
    SheetKind(
        "reserve",
        "储备库",
        key=("project_id", "tier", "entered_on"),
        month=_month_of("entered_on"),
        slot="tier",
        describes=True,
        mentions=(
            "category", "industry", "town", "total_investment_wan", "owner", "responsible_unit", "planned_start_date",
        ),
        history=History(
            "reserve_stay", ("district", "project_id", "tier", "entered_on"), month="entered_on", step=("tier",)
        ),
        statements="{history}.stayed",
    ),
    SheetKind(
        "idea_list",
        "谋划清单",
        key=("project_id", "month"),
        month="month",
        loaded_month="month",
        slot=NOTHING,
        is_project=False,
        describes=True,
        history=History("idea_list", ("district", "project_id", "month"), month="month"),
    ),
    SheetKind(
        "declaration",
        "项目申报",
        key=("project_id", "declared_on"),
        month=_month_of("declared_on"),
        slot="declared_on",
        describes=True,
        mentions=(
            "category", "construction_nature", "industry", "town", "total_investment_wan", "owner", "responsible_unit",
            "planned_start_date", "planned_finish_date",
        ),
        history=History("declaration", ("district", "project_id", "declared_on"), month="declared_on"),
        statements="{history}.declared",
    ),
    SheetKind(
        "promotion",
        "招商台账",
        key=("project_id",),
        month=_month_of("signed_on"),
        slot=NOTHING,
        describes=True,
        mentions=("industry", "town", "total_investment_wan", "owner", "responsible_unit", "contact_leader"),
        history=History("promotion", ("district", "project_id")),
    ),
    SheetKind(
        "financing_need",
        "融资需求清单",
        key=("project_id", "financing_way"),
        month=_month_of("published_on"),
        slot=EACH_ROW,
        mentions=(),
        history=History(
            "financing_need",
            ("district", "project_id", "financing_way", "published_on"),
            month="published_on",
            step=("financing_way",),
        ),
    ),
    SheetKind(
        "preliminary_funds",
        "前期工作经费",
        key=("project_id", "year", "purpose"),
        month="make_date(year, 1, 1)",
        slot=EACH_ROW,
        mentions=(),
        history=History("preliminary_funds", ("district", "project_id", "year", "purpose"), step=("purpose",)),
    ),
    SheetKind(
        "leader_arrangement",
        "区领导联系项目安排",
        key=("project_id", "effective_month", "effective_on"),
        month="effective_month",
        loaded_month="effective_month",
        slot=EACH_ROW,
        history=History(
            "leader_arrangement", ("district", "project_id", "effective_month"), month="effective_month"
        ),
    ),
)  # fmt: skip
SHEET_KINDS = {kind.name: kind for kind in ALL}
SHEET_LABELS = {kind.name: kind.label for kind in ALL}
