"""The statistics library: when each project enters it, what is booked, and what the ledger says of it."""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from etl.demo.faults_library import plant_in_library
from etl.demo.months import FIRST, LAST, MONTHS, YEARS, later, month
from etl.demo.projects import Project
from etl.demo.story import LibraryProject, Story
from etl.demo.words import MAKERS, MARKS, RETURNED

RETURNS = tuple(at for at in MONTHS if at.month > 1)
LEDGER_FROM = date(2023, 7, 1)  # entries before are in no ledger
OTHERS = ("厂房", "设备更新改造", "仓储用房", "小区住宅", "配套设施", "办公楼装修改造", "变电站")
CENTS = Decimal("0.01")


def fill_library(story: Story) -> None:
    """Let the projects enter the library, plant the faults, book, and write the ledger."""
    rng = random.Random(f"{story.seed}/{story.profile.id}/library")  # noqa: S311 (no secrets here)
    for p in story.projects:
        if p.actual_start:
            story.library.append(enter(story, p, rng))
    plant_in_library(story)
    for number in range(60):
        story.library.append(other_project(story, rng, number))
    for number, library_project in enumerate(story.library, start=1):
        library_project.number = number
    book(story, rng)
    for library_project in story.library:
        write_ledger(library_project, rng)
    others = [each.number for each in story.library if each.project is None and each.booked.get(month(2026, 3))]
    story.planted["components_off"] = {(month(2026, 3), number) for number in others[:3]}


def enter(story: Story, p: Project, rng: random.Random) -> LibraryProject:
    """Let a started project enter: most in time, some late, a few never, a few without figures."""
    day = p.actual_start.day if p.actual_start and p.is_start_by_day else 1
    feasible = later(p.start_month, 1) if day > 10 else p.start_month
    entry: date | None = feasible
    if p.start_month >= LEDGER_FROM:
        late = rng.choices((0, 1, 2, 3, 5), (74, 9, 8, 5, 4))[0]
        if p.unit in story.setting.behind:
            late += rng.choice((0, 0, 1, 2))
        entry = later(feasible, late)
        is_running = p.actual_finish is None and p.start_month >= date(2024, 9, 1)
        if entry > LAST or (is_running and p.total < 20000 and rng.random() < 0.14):
            entry = None
    prefix = story.profile.name_prefixes[0] if rng.random() < 0.15 else ""
    name = f"{p.owner}{p.name}" if p.code and not prefix and rng.random() < 0.2 else prefix + p.name
    return LibraryProject(
        number=0,
        project=p,
        name=name,
        code=say_code(p.code, rng) if rng.random() < 0.95 or name not in (p.name, prefix + p.name) else None,
        address=f"{story.profile.name}{p.town}",
        industry_code=p.theme.industry_code,
        method="财务支出法" if p.theme.is_private and rng.random() < 0.45 else "形象进度法",
        nature={"新建": "新建", "扩建": "扩建"}.get(p.nature, "改建和技术改造"),
        total=Decimal(int(p.total * rng.uniform(0.94, 1.0))) if p.total > 500 else Decimal(p.total),
        start=p.start_month,
        entry=entry,
        leaves=date(p.finish_month.year + 1, 1, 1) if p.actual_finish else None,
        finish=p.finish_month if p.actual_finish else None,
    )


def say_code(code: str | None, rng: random.Random) -> str | None:
    """Write a code as the statistics office has it: now and then with blanks or wide dashes."""
    if code is None:
        return None
    return rng.choice((f" {code}", code.replace("-", "－"), code.replace("-", "—"), *[code] * 30))


def other_project(story: Story, rng: random.Random, number: int) -> LibraryProject:
    """Make a project of the district that is no key project."""
    start = later(date(2023, 3, 1), rng.randint(0, 40))
    total = Decimal(rng.randint(60, 900) * 10)
    months = rng.randint(8, 26)
    ends = later(start, months)
    finish = later(FIRST, 5) if ends < FIRST else ends if ends <= LAST else None
    given = later(start, -4)
    maker = rng.choice(MAKERS) + rng.choice(MARKS)
    return LibraryProject(
        number=0,
        project=None,
        name=f"{maker}公司{OTHERS[number % len(OTHERS)]}项目{number // len(OTHERS) + 1}号",
        code=f"{given:%y%m}-{story.profile.region_code}-04-{rng.choice(('01', '05'))}-{rng.randint(100000, 999999)}",
        address=f"{story.profile.name}{rng.choice(story.profile.towns).name}",
        industry_code=rng.choice(("3490", "5990", "7010", "4430", "7299")),
        method=rng.choice(("形象进度法", "财务支出法")),
        nature=rng.choice(("新建", "改建和技术改造")),
        total=total,
        start=start,
        entry=min(later(start, rng.choice((0, 0, 1, 2))), LAST),
        leaves=date(finish.year + 1, 1, 1) if finish else None,
        finish=finish,
    )


