"""The cue files: cues.yml and practice_cues.yml to checked rules, with named groups put in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from etl.tabular import CatalogError, number, read_yaml

ACTORS: Final = ("garrison", "government", "any")
DERIVED: Final = frozenset({"money_per_month", "money_per_head", "bare"})
"""Dimensions that the grammar makes of a printed unit: 元 a head, 元 a month, 万 without a unit."""
CUE_KEYS: Final = {"id", "units", "need", "help", "against", "not", "actor", "base", "max"}


@dataclass(frozen=True, slots=True)
class CueFile:
    """A cue file as checked: rules by indicator (or practice), and what is stated beside them."""

    rules: Mapping[str, list[dict[str, Any]]]
    actors: Mapping[str, list[str]]
    unit_groups: Mapping[str, str]
    sum_by_level: frozenset[str]


def read_cues(path: Path, known: set[str], dimensions: Collection[str] = ()) -> CueFile:
    """Read and check a cue file; raises ``CatalogError``.

    ``known`` are the ids that it may name, ``dimensions`` those of units.csv.
    """
    name, data = read_yaml(path)
    if not isinstance(data, dict):
        raise CatalogError(
            name, 1, "-", "应为映射 / must be a mapping", "按 id: [规则] 书写 / write id: [rules]"
        )
    words: dict[str, str] = data.pop("words", None) or {}
    actors = {k: v.split() for k, v in (data.pop("actors", None) or {}).items()}
    unit_groups: dict[str, str] = data.pop("unit_groups", None) or {}
    levels = frozenset(data.pop("sum_by_level", None) or ())
    for key in (*sorted(levels - known), *data):
        if key not in known:
            raise CatalogError(
                name, key, "id", "未定义的编号 / unknown id", "请先加入目录表 / add it to the table first"
            )
    allowed = {*dimensions, *DERIVED, *(f"${g}" for g in unit_groups)}
    for group, listed in unit_groups.items():
        _check_units(name, "unit_groups", group, listed.split(), allowed)
    for key, rules in data.items():
        for rule in rules if isinstance(rules, list) else [rules]:
            _check(name, key, rule, words)
            _check_units(name, key, "units", rule.get("units", ()), allowed)
    return CueFile(data, actors, unit_groups, levels)


def _check_units(name: str, key: str, column: str, units: Collection[str], allowed: Collection[str]) -> None:
    for unit in units:
        if unit not in allowed:
            raise CatalogError(
                name,
                key,
                column,
                f"未知单位类别 / unknown dimension: {unit!r}",
                "请用 units.csv 的 dimension 或 unit_groups / use a dimension of units.csv or a unit group",
            )


def _check(name: str, key: str, rule: Any, words: Mapping[str, str]) -> None:
    """Check one rule, and put the words in for the groups that it names."""
    if not isinstance(rule, dict):
        raise CatalogError(name, key, "-", "应为规则列表 / must be a list of rules", "- {id: …, need: […]}")
    extra = sorted(set(rule) - CUE_KEYS)
    if extra:
        raise CatalogError(name, key, extra[0], "未知键 / unknown key", f"可用 / use: {sorted(CUE_KEYS)}")
    if "id" not in rule or not rule.get("need"):
        raise CatalogError(name, key, "need", "缺少 id 或 need / id or need is missing", "请补上 / add it")
    if rule.get("actor", ACTORS[0]) not in ACTORS:
        raise CatalogError(name, key, "actor", f"未知 / unknown: {rule['actor']!r}", f"可用 / use: {ACTORS}")
    for field in ("base", "max"):
        number(name, key, field, str(rule.get(field, 1)))
    for field in ("need", "help", "against", "not"):
        rule[field] = [_expand(name, key, field, g, words) for g in _listed(rule.get(field))]


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _expand(name: str, key: str, field: str, group: str, groups: Mapping[str, str]) -> str:
    """Replace ``$name`` by the words of a named group."""
    words: list[str] = []
    for word in str(group).split():
        if word.startswith("$"):
            if word[1:] not in groups:
                raise CatalogError(
                    name, key, field, f"未定义词组 / unknown group {word}", "请在 words 下定义 / define it"
                )
            words += groups[word[1:]].split()
        else:
            words.append(word)
    return " ".join(words)
