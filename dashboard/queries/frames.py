"""Rows of a frame as dictionaries, for code that says one row at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows in order, keyed by column name."""
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]  # columns have names
    return rows


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Categories as the text they stand for, so that counts name only what is there."""
    kept = [name for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(kept, "str"))


def one(frame: pd.DataFrame, column: str, value: str) -> dict[str, Any]:
    """The first row whose ``column`` is ``value``; KeyError when there is none."""
    rows = frame[frame[column] == value]
    if rows.empty:
        raise KeyError(value)
    return records(rows.head(1))[0]
