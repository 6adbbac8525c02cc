-- The warehouse: the contract between etl, which fills it, and metrics, which read it. Tests build from this file.
-- Four schemas: source (files, sheets, rows, columns), raw (what each row said, resolved to its project),
-- mart (histories with known_from / known_to, and what is derived from them as now known), meta (the version itself).
-- Money is 万元 in decimal(18, 2); a month is its first day; known intervals are half-open: known_from <= day < known_to.
create schema if not exists meta;
create schema if not exists source;
create schema if not exists raw;
create schema if not exists mart;

-- The version itself: one row.
create table meta.version (
    schema_version integer not null,        -- 结构版本
    built_at       timestamp not null,      -- 生成时刻（北京时间）
    last_known_on  date,                    -- 最近一次收到文件的日期
    is_demo        boolean not null         -- 是否含演示数据
);

-- One row per accepted file.
create table source.file (
    file_id     integer primary key,        -- 收件序号，同日按此先后
    district    varchar not null,           -- 区
    name        varchar not null,           -- 文件名
    sha256      varchar not null,
    received_on date not null,              -- 收到日期
    loaded_at   timestamp not null,         -- 载入时刻（北京时间）
    is_demo     boolean not null,           -- 演示数据
    known_from  date,                       -- 从哪天起知道它所说的：收到日，按新对照重读的为重读日
    replaced_on date                        -- 哪天起由重读的代替；空值为现在仍用
);

-- One row per sheet of an accepted file.
create table source.sheet (
    file_id   integer not null,
    sheet     varchar not null,             -- 表名
    kind      varchar,                      -- 表类，空值为未识别
    title     varchar,                      -- 标题行文字
    month     date,                         -- 表所属月份
    is_hidden boolean not null,             -- 隐藏表
    primary key (file_id, sheet)
);

-- One row per row of a sheet, blank ones too: what became of it.
create table source.row (
    row_id    bigint not null,              -- 全库唯一：file_id·10¹² + 表序·10⁸ + 行号（构建时核对，不设索引）
    file_id   integer not null,
    sheet     varchar not null,
    row       integer not null,             -- Excel 行号，从 1 起
    outcome   varchar not null,             -- loaded / skipped / rejected
    reason    varchar,                      -- 跳过的种类或退回的原因
    is_hidden boolean not null              -- 隐藏行
);

-- One row per column of a sheet that was read into a field.
create table source.column (
    file_id  integer not null,
    sheet    varchar not null,
    position varchar not null,              -- Excel 列号，如 G
    header   varchar not null,              -- 展平后的表头
    field    varchar not null,              -- 字段
    month    date,                          -- 列头所指月份（分月列）
    unit     varchar,                       -- 列头或表注的单位
    first_row integer, last_row integer     -- 所在表格的首行、末行（一张工作表可有几个表格）；空值为整张表
);

-- One row per cell that could not be read: its value is empty in the warehouse, never 0.
create table source.cell_fault (
    file_id integer not null,
    sheet   varchar not null,
    row     integer not null,
    position varchar not null,
    header  varchar,
    value   varchar,
    reason  varchar not null                -- 原因与下一步
);

-- One row per thing noticed that is loaded but should be looked at: unknown unit, batch or town, twice the same project, suspected slip.
create table source.notice (
    file_id  integer not null,
    sheet    varchar,
    row      integer,
    kind     varchar not null,              -- unknown_unit / unknown_batch / unknown_town / duplicate_project / ambiguous_project / suspected_unit_slip /
                                            -- suspected_date / future_date / suspected_duplicate / code_elsewhere / identity_broken / unknown_project / done_without_date / missing_row / total_mismatch /
                                            -- sub_items / measure_rows / column_unread / unit_doubt
    project_id varchar,
    text     varchar not null,
    field    varchar,                       -- 所指字段，如 reported_ytd_wan
    value    varchar,                       -- 表中的值（金额为万元，日期为 ISO）
    suggested varchar                       -- 建议改为的值；空值为只提示、无建议
);

-- One row per project that the newest edition of a sheet leaves out and the edition before it had: proposed as 撤回.
create table source.missing_row (
    file_id    integer not null,            -- 缺了这一行的新表
    district   varchar not null,
    kind       varchar not null,            -- 表类
    month      date not null,               -- 所属月份；年度计划为生效月
    id         varchar not null,            -- 项目，统计月报为统计项目
    row_before bigint not null              -- 上一份表中的行
);

