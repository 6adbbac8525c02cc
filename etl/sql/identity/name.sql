-- One row per district and project name as written: the form in which names are compared
-- (half-width, no blanks or line breaks, the district's prefix off).
with written as (
    select distinct district, project_name
    from identity.written
),

compact as (
    select
        written.district,
        written.project_name,
        name_prefix.prefixes,
        regexp_replace(
            -- translate is slow, and hardly any name needs it
            case
                when regexp_matches(nfc_normalize(written.project_name), '[（）【】，．：；！？－／＆０-９Ａ-Ｚａ-ｚ]')
                    then translate(
                        nfc_normalize(written.project_name),
                        '（）【】，．：；！？－／＆０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                        '()[],.:;!?-/&0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
                    )
                else nfc_normalize(written.project_name)
            end,
            '[\s\x{00a0}\x{3000}\x{200b}\x{feff}]', '', 'g'
        ) as compact_name
    from written
    left join archive.name_prefix as name_prefix on name_prefix.district = written.district
    where written.project_name is not null
),

prefixed as (
    select
        *,
        coalesce(list_filter(
            prefixes, lambda p: starts_with(compact_name, p) and length(compact_name) > length(p)
        )[1], '') as prefix
    from compact
)

select district, project_name, nullif(substr(compact_name, length(prefix) + 1), '') as name_key
from prefixed
