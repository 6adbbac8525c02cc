"""The context of every page: district, 截至月, known_on, grouping. Raw values in the URL, kept from page to page.

The URL is the truth: a choice writes it, the next run reads it. Where it says nothing (the navigation drops it),
the session's last context is taken and written back. What it says wrongly is put right, and said.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from data import formats
from data.profile import Profile, ProfileError, district_ids, load_profile
from pages.components import access, decide, fetch, new_version, registry, share, states, words, young_month
from pages.components import asking as asked
from pages.components import cell_text as cells
from pages.components.view import View

NAMES = ("district", "as_of", "known_on", "by", "role")
KEPT = "guatu_context"
GROUP_LABELS = {
    name: cells.entry(name).label
    for name in (
        "responsible_unit", "unit_kind", "batch", "town", "special_area", "industry", "project_level", "funding",
        "contact_leader", "start_year", "project", "month",
    )
}  # fmt: skip


def bar(page: str, *, group_by: Sequence[str] | None = None, judges: bool = False) -> View:
    """Settle the context, draw the bar and ask for access; stops the page in words where there is nothing to show.

    Args:
        page: the page's module name, e.g. ``overview``.
        group_by: the groupings the page offers, its default first; ``month`` and ``project`` are never offered.
        judges: the page gives verdicts; of a month with too few reports it only shows who has reported.
    """
    raw = read_address()
    role = access.look_as(raw.get("role", ""))
    access.require_reader()
    version = fetch.version()
    profile = find_district(raw)
    known_on = _date(raw)
    standing = fetch.stand(version, profile, known_on)
    groups = [name for name in group_by or () if name not in ("project", "month")]
    by = _pick(raw, "by", groups, "分组") if groups else None
    where = heading(page, profile, known_on, standing.is_demo)
    if not standing.months:
        _draw(where, profile, None, known_on, standing, groups, by)
        keep({"district": profile.id, "known_on": known_on.isoformat() if known_on else "", "role": role})
        until = f"数据时点 {formats.day(known_on)}，" if known_on else ""
        access.require(*registry.page(page).acts)
        states.nothing(
            f"{until}{profile.short_name}还没有月度调度表", "请到“数据接入”载入调度表，或换一个区、换一个数据时点。"
        )
    as_of = _month(raw, standing.months, standing.last_month or standing.months[0])
    view = View(
        profile,
        as_of,
        known_on,
        by,
        version,
        standing.sources,
        standing.months,
        standing.is_demo,
        raw.get("by", ""),
        role,
    )
    _draw(where, profile, as_of, known_on, standing, groups, by)
    keep(view.params)
    access.require(*registry.page(page).acts)
    for notice in st.session_state.pop("guatu_notices", []):
        states.note(notice)
    new_version.watch(version)
    decide.ask_who()
    asked.hint()
    st.session_state[asked.VIEW] = view
    young = next((reports for reports in standing.young if reports.month == as_of), None)
    if judges and young:
        young_month.show(view, young)
    return view


def choose(
    name: str, options: Mapping[str, str], *, label: str, control: Callable = st.segmented_control, **kwargs: object
) -> str:
    """Draw a page's own choice; its raw value is in the URL under ``name``, the first option is the default."""
    default, wanted = next(iter(options)), st.query_params.get(name)
    if wanted is not None and wanted not in options:
        states.note(f"链接里的{label}“{wanted}”不认识，已改为“{options[default]}”。")
    value = wanted if wanted is not None and wanted in options else default
    put(name, value if value != default else "")
    st.session_state[f"choose_{name}"] = value
    control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=f"choose_{name}",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: put(name, st.session_state[f"choose_{name}"]),
        **kwargs,
    )
    return value


def link(view: View, page: str, **params: str) -> str:
    """Return a relative address of another page with the context kept, e.g. ``link(view, "project", project=id)``."""
    return f"{registry.page(page).url_path}?{urlencode(view.params | params)}"


def go(view: View, page: str, **params: str) -> None:
    """Switch to another page with the context kept; call it from a callback."""
    st.switch_page(registry.page(page).path, query_params=view.params | params)


def read_address() -> dict[str, str]:
    """What the URL says; where it says nothing of ours, what the session last had."""
    said = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    kept = st.session_state.get(KEPT, {})
    return {"by": kept.get("by", "")} | said if said else dict(kept)


def keep(raw: Mapping[str, str]) -> None:
    """Remember the settled context and write it into the URL."""
    st.session_state[KEPT] = {name: raw.get(name, "") for name in NAMES}
    said = st.query_params.to_dict()
    settled = {name: value for name, value in said.items() if name not in NAMES}
    settled |= {name: raw[name] for name in NAMES if raw.get(name)}
    if settled != said:
        st.query_params.from_dict(settled)  # at once: one step of the browser's history, not one a parameter


def put(name: str, value: str | None) -> None:
    """Write a raw value into the URL; an empty one leaves it."""
    if value:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def _notice(text: str) -> None:
    st.session_state.setdefault("guatu_notices", []).append(text)


