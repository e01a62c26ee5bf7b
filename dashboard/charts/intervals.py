"""Intervals as thin lines with the middle as a dot, one row a place or factor; the lead place red."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.charts import theme
from dashboard.charts.bars import ROW

FRAME: Final = 62
"""Pixels for the axis, its title and a line's label."""


def intervals(
    rows: pd.DataFrame,
    *,
    title: str,
    span: tuple[float, float],
    lead: str | None = None,
    line: float | None = None,
    line_label: str = "",
    ranks: int | None = None,
) -> go.Figure:
    """Draw rows (``code``, ``label``, ``value``, ``low``, ``high``, ``said``, ``tip``), first on top.

    ``span`` is the axis from left to right; ``title`` names it. ``said`` is written beside the
    interval. ``line`` is a vertical mark with its label; ``ranks`` ends the axis' marks,
    which are whole numbers from 1 then.
    """
    fig = theme.figure(FRAME + ROW * len(rows))
    colours = [palette.LEAD if code == lead else palette.INK_SOFT for code in rows["code"]]
    for label, low, high, colour in zip(rows["label"], rows["low"], rows["high"], colours, strict=True):
        ends = {"x": [low, high], "y": [label, label], "line": {"color": colour, "width": 1.4}}
        fig.add_scatter(**ends, mode="lines", hoverinfo="skip")
    fig.add_scatter(
        x=rows["value"],
        y=rows["label"],
        mode="markers",
        marker={"size": 10, "color": colours, "line": {"color": palette.CARD, "width": 1}},
        customdata=rows[["code", "tip"]].to_numpy(),
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    fig.add_scatter(
        x=rows["high"],
        y=rows["label"],
        mode="text",
        text=[f"\u2002\u2002{said}" for said in rows["said"]],
        textposition="middle right",
        textfont={"size": 12, "color": palette.INK},
        hoverinfo="skip",
        cliponaxis=False,
    )
    fig.update_xaxes(range=list(span), title={"text": title, "font": {"size": 12}})
    if ranks is not None:
        fig.update_xaxes(tickvals=_marks(ranks))
    fig.update_yaxes(autorange="reversed", showgrid=False, ticks="", type="category")
    if line is not None:
        fig.add_vline(x=line, line={"color": palette.INK_SOFT, "width": 1, "dash": "dot"})
        fig.add_annotation(
            x=line,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=line_label,
            showarrow=False,
            font={"size": 12, "color": palette.INK_SOFT},
        )
    return fig


def _marks(ranks: int) -> list[int]:
    """Ranks written at the axis: the first, the last, and about ten between."""
    step = max(1, round(ranks / 10))
    return [1, *(n for n in range(step, ranks, step) if n > 1), ranks]
