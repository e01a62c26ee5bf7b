"""The sidebar, the same on every page: lead place, comparison group, cycle, edition, language."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import cache
from dashboard.components import state
from dashboard.components.view import View
from dashboard.queries import cycles, groups
from dashboard.queries.edition import Edition, current_id, edition_ids
from dashboard.queries.groups import Group
from dashboard.text import Language, Text


def language() -> Text:
    """The language of this run: chosen at the foot of the sidebar, needed at its top."""
    value = st.session_state.get("state.widget.lang") or state.raw("lang")
    known = value if value in list(Language) else Language.ZH
    return Text(Language(known))


def edition_choice(root: Path) -> str:
    """Name of the edition of this run: a permalink's, or the current one. Raises MissingEdition."""
    value = st.session_state.get("state.widget.edition") or state.raw("edition")
    return str(value) if value in edition_ids(root) else current_id(root)


def show(root: Path, edition_id: str, t: Text) -> View:
    """Draw the sidebar and return the view that it describes. Raises EditionError."""
    edition = cache.edition(str(root), edition_id)
    with st.sidebar:
        lead = _lead(edition, t)
        group, members = _group(edition, lead, t)
        cycle = _cycle(edition, t)
        foot(root, edition_id, t)
    return View(edition, t, lead, group, cycle, members)


def foot(root: Path, edition_id: str | None, t: Text) -> None:
    """Edition and language: also where the edition cannot be shown, so that another can be chosen."""
    if edition_id is not None:
        state.choose(st.selectbox, "edition", t("sidebar.edition"), edition_ids(root), edition_id)
    state.choose(
        st.segmented_control,
        "lang",
        t("sidebar.language"),
        list(Language),
        Language.ZH,
        lambda code: t.code("language", code),
        required=True,
    )


def _group(edition: Edition, lead: str | None, t: Text) -> tuple[Group, pd.DataFrame]:
    """The comparison group: how it is chosen, and the places in it."""
    label = t("sidebar.group")
    group = Group(
        state.choose(st.selectbox, "group", label, list(Group), Group.LEVEL, lambda g: t.code("group", g))
    )
    n, picked = groups.PEERS, list[str]()
    if group is Group.PEERS:
        sizes = [str(size) for size in groups.SIZES]
        n = int(state.choose(st.selectbox, "peers", t("sidebar.peers"), sizes, str(groups.PEERS)))
    if group is Group.PICKED:
        names = _names(edition, t)
        proposed = groups.members(edition, lead, Group.PEERS)["place_code"]
        picked = state.several(
            "members",
            t("sidebar.members"),
            [code for code in names if code != lead],
            [code for code in proposed if code != lead],
            lambda code: names[code],
            groups.MOST,
            t("sidebar.members_hint"),
        )
    return group, groups.members(edition, lead, group, n, picked)


def _names(edition: Edition, t: Text) -> dict[str, str]:
    """Names of the places with data, by code."""
    rows = groups.with_data(edition)
    columns = (rows[name] for name in ("place_code", "place_name", "name_en"))
    return {code: t.pick(zh, en) for code, zh, en in zip(*columns, strict=True)}


def _lead(edition: Edition, t: Text) -> str | None:
    """The lead place; a change makes the place page follow."""
    default = groups.default_lead(edition)
    if default is None:
        return None
    names = _names(edition, t)
    return state.choose(
        st.selectbox,
        "lead",
        t("sidebar.lead"),
        list(names),
        default,
        lambda code: names[code],
        on_change=lambda: state.put("place", None),
    )


def _cycle(edition: Edition, t: Text) -> cycles.Cycle:
    """The assessment cycle."""
    known = {c.id: c for c in cycles.cycles(edition)}
    words = {
        c.id: t("cycle.round" if c.round else "cycle.all", round=c.round, start=c.start, end=c.end)
        for c in known.values()
    }
    return known[
        state.choose(
            st.selectbox,
            "cycle",
            t("sidebar.cycle"),
            list(known),
            cycles.default(edition).id,
            lambda c: words[c],
        )
    ]
