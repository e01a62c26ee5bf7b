"""Horizontal bars in order of value: the lead place red, the median drawn, intervals thin."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import numbers, palette
from dashboard.charts import theme

ROW: Final = 27
"""Pixels of height a bar takes with its gap."""

FRAME: Final = 56
"""Pixels for the median's label and the margins."""


def bars(
    rows: pd.DataFrame,
    *,
    lead: str | None = None,
    group: frozenset[str] = frozenset(),
    median: float | None = None,
    median_label: str = "",
    colour: str = palette.GROUP,
) -> go.Figure:
    """Draw rows (``place_code``, ``label``, ``shown``, ``shown_low``, ``shown_high``, ``tip``), first on top.

    ``group`` holds the codes of the comparison group; places outside it are lighter.
    """
    fig = theme.figure(FRAME + ROW * len(rows))
    fig.add_bar(
        x=rows["shown"],
        y=rows["label"],
        orientation="h",
        marker={"color": [_colour(code, lead, group, colour) for code in rows["place_code"]]},
        error_x=_intervals(rows),
        customdata=rows[["place_code", "tip"]].to_numpy(),
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    fig.add_scatter(  # beyond the interval's end, where nothing crosses the figure
        x=rows["shown_high"],
        y=rows["label"],
        mode="text",
        text=[f" {numbers.significant(v)}" for v in rows["shown"]],
        textposition="middle right",
        textfont={"size": 12, "color": palette.INK},
        hoverinfo="skip",
        cliponaxis=False,
    )
    top = float(rows["shown_high"].max()) if len(rows) else 1.0
    fig.update_xaxes(range=[0, top * 1.14 or 1], showgrid=False, showticklabels=False)
    fig.update_yaxes(autorange="reversed", showgrid=False, ticks="", type="category")
    if median is not None:
        _median(fig, median, median_label)
    return fig


def _colour(code: str, lead: str | None, group: frozenset[str], colour: str) -> str:
    """Red for the lead place, the given colour in the group, lighter outside it."""
    if code == lead:
        return palette.LEAD
    return colour if not group or code in group else palette.OTHERS


def _intervals(rows: pd.DataFrame) -> dict[str, object]:
    """Thin lines from low to high."""
    return {
        "type": "data",
        "symmetric": False,
        "array": rows["shown_high"] - rows["shown"],
        "arrayminus": rows["shown"] - rows["shown_low"],
        "thickness": 1,
        "width": 0,
        "color": palette.INK_SOFT,
    }


def _median(fig: go.Figure, median: float, label: str) -> None:
    """The median of the comparison group as a line with its name."""
    fig.add_vline(x=median, line={"color": palette.INK_SOFT, "width": 1, "dash": "dot"})
    fig.add_annotation(
        x=median,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=label,
        showarrow=False,
        font={"size": 12, "color": palette.INK_SOFT},
    )
