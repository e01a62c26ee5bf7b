"""Hand-annotated facts: one JSON object a line, as a careful reader found them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from etl.schema import Scope

_LAST_PART: Final = re.compile(r"^(?:.+?(?:市|州|盟|省|自治区))(.+?(?:区|县|市|旗))$")


class GoldError(ValueError):
    """A file of facts that cannot be used, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One annotated fact; ``value`` is in the indicator's unit."""

    place: str
    scope: str
    indicator: str
    value: float
    value_text: str
    qualifier: str
    period_kind: str
    period_start: int | None
    period_end: int | None
    quote: str
    note: str = ""


def load_gold(path: Path) -> list[Fact]:
    """Facts of a JSONL file; raises ``GoldError`` naming the line, or ``OSError``."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_fact(path.name, n, line) for n, line in enumerate(lines, 1) if line.strip()]


def _fact(name: str, number: int, line: str) -> Fact:
    try:
        row: dict[str, Any] = json.loads(line)
        known = {f.name: row[f.name] for f in fields(Fact) if f.name in row or f.name != "note"}
        return Fact(**known | {"value": float(row["value"])})
    except KeyError as error:
        problem = f"缺少键 / key is missing: {error}"
    except (ValueError, TypeError) as error:
        problem = f"不是事实 / is no fact: {error}"
    raise GoldError(f"{name} 第 {number} 行 line {number}: {problem}. 每行一个事实 / write one fact a line")


def short(place: str) -> str:
    """Last part of a full place name: 许昌市建安区 -> 建安区."""
    m = _LAST_PART.match(place)
    return m[1] if m else place


def gold_places(facts: Iterable[Fact]) -> list[str]:
    """Short names of the places that have whole-place facts, sorted."""
    return sorted({short(f.place) for f in facts if f.scope == Scope.SELF})
