"""Benchmark: the lead place against its comparison group, indicator by indicator."""

from __future__ import annotations

from dashboard.components import benchmark, benchmark_sides, page, panel
from dashboard.components.view import current
from dashboard.queries import spine

view = current()
t = view.t
rows = spine.spine(view.edition, view.lead or "", view.members["place_code"], view.cycle)
page.heading(t("benchmark.title"), benchmark.answer(view, rows))
page.refused_notice(t)

if rows.empty:
    page.empty(
        t("benchmark.empty", lead=view.place_name(view.lead)),
        t("benchmark.all_years"),
        benchmark.widen,
        key="benchmark",
    )
else:
    table = benchmark.table(view, rows)
    panel.panel(
        view,
        "spine",
        table,
        lambda: benchmark.draw(view, rows),
        detail=t("benchmark.detail"),
        on_pick=benchmark.to_evidence,
        picture=benchmark.picture(),
        limit=10,
    )
    benchmark_sides.extremes(view, rows)
benchmark_sides.peers(view)
