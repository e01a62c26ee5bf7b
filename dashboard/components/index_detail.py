"""Details of the index: which is read, weights in effect, and what other thresholds would do."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.charts import markup
from dashboard.charts.markup import tag
from dashboard.charts.table import Column, Table
from dashboard.components import (
    index_audit,
    index_brackets,
    index_choices,
    index_difference,
    index_gains,
    index_method,
    panel,
    state,
)
from dashboard.components.view import View
from dashboard.queries import index_audit as audit
from dashboard.queries.index import Choices, Scenario, Standing

Draw = Callable[[View, Scenario, Choices, Standing], None]


def choose(view: View, found: Standing) -> str:
    """The detail to read; a rubric has no weights, so fewer of them."""
    t = view.t
    names = ["brackets", "method"] if found.result is None else list(SECTIONS)
    words = {name: t.code("index_section", name) for name in names}
    unranked = int((~found.rows["ranked"].astype(bool)).sum())
    words["brackets"] = f"{words['brackets']} {unranked}"
    return state.choose(
        st.segmented_control,
        "detail",
        t("index.section"),
        names,
        "brackets",
        lambda name: words[name],
        required=True,
        label_visibility="collapsed",
    )


def show(view: View, section: str, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Draw one detail; the others are not computed."""
    SECTIONS[section](view, scenario, choices, found)


def _brackets(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Places without a rank, and what other thresholds would do."""
    index_brackets.show(view, found)
    if found.result is not None:
        _thresholds(view, found)


def _thresholds(view: View, found: Standing) -> None:
    """Places ranked at each pair of thresholds."""
    t, rules = view.t, found.scenario.rules
    wide = audit.thresholds(found)
    heads = [f"{share:g}" for share in wide.columns]
    rows = wide.set_axis(heads, axis=1).reset_index()
    columns = tuple(Column(h, t("index.share_of", share=f"{100 * float(h):g}"), numeric=True) for h in heads)
    given = rows.assign(
        label=[t.count("index.needed_of", n) for n in rows["pillars_needed"]],
        code=rows["pillars_needed"].astype(str),
    )
    table = Table(
        t("index.thresholds_title"),
        (Column("label", t("index.needed")), *columns),
        given,
        t("index.coverage", group=int(found.matrix.in_group.sum()), n=len(found.ranked)),
        (t("index.note_thresholds"),),
    )
    detail = t("index.thresholds_detail", share=f"{100 * rules.pillar_share:g}", needed=rules.pillars_needed)
    panel.panel(view, "thresholds", table, detail=detail)


def _weights(view: View, scenario: Scenario, choices: Choices, found: Standing) -> None:
    """Weights as chosen and weights in effect."""
    t = view.t
    names = index_choices.pillar_names(view)
    rows = audit.weights(found)
    rows = rows.assign(
        name=[names[p] for p in rows["pillar_id"]],
        nominal=100 * rows["nominal"],
        real=100 * rows["effective"],
    )
    columns = (
        Column("name", t("place.pillar")),
        Column("nominal", t("index.nominal"), "%", numeric=True, decimals=1),
        Column("real", t("index.effective"), "%", numeric=True, decimals=1),
        Column("scored", t("index.scored"), numeric=True),
        Column("places", t("index.places_reached"), numeric=True),
    )
    table = Table(
        t("index.effective_title"),
        columns,
        rows,
        t("index.ranked_n", n=len(found.ranked)),
        (t("index.note_effective"),),
    )
    known = rows["real"].notna().any()
    panel.panel(
        view,
        "effective",
        table,
        lambda: _bars(view, rows),
        detail=t("index.effective_detail" if known else "index.effective_unknown"),
    )


def _bars(view: View, rows: pd.DataFrame) -> None:
    """Two thin bars a pillar: as chosen, and in effect."""
    t = view.t
    most = max(rows["nominal"].max(), rows["real"].max(skipna=True) if rows["real"].notna().any() else 0.0)
    lines = []
    for name, nominal, real in zip(rows["name"], rows["nominal"], rows["real"], strict=True):
        bars = _bar(nominal / most, "sy-bar", f"{nominal:.1f}%")
        bars += _bar(real / most, "sy-bar sy-bar-real", f"{real:.1f}%") if pd.notna(real) else ""
        lines.append(tag("div", tag("span", markup.text(name)) + tag("div", bars), class_="sy-weight"))
    keys = (("sy-bar", "index.nominal"), ("sy-bar sy-bar-real", "index.effective"))
    legend = "".join(
        tag("span", tag("i", "", class_=kind, style="width:18px") + markup.text(t(word)), class_="sy-key")
        for kind, word in keys
    )
    st.html(tag("div", legend, class_="sy-legend") + tag("div", "".join(lines), class_="sy-weights"))


def _bar(share: float, kind: str, words: str) -> str:
    """One bar with its figure."""
    bar = tag("i", "", class_=kind, style=f"width:{72 * share:.1f}%")
    return tag("div", bar + tag("small", markup.text(words)))


SECTIONS: dict[str, Draw] = {
    "brackets": _brackets,
    "gains": index_gains.show,
    "method": index_method.show,
    "weights": _weights,
    "drivers": index_audit.drivers,
    "reach": index_audit.reach,
    "difference": index_difference.show,
    "naming": index_audit.naming,
}
