"""Assessment cycles: the years between two namings. Table in: naming_rounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from dashboard.queries.edition import Edition


@dataclass(frozen=True, slots=True)
class Cycle:
    """The years that lead up to one naming; ``round`` 0 stands for all years."""

    round: int
    start: int | None
    end: int | None

    @property
    def id(self) -> str:
        """How a permalink names it."""
        return str(self.round) if self.round else "all"

    def holds(self, years: pd.Series[float]) -> pd.Series[bool]:
        """Which years lie in the cycle; an unknown year lies only in ``all``."""
        if self.start is None or self.end is None:
            return pd.Series(True, index=years.index)
        return years.between(self.start, self.end)


ALL_YEARS = Cycle(0, None, None)


def cycles(edition: Edition) -> list[Cycle]:
    """All cycles, newest first, then all years."""
    years = edition["naming_rounds"].sort_values("round")
    known = list(zip(years["round"].astype(int), years["year"].astype(int), strict=True))
    found = [Cycle(n, before + 1, year) for (_, before), (n, year) in pairwise(known)]
    return [*reversed(found), ALL_YEARS]


@lru_cache(maxsize=4)
def default(edition: Edition) -> Cycle:
    """The cycle of the newest value; all years when none fits."""
    years = edition["values"]["year"].dropna()
    newest = int(years.max()) if len(years) else 0
    fitting = (c for c in cycles(edition) if c.start and c.end and c.start <= newest <= c.end)
    return next(fitting, ALL_YEARS)
