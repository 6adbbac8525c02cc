"""One task that is opened: what it is, what settles it, and the unit's word on it."""

from html import escape

import pandas as pd
import streamlit as st

from data.decision_kinds import TaskAnswer
from pages.components import access, context, decide, registry, words
from pages.components.tasks.acts import proposing
from pages.components.view import Row, View

KIND = TaskAnswer.KIND


def opened(task: Row, unit: str, reported: pd.DataFrame, view: View) -> None:
    """Draw the task that is opened, with its acts.

    Args:
        task: a row of ``task_parts.gather``, with what was said of it.
        unit: whose task it is.
        reported: ``reported_rows``: in which row each project was reported.
        view: the page's view.
    """
    words.title(f"{task.thing}：{task.project_name}" if isinstance(task.project_name, str) else str(task.thing))
    said = [escape(str(task.situation)), f"要做的：{escape(str(task.act))}"]
    if isinstance(task.answer, str):
        said.append(f"{escape(str(task.answered_by))}已说明：{escape(task.answer)}")
    st.html(f'<p class="gt-stand">{"<br>".join(said)}</p>')
    with st.container(horizontal=True):
        if task.page == "issues":
            _link("到问题台账答复", "issues", view, issue=task.issue_id)
        elif isinstance(task.project_id, str):
            _link("看项目档案", "project", view, project=task.project_id)
        _say(task, unit, view)
        proposing.propose(task, unit, reported, view)
        st.button("收起", key="task_close", on_click=lambda: context.put("task", ""))


def _link(label: str, page: str, view: View, **params: str) -> None:
    st.page_link(registry.page(page).path, label=label, query_params=view.params | params)


def _say(task: Row, unit: str, view: View) -> None:
    if not access.may(KIND):
        return
    with st.popover("写说明"):
        text = st.text_area("说明（原因、什么时候能办好）", key=f"task_text_{task.key}", max_chars=300, height=80)
        project = task.project_id if isinstance(task.project_id, str) else None
        said = TaskAnswer(text=text.strip(), unit=unit, task=task.key, project_id=project, part=task.part)
        seen = None if pd.isna(task.last_entry_id) else int(task.last_entry_id)
        st.button(
            "写入台账", type="primary", key=f"task_save_{task.key}", disabled=not text.strip(), on_click=_write,
            args=(said, seen, view),
        )  # fmt: skip


def _write(said: TaskAnswer, seen: int | None, view: View) -> None:
    decide.write(said, view=view, after=seen)
