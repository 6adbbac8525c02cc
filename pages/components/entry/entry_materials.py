"""入库准备: the materials matrix, what each unit must bring, and registering what has come."""

import pandas as pd
import streamlit as st

from data import formats
from data.decision_kinds import Readiness
from pages.components import access, decide, tables, words
from pages.components.view import View
from pages.components.words import late

STATES = {"present": "有", "missing": "缺", "not_applicable": "不需"}
TONES = {"present": "ahead", "missing": "late", "not_applicable": "quiet"}


def headline(projects: pd.DataFrame, to_confirm: str) -> tuple[str, str]:
    """Say how many lack how much, until when, what is lacking most often, and who may have entered already."""
    lacking = projects[projects.materials_present < projects.materials_required]
    head = f"{len(projects)} 个已开工未入库，{late(f'{len(lacking)} 个资料不齐')}"
    most = pd.Series(
        [name for names in projects.missing_materials.dropna() for name in names.split("、")]
    ).value_counts()
    parts = [f"最常缺的是{most.index[0]}（{int(most.iloc[0])} 个）"] if len(most) else []
    odd = int(projects.contradictions.notna().sum())
    parts += [f"{odd} 个批复、合同、申报互相矛盾"] if odd else []
    closes = projects.window_closes_on.dropna()
    parts += [f"赶本月入库须在 <b>{formats.day(closes.iloc[0])}</b> 前送齐"] if len(closes) else []
    parts += [to_confirm] if to_confirm else []
    return head, "；".join(parts) + "。"


def matrix(projects: pd.DataFrame, materials: pd.DataFrame, view: View) -> None:
    """Draw a row a project and a column a material; a row leads to the project."""
    names = list(dict.fromkeys(materials.material))
    wide = materials.pivot(index="project_id", columns="material", values="material_state")
    rows = projects.copy()
    rows["whose"] = [
        f"{row.responsible_unit} · 齐 {row.materials_present}/{row.materials_required}" for row in rows.itertuples()
    ]
    columns = [tables.Column("project_name", "项目", sub="whose", width="minmax(180px, 2.6fr)", strong=True)]
    for place, name in enumerate(names):
        state = rows.project_id.map(wide[name])
        rows[f"material_{place}"], rows[f"tone_{place}"] = state.map(STATES), state.map(TONES)
        label = name.partition("（")[0]
        columns.append(
            tables.Column(
                f"material_{place}",
                label,
                kind="text",
                tone=f"tone_{place}",
                width=f"minmax(54px, {len(label) / 6}fr)",
                asks=f"material_state:{name}",
            )
        )
    columns.append(tables.Column("unbooked_at_stake_wan", "已报未入统", "万元", width="108px"))
    tables.show(rows, columns, view=view, key="readiness", fold=12, label="入库资料逐项")


def register(projects: pd.DataFrame, materials: pd.DataFrame, view: View) -> None:
    """Let a person register that a material has come, or is not needed."""
    if not access.may("readiness"):
        return
    with st.popover("登记资料"):
        names = dict(zip(projects.project_id, projects.project_name, strict=True))
        project = st.selectbox(
            "项目",
            list(names),
            format_func=lambda key: words.plain(names[key]),
            key="ready_project",
            placeholder="选项目",
        )
        mine = materials[materials.project_id == project].set_index("material")
        material = st.selectbox("资料", list(mine.index), key="ready_material", placeholder="选资料")
        state = st.segmented_control(
            "状态", list(STATES), format_func=STATES.__getitem__, default="present", key="ready_state"
        )
        number = st.text_input("文号", key="ready_number", max_chars=60)
        dated = st.text_input("日期", key="ready_dated", placeholder="如 2026-10-08", max_chars=10)
        evidence = st.text_input("依据", key="ready_evidence", max_chars=120)
        said = Readiness(
            project_id=project,
            material=material,
            status=state or "",
            document_number=number or None,
            dated=dated or None,
            evidence=evidence or None,
        )
        st.button(
            "登记",
            type="primary",
            key="ready_save",
            disabled=not state,
            on_click=_save,
            args=(said, decide.newest(said.subject, view), view),
        )


def _save(said: Readiness, seen: int | None, view: View) -> None:
    decide.write(said, view=view, after=seen)
