"""Generated projects, as many as asked for, in the archive's own form: parsed records as Parquet, one folder a file.

Everything is arithmetic on the project's number, so that two machines generate the same warehouse.
"""

import hashlib
import json
from datetime import date, datetime
from pathlib import Path

import duckdb

from data.profile import Profile

NOISE = "(hash({0}, '{1}') % 100000) / 100000.0"  # a fixed number in [0, 1) for a project (and month)

PROJECTS = f"""
create table generated_project as
select
    i as number,
    format('2401-{{}}-04-01-{{:06d}}', $region, i) as code,
    format('样本项目{{:07d}}', i) as name,
    $batches[1 + cast(floor({NOISE.format("i", "batch")} * len($batches)) as integer)] as batch,
    $units[1 + cast(floor({NOISE.format("i", "unit")} * len($units)) as integer)] as unit,
    $towns[1 + cast(floor({NOISE.format("i", "town")} * len($towns)) as integer)] as town,
    ['工业', '基础设施', '民生', '生态环保', '农业', '商贸'][1 + i % 6] as industry,
    ['区', '市', '省'][1 + (i // 7) % 3] as project_level,
    ['政府投资', '企业投资'][1 + i % 2] as funding,
    ['常务副区长', '副区长（工业）', '副区长（城建）', '副区长（农业）', '副区长（教卫）'][1 + i % 5] as contact_leader,
    ['审批', '核准', '备案'][1 + i % 3] as approval_procedure,
    cast(3000 + 60000 * power({NOISE.format("i", "total")}, 3) as decimal(18, 2)) as total_wan,
    $first_month + interval (cast(floor({NOISE.format("i", "start")} * $months) as integer)) month as start_month,
    0.55 + 0.6 * {NOISE.format("i", "speed")} as speed,
    {NOISE.format("i", "entry")} as entry_luck,
    {NOISE.format("i", "silent")} as silent_luck
from range($projects) as t(i)
"""

ANNUAL_PLAN = """
copy (
    select
        '年度计划' as sheet,
        cast(number + 5 as integer) as row,
        cast({year} as integer) as year,
        make_date({year}, 1, 1) as effective_month,
        code as project_code,
        name as project_name,
        batch,
        industry,
        project_level,
        funding,
        approval_procedure,
        town,
        unit as responsible_unit,
        contact_leader,
        total_wan as total_investment_wan,
        cast(total_wan * 0.4 as decimal(18, 2)) as annual_plan_wan,
        cast(start_month as date) as planned_start_date,
        cast(start_month + interval 24 month as date) as planned_finish_date
    from generated_project
) to '{folder}/annual_plan.parquet' (format parquet)
"""

MONTHLY_PLAN = """
copy (
    select
        '年度计划' as sheet,
        cast(number + 5 as integer) as row,
        make_date({year}, m, 1) as month,
        cast(total_wan * 0.4 * power(m / 12.0, 1.2) as decimal(18, 2)) as planned_ytd_wan
    from generated_project cross join range(1, 13) as t(m)
    where number % 3 = 0
) to '{folder}/monthly_plan.parquet' (format parquet)
"""

DISPATCH = """
copy (
    select
        '调度' as sheet,
        cast(number + 5 as integer) as row,
        date '{month}' as month,
        code as project_code,
        name as project_name,
        case when silent_luck > 0.97 and hash(number, '{month}') % 3 = 0 then null
            else cast(total_wan * 0.4 * least(1.1, speed * power(month(date '{month}') / 12.0, 1.15)) as decimal(18, 2))
        end as reported_ytd_wan,
        case
            when start_month <= date '{month}' then cast(start_month + interval (hash(number) % 27) day as date)
        end as actual_start_date,
        'day' as actual_start_precision
    from generated_project
) to '{folder}/dispatch.parquet' (format parquet)
"""

RETURN = """
copy (
    select
        '206' as sheet,
        cast(number + 5 as integer) as row,
        date '{month}' as month,
        code as project_code,
        name as project_name,
        total_wan as planned_total_wan,
        cast(0.34 * total_wan * speed * power(month(date '{month}') / 12.0, 1.15) as decimal(18, 2)) as booked_ytd_wan,
        cast(total_wan * speed * 0.5 as decimal(18, 2)) as cumulative_booked_wan
    from generated_project
    where start_month + interval (1 + cast(floor(entry_luck * entry_luck * 14) as integer)) month <= date '{month}'
) to '{folder}/statistics_return.parquet' (format parquet)
"""

ROWS = """
copy (
    select sheet, row, 'loaded' as outcome, cast(null as varchar) as reason, false as is_hidden
    from '{folder}/{kind}.parquet'
) to '{folder}/rows.parquet' (format parquet)
"""


def write(archive: Path, profile: Profile, *, projects: int, months: int, last_month: date, after: int = 0) -> int:
    """Fill an archive folder with plans, dispatches and returns of so many projects and months.

    ``after`` is the number of the last file that is there already; returns that of the last one written.
    """
    con = duckdb.connect()
    first_index = last_month.year * 12 + last_month.month - months
    every = [date(i // 12, i % 12 + 1, 1) for i in range(first_index, first_index + months)]
    con.execute(
        PROJECTS,
        {
            "region": profile.region_code,
            "batches": [batch.name for batch in profile.batches],
            "units": [unit.name for unit in profile.units if unit.is_ranked],
            "towns": [town.name for town in profile.towns],
            "first_month": every[0],
            "months": months,
            "projects": projects,
        },
    )
    number = after
    for month in every:
        jobs: list[tuple[str, str, dict]] = [("dispatch", DISPATCH, {"month": month})]
        if month.month > 1:
            jobs.append(("statistics_return", RETURN, {"month": month}))
        if month in (every[0],) or month.month == 1:
            jobs.insert(0, ("annual_plan", ANNUAL_PLAN + ";" + MONTHLY_PLAN, {"year": month.year}))
        for kind, sql, values in jobs:
            number += 1
            _entry(con, archive, number, kind, sql, values, profile.id, month)
    con.close()
    return number


def _entry(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    number: int,
    kind: str,
    sql: str,
    values: dict,
    district: str,
    month: date,
) -> None:
    sha = hashlib.sha256(f"{district}{kind}{month}".encode()).hexdigest()
    folder = archive / f"{number:06d}-{sha[:12]}"
    folder.mkdir(parents=True)
    con.execute((sql + ";" + ROWS).format(folder=folder, kind=kind, **values))
    sheet = {"annual_plan": "年度计划", "dispatch": "调度", "statistics_return": "206"}[kind]
    ((rows,),) = con.execute(f"select count(*) from '{folder}/rows.parquet'").fetchall()  # noqa: S608
    effective = f"date '{month}'" if kind == "annual_plan" else "cast(null as date)"
    con.execute(
        f"""copy (select '{sheet}' as sheet, '{kind}' as kind, '样本' as title, date '{month}' as month,
            {month.year} as year, {effective} as effective_month, false as is_hidden, {rows} as rows_total)
            to '{folder}/sheets.parquet' (format parquet)"""  # noqa: S608
    )
    received = date(month.year + month.month // 12, month.month % 12 + 1, 12 if kind != "statistics_return" else 15)
    entry = {
        "file_id": number,
        "district": district,
        "name": f"{kind}-{month:%Y-%m}.xlsx",
        "sha256": sha,
        "received_on": received.isoformat(),
        "loaded_at": datetime.combine(received, datetime.min.time()).isoformat(),
        "is_demo": False,
        "kinds": [kind],
    }
    (folder / "entry.json").write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