def _pick(raw: Mapping[str, str], name: str, options: Sequence[str], label: str) -> str:
    wanted = raw.get(name, "")
    if wanted and wanted not in options and name in st.query_params:
        here = GROUP_LABELS.get(options[0], options[0])
        _notice(f"这一页没有{label}“{GROUP_LABELS.get(wanted, wanted)}”，已改为“{here}”。")
    return wanted if wanted in options else options[0]


def find_district(raw: Mapping[str, str]) -> Profile:
    """Return the profile of the district that is asked for, the first one where there is no such; stops without any."""
    try:
        known = access.districts(district_ids())
        if not known:
            states.stop("没有区的配置", "请在 data/districts 下放一个区的文件夹，写法见 CONTRIBUTING。")
        wanted = raw.get("district", "")
        if wanted and wanted not in known:
            _notice(f"没有区“{wanted}”，已改为“{load_profile(known[0]).short_name}”。")
        return load_profile(wanted if wanted in known else known[0])
    except ProfileError as error:
        states.stop("区的配置读不出来", str(error))


def _date(raw: Mapping[str, str]) -> date | None:
    wanted = raw.get("known_on", "")
    try:
        return date.fromisoformat(wanted) if wanted else None
    except ValueError:
        _notice(f"数据时点“{wanted}”不是日期，已改为最新数据。写法：2026-08-31。")
        return None


def _month(raw: Mapping[str, str], months: Sequence[date], default: date) -> date:
    wanted = raw.get("as_of", "")
    found = [month for month in months if f"{month:%Y-%m}" == wanted]
    if wanted and not found:
        _notice(f"“{wanted}”没有载入的调度表，已改为{formats.month(default)}。")
    return found[0] if found else default


def heading(page: str, profile: Profile, known_on: date | None, is_demo: bool) -> str:
    """The page where no tab names it, the district, and what must not be overlooked, as HTML."""
    known = f'<i class="gt-known">数据时点 {formats.day(known_on)}</i>' if known_on else ""
    demo = "<i>演示数据</i>" if is_demo else ""
    named = (
        "" if len(access.districts(district_ids())) > 1 else f"<span>{words.escape(profile.name)}</span>"
    )  # else its choice names it
    spec = registry.page(page)
    st.set_page_config(page_title=f"{spec.title} · {profile.short_name} · 挂图")
    title = f"<b>{words.escape(spec.title)}</b>" if spec.is_hidden else ""
    return f'<p class="gt-where">{title}{named}{demo}{known}</p>'


def _draw(where, profile, as_of, known_on, standing, groups, by) -> None:  # noqa: ANN001
    """Page and district on the left, the choices as pills in popovers on the right."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="right", gap="xsmall", key="context"
    ):
        st.html(where, width="stretch")
        district(profile)
        if as_of:
            with st.popover(f"截至 {formats.month(as_of)}"):
                young = {reports.month: young_month.label(reports) for reports in standing.young}
                months = {f"{m:%Y-%m}": young.get(m) or formats.month(m) for m in standing.months[:24]}
                _pills("as_of", months, f"{as_of:%Y-%m}", "截至月")
        with st.popover(f"数据时点 {known_on:%Y-%m-%d}" if known_on else "最新数据"):
            days = {"": "最新"} | {d.isoformat(): formats.day(d) for d in _month_ends(standing, known_on)}
            _pills(
                "known_on", days, known_on.isoformat() if known_on else "", "数据时点：只用这一天（含）以前收到的报表"
            )
        if groups:
            with st.popover(f"按{GROUP_LABELS[by]}"):
                _pills("by", {name: GROUP_LABELS[name] for name in groups}, by, "分组")
        identity()
        share.menu()
        if as_of:
            asked.switch()


def district(profile: Profile) -> None:
    """The district, and where there are several the choice between them."""
    known = access.districts(district_ids())
    if len(known) > 1:
        with st.popover(profile.short_name):
            _pills("district", {name: load_profile(name).name for name in known}, profile.id, "区")


def identity() -> None:
    """As whom the reader looks on, where there is a choice."""
    somebody = access.person()
    if somebody:
        st.html(
            f'<a class="gt-account" href="/account" target="_self">{words.escape(somebody.name)}</a>', width="content"
        )
    if len(access.granted()) > 1:
        names = {"": "全部"} | {role: name for role, name in access.NAMES.items() if role in access.granted()}
        with st.popover(access.NAMES.get(access.chosen(), "身份")):
            _pills("role", names, access.chosen(), "以谁的身份看")


def _month_ends(standing, known_on: date | None) -> list[date]:  # noqa: ANN001
    """Ends of the months in which files were received, newest first, without the current state of knowledge."""
    ends = {(day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) for day in standing.received}
    last = max(standing.received, default=date.min)
    return sorted({end for end in ends if end < last} | ({known_on} if known_on else set()), reverse=True)[:12]


def _pills(name: str, options: Mapping[str, str], value: str, label: str) -> None:
    """Pills whose choice goes into the URL as the raw value."""
    key = f"context_{name}"
    st.session_state[key] = value
    st.pills(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        required=True,
        width=330,
        on_change=lambda: put(name, st.session_state[key]),
    )
