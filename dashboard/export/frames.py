"""Tables as plain records."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts by column name."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
