"""The colours of the visual design, for the screen and for the files. A leaf: nothing is imported.

Nothing but the lead place is red, nothing but titles is gold, values on maps are teal.
"""

from __future__ import annotations

from typing import Final

PAPER: Final = "#FAF9F6"
CARD: Final = "#FFFFFF"
RULE: Final = "#E5E1D8"
INK: Final = "#1F2328"
INK_SOFT: Final = "#5B616B"
LEAD: Final = "#A61B1B"
GROUP: Final = "#8A93A0"
OTHERS: Final = "#C9CED6"
TITLE: Final = "#B8862B"
TEAL: Final = ("#E6F0EF", "#B5D3D0", "#7FB1AC", "#438983", "#0B5D57")
BELOW: Final = "#9C5A1E"
LEVEL: Final = "#F2F0EA"
ABOVE: Final = "#1B6A8A"
BOUNDARY: Final = "#C9C4B8"
BOUNDARY_NATION: Final = "#8B8577"
HATCH: Final = "#D3D0C8"


def teal_steps(n: int) -> list[str]:
    """``n`` steps (1 to 5) of the map colours, spread over the whole range."""
    if n == 1:
        return [TEAL[2]]
    return [TEAL[round(i * (len(TEAL) - 1) / (n - 1))] for i in range(n)]
