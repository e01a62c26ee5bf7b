"""What a person chooses on the index page, and the index that follows from it, kept between reruns."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import page, state
from dashboard.components.view import View
from dashboard.queries import index
from dashboard.queries.edition import Edition
from dashboard.queries.index import AGGREGATIONS, Choices, Matrix, Scenario, ScenarioError, Standing
from dashboard.text import Text

SHARES = ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6")
NEEDED = tuple(str(n) for n in range(1, 9))


@st.cache_resource(max_entries=16, show_spinner=False)
def matrix(edition_id: str, scenario: Scenario, _edition: Edition) -> Matrix:
    """The matrix of a scenario, once an edition."""
    return index.matrix_of(_edition, scenario)


@st.cache_resource(max_entries=16, show_spinner=False)
def standing(edition_id: str, scenario: Scenario, choices: Choices, _edition: Edition) -> Standing:
    """The index of a set of choices."""
    given = matrix(edition_id, scenario, _edition)
    return index.standing(_edition, given, index.applied(scenario, given, choices))


def of(view: View, scenario: Scenario, choices: Choices) -> Standing:
    """The index of this view."""
    return standing(view.edition.edition_id, scenario, choices, view.edition)


def usable(view: View) -> tuple[dict[str, Scenario], list[str]]:
    """Scenarios that fit the edition, and what is wrong with the others."""
    known, wrong = index.scenarios()
    fit: dict[str, Scenario] = {}
    for name, one in known.items():
        try:
            of(view, one, index.initial(one))
            fit[name] = one
        except ScenarioError as error:
            wrong = [*wrong, str(error)]
    return fit, wrong


def scenario(view: View, known: dict[str, Scenario]) -> Scenario:
    """Choose the scenario; each is named with how many places it ranks."""
    t = view.t
    words = {
        name: t("index.scenario_of", name=t.pick(s.name_zh, s.name_en), n=ranked(view, s))
        for name, s in known.items()
    }
    chosen = state.choose(
        st.selectbox,
        "scenario",
        t("index.scenario"),
        list(known),
        next(iter(known)),
        lambda s: words[s],
        on_change=forget,
    )
    return known[chosen]


def compared(view: View, chosen: Scenario) -> Scenario:
    """Choose whose ranking it is: the group that the scenario names, or that of the sidebar."""
    t = view.t
    own = index.of_places(chosen, view.members["place_code"])
    sizes = {
        name: int(matrix(view.edition.edition_id, one, view.edition).in_group.sum())
        for name, one in (("scenario", chosen), ("group", own))
    }
    words = {
        "scenario": t("index.among_scenario", n=sizes["scenario"]),
        "group": t("index.among_group", group=t.code("group", view.group), n=sizes["group"]),
    }
    picked = state.choose(
        st.segmented_control,
        "among",
        t("index.among"),
        list(words),
        "scenario",
        lambda name: words[name],
        required=True,
        label_visibility="collapsed",
    )
    return own if picked == "group" else chosen


def ranked(view: View, chosen: Scenario) -> int:
    """How many places a scenario ranks as it stands."""
    return len(of(view, chosen, index.initial(chosen)).ranked)


def widest(view: View, known: dict[str, Scenario]) -> Scenario:
    """The scenario, examples and rubrics apart, that ranks most places."""
    serious = [s for s in known.values() if not s.example and not s.rubric]
    return max(serious or known.values(), key=lambda s: ranked(view, s))


def forget() -> None:
    """Another scenario: its own choices hold."""
    for name in ("method", "aggregate", "share", "needed"):
        state.put(name, None)
    level()


def level() -> None:
    """Back to the scenario's weights."""
    for name in [key for key in st.session_state if str(key).startswith("state.widget.w_")]:
        state.put(str(name).removeprefix("state.widget."), None)


def top(view: View, known: dict[str, Scenario]) -> tuple[Scenario, Choices]:
    """The row of choices: scenario, method and thresholds; a rubric has its own and offers none."""
    columns = st.columns([1.9, 1, 1, 1, 1], gap="small")
    with columns[0]:
        chosen = scenario(view, known)
    own = index.initial(chosen)
    return chosen, own if chosen.rubric else _method(view, chosen, own, columns[1:])


