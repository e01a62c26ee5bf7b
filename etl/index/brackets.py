"""Why a score stands in brackets: the first reason that holds, place by place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.index.ranks import Bools
from etl.schema import NotRanked


def first_reason(*reasons: tuple[Bools, NotRanked]) -> NDArray[Any]:
    """(n,) objects: the first reason whose mask (n,) is true, None where none is."""
    why = np.full(reasons[0][0].shape, None, dtype=object)
    for holds, reason in reversed(reasons):
        why[np.asarray(holds, dtype=bool)] = reason
    return why
