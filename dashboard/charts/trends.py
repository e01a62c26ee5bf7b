"""Values over time: years as points, several years as bars at their yearly mean, titles as gold dots."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme

HEIGHT: Final = 380
_SHADES: Final = ("#1B6A8A", "#5B616B", "#0B5D57", "#9C5A1E", "#8A93A0", "#7A5613")
_SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "cross", "x")


def trends(
    rows: pd.DataFrame,
    lines: list[tuple[str, pd.DataFrame]],
    medians: pd.DataFrame,
    *,
    lead: str | None,
    median_label: str,
) -> go.Figure:
    """Draw rows (``place_code``, ``label``, ``start``, ``end``, ``shown``, ``is_span``, ``tip``).

    ``lines`` are the points of one place that may be joined; ``medians`` has year and median.
    """
    fig = theme.figure(HEIGHT)
    _medians(fig, medians, median_label)
    order = list(dict.fromkeys(rows["place_code"]))
    others = [code for code in order if code != lead]
    for code in order:
        look = (theme.LEAD, "circle") if code == lead else _look(others.index(code))
        _place(fig, rows[rows["place_code"] == code], *look)
        for _, points in (line for line in lines if line[0] == code):
            fig.add_scatter(
                x=points["end"], y=points["shown"], mode="lines", line={"color": look[0], "width": 1.5}
            )
    fig.update_traces(hoverinfo="skip", selector={"mode": "lines"})
    top = max([float(rows["shown"].max()), *medians["median"].astype(float)], default=1.0)
    fig.update_yaxes(range=[0, top * 1.18 or 1], nticks=6)
    fig.update_xaxes(dtick=1, tickformat="d", showgrid=False, range=_range(rows))
    fig.update_layout(margin={"l": 4, "r": 90, "t": 16, "b": 8}, hovermode="closest")
    return fig


def _look(index: int) -> tuple[str, str]:
    """Colour and symbol of a place other than the lead: two codes, so that colour is not alone."""
    return _SHADES[index % len(_SHADES)], _SYMBOLS[(index + 1) % len(_SYMBOLS)]


def _range(rows: pd.DataFrame) -> list[float]:
    """Years with room at both ends."""
    return [float(rows["start"].min()) - 0.8, float(rows["end"].max()) + 0.8]


def _place(fig: go.Figure, rows: pd.DataFrame, colour: str, symbol: str) -> None:
    """Spans as thick lines, points as markers, the name at the last of them."""
    spans, points = rows[rows["is_span"]], rows[~rows["is_span"]]
    ends = zip(
        spans["start"].astype(float), spans["end"].astype(float), spans["shown"].astype(float), strict=True
    )
    for (start, end, value), hover in zip(
        ends, spans[["place_code", "tip"]].to_numpy().tolist(), strict=True
    ):
        fig.add_scatter(
            x=[start - 0.4, (start + end) / 2, end + 0.4],
            y=[value] * 3,
            mode="lines+markers",
            line={"color": colour, "width": 5},
            marker={"size": [0.1, 9, 0.1], "color": colour, "opacity": 0},
            customdata=[hover] * 3,
            hovertemplate="%{customdata[1]}<extra></extra>",
        )
    fig.add_scatter(
        x=points["end"],
        y=points["shown"],
        mode="markers",
        marker={"size": 10, "color": colour, "symbol": symbol, "line": {"color": theme.CARD, "width": 1}},
        customdata=points[["place_code", "tip"]].to_numpy(),
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    last = rows.sort_values(["end", "shown"]).iloc[-1]
    edge = float(last["end"]) + (0.45 if last["is_span"] else 0.12)
    fig.add_scatter(
        x=[edge],
        y=[last["shown"]],
        mode="text",
        text=[f" {last['label']}"],
        textposition="middle right",
        textfont={"color": colour, "size": 13},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _medians(fig: go.Figure, medians: pd.DataFrame, label: str) -> None:
    """The group's median year by year, in short dashes that join nothing."""
    for year, median in zip(medians["year"].astype(float), medians["median"].astype(float), strict=True):
        fig.add_shape(
            type="line",
            x0=year - 0.4,
            x1=year + 0.4,
            y0=median,
            y1=median,
            line={"color": theme.INK_SOFT, "width": 1.5, "dash": "dot"},
        )
    if len(medians):
        first = medians.iloc[0]
        fig.add_annotation(
            x=float(first["year"]),
            y=float(first["median"]),
            text=label,
            showarrow=False,
            yshift=10,
            font={"size": 12, "color": theme.INK_SOFT},
        )
