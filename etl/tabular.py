"""CSV and YAML files that officials tend: read strictly, refused with the cure.

Every refusal names file, row and column and says what to do, in Chinese and English,
because the people who keep these files are officials and not programmers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

E = TypeVar("E", bound=StrEnum)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogError(ValueError):
    """A file of the catalogue or reference data that cannot be used, and how to mend it."""

    def __init__(self, file: str, row: int | str, column: str, problem: str, cure: str) -> None:
        self.file, self.row, self.column = file, row, column
        super().__init__(f"{file} 第 {row} 行 {column} 列 (row {row}, column {column}): {problem}. {cure}")


def read_table(path: Path, columns: Iterable[str]) -> tuple[str, list[dict[str, str]]]:
    """(name to show, rows) of a CSV file that must have the columns. Raises ``CatalogError``."""
    name = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise CatalogError(name, 0, "-", "文件不存在 / file is missing", "请恢复该文件 / restore it")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise CatalogError(
                name, 1, missing[0], "缺少列 / column is missing", "请在表头加上该列 / add it to the header"
            )
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise CatalogError(
                name,
                number,
                "-",
                "列数与表头不符 / wrong number of fields",
                "含逗号的文字请加双引号 / quote text that has commas",
            )
    return name, rows


def unique(name: str, number: int, column: str, value: str, seen: set[str]) -> str:
    """A value that must be filled in and not yet seen; remembers it in ``seen``."""
    if not value:
        raise CatalogError(name, number, column, "为空 / is empty", "请填写 / fill it in")
    if value in seen:
        raise CatalogError(
            name, number, column, f"重复 / duplicate: {value}", "请改用其他编号 / use another id"
        )
    seen.add(value)
    return value


def one_of(name: str, number: int, column: str, value: str, codes: type[E]) -> E:
    """A value that must be a code of an enum."""
    try:
        return codes(value)
    except ValueError:
        allowed = ", ".join(codes)
        raise CatalogError(
            name, number, column, f"无效值 / not allowed: {value!r}", f"可用 / use one of: {allowed}"
        ) from None


def number(name: str, number: int, column: str, value: str) -> float:
    """A value that must be a number."""
    try:
        return float(value)
    except ValueError:
        raise CatalogError(
            name, number, column, f"不是数字 / not a number: {value!r}", "请填数字 / enter a number"
        ) from None


def known(name: str, number: int, column: str, value: str, known: Iterable[str], where: str) -> str:
    """A value that must be one of those defined elsewhere (``where``)."""
    if value not in known:
        raise CatalogError(
            name,
            number,
            column,
            f"未定义 / not defined: {value!r}",
            f"请先在 {where} 中添加 / add it to {where} first",
        )
    return value


def read_yaml(path: Path) -> tuple[str, Any]:
    """(name to show, content) of a YAML file."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return name, yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else 0
        raise CatalogError(
            name,
            row,
            "-",
            f"无法读取 / cannot be read: {error}",
            "请检查缩进与引号 / check indents and quotes",
        ) from None
