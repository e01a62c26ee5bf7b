"""Type and plotly defaults of the charts on the screen."""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

from dashboard import palette

FONTS: Final = '"Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""No toolbar: its words are English, and the panel below the chart has the downloads."""


def figure(height: int) -> go.Figure:
    """An empty figure of a fixed height in pixels, in the house style."""
    fig = go.Figure()
    fig.update_layout(
        height=height,
        font={"family": FONTS, "size": 13, "color": palette.INK},
        paper_bgcolor=palette.CARD,
        plot_bgcolor=palette.CARD,
        margin={"l": 4, "r": 12, "t": 24, "b": 8},
        showlegend=False,
        bargap=0.38,
        hoverlabel={
            "bgcolor": palette.CARD,
            "bordercolor": palette.RULE,
            "font": {"family": FONTS, "size": 13, "color": palette.INK},
        },
        dragmode=False,
        separators=".,",
    )
    axis = {
        "gridcolor": palette.RULE,
        "zeroline": False,
        "linecolor": palette.RULE,
        "fixedrange": True,
        "automargin": True,
    }
    fig.update_xaxes(**axis)
    fig.update_yaxes(**axis)
    return fig


def rgb(colour: str) -> list[int]:
    """``#0B5D57`` as ``[11, 93, 87]``."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
