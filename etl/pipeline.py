"""The run: read -> segment -> extract -> reconcile -> validate -> normalise -> tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from etl.catalog import ROOT, load_catalog
from etl.corrections import matching, settle
from etl.decisions.decided_cells import settle_cells
from etl.decisions.declared import Correction, in_force
from etl.extract import Extractor
from etl.index.scenario import load_scenario
from etl.read import broken_off, list_files, read_file
from etl.records import Document, Reading, Sentence
from etl.returns.read import read_return
from etl.schema import FATAL, Problem, SourceStatus
from etl.segment import segment
from etl.tables import build_tables
from etl.validate import assert_complete
from etl.workers import results

Progress = Callable[[int, int], None]
Job = tuple[str, Path, Path]
Reader = Callable[[Job], list[Reading]]
DEFAULT_SCENARIO: Final = "default"
_PRINTED_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_ANNIVERSARIES: Final = {
    r"(?:建党|中国共产党成立)(\d{2,3})周年": 1921,
    r"建军(\d{2,3})周年": 1927,
    r"(?:建国|新中国成立|中华人民共和国成立)(\d{2,3})周年": 1949,
    r"香港回归(?:祖国)?(\d{2})周年": 1997,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a run yields: the tables by name, and its facts for the manifest."""

    tables: dict[str, Any]
    manifest: dict[str, Any]


def run(
    inputs: list[Path],
    catalog_root: Path = ROOT,
    workers: int = 1,
    progress: Progress | None = None,
    decisions: Iterable[Correction] = (),
    good_rows: bool = False,
) -> Run:
    """Read every file below the inputs and build all tables of an edition.

    Files are read by processes of their own, however few. ``progress`` is called with (files done, files
    in all). ``decisions`` are those of reviewers (``etl.decisions``), applied beside the corrections of the
    catalogue; with ``good_rows`` those of faulty returns count. Raises ``CatalogError`` when the catalogue
    or reference data cannot be used.
    """
    from etl.doubts import doubts  # both with scipy: over a second, which a preview does without
    from etl.index.report import score_tables

    catalog = load_catalog(catalog_root)
    fixes = in_force((*catalog.corrections, *decisions))
    reader = partial(read_source, fixes=fixes, good_rows=good_rows)
    readings = distinct(_read_all(list_files(inputs), catalog_root, workers, progress, reader))
    tables = build_tables(map(_complete, readings), catalog, _extractor(catalog_root), fixes)
    scenario = load_scenario(DEFAULT_SCENARIO, catalog_root / "catalog" / "scenarios")
    tables |= score_tables(tables, scenario)
    tables["doubts"] = doubts(tables, scenario)
    return Run(tables, _manifest(tables))


def _read_all(
    files: list[tuple[str, Path]], root: Path, workers: int, progress: Progress | None, reader: Reader
) -> Iterator[Reading]:
    jobs = [(shown, file, root) for shown, file in files]
    for done, part in enumerate(results(reader, jobs, workers, lost=_lost), 1):
        yield from part
        if progress:
            progress(done, len(files))


def _lost(job: Job) -> list[Reading]:
    """What is said of a file whose reading ended its process."""
    failed = broken_off(*job[:2])
    return [Reading(failed, None, None, 0, (), (), (), failed.problems)]


def _complete(reading: Reading) -> Reading:
    assert_complete(list(reading.findings))
    return reading


def distinct(
    readings: Iterable[Reading], known_ids: Iterable[str] = (), known_texts: Iterable[str] = ()
) -> Iterator[Reading]:
    """Each with its own source id; a text that was read before fails, or it would count twice."""
    ids, texts = set(known_ids), set(known_texts)
    for read in readings:
        document, reading = read.document, read
        if document.source_id in ids:
            document = replace(document, source_id=f"{document.source_id}-{document.sha256[:8] or len(ids)}")
            reading = replace(read, document=document)
        ids.add(document.source_id)
        if document.text and document.text in texts:
            failed = replace(document, text="", problems=(Problem.DUPLICATE_SOURCE,))
            reading = Reading(failed, None, None, 0, (), (), (), failed.problems)
        texts.add(document.text)
        yield reading


@cache
def _extractor(root: Path) -> Extractor:
    return Extractor(load_catalog(root))


def read_source(
    job: Job, fixes: Sequence[Correction] | None = None, good_rows: bool = False
) -> list[Reading]:
    """Read one file: (path to show, file, data folder) -> a reading for each of its reports.

    With ``good_rows`` those of a faulty return count, whatever the note beside it says.
    """
    shown, file, root = job
    extractor = _extractor(root)
    documents = [replace(d, good_rows=d.good_rows or good_rows) for d in read_file(shown, file)]
    return [read_document(document, extractor, fixes) for document in documents]


def read_document(
    document: Document, extractor: Extractor, fixes: Sequence[Correction] | None = None
) -> Reading:
    """All stages that need one document only; ``fixes`` in force (default: the catalogue's)."""
    if FATAL & set(document.problems):
        return Reading(document, None, None, 0, (), (), (), document.problems)
    catalog = extractor.catalog
    own = matching(document, catalog.corrections if fixes is None else fixes)
    if document.sheets:
        return settle_cells(read_return(document, extractor), own, extractor)
    sentences = segment(document, extractor.grammar.units)
    place = extractor.gazetteer.place_of(document)
    year = int(document.date[:4]) if document.date else infer_year(document)
    findings = extractor.findings(document, sentences, place, year)
    corrected = settle(findings, document, place, own, extractor)
    problems = list(document.problems)
    problems += [Problem.NO_PLACE] if place is None else []
    problems += [Problem.NO_DATE] if document.date is None else []
    return Reading(
        document,
        place,
        year,
        sum(not s.is_heading for s in sentences),
        findings,
        extractor.practices(sentences),
        [s for s in sentences if _speaks_of_title(s)],
        tuple(problems),
        corrected,
    )


def _speaks_of_title(sentence: Sentence) -> bool:
    return "双拥模范" in sentence.text and not sentence.is_goal


def infer_year(document: Document) -> int | None:
    """The year of an undated report: that of its title, else the latest that it prints or reaches by an
    anniversary.
    """
    text = document.text
    titled, years = ([int(y) for y in _PRINTED_YEAR.findall(part)] for part in (document.title, text))
    if titled:
        return max(titled)
    for pattern, origin in _ANNIVERSARIES.items():
        years += [origin + int(n) for n in re.findall(pattern, text)]
    return max(years, default=None)


def _manifest(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    """What a run read, found, used and refused, by its tables."""
    sources, corrections = tables["sources"], tables["corrections"]
    reasons = Counter(map(str, tables["rejected"]["reason"]))
    troubled = sources[sources["problems"].map(len) > 0]
    read = sources[sources["status"] != SourceStatus.FAILED]
    present = {
        key: source
        for column in ("sha256", "source_id")
        for key, source in zip(read[column], read["source_id"], strict=True)
    }
    stale = corrections[~corrections["applied"] & corrections["source_id"].isin(list(present))]
    return {
        "reports": len(sources),
        **{c: int(sources[c].sum()) for c in ("sentences", "found", "accepted", "rejected")},
        "rejected_by_reason": dict(sorted(reasons.items())),
        "conflicts": len(tables["conflicts"]),
        "stale_corrections": [
            f"{c} ({present[s]})" for c, s in zip(stale["correction_id"], stale["source_id"], strict=True)
        ],
        "sources_with_problems": [
            {"source_id": s, "path": p, "problems": [str(x) for x in problems]}
            for s, p, problems in zip(
                troubled["source_id"], troubled["path"], troubled["problems"], strict=True
            )
        ],
    }
