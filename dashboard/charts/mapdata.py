"""What a map shows, whichever way it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard import palette
from dashboard.charts.classes import Classes, cut


@dataclass(frozen=True)
class MapData:
    """Values of places on one layer of boundaries.

    ``areas``: place_code, shown, tip (plain text, lines parted by newlines). ``points``:
    place_code, lon, lat, shown, tip; places without an outline of their own,
    gold where ``gold`` (titles), else in the colour of their class. ``empty``: codes known to
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
    gold: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why a place has no value, where that is known; the others have ``missing_tip``."""

    @cached_property
    def classes(self) -> Classes:
        """How the values are cut; gold points say that there is a title, not how many."""
        shown = [self.areas["shown"]] if self.gold else [self.areas["shown"], self.points["shown"]]
        return cut(pd.concat(shown).to_numpy(dtype=float))

    @property
    def colours(self) -> list[str]:
        """Colour of each class."""
        return palette.teal_steps(max(1, len(self.classes.edges)))

    @property
    def top(self) -> float:
        """The highest value that the classes hold."""
        shown = self.areas["shown"] if self.gold else pd.concat([self.areas["shown"], self.points["shown"]])
        return float(shown.max()) if len(shown) else 0.0

    def steps(self) -> dict[str, int]:
        """Class of each place with an outline, from 0."""
        index = self.classes.index(self.areas["shown"].to_numpy(dtype=float))
        return dict(zip(self.areas["place_code"], (int(i) for i in index), strict=True))

    def point_fills(self) -> list[str]:
        """Colour of each point: the lead place's red, titles' gold, or that of its class."""
        index = self.classes.index(self.points["shown"].to_numpy(dtype=float))
        plain = [palette.TITLE if self.gold else self.colours[i] for i in index]
        codes = self.points["place_code"]
        return [palette.LEAD if code == self.lead else fill for code, fill in zip(codes, plain, strict=True)]

    def absence(self, place_code: str) -> str:
        """What the tooltip of a place without a value says."""
        known = self.empty_tip if place_code in self.empty else self.missing_tip
        return self.reasons.get(place_code, known)

    def tips(self) -> dict[str, str]:
        """Tooltip of each place with a value."""
        return dict(zip(self.areas["place_code"], self.areas["tip"], strict=True))
