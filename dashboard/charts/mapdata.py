"""What a map shows, whichever way it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.charts.classes import Classes, cut


@dataclass(frozen=True)
class MapData:
    """Values of places on one layer of boundaries.

    ``areas``: place_code, shown, tip (plain text, lines parted by newlines). ``points``:
    place_code, lon, lat, tip; places without an outline of their own. ``empty``: codes known to
    have none, drawn white; every other place without a row is hatched as not known.
    """

    layer: str
    areas: pd.DataFrame
    points: pd.DataFrame
    empty: frozenset[str]
    lead: str | None
    missing_tip: str
    empty_tip: str
    alt: str
    labels: tuple[tuple[str, str], ...] = ()
    """(province code, short name), written where they fit."""

    @property
    def classes(self) -> Classes:
        """How the values are cut."""
        return cut(self.areas["shown"].to_numpy(dtype=float))

    def steps(self) -> dict[str, int]:
        """Class of each place, from 0."""
        index = self.classes.index(self.areas["shown"].to_numpy(dtype=float))
        return dict(zip(self.areas["place_code"], (int(i) for i in index), strict=True))

    def tips(self) -> dict[str, str]:
        """Tooltip of each place with a value."""
        return dict(zip(self.areas["place_code"], self.areas["tip"], strict=True))
