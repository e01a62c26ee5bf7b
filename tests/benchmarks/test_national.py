"""The synthetic national edition is a valid edition: shown here at a small size."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.queries import edition as editions
from etl.conform import validate
from tests.benchmarks.national import EDITION, Size, national, write

LEVELS = Size(places=400, indicators=5, years=2)
INDICATORS = Size(places=10, indicators=90, years=2)


@pytest.mark.parametrize("size", [LEVELS, INDICATORS], ids=["places of each level", "all indicators"])
def test_a_small_one_breaks_no_declaration(edition: Path, size: Size) -> None:
    tables = national(editions.load(edition.parent, edition.name).tables, size)
    assert not validate(tables)
    assert len(tables["values"]) == size.places * size.indicators * size.years
    assert set(tables["observations"]["observation_id"]) <= {
        one for ids in tables["values"]["observation_ids"] for one in ids
    }


def test_what_is_written_opens(edition: Path, tmp_path: Path) -> None:
    tables = national(
        editions.load(edition.parent, edition.name).tables, Size(places=40, indicators=5, years=2)
    )
    write(tables, b'{"layers": {}}', tmp_path)
    shown = editions.load(tmp_path, EDITION)
    assert len(shown["values"]) == 400
    row = shown["observations"].iloc[7]
    text = shown["documents"].set_index("source_id")["text"][row["source_id"]]
    assert text[row["char_start"] : row["char_end"]] == row["value_text"]