-- One row per source cell that a correction is about: the person's value stands beside what the file says.
create table source.correction (
    entry_id    bigint not null,            -- 台账的最后一条
    district    varchar not null,
    row_id      bigint not null,
    kind        varchar not null,           -- 表类
    field       varchar not null,
    month       date,                       -- 分月列的月份
    expected    varchar not null,           -- 表中的值
    value       varchar not null,           -- 更正为
    state       varchar not null,           -- applied / source_changed / undone
    found       varchar,                    -- 来源后来改成的值
    found_row_id bigint,
    decided_on  date not null, who varchar not null, reason varchar
);

-- ---------------------------------------------------------------- raw: one row per loaded sheet row and month, as it was said
-- (money already 万元, dates already dates, text already NFKC), with the project it belongs to.

create table raw.annual_plan (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    year integer not null, effective_month date not null,
    project_code varchar, project_name varchar, batch varchar, construction_nature varchar, project_level varchar, category varchar,
    industry varchar, funding varchar, approval_procedure varchar, town varchar, special_area varchar,
    total_investment_wan decimal(18, 2), approved_estimate_wan decimal(18, 2), annual_plan_wan decimal(18, 2),
    planned_start_date date, planned_finish_date date, owner varchar, responsible_unit varchar, service_unit varchar,
    contact_leader varchar, project_officer varchar, longitude double, latitude double, adjustment varchar
);

-- the back-scheduled plan (倒排计划), one row per plan row and month: what the cell says, cumulative or of the month alone
create table raw.monthly_plan (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    effective_month date not null, month date not null,
    is_by_month boolean not null,               -- 分月数，否则累计数
    planned_ytd_wan decimal(18, 2)
);

create table raw.dispatch (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    month date not null,
    project_code varchar, project_name varchar, batch varchar, town varchar, industry varchar, responsible_unit varchar, contact_leader varchar,
    total_investment_wan decimal(18, 2), annual_plan_wan decimal(18, 2), cumulative_last_year_wan decimal(18, 2),
    reported_ytd_wan decimal(18, 2), reported_month_wan decimal(18, 2), cumulative_wan decimal(18, 2),
    funds_in_place_wan decimal(18, 2), funds_paid_wan decimal(18, 2),
    physical_progress double, planned_progress double, progress_text varchar,
    planned_start_date date, planned_finish_date date, actual_start_date date, actual_start_precision varchar,
    actual_finish_date date, in_use_date date, problem varchar, coordination varchar, next_month_plan varchar,
    snapshot_on date                            -- 未完月份的中间情况：截至哪一天；空值为整月
);

create table raw.statistics_return (
    row_id bigint not null, district varchar not null, statistics_id varchar not null, known_from date not null,
    month date not null,
    project_code varchar, project_name varchar, address varchar, industry_code varchar, statistics_method varchar,
    start_date date, production_date date, construction_nature varchar,
    planned_total_wan decimal(18, 2), cumulative_booked_wan decimal(18, 2), booked_ytd_wan decimal(18, 2),
    booked_construction_wan decimal(18, 2), booked_installation_wan decimal(18, 2), booked_equipment_wan decimal(18, 2), booked_other_wan decimal(18, 2),
    construction_state varchar, booked_month_wan decimal(18, 2)   -- 本月完成，只用来核对
);

create table raw.library_ledger (
    row_id bigint not null, district varchar not null, statistics_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, declared_month date, library_entry_month date, statistics_entry_month date,
    library_state varchar, return_reason varchar
);

create table raw.approval_step (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, step varchar not null, is_applicable boolean, completed_on date, document_number varchar
);

create table raw.milestone (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, milestone varchar, responsible_unit varchar, person varchar,
    due_on date, done_on date, state varchar, evidence varchar
);

-- (a problem, request, incident or exemption may belong to no project)
create table raw.issue (
    row_id bigint not null, district varchar not null, issue_id varchar not null, project_id varchar, known_from date not null,
    issue_number varchar, project_code varchar, project_name varchar, issue_kind varchar, issue_level varchar, issue varchar,
    responsible_unit varchar, person varchar, raised_on date, due_on date, closed_on date, state varchar, evidence varchar
);

