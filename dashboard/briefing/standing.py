"""Where a place stands among its group and how it moved, in the words of a briefing.

The statistics are those of ``queries.spine`` and ``queries.trends``: page and briefing never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.briefing.shared import Shared
from dashboard.export.briefing import material as columns
from dashboard.export.frames import records
from dashboard.export.spec import Standing
from dashboard.queries import spine, trends
from dashboard.queries.ranking import Basis
from etl.schema import Measure

Printed = Mapping[str, tuple[float, str]]
"""Value and printed text by observation."""


def standing(shared: Shared, place_code: str, members: pd.Series[str]) -> pd.DataFrame:
    """One row an indicator of the place: columns ``material.STANDING``, in catalogue order."""
    rows = spine.spine(shared.edition, place_code, members, shared.cycle)
    seen = shared.edition["observations"]
    seen = seen[seen["place_code"] == place_code]
    printed = {
        str(i): (float(value), str(text))
        for i, value, text in zip(seen["observation_id"], seen["value"], seen["value_text"], strict=True)
    }
    words = shared.indicators.set_index("indicator_id")[["name", "pillar"]]
    made = [_words(shared, row, words, printed) for row in records(rows)]
    return pd.DataFrame(made, columns=list(columns.STANDING))


def _words(shared: Shared, row: dict[str, Any], words: pd.DataFrame, printed: Printed) -> dict[str, Any]:
    """One row of ``spine`` as the briefing takes it."""
    t, named = shared.text, words.loc[row["indicator_id"]]
    value, text = printed.get(row["observation_id"], (None, ""))
    return {
        **{c: row[c] for c in columns.STANDING if c in row},
        "name": named["name"],
        "pillar": named["pillar"],
        "unit": t.unit_of(row),
        "raw_unit": str(row["unit"]),
        "per": str(row["denominator"]),
        "yearly": row["measure"] == Measure.FLOW,
        "stated": text if value == row["value"] else "",
        "qualifier": t.code("qualifier", str(row["qualifier"])),
        "qualifier_code": str(row["qualifier"]),
        "period": t.period(row),
        "best_place": shared.names.get(str(row["best_code"]), ""),
        "standing": row["standing"] if row["standing"] in set(Standing) else Standing.NONE.value,
    }


def moved(shared: Shared, place_code: str, standings: pd.DataFrame) -> pd.DataFrame:
    """Values of several periods: columns ``material.TRENDS``; a single year has start = end.

    ``median`` is the group's in the cycle, as in ``standings``. Only indicators with two or
    more different ends.
    """
    values = shared.edition["values"]
    own = values[(values["place_code"] == place_code) & values["comparable"]]
    several = set(own.loc[own["indicator_id"].duplicated(), "indicator_id"])
    judged = standings[standings["n"] >= spine.FEWEST].set_index("indicator_id")["median"]
    found = []
    for row in records(shared.indicators[shared.indicators["indicator_id"].isin(several)]):
        series = trends.series(shared.edition, row["indicator_id"], Basis.COMPARABLE)
        series = series[series["place_code"] == place_code].drop_duplicates(["start", "end"])
        if len(series) > 1:
            median = judged.get(row["indicator_id"])
            words = {"name": row["name"], "unit": shared.text.unit_of(row), "median": median}
            found.append(series.assign(value=series["shown"], **words)[list(columns.TRENDS)])
    return pd.concat(found, ignore_index=True) if found else columns.empty(columns.TRENDS)
