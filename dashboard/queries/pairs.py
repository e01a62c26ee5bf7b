"""Which places have values of which indicators, whatever the year. Table in: values."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.queries.edition import Edition


@lru_cache(maxsize=4)
def pairs(edition: Edition) -> pd.DataFrame:
    """One row a place and indicator with a value, counted once an edition; do not change it.

    Columns: place_code, indicator_id, ``comparable`` (how many of the values are), ``why_not`` (of
    the first that is not; null where all are).
    """
    values = edition["values"]
    place, item, why = (
        values[name].astype("category").array for name in ("place_code", "indicator_id", "why_not")
    )
    width = len(item.categories)
    cell = place.codes.astype(np.int32) * width + item.codes
    comparable = values["comparable"].to_numpy(bool)
    counts = np.bincount(cell[comparable], minlength=width * len(place.categories))
    first = np.full(len(counts), -1, dtype=np.int32)
    others = np.flatnonzero(~comparable)[::-1]
    first[cell[others]] = others  # what is written last stays: from the end, that is the first
    known = np.flatnonzero((counts > 0) | (first >= 0))
    return pd.DataFrame(
        {
            "place_code": place.from_codes(known // width, dtype=place.dtype),
            "indicator_id": item.from_codes(known % width, dtype=item.dtype),
            "comparable": counts[known],
            "why_not": why.take(first[known], allow_fill=True),
        }
    )