create table raw.service_request (
    row_id bigint not null, district varchar not null, request_id varchar not null, project_id varchar, known_from date not null,
    request_number varchar, project_code varchar, project_name varchar, service_kind varchar, responsible_unit varchar,
    received_on date, limit_days integer, paused_days integer, done_on date, state varchar, evidence varchar,
    handling varchar, eia_handling varchar, open_point varchar, consulted_on date
);

create table raw.score_entry (
    row_id bigint not null, district varchar not null, known_from date not null,
    quarter date, responsible_unit varchar, item varchar, score_rate double, points double, basis varchar, document_number varchar
);

create table raw.incident (
    row_id bigint not null, district varchar not null, incident_id varchar not null, project_id varchar, known_from date not null,
    incident_number varchar, project_code varchar, project_name varchar, responsible_unit varchar,
    occurred_on date, incident_kind varchar, incident_level varchar, incident varchar, document_number varchar
);

create table raw.exemption (
    row_id bigint not null, district varchar not null, project_id varchar, known_from date not null,
    document_number varchar, responsible_unit varchar, project_code varchar, project_name varchar,
    exempt_from date, exempt_to date, cause varchar
);

create table raw.plan_adjustment (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, adjustment varchar, effective_month date, cause varchar,
    statement_on date, decided_by varchar, decided_on date, batch_before varchar, batch_after varchar,
    annual_plan_before_wan decimal(18, 2), annual_plan_after_wan decimal(18, 2), responsible_unit varchar
);

create table raw.reserve (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, tier varchar, category varchar, industry varchar, town varchar,
    total_investment_wan decimal(18, 2), owner varchar, responsible_unit varchar,
    entered_on date, left_on date, exit_kind varchar, planned_start_date date
);

create table raw.idea_list (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    month date not null,
    project_code varchar, project_name varchar, category varchar, industry varchar, town varchar,
    total_investment_wan decimal(18, 2), owner varchar, responsible_unit varchar, planned_start_date date,
    purpose varchar, construction_scale varchar, investment_mode varchar, construction_mode varchar, funding varchar,
    construction_schedule varchar, use_of_funds varchar, benefit varchar
);

create table raw.declaration (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, category varchar, construction_nature varchar, industry varchar, town varchar,
    total_investment_wan decimal(18, 2), owner varchar, responsible_unit varchar,
    declared_on date, bars varchar, decided_on date, decision varchar,
    planned_start_date date, planned_finish_date date, annual_plan_wan decimal(18, 2)
);

create table raw.promotion (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, city_number varchar, district_number varchar, industry varchar, town varchar,
    total_investment_wan decimal(18, 2), fixed_investment_wan decimal(18, 2), owner varchar, responsible_unit varchar, contact_leader varchar,
    signed_on date, start_date_development date, is_in_statistics boolean, start_date_industry date,
    library_entry_month date, statistics_entry_month date
);

create table raw.financing_need (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, financing_group varchar, financing_way varchar,
    financing_need_wan decimal(18, 2), financed_wan decimal(18, 2), bank varchar, financing_state varchar,
    contact varchar, published_on date
);

create table raw.preliminary_funds (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, year integer, purpose varchar,
    preliminary_funds_wan decimal(18, 2), preliminary_paid_wan decimal(18, 2), document_number varchar
);

create table raw.leader_arrangement (
    row_id bigint not null, district varchar not null, project_id varchar not null, known_from date not null,
    project_code varchar, project_name varchar, effective_on date, effective_month date not null, contact_leader varchar,
    responsible_unit varchar, service_unit varchar, project_officer varchar
);

-- ---------------------------------------------------------------- mart: reference, from the district's profile

