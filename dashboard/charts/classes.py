"""Cutting values into map classes, in a way that the legend can say in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard import numbers

MOST: Final = 5
"""Classes at most: as many as the map colours have steps."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Lower edges of the classes in rising order; ``method`` is a code of the legend's words."""

    edges: tuple[float, ...]
    method: str

    def index(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """Class of each value, from 0."""
        return np.clip(np.searchsorted(self.edges, values, side="right") - 1, 0, None)

    def labels(self, top: float) -> list[str]:
        """``3``, or ``12.5–40``: each class from its edge to the next; ``top`` closes the last."""
        if self.method == "each":
            return [numbers.significant(edge) for edge in self.edges]
        ends = [*self.edges[1:], top]
        pairs = zip(self.edges, ends, strict=True)
        return [f"{numbers.significant(low)}–{numbers.significant(high)}" for low, high in pairs]


def cut(values: npt.NDArray[np.float64]) -> Classes:
    """A class for each value when there are at most five, else quantiles of equal counts."""
    distinct = np.unique(values[~np.isnan(values)])
    if len(distinct) <= MOST:
        return Classes(tuple(float(v) for v in distinct), "each")
    edges = np.unique(np.quantile(values[~np.isnan(values)], np.linspace(0, 1, MOST + 1)[:-1]))
    return Classes(tuple(float(e) for e in edges), "quantile")
