"""Colours, type and plotly defaults: the one module that knows how charts look.

Colours are those of the visual design: nothing but the lead place is red, nothing but
titles is gold, values on maps are teal.
"""

from __future__ import annotations

from typing import Any, Final

import plotly.graph_objects as go

PAPER: Final = "#FAF9F6"
CARD: Final = "#FFFFFF"
RULE: Final = "#E5E1D8"
INK: Final = "#1F2328"
INK_SOFT: Final = "#5B616B"
LEAD: Final = "#A61B1B"
GROUP: Final = "#8A93A0"
OTHERS: Final = "#C9CED6"
TITLE: Final = "#B8862B"
TEAL: Final = ("#E6F0EF", "#B5D3D0", "#7FB1AC", "#438983", "#0B5D57")
BELOW: Final = "#9C5A1E"
LEVEL: Final = "#F2F0EA"
ABOVE: Final = "#1B6A8A"
BOUNDARY: Final = "#C9C4B8"
BOUNDARY_NATION: Final = "#8B8577"
HATCH: Final = "#D3D0C8"

FONTS: Final = '"Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""No toolbar: its words are English, and the panel below the chart has the downloads."""


def figure(height: int) -> go.Figure:
    """An empty figure of a fixed height in pixels, in the house style."""
    fig = go.Figure()
    fig.update_layout(
        height=height,
        font={"family": FONTS, "size": 13, "color": INK},
        paper_bgcolor=CARD,
        plot_bgcolor=CARD,
        margin={"l": 4, "r": 12, "t": 24, "b": 8},
        showlegend=False,
        bargap=0.38,
        hoverlabel={
            "bgcolor": CARD,
            "bordercolor": RULE,
            "font": {"family": FONTS, "size": 13, "color": INK},
        },
        dragmode=False,
        separators=".,",
    )
    axis = {"gridcolor": RULE, "zeroline": False, "linecolor": RULE, "fixedrange": True, "automargin": True}
    fig.update_xaxes(**axis)
    fig.update_yaxes(**axis)
    return fig


def teal_steps(n: int) -> list[str]:
    """``n`` steps (1 to 5) of the map colours, spread over the whole range."""
    if n == 1:
        return [TEAL[2]]
    return [TEAL[round(i * (len(TEAL) - 1) / (n - 1))] for i in range(n)]


def rgb(colour: str) -> list[int]:
    """``#0B5D57`` as ``[11, 93, 87]``."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