create table mart.unit (
    district varchar not null, unit varchar not null,                -- 责任单位名称
    kind varchar not null, league varchar, is_ranked boolean not null, sort_key varchar not null,
    primary key (district, unit)
);
create table mart.town (
    district varchar not null, town varchar not null, code varchar, kind varchar, longitude double, latitude double, sort_key varchar not null,
    primary key (district, town)
);
create table mart.batch (
    district varchar not null, batch varchar not null,               -- 批次名称
    yardstick varchar,                                               -- completion / continuing / new_start / preliminary；未知批次为空
    position integer not null, is_in_text boolean not null,          -- 文本有此批次
    primary key (district, batch)
);
-- Which months have a statistics return (1月免报) and the period each month falls into and closes.
create table mart.statistics_calendar (
    district varchar not null, month date not null, has_return boolean not null,
    period integer not null,                                         -- 事件所属期：年·11 + max(月, 2)
    closed_period integer not null,                                  -- 截至该月已结束的期：年·11 + 月
    primary key (district, month)
);
-- One row per source kind and month that was loaded.
create table mart.source_month (
    district varchar not null, kind varchar not null, month date not null, first_known_from date not null, last_known_from date not null,
    rows integer not null,
    open_until date,                                                 -- 调度表：月末以后收到整月的表为止，该月未完；从未未完为空值
    primary key (district, kind, month)
);

-- ---------------------------------------------------------------- mart: histories (every value that was ever known, and when)

-- One row per project and statement of its attributes, effective from a month (plan sheets: the version's; dispatch: the sheet's).
-- Fields that the statement did not hold are null and are taken from the statement before it.
create table mart.project_state (
    district varchar not null, project_id varchar not null, effective_month date not null, kind varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    project_code varchar, project_name varchar, batch varchar, construction_nature varchar, project_level varchar, category varchar,
    industry varchar, funding varchar, approval_procedure varchar, town varchar, special_area varchar,
    responsible_unit varchar, service_unit varchar, owner varchar, contact_leader varchar, project_officer varchar,
    total_investment_wan decimal(18, 2), approved_estimate_wan decimal(18, 2),
    planned_start_date date, planned_finish_date date, actual_start_date date, actual_start_precision varchar,
    actual_finish_date date, in_use_date date, longitude double, latitude double
);
-- One row per project, year, effective month and state of knowledge: each version of the annual plan.
create table mart.plan_version (
    district varchar not null, project_id varchar not null, year integer not null, effective_month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    annual_plan_wan decimal(18, 2), is_removed boolean not null,     -- 调出
    adjustment varchar                                               -- 调整类型原文
);
-- One row per project, year, plan version and month: the back-scheduled plan (倒排计划), cumulative in the year.
create table mart.monthly_plan (
    district varchar not null, project_id varchar not null, effective_month date not null, month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    planned_ytd_wan decimal(18, 2)
);
-- One row per project, month and state of knowledge: what the project reported in the dispatch (上报).
create table mart.reported (
    district varchar not null, project_id varchar not null, month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    reported_ytd_wan decimal(18, 2), cumulative_wan decimal(18, 2), cumulative_last_year_wan decimal(18, 2),
    funds_in_place_wan decimal(18, 2), funds_paid_wan decimal(18, 2),
    physical_progress double, planned_progress double, progress_text varchar, problem varchar,
    coordination varchar, next_month_plan varchar,                   -- 需要协调解决的问题、下月计划
    state_on date                                                    -- 说的是截至哪一天：月末，或中间情况的那一天
);
-- One row per statistics project, month and state of knowledge: the statistics return (入统). Absent: not in the library then.
create table mart.booked (
    district varchar not null, statistics_id varchar not null, month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    project_name varchar, booked_ytd_wan decimal(18, 2), cumulative_booked_wan decimal(18, 2), planned_total_wan decimal(18, 2),
    booked_construction_wan decimal(18, 2), booked_installation_wan decimal(18, 2), booked_equipment_wan decimal(18, 2), booked_other_wan decimal(18, 2),
    statistics_method varchar, construction_state varchar
);
-- One row per statistics project and state of knowledge: the statistics library's own record (入库台账).
create table mart.library_entry (
    district varchar not null, statistics_id varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    declared_month date, library_entry_month date, statistics_entry_month date, library_state varchar, return_reason varchar
);
-- One row per project, approval step and state of knowledge (前期手续).
create table mart.approval_step (
    district varchar not null, project_id varchar not null, step varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    is_applicable boolean, completed_on date, document_number varchar
);
-- One row per statistics project: who it is.
create table mart.statistics_project (
    district varchar not null, statistics_id varchar not null,
    project_code varchar, project_name varchar not null, first_known_from date not null
);
-- One row per pair that the data link by themselves (how) or leave to a person (no how); decisions stand above it.
create table mart.link_proposal (
    district varchar not null, project_id varchar not null, statistics_id varchar not null,
    score double not null,                                           -- 0–100
    how varchar,                                                     -- code / name / rule；空值为待人确认
    evidence varchar not null,                                       -- JSON：parts 各项得分，name 名称的相近程度，marks 不一致的区别标志，reasons 依据，doubts 疑点
    known_from date not null
);
-- One row per id that a project had before its code was known: decisions that name it hold for what it has become.
create table mart.former_id (
    universe varchar not null,                                       -- project / statistics
    district varchar not null, former_id varchar not null, id varchar not null
);
-- One row per pair and state of knowledge: linked, waiting for a person, or rejected, and by whom.
create table mart.link_candidate (
    district varchar not null, project_id varchar not null, statistics_id varchar not null,
    known_from date not null, known_to date,
    status varchar not null,                                         -- linked / pending / rejected
    how varchar,                                                     -- code / name / rule / person；待确认为空
    decided_by varchar,                                              -- code / rule / person:姓名；待确认为空
    score double, evidence varchar,                                  -- 人工指定、系统未提出的为空
    share decimal(9, 6)                                              -- 人工确认的分摊比例
);
-- One row per key project and statistics project that belong together (m:n), and state of knowledge.
create table mart.project_link (
    district varchar not null, project_id varchar not null, statistics_id varchar not null,
    how varchar not null,                                            -- code / name / rule / person
    share decimal(9, 6),                                             -- 人工确认的分摊比例；未作分摊为空
    known_from date not null, known_to date                          -- 撤销、改定即止
);

