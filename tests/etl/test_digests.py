"""The digests that ship: complete headers, known places, official headings, figures that all find a place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.catalog import ROOT, Catalog
from etl.extract import Extractor
from etl.pipeline import Run, run
from tests.etl.reading import document

DIGESTS = sorted((ROOT / "reports").glob("*.md"))
HEADER_KEYS = {"title", "publisher", "date", "place", "place_code", "digest_of", "kind"}


def parts(path: Path) -> tuple[dict[str, Any], str]:
    """Header and body of a digest."""
    _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(header), body


@pytest.fixture(scope="module")
def result() -> Run:
    """The default data through the whole run."""
    return run([ROOT / "reports"])


def test_there_is_one_digest_for_each_of_the_reports() -> None:
    digested = [parts(path)[0]["digest_of"] for path in DIGESTS]
    assert len(set(digested)) == len(digested) == 37


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.stem)
def test_the_header_is_complete_and_the_place_is_known(
    path: Path, catalog: Catalog, extractor: Extractor
) -> None:
    header, _ = parts(path)
    assert set(header) >= HEADER_KEYS
    assert header["title"]
    assert header["kind"] == "report"
    place = extractor.gazetteer.place_of(document("", place=header["place"]))
    assert place is not None
    assert (place.code, place.name) == (header["place_code"], header["place"])
    assert path.stem.startswith(place.code)
    assert re.fullmatch(r"20\d\d(-\d\d){0,2}", str(header["date"]))


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.stem)
def test_the_headings_are_the_conditions_in_their_official_order(path: Path, catalog: Catalog) -> None:
    order = [p.name_zh for p in sorted(catalog.pillars, key=lambda p: p.order)]
    headings = re.findall(r"^## (.+)$", parts(path)[1], re.M)
    assert headings
    assert set(headings) <= set(order)
    assert headings == sorted(headings, key=order.index)


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.stem)
def test_every_statement_is_a_bullet_that_ends(path: Path) -> None:
    lines = [line for line in parts(path)[1].splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert all(line.startswith("- ") and line[-1] in "。！" for line in lines)


def test_no_digest_has_a_problem(result: Run) -> None:
    assert result.manifest["sources_with_problems"] == []
    assert set(result.tables["sources"]["status"]) == {"ok"}


def test_no_figure_lacks_its_place(result: Run) -> None:
    assert "NO_PLACE" not in result.manifest["rejected_by_reason"]
    assert (result.tables["sources"]["observations"] > 0).all()


def test_every_figure_stands_where_its_span_says(result: Run) -> None:
    texts = result.tables["documents"].set_index("source_id")
    for name in ("observations", "rejected"):
        for row in result.tables[name].itertuples():
            document_row = texts.loc[row.source_id]
            start = row.char_start - document_row["char_start"]
            printed = document_row["text"][start : start + row.char_end - row.char_start]
            assert printed == row.value_text, (row.source_id, row.value_text)


def test_found_is_accepted_plus_rejected_in_every_source(result: Run) -> None:
    sources = result.tables["sources"]
    assert (sources["found"] == sources["accepted"] + sources["rejected"]).all()
    assert sources["rejected"].sum() == len(result.tables["rejected"])
