"""Random matrices for the property-based tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from hypothesis.strategies import SearchStrategy


def matrices(
    rows: tuple[int, int] = (2, 14), columns: tuple[int, int] = (1, 8), holes: bool = True
) -> SearchStrategy[np.ndarray]:
    """Non-negative values with many ties and, if wanted, holes."""
    number = st.one_of(st.integers(0, 9).map(float), st.floats(0, 1e6, allow_subnormal=False))
    value = st.one_of(number, st.just(np.nan)) if holes else number
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(lambda s: hnp.arrays(float, s, elements=value))
