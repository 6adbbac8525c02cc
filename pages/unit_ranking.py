"""考核排名: rank, score parts, cards, and why."""

import streamlit as st

from data.quarter_sources import lacking
from metrics.ranking.carry_over import carry_over
from metrics.ranking.honour_candidates import honour_candidates
from metrics.ranking.lights_simulation import lights_simulation
from metrics.ranking.quarter_scores import quarter_scores
from metrics.ranking.ranking_simulation import ranking_simulation
from metrics.ranking.score_cases import score_cases, score_parts
from metrics.ranking.score_entries import score_entries
from metrics.ranking.supervision_ladder import supervision_ladder
from metrics.ranking.unit_ranking import unit_ranking
from metrics.ranking.year_scores import year_score_cases, year_scores
from metrics.ranking.year_summary import year_summary
from pages.components import context, states, words
from pages.components.fetch import fetch
from pages.components.ranking import ladder_lists, ranking_lists, ranking_trial, ranking_words, score_form, year_lists
from pages.components.ranking import ranking_board as places_board

view = context.bar("unit_ranking", judges=True)
ranking = fetch(unit_ranking, view)
if ranking.empty:
    states.nothing("没有参评单位", "请维护人员在本区单位名单（units.csv）里写明哪些单位一起排名。")
words.headline(*ranking_words.headline(ranking, lacking(view.as_of, view.sources)))
controls = st.container(horizontal=True, vertical_alignment="center")
with controls:
    shown = context.choose("part", ranking_lists.parts(view), label="内容")

if shown == "rank":
    with controls:
        league = context.choose("league", ranking_lists.leagues(ranking), label="排名组")
    parts = fetch(score_parts, view)
    with st.container(gap="xxsmall", key="main-picture"):
        chosen = places_board.board(ranking_lists.of(ranking, league), parts, view=view, label=league)
        words.footer(view, *ranking_lists.KINDS, note=ranking_lists.rules(view))
    if chosen:
        ranking_lists.opened(chosen, parts, fetch(score_cases, view, unit=chosen), view)
    ranking_lists.cards(ranking, view)
    ranking_lists.download(ranking, lambda: fetch(quarter_scores, view), view)
elif shown == "trial":
    ranking_trial.show(lambda **options: fetch(ranking_simulation, view, **options), view)
    ranking_trial.lights(fetch(lights_simulation, view), view)
elif shown == "typed":
    score_form.show(fetch(score_entries, view), fetch(quarter_scores, view), view)
elif shown == "ladder":
    ladder_lists.show(fetch(supervision_ladder, view), view)
else:
    year_lists.show(
        fetch(year_scores, view),
        fetch(honour_candidates, view),
        fetch(year_summary, view),
        fetch(carry_over, view),
        lambda unit: fetch(year_score_cases, view, unit=unit),
        view,
    )