-- ---------------------------------------------------------------- mart: what the assessment, the lists and the bench read
-- (histories like those above: a later statement about the same thing closes the row before it)

-- One row per project, milestone and state of knowledge (节点任务).
create table mart.milestone (
    district varchar not null, project_id varchar not null, milestone varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    responsible_unit varchar, person varchar, due_on date, done_on date, evidence varchar
);
-- One row per issue and state of knowledge (问题交办销号台账; 投诉、闲置土地是其种类).
create table mart.issue (
    district varchar not null, issue_id varchar not null,            -- 编号；没有则由项目、问题、交办日期认定
    known_from date not null, known_to date, row_id bigint not null,
    project_id varchar, kind varchar, level varchar, issue varchar, responsible_unit varchar, person varchar,
    raised_on date, due_on date, closed_on date, evidence varchar
);
-- One row per request and state of knowledge (要素保障); working days are counted by the district's calendar.
create table mart.service_request (
    district varchar not null, request_id varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    project_id varchar, kind varchar, responsible_unit varchar,      -- 承办单位
    received_on date, limit_days integer, paused_days integer,       -- 办理时限、补正停表（工作日）
    done_on date, evidence varchar,
    handling varchar,                                                -- 办理方式：承诺制、容缺预审、直通车、全程代办 …
    eia_handling varchar,                                            -- 环评管理：豁免、承诺审批、加快推进
    open_point varchar, consulted_on date                            -- 会商未决事项、会商日期（用地、征拆）
);
-- One row per quarter, unit, item and state of knowledge (考核手工项；加分、扣分另记分值和文号).
create table mart.score_entry (
    district varchar not null, quarter date not null,                -- 季度首日；年度项目记在第四季度
    responsible_unit varchar not null, item varchar not null,        -- 加分、扣分的 item 为其事项或文号
    known_from date not null, known_to date, row_id bigint not null,
    score_rate decimal(9, 6), points decimal(9, 2), basis varchar, document_number varchar
);
-- One row per incident and state of knowledge: quality, safety, public opinion (一票否决).
create table mart.incident (
    district varchar not null, incident_id varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    responsible_unit varchar, project_id varchar, occurred_on date, kind varchar, level varchar, incident varchar, document_number varchar
);
-- One row per exemption and state of knowledge (容错): of a unit or a project, with its document number.
create table mart.exemption (
    district varchar not null, document_number varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    responsible_unit varchar, project_id varchar, exempt_from date, exempt_to date, cause varchar
);
-- One row per project, effective month and state of knowledge (计划调整: 调入 / 调出 / 转批次 / 调增 / 调减).
create table mart.plan_adjustment (
    district varchar not null, project_id varchar not null, effective_month date not null, adjustment varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    cause varchar, statement_on date, decided_by varchar, decided_on date, batch_before varchar, batch_after varchar,
    annual_plan_before_wan decimal(18, 2), annual_plan_after_wan decimal(18, 2)
);
-- One row per project, tier, stay and state of knowledge (储备库).
create table mart.reserve_stay (
    district varchar not null, project_id varchar not null, tier varchar not null, -- ready_1y / prepare_3y / idea_5y
    entered_on date not null, known_from date not null, known_to date, row_id bigint not null,
    left_on date, exit_kind varchar, responsible_unit varchar, total_investment_wan decimal(18, 2)
);
-- One row per project that a monthly list of ideas names (谋划项目清单, T4), month and state of knowledge.
create table mart.idea_list (
    district varchar not null, project_id varchar not null, month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    project_name varchar, responsible_unit varchar, category varchar, industry varchar, town varchar, owner varchar,
    total_investment_wan decimal(18, 2), planned_start_date date,
    purpose varchar, construction_scale varchar, investment_mode varchar, construction_mode varchar, -- 功能定位、建设规模、投资模式、建设方式
    funding varchar, construction_schedule varchar, use_of_funds varchar, benefit varchar           -- 资金来源、建设时序、资金投向、投资效益
);
-- One row per declaration and state of knowledge (申报).
create table mart.declaration (
    district varchar not null, project_id varchar not null, declared_on date not null,
    known_from date not null, known_to date, row_id bigint not null,
    category varchar, construction_nature varchar, responsible_unit varchar, total_investment_wan decimal(18, 2),
    bars varchar, decided_on date, decision varchar,                 -- bars: 涉及的不得列入情形，分号隔开
    planned_start_date date, planned_finish_date date, annual_plan_wan decimal(18, 2)  -- 申报的下一年度投资
);
-- One row per project, month and state of knowledge: who is in charge of it from then on (区领导联系项目安排).
create table mart.leader_arrangement (
    district varchar not null, project_id varchar not null, effective_month date not null,
    known_from date not null, known_to date, row_id bigint not null,
    effective_on date, contact_leader varchar, service_unit varchar, project_officer varchar
);
-- One row per project and state of knowledge: what the promotion ledger (招商台账) says, starts by their source.
create table mart.promotion (
    district varchar not null, project_id varchar not null,
    known_from date not null, known_to date, row_id bigint not null,
    city_number varchar, district_number varchar,                    -- 市级、区级项目编码
    responsible_unit varchar, contact_leader varchar, total_investment_wan decimal(18, 2), fixed_investment_wan decimal(18, 2),
    signed_on date, start_date_development date, start_date_industry date,  -- 实际开工：发改、经信各自所报
    is_in_statistics boolean, library_entry_month date, statistics_entry_month date
);
-- One row per project, way of financing and state of knowledge (融资需求清单, 旌阳第二十九条、天元第十六条).
create table mart.financing_need (
    district varchar not null, project_id varchar not null, financing_way varchar not null,  -- 融资方式，没有写的为“—”
    known_from date not null, known_to date, row_id bigint not null,
    financing_group varchar,                                         -- 集中攻关、加快前期、谋划储备
    financing_need_wan decimal(18, 2), financed_wan decimal(18, 2),  -- 融资需求、已落实
    bank varchar, financing_state varchar, contact varchar, published_on date
);
-- One row per project, year, purpose and state of knowledge (前期工作经费, 旌阳第二十六条、天元第十六条).
create table mart.preliminary_funds (
    district varchar not null, project_id varchar not null, year integer not null, purpose varchar not null,  -- 用途，没有写的为“—”
    known_from date not null, known_to date, row_id bigint not null,
    preliminary_funds_wan decimal(18, 2), preliminary_paid_wan decimal(18, 2), document_number varchar
);
-- One row per ledger entry that figures depend on: what a person decided or typed, when and why. Never changed.
create table mart.decision (
    entry_id bigint primary key, district varchar not null, kind varchar not null,
    subject varchar,                                                 -- 所决定的事，如 link:<project_id>|<statistics_id>
    known_from date not null, decided_at timestamp not null, who varchar not null, reason varchar,
    payload varchar not null                                         -- JSON
);
-- One row per reason that an entry of kind reason gives a project's difference in a month; without a reason where the
-- entry takes back what was decided, or names none.
create view mart.decided_reason as
with told as (
    select
        district, entry_id, known_from, payload,
        try_cast(right(subject, 7) || '-01' as date) as month,
        unnest(
            string_split(coalesce(payload ->> '$.project_ids', regexp_extract(subject, '^reason:(.*):', 1)), ',')
        ) as project_id,
        case
            when coalesce(json_extract_string(payload, '$.status'), '') <> 'undone'
                and json_array_length(payload, '$.parts') > 0
                then from_json(json_extract(payload, '$.parts'), '["JSON"]')
            else [null]
        end as parts
    from mart.decision
    where kind = 'reason'
)

