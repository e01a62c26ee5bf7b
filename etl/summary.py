"""What a run did, in lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

_COUNTS: Final = {
    "reports": "报告 reports",
    "sentences": "句子 sentences",
    "found": "找到数字 found",
    "accepted": "采用 accepted",
    "rejected": "未采用 rejected",
}


MOST_FAULTS: Final = 40
"""Faults of returns that are listed; the table ``faults`` and the quality page have all."""


def summarise(run: Mapping[str, Any], seconds: float, faults: pd.DataFrame | None = None) -> str:
    """The summary of a run's facts: counts, rejections by reason, conflicts, failed sources with reasons.

    ``faults``: the table of that name, whose first rows are listed with their cures.
    """
    return "\n".join([*_lines(run, seconds), *(() if faults is None else _faults(faults))])


def failed_sources(run: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Sources that failed in whole or in part: source_id, path, problems."""
    return list(run["sources_with_problems"])


def _lines(run: Mapping[str, Any], seconds: float) -> Iterator[str]:
    for key, label in _COUNTS.items():
        yield f"{run[key]:>9,}  {label}"
    for reason, count in sorted(run["rejected_by_reason"].items(), key=lambda item: -item[1]):
        yield f"{count:>13,}  {reason}"
    yield f"{run['conflicts']:>9,}  冲突 conflicts"
    for correction in run["stale_corrections"]:
        yield f"{'':>11}  更正已不适用 correction no longer applies: {correction}"
    failed = failed_sources(run)
    yield f"{len(failed):>9,}  有问题的来源 sources with problems"
    for source in failed:
        yield f"{'':>13}  {source['path']}: {', '.join(source['problems'])}"
    yield f"{seconds:>9.1f}  秒 seconds"


def _faults(faults: pd.DataFrame) -> Iterator[str]:
    if faults.empty:
        return
    yield f"{len(faults):>9,}  报表问题 faults in returns"
    for row in faults.head(MOST_FAULTS).to_dict("records"):
        where = "!".join(part for part in (row["sheet"], row["cell"]) if part)
        told = f"{row['problem']}。{row['cure']} / {row['problem_en']}. {row['cure_en']}"
        yield f"{'':>11}  {row['source_id']} {where}：{told}"
    if len(faults) > MOST_FAULTS:
        yield f"{'':>11}  … 其余见“数据质量” / the others are on the quality page"
