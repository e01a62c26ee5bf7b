"""Values over time: years as points, several years as bars at their yearly mean, titles as gold dots."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard import palette
from dashboard.charts import theme

HEIGHT: Final = 380

NEAR: Final = 0.045
"""Share of the axis within which two names would lie on each other."""
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
    looks = {code: (palette.LEAD, "circle") if code == lead else _look(others.index(code)) for code in order}
    for code, look in looks.items():
        _place(fig, rows[rows["place_code"] == code], *look)
        for _, points in (line for line in lines if line[0] == code):
            fig.add_scatter(
                x=points["end"], y=points["shown"], mode="lines", line={"color": look[0], "width": 1.5}
            )
    fig.update_traces(hoverinfo="skip", selector={"mode": "lines"})
    top = max([float(rows["shown"].max()), *medians["median"].astype(float)], default=1.0)
    _names(fig, rows, {code: look[0] for code, look in looks.items()}, top)
    fig.update_yaxes(range=[0, top * 1.18 or 1], nticks=6)
    fig.update_xaxes(dtick=1, tickformat="d", showgrid=False, range=_range(rows))
    fig.update_layout(margin={"l": 4, "r": 90, "t": 16, "b": 8}, hovermode="closest")
    return fig


def _look(index: int) -> tuple[str, str]:
    """Colour and symbol of a place other than the lead: two codes, so that colour is not alone."""
    return _SHADES[index % len(_SHADES)], _SYMBOLS[(index + 1) % len(_SYMBOLS)]


def _range(rows: pd.DataFrame) -> list[float]:
    """Years with room at both ends."""
    return [float(rows["start"].min()) - 1.0, float(rows["end"].max()) + 0.8]


def _place(fig: go.Figure, rows: pd.DataFrame, colour: str, symbol: str) -> None:
    """Spans as thick lines, points as markers."""
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
        marker={"size": 10, "color": colour, "symbol": symbol, "line": {"color": palette.CARD, "width": 1}},
        customdata=points[["place_code", "tip"]].to_numpy(),
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _names(fig: go.Figure, rows: pd.DataFrame, colours: dict[str, str], top: float) -> None:
    """Each place's name at its last value; names that would lie on each other become one label."""
    last = rows.sort_values(["end", "shown"]).drop_duplicates("place_code", keep="last")
    last = last.assign(edge=last["end"] + last["is_span"] * 0.4).sort_values(["edge", "shown"])
    fresh = (last["edge"] != last["edge"].shift()) | (last["shown"].diff() > top * NEAR)
    for _, near in last.groupby(fresh.cumsum()):
        alone = len(near) == 1
        fig.add_scatter(
            x=[float(near["edge"].iloc[0])],
            y=[float(near["shown"].mean())],
            mode="text",
            text=["\u00a0\u00a0" + "<br>\u00a0\u00a0".join(near["label"][::-1])],
            textposition="middle right",
            textfont={
                "color": colours[str(near["place_code"].iloc[0])] if alone else palette.INK,
                "size": 13,
            },
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
            line={"color": palette.INK_SOFT, "width": 1.5, "dash": "dot"},
        )
    if len(medians):
        first = medians.iloc[0]
        fig.add_annotation(
            x=float(first["year"]) - 0.42,
            y=float(first["median"]),
            text=label,
            showarrow=False,
            xanchor="right",
            font={"size": 12, "color": palette.INK_SOFT},
        )
