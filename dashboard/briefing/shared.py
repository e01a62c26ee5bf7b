"""What all places of a run share, and codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.queries import groups
from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.text import Language, Text


@dataclass(frozen=True, slots=True)
class Shared:
    """What all places of a run share, worked out once."""

    edition: Edition
    cycle: Cycle
    text: Text
    indicators: pd.DataFrame
    names: Mapping[str, str]

    @classmethod
    def of(cls, edition: Edition, cycle: Cycle, language: Language) -> Shared:
        """Put the catalogue into words."""
        t = Text(language)
        catalogue = (
            edition["indicators"]
            .merge(edition["pillars"], on="pillar_id", suffixes=("", "_pillar"))
            .sort_values("order")
        )
        words = catalogue.assign(
            name=[t.pick(zh, en) for zh, en in zip(catalogue["name_zh"], catalogue["name_en"], strict=True)],
            pillar=[
                t.pick(zh, en)
                for zh, en in zip(catalogue["name_zh_pillar"], catalogue["name_en_pillar"], strict=True)
            ],
        )
        return cls(
            edition,
            cycle,
            t,
            words,
            place_names(edition, t),
        )


def place_names(edition: Edition, t: Text) -> Mapping[str, str]:
    """Names of the places with values, by code."""
    places = groups.with_data(edition)
    rows = zip(places["place_code"], places["place_name"], places["name_en"], strict=True)
    return {str(code): t.pick(zh, en) for code, zh, en in rows}
