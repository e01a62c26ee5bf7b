"""The method of an index in steps, with the settings in force, or that of a rubric."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.components import index_choices, page
from dashboard.components.view import View
from dashboard.queries.index import Choices, Scenario, Standing


def show(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """The steps of the method, with the settings in force."""
    t, s = view.t, found.scenario
    with st.container(border=True, key="panel-method"):
        page.card_title(t("index.method_title", scenario=t.pick(s.name_zh, s.name_en)))
        steps = _rubric_steps(view, found) if found.result is None else _steps(view, found)
        items = (tag("li", tag("b", markup.text(head)) + markup.text(words)) for head, words in steps)
        st.html(tag("ol", "".join(items), class_="sy-steps"))
        index_choices.about(view, scenario)


def _steps(view: View, found: Standing) -> list[tuple[str, str]]:
    """(heading, words) of an index."""
    t, s = view.t, found.scenario
    unsure, rules = s.uncertainty, s.rules
    scored = int(found.result.enough.sum()) if found.result is not None else 0
    levels = t.listing([t.code("level", level) for level in s.group.levels]) or t("group.all")
    levels = t("index.group_places") if s.group.places else levels
    return [
        (
            t("index.step_data"),
            t(
                "index.step_data_words",
                levels=levels,
                group=int(found.matrix.in_group.sum()),
                indicators=len(found.matrix.indicator_ids),
                scored=scored,
                places=s.min_places,
            ),
        ),
        (t("index.step_scale"), t(f"index.scale_{s.normalise.method}")),
        (
            t("index.step_weights"),
            t(f"index.weights_{s.weights.method}")
            + (t("index.weights_panel", n=len(s.weights.panel)) if s.weights.panel else ""),
        ),
        (
            t("index.step_join"),
            t(
                "index.step_join_words",
                inner=t.code("aggregation", rules.pillar_method),
                outer=t.code("aggregation", rules.index_method),
            ),
        ),
        (
            t("index.step_rank"),
            t(
                "index.step_rank_words",
                share=f"{100 * rules.pillar_share:g}",
                needed=rules.pillars_needed,
                quota=found.quota,
            ),
        ),
        (
            t("index.step_sure"),
            t(
                "index.step_sure_words",
                draws=unsure.draws,
                seed=unsure.seed,
                spread=f"{100 * unsure.weight_spread:g}",
                scales=t.listing([t.code("normalisation", n) for n in unsure.normalisations]),
                joins=t.listing([t.code("aggregation", a) for a in unsure.aggregations]),
            ),
        ),
    ]


def _rubric_steps(view: View, found: Standing) -> list[tuple[str, str]]:
    """(heading, words) of a rubric."""
    t, s = view.t, found.scenario
    practices = sum(item.practice_id is not None for item in s.rubric)
    fields = {"n": len(s.rubric), "practices": practices, "indicators": len(s.rubric) - practices}
    return [
        (t("index.step_points"), t("index.step_points_words", **fields)),
        (t("index.step_open"), t("index.step_open_words")),
        (
            t("index.step_rank"),
            t(
                "index.step_rubric_words",
                share=f"{100 * s.rules.pillar_share:g}",
                needed=s.rules.pillars_needed,
                vetoes=len(s.vetoes),
            ),
        ),
    ]
