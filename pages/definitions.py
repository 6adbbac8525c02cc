"""规则与口径: what exactly does a figure mean, and by which article?"""

import inspect

import streamlit as st

from data.version import VERSION
from data.wording import completion_wording
from metrics.definitions.definition_simulation import definition_simulation
from metrics.registry import all_metrics
from pages.components import context, words
from pages.components.definitions import definitions_metrics, definitions_tables, definitions_text
from pages.components.fetch import fetch

view = context.bar("definitions")
rules = definitions_text.rules(view.profile, view.as_of)

words.headline(*(words.escape(text) for text in definitions_text.headline(view.profile, rules)))
with st.container(key="main-picture"):
    lights = view.profile.rule("lights", view.as_of)
    words.title("亮灯", f"{completion_wording.light_measure(lights)}；按未取整的数比")
    definitions_tables.scale(lights)
part = context.choose("part", definitions_tables.PARTS, label="内容")
if part == "rules":
    frame = rules
elif part == "trial":
    words.title("两种取法各算一遍", "只供比较，不改变任何数；以哪一种为准由规则定")
    frame = definitions_tables.trial_frame(fetch(definition_simulation, view))
elif part == "metrics":
    documented = {name: inspect.getdoc(metric.function) or "" for name, metric in all_metrics().items()}
    frame = definitions_metrics.metrics(documented)
elif part == "columns":
    frame = definitions_tables.columns_frame()
else:
    frame = definitions_tables.sources_frame(view)
definitions_tables.show(part, frame, view)
words.footer(view, *view.sources, note=f"挂图 {VERSION}")