def _method(view: View, chosen: Scenario, own: Choices, columns: list[DeltaGenerator]) -> Choices:
    """Choose normalisation, aggregation and the coverage thresholds, one in each of four columns."""
    t = view.t
    shares = sorted({*SHARES, f"{own.pillar_share:g}"}, key=float)
    with columns[0]:
        normalisation = state.choose(
            st.selectbox,
            "method",
            t("index.normalisation"),
            index.normalisations(chosen),
            own.normalisation,
            lambda n: t.code("normalisation", n),
        )
    with columns[1]:
        aggregation = state.choose(
            st.selectbox,
            "aggregate",
            t("index.aggregation"),
            AGGREGATIONS,
            own.aggregation,
            lambda a: t.code("aggregation", a),
        )
    with columns[2]:
        share = state.choose(
            st.select_slider,
            "share",
            t("index.share"),
            shares,
            f"{own.pillar_share:g}",
            lambda s: f"{100 * float(s):g}%",
            help=t("index.share_help"),
        )
    with columns[3]:
        needed = state.choose(
            st.select_slider,
            "needed",
            t("index.needed"),
            NEEDED,
            str(own.pillars_needed),
            help=t("index.needed_help"),
        )
    return Choices(chosen.scenario_id, normalisation, aggregation, float(share), int(needed))


def times(view: View, chosen: Scenario) -> tuple[tuple[str, float], ...]:
    """A slider for each pillar's weight, within the scenario's bounds, and the way back."""
    t = view.t
    stops = index.multiples(matrix(view.edition.edition_id, chosen, view.edition), chosen)
    names = pillar_names(view)
    found = []
    for pillar, factors in stops.items():
        options = [f"{n:g}" for n in factors]
        value = state.choose(
            st.select_slider,
            f"w_{pillar}",
            names[pillar],
            options,
            "1",
            lambda n: t("index.times", n=n),
        )
        found.append((pillar, float(value)))
    if any(n != 1 for _, n in found):
        page.caption(_shares(view, chosen, tuple(found)))
        st.button(t("index.level"), key="level-weights", on_click=level)
    return tuple(found)


def _shares(view: View, chosen: Scenario, found: tuple[tuple[str, float], ...]) -> str:
    """What each pillar weighs now, in per cent."""
    t, names = view.t, pillar_names(view)
    given = matrix(view.edition.edition_id, chosen, view.edition)
    shares = index.shares(given, chosen, found)
    words = [t("index.share_now", pillar=names[p], share=f"{100 * n:.1f}") for p, n in shares.items()]
    return t("index.shares_now", shares=t.listing(words))


def pillar_names(view: View) -> dict[str, str]:
    """Names of the pillars by id, in their order."""
    rows = view.edition["pillars"].sort_values("order")
    return dict(zip(rows["pillar_id"], view.items(rows), strict=True))


def weighted(view: View, chosen: Scenario, choices: Choices) -> Choices:
    """The card of the weights, and the choices with them; a rubric has none."""
    t = view.t
    with st.container(border=True, key="panel-weights"):
        page.card_title(t("index.weights"), "" if chosen.rubric else t("index.weights_detail"))
        if chosen.rubric:
            page.caption(t("index.rubric_no_weights", n=len(chosen.rubric)))
            return choices
        with st.container(key="weights"):
            return replace(choices, times=times(view, chosen))


def about(view: View, chosen: Scenario) -> None:
    """Who set the scenario, why, and where its file is."""
    t = view.t
    by, reason = (_in_language(t, words) for words in (chosen.set_by, chosen.reason))
    page.caption(t("index.set_by", by=by, reason=reason, file=f"{chosen.scenario_id}.yml"))


def _in_language(t: Text, words: str) -> str:
    """The half of ``中文 / English`` that the language asks for; the whole where there is one half."""
    zh, *en = re.split(r"\s*/\s+", words.strip(), maxsplit=1)
    return t.pick(zh, en[0] if en else None)
