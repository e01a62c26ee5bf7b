"""The golden run: three of our own digests, frozen, and the tables that they must give.

A change of what is read shows as a difference in these files. When it is meant, write them anew and
let the difference be reviewed with the change that causes it:

    python -m tests.golden.golden && git diff tests/golden/expected
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl.pipeline import run

HERE = Path(__file__).resolve().parent
REPORTS, EXPECTED = HERE / "reports", HERE / "expected"
COLUMNS = {
    "sources": "source_id place_name date status sentences found accepted observations",
    "observations": "source_id char_start indicator_id value value_low value_high value_text unit qualifier "
    "period_kind period_start period_end period_text place_name scope rule_id flags quote",
    "rejected": "source_id char_start value_text reason detail quote",
    "practices": "source_id practice_id answer matched quote",
    "values": "place_name indicator_id year period_kind period_start period_end value annual_value "
    "per_head_value comparable why_not latest",
    "titles": "place_name level year quote",
}
"""What a reader of the files needs to see; keys and hashes follow from it."""


def golden_tables() -> dict[str, str]:
    """The tables of the golden run as CSV text, by name."""
    tables = run([REPORTS]).tables
    tables["titles"] = tables["titles"][tables["titles"]["source_id"].notna()]
    return {name: _csv(tables[name], columns.split()) for name, columns in COLUMNS.items()}


def _csv(frame: pd.DataFrame, columns: list[str]) -> str:
    shown = frame[columns].copy()
    for column in ("flags", "matched"):
        if column in shown:
            shown[column] = shown[column].map(" ".join)
    by = [c for c in ("source_id", "char_start") if c in shown]
    shown = shown.sort_values(by, kind="stable") if by else shown
    return shown.to_csv(index=False, float_format="%.10g", lineterminator="\n")


def write() -> None:
    """Write the expected tables anew."""
    EXPECTED.mkdir(exist_ok=True)
    for name, text in golden_tables().items():
        (EXPECTED / f"{name}.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
