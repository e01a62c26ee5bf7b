"""Rows of a frame as dictionaries, for code that says one row at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows in order, keyed by column name."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def one(frame: pd.DataFrame, column: str, value: str) -> dict[str, Any]:
    """The first row whose ``column`` is ``value``; KeyError when there is none."""
    rows = frame[frame[column] == value]
    if rows.empty:
        raise KeyError(value)
    return records(rows.head(1))[0]
