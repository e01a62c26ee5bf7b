"""Parts of a difference as bars to both sides of zero: the first place ahead right, the second left."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.charts import theme
from dashboard.charts.bars import ROW
from dashboard.numbers import signed

FRAME: Final = 56


def differences(rows: pd.DataFrame, ahead: str, behind: str) -> go.Figure:
    """Draw rows (``label``, ``part`` in points, ``tip``), first on top; the words stand over the sides."""
    fig = theme.figure(FRAME + ROW * len(rows))
    parts = rows["part"].astype(float)
    fig.add_bar(
        x=parts,
        y=rows["label"],
        orientation="h",
        marker={"color": [palette.ABOVE if p > 0 else palette.BELOW for p in parts]},
        text=[signed(p) for p in parts],
        textposition="outside",
        textfont={"size": 12, "color": palette.INK},
        cliponaxis=False,
        customdata=rows["tip"],
        hovertemplate="%{customdata}<extra></extra>",
    )
    most = float(parts.abs().max()) or 1.0
    fig.update_xaxes(range=[-1.25 * most, 1.25 * most], showticklabels=False, showgrid=False)
    fig.update_yaxes(autorange="reversed", showgrid=False, ticks="", type="category")
    fig.add_vline(x=0, line={"color": palette.INK_SOFT, "width": 1})
    for x, anchor, words in ((1.0, "right", ahead), (0.0, "left", behind)):
        fig.add_annotation(
            x=x,
            y=1,
            xref="paper",
            yref="paper",
            xanchor=anchor,
            yanchor="bottom",
            text=words,
            showarrow=False,
            font={"size": 12, "color": palette.INK_SOFT},
        )
    return fig
