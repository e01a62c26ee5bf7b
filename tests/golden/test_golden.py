"""Three frozen digests give the tables that a person has reviewed (see ``golden.py`` to renew them)."""

from __future__ import annotations

import pytest

from tests.golden.golden import COLUMNS, EXPECTED, golden_tables


@pytest.fixture(scope="module")
def tables() -> dict[str, str]:
    return golden_tables()


@pytest.mark.parametrize("name", COLUMNS)
def test_the_golden_run_gives_what_was_reviewed(tables: dict[str, str], name: str) -> None:
    expected = (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")
    assert tables[name].splitlines() == expected.splitlines(), "python -m tests.golden.golden, then review"