select
    district, project_id, month, entry_id, known_from,
    json_extract_string(part, '$.reason') as reason                 -- R01 …；空值为撤回
from (select district, project_id, month, entry_id, known_from, unnest(parts) as part from told);

-- One row per reported year to date in which the intake noticed a slip of the unit that touches it: in its own cell, or in
-- a column of one month of the same row, of that month or an earlier one of its year.
create view mart.noticed_slip as
with noticed as (
    select
        file.district, file.received_on as noticed_on, origin.row_id, notice.project_id, notice.field,
        try_cast(notice.value as decimal(18, 2)) as wan,
        concat_ws('|', 'cell:' || left(file.sha256, 16), notice.sheet, notice.row, notice.field) as cell
    from source.notice as notice
    inner join source.file as file on file.file_id = notice.file_id
    inner join source.row as origin
        on origin.file_id = notice.file_id and origin.sheet = notice.sheet and origin.row = notice.row
    where notice.kind = 'suspected_unit_slip' and notice.field in ('reported_ytd_wan', 'reported_month_wan')
)

select
    reported.district, reported.project_id, reported.month, reported.reported_ytd_wan,
    reported.known_from, reported.known_to, noticed.noticed_on,
    noticed.cell                                                    -- 决定按它找：cell:<sha256>|表|行|列
