"""Random histories of workbooks: a few projects through some months of a year, written as the sheets people send.

Projects join, leave and come back; months go without a dispatch or a return; rows are silent or empty; a sheet is sent
again with another figure; one amount may be written in 元. ``draw`` draws what happened, ``write`` writes the workbooks.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from openpyxl import Workbook

YEAR = 2026
SLIP = 10_000
DISTRICTS = {  # title, county of the codes, units
    "tianyuan": ("株洲市天元区", "430211", ("群丰镇", "三门镇")),
    "jingyang": ("德阳市旌阳区", "510603", ("黄许镇", "孝感街道")),
}
NAMES = ("滨河大道提质", "中心医院迁建", "污水处理厂扩容", "标准厂房二期", "农贸市场改造", "高铁站前广场")
OTHER = "已有统计项目老厂区搬迁"


@dataclass(frozen=True)
class Project:
    """A project as the plan has it; ``shares`` are its planned start and finish month, or none."""

    code: str
    name: str
    unit: str
    total: int
    plan: int
    joins: int  # month from which it is in plan; 1: it stands in the plan of the year
    dates: tuple[int, int] | None
    start: date | None


@dataclass
class History:
    """What was sent: by month what each row said; a missing row or None says nothing."""

    district: str
    projects: list[Project]
    last: int
    leaves: dict[str, int] = field(default_factory=dict)  # code → month of 调出
    returns: dict[str, tuple[int, int]] = field(default_factory=dict)  # code → month of 调入 again, and the new plan
    dispatches: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)
    again: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)  # sent a second time, later
    booked: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    exempt: tuple[str, int] | None = None  # unit and the month for which it is exempt


def draw(chance: Random) -> History:
    """Draw a history."""
    district = chance.choice(sorted(DISTRICTS))
    last = chance.randint(4, 9)
    projects = [_project(chance, district, number) for number in range(chance.randint(3, 5))]
    history = History(district, projects, last)
    for project in projects[1:]:
        if project.joins + 2 <= last and chance.random() < 0.4:
            gone = history.leaves[project.code] = chance.randint(project.joins + 1, last)
            if gone < last and chance.random() < 0.5:
                history.returns[project.code] = (chance.randint(gone + 1, last), 100 * chance.randint(5, 30))
    done = dict.fromkeys((project.code for project in projects), Decimal(0))
    for month in range(1, last + 1):
        rows = {project.code: _amount(chance, project, done, month) for project in projects if project.joins <= month}
        rows = {code: wan for code, wan in rows.items() if chance.random() < 0.85}  # a missing row is silence, too
        if rows and (month == last or chance.random() < 0.8):
            history.dispatches[month] = rows
            if chance.random() < 0.2:
                history.again[month] = {code: _corrected(chance, wan) for code, wan in rows.items()}
    history.dispatches.setdefault(last, {projects[0].code: done[projects[0].code]})
    if chance.random() < 0.25:
        month = chance.choice(sorted(history.dispatches))
        code = chance.choice(sorted(history.dispatches[month]))
        if history.dispatches[month][code]:
            history.dispatches[month][code] *= SLIP
    _book(chance, history)
    if chance.random() < 0.4:
        history.exempt = (chance.choice(DISTRICTS[district][2]), chance.randint(last - 1, last))
    return history


def _project(chance: Random, district: str, number: int) -> Project:
    county, units = DISTRICTS[district][1:]
    plan = 100 * chance.randint(4, 40)
    first = chance.randint(1, 8)
    start = date(YEAR, chance.randint(1, 8), chance.choice((3, 10, 11, 25))) if chance.random() < 0.8 else None
    return Project(
        code=f"2501-{county}-04-01-{number + 1:06}",
        name=f"{NAMES[number]}项目",
        unit=units[number % 2],
        total=chance.choice((400, 500, 60_000)),
        plan=plan,
        joins=1 if number == 0 or chance.random() < 0.7 else chance.randint(2, 6),
        dates=(first, chance.randint(first, 12)) if chance.random() < 0.6 else None,
        start=start,
    )


def _amount(chance: Random, project: Project, done: dict[str, Decimal], month: int) -> Decimal | None:
    """What the project reports, year to date: mostly more than before, at times less, the task exactly, or nothing."""
    if chance.random() < 0.15:
        return None
    if chance.random() < 0.15:  # exactly on a limit of the lights, where the plan is spread over twelve months
        said = Decimal(project.plan * month * chance.choice((6, 8, 10))) / 120
        done[project.code] = said.quantize(Decimal("0.01"))
    else:
        done[project.code] += Decimal(chance.randint(-200, 1200) * project.plan) / 8000
    done[project.code] = max(Decimal(0), done[project.code]).quantize(Decimal("0.01"))
    return done[project.code]


def _corrected(chance: Random, wan: Decimal | None) -> Decimal | None:
    return wan if wan is None or chance.random() < 0.6 else (wan * Decimal("0.9")).quantize(Decimal("0.01"))


def _book(chance: Random, history: History) -> None:
    enters = {project.code: chance.randint(2, 12) for project in history.projects}
    goes = {project.code: chance.randint(4, 20) for project in history.projects}
    for month in range(2, history.last + 1):
        if chance.random() < 0.8:
            history.booked[month] = {
                code: Decimal(chance.choice((0, 50 * (month - enter), 80 * (month - enter) + 1)))
                for code, enter in enters.items()
                if enter <= month < goes[code]
            }


def write(history: History, folder: Path) -> list[tuple[Path, date]]:
    """Write the workbooks; return each with the day it is received."""
    title = DISTRICTS[history.district][0]
    files = [(_plan(history, title, folder), date(YEAR, 1, 20))]
    for month in range(1, history.last + 1):
        moved = _adjustments(history, month)
        if moved:
            files.append((_adjustment(history, title, month, moved, folder), date(YEAR, month, 20)))
    for month, rows in history.dispatches.items():
        files.append((_dispatch(history, title, month, rows, folder / f"调度{month}.xlsx"), date(YEAR, month + 1, 5)))
    for month, rows in history.again.items():
        files.append((_dispatch(history, title, month, rows, folder / f"再报{month}.xlsx"), date(YEAR, 12, 5)))
    for month, rows in history.booked.items():
        files.append((_return(history, month, rows, folder), date(YEAR, month + 1, 12)))
    if history.exempt:
        unit, month = history.exempt
        rows = [[f"{YEAR}年容错免责认定情况"], ["文号", "单位", "容错情形", "适用期"]]
        rows.append([f"容免〔{YEAR}〕1号", unit, "汛情停工", f"{YEAR}年{month}月"])
        files.append((_save(folder / "容错.xlsx", "容错免责", rows), date(YEAR, month + 1, 15)))
    return files


def _adjustments(history: History, month: int) -> dict[str, tuple[str, int]]:
    """Who joins or leaves the plan in a month: code → type and plan."""
    moved = {p.code: ("调入", p.plan) for p in history.projects if 1 < p.joins == month}
    moved |= {p.code: ("调出", p.plan) for p in history.projects if history.leaves.get(p.code) == month}
    back = {code: plan for code, (when, plan) in history.returns.items() if when == month}
    return moved | {code: ("调入", plan) for code, plan in back.items()}


def _save(path: Path, name: str, rows: list[list[object]]) -> Path:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    book.save(path)
    return path


def _plan(history: History, title: str, folder: Path) -> Path:
    head = ["序号", "项目代码", "项目名称", "批次", "建设性质", "项目级别", "审批方式", "建设地点", "总投资（万元）",
            f"{YEAR}年度计划投资（万元）", "计划开工时间", "计划竣工时间", "项目业主", "责任单位"]  # fmt: skip
    rows = [
        [n, p.code, p.name, "续建", "新建", "区", "备案", p.unit, p.total, p.plan,
         *(f"{YEAR}-{month:02}" for month in p.dates or ()), *([] if p.dates else [None, None]), "某业主公司", p.unit]
        for n, p in enumerate((p for p in history.projects if p.joins == 1), 1)
    ]  # fmt: skip
    return _save(folder / "计划.xlsx", "计划", [[f"{title}{YEAR}年度重点项目投资计划表"], ["单位：万元"], head, *rows])


def _adjustment(history: History, title: str, month: int, moved: dict[str, tuple[str, int]], folder: Path) -> Path:
    head = ["序号", "项目代码", "项目名称", "调整类型", "原批次", "批次", "总投资（万元）", "原年度计划（万元）",
            f"{YEAR}年度计划投资（万元）", "计划开工时间", "计划竣工时间", "项目业主", "责任单位", "调整原因"]  # fmt: skip
    rows = []
    for n, project in enumerate((p for p in history.projects if p.code in moved), 1):
        kind, plan = moved[project.code]
        dates = [f"{YEAR}-{when:02}" for when in project.dates] if project.dates else [None, None]
        rows.append([n, project.code, project.name, kind, None, "续建", project.total, None, plan, *dates,
                     "某业主公司", project.unit, "区委会议"])  # fmt: skip
    top = [[f"{title}{YEAR}年{month}月重点项目计划调整表"], ["单位：万元"], head]
    return _save(folder / f"调整{month}.xlsx", "计划调整", [*top, *rows, [f"注：自{YEAR}年{month}月起执行。"]])


def _dispatch(history: History, title: str, month: int, said: dict[str, Decimal | None], path: Path) -> Path:
    ytd = f"1—{month}月完成投资(万元)" if month > 1 else "1月完成投资(万元)"
    head = ["序号", "项目代码", "项目名称", "责任单位", "总投资(万元)", ytd, "形象进度(%)", "计划形象进度(%)",
            "计划开工时间", "实际开工时间", "计划竣工时间", "实际竣工时间", "备注"]  # fmt: skip
    rows = []
    for n, project in enumerate((p for p in history.projects if p.code in said), 1):
        start = project.start.isoformat() if project.start and project.start.month <= month else None
        rows.append([n, project.code, project.name, project.unit, project.total, said[project.code], None, None,
                     None, start, None, None, None])  # fmt: skip
    top = [[f"{title}{YEAR}年{month}月重点项目建设进度调度表"],
           [f"填报单位：区发改局    统计时间：{YEAR}年1—{month}月    单位：万元"], head]  # fmt: skip
    return _save(path, "调度表", [*top, *rows])


def _return(history: History, month: int, said: dict[str, Decimal], folder: Path) -> Path:
    title, county, _ = DISTRICTS[history.district]
    head = ["序号", "项目代码", "项目名称", "建设地址及区划", "行业编码", "统计方法", "开工时间", "投产时间", "建设性质",
            "计划总投资", "自开始建设累计完成投资", "本年完成投资", "建筑工程", "安装工程", "设备工器具购置", "其他费用",
            "期末建设状态"]  # fmt: skip
    rows = [[1, f"2001-{county}-04-01-000099", OTHER, title, "4819", "形象进度法", None, None, "新建", 90000,
             10 * month, 10 * month, 10 * month, 0, 0, 0, "在建"]]  # fmt: skip
    for n, project in enumerate((p for p in history.projects if p.code in said), 2):
        wan = said[project.code]
        rows.append([n, project.code, project.name, title, "4819", "形象进度法", None, None, "新建", project.total,
                     wan, wan, wan, 0, 0, 0, "在建"])  # fmt: skip
    top = [["固定资产投资项目情况（206表）"], [f"综合机关名称：统计局    {YEAR}年1—{month}月    计量单位：万元"], head]
    return _save(folder / f"统计{month}.xlsx", "206表", [*top, *rows])
