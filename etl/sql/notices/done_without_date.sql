-- One row per milestone, issue or request that is said to be done without a date, or exemption without a document: it does
-- not count until it has one.
with said as (
    select row_id, project_id, 'done_on' as field, state, done_on as done from raw.milestone
    union all
    select row_id, project_id, 'closed_on', state, closed_on from raw.issue
    union all
    select row_id, project_id, 'done_on', state, done_on from raw.service_request
),

lacking as (
    select
        row_id, project_id, 'done_without_date' as kind, field, state as value,
        '写了“' || state || '”，没有写明日期，按未完成计，请补填' as text
    from said
    where done is null
        and regexp_matches(state, '^(是|√|已|完成|办结|销号|已.*)')
        and not regexp_matches(state, '未|否|正在|部分|逾期|没有|待|基本')
    union all
    select row_id, project_id, 'no_document', 'document_number', null, '没有文号的容错免责不作数，请补填文号'
    from raw.exemption
    where document_number is null
)

select
    origin.file_id,
    origin.sheet,
    origin.row,
    lacking.kind,
    lacking.project_id,
    lacking.text,
    lacking.field,
    lacking.value
from lacking
inner join source.row as origin on origin.row_id = lacking.row_id