from noticed
inner join mart.reported as reported
    on reported.district = noticed.district
    and reported.row_id = noticed.row_id
    and reported.project_id = noticed.project_id
where reported.reported_ytd_wan is not null
    and (
        noticed.field = 'reported_ytd_wan' and noticed.wan = reported.reported_ytd_wan
        or noticed.field = 'reported_month_wan' and exists (
            select 1
            from raw.dispatch as said
            where said.row_id = reported.row_id
                and said.month between date_trunc('year', reported.month) and reported.month
                and said.reported_month_wan = noticed.wan
        )
    );
-- One row per entry in which a person called a noticed slip right, or took that back.
create view mart.slip_answer as
select
    slip.district, slip.cell, decision.subject, decision.entry_id, decision.known_from,
    coalesce(decision.payload ->> '$.status', '') = 'undone' as is_undone
from (select distinct district, cell from mart.noticed_slip) as slip
inner join mart.decision as decision
    on decision.district = slip.district
    and decision.kind = 'proposal_refused'
    -- its subject is the cell, with the month behind it where the column is one of months
    and starts_with(decision.subject || '|', slip.cell || '|');

-- ---------------------------------------------------------------- mart: derived by data/known/*.sql, here as now known

-- One row per project: its latest attributes and dates.
create table mart.project (
    district varchar not null, project_id varchar not null, project_code varchar, project_name varchar not null,
    first_month date not null, last_statement_month date not null,
    batch varchar, construction_nature varchar, project_level varchar, category varchar, industry varchar, funding varchar, approval_procedure varchar,
    town varchar, special_area varchar, responsible_unit varchar, unit_kind varchar, service_unit varchar, owner varchar, contact_leader varchar, project_officer varchar,
    total_investment_wan decimal(18, 2), approved_estimate_wan decimal(18, 2),
    planned_start_date date, original_planned_start_date date, planned_finish_date date, original_planned_finish_date date,
    actual_start_date date, actual_start_precision varchar,          -- day / month；只知到月的按 1 日并标“估”
    actual_finish_date date, in_use_date date, longitude double, latitude double
);
-- One row per link in force: its group of key projects, and the part of the statistics project that is the key project's.
create table mart.link_group (
    district varchar not null, project_id varchar not null, statistics_id varchar not null,
    group_id varchar not null,                                       -- 共用统计项目的重点项目为一组，取组内最小的项目编号
    share_from decimal(9, 6), share_to decimal(9, 6)                 -- 该项目所占的一段；组内分摊未确认为空
);
-- One row per project and month from its first month to the last loaded month.
create table mart.project_month (
    district varchar not null, project_id varchar not null, month date not null,
    responsible_unit varchar not null, unit_kind varchar not null, batch varchar not null, yardstick varchar,
    town varchar not null, special_area varchar not null, industry varchar not null, project_level varchar not null, funding varchar not null, contact_leader varchar not null,
    is_in_plan boolean not null,                                     -- 当月最新版计划在列、未调出
    is_counted boolean not null,                                     -- 计入完成率：在列、非前期批次、年度计划大于零
    is_removed boolean not null,                                     -- 已调出
    is_outside_plan boolean not null,                                -- 计划外：当年各版计划均无此项目而有上报
    annual_plan_wan decimal(18, 2),                                  -- 当月有效的年度计划
    original_plan_wan decimal(18, 2),                                -- 年初计划（非前期）；年初不在列为空
    planned_ytd_wan decimal(18, 2), planned_year_wan decimal(18, 2), -- 倒排计划：累计到当月、到12月
    expected_share double not null, is_estimated_share boolean not null,  -- 项目标尺的应完成比例；估
    reported_ytd_wan decimal(18, 2),                                 -- 当月所报本年累计；空值为未报
    carried_ytd_wan decimal(18, 2),                                  -- 沿用后的本年累计；今年从未上报为空
    reported_month_wan decimal(18, 2),                               -- 当月发生额：沿用后累计之差，可为负
    is_silent boolean not null, silent_since_month date,             -- 未报及起始月
    booked_ytd_wan decimal(18, 2),                                   -- 入统本年累计；不在库或无报表为空
    is_in_library boolean,                                           -- 当月报表中在库；无报表为空
    cumulative_wan decimal(18, 2), total_investment_wan decimal(18, 2), approved_estimate_wan decimal(18, 2),
    funds_in_place_wan decimal(18, 2), funds_paid_wan decimal(18, 2),
    physical_progress double, is_estimated_progress boolean not null, planned_progress double, is_estimated_planned_progress boolean not null,
    planned_start_date date, planned_finish_date date,               -- 截至当月最近一次报送的计划开工、竣工
    actual_start_date date, is_estimated_start boolean,              -- 截至当月最近一次报送的开工（S）；只知到月为估；空值为未报开工
    actual_finish_date date, in_use_date date,                       -- 截至当月最近一次报送的竣工、投用
    approval_procedure varchar,                                      -- 审批 / 核准 / 备案
    statistics_total_wan decimal(18, 2)                              -- 截至当月最近一张有它的报表的计划总投资（捆绑的相加）
);
-- One row per project and year in which it stood in the preliminary batch (加快前期), in plan.
create table mart.preliminary_stay (
    district varchar not null, project_id varchar not null, year integer not null,
    batch varchar not null,                                          -- 当年首次列入时的批次名称
    from_month date not null,                                        -- 当年首次列入的月份
    since_month date not null                                        -- 历年首次列入的月份
);
-- One row per project: when it started and when it entered the statistics, as each source says it. Metrics cut at as_of.
create table mart.project_entry (
    district varchar not null, project_id varchar not null,
    start_date date, is_estimated_start boolean not null,            -- S；只知到月为估
    ledger_library_month date, ledger_statistics_month date,         -- 台账的入库月、入统月（多条取最早）
    return_library_month date, is_return_library_known boolean not null,       -- 首见于报表的月；上一期报表未载入则只知更早
    return_statistics_month date, is_return_statistics_known boolean not null, -- 首次有数的月；同上，及首张报表即已有往年累计
    statistics_total_wan decimal(18, 2), total_investment_wan decimal(18, 2),
    linked integer not null,                                         -- 连到的统计项目数，0 为未匹配
    linked_from_month date                                           -- 所连统计项目最早见于报表或台账的月份
);