def book(story: Story, rng: random.Random) -> None:
    """Book month by month, scaled so that booked stands to reported as the district's story wants it."""
    lines = story.lines_at(LAST).items()
    counted = {key for key, line in lines if line.yardstick != "preliminary" and line.annual_plan > 0}
    reported = sum(float(story.carried(key, LAST) or 0) for key in counted)
    unlinked = set(story.planted["unmatched"])
    own: dict[int, float] = {}
    now: list[tuple[float, float]] = []
    for each in story.library:
        own[each.number] = rng.uniform(0.88, 1.02)
        each.figures = each.figures or later_figures(story, each, rng)
        key = each.project.key if each.project else 0
        if key in counted - unlinked and each.figures and each.figures <= LAST and not each.leaves:
            now.append((own[each.number], built(story, each, LAST) * each.part))
    low, high = 0.5, 1.6
    for _ in range(30):
        scale = (low + high) / 2
        booked = sum(min(share * scale, 1.04) * amount for share, amount in now)
        low, high = (scale, high) if booked < story.setting.booked_share * reported else (low, scale)
    for each in story.library:
        book_one(story, each, min(own[each.number] * scale, 1.04))


def later_figures(story: Story, each: LibraryProject, rng: random.Random) -> date | None:
    """Return the month of the first figures: the one after entry, now and then the same or a later one."""
    late = rng.choices((0, 1, 2, 3), (15, 75, 6, 4))[0]
    if each.entry is None or (each.project and each.project.key in story.planted["without_figures"]):
        return None
    figures = later(each.entry, late)
    return figures if figures.month > 1 else later(figures, 1)


def book_one(story: Story, each: LibraryProject, share: float) -> None:
    """Book one project: a share of what it reports, a part of it a month later."""
    p, opening = each.project, Decimal(0)
    if p and each.figures and each.figures < FIRST:
        opening = money(float(story.opening[p.key, YEARS[0]]) * share * each.part)
    for year in YEARS:
        each.opening[year] = opening
        last = Decimal(0)
        for at in [at for at in RETURNS if at.year == year]:
            if each.entry is None or at < each.entry or (each.leaves and at >= each.leaves):
                continue
            if each.figures and at >= each.figures:
                least = each.total / 100 if at == each.figures else Decimal(0)
                last = max(money(share * built(story, each, at) * each.part), last, money(float(least)))
            each.booked[at] = last
        opening += last


def money(amount: float) -> Decimal:
    """Return an amount with two decimals."""
    return Decimal(str(amount)).quantize(CENTS, ROUND_HALF_UP)


def built(story: Story, each: LibraryProject, at: date) -> float:
    """Return what was built this year, a part of it a month late; a plain course where nobody reports it."""
    p = each.project
    if p and any((p.key, month(at.year, number)) in story.ytd for number in range(1, at.month + 1)):
        now, before = story.carried(p.key, at), story.carried(p.key, later(at, -1)) if at.month > 1 else None
        return 0.75 * float(now or 0) + 0.25 * float(before or 0)
    last = each.finish.month if each.finish and each.finish.year == at.year else 12
    first = each.start.month if each.start and each.start.year == at.year else 1
    a_month = float(each.total) * (0.01 if p else 0.034)
    return a_month * max(min(at.month, last) - first + 1, 0)


def write_ledger(each: LibraryProject, rng: random.Random) -> None:
    """Give the ledger's months to most of those that entered, and a return reason to some that did not."""
    is_listed, has_figures, before = rng.random() < 0.85, rng.random() < 0.6, rng.choice((0, 0, 0, 1))
    if each.entry is None:
        if each.start and each.start >= FIRST and rng.random() < 0.6:
            each.declared = min(later(each.start, 1), LAST)
            each.return_reason = rng.choice(RETURNED)
        return
    each.ledger_entry = each.ledger_entry or each.entry
    if not (is_listed or each.ledger_entry != each.entry) or each.entry < LEDGER_FROM:
        each.ledger_entry = None
        return
    each.declared = later(each.entry, -before if each.entry.month > 1 else 0)
    closes = date(max(each.declared.year, YEARS[0]), 12, 1)  # the year's last ledger
    if has_figures and each.figures and each.figures <= min(closes, LAST) and each.ledger_entry == each.entry:
        each.ledger_figures = each.figures
