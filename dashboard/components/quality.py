"""The quality page's frame: the answer, key figures, and which section is read."""

from __future__ import annotations

import streamlit as st

from dashboard.components import conflicts, coverage, provenance, refusals, state
from dashboard.components.page import Fact
from dashboard.components.view import View
from dashboard.numbers import Amount, grouped
from dashboard.queries import overview
from dashboard.queries.edition import Edition
from dashboard.queries.overview import Facts
from dashboard.queries.quality import State


def sections(view: View) -> dict[str, int | None]:
    """Sections of the page with how much each holds."""
    edition = view.edition
    return {
        "coverage": None,
        "conflicts": len(edition["conflicts"]),
        "refused": len(edition["rejected"]),
        "faults": len(edition["faults"]),
        "corrections": len(edition["corrections"]),
        "sources": len(edition["sources"]),
    }


def choose(view: View) -> str:
    """The section to read."""
    counts = sections(view)
    words = {
        name: view.t.code("quality_section", name) + ("" if n is None else f" {grouped(n)}")
        for name, n in counts.items()
    }
    return state.choose(
        st.segmented_control,
        "quality",
        view.t("quality.section"),
        list(words),
        "coverage",
        lambda name: words[name],
        required=True,
        label_visibility="collapsed",
    )


def show(view: View, section: str) -> None:
    """Draw one section."""
    parts = {
        "coverage": coverage.show,
        "conflicts": conflicts.show,
        "refused": refusals.show,
        "faults": provenance.faults,
        "corrections": provenance.corrections,
        "sources": provenance.sources,
    }
    parts[section](view)


def answer(view: View, facts: Facts) -> str:
    """How much was found and used, and where sources contradict each other."""
    t = view.t
    found = t(
        "quality.answer",
        found=grouped(facts.found),
        accepted=grouped(facts.accepted),
        share=f"{facts.accepted_pct:.1f}",
        refused=grouped(facts.found - facts.accepted),
    )
    n = len(view.edition["conflicts"])
    return found + (t.count("quality.answer_conflicts", n) if n else t("quality.answer_no_conflict"))


def key_figures(view: View, facts: Facts) -> list[Fact]:
    """Coverage, figures used, conflicts and sources, each with what it compares with."""
    t = view.t
    differing = view.edition["conflicts"]
    failed = facts.sources - facts.sources_read
    compared = int((coverage.cells(view)["state"] == State.COMPARED).sum())
    share = 100 * compared / facts.cells if facts.cells else 0.0
    largest = f"{differing['difference_pct'].abs().max():,.1f}" if len(differing) else ""
    return [
        Fact(
            t("quality.fact_cells"),
            Amount(f"{share:.1f}", "%"),
            t("fact.coverage_of", places=facts.places, indicators=facts.indicators),
        ),
        Fact(
            t("quality.fact_used"),
            Amount(f"{facts.accepted_pct:.1f}", "%"),
            t("quality.fact_used_of", found=grouped(facts.found)),
        ),
        Fact(
            t("quality.fact_conflicts"),
            Amount(grouped(len(differing)), t("quality.unit_conflicts")),
            t("quality.fact_largest", pct=largest) if largest else t("quality.fact_none"),
        ),
        Fact(
            t("quality.fact_sources"),
            Amount(grouped(facts.sources_read), t("unit.sources")),
            t("fact.sources_failed", n=failed) if failed else t("fact.sources_all"),
        ),
    ]


def facts(view: View) -> Facts:
    """Counts of the edition."""
    return _facts(view.edition.edition_id, view.edition)


@st.cache_resource(max_entries=4, show_spinner=False)
def _facts(edition_id: str, _edition: Edition) -> Facts:
    """Counts of an edition, made once."""
    return overview.facts(_edition)
